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
    edit(&mut state, 2, "so");
    state.apply(Input::EditAnswered(2, Ok(changed(2, 5, "so"))));
    assert_eq!(contents(&state), ["line 1", "so", "line 3"]);
    assert_eq!(feed(&state).rev, 3, "what others changed meanwhile is still on its way");
    assert_eq!(state.apply(told(3, 5, vec![changed(1, 4, "also"), changed(2, 5, "so")])), []);
    assert_eq!(contents(&state), ["also", "so", "line 3"]);
}

/// The user begins to edit the message and submits this text.
fn edit(state: &mut ChatState, message: MessageId, content: &str) -> Vec<Need> {
    state.apply(Input::Editing(Some(message)));
    state.apply(Input::Edited(content.into()))
}

fn asks(message: MessageId, rev: u64, content: &str) -> Vec<Need> {
    vec![Need::Edit(Edit {
        room_id: RoomId::new("r"),
        message,
        rev,
        content: content.into(),
        progress: Progress::UnderWay,
    })]
}

fn editing(state: &ChatState) -> Option<(MessageId, &str)> {
    let editing = state.room.as_ref()?.editing.as_ref()?;
    Some((editing.message, &editing.content))
}

fn refused(state: &ChatState) -> Vec<(MessageId, &str, Refusal)> {
    let refusal = |edit: &Edit| match edit.progress {
        Progress::Refused(refusal) => refusal,
        waits => panic!("{waits:?}"),
    };
    state.unsaved_edits().map(|edit| (edit.message, &*edit.content, refusal(edit))).collect()
}

#[test]
fn a_change_names_what_its_author_saw_when_they_began() {
    let mut state = live(1..=3);
    state.apply(Input::Editing(Some(2)));
    assert_eq!(editing(&state), Some((2, "line 2")));
    state.apply(told(3, 4, vec![changed(2, 4, "changed in another tab")]));
    assert_eq!(state.apply(Input::Edited("line two".into())), asks(2, 2, "line two"));
    assert_eq!(editing(&state), None);
}

#[test]
fn a_refused_change_waits_and_disturbs_nothing_until_its_author_takes_it_up_again() {
    let mut state = live(1..=3);
    edit(&mut state, 2, "far too long");
    state.apply(Input::Editing(Some(3)));
    state.apply(Input::EditAnswered(2, Err(Refusal::MessageTooLong)));
    assert_eq!(refused(&state), [(2, "far too long", Refusal::MessageTooLong)]);
    assert_eq!(editing(&state), Some((3, "line 3")));
    assert_eq!(state.refused, None, "it is told where it waits");

    state.apply(Input::Editing(Some(2)));
    assert_eq!((editing(&state), refused(&state).len()), (Some((2, "far too long")), 0));
    assert_eq!(state.apply(Input::Edited("short".into())), asks(2, 2, "short"));
    state.apply(Input::EditAnswered(2, Ok(changed(2, 4, "short"))));
    assert_eq!((contents(&state), state.edits.len()), (vec!["line 1", "short", "line 3"], 0));
}

#[test]
fn a_change_that_is_far_too_long_is_not_asked_for() {
    let mut state = live(1..=3);
    state.apply(Input::Editing(Some(2)));
    assert_eq!(state.apply(Input::Edited("가".repeat(4_001).into())), []);
    assert_eq!((editing(&state), state.refused), (Some((2, "line 2")), Some(Refusal::MessageTooLong)));
    assert_eq!(state.apply(Input::Edited("short".into())), asks(2, 2, "short"));
    assert_eq!(state.refused, None);
}

#[test]
fn a_refused_change_waits_in_its_room_or_is_let_go() {
    let mut state = live(1..=3);
    edit(&mut state, 2, "so");
    state.apply(Input::Went(Route::Room(RoomId::new("elsewhere"))));
    state.apply(Input::EditAnswered(2, Err(Refusal::Busy)));
    assert_eq!(refused(&state), []);
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    state.apply(joined("r", messages("r", 1..=3), 3));
    assert_eq!(refused(&state), [(2, "so", Refusal::Busy)]);
    state.apply(Input::EditDiscarded(2));
    assert_eq!(refused(&state), []);
}

#[test]
fn changes_of_one_message_go_one_after_the_other() {
    let mut state = live(1..=3);
    assert_eq!(edit(&mut state, 2, "first"), asks(2, 2, "first"));
    assert_eq!(edit(&mut state, 3, "another message"), asks(3, 3, "another message"));
    state.apply(Input::Editing(Some(2)));
    assert_eq!(editing(&state), Some((2, "first")), "begun with what was written, not with what was there");
    assert_eq!(state.apply(Input::Edited("second".into())), []);
    state.apply(Input::Editing(Some(2)));
    assert_eq!(state.apply(Input::EditAnswered(2, Ok(changed(2, 4, "first")))), asks(2, 4, "second"));
    assert_eq!(state.apply(Input::Edited("third".into())), []);
    assert_eq!(state.apply(Input::EditAnswered(2, Ok(changed(2, 6, "second")))), asks(2, 6, "third"));
    assert_eq!(state.apply(Input::EditAnswered(2, Ok(changed(2, 7, "third")))), []);
    assert_eq!(contents(&state), ["line 1", "third", "line 3"]);
}

#[test]
fn what_was_refused_is_said_by_the_change_that_follows_it() {
    let mut state = live(1..=3);
    edit(&mut state, 2, "first");
    edit(&mut state, 2, "second");
    assert_eq!(state.apply(Input::EditAnswered(2, Err(Refusal::Unavailable))), asks(2, 2, "second"));
    assert_eq!(refused(&state), []);
    state.apply(Input::EditAnswered(2, Err(Refusal::Unavailable)));
    assert_eq!(refused(&state), [(2, "second", Refusal::Unavailable)]);
}

#[test]
fn a_change_waits_for_the_connection() {
    let mut state = live(1..=3);
    edit(&mut state, 2, "first");
    state.apply(Input::Connection(Connection::Offline));
    assert_eq!(state.apply(Input::EditAnswered(2, Err(Refusal::Unavailable))), []);
    assert_eq!(edit(&mut state, 3, "offline"), []);
    assert_eq!(state.unsaved_edits().map(|edit| &*edit.content).collect::<Vec<_>>(), ["first", "offline"]);

    state.apply(welcome());
    let needs = state.apply(joined("r", vec![], 3));
    assert_eq!(needs, [asks(2, 2, "first"), asks(3, 3, "offline")].concat());
    assert_eq!(refused(&state), []);
    // The first one had been stored before the connection broke; the server knows it by what it says.
    assert_eq!(state.apply(Input::EditAnswered(2, Ok(changed(2, 4, "first")))), []);
    assert_eq!(contents(&state), ["line 1", "first", "line 3"]);
}

#[test]
fn a_change_to_nothing_is_told_at_once() {
    let mut state = live(1..=3);
    assert_eq!(edit(&mut state, 2, " "), []);
    assert_eq!((state.refused, editing(&state)), (Some(Refusal::MessageEmpty), Some((2, "line 2"))));
}

#[test]
fn a_text_for_what_was_deleted_meanwhile_is_kept() {
    let mut state = live(1..=3);
    edit(&mut state, 2, "precious");
    state.apply(told(3, 4, vec![changed(2, 4, "")]));
    state.apply(Input::EditAnswered(2, Err(Refusal::MessageNotFound)));
    state.apply(Input::Editing(Some(2)));
    assert_eq!((editing(&state), refused(&state)), (None, vec![(2, "precious", Refusal::MessageNotFound)]));
}

#[test]
fn what_is_deleted_elsewhere_is_not_edited_any_more() {
    let mut state = live(1..=3);
    state.apply(Input::Editing(Some(2)));
    state.apply(told(3, 4, vec![changed(2, 4, "")]));
    assert_eq!(state.room.as_ref().unwrap().edited(), None);
}
