//! What asks by HTTP gets answers of one shape: `{success, message, data}` below `/chat`, `{code, message}` below
//! `/api/v1`, whatever is wrong with the request.

use http_body_util::Full;
use hyper::Method;
use serde_json::{Value, json};

use super::{house::House, http};

async fn ask(house: &House, method: &Method, path: &str, headers: &[(&str, &str)], body: String) -> (u16, Value) {
    let answer = http::ask(house.address, method.clone(), path, headers, Full::from(body)).await;
    let shown = serde_json::from_str(&answer.body)
        .unwrap_or_else(|_| panic!("{method} {path}: {} {:?}", answer.status, answer.body));
    (answer.status, shown)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refusal_of_the_anonymous_chat_over_http_is_an_answer_like_the_others() {
    let house = House::open().await;
    let large = json!({ "title": "x".repeat(70_000) }).to_string();
    for (method, path, body, status, code) in [
        (Method::POST, "/chat/rooms", &*large, 413, "body_too_large"),
        (Method::POST, "/chat/rooms", "{", 400, "bad_request"),
        (Method::GET, "/chat/rooms?namespace=main&namespace=anonymous", "", 400, "bad_request"),
        (Method::GET, "/chat/rooms/%FF", "", 400, "bad_request"),
        (Method::GET, "/chat/rooms/nowhere", "", 404, "room_not_found"),
        (Method::DELETE, "/chat/rooms", "", 405, "unknown_event"),
        (Method::PUT, "/chat/rooms/nowhere", "", 405, "unknown_event"),
        (Method::GET, "/chat/rooms/", "", 404, "unknown_event"),
        (Method::GET, "/chat/nonsense", "", 404, "unknown_event"),
        (Method::GET, "/chat/messages/nowhere/1/", "", 404, "unknown_event"),
    ] {
        // As a page of the house asks: a form would be sent back to it.
        let page = format!("http://{}/s/anonymous", house.address);
        let headers = [("referer", &*page), ("content-type", "application/json")];
        let (told, answer) = ask(&house, &method, path, &headers, body.to_owned()).await;
        assert_eq!(told, status, "{method} {path}");
        assert_eq!(answer, json!({ "success": false, "message": code, "data": null }), "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refusal_of_the_bots_api_is_an_answer_like_the_others() {
    let house = House::open().await;
    let token = "sbt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let (room, messages) = ("/api/v1/rooms/nowhere", "/api/v1/rooms/nowhere/messages");
    for (method, path, status, code) in [
        (Method::GET, room, 401, "invalid_token"),
        (Method::GET, "/api/v1/nonsense", 404, "unknown_event"),
        (Method::GET, "/api/v1/rooms/nowhere/", 404, "unknown_event"),
        (Method::DELETE, messages, 405, "unknown_event"),
        (Method::POST, "/api/openapi.json", 405, "unknown_event"),
    ] {
        let bearer = format!("Bearer {token}");
        let (told, answer) = ask(&house, &method, path, &[("authorization", &bearer)], String::new()).await;
        assert_eq!((told, &answer["code"]), (status, &json!(code)), "{method} {path}");
        assert!(answer["message"].as_str().is_some_and(|text| text.ends_with('.')), "{method} {path}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_method_is_told_which_ones_are_right() {
    let house = House::open().await;
    for (path, allowed) in [("/chat/rooms", "GET,HEAD,POST"), ("/api/openapi.json", "GET,HEAD")] {
        let answer = http::ask(house.address, Method::DELETE, path, &[], Full::default()).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{path}");
    }
}

/// Typed into the address bar, or opened from a link in a mail: the browser says so, and nobody else's page reads the
/// answer. A socket is nothing to look at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_somebody_opens_in_the_browser_is_answered() {
    let house = House::open().await;
    let typed = [("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")];
    let linked = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    let embedded = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")];
    for path in ["/api/openapi.json", "/chat/rooms"] {
        for (headers, status) in [(typed, 200), (linked, 200), (embedded, 403)] {
            assert_eq!(http::get(house.address, path, &headers).await.status, status, "{path} {headers:?}");
        }
        let answer = http::post(house.address, path, &linked, Full::default()).await;
        assert_eq!(answer.status, 403, "a form that is posted to {path}");
    }
    let answer = http::get(house.address, "/socket.io/?EIO=4&transport=polling", &typed).await;
    assert_eq!(answer.status, 403);
}
