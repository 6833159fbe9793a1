use super::*;

fn answered(state: &ChatState) -> Option<MessageId> {
    state.answered().map(|message| message.id)
}

#[test]
fn the_next_message_answers_and_only_that_one() {
    let mut state = live(1..=3);
    state.apply(Input::Answering(Some(2)));
    assert_eq!(answered(&state), Some(2));
    state.apply(Input::Written(pending("r", "a")));
    assert_eq!(answered(&state), None);
}

#[test]
fn a_message_is_answered_or_edited_and_never_both() {
    let mut state = live(1..=3);
    state.apply(Input::Answering(Some(2)));
    state.apply(Input::Editing(Some(3)));
    assert_eq!(answered(&state), None);
    state.apply(Input::Answering(Some(2)));
    assert_eq!(state.room.as_ref().unwrap().editing, None);
    state.apply(Input::Editing(None));
    assert_eq!(answered(&state), None, "given up");
}

#[test]
fn what_was_deleted_is_not_answered() {
    let mut state = live(1..=3);
    state.apply(Input::Answering(Some(2)));
    state.apply(told(3, 4, vec![Message { rev: 4, deleted_at: Some(1), ..message("r", 2) }]));
    assert_eq!(answered(&state), None);
}
