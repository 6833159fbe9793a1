use super::*;

fn own(seq: u64) -> Message {
    written_by("me", "r", seq)
}

fn changed(seq: u64, rev: u64, content: &str) -> Message {
    let deleted_at = content.is_empty().then_some(1);
    Message { rev, content: content.into(), deleted_at, ..own(seq) }
}

fn contents(state: &ChatState) -> Vec<&str> {
    feed(state).messages.iter().map(|message| &*message.content).collect()
}

#[test]
fn a_change_takes_the_place_of_what_was_said() {
    let mut state = live(1..=3);
    state.apply(told(3, 5, vec![changed(2, 4, "so"), changed(1, 5, "")]));
    assert_eq!(contents(&state), ["", "so", "line 3"]);
    assert_eq!((seqs(&state), feed(&state).rev), (vec![1, 2, 3], 5));
}

#[test]
fn the_answer_to_an_own_change_shows_at_once() {
    let mut state = live(1..=3);
    state.apply(Input::Revised(Ok(changed(2, 5, "so"))));
    assert_eq!(contents(&state), ["line 1", "so", "line 3"]);
    assert_eq!(feed(&state).rev, 3, "what others changed meanwhile is still on its way");
    assert_eq!(state.apply(told(3, 5, vec![changed(1, 4, "also"), changed(2, 5, "so")])), []);
    assert_eq!(contents(&state), ["also", "so", "line 3"]);
}

#[test]
fn a_refused_change_is_told_and_the_text_is_still_there_to_be_mended() {
    let mut state = live(1..=3);
    let editing = Editing { message: 2, text: Some("far too long".into()) };
    state.apply(Input::EditRefused(editing.clone(), Refusal::MessageTooLong));
    assert_eq!(state.refused, Some(Refusal::MessageTooLong));
    let view = state.room.as_ref().unwrap();
    assert_eq!((view.editing.as_ref(), view.edited().map(|message| message.seq)), (Some(&editing), Some(2)));
    state.apply(Input::Revised(Ok(changed(2, 4, "shorter"))));
    assert_eq!(state.refused, None, "what went well is not to be mended");
}

#[test]
fn what_is_deleted_elsewhere_is_not_edited_any_more() {
    let mut state = live(1..=3);
    state.apply(Input::Editing(Some(2)));
    state.apply(told(3, 4, vec![changed(2, 4, "")]));
    assert_eq!(state.room.as_ref().unwrap().edited(), None);
}
