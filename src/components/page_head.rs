use leptos::prelude::*;

/// The head of a page of its own: the way back, which `label` names, the page's title, and the room that it is about.
#[component]
pub fn PageHead(
    #[prop(into)] back: String,
    label: &'static str,
    title: &'static str,
    #[prop(optional, into)] room: Option<String>,
) -> impl IntoView {
    let room = room.map(|name| {
        view! {
            <p class="settings-room">
                <bdi>{name}</bdi>
            </p>
        }
    });
    view! {
        <div class="settings-head">
            <a class="quiet-button back" href=back aria-label=label title=label>
                <span class="back-arrow" aria-hidden="true"></span>
            </a>
            <div class="room-titles">
                <h1 class="page-title" id="heading" tabindex="-1">
                    {title}
                </h1>
                {room}
            </div>
        </div>
    }
}
