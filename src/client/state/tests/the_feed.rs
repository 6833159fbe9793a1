use super::*;

#[test]
fn takes_in_the_next_event() {
    let mut state = live(1..=3);
    assert_eq!(state.apply(told(3, 4, messages("r", 4..=4))), []);
    assert_eq!((seqs(&state), feed(&state).rev), (vec![1, 2, 3, 4], 4));
}

#[test]
fn passes_over_an_event_that_it_has() {
    let mut state = live(1..=3);
    assert_eq!(state.apply(told(1, 3, messages("r", 2..=3))), []);
    assert_eq!((seqs(&state), feed(&state).rev), (vec![1, 2, 3], 3));
}

#[test]
fn takes_the_new_half_of_an_overlapping_event() {
    let mut state = live(1..=3);
    assert_eq!(state.apply(told(1, 5, messages("r", 2..=5))), []);
    assert_eq!((seqs(&state), feed(&state).rev), (vec![1, 2, 3, 4, 5], 5));
}

#[test]
fn asks_once_for_what_it_missed_and_takes_in_what_waited() {
    let mut state = live(1..=3);
    assert_eq!(state.apply(told(5, 6, messages("r", 6..=6))), [sync(3)]);
    assert_eq!(state.apply(told(6, 7, messages("r", 7..=7))), []);
    assert_eq!(seqs(&state), [1, 2, 3], "nothing is shown out of order");
    // Read before 7 was stored.
    assert_eq!(state.apply(synced(messages("r", 4..=6), 6, false)), []);
    assert_eq!((seqs(&state), feed(&state).rev), (vec![1, 2, 3, 4, 5, 6, 7], 7));
}

#[test]
fn asks_again_when_the_answer_is_older_than_the_gap() {
    let mut state = live(1..=3);
    state.apply(told(5, 6, messages("r", 6..=6)));
    state.apply(told(8, 9, messages("r", 9..=9)));
    assert_eq!(state.apply(synced(messages("r", 4..=6), 6, false)), [sync(6)]);
    assert_eq!(state.apply(synced(messages("r", 7..=9), 9, false)), []);
    assert_eq!(seqs(&state), (1..=9).collect::<Vec<_>>());
}

#[test]
fn starts_again_when_it_is_too_far_behind() {
    let mut state = live(1..=3);
    state.apply(told(900, 901, messages("r", 901..=901)));
    state.apply(synced(messages("r", 852..=901), 901, true));
    assert_eq!(seqs(&state), (852..=901).collect::<Vec<_>>());
    assert!(feed(&state).has_older);
}

#[test]
fn does_not_go_back_to_an_older_page() {
    let mut state = live(1..=9);
    state.apply(synced(messages("r", 1..=4), 4, true));
    assert_eq!((seqs(&state).len(), feed(&state).rev), (9, 9));
}

#[test]
fn joins_again_after_a_refused_sync_but_not_at_once() {
    let mut state = live(1..=3);
    state.apply(told(5, 6, messages("r", 6..=6)));
    assert_eq!(state.apply(Input::Synced(RoomId::new("r"), Err(Refusal::Busy))), []);
    assert!(state.is_restless());
    assert_eq!(state.apply(Input::Tick(1_000)), [join("r", Some(3))]);
    assert_eq!(state.apply(Input::Tick(2_000)), [], "it is asked once");
    state.apply(joined("r", messages("r", 4..=6), 6));
    assert_eq!(seqs(&state), [1, 2, 3, 4, 5, 6]);
    assert!(!state.is_restless());
}

#[test]
fn shows_the_newest_version_of_a_message() {
    let mut state = live(1..=3);
    state.apply(told(3, 4, vec![edited(message("r", 2), 4)]));
    assert_eq!(&*feed(&state).messages[1].content, "edited");
    state.apply(told(2, 4, vec![message("r", 2)]));
    state.apply(synced(vec![message("r", 2)], 5, false));
    assert_eq!(&*feed(&state).messages[1].content, "edited", "an old version does not come back");
}

#[test]
fn passes_over_edits_of_what_is_not_in_the_page() {
    let mut state = live(51..=100);
    assert_eq!(state.apply(told(100, 101, vec![edited(message("r", 7), 101)])), []);
    assert_eq!((seqs(&state), feed(&state).rev), ((51..=100).collect(), 101));
    state.apply(joined("r", vec![edited(message("r", 8), 102)], 102));
    assert_eq!(seqs(&state)[0], 51);
}
