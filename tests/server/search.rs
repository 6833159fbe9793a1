//! The search and the pages around one message, over `/v1` and by links and forms alone.

use sarangbang::protocol::search::Found;
use serde_json::{Value, json};

use super::{guest::Guest, house::House, http};

async fn visitor(house: &House, nickname: &str) -> (String, Guest) {
    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", nickname), ("back", "/")]).await;
    let cookie = entered.session_cookie().expect("a session");
    let guest = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    (cookie, guest)
}

async fn page(house: &House, path: &str, cookie: &str) -> http::Answer {
    http::get(house.address, path, &[("cookie", cookie), ("accept-language", "ko")]).await
}

/// 회의, percent-encoded.
const MEETING: &str = "%ED%9A%8C%EC%9D%98";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_finds_messages_and_goes_on_from_where_it_was() {
    let house = House::open().await;
    let (_, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("개발").await;
    one.join(&room).await;
    for n in 0..35 {
        one.write(&room, &format!("회의 {n}")).await;
    }
    one.write(&room, "점심").await;
    let found: Found = one.ask("search", &json!({ "query": "회의" })).await.unwrap();
    assert_eq!((found.hits.len(), &*found.hits[0].message.content, &*found.hits[0].room.name), (30, "회의 34", "개발"));
    let more = json!({ "query": "회의", "roomId": room, "from": "철수", "cursor": found.cursor });
    let found: Found = one.ask("search", &more).await.unwrap();
    assert_eq!((found.hits.len(), &*found.hits[4].message.content, found.cursor), (5, "회의 0", None));

    let refused = async |one: &mut Guest, payload: Value| one.ask::<Found>("search", &payload).await.unwrap_err();
    assert_eq!(refused(&mut one, json!({ "query": "의" })).await, "query_too_short");
    assert_eq!(refused(&mut one, json!({ "query": "회의", "roomId": "nowhere" })).await, "room_not_found");
    assert_eq!(refused(&mut one, json!({ "query": 7 })).await, "bad_request");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_marks_what_it_found_and_leads_to_it() {
    let house = House::open().await;
    let (cookie, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("개발").await;
    one.join(&room).await;
    let hit = one.write(&room, "<b>내일회의는</b> 3시").await;

    let found = page(&house, &format!("/search?q={MEETING}"), &cookie).await;
    assert_eq!(found.status, 200);
    assert!(found.body.contains("&lt;b&gt;내일<mark>회의</mark>는&lt;/b&gt; 3시"), "{}", found.body);
    assert!(found.body.contains(&format!("href=\"/r/{room}/m/1#m{}\"", hit.id)));
    assert!(found.body.contains("value=\"회의\"") && !found.body.contains(".wasm"));

    let nothing = page(&house, "/search?q=abcd", &cookie).await;
    assert_eq!(nothing.status, 200);
    assert!(nothing.body.contains("찾은 메시지가 없습니다."));
    let blank = page(&house, "/search", &cookie).await;
    assert!(blank.body.contains("무엇을 찾을까요?"));
    for (query, status, text) in [
        ("q=a", 400, "두 글자 이상의 검색어나"),
        ("q=ab&since=tomorrow", 400, "role=\"alert\""),
        ("q=ab&room=nowhere", 404, "방을 찾을 수 없습니다"),
    ] {
        let refused = page(&house, &format!("/search?{query}"), &cookie).await;
        assert_eq!(refused.status, status, "{query}");
        assert!(refused.body.contains(text), "{query}: {}", refused.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_begun_in_a_room_looks_there_first() {
    let house = House::open().await;
    let (cookie, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("개발").await;
    let from_room = [("cookie", &*cookie), ("referer", &format!("http://{}/r/{room}", house.address))];
    let blank = http::get(house.address, "/search", &from_room).await;
    assert!(blank.body.contains(&format!("<option value=\"{room}\" selected")), "{}", blank.body);
    let asked = http::get(house.address, "/search?q=", &from_room).await;
    assert!(!asked.body.contains(" selected"), "what was chosen counts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_search_nothing() {
    let house = House::open().await;
    let answer = http::get(house.address, &format!("/search?q={MEETING}"), &[]).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_message_has_a_page_and_a_new_one_its_place_in_the_room() {
    let house = House::open().await;
    let (cookie, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("개발").await;
    one.join(&room).await;
    let mut messages = Vec::new();
    for n in 1..=120 {
        messages.push(one.write(&room, &format!("말 {n}.")).await);
    }
    let old = page(&house, &format!("/r/{room}/m/40"), &cookie).await;
    assert_eq!(old.status, 200);
    assert!(old.body.contains("말 15.") && old.body.contains("말 65."));
    assert!(!old.body.contains("말 14.") && !old.body.contains("말 66."));
    let targets = old.body.split("<li ").filter(|row| row.split('>').next().unwrap().contains(" autofocus"));
    let targets: Vec<_> = targets.collect();
    let is_target = |row: &str| row.contains(&format!("id=\"m{}\"", messages[39].id)) && row.contains(" target\"");
    assert!(targets.len() == 1 && is_target(targets[0]), "{targets:?}");
    assert!(!old.body.contains("<button class=\"message-action"), "nothing can be done with them there");
    for link in [format!("/r/{room}/m/15?older"), format!("/r/{room}/m/65?newer")] {
        assert!(old.body.contains(&format!("href=\"{link}\"")), "{link}");
    }

    let first = page(&house, &format!("/r/{room}/m/15?older"), &cookie).await;
    assert!(first.body.contains("말 1.") && first.body.contains("말 14.") && !first.body.contains("?older"));
    assert!(!first.body.contains(" target\""));
    let new = page(&house, &format!("/r/{room}/m/118"), &cookie).await;
    let place = format!("/r/{room}#m{}", messages[117].id);
    assert_eq!((new.status, new.header("location")), (303, Some(&*place)));
    let on = page(&house, &format!("/r/{room}/m/65?newer"), &cookie).await;
    assert_eq!(on.status, 200);
    let end = page(&house, &format!("/r/{room}/m/116?newer"), &cookie).await;
    let place = format!("/r/{room}#m{}", messages[115].id);
    assert_eq!((end.status, end.header("location")), (303, Some(&*place)), "one reads on from there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_not_there_or_not_theirs_to_see_is_the_page_that_is_missing() {
    let house = House::open().await;
    let (cookie, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("개발").await;
    one.join(&room).await;
    one.write(&room, "비밀 이야기").await;
    for seq in ["0", "2", "99999999999999999999", "one", "-1"] {
        let missing = page(&house, &format!("/r/{room}/m/{seq}"), &cookie).await;
        assert_eq!(missing.status, 404, "{seq}");
    }
    assert_eq!(page(&house, "/r/nowhere/m/1", &cookie).await.status, 404);
    let locked = json!({ "roomId": room, "password": "열려라" });
    let _: Value = one.ask("changeRoom", &locked).await.unwrap();
    let (other, _two) = visitor(&house, "영희").await;
    for path in [format!("/r/{room}/m/1"), format!("/r/{room}")] {
        let outside = page(&house, &path, &other).await;
        assert!(!outside.body.contains("비밀 이야기") && outside.body.contains("type=\"password\""), "{path}");
    }
    let stranger = http::get(house.address, &format!("/r/{room}/m/1"), &[]).await;
    assert!(!stranger.body.contains("비밀 이야기"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_works_nothing_out_for_who_searches_too_fast() {
    let house = House::open_with(|settings| settings.limits.enabled = true).await;
    let (cookie, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("개발").await;
    one.join(&room).await;
    let choice = format!("value=\"{room}\"");
    for _ in 0..20 {
        let asked = page(&house, "/search", &cookie).await;
        assert_eq!(asked.status, 200);
        assert!(asked.body.contains(&choice), "{}", asked.body);
    }
    let refused = page(&house, &format!("/search?q={MEETING}"), &cookie).await;
    assert_eq!(refused.status, 429);
    assert!(!refused.body.contains(&choice), "{}", refused.body);
}
