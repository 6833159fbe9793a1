//! A server that is killed with SIGKILL in the middle of writing.
//!
//! The test starts this very test binary once more, as a process that appends and says on its standard output what was
//! acknowledged, kills it and looks at what is left.

use std::{
    collections::HashSet,
    env,
    io::{BufRead, BufReader},
    iter,
    process::{self, Child, Command, Stdio},
    sync::Arc,
};

use futures::future::join_all;
use sarangbang::{
    chat::ports::{Draft, Store},
    domain::{ClientId, Guest, GuestId, Message, Room, RoomId},
};

use super::house::{House, draft, everything, guest, room, say, seqs};

/// Tells the process to be killed where the store is.
const ADDRESS: &str = "SARANGBANG_CONTRACT_STORE";

/// What the process to be killed tells of an acknowledged message, as one line.
fn told(message: &Message) -> String {
    format!("acknowledged {} as {} {}.", message.client_id, message.id, message.seq)
}

/// Whether a line is such a one, and whole: death may have cut it short.
fn is_told(line: &str) -> bool {
    line.starts_with("acknowledged ") && line.ends_with('.')
}

/// Appends until the process is killed, if it was started for that.
pub async fn append_until_killed<H: House>() {
    let Ok(address) = env::var(ADDRESS) else { return };
    // The test harness has left its own line unfinished.
    println!();
    let store = H::open_at(&address).await;
    let room = store.room(&RoomId::new("room-개발")).await.unwrap().unwrap();
    join_all([1, 3, 8].map(|batch| tokio::spawn(append_forever(store.clone(), room.clone(), batch)))).await;
}

async fn append_forever(store: Arc<dyn Store>, room: Room, batch: usize) {
    loop {
        let drafts = iter::repeat_with(|| own_draft(&room)).take(batch).collect();
        for message in say(&*store, drafts).await {
            println!("{}", told(&message));
        }
    }
}

/// A draft whose client id no other process makes.
fn own_draft(room: &Room) -> Draft {
    let author = Guest::person(GuestId::new("guest-철수"), "철수");
    let mut draft = draft(room, &author, "살아 있다");
    draft.client_id = ClientId::new(format!("{}-{}", process::id(), draft.client_id));
    draft
}

pub async fn loses_nothing_acknowledged(house: &impl House, victim: &str) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    store.close().await.unwrap();

    let mut acknowledged = Vec::new();
    for at_least in [1, 50, 400] {
        acknowledged.extend(kill_after(at_least, start(house, victim)));
        let store = house.open().await;
        look_for(&acknowledged, &*store, &room).await;
        store.close().await.unwrap();
    }
}

/// Every acknowledged message is there under its id and seq, and the room has no holes.
async fn look_for(acknowledged: &[String], store: &dyn Store, room: &Room) {
    let messages = everything(store, room).await;
    assert_eq!(seqs(&messages), (1..=messages.len() as u64).collect::<Vec<_>>());
    assert_eq!(store.room(&room.id).await.unwrap().unwrap().rev, messages.len() as u64);
    let stored: HashSet<String> = messages.iter().map(told).collect();
    let lost: Vec<_> = acknowledged.iter().filter(|line| !stored.contains(*line)).collect();
    assert!(lost.is_empty(), "lost {} of {}: {lost:?}", lost.len(), acknowledged.len());
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
fn kill_after(at_least: usize, mut process: Child) -> Vec<String> {
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok).filter(|line| is_told(line));
    let mut acknowledged: Vec<_> = lines.by_ref().take(at_least).collect();
    process.kill().unwrap();
    acknowledged.extend(lines);
    process.wait().unwrap();
    assert!(acknowledged.len() >= at_least, "the process died by itself");
    acknowledged
}
