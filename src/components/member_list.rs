use leptos::prelude::*;

use super::{
    block::Block,
    html::Item,
    list::{Entry, Key, List},
    live::text,
    seal::seal,
    ui::texts,
};
use crate::{
    client::{state::ChatState, store::ChatStore},
    i18n::Texts,
    protocol::Member,
};

/// A person in the list with what is said beside the name.
#[derive(Clone, PartialEq)]
struct Person {
    member: Member,
    me: bool,
    owner: bool,
}

/// 참여자: who is in the open room now.
#[component]
pub fn MemberList() -> Block {
    let texts = texts();
    let people = ChatStore::expect().select(people);
    let entry = move |person: Person| {
        let Person { member, me, owner } = &person;
        let key = format!("{} {} {me} {owner} {}", member.id, member.nickname, member.idle);
        Entry::item(Key::Text(key.into()), move || member_line(&person, texts))
    };
    let entries = Box::new(move || people.get().into_iter().map(entry).collect());
    Block::new(view! {
        <section class="members" aria-labelledby="members">
            <h2 class="panel-title" id="members">
                {texts.members}
                <span class="count">{text(move || people.with(Vec::len).to_string())}</span>
            </h2>
            <ul class="member-list">
                <List entries />
            </ul>
        </section>
    })
}

fn member_line(person: &Person, texts: &Texts) -> Item {
    let Person { member, me, owner } = person;
    Item::new(if member.idle { "member idle" } else { "member" }, |html| {
        seal(html, &member.id, member.ink, &member.nickname);
        html.tags("<bdi class=\"clip\">").words(&member.nickname).tags("</bdi>");
        if *me {
            html.tags("<span class=\"mark\">(").tags(texts.me).tags(")</span>");
        }
        if *owner {
            html.tags("<span class=\"tag\">").tags(texts.owner).tags("</span>");
        }
        if member.idle {
            html.tags("<span class=\"mark\">").tags(texts.idle).tags("</span>");
        }
    })
}

fn people(state: &ChatState) -> Vec<Person> {
    let Some(view) = &state.room else { return Vec::new() };
    let me = state.me.as_ref().map(|me| &me.id);
    let owner = view.room.as_ref().map(|room| &room.owner_id);
    let person = |member: &Member| Person {
        member: member.clone(),
        me: me == Some(&member.id),
        owner: owner == Some(&member.id),
    };
    view.members.iter().map(person).collect()
}
