//! `sarangbang doctor`: what it says about houses that are well, and about what can be wrong with one.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use rusqlite::Connection;
#[cfg(target_os = "linux")]
use rustix::process::geteuid;
use tempfile::TempDir;

use super::binary::{Binary, run};

/// What it found.
struct Findings {
    text: String,
    all_well: bool,
}

impl Findings {
    async fn about(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let output = run(folder, &["doctor"], settings).await;
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(output.stderr.is_empty(), "{text}");
        Self { text, all_well: output.status.success() }
    }

    /// Whether a line has this grade and subject and tells this.
    fn tells(&self, grade: &str, subject: &str, what: &str) -> bool {
        self.text.lines().any(|line| line.starts_with(&format!("{grade:<5} {subject} ")) && line.contains(what))
    }

    #[track_caller]
    fn fail_with(&self, subject: &str, what: &str) {
        assert!(!self.all_well && self.tells("fail", subject, what), "fail {subject} … {what} in\n{}", self.text);
    }

    #[track_caller]
    fn warn_of(&self, subject: &str, what: &str) {
        assert!(self.tells("warn", subject, what), "warn {subject} … {what} in\n{}", self.text);
    }
}

/// The data of a house in which something was said, closed again.
async fn closed_house() -> TempDir {
    let server = Binary::start(&[]).await;
    let (mut guest, _, room) = server.two_in_a_room().await;
    for n in 0..50 {
        guest.write(&room, &format!("말 {n} {}", "…".repeat(100))).await;
    }
    server.terminate();
    server.ended().await.2
}

fn database(folder: &TempDir) -> Connection {
    Connection::open(folder.path().join("data/sarangbang.db")).expect("a database")
}

#[tokio::test]
async fn an_open_house_is_well_and_does_not_notice() {
    let server = Binary::start(&[("LIMITS_ENABLED", "true")]).await;
    let (mut guest, _, room) = server.two_in_a_room().await;
    guest.write(&room, "하나").await;
    let log = server.folder.path().join("data/sarangbang.db-wal");
    let before = fs::read(&log).unwrap();
    let address = server.address.to_string();
    let findings = Findings::about(server.folder.path(), &[]).await;
    assert!(findings.all_well, "{}", findings.text);
    findings.warn_of("limits", "limits.enabled is false");
    findings.warn_of("port", "open elsewhere");
    for subject in ["settings", "data", "disk", "schema", "pages", "references", "order", "log", "clock"] {
        assert!(findings.tells("ok", subject, ""), "{subject} in\n{}", findings.text);
    }
    assert_eq!(fs::read(&log).unwrap(), before);
    assert_eq!(guest.write(&room, "둘").await.seq, 2);

    // `--listen` is there already; the file says where this house listens.
    fs::write(server.folder.path().join("Leptos.toml"), format!("listen = \"{address}\"\ndata = \"data\"\n")).unwrap();
    let mut doctor = tokio::process::Command::new(env!("CARGO_BIN_EXE_sarangbang"));
    let output = doctor.arg("doctor").current_dir(server.folder.path()).output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains(&format!("{address}: this house is open and answers")), "{text}");
}

#[tokio::test]
async fn a_closed_house_is_well_and_is_left_as_it_was() {
    let folder = closed_house().await;
    let listed = || fs::read_dir(folder.path().join("data")).unwrap().count();
    let before = listed();
    let findings = Findings::about(folder.path(), &[]).await;
    assert!(findings.all_well && findings.tells("ok", "pages", "whole"), "{}", findings.text);
    assert_eq!(listed(), before);

    let nothing = tempfile::tempdir().unwrap();
    let findings = Findings::about(nothing.path(), &[]).await;
    assert!(findings.all_well && findings.tells("ok", "data", "the first start makes it"), "{}", findings.text);
    assert!(!nothing.path().join("data").exists());
    assert!(findings.tells("ok", "disk", "free"), "{}", findings.text);
}

/// Nobody may write into the first folder but root, whom only the kernel refuses, in the second.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_data_folder_that_cannot_be_made_is_told_before_the_first_start() {
    let closed = tempfile::tempdir().unwrap();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if !geteuid().is_root() {
        Findings::about(closed.path(), &[]).await.fail_with("data", "cannot be made in");
    }
    Findings::about(Path::new("/proc"), &[]).await.fail_with("disk", "0 bytes free");
}

#[tokio::test]
async fn every_wrong_setting_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Leptos.toml"), "log = \"info\"\nlissten = 1\n").unwrap();
    let findings = Findings::about(folder.path(), &[("LISTN", "x"), ("SESSIONS_DAYS", "many")]).await;
    findings.fail_with("settings", "Leptos.toml, line 2: unknown field `lissten`");
    findings.fail_with("settings", "SARANGBANG_LISTN: is no setting");
    findings.fail_with("settings", "SARANGBANG_SESSIONS_DAYS: cannot be \"many\"");
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let mut doctor = tokio::process::Command::new(env!("CARGO_BIN_EXE_sarangbang"));
    doctor.args(["doctor", "--listen", &address]).current_dir(folder.path());
    let output = doctor.output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && text.contains(&format!("{address} is taken by another program")), "{text}");
}

#[tokio::test]
async fn a_folder_that_others_can_read_is_doubted_and_a_file_in_its_place_is_bad() {
    let folder = closed_house().await;
    let data = folder.path().join("data");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    Findings::about(folder.path(), &[]).await.warn_of("data", "mode 755");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(data.join("sarangbang.db"), fs::Permissions::from_mode(0o644)).unwrap();
    Findings::about(folder.path(), &[]).await.warn_of("data", "sarangbang.db is open to other users (mode 644)");
    fs::remove_dir_all(&data).unwrap();
    fs::write(&data, "a file").unwrap();
    Findings::about(folder.path(), &[]).await.fail_with("data", "is no folder");
}

#[tokio::test]
async fn a_damaged_page_is_found() {
    let folder = closed_house().await;
    let path = folder.path().join("data/sarangbang.db");
    let mut bytes = fs::read(&path).unwrap();
    let page = bytes.len() / 4_096 - 2;
    bytes[page * 4_096..(page + 1) * 4_096].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let findings = Findings::about(folder.path(), &[]).await;
    assert!(!findings.all_well && findings.text.contains("is damaged"), "{}", findings.text);
    assert!(findings.text.contains("sarangbang restore"), "{}", findings.text);
}

#[tokio::test]
async fn an_empty_file_is_well_unless_its_log_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(data.join("sarangbang.db"), "").unwrap();
    let findings = Findings::about(folder.path(), &[]).await;
    assert!(findings.all_well && findings.tells("ok", "database", "the next start fills it"), "{}", findings.text);
    fs::write(data.join("sarangbang.db-wal"), "what was said last").unwrap();
    Findings::about(folder.path(), &[]).await.fail_with("database", "its write-ahead log is not");
    assert_eq!(fs::read_to_string(data.join("sarangbang.db-wal")).unwrap(), "what was said last", "to look is no harm");
}

#[tokio::test]
async fn missing_messages_are_found() {
    let folder = closed_house().await;
    database(&folder).execute("DELETE FROM messages WHERE seq = 7", []).unwrap();
    Findings::about(folder.path(), &[]).await.fail_with("order", "1 rooms miss messages");
    let folder = closed_house().await;
    database(&folder).execute("DELETE FROM messages WHERE seq = 50", []).unwrap();
    Findings::about(folder.path(), &[]).await.fail_with("order", "1 rooms miss messages");
}

#[tokio::test]
async fn rows_that_name_nothing_are_found() {
    let folder = closed_house().await;
    database(&folder).execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM guests").unwrap();
    Findings::about(folder.path(), &[]).await.fail_with("references", "rows name what is not there");
}

#[tokio::test]
async fn a_newer_or_foreign_database_is_named() {
    let folder = closed_house().await;
    database(&folder).pragma_update(None, "user_version", 999).unwrap();
    Findings::about(folder.path(), &[]).await.fail_with("database", "newer version");
    fs::write(folder.path().join("data/sarangbang.db"), "nonsense ".repeat(1_000)).unwrap();
    Findings::about(folder.path(), &[]).await.fail_with("database", "is not a Sarangbang database");
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_doubted() {
    let folder = closed_house().await;
    database(&folder).execute("UPDATE messages SET created_at = created_at + 86400000", []).unwrap();
    Findings::about(folder.path(), &[]).await.warn_of("clock", "in the future");
}
