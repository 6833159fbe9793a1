//! What the server logs, even when asked to log much: nothing that people say, and nothing that opens their sessions.

use sarangbang::protocol::payload::Renamed;
use serde_json::json;

use super::{binary::Binary, guest::Guest, http};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_has_no_texts_names_cookies_or_tokens() {
    for level in ["debug", "trace"] {
        let server = Binary::start(&[("LOG", level)]).await;
        let form = [("nickname", "비밀스러운철수"), ("back", "/")];
        let entered = http::post_form(server.address, "/do/enter", None, &form).await;
        let cookie = entered.session_cookie().expect("a session");
        let mut one = Guest::connect_by_cookie(server.address, &cookie).await.expect("the session lives");
        let mut two = server.enter("비밀스러운영희").await;
        let room = one.create_room("비밀스러운방").await;
        one.join(&room).await;
        two.join(&room).await;
        one.write(&room, "비밀스러운말").await;
        two.messages(&room, 1).await;
        let _: Renamed = two.ask("rename", &json!({ "nickname": "비밀스러운영순" })).await.unwrap();
        let form = [("room_id", &*room), ("client_id", "form"), ("content", "비밀스러운글")];
        http::post_form(server.address, "/do/post-message", Some(&cookie), &form).await;
        http::get(server.address, &format!("/r/{room}"), &[("cookie", &cookie)]).await;
        // What is refused and what is broken is logged most readily.
        let _ =
            one.ask::<serde_json::Value>("sendMessage", &json!({ "roomId": "x", "content": "비밀스러운틀림" })).await;
        one.say("42/v1,[\"비밀스러운사건\",".to_owned());
        one.gone().await;
        let _ = Guest::connect(server.address, &json!({ "token": "비밀스러운토큰" })).await;
        let token = two.token().to_owned();
        server.terminate();
        two.gone().await;
        let (_, log, _) = server.ended().await;
        assert!(!log.is_empty(), "it does log");
        let session = cookie.split_once('=').expect("a pair").1;
        let percent = http::encode(&[("x", "비밀스러운")]);
        for secret in ["비밀스러운", &percent[2..], session, &*token, "\\u{be44}"] {
            let line = log.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "at the level {level}");
        }
    }
}
