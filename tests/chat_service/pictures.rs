//! Pictures: that no file is left which nobody knows of, whatever comes between.

use std::{fs::File, io::Seek, sync::atomic::Ordering};

use image::{DynamicImage, ImageFormat};
use sarangbang::{
    chat::{
        Quota,
        ports::{NewPicture, PictureFiles, Store},
    },
    domain::{Guest, PictureId, PictureSize, Refusal, RoomId},
};
use tokio::sync::oneshot;

use super::house::{House, house, house_with_quota};

fn upload() -> File {
    let mut file = tempfile::tempfile().unwrap();
    DynamicImage::new_rgb8(20, 10).write_to(&mut file, ImageFormat::Png).unwrap();
    file.rewind().unwrap();
    file
}

/// Somebody in a room of theirs.
async fn somebody(house: &House) -> (Guest, RoomId) {
    let (guest, tab) = house.guest("철수").await;
    let room = house.room(&guest, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    (guest, room)
}

/// Uploads a picture, and while its files are about to be written does something else.
async fn upload_while(house: &House, guest: &Guest, room: &RoomId, meanwhile: impl AsyncFnOnce()) -> Option<Refusal> {
    let ((begun, has_begun), (go_on, may_go_on)) = (oneshot::channel(), oneshot::channel());
    *house.files.slow.lock().unwrap() = Some((begun, may_go_on));
    let rest = async {
        has_begun.await.unwrap();
        meanwhile().await;
        go_on.send(()).unwrap();
    };
    let (added, ()) = tokio::join!(house.chat.add_picture(guest, room, upload()), rest);
    added.err().map(|error| error.refusal())
}

#[tokio::test]
async fn files_that_come_after_their_guest_has_gone_are_not_left() {
    let house = house();
    let (guest, room) = somebody(&house).await;
    let refused = upload_while(&house, &guest, &room, async || {
        house.chat.forget(&guest).await.unwrap();
        house.chat.remove_pictures().await.unwrap();
    });
    assert_eq!(refused.await, Some(Refusal::RoomClosed));
    assert_eq!(house.picture_files(), [""; 0]);
}

#[tokio::test]
async fn files_of_an_upload_that_broke_off_are_found_in_an_hour() {
    let house = house();
    let (guest, room) = somebody(&house).await;
    let (id, owner) = (PictureId::new("brokenoff"), guest.id.clone());
    let noted = NewPicture { id: id.clone(), room, owner, width: 20, height: 10, bytes: 2, now: house.chat.now() };
    house.store.pictures().add_picture(noted).await.unwrap();
    house.chat.forget(&guest).await.unwrap();
    house.chat.remove_pictures().await.unwrap();
    // The last that its process does.
    house.files.put(&id, PictureSize::Full, vec![1]).await.unwrap();
    house.chat.remove_pictures().await.unwrap();
    assert_eq!(house.picture_files(), ["brokenoff.full"], "there may be more to come");
    house.clock.0.fetch_add(60 * 60 * 1_000 + 1, Ordering::SeqCst);
    house.chat.remove_pictures().await.unwrap();
    assert_eq!(house.picture_files(), [""; 0]);
}

#[tokio::test]
async fn a_file_that_cannot_be_removed_keeps_no_other_one() {
    let house = house();
    let (guest, room) = somebody(&house).await;
    let mut pictures = Vec::new();
    for _ in 0..3 {
        pictures.push(house.chat.add_picture(&guest, &room, upload()).await.unwrap().id);
    }
    pictures.sort_by(|one, other| one.as_str().cmp(other.as_str()));
    house.chat.forget(&guest).await.unwrap();
    *house.files.stuck.lock().unwrap() = vec![pictures[0].clone()];
    house.chat.remove_pictures().await.unwrap_err();
    let left = house.picture_files();
    assert!(left.len() == 2 && left.iter().all(|name| name.starts_with(pictures[0].as_str())), "{left:?}");
    house.files.stuck.lock().unwrap().clear();
    house.chat.remove_pictures().await.unwrap();
    assert_eq!(house.picture_files(), [""; 0]);
}

#[tokio::test]
async fn a_picture_for_which_there_is_no_room_leaves_nothing() {
    // There is a byte left, so nobody is turned away before their picture is read.
    for quota in [Quota { in_all: 1, of_guest: u64::MAX }, Quota { in_all: u64::MAX, of_guest: 1 }] {
        let house = house_with_quota(quota);
        let (guest, room) = somebody(&house).await;
        house.chat.check_upload(&guest, &room, None).await.unwrap();
        let refused = house.chat.add_picture(&guest, &room, upload()).await.unwrap_err();
        assert_eq!(refused.refusal(), Refusal::PicturesFull, "{quota:?}");
        assert_eq!(house.picture_files(), [""; 0]);
    }
}

#[tokio::test]
async fn pictures_of_others_take_the_room_of_the_house_but_not_that_of_a_guest() {
    let kept = |quota| async move {
        let house = house_with_quota(quota);
        let ((one, room), (other, tab)) = (somebody(&house).await, house.guest("영희").await);
        house.chat.join(tab, &room, None, None).await.unwrap();
        house.chat.add_picture(&one, &room, upload()).await.unwrap();
        // As if it had been a large one.
        let stored = rusqlite::Connection::open(house.database()).unwrap();
        stored.execute("UPDATE pictures SET bytes = 10000", []).unwrap();
        house.chat.check_upload(&other, &room, None).await.map(drop).map_err(|error| error.refusal())
    };
    assert_eq!(kept(Quota { in_all: 10_000, of_guest: u64::MAX }).await, Err(Refusal::PicturesFull));
    assert_eq!(kept(Quota { in_all: u64::MAX, of_guest: 10_000 }).await, Ok(()));
}
