use super::*;

#[test]
fn rendered_by_the_server_is_joined_from_its_rev() {
    let mut state = rendered(1..=3);
    assert_eq!(state.apply(welcome()), [join("r", Some(3))]);
    state.apply(told(4, 5, messages("r", 5..=5)));
    assert_eq!(seqs(&state), [1, 2, 3], "events before the answer wait for it");
    assert_eq!(state.apply(joined("r", messages("r", 4..=4), 4)), []);
    assert_eq!((status(&state), seqs(&state)), (RoomStatus::Live, vec![1, 2, 3, 4, 5]));
}

#[test]
fn is_joined_again_when_the_connection_comes_back() {
    let mut state = live(1..=3);
    state.apply(Input::Connection(Connection::Offline));
    assert_eq!(seqs(&state), [1, 2, 3], "what is known stays readable");
    assert_eq!(state.apply(welcome()), [join("r", Some(3))]);
    assert_eq!(state.apply(told(6, 7, messages("r", 7..=7))), [], "the answer brings what is missing");
    state.apply(joined("r", messages("r", 4..=6), 6));
    assert_eq!(seqs(&state), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn starts_again_from_the_latest_page_when_the_answer_says_so() {
    let mut state = live(1..=3);
    state.apply(welcome());
    state.apply(joined_anew("r", messages("r", 1..=2), 2));
    assert_eq!((seqs(&state), feed(&state).rev), (vec![1, 2], 2), "a restored backup may be older");
}

#[test]
fn is_left_for_another_one() {
    let mut state = live(1..=3);
    assert_eq!(state.apply(Input::Went(Route::Room(RoomId::new("s")))), [leave("r"), join("s", None)]);
    assert_eq!(status(&state), RoomStatus::Opening);
    assert_eq!(state.room.as_ref().unwrap().room, Some(room("s")), "the list knows its name already");
    state.apply(told(3, 4, messages("r", 4..=4)));
    state.apply(synced(messages("r", 4..=4), 4, true));
    state.apply(older(messages("r", 1..=2)));
    state.apply(presence(&["late"], &[]));
    assert_eq!(seqs(&state), [0; 0], "late answers about the old room change nothing");
    state.apply(joined_anew("s", messages("s", 1..=2), 2));
    assert_eq!((status(&state), seqs(&state)), (RoomStatus::Live, vec![1, 2]));
    assert_eq!(state.apply(Input::Went(Route::Lobby)), [leave("s")]);
    assert_eq!(state.room, None);
}

#[test]
fn left_before_its_answer_stays_closed() {
    let mut state = lobby();
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    assert_eq!(state.apply(Input::Went(Route::Lobby)), [leave("r")]);
    assert_eq!(state.apply(joined_anew("r", messages("r", 1..=2), 2)), []);
    assert_eq!(state.room, None);
}

#[test]
fn visited_twice_ignores_answers_to_the_first_visit() {
    let mut state = live(1..=3);
    state.apply(told(5, 6, messages("r", 6..=6)));
    state.apply(Input::Went(Route::Lobby));
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    state.apply(synced(messages("r", 4..=6), 6, false));
    assert_eq!((status(&state), seqs(&state)), (RoomStatus::Opening, vec![]));
    state.apply(joined_anew("r", messages("r", 1..=6), 6));
    assert_eq!(seqs(&state), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn visited_twice_is_not_opened_by_the_answer_to_the_first_visit() {
    let mut state = rendered(1..=3);
    state.apply(welcome());
    state.apply(Input::Went(Route::Lobby));
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    state.apply(joined("r", messages("r", 4..=4), 4));
    assert_eq!(status(&state), RoomStatus::Opening, "lines 1 to 3 would be missing");
    state.apply(joined_anew("r", messages("r", 1..=4), 4));
    assert_eq!((status(&state), seqs(&state)), (RoomStatus::Live, vec![1, 2, 3, 4]));
}

#[test]
fn chosen_twice_is_not_opened_twice() {
    let mut state = live(1..=3);
    assert_eq!(state.apply(Input::Went(Route::Room(RoomId::new("r")))), []);
    assert_eq!(seqs(&state), [1, 2, 3]);
}

#[test]
fn chosen_offline_is_joined_when_the_connection_is_back() {
    let mut state = snapshot(Page::Lobby);
    assert_eq!(state.apply(Input::Went(Route::Room(RoomId::new("r")))), []);
    assert_eq!(state.apply(welcome()), [join("r", None)]);
}

#[test]
fn that_does_not_exist_is_missing_and_not_asked_for_again() {
    let mut state = lobby();
    state.apply(Input::Went(Route::Room(RoomId::new("gone"))));
    state.apply(Input::Joined(RoomId::new("gone"), Err(Refusal::RoomNotFound)));
    assert_eq!(status(&state), RoomStatus::Shut(Refusal::RoomNotFound));
    assert_eq!(state.apply(welcome()), []);
    assert_eq!(state.apply(Input::Went(Route::Lobby)), []);
    assert_eq!(state.room, None);
}

#[test]
fn that_could_not_be_joined_just_now_is_tried_again() {
    let mut state = lobby();
    state.apply(Input::Went(Route::Room(RoomId::new("r"))));
    state.apply(Input::Joined(RoomId::new("r"), Err(Refusal::Busy)));
    assert_eq!(status(&state), RoomStatus::Opening);
    assert_eq!(state.apply(Input::Tick(1_000)), [join("r", None)]);
}

#[test]
fn is_not_tried_again_while_offline() {
    let mut state = live(1..=3);
    state.apply(Input::Connection(Connection::Offline));
    state.apply(Input::Synced(RoomId::new("r"), Err(Refusal::Unavailable)));
    assert_eq!(state.apply(Input::Tick(1_000)), []);
    assert_eq!(state.apply(welcome()), [join("r", Some(3))]);
}

#[test]
fn that_closes_is_shut_and_off_the_list() {
    let mut state = live(1..=3);
    state.apply(closed("expired"));
    assert_eq!((status(&state), seqs(&state)), (RoomStatus::Shut(Refusal::RoomClosed), vec![]));
    assert_eq!(state.rooms, [room("s")]);
}

#[test]
fn of_which_one_is_sent_out_is_shut_and_still_on_the_list() {
    let mut state = live(1..=3);
    let before = state.rooms.clone();
    state.apply(Input::Event(Event::Read(Mark { room_id: RoomId::new("r"), seq: 3 })));
    state.apply(closed("kicked"));
    assert_eq!((status(&state), seqs(&state)), (RoomStatus::Shut(Refusal::Kicked), vec![]));
    assert_eq!(state.rooms, before);
    let changed = vec![Room { last_seq: 9, ..room("r") }];
    state.apply(Input::Event(Event::Rooms(event::RoomChanges { changed, ..event::RoomChanges::default() })));
    assert_eq!(state.all_unread(), 0, "nothing in it waits for who cannot go there");
    assert_eq!(state.apply(welcome()), [], "it is not asked for again");
}

#[test]
fn that_the_server_shows_as_none_of_ones_own_says_why() {
    let state: ChatState = snapshot_of(Page::shut(RoomId::new("r"), Refusal::Kicked, None)).into();
    assert_eq!(status(&state), RoomStatus::Shut(Refusal::Kicked));
}

#[test]
fn that_ended_while_offline_says_why() {
    let mut state = live(1..=3);
    state.apply(Input::Connection(Connection::Offline));
    state.apply(welcome());
    state.apply(closed("expired"));
    state.apply(Input::Joined(RoomId::new("r"), Err(Refusal::RoomClosed)));
    assert_eq!(status(&state), RoomStatus::Shut(Refusal::RoomClosed));
    assert_eq!(state.room.unwrap().ending, Some(Ending::Expired));
}

#[test]
fn that_ended_under_a_form_gives_its_text_back() {
    let page = Page::shut(RoomId::new("r"), Refusal::RoomClosed, Some(Ending::Closed));
    let typed = Some(Typed::Message("다 썼는데".into()));
    let state: ChatState = Snapshot { typed, form_id: "f".into(), ..snapshot_of(page) }.into();
    let lost: Vec<_> = state.outbox.failed().map(|pending| (&*pending.content, pending.delivery.is_final())).collect();
    assert_eq!(lost, [("다 썼는데", true)]);
}
