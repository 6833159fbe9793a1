use super::*;

const SECOND: Millis = 1_000;

fn written(id: &str) -> Input {
    Input::Written(pending("r", id))
}

fn refused(id: &str, refusal: Refusal) -> Input {
    Input::Sent(id.into(), Err(refusal))
}

fn taken(id: &str, seq: u64) -> Input {
    Input::Sent(id.into(), Ok(written_by("me", "r", seq)))
}

fn send(id: &str) -> Need {
    Need::Send(pending("r", id))
}

/// A page of room r that has messages `ids` to send, of which the first was refused for now.
fn paused(ids: &[&str], refusal: Refusal) -> ChatState {
    let mut state = live(1..=3);
    for (place, id) in ids.iter().enumerate() {
        assert_eq!(state.apply(written(id)), if place == 0 { vec![send(id)] } else { vec![] });
    }
    assert_eq!(state.apply(refused(ids[0], refusal)), []);
    state
}

/// Lets time pass second by second; when something was sent, and what.
fn wait(state: &mut ChatState, seconds: Millis) -> Vec<(Millis, Vec<Need>)> {
    let start = state.now;
    let ticks = (1..=seconds).map(|second| (second, state.apply(Input::Tick(start + second * SECOND))));
    ticks.filter(|(_, needs)| !needs.is_empty()).collect()
}

#[test]
fn keeps_messages_on_their_way_and_shows_that_they_wait() {
    for refusal in [Refusal::Unavailable, Refusal::TooManyRequests, Refusal::Busy] {
        let state = paused(&["a", "b"], refusal);
        assert_eq!(waiting(&state), [("a", Delivery::Sending), ("b", Delivery::Sending)]);
        assert!(state.is_paused() && state.is_restless(), "{refusal}");
    }
}

#[test]
fn ends_with_one_message_that_is_taken_and_the_others_follow_in_order() {
    let mut state = paused(&["a", "b", "c"], Refusal::Unavailable);
    assert_eq!(wait(&mut state, 3), [(2, vec![send("a")])], "one, once");
    assert_eq!(state.apply(taken("a", 4)), [send("b")]);
    assert!(!state.is_paused());
    assert_eq!(state.apply(written("d")), []);
    for (id, seq, next) in [("b", 5, vec![send("c")]), ("c", 6, vec![send("d")]), ("d", 7, vec![])] {
        assert_eq!(state.apply(taken(id, seq)), next);
    }
    assert_eq!((waiting(&state), seqs(&state)), (vec![], vec![1, 2, 3, 4, 5, 6, 7]));
}

#[test]
fn lasts_longer_with_each_refusal_but_never_longer_than_half_a_minute() {
    let mut state = paused(&["a", "b"], Refusal::Unavailable);
    let mut waits = Vec::new();
    for _ in 0..8 {
        let sent = wait(&mut state, 60);
        let [(after, needs)] = &sent[..] else { panic!("{sent:?}") };
        assert_eq!(*needs, [send("a")]);
        waits.push(*after);
        state.apply(refused("a", Refusal::Unavailable));
    }
    // The first tick only says what time it is.
    assert_eq!(waits, [2, 3, 5, 9, 17, 31, 31, 31]);
}

#[test]
fn holds_what_is_written_meanwhile() {
    let mut state = paused(&["a"], Refusal::Unavailable);
    assert_eq!(state.apply(written("b")), [], "it must not overtake");
    wait(&mut state, 2);
    assert_eq!(state.apply(taken("a", 4)), [send("b")]);
}

#[test]
fn ends_also_when_its_message_is_refused_for_good() {
    let mut state = paused(&["a", "b"], Refusal::Unavailable);
    wait(&mut state, 2);
    assert_eq!(state.apply(refused("a", Refusal::MessageTooLong)), [send("b")]);
    assert_eq!(waiting(&state)[0], ("a", Delivery::Failed(Refusal::MessageTooLong)));
}

#[test]
fn ends_when_nothing_is_left_to_send() {
    let mut state = paused(&["a"], Refusal::Unavailable);
    state.apply(Input::Discard("a".into()));
    assert_eq!(wait(&mut state, 3), []);
    assert!(!state.is_paused());
    assert_eq!(state.apply(written("b")), [send("b")]);
}

#[test]
fn is_forgotten_by_a_new_connection() {
    let mut state = paused(&["a"], Refusal::Unavailable);
    wait(&mut state, 2);
    state.apply(Input::Connection(Connection::Offline));
    state.apply(refused("a", Refusal::Unavailable));
    assert_eq!(wait(&mut state, 60), [], "nobody is asked while offline");
    assert_eq!(state.apply(welcome()), [join("r", Some(3))]);
    assert_eq!(state.apply(joined("r", Vec::new(), 3)), [send("a")]);
}

#[test]
fn is_tried_out_in_the_room_of_the_oldest_message() {
    let mut state = paused(&["a", "b"], Refusal::Unavailable);
    state.apply(Input::Went(Route::Lobby));
    assert_eq!(wait(&mut state, 2), [(2, vec![join("r", None), send("a"), leave("r")])]);
    assert_eq!(state.apply(taken("a", 4)), [join("r", None), send("b"), leave("r")]);
}

#[test]
fn lasts_as_long_as_the_house_says_when_it_says_so() {
    let mut state = paused(&["a", "b"], Refusal::TooManyRequests);
    state.apply(Input::RetryAt(4_500));
    state.apply(Input::RetryAt(4_000));
    assert_eq!(wait(&mut state, 4), [], "the longest wait counts");
    assert_eq!(state.apply(Input::Tick(4_500)), [send("a")]);
}

#[test]
fn is_not_begun_by_other_requests_that_came_too_fast() {
    let mut state = live(1..=3);
    state.apply(Input::RetryAt(60_000));
    assert_eq!(state.apply(written("a")), [send("a")]);
}

#[test]
fn begins_also_when_the_room_of_a_message_could_not_be_entered_just_now() {
    let mut state = live(1..=3);
    state.apply(Input::Connection(Connection::Offline));
    state.apply(written("a"));
    state.apply(Input::Went(Route::Lobby));
    let visit = [join("r", None), send("a"), leave("r")];
    assert_eq!(state.apply(welcome()), visit);
    state.apply(Input::Joined(RoomId::new("r"), Err(Refusal::Unavailable)));
    state.apply(refused("a", Refusal::NotInRoom));
    assert_eq!(waiting(&state), [("a", Delivery::Sending)]);
    assert_eq!(wait(&mut state, 2), [(2, visit.to_vec())]);
}

#[test]
fn waits_for_nobody_who_is_put_out_of_a_room() {
    let mut state = live(1..=3);
    state.apply(written("a"));
    state.apply(refused("a", Refusal::NotInRoom));
    assert_eq!(waiting(&state), [("a", Delivery::Failed(Refusal::NotInRoom))]);
    assert!(!state.is_paused());
}
