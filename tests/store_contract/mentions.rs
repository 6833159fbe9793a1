//! Mentions: who is addressed, and until when it is unread.

use sarangbang::{
    chat::ports::{Change, Revision, Store, Write, Written},
    domain::{Guest, Mark, Message, Room, Space},
};

use super::house::{House, NOW, draft, entry, everything, guest, room, say};

/// A room with two members, and somebody who never was in it.
async fn three(store: &dyn Store) -> (Room, Guest, Guest, Guest) {
    let (chulsoo, younghee) = (guest(store, "철수").await, guest(store, "김 영희").await);
    let stranger = guest(store, "민수").await;
    let room = room(store, &chulsoo, "개발").await;
    store.commit(vec![entry(&room, &chulsoo), entry(&room, &younghee)]).await.unwrap();
    (room, chulsoo, younghee, stranger)
}

async fn unread(store: &dyn Store, guest: &Guest) -> Vec<u64> {
    let mut marks = store.mentions(&guest.id, &Space::main()).await.unwrap();
    marks.sort_by_key(|Mark { seq, .. }| *seq);
    marks.into_iter().map(|mark| mark.seq).collect()
}

fn names(message: &Message) -> Vec<&str> {
    message.mentions.iter().map(|who| &*who.nickname).collect()
}

async fn change(store: &dyn Store, message: &Message, by: &Guest, change: Change) -> Message {
    let (room, by) = (message.room_id.clone(), by.id.clone());
    let revision = Revision { room, message: message.id, by, change, at: NOW + 5 };
    let Written::Revised(message, _) = store.commit(vec![Write::Revision(revision)]).await.unwrap().remove(0) else {
        panic!("it is the author's");
    };
    message
}

pub async fn members_are_mentioned_by_their_names(house: &impl House) {
    let store = house.open().await;
    let (room, chulsoo, younghee, stranger) = three(&*store).await;
    let text = "@김영희님, @민수님도 보세요. @김 영희";
    let message = say(&*store, vec![draft(&room, &chulsoo, text)]).await.remove(0);
    assert_eq!(names(&message), ["김 영희"], "once, and nobody who is not in the room");
    assert_eq!(everything(&*store, &room).await, [message]);
    assert_eq!(unread(&*store, &younghee).await, [1]);
    assert_eq!(unread(&*store, &stranger).await, [] as [u64; 0]);
}

pub async fn nobody_calls_themselves(house: &impl House) {
    let store = house.open().await;
    let (room, chulsoo, ..) = three(&*store).await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "저는 @철수입니다")]).await.remove(0);
    assert_eq!(names(&message), ["철수"]);
    assert_eq!(unread(&*store, &chulsoo).await, [] as [u64; 0]);
}

pub async fn a_mention_is_unread_until_it_is_read(house: &impl House) {
    let store = house.open().await;
    let (room, chulsoo, younghee, _) = three(&*store).await;
    let texts = ["@김 영희", "안녕", "@김 영희"].map(|text| draft(&room, &chulsoo, text));
    say(&*store, texts.into()).await;
    let read = |seq| Write::Read { room: room.id.clone(), guest: younghee.id.clone(), seq };
    store.commit(vec![read(2)]).await.unwrap();
    assert_eq!(unread(&*store, &younghee).await, [3]);
    store.commit(vec![read(3)]).await.unwrap();
    assert_eq!(unread(&*store, &younghee).await, [] as [u64; 0]);
}

pub async fn mentions_are_of_live_rooms(house: &impl House) {
    let store = house.open().await;
    let (room, chulsoo, younghee, _) = three(&*store).await;
    say(&*store, vec![draft(&room, &chulsoo, "@김 영희")]).await;
    assert_eq!(store.mentions(&younghee.id, &Space::new("anonymous")).await.unwrap(), []);
    assert!(store.close_room(&room.id, NOW).await.unwrap());
    assert_eq!(unread(&*store, &younghee).await, [] as [u64; 0]);
    while store.purge_rooms(NOW + 1, 100).await.unwrap() {}
}

pub async fn an_edit_takes_a_call_back_and_makes_none(house: &impl House) {
    let store = house.open().await;
    let (room, chulsoo, younghee, _) = three(&*store).await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "@김 영희")]).await.remove(0);
    let edit = |content: &str| Change::Edit { content: content.into(), seen: None };
    assert_eq!(names(&change(&*store, &message, &chulsoo, edit("@김 영희!")).await), ["김 영희"]);
    assert_eq!(unread(&*store, &younghee).await, [1], "it still addresses her");
    assert_eq!(names(&change(&*store, &message, &chulsoo, edit("아닙니다")).await), [""; 0]);
    assert_eq!(unread(&*store, &younghee).await, [] as [u64; 0]);
    assert_eq!(names(&change(&*store, &message, &chulsoo, edit("@김 영희")).await), ["김 영희"]);
    assert_eq!(unread(&*store, &younghee).await, [] as [u64; 0]);
}

pub async fn what_is_deleted_calls_nobody(house: &impl House) {
    let store = house.open().await;
    let (room, chulsoo, younghee, _) = three(&*store).await;
    let message = say(&*store, vec![draft(&room, &chulsoo, "@김 영희")]).await.remove(0);
    assert_eq!(names(&change(&*store, &message, &chulsoo, Change::Delete).await), [""; 0]);
    assert_eq!(unread(&*store, &younghee).await, [] as [u64; 0]);
}
