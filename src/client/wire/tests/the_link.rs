//! Whether a link that looks alive is.

use super::*;

const PING: &str = r#"42/v1,1["ping",{}]"#;
const PONG: &str = r#"43/v1,1[{"success":true,"message":"ok","data":{}}]"#;

#[test]
fn is_asked_for_a_sign_of_life_when_the_user_comes_back() {
    let mut wire = live();
    assert_eq!(wire.nudge(30_000, 0.0), [write(PING)]);
    assert_eq!(wire.nudge(30_001, 0.0), [], "one question is enough");
    assert_eq!(wire.heard(PONG, 30_100, 0.0), []);
    assert_eq!(wire.deadline(), Some(30_100 + PATIENCE));
}

#[test]
fn is_dead_when_it_gives_none() {
    let mut wire = live();
    wire.ask(&rename("a"), "a", 29_000);
    wire.nudge(30_000, 0.0);
    assert_eq!(wire.deadline(), Some(33_000));
    assert_eq!(wire.wake(33_000, 0.0), [CLOSE, offline(), unanswered("a")]);
    assert_eq!(wire.nudge(33_001, 0.0), [WEBSOCKET]);
}

#[test]
fn is_not_asked_while_it_is_made() {
    let mut wire = greeting();
    wire.heard(OPEN, 0, 0.0);
    assert_eq!(wire.nudge(900, 0.0), []);
}

#[test]
fn is_begun_anew_when_the_network_comes_back_and_it_has_been_made_for_long() {
    for opened in [false, true] {
        let mut wire = greeting();
        if opened {
            wire.heard(OPEN, 0, 0.0);
        }
        assert_eq!(wire.nudge(1_000, 0.0), [CLOSE, WEBSOCKET]);
        assert_eq!(wire.nudge(1_100, 0.0), [], "once");
    }
}
