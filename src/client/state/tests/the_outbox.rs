//! What waits to be sent, beyond this page: after a reload, in the other tabs of the guest, and under another guest.

use super::*;

/// What the browser keeps of an outbox: what every change told it to keep and not to forget.
#[derive(Default)]
struct Storage(Vec<(String, String)>);

impl Storage {
    /// Applies an input as the store does. Returns what has to be done.
    fn apply(&mut self, state: &mut ChatState, input: Input) -> Vec<Need> {
        let before = state.outbox.clone();
        let needs = state.apply(input);
        for (client_id, pending) in state.outbox.changes_since(&before) {
            self.0.retain(|(key, _)| key != client_id);
            let text = pending.map(|pending| serde_json::to_string(pending).unwrap());
            self.0.extend(text.map(|text| (client_id.to_owned(), text)));
        }
        needs
    }

    fn restored(&self) -> Input {
        Input::Restored(self.0.iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.iter().map(|(key, _)| &**key).collect()
    }
}

fn written_at(client_id: &str, written_at: Millis) -> Pending {
    Pending { written_at, ..pending("r", client_id) }
}

fn own(seq: u64) -> Message {
    written_by("me", "r", seq)
}

fn refused(client_id: &str, refusal: Refusal) -> Input {
    Input::Sent(client_id.into(), Err(refusal))
}

/// Another tab's message, as this one hears of it.
fn written_elsewhere(client_id: &str) -> Input {
    Input::WrittenElsewhere(pending("r", client_id))
}

#[test]
fn survives_a_reload_with_the_fate_of_each_message() {
    let (mut storage, mut before) = (Storage::default(), live(1..=3));
    for id in ["a", "b"] {
        storage.apply(&mut before, Input::Written(pending("r", id)));
    }
    storage.apply(&mut before, refused("b", Refusal::MessageTooLong));

    let mut after = rendered(1..=3);
    let restored = storage.restored();
    storage.apply(&mut after, restored);
    assert_eq!(waiting(&after), [("a", Delivery::Sending), ("b", Delivery::Failed(Refusal::MessageTooLong))]);
    after.apply(welcome());
    assert_eq!(after.apply(joined("r", Vec::new(), 3)), [Need::Send(pending("r", "a"))]);
    storage.apply(&mut after, Input::Sent("a".into(), Ok(own(4))));
    storage.apply(&mut after, Input::Discard("b".into()));
    assert!(storage.keys().is_empty(), "nothing is left to keep");
}

#[test]
fn is_restored_in_the_order_in_which_it_was_written_however_it_was_kept() {
    let mut state = rendered(1..=3);
    state.apply(Input::Restored(vec![written_at("c", 30), written_at("a", 10), written_at("b", 20)]));
    assert_eq!(waiting(&state).iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn keeps_that_order_when_the_clock_stands_still_or_is_set_back() {
    let mut state = rendered(1..=3);
    assert_eq!(state.outbox.moment(50), 50);
    state.apply(Input::Written(written_at("a", 50)));
    assert_eq!(state.outbox.moment(50), 51);
    assert_eq!(state.outbox.moment(7), 51);
    assert_eq!(state.outbox.moment(90), 90);
}

#[test]
fn forgets_after_a_reload_what_was_stored_before_it() {
    let (mut storage, mut before) = (Storage::default(), live(1..=3));
    storage.apply(&mut before, Input::Written(pending("r", "me-4")));

    let room = room("r");
    let mut after =
        snapshot(Page::Room { room, messages: vec![own(4)], rev: 4, members: vec![], pins: vec![], is_member: true });
    let restored = storage.restored();
    storage.apply(&mut after, restored);
    storage.apply(&mut after, Input::Tick(1));
    assert_eq!((waiting(&after), storage.keys()), (vec![], vec![]));
}

#[test]
fn shows_what_another_tab_writes_and_leaves_it_to_that_tab() {
    let (mut storage, mut state) = (Storage::default(), live(1..=3));
    assert_eq!(storage.apply(&mut state, written_elsewhere("a")), []);
    assert_eq!(waiting(&state), [("a", Delivery::Sending)]);
    assert!(storage.keys().is_empty(), "the other tab keeps it");
    state.apply(Input::Connection(Connection::Offline));
    state.apply(welcome());
    assert_eq!(state.apply(joined("r", Vec::new(), 3)), []);
    state.apply(Input::Discard("a".into()));
    assert_eq!(waiting(&state), []);
}

#[test]
fn sends_what_another_tab_does_not_send_any_more() {
    let (mut storage, mut state) = (Storage::default(), live(1..=3));
    state.apply(Input::Tick(1_000));
    storage.apply(&mut state, written_elsewhere("a"));
    storage.apply(&mut state, written_elsewhere("b"));
    assert!(state.is_restless(), "ticks have to come");
    assert_eq!(storage.apply(&mut state, Input::Tick(2_000)), []);
    assert_eq!(storage.apply(&mut state, Input::Tick(6_999)), []);
    assert_eq!(storage.apply(&mut state, Input::Tick(7_000)), [Need::Send(pending("r", "a"))]);
    assert_eq!(storage.apply(&mut state, Input::Tick(60_000)), [], "once");
    let next = storage.apply(&mut state, Input::Sent("a".into(), Ok(own(4))));
    assert_eq!(next, [Need::Send(pending("r", "b"))]);
    storage.apply(&mut state, refused("b", Refusal::MessageTooLong));
    assert_eq!(storage.keys(), ["b"], "its fate is kept by whoever sent it");
}

#[test]
fn gives_other_tabs_their_time_after_coming_online() {
    let mut state = live(1..=3);
    state.apply(Input::Tick(1_000));
    state.apply(Input::Connection(Connection::Offline));
    state.apply(written_elsewhere("a"));
    assert_eq!(state.apply(Input::Tick(100_000)), []);
    state.apply(welcome());
    state.apply(joined("r", Vec::new(), 3));
    assert_eq!(state.apply(Input::Tick(101_000)), []);
    assert_eq!(state.apply(Input::Tick(105_999)), []);
    assert_eq!(state.apply(Input::Tick(106_000)), [Need::Send(pending("r", "a"))]);
}

#[test]
fn sends_it_also_when_its_room_is_not_the_open_one() {
    let mut state = lobby();
    state.apply(written_elsewhere("a"));
    state.apply(Input::Tick(1_000));
    let needs = [join("r", None), Need::Send(pending("r", "a")), leave("r")];
    assert_eq!(state.apply(Input::Tick(6_000)), needs);
}

#[test]
fn shows_what_failed_in_another_tab_and_whoever_retries_it_sends_it() {
    let (mut storage, mut state) = (Storage::default(), live(1..=3));
    let failed = Pending { delivery: Delivery::Failed(Refusal::MessageTooLong), ..pending("r", "a") };
    storage.apply(&mut state, written_elsewhere("a"));
    storage.apply(&mut state, Input::WrittenElsewhere(failed));
    assert_eq!(waiting(&state), [("a", Delivery::Failed(Refusal::MessageTooLong))]);
    assert!(!state.is_restless(), "a failed one waits for the user");
    assert_eq!(storage.apply(&mut state, Input::Retry("a".into())), [Need::Send(pending("r", "a"))]);
    assert_eq!(storage.keys(), ["a"], "so that the other tab hears of it");
}

#[test]
fn leaves_a_message_to_the_tab_where_it_was_retried() {
    let mut state = live(1..=3);
    state.apply(Input::Written(pending("r", "a")));
    state.apply(refused("a", Refusal::MessageTooLong));
    state.apply(written_elsewhere("a"));
    assert_eq!(waiting(&state), [("a", Delivery::Sending)]);
    state.apply(Input::Connection(Connection::Offline));
    state.apply(welcome());
    assert_eq!(state.apply(joined("r", Vec::new(), 3)), []);
}

#[test]
fn does_not_show_what_came_before_the_news_that_it_was_written() {
    let mut state = live(1..=3);
    state.apply(told(3, 4, vec![own(4)]));
    state.apply(written_elsewhere("me-4"));
    assert_eq!(waiting(&state), []);
}

#[test]
fn fails_when_it_is_for_a_room_that_the_page_did_not_find() {
    let mut state = snapshot(Page::shut(RoomId::new("r"), Refusal::RoomNotFound, None));
    state.apply(Input::Restored(vec![pending("r", "a")]));
    let needs = [join("r", None), Need::Send(pending("r", "a")), leave("r")];
    assert_eq!(state.apply(welcome()), needs);
    state.apply(Input::Joined(RoomId::new("r"), Err(Refusal::RoomNotFound)));
    state.apply(refused("a", Refusal::NotInRoom));
    assert_eq!(waiting(&state), [("a", Delivery::Failed(Refusal::RoomNotFound))], "which says more");
}

#[test]
fn is_sent_again_from_wherever_the_user_retries_it() {
    let mut state = lobby();
    let failed = Pending { delivery: Delivery::Failed(Refusal::Unavailable), ..pending("r", "a") };
    state.apply(Input::Restored(vec![failed]));
    assert_eq!(state.outbox.failed().count(), 1);
    let needs = [join("r", None), Need::Send(pending("r", "a")), leave("r")];
    assert_eq!(state.apply(Input::Retry("a".into())), needs);
    assert_eq!(state.outbox.failed().count(), 0);
}

#[test]
fn is_not_sent_by_the_next_guest_in_the_same_browser() {
    let (mut storage, mut state) = (Storage::default(), live(1..=3));
    storage.apply(&mut state, Input::Connection(Connection::Offline));
    storage.apply(&mut state, Input::Written(pending("r", "a")));
    let me = Me { id: GuestId::new("next"), nickname: "next".into(), token: None, ink: None };
    let welcome = Input::Event(Event::Welcome(event::Welcome {
        me,
        rooms: vec![room("r")],
        notices: vec![],
        read: vec![],
        mentions: vec![],
        now: 0,
    }));
    assert_eq!(storage.apply(&mut state, welcome), [Need::Reload]);
    assert_eq!(storage.apply(&mut state, Input::Tick(60_000)), []);
    assert_eq!(storage.apply(&mut state, Input::Retry("a".into())), []);
}
