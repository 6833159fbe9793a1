//! SECURITY.md rows 1 and 2: who may open a socket or post a form, and from where.

use http_body_util::Full;
use hyper::Method;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::json;

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
        }
    }
}

/// Fields for every server function, so that each would do something.
const FORM: &[(&str, &str)] = &[
    ("nickname", "민수"),
    ("name", "남의 방"),
    ("topic", ""),
    ("content", "남의 말"),
    ("client_id", "forged"),
    ("language", "en"),
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
    let room = watcher.create_room("개발").await;
    watcher.join(&room).await;
    let form: Vec<_> = FORM.iter().copied().chain([("room_id", &*room)]).collect();
    for (path, _) in server_fn_paths() {
        let answer = http::post_form(house.address, path, Some(&cookie), &form).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        let target = answer.header("location").expect("a way back");
        assert!(!target.contains("refused"), "{path} leads to {target}");
        assert!(target.starts_with('/') && !target.starts_with("//"), "{path} leads to {target}");
    }
    let now = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    assert_eq!(&*now.me.nickname, "민수");
    assert_eq!(now.welcome.rooms.len(), 2);
    assert_eq!(&*watcher.messages(&room, 1).await[0].content, "남의 말");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_its_fields_is_a_bad_request_that_says_nothing_of_the_inside() {
    let house = House::open().await;
    let cookie = session(&house, "철수").await;
    let answer = http::post_form(house.address, "/do/create-room", Some(&cookie), &[("name", "개발")]).await;
    assert_eq!((answer.status, &*answer.body), (400, "bad_request"));
    assert!(answer.header("serverfnerror").is_none());
}
