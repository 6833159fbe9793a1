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
    domain::RoomId,
    i18n::Texts,
    protocol::Member,
};

/// A person in the list with what is said beside the name.
#[derive(Clone, PartialEq)]
struct Person {
    member: Member,
    me: bool,
    owner: bool,
    /// The room, where the reader may send this person out.
    mine: Option<RoomId>,
}

/// 참여자: who is in the open room now.
#[component]
pub fn MemberList() -> Block {
    let texts = texts();
    let people = ChatStore::expect().select(people);
    let entry = move |person: Person| {
        let Person { member, me, owner, mine } = &person;
        let marks = [*me, *owner, member.idle, mine.is_some()].map(|is| if is { "1" } else { "0" });
        let key = [member.id.as_str(), " ", &member.nickname, " ", &marks.concat()].concat();
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
    let Person { member, me, owner, mine } = person;
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
        if let Some(room) = mine {
            // Where it is asked once more.
            html.tags("<a class=\"kick\" href=\"/r/").words(room.as_str()).tags("/settings?person=");
            html.words(member.id.as_str()).tags("#people\">").tags(texts.kick).tags("</a>");
        }
    })
}

fn people(state: &ChatState) -> Vec<Person> {
    let Some(view) = &state.room else { return Vec::new() };
    let me = state.me.as_ref().map(|me| &me.id);
    let owner = view.room.as_ref().map(|room| &room.owner_id);
    let person = |member: &Member| {
        let (is_me, is_owner) = (me == Some(&member.id), owner == Some(&member.id));
        let mine = (me == owner && !is_me).then(|| view.id.clone());
        Person { member: member.clone(), me: is_me, owner: is_owner, mine }
    };
    view.members.iter().map(person).collect()
}
