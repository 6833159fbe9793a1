//! A server that is killed with SIGKILL in the middle of writing.
//!
//! The test starts this very test binary once more, as a process that appends and says on its standard output what was
//! acknowledged, kills it and looks at what is left.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use futures::future::join_all;
use sarangbang::domain::{Guest, GuestId, MessageId, Room, RoomId};

use super::house::{House, draft, everything, guest, room, say, seqs};

/// Tells the process to be killed where the store is.
const ADDRESS: &str = "SARANGBANG_CONTRACT_STORE";

/// What a line of the process to be killed starts with when it tells of an acknowledged message.
const ACKNOWLEDGED: &str = "acknowledged ";

/// Appends until the process is killed, if it was started for that.
pub async fn append_until_killed<H: House>() {
    let Ok(address) = env::var(ADDRESS) else { return };
    let store = H::open_at(&address).await;
    let room = store.room(&RoomId::new("room-개발")).await.unwrap().unwrap();
    let author = Guest { id: GuestId::new("guest-철수"), nickname: "철수".into() };
    let writers = (0..4).map(|writer| {
        let (store, room, author) = (store.clone(), room.clone(), author.clone());
        tokio::spawn(async move {
            loop {
                let batch = (0..1 + writer * 2).map(|_| draft(&room, &author, "살아 있다"));
                let unique = |mut draft: sarangbang::chat::ports::Draft| {
                    let client_id = format!("{}-{}", std::process::id(), draft.client_id);
                    draft.client_id = sarangbang::domain::ClientId::new(client_id);
                    draft
                };
                for message in say(&*store, batch.map(unique).collect()).await {
                    println!("{ACKNOWLEDGED}{} {};", message.id, message.seq);
                }
            }
        })
    });
    join_all(writers).await;
}

pub async fn loses_nothing_acknowledged(house: &impl House, victim: &str) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    store.close().await.unwrap();

    let mut acknowledged = Vec::new();
    for at_least in [1, 50, 400] {
        acknowledged.extend(kill_after(at_least, start(house, victim)));
        look_for(house, &room, &acknowledged).await;
    }
}

/// Every acknowledged message is there with its id and seq, and the room has no holes.
async fn look_for(house: &impl House, room: &Room, acknowledged: &[(MessageId, u64)]) {
    let store = house.open().await;
    let messages = everything(&*store, room).await;
    assert_eq!(seqs(&messages), (1..=messages.len() as u64).collect::<Vec<_>>());
    assert_eq!(store.room(&room.id).await.unwrap().unwrap().rev, messages.len() as u64);
    for (id, seq) in acknowledged {
        let found = messages.get(*seq as usize - 1).map(|message| message.id);
        assert_eq!(found, Some(*id), "message {id} was acknowledged with seq {seq}");
    }
    store.close().await.unwrap();
}

fn start(house: &impl House, victim: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args([victim, "--exact", "--nocapture"])
        .env(ADDRESS, house.address())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills the process once it has told of `at_least` acknowledged messages; returns all it told of until it died.
fn kill_after(at_least: usize, mut process: Child) -> Vec<(MessageId, u64)> {
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut told: Vec<_> =
        lines.by_ref().map_while(Result::ok).filter_map(|line| parse(&line)).take(at_least).collect();
    process.kill().unwrap();
    told.extend(lines.map_while(Result::ok).filter_map(|line| parse(&line)));
    process.wait().unwrap();
    assert!(told.len() >= at_least, "the process died by itself");
    told
}

/// The semicolon tells a whole line from one that death has cut short.
fn parse(line: &str) -> Option<(MessageId, u64)> {
    let (_, told) = line.split_once(ACKNOWLEDGED)?;
    let (id, seq) = told.strip_suffix(';')?.split_once(' ')?;
    Some((id.parse().ok()?, seq.parse().ok()?))
}
