use leptos::prelude::*;

use super::{seal::Seal, ui::texts};
use crate::{client::store::ChatStore, protocol::Member};

/// A person in the list with what is said beside the name.
#[derive(Clone, PartialEq)]
struct Entry {
    member: Member,
    me: bool,
    owner: bool,
}

/// 참여자: who is in the open room now.
#[component]
pub fn MemberList() -> impl IntoView {
    let texts = texts();
    let entries = ChatStore::expect().select(|state| {
        let me = state.me.as_ref().map(|me| &me.id);
        let view = state.room.as_ref();
        let owner = view.and_then(|view| view.room.as_ref()).map(|room| &room.owner_id);
        let members = view.map(|view| view.members.as_slice()).unwrap_or_default();
        let entry = |member: &Member| Entry {
            member: member.clone(),
            me: me == Some(&member.id),
            owner: owner == Some(&member.id),
        };
        members.iter().map(entry).collect::<Vec<_>>()
    });
    let key = |entry: &Entry| format!("{}{}{}{}", entry.member.id, entry.member.nickname, entry.me, entry.owner);
    view! {
        <section class="members" aria-labelledby="members">
            <h2 class="panel-title" id="members">
                {texts.members}
                <span class="count">{move || entries.with(Vec::len)}</span>
            </h2>
            <ul class="member-list">
                <For each=move || entries.get() key=key let:entry>
                    <li class="member">
                        <Seal id=entry.member.id nickname=entry.member.nickname.clone() />
                        <bdi class="clip">{entry.member.nickname.to_string()}</bdi>
                        {entry.me.then(|| view! { <span class="mark">"(" {texts.me} ")"</span> })}
                        {entry.owner.then(|| view! { <span class="tag">{texts.owner}</span> })}
                    </li>
                </For>
            </ul>
        </section>
    }
}
