use super::*;

fn mark(room: &str, seq: u64) -> Mark {
    Mark { room_id: RoomId::new(room), seq }
}

/// A lobby whose guest has read room s up to 4, of 7.
fn with_unread() -> ChatState {
    let mut state = lobby();
    state.apply(welcome_who_read(vec![mark("s", 4)]));
    state
}

fn welcome_who_read(read: Vec<Mark>) -> Input {
    let rooms = vec![Room { last_seq: 7, ..room("s") }, Room { last_seq: 9, ..room("r") }];
    Input::Event(Event::Welcome(event::Welcome { me: me(), rooms, notices: vec![], read, mentions: vec![], now: 0 }))
}

fn tick(state: &mut ChatState) -> Vec<Need> {
    let now = state.now + 1_000;
    state.apply(Input::Tick(now))
}

#[test]
fn unread_is_what_came_since_in_rooms_that_one_has_been_in() {
    let mut state = with_unread();
    let unread = |id: &str| state.rooms.iter().find(|room| room.id.as_str() == id).map(|room| state.unread(room));
    assert_eq!((unread("s"), unread("r"), state.all_unread()), (Some(3), Some(0), 3));
    state.apply(Input::Event(Event::Read(mark("s", 6))));
    assert_eq!(state.all_unread(), 1, "read on another device");
    state.apply(Input::Event(Event::Read(mark("s", 2))));
    assert_eq!(state.all_unread(), 1, "never back");
}

#[test]
fn a_mention_calls_until_it_is_read() {
    let mut state = with_unread();
    let mut mentioned = |seq| {
        state.apply(Input::Event(Event::Mentioned(mark("s", seq))));
        state.is_called(&RoomId::new("s"))
    };
    assert!(!mentioned(4), "it is read already");
    assert!(mentioned(6));
    assert!(mentioned(7));
    state.apply(Input::Event(Event::Read(mark("s", 6))));
    assert!(state.is_called_anywhere(), "one is left");
    state.apply(Input::Event(Event::Read(mark("s", 7))));
    assert!(!state.is_called_anywhere());
}

#[test]
fn what_was_seen_is_told_once_in_a_while_and_before_one_goes() {
    let mut state = live(1..=3);
    assert_eq!(state.apply(Input::Seen), [Need::Ticks]);
    assert!(state.is_restless());
    assert_eq!((tick(&mut state), tick(&mut state)), (vec![], vec![]));
    state.apply(told(3, 4, messages("r", 4..=4)));
    state.apply(Input::Seen);
    assert_eq!(tick(&mut state), [Need::Read(mark("r", 4))]);
    assert_eq!(tick(&mut state), []);
    state.apply(told(4, 5, messages("r", 5..=5)));
    state.apply(Input::Seen);
    assert_eq!(state.apply(Input::Went(Route::Lobby)), [Need::Read(mark("r", 5)), leave("r")]);
}

#[test]
fn what_the_server_rendered_is_seen_before_the_room_is_joined_and_told_afterwards() {
    let mut state = rendered(1..=3);
    assert_eq!(state.apply(Input::Seen), [Need::Ticks]);
    assert_eq!(state.apply(Input::LookedAway { from_end: true }), [], "nobody hears it yet");
    state.apply(welcome());
    assert_eq!(state.apply(Input::LookedAway { from_end: true }), [Need::Read(mark("r", 3))]);
}

#[test]
fn the_line_of_who_is_further_up_when_they_look_away_stays_above_what_they_have_not_seen() {
    let mut state = live(1..=3);
    state.apply(Input::Seen);
    state.apply(told(3, 4, messages("r", 4..=4)));
    state.apply(Input::LookedAway { from_end: false });
    assert_eq!(state.room.as_ref().unwrap().read_to, Some(3));
    state.apply(told(4, 5, messages("r", 5..=5)));
    state.apply(Input::LookedAway { from_end: false });
    assert_eq!(state.room.as_ref().unwrap().read_to, Some(3), "it is there already");
    state.apply(Input::LookedAway { from_end: true });
    assert_eq!(state.room.as_ref().unwrap().read_to, Some(5));
    state.room.as_mut().unwrap().read_to = Some(2);
    state.apply(Input::Seen);
    state.apply(Input::LookedAway { from_end: false });
    assert_eq!(state.room.as_ref().unwrap().read_to, Some(2), "they may be on the way there");
    state.apply(told(5, 6, messages("r", 6..=6)));
    assert_eq!(state.room.as_ref().unwrap().read_to, Some(5), "above what came since");
}

#[test]
fn what_a_form_cannot_say_cannot_be_said_before_any_connection_gets_through() {
    let mut state = rendered(1..=3);
    let answering = |state: &mut ChatState| {
        state.apply(Input::Answering(Some(2)));
        (state.answering(), state.refused)
    };
    state.apply(Input::Connection(Connection::Offline));
    assert_eq!(answering(&mut state), (None, Some(Refusal::Unavailable)));
    state.apply(welcome());
    state.apply(Input::Connection(Connection::Offline));
    assert_eq!(answering(&mut state).0, Some(2), "it goes out when the connection is back");
}

#[test]
fn what_was_posted_is_known_by_what_one_said_last() {
    let state = live(1..=3);
    let Message { content, author, .. } = &*state.room.as_ref().unwrap().feed.messages[2].clone();
    let mut state = state;
    assert!(!state.has_just_said(content), "it is somebody else's");
    state.me.as_mut().unwrap().id = author.id.clone();
    assert!(state.has_just_said(&format!(" {content}\n")));
    assert!(!state.has_just_said("그다음"));
}

#[test]
fn an_open_room_that_is_on_no_list_counts_and_calls() {
    let mut state = live(1..=3);
    state.rooms.clear();
    state.apply(Input::Seen);
    state.apply(told(3, 5, messages("r", 4..=5)));
    assert_eq!(state.all_unread(), 2);
    assert!(!state.is_called_anywhere());
    state.apply(Input::Event(Event::Mentioned(mark("r", 5))));
    assert!(state.is_called_anywhere());
    state.apply(Input::Seen);
    assert_eq!((state.all_unread(), state.is_called_anywhere()), (0, false));
}

#[test]
fn what_the_page_before_told_of_reading_while_this_one_was_rendered_takes_the_line_away() {
    let line_after = |state: &mut ChatState, read_to: u64| {
        state.room.as_mut().unwrap().read_to = Some(1);
        state.apply(welcome_who_read(vec![mark("s", 9), mark("r", read_to)]));
        state.room.as_ref().unwrap().read_to
    };
    assert_eq!(line_after(&mut rendered(1..=3), 3), None);
    assert_eq!(line_after(&mut rendered(1..=3), 2), Some(1), "there is something below it");
    assert_eq!(line_after(&mut live(1..=3), 3), Some(1), "it was told by this page, and stands until one writes");
}

#[test]
fn who_asks_for_another_page_has_told_what_they_read_and_may_stay() {
    let mut state = live(1..=3);
    state.apply(Input::Seen);
    assert_eq!(state.apply(Input::Leaving), [Need::Read(mark("r", 3))]);
    assert_eq!(state.apply(Input::Leaving), []);
    assert_eq!(state.room.as_ref().unwrap().read_to, None, "they may have asked for a file only");
}

#[test]
fn the_line_stands_where_one_stopped_reading_until_one_writes() {
    let line = |state: &ChatState| state.room.as_ref().unwrap().read_to;
    let mut state = live(1..=3);
    state.apply(Input::LookedAway { from_end: true });
    assert_eq!(line(&state), Some(3));
    state.apply(told(3, 4, messages("r", 4..=4)));
    state.apply(Input::Seen);
    assert_eq!(line(&state), Some(3), "there is something below it");
    state.apply(Input::Written(pending("r", "a")));
    assert_eq!(line(&state), None);
    state.apply(Input::LookedAway { from_end: true });
    state.apply(Input::Seen);
    assert_eq!(line(&state), None, "nothing came meanwhile");
}
