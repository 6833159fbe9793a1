//! SECURITY.md rows 13 and 16: names that deceive, and texts that would run.

use sarangbang::protocol::payload::{Renamed, RoomCreated};
use serde_json::json;

use super::{guest::Guest, house::House, http, pictures::two};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nickname_that_hides_or_copies_is_refused_with_its_reason() {
    let house = House::open().await;
    let _admin = house.enter("admin 관리자").await;
    let mut guest = house.enter("손님").await;
    for (nickname, code) in [
        ("admin 관리자", "nickname_taken"),
        ("ADMIN관리자", "nickname_taken"),
        ("аdmin 관리자", "nickname_taken"),
        ("ａｄｍｉｎ 관리자", "nickname_taken"),
        ("  admin   관리자 ", "nickname_taken"),
        ("admin\u{202E}", "nickname_forbidden"),
        ("\u{2066}admin", "nickname_forbidden"),
        ("\u{3164}\u{3164}", "nickname_forbidden"),
        ("\u{115F}\u{1160}", "nickname_forbidden"),
        ("\u{200B}admin 관리자", "nickname_forbidden"),
        ("admin\u{FEFF} 관리자", "nickname_forbidden"),
        ("\u{2800}\u{2800}", "nickname_forbidden"),
        ("ab\ncd\u{0}", "nickname_forbidden"),
        ("a\u{E0001}b", "nickname_forbidden"),
        ("Z\u{302}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}a", "nickname_forbidden"),
        ("admin 관리자: 안녕", "nickname_reserved"),
        ("admin 관리자： 안녕", "nickname_reserved"),
        ("사랑방", "nickname_reserved"),
        ("admin 관리자 (나)", "nickname_reserved"),
        ("admin 관리자#4821", "nickname_reserved"),
        ("   ", "nickname_too_short"),
        ("", "nickname_too_short"),
    ] {
        let refused = Guest::connect(house.address, &json!({ "nickname": nickname })).await.err();
        assert_eq!(refused.as_deref(), Some(code), "entering as {nickname:?}");
        let refused: Result<Renamed, _> = guest.ask("rename", &json!({ "nickname": nickname })).await;
        assert_eq!(refused.err().as_deref(), Some(code), "renaming to {nickname:?}");
    }
    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", "аdmin 관리자"), ("back", "/")]);
    let entered = entered.await;
    let back = "/?typed=%D0%B0dmin+%EA%B4%80%EB%A6%AC%EC%9E%90&refused=nickname_taken";
    assert_eq!(entered.header("location"), Some(back));
    assert!(entered.session_cookie().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_name_that_hides_or_copies_is_refused_with_its_reason() {
    let house = House::open().await;
    let mut guest = house.enter("철수").await;
    guest.create_room("room0 개발").await;
    for (name, code) in [
        ("room0 개발", "room_name_taken"),
        ("ROOMO개발", "room_name_taken"),
        ("rооm0 개발", "room_name_taken"),
        ("개발\u{202E}", "room_name_forbidden"),
        ("\u{3164}", "room_name_forbidden"),
        ("개\u{200D}발", "room_name_forbidden"),
        (" ", "room_name_too_short"),
    ] {
        let refused: Result<RoomCreated, _> = guest.ask("createRoom", &json!({ "name": name })).await;
        assert_eq!(refused.err().as_deref(), Some(code), "{name:?}");
    }
    let topic = json!({ "name": "다른 방", "topic": "say \u{202E}hi" });
    let refused: Result<RoomCreated, _> = guest.ask("createRoom", &topic).await;
    assert_eq!(refused.err().as_deref(), Some("topic_forbidden"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nickname_is_free_for_others_once_its_owner_took_another() {
    let house = House::open().await;
    let mut one = house.enter("철수").await;
    let _: Renamed = one.ask("rename", &json!({ "nickname": "민수" })).await.unwrap();
    house.enter("철수").await;
    let refused: Result<Renamed, _> = one.ask("rename", &json!({ "nickname": "철수" })).await;
    assert_eq!(refused.err().as_deref(), Some("nickname_taken"));
    let _: Renamed = one.ask("rename", &json!({ "nickname": "민 수" })).await.expect("one's own name, spelled anew");
}

const CORPUS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://example.org",
    "https://example.org/\"onmouseover=\"alert(1)",
    "https://example.org/'><script>alert(1)</script>",
    "https://example.org/<b>",
    "http://javascript:alert(1)@example.org",
    "mailto:a@example.org?subject=<script>alert(1)</script>",
    "a@example.org\"onclick=alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<style>@import'//evil.example'</style>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "{{constructor.constructor('alert(1)')()}}",
    "\u{202E}<script>\u{2066}alert(1)",
    "<\u{0}script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "]]><script>alert(1)</script>",
    "<br><a target=\"_blank\" rel=\"\" href=\"//evil.example\">x</a>",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_written_the_html_of_a_message_is_inert() {
    let house = House::open().await;
    let mut guest = house.enter("철수").await;
    let room = guest.create_room("개발").await;
    guest.join(&room).await;
    for attack in CORPUS {
        let message = guest.write(&room, attack).await;
        assert_eq!(*message.content, attack.replace('\u{0}', ""), "the text itself is kept");
        let rest = without_own_markup(&message.html);
        assert!(!rest.contains(['<', '>', '"', '\'']), "{attack:?} became {}", message.html);
    }
    let links = guest.write(&room, "https://example.org/?a=1&b=2 kim@example.org").await;
    assert_eq!(links.html.matches("rel=\"noopener noreferrer nofollow ugc\"").count(), 2, "{}", links.html);
    assert!(!without_own_markup(&links.html).contains('<'), "{}", links.html);
}

/// Takes out of a message's HTML what the house itself writes; whatever markup remains came from a guest.
fn without_own_markup(html: &str) -> String {
    let mut rest = html.replace("<br>", "").replace("</a>", "").replace("<samp>", "");
    rest = rest.replace("</samp>", "");
    while let Some(start) = rest.find("<a href=\"") {
        let (before, link) = rest.split_at(start);
        let (address, after) = link["<a href=\"".len()..].split_once('"').expect("the attribute ends");
        let schemes = ["http://", "https://", "mailto:"];
        assert!(schemes.iter().any(|scheme| address.starts_with(scheme)), "a link to {address}");
        assert!(!address.contains(['<', '>', '\'', ' ']), "a link to {address}");
        let own = " target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">";
        rest = format!("{before}{}", after.strip_prefix(own).unwrap_or_else(|| panic!("attributes of {link}")));
    }
    rest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_and_topics_are_kept_as_they_are_and_escaped_on_the_page() {
    let house = House::open().await;
    let entered =
        http::post_form(house.address, "/do/enter", None, &[("nickname", "<b>\"&'</b>"), ("back", "/")]).await;
    let cookie = entered.session_cookie().expect("an odd but harmless nickname");
    let mut guest = Guest::connect_by_cookie(house.address, &cookie).await.expect("the session lives");
    assert_eq!(&*guest.me.nickname, "<b>\"&'</b>");
    let attacks = ["<script>alert(1)</script>", "</script><img src=x>", "\"><img src=x onerror=x>"];
    let mut rooms = Vec::new();
    for attack in attacks {
        let asked = json!({ "name": attack, "topic": attack });
        let made: RoomCreated = guest.ask("createRoom", &asked).await.expect("an odd but harmless name");
        assert_eq!((&*made.room.name, &*made.room.topic), (attack, attack));
        guest.join(made.room.id.as_str()).await;
        guest.write(made.room.id.as_str(), attack).await;
        rooms.push(made.room.id);
    }
    let paths = rooms.iter().map(|room| format!("/r/{room}")).chain(["/".to_owned()]);
    for path in paths {
        let page = http::get(house.address, &path, &[("cookie", &cookie)]).await;
        assert_eq!(page.status, 200);
        assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "{:?}", page.headers);
        for raw in ["<script>alert", "<img src=x", "<b>\""] {
            assert!(!page.body.contains(raw), "{path} has {raw}");
        }
        assert!(page.body.contains("alert(1)"), "{path} shows the names");
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("'strict-dynamic'"), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_departed_is_named_in_the_readers_language() {
    let house = House::open().await;
    let (one_cookie, mut one, other_cookie, mut other, room) = two(&house).await;
    let said = one.write(&room, "곧 갑니다").await;
    let answer = json!({ "roomId": room, "clientId": "c1", "content": "안녕히", "replyTo": said.id });
    let _: serde_json::Value = other.ask("sendMessage", &answer).await.expect("an answer");
    let gone = http::post_form(house.address, "/do/forget-me", Some(&one_cookie), &[("sure", "true")]).await;
    assert_eq!(gone.status, 303, "{}", gone.body);
    for (language, named, other_name) in
        [("en", "A guest who left", "떠난 손님"), ("ko", "떠난 손님", "A guest who left")]
    {
        let headers = [("cookie", &*other_cookie), ("accept-language", language)];
        let page = http::get(house.address, &format!("/r/{room}"), &headers).await.body;
        let (_, rest) = page.split_once("application/json").expect("the page's data");
        let (data, html) = rest.split_once("</script>").expect("its end");
        assert!(data.contains("\"nickname\":\"떠난 손님\""), "programs are told one name: {data}");
        assert!(html.contains(&format!("<bdi class=\"message-author\">{named}</bdi>")), "{language}: {html}");
        assert!(html.contains(&format!("\"><bdi>{named}</bdi> ")), "the quote: {html}");
        let feed = html.split_once("message-author").expect("a message").1;
        assert!(!feed.contains(other_name), "{feed}");
    }
    for nickname in ["떠난 손님", "A guest who left"] {
        let refused = other.ask::<Renamed>("rename", &json!({ "nickname": nickname })).await.unwrap_err();
        assert_eq!(refused, "nickname_reserved");
    }
}
