//! How far people have read.

use sarangbang::{
    chat::ports::{NewRoom, Store, Write, Written},
    domain::{Guest, Mark, Room, RoomId, Space},
};

use super::house::{House, NOW, draft, entry, fill, guest, new_room, room, say};

async fn read(store: &dyn Store, room: &Room, guest: &Guest, seq: u64) -> Written {
    let write = Write::Read { room: room.id.clone(), guest: guest.id.clone(), seq };
    store.commit(vec![write]).await.unwrap().remove(0)
}

async fn marks(store: &dyn Store, guest: &Guest) -> Vec<Mark> {
    store.marks(&guest.id, &Space::main()).await.unwrap()
}

fn mark(room: &Room, seq: u64) -> Mark {
    Mark { room_id: room.id.clone(), seq }
}

pub async fn a_mark_goes_forward_and_never_beyond_what_there_is(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    store.commit(vec![entry(&room, &chulsoo)]).await.unwrap();
    fill(&*store, &room, &chulsoo, 5).await;
    assert_eq!(marks(&*store, &chulsoo).await, [mark(&room, 0)]);
    for (seq, moved, is) in [(3, true, 3), (3, false, 3), (2, false, 3), (9, true, 5), (9, false, 5)] {
        assert_eq!(read(&*store, &room, &chulsoo, seq).await, Written::Read { moved }, "{seq}");
        assert_eq!(marks(&*store, &chulsoo).await, [mark(&room, is)]);
    }
    let seen = store.room(&room.id).await.unwrap().unwrap();
    assert_eq!((seen.rev, seen.last_seq), (5, 5), "to read is no change of the room");
}

pub async fn a_newcomer_has_nothing_unread(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let room = room(&*store, &chulsoo, "개발").await;
    fill(&*store, &room, &chulsoo, 3).await;
    let writes = vec![Write::Message(draft(&room, &chulsoo, "넷")), entry(&room, &younghee)];
    store.commit(writes).await.unwrap();
    say(&*store, vec![draft(&room, &chulsoo, "다섯")]).await;
    store.commit(vec![entry(&room, &younghee)]).await.unwrap();
    assert_eq!(marks(&*store, &younghee).await, [mark(&room, 4)]);
}

pub async fn marks_are_of_live_rooms_of_one_space(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let (here, closed) = (room(&*store, &chulsoo, "여기").await, room(&*store, &chulsoo, "끝난 방").await);
    let elsewhere = NewRoom { space: Space::new("anonymous"), ..new_room(&chulsoo, "저기") };
    let elsewhere = store.create_room(elsewhere).await.unwrap();
    store.commit(vec![entry(&here, &chulsoo), entry(&closed, &chulsoo), entry(&elsewhere, &chulsoo)]).await.unwrap();
    assert!(store.close_room(&closed.id, NOW).await.unwrap());
    assert_eq!(marks(&*store, &chulsoo).await, [mark(&here, 0)]);
}

pub async fn who_was_never_in_a_room_leaves_no_mark(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let mut room = room(&*store, &chulsoo, "개발").await;
    fill(&*store, &room, &chulsoo, 1).await;
    assert_eq!(read(&*store, &room, &younghee, 1).await, Written::Read { moved: false });
    assert_eq!(marks(&*store, &younghee).await, []);
    room.id = RoomId::new("nowhere");
    assert_eq!(read(&*store, &room, &younghee, 1).await, Written::NoRoom);
}
