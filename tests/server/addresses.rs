//! SECURITY.md rows 5 and 8: what one address may take, and whose address it is.

use std::net::{Ipv4Addr, SocketAddr};

use futures::{StreamExt, stream};
use http_body_util::Full;
use serde_json::json;

use super::{
    binary::Binary,
    guest::Guest,
    house::House,
    http,
    patience::until,
    wire::{Dial, Wire, connect_as},
};

const POLLING: &str = "/socket.io/?EIO=4&transport=polling";
const GREEDY: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

async fn few_connections(change: impl FnOnce(&mut sarangbang::settings::Settings)) -> House {
    House::open_with(|settings| {
        settings.limits.enabled = true;
        settings.limits.connections_per_address = 3;
        change(settings);
    })
    .await
}

async fn behind_a_proxy() -> House {
    few_connections(|settings| settings.trusted_proxies = vec!["127.0.0.1".to_owned()]).await
}

/// The status of opening a session of long-polling.
async fn open_session(address: SocketAddr, forwarded_for: &str) -> u16 {
    http::get(address, POLLING, &[("x-forwarded-for", forwarded_for)]).await.status
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_idle_handshakes_from_one_address_are_capped_and_others_are_served() {
    let server = Binary::start(&[("LIMITS_ENABLED", "true")]).await;
    let dial = Dial { from: Some(GREEDY), ..Dial::default() };
    let handshakes = stream::iter(0..5_000).map(|_| dial.connect(server.address)).buffer_unordered(32);
    let open: Vec<Wire> = handshakes.filter_map(async |opened| opened.ok()).collect().await;
    assert_eq!(open.len(), 500);

    let (mut one, mut two, room) = server.two_in_a_room().await;
    one.write(&room, "안녕").await;
    two.messages(&room, 1).await;

    drop(open);
    until("a free place", async || dial.connect(server.address).await.is_ok()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_of_long_polling_takes_a_place_until_it_ends() {
    let house = few_connections(|_| {}).await;
    let first = http::get(house.address, POLLING, &[]).await;
    let opening: serde_json::Value = serde_json::from_str(&first.body[1..]).expect("an OPEN");
    for _ in 0..2 {
        assert_eq!(http::get(house.address, POLLING, &[]).await.status, 200);
    }
    let refused = http::get(house.address, POLLING, &[]).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("10")));

    let path = format!("{POLLING}&sid={}", opening["sid"].as_str().expect("a sid"));
    for packet in [connect_as("철수"), "1".to_owned()] {
        let answer = http::post(house.address, &path, &[], Full::from(packet)).await;
        assert_eq!(answer.status, 200, "an open session goes on, until it ends");
    }
    until("a free place", async || http::get(house.address, POLLING, &[]).await.status == 200).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_left_behind_gives_its_place_back() {
    let house = few_connections(|settings| {
        settings.realtime.ping_interval_ms = 100;
        settings.realtime.ping_timeout_ms = 100;
    })
    .await;
    for _ in 0..3 {
        http::get(house.address, POLLING, &[]).await;
    }
    until("a free place", async || http::get(house.address, POLLING, &[]).await.status == 200).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forwarding_header_of_anybody_is_ignored() {
    let house = few_connections(|settings| settings.trusted_proxies = vec!["10.0.0.0/8".to_owned()]).await;
    for n in 0..3 {
        assert_eq!(open_session(house.address, &format!("198.51.100.{n}")).await, 200);
    }
    assert_eq!(open_session(house.address, "198.51.100.99").await, 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_trusted_proxy_every_client_has_its_own_places() {
    let house = behind_a_proxy().await;
    for n in 0..3 {
        // What the client claims itself stands before what the proxy saw.
        assert_eq!(open_session(house.address, &format!("203.0.113.{n}, 198.51.100.1")).await, 200);
        assert_eq!(open_session(house.address, &format!("2001:db8::{n}")).await, 200);
    }
    assert_eq!(open_session(house.address, "203.0.113.99, 198.51.100.1").await, 429);
    assert_eq!(open_session(house.address, "2001:db8::ffff:1").await, 429, "a /64 counts as one");
    assert_eq!(open_session(house.address, "2001:db8:0:1::1").await, 200);
    assert_eq!(open_session(house.address, "198.51.100.2").await, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_guests_of_one_address_share_an_allowance_by_socket_and_by_form() {
    let house = House::open_with(|settings| {
        settings.limits.enabled = true;
        settings.trusted_proxies = vec!["127.0.0.1".to_owned()];
        settings.limits.newcomers_burst = 2.try_into().expect("not zero");
    })
    .await;
    let first = house.enter("하나").await;
    let _second = house.enter("두울").await;
    let third = Guest::connect(house.address, &json!({ "nickname": "세엣" })).await;
    assert_eq!(third.err().as_deref(), Some("too_many_requests"));
    let form = [("nickname", "네엣"), ("back", "/")];
    let refused = http::post_form(house.address, "/do/enter", None, &form).await;
    assert!(refused.session_cookie().is_none());
    assert!(refused.header("location").is_some_and(|target| target.contains("refused=too_many_requests")));

    Guest::come_back(house.address, first.token()).await;
    let own = format!("http://{}", house.address);
    let elsewhere = [("x-forwarded-for", "198.51.100.7"), ("origin", &*own)];
    let entered = http::post(house.address, "/do/enter", &elsewhere, Full::from(http::encode(&form))).await;
    assert!(entered.session_cookie().is_some(), "{entered:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lifted_limits_lift_those_of_addresses_too() {
    let house = House::open_with(|settings| settings.limits.connections_per_address = 1).await;
    let mut open = Vec::new();
    for _ in 0..10 {
        open.push(Wire::open(house.address).await);
        assert_eq!(http::get(house.address, POLLING, &[]).await.status, 200);
    }
}
