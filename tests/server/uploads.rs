//! What uploads may not do: to take memory, places and room on the disk from others, and to outlive their guest.

use std::convert::Infallible;

use futures::channel::mpsc;
use http_body_util::StreamBody;
use hyper::{
    Method,
    body::{Bytes, Frame},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    house::House,
    http,
    patience::{until, within},
    pictures::{files, form, get, picture, post, send, two, upload, uploaded, wait_until_files_are},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_of_a_form_are_as_bounded_as_those_of_any_other() {
    let house = House::open().await;
    let (cookie, _one, _, mut other, room) = two(&house).await;
    let (half, too_much) = ("x".repeat(40 * 1_024), "x".repeat(4 << 20));
    let too_large = format!("/r/{room}?refused=body_too_large#composer");
    for words in [
        &[("client_id", "form-1"), ("content", &*too_much)][..],
        &[("client_id", "form-2"), ("content", "안녕"), ("alt", &half), ("pictures", &half)],
        &[("client_id", "form-3"), ("content", &half), ("content", "안녕"), ("alt", &half)],
    ] {
        let answer = post(house.address, &room, &cookie, form(words, &[])).await;
        assert_eq!(answer.header("location"), Some(&*too_large), "{} fields", words.len());
    }
    let short = form(&[("client_id", "form-4"), ("content", "짧은 글")], &[]);
    post(house.address, &room, &cookie, short).await;
    assert_eq!(&*other.messages(&room, 1).await[0].content, "짧은 글");
}

/// A form with this before its first part, and in the head of its second.
fn with_heads(before: &str, head: &str) -> Vec<u8> {
    let first = "--x\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nform-1\r\n";
    let second = format!("--x\r\n{head}Content-Disposition: form-data; name=\"content\"\r\n\r\n안녕\r\n--x--\r\n");
    [before, first, &second].concat().into_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stands_around_the_words_of_a_form_is_short() {
    let house = House::open().await;
    let (cookie, _one, _, mut other, room) = two(&house).await;
    let (too_large, long) = (format!("/r/{room}?refused=body_too_large#composer"), "x".repeat(4 << 20));
    for (what, body) in [
        ("before the first part", with_heads(&long, "")),
        ("in the head of a part", with_heads("", &format!("X-Long: {long}\r\n"))),
        ("in a head that has no end", with_heads("", &format!("X-Long: {long}"))),
    ] {
        let answer = post(house.address, &room, &cookie, body).await;
        assert_eq!(answer.header("location"), Some(&*too_large), "{what}");
    }
    let usual = format!("X-Long: {}\r\n", &long[..4_096]);
    post(house.address, &room, &cookie, with_heads("", &usual)).await;
    assert_eq!(&*other.messages(&room, 1).await[0].content, "안녕");
    // What nobody asked for is none of it, however fast it comes.
    let fields = [("client_id", "form-2"), ("else", &*long), ("content", "그래도"), ("else", &*long)];
    post(house.address, &room, &cookie, form(&fields, &[("a.png", &picture())])).await;
    assert_eq!(&*other.messages(&room, 1).await[0].content, "그래도");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_all_before_they_read_is_answered_all_the_same() {
    let house = House::open().await;
    let (cookie, _one, _, _other, room) = two(&house).await;
    let body = with_heads(&"x".repeat(16 << 20), "");
    let head = format!(
        "POST /r/{room}/pictures HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncookie: {cookie}\r\n\
         content-type: multipart/form-data; boundary=x\r\ncontent-length: {1}\r\n\r\n",
        house.address,
        body.len()
    );
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    within("the form to be taken", stream.write_all(&body)).await.expect("nobody hangs up on it");
    let mut answer = [0; 12];
    within("an answer", stream.read_exact(&mut answer)).await.unwrap();
    assert_eq!(std::str::from_utf8(&answer), Ok("HTTP/1.1 303"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_take_no_more_room_than_the_house_gives_them() {
    let house = House::open_with(|settings| settings.pictures.guest_quota_mb = 1).await;
    let (one_cookie, mut one, other_cookie, _other, room) = two(&house).await;
    let id = uploaded(house.address, &room, &one_cookie).await;
    let sent = send(&mut one, &room, "", json!([{ "id": id }])).await.unwrap();
    // As if it were a large one.
    let stored = rusqlite::Connection::open(house.settings.database()).unwrap();
    stored.execute("UPDATE pictures SET bytes = 1048576", []).unwrap();
    let (status, answer) = upload(house.address, &room, &one_cookie, picture()).await;
    assert_eq!((status, &answer["message"]), (507, &json!("pictures_full")));
    let file = form(&[("client_id", "form-1"), ("content", "한 장 더")], &[("a.png", &picture())]);
    let refused = post(house.address, &room, &one_cookie, file).await;
    let back = refused.header("location").unwrap().trim_end_matches("#composer").to_owned();
    assert!(get(house.address, &back, &one_cookie).await.body.contains("그림을 둘 자리가 없습니다"));
    let others = uploaded(house.address, &room, &other_cookie).await;
    assert_eq!(get(house.address, &format!("/p/{others}"), &other_cookie).await.status, 200, "each has their own");
    let _: Value = one.ask("deleteMessage", &json!({ "roomId": room, "id": sent.id })).await.unwrap();
    wait_until_files_are(&house, 2).await;
    until("the room to be free", async || upload(house.address, &room, &one_cookie, picture()).await.0 == 201).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_has_a_picture_asks_whether_it_may_still_show_it() {
    let house = House::open().await;
    let (one_cookie, mut one, other_cookie, _other, room) = two(&house).await;
    let id = uploaded(house.address, &room, &one_cookie).await;
    let sent = send(&mut one, &room, "", json!([{ "id": id }])).await.unwrap();
    for path in [format!("/p/{id}"), format!("/p/{id}/thumb")] {
        let first = get(house.address, &path, &other_cookie).await;
        assert_eq!(first.header("cache-control"), Some("private, no-cache"));
        let etag = first.header("etag").expect("a name for what it has").to_owned();
        let again = async |cookie: &str, known: &str| {
            http::get(house.address, &path, &[("cookie", cookie), ("if-none-match", known)]).await
        };
        let kept = again(&other_cookie, &etag).await;
        assert_eq!((kept.status, kept.bytes.len(), kept.header("etag")), (304, 0, Some(&*etag)));
        assert_eq!(again(&other_cookie, &format!("\"x\", W/{etag}")).await.status, 304);
        assert_eq!(again(&other_cookie, "\"another\"").await.status, 200);
        assert_eq!(again("", &etag).await.status, 404, "a stranger");
    }
    let _: Value = one.ask("deleteMessage", &json!({ "roomId": room, "id": sent.id })).await.unwrap();
    let gone = [("cookie", &*other_cookie), ("if-none-match", "*")];
    assert_eq!(http::get(house.address, &format!("/p/{id}"), &gone).await.status, 404);
}

/// Posts a form whose body comes in two parts, and does something between them: when the first picture is there.
async fn post_in_two_parts(house: &House, room: &str, cookie: &str, between: impl AsyncFnOnce()) -> http::Answer {
    let whole =
        form(&[("client_id", "form-1"), ("content", "늦은 글")], &[("a.png", &picture()), ("b.png", &picture())]);
    let middle = whole.len() - 200;
    let (mut parts, body) = mpsc::unbounded::<Result<Frame<Bytes>, Infallible>>();
    let part = |bytes: &[u8]| Ok(Frame::data(Bytes::copy_from_slice(bytes)));
    parts.start_send(part(&whole[..middle])).unwrap();
    let origin = format!("http://{}", house.address);
    let headers = [("cookie", cookie), ("origin", &*origin), ("content-type", "multipart/form-data; boundary=x")];
    let path = format!("/r/{room}/pictures");
    let answer = http::ask(house.address, Method::POST, &path, &headers, StreamBody::new(body));
    let rest = async {
        wait_until_files_are(house, 2).await;
        between().await;
        parts.start_send(part(&whole[middle..])).unwrap();
        drop(parts);
    };
    tokio::join!(answer, rest).0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_out_while_they_upload_has_written_nothing() {
    let house = House::open().await;
    let (cookie, _one, other_cookie, mut other, room) = two(&house).await;
    let answer = post_in_two_parts(&house, &room, &cookie, async || {
        let out = http::post_form(house.address, "/do/sign-out", Some(&cookie), &[("back", "/")]).await;
        assert_eq!(out.status, 303, "{}", out.body);
    })
    .await;
    assert_eq!(answer.header("location"), Some(&*format!("/r/{room}?refused=nickname_required#composer")));
    assert_eq!(files(&house), 2, "the second picture was not taken");

    let renamed = post_in_two_parts(&house, &room, &other_cookie, async || {
        let _: Value = other.ask("rename", &json!({ "nickname": "새이름" })).await.unwrap();
    });
    assert_eq!(renamed.await.status, 303);
    let message = other.messages(&room, 1).await.remove(0);
    assert_eq!((&*message.author.nickname, message.seq), ("새이름", 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_uploads_take_no_place_from_words() {
    let house = House::open_with(|settings| settings.limits.enabled = true).await;
    let (cookie, _one, _, mut other, room) = two(&house).await;
    let mut slow = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(house.address).await.unwrap();
        let head = format!(
            "POST /r/{room}/pictures HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {cookie}\r\n\
             Content-Type: image/png\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n",
            house.address
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // It says so when it reads the body, and so has given a place.
        let mut answer = [0; 12];
        within("an answer", stream.read_exact(&mut answer)).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 100");
        slow.push(stream);
    }
    let file = form(&[("client_id", "form-1"), ("content", "그림")], &[("a.png", &vec![0; 100_000])]);
    let refused = post(house.address, &room, &cookie, file).await;
    assert_eq!(refused.header("location"), Some(&*format!("/r/{room}?refused=busy#composer")));
    let words = form(&[("client_id", "form-2"), ("content", "글만")], &[("", b"")]);
    post(house.address, &room, &cookie, words).await;
    assert_eq!(&*other.messages(&room, 1).await[0].content, "글만");
}
