//! SECURITY.md row 17: a session that is not ours is none.

use rusqlite::Connection;
use serde_json::json;

use super::{guest::Guest, house::House, http};

async fn enter_by_form(house: &House, nickname: &str, cookie: Option<&str>) -> http::Answer {
    http::post_form(house.address, "/do/enter", cookie, &[("nickname", nickname), ("back", "/")]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_cookie_is_kept_from_scripts_and_from_other_sites() {
    let house = House::open().await;
    let answer = enter_by_form(&house, "철수", None).await;
    let cookie = answer.header("set-cookie").expect("a cookie");
    for part in ["sarangbang=", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let secure = House::open_with(|settings| settings.public_url = "https://chat.example".to_owned()).await;
    let headers = [("origin", "https://chat.example"), ("host", "chat.example")];
    let form = http::encode(&[("nickname", "철수"), ("back", "/")]);
    let answer = http::post(secure.address, "/do/enter", &headers[..1], http_body_util::Full::from(form)).await;
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-sarangbang=") && cookie.contains("; Secure"), "{cookie}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_empty_or_foreign_cookie_is_nobody_and_gets_a_session_of_its_own() {
    let (house, elsewhere) = (House::open().await, House::open().await);
    let own = enter_by_form(&house, "철수", None).await.session_cookie().unwrap();
    let foreign = enter_by_form(&elsewhere, "철수", None).await.session_cookie().unwrap();
    let mut flipped = own.clone();
    let last = if flipped.pop() == Some('A') { 'E' } else { 'A' };
    flipped.push(last);
    assert!(Guest::connect_by_cookie(house.address, &own).await.is_ok());

    let long = format!("sarangbang={}", "A".repeat(4_000));
    let cookies = [
        "sarangbang=",
        "sarangbang=철수",
        "sarangbang=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sarangbang=' OR 1=1 --",
        "sarangbang",
        "__Host-sarangbang=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        &long,
        &foreign,
        &flipped,
    ];
    for (number, cookie) in cookies.into_iter().enumerate() {
        let refused = Guest::connect_by_cookie(house.address, cookie).await.err();
        assert_eq!(refused.as_deref(), Some("nickname_required"), "{cookie}");
        let form = [("room_id", "x"), ("name", "방"), ("topic", "")];
        let made = http::post_form(house.address, "/do/create-room", Some(cookie), &form).await;
        assert_eq!(made.header("location"), Some("/?refused=nickname_required"), "{cookie}");

        let fresh = enter_by_form(&house, &format!("손님 {number}"), Some(cookie)).await;
        let fresh = fresh.session_cookie().expect("a session of its own");
        assert_ne!(fresh, cookie, "a session is never taken from the client");
        let guest = Guest::connect_by_cookie(house.address, &fresh).await.expect("a live session");
        assert_eq!(*guest.me.nickname, format!("손님 {number}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_replayed_after_its_session_expired_is_nobody() {
    let house = House::open().await;
    let cookie = enter_by_form(&house, "철수", None).await.session_cookie().unwrap();
    let token = house.enter("영희").await.token().to_owned();
    let settings = house.settings.clone();
    let folder = house.close().await;

    // 31 days later.
    let database = Connection::open(folder.path().join("sarangbang.db")).unwrap();
    database.execute("UPDATE sessions SET last_seen_at = last_seen_at - 31 * 86400000", []).unwrap();
    drop(database);

    let house = House::open_in(folder, settings).await;
    let refused = Guest::connect_by_cookie(house.address, &cookie).await.err();
    assert_eq!(refused.as_deref(), Some("nickname_required"));
    let refused = Guest::connect(house.address, &json!({ "token": token })).await.err();
    assert_eq!(refused.as_deref(), Some("invalid_token"));
    let again = enter_by_form(&house, "철수", Some(&cookie)).await;
    let fresh = again.session_cookie().expect("the nickname is free again");
    assert_ne!(fresh, cookie);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_knows_no_token_that_would_open_a_session() {
    let house = House::open().await;
    let token = house.enter("철수").await.token().to_owned();
    let folder = house.close().await;
    let secret = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, &token).unwrap();
    let paths = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    for path in paths.filter(|path| path.is_file()) {
        let bytes = std::fs::read(&path).unwrap();
        for secret in [token.as_bytes(), &secret] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{}", path.display());
        }
    }
}
