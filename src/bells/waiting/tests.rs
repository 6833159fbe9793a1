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

/// What is due for her, who sees this: the way, the seq of the latest message, and how many there are.
fn due(waiting: &mut Waiting, now: Millis, sight: Sight) -> Vec<(Way, u64, u32)> {
    let calls = waiting.due(now, &HashMap::from([(younghee(), sight)]));
    calls.into_iter().map(|call| (call.way, call.latest.seq, call.count)).collect()
}

#[test]
fn who_is_gone_is_told_at_once_and_once() {
    let mut waiting = one_message();
    assert_eq!(due(&mut waiting, 0, Sight::Gone), [(Way::Push, 1, 1)]);
    assert!(waiting.is_empty());
}

#[test]
fn who_looks_elsewhere_is_told_on_the_page_at_once_and_by_push_when_it_was_hidden_for_a_minute() {
    let mut waiting = one_message();
    let elsewhere = Sight::Elsewhere { since: -10_000 };
    assert_eq!(due(&mut waiting, 0, elsewhere), [(Way::Pages, 1, 1)]);
    assert_eq!(due(&mut waiting, MINUTE - 10_001, elsewhere), []);
    assert_eq!(due(&mut waiting, MINUTE - 10_000, elsewhere), [(Way::Push, 1, 1)]);
    assert!(waiting.is_empty());
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
    assert_eq!(due(&mut waiting, 10, Sight::Elsewhere { since: 5 }), []);
    assert!(waiting.is_empty());

    let mut waiting = one_message();
    assert_eq!(due(&mut waiting, SEEN_BY_THEN, Sight::Looking), []);
    assert!(waiting.is_empty());
}

#[test]
fn who_only_seemed_to_look_is_told() {
    let mut waiting = one_message();
    assert_eq!(due(&mut waiting, 0, Sight::Looking), []);
    assert_eq!(due(&mut waiting, 45_000, Sight::Gone), [(Way::Push, 1, 1)]);
}

#[test]
fn what_comes_soon_after_a_push_is_gathered_into_the_next() {
    let mut waiting = one_message();
    due(&mut waiting, 0, Sight::Gone);
    waiting.add(&younghee(), &message(2), 1_000);
    assert_eq!(due(&mut waiting, 1_000, Sight::Gone), []);
    waiting.add(&younghee(), &message(3), 2_000);
    assert_eq!(due(&mut waiting, PAUSE, Sight::Gone), [(Way::Push, 3, 2)]);
    waiting.add(&younghee(), &message(4), PAUSE + 1);
    assert_eq!(due(&mut waiting, PAUSE + 1, Sight::Gone), [], "and again");
}

#[test]
fn pages_are_told_of_each_message_and_how_many_there_are() {
    let mut waiting = one_message();
    let elsewhere = Sight::Elsewhere { since: 0 };
    assert_eq!(due(&mut waiting, 0, elsewhere), [(Way::Pages, 1, 1)]);
    assert_eq!(due(&mut waiting, 1, elsewhere), []);
    waiting.add(&younghee(), &message(2), 2);
    assert_eq!(due(&mut waiting, 2, elsewhere), [(Way::Pages, 2, 2)]);
}

#[test]
fn a_room_that_ended_is_not_told_of() {
    let mut waiting = one_message();
    waiting.forget_room(&room());
    assert!(waiting.is_empty());
}
