//! Which pictures there are: from the upload to the moment at which their files are gone.

use sarangbang::{
    chat::ports::{Change, Draft, KeptPicture, NewPicture, Revision, Store, StoreError, Write, Written},
    domain::{Guest, Message, Millis, Picture, PictureId, PictureRef, Quote, Room, RoomId},
};

use super::house::{House, NOW, append, draft, everything, guest, room, say};
use crate::assert_refused;

fn new(id: &str, room: &Room, owner: &Guest) -> NewPicture {
    let (room, owner) = (room.id.clone(), owner.id.clone());
    NewPicture { id: PictureId::new(id), room, owner, width: 640, height: 480, bytes: 9_000, now: NOW }
}

/// A picture whose files are there.
async fn uploaded(store: &dyn Store, id: &str, room: &Room, owner: &Guest) -> PictureRef {
    store.pictures().add_picture(new(id, room, owner)).await.unwrap();
    assert!(store.pictures().keep_picture(&PictureId::new(id)).await.unwrap());
    PictureRef { id: PictureId::new(id), alt: "고양이 \"나비\"".into() }
}

fn with(pictures: &[&PictureRef], draft: Draft) -> Draft {
    Draft { pictures: pictures.iter().map(|picture| (*picture).clone()).collect(), ..draft }
}

fn shown(picture: &PictureRef) -> Picture {
    Picture { id: picture.id.clone(), width: 640, height: 480, alt: picture.alt.clone() }
}

async fn delete(store: &dyn Store, message: &Message, by: &Guest) -> Written {
    let (room, by) = (message.room_id.clone(), by.id.clone());
    let revision = Revision { room, message: message.id, by, change: Change::Delete, at: NOW + 5 };
    store.commit(vec![Write::Revision(revision)]).await.unwrap().remove(0)
}

async fn removed(store: &dyn Store) -> Vec<String> {
    let mut ids: Vec<_> = store
        .pictures()
        .removed_pictures(None, Millis::MAX, 10)
        .await
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    ids.sort();
    ids
}

pub async fn pictures_are_read_with_their_message_in_its_order(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let room = room(&*store, &owner, "개발").await;
    let (one, other) = (uploaded(&*store, "b", &room, &owner).await, uploaded(&*store, "a", &room, &owner).await);
    let silent = with(&[&one, &other], draft(&room, &owner, ""));
    let written = say(&*store, vec![silent.clone(), draft(&room, &owner, "말")]).await;
    assert_eq!(written[0].pictures, [shown(&one), shown(&other)]);
    assert_eq!(everything(&*store, &room).await, written);
    assert_eq!(append(&*store, vec![silent]).await.unwrap(), [Written::Known(written[0].clone())], "a retry");
    let reply = Draft { reply_to: Some(written[0].id), ..draft(&room, &owner, "예쁘다") };
    let quote = say(&*store, vec![reply]).await.remove(0).reply_to;
    assert_eq!(quote.as_ref().map(|quote| &*quote.excerpt), Some("🖼"));
    assert_eq!(quote, Some(Quote::of(&written[0])));
    let kept = KeptPicture { room: room.id.clone(), owner: owner.id.clone(), is_sent: true };
    assert_eq!(store.pictures().picture(&one.id).await.unwrap(), Some(kept));
}

pub async fn a_picture_is_sent_once_by_its_owner_in_its_room(house: &impl House) {
    let store = house.open().await;
    let (owner, other) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let (here, there) = (room(&*store, &owner, "개발").await, room(&*store, &owner, "수다").await);
    let picture = uploaded(&*store, "a", &here, &owner).await;
    let unfinished = PictureRef { id: PictureId::new("b"), alt: "".into() };
    store.pictures().add_picture(new("b", &here, &owner)).await.unwrap();
    assert_eq!(store.pictures().picture(&unfinished.id).await.unwrap(), None, "its files are not there yet");
    let refused = [
        with(&[&picture], draft(&here, &other, "남의 것")),
        with(&[&picture], draft(&there, &owner, "다른 방")),
        with(&[&unfinished], draft(&here, &owner, "아직")),
        with(&[&picture, &PictureRef { id: PictureId::new("c"), alt: "".into() }], draft(&here, &owner, "없음")),
    ];
    let written = append(&*store, refused.into()).await.unwrap();
    assert_eq!(written, vec![Written::NoPicture; 4]);
    let twice = ["한 번", "두 번"].map(|text| with(&[&picture], draft(&here, &owner, text)));
    let written = append(&*store, twice.into()).await.unwrap();
    assert!(matches!(&*written, [Written::Message(first), Written::NoPicture] if first.seq == 1), "{written:?}");
}

pub async fn pictures_of_a_deleted_message_are_to_be_removed(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let room = room(&*store, &owner, "개발").await;
    let (one, other) = (uploaded(&*store, "a", &room, &owner).await, uploaded(&*store, "b", &room, &owner).await);
    let drafts = vec![with(&[&one], draft(&room, &owner, "지울 것")), with(&[&other], draft(&room, &owner, "둘 것"))];
    let written = say(&*store, drafts).await;
    let Written::Revised(tombstone, _) = delete(&*store, &written[0], &owner).await else { panic!("not deleted") };
    assert_eq!(tombstone.pictures, []);
    assert_eq!(everything(&*store, &room).await[1], tombstone);
    assert_eq!(
        (removed(&*store).await, store.pictures().picture(&one.id).await.unwrap()),
        (vec!["a".to_owned()], None)
    );
    store.pictures().forget_pictures(vec![one.id, other.id.clone()]).await.unwrap();
    assert_eq!(removed(&*store).await, [""; 0]);
    assert!(store.pictures().picture(&other.id).await.unwrap().is_some(), "only what is to be removed is forgotten");
}

pub async fn whoever_departs_takes_their_pictures_along(house: &impl House) {
    let store = house.open().await;
    let (owner, other) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let (open, over) = (room(&*store, &other, "개발").await, room(&*store, &other, "옛방").await);
    let sent = uploaded(&*store, "sent", &open, &owner).await;
    let over_sent = uploaded(&*store, "sent-there", &over, &owner).await;
    let kept = uploaded(&*store, "kept", &open, &other).await;
    uploaded(&*store, "unsent", &open, &owner).await;
    let drafts = [
        with(&[&sent], draft(&open, &owner, "내 것")),
        with(&[&over_sent], draft(&over, &owner, "")),
        with(&[&kept], draft(&open, &other, "@철수 남의 것")),
    ];
    let said = say(&*store, drafts.into()).await;
    store.close_room(&over.id, NOW).await.unwrap();

    store.persons().depart(&owner.id).await.unwrap();
    assert_eq!(removed(&*store).await, ["unsent"]);
    let forget = |message: &Message| {
        let (room, by) = (message.room_id.clone(), owner.id.clone());
        Write::Revision(Revision { room, message: message.id, by, change: Change::Forget, at: NOW + 5 })
    };
    store.commit(said.iter().map(forget).collect()).await.unwrap();
    assert_eq!(removed(&*store).await, ["sent", "sent-there", "unsent"]);
    let left = everything(&*store, &open).await;
    let pictures = |seq| left.iter().find(|message| message.seq == seq).map(|message| message.pictures.clone());
    assert_eq!((pictures(1), pictures(2)), (Some(Vec::new()), Some(vec![shown(&kept)])));
}

pub async fn pictures_that_were_not_sent_are_given_up(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let room = room(&*store, &owner, "개발").await;
    let sent = uploaded(&*store, "sent", &room, &owner).await;
    uploaded(&*store, "unsent", &room, &owner).await;
    let late = NewPicture { now: NOW + 9, ..new("late", &room, &owner) };
    store.pictures().add_picture(late).await.unwrap();
    store.pictures().add_picture(new("unfinished", &room, &owner)).await.unwrap();
    say(&*store, vec![with(&[&sent], draft(&room, &owner, "말"))]).await;
    store.pictures().give_up_unsent(NOW + 9).await.unwrap();
    assert_eq!(removed(&*store).await, ["unfinished", "unsent"]);
    assert!(!store.pictures().keep_picture(&PictureId::new("unfinished")).await.unwrap(), "it comes too late");
    store.close().await.unwrap();
    let store = house.open().await;
    assert_eq!(removed(&*store).await, ["unfinished", "unsent"], "a crash forgets none");
}

pub async fn pictures_of_a_purged_room_are_to_be_removed(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let gone = room(&*store, &owner, "개발").await;
    let sent = uploaded(&*store, "sent", &gone, &owner).await;
    uploaded(&*store, "unsent", &gone, &owner).await;
    say(&*store, vec![with(&[&sent], draft(&gone, &owner, "말"))]).await;
    store.close_room(&gone.id, NOW).await.unwrap();
    assert_refused!(store.pictures().add_picture(new("late", &gone, &owner)).await, StoreError::Missing);
    while store.purge_rooms(NOW + 1, 1).await.unwrap() {}
    assert_eq!(removed(&*store).await, ["sent", "unsent"]);
    let nowhere = NewPicture { room: RoomId::new("nowhere"), ..new("x", &gone, &owner) };
    assert_refused!(store.pictures().add_picture(nowhere).await, StoreError::Missing);
}

pub async fn what_is_to_be_removed_is_told_in_portions_once_it_is_whole(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let room = room(&*store, &owner, "개발").await;
    for id in ["c", "a", "d", "b"] {
        uploaded(&*store, id, &room, &owner).await;
    }
    store.pictures().add_picture(new("e", &room, &owner)).await.unwrap();
    store.close_room(&room.id, NOW).await.unwrap();
    while store.purge_rooms(NOW + 1, 1).await.unwrap() {}
    let told = async |after: Option<&str>, unfinished| {
        let after = after.map(PictureId::new);
        let ids = store.pictures().removed_pictures(after.as_ref(), unfinished, 3).await.unwrap();
        ids.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(None, NOW).await, ["a", "b", "c"]);
    assert_eq!(told(Some("c"), NOW).await, ["d"], "the files of the last may be on their way");
    assert_eq!(told(Some("c"), NOW + 1).await, ["d", "e"]);
    assert_eq!(told(Some("e"), NOW + 1).await, [""; 0]);
}
