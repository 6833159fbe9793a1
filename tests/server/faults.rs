//! What breaks under a running house, and what is broken when it starts. Each fault is a real one: the kernel refuses
//! to write, another process holds the lock, the bytes in the file are wrong.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::Output,
    time::{Duration, Instant},
};

use futures::future::join_all;
use rusqlite::Connection;
use sarangbang::protocol::{Event, payload::MessageStored};
use serde_json::json;
use tempfile::TempDir;

use super::{
    binary::{self, Binary},
    guest::Guest,
    http,
    patience::{until, within},
};

/// Clients take a connection on which an ack is missing for 20 s for dead; here everything is far below that.
const SOON: Duration = Duration::from_secs(5);

fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("data/sarangbang.db")
}

async fn is_ready(server: &Binary) -> bool {
    http::get(server.address, "/readyz", &[]).await.status == 200
}

/// Sends a message whose text is its clientId: its place, or why it got none.
async fn say(guest: &mut Guest, room: &str, text: &str) -> Result<u64, String> {
    let number = guest.send_message(room, text);
    guest.answer::<MessageStored>(number).await.map(|stored| stored.message.seq)
}

async fn place_of(guest: &mut Guest, number: u64) -> Result<u64, String> {
    guest.answer::<MessageStored>(number).await.map(|stored| stored.message.seq)
}

/// By place, the texts in the database that a server left.
fn stored(folder: &TempDir) -> Vec<(u64, String)> {
    let database = Connection::open(database(folder)).expect("a database");
    let intact: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(intact, "ok");
    let mut select = database.prepare("SELECT seq, content FROM messages ORDER BY seq").unwrap();
    let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

async fn stopped(server: Binary) -> TempDir {
    server.terminate();
    let (status, log, folder) = server.ended().await;
    assert!(status.success(), "{log}");
    folder
}

/// What works without writing: to come back, to come in, to read.
async fn reads_go_on(server: &Binary, guest: &Guest, room: &str, texts: &[&str]) {
    let mut reader = Guest::come_back(server.address, guest.token()).await;
    let joined = reader.join(room).await;
    let read: Vec<_> = joined.catch_up.messages.iter().map(|message| &*message.content).collect();
    assert_eq!(read, texts);
    let synced: sarangbang::protocol::CatchUp =
        reader.ask("sync", &json!({ "roomId": room, "rev": 0 })).await.expect("can be read");
    assert_eq!(synced.messages.len(), texts.len());
    assert_eq!(http::get(server.address, &format!("/r/{room}"), &[]).await.status, 200, "the page is rendered");
    assert_eq!(http::get(server.address, "/healthz", &[]).await.status, 200);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_messages_are_refused_reading_goes_on_and_it_recovers_by_itself() {
    let server = Binary::start(&[]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    assert_eq!(say(&mut one, &room, "before").await, Ok(1));
    assert!(is_ready(&server).await);

    server.fill_disk(true);
    assert_eq!(say(&mut one, &room, "during").await, Err("unavailable".to_owned()));
    until("a house that is not ready", async || !is_ready(&server).await).await;
    assert_eq!(
        Guest::connect(server.address, &json!({ "nickname": "새 손님" })).await.map(drop),
        Err("unavailable".into())
    );
    reads_go_on(&server, &one, &room, &["before"]).await;

    server.fill_disk(false);
    until("a house that is ready", async || is_ready(&server).await).await;
    assert_eq!(say(&mut one, &room, "during").await, Ok(2), "sent again, it takes the next place");
    assert_eq!(say(&mut two, &room, "after").await, Ok(3));
    let heard: Vec<_> = two.messages(&room, 3).await.into_iter().map(|message| message.seq).collect();
    assert_eq!(heard, [1, 2, 3]);
    let folder = stopped(server).await;
    assert_eq!(stored(&folder), [(1, "before".into()), (2, "during".into()), (3, "after".into())]);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_on_which_the_log_is_too_stops_nobody_for_good() {
    let server = Binary::start_with_a_log_file().await;
    let (mut one, _two, room) = server.two_in_a_room().await;
    server.fill_disk(true);
    assert_eq!(say(&mut one, &room, "during").await, Err("unavailable".to_owned()));
    server.fill_disk(false);
    assert_eq!(say(&mut one, &room, "after").await, Ok(1));
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fills_up_in_the_middle_of_writing_loses_nothing_acknowledged() {
    const MESSAGES: usize = 600;
    let server = Binary::start(&[]).await;
    let (mut one, _two, room) = server.two_in_a_room().await;
    let texts: Vec<_> = (0..MESSAGES).map(|n| format!("m{n}")).collect();
    let numbers: Vec<_> = texts.iter().map(|text| one.send_message(&room, text)).collect();
    let mut places = Vec::new();
    for (n, number) in numbers.into_iter().enumerate() {
        places.push(place_of(&mut one, number).await);
        if n == 0 {
            server.fill_disk(true);
        }
    }
    // Nothing is stored any more; what was sent before may all have been.
    assert_eq!(say(&mut one, &room, "last").await, Err("unavailable".to_owned()));
    server.fill_disk(false);
    for (place, text) in places.iter_mut().zip(&texts) {
        let again = say(&mut one, &room, text).await;
        assert!(place.is_err() || *place == again, "{text} was acknowledged as {place:?}, then as {again:?}");
        *place = again;
    }
    let folder = stopped(server).await;
    let mut expected: Vec<_> = places.into_iter().map(Result::unwrap).zip(texts).collect();
    expected.sort();
    assert_eq!(stored(&folder), expected, "each once, without a hole");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_process_holds_the_lock_everybody_is_answered_soon() {
    let server = Binary::start(&[("SESSIONS_PRESENCE_GRACE_MS", "50")]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    let mut crowd = Vec::new();
    for n in 0..20 {
        let mut guest = server.enter(&format!("손님 {n}")).await;
        guest.join(&room).await;
        crowd.push(guest);
    }
    assert_eq!(say(&mut one, &room, "before").await, Ok(1));
    let lock = Connection::open(database(&server.folder)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();

    let started = Instant::now();
    let answers = join_all(crowd.iter_mut().enumerate().map(async |(n, guest)| {
        let numbers: Vec<_> = (0..100).map(|k| guest.send_message(&room, &format!("m{n}-{k}"))).collect();
        let mut refused = 0;
        for number in numbers {
            assert_eq!(place_of(guest, number).await, Err("unavailable".to_owned()));
            refused += 1;
        }
        refused
    }));
    assert_eq!(answers.await.iter().sum::<i32>(), 2_000);
    assert!(started.elapsed() < SOON, "2,000 answers in {:?}", started.elapsed());

    // Coming and going is seen meanwhile.
    let gone = crowd.pop().unwrap().me.id.clone();
    two.event("a leaving", |event| match event {
        Event::Presence(presence) => presence.left.contains(&gone).then_some(()),
        _ => None,
    })
    .await;
    reads_go_on(&server, &one, &room, &["before"]).await;
    assert!(!is_ready(&server).await || !is_ready(&server).await, "asked twice: the first answer may be a moment old");

    lock.execute_batch("ROLLBACK").unwrap();
    until("a house that is ready", async || is_ready(&server).await).await;
    assert_eq!(say(&mut one, &room, "after").await, Ok(2));
    assert_eq!(say(&mut crowd[0], &room, "m0-0").await, Ok(3));
    stopped(server).await;
}

/// A curious operator's shell does not notice that a house asks for the lock every now and then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_is_held_for_a_moment_only_delays() {
    let server = Binary::start(&[]).await;
    let (mut one, _two, room) = server.two_in_a_room().await;
    let lock = Connection::open(database(&server.folder)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let number = one.send_message(&room, "patient");
    // Whatever comes after it on the same connection is answered while it waits.
    one.ask::<serde_json::Value>("history", &json!({ "roomId": room, "before": 9, "limit": 1 })).await.expect("read");
    lock.execute_batch("ROLLBACK").unwrap();
    assert_eq!(place_of(&mut one, number).await, Ok(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_file_does_not_keep_it_from_ending() {
    let server = Binary::start(&[]).await;
    let (mut one, _two, room) = server.two_in_a_room().await;
    assert_eq!(say(&mut one, &room, "before").await, Ok(1));
    let lock = Connection::open(database(&server.folder)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    for n in 0..500 {
        one.send_message(&room, &format!("m{n}"));
    }
    let asked = Instant::now();
    let folder = stopped(server).await;
    assert!(asked.elapsed() < SOON, "{:?}", asked.elapsed());
    drop(lock);
    assert_eq!(stored(&folder), [(1, "before".into())]);
}

// --- broken before the start -----------------------------------------------------------------------------------------

/// The data of a house in which much was said, closed again.
async fn closed_house() -> TempDir {
    let server = Binary::start(&[]).await;
    let (mut guest, _, room) = server.two_in_a_room().await;
    let numbers: Vec<_> = (0..200).map(|n| guest.send_message(&room, &format!("m{n}{}", "-".repeat(40)))).collect();
    for number in numbers {
        place_of(&mut guest, number).await.expect("stored");
    }
    stopped(server).await
}

/// What is done to the bytes of a database file.
type Damage<'a> = &'a dyn Fn(&mut Vec<u8>);

#[tokio::test]
async fn a_damaged_database_is_not_opened_and_not_touched() {
    let damages: [(&str, &str, Damage); 4] = [
        ("a header of garbage", "is not a Sarangbang database", &|bytes| bytes[..100].fill(0xA5)),
        ("a page of garbage", "is damaged", &|bytes| {
            let page = bytes.len() / 4_096 / 2;
            bytes[page * 4_096..(page + 1) * 4_096].fill(0xA5);
        }),
        ("a cut file", "is damaged", &|bytes| bytes.truncate(bytes.len() / 2 + 100)),
        ("a file cut at its first page", "is damaged", &|bytes| bytes.truncate(4_096)),
    ];
    let folder = closed_house().await;
    let path = database(&folder);
    let whole = fs::read(&path).unwrap();
    for (what, told, damage) in damages {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let line = binary::fail(folder.path(), &[], &[]).await;
        assert!(line.contains("sarangbang.db") && line.contains(told), "{what}: {line}");
        assert!(told != "is damaged" || line.contains("sarangbang restore"), "{what}: {line}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
    }
    fs::write(&path, whole).unwrap();
    stopped(Binary::start_in(folder, &[]).await).await;
}

/// SQLite would take the file for a new database and throw the log away, with all that was acknowledged.
#[tokio::test]
async fn a_log_without_its_database_is_kept() {
    let server = Binary::start(&[]).await;
    let (mut guest, _, room) = server.two_in_a_room().await;
    assert_eq!(say(&mut guest, &room, "only-in-the-log").await, Ok(1));
    server.kill();
    let (_, _, folder) = server.ended().await;
    let (path, log) = (database(&folder), folder.path().join("data/sarangbang.db-wal"));
    let (whole, kept) = (fs::read(&path).unwrap(), fs::read(&log).unwrap());
    for emptied in [true, false] {
        fs::remove_file(&path).unwrap();
        if emptied {
            fs::write(&path, "").unwrap();
        }
        let line = binary::fail(folder.path(), &[], &[]).await;
        assert!(line.contains("is damaged") && line.contains("write-ahead log"), "{line}");
        assert_eq!(fs::read(&log).unwrap(), kept);
    }
    fs::write(&path, whole).unwrap();
    let folder = stopped(Binary::start_in(folder, &[]).await).await;
    assert_eq!(stored(&folder), [(1, "only-in-the-log".into())]);
}

#[tokio::test]
async fn a_database_that_another_program_keeps_to_itself_is_not_opened() {
    let folder = closed_house().await;
    let lock = Connection::open(database(&folder)).unwrap();
    lock.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT").unwrap();
    let line = binary::fail(folder.path(), &[], &[]).await;
    assert!(line.contains("another program has locked the database"), "{line}");
    drop(lock);
    stopped(Binary::start_in(folder, &[]).await).await;
}

/// A writer's lock alone keeps nobody from reading.
#[tokio::test]
async fn a_house_whose_database_is_locked_opens_for_readers() {
    let folder = closed_house().await;
    let lock = Connection::open(database(&folder)).unwrap();
    lock.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let server = Binary::start_in(folder, &[]).await;
    assert_eq!(http::get(server.address, "/", &[]).await.status, 200);
    assert!(!is_ready(&server).await);
    lock.execute_batch("ROLLBACK").unwrap();
    until("a house that is ready", async || is_ready(&server).await).await;
}

#[tokio::test]
async fn a_database_that_may_not_be_written_is_named() {
    let folder = closed_house().await;
    fs::set_permissions(database(&folder), fs::Permissions::from_mode(0o400)).unwrap();
    let output = without_roots_rights(&folder).await;
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.trim_end().lines().count() == 1, "{told}");
    assert!(told.contains("cannot write the database") && told.contains("Permission denied"), "{told}");
}

/// Root may write what nobody may, so it gives that right up before.
async fn without_roots_rights(folder: &TempDir) -> Output {
    if !rustix::process::geteuid().is_root() {
        return binary::run(folder.path(), &[], &[]).await;
    }
    let mut modest = tokio::process::Command::new("setpriv");
    modest.args(["--bounding-set=-dac_override", env!("CARGO_BIN_EXE_sarangbang"), "--listen", "127.0.0.1:0"]);
    modest.current_dir(folder.path()).kill_on_drop(true);
    within("the end of the process", modest.output()).await.expect("setpriv of util-linux is there")
}
