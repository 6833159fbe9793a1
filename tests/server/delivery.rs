//! DESIGN.md §4: everyone gets every message once, in one order, whenever they came in and however busy it is.

use std::collections::BTreeMap;

use futures::future::join_all;
use sarangbang::protocol::{
    Event, Joined, Message,
    event::Messages,
    payload::{Done, MessageStored},
};
use serde_json::json;

use super::{guest::Guest, house::House};

/// Merges by revision, as every client must: what is older than what it has is a repetition, a gap is an error.
#[derive(Default)]
struct Reader {
    rev: u64,
    texts: Vec<String>,
    seqs: Vec<u64>,
}

impl Reader {
    fn catch_up(&mut self, joined: Joined) {
        assert!(!joined.catch_up.reset || self.rev == 0);
        self.take(joined.catch_up.messages);
        self.rev = joined.catch_up.rev;
    }

    fn take(&mut self, messages: Vec<Message>) {
        self.seqs.extend(messages.iter().map(|message| message.seq));
        self.texts.extend(messages.into_iter().map(|message| message.content.to_string()));
    }

    fn apply(&mut self, event: Messages) {
        if event.to_rev <= self.rev {
            return;
        }
        assert!(event.from_rev <= self.rev, "a gap from {} to {}", self.rev, event.from_rev);
        self.take(event.messages.into_iter().filter(|message| message.rev > self.rev).collect());
        self.rev = event.to_rev;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_while_others_write_gets_every_message_once_and_in_order() {
    const MESSAGES: u64 = 1_000;
    let house = House::open().await;
    let mut writer = house.enter("철수").await;
    let room = writer.create_room("개발").await;
    writer.join(&room).await;
    let mut joiners = Vec::new();
    for n in 0..8 {
        joiners.push(house.enter(&format!("손님 {n}")).await);
    }
    let writing = async {
        // One message on the way while the last one is answered, so that there is hardly a moment without a commit.
        let mut last = writer.send_message(&room, "0");
        for n in 1..MESSAGES {
            let next = writer.send_message(&room, &n.to_string());
            writer.answer::<MessageStored>(last).await.expect("stored");
            last = next;
        }
        writer.answer::<MessageStored>(last).await.expect("stored");
    };
    let reading = join_all(joiners.into_iter().map(async |mut guest| {
        let mut reader = Reader::default();
        while reader.rev < MESSAGES {
            let asked = json!({ "roomId": room, "rev": reader.rev });
            reader.catch_up(guest.ask::<Joined>("joinRoom", &asked).await.expect("the room is open"));
            // Hears a few events, and goes out and in again.
            for _ in 0..3 {
                if reader.rev < MESSAGES {
                    reader.apply(next_messages(&mut guest).await);
                }
            }
            guest.ask::<Done>("leaveRoom", &json!({ "roomId": room })).await.expect("there is a way out");
        }
        reader
    }));
    let ((), readers) = tokio::join!(writing, reading);
    for reader in readers {
        assert_eq!(reader.seqs, (1..=MESSAGES).collect::<Vec<_>>());
        assert_eq!(reader.texts, (0..MESSAGES).map(|n| n.to_string()).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_in_many_rooms_are_told_in_one_order_and_in_few_events() {
    const ROOMS: usize = 3;
    const WRITERS: usize = 4;
    const EACH: usize = 100;
    let house = House::open().await;
    let mut host = house.enter("주인").await;
    let mut rooms = Vec::new();
    for n in 0..ROOMS {
        rooms.push(host.create_room(&format!("방 {n}")).await);
    }
    let mut guests = Vec::new();
    for n in 0..WRITERS {
        let mut guest = house.enter(&format!("손님 {n}")).await;
        for room in &rooms {
            guest.join(room).await;
        }
        guests.push(guest);
    }
    let told = join_all(guests.iter_mut().enumerate().map(async |(writer, guest)| {
        let mut numbers = Vec::new();
        for n in 0..EACH {
            numbers.extend(rooms.iter().map(|room| guest.send_message(room, &format!("{writer}:{n}"))));
        }
        for number in numbers {
            guest.answer::<MessageStored>(number).await.expect("stored");
        }
        listen(guest, &rooms, WRITERS * EACH).await
    }))
    .await;
    for (events, heard) in &told {
        assert_eq!(heard, &told[0].1, "everyone hears the same");
        assert!(*events < ROOMS * WRITERS * EACH / 3, "{events} events: one per room and batch, not per message");
        for room in &rooms {
            let (revs, texts): (Vec<_>, Vec<_>) = heard[room].iter().cloned().unzip();
            assert_eq!(revs, (1..=(WRITERS * EACH) as u64).collect::<Vec<_>>());
            for writer in 0..WRITERS {
                let prefix = format!("{writer}:");
                let own: Vec<_> = texts.iter().filter_map(|text| text.strip_prefix(&prefix)).collect();
                assert_eq!(own, (0..EACH).map(|n| n.to_string()).collect::<Vec<_>>(), "in the order of writing");
            }
        }
    }
}

async fn next_messages(guest: &mut Guest) -> Messages {
    let event = guest.event("messages", |event| match event {
        Event::Messages(event) => Some(event),
        _ => None,
    });
    event.await
}

/// Hears all rooms until each has told so many messages: how many events it took, and what was said.
async fn listen(guest: &mut Guest, rooms: &[String], each: usize) -> (usize, BTreeMap<String, Vec<(u64, String)>>) {
    let mut events = 0;
    let mut heard: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    while heard.values().map(Vec::len).sum::<usize>() < rooms.len() * each {
        let event = next_messages(guest).await;
        let room = heard.entry(event.room_id.to_string()).or_default();
        assert_eq!(event.from_rev, room.last().map_or(0, |(rev, _)| *rev), "events follow each other");
        assert_eq!(event.to_rev, event.from_rev + event.messages.len() as u64);
        room.extend(event.messages.iter().map(|message| (message.rev, message.content.to_string())));
        events += 1;
    }
    (events, heard)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_away_hears_what_is_newer_and_who_was_away_too_long_starts_again() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let numbers: Vec<u64> = (1..=501).map(|n| one.send_message(&room, &n.to_string())).collect();
    for number in numbers {
        one.answer::<MessageStored>(number).await.expect("stored");
    }
    for (rev, expected, reset) in [(501, None, false), (500, Some(501), false), (1, Some(2), false)] {
        let joined: Joined = two.ask("joinRoom", &json!({ "roomId": room, "rev": rev })).await.unwrap();
        assert_eq!((joined.catch_up.rev, joined.catch_up.reset), (501, reset), "from {rev}");
        assert_eq!(joined.catch_up.messages.first().map(|message| message.seq), expected, "from {rev}");
    }
    // 501 messages behind, and from a future that a restored backup has undone.
    for rev in [0, 502, u64::MAX] {
        let joined: Joined = two.ask("joinRoom", &json!({ "roomId": room, "rev": rev })).await.unwrap();
        assert!(joined.catch_up.reset, "from {rev}");
        let seqs: Vec<u64> = joined.catch_up.messages.iter().map(|message| message.seq).collect();
        assert_eq!(seqs, (452..=501).collect::<Vec<_>>(), "from {rev}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_left_a_room_hears_nothing_of_it_any_more() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    two.ask::<Done>("leaveRoom", &json!({ "roomId": room })).await.unwrap();
    one.write(&room, "둘이 아니네").await;
    one.messages(&room, 1).await;
    // Something that both hear, after what only one may hear.
    two.create_room("새 방").await;
    two.event("the new room", |event| matches!(event, Event::Rooms(rooms) if !rooms.added.is_empty()).then_some(()))
        .await;
    let heard = two.events_so_far();
    assert!(!heard.iter().any(|event| matches!(event, Event::Messages(_))), "{heard:?}");
    let payload = json!({ "roomId": room, "clientId": "a", "content": "나" });
    let refused = two.ask::<MessageStored>("sendMessage", &payload).await;
    assert_eq!(refused.unwrap_err(), "not_in_room");
}

/// What the server sets, it never takes from a client.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn author_time_and_place_come_from_the_server() {
    let house = House::open().await;
    let (mut one, two, room) = house.two_in_a_room().await;
    let forged = json!({
        "roomId": room, "clientId": "a", "content": "안녕", "id": 7, "seq": 99, "rev": 99, "kind": "alert", "createdAt": 1,
        "author": { "id": two.me.id, "nickname": "영희" }, "html": "<script>", "deletedAt": 1,
    });
    let message = one.ask::<MessageStored>("sendMessage", &forged).await.expect("unknown fields are ignored").message;
    assert_eq!((message.seq, message.rev, &message.author.id, &*message.html), (1, 1, &one.me.id, "안녕"));
    assert_eq!(message.kind, sarangbang::domain::MessageKind::Message);
    assert!(message.created_at > 1_700_000_000_000 && message.deleted_at.is_none());
}
