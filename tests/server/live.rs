//! The conversation as it goes on without scripts: a document that the house appends to for as long as it is read.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use http_body_util::{BodyExt, Empty};
use hyper::{Request, Response, body::Bytes, body::Incoming, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use sarangbang::protocol::{
    Event,
    payload::{Done, MessageStored, RoomChanged},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use super::{
    forms::Reader,
    guest::Guest,
    house::House,
    http,
    patience::{until, within},
};

/// An open frame, with what came so far.
struct Frame {
    answer: Response<Incoming>,
    text: String,
}

impl Frame {
    async fn open(house: &House, room: &str, cookie: &str) -> Self {
        let stream = within("a connection", TcpStream::connect(house.address)).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let request = Request::get(format!("/r/{room}/live"))
            .header(header::HOST, house.address.to_string())
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT_ENCODING, "br, gzip")
            .body(Empty::<Bytes>::new())
            .unwrap();
        let answer = within("an answer", sender.send_request(request)).await.unwrap();
        Self { answer, text: String::new() }
    }

    /// Reads on until this stands in the document.
    async fn shows(&mut self, text: &str) {
        while !self.text.contains(text) {
            assert!(self.read_on().await, "it ended without {text:?}: {}", self.text);
        }
    }

    /// Reads to the end; what came since the last look.
    async fn end(&mut self) -> String {
        let before = self.text.len();
        while self.read_on().await {}
        self.text.split_off(before)
    }

    async fn read_on(&mut self) -> bool {
        match within("more of the document", self.answer.frame()).await {
            Some(piece) => {
                let piece = piece.expect("nothing breaks off").into_data().expect("no trailers");
                self.text.push_str(std::str::from_utf8(&piece).expect("whole characters"));
                true
            }
            None => false,
        }
    }
}

/// Whether a document asks to be loaded anew at once.
fn asks_again(html: &str) -> bool {
    html.contains("<meta http-equiv=\"refresh\"")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_comes_while_the_document_is_open() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    one.write(&room, "먼저 한 말").await;
    let reader = Reader::enter(&house, "글방").await;
    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("먼저 한 말").await;
    assert_eq!(frame.answer.status(), 200);
    assert!(frame.answer.headers().get(header::CONTENT_ENCODING).is_none());
    let policy = frame.answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src"), "{policy}");

    two.write(&room, "**새로** <b>한</b> 말").await;
    frame.shows("<strong>새로</strong> &lt;b&gt;한&lt;/b&gt; 말").await;
    one.write(&room, "또 한 말").await;
    frame.shows("또 한 말").await;
    assert_eq!(frame.text.matches("또 한 말").count(), 1);
    assert_eq!(frame.text.matches("class=\"day\"").count(), 1, "one day");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_edited_or_deleted_is_loaded_anew() {
    let house = House::open().await;
    let (mut one, _two, room) = house.two_in_a_room().await;
    let message = one.write(&room, "비밀을 말했다").await;
    let reader = Reader::enter(&house, "글방").await;

    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("비밀을 말했다").await;
    let edit = json!({ "roomId": room, "id": message.id, "content": "고쳐 말했다" });
    let _: MessageStored = one.ask("editMessage", &edit).await.unwrap();
    let last = frame.end().await;
    assert!(asks_again(&last) && last.ends_with("</html>\n"), "{last}");

    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("고쳐 말했다").await;
    let delete = json!({ "roomId": room, "id": message.id });
    let _: MessageStored = one.ask("deleteMessage", &delete).await.unwrap();
    assert!(asks_again(&frame.end().await));

    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("삭제된 메시지").await;
    assert!(!frame.text.contains("말했다"), "{}", frame.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_see_the_room_any_more_is_out_within_a_second() {
    let house = House::open().await;
    let (mut one, _two, room) = house.two_in_a_room().await;
    let looker = Reader::enter(&house, "구경꾼").await;
    let mut frame = Frame::open(&house, &room, &looker.cookie).await;
    frame.shows("role=\"log\"").await;

    let locked = Instant::now();
    let _: RoomChanged = one.ask("changeRoom", &json!({ "roomId": room, "password": "열려라 참깨" })).await.unwrap();
    let last = frame.end().await;
    assert!(locked.elapsed() < Duration::from_secs(1), "{:?}", locked.elapsed());
    assert!(last.contains("live-end") && last.contains(&format!("/r/{room}")) && !asks_again(&last), "{last}");
    one.write(&room, "우리끼리").await;
    let mut page = Frame::open(&house, &room, &looker.cookie).await;
    assert!(!page.end().await.contains("우리끼리"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_out_or_is_forgotten_is_out_within_a_second() {
    let house = House::open().await;
    let (_one, _two, room) = house.two_in_a_room().await;
    for (nickname, action, form) in
        [("구경꾼", "/do/sign-out", ("back", "/")), ("나그네", "/do/forget-me", ("sure", "true"))]
    {
        let reader = Reader::enter(&house, nickname).await;
        let mut frame = Frame::open(&house, &room, &reader.cookie).await;
        frame.shows("role=\"log\"").await;
        let gone = Instant::now();
        reader.post(action, &[form]).await;
        let last = frame.end().await;
        assert!(gone.elapsed() < Duration::from_secs(1), "{:?}", gone.elapsed());
        assert!(last.contains("live-end") && !asks_again(&last), "{last}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_kicked_is_out_within_a_second_and_told_so() {
    let house = House::open().await;
    let (mut one, _two, room) = house.two_in_a_room().await;
    let reader = Reader::enter(&house, "글방").await;
    reader.post("/do/join-room", &[("room_id", &room)]).await;
    let id = one.event("who came", |event| match event {
        Event::Presence(presence) => presence.joined.into_iter().find(|member| &*member.nickname == "글방"),
        _ => None,
    });
    let id = id.await.id;
    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("role=\"log\"").await;
    let kicked = Instant::now();
    let _: Done = one.ask("kick", &json!({ "roomId": room, "guestId": id })).await.unwrap();
    let last = frame.end().await;
    assert!(kicked.elapsed() < Duration::from_secs(1), "{:?}", kicked.elapsed());
    assert!(last.contains("live-end") && last.contains("방장이 내보내서") && !asks_again(&last), "{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_is_closed_says_so() {
    let house = House::open().await;
    let (mut one, _two, room) = house.two_in_a_room().await;
    let reader = Reader::enter(&house, "글방").await;
    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("role=\"log\"").await;
    let _: Done = one.ask("closeRoom", &json!({ "roomId": room })).await.unwrap();
    let last = frame.end().await;
    assert!(last.contains("live-end") && !asks_again(&last), "{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_gets_no_frame_and_no_word_of_what_was_said() {
    let house = House::open().await;
    let (mut one, _two, room) = house.two_in_a_room().await;
    one.write(&room, "우리끼리").await;
    let stranger = http::get(house.address, &format!("/r/{room}/live"), &[]).await;
    assert!(!stranger.body.contains("우리끼리") && !stranger.body.contains("role=\"log\""));
    let reader = Reader::enter(&house, "글방").await;
    let missing = http::get(house.address, "/r/4fXq2Lw9/live", &[("cookie", &reader.cookie)]).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_count_among_the_connections_of_an_address() {
    // Behind a proxy, which may have any number of connections itself.
    let house = House::open_with(|settings| {
        settings.limits.enabled = true;
        settings.limits.connections_per_address = 3;
        settings.trusted_proxies = vec!["127.0.0.1".to_owned()];
    })
    .await;
    let reader = Reader::enter(&house, "글방").await;
    let room = reader.create_room("서당", "").await.trim_start_matches("/r/").to_owned();
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(Frame::open(&house, &room, &reader.cookie).await);
    }
    assert!(open.iter().all(|frame| frame.answer.status() == 200));
    assert_eq!(Frame::open(&house, &room, &reader.cookie).await.answer.status(), 429);
    drop(open.pop());
    until("a free place", async || Frame::open(&house, &room, &reader.cookie).await.answer.status() == 200).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_that_closes_tells_the_reader_to_come_back() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "글방").await;
    let room = reader.create_room("서당", "").await.trim_start_matches("/r/").to_owned();
    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("role=\"log\"").await;
    let begun = Instant::now();
    let (_, last) = tokio::join!(house.close(), frame.end());
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    assert!(asks_again(&last) && last.ends_with("</html>\n"), "{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_frame_shows_to_a_member_is_read() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "글방").await;
    let room = reader.create_room("서당", "").await.trim_start_matches("/r/").to_owned();
    let mut writer = house.enter("철수").await;
    writer.join(&room).await;
    let last = writer.write(&room, "하늘 천").await.seq;
    let mut page = Guest::connect_by_cookie(house.address, &reader.cookie).await.unwrap();
    let mut frame = Frame::open(&house, &room, &reader.cookie).await;
    frame.shows("하늘 천").await;
    let mark = page.event("read", |event| if let Event::Read(mark) = event { Some(mark.seq) } else { None }).await;
    assert_eq!(mark, last);
}

/// Asks for the frame from another address, over a connection that takes little without being read.
#[cfg(target_os = "linux")]
async fn ask_from_elsewhere(house: SocketAddr, room: &str, cookie: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(2_048).unwrap();
    socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let mut stream = within("a connection", socket.connect(house)).await.unwrap();
    let request = format!("GET /r/{room}/live HTTP/1.1\r\nHost: {house}\r\nCookie: {cookie}\r\n\r\n");
    // Where there is no place, it is closed already.
    let _ = stream.write_all(request.as_bytes()).await;
    stream
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_read_is_cut_off_and_nobody_waits_for_them() {
    let house = House::open_with(|settings| {
        settings.limits.enabled = true;
        settings.limits.connections_per_address = 4;
        settings.realtime.unread_timeout_ms = 1_000;
    })
    .await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let reader = Reader::enter(&house, "글방").await;
    let mut unread = Vec::new();
    for _ in 0..4 {
        unread.push(ask_from_elsewhere(house.address, &room, &reader.cookie).await);
    }
    let has_place = async || {
        let mut stream = ask_from_elsewhere(house.address, &room, &reader.cookie).await;
        matches!(within("an answer", stream.read(&mut [0; 64])).await, Ok(1..))
    };
    assert!(!has_place().await, "they are all taken");
    for _ in 0..5 {
        let sent = Instant::now();
        one.write(&room, &"가".repeat(4_000)).await;
        two.messages(&room, 1).await;
        assert!(sent.elapsed() < Duration::from_millis(500), "{:?}", sent.elapsed());
    }
    until("the unread frames to be gone", has_place).await;
}
