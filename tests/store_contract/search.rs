//! Finding messages: which are found, by whom, from when and in what order. Each sentence is told twice, of messages
//! that were written a moment ago and of the same once the engine has come to rest.

use std::time::{Duration, Instant};

use sarangbang::{
    chat::ports::{Change, Finding, Revision, Search, Store, Write},
    domain::{Guest, Message, MessageKind, Room, message::CAME, name, search::Wanted},
};

use super::house::{House, MINUTE, NOW, contents, draft, entry, fill, guest, new_room, room, say};

fn words(query: &str) -> Wanted {
    Wanted::parse(query).unwrap()
}

fn search(rooms: &[&Room], query: &str) -> Search {
    let rooms = rooms.iter().map(|room| room.id.clone()).collect();
    Search { rooms, words: words(query), limit: 50, ..Search::default() }
}

/// What is found, now and when the engine rests.
async fn found(house: &impl House, store: &dyn Store, search: Search) -> Vec<String> {
    let texts = |finding: Finding| contents(&finding.messages).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let at_once = texts(store.search().find(search.clone()).await.unwrap());
    house.rest().await;
    assert_eq!(texts(store.search().find(search).await.unwrap()), at_once);
    at_once
}

async fn revise(store: &dyn Store, message: &Message, by: &Guest, change: Change) {
    let (room, message) = (message.room_id.clone(), message.id);
    store
        .commit(vec![Write::Revision(Revision { room, message, by: by.id.clone(), change, at: NOW + 5 })])
        .await
        .unwrap();
}

pub async fn words_are_found_inside_of_korean_ones_and_newest_first(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let room = room(&*store, &author, "개발").await;
    let texts = ["내일회의는 3시", "안녕하세요", "회사의 사회", "회의 끝", "Meeting at noon, see you", "ㅋㅋㅋ"];
    for text in texts {
        say(&*store, vec![draft(&room, &author, text)]).await;
    }
    for (query, expected) in [
        ("회의", vec!["회의 끝", "내일회의는 3시"]),
        ("안녕", vec!["안녕하세요"]),
        ("3시 회의", vec!["내일회의는 3시"]),
        ("meet", vec!["Meeting at noon, see you"]),
        ("\"see you\"", vec!["Meeting at noon, see you"]),
        ("\"noon see\"", vec![]),
        ("ㅋㅋ", vec!["ㅋㅋㅋ"]),
        ("noon,", vec!["Meeting at noon, see you"]),
        ("\"-*:()", vec![]),
        ("room1", vec![]),
    ] {
        assert_eq!(found(house, &*store, search(&[&room], query)).await, expected, "{query}");
    }
}

pub async fn only_the_rooms_asked_for_are_searched(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let (one, two, three) =
        (room(&*store, &author, "하나").await, room(&*store, &author, "둘").await, room(&*store, &author, "셋").await);
    for room in [&one, &two, &three] {
        say(&*store, vec![draft(room, &author, &format!("회의는 {}에서", room.name))]).await;
    }
    let find = async |rooms: &[&Room]| found(house, &*store, search(rooms, "회의")).await;
    assert_eq!(find(&[&one, &three]).await, ["회의는 셋에서", "회의는 하나에서"]);
    assert_eq!(find(&[]).await, [""; 0]);
    store.close_room(&three.id, NOW).await.unwrap();
    assert_eq!(find(&[&one, &three]).await, ["회의는 하나에서"]);
}

pub async fn authors_are_known_by_the_nickname_they_had_then(house: &impl House) {
    let store = house.open().await;
    let (author, other) = (guest(&*store, "Kim").await, guest(&*store, "영희").await);
    let room = room(&*store, &author, "개발").await;
    say(&*store, vec![draft(&room, &author, "회의 하나"), draft(&room, &other, "회의 둘")]).await;
    let renamed = store.rename_guest(&author.id, &name::nickname("민수").unwrap()).await.unwrap();
    say(&*store, vec![draft(&room, &renamed, "회의 셋")]).await;
    let by = async |nickname: &str, query: &str| {
        let asked = Search { author: Some(name::key(nickname)), ..search(&[&room], query) };
        found(house, &*store, asked).await
    };
    assert_eq!(by("kim", "회의").await, ["회의 하나"]);
    assert_eq!(by("민수", "").await, ["회의 셋"]);
    assert_eq!(by("영희", "하나").await, [""; 0]);
}

pub async fn times_are_from_the_first_moment_to_before_the_last(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let room = room(&*store, &author, "개발").await;
    for hour in 0..10 {
        let mut draft = draft(&room, &author, &format!("회의 {hour}"));
        draft.at = NOW + hour * 60 * MINUTE;
        say(&*store, vec![draft]).await;
    }
    let between = async |since: Option<i64>, until: Option<i64>| {
        let at = |hour: Option<i64>| hour.map(|hour| NOW + hour * 60 * MINUTE);
        found(house, &*store, Search { since: at(since), until: at(until), ..search(&[&room], "회의") }).await
    };
    assert_eq!(between(Some(4), Some(6)).await, ["회의 5", "회의 4"]);
    assert_eq!(between(None, Some(1)).await, ["회의 0"]);
    assert_eq!(between(Some(9), None).await, ["회의 9"]);
    assert_eq!(between(Some(10), None).await, [""; 0]);
}

pub async fn paging_meets_every_hit_once(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let room = room(&*store, &author, "개발").await;
    let drafts = (0..10).map(|n| draft(&room, &author, &format!("{} {n}", if n % 3 == 0 { "잡담" } else { "회의" })));
    say(&*store, drafts.collect()).await;
    for _ in 0..2 {
        let (mut met, mut before) = (Vec::new(), None);
        loop {
            let asked = Search { before, limit: 2, ..search(&[&room], "회의") };
            let Finding { messages, next } = store.search().find(asked).await.unwrap();
            assert!(messages.len() <= 2);
            met.extend(messages.into_iter().map(|message| message.content.to_string()));
            before = next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(met, ["회의 8", "회의 7", "회의 5", "회의 4", "회의 2", "회의 1"]);
        house.rest().await;
    }
}

pub async fn text_that_was_edited_away_or_deleted_is_not_found(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let room = room(&*store, &author, "개발").await;
    let drafts = ["회의 하나", "회의 둘", "회의 셋"].map(|text| draft(&room, &author, text));
    let messages = say(&*store, drafts.to_vec()).await;
    house.rest().await;
    revise(&*store, &messages[0], &author, Change::Delete).await;
    revise(&*store, &messages[1], &author, Change::Edit { content: "점심 둘".into(), seen: None }).await;
    assert_eq!(found(house, &*store, search(&[&room], "회의")).await, ["회의 셋"]);
    assert_eq!(found(house, &*store, search(&[&room], "점심")).await, ["점심 둘"]);
    revise(&*store, &messages[1], &author, Change::Edit { content: "회의 둘".into(), seen: None }).await;
    assert_eq!(found(house, &*store, search(&[&room], "회의")).await, ["회의 셋", "회의 둘"]);
}

pub async fn what_was_deleted_leaves_the_engines_files(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let (stays, goes) = (room(&*store, &author, "남음").await, room(&*store, &author, "사라짐").await);
    // Rare enough that nothing else looks like them, in pairs of which none begins like another.
    let rare = ["쀍뙓", "둁뢟", "췕휅", "꿻쑭"];
    let messages = say(&*store, rare[..3].iter().map(|text| draft(&stays, &author, text)).collect()).await;
    say(&*store, vec![draft(&goes, &author, rare[3])]).await;
    fill(&*store, &stays, &author, 100).await;
    house.rest().await;
    let second = |pair: &str| pair.chars().nth(1).unwrap().to_string();
    assert!(rare.iter().all(|pair| house.holds(&second(pair))));
    revise(&*store, &messages[0], &author, Change::Delete).await;
    revise(&*store, &messages[1], &author, Change::Edit { content: "점심".into(), seen: None }).await;
    store.close_room(&goes.id, NOW).await.unwrap();
    while store.purge_rooms(NOW + 1, 1).await.unwrap() {}
    assert_eq!(rare.map(|pair| house.holds(&second(pair))), [false, false, true, false]);
}

pub async fn coming_and_going_is_not_found(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let room = room(&*store, &author, "개발").await;
    let alert = |text: &str| {
        let mut alert = draft(&room, &author, text);
        alert.kind = MessageKind::Alert;
        alert
    };
    say(&*store, vec![alert(&["철수", CAME].concat()), alert("새 소식: 입장했습니다.")]).await;
    assert_eq!(found(house, &*store, search(&[&room], "입장")).await, ["새 소식: 입장했습니다."]);
}

pub async fn what_was_not_indexed_before_closing_is_found_after(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let room = room(&*store, &author, "개발").await;
    fill(&*store, &room, &author, 1_000).await;
    say(&*store, vec![draft(&room, &author, "회의")]).await;
    store.close().await.unwrap();
    let store = house.open().await;
    assert_eq!(found(house, &*store, search(&[&room], "회의")).await, ["회의"]);
}

pub async fn a_guests_rooms_are_those_they_own_or_have_been_in(house: &impl House) {
    let store = house.open().await;
    let (owner, member) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let mut closed = new_room(&owner, "닫힘");
    closed.expires_at = Some(NOW + MINUTE);
    let (mine, visited, closed) = (
        room(&*store, &member, "내 방").await,
        room(&*store, &owner, "들른 방").await,
        store.create_room(closed).await.unwrap(),
    );
    room(&*store, &owner, "남의 방").await;
    store.commit(vec![entry(&visited, &member), entry(&mine, &member), entry(&closed, &member)]).await.unwrap();
    store.close_room(&closed.id, NOW).await.unwrap();
    let mut rooms = store.search().rooms_of(&member).await.unwrap();
    rooms.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(rooms, [mine, visited]);
}

pub async fn a_word_is_found_among_a_hundred_thousand_messages(house: &impl House) {
    let store = house.open().await;
    let author = guest(&*store, "철수").await;
    let room = room(&*store, &author, "개발").await;
    let text = |n: u32| match n {
        40_000 => "내일회의는 3시".to_owned(),
        60_000 => "안녕하세요".to_owned(),
        n if n % 2 == 0 => format!("ㅋㅋㅋ {n}"),
        n => format!("회사에서 의자를 샀다, 녕안 {n}"),
    };
    for start in (0..100_000).step_by(2_000) {
        say(&*store, (start..start + 2_000).map(|n| draft(&room, &author, &text(n))).collect()).await;
    }
    house.rest().await;
    for (query, expected) in [("회의", "내일회의는 3시"), ("안녕", "안녕하세요"), ("ㅋㅋ", "ㅋㅋㅋ 99998")]
    {
        let mut quickest = Duration::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let finding = store.search().find(Search { limit: 30, ..search(&[&room], query) }).await.unwrap();
            quickest = quickest.min(start.elapsed());
            assert_eq!(contents(&finding.messages)[0], expected);
            assert_eq!(finding.messages.len(), if query == "ㅋㅋ" { 30 } else { 1 });
        }
        // The quickest of five: a machine that has much else to do is not what is measured.
        assert!(quickest < Duration::from_millis(50), "{query} among 100,000 messages: {quickest:?}");
    }
}
