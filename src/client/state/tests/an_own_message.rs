use super::*;

fn own(seq: u64) -> Message {
    written_by("me", "r", seq)
}

fn sent(seq: u64) -> Input {
    Input::Sent(format!("me-{seq}").into(), Ok(own(seq)))
}

#[test]
fn waits_until_its_ack_and_is_shown_once_when_its_event_follows() {
    let mut state = live(1..=3);
    let mine = pending("r", "me-4");
    assert_eq!(state.apply(Input::Written(mine.clone())), [Need::Send(mine)]);
    assert_eq!(waiting(&state), [("me-4", Delivery::Sending)]);
    state.apply(sent(4));
    assert_eq!((waiting(&state), seqs(&state)), (vec![], vec![1, 2, 3, 4]));
    state.apply(told(3, 4, vec![own(4)]));
    assert_eq!((seqs(&state), feed(&state).rev), (vec![1, 2, 3, 4], 4));
}

#[test]
fn is_confirmed_by_its_event_when_that_comes_first() {
    let mut state = live(1..=3);
    state.apply(Input::Written(pending("r", "me-4")));
    state.apply(told(3, 4, vec![own(4)]));
    assert_eq!((waiting(&state), seqs(&state)), (vec![], vec![1, 2, 3, 4]));
    state.apply(sent(4));
    assert_eq!(seqs(&state), [1, 2, 3, 4]);
}

#[test]
fn does_not_hide_what_others_wrote_before_it() {
    let mut state = live(1..=3);
    state.apply(Input::Written(pending("r", "me-5")));
    state.apply(sent(5));
    assert_eq!(state.apply(told(3, 5, vec![message("r", 4), own(5)])), []);
    assert_eq!(seqs(&state), [1, 2, 3, 4, 5]);
}

#[test]
fn does_not_hide_the_first_line_of_an_empty_room() {
    let mut state = lobby();
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    state.apply(joined_anew("r", Vec::new(), 0));
    state.apply(Input::Written(pending("r", "me-2")));
    state.apply(sent(2));
    state.apply(told(0, 1, messages("r", 1..=1)));
    assert_eq!(seqs(&state), [1, 2]);
}

#[test]
fn is_not_confirmed_by_someone_elses_client_id() {
    let mut state = live(1..=3);
    state.apply(Input::Written(pending("r", "other-4")));
    state.apply(told(3, 4, vec![message("r", 4)]));
    assert_eq!(waiting(&state), [("other-4", Delivery::Sending)]);
}

#[test]
fn written_offline_goes_out_after_the_room_is_joined_again() {
    let mut state = live(1..=3);
    state.apply(Input::Connection(Connection::Offline));
    assert_eq!(state.apply(Input::Written(pending("r", "a"))), []);
    assert_eq!(state.apply(Input::Written(pending("r", "b"))), []);
    assert_eq!(state.apply(welcome()), [join("r", Some(3))]);
    assert_eq!(state.apply(joined("r", Vec::new(), 3)), [Need::Send(pending("r", "a"))]);
    assert_eq!(
        state.apply(Input::Sent("a".into(), Ok(own(4)))),
        [Need::Send(pending("r", "b"))],
        "one after the other"
    );
}

#[test]
fn stored_before_the_connection_broke_is_not_sent_again() {
    let mut state = live(1..=3);
    state.apply(Input::Written(pending("r", "me-4")));
    state.apply(Input::Connection(Connection::Offline));
    state.apply(welcome());
    assert_eq!(state.apply(joined("r", vec![own(4)], 4)), []);
    assert_eq!((waiting(&state), seqs(&state)), (vec![], vec![1, 2, 3, 4]));
}

#[test]
fn written_while_the_room_opens_goes_out_when_it_is_open() {
    let mut state = lobby();
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    assert_eq!(state.apply(Input::Written(pending("r", "a"))), []);
    let needs = state.apply(joined_anew("r", messages("r", 1..=3), 3));
    assert_eq!(needs, [Need::Send(pending("r", "a"))]);
}

#[test]
fn goes_out_even_when_its_room_is_left_before_it_opened() {
    let mut state = lobby();
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    state.apply(Input::Written(pending("r", "a")));
    let needs = [join("r", None), Need::Send(pending("r", "a")), leave("r")];
    assert_eq!(state.apply(Input::Went(Route::Lobby)), needs);
}

#[test]
fn fails_when_its_room_is_gone() {
    let mut state = live(1..=3);
    state.apply(Input::Connection(Connection::Offline));
    state.apply(Input::Written(pending("r", "a")));
    state.apply(welcome());
    state.apply(Input::Joined(RoomId::new("r"), Err(Refusal::RoomNotFound)));
    assert_eq!(waiting(&state), [("a", Delivery::Failed(Refusal::RoomNotFound))]);
}

#[test]
fn written_offline_in_a_room_that_was_left_since_still_goes_out() {
    let mut state = live(1..=3);
    state.apply(Input::Connection(Connection::Offline));
    state.apply(Input::Written(pending("r", "a")));
    assert_eq!(state.apply(Input::Went(Route::Room(RoomId::new("s")))), []);
    let needs = [join("s", None), join("r", None), Need::Send(pending("r", "a")), leave("r")];
    assert_eq!(state.apply(welcome()), needs);
    state.apply(joined_anew("r", messages("r", 1..=3), 3));
    assert_eq!((status(&state), seqs(&state)), (RoomStatus::Opening, vec![]), "the open room is another one");
    state.apply(Input::Sent("a".into(), Ok(own(4))));
    assert_eq!(waiting(&state), []);
}

#[test]
fn unanswered_by_a_broken_connection_has_not_failed() {
    let mut state = live(1..=3);
    state.apply(Input::Written(pending("r", "a")));
    state.apply(Input::Connection(Connection::Offline));
    state.apply(Input::Sent("a".into(), Err(Refusal::Unavailable)));
    assert_eq!(waiting(&state), [("a", Delivery::Sending)]);
}

#[test]
fn refused_stays_until_it_is_retried_or_discarded() {
    let mut state = live(1..=3);
    for id in ["a", "b"] {
        state.apply(Input::Written(pending("r", id)));
        state.apply(Input::Sent(id.into(), Err(Refusal::MessageTooLong)));
    }
    let failed = Delivery::Failed(Refusal::MessageTooLong);
    assert_eq!(waiting(&state), [("a", failed), ("b", failed)]);
    state.apply(welcome());
    assert_eq!(state.apply(joined("r", Vec::new(), 3)), [], "failed ones wait for the user");
    assert_eq!(state.apply(Input::Retry("a".into())), [Need::Send(pending("r", "a"))]);
    state.apply(Input::Discard("b".into()));
    assert_eq!(waiting(&state), [("a", Delivery::Sending)]);
    assert_eq!(state.apply(Input::Retry("gone".into())), []);
}

#[test]
fn does_not_take_away_why_what_is_written_after_it_was_refused() {
    let mut state = live(1..=3);
    state.apply(Input::Written(pending("r", "me-4")));
    state.apply(Input::Refused(Some(Refusal::MessageTooLong)));
    state.apply(sent(4));
    assert_eq!(state.refused, Some(Refusal::MessageTooLong));
    state.apply(Input::Written(pending("r", "me-5")));
    assert_eq!(state.refused, None);
}
