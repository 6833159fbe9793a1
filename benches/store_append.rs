//! How many messages a second the store takes: `cargo bench --features ssr --bench store_append`.
//!
//! Once while the index of the search is made beside the writes, and once without it.
//!
//! The file lies in the system's temporary folder; `TMPDIR=/dev/shm` leaves the disk out of the measurement.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sarangbang::{
    chat::ports::{Draft, NewGuest, NewRoom, Store, Write},
    domain::{ClientId, Guest, GuestId, MessageKind, Room, RoomId, name},
    storage::SqliteStore,
};

const ROOMS: usize = 8;
const RUN: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    println!("{:>8} {:>8} {:>12} {:>14} {:>14}", "index", "batch", "messages/s", "µs/message", "bytes/message");
    for (batch, is_indexed) in [1, 16, 256].into_iter().flat_map(|batch| [(batch, true), (batch, false)]) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("bench.db");
        let store = SqliteStore::open(&path).expect("a store");
        if !is_indexed {
            take_for_indexed(&path);
        }
        let (messages, took) = run(&store, batch).await;
        store.close().await.expect("a closed store");
        let seconds = took.as_secs_f64();
        let (rate, cost) = (messages as f64 / seconds, seconds * 1e6 / messages as f64);
        let index = if is_indexed { "with" } else { "without" };
        println!("{index:>8} {batch:>8} {rate:>12.0} {cost:>14.1} {:>14}", size(&path) / messages);
    }
}

/// Has the indexer find nothing that is new, whatever comes.
fn take_for_indexed(path: &Path) {
    let database = rusqlite::Connection::open(path).expect("the file");
    database.execute("UPDATE message_indexing SET indexed_to = ?1", [i64::MAX]).expect("a note");
}

/// Commits batches one after the other, as the journal does, for [`RUN`]. Returns how many messages and how long.
async fn run(store: &dyn Store, batch: usize) -> (u64, Duration) {
    let (author, rooms) = furnish(store).await;
    let (start, mut messages) = (Instant::now(), 0);
    while start.elapsed() < RUN {
        let writes =
            (0..batch).map(|n| Write::Message(draft(&rooms[n % ROOMS], &author, messages + n as u64))).collect();
        messages += store.commit(writes).await.expect("appended").len() as u64;
    }
    (messages, start.elapsed())
}

async fn furnish(store: &dyn Store) -> (Guest, Vec<Room>) {
    let nickname = name::nickname("철수").expect("a nickname");
    let guest = NewGuest { id: GuestId::new("5Rk2pX9vQwLm"), nickname, token: [1; 32], now: 0 };
    let guest = store.create_guest(guest).await.expect("a guest");
    let mut rooms = Vec::new();
    for n in 0..ROOMS {
        let name = name::room_name(&format!("방 {n}")).expect("a room name");
        let room = NewRoom::open(RoomId::new(format!("room{n}")), name, guest.id.clone(), 0);
        rooms.push(store.create_room(room).await.expect("a room"));
    }
    (guest, rooms)
}

fn draft(room: &Room, author: &Guest, n: u64) -> Draft {
    // Spread like the random ids of real senders, so that the index grows in the middle and not at its end.
    let random = n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    Draft {
        room: room.id.clone(),
        kind: MessageKind::Message,
        author: author.into(),
        content: format!("안녕하세요, 오늘 회의는 세 시에 시작합니다 ({n})").into(),
        pictures: Vec::new(),
        reply_to: None,
        client_id: ClientId::new(format!("{random:016x}-4c0e-9d0a-3f0b6a2c7d11")),
        at: n as i64,
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).expect("the file").len()
}
