//! Bells: who is told of what while they look elsewhere, on their pages.

use sarangbang::{domain::Ring, protocol::Event};
use serde_json::{Value, json};

use super::{forms::Reader, guest::Guest, house::House, http};

async fn set_bell(guest: &mut Guest, room: &str, level: &str) {
    let _: Value = guest.ask("setBell", &json!({ "roomId": room, "level": level })).await.expect("a bell");
}

/// The guest's page goes out of sight. Whatever is asked after that comes after that.
async fn look_away(guest: &mut Guest) {
    let _: Value = guest.ask("look", &json!({ "hidden": true })).await.expect("done");
}

async fn rung(guest: &mut Guest) -> Ring {
    let bell = |event| match event {
        Event::Bell(ring) => Some(ring),
        _ => None,
    };
    guest.event("a bell", bell).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looks_elsewhere_is_told_of_a_room_that_is_not_open() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    set_bell(&mut two, &room, "all").await;
    let _: Value = two.ask("leaveRoom", &json!({ "roomId": room })).await.expect("out");
    look_away(&mut two).await;
    one.write(&room, "**첫째** 줄\n둘째 줄").await;
    let ring = rung(&mut two).await;
    assert_eq!((&*ring.room_name, &*ring.author, &*ring.excerpt), ("개발", "철수", "**첫째** 줄 둘째 줄"));
    assert_eq!((ring.room_id.as_str(), ring.seq, ring.count), (&*room, 1, 1));
    one.write(&room, "하나 더").await;
    assert_eq!(rung(&mut two).await.count, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_is_told_of_mentions_only_where_one_wants_that() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    set_bell(&mut two, &room, "mentions").await;
    look_away(&mut two).await;
    one.write(&room, "그냥 하는 말").await;
    one.write(&room, "@영희 보세요").await;
    let ring = rung(&mut two).await;
    assert_eq!((&*ring.excerpt, ring.count), ("@영희 보세요", 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_told_who_looks_or_has_read_it_or_never_asked() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    set_bell(&mut two, &room, "all").await;
    // One page is out of sight, and the other is not.
    let mut looking = Guest::come_back(house.address, two.token()).await;
    look_away(&mut two).await;
    one.write(&room, "보입니다").await;
    let _: Value = looking.ask("markRead", &json!({ "roomId": room, "seq": 1 })).await.expect("read");
    look_away(&mut looking).await;
    look_away(&mut one).await;
    one.write(&room, "안 보입니다").await;
    assert_eq!(&*rung(&mut two).await.excerpt, "안 보입니다");
    let told = one.events_so_far().into_iter().any(|event| matches!(event, Event::Bell(_)));
    assert!(!told, "who never asked, and wrote it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bell_is_remembered_when_the_house_is_opened_again() {
    let house = House::open().await;
    let (one, mut two, room) = house.two_in_a_room().await;
    set_bell(&mut two, &room, "all").await;
    let tokens = [one.token().to_owned(), two.token().to_owned()];
    let house = house.restart().await;
    let mut one = Guest::come_back(house.address, &tokens[0]).await;
    let mut two = Guest::come_back(house.address, &tokens[1]).await;
    look_away(&mut two).await;
    one.join(&room).await;
    one.write(&room, "다시 왔어요").await;
    assert_eq!(&*rung(&mut two).await.excerpt, "다시 왔어요");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_enter_any_more_is_not_told() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let open = one.create_room("열린 방").await;
    one.join(&open).await;
    for room in [&room, &open] {
        set_bell(&mut two, room, "all").await;
    }
    let _: Value = two.ask("leaveRoom", &json!({ "roomId": room })).await.expect("out");
    let _: Value = one.ask("changeRoom", &json!({ "roomId": room, "password": "새 비밀" })).await.expect("locked");
    look_away(&mut two).await;
    one.write(&room, "비밀 이야기").await;
    one.write(&open, "모두의 이야기").await;
    assert_eq!(&*rung(&mut two).await.excerpt, "모두의 이야기");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bell_is_refused_of_a_room_that_one_may_not_enter_and_for_bots() {
    let house = House::open().await;
    let (mut one, mut two) = (house.enter("철수").await, house.enter("영희").await);
    let made: Value = one.ask("createRoom", &json!({ "name": "비밀", "password": "열려라" })).await.expect("a room");
    let room = made["room"]["id"].as_str().expect("an id");
    for (room, why) in [(room, "password_required"), ("nowhere", "room_not_found")] {
        let refused = two.ask::<Value>("setBell", &json!({ "roomId": room, "level": "all" })).await;
        assert_eq!(refused, Err(why.to_owned()));
    }
    let wrong = two.ask::<Value>("setBell", &json!({ "roomId": room, "level": "loud" })).await;
    assert_eq!(wrong, Err("bad_request".to_owned()));
}

/// Without scripts, as far as the choice goes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bell_is_set_by_a_form_and_stands_on_the_own_page() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "철수").await;
    let room = reader.create_room("개발", "").await;
    let id = room.trim_start_matches("/r/");
    let path = format!("{room}/bell");
    let page = async |path: &str| http::get(house.address, path, &[("cookie", &reader.cookie)]).await.body;
    assert!(page(&path).await.contains(r#"value="none" checked"#));
    assert_eq!(reader.post("/do/set-bell", &[("room_id", id), ("level", "mentions")]).await, path);
    let saved = page(&path).await;
    assert!(saved.contains(r#"value="mentions" checked"#) && saved.contains("settings-saved"), "{saved}");
    assert!(!page(&path).await.contains("settings-saved"), "only once");
    assert!(page("/me").await.contains(&format!("href=\"{path}\"")));
    let refused = reader.post("/do/set-bell", &[("room_id", id), ("level", "loud")]).await;
    assert_eq!(refused, format!("{path}?refused=bad_request"));
}
