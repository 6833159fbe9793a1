//! What is pushed when, by a clock that is set by hand. The push service is one that never answers.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sarangbang::{
    bells::{self, Notification, Push, Vapid},
    chat::{
        ConnectionId,
        ports::{Bus, Happened, PushAddress, Ring},
    },
    domain::{BellLevel, Guest, Message, RoomId},
    outside::{Gate, Sender},
};
use tokio::{sync::mpsc, time::timeout};

use super::house::{House, house};

const PATIENCE: Duration = Duration::from_secs(10);

/// 영희, who has gone and wants to be told all, and 철수, who writes.
struct Ringing {
    house: House,
    pushed: mpsc::UnboundedReceiver<Ring>,
    desk: ConnectionId,
    room: RoomId,
    younghee: Guest,
    written: u32,
    folder: tempfile::TempDir,
}

impl Ringing {
    async fn begin() -> Self {
        let mut ringing = Self::before().await;
        ringing.start();
        ringing
    }

    /// The bell is set, and nobody rings yet.
    async fn before() -> Self {
        let house = house();
        let (host, desk) = house.guest("철수").await;
        let room = house.room(&host, "개발").await;
        house.chat.join(desk, &room, None, None).await.unwrap();
        let (younghee, session) = house.chat.enter("영희").await.unwrap();
        house.chat.add_push_address(&session, address("phone")).await.unwrap();
        house.chat.set_bell(&younghee, &room, BellLevel::All).await.unwrap();
        Self {
            house,
            pushed: mpsc::unbounded_channel().1,
            desk,
            room,
            younghee,
            written: 0,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn start(&mut self) {
        let (hear, pushed) = mpsc::unbounded_channel();
        let push = Push {
            vapid: Vapid::open(&self.folder.path().join("push.key"), None).unwrap(),
            sender: Sender::new(Gate::default()),
            words: Arc::new(move |_, ring, _| {
                let _ = hear.send(ring.clone());
                Notification { title: String::new(), body: String::new() }
            }),
        };
        bells::start(self.house.chat.clone(), &*self.house.bus, Some(push));
        self.pushed = pushed;
    }

    async fn say(&mut self, content: &str) -> Message {
        self.written += 1;
        self.house.say(self.desk, &self.room, &self.written.to_string(), content).await.unwrap()
    }

    /// The excerpt of what is pushed next, and of how many messages it is the latest.
    async fn pushed(&mut self) -> (String, u32) {
        let ring = timeout(PATIENCE, self.pushed.recv()).await.expect("a push").unwrap();
        (ring.excerpt.to_string(), ring.count)
    }

    fn pass(&self, seconds: i64) {
        self.house.clock.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

fn address(name: &str) -> PushAddress {
    // Of RFC 8291, appendix A.
    let key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    PushAddress {
        endpoint: format!("http://127.0.0.1:9/{name}").into(),
        public_key: BASE64_URL_SAFE_NO_PAD.decode(key).unwrap().into(),
        secret: [7; 16].into(),
        language: "ko".into(),
    }
}

#[tokio::test]
async fn a_message_that_is_deleted_or_edited_before_it_is_pushed_is_not_pushed_as_it_was() {
    let mut ringing = Ringing::begin().await;
    ringing.say("하나").await;
    assert_eq!(ringing.pushed().await, ("하나".into(), 1));
    // What comes so soon after a push waits.
    let second = ringing.say("둘").await;
    let third = ringing.say("셋").await;
    let (chat, desk, room) = (ringing.house.chat.clone(), ringing.desk, ringing.room.clone());
    chat.delete(desk, &room, third.id).await.unwrap().stored().await.unwrap();
    chat.edit(desk, &room, second.id, "두울", Some(second.text_rev)).await.unwrap().stored().await.unwrap();
    ringing.pass(20);
    assert_eq!(ringing.pushed().await, ("두울".into(), 1));
}

#[tokio::test]
async fn of_what_somebody_wrote_who_is_forgotten_nothing_is_pushed() {
    let mut ringing = Ringing::begin().await;
    let (minjun, phone) = ringing.house.guest("민준").await;
    ringing.house.chat.join(phone, &ringing.room, None, None).await.unwrap();
    ringing.say("하나").await;
    assert_eq!(ringing.pushed().await, ("하나".into(), 1));
    ringing.house.say(phone, &ringing.room, "m", "내 번호는 010").await.unwrap();
    ringing.house.chat.forget(&minjun).await.unwrap();
    ringing.house.next_deletion().await;
    ringing.say("셋").await;
    ringing.pass(20);
    assert_eq!(ringing.pushed().await, ("셋".into(), 1));
}

#[tokio::test]
async fn who_turns_a_bell_off_is_not_told_of_what_waits() {
    let mut ringing = Ringing::begin().await;
    ringing.say("하나").await;
    assert_eq!(ringing.pushed().await, ("하나".into(), 1));
    ringing.say("둘").await;
    for level in [BellLevel::None, BellLevel::All] {
        ringing.house.chat.set_bell(&ringing.younghee, &ringing.room, level).await.unwrap();
    }
    ringing.say("셋").await;
    ringing.pass(20);
    assert_eq!(ringing.pushed().await, ("셋".into(), 1));
}

#[tokio::test]
async fn a_store_that_does_not_say_who_wants_to_be_told_keeps_nobody_from_writing() {
    let mut ringing = Ringing::before().await;
    let database = rusqlite::Connection::open(ringing.house.database()).unwrap();
    database.execute_batch("ALTER TABLE bells RENAME TO out_of_order").unwrap();
    ringing.start();
    let more_than_wait = (0..300).map(|_| ringing.house.bus.publish(Happened::RoomCreated(ringing.room.clone())));
    timeout(PATIENCE, futures::future::join_all(more_than_wait)).await.expect("the bus to take all");
    ringing.say("하나").await;
    database.execute_batch("ALTER TABLE out_of_order RENAME TO bells").unwrap();
    assert_eq!(ringing.pushed().await, ("하나".into(), 1), "and what was written meanwhile is told");
}
