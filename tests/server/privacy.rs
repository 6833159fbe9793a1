//! SECURITY.md row 11: a room that one may not see answers as one that does not exist.

use serde_json::{Value, json};

use super::{house::House, http};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_tells_a_room_one_is_not_in_from_one_that_does_not_exist() {
    let house = House::open().await;
    let (mut one, _two, room) = house.two_in_a_room().await;
    let said = one.write(&room, "비밀").await;
    let mut stranger = house.enter("손님").await;
    let own = stranger.create_room("손님방").await;
    stranger.join(&own).await;
    for (name, mut payload) in [
        ("sendMessage", json!({ "clientId": "a", "content": "안녕" })),
        ("sendAlert", json!({ "clientId": "a", "content": "안녕" })),
        ("sync", json!({ "rev": 0 })),
        ("history", json!({ "before": 100 })),
        ("typing", json!({})),
    ] {
        let mut answers = Vec::new();
        for id in [&*room, "4fXq2Lw9aaaa", "", "../../etc/passwd", "x' OR '1'='1"] {
            payload["roomId"] = json!(id);
            answers.push(stranger.ask::<Value>(name, &payload).await.expect_err("not in there"));
        }
        assert_eq!(answers, ["not_in_room"; 5], "{name}");
    }
    let mut replies = Vec::new();
    for id in [said.id, 1 << 40, -1] {
        let payload = json!({ "roomId": own, "clientId": id.to_string(), "content": "안녕", "replyTo": id });
        replies.push(stranger.ask::<Value>("sendMessage", &payload).await.expect_err("nothing to answer"));
    }
    assert_eq!(replies, ["message_not_found"; 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_does_not_exist_is_not_found_by_any_way_in() {
    let house = House::open().await;
    let mut guest = house.enter("철수").await;
    let long = "x".repeat(10_000);
    for id in ["4fXq2Lw9aaaa", "", "..", "x' OR '1'='1", &long] {
        for payload in [json!({ "roomId": id }), json!({ "roomId": id, "rev": 0 })] {
            let refused = guest.ask::<Value>("joinRoom", &payload).await;
            assert_eq!(refused.expect_err("no such room"), "room_not_found", "{id}");
        }
    }
    for path in ["/r/4fXq2Lw9aaaa", "/r/", "/r/a/b", "/r/%2e%2e"] {
        assert_eq!(http::get(house.address, path, &[]).await.status, 404, "{path}");
    }
    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", "영희"), ("back", "/")]).await;
    let cookie = entered.session_cookie().unwrap();
    let form = [("room_id", "4fXq2Lw9aaaa"), ("client_id", "a"), ("content", "안녕")];
    for path in ["/do/join-room", "/do/post-message"] {
        let answer = http::post_form(house.address, path, Some(&cookie), &form).await;
        assert_eq!(answer.header("location"), Some("/r/4fXq2Lw9aaaa?refused=room_not_found"), "{path}");
    }
}

/// What was said in a room is shown to people with a nickname only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_with_a_link_sees_nothing_that_was_said() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    one.write(&room, "우리끼리 하는 말").await;
    two.messages(&room, 1).await;
    let page = http::get(house.address, &format!("/r/{room}"), &[]).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("우리끼리"));
}
