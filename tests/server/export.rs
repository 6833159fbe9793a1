//! What was said in a room as a file: who gets it, what is in it, and how it is sent.

use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{guest::Guest, house::House, http};

async fn visitor(house: &House, nickname: &str) -> (String, Guest) {
    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", nickname), ("back", "/")]).await;
    let cookie = entered.session_cookie().expect("a session");
    let guest = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    (cookie, guest)
}

async fn file(house: &House, room: &str, ending: &str, headers: &[(&str, &str)]) -> http::Answer {
    http::get(house.address, &format!("/r/{room}/export.{ending}"), headers).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn holds_everything_that_was_said_and_nothing_that_was_deleted() {
    let house = House::open().await;
    let (cookie, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("개발 방").await;
    one.join(&room).await;
    one.write(&room, "<b>안녕</b> https://example.org/길").await;
    let gone = one.write(&room, "지울 말").await;
    let old = one.write(&room, "옛말").await;
    let _: Value = one.ask("deleteMessage", &json!({ "roomId": room, "id": gone.id })).await.unwrap();
    let edit = json!({ "roomId": room, "id": old.id, "content": "새말" });
    let _: Value = one.ask("editMessage", &edit).await.unwrap();

    let answer = file(&house, &room, "json", &[("cookie", &cookie)]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"room.json\"; filename*=UTF-8''%EA%B0%9C%EB%B0%9C%20%EB%B0%A9.json")
    );
    let file_of_json: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(file_of_json["room"]["name"], "개발 방");
    let said = file_of_json["messages"].as_array().unwrap();
    let contents: Vec<_> = said.iter().map(|line| line["content"].as_str().unwrap()).collect();
    assert_eq!(contents, ["<b>안녕</b> https://example.org/길", "새말"]);
    assert_eq!(said[1]["author"]["nickname"], "철수");

    for (language, edited) in [("ko-KR", "(수정됨)"), ("en-US", "(edited)")] {
        let answer = file(&house, &room, "html", &[("cookie", &cookie), ("accept-language", language)]).await;
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        let html = answer.body;
        assert!(html.contains("&lt;b&gt;안녕&lt;/b&gt;") && html.contains("새말") && html.contains(edited), "{html}");
        assert!(!html.contains("지울 말") && !html.contains("옛말"));
        assert!(!html.contains("<script") && !html.contains("<link") && !html.contains(" style="), "whole in itself");
        assert!(html.trim_end().ends_with("</html>"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn is_for_who_has_been_there_and_may_still_come_in() {
    let house = House::open().await;
    let (owners, mut owner) = visitor(&house, "철수").await;
    let (members, mut member) = visitor(&house, "영희").await;
    let (others, _other) = visitor(&house, "민수").await;
    let room = owner.create_room("개발").await;
    member.join(&room).await;
    // Stored after the note that they are a member.
    member.write(&room, "안녕").await;
    for ending in ["json", "html"] {
        for (cookie, status) in [(&owners, 200), (&members, 200), (&others, 404)] {
            let answer = file(&house, &room, ending, &[("cookie", cookie)]).await;
            assert_eq!(answer.status, status, "{ending}");
            assert_eq!(answer.header("content-disposition").is_some(), status == 200);
        }
        assert_eq!(file(&house, &room, ending, &[]).await.status, 404);
        assert_eq!(file(&house, "4fXq2Lw9aaaa", ending, &[("cookie", &owners)]).await.status, 404);
    }
    let _: Value = member.ask("leaveRoom", &json!({ "roomId": room })).await.unwrap();
    let lock = json!({ "roomId": room, "password": "열려라 참깨" });
    let _: Value = owner.ask("changeRoom", &lock).await.unwrap();
    assert_eq!(file(&house, &room, "json", &[("cookie", &members)]).await.status, 404, "is asked for the password");
    let _: Value = owner.ask("closeRoom", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(file(&house, &room, "json", &[("cookie", &owners)]).await.status, 404, "the room is gone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_room_comes_whole_and_in_order() {
    const MESSAGES: usize = 2_345;
    let house = House::open().await;
    let (cookie, mut one) = visitor(&house, "철수").await;
    let room = one.create_room("긴 방").await;
    one.join(&room).await;
    one.write(&room, "처음").await;
    fill(&house, &room, MESSAGES);
    let answer = file(&house, &room, "json", &[("cookie", &cookie)]).await;
    let written: Value = serde_json::from_str(&answer.body).expect("JSON");
    let seqs: Vec<_> =
        written["messages"].as_array().unwrap().iter().map(|line| line["seq"].as_u64().unwrap()).collect();
    assert!(seqs.iter().copied().eq(1..=MESSAGES as u64), "{} lines", seqs.len());
    let html = file(&house, &room, "html", &[("cookie", &cookie)]).await.body;
    assert_eq!(html.matches("<article").count(), MESSAGES);
}

/// Writes into the file what would take long to say: as many more lines until there are `count`.
fn fill(house: &House, room: &str, count: usize) {
    let mut file = Connection::open(house.settings.data.join("sarangbang.db")).expect("a database");
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let tx = file.transaction().unwrap();
    for seq in 2..=i64::try_from(count).unwrap() {
        tx.execute(
            "INSERT INTO messages (room, seq, rev, kind, author, nickname, content, client_id, created_at)
             SELECT room, ?2, ?2, kind, author, nickname, '말 ' || ?2, 'c' || ?2, ?3 FROM messages
             WHERE room = (SELECT key FROM rooms WHERE id = ?1) AND seq = 1",
            (room, seq, now),
        )
        .unwrap();
    }
    tx.execute("UPDATE rooms SET rev = ?2, last_seq = ?2 WHERE id = ?1", (room, i64::try_from(count).unwrap()))
        .unwrap();
    tx.commit().unwrap();
}
