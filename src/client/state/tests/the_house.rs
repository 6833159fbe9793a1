use super::*;
use crate::protocol::event::RoomChanges;

#[test]
fn lists_the_most_active_room_first() {
    let mut state = lobby();
    let busy = Room { last_activity_at: 9, ..room("s") };
    let changes = RoomChanges { added: vec![room("t")], changed: vec![busy], removed: vec![RoomId::new("r")] };
    state.apply(Input::Event(Event::Rooms(changes)));
    assert_eq!(state.rooms.iter().map(|room| room.id.as_str()).collect::<Vec<_>>(), ["s", "t"]);
}

#[test]
fn keeps_the_open_rooms_name_up_to_date() {
    let mut state = live(1..=1);
    let renamed = Room { name: "새 이름".into(), ..room("r") };
    state.apply(Input::Event(Event::Rooms(RoomChanges { changed: vec![renamed.clone()], ..Default::default() })));
    assert_eq!(state.room.unwrap().room, Some(renamed));
}

#[test]
fn does_not_list_an_unlisted_room_that_is_open() {
    let mut state = live(1..=1);
    let hidden = Room { unlisted: true, ..room("r") };
    let removed = RoomChanges { removed: vec![RoomId::new("r")], ..Default::default() };
    for changes in [removed, RoomChanges { changed: vec![hidden.clone()], ..Default::default() }] {
        state.apply(Input::Event(Event::Rooms(changes)));
    }
    assert_eq!((state.room.unwrap().room, state.rooms), (Some(hidden), vec![room("s")]));
}

#[test]
fn keeps_the_latest_notices_once_each() {
    let mut state = lobby();
    for id in (0..=i64::from(limits::NOTICES)).chain([i64::from(limits::NOTICES)]) {
        state.apply(Input::Event(Event::Notice(Notice {
            id,
            text: "공지".into(),
            kind: crate::domain::NoticeKind::RoomCreated,
            nickname: "철수".into(),
            room_id: RoomId::new("r"),
            room_name: "개발".into(),
            at: id,
        })));
    }
    assert_eq!(state.notices.iter().map(|notice| notice.id).collect::<Vec<_>>(), (1..=30).collect::<Vec<_>>());
}

#[test]
fn does_not_let_time_run_backwards() {
    let mut state = lobby();
    state.apply(Input::Tick(2));
    state.apply(Input::Tick(1));
    assert_eq!(state.now, 2);
}

#[test]
fn says_what_time_it_is_also_when_the_page_thought_that_it_was_later() {
    let mut state = lobby();
    state.apply(Input::Tick(90_000_000));
    state.apply(welcome_at(3_600_000));
    assert_eq!(state.now, 3_600_000);
}
