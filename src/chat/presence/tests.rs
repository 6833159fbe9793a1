use std::time::Duration;

use tokio::time::advance;

use super::{
    attention::{COMES_BACK, IDLE_AFTER},
    *,
};
use crate::domain::Reach;

fn guest(name: &str) -> Guest {
    Guest::person(GuestId::new(name), name)
}

fn awake(guest: Guest) -> Here {
    Here { guest, is_idle: false }
}

fn here(name: &str) -> Here {
    awake(guest(name))
}

fn house() -> (Presence, RoomId, impl FnMut(&Presence, &str) -> ConnectionId) {
    let mut next = 0;
    let connect = move |presence: &Presence, name: &str| {
        next += 1;
        let id = ConnectionId::for_test(next);
        presence.connect(id, &guest(name), Some([0; 32]));
        id
    };
    (Presence::default(), RoomId::new("r"), connect)
}

#[test]
fn two_tabs_are_one_person() {
    let (presence, room, mut connect) = house();
    let (one, two) = (connect(&presence, "철수"), connect(&presence, "철수"));
    assert_eq!(presence.join(one, &room, None), Ok(true));
    assert_eq!(presence.join(two, &room, None), Ok(false));
    assert_eq!(presence.count(&room), 1);
    assert!(!presence.leave(one, &room), "the other tab is still there");
    assert!(presence.leave(two, &room));
    assert_eq!(presence.count(&room), 0);
}

#[test]
fn joining_twice_is_joining_once() {
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    assert_eq!(presence.join(tab, &room, None), Ok(true));
    assert_eq!(presence.join(tab, &room, None), Ok(false));
    assert!(presence.leave(tab, &room));
}

#[test]
fn a_full_room_takes_nobody_more_but_more_tabs_of_who_is_there() {
    let (presence, room, mut connect) = house();
    let tabs = ["철수", "영희", "민수", "철수"].map(|name| connect(&presence, name));
    let joined = tabs.map(|tab| presence.join(tab, &room, Some(2)));
    assert_eq!(joined, [Ok(true), Ok(true), Err(Refusal::RoomFull), Ok(false)]);
    presence.leave(tabs[1], &room);
    assert_eq!(presence.join(tabs[2], &room, Some(2)), Ok(true));
}

#[test]
fn nobody_is_in_a_room_that_ended() {
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    presence.join(tab, &room, None).unwrap();
    assert_eq!(presence.clear(&room), [GuestId::new("철수")]);
    assert_eq!((presence.count(&room), presence.guest_in(tab, &room)), (0, Err(Refusal::NotInRoom)));
    assert_eq!((presence.take_changes(), presence.disconnect(tab).len()), (vec![], 0));
}

#[test]
fn a_broken_connection_fades_and_a_reload_comes_back_unnoticed() {
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    presence.join(tab, &room, None).unwrap();
    let fading = presence.disconnect(tab);
    assert_eq!(presence.count(&room), 1, "still there while fading");

    let again = connect(&presence, "철수");
    assert_eq!(presence.join(again, &room, None), Ok(false));
    assert!(presence.fade(&fading[0]).is_none(), "the fading belongs to a stay of the past");

    let fading = presence.disconnect(again);
    assert!(presence.fade(&fading[0]).is_some());
    assert_eq!(presence.count(&room), 0);
    assert!(presence.fade(&fading[0]).is_none(), "only once");
}

#[test]
fn who_came_and_went_between_two_tellings_was_not_there() {
    let (presence, room, mut connect) = house();
    let (one, two) = (connect(&presence, "철수"), connect(&presence, "영희"));
    presence.join(one, &room, None).unwrap();
    presence.join(two, &room, None).unwrap();
    presence.leave(two, &room);
    let changes = presence.take_changes();
    assert_eq!(changes, [Change { room, joined: vec![here("철수")], left: vec![GuestId::new("영희")] }]);
    assert_eq!(presence.take_changes(), []);
}

#[test]
fn a_new_nickname_is_told_in_every_room() {
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    presence.join(tab, &room, None).unwrap();
    presence.take_changes();
    let renamed = Guest { nickname: "민수".into(), ..guest("철수") };
    presence.update(&renamed);
    assert_eq!(presence.guest(tab), Some(renamed.clone()));
    assert_eq!(presence.members(&room), [awake(renamed.clone())]);
    assert_eq!(presence.take_changes(), [Change { room, joined: vec![awake(renamed)], left: vec![] }]);
}

#[test]
fn speaks_only_for_connections_in_the_room() {
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    assert_eq!(presence.guest_in(tab, &room), Err(Refusal::NotInRoom));
    presence.join(tab, &room, None).unwrap();
    assert_eq!(presence.guest_in(tab, &room), Ok(guest("철수")));
    presence.disconnect(tab);
    assert_eq!(presence.guest_in(tab, &room), Err(Refusal::NicknameRequired));
}

#[tokio::test(start_paused = true)]
async fn who_does_nothing_for_long_is_idle_until_they_do_something() {
    let (presence, room, mut connect) = house();
    let (one, two) = (connect(&presence, "영희"), connect(&presence, "철수"));
    presence.join(one, &room, None).unwrap();
    presence.join(two, &room, None).unwrap();
    presence.take_changes();
    let idle = |presence: &Presence| presence.members(&room).iter().map(|here| here.is_idle).collect::<Vec<_>>();

    advance(IDLE_AFTER / 2).await;
    assert!(!presence.wake(&GuestId::new("영희")));
    advance(IDLE_AFTER / 2).await;
    assert!(presence.doze());
    assert_eq!(idle(&presence), [false, true]);
    let told = presence.take_changes();
    assert_eq!(told[0].joined, [Here { guest: guest("철수"), is_idle: true }], "and nobody else is told of");
    assert!(!presence.doze(), "that is known");

    assert!(presence.wake(&GuestId::new("철수")));
    assert_eq!(idle(&presence), [false, false]);
    assert_eq!(presence.take_changes()[0].joined, [here("철수")]);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_connects_anew_wakes_nobody_and_a_bot_never_sleeps() {
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    presence.join(tab, &room, None).unwrap();
    let bot = Guest { bot: Some(Reach::Room(room.clone())), ..guest("알림이") };
    let program = ConnectionId::for_test(99);
    presence.connect(program, &bot, None);
    presence.join(program, &room, None).unwrap();
    advance(IDLE_AFTER).await;
    presence.doze();
    let idle = presence.members(&room).into_iter().filter(|here| here.is_idle).map(|here| here.guest.nickname);
    assert_eq!(idle.collect::<Vec<_>>(), ["철수".into()]);
    let idle = |presence: &Presence| presence.members(&room).iter().filter(|here| here.is_idle).count();
    connect(&presence, "철수");
    assert_eq!(idle(&presence), 1);
    // Nor one that was gone for a moment, whoever looked meanwhile who is idle.
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    advance(IDLE_AFTER).await;
    presence.doze();
    presence.disconnect(tab);
    advance(COMES_BACK / 2).await;
    presence.doze();
    let again = connect(&presence, "철수");
    presence.join(again, &room, None).unwrap();
    assert!(presence.members(&room)[0].is_idle);
    // Who was away for long has come.
    presence.disconnect(again);
    presence.doze();
    advance(COMES_BACK).await;
    presence.doze();
    let later = connect(&presence, "철수");
    presence.join(later, &room, None).unwrap();
    assert!(!presence.members(&room)[0].is_idle);
}

#[tokio::test(start_paused = true)]
async fn nobody_becomes_idle_while_they_are_gone() {
    let (presence, room, mut connect) = house();
    let tab = connect(&presence, "철수");
    presence.join(tab, &room, None).unwrap();
    advance(IDLE_AFTER - Duration::from_secs(60)).await;
    presence.disconnect(tab);
    presence.doze();
    advance(Duration::from_secs(120)).await;
    assert!(!presence.doze());
    let again = connect(&presence, "철수");
    presence.join(again, &room, None).unwrap();
    assert!(!presence.members(&room)[0].is_idle);
    assert!(presence.doze(), "but soon, when nothing but their page has come back");
}

/// What 철수 sees when the house's clock says so.
fn sight(presence: &Presence, now: Millis) -> Sight {
    presence.sights(HashSet::from([&GuestId::new("철수")]), now).remove(&GuestId::new("철수")).unwrap()
}

/// With a page of the one session that there is in these tests.
fn elsewhere(since: Millis) -> Sight {
    Sight::Elsewhere { since, pages: HashSet::from([[0; 32]]) }
}

#[test]
fn somebody_looks_as_long_as_one_of_their_pages_is_in_sight() {
    let (presence, _, mut connect) = house();
    let see = |presence: &Presence| sight(presence, 10);
    assert_eq!(see(&presence), Sight::Gone);
    let (one, two, _other) = (connect(&presence, "철수"), connect(&presence, "철수"), connect(&presence, "영희"));
    assert_eq!(see(&presence), Sight::Looking, "a page that says nothing is in sight");
    presence.look(one, Some(5));
    assert_eq!(see(&presence), Sight::Looking);
    presence.look(two, Some(9));
    assert_eq!(see(&presence), elsewhere(9), "since the last one went");
    presence.look(one, None);
    assert_eq!(see(&presence), Sight::Looking);
    presence.disconnect(one);
    presence.disconnect(two);
    assert_eq!(see(&presence), Sight::Gone);
}

#[tokio::test(start_paused = true)]
async fn nobody_looks_at_a_page_that_was_left_alone_for_long() {
    let (presence, _, mut connect) = house();
    let tab = connect(&presence, "철수");
    let minutes = 10 * 60_000;
    advance(IDLE_AFTER).await;
    assert_eq!(sight(&presence, minutes), Sight::Looking, "nobody has found out yet");
    presence.doze();
    assert_eq!(sight(&presence, minutes), Sight::Elsewhere { since: 0, pages: HashSet::new() });
    presence.look(tab, Some(minutes));
    assert_eq!(sight(&presence, minutes), elsewhere(minutes), "out of sight it shows what it is told");
    presence.look(tab, None);
    presence.wake(&GuestId::new("철수"));
    assert_eq!(sight(&presence, minutes), Sight::Looking);
}

#[tokio::test(start_paused = true)]
async fn who_comes_by_forms_looks_when_they_do_something() {
    let (presence, ..) = house();
    presence.connect(ConnectionId::for_test(1), &guest("철수"), None);
    advance(Duration::from_secs(30)).await;
    assert_eq!(sight(&presence, 30_000), Sight::Elsewhere { since: 0, pages: HashSet::new() });
    presence.wake(&GuestId::new("철수"));
    assert_eq!(sight(&presence, 30_000), Sight::Elsewhere { since: 30_000, pages: HashSet::new() });
}
