//! Editing and deleting messages: who may, what is left, and that a retry is harmless.

use sarangbang::{
    chat::ports::{Change, Draft, Revision, Store, Write, Written},
    domain::{Guest, Message, MessageId, MessageKind, Room, RoomId},
};

use super::house::{House, NOW, contents, draft, everything, fill, guest, revs, room, say, seqs};

fn edit(content: &str) -> Change {
    Change::Edit { content: content.into(), seen: None }
}

fn revision(message: &Message, by: &Guest, change: Change) -> Revision {
    Revision { room: message.room_id.clone(), message: message.id, by: by.id.clone(), change, at: NOW + 5 }
}

async fn revise(store: &dyn Store, message: &Message, by: &Guest, change: Change) -> Written {
    store.commit(vec![Write::Revision(revision(message, by, change))]).await.unwrap().remove(0)
}

/// A room with two messages of its owner and a guest's in between.
async fn talk(store: &dyn Store) -> (Guest, Guest, Room, Vec<Message>) {
    let (owner, other) = (guest(store, "철수").await, guest(store, "영희").await);
    let room = room(store, &owner, "개발").await;
    let drafts = vec![draft(&room, &owner, "하나"), draft(&room, &other, "둘"), draft(&room, &owner, "셋")];
    let messages = say(store, drafts).await;
    (owner, other, room, messages)
}

pub async fn an_edit_changes_the_text_and_raises_the_rev_only(house: &impl House) {
    let store = house.open().await;
    let (owner, _, room, messages) = talk(&*store).await;
    let before = store.room(&room.id).await.unwrap().unwrap();
    let expected =
        Message { content: "하나!".into(), rev: 4, text_rev: 4, edited_at: Some(NOW + 5), ..messages[0].clone() };
    assert_eq!(
        revise(&*store, &messages[0], &owner, edit("하나!")).await,
        Written::Revised(expected.clone(), Vec::new())
    );
    assert_eq!(store.latest(&room.id, 50).await.unwrap().messages[0], expected);
    let after = store.room(&room.id).await.unwrap().unwrap();
    assert_eq!((after.rev, after.last_activity_at), (4, before.last_activity_at));
    assert_eq!(fill(&*store, &room, &owner, 1).await[0].seq, 4, "the next message has the next seq");
}

pub async fn an_edit_that_was_overtaken_changes_nothing(house: &impl House) {
    let store = house.open().await;
    let (owner, _, room, messages) = talk(&*store).await;
    let edit = |content: &str| Change::Edit { content: content.into(), seen: Some(1) };
    let Written::Revised(edited, _) = revise(&*store, &messages[0], &owner, edit("둘째 생각")).await else {
        panic!("it is as the author saw it");
    };
    assert_eq!(revise(&*store, &messages[0], &owner, edit("첫 생각")).await, Written::Outdated);
    assert_eq!(revise(&*store, &messages[0], &owner, edit("둘째 생각")).await, Written::Known(edited), "a retry");
    let latest = store.latest(&room.id, 50).await.unwrap();
    assert_eq!((contents(&latest.messages), latest.rev), (vec!["둘째 생각", "둘", "셋"], 4));
    let later = Change::Edit { content: "셋째 생각".into(), seen: Some(4) };
    assert!(matches!(revise(&*store, &messages[0], &owner, later).await, Written::Revised(..)));
}

pub async fn whoever_answers_a_message_quotes_what_it_says_now(house: &impl House) {
    let store = house.open().await;
    let (owner, other, room, messages) = talk(&*store).await;
    let answer = |content: &str| {
        let mut answer = draft(&room, &other, content);
        answer.reply_to = Some(messages[0].id);
        answer
    };
    let answers = say(&*store, vec![answer("그래"), answer("정말?")]).await;
    let excerpts = |messages: &[Message]| -> Vec<_> {
        messages.iter().map(|message| (message.rev, message.reply_to.as_ref().unwrap().excerpt.to_string())).collect()
    };
    assert_eq!(excerpts(&answers), [(4, "하나".into()), (5, "하나".into())]);

    let Written::Revised(edited, quoting) = revise(&*store, &messages[0], &owner, edit("하나!")).await else {
        panic!()
    };
    assert_eq!((edited.rev, excerpts(&quoting)), (6, vec![(7, "하나!".into()), (8, "하나!".into())]));
    let since = store.since(&room.id, 6, 50).await.unwrap();
    assert_eq!((since.messages, since.rev), (quoting, 8));

    let Written::Revised(_, quoting) = revise(&*store, &messages[0], &owner, edit("하나!  ")).await else { panic!() };
    assert_eq!(quoting, [], "they quote it as before");
    let Written::Revised(_, quoting) = revise(&*store, &messages[0], &owner, Change::Delete).await else { panic!() };
    assert_eq!(excerpts(&quoting), [(11, String::new()), (12, String::new())]);
}

pub async fn a_deletion_leaves_a_tombstone_without_text(house: &impl House) {
    let store = house.open().await;
    let (_, other, room, messages) = talk(&*store).await;
    let expected =
        Message { content: "".into(), rev: 4, text_rev: 4, deleted_at: Some(NOW + 5), ..messages[1].clone() };
    assert_eq!(
        revise(&*store, &messages[1], &other, Change::Delete).await,
        Written::Revised(expected.clone(), Vec::new())
    );
    let left = store.latest(&room.id, 50).await.unwrap().messages;
    assert_eq!((seqs(&left), contents(&left)), (vec![1, 2, 3], vec!["하나", "", "셋"]));
    assert_eq!(left[1], expected);
}

pub async fn only_the_author_edits_and_only_author_and_owner_delete(house: &impl House) {
    let store = house.open().await;
    let (owner, other, room, messages) = talk(&*store).await;
    let stranger = guest(&*store, "민수").await;
    for (message, by, change) in [
        (&messages[0], &other, edit("남의 말")),
        (&messages[1], &owner, edit("남의 말")),
        (&messages[0], &other, Change::Delete),
        (&messages[1], &stranger, Change::Delete),
    ] {
        assert_eq!(revise(&*store, message, by, change).await, Written::NotAllowed);
    }
    assert_eq!(everything(&*store, &room).await, messages);
    assert!(matches!(revise(&*store, &messages[1], &owner, Change::Delete).await, Written::Revised(..)));
}

pub async fn that_somebody_came_is_not_theirs_to_revise(house: &impl House) {
    let store = house.open().await;
    let (owner, other, room, _) = talk(&*store).await;
    let alert = |text: &str| Draft { kind: MessageKind::Alert, ..draft(&room, &other, text) };
    let said = say(&*store, vec![alert("영희님이 입장했습니다."), alert("곧 시작합니다.")]).await;
    for change in [edit("철수님이 퇴장했습니다."), Change::Delete] {
        assert_eq!(revise(&*store, &said[0], &other, change).await, Written::NotAllowed);
    }
    assert!(matches!(revise(&*store, &said[1], &other, edit("끝났습니다.")).await, Written::Revised(..)), "their own");
    assert!(
        matches!(revise(&*store, &said[0], &owner, Change::Delete).await, Written::Revised(..)),
        "the room's owner"
    );
}

pub async fn a_repeated_revision_changes_nothing_more(house: &impl House) {
    let store = house.open().await;
    let (owner, _, room, messages) = talk(&*store).await;
    for change in [edit("하나!"), Change::Delete] {
        let Written::Revised(first, _) = revise(&*store, &messages[0], &owner, change.clone()).await else { panic!() };
        assert_eq!(revise(&*store, &messages[0], &owner, change).await, Written::Known(first.clone()));
        assert_eq!(store.room(&room.id).await.unwrap().unwrap().rev, first.rev);
    }
}

pub async fn what_is_deleted_stays_deleted(house: &impl House) {
    let store = house.open().await;
    let (owner, _, room, messages) = talk(&*store).await;
    revise(&*store, &messages[0], &owner, Change::Delete).await;
    assert_eq!(revise(&*store, &messages[0], &owner, edit("아직 있다")).await, Written::NoMessage);
    assert_eq!(contents(&store.latest(&room.id, 50).await.unwrap().messages), ["", "둘", "셋"]);
}

pub async fn a_revision_needs_a_message_of_its_room(house: &impl House) {
    let store = house.open().await;
    let (owner, _, _, messages) = talk(&*store).await;
    let elsewhere = room(&*store, &owner, "저기").await;
    let stray = |room: &RoomId, message| Revision {
        room: room.clone(),
        message,
        ..revision(&messages[0], &owner, Change::Delete)
    };
    let batch = [
        stray(&elsewhere.id, messages[0].id),
        stray(&messages[0].room_id, MessageId::MAX),
        stray(&RoomId::new("nowhere"), messages[0].id),
    ];
    let written = store.commit(batch.map(Write::Revision).into()).await.unwrap();
    assert_eq!(written, [Written::NoMessage, Written::NoMessage, Written::NoRoom]);
}

pub async fn revisions_and_messages_share_a_batch_in_its_order(house: &impl House) {
    let store = house.open().await;
    let (owner, other, room, messages) = talk(&*store).await;
    let batch = vec![
        Write::Message(draft(&room, &owner, "넷")),
        Write::Revision(revision(&messages[1], &other, edit("두울"))),
        Write::Message(draft(&room, &owner, "다섯")),
        Write::Revision(revision(&messages[1], &other, Change::Delete)),
    ];
    store.commit(batch).await.unwrap();
    let newer = store.since(&room.id, 3, 50).await.unwrap();
    assert_eq!((revs(&newer.messages), newer.rev), (vec![4, 6, 7], 7), "each message once, as it is now");
    assert_eq!(seqs(&newer.messages), [4, 5, 2]);
}

pub async fn a_retry_of_a_deleted_message_does_not_bring_it_back(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let room = room(&*store, &owner, "개발").await;
    let said = draft(&room, &owner, "앗");
    let message = say(&*store, vec![said.clone()]).await.remove(0);
    let Written::Revised(tombstone, _) = revise(&*store, &message, &owner, Change::Delete).await else { panic!() };
    assert_eq!(store.commit(vec![Write::Message(said)]).await.unwrap(), [Written::Known(tombstone)]);
}
