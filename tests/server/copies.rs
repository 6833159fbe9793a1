//! Backups of an open house, and what happens to the people in it when yesterday's is put back.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
};

use rusqlite::Connection;
use sarangbang::protocol::{Joined, Message};
use serde_json::json;
use tempfile::TempDir;

use super::{
    binary::{Binary, fail, run},
    guest::Guest,
};

/// What a command said that went well.
fn told(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// The texts in a database, by room and place.
fn texts(database: &Path) -> Vec<String> {
    let database = Connection::open(database).expect("a database");
    let mut select = database.prepare("SELECT content FROM messages ORDER BY room, seq").unwrap();
    select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn contents(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| &*message.content).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

async fn come_back(server: &Binary, guest: &Guest, room: &str, rev: u64) -> (Guest, Joined) {
    let mut back = Guest::come_back(server.address, guest.token()).await;
    let joined = back.ask("joinRoom", &json!({ "roomId": room, "rev": rev })).await.expect("the room is there");
    (back, joined)
}

/// A house that has two messages, is backed up, and then gets a third one.
async fn house_of_yesterday() -> (Binary, Guest, String, PathBuf) {
    let server = Binary::start(&[]).await;
    let (mut guest, _, room) = server.two_in_a_room().await;
    guest.write(&room, "하나").await;
    guest.write(&room, "둘").await;
    let backup = server.folder.path().join("yesterday.db");
    told(run(server.folder.path(), &["backup", "yesterday.db"], &[]).await);
    guest.write(&room, "셋").await;
    (server, guest, room, backup)
}

async fn stopped(server: Binary) -> TempDir {
    server.terminate();
    server.ended().await.2
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_house_under_load_is_whole_and_private() {
    let server = Binary::start(&[]).await;
    let (mut guest, _, room) = server.two_in_a_room().await;
    for n in 0..100 {
        guest.write(&room, &format!("말 {n}")).await;
    }
    for n in 100..400 {
        guest.send_message(&room, &format!("late-{n}"));
    }
    let line = told(run(server.folder.path(), &["backup", "copy.db"], &[]).await);
    let copy = server.folder.path().join("copy.db");
    let stored = texts(&copy);
    assert!(stored.len() >= 100, "what was acknowledged before is in it");
    assert!(line.starts_with(&format!("copy.db: 1 rooms, {} messages, ", stored.len())), "{line}");
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let intact: String =
        Connection::open(&copy).unwrap().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(intact, "ok");
    assert_eq!(names(server.folder.path()), ["copy.db", "data"], "nothing half-made is left");
    // And the house did not notice.
    assert_eq!(guest.write(&room, "아직 열려 있다").await.seq, 401);
}

#[tokio::test]
async fn deleted_text_is_in_no_backup() {
    let (server, _, _, _) = house_of_yesterday().await;
    let folder = stopped(server).await;
    let database = Connection::open(folder.path().join("data/sarangbang.db")).unwrap();
    let secret = "아무도 다시 못 볼 말 ".repeat(50);
    // As another program would delete it, that leaves the text in the free pages.
    database.execute_batch("PRAGMA secure_delete = OFF").unwrap();
    database.execute("UPDATE messages SET content = ?1 WHERE seq <> 2", [&secret]).unwrap();
    database.execute_batch("DELETE FROM messages WHERE seq <> 2; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(database);
    let has_secret = |file: &str| {
        let bytes = fs::read(folder.path().join(file)).unwrap();
        bytes.windows(30).any(|window| window == &secret.as_bytes()[..30])
    };
    assert!(has_secret("data/sarangbang.db"), "otherwise this test shows nothing");
    told(run(folder.path(), &["backup", "copy.db"], &[]).await);
    assert!(!has_secret("copy.db"));
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_leaves_nothing_when_it_fails() {
    let server = Binary::start(&[]).await;
    let folder = server.folder.path();
    fs::write(folder.join("letter"), "dear").unwrap();
    let line = fail(folder, &["backup", "letter"], &[]).await;
    assert!(line.contains("letter exists already"), "{line}");
    assert_eq!(fs::read_to_string(folder.join("letter")).unwrap(), "dear");
    let line = fail(folder, &["backup", "nowhere/copy.db"], &[]).await;
    assert!(line.contains("cannot write nowhere/copy.db"), "{line}");
    assert_eq!(names(folder), ["data", "letter"]);
    let line = fail(folder, &["backup", "copy.db", "--config", "missing.toml"], &[]).await;
    assert!(line.contains("missing.toml"), "{line}");
}

#[tokio::test]
async fn what_a_killed_server_left_in_its_log_is_in_the_backup_and_stays_in_the_log() {
    let server = Binary::start(&[]).await;
    let (mut guest, _, room) = server.two_in_a_room().await;
    guest.write(&room, "마지막 말").await;
    server.kill();
    let (_, _, folder) = server.ended().await;
    let before = fs::read(folder.path().join("data/sarangbang.db-wal")).unwrap();
    told(run(folder.path(), &["backup", "copy.db"], &[]).await);
    assert_eq!(texts(&folder.path().join("copy.db")), ["마지막 말"]);
    assert_eq!(fs::read(folder.path().join("data/sarangbang.db-wal")).unwrap(), before);
}

#[tokio::test]
async fn yesterdays_backup_is_put_back_and_todays_data_is_kept() {
    let (server, _, _, backup) = house_of_yesterday().await;
    server.kill();
    let (_, _, folder) = server.ended().await;
    let line = told(run(folder.path(), &["restore", "yesterday.db"], &[]).await);
    assert!(line.contains("sarangbang.db: 1 rooms, 2 messages from yesterday.db"), "{line}");
    let data = folder.path().join("data");
    assert_eq!(texts(&data.join("sarangbang.db")), ["하나", "둘"]);
    assert_eq!(texts(&backup), ["하나", "둘"], "and can be put back again");
    let aside = names(&data).into_iter().find(|name| name.starts_with("sarangbang.db.1")).expect("kept");
    assert!(line.contains(&aside), "{line}");
    assert_eq!(texts(&data.join(&aside)), ["하나", "둘", "셋"], "also what was only in the log");
    assert!(!data.join("sarangbang.db-wal").exists(), "a log of the old file would spoil the new one");
    assert_eq!(fs::metadata(data.join("sarangbang.db")).unwrap().permissions().mode() & 0o777, 0o600);
}

/// What pictures there are by the database in a folder, and which files lie beside it.
fn files_of(pictures: &Path) -> Vec<String> {
    if pictures.exists() { names(pictures) } else { Vec::new() }
}

#[tokio::test]
async fn pictures_go_with_the_backup_and_come_back_with_it() {
    let server = Binary::start(&[]).await;
    let (guest, _, _) = server.two_in_a_room().await;
    let id = "0123456789abcdefABCDEF";
    let (full, thumb) = (format!("{id}.full"), format!("{id}.thumb"));
    let folder = stopped(server).await;
    let pictures = folder.path().join("data/pictures");
    for name in [&full, &thumb] {
        fs::write(pictures.join(name), "a picture").unwrap();
    }
    let noted = "INSERT INTO pictures (id, room, owner, width, height, bytes, created_at, is_kept)
                 SELECT ?1, rooms.key, owner, 1, 1, 9, 0, 1 FROM rooms";
    let database = Connection::open(folder.path().join("data/sarangbang.db")).unwrap();
    database.execute(noted, [id]).unwrap();
    drop(database);
    drop(guest);
    let told_of_backup = told(run(folder.path(), &["backup", "copy.db"], &[]).await);
    assert!(told_of_backup.contains("copy.db.pictures: 1 pictures"), "{told_of_backup}");
    assert_eq!(files_of(&folder.path().join("copy.db.pictures")), [&*full, &thumb]);
    let findings = told(run(folder.path(), &["doctor"], &[]).await);
    assert!(findings.lines().any(|line| line.starts_with("ok    pictures") && line.contains("1 in ")), "{findings}");

    fs::remove_file(pictures.join(&full)).unwrap();
    let findings = String::from_utf8(run(folder.path(), &["doctor"], &[]).await.stdout).unwrap();
    assert!(findings.lines().any(|line| line.starts_with("fail  pictures") && line.contains(id)), "{findings}");
    let line = told(run(folder.path(), &["restore", "copy.db"], &[]).await);
    assert!(line.contains("1 of 1 pictures from copy.db.pictures"), "{line}");
    assert_eq!(files_of(&pictures), [&*full, &thumb]);
    let aside = names(&folder.path().join("data")).into_iter().find(|name| name.starts_with("pictures.1"));
    assert_eq!(files_of(&folder.path().join("data").join(aside.expect("kept"))), [&*thumb], "what was there before");
}

/// Browsers have themselves pushed to by one key: with another one, none of them hears of anything any more.
#[tokio::test]
async fn the_key_for_web_push_goes_with_the_backup_and_comes_back_with_it() {
    let push = [("PUSH", "true")];
    let folder = stopped(Binary::start(&push).await).await;
    let key = folder.path().join("data/push.key");
    let first = fs::read(&key).unwrap();
    let line = told(run(folder.path(), &["backup", "copy.db"], &[]).await);
    assert!(line.contains("copy.db.push.key: the key for Web Push"), "{line}");
    assert_eq!(fs::metadata(folder.path().join("copy.db.push.key")).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_dir_all(folder.path().join("data")).unwrap();
    let line = told(run(folder.path(), &["restore", "copy.db"], &[]).await);
    assert!(line.contains("push.key: the key for Web Push from copy.db.push.key"), "{line}");
    let folder = stopped(Binary::start_in(folder, &push).await).await;
    assert_eq!(fs::read(folder.path().join("data/push.key")).unwrap(), first);
}

#[tokio::test]
async fn a_script_may_put_backups_back_more_than_once_a_second() {
    let (server, ..) = house_of_yesterday().await;
    let folder = stopped(server).await;
    for _ in 0..5 {
        told(run(folder.path(), &["restore", "yesterday.db"], &[]).await);
    }
    let kept = names(&folder.path().join("data")).into_iter().filter(|name| name.starts_with("sarangbang.db.1"));
    assert_eq!(kept.count(), 5, "what was there each time");
}

#[tokio::test]
async fn a_backup_is_put_back_where_there_is_nothing_and_where_the_data_is_broken() {
    let (server, guest, room, backup) = house_of_yesterday().await;
    let folder = stopped(server).await;
    let elsewhere = tempfile::tempdir().unwrap();
    told(run(elsewhere.path(), &["restore", backup.to_str().unwrap()], &[]).await);
    assert_eq!(texts(&elsewhere.path().join("data/sarangbang.db")), ["하나", "둘"]);

    let data = folder.path().join("data");
    fs::write(data.join("sarangbang.db"), "nonsense ".repeat(1_000)).unwrap();
    fs::write(data.join("sarangbang.db-wal"), "more of it ".repeat(1_000)).unwrap();
    fs::write(data.join("sarangbang.db-shm"), "and more").unwrap();
    told(run(folder.path(), &["restore", "yesterday.db"], &[]).await);
    let server = Binary::start_in(folder, &[]).await;
    let (_, joined) = come_back(&server, &guest, &room, 0).await;
    assert_eq!(contents(&joined.catch_up.messages), ["하나", "둘"]);
}

#[tokio::test]
async fn nothing_is_put_back_under_an_open_house() {
    let (server, mut guest, room, _) = house_of_yesterday().await;
    let line = fail(server.folder.path(), &["restore", "yesterday.db"], &[]).await;
    assert!(line.contains("close it first"), "{line}");
    assert_eq!(guest.write(&room, "넷").await.seq, 4);
    let line = fail(server.folder.path(), &[], &[]).await;
    assert!(line.contains("close it first"), "nor is a second house opened: {line}");
}

#[tokio::test]
async fn only_an_intact_database_of_a_known_version_is_put_back() {
    let (server, _, _, backup) = house_of_yesterday().await;
    let folder = stopped(server).await;
    let data = folder.path().join("data");
    let before = fs::read(data.join("sarangbang.db")).unwrap();
    let bytes = fs::read(&backup).unwrap();
    let broken = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        fs::write(folder.path().join(name), bytes).unwrap();
    };
    broken("text.db", &|bytes| *bytes = b"no database, but long enough to be looked at ".repeat(100));
    broken("cut.db", &|bytes| bytes.truncate(bytes.len() / 2));
    broken("scratched.db", &|bytes| bytes[4_096 * 10..4_096 * 11].fill(0xA5));
    broken("newer.db", &|_| {});
    Connection::open(folder.path().join("newer.db")).unwrap().pragma_update(None, "user_version", 999).unwrap();
    broken("empty.db", &Vec::clear);
    Connection::open(folder.path().join("other.db")).unwrap().execute_batch("CREATE TABLE recipes (name)").unwrap();
    for (file, why) in [
        ("text.db", "is not a Sarangbang database"),
        ("other.db", "is not a Sarangbang database"),
        ("cut.db", "is damaged"),
        ("scratched.db", "put an older one back"),
        ("empty.db", "is empty"),
        ("newer.db", "newer version"),
        ("missing.db", "there is no database"),
    ] {
        let line = fail(folder.path(), &["restore", file], &[]).await;
        assert!(line.contains(file) && line.contains(why), "{line}");
        assert_eq!(fs::read(data.join("sarangbang.db")).unwrap(), before, "after {file}");
        assert_eq!(names(&data), ["pictures", "sarangbang.db", "sarangbang.lock"], "after {file}");
    }
}

/// Whatever a guest saw between the backup and its return, they are told to start again, and nobody mixes two
/// histories: also not when the room has grown past what they saw.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_seen_what_is_gone_starts_again() {
    let (server, mut guest, room, _) = house_of_yesterday().await;
    let seen = guest.join(&room).await.catch_up.rev;
    assert_eq!(seen, 3);
    server.kill();
    let (_, _, folder) = server.ended().await;
    told(run(folder.path(), &["restore", "yesterday.db"], &[]).await);

    let server = Binary::start_in(folder, &[]).await;
    let (mut back, joined) = come_back(&server, &guest, &room, seen).await;
    assert!(joined.catch_up.reset);
    assert_eq!(contents(&joined.catch_up.messages), ["하나", "둘"]);
    let rev = joined.catch_up.rev;
    for text in ["다른 셋", "다른 넷", "다른 다섯"] {
        back.write(&room, text).await;
    }
    let (_, late) = come_back(&server, &guest, &room, seen).await;
    assert!(late.catch_up.reset);
    assert_eq!(contents(&late.catch_up.messages), ["하나", "둘", "다른 셋", "다른 넷", "다른 다섯"]);
    // Who was there after the restore goes on as ever.
    let (_, again) = come_back(&server, &guest, &room, rev + 1).await;
    assert!(!again.catch_up.reset);
    assert_eq!(contents(&again.catch_up.messages), ["다른 넷", "다른 다섯"]);
}
