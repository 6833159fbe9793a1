//! Bots: who makes them, what they may do with their token, by HTTP and by socket, and what is left when it is gone.

use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::Method;
use sarangbang::protocol::{
    CatchUp, Event, Message, Room,
    bot::{BotCreated, Bots},
    payload::{Done, MessageStored},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    binary::{Binary, fail, run},
    guest::Guest,
    house::House,
    http::{Answer, ask, get, post_form},
    patience::within,
};

/// A program that knows a bot's token and asks by HTTP.
pub struct Program {
    address: std::net::SocketAddr,
    authorization: String,
}

impl Program {
    pub fn new(address: std::net::SocketAddr, token: &str) -> Self {
        Self { address, authorization: format!("Bearer {token}") }
    }

    pub async fn post(&self, room: &str, body: &str) -> Answer {
        let headers = [("authorization", &*self.authorization), ("content-type", "application/json")];
        let path = format!("/api/v1/rooms/{room}/messages");
        ask(self.address, Method::POST, &path, &headers, Full::from(body.to_owned())).await
    }

    async fn say(&self, room: &str, content: &str) -> Answer {
        self.post(room, &json!({ "content": content }).to_string()).await
    }

    async fn get(&self, path: &str) -> Answer {
        get(self.address, path, &[("authorization", &self.authorization)]).await
    }
}

fn read<T: DeserializeOwned>(answer: &Answer) -> T {
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error} in {answer:?}"))
}

fn refusal(answer: &Answer) -> (u16, String) {
    let problem: Value = read(answer);
    assert!(problem["message"].is_string(), "{problem}");
    (answer.status, problem["code"].as_str().expect("a code").to_owned())
}

/// The owner makes a bot of a room.
pub async fn make_bot(owner: &mut Guest, room: &str, nickname: &str) -> BotCreated {
    owner.ask("createBot", &json!({ "roomId": room, "nickname": nickname })).await.expect("a new bot")
}

/// A room with its owner in it, and a bot.
pub async fn room_with_bot(house: &House) -> (Guest, String, BotCreated) {
    let mut owner = house.enter("철수").await;
    let room = owner.create_room("개발").await;
    owner.join(&room).await;
    let bot = make_bot(&mut owner, &room, "메아리").await;
    (owner, room, bot)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_bot_posts_is_stored_once_and_told_as_a_bots() {
    let house = House::open().await;
    let (mut owner, room, bot) = room_with_bot(&house).await;
    let program = Program::new(house.address, &bot.token);
    let body = json!({ "content": "안녕하세요", "clientId": "first" }).to_string();
    let first = program.post(&room, &body).await;
    assert_eq!(first.status, 201, "{first:?}");
    let message: Message = read(&first);
    assert_eq!((&*message.author.nickname, message.author.is_bot, message.seq), ("메아리", true, 1));
    assert!(first.body.contains(r#""bot":true"#), "{}", first.body);
    assert_eq!(owner.messages(&room, 1).await, [message]);

    let again = program.post(&room, &body).await;
    assert_eq!((again.status, again.body), (200, first.body));
    assert_eq!(program.say(&room, "또 만났네요").await.status, 201, "and without a clientId");
    assert_eq!(owner.messages(&room, 1).await[0].seq, 2);
    assert!(!owner.write(&room, "반가워요").await.author.is_bot);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_catches_up_by_revision() {
    let house = House::open().await;
    let (mut owner, room, bot) = room_with_bot(&house).await;
    let program = Program::new(house.address, &bot.token);
    owner.write(&room, "하나").await;
    let messages = format!("/api/v1/rooms/{room}/messages");
    let latest: CatchUp = read(&program.get(&messages).await);
    assert!(latest.reset && latest.rev == 1 && latest.messages.len() == 1);
    owner.write(&room, "둘").await;
    let newer: CatchUp = read(&program.get(&format!("{messages}?rev=1")).await);
    assert!(!newer.reset && newer.rev == 2 && &*newer.messages[0].content == "둘");
    let about: Room = read(&program.get(&format!("/api/v1/rooms/{room}")).await);
    assert_eq!((&*about.name, about.members), ("개발", 1));
    assert_eq!(refusal(&program.get(&format!("{messages}?rev=x")).await), (400, "bad_request".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_granted_is_refused_with_a_code_and_a_status() {
    let house = House::open().await;
    let (mut owner, room, bot) = room_with_bot(&house).await;
    let other = owner.create_room("다른 방").await;
    let program = Program::new(house.address, &bot.token);
    for (body, status, code) in [
        ("{}", 400, "bad_request"),
        ("[", 400, "bad_request"),
        (r#"{"content": 7}"#, 400, "bad_request"),
        (r#"{"content": "a", "clientId": ""}"#, 400, "bad_request"),
        (r#"{"content": "  "}"#, 422, "message_empty"),
        (&json!({ "content": "가".repeat(4_001) }).to_string(), 422, "message_too_long"),
        (&json!({ "content": "a".repeat(100_000) }).to_string(), 413, "message_too_long"),
    ] {
        let answer = program.post(&room, body).await;
        assert_eq!(refusal(&answer), (status, code.to_owned()), "{}", &body[..body.len().min(60)]);
    }
    let missing = program.say("4fXq2Lw9cJ7a", "안녕").await;
    let foreign = program.say(&other, "안녕").await;
    assert_eq!(refusal(&missing), (404, "room_not_found".to_owned()));
    assert_eq!((foreign.status, &foreign.body), (missing.status, &missing.body), "one cannot be told from the other");

    let stranger = Program::new(house.address, &format!("sbt_{}", "A".repeat(43)));
    let nobody = get(house.address, &format!("/api/v1/rooms/{room}"), &[]).await;
    let session = Program::new(house.address, owner.token()).say(&room, "안녕").await;
    for answer in [stranger.say(&room, "안녕").await, nobody, session] {
        assert_eq!(refusal(&answer), (401, "invalid_token".to_owned()));
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let _: Done = owner.ask("closeRoom", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(refusal(&program.say(&room, "안녕").await), (410, "room_closed".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_posts_too_fast_is_told_when_to_come_back() {
    let house = House::open_with(|settings| {
        settings.limits.enabled = true;
        settings.limits.messages_per_second = 1.try_into().unwrap();
        settings.limits.messages_burst = 1.try_into().unwrap();
    })
    .await;
    let (_owner, room, bot) = room_with_bot(&house).await;
    let program = Program::new(house.address, &bot.token);
    assert_eq!(program.say(&room, "하나").await.status, 201);
    let refused = program.say(&room, "둘").await;
    assert_eq!(refusal(&refused), (429, "too_many_requests".to_owned()));
    assert_eq!(refused.header("retry-after"), Some("1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_owner_makes_sees_and_revokes_bots() {
    let house = House::open().await;
    let (mut owner, room, bot) = room_with_bot(&house).await;
    let mut guest = house.enter("영희").await;
    guest.join(&room).await;
    for (request, payload) in [
        ("createBot", json!({ "roomId": room, "nickname": "남의 봇" })),
        ("bots", json!({ "roomId": room })),
        ("revokeBot", json!({ "roomId": room, "botId": bot.bot.id })),
        ("setWebhook", json!({ "roomId": room, "botId": bot.bot.id, "url": "" })),
    ] {
        assert_eq!(guest.ask::<Value>(request, &payload).await, Err("not_owner".to_owned()), "{request}");
    }
    let taken = owner.ask::<Value>("createBot", &json!({ "roomId": room, "nickname": "메아리" })).await;
    assert_eq!(taken, Err("nickname_taken".to_owned()));
    let mine: Bots = owner.ask("bots", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(mine.bots, [bot.bot]);
    for number in 2..=10 {
        make_bot(&mut owner, &room, &format!("봇{number}")).await;
    }
    let one_more = owner.ask::<Value>("createBot", &json!({ "roomId": room, "nickname": "봇11" })).await;
    assert_eq!(one_more, Err("too_many_bots".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_on_a_socket_is_in_its_room_and_nowhere_else() {
    let house = House::open().await;
    let (mut owner, room, made) = room_with_bot(&house).await;
    let locked = json!({ "roomId": room, "password": "열려라 참깨" });
    owner.ask::<Value>("changeRoom", &locked).await.unwrap();
    let other = owner.create_room("다른 방").await;
    let mut bot = Guest::come_back(house.address, &made.token).await;
    assert_eq!((&bot.me.id, &*bot.me.nickname, &bot.me.token), (&made.bot.id, "메아리", &None));
    assert_eq!(bot.welcome.rooms.iter().map(|room| room.id.as_str()).collect::<Vec<_>>(), [&room]);
    assert!(bot.welcome.notices.is_empty());
    bot.join(&room).await;
    for elsewhere in [&*other, "4fXq2Lw9cJ7a"] {
        let refused = bot.ask::<Value>("joinRoom", &json!({ "roomId": elsewhere })).await;
        assert_eq!(refused, Err("room_not_found".to_owned()));
    }
    assert_eq!(bot.ask::<Value>("createRoom", &json!({ "name": "봇방" })).await, Err("not_for_bots".to_owned()));
    assert_eq!(bot.ask::<Value>("rename", &json!({ "nickname": "사람" })).await, Err("not_for_bots".to_owned()));
    owner.write(&room, "!ping").await;
    assert_eq!(&*bot.messages(&room, 1).await[0].content, "!ping");
    assert!(bot.write(&room, "pong").await.author.is_bot);
    owner.create_room("셋째 방").await;
    owner.write(&room, "끝").await;
    let mut heard = Vec::new();
    bot.event("the last message", |event| {
        heard.push(event.name());
        matches!(event, Event::Messages(event) if &*event.messages[0].content == "끝").then_some(())
    })
    .await;
    assert!(!heard.contains(&"rooms") && !heard.contains(&"notice"), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_bot_is_refused_at_once_and_gone_within_a_second() {
    let house = House::open().await;
    let (mut owner, room, made) = room_with_bot(&house).await;
    let program = Program::new(house.address, &made.token);
    let mut bot = Guest::come_back(house.address, &made.token).await;
    bot.join(&room).await;
    let revoke = json!({ "roomId": room, "botId": made.bot.id });
    let _: Done = owner.ask("revokeBot", &revoke).await.unwrap();
    let moment = Instant::now();
    assert_eq!(refusal(&program.say(&room, "안녕").await), (401, "invalid_token".to_owned()));
    bot.gone().await;
    assert!(moment.elapsed() < Duration::from_secs(1), "{:?}", moment.elapsed());
    let refused = Guest::connect(house.address, &json!({ "token": made.token })).await.err();
    assert_eq!(refused.as_deref(), Some("invalid_token"));
    let _: Done = owner.ask("revokeBot", &revoke).await.expect("again is no error");
    make_bot(&mut owner, &room, "메아리").await;
}

/// The place in line at which a revoked bot stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_bot_still_asks_when_it_is_revoked_is_refused() {
    let house = House::open().await;
    let (mut owner, room, made) = room_with_bot(&house).await;
    let mut bot = Guest::come_back(house.address, &made.token).await;
    bot.join(&room).await;
    let revoke = json!({ "roomId": room, "botId": made.bot.id });
    let _: Done = owner.ask("revokeBot", &revoke).await.unwrap();
    for number in 0..20 {
        bot.send_message(&room, &format!("늦은 말 {number}"));
    }
    bot.gone().await;
    let last = owner.write(&room, "끝").await;
    assert_eq!(last.seq, 1, "nothing of it was stored");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operators_make_bots_for_a_space_beside_the_open_house() {
    let server = Binary::start(&[]).await;
    let (mut owner, _other, room) = server.two_in_a_room().await;
    let folder = server.folder.path();
    let data = folder.to_owned();
    let bot = async |arguments: &[&str]| {
        let output = run(&data, &[&["bot"], arguments].concat(), &[]).await;
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("text").trim().to_owned()
    };
    let token = bot(&["add", "--space", "main", "--name", "파수꾼"]).await;
    let program = Program::new(server.address, &token);
    assert_eq!(program.say(&room, "안녕하세요").await.status, 201);
    let locked: sarangbang::protocol::payload::RoomCreated =
        owner.ask("createRoom", &json!({ "name": "비밀", "password": "열려라 참깨" })).await.unwrap();
    let refused = program.say(locked.room.id.as_str(), "안녕").await;
    assert_eq!(refusal(&refused), (403, "password_required".to_owned()));

    let mut on_socket = Guest::come_back(server.address, &token).await;
    on_socket.join(&room).await;
    let _: MessageStored = on_socket
        .ask("sendMessage", &json!({ "roomId": room, "clientId": "x", "content": "저도 왔어요" }))
        .await
        .expect("it may go anywhere in its space");
    let list = bot(&["list"]).await;
    let id = list.split_whitespace().next().expect("a line").to_owned();
    assert_eq!(list, format!("{id}  파수꾼  space main"));
    bot(&["revoke", &id]).await;
    let moment = Instant::now();
    assert_eq!(refusal(&program.say(&room, "안녕").await), (401, "invalid_token".to_owned()));
    within("the bot to go", on_socket.gone()).await;
    assert!(moment.elapsed() < Duration::from_secs(1), "{:?}", moment.elapsed());
    assert_eq!(bot(&["list"]).await, "");
    for (arguments, told) in [
        (&["add", "--space", "nowhere", "--name", "파수꾼"][..], "no space 'nowhere'"),
        (&["add", "--space", "main", "--name", "철수"], "Someone else has this nickname"),
        (&["add", "--space", "main", "--name", "x"], "at least 2 characters"),
        (&["revoke", &id], "there is no bot"),
    ] {
        let line = fail(&data, &[&["bot"], arguments].concat(), &[]).await;
        assert!(line.contains(told), "{line} tells {told}");
    }
    let line = fail(tempfile::tempdir().unwrap().path(), &["bot", "list"], &[]).await;
    assert!(line.contains("there is no database"), "{line}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bots_of_a_space_go_with_it() {
    let server = Binary::start(&[]).await;
    let data = server.folder.path();
    let command = async |arguments: &[&str]| {
        let output = run(data, arguments, &[]).await;
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("text").trim().to_owned()
    };
    command(&["space", "add", "garden"]).await;
    let token = command(&["bot", "add", "--space", "garden", "--name", "정원사"]).await;
    let mut gardener = Guest::come_back(server.address, &token).await;
    command(&["space", "remove", "garden"]).await;
    within("the bot to go", gardener.gone()).await;
    assert_eq!(command(&["bot", "list"]).await, "");
    let line = fail(data, &["bot", "add", "--space", "garden", "--name", "농부"], &[]).await;
    assert!(line.contains("no space 'garden'"), "{line}");
    command(&["bot", "add", "--space", "main", "--name", "정원사"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_does_all_of_it_by_forms_too() {
    let house = House::open().await;
    let entered = post_form(house.address, "/do/enter", None, &[("nickname", "철수"), ("back", "/")]).await;
    let cookie = entered.session_cookie().expect("a session");
    let mut owner = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    let room = owner.create_room("개발").await;
    let page = format!("/r/{room}/settings");
    let shown = async || get(house.address, &page, &[("cookie", &cookie)]).await.body;
    let send = async |action: &str, cookie: &str, fields: &[(&str, &str)]| {
        let form = [&[("room_id", &*room)], fields].concat();
        let answer = post_form(house.address, &format!("/do/{action}"), Some(cookie), &form).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        answer.header("location").expect("a way back").to_owned()
    };
    assert_eq!(send("create-bot", &cookie, &[("bot_name", "메아리")]).await, format!("{page}#bots"));
    let made = shown().await;
    assert!(made.contains("value=\"sbt_") && made.contains("저장했습니다."), "the token: {made}");
    let again = shown().await;
    assert!(!again.contains("sbt_") && !again.contains("저장했습니다."), "and only once: {again}");
    assert_eq!(
        send("create-bot", &cookie, &[("bot_name", "메아리")]).await,
        format!("{page}?section=bots&bot_name=%EB%A9%94%EC%95%84%EB%A6%AC&refused=nickname_taken#bots")
    );
    let bots: Bots = owner.ask("bots", &json!({ "roomId": room })).await.unwrap();
    let id = bots.bots[0].id.to_string();
    let hook = [("bot_id", &*id), ("url", "https://bot.example/hook")];
    assert_eq!(send("set-webhook", &cookie, &hook).await, format!("{page}#bots"));
    assert!(shown().await.contains("https://bot.example/hook"));
    let bots: Bots = owner.ask("bots", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(&*bots.bots[0].webhook.as_ref().expect("a webhook").url, "https://bot.example/hook");

    for (url, why) in [
        ("http://192.168.0.1/hook", "webhook_private"),
        ("http://me:s3cret@bot.example/", "webhook_with_password"),
        ("bot.example", "webhook_forbidden"),
    ] {
        let refused = send("set-webhook", &cookie, &[("bot_id", &id), ("url", url)]).await;
        assert_eq!(
            refused,
            format!("{page}?section=bots&bot={id}&refused={why}#bots"),
            "what is secret is in no address"
        );
        let shown = get(house.address, refused.split('#').next().unwrap(), &[("cookie", &cookie)]).await.body;
        assert!(shown.contains(&format!("value=\"{url}\" aria-invalid=\"true\"")), "{url}: {shown}");
    }

    let entered = post_form(house.address, "/do/enter", None, &[("nickname", "영희"), ("back", "/")]).await;
    let other = entered.session_cookie().expect("a session");
    assert_eq!(send("revoke-bot", &other, &[("bot_id", &id)]).await, format!("/r/{room}/settings"));
    assert_eq!(send("revoke-bot", &cookie, &[("bot_id", &id)]).await, format!("{page}#bots"));
    let bots: Bots = owner.ask("bots", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(bots.bots, []);
}
