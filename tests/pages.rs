//! Every page, rendered natively in both languages from snapshots.
//!
//! `PAGES_OUT=<folder> cargo test --features ssr --test pages` also leaves the pages there as HTML files, to be looked
//! at with the style sheet and without a server.

#[path = "pages/fixtures.rs"]
mod fixtures;

use fixtures::{ROOM, Scene, scenes};
use sarangbang::{
    app::{Assets, render, render_check},
    domain::{Author, GuestId, Refusal, RoomId},
    i18n::Language,
    protocol::{Look, Snapshot, snapshot::Page},
};

const NONCE: &str = "n0nce";

fn assets() -> Assets {
    Assets {
        js: "/pkg/s.1.js".into(),
        wasm: "/pkg/s.1.wasm".into(),
        css: "/style/main.css".into(),
        passkey: "/passkey.1.js".into(),
        check: "/check.1.js".into(),
        palette: "/palette.js".into(),
        mention: "/mention.js".into(),
        apart: "/apart.1.css".into(),
        pictures: "/pictures.1.js".into(),
        bell: "/bell.js".into(),
        reload: None,
    }
}

fn html(snapshot: Snapshot) -> String {
    render(snapshot, Look::default(), &assets(), NONCE)
}

/// The body as it reads: without the snapshot's block, which repeats everything.
fn body(snapshot: Snapshot) -> String {
    let html = html(snapshot);
    html[html.find("<body").expect("a body")..].to_owned()
}

#[test]
fn every_page_is_a_whole_document_in_its_language() {
    for Scene { name, snapshot } in scenes() {
        for language in Language::ALL {
            let tag = language.tag();
            let html = html(Snapshot { language: tag.to_owned(), ..snapshot.clone() });
            if let Ok(folder) = std::env::var("PAGES_OUT") {
                std::fs::write(format!("{folder}/{name}.{tag}.html"), &html).expect("the folder can be written to");
            }
            assert!(html.starts_with("<!DOCTYPE html><html lang=\""), "{name}: {}", &html[..60]);
            assert!(html.contains(&format!("<html lang=\"{tag}\"")), "{name}");
            assert!(html.contains(language.texts().skip_to_content), "{name}");
            assert_eq!(html.matches("<h1").count(), 1, "{name} has one heading of the first rank");
            assert_eq!(html.matches("id=\"heading\"").count(), 1, "{name} has a heading to focus");
        }
    }
}

/// Otherwise "영희님이 퇴장했습니다. 철수" would tell of two.
#[test]
fn a_name_that_comes_or_goes_stands_apart_from_what_is_told_of_it() {
    let mut snapshot = fixtures::busy_room();
    let Page::Room { messages, .. } = &mut snapshot.page else { panic!("a room") };
    let told = messages.last_mut().expect("an alert");
    told.author = Author::house();
    told.content = "영희님이 퇴장했습니다. 철수님이 입장했습니다.".into();
    for (language, what) in [("ko", "님이 입장했습니다."), ("en", " came in.")] {
        let shown = body(Snapshot { language: language.to_owned(), ..snapshot.clone() });
        assert!(shown.contains(&format!("<bdi>영희님이 퇴장했습니다. 철수</bdi>{what}")), "{shown}");
    }
}

#[test]
fn pages_hold_no_style_attribute_and_no_script_without_the_nonce() {
    for Scene { name, snapshot } in scenes() {
        let html = html(snapshot);
        assert!(!html.contains(" style="), "{name}");
        assert!(!html.contains("onclick="), "{name}");
        for tag in html.match_indices("<script").map(|(at, _)| &html[at..at + html[at..].find('>').unwrap()]) {
            let data = ["application/json", "text/plain"].iter().any(|kind| tag.contains(kind));
            assert!(data || tag.contains(&format!("nonce=\"{NONCE}\"")), "{name}: {tag}");
        }
    }
}

#[test]
fn ids_are_used_once() {
    for Scene { name, snapshot } in scenes() {
        let body = body(snapshot);
        let mut ids: Vec<_> = body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: {ids:?}");
    }
}

#[test]
fn the_snapshot_cannot_leave_its_block_and_reads_back() {
    let hostile = "</script><script>alert(1)</script>\u{2028}\u{2029}<!--";
    let mut snapshot = fixtures::busy_room();
    let Page::Room { room, .. } = &mut snapshot.page else { panic!("a room") };
    room.topic = hostile.into();
    let html = html(snapshot.clone());
    let block = html.split("id=\"snapshot\">").nth(1).and_then(|rest| rest.split("</script>").next()).expect("a block");
    assert!(!block.contains(['<', '\u{2028}', '\u{2029}']));
    assert_eq!(serde_json::from_str::<Snapshot>(block).expect("JSON"), snapshot);
    assert!(!html.contains("<script>alert"));
}

#[test]
fn a_strangers_pages_ask_for_a_nickname_and_show_nothing_else() {
    let lobby = body(fixtures::stranger(fixtures::busy_lobby()));
    assert!(lobby.contains("닉네임을 입력해 주세요."));
    assert!(lobby.contains("action=\"/do/enter\""));
    assert!(!lobby.contains("채팅방 목록"));

    let room = body(fixtures::stranger(fixtures::busy_room()));
    assert!(room.contains("닉네임을 입력해 주세요."));
    assert!(room.contains(&format!("name=\"back\" value=\"/r/{ROOM}\"")), "comes back to the room");
    assert!(room.contains("초대받았습니다") && room.contains("개발방"));
    assert!(!room.contains("class=\"message"), "messages are for those who have a name");
}

#[test]
fn the_lobby_lists_rooms_and_notices_and_makes_rooms() {
    let html = body(fixtures::busy_lobby());
    for text in ["채팅방 목록", "방 만들기", "공지", "님이 ", "방을 만들었습니다.", "오후 3:24"]
    {
        assert!(html.contains(text), "{text}");
    }
    assert!(html.contains(&format!("href=\"/r/{ROOM}\"")));
    assert!(html.contains("method=\"post\" action=\"/do/create-room\""));
}

#[test]
fn a_room_shows_its_feed_and_a_form_that_posts_once() {
    let html = body(fixtures::busy_room());
    assert!(html.contains("action=\"/do/post-message\""));
    assert!(html.contains("name=\"client_id\" value=\"6f1c1f7e-0000-4000-8000-000000000001\""));
    assert!(html.contains(&format!("name=\"room_id\" value=\"{ROOM}\"")));
    assert!(html.contains("<textarea") && html.contains("전송"));
    assert!(html.contains("11월 21일 토요일"));
    assert!(html.contains("삭제된 메시지입니다.") && html.contains("(수정됨)"));
    assert!(html.contains("<a href=\"https://example.org/\""), "the message's HTML is inserted as it is");
}

#[test]
fn only_the_hosts_alerts_look_official_and_who_came_is_told_in_passing() {
    let row = |who: &str, content: &str, language: &str| {
        let mut snapshot = Snapshot { language: language.to_owned(), ..fixtures::busy_room() };
        let Page::Room { messages, .. } = &mut snapshot.page else { panic!("a room") };
        let mut alert = messages.pop().expect("an alert");
        alert.author.id = GuestId::new(if who == "지우" { "g1" } else { who });
        (alert.author.nickname, alert.content, alert.html) = (who.into(), content.into(), content.into());
        *messages = vec![alert];
        let html = body(snapshot);
        let row = html.split("<li id=\"m").nth(1).expect("a row").split("</li>").next().unwrap().to_owned();
        let classes = row.split("class=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        (classes, row)
    };
    let (classes, html) = row("지우", "곧 닫습니다.", "ko");
    assert!(classes == "message alert" && html.contains(">공지<") && html.contains(">방장<"), "{html}");
    let (classes, html) = row("졸린 수달", "곧 닫습니다.", "ko");
    assert!(classes == "message remark" && html.contains(">졸린 수달<"), "{html}");
    assert!(!html.contains("공지") && !html.contains("방장"), "{html}");
    let (classes, html) = row("졸린 수달", "졸린 수달님이 입장했습니다.", "en");
    assert!(classes == "message passage" && html.contains("<bdi>졸린 수달</bdi> came in."), "{html}");
    let (classes, _) = row("졸린 수달", "용감한 삵님이 입장했습니다.", "ko");
    assert_eq!(classes, "message remark", "nobody else's");
}

#[test]
fn whoever_does_nothing_for_long_is_shown_as_away() {
    let html = body(fixtures::busy_room());
    assert_eq!(html.matches("member idle").count(), 1);
    assert!(html.contains("민준</bdi><span class=\"mark\">자리 비움</span>"), "{html}");
}

#[test]
fn names_are_escaped_and_kept_apart_from_the_text_around_them() {
    let mut snapshot = fixtures::busy_room();
    let Page::Room { room, .. } = &mut snapshot.page else { panic!("a room") };
    room.name = "<b>굵은</b>".into();
    let html = body(snapshot);
    assert!(html.contains("<bdi>&lt;b&gt;굵은&lt;/b&gt;"), "{html}");
}

#[test]
fn a_refusal_is_told_beside_its_field() {
    let refused =
        |snapshot: Snapshot, refusal: Refusal| body(Snapshot { refused: Some(refusal.code().to_owned()), ..snapshot });
    let after = |html: &str, id: &str| {
        html.split(&format!("id=\"{id}\"")).nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or("").to_owned()
    };
    let gate = refused(fixtures::stranger(fixtures::busy_lobby()), Refusal::NicknameTaken);
    assert!(after(&gate, "nickname-refusal").contains("다른 닉네임"));
    assert!(gate.contains("aria-invalid=\"true\""));

    let lobby = refused(fixtures::busy_lobby(), Refusal::RoomNameTaken);
    assert!(after(&lobby, "room-name-refusal").contains("다른 이름"));
    assert!(after(&lobby, "topic-refusal").trim_end().ends_with('>'), "the topic was not refused");

    let renaming = refused(fixtures::busy_lobby(), Refusal::NicknameTaken);
    assert!(renaming.contains("<p class=\"banner\">다른 사람이"), "its form is closed, so the page tells it");
    let nothing = body(fixtures::busy_lobby());
    assert!(nothing.contains("<p hidden class=\"banner\">"), "{nothing}");
}

#[test]
fn dead_ends_lead_back() {
    for page in [Page::NotFound, Page::shut(RoomId::new("gone"), Refusal::RoomNotFound, None)] {
        let html = body(Snapshot { page, ..fixtures::busy_lobby() });
        assert!(html.contains("찾을 수 없습니다.") && html.contains("href=\"/\""));
    }
}

#[test]
fn rendering_leaves_nothing_behind_between_pages() {
    let first = html(fixtures::busy_room());
    for _ in 0..50 {
        html(fixtures::busy_lobby());
    }
    assert_eq!(html(fixtures::busy_room()), first);
}

#[test]
fn the_check_of_the_connection_is_a_whole_document_with_a_script_of_its_own() {
    for language in Language::ALL {
        let html = render_check(language.tag(), Look::default(), &assets(), NONCE);
        assert!(html.starts_with(&format!("<!DOCTYPE html><html lang=\"{}\"", language.tag())));
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(html.contains(language.texts().skip_to_content));
        assert!(html.contains(language.check_texts().without_script));
        let script = html.split("<script").nth(1).expect("a script");
        assert!(script.contains("src=\"/check.1.js\"") && script.contains("nonce=\"n0nce\""), "{script}");
        assert!(!html.contains("s.1.wasm"), "the page's program is not needed");
    }
}
