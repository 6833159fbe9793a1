//! How the binary starts, or tells in one line why it does not.

use std::fs;

use rusqlite::Connection;
use tempfile::TempDir;

use super::{
    binary::{Binary, fail, run},
    http,
    patience::within,
};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[tokio::test]
async fn a_wrong_setting_is_named() {
    for (setting, value, told) in [
        ("LISTEN", "here", "SARANGBANG_LISTEN"),
        ("LISTN", "127.0.0.1:0", "SARANGBANG_LISTN"),
        ("REALTIME_MAX_PAYLOAD", "-1", "SARANGBANG_REALTIME_MAX_PAYLOAD"),
        ("REALTIME_MAX_PAYLOAD", "9", "realtime.max_payload"),
        ("REALTIME_UNREAD_TIMEOUT_MS", "0", "realtime.unread_timeout_ms"),
        ("PUBLIC_URL", "chat.example", "public_url"),
        ("LOG", "sarangbang=loud", "log"),
        ("LIMITS_MESSAGES_BURST", "0", "messages_burst"),
    ] {
        let line = fail(folder().path(), &[], &[(setting, value)]).await;
        assert!(line.to_lowercase().contains(&told.to_lowercase()), "{line:?} tells {told:?}");
    }
}

#[tokio::test]
async fn a_wrong_settings_file_is_named_with_the_line() {
    let folder = folder();
    fs::write(folder.path().join("Leptos.toml"), "log = \"info\"\nlissten = \"127.0.0.1:0\"\n").unwrap();
    let line = fail(folder.path(), &[], &[]).await;
    assert!(line.contains("Leptos.toml, line 2") && line.contains("lissten"), "{line}");
    let line = fail(folder.path(), &["--config", "missing.toml"], &[]).await;
    assert!(line.contains("missing.toml"), "{line}");
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    // `--listen` is there already; clap would refuse it twice.
    let folder = folder();
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_sarangbang"));
    command.current_dir(folder.path()).args(["--listen", &address, "--data", "data"]).kill_on_drop(true);
    let output = within("the end of the process", command.output()).await.unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert_eq!(told.trim_end().lines().count(), 1, "{told}");
    assert!(told.contains(&address), "{told}");
    assert!(!folder.path().join("data").exists(), "a server that cannot open leaves nothing behind");
}

/// Under a file, where not even root can make a folder.
#[tokio::test]
async fn an_unwritable_data_folder_is_named() {
    let folder = folder();
    fs::write(folder.path().join("data"), "a file").unwrap();
    let line = fail(folder.path(), &[], &[]).await;
    assert!(line.contains("data"), "{line}");
}

#[tokio::test]
async fn a_database_of_another_program_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("data/sarangbang.db");
    fs::create_dir(folder.path().join("data")).unwrap();
    let foreign = Connection::open(&path).unwrap();
    foreign.execute_batch("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('kimchi')").unwrap();
    drop(foreign);
    let before = fs::read(&path).unwrap();
    let line = fail(folder.path(), &[], &[]).await;
    assert!(line.contains("sarangbang.db is not a Sarangbang database"), "{line}");
    let kept: String =
        Connection::open(&path).unwrap().query_row("SELECT name FROM recipes", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, "kimchi");
    assert_eq!(before.len(), fs::read(&path).unwrap().len());

    fs::write(&path, "no database at all, but long enough to be looked at ".repeat(100)).unwrap();
    let line = fail(folder.path(), &[], &[]).await;
    assert!(line.contains("sarangbang.db is not a Sarangbang database"), "{line}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let server = Binary::start(&[]).await;
    server.terminate();
    let (_, _, folder) = server.ended().await;
    let database = Connection::open(folder.path().join("data/sarangbang.db")).unwrap();
    database.pragma_update(None, "user_version", 999).unwrap();
    drop(database);
    let line = fail(folder.path(), &[], &[]).await;
    assert!(line.contains("newer version"), "{line}");
}

#[tokio::test]
async fn help_and_version_are_told_and_are_no_failure() {
    let help = run(folder().path(), &["--help"], &[]).await;
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success());
    for option in ["--config", "--listen", "--data", "SARANGBANG_"] {
        assert!(text.contains(option), "{option} in {text}");
    }
    let version = run(folder().path(), &["--version"], &[]).await;
    assert!(version.status.success());
    assert_eq!(String::from_utf8(version.stdout).unwrap().trim(), concat!("sarangbang ", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn it_needs_no_file_and_answers_who_watches_it() {
    let server = Binary::start(&[]).await;
    for (path, body) in [("/healthz", "ok"), ("/readyz", "ready")] {
        let answer = http::get(server.address, path, &[]).await;
        assert_eq!((answer.status, &*answer.body), (200, body), "{path}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &str| fs::metadata(server.folder.path().join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("data"), mode("data/sarangbang.db")), (0o700, 0o600), "what people say is for nobody else");
    }
}

/// A house whose database is locked by somebody is alive but not ready.
#[tokio::test]
async fn it_is_not_ready_while_it_cannot_write() {
    let server = Binary::start(&[]).await;
    let lock = Connection::open(server.folder.path().join("data/sarangbang.db")).unwrap();
    lock.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(http::get(server.address, "/readyz", &[]).await.status, 503);
    assert_eq!(http::get(server.address, "/healthz", &[]).await.status, 200);
    lock.execute_batch("ROLLBACK").unwrap();
    assert_eq!(http::get(server.address, "/readyz", &[]).await.status, 200);
}
