use super::*;

fn answered(state: &ChatState) -> Option<MessageId> {
    state.answering()
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
fn an_edit_comes_between_an_answer_and_its_draft_and_takes_nothing_from_it() {
    let mut state = live(1..=3);
    state.apply(Input::Answering(Some(2)));
    state.apply(Input::Editing(Some(3)));
    state.apply(Input::Editing(None));
    assert_eq!(answered(&state), Some(2), "the edit was given up");
    state.apply(Input::Editing(Some(3)));
    state.apply(Input::Edited("new".into()));
    assert_eq!(answered(&state), Some(2), "the edit was written");
    state.apply(Input::Editing(None));
    assert_eq!(answered(&state), None, "the answer was given up");
}

#[test]
fn who_begins_an_answer_edits_no_more() {
    let mut state = live(1..=3);
    state.apply(Input::Editing(Some(3)));
    state.apply(Input::Answering(Some(2)));
    assert_eq!((answered(&state), &state.room.as_ref().unwrap().editing), (Some(2), &None));
}

#[test]
fn a_draft_comes_back_to_its_room_with_what_it_answers() {
    let mut state = live(1..=3);
    state.apply(Input::Answering(Some(2)));
    state.apply(Input::Went(Route::Room(RoomId::new("s"))));
    assert_eq!(answered(&state), None, "another room");
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    state.apply(Input::Recalled(2));
    assert_eq!(answered(&state), Some(2), "before the room's messages are there");
    assert_eq!(state.answered(), None);
    state.apply(joined("r", messages("r", 5..=9), 9));
    assert_eq!(answered(&state), Some(2), "it is older than they are");
    let why = Refusal::MessageEmpty;
    state.apply(Input::Refused(Some(why)));
    state.apply(Input::Recalled(6));
    assert_eq!(state.answered().map(|message| message.id), Some(6));
    assert_eq!(state.refused, Some(why), "nobody did anything");
}

#[test]
fn what_was_deleted_is_not_answered() {
    let mut state = live(1..=3);
    state.apply(Input::Answering(Some(2)));
    state.apply(told(3, 4, vec![Message { rev: 4, deleted_at: Some(1), ..message("r", 2) }]));
    assert_eq!(answered(&state), None);
}

#[test]
fn a_draft_keeps_what_it_answers_when_its_room_is_shut() {
    for refusal in [Refusal::RoomFull, Refusal::Kicked, Refusal::RoomClosed] {
        let mut state = live(1..=3);
        state.apply(Input::Answering(Some(2)));
        state.apply(Input::Joined(RoomId::new("r"), Err(refusal)));
        assert_eq!((status(&state), answered(&state)), (RoomStatus::Shut(refusal), Some(2)));
    }
}
