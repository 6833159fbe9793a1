//! Claiming a name and coming back, with an authenticator made of a key and the two structures that it signs.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http_body_util::Full;
use hyper::Method;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{guest::Guest, house::House, http, patience::within};

struct Device {
    key: EcdsaKeyPair,
    credential: [u8; 16],
    random: SystemRandom,
}

/// What a device and its browser say; tests change what they like.
struct Saying<'a> {
    origin: &'a str,
    site: &'a str,
    flags: u8,
    count: u32,
    what: &'a str,
    handle: &'a str,
}

impl Device {
    fn new() -> Self {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(kind, document.as_ref(), &random).unwrap();
        Self { key, credential: rand::random(), random }
    }

    fn cose(&self) -> Vec<u8> {
        let (x, y) = self.key.public_key().as_ref()[1..].split_at(32);
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", x, b"\x22\x58\x20", y].concat()
    }

    fn make(&self, challenge: &str, saying: &Saying) -> [(&'static str, String); 2] {
        let data = [
            &*Sha256::digest(saying.site),
            &[saying.flags],
            &saying.count.to_be_bytes(),
            &[0; 16],
            &[0, 16],
            &self.credential,
            &self.cose(),
        ];
        [("client_data", text(saying.client_data(challenge))), ("authenticator_data", text(data.concat()))]
    }

    fn sign(&self, challenge: &str, saying: &Saying) -> [(&'static str, String); 5] {
        let client_data = saying.client_data(challenge);
        let data = [&*Sha256::digest(saying.site), &[saying.flags], &saying.count.to_be_bytes()].concat();
        let signed = [&*data, &Sha256::digest(&client_data)].concat();
        let signature = self.key.sign(&self.random, &signed).unwrap();
        [
            ("credential", text(self.credential)),
            ("client_data", text(client_data)),
            ("authenticator_data", text(data)),
            ("signature", text(signature)),
            ("user_handle", text(saying.handle)),
        ]
    }
}

impl Saying<'_> {
    fn client_data(&self, challenge: &str) -> String {
        json!({ "type": self.what, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string()
    }
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

async fn options(house: &House, path: &str, cookie: &str) -> http::Answer {
    let origin = format!("http://{}", house.address);
    let headers = [("origin", &*origin), ("cookie", cookie)];
    http::ask(house.address, Method::POST, path, &headers, Full::default()).await
}

async fn challenge(house: &House, path: &str, cookie: &str) -> String {
    let answer = options(house, path, cookie).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told: Value = serde_json::from_str(&answer.body).unwrap();
    told["challenge"].as_str().unwrap().to_owned()
}

async fn post(house: &House, path: &str, cookie: &str, form: &[(&'static str, String)]) -> http::Answer {
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, &**value)).collect();
    http::post_form(house.address, path, Some(cookie).filter(|cookie| !cookie.is_empty()), &form).await
}

async fn enter(house: &House, nickname: &str) -> String {
    let form = [("nickname", nickname), ("back", "/")];
    http::post_form(house.address, "/do/enter", None, &form).await.session_cookie().expect("the nickname is free")
}

const CREATE: Saying =
    Saying { origin: "", site: "127.0.0.1", flags: 0x45, count: 1, what: "webauthn.create", handle: "" };
const GET: Saying = Saying { flags: 0x05, count: 2, what: "webauthn.get", ..CREATE };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claimed_name_outlives_its_sessions_and_comes_back_with_the_key() {
    let house = House::open().await;
    let origin = &*format!("http://{}", house.address);
    let (cookie, device) = (enter(&house, "철수").await, Device::new());
    let id = Guest::connect_by_cookie(house.address, &cookie).await.unwrap().me.id.to_string();
    let made = device.make(&challenge(&house, "/me/passkey", &cookie).await, &Saying { origin, ..CREATE });
    let claimed = post(&house, "/do/claim-name", &cookie, &made).await;
    assert_eq!(claimed.header("location"), Some("/me#passkeys"));
    let again = post(&house, "/do/claim-name", &cookie, &made).await;
    assert!(again.header("location").unwrap().contains("refused=invalid_token"), "a challenge is good once");

    post(&house, "/do/sign-out-everywhere", &cookie, &[]).await;
    let taken = http::post_form(house.address, "/do/enter", None, &[("nickname", "철수"), ("back", "/")]).await;
    assert!(taken.header("location").unwrap().contains("nickname_taken"));

    let saying = Saying { origin, handle: &id, ..GET };
    let signed = device.sign(&challenge(&house, "/me/return", "").await, &saying);
    let back = post(&house, "/do/come-back", "", &signed).await;
    let session = back.session_cookie().expect("a session of its own");
    assert_ne!(session, cookie);
    let same = Guest::connect_by_cookie(house.address, &session).await.unwrap();
    assert_eq!((same.me.id.to_string(), &*same.me.nickname), (id, "철수"));
    let replayed = post(&house, "/do/come-back", "", &signed).await;
    assert_eq!(replayed.session_cookie(), None, "nor is a signature good twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_comes_back_with_what_a_key_did_not_say_here_and_now() {
    let house = House::open().await;
    let origin = &*format!("http://{}", house.address);
    let (cookie, device) = (enter(&house, "철수").await, Device::new());
    for (why, saying) in [
        ("another page", Saying { origin: "https://evil.example", ..CREATE }),
        ("another site", Saying { origin, site: "evil.example", ..CREATE }),
        ("nobody touched it", Saying { origin, flags: 0x40, ..CREATE }),
        ("nothing was made", Saying { origin, flags: 0x01, ..CREATE }),
        ("another purpose", Saying { origin, what: "webauthn.get", ..CREATE }),
    ] {
        let made = device.make(&challenge(&house, "/me/passkey", &cookie).await, &saying);
        let answer = post(&house, "/do/claim-name", &cookie, &made).await;
        assert!(answer.header("location").unwrap().contains("refused=invalid_token"), "{why}");
    }
    let made = device.make(&challenge(&house, "/me/passkey", &cookie).await, &Saying { origin, ..CREATE });
    let others = enter(&house, "영희").await;
    let answer = post(&house, "/do/claim-name", &others, &made).await;
    assert!(answer.header("location").unwrap().contains("refused=invalid_token"), "asked of somebody else");
    assert_eq!(post(&house, "/do/claim-name", &cookie, &made).await.header("location"), Some("/me#passkeys"));

    let mut forger = Device::new();
    forger.credential = device.credential;
    for (why, device, saying) in [
        ("another key", &forger, Saying { origin, ..GET }),
        ("an unknown key", &Device::new(), Saying { origin, ..GET }),
        ("another page", &device, Saying { origin: "http://127.0.0.1", ..GET }),
        ("another site", &device, Saying { origin, site: "localhost", ..GET }),
        ("nobody touched it", &device, Saying { origin, flags: 0, ..GET }),
        ("a copy that counts behind", &device, Saying { origin, count: 1, ..GET }),
        ("somebody else's", &device, Saying { origin, handle: "somebody", ..GET }),
        ("another purpose", &device, Saying { origin, what: "webauthn.create", ..GET }),
    ] {
        let signed = device.sign(&challenge(&house, "/me/return", "").await, &saying);
        let answer = post(&house, "/do/come-back", "", &signed).await;
        assert_eq!(answer.session_cookie(), None, "{why}");
        assert!(answer.header("location").unwrap().contains("refused=invalid_token"), "{why}");
    }
    let made_up = device.sign(&text([0; 32]), &Saying { origin, ..GET });
    assert_eq!(post(&house, "/do/come-back", "", &made_up).await.session_cookie(), None);
    let right = device.sign(&challenge(&house, "/me/return", "").await, &Saying { origin, ..GET });
    assert!(post(&house, "/do/come-back", "", &right).await.session_cookie().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn challenges_are_for_our_own_pages_and_few_for_one_address() {
    let house = House::open_with(|settings| settings.limits.enabled = true).await;
    assert_eq!(options(&house, "/me/passkey", "").await.status, 401, "there is no name to claim");
    let foreign = [("origin", "https://evil.example")];
    let answer = http::ask(house.address, Method::POST, "/me/return", &foreign, Full::default()).await;
    assert_eq!(answer.status, 403);
    let mut asked = 0;
    while options(&house, "/me/return", "").await.status == 200 {
        asked += 1;
        assert!(asked <= 40, "nobody stops it");
    }
    assert_eq!(options(&house, "/me/return", "").await.status, 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_throws_live_sockets_out_within_a_second() {
    let house = House::open().await;
    let (here, other) = (enter(&house, "철수").await, house.enter("영희").await);
    let mut tab = Guest::connect_by_cookie(house.address, &here).await.unwrap();
    let room = tab.create_room("서재").await;
    tab.join(&room).await;
    let asked = std::time::Instant::now();
    let out = post(&house, "/do/sign-out", &here, &[]).await;
    assert_eq!((out.header("location"), out.session_cookie().as_deref()), (Some("/"), Some("sarangbang=")));
    within("the socket to go", tab.gone()).await;
    assert!(asked.elapsed().as_millis() < 1_000, "{:?}", asked.elapsed());
    let refused = Guest::connect_by_cookie(house.address, &here).await.err();
    assert_eq!(refused.as_deref(), Some("nickname_required"));
    drop(other);

    let program = house.enter("프로그램").await;
    let cookie = format!("sarangbang={}", program.token());
    let mut second = Guest::come_back(house.address, program.token()).await;
    let mut program = program;
    post(&house, "/do/sign-out-everywhere", &cookie, &[]).await;
    within("both sockets to go", async {
        program.gone().await;
        second.gone().await;
    })
    .await;
}
