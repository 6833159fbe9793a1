//! Batches: what is refused, alone or as a whole.

use sarangbang::{
    chat::ports::{StoreError, Write, Written},
    domain::{GuestId, MessageId, NoticeKind, Quote, RoomId, Space},
};

use super::house::{House, NOW, append, contents, draft, entry, everything, guest, notice, room, say, seqs};
use crate::assert_refused;

const NO_MESSAGE: MessageId = MessageId::MAX;

pub async fn a_room_that_does_not_exist_refuses_its_drafts_only(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let mut lost = draft(&room, &chulsoo, "어디로");
    lost.room = RoomId::new("nowhere");
    let batch = vec![draft(&room, &chulsoo, "앞"), lost.clone(), lost, draft(&room, &chulsoo, "뒤")];
    let answer = append(&*store, batch).await.unwrap();
    assert!(
        matches!(&answer[..], [Written::Message(_), Written::NoRoom, Written::NoRoom, Written::Message(_)]),
        "{answer:?}"
    );
    assert_eq!(contents(&everything(&*store, &room).await), ["앞", "뒤"]);
}

pub async fn a_reply_needs_a_message_of_the_same_room(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let (here, there) = (room(&*store, &chulsoo, "여기").await, room(&*store, &chulsoo, "저기").await);
    let elsewhere = say(&*store, vec![draft(&there, &chulsoo, "저기서")]).await.remove(0);
    for target in [NO_MESSAGE, elsewhere.id] {
        let mut reply = draft(&here, &chulsoo, "답");
        reply.reply_to = Some(target);
        let batch = vec![draft(&here, &chulsoo, "앞"), reply, draft(&here, &chulsoo, "뒤")];
        let answer = append(&*store, batch).await.unwrap();
        assert!(
            matches!(&answer[..], [Written::Message(_), Written::NoReplyTarget, Written::Message(_)]),
            "{answer:?}"
        );
    }
    let messages = everything(&*store, &here).await;
    assert_eq!(contents(&messages), ["앞", "뒤", "앞", "뒤"]);
    assert_eq!(seqs(&messages), [1, 2, 3, 4]);
}

pub async fn a_reply_to_a_message_of_the_room_is_stored(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let question = say(&*store, vec![draft(&room, &chulsoo, "몇 시?")]).await.remove(0);
    let mut answer = draft(&room, &chulsoo, "세 시");
    answer.reply_to = Some(question.id);
    let answer = say(&*store, vec![answer]).await.remove(0);
    assert_eq!(answer.reply_to, Some(Quote::of(&question)));
    assert_eq!(everything(&*store, &room).await, [question, answer]);
}

pub async fn refused_drafts_leave_no_trace(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let mut draft = draft(&room, &chulsoo, "답");
    (draft.reply_to, draft.at) = (Some(NO_MESSAGE), NOW + 1);
    assert_eq!(append(&*store, vec![draft.clone()]).await.unwrap(), [Written::NoReplyTarget]);
    assert_eq!(store.room(&room.id).await.unwrap(), Some(room.clone()));

    draft.reply_to = None;
    let written = say(&*store, vec![draft]).await;
    assert_eq!(seqs(&written), [1], "the client id of a refused draft is not used up");
}

pub async fn a_failed_batch_stores_nothing(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let rooms = [room(&*store, &chulsoo, "하나").await, room(&*store, &chulsoo, "둘").await];
    house.fail_at("고장");
    let batch = vec![
        entry(&rooms[0], &chulsoo),
        Write::Notice(notice(NoticeKind::RoomEntered, "철수")),
        Write::Message(draft(&rooms[0], &chulsoo, "앞")),
        Write::Message(draft(&rooms[1], &chulsoo, "옆")),
        Write::Message(draft(&rooms[0], &chulsoo, "고장")),
        Write::Message(draft(&rooms[0], &chulsoo, "뒤")),
    ];
    assert_refused!(store.commit(batch).await, StoreError::Engine(_));
    assert!(!store.is_member(&rooms[0].id, &chulsoo.id).await.unwrap());
    assert_eq!(store.notices(&Space::main(), 50).await.unwrap(), []);
    for room in rooms {
        assert_eq!(everything(&*store, &room).await, []);
        assert_eq!(store.room(&room.id).await.unwrap(), Some(room));
    }
}

pub async fn a_batch_with_a_member_who_does_not_exist_stores_nothing(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let nobody = Write::Member { room: room.id.clone(), guest: GuestId::new("nobody"), at: NOW };
    let batch = vec![Write::Message(draft(&room, &chulsoo, "앞")), nobody];
    assert_refused!(store.commit(batch).await, StoreError::Missing);
    assert_eq!(everything(&*store, &room).await, []);
}

pub async fn the_drafts_of_a_failed_batch_can_be_sent_again(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    say(&*store, vec![draft(&room, &chulsoo, "하나")]).await;
    house.fail_at("고장");
    let (two, three) = (draft(&room, &chulsoo, "둘"), draft(&room, &chulsoo, "셋"));
    let batch = vec![two.clone(), draft(&room, &chulsoo, "고장"), three.clone()];
    assert_refused!(append(&*store, batch).await, StoreError::Engine(_));
    store.ready().await.expect("one failed batch does not end the store");

    assert_eq!(seqs(&say(&*store, vec![two, three]).await), [2, 3]);
    assert_eq!(contents(&everything(&*store, &room).await), ["하나", "둘", "셋"]);
    assert_eq!(store.rooms(&Space::main()).await.unwrap()[0].rev, 3);
}
