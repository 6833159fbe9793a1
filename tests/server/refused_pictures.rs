//! Pictures of a form that was refused: they stand in the form again, with what was said of them, until they are sent or
//! taken out.

use serde_json::{Value, json};

use super::{
    guest::Guest,
    house::House,
    http,
    pictures::{form, get, picture, post, send, two, uploaded},
};

/// Too long for a message.
fn long() -> String {
    "길".repeat(4_001)
}

/// The page that says why a form was refused.
async fn page_after(house: &House, cookie: &str, refused: &http::Answer, why: &str) -> String {
    let back = refused.header("location").expect("a page").trim_end_matches("#composer").to_owned();
    assert!(back.ends_with(&format!("refused={why}")), "{back}");
    get(house.address, &back, cookie).await.body
}

/// Which pictures a page's form sends by itself, and what is said of them.
fn noted(page: &str) -> Value {
    let (_, field) = page.split_once("id=\"kept-pictures\"").unwrap_or(("", ">"));
    let (field, _) = field.split_once('>').expect("its end");
    let value = field.split_once("value=\"").map_or("", |(_, rest)| rest.split_once('"').expect("its end").0);
    let json = value
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    if json.is_empty() { json!([]) } else { serde_json::from_str(&json).expect("JSON") }
}

/// Posts a form with a picture and too long a text; the page that gives all of it back.
async fn refused_with_picture(house: &House, room: &str, cookie: &str) -> String {
    let text = long();
    let fields = [("client_id", "form-1"), ("content", &*text), ("alt", "\"초코\" & <우리>")];
    let refused = post(house.address, room, cookie, form(&fields, &[("a.png", &picture())])).await;
    page_after(house, cookie, &refused, "message_too_long").await
}

async fn latest(guest: &mut Guest, room: &str) -> (String, Vec<(String, String)>) {
    let message = guest.messages(room, 1).await.remove(0);
    let pictures = message.pictures.iter().map(|picture| (picture.id.to_string(), picture.alt.to_string())).collect();
    (message.content.to_string(), pictures)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_uploaded_with_a_refused_form_is_sent_with_the_next() {
    let house = House::open().await;
    let (cookie, _one, other_cookie, mut other, room) = two(&house).await;
    let page = refused_with_picture(&house, &room, &cookie).await;
    let kept = noted(&page);
    assert_eq!(kept[0]["alt"], "\"초코\" & <우리>");
    let id = kept[0]["id"].as_str().expect("an id").to_owned();
    assert!(
        page.contains(&format!("<img src=\"/p/{id}/thumb\""))
            && page.contains(&format!("name=\"drop\" value=\"{id}\""))
    );
    assert!(page.contains("name=\"kept_alt\" autocomplete=\"off\" value=\"&quot;초코&quot; &amp; &lt;우리&gt;\""));
    assert_eq!(get(house.address, &format!("/p/{id}/thumb"), &cookie).await.status, 200);
    let others = get(house.address, &format!("/r/{room}?refused=message_too_long"), &other_cookie).await.body;
    assert_eq!(noted(&others), json!([]), "they are nobody else's");

    let kept = kept.to_string();
    let fields =
        [("client_id", "form-1"), ("content", "짧은 글"), ("pictures", &kept), ("alt", "둘째"), ("kept_alt", "첫째")];
    post(house.address, &room, &cookie, form(&fields, &[("b.png", &picture())])).await;
    let (content, pictures) = latest(&mut other, &room).await;
    assert_eq!((&*content, pictures.len(), &pictures[0]), ("짧은 글", 2, &(id, "첫째".to_owned())));
    assert_eq!(pictures[1].1, "둘째");
    let page = get(house.address, &format!("/r/{room}?refused=message_too_long"), &cookie).await.body;
    assert_eq!(noted(&page), json!([]), "it was sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_that_is_taken_out_is_not_sent() {
    let house = House::open().await;
    let (cookie, _one, _, mut other, room) = two(&house).await;
    let text = long();
    let fields = [("client_id", "form-1"), ("content", &*text), ("alt", "그림")];
    let two = [("a.png", &*picture()), ("b.png", &picture())];
    let refused = post(house.address, &room, &cookie, form(&fields, &two)).await;
    let kept = noted(&page_after(&house, &cookie, &refused, "message_too_long").await);
    let ids = [0, 1].map(|place| kept[place]["id"].as_str().expect("an id").to_owned());
    let noted_again = kept.to_string();
    let fields = [
        ("client_id", "form-1"),
        ("content", "하나만"),
        ("pictures", &*noted_again),
        ("kept_alt", "첫째"),
        ("drop", &ids[0]),
        ("kept_alt", "둘째"),
    ];
    post(house.address, &room, &cookie, form(&fields, &[("", b"")])).await;
    assert_eq!(latest(&mut other, &room).await, ("하나만".to_owned(), vec![(ids[1].clone(), "둘째".to_owned())]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_picture_that_is_refused_loses_no_other_one() {
    let house = House::open().await;
    let (cookie, _one, _, _other, room) = two(&house).await;
    let fields = [("client_id", "form-1"), ("content", "둘 중 하나"), ("alt", "산")];
    let files = [("a.png", &*picture()), ("b.png", b"no picture")];
    let refused = post(house.address, &room, &cookie, form(&fields, &files)).await;
    let page = page_after(&house, &cookie, &refused, "picture_unreadable").await;
    assert!(page.contains("둘 중 하나"));
    assert_eq!((noted(&page).as_array().unwrap().len(), &noted(&page)[0]["alt"]), (1, &json!("산")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_not_be_sent_any_more_stands_in_no_form() {
    let house = House::open().await;
    let (cookie, mut one, other_cookie, _other, room) = two(&house).await;
    let sent = uploaded(house.address, &room, &cookie).await;
    send(&mut one, &room, "", json!([{ "id": sent }])).await.unwrap();
    let others = uploaded(house.address, &room, &other_cookie).await;
    let (text, wrong) = (long(), json!([{ "id": sent }, { "id": others }, { "id": "../../etc/passwd" }]).to_string());
    let fields = [("client_id", "form-1"), ("content", &*text), ("pictures", &wrong)];
    let refused = post(house.address, &room, &cookie, form(&fields, &[])).await;
    assert_eq!(noted(&page_after(&house, &cookie, &refused, "message_too_long").await), json!([]));

    // As an hour later.
    let page = refused_with_picture(&house, &room, &cookie).await;
    assert_eq!(noted(&page).as_array().unwrap().len(), 1);
    let stored = rusqlite::Connection::open(house.settings.database()).unwrap();
    stored.execute("UPDATE pictures SET room = NULL WHERE message IS NULL", []).unwrap();
    let page = get(house.address, &format!("/r/{room}?refused=message_too_long"), &cookie).await.body;
    assert!(page.contains(&long()), "the text is there");
    assert_eq!(noted(&page), json!([]));
}
