//! A room's settings, by forms alone: who finds the page, what its forms do, and what they say when they are refused.

use sarangbang::protocol::Joined;
use serde_json::json;

use super::{guest::Guest, house::House, http};

/// Somebody with a session cookie and a connection of the same session.
async fn visitor(house: &House, nickname: &str) -> (String, Guest) {
    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", nickname), ("back", "/")]).await;
    let cookie = entered.session_cookie().expect("a session");
    let guest = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    (cookie, guest)
}

async fn page(house: &House, path: &str, cookie: Option<&str>) -> http::Answer {
    let headers: Vec<_> = cookie.map(|cookie| ("cookie", cookie)).into_iter().collect();
    http::get(house.address, path, &headers).await
}

/// Posts a form of the settings; the page that the answer leads to, with its address.
async fn post(house: &House, action: &str, cookie: &str, form: &[(&str, &str)]) -> (String, http::Answer) {
    let answer = http::post_form(house.address, &format!("/do/{action}"), Some(cookie), form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let target = answer.header("location").expect("a way on").to_owned();
    let shown = page(house, target.split('#').next().unwrap(), Some(cookie)).await;
    (target, shown)
}

async fn room(guest: &mut Guest, room: &str) -> sarangbang::protocol::Room {
    guest.ask::<Joined>("joinRoom", &json!({ "roomId": room })).await.expect("it is open").room
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_is_the_owners_and_to_all_others_the_one_that_is_missing() {
    let house = House::open().await;
    let (owners, mut owner) = visitor(&house, "철수").await;
    let (others, _other) = visitor(&house, "영희").await;
    let id = owner.create_room("개발").await;
    let path = format!("/r/{id}/settings");

    let own = page(&house, &path, Some(&owners)).await;
    assert_eq!(own.status, 200);
    assert!(own.body.contains("action=\"/do/change-room\"") && own.body.contains("value=\"개발\""));
    assert!(own.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    assert!(!own.body.contains(".wasm"), "it costs no program");

    // What differs from page to page is only the nonce.
    let plain = |answer: http::Answer| -> (u16, String) {
        let nonce = answer.body.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a nonce");
        (answer.status, answer.body.replace(nonce, "…"))
    };
    for cookie in [Some(&*others), None] {
        let foreign = plain(page(&house, &path, cookie).await);
        assert_eq!(foreign.0, 404);
        assert!(foreign.1.contains("방을 만든 브라우저에서"), "it says what to do: {}", foreign.1);
        assert_eq!(foreign, plain(page(&house, "/r/4fXq2Lw9aaaa/settings", cookie).await));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_form_changes_what_it_is_for_and_nothing_else() {
    let house = House::open().await;
    let (cookie, mut owner) = visitor(&house, "철수").await;
    let id = owner.create_room("개발").await;
    let own = ("room_id", &*id);

    let (_, shown) = post(&house, "lock-room", &cookie, &[own, ("password", "열려라")]).await;
    assert!(shown.body.contains("저장했습니다.") && shown.body.contains("비밀번호 바꾸기"));
    let terms = [own, ("name", "새 이름"), ("topic", "새 주제"), ("capacity", "7"), ("listed", "true")];
    let (target, shown) = post(&house, "change-room", &cookie, &terms).await;
    assert_eq!(target, format!("/r/{id}/settings#terms"));
    assert!(shown.body.contains("저장했습니다.") && shown.body.contains("value=\"새 이름\""));
    let changed = room(&mut owner, &id).await;
    assert_eq!((&*changed.name, &*changed.topic, changed.capacity), ("새 이름", "새 주제", Some(7)));
    assert!(changed.locked && !changed.unlisted && changed.expires_at.is_none());

    post(&house, "extend-room", &cookie, &[own, ("more", "3600")]).await;
    let first = room(&mut owner, &id).await.expires_at.expect("an end");
    post(&house, "extend-room", &cookie, &[own, ("more", "86400")]).await;
    let second = room(&mut owner, &id).await.expires_at.expect("an end");
    assert!((86_400_000 - 2_000..=86_400_000 + 2_000).contains(&(second - first)), "a day more: {}", second - first);
    post(&house, "extend-room", &cookie, &[own, ("more", "0")]).await;
    assert_eq!(room(&mut owner, &id).await.expires_at, None);

    post(&house, "lock-room", &cookie, &[own, ("password", "")]).await;
    post(&house, "change-room", &cookie, &[own, ("name", "새 이름"), ("topic", "")]).await;
    let opened = room(&mut owner, &id).await;
    assert!(!opened.locked && opened.unlisted && opened.capacity.is_none());

    let (target, shown) = post(&house, "close-room", &cookie, &[own]).await;
    assert_eq!(target, format!("/r/{id}"));
    assert!(shown.body.contains("방장이 닫은 방입니다."), "{}", shown.body);
    assert_eq!(page(&house, &format!("/r/{id}/settings"), Some(&cookie)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_is_told_beside_its_field_and_what_was_typed_comes_back() {
    let house = House::open().await;
    let (cookie, mut owner) = visitor(&house, "철수").await;
    owner.create_room("수다").await;
    let id = owner.create_room("개발").await;
    let own = ("room_id", &*id);
    let beside = |page: &str, field: &str| {
        let rest = page.split(&format!("id=\"{field}-refusal\"")).nth(1).expect("a place for refusals");
        rest.split_once('>').unwrap().1.split("</p>").next().unwrap().trim().to_owned()
    };
    let long = "가".repeat(121);
    for (name, topic, capacity, field, words) in [
        ("수다", "바뀐 주제", "7", "room-name", "이미 있거나"),
        ("개발", &*long, "7", "topic", "주제가 너무 깁니다."),
        ("개발", "바뀐 주제", "1", "capacity", "2명에서 10,000명까지"),
    ] {
        let form = [own, ("name", name), ("topic", topic), ("capacity", capacity)];
        let (_, shown) = post(&house, "change-room", &cookie, &form).await;
        assert!(beside(&shown.body, field).contains(words), "{field}: {}", beside(&shown.body, field));
        for typed in [name, topic, capacity] {
            assert!(shown.body.contains(&format!("value=\"{typed}\"")), "{field}: {typed}");
        }
        assert!(!shown.body.contains("저장했습니다."));
    }
    // A box that was ticked stays ticked, and one that was not stays so.
    let ticked = |page: &str, name: &str| {
        let tag = page.split(&format!("name=\"{name}\"")).nth(1).expect("a box").split('>').next().unwrap();
        tag.contains("checked")
    };
    let form = [own, ("name", "수다"), ("topic", ""), ("announces", "true")];
    let (_, shown) = post(&house, "change-room", &cookie, &form).await;
    assert_eq!([ticked(&shown.body, "listed"), ticked(&shown.body, "announces")], [false, true]);
    let secret = "a".repeat(129);
    let (target, shown) = post(&house, "lock-room", &cookie, &[own, ("password", &secret)]).await;
    assert!(beside(&shown.body, "password").contains("128바이트"));
    assert!(!target.contains(&secret) && !shown.body.contains(&secret), "a password is in no address and on no page");
    assert_eq!(&*room(&mut owner, &id).await.name, "개발", "nothing was changed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_changes_a_room_and_learns_nothing_by_trying() {
    let house = House::open().await;
    let (_, mut owner) = visitor(&house, "철수").await;
    let (others, _other) = visitor(&house, "영희").await;
    let id = owner.create_room("개발").await;
    for (action, more) in [
        ("change-room", &[("name", "남의 방"), ("topic", "")] as &[_]),
        ("lock-room", &[("password", "닫힘")]),
        ("extend-room", &[("more", "3600")]),
        ("close-room", &[]),
    ] {
        let mut answers = Vec::new();
        for room in [&*id, "4fXq2Lw9aaaa"] {
            let form: Vec<_> = more.iter().copied().chain([("room_id", room)]).collect();
            let (target, shown) = post(&house, action, &others, &form).await;
            answers.push((target.replace(room, "…"), shown.status));
        }
        assert_eq!(answers[0], answers[1], "{action}");
        assert_eq!(answers[0].1, 404);
    }
    let hostile = post(&house, "close-room", &others, &[("room_id", "//evil.example")]).await;
    assert_eq!(hostile.0, "/");
    let room = room(&mut owner, &id).await;
    assert_eq!((&*room.name, room.locked, room.expires_at), ("개발", false, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_a_password_by_form_is_told_when_to_try_again() {
    let house = House::open_with(|settings| settings.limits.enabled = true).await;
    let (_, mut owner) = visitor(&house, "철수").await;
    let (others, _other) = visitor(&house, "영희").await;
    let id = owner.create_room("비밀").await;
    let lock = json!({ "roomId": id, "password": "열려라 참깨" });
    owner.ask::<serde_json::Value>("changeRoom", &lock).await.expect("an owner may");
    let guess = [("room_id", &*id), ("password", "아니")];
    for _ in 0..5 {
        let (_, shown) = post(&house, "join-room", &others, &guess).await;
        assert!(shown.body.contains("비밀번호가 맞지 않습니다."));
    }
    let (target, shown) = post(&house, "join-room", &others, &guess).await;
    assert!(target.contains("?retry_in=") && target.ends_with("&refused=too_many_requests"), "{target}");
    assert!(shown.body.contains("초 뒤에 다시 해 주세요."), "{}", shown.body);
}
