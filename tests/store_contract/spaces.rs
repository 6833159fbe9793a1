//! Spaces, and what chatters see of a room.

use sarangbang::{
    chat::ports::{Store, StoreError, Write},
    domain::{Guest, GuestId, Room, RoomId, Space},
};

use super::house::{House, NOW, draft, guest, new_room, room, say};
use crate::assert_refused;

async fn come_in(store: &dyn Store, room: &Room, guest: &Guest, at: i64) {
    store.commit(vec![Write::Member { room: room.id.clone(), guest: guest.id.clone(), at }]).await.unwrap();
}

async fn page(store: &dyn Store, room: &Room, guest: &Guest, skip: u32) -> Vec<String> {
    let page = store.own_page(&room.id, &guest.id, skip, 2).await.unwrap();
    page.iter().map(|message| message.content.to_string()).collect()
}

pub async fn a_space_is_made_once_and_holds_rooms(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let garden = Space::new("garden");
    let mut asked = new_room(&owner, "텃밭");
    asked.space = garden.clone();
    assert_refused!(store.create_room(asked.clone()).await, StoreError::Missing);
    store.add_space(&garden).await.unwrap();
    store.add_space(&garden).await.unwrap();
    assert_eq!(store.spaces().await.unwrap(), ["anonymous", "garden", "main"].map(Space::new));
    let made = store.create_room(asked).await.unwrap();
    assert_eq!(store.rooms(&garden).await.unwrap(), [made]);
}

pub async fn members_are_known_since_when_they_first_came(house: &impl House) {
    let store = house.open().await;
    let (owner, member) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let room = room(&*store, &owner, "개발").await;
    come_in(&*store, &room, &member, NOW + 5).await;
    come_in(&*store, &room, &member, NOW + 9).await;
    let asked = [owner.id.clone(), member.id.clone(), GuestId::new("nobody")];
    let since = store.members_since(&room.id, &asked).await.unwrap();
    assert_eq!(since.into_iter().collect::<Vec<_>>(), [(member.id.clone(), NOW + 5)]);
}

pub async fn who_came_later_pages_back_to_what_they_first_wrote_or_found(house: &impl House) {
    let store = house.open().await;
    let (owner, member) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let (reader, stranger) = (guest(&*store, "민수").await, guest(&*store, "길동").await);
    let room = room(&*store, &owner, "개발").await;
    say(&*store, vec![draft(&room, &owner, "하나")]).await;
    say(&*store, vec![draft(&room, &member, "둘"), draft(&room, &owner, "셋"), draft(&room, &owner, "넷")]).await;
    come_in(&*store, &room, &reader, NOW).await;
    assert_eq!(page(&*store, &room, &member, 0).await, ["셋", "넷"]);
    assert_eq!(page(&*store, &room, &member, 2).await, ["둘"]);
    assert_eq!(page(&*store, &room, &member, 4).await, [] as [&str; 0]);
    assert_eq!(page(&*store, &room, &reader, 2).await, ["하나", "둘"], "who wrote nothing, to what they found");
    assert_eq!(page(&*store, &room, &stranger, 0).await, [] as [&str; 0]);
    assert_refused!(store.own_page(&RoomId::new("nowhere"), &member.id, 0, 2).await, StoreError::Missing);
}
