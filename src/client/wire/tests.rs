mod the_link;
mod the_transport;

use super::*;
use crate::{
    domain::{GuestId, Mark, RoomId},
    protocol::{Me, Member, event, request},
};

const OPEN: &str = r#"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}"#;
const CONNECTED: &str = r#"40/v1,{"sid":"x"}"#;
const WELCOME: &str = r#"42/v1,["welcome",{"me":{"id":"g","nickname":"철수"},"rooms":[],"notices":[],"now":0}]"#;
const PATIENCE: Millis = 45_000;
const WEBSOCKET: Effect = Effect::Open(Lane::Main, Transport::WebSocket);
const POLLING: Effect = Effect::Open(Lane::Main, Transport::Polling);
const CLOSE: Effect = Effect::Close(Lane::Main);

/// Answers are named by what asked for them.
pub(super) type Wire = super::Wire<&'static str>;
type Effect = super::Effect<&'static str>;

fn welcome() -> Effect {
    let me = Me { id: GuestId::new("g"), nickname: "철수".into(), token: None, ink: None };
    Effect::tell(Input::Event(Event::Welcome(event::Welcome {
        me,
        rooms: vec![],
        notices: vec![],
        read: vec![],
        mentions: vec![],
        now: 0,
    })))
}

fn prefer_websocket() -> Effect {
    Effect::Prefer(Transport::WebSocket)
}

fn write(text: &str) -> Effect {
    Effect::Write(Lane::Main, text.to_owned())
}

fn offline() -> Effect {
    Effect::tell(Input::Connection(Connection::Offline))
}

fn unanswered(asked: &'static str) -> Effect {
    Effect::Answer(asked, Err(Refusal::Unavailable))
}

fn rename(nickname: &str) -> Request {
    Request::Rename(request::Rename { nickname: nickname.into() })
}

fn greeting() -> Wire {
    let mut wire = Wire::new(0, Transport::WebSocket);
    assert_eq!(wire.wake(0, 0.0), [WEBSOCKET]);
    wire
}

fn live() -> Wire {
    let mut wire = greeting();
    wire.heard(OPEN, 0, 0.0);
    wire.heard(CONNECTED, 0, 0.0);
    wire.heard(WELCOME, 0, 0.0);
    wire
}

#[test]
fn says_with_each_connect_which_space_it_looks_at() {
    let mut wire = greeting();
    wire.introduce(r#"{"space":"garden"}"#.to_owned());
    for _ in 0..2 {
        let connect = Effect::Write(Lane::Main, r#"40/v1,{"space":"garden"}"#.to_owned());
        assert_eq!(wire.heard(OPEN, 0, 0.0), [connect]);
        break_down(&mut wire, 0, 0.0);
        wire.wake(1_000_000, 0.0);
    }
}

/// The server is away: the link breaks, and long-polling does not reach it either.
fn break_down(wire: &mut Wire, now: Millis, dice: f64) {
    while !matches!(wire.phase, Phase::Waiting(_)) {
        wire.broke(now, dice);
    }
}

#[test]
fn connects_and_is_live_with_the_welcome() {
    let mut wire = greeting();
    assert_eq!(wire.heard(OPEN, 0, 0.0), [write("40/v1,")]);
    assert_eq!(wire.heard("2", 0, 0.0), [write("3")], "the first ping comes before the answer to CONNECT");
    assert_eq!(wire.heard(CONNECTED, 0, 0.0), []);
    assert_eq!(wire.ask(&rename("a"), "early", 0), [unanswered("early")]);
    assert_eq!(wire.heard(WELCOME, 5, 0.0), [prefer_websocket(), welcome()]);
    assert_eq!(wire.deadline(), Some(5 + PATIENCE));
}

#[test]
fn gives_each_request_its_own_answer() {
    let mut wire = live();
    assert_eq!(wire.ask(&rename("a"), "a", 0), [write(r#"42/v1,1["rename",{"nickname":"a"}]"#)]);
    assert_eq!(wire.ask(&rename("b"), "b", 0), [write(r#"42/v1,2["rename",{"nickname":"b"}]"#)]);
    let refused = wire.heard(r#"43/v1,2[{"success":false,"message":"nickname_taken","data":null}]"#, 0, 0.0);
    assert_eq!(refused, [Effect::Answer("b", Err(Refusal::NicknameTaken))]);
    let ack = r#"{"success":true,"message":"ok","data":{"me": 1}}"#;
    assert_eq!(wire.heard(&format!("43/v1,1[{ack}]"), 0, 0.0), [Effect::Answer("a", Ok(ack.to_owned()))]);
    assert_eq!(wire.heard(r#"43/v1,1[{"success":true,"message":"ok","data":{}}]"#, 0, 0.0), [], "answered already");
}

#[test]
fn tells_with_a_refusal_when_to_ask_again() {
    let mut wire = live();
    wire.ask(&rename("a"), "a", 0);
    let ack = r#"43/v1,1[{"success":false,"message":"too_many_requests","data":null,"retryInMs":800}]"#;
    let refused = Effect::Answer("a", Err(Refusal::TooManyRequests));
    assert_eq!(wire.heard(ack, 1_000, 0.0), [refused, Effect::tell(Input::RetryAt(1_800))]);
}

#[test]
fn takes_an_answer_that_it_cannot_read_for_none() {
    let mut wire = live();
    wire.ask(&rename("a"), "a", 0);
    assert_eq!(wire.heard(r#"43/v1,1["?"]"#, 0, 0.0), [unanswered("a")]);
}

#[test]
fn does_not_wait_for_an_answer_to_typing() {
    let mut wire = live();
    let typing = Request::Typing(request::InRoom { room_id: RoomId::new("r") });
    let answer = Effect::Answer("typing", Ok("null".to_owned()));
    assert_eq!(wire.ask(&typing, "typing", 0), [write(r#"42/v1,["typing",{"roomId":"r"}]"#), answer]);
    assert_eq!(wire.deadline(), Some(PATIENCE));
}

#[test]
fn tells_the_server_once_when_the_page_goes_out_of_sight_and_comes_back() {
    let mut wire = live();
    assert_eq!(wire.look(false), None, "the server takes it for that");
    assert_eq!(wire.look(true), Some(write(r#"42/v1,["look",{"hidden":true}]"#)));
    assert_eq!(wire.look(true), None);
    assert_eq!(wire.look(false), Some(write(r#"42/v1,["look",{"hidden":false}]"#)));
}

#[test]
fn tells_a_server_that_welcomes_it_again_that_the_page_is_out_of_sight() {
    let mut wire = live();
    wire.look(true);
    wire.broke(0, 0.0);
    assert_eq!(wire.look(true), None, "nobody hears it");
    wire.wake(PATIENCE, 0.0);
    wire.heard(OPEN, PATIENCE, 0.0);
    wire.heard(WELCOME, PATIENCE, 0.0);
    assert_eq!(wire.look(true), Some(write(r#"42/v1,["look",{"hidden":true}]"#)));
}

#[test]
fn hands_on_what_only_other_scripts_understand() {
    let mut wire = live();
    let (bell, read) = (r#"{"roomId":"r","seq":7}"#, r#"{"roomId":"r","seq":8}"#);
    let rung = wire.heard(&format!(r#"42/v1,["bell",{bell}]"#), 0, 0.0);
    assert_eq!(rung, [Effect::Pass("bell", bell.to_owned())]);
    let mark = Mark { room_id: RoomId::new("r"), seq: 8 };
    let told = Effect::tell(Input::Event(Event::Read(mark)));
    assert_eq!(wire.heard(&format!(r#"42/v1,["read",{read}]"#), 0, 0.0), [Effect::Pass("read", read.to_owned()), told]);
}

#[test]
fn tells_the_time_before_someone_types() {
    let mut wire = live();
    let member = Member { id: GuestId::new("o"), nickname: "o".into(), idle: false, ink: None };
    let typing = Event::Typing(event::Typing { room_id: RoomId::new("r"), member });
    let frame = r#"42/v1,["typing",{"roomId":"r","member":{"id":"o","nickname":"o"}}]"#;
    let tick = Effect::tell(Input::Tick(9));
    assert_eq!(wire.heard(frame, 9, 0.0), [tick, Effect::tell(Input::Event(typing))]);
}

#[test]
fn a_broken_connection_answers_what_was_asked_after_the_state_heard_of_it() {
    let mut wire = live();
    wire.ask(&rename("a"), "a", 0);
    wire.ask(&rename("b"), "b", 0);
    assert_eq!(wire.broke(0, 0.0), [CLOSE, offline(), unanswered("a"), unanswered("b")]);
    assert_eq!(wire.ask(&rename("c"), "c", 0), [unanswered("c")]);
    assert_eq!(wire.broke(0, 0.0), [], "it breaks once");
}

#[test]
fn is_dead_when_the_server_is_silent_for_longer_than_it_promised() {
    let mut wire = live();
    assert_eq!(wire.heard("2", 1_000, 0.0), [write("3")]);
    assert_eq!(wire.wake(PATIENCE, 0.0), [], "the ping was a sign of life");
    assert_eq!(wire.wake(1_000 + PATIENCE, 0.0), [CLOSE, offline()]);
}

#[test]
fn is_dead_when_a_request_stays_unanswered_while_pings_come() {
    let mut wire = live();
    wire.ask(&rename("a"), "a", 0);
    wire.heard("2", 19_000, 0.0);
    assert_eq!(wire.deadline(), Some(20_000));
    assert_eq!(wire.wake(20_000, 0.0), [CLOSE, offline(), unanswered("a")]);
}

#[test]
fn is_given_up_when_no_welcome_comes() {
    let mut wire = greeting();
    wire.heard(OPEN, 3_000, 0.0);
    wire.heard(CONNECTED, 9_000, 0.0);
    assert_eq!(wire.wake(12_999, 0.0), []);
    assert_eq!(wire.wake(13_000, 0.0), [CLOSE, offline()]);
}

#[test]
fn tries_again_later_and_later_but_never_later_than_half_a_minute() {
    let mut wire = live();
    let mut now = 0;
    let mut waits = Vec::new();
    for _ in 0..40 {
        break_down(&mut wire, now, 1.0);
        let until = wire.deadline().unwrap();
        assert_eq!(wire.wake(until - 1, 1.0), []);
        assert_eq!(wire.wake(until, 1.0), [WEBSOCKET]);
        waits.push(until - now);
        now = until;
    }
    assert_eq!(waits[..7], [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    assert_eq!(waits[39], 30_000);
}

#[test]
fn starts_with_short_waits_again_after_a_welcome_only() {
    let mut wire = live();
    wire.broke(0, 1.0);
    wire.wake(1_000, 1.0);
    wire.heard(OPEN, 1_000, 0.0);
    wire.broke(1_000, 1.0);
    assert_eq!(wire.deadline(), Some(3_000), "an open link is no success");
    wire.wake(3_000, 1.0);
    wire.heard(OPEN, 3_000, 0.0);
    wire.heard(WELCOME, 3_000, 0.0);
    wire.broke(3_000, 1.0);
    assert_eq!(wire.deadline(), Some(4_000));
}

#[test]
fn spreads_attempts_over_the_whole_wait() {
    assert_eq!([0.0, 0.5, 1.0].map(|dice| pause(3, dice)), [500, 4_250, 8_000]);
    assert_eq!(pause(u32::MAX, 0.0), 500);
}

#[test]
fn tries_at_once_when_the_network_is_back() {
    let mut wire = live();
    wire.broke(0, 1.0);
    assert_eq!(wire.nudge(1, 0.0), [WEBSOCKET]);
    assert_eq!(wire.nudge(2, 0.0), [], "one attempt is enough");
}

#[test]
fn notices_after_a_sleep_that_the_connection_is_dead_and_tries_at_once() {
    let mut wire = live();
    assert_eq!(wire.nudge(3_600_000, 1.0), [CLOSE, offline(), WEBSOCKET]);
}

#[test]
fn stays_away_for_as_long_as_the_server_asked() {
    let mut wire = live();
    let bye = wire.heard(r#"42/v1,["bye",{"reason":"restart","retryInMs":5000}]"#, 100, 0.0);
    assert!(matches!(&bye[..], [Effect::Tell(input)] if matches!(**input, Input::Event(Event::Bye(_)))));
    wire.ask(&rename("a"), "a", 100);
    assert_eq!(wire.heard("1", 200, 0.0), [CLOSE, offline(), unanswered("a")]);
    assert_eq!(wire.nudge(5_099, 0.0), [], "not even when the user looks");
    assert_eq!(wire.deadline(), Some(5_600));
    assert_eq!(wire.nudge(5_100, 0.0), [WEBSOCKET]);
}

#[test]
fn does_not_stay_away_for_ever() {
    let mut wire = live();
    wire.heard(r#"42/v1,["bye",{"reason":"","retryInMs":4294967295}]"#, 0, 0.0);
    wire.broke(0, 0.0);
    assert_eq!(wire.deadline(), Some(300_500));
}

#[test]
fn ends_when_the_server_does_not_know_the_guest_or_the_space() {
    for code in ["nickname_required", "invalid_token", "space_not_found"] {
        let mut wire = greeting();
        wire.heard(OPEN, 0, 0.0);
        let refused = wire.heard(&format!(r#"44/v1,{{"message":"{code}"}}"#), 0, 0.0);
        assert_eq!(refused, [CLOSE, offline(), Effect::Reload]);
        assert_eq!(wire.deadline(), None);
        assert_eq!(wire.nudge(1_000_000, 0.0), []);
        assert_eq!(wire.broke(0, 0.0), []);
    }
}

#[test]
fn tries_again_after_any_other_refusal() {
    let mut wire = greeting();
    wire.heard(OPEN, 0, 0.0);
    assert_eq!(wire.heard(r#"44/v1,{"message":"unavailable"}"#, 0, 0.0), [CLOSE, offline()]);
    assert_eq!(wire.deadline(), Some(500));
}

#[test]
fn gives_up_a_connection_that_speaks_something_else() {
    for text in ["", "hello", "42/v1,[", "41/v1,", "1"] {
        assert_eq!(live().heard(text, 0, 0.0), [CLOSE, offline()], "{text:?}");
    }
}

#[test]
fn passes_over_what_a_newer_server_may_say() {
    for text in [r#"42/v1,["fireworks",{}]"#, r#"42/v1,["notice",{"shape":"new"}]"#, r#"42["message","hi"]"#, "6"] {
        assert_eq!(live().heard(text, 0, 0.0), [], "{text:?}");
    }
}
