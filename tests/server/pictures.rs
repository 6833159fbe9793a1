//! Pictures over HTTP: who may upload them and see them, by script and by form, and that they are gone when they are
//! deleted.

use std::{fs, io::Cursor, net::SocketAddr, time::Duration};

use http_body_util::Full;
use hyper::Method;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use sarangbang::protocol::{Message, payload::MessageStored};
use serde_json::{Value, json};

use super::{guest::Guest, house::House, http};

pub async fn visitor(address: SocketAddr, nickname: &str) -> (String, Guest) {
    let entered = http::post_form(address, "/do/enter", None, &[("nickname", nickname), ("back", "/")]).await;
    let cookie = entered.session_cookie().expect("a session");
    let guest = Guest::connect_by_cookie(address, &cookie).await.expect("the session lives");
    (cookie, guest)
}

/// Two who are in a room, with their cookies.
pub async fn two(house: &House) -> (String, Guest, String, Guest, String) {
    let ((one_cookie, mut one), (other_cookie, mut other)) =
        (visitor(house.address, "철수").await, visitor(house.address, "영희").await);
    let room = one.create_room("개발").await;
    one.join(&room).await;
    other.join(&room).await;
    (one_cookie, one, other_cookie, other, room)
}

pub fn picture() -> Vec<u8> {
    let gradient = RgbImage::from_fn(640, 480, |x, y| Rgb([(x / 3) as u8, (y / 2) as u8, ((x * y) >> 8) as u8]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(gradient).write_to(&mut file, ImageFormat::Png).expect("a picture");
    file.into_inner()
}

pub async fn upload(address: SocketAddr, room: &str, cookie: &str, file: Vec<u8>) -> (u16, Value) {
    let origin = format!("http://{}", address);
    let headers = [("cookie", cookie), ("origin", &*origin), ("content-type", "image/png")];
    let path = format!("/r/{room}/pictures");
    let answer = http::ask(address, Method::POST, &path, &headers, Full::from(file)).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
}

/// The id of a picture that was taken.
pub async fn uploaded(address: SocketAddr, room: &str, cookie: &str) -> String {
    let (status, answer) = upload(address, room, cookie, picture()).await;
    assert_eq!((status, &answer["message"]), (201, &json!("ok")), "{answer}");
    answer["data"]["picture"]["id"].as_str().expect("an id").to_owned()
}

pub async fn send(guest: &mut Guest, room: &str, content: &str, pictures: Value) -> Result<Message, String> {
    let client_id = uuid::Uuid::new_v4().to_string();
    let payload = json!({ "roomId": room, "clientId": client_id, "content": content, "pictures": pictures });
    guest.ask::<MessageStored>("sendMessage", &payload).await.map(|stored| stored.message)
}

pub async fn get(address: SocketAddr, path: &str, cookie: &str) -> http::Answer {
    http::get(address, path, &[("cookie", cookie)]).await
}

pub fn files(house: &House) -> usize {
    fs::read_dir(house.settings.data.join("pictures")).map_or(0, Iterator::count)
}

/// The house removes files a moment after it said so.
pub async fn wait_until_files_are(house: &House, number: usize) {
    super::patience::within("the files to go", async {
        while files(house) != number {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_seen_by_everyone_in_the_room_once_it_is_sent() {
    let house = House::open().await;
    let (one_cookie, mut one, other_cookie, mut other, room) = two(&house).await;
    let id = uploaded(house.address, &room, &one_cookie).await;
    let path = format!("/p/{id}");
    assert_eq!(get(house.address, &path, &one_cookie).await.status, 200, "its owner sees it before");
    assert_eq!(get(house.address, &path, &other_cookie).await.status, 404);

    let sent = send(&mut one, &room, "", json!([{ "id": id, "alt": " 강아지\n\"초코\" " }])).await.unwrap();
    let heard = other.messages(&room, 1).await.remove(0);
    assert_eq!(heard, sent);
    assert_eq!(
        (sent.pictures[0].width, sent.pictures[0].height, &*sent.pictures[0].alt),
        (640, 480, "강아지 \"초코\"")
    );
    let shown = format!(
        "<a class=\"picture\" href=\"/p/{id}\" target=\"_blank\" rel=\"noopener\"><img src=\"/p/{id}/thumb\" \
         width=\"320\" height=\"240\" alt=\"강아지 &quot;초코&quot;\" loading=\"lazy\" decoding=\"async\"></a>"
    );
    assert_eq!(&*sent.html, format!("<div class=\"pictures\">{shown}</div>"));
    assert!(get(house.address, &format!("/r/{room}"), &other_cookie).await.body.contains(&shown));

    let full = get(house.address, &path, &other_cookie).await;
    assert_eq!((full.status, full.header("content-type")), (200, Some("image/jpeg")));
    assert_eq!(full.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(full.header("cache-control"), Some("private, no-cache"));
    assert_eq!(full.header("content-disposition"), Some(&*format!("inline; filename=\"sarangbang-{id}.jpg\"")));
    assert!(full.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let full = image::load_from_memory(&full.bytes).unwrap();
    let thumb =
        image::load_from_memory(&get(house.address, &format!("{path}/thumb"), &other_cookie).await.bytes).unwrap();
    assert_eq!((full.width(), full.height(), thumb.width(), thumb.height()), (640, 480, 480, 360));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_read_the_room_finds_no_picture_and_uploads_none() {
    let house = House::open().await;
    let (one_cookie, mut one, other_cookie, mut other, _) = two(&house).await;
    let made: Value = one.ask("createRoom", &json!({ "name": "비밀", "password": "열려라" })).await.unwrap();
    let room = made["room"]["id"].as_str().unwrap().to_owned();
    one.join(&room).await;
    let id = uploaded(house.address, &room, &one_cookie).await;
    send(&mut one, &room, "", json!([{ "id": id }])).await.unwrap();
    let missing = get(house.address, "/p/0123456789abcdefABCDEF", &other_cookie).await;
    for (path, cookie) in [
        (format!("/p/{id}"), &*other_cookie),
        (format!("/p/{id}/thumb"), &other_cookie),
        (format!("/p/{id}"), ""),
        ("/p/..".to_owned(), &one_cookie),
        ("/p/%2e%2e%2fsarangbang.db".to_owned(), &one_cookie),
    ] {
        assert_eq!(get(house.address, &path, cookie).await.status, 404, "{path}");
    }
    assert_eq!(
        get(house.address, &format!("/p/{id}"), &other_cookie).await.body.len(),
        missing.body.len(),
        "the same 404"
    );

    let (status, answer) = upload(house.address, &room, &other_cookie, picture()).await;
    assert_eq!((status, &answer["message"]), (404, &json!("room_not_found")));
    assert_eq!(upload(house.address, "nowhere", &other_cookie, picture()).await, (status, answer));
    assert_eq!(upload(house.address, &room, "", picture()).await.0, 401);
    let foreign = [("cookie", &*one_cookie), ("origin", "https://evil.example"), ("content-type", "image/png")];
    let path = format!("/r/{room}/pictures");
    assert_eq!(http::ask(house.address, Method::POST, &path, &foreign, Full::from(picture())).await.status, 403);

    let refused = send(&mut other, &room, "", json!([{ "id": id }])).await.unwrap_err();
    assert_eq!(refused, "not_in_room");
    let own = other.create_room("딴방").await;
    other.join(&own).await;
    assert_eq!(send(&mut other, &own, "", json!([{ "id": id }])).await.unwrap_err(), "picture_not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_or_too_much_is_refused_by_name() {
    let house = House::open_with(|settings| settings.pictures.max_bytes = 65_536).await;
    let (cookie, mut one, _, _, room) = two(&house).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let (status, answer) = upload(house.address, &room, &cookie, svg).await;
    assert_eq!((status, &answer["message"]), (415, &json!("picture_unreadable")));
    let (status, answer) = upload(house.address, &room, &cookie, vec![0; 65_537]).await;
    assert_eq!((status, &answer["message"]), (413, &json!("picture_too_large")));
    assert_eq!(files(&house), 0);
    let refused = async |one: &mut Guest, pictures| send(one, &room, "말", pictures).await.unwrap_err();
    let id = "0123456789abcdefABCDEF";
    assert_eq!(refused(&mut one, json!([{ "id": id }])).await, "picture_not_found");
    assert_eq!(refused(&mut one, json!([{ "id": "../../etc/passwd" }])).await, "picture_not_found");
    assert_eq!(refused(&mut one, json!([{ "id": id, "alt": "a".repeat(501) }])).await, "alt_too_long");
    assert_eq!(refused(&mut one, json!(vec![json!({ "id": id }); 5])).await, "too_many_pictures");
    assert_eq!(refused(&mut one, json!("x")).await, "bad_request");
    assert_eq!(send(&mut one, &room, " ", json!([])).await.unwrap_err(), "message_empty");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_picture_is_gone_from_the_disk() {
    let house = House::open().await;
    let (cookie, mut one, _, mut other, room) = two(&house).await;
    let (first, second) =
        (uploaded(house.address, &room, &cookie).await, uploaded(house.address, &room, &cookie).await);
    let sent = send(&mut one, &room, "하나", json!([{ "id": first }])).await.unwrap();
    send(&mut one, &room, "둘", json!([{ "id": second }])).await.unwrap();
    assert_eq!(files(&house), 4);
    let _: Value = one.ask("deleteMessage", &json!({ "roomId": room, "id": sent.id })).await.unwrap();
    let tombstone = other.messages(&room, 3).await.remove(2);
    assert!(tombstone.pictures.is_empty() && tombstone.html.is_empty(), "{tombstone:?}");
    assert_eq!(get(house.address, &format!("/p/{first}"), &cookie).await.status, 404);
    wait_until_files_are(&house, 2).await;
    assert_eq!(get(house.address, &format!("/p/{second}"), &cookie).await.status, 200);

    // A house that was killed before it removed the files does so when it is opened again.
    let database = house.settings.database();
    let folder = house.close().await;
    let stored = rusqlite::Connection::open(database).unwrap();
    stored.execute("UPDATE pictures SET room = NULL", []).unwrap();
    drop(stored);
    let house = House::open_in(folder, sarangbang::settings::Settings::default()).await;
    wait_until_files_are(&house, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_the_room_carries_its_pictures() {
    let house = House::open().await;
    let (cookie, mut one, _, _other, room) = two(&house).await;
    let id = uploaded(house.address, &room, &cookie).await;
    send(&mut one, &room, "여행", json!([{ "id": id, "alt": "바다" }])).await.unwrap();
    let listed: Value =
        serde_json::from_str(&get(house.address, &format!("/r/{room}/export.json"), &cookie).await.body).expect("JSON");
    assert_eq!(listed["messages"][0]["pictures"], json!([{ "id": id, "width": 640, "height": 480, "alt": "바다" }]));
    let answer = get(house.address, &format!("/r/{room}/export.html"), &cookie).await;
    assert!(answer.header("content-security-policy").unwrap().contains("img-src data:;"));
    let html = answer.body;
    assert!(html.contains("<img src=\"data:image/jpeg;base64,/9j/"), "{html}");
    assert!(html.contains("alt=\"바다\"") && !html.contains("/p/"), "it leads nowhere that is not there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_of_a_picture_in_a_text_stays_text_in_the_file() {
    let house = House::open().await;
    let (cookie, mut one, _, _other, room) = two(&house).await;
    let id = uploaded(house.address, &room, &cookie).await;
    let text = format!("<img src=\"/p/{id}/thumb\"> ").repeat(80);
    send(&mut one, &room, &text, json!([{ "id": id }])).await.unwrap();
    let html = get(house.address, &format!("/r/{room}/export.html"), &cookie).await.body;
    assert_eq!(html.matches("data:image/jpeg").count(), 1);
    assert_eq!(html.matches(&format!("/p/{id}/thumb")).count(), 80);
}

/// A form as a browser without scripts sends it.
pub fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, file) in files {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\n");
        body.extend(head.bytes().chain(*b"Content-Type: application/octet-stream\r\n\r\n"));
        body.extend(file.iter().chain(b"\r\n"));
    }
    body.extend(b"--x--\r\n");
    body
}

pub async fn post(address: SocketAddr, room: &str, cookie: &str, body: Vec<u8>) -> http::Answer {
    let origin = format!("http://{}", address);
    let kind = "multipart/form-data; boundary=x";
    let headers = [("cookie", cookie), ("origin", &*origin), ("content-type", kind)];
    http::ask(address, Method::POST, &format!("/r/{room}/pictures"), &headers, Full::from(body)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_posts_a_message_with_its_pictures_or_gives_the_text_back() {
    let house = House::open().await;
    let (cookie, _one, _, mut other, room) = two(&house).await;
    let (file, text) = (picture(), [("client_id", "form-1"), ("content", "여행 사진"), ("alt", "바다")]);
    let posted = post(house.address, &room, &cookie, form(&text, &[("a.png", &file), ("b.png", &file)])).await;
    assert_eq!((posted.status, posted.header("location")), (303, Some(&*format!("/r/{room}#composer"))));
    let heard = other.messages(&room, 1).await.remove(0);
    assert_eq!((&*heard.content, heard.pictures.len(), &*heard.pictures[1].alt), ("여행 사진", 2, "바다"));

    let without = form(&[("client_id", "form-2"), ("content", "글만")], &[("", b"")]);
    assert_eq!(post(house.address, &room, &cookie, without).await.status, 303);
    assert_eq!(&*other.messages(&room, 1).await[0].content, "글만");

    let broken = form(&[("client_id", "form-3"), ("content", "못 보낸 글")], &[("a.png", b"no picture")]);
    let refused = post(house.address, &room, &cookie, broken).await;
    let back = refused.header("location").unwrap().to_owned();
    assert_eq!(back, format!("/r/{room}?refused=picture_unreadable#composer"));
    let page = get(house.address, back.trim_end_matches("#composer"), &cookie).await.body;
    assert!(page.contains("읽을 수 없는 그림입니다") && page.contains("못 보낸 글"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_guest_uploads_so_many_in_a_minute() {
    let house = House::open_with(|settings| settings.limits.enabled = true).await;
    let (cookie, _one, _, _other, room) = two(&house).await;
    let mut answers = Vec::new();
    for _ in 0..13 {
        answers.push(upload(house.address, &room, &cookie, b"nothing".to_vec()).await);
    }
    assert!(answers[..12].iter().all(|(status, _)| *status == 415), "{answers:?}");
    let (status, answer) = &answers[12];
    assert_eq!((*status, &answer["message"]), (429, &json!("too_many_requests")));
    assert!(answer["retryInMs"].as_u64().is_some_and(|pause| (1..=60_000).contains(&pause)), "{answer}");
}
