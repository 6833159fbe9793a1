//! Web Push, as a push service and a browser see it: who is pushed to, when, what the service can read, and what the
//! browser can.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Request, Response,
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    hkdf::{HKDF_SHA256, KeyType, Salt},
    rand::SystemRandom,
    signature,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

use super::{
    guest::Guest,
    house::House,
    http,
    patience::{until, within},
};

/// What the house handed to the push service.
struct Handed {
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Handed {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_else(|| panic!("no {name}"))
    }
}

/// A push service.
struct Service {
    address: SocketAddr,
    handed: mpsc::UnboundedReceiver<Handed>,
    /// Its next answers; 201 when there are none.
    status: Arc<AtomicU16>,
    /// It answers nobody while somebody holds that.
    turn: Arc<tokio::sync::Mutex<()>>,
    serving: JoinHandle<()>,
}

impl Service {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (hand_on, handed) = mpsc::unbounded_channel();
        let status = Arc::new(AtomicU16::new(201));
        let turn = Arc::<tokio::sync::Mutex<()>>::default();
        let serving = tokio::spawn({
            let (status, turn) = (status.clone(), turn.clone());
            async move {
                loop {
                    let (stream, _) = listener.accept().await.expect("a connection");
                    let (hand_on, status, turn) = (hand_on.clone(), status.clone(), turn.clone());
                    let answer = service_fn(move |request: Request<Incoming>| {
                        let (hand_on, status, turn) = (hand_on.clone(), status.load(Ordering::SeqCst), turn.clone());
                        async move {
                            let (parts, body) = request.into_parts();
                            let body = body.collect().await.expect("a body").to_bytes();
                            let _ = hand_on.send(Handed { path: parts.uri.to_string(), headers: parts.headers, body });
                            drop(turn.lock().await);
                            let answer = Response::builder().status(status).body(Full::<Bytes>::default());
                            Ok::<_, Infallible>(answer.expect("a response"))
                        }
                    });
                    tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
                }
            }
        });
        Self { address, handed, status, turn, serving }
    }

    async fn next(&mut self) -> Handed {
        within("a push", self.handed.recv()).await.expect("it serves")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A browser, which can read what was encrypted for it; once, because its key is one of the kind that is used once.
struct Browser {
    endpoint: String,
    public_key: Vec<u8>,
    secret: [u8; 16],
    key: Mutex<Option<EphemeralPrivateKey>>,
}

struct Bytes32(usize);

impl KeyType for Bytes32 {
    fn len(&self) -> usize {
        self.0
    }
}

impl Browser {
    fn new(service: &Service, name: &str) -> Self {
        let key = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).expect("a key");
        let public_key = key.compute_public_key().expect("a key").as_ref().to_owned();
        let endpoint = format!("http://{}/{name}", service.address);
        Self { endpoint, public_key, secret: [9; 16], key: Mutex::new(Some(key)) }
    }

    /// As its `PushSubscription` says it.
    fn subscription(&self) -> Value {
        let (p256dh, auth) = (BASE64.encode(&self.public_key), BASE64.encode(self.secret));
        json!({ "endpoint": self.endpoint, "expirationTime": null, "keys": { "p256dh": p256dh, "auth": auth } })
    }

    /// The guest of a session wants to be pushed to here; the status of the answer.
    async fn subscribe(&self, house: &House, token: &str) -> u16 {
        let origin = format!("http://{}", house.address);
        let cookie = format!("sarangbang={token}");
        let headers = [
            ("origin", &*origin),
            ("cookie", &cookie),
            ("content-type", "application/json"),
            ("accept-language", "ko"),
        ];
        let body = Full::<Bytes>::from(self.subscription().to_string());
        http::ask(house.address, hyper::Method::POST, "/me/push", &headers, body).await.status
    }

    /// RFC 8188 and RFC 8291, from the other side.
    fn read(&self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        let (size, rest) = rest.split_at(4);
        assert_eq!(size, 4_096_u32.to_be_bytes());
        let (theirs, record) = rest[1..].split_at(rest[0].into());
        let derive = |salt: &[u8], secret: &[u8], about: &[u8], length: usize| {
            let mut key = vec![0; length];
            let salt = Salt::new(HKDF_SHA256, salt).extract(secret);
            salt.expand(&[about], Bytes32(length)).expect("short").fill(&mut key).expect("short");
            key
        };
        let own = self.key.lock().unwrap().take().expect("not used yet");
        let about = [b"WebPush: info\0", &*self.public_key, theirs].concat();
        let theirs = UnparsedPublicKey::new(&ECDH_P256, theirs);
        let agreed = agree_ephemeral(own, &theirs, |agreed| derive(&self.secret, agreed, &about, 32)).expect("a key");
        let key = derive(salt, &agreed, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = derive(salt, &agreed, b"Content-Encoding: nonce\0", 12);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).expect("16 bytes"));
        let nonce = Nonce::try_assume_unique_for_key(&nonce).expect("12 bytes");
        let mut record = record.to_owned();
        let text = key.open_in_place(nonce, Aad::empty(), &mut record).expect("it is for this browser");
        serde_json::from_slice(text.strip_suffix(&[2]).expect("the last record")).expect("JSON")
    }
}

/// A house that pushes, also to this machine.
async fn open_house() -> House {
    House::open_with(|settings| {
        settings.push = true;
        settings.webhooks.allowed_addresses = vec!["127.0.0.0/8".to_owned()];
    })
    .await
}

async fn set_bell(guest: &mut Guest, room: &str) {
    let _: Value = guest.ask("setBell", &json!({ "roomId": room, "level": "all" })).await.expect("a bell");
}

/// Two guests and a room, of which the second wants to be told all, and their browser.
async fn with_browser(house: &House, service: &Service) -> (Guest, Guest, String, Browser) {
    let (one, mut two, room) = house.two_in_a_room().await;
    set_bell(&mut two, &room).await;
    let browser = Browser::new(service, "younghee");
    assert_eq!(browser.subscribe(house, two.token()).await, 204);
    (one, two, room, browser)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_page_open_is_pushed_to_what_only_their_browser_can_read() {
    let (house, mut service) = (open_house().await, Service::open().await);
    let (mut one, two, room, browser) = with_browser(&house, &service).await;
    drop(two);
    one.write(&room, "집에 가는 길").await;
    let handed = service.next().await;
    assert_eq!((&*handed.path, handed.header("content-encoding")), ("/younghee", "aes128gcm"));
    assert!(handed.header("ttl").parse::<u32>().is_ok() && handed.header("topic").len() == 32);
    let pushed = browser.read(&handed.body);
    let expected = json!({ "title": "개발", "body": "철수: 집에 가는 길", "tag": room, "seq": 1, "url": format!("/r/{room}/m/1") });
    assert_eq!(pushed, expected);
    let seen = format!("{:?}{}", handed.headers, String::from_utf8_lossy(&handed.body));
    assert!(!seen.contains("집에") && !seen.contains(&room), "{seen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_push_service_knows_the_house_by_its_key() {
    let (house, mut service) = (open_house().await, Service::open().await);
    let (mut one, two, room, _) = with_browser(&house, &service).await;
    drop(two);
    one.write(&room, "안녕").await;
    let handed = service.next().await;
    let (token, key) =
        handed.header("authorization").strip_prefix("vapid t=").and_then(|all| all.split_once(", k=")).expect("both");
    let (signed, signed_by) = token.rsplit_once('.').expect("three parts");
    let known = signature::UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, BASE64.decode(key).unwrap());
    known.verify(signed.as_bytes(), &BASE64.decode(signed_by).unwrap()).expect("the house's signature");
    let claims: Value = serde_json::from_slice(&BASE64.decode(signed.split_once('.').unwrap().1).unwrap()).unwrap();
    assert_eq!(claims["aud"], format!("http://{}", service.address));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let valid = claims["exp"].as_u64().expect("a time").checked_sub(now).expect("the future");
    assert!(valid <= 24 * 60 * 60, "{valid}");
    let cookie = format!("sarangbang={}", one.token());
    let page = http::get(house.address, "/me", &[("cookie", &cookie)]).await.body;
    assert!(page.contains(&format!("data-push-key=\"{key}\"")), "browsers are told the same key");
    assert_eq!(http::get(house.address, "/me/push", &[]).await.body, key, "also those that show no page");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_room_that_is_locked_or_unlisted_nothing_is_told_but_that_there_is_something_new() {
    for terms in [json!({ "password": "열려라 참깨" }), json!({ "unlisted": true })] {
        let (house, mut service) = (open_house().await, Service::open().await);
        let (mut one, two, room, browser) = with_browser(&house, &service).await;
        let mut change = terms.clone();
        change["roomId"] = room.as_str().into();
        let _: Value = one.ask("changeRoom", &change).await.expect("changed");
        drop(two);
        one.write(&room, "우리끼리").await;
        let pushed = browser.read(&service.next().await.body);
        assert_eq!((&pushed["title"], &pushed["body"]), (&"사랑방".into(), &"새 메시지".into()), "{terms}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_the_push_service_has_forgotten_is_forgotten() {
    for status in [404, 410] {
        let (house, mut service) = (open_house().await, Service::open().await);
        let (mut one, two, room, _) = with_browser(&house, &service).await;
        service.status.store(status, Ordering::SeqCst);
        drop(two);
        one.write(&room, "안녕").await;
        service.next().await;
        let database = rusqlite::Connection::open(house.settings.data.join("sarangbang.db")).expect("a database");
        let left = || database.query_row("SELECT count(*) FROM push_addresses", [], |row| row.get::<_, u32>(0));
        until("the address to be gone", async || left().expect("a count") == 0).await;
    }
}

/// Rooms of which the second guest wants to be told all, with the first guest in them.
async fn more_rooms<const COUNT: usize>(one: &mut Guest, two: &mut Guest) -> [String; COUNT] {
    let mut rooms = [const { String::new() }; COUNT];
    for (number, room) in rooms.iter_mut().enumerate() {
        *room = one.create_room(&format!("방 {number}")).await;
        one.join(room).await;
        set_bell(two, room).await;
    }
    rooms
}

/// Another guest who is pushed to, and a room of which they alone want to be told.
async fn with_marker(house: &House, service: &Service, one: &mut Guest, nickname: &str) -> (Guest, String) {
    let mut marker = house.enter(nickname).await;
    let room = one.create_room(nickname).await;
    one.join(&room).await;
    set_bell(&mut marker, &room).await;
    assert_eq!(Browser::new(service, nickname).subscribe(house, marker.token()).await, 204);
    (marker, room)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_for_a_browser_to_which_something_is_on_its_way_comes_next() {
    let (house, mut service) = (open_house().await, Service::open().await);
    let (mut one, mut two, room, _) = with_browser(&house, &service).await;
    let [other] = more_rooms(&mut one, &mut two).await;
    // By others is seen how far the house has come.
    let (third, third_room) = with_marker(&house, &service, &mut one, "minjun").await;
    let (fourth, fourth_room) = with_marker(&house, &service, &mut one, "seoyeon").await;
    let turn = service.turn.clone().lock_owned().await;
    drop((two, third, fourth));
    one.write(&room, "안녕").await;
    let first = service.next().await;
    assert_eq!(first.path, "/younghee");
    for room in [&other, &third_room, &fourth_room] {
        one.write(room, "안녕").await;
        if *room != other {
            let path = service.next().await.path;
            assert_ne!(path, "/younghee", "it is still busy with that");
        }
    }
    drop(turn);
    assert_ne!(first.header("topic"), service.next().await.header("topic"), "one of each room");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_for_which_the_push_service_takes_nothing_from_the_house_is_forgotten_after_a_few_times() {
    for status in [401, 403] {
        let (house, mut service) = (open_house().await, Service::open().await);
        let (mut one, mut two, room, _) = with_browser(&house, &service).await;
        let [second, third] = more_rooms(&mut one, &mut two).await;
        service.status.store(status, Ordering::SeqCst);
        drop(two);
        for room in [&room, &second, &third] {
            one.write(room, "안녕").await;
            service.next().await;
        }
        let database = rusqlite::Connection::open(house.settings.data.join("sarangbang.db")).expect("a database");
        let left = || database.query_row("SELECT count(*) FROM push_addresses", [], |row| row.get::<_, u32>(0));
        until("the address to be gone", async || left().expect("a count") == 0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_pushed_after_signing_out_everywhere() {
    let (house, mut service) = (open_house().await, Service::open().await);
    let (mut one, two, room, _) = with_browser(&house, &service).await;
    let mut three = house.enter("민준").await;
    set_bell(&mut three, &room).await;
    let other = Browser::new(&service, "minjun");
    assert_eq!(other.subscribe(&house, three.token()).await, 204);
    let cookie = format!("sarangbang={}", two.token());
    assert_eq!(http::post_form(house.address, "/do/sign-out-everywhere", Some(&cookie), &[]).await.status, 303);
    drop((two, three));
    one.write(&room, "들리나요").await;
    assert_eq!(service.next().await.path, "/minjun", "and nobody before");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_push_service_of_the_web_is_refused() {
    let (house, service) = (House::open_with(|settings| settings.push = true).await, Service::open().await);
    let guest = house.enter("철수").await;
    let mut browser = Browser::new(&service, "x");
    for wrong in [
        "http://127.0.0.1:9/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "http://push.example/x",
        "file:///etc/passwd",
        "",
    ] {
        browser.endpoint = wrong.to_owned();
        assert_eq!(browser.subscribe(&house, guest.token()).await, 400, "{wrong}");
    }
    browser.endpoint = "https://push.example/x".to_owned();
    assert_eq!(browser.subscribe(&house, "nobody").await, 401);
    assert_eq!(browser.subscribe(&house, guest.token()).await, 204);
    browser.secret = [1; 16];
    browser.public_key.pop();
    assert_eq!(browser.subscribe(&house, guest.token()).await, 400, "a key that is too short");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_that_does_not_push_has_no_key_and_takes_no_browser() {
    let (house, service) = (House::open().await, Service::open().await);
    let guest = house.enter("철수").await;
    assert_eq!(Browser::new(&service, "x").subscribe(&house, guest.token()).await, 404);
    assert!(!house.settings.push_key().exists());
    let cookie = format!("sarangbang={}", guest.token());
    let page = http::get(house.address, "/me", &[("cookie", &cookie)]).await.body;
    assert!(page.contains("id=\"bell-device\"") && !page.contains("data-push-key"));
    assert_eq!(http::get(house.address, "/me/push", &[]).await.status, 404);
}
