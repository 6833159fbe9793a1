//! Sending people out of rooms, over real sockets and by forms.

use std::time::{Duration, Instant};

use sarangbang::protocol::{Event, kick::KickedPeople, payload::Done};
use serde_json::{Value, json};

use super::{forms::Reader, guest::Guest, house::House, http};

async fn refused(guest: &mut Guest, request: &str, payload: &Value) -> String {
    guest.ask::<Value>(request, payload).await.expect_err(request)
}

async fn put_out(guest: &mut Guest, room: &str) -> String {
    let reason = guest.event("that they are out", |event| match event {
        Event::RoomClosed(closed) if closed.room_id.as_str() == room => Some(closed.reason),
        _ => None,
    });
    reason.await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_kicked_is_out_within_a_second_and_does_not_come_back() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let mut again = Guest::come_back(house.address, two.token()).await;
    again.join(&room).await;
    let member = json!({ "roomId": room, "guestId": two.welcome.me.id });
    assert_eq!(refused(&mut two, "kick", &member).await, "not_owner");

    let begun = Instant::now();
    let _: Done = one.ask("kick", &member).await.unwrap();
    assert_eq!([put_out(&mut two, &room).await, put_out(&mut again, &room).await], ["kicked"; 2]);
    assert!(begun.elapsed() <= Duration::from_secs(1), "{:?}", begun.elapsed());
    one.write(&room, "이제 우리끼리").await;

    for page in [&mut two, &mut again] {
        assert_eq!(refused(page, "joinRoom", &json!({ "roomId": room, "rev": 0 })).await, "kicked");
        let message = json!({ "roomId": room, "clientId": "late", "content": "들여보내 줘" });
        assert_eq!(refused(page, "sendMessage", &message).await, "not_in_room");
        let heard = page.events_so_far();
        assert!(!heard.iter().any(|event| matches!(event, Event::Messages(_) | Event::Presence(_))), "{heard:?}");
    }
    let left = one.event("that they left", |event| match event {
        Event::Presence(presence) if !presence.left.is_empty() => Some(presence.count),
        _ => None,
    });
    assert_eq!(left.await, 1);

    let house = house.restart().await;
    let mut two = Guest::come_back(house.address, two.token()).await;
    assert!(two.welcome.read.is_empty(), "nothing in it waits for them");
    assert_eq!(refused(&mut two, "joinRoom", &json!({ "roomId": room })).await, "kicked");

    let mut one = Guest::come_back(house.address, one.token()).await;
    let own = json!({ "roomId": room });
    let kicked: KickedPeople = one.ask("kicked", &own).await.unwrap();
    assert_eq!(kicked.kicked.iter().map(|who| &*who.nickname).collect::<Vec<_>>(), ["영희"]);
    let _: Done = one.ask("letIn", &member).await.unwrap();
    two.join(&room).await;
    assert!(one.ask::<KickedPeople>("kicked", &own).await.unwrap().kicked.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_sends_out_and_lets_in_by_forms() {
    let house = House::open().await;
    let owner = Reader::enter(&house, "철수").await;
    let page = owner.create_room("개발", "").await;
    let room = page.trim_start_matches("/r/");
    let mut other = house.enter("영희").await;
    other.join(room).await;
    let settings = format!("{page}/settings");
    let id = other.welcome.me.id.to_string();
    let shown = async |path: &str| http::get(house.address, path, &[("cookie", &owner.cookie)]).await.body;

    let before = shown(&format!("{settings}?person={id}")).await;
    assert!(
        before.contains(&format!("name=\"guest_id\" value=\"{id}\"")) && before.contains("<details open"),
        "{before}"
    );
    let form = [("room_id", room), ("guest_id", &*id)];
    assert_eq!(owner.post("/do/kick", &form).await, format!("{settings}#people"));
    assert_eq!(put_out(&mut other, room).await, "kicked");
    let after = shown(&settings).await;
    assert!(after.contains("내보낸 사람") && after.contains("/do/let-in") && !after.contains("/do/kick"), "{after}");

    assert_eq!(owner.post("/do/let-in", &form).await, format!("{settings}#people"));
    other.join(room).await;
    let unknown = [("room_id", room), ("guest_id", "nobody")];
    assert!(owner.post("/do/kick", &unknown).await.contains("refused=member_not_found"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_someone_who_was_kicked_says_so_and_shows_nothing() {
    let house = House::open().await;
    let mut owner = house.enter("철수").await;
    let room = owner.create_room("개발").await;
    owner.join(&room).await;
    owner.write(&room, "우리끼리 하는 말").await;
    let reader = Reader::enter(&house, "영희").await;
    let show = async |path: String| http::get(house.address, &path, &[("cookie", &reader.cookie)]).await;
    reader.post("/do/join-room", &[("room_id", &room)]).await;
    let id = owner.event("who came", |event| match event {
        Event::Presence(presence) => presence.joined.into_iter().find(|member| &*member.nickname == "영희"),
        _ => None,
    });
    let id = id.await.id;
    assert!(show(format!("/r/{room}")).await.body.contains("우리끼리 하는 말"));
    let _: Done = owner.ask("kick", &json!({ "roomId": room, "guestId": id })).await.unwrap();

    for part in ["", "/live", "/invite", "/bell", "/m/1"] {
        let answer = show(format!("/r/{room}{part}")).await;
        assert!(matches!(answer.status, 403 | 404), "{part}: {}", answer.status);
        assert!(!answer.body.contains("우리끼리 하는 말"), "{part}: {}", answer.body);
    }
    let page = show(format!("/r/{room}")).await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains("방장이 이 방에서 내보냈습니다."), "{}", page.body);
    let form = [("room_id", &*room), ("client_id", "6f1c1f7e-0000-4000-8000-000000000001"), ("content", "왜?")];
    assert!(reader.post("/do/post-message", &form).await.contains("refused=kicked"));
}
