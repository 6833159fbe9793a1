//! Writing messages: order, numbers, and that a retry is harmless.

use futures::future::join_all;
use sarangbang::{
    chat::ports::{Write, Written},
    domain::{Guest, GuestId, Message, MessageKind, NoticeKind, Space, name},
};

use super::house::{
    House, NOW, append, contents, draft, entry, everything, fill, guest, new_guest, newly_written, notice, revs, room,
    say, seqs,
};

pub async fn a_message_is_stored_as_it_was_drafted(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let mut draft = draft(&room, &chulsoo, "안녕하세요 👋\n둘째 줄 'a' \"b\"");
    (draft.kind, draft.at) = (MessageKind::Alert, NOW + 7);
    let written = say(&*store, vec![draft.clone()]).await.remove(0);
    let expected = Message {
        id: written.id,
        room_id: room.id.clone(),
        seq: 1,
        rev: 1,
        text_rev: 1,
        kind: MessageKind::Alert,
        author: (&chulsoo).into(),
        content: draft.content,
        pictures: Vec::new(),
        reply_to: None,
        mentions: Vec::new(),
        reactions: Vec::new(),
        pinned_at: None,
        client_id: draft.client_id,
        created_at: NOW + 7,
        edited_at: None,
        deleted_at: None,
    };
    assert_eq!(written, expected);
    assert_eq!(everything(&*store, &room).await, [expected]);
    let room = store.room(&room.id).await.unwrap().unwrap();
    assert_eq!((room.rev, room.last_activity_at), (1, NOW + 7));
}

pub async fn seq_and_rev_count_from_one_in_each_room(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let (one, other) = (room(&*store, &chulsoo, "하나").await, room(&*store, &chulsoo, "둘").await);
    let mixed = [&one, &other, &one, &one, &other].map(|room| draft(room, &chulsoo, "말"));
    let written = say(&*store, mixed.into()).await;
    assert_eq!(seqs(&written), [1, 1, 2, 3, 2]);
    assert_eq!(revs(&written), [1, 1, 2, 3, 2]);
    assert_eq!(seqs(&fill(&*store, &one, &chulsoo, 2).await), [4, 5]);
    assert_eq!(store.room(&one.id).await.unwrap().unwrap().rev, 5);
    assert_eq!(store.room(&other.id).await.unwrap().unwrap().rev, 2);
}

pub async fn the_order_of_the_batch_is_the_order_in_the_room(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let words: Vec<String> = (0..300).map(|n| format!("{}", n * 7919 % 300)).collect();
    let written = say(&*store, words.iter().map(|word| draft(&room, &chulsoo, word)).collect()).await;
    assert_eq!(contents(&written), words);
    assert!(written.is_sorted_by(|one, next| one.id < next.id && one.seq + 1 == next.seq));
    assert_eq!(everything(&*store, &room).await, written);
}

pub async fn an_empty_batch_is_answered_with_nothing(house: &impl House) {
    let store = house.open().await;
    assert_eq!(append(&*store, Vec::new()).await.unwrap(), []);
}

pub async fn a_retry_gets_the_first_result(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let mut draft = draft(&room, &chulsoo, "한 번만");
    let first = say(&*store, vec![draft.clone()]).await.remove(0);
    draft.at += 60_000;
    assert_eq!(append(&*store, vec![draft]).await.unwrap(), [Written::Known(first.clone())]);
    assert_eq!(everything(&*store, &room).await, [first]);
    let room = store.room(&room.id).await.unwrap().unwrap();
    assert_eq!((room.rev, room.last_activity_at), (1, NOW), "a retry is no activity");
}

pub async fn a_draft_that_stands_twice_in_a_batch_is_written_once(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let twice = draft(&room, &chulsoo, "두 번");
    let batch = vec![twice.clone(), draft(&room, &chulsoo, "사이"), twice];
    let answer = append(&*store, batch).await.unwrap();
    let [Written::Message(first), Written::Message(between), Written::Known(again)] = &answer[..] else {
        panic!("{answer:?}")
    };
    assert_eq!(again, first);
    assert_eq!((first.seq, between.seq), (1, 2));
    assert_eq!(contents(&everything(&*store, &room).await), ["두 번", "사이"]);
}

pub async fn a_retry_between_new_drafts_leaves_no_hole(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let known = draft(&room, &chulsoo, "하나");
    say(&*store, vec![known.clone()]).await;
    append(&*store, vec![draft(&room, &chulsoo, "둘"), known, draft(&room, &chulsoo, "셋")]).await.unwrap();
    let messages = everything(&*store, &room).await;
    assert_eq!(contents(&messages), ["하나", "둘", "셋"]);
    assert_eq!(seqs(&messages), [1, 2, 3]);
    assert_eq!(revs(&messages), [1, 2, 3]);
}

pub async fn a_client_id_is_the_authors_own_in_each_room(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let (one, other) = (room(&*store, &chulsoo, "하나").await, room(&*store, &chulsoo, "둘").await);
    let first = draft(&one, &chulsoo, "철수");
    let mut by_another = draft(&one, &younghee, "영희");
    let mut elsewhere = draft(&other, &chulsoo, "딴 방");
    (by_another.client_id, elsewhere.client_id) = (first.client_id.clone(), first.client_id.clone());
    say(&*store, vec![first, by_another, elsewhere]).await;
    assert_eq!(contents(&everything(&*store, &one).await), ["철수", "영희"]);
    assert_eq!(contents(&everything(&*store, &other).await), ["딴 방"]);
}

pub async fn a_retry_is_known_by_its_client_id_alone(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let draft = draft(&room, &chulsoo, "처음");
    let first = say(&*store, vec![draft.clone()]).await.remove(0);
    let minsoo = store.rename_guest(&chulsoo.id, &name::nickname("민수").unwrap()).await.unwrap();
    let mut retry = draft;
    (retry.author, retry.content, retry.reply_to) = ((&minsoo).into(), "다르게".into(), Some(i64::MAX));
    assert_eq!(append(&*store, vec![retry]).await.unwrap(), [Written::Known(first)]);
}

pub async fn a_draft_sent_many_times_at_once_is_written_once(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let draft = draft(&room, &chulsoo, "여러 탭");
    let answers = join_all((0..16).map(|_| append(&*store, vec![draft.clone()]))).await;
    let answers: Vec<Written> = answers.into_iter().flat_map(Result::unwrap).collect();
    let stored = everything(&*store, &room).await;
    assert_eq!(stored.len(), 1);
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Written::Message(_))).count(), 1);
    for answer in answers {
        let (Written::Message(message) | Written::Known(message)) = answer else { panic!("{answer:?}") };
        assert_eq!(message, stored[0]);
    }
}

pub async fn many_writers_at_once_leave_no_hole_and_keep_their_order(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let rooms = [room(&*store, &chulsoo, "하나").await, room(&*store, &chulsoo, "둘").await];
    let writers = (0..16).map(|writer| {
        let (store, rooms, chulsoo) = (store.clone(), rooms.clone(), chulsoo.clone());
        tokio::spawn(async move {
            for batch in 0..8 {
                let drafts = (0..6).map(|n| {
                    let room = &rooms[(writer + n) % 2];
                    draft(room, &chulsoo, &format!("{writer} {:03}", batch * 6 + n))
                });
                say(&*store, drafts.collect()).await;
            }
        })
    });
    join_all(writers).await.into_iter().for_each(|writer| writer.unwrap());

    for room in &rooms {
        let messages = everything(&*store, room).await;
        let numbers: Vec<u64> = (1..=16 * 8 * 3).collect();
        assert_eq!(seqs(&messages), numbers);
        assert_eq!(revs(&messages), numbers);
        for writer in 0..16 {
            let start = format!("{writer} ");
            let own: Vec<&str> = contents(&messages).into_iter().filter(|text| text.starts_with(&start)).collect();
            assert!(own.is_sorted(), "{own:?}");
        }
    }
}

pub async fn messages_members_and_notices_share_a_batch(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let batch = vec![
        Write::Message(draft(&room, &chulsoo, "앞")),
        entry(&room, &chulsoo),
        Write::Notice(notice(NoticeKind::RoomEntered, "철수")),
        Write::Message(draft(&room, &chulsoo, "뒤")),
    ];
    let answer = store.commit(batch).await.unwrap();
    let [Written::Message(before), Written::Member(_), Written::Notice(told), Written::Message(after)] = &answer[..]
    else {
        panic!("{answer:?}")
    };
    assert_eq!(everything(&*store, &room).await, [before.clone(), after.clone()]);
    assert!(store.is_member(&room.id, &chulsoo.id).await.unwrap());
    assert_eq!(store.notices(&Space::main(), 50).await.unwrap().first(), Some(told));
}

pub async fn an_author_who_was_forgotten_meanwhile_does_not_spoil_the_batch(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let forgotten = Guest::person(GuestId::new("guest-영희"), "영희");
    let batch = [&chulsoo, &forgotten, &chulsoo, &forgotten].map(|author| draft(&room, author, &author.nickname));
    let answers = append(&*store, batch.into()).await.unwrap();
    let written: Vec<Message> = answers.into_iter().map(newly_written).collect();
    assert_eq!(seqs(&written), [1, 2, 3, 4]);
    assert_eq!(everything(&*store, &room).await, written);
    let mut namesake = new_guest("영희");
    namesake.id = GuestId::new("namesake");
    store.create_guest(namesake).await.expect("the forgotten guest holds no nickname");
}
