//! From websocket to long-polling and back.

use super::*;

const PROBE: Effect = Effect::Open(Lane::Probe, Transport::WebSocket);
const END_PROBE: Effect = Effect::Close(Lane::Probe);

fn write_probe(text: &str) -> Effect {
    Effect::Write(Lane::Probe, text.to_owned())
}

fn prefer_polling() -> Effect {
    Effect::Prefer(Transport::Polling)
}

/// Welcomed over long-polling, because a websocket was refused.
fn polling() -> Wire {
    let mut wire = greeting();
    assert_eq!(wire.broke(0, 0.0), [CLOSE, POLLING]);
    wire.heard(OPEN, 0, 0.0);
    wire.heard(CONNECTED, 0, 0.0);
    assert_eq!(wire.heard(WELCOME, 0, 0.0), [prefer_polling(), welcome()]);
    wire
}

#[test]
fn is_long_polling_at_once_when_a_websocket_is_refused() {
    let mut wire = polling();
    assert_eq!(wire.ask(&rename("a"), "a", 0), [write(r#"42/v1,1["rename",{"nickname":"a"}]"#)]);
}

#[test]
fn is_long_polling_when_a_websocket_stays_silent() {
    let mut wire = greeting();
    assert_eq!(wire.deadline(), Some(4_000));
    assert_eq!(wire.wake(4_000, 0.0), [CLOSE, POLLING]);
}

#[test]
fn is_given_more_time_after_a_failure() {
    let mut wire = greeting();
    let mut given = Vec::new();
    for _ in 0..4 {
        let opened = wire.deadline().unwrap();
        assert_eq!(wire.wake(opened, 0.0), [CLOSE, POLLING]);
        given.push(wire.deadline().unwrap() - opened);
        wire.wake(wire.deadline().unwrap(), 0.0);
        assert_eq!(wire.wake(wire.deadline().unwrap(), 0.0), [WEBSOCKET]);
    }
    assert_eq!(given, [4_000, 8_000, 16_000, 16_000]);
}

#[test]
fn is_tried_in_turn_while_the_server_is_away() {
    let mut wire = greeting();
    assert_eq!(wire.broke(0, 0.0), [CLOSE, POLLING]);
    assert_eq!(wire.broke(0, 0.0), [CLOSE, offline()], "now there is a reason to wait");
    assert_eq!(wire.wake(500, 0.0), [WEBSOCKET]);
    assert_eq!(wire.broke(500, 0.0), [CLOSE, POLLING]);
}

#[test]
fn is_another_one_after_a_greeting_that_led_nowhere() {
    let mut wire = greeting();
    wire.heard(OPEN, 0, 0.0);
    wire.wake(10_000, 0.0);
    assert_eq!(wire.wake(10_500, 0.0), [POLLING]);
}

#[test]
fn is_the_one_that_worked_when_the_link_breaks() {
    let mut wire = polling();
    wire.broke(0, 0.0);
    assert_eq!(wire.wake(500, 0.0), [POLLING]);
    let mut wire = live();
    wire.broke(0, 0.0);
    assert_eq!(wire.wake(500, 0.0), [WEBSOCKET]);
}

#[test]
fn is_long_polling_from_the_start_where_that_worked_before() {
    let mut wire = Wire::new(0, Transport::Polling);
    assert_eq!(wire.wake(0, 0.0), [POLLING]);
    wire.broke(0, 0.0);
    assert_eq!(wire.wake(500, 0.0), [WEBSOCKET], "and a websocket where it does not work any more");
}

#[test]
fn notices_a_dead_link_within_the_ping_window_over_long_polling_too() {
    let mut wire = polling();
    wire.heard("2", 1_000, 0.0);
    let dead = 1_000 + PATIENCE;
    // Meanwhile websockets are tried, in vain.
    while let Some(now) = wire.deadline().filter(|deadline| *deadline < dead) {
        assert_ne!(wire.wake(now, 1.0), []);
    }
    assert!(wire.wake(dead, 0.0).starts_with(&[CLOSE]));
}

#[test]
fn becomes_a_websocket_when_one_is_welcomed() {
    let mut wire = polling();
    wire.ask(&rename("a"), "a", 0);
    assert_eq!(wire.deadline(), Some(2_000));
    assert_eq!(wire.wake(2_000, 0.0), [PROBE]);
    assert_eq!(wire.probe_heard(OPEN, 2_010, 0.0), [write_probe("40/v1,")]);
    assert_eq!(wire.probe_heard("2", 2_010, 0.0), [write_probe("3")]);
    assert_eq!(wire.probe_heard(CONNECTED, 2_020, 0.0), []);
    assert_eq!(wire.ask(&rename("b"), "b", 2_020), [write(r#"42/v1,2["rename",{"nickname":"b"}]"#)]);
    let switched = [Effect::Switch, offline(), unanswered("a"), unanswered("b"), prefer_websocket(), welcome()];
    assert_eq!(wire.probe_heard(WELCOME, 2_030, 0.0), switched);
    assert_eq!(wire.deadline(), Some(2_030 + PATIENCE), "and is not tried any more");
}

#[test]
fn tries_websockets_at_growing_intervals() {
    let mut wire = polling();
    let mut waits = Vec::new();
    for _ in 0..12 {
        let now = wire.wake_probe();
        assert_eq!(wire.probe_broke(now, 1.0), [END_PROBE]);
        waits.push(wire.probe.deadline().unwrap() - now);
    }
    assert_eq!(waits, [4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300, 300].map(|seconds| seconds * 1_000));
}

#[test]
fn gives_up_a_websocket_that_hangs() {
    let mut wire = polling();
    let tried = wire.wake_probe();
    assert_eq!(wire.wake(tried + 10_000, 0.0), [END_PROBE]);
    assert_eq!(wire.probe_heard(WELCOME, tried + 10_001, 0.0), [], "too late");
}

#[test]
fn tries_a_websocket_at_once_when_the_network_is_another_one() {
    let mut wire = polling();
    let check = write(r#"42/v1,1["ping",{}]"#);
    assert_eq!(wire.nudge(100, 0.0), [check, PROBE]);
    assert_eq!(wire.nudge(200, 0.0), [], "one attempt is enough");
}

#[test]
fn does_not_try_a_websocket_without_a_link() {
    let mut wire = polling();
    wire.wake_probe();
    assert_eq!(wire.broke(3_000, 0.0), [CLOSE, END_PROBE, offline()]);
    assert_eq!(wire.probe.deadline(), None);
    assert_eq!(wire.probe_heard(WELCOME, 3_001, 0.0), []);
}

impl Wire {
    /// Lets the next attempt begin. Returns when that was.
    fn wake_probe(&mut self) -> Millis {
        let due = self.probe.deadline().expect("one is due");
        assert_eq!(self.probe.wake(due, 0.0), [PROBE]);
        due
    }
}
