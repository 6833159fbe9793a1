//! SECURITY.md rows 1 and 2: who may open a socket or post a form, and from where.

use http_body_util::Full;
use hyper::Method;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};

use super::{
    guest::Guest,
    house::House,
    http,
    wire::{Dial, Wire},
};

const FOREIGN: &str = "https://evil.example";

/// A session as the page starts it: the `Cookie` header.
async fn session(house: &House, nickname: &str) -> String {
    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", nickname), ("back", "/")]).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    entered.session_cookie().expect("a session")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_websocket_with_a_session_opens_only_from_our_own_pages() {
    let house = House::open_with(|settings| settings.allowed_origins = vec!["https://friend.example".to_owned()]).await;
    let cookie = session(&house, "철수").await;
    let own = format!("http://{}", house.address);
    for (origin, status) in [
        (Some(&*own), None),
        (Some("https://friend.example"), None),
        (Some(FOREIGN), Some(403)),
        (Some("null"), Some(403)),
        (Some("http://127.0.0.1"), Some(403)),
        (None, Some(403)),
    ] {
        let mut headers = vec![("cookie", &*cookie)];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let opened = Dial { headers: &headers, ..Dial::default() }.connect(house.address).await;
        assert_eq!(opened.err(), status, "{origin:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_page_opens_no_websocket_even_without_a_session_and_a_program_does() {
    let house = House::open().await;
    let foreign = Dial { headers: &[("origin", FOREIGN)], ..Dial::default() };
    assert_eq!(foreign.connect(house.address).await.err(), Some(403));
    Wire::enter(house.address, "봇 하나").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn polling_opens_only_from_our_own_pages_and_for_programs() {
    let house = House::open().await;
    let cookie = session(&house, "철수").await;
    let own = format!("http://{}", house.address);
    let cookie = ("cookie", &*cookie);
    for (headers, status) in [
        (vec![], 200),
        (vec![("origin", &*own)], 200),
        (vec![cookie, ("origin", &*own)], 200),
        (vec![cookie, ("sec-fetch-site", "same-origin")], 200),
        (vec![cookie, ("origin", FOREIGN)], 403),
        (vec![("origin", FOREIGN)], 403),
        (vec![cookie, ("origin", "null")], 403),
        (vec![cookie, ("sec-fetch-site", "cross-site")], 403),
        (vec![cookie, ("sec-fetch-site", "same-site")], 403),
        (vec![cookie, ("sec-fetch-site", "none")], 403),
        (vec![cookie, ("origin", FOREIGN), ("sec-fetch-site", "same-origin")], 403),
    ] {
        for path in ["/socket.io/?EIO=4&transport=polling", "/socket.io/?transport=polling&EIO=4&t=abc"] {
            let answer = http::get(house.address, path, &headers).await;
            assert_eq!(answer.status, status, "{path} {headers:?}");
            assert!(answer.header("set-cookie").is_none(), "the handshake sets no cookie");
            assert_eq!(answer.header("cache-control"), Some("no-store"), "an answer is for one client");
        }
    }
}

const POLLING: &str = "/socket.io/?EIO=4&transport=polling";
const FRIEND: &str = "https://friend.example";

async fn preflight(house: &House, origin: &str) -> http::Answer {
    let asked = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-own,content-type"),
    ];
    http::ask(house.address, Method::OPTIONS, POLLING, &asked, Full::default()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_a_listed_origin_may_read_what_polling_answers_with_their_visitors_session() {
    let house = House::open_with(|settings| settings.allowed_origins = vec![format!("{FRIEND}/")]).await;
    let answer = http::get(house.address, POLLING, &[("origin", FRIEND)]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(FRIEND));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert!(answer.header("vary").is_some_and(|vary| vary.contains("origin")), "{:?}", answer.headers);

    let answer = preflight(&house, FRIEND).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(FRIEND));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("x-own,content-type"));
    assert!(answer.header("access-control-allow-methods").is_some_and(|methods| methods.contains("POST")));

    for answer in [preflight(&house, FOREIGN).await, http::get(house.address, POLLING, &[("origin", FOREIGN)]).await] {
        assert_eq!(answer.status, 403);
        assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control")), "{:?}", answer.headers);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_that_is_open_to_all_ignores_the_session_of_a_strangers_visitor() {
    let house = House::open_with(|settings| settings.allowed_origins = vec!["*".to_owned(), FRIEND.to_owned()]).await;
    let cookie = session(&house, "철수").await;
    for (origin, knows) in [(FRIEND, true), (FOREIGN, false), ("null", false)] {
        let headers = [("cookie", &*cookie), ("origin", origin)];
        let mut wire = Dial { headers: &headers, ..Dial::default() }.connect(house.address).await.expect("all may");
        wire.say("40/v1,").await;
        let answer = loop {
            let text = wire.hear().await.expect("an answer");
            if text.starts_with("42/v1,") || text.starts_with("44/v1,") {
                break text;
            }
        };
        assert_eq!(answer.contains("철수"), knows, "{origin}: {answer}");
        assert_eq!(answer.contains("nickname_required"), !knows, "{origin}: {answer}");

        let answer = http::get(house.address, POLLING, &headers).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert_eq!(answer.header("access-control-allow-credentials"), knows.then_some("true"));
    }
}

/// A form on any page can be posted to any address, and the browser leaves the session out then. An answer with another
/// one would replace it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_cannot_bring_its_visitors_session_cannot_replace_it_either() {
    let house = House::open_with(|settings| settings.allowed_origins = vec!["*".to_owned(), FRIEND.to_owned()]).await;
    let own = format!("http://{}", house.address);
    let open = make_room(&house, &json!({ "isPassword": false })).await;
    let locked = make_room(&house, &json!({ "isPassword": true, "password": "참깨" })).await;
    for (headers, keeps) in [
        (vec![("origin", &*own)], true),
        (vec![("origin", FRIEND), ("sec-fetch-site", "same-site")], true),
        (vec![("origin", FRIEND), ("sec-fetch-site", "cross-site")], false),
        (vec![("origin", FOREIGN), ("sec-fetch-site", "cross-site")], false),
        (vec![("origin", FOREIGN)], false),
        (vec![("origin", "null")], false),
    ] {
        let path = |room: &str| format!("/chat/rooms/{room}/access-check");
        let body = json!({ "password": "참깨" }).to_string();
        let answer = http::ask(house.address, Method::POST, &path(&open), &headers, Full::from(body.clone())).await;
        assert_eq!(answer.session_cookie().is_some(), keeps, "{headers:?}");
        assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap()["data"], true, "{headers:?}");

        // Who cannot be admitted by a session is not told that they were: the socket will ask for the password.
        let answer = http::ask(house.address, Method::POST, &path(&locked), &headers, Full::from(body)).await;
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        let expected = if keeps { (200, json!(true), "ok") } else { (403, json!(null), "password_required") };
        assert_eq!((answer.status, told["data"].clone(), told["message"].as_str().unwrap()), expected, "{headers:?}");
        assert_eq!(answer.session_cookie().is_some(), keeps, "{headers:?}");
    }
}

/// A room of the anonymous space; its id.
async fn make_room(house: &House, lock: &Value) -> String {
    let mut room = json!({ "namespace": "anonymous", "title": "방", "capacity": 0 });
    room.as_object_mut().unwrap().extend(lock.as_object().unwrap().clone());
    let answer = http::ask(house.address, Method::POST, "/chat/rooms", &[], Full::from(room.to_string())).await;
    let made: Value = serde_json::from_str(&answer.body).unwrap();
    made["data"]["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_and_pages_stay_our_own_whoever_may_connect() {
    let house = House::open_with(|settings| settings.allowed_origins = vec!["*".to_owned(), FRIEND.to_owned()]).await;
    let form = http::encode(&[("nickname", "철수"), ("back", "/")]);
    for origin in [FRIEND, FOREIGN, "null"] {
        let answer = http::post(house.address, "/do/enter", &[("origin", origin)], Full::from(form.clone())).await;
        assert_eq!(answer.status, 403, "{origin}");
        for path in ["/", "/check", "/do/enter"] {
            let answer = http::get(house.address, path, &[("origin", origin)]).await;
            assert!(answer.header("access-control-allow-origin").is_none(), "{path} {origin}");
        }
    }
}

/// Fields for every server function, so that each would do something.
const FORM: &[(&str, &str)] = &[
    ("bot_name", "메아리"),
    ("bot_id", "4fXq2Lw9cJ7a"),
    ("guest_id", "4fXq2Lw9cJ7a"),
    ("url", ""),
    ("nickname", "민수"),
    ("name", "남의 방"),
    ("topic", ""),
    ("content", "남의 말"),
    ("client_id", "forged"),
    ("language", "en"),
    ("more", "3600"),
    ("theme", "dark"),
    ("text_size", "large"),
    ("ink", "3"),
    ("id", "AAAA"),
    ("credential", "AAAA"),
    ("client_data", "AAAA"),
    ("authenticator_data", "AAAA"),
    ("signature", "AAAA"),
    ("sure", "true"),
    ("level", "all"),
    ("back", "/"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_server_function_takes_a_form_from_another_site() {
    let house = House::open().await;
    let cookie = session(&house, "철수").await;
    let mut watcher = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    let room = watcher.create_room("개발").await;
    watcher.join(&room).await;
    let form: Vec<_> = FORM.iter().copied().chain([("room_id", &*room)]).collect();
    let body = http::encode(&form);

    let paths: Vec<_> = server_fn_paths().collect();
    assert!(paths.len() >= 7, "{paths:?}");
    for (path, method) in &paths {
        assert_eq!(method, Method::POST, "{path} can be called by a link");
        for signs in [
            vec![("origin", FOREIGN)],
            vec![("origin", "null")],
            vec![],
            vec![("referer", FOREIGN)],
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("sec-fetch-site", "none")],
            vec![("origin", FOREIGN), ("sec-fetch-site", "same-origin")],
        ] {
            let headers: Vec<_> = signs.iter().copied().chain([("cookie", &*cookie)]).collect();
            let answer = http::post(house.address, path, &headers, Full::from(body.clone())).await;
            assert_eq!(answer.status, 403, "{path} {signs:?}");
            assert!(answer.header("set-cookie").is_none(), "{path} {signs:?}");
        }
        for method in [Method::GET, Method::PUT, Method::OPTIONS] {
            let headers = [("cookie", &*cookie), ("origin", FOREIGN)];
            let path = format!("{path}?{body}");
            let answer = http::ask(house.address, method.clone(), &path, &headers, Full::default()).await;
            assert!(answer.status >= 400, "{method} {path}: {}", answer.status);
        }
    }

    let now = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    assert_eq!(&*now.me.nickname, "철수");
    assert_eq!(now.welcome.rooms.len(), 1);
    let joined: sarangbang::protocol::Joined = watcher.ask("joinRoom", &json!({ "roomId": room })).await.unwrap();
    assert!(joined.catch_up.messages.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_server_function_takes_the_form_of_our_own_page() {
    let house = House::open().await;
    let cookie = session(&house, "철수").await;
    let mut watcher = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    let mut written_in = String::new();
    // A room for each: one of them closes it. And somebody else for those after which one is nobody any more.
    for (number, (path, _)) in server_fn_paths().enumerate() {
        let ends = ["sign-out", "sign-out-everywhere", "forget-me"].iter().any(|end| path.ends_with(end));
        let cookie = if ends { session(&house, &format!("잠깐 {number}")).await } else { cookie.clone() };
        let room = watcher.create_room(&format!("개발 {number}")).await;
        watcher.join(&room).await;
        let name = format!("남의 방 {number}");
        let others = FORM.iter().copied().filter(|(field, _)| *field != "name");
        let form: Vec<_> = others.chain([("room_id", &*room), ("name", &*name)]).collect();
        let answer = http::post_form(house.address, path, Some(&cookie), &form).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        let target = answer.header("location").expect("a way back");
        // Nothing was signed, and nobody else is in the room.
        let is_refused = path.ends_with("claim-name") || path.ends_with("/kick");
        assert_eq!(target.contains("refused"), is_refused, "{path} leads to {target}");
        assert!(target.starts_with('/') && !target.starts_with("//"), "{path} leads to {target}");
        if path.ends_with("post-message") {
            written_in = room;
        }
    }
    let now = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    assert_eq!(&*now.me.nickname, "민수");
    assert!(now.welcome.rooms.iter().any(|room| room.name.starts_with("남의 방")));
    assert_eq!(&*watcher.messages(&written_in, 1).await[0].content, "남의 말");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_its_fields_is_a_bad_request_that_says_nothing_of_the_inside() {
    let house = House::open().await;
    let cookie = session(&house, "철수").await;
    let answer = http::post_form(house.address, "/do/create-room", Some(&cookie), &[("name", "개발")]).await;
    assert_eq!((answer.status, &*answer.body), (400, "bad_request"));
    assert!(answer.header("serverfnerror").is_none());
}
