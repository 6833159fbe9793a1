use super::*;

#[test]
fn come_and_go() {
    let mut state = live(1..=1);
    state.apply(presence(&["zoe", "amy"], &[]));
    assert_eq!(members(&state), ["amy", "other", "zoe"]);
    state.apply(presence(&["amy"], &["zoe"]));
    assert_eq!(members(&state), ["amy", "other"]);
    assert_eq!(state.room.as_ref().unwrap().room.as_ref().unwrap().members, 7);
}

#[test]
fn who_came_while_the_list_was_on_its_way_are_in_it() {
    let mut state = rendered(1..=1);
    state.apply(welcome());
    state.apply(presence(&["new"], &[]));
    state.apply(presence(&[], &["gone"]));
    state.apply(joined("r", vec![], 1));
    assert_eq!(members(&state), ["new", "other"]);
}

#[test]
fn are_replaced_by_a_whole_list() {
    let mut state = live(1..=1);
    let Input::Event(Event::Presence(mut event)) = presence(&["new"], &[]) else { unreachable!() };
    event.members = Some(vec![member("new")]);
    state.apply(Input::Event(Event::Presence(event)));
    assert_eq!(members(&state), ["new"]);
}

#[test]
fn renamed_elsewhere_are_renamed_here() {
    let mut state = live(1..=1);
    state.apply(Input::Event(Event::Renamed(payload::Renamed { me: Me { nickname: "나".into(), ..me() } })));
    assert_eq!(&*state.me.unwrap().nickname, "나");
}

#[test]
fn are_typing_for_five_seconds() {
    let mut state = live(1..=1);
    state.apply(Input::Tick(10_000));
    state.apply(typing("amy"));
    assert!(state.is_restless());
    state.apply(Input::Tick(14_999));
    assert_eq!(state.room.as_ref().unwrap().typing, [(member("amy"), 10_000)]);
    state.apply(Input::Tick(15_000));
    assert_eq!(state.room.as_ref().unwrap().typing, []);
    assert!(!state.is_restless());
}

#[test]
fn stop_typing_with_their_message_or_when_they_leave() {
    let mut state = live(1..=1);
    for id in ["other", "amy", "amy"] {
        state.apply(typing(id));
    }
    assert_eq!(state.room.as_ref().unwrap().typing, [(member("other"), 0), (member("amy"), 0)]);
    state.apply(told(1, 2, messages("r", 2..=2)));
    assert_eq!(state.room.as_ref().unwrap().typing, [(member("amy"), 0)]);
    state.apply(presence(&[], &["amy"]));
    assert_eq!(state.room.as_ref().unwrap().typing, []);
}

#[test]
fn do_not_see_themselves_typing() {
    let mut state = live(1..=1);
    state.apply(typing("me"));
    assert_eq!(state.room.as_ref().unwrap().typing, []);
}
