use super::*;
use crate::domain::{Author, ClientId, MessageKind};

const MINUTE: Millis = 60_000;

fn message(seq: u64) -> Message {
    Message {
        id: seq.cast_signed(),
        room_id: room(),
        seq,
        rev: seq,
        text_rev: seq,
        kind: MessageKind::Message,
        author: Author::person(GuestId::new("c"), "철수"),
        content: format!("{seq}번째").into(),
        pictures: Vec::new(),
        reply_to: None,
        mentions: Vec::new(),
        reactions: Vec::new(),
        pinned_at: None,
        client_id: ClientId::new("c"),
        created_at: 0,
        edited_at: None,
        deleted_at: None,
    }
}

fn room() -> RoomId {
    RoomId::new("r")
}

fn younghee() -> GuestId {
    GuestId::new("y")
}

/// One message has come for her at 0.
fn one_message() -> Waiting {
    let mut waiting = Waiting::default();
    waiting.add(&younghee(), &message(1), 0);
    waiting
}

/// Her only page went out of sight at this time.
fn elsewhere(since: Millis) -> Sight {
    Sight::Elsewhere { since, pages: HashSet::from([LAPTOP]) }
}

const LAPTOP: TokenHash = [1; 32];

/// To every browser.
fn push() -> Way {
    Way::Push(To::AllBut(HashSet::new()))
}

/// To every browser but the one with her page.
fn push_elsewhere() -> Way {
    Way::Push(To::AllBut(HashSet::from([LAPTOP])))
}

/// To the browser that has lost its page.
fn push_there() -> Way {
    Way::Push(To::Only(HashSet::from([LAPTOP])))
}

/// What is due for her, who sees this: the way, the seq of the latest message, and how many there are.
fn due(waiting: &mut Waiting, now: Millis, sight: Sight) -> Vec<(Way, u64, usize)> {
    let calls = waiting.due(now, &HashMap::from([(younghee(), sight)]));
    calls.into_iter().map(|call| (call.way, call.seqs[call.seqs.len() - 1], call.seqs.len())).collect()
}

#[test]
fn who_is_gone_is_told_at_once_and_once() {
    let mut waiting = one_message();
    assert_eq!(due(&mut waiting, 0, Sight::Gone), [(push(), 1, 1)]);
    assert!(waiting.is_empty());
}

#[test]
fn who_looks_elsewhere_is_told_on_the_page_at_once_and_by_push_when_it_was_hidden_for_a_minute() {
    let mut waiting = one_message();
    let (hidden, since) = (elsewhere(-10_000), -10_000);
    assert_eq!(due(&mut waiting, 0, hidden.clone()), [(Way::Pages, 1, 1)]);
    assert_eq!(due(&mut waiting, since + MINUTE - 1, hidden.clone()), []);
    assert_eq!(due(&mut waiting, since + MINUTE, hidden), [(push_elsewhere(), 1, 1)]);
}

#[test]
fn who_has_left_the_house_open_and_unattended_is_told_by_push() {
    let mut waiting = one_message();
    let unattended = Sight::Elsewhere { since: -MINUTE, pages: HashSet::new() };
    assert_eq!(due(&mut waiting, 0, unattended), [(Way::Pages, 1, 1), (push(), 1, 1)]);
    assert!(waiting.is_empty());
}

#[test]
fn a_browser_whose_page_was_told_and_lives_on_is_not_pushed_to() {
    let mut waiting = one_message();
    let hidden = elsewhere(-MINUTE);
    assert_eq!(due(&mut waiting, 0, hidden.clone()), [(Way::Pages, 1, 1), (push_elsewhere(), 1, 1)]);
    assert_eq!(due(&mut waiting, PROVEN, hidden), []);
    assert!(waiting.is_empty());
}

#[test]
fn a_browser_is_pushed_to_when_the_page_that_was_told_turns_out_to_be_asleep() {
    let mut waiting = one_message();
    due(&mut waiting, 0, elsewhere(-MINUTE));
    assert_eq!(due(&mut waiting, PROVEN - 1, Sight::Gone), [(push_there(), 1, 1)]);
    assert!(waiting.is_empty());
}

#[test]
fn a_browser_whose_page_came_after_the_telling_is_pushed_to() {
    let mut waiting = one_message();
    let phone_alone = Sight::Elsewhere { since: 0, pages: HashSet::from([[2; 32]]) };
    assert_eq!(due(&mut waiting, 0, phone_alone), [(Way::Pages, 1, 1)]);
    assert_eq!(due(&mut waiting, MINUTE, elsewhere(0)), [(push(), 1, 1)]);
}

#[test]
fn nothing_is_owed_of_what_was_read_or_withdrawn_or_is_told_with_what_came_next_or_to_who_is_back() {
    let read = |waiting: &mut Waiting| waiting.read(&younghee(), &Mark { room_id: room(), seq: 1 });
    let withdrawn = |waiting: &mut Waiting| waiting.withdraw(&younghee(), &room(), 1);
    let ended = |waiting: &mut Waiting| waiting.forget(|_, of| *of == room());
    let back = |waiting: &mut Waiting| assert_eq!(due(waiting, 1, Sight::Looking), []);
    for happens in [read, withdrawn, ended, back] {
        let mut waiting = one_message();
        due(&mut waiting, 0, elsewhere(-MINUTE));
        assert!(!waiting.is_empty());
        happens(&mut waiting);
        assert!(waiting.is_empty());
    }
    let mut waiting = one_message();
    due(&mut waiting, 0, elsewhere(-MINUTE));
    waiting.add(&younghee(), &message(2), 1);
    assert_eq!(due(&mut waiting, PAUSE, Sight::Gone), [(push(), 2, 1)]);
}

#[test]
fn who_reads_it_meanwhile_is_not_told() {
    let mut waiting = one_message();
    waiting.read(&younghee(), &Mark { room_id: room(), seq: 0 });
    waiting.read(&GuestId::new("m"), &Mark { room_id: room(), seq: 9 });
    waiting.read(&younghee(), &Mark { room_id: RoomId::new("other"), seq: 9 });
    assert!(!waiting.is_empty(), "that was something else");
    waiting.read(&younghee(), &Mark { room_id: room(), seq: 1 });
    assert!(waiting.is_empty());
}

#[test]
fn who_looks_is_not_told_now_nor_after_they_looked_away() {
    let mut waiting = one_message();
    assert_eq!(due(&mut waiting, 0, Sight::Looking), []);
    assert_eq!(due(&mut waiting, 10, elsewhere(5)), []);
    assert!(waiting.is_empty());

    let mut waiting = one_message();
    assert_eq!(due(&mut waiting, SEEN_BY_THEN, Sight::Looking), []);
    assert!(waiting.is_empty());
}

#[test]
fn who_only_seemed_to_look_is_told() {
    let mut waiting = one_message();
    assert_eq!(due(&mut waiting, 0, Sight::Looking), []);
    assert_eq!(due(&mut waiting, 45_000, Sight::Gone), [(push(), 1, 1)]);
}

#[test]
fn what_comes_soon_after_a_push_is_gathered_into_the_next() {
    let mut waiting = one_message();
    due(&mut waiting, 0, Sight::Gone);
    waiting.add(&younghee(), &message(2), 1_000);
    assert_eq!(due(&mut waiting, 1_000, Sight::Gone), []);
    waiting.add(&younghee(), &message(3), 2_000);
    assert_eq!(due(&mut waiting, PAUSE, Sight::Gone), [(push(), 3, 2)]);
    waiting.add(&younghee(), &message(4), PAUSE + 1);
    assert_eq!(due(&mut waiting, PAUSE + 1, Sight::Gone), [], "and again");
}

#[test]
fn pages_are_told_of_each_message_and_how_many_there_are() {
    let mut waiting = one_message();
    let hidden = elsewhere(0);
    assert_eq!(due(&mut waiting, 0, hidden.clone()), [(Way::Pages, 1, 1)]);
    assert_eq!(due(&mut waiting, 1, hidden.clone()), []);
    waiting.add(&younghee(), &message(2), 2);
    assert_eq!(due(&mut waiting, 2, hidden), [(Way::Pages, 2, 2)]);
}

#[test]
fn what_is_deleted_meanwhile_is_not_told_of_and_what_came_before_it_is() {
    let mut waiting = one_message();
    for seq in [2, 3] {
        waiting.add(&younghee(), &message(seq), 0);
    }
    waiting.withdraw(&younghee(), &room(), 3);
    waiting.withdraw(&GuestId::new("m"), &room(), 2);
    assert_eq!(due(&mut waiting, 0, Sight::Gone), [(push(), 2, 2)]);
    let mut waiting = one_message();
    waiting.withdraw(&younghee(), &room(), 1);
    assert!(waiting.is_empty());
}

#[test]
fn what_was_read_does_not_count() {
    let mut waiting = one_message();
    waiting.add(&younghee(), &message(2), 0);
    waiting.read(&younghee(), &Mark { room_id: room(), seq: 1 });
    assert_eq!(due(&mut waiting, 0, Sight::Gone), [(push(), 2, 1)]);
}

#[test]
fn of_very_many_messages_the_latest_are_kept() {
    let mut waiting = one_message();
    (2..=300).for_each(|seq| waiting.add(&younghee(), &message(seq), 0));
    assert_eq!(due(&mut waiting, 0, Sight::Gone), [(push(), 300, 99)]);
}

#[test]
fn a_room_that_ended_is_not_told_of() {
    let mut waiting = one_message();
    waiting.forget(|_, of| *of == room());
    assert!(waiting.is_empty());
}
