//! How long a search takes in a house of some size, and what its index costs: `cargo bench --features ssr --bench search`.
//!
//! `MESSAGES=1000000` makes another house than one of 100,000.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sarangbang::{
    chat::ports::{Draft, NewGuest, NewRoom, Search, Store, Write},
    domain::{ClientId, Guest, GuestId, MessageKind, Room, RoomId, name, search::Wanted},
    storage::SqliteStore,
};

const ROOMS: usize = 200;

#[tokio::main]
async fn main() {
    let count = std::env::var("MESSAGES").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bench.db");
    let store = SqliteStore::open(&path).expect("a store");
    let (author, rooms) = furnish(&store).await;
    for start in (0..count).step_by(1_000) {
        let drafts = (start..(start + 1_000).min(count)).map(|n| draft(&rooms[n % ROOMS], &author, n));
        store.commit(drafts.map(Write::Message).collect()).await.expect("stored");
    }
    let (written, start) = (size(&path), Instant::now());
    let before = measure(&store, &rooms, "회의").await;
    wait_for_the_index(&path).await;
    let took = start.elapsed();
    println!(
        "{count} messages; the index took {took:.1?} beside the writes, and {} bytes a message",
        (size(&path) - written) / count as u64
    );
    println!("before it was there, 회의 took up to {before:.2?}\n{:>28} {:>10}", "query", "slowest");
    for query in ["회의", "안녕", "ㅋㅋ", "한번뿐", "회의 한번뿐", "없는말", "회안 의녕", "meet"] {
        println!("{query:>28} {:>10.2?}", measure(&store, &rooms, query).await);
        println!("{:>28} {:>10.2?}", format!("{query}, in one room"), measure(&store, &rooms[..1], query).await);
    }
    store.close().await.expect("a closed store");
}

/// The slowest of some searches.
async fn measure(store: &dyn Store, rooms: &[Room], query: &str) -> Duration {
    let mut slowest = Duration::ZERO;
    for _ in 0..7 {
        let rooms = rooms.iter().map(|room| room.id.clone()).collect();
        let words = Wanted::parse(query).expect("a query");
        let start = Instant::now();
        store.search().find(Search { rooms, words, limit: 30, ..Search::default() }).await.expect("found");
        slowest = slowest.max(start.elapsed());
    }
    slowest
}

async fn wait_for_the_index(path: &Path) {
    let database = rusqlite::Connection::open(path).expect("the file");
    let everything = "SELECT indexed_to >= (SELECT max(id) FROM messages) FROM message_indexing";
    while !database.query_row(everything, [], |row| row.get::<_, bool>(0)).expect("an answer") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
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

/// Every second one laughs, every hundredth is about a meeting, every thousandth greets, and one is the only one.
fn draft(room: &Room, author: &Guest, n: usize) -> Draft {
    let random = (n as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let word = |at: u32| {
        let mixed = random.rotate_left(at).wrapping_mul(0xD1B5_4A32_D192_ED03);
        let syllable = |shift: u32| char::from_u32(0xAC00 + (mixed >> shift) as u32 % 2_000).unwrap_or('가');
        [syllable(3), syllable(23), syllable(43)].iter().collect::<String>()
    };
    let topic = match n {
        77 => "한번뿐인 이야기",
        n if n % 1_000 == 0 => "안녕하세요",
        n if n % 100 == 0 => "내일회의는 3시",
        n if n % 2 == 0 => "ㅋㅋㅋ",
        _ => "meeting later",
    };
    Draft {
        room: room.id.clone(),
        kind: MessageKind::Message,
        author: author.into(),
        content: format!("{} {} {topic} {} {n}", word(7), word(19), word(31)).into(),
        pictures: Vec::new(),
        reply_to: None,
        client_id: ClientId::new(format!("{random:016x}-4c0e-9d0a-3f0b6a2c7d11")),
        at: n as i64,
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).expect("the file").len()
}
