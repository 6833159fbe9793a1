use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::SetBell,
    components::{BellDevice, Choice, Choices, PageHead},
    domain::BellLevel,
    i18n::Language,
    protocol::bell::BellPage,
};

/// Of which messages of a room its guest is told while they look elsewhere, and whether this browser tells them.
#[component]
pub fn Bell(page: BellPage, language: Language) -> impl IntoView {
    let (texts, words) = (language.texts(), language.bell_texts());
    let BellPage { room, level, is_saved, refused, push_key, .. } = page;
    let path = format!("/r/{}", room.id);
    let levels = BellLevel::ALL.map(|choice| Choice {
        value: choice.code(),
        label: (words.levels)(choice),
        lang: language,
        is_chosen: choice == level,
    });
    view! {
        <div class="settings">
            <PageHead back=path label=words.to_room title=words.title room=room.name.to_string() />
            <section class="card settings-section" id="bell">
                {is_saved.then(|| view! { <p class="settings-saved" role="status">{words.saved}</p> })}
                {refused.map(|refusal| view! { <p class="refusal" role="alert">{(texts.refusal)(refusal)}</p> })}
                <p class="field-hint">{words.hint}</p>
                <form class="settings-form" method="post" action=SetBell::PATH id="bell-level">
                    <input type="hidden" name="room_id" value=room.id.to_string() />
                    <Choices name="level" legend=words.level choices=levels.into() />
                    <button class="button">{words.save}</button>
                </form>
            </section>
            <section class="card settings-section" aria-labelledby="device-title">
                <h2 class="card-title" id="device-title">
                    {words.device}
                </h2>
                <BellDevice words push_key />
            </section>
        </div>
    }
}
