use leptos::prelude::*;

use super::{live::text, seal::Seal, ui::texts};
use crate::{
    client::{state::ChatState, store::ChatStore},
    protocol::Member,
};

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
    let entries = ChatStore::expect().select(entries);
    view! {
        <section class="members" aria-labelledby="members">
            <h2 class="panel-title" id="members">
                {texts.members}
                <span class="count">{text(move || entries.with(Vec::len).to_string())}</span>
            </h2>
            <ul class="member-list">
                {move || entries.get().into_iter().map(|entry| view! { <MemberLine entry /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn MemberLine(entry: Entry) -> impl IntoView {
    let Entry { member, me, owner } = entry;
    let texts = texts();
    view! {
        <li class="member">
            <Seal id=member.id nickname=member.nickname.clone() />
            <bdi class="clip">{member.nickname.to_string()}</bdi>
            <span class="mark" hidden=!me>
                "("
                {texts.me}
                ")"
            </span>
            <span class="tag" hidden=!owner>
                {texts.owner}
            </span>
        </li>
    }
}

fn entries(state: &ChatState) -> Vec<Entry> {
    let Some(view) = &state.room else { return Vec::new() };
    let me = state.me.as_ref().map(|me| &me.id);
    let owner = view.room.as_ref().map(|room| &room.owner_id);
    let entry = |member: &Member| Entry {
        member: member.clone(),
        me: me == Some(&member.id),
        owner: owner == Some(&member.id),
    };
    view.members.iter().map(entry).collect()
}
