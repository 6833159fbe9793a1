use leptos::prelude::*;

use crate::{
    components::own::{Departure, Desk, Export, Farewell, Looks, Nickname, Notifications, Passkeys, Sessions},
    protocol::own::OwnPage,
};

/// What visitors decide about themselves: guests about all that is theirs, strangers about how the house looks to them.
#[component]
pub fn Own(page: OwnPage) -> impl IntoView {
    let (is_guest, is_farewell) = (page.me.is_some(), page.is_farewell);
    let desk = Desk::new(page);
    let Desk { texts, words, .. } = desk.clone();
    let sections = is_guest.then(|| {
        let desk = desk.clone();
        view! {
            <Notifications desk=desk.clone() />
            <Passkeys desk=desk.clone() />
            <Export desk=desk.clone() />
            <Sessions desk=desk.clone() />
            <Departure desk />
        }
    });
    view! {
        <div class="settings">
            <div class="settings-head">
                <a class="quiet-button back" href="/" aria-label=texts.to_lobby title=texts.to_lobby>
                    <span class="back-arrow" aria-hidden="true"></span>
                </a>
                <h1 class="page-title" id="heading" tabindex="-1">
                    {texts.own_page}
                </h1>
            </div>
            {is_farewell.then(|| view! { <Farewell words /> })}
            {is_guest.then(|| view! { <Nickname desk=desk.clone() /> })}
            <Looks desk=desk.clone() />
            {sections}
        </div>
    }
}
