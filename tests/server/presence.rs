//! Who is here, as others hear of it; and what the lobby hears of rooms.

use sarangbang::protocol::{
    Event, Notice, Room,
    payload::{Done, Renamed, RoomCreated},
};
use serde_json::json;

use super::{connections::present, guest::Guest, house::House, http};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_with_two_connections_is_one_person_until_the_last_one_ends() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    present(&mut one, 2).await;
    let mut tab = Guest::come_back(house.address, two.token()).await;
    assert_eq!(tab.me.id, two.me.id);
    assert_eq!(tab.join(&room).await.members.len(), 2);

    let token = two.token().to_owned();
    drop(two);
    tab.write(&room, "다른 탭은 닫았어요").await;
    one.messages(&room, 1).await;
    two = Guest::come_back(house.address, &token).await;
    two.join(&room).await;
    let _: Done = two.ask("leaveRoom", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(one.join(&room).await.members.len(), 2, "the other tab is still in the room");
    drop(tab);
    assert_eq!(present(&mut one, 1).await, ["철수"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_within_the_grace_period_is_no_leaving() {
    let house = House::open_with(|settings| settings.sessions.presence_grace_ms = 3_600_000).await;
    let (mut one, two, room) = house.two_in_a_room().await;
    present(&mut one, 2).await;
    let notices = count_notices(&mut one).await;
    let token = two.token().to_owned();
    drop(two);
    let mut two = Guest::come_back(house.address, &token).await;
    assert_eq!(two.join(&room).await.members.len(), 2);
    two.write(&room, "다시 왔어요").await;
    one.messages(&room, 1).await;
    let heard = one.events_so_far();
    assert!(!heard.iter().any(|event| matches!(event, Event::Presence(_))), "{heard:?}");
    assert_eq!(count_notices(&mut one).await, notices + 1, "nobody came in since the marker");
    // But who says that they leave is gone at once.
    let _: Done = two.ask("leaveRoom", &json!({ "roomId": room })).await.unwrap();
    assert_eq!(present(&mut one, 1).await, ["철수"]);
}

/// How many notices there have been, by writing one more.
async fn count_notices(guest: &mut Guest) -> usize {
    let marker = guest.create_room(&uuid::Uuid::new_v4().simple().to_string()).await;
    let notice = guest.event("the marker's notice", |event| match event {
        Event::Notice(notice) if notice.room_id.as_str() == marker => Some(notice.id),
        _ => None,
    });
    usize::try_from(notice.await).expect("a count")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_nickname_is_seen_by_all_and_old_messages_keep_theirs() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    present(&mut one, 2).await;
    let mut tab = Guest::come_back(house.address, two.token()).await;
    tab.join(&room).await;
    two.write(&room, "영희로").await;
    let renamed: Renamed = two.ask("rename", &json!({ "nickname": "  영  순 " })).await.unwrap();
    assert_eq!(&*renamed.me.nickname, "영 순");
    let joined = one.event("the new name", |event| match event {
        Event::Presence(presence) => presence.joined.into_iter().find(|member| member.id == renamed.me.id),
        _ => None,
    });
    assert_eq!(&*joined.await.nickname, "영 순");
    tab.write(&room, "영순으로").await;
    let page = one.join(&room).await;
    let authors: Vec<_> = page.catch_up.messages.iter().map(|message| &*message.author.nickname).collect();
    assert_eq!(authors, ["영희", "영 순"]);
    let members: Vec<_> = page.members.iter().map(|member| &*member.nickname).collect();
    assert_eq!(members, ["영 순", "철수"]);
    let back = Guest::come_back(house.address, two.token()).await;
    assert_eq!(&*back.me.nickname, "영 순");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lobby_hears_of_new_rooms_and_of_how_many_people_are_in_them() {
    let house = House::open().await;
    let (mut lobby, mut host) = (house.enter("로비").await, house.enter("주인").await);
    let made: RoomCreated = host.ask("createRoom", &json!({ "name": "개발", "topic": "러스트" })).await.unwrap();
    let added = lobby.event("the new room", |event| match event {
        Event::Rooms(rooms) => rooms.added.into_iter().next(),
        _ => None,
    });
    assert_eq!(added.await, made.room);
    host.join(made.room.id.as_str()).await;
    let changed = room_with(&mut lobby, 1).await;
    assert_eq!((&changed.id, &*changed.topic), (&made.room.id, "러스트"));
    let said = host.write(made.room.id.as_str(), "안녕").await;
    let active = lobby.event("the room's activity", |event| match event {
        Event::Rooms(rooms) => rooms.changed.into_iter().find(|room| room.last_activity_at == said.created_at),
        _ => None,
    });
    active.await;
    drop(host);
    room_with(&mut lobby, 0).await;
    let late = house.enter("나중").await;
    assert_eq!(late.welcome.rooms.len(), 1);
    assert_eq!(late.welcome.rooms[0].members, 0);
}

async fn room_with(guest: &mut Guest, members: u32) -> Room {
    let changed = guest.event("the room's members", |event| match event {
        Event::Rooms(rooms) => rooms.changed.into_iter().find(|room| room.members == members),
        _ => None,
    });
    changed.await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notices_tell_who_made_and_entered_which_room_and_newcomers_see_the_last_thirty() {
    let house = House::open().await;
    let (mut lobby, mut host) = (house.enter("로비").await, house.enter("철수").await);
    let first = host.create_room("개발").await;
    host.join(&first).await;
    for text in ["철수님이 개발방을 만들었습니다.", "철수님이 개발방에 입장했습니다."] {
        assert_eq!(&*notice(&mut lobby).await.text, text);
    }
    for n in 2..=40 {
        host.create_room(&format!("방 {n}")).await;
    }
    let last = loop {
        let notice = notice(&mut lobby).await;
        if &*notice.room_name == "방 40" {
            break notice;
        }
    };
    let newcomer = house.enter("나중").await;
    let names: Vec<_> = newcomer.welcome.notices.iter().map(|notice| notice.room_name.to_string()).collect();
    assert_eq!(names, (11..=40).map(|n| format!("방 {n}")).collect::<Vec<_>>(), "the last thirty, oldest first");
    assert_eq!(newcomer.welcome.notices.last(), Some(&last));
}

async fn notice(guest: &mut Guest) -> Notice {
    let notice = guest.event("a notice", |event| match event {
        Event::Notice(notice) => Some(notice),
        _ => None,
    });
    notice.await
}

/// Two hundred rooms change at once, and each tells it to somebody who is in all of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_in_very_many_rooms_is_not_cut_off_when_all_of_them_change() {
    const ROOMS: usize = 200;
    let house = House::open().await;
    let (mut one, mut two) = (house.enter("철수").await, house.enter("영희").await);
    let mut rooms = Vec::new();
    for n in 0..ROOMS {
        rooms.push(one.create_room(&format!("방 {n}")).await);
    }
    for guest in [&mut one, &mut two] {
        let numbers: Vec<_> = rooms.iter().map(|room| guest.send("joinRoom", &json!({ "roomId": room }))).collect();
        for number in numbers {
            guest.answer::<serde_json::Value>(number).await.expect("the room is open");
        }
    }
    drop(two);
    for _ in 0..ROOMS {
        one.event("two people becoming one", |event| match event {
            Event::Presence(presence) if !presence.left.is_empty() => Some(()),
            _ => None,
        })
        .await;
    }
    one.write(&rooms[0], "아직 여기 있어요").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_messages_is_refused_with_the_time_to_come_back() {
    let house = House::open_with(|settings| {
        settings.limits.enabled = true;
        settings.limits.messages_burst = 5.try_into().unwrap();
        settings.limits.messages_per_second = 1.try_into().unwrap();
    })
    .await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let numbers: Vec<u64> = (0..20).map(|n| one.send_message(&room, &n.to_string())).collect();
    let mut refused = 0;
    for number in numbers {
        match one.answer::<serde_json::Value>(number).await {
            Ok(_) => assert_eq!(refused, 0, "later ones are not preferred"),
            Err(code) => {
                assert_eq!(code, "too_many_requests");
                refused += 1;
            }
        }
    }
    assert!((10..=15).contains(&refused), "{refused}");
    two.write(&room, "저는 괜찮아요").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ink_of_a_seal_is_seen_by_all_also_on_old_messages() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    present(&mut one, 2).await;
    two.write(&room, "영희로").await;
    let cookie = format!("sarangbang={}", two.token());
    let posted = http::post_form(house.address, "/do/choose-ink", Some(&cookie), &[("ink", "4")]).await;
    assert_eq!(posted.header("location"), Some("/me#seal"));
    let page = http::get(house.address, "/me", &[("cookie", &cookie)]).await.body;
    assert!(page.contains(r#"name="ink" value="4" checked"#) && page.contains("settings-saved"), "{page}");
    let seen = one.event("the new ink", |event| match event {
        Event::Presence(presence) => presence.joined.into_iter().find(|member| member.id == two.me.id),
        _ => None,
    });
    assert_eq!(seen.await.ink, Some(4));
    assert_eq!(two.write(&room, "다른 색으로").await.author.ink, Some(4));
    let old = &one.join(&room).await.catch_up.messages[0];
    assert_eq!(old.author.ink, Some(4));
    let page = http::get(house.address, &format!("/r/{room}"), &[("cookie", &cookie)]).await.body;
    assert!(page.contains("seal seal-4"), "{page}");

    for wrong in ["6", "-1", "red"] {
        let refused = http::post_form(house.address, "/do/choose-ink", Some(&cookie), &[("ink", wrong)]).await;
        assert_eq!(refused.header("location"), Some("/me?section=seal&refused=bad_request#seal"));
    }
    http::post_form(house.address, "/do/choose-ink", Some(&cookie), &[("ink", "")]).await;
    let back = one.event("the ink of before", |event| match event {
        Event::Presence(presence) => presence.joined.into_iter().find(|member| member.id == two.me.id),
        _ => None,
    });
    assert_eq!(back.await.ink, None);
}
