//! SQLite, on a real file.

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use sarangbang::{chat::ports::Store, storage::SqliteStore};
use tempfile::TempDir;

use super::house::House;

pub struct SqliteHouse {
    folder: TempDir,
}

impl SqliteHouse {
    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("data/sarangbang.db")
    }
}

#[async_trait]
impl House for SqliteHouse {
    fn build() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn address(&self) -> String {
        self.file().to_str().unwrap().to_owned()
    }

    async fn open_at(address: &str) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(Path::new(address)).unwrap())
    }

    async fn open(&self) -> Arc<dyn Store> {
        Self::open_at(&self.address()).await
    }

    fn fail_at(&self, content: &str) {
        let database = rusqlite::Connection::open(self.file()).unwrap();
        let trigger = format!(
            "CREATE TRIGGER broken BEFORE INSERT ON messages WHEN NEW.content = '{content}'
             BEGIN SELECT RAISE(FAIL, 'broken on purpose'); END"
        );
        database.execute_batch(&trigger).unwrap();
    }

    async fn rest(&self) {
        let database = rusqlite::Connection::open(self.file()).unwrap();
        let everything = "SELECT indexed_to >= (SELECT ifnull(max(id), 0) FROM messages) FROM message_indexing";
        while !database.query_row(everything, [], |row| row.get::<_, bool>(0)).unwrap() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn holds(&self, text: &str) -> bool {
        let database = rusqlite::Connection::open(self.file()).unwrap();
        database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        let mut log = self.file().into_os_string();
        log.push("-wal");
        let files = [std::fs::read(self.file()).unwrap(), std::fs::read(log).unwrap()];
        files.iter().any(|file| file.windows(text.len()).any(|part| part == text.as_bytes()))
    }
}
