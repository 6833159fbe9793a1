use super::*;

#[test]
fn go_before_the_others() {
    let mut state = live(51..=60);
    state.apply(Input::OlderAsked);
    assert!(feed(&state).loading_older);
    state.apply(older(messages("r", 1..=50)));
    assert_eq!(seqs(&state), (1..=60).collect::<Vec<_>>());
    assert!(!feed(&state).loading_older && !feed(&state).has_older);
}

#[test]
fn are_asked_for_once_and_only_of_a_room_that_the_guest_is_in() {
    let asked = |state: &mut ChatState| state.apply(Input::OlderAsked);
    let mut state = rendered(51..=60);
    assert_eq!(asked(&mut state), []);
    state.apply(welcome());
    assert_eq!(asked(&mut state), []);
    state.apply(joined("r", Vec::new(), 60));
    assert_eq!(asked(&mut state), [Need::Older { room: RoomId::new("r"), before: 51 }]);
    assert_eq!(asked(&mut state), []);
    state.apply(older(messages("r", 1..=50)));
    assert_eq!(asked(&mut state), []);

    let mut state = live(51..=60);
    state.apply(Input::Connection(Connection::Offline));
    assert_eq!(asked(&mut state), []);
}

#[test]
fn may_be_asked_for_again_after_a_refusal() {
    let mut state = live(51..=60);
    state.apply(Input::OlderAsked);
    state.apply(Input::Older(RoomId::new("r"), Err(Refusal::Unavailable)));
    assert!(!feed(&state).loading_older && feed(&state).has_older);
}

#[test]
fn end_with_an_empty_page() {
    let mut state = live(51..=60);
    state.apply(Input::OlderAsked);
    state.apply(older(Vec::new()));
    assert!(!feed(&state).loading_older && !feed(&state).has_older);
}

#[test]
fn do_not_overwrite_an_edit_that_overtook_them() {
    let mut state = live(51..=60);
    state.apply(Input::OlderAsked);
    state.apply(told(60, 61, vec![edited(message("r", 20), 61)]));
    state.apply(older(messages("r", 11..=50)));
    assert_eq!(&*feed(&state).messages[9].content, "edited");
}

#[test]
fn leave_no_hole_when_the_feed_started_again_meanwhile() {
    let mut state = live(51..=60);
    state.apply(Input::OlderAsked);
    state.apply(synced(messages("r", 900..=950), 950, true));
    state.apply(older(messages("r", 1..=50)));
    assert_eq!(seqs(&state), (900..=950).collect::<Vec<_>>());
}
