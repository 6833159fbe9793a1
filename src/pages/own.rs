use leptos::prelude::*;

use crate::{
    components::{
        PageHead,
        own::{Departure, Desk, Export, Farewell, Looks, Nickname, Notifications, Passkeys, Seal, Sessions},
    },
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
            <PageHead back="/" label=texts.to_lobby title=texts.own_page />
            {is_farewell.then(|| view! { <Farewell words /> })}
            {is_guest.then(|| view! { <Nickname desk=desk.clone() /> <Seal desk=desk.clone() /> })}
            <Looks desk=desk.clone() />
            {sections}
        </div>
    }
}
