//! Webhooks, as their receivers see them: what arrives, when, signed how, and where the house refuses to go.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use hmac::{Hmac, Mac};
use http_body_util::{BodyExt, Full};
use hyper::{Request, Response, body::Incoming, header, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use rusqlite::Connection;
use sarangbang::protocol::{
    bot::{Bot, Bots, WebhookSet},
    event::Messages,
    payload::Done,
};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

use super::{
    bots::{Program, make_bot, room_with_bot},
    guest::Guest,
    house::House,
    patience::{until, within},
};

/// A delivery as it came.
struct Delivery {
    signature: String,
    id: String,
    body: String,
}

impl Delivery {
    fn messages(&self) -> Messages {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }

    fn texts(&self) -> Vec<String> {
        self.messages().messages.iter().map(|message| message.content.to_string()).collect()
    }
}

/// Somebody's program, which takes deliveries.
struct Receiver {
    address: SocketAddr,
    deliveries: mpsc::UnboundedReceiver<Delivery>,
    /// The status of its answers.
    is_broken: Arc<AtomicBool>,
    attempts: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl Receiver {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (hand_on, deliveries) = mpsc::unbounded_channel();
        let (is_broken, attempts) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let serving = tokio::spawn({
            let (is_broken, attempts) = (is_broken.clone(), attempts.clone());
            async move {
                loop {
                    let (stream, _) = listener.accept().await.expect("a connection");
                    let (hand_on, is_broken, attempts) = (hand_on.clone(), is_broken.clone(), attempts.clone());
                    let answer = service_fn(move |request| {
                        let (hand_on, is_broken) = (hand_on.clone(), is_broken.load(Ordering::SeqCst));
                        attempts.fetch_add(1, Ordering::SeqCst);
                        async move { answer(request, is_broken, &hand_on).await }
                    });
                    tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
                }
            }
        });
        Self { address, deliveries, is_broken, attempts, serving }
    }

    fn url(&self) -> String {
        format!("http://{}/hook?of=bot", self.address)
    }

    fn breaks(&self, is_broken: bool) {
        self.is_broken.store(is_broken, Ordering::SeqCst);
    }

    async fn next(&mut self) -> Delivery {
        within("a delivery", self.deliveries.recv()).await.expect("it serves")
    }

    async fn attempts(&self, at_least: usize) {
        until("attempts", async || self.attempts.load(Ordering::SeqCst) >= at_least).await;
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(
    request: Request<Incoming>,
    is_broken: bool,
    hand_on: &mpsc::UnboundedSender<Delivery>,
) -> Result<Response<Full<hyper::body::Bytes>>, Infallible> {
    let path = request.uri().to_string();
    let header = |name: &str| {
        let value = request.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_else(|| panic!("no {name}")).to_owned()
    };
    assert_eq!((request.method().as_str(), &*path), ("POST", "/hook?of=bot"));
    assert_eq!(header("content-type"), "application/json");
    let (signature, id) = (header("x-sarangbang-signature"), header("x-sarangbang-delivery"));
    if is_broken {
        let elsewhere = [(header::LOCATION, "http://127.0.0.1:1/")];
        let mut response = Response::builder().status(307);
        response.headers_mut().expect("fine").extend(elsewhere.map(|(name, value)| (name, value.parse().expect("ok"))));
        return Ok(response.body(Full::default()).expect("a response"));
    }
    let body = request.into_body().collect().await.expect("a body").to_bytes();
    let body = String::from_utf8(body.to_vec()).expect("text");
    let _ = hand_on.send(Delivery { signature, id, body });
    Ok(Response::builder().status(204).body(Full::default()).expect("a response"))
}

/// A house that may reach this machine.
async fn open_house() -> House {
    House::open_with(|settings| settings.webhooks.allowed_addresses = vec!["127.0.0.0/8".to_owned()]).await
}

async fn set_webhook(owner: &mut Guest, room: &str, bot: &Bot, url: &str) -> Option<String> {
    let payload = json!({ "roomId": room, "botId": bot.id, "url": url });
    let set: WebhookSet = owner.ask("setWebhook", &payload).await.expect("a webhook");
    set.secret.map(|secret| secret.to_string())
}

async fn seen_by(owner: &mut Guest, room: &str) -> Bot {
    let bots: Bots = owner.ask("bots", &json!({ "roomId": room })).await.expect("the owner's room");
    bots.bots.into_iter().next().expect("a bot")
}

/// What is wrong with a webhook, once something is.
async fn problem(owner: &mut Guest, room: &str) -> String {
    let asking = async {
        loop {
            let webhook = seen_by(owner, room).await.webhook.expect("a webhook");
            if let Some(problem) = webhook.problem {
                return problem.to_string();
            }
        }
    };
    within("a problem", asking).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_from_now_on_is_delivered_signed_and_in_order() {
    let (house, mut receiver) = (open_house().await, Receiver::open().await);
    let (mut owner, room, made) = room_with_bot(&house).await;
    owner.write(&room, "그 전의 말").await;
    let secret = set_webhook(&mut owner, &room, &made.bot, &receiver.url()).await.expect("a secret");
    assert!(secret.starts_with("sbs_") && secret.len() == 47, "{secret}");
    let first = owner.write(&room, "안녕 👋").await;
    let delivery = receiver.next().await;
    assert_eq!(
        delivery.messages(),
        Messages { room_id: first.room_id.clone(), from_rev: 1, to_rev: 2, messages: vec![first] }
    );
    assert_eq!(delivery.id, format!("{}-1-2", made.bot.id));

    let (time, signature) = delivery.signature.split_once(",v1=").expect("two parts");
    let time = time.strip_prefix("t=").expect("the time");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{time}.{}", delivery.body).as_bytes());
    assert_eq!(hex::encode(mac.finalize().into_bytes()), signature);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(now.abs_diff(time.parse().unwrap()) < 60, "{time}");

    let numbers: Vec<_> = (0..120).map(|number| owner.send_message(&room, &number.to_string())).collect();
    for number in numbers {
        let _: Value = owner.answer(number).await.expect("stored");
    }
    let (mut texts, mut rev) = (Vec::new(), 2);
    while texts.len() < 120 {
        let delivery = receiver.next().await;
        assert_eq!(delivery.messages().from_rev, rev, "without a gap");
        rev = delivery.messages().to_rev;
        texts.extend(delivery.texts());
    }
    assert_eq!(texts, (0..120).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_is_not_told_what_it_wrote_itself() {
    let (house, mut receiver) = (open_house().await, Receiver::open().await);
    let (mut owner, room, made) = room_with_bot(&house).await;
    set_webhook(&mut owner, &room, &made.bot, &receiver.url()).await;
    let program = Program::new(house.address, &made.token);
    program.post(&room, r#"{"content":"나"}"#).await;
    let other = make_bot(&mut owner, &room, "다른 봇").await;
    Program::new(house.address, &other.token).post(&room, r#"{"content":"남"}"#).await;
    let mut texts = Vec::new();
    while texts.is_empty() {
        texts = receiver.next().await.texts();
    }
    assert_eq!(texts, ["남"]);
    owner.write(&room, "끝").await;
    assert_eq!(receiver.next().await.texts(), ["끝"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_taken_is_delivered_again_also_after_a_restart() {
    let (house, mut receiver) = (open_house().await, Receiver::open().await);
    let (mut owner, room, made) = room_with_bot(&house).await;
    set_webhook(&mut owner, &room, &made.bot, &receiver.url()).await;
    receiver.breaks(true);
    owner.write(&room, "하나").await;
    let gone = owner.write(&room, "지울 말").await;
    receiver.attempts(1).await;
    assert_eq!(problem(&mut owner, &room).await, "status_307", "and nobody went where it led");
    let _: Value = owner.ask("deleteMessage", &json!({ "roomId": room, "id": gone.id })).await.unwrap();
    let token = owner.token().to_owned();
    let house = house.restart().await;
    receiver.attempts(2).await;
    receiver.breaks(false);
    let (mut texts, mut bodies) = (Vec::new(), String::new());
    while texts.len() < 2 {
        let delivery = receiver.next().await;
        texts.extend(delivery.texts());
        bodies += &delivery.body;
    }
    assert_eq!(texts, ["하나", ""], "what was deleted meanwhile is not told");
    assert!(!bodies.contains("지울 말"));
    let mut owner = Guest::come_back(house.address, &token).await;
    until("the webhook to be well", async || {
        let mut other = Guest::come_back(house.address, &token).await;
        seen_by(&mut other, &room).await.webhook.is_some_and(|webhook| webhook.failing_since.is_none())
    })
    .await;
    owner.join(&room).await;
    owner.write(&room, "다음").await;
    assert_eq!(receiver.next().await.texts(), ["다음"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_network_is_not_reached_by_address_or_by_name() {
    let (house, receiver) = (House::open().await, Receiver::open().await);
    let (mut owner, room, made) = room_with_bot(&house).await;
    let port = receiver.address.port();
    for host in ["127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "169.254.169.254"] {
        let url = format!("http://{host}:{port}/hook?of=bot");
        let payload = json!({ "roomId": room, "botId": made.bot.id, "url": url });
        let refused = owner.ask::<Value>("setWebhook", &payload).await;
        assert_eq!(refused, Err("webhook_private".to_owned()), "{host}");

        // A name may lead there at any time later.
        set_webhook(&mut owner, &room, &made.bot, "http://bot.invalid/").await;
        let database = Connection::open(house.settings.data.join("sarangbang.db")).expect("a database");
        database.execute("UPDATE webhooks SET url = ?1", [&url]).expect("a webhook");
        owner.write(&room, "들리나요").await;
        assert_eq!(problem(&mut owner, &room).await, "no_public_host", "{host}");
    }
    assert_eq!(receiver.attempts.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_address_of_the_web_is_refused() {
    let house = House::open().await;
    let (mut owner, room, made) = room_with_bot(&house).await;
    for (url, why) in [
        ("ftp://bot.example/", "webhook_forbidden"),
        ("bot.example", "webhook_forbidden"),
        ("http://me:secret@bot.example/", "webhook_with_password"),
    ] {
        let payload = json!({ "roomId": room, "botId": made.bot.id, "url": url });
        assert_eq!(owner.ask::<Value>("setWebhook", &payload).await, Err(why.to_owned()), "{url}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_that_was_taken_away_or_whose_bot_was_is_not_asked_any_more() {
    let (house, mut receiver) = (open_house().await, Receiver::open().await);
    let (mut owner, room, made) = room_with_bot(&house).await;
    set_webhook(&mut owner, &room, &made.bot, &receiver.url()).await;
    let watcher = make_bot(&mut owner, &room, "파수꾼").await;
    let mut other = Receiver::open().await;
    set_webhook(&mut owner, &room, &watcher.bot, &other.url()).await;
    owner.write(&room, "하나").await;
    assert_eq!((receiver.next().await.texts(), other.next().await.texts()), (vec!["하나".into()], vec!["하나".into()]));
    assert_eq!(set_webhook(&mut owner, &room, &made.bot, "").await, None);
    owner.write(&room, "둘").await;
    assert_eq!(other.next().await.texts(), ["둘"]);
    let revoked = json!({ "roomId": room, "botId": watcher.bot.id });
    let _: Done = owner.ask("revokeBot", &revoked).await.unwrap();
    set_webhook(&mut owner, &room, &made.bot, &receiver.url()).await;
    owner.write(&room, "셋").await;
    assert_eq!(receiver.next().await.texts(), ["셋"]);
    assert!(other.deliveries.try_recv().is_err());
}

/// Forty receivers that take every delivery and answer none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_receivers_of_one_guest_hold_up_nobody_elses_deliveries() {
    let (house, mut quick) = (open_house().await, Receiver::open().await);
    let (mut owner, room, made) = room_with_bot(&house).await;
    set_webhook(&mut owner, &room, &made.bot, &quick.url()).await;
    // The kernel takes the connections, and nobody takes them from the kernel.
    let deaf = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", deaf.local_addr().expect("bound"));
    let mut other = house.enter("영희").await;
    let mut rooms = Vec::new();
    for number in 0..4 {
        let room = other.create_room(&format!("느린 방 {number}")).await;
        other.join(&room).await;
        for bot in 0..10 {
            let made = make_bot(&mut other, &room, &format!("느린 봇 {number}{bot}")).await;
            set_webhook(&mut other, &room, &made.bot, &url).await;
        }
        rooms.push(room);
    }
    for room in &rooms {
        other.write(room, "들어 봐").await;
    }
    // Somebody's delivery is under way.
    within("a slow delivery", deaf.accept()).await.expect("a connection");
    let start = Instant::now();
    owner.write(&room, "안녕").await;
    assert_eq!(quick.next().await.texts(), ["안녕"]);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

/// Its owner sees why nothing comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_that_is_not_there_is_named_to_the_owner() {
    let house = open_house().await;
    let (mut owner, room, made) = room_with_bot(&house).await;
    for (url, told) in [
        ("http://127.0.0.1:1/", "no_connection"),
        ("http://nowhere.invalid/", "no_public_host"),
        ("https://127.0.0.1:1/", "no_connection"),
    ] {
        set_webhook(&mut owner, &room, &made.bot, url).await;
        owner.write(&room, "들리나요").await;
        assert_eq!(problem(&mut owner, &room).await, told, "{url}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_was_sent_out_is_told_nothing_until_it_is_let_in() {
    let house = open_house().await;
    let (mut receiver, mut others) = (Receiver::open().await, Receiver::open().await);
    let (mut owner, room, made) = room_with_bot(&house).await;
    let other = make_bot(&mut owner, &room, "다른 봇").await;
    set_webhook(&mut owner, &room, &made.bot, &receiver.url()).await;
    set_webhook(&mut owner, &room, &other.bot, &others.url()).await;
    // Only who has come in can be sent out.
    let mut bot = Guest::come_back(house.address, &made.token).await;
    bot.join(&room).await;
    owner.write(&room, "들리는 말").await;
    assert_eq!(
        (receiver.next().await.texts(), others.next().await.texts()),
        (vec!["들리는 말".into()], vec!["들리는 말".into()])
    );

    let member = json!({ "roomId": room, "guestId": made.bot.id });
    let _: Done = owner.ask("kick", &member).await.unwrap();
    let told = receiver.attempts.load(Ordering::SeqCst);
    // The other bot's deliveries are no sign for this one's; but one of several would have come by then.
    for _ in 0..8 {
        owner.write(&room, "우리끼리 하는 말").await;
        assert_eq!(others.next().await.texts(), ["우리끼리 하는 말"]);
    }
    assert_eq!(receiver.attempts.load(Ordering::SeqCst), told);

    let _: Done = owner.ask("letIn", &member).await.unwrap();
    owner.write(&room, "다시 들리는 말").await;
    while !receiver.next().await.texts().contains(&"다시 들리는 말".to_owned()) {}
}
