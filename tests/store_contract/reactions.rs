//! Reactions: who may, how they are counted, and that they change nothing else.

use sarangbang::{
    chat::ports::{Change, Revision, Store, Write, Written},
    domain::{Guest, Message, MessageKind, limits},
};

use super::house::{House, NOW, draft, everything, guest, room, say};

async fn change(store: &dyn Store, message: &Message, by: &Guest, change: Change) -> Written {
    let (room, by) = (message.room_id.clone(), by.id.clone());
    let revision = Revision { room, message: message.id, by, change, at: NOW + 5 };
    store.commit(vec![Write::Revision(revision)]).await.unwrap().remove(0)
}

fn given(emoji: &str) -> Change {
    Change::React { emoji: emoji.into(), is_given: true }
}

fn taken_back(emoji: &str) -> Change {
    Change::React { emoji: emoji.into(), is_given: false }
}

fn revised(written: Written) -> Message {
    let Written::Revised(message, _) = written else { panic!("{written:?}") };
    message
}

/// Emoji with how many gave them and the names that are told.
fn shown(message: &Message) -> Vec<(&str, u32, Vec<&str>)> {
    let mut shown = Vec::new();
    for reaction in &message.reactions {
        shown.push((&*reaction.emoji, reaction.count, reaction.by.iter().map(|who| &*who.nickname).collect()));
    }
    shown
}

pub async fn a_reaction_is_counted_under_its_message(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let room = room(&*store, &chulsoo, "개발").await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "점심 먹을 사람?")]).await.remove(0);

    assert_eq!(shown(&revised(change(&*store, &message, &younghee, given("🙋")).await)), [("🙋", 1, vec!["영희"])]);
    change(&*store, &message, &chulsoo, given("👍")).await;
    let last = revised(change(&*store, &message, &chulsoo, given("🙋")).await);
    let expected = [("🙋", 2, vec!["영희", "철수"]), ("👍", 1, vec!["철수"])];
    assert_eq!(shown(&last), expected);
    assert_eq!(everything(&*store, &room).await, std::slice::from_ref(&last), "as everyone reads it");
    assert_eq!(store.since(&room.id, 3, 50).await.unwrap().messages, [last], "and as those who were away do");
}

pub async fn a_reaction_changes_the_rev_and_nothing_else(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let room = room(&*store, &chulsoo, "개발").await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "하나")]).await.remove(0);
    assert!(message.is_as_written());
    let reacted = revised(change(&*store, &message, &younghee, given("👍")).await);
    let expected = Message { rev: 2, reactions: reacted.reactions.clone(), ..message.clone() };
    assert_eq!(reacted, expected);
    assert!(!reacted.is_as_written(), "it is not to be told as new to whoever knows no changes");
    let edit = Change::Edit { content: "하나!".into(), seen: Some(message.rev) };
    let edited = revised(change(&*store, &message, &chulsoo, edit).await);
    assert_eq!(edited.reactions, reacted.reactions, "and an edit that was begun before is good");
}

pub async fn a_reaction_that_is_given_or_taken_back_again_is_none(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "하나")]).await.remove(0);
    assert_eq!(change(&*store, &message, &chulsoo, taken_back("👍")).await, Written::Known(message.clone()));
    let reacted = revised(change(&*store, &message, &chulsoo, given("👍")).await);
    assert_eq!(change(&*store, &message, &chulsoo, given("👍")).await, Written::Known(reacted));
    let taken_back = revised(change(&*store, &message, &chulsoo, taken_back("👍")).await);
    assert_eq!(taken_back, Message { rev: 3, ..message });
}

pub async fn a_message_has_only_so_many_different_reactions(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let room = room(&*store, &chulsoo, "개발").await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "하나")]).await.remove(0);
    for emoji in ('😀'..).take(limits::REACTIONS) {
        revised(change(&*store, &message, &chulsoo, given(&emoji.to_string())).await);
    }
    assert_eq!(change(&*store, &message, &younghee, given("👍")).await, Written::TooManyReactions);
    revised(change(&*store, &message, &younghee, given("😀")).await);
}

pub async fn what_is_deleted_has_no_reactions(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "하나")]).await.remove(0);
    change(&*store, &message, &chulsoo, given("👍")).await;
    assert_eq!(revised(change(&*store, &message, &chulsoo, Change::Delete).await).reactions, []);
    assert_eq!(change(&*store, &message, &chulsoo, given("👍")).await, Written::NoMessage);
    assert_eq!(everything(&*store, &room).await[0].reactions, []);
}

pub async fn nobody_reacts_to_what_the_house_says(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let mut came = draft(&room, &chulsoo, "철수님이 입장했습니다.");
    came.kind = MessageKind::Alert;
    let came = say(&*store, vec![came]).await.remove(0);
    assert_eq!(change(&*store, &came, &chulsoo, given("👍")).await, Written::NoMessage);
}
