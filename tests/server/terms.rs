//! Rooms on terms over real sockets: who gets in, who hears, and what is left when they end.

use std::time::{Duration, Instant, SystemTime};

use rusqlite::Connection;
use sarangbang::protocol::{
    Event, Joined, Room,
    payload::{Done, RoomChanged, RoomCreated},
};
use serde_json::{Value, json};

use super::{guest::Guest, house::House, http, patience::until};

const PASSWORD: &str = "열려라 참깨";

async fn make(owner: &mut Guest, terms: &Value) -> Room {
    owner.ask::<RoomCreated>("createRoom", terms).await.expect("the terms are fine").room
}

/// A locked room with its owner in it.
async fn locked(house: &House) -> (Guest, String) {
    let mut owner = house.enter("철수").await;
    let room = make(&mut owner, &json!({ "name": "비밀", "password": PASSWORD })).await;
    assert!(room.locked);
    owner.join(room.id.as_str()).await;
    (owner, room.id.to_string())
}

async fn refused(guest: &mut Guest, request: &str, payload: Value) -> String {
    guest.ask::<Value>(request, &payload).await.expect_err(request)
}

fn database(house: &House) -> Connection {
    Connection::open(house.settings.data.join("sarangbang.db")).expect("a database")
}

async fn closed(guest: &mut Guest, room: &str) -> String {
    let reason = guest.event("the end of the room", |event| match event {
        Event::RoomClosed(closed) if closed.room_id.as_str() == room => Some(closed.reason),
        _ => None,
    });
    reason.await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_its_time_is_over_everybody_is_out_within_a_second_and_nobody_comes_in() {
    let house = House::open().await;
    let (mut one, mut two) = (house.enter("철수").await, house.enter("영희").await);
    let room = make(&mut one, &json!({ "name": "잠깐", "expiresInSecs": 60 })).await.id.to_string();
    one.join(&room).await;
    two.join(&room).await;

    // The minute is over.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    database(&house)
        .execute("UPDATE rooms SET expires_at = ?1 WHERE id = ?2", (i64::try_from(now).unwrap(), &room))
        .unwrap();
    let over = Instant::now();
    assert_eq!([closed(&mut one, &room).await, closed(&mut two, &room).await], ["expired"; 2]);
    assert!(over.elapsed() <= Duration::from_secs(1), "{:?}", over.elapsed());

    let message = json!({ "roomId": room, "clientId": "late", "content": "늦음" });
    assert_eq!(refused(&mut two, "sendMessage", message).await, "not_in_room");
    let mut three = house.enter("민수").await;
    assert!(three.welcome.rooms.is_empty());
    for guest in [&mut one, &mut two, &mut three] {
        assert_eq!(refused(guest, "joinRoom", json!({ "roomId": room })).await, "room_closed");
    }
    let more = json!({ "roomId": room, "expiresInSecs": 60 });
    assert_eq!(refused(&mut one, "changeRoom", more).await, "room_closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_closes_a_room_and_everybody_is_out() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    assert_eq!(refused(&mut two, "closeRoom", json!({ "roomId": room })).await, "not_owner");
    let _: Done = one.ask("closeRoom", &json!({ "roomId": room })).await.unwrap();
    assert_eq!([closed(&mut one, &room).await, closed(&mut two, &room).await], ["closed"; 2]);
    assert_eq!(refused(&mut two, "joinRoom", json!({ "roomId": room })).await, "room_closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_is_stopped_before_long() {
    let house = House::open_with(|settings| settings.limits.enabled = true).await;
    let (mut owner, room) = locked(&house).await;
    let mut guest = house.enter("영희").await;
    assert_eq!(refused(&mut guest, "joinRoom", json!({ "roomId": room })).await, "password_required");
    let mut answers = Vec::new();
    for guess in 0..5 {
        answers.push(refused(&mut guest, "joinRoom", json!({ "roomId": room, "password": guess.to_string() })).await);
    }
    assert_eq!(answers, ["wrong_password"; 5]);
    let right = json!({ "roomId": room, "password": PASSWORD });
    assert_eq!(refused(&mut guest, "joinRoom", right.clone()).await, "too_many_requests");
    assert_eq!(owner.join(&room).await.members.len(), 1);

    let mut friend = house.enter("민수").await;
    friend.ask::<Joined>("joinRoom", &right).await.expect("others may still come in");
    let mut again = Guest::come_back(house.address, friend.token()).await;
    assert_eq!(again.join(&room).await.members.len(), 2, "is not asked again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_listens_at_the_door_while_a_password_is_checked() {
    let house = House::open().await;
    let (mut owner, room) = locked(&house).await;
    let mut stranger = house.enter("영희").await;
    let guesses: Vec<_> = (0..5)
        .map(|guess| stranger.send("joinRoom", &json!({ "roomId": room, "password": guess.to_string() })))
        .collect();
    for _ in 0..20 {
        owner.write(&room, "우리끼리 하는 말").await;
    }
    for guess in guesses {
        assert_eq!(stranger.answer::<Value>(guess).await.unwrap_err(), "wrong_password");
    }
    let heard = stranger.events_so_far();
    assert!(!heard.iter().any(|event| matches!(event, Event::Messages(_) | Event::Presence(_))), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_come_at_once_one_gets_the_last_place() {
    let house = House::open().await;
    let mut owner = house.enter("철수").await;
    let (mut two, mut three) = (house.enter("영희").await, house.enter("민수").await);
    for name in ["하나", "둘", "셋"] {
        let room = make(&mut owner, &json!({ "name": name, "capacity": 2 })).await.id.to_string();
        owner.join(&room).await;
        let ask = json!({ "roomId": room });
        let (first, second) = tokio::join!(two.ask::<Joined>("joinRoom", &ask), three.ask::<Joined>("joinRoom", &ask));
        let (inside, outside) = match (first, second) {
            (Ok(_), Err(refusal)) if refusal == "room_full" => (&mut two, &mut three),
            (Err(refusal), Ok(_)) if refusal == "room_full" => (&mut three, &mut two),
            both => panic!("exactly one has a place: {both:?}"),
        };
        assert_eq!(owner.join(&room).await.members.len(), 2);
        let _: Done = inside.ask("leaveRoom", &ask).await.unwrap();
        outside.join(&room).await;
    }
}

/// SECURITY.md rows 11 and 19.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_is_hidden_or_locked_answers_like_none_and_leaves_no_trace() {
    let house = House::open().await;
    let (mut owner, locked) = locked(&house).await;
    let hidden = make(&mut owner, &json!({ "name": "우리만", "unlisted": true })).await.id.to_string();
    owner.join(&hidden).await;
    let shown = owner.create_room("나중에 숨음").await;
    let change = json!({ "roomId": shown, "unlisted": true });
    assert!(owner.ask::<RoomChanged>("changeRoom", &change).await.unwrap().room.unlisted);
    for room in [&locked, &hidden] {
        owner.write(room, "우리끼리 하는 말").await;
    }

    let mut stranger = house.enter("영희").await;
    let listed: Vec<_> = stranger.welcome.rooms.iter().map(|room| room.id.as_str()).collect();
    assert_eq!(listed, [&*locked]);
    let named: Vec<_> = stranger.welcome.notices.iter().map(|notice| notice.room_id.as_str()).collect();
    assert!(!named.contains(&&*hidden) && !named.contains(&&*shown), "{named:?}");
    for (name, mut payload) in [
        ("sendMessage", json!({ "clientId": "a", "content": "안녕" })),
        ("sync", json!({ "rev": 0 })),
        ("history", json!({ "before": 100 })),
        ("editMessage", json!({ "id": 1, "content": "안녕" })),
        ("deleteMessage", json!({ "id": 1 })),
        ("typing", json!({})),
    ] {
        for room in [&*locked, &hidden, "4fXq2Lw9aaaa"] {
            payload["roomId"] = json!(room);
            assert_eq!(refused(&mut stranger, name, payload.clone()).await, "not_in_room", "{name}");
        }
    }
    // Its name is as free as if there were none.
    make(&mut stranger, &json!({ "name": "우리만" })).await;

    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", "민수"), ("back", "/")]).await;
    let cookie = entered.session_cookie().unwrap();
    let lobby = http::get(house.address, "/", &[("cookie", &cookie)]).await.body;
    assert!(!lobby.contains(&hidden) && !lobby.contains(&shown));
    let door = http::get(house.address, &format!("/r/{locked}"), &[("cookie", &cookie)]).await;
    assert!(!door.body.contains("우리끼리"));
    let form = [("room_id", &*locked), ("client_id", "a"), ("content", "안녕"), ("password", "아니")];
    for (path, refusal) in [("/do/post-message", "password_required"), ("/do/join-room", "wrong_password")] {
        let answer = http::post_form(house.address, path, Some(&cookie), &form).await;
        assert_eq!(answer.header("location"), Some(&*format!("/r/{locked}?refused={refusal}")), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_in_a_room_that_ended_is_deleted_on_time_also_after_a_restart() {
    let house = House::open_with(|settings| settings.rooms.kept_minutes = 60).await;
    let (mut one, _two, long_ago) = house.two_in_a_room().await;
    let just_now = one.create_room("방금").await;
    let open = one.create_room("열림").await;
    for room in [&long_ago, &just_now, &open] {
        one.join(room).await;
        one.write(room, "우리끼리 하는 말").await;
    }
    for room in [&long_ago, &just_now] {
        let _: Done = one.ask("closeRoom", &json!({ "roomId": room })).await.unwrap();
    }
    let settings = house.settings.clone();
    let folder = house.close().await;

    // An hour and a minute later, for one of them.
    let file = Connection::open(folder.path().join("sarangbang.db")).unwrap();
    file.execute("UPDATE rooms SET closed_at = closed_at - 61 * 60000 WHERE id = ?1", [&long_ago]).unwrap();
    drop(file);
    let house = House::open_in(folder, settings).await;
    let file = database(&house);
    let left = |room: &str| -> (i64, i64) {
        let messages = "SELECT count(*) FROM messages JOIN rooms ON rooms.key = room WHERE rooms.id = ?1";
        let notices = "SELECT count(*) FROM notices WHERE room_id = ?1";
        [messages, notices].map(|sql| file.query_row(sql, [room], |row| row.get(0)).unwrap()).into()
    };
    until("the contents to go", || std::future::ready(left(&long_ago) == (0, 0))).await;
    let mut guest = house.enter("민수").await;
    assert_eq!(refused(&mut guest, "joinRoom", json!({ "roomId": long_ago })).await, "room_not_found");
    assert_eq!(refused(&mut guest, "joinRoom", json!({ "roomId": just_now })).await, "room_closed");
    assert_eq!((left(&just_now).0, left(&open).0), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_too_late_hears_why_the_room_ended() {
    let house = House::open().await;
    let (mut owner, mut late) = (house.enter("철수").await, house.enter("영희").await);
    let room = make(&mut owner, &json!({ "name": "잠깐" })).await.id.to_string();
    let _: Done = owner.ask("closeRoom", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(refused(&mut late, "joinRoom", json!({ "roomId": room, "rev": 0 })).await, "room_closed");
    assert_eq!(closed(&mut late, &room).await, "closed");
}
