//! The database file, read past the server.

use std::{collections::BTreeMap, path::Path};

use rusqlite::{Connection, OpenFlags, Row};
use sarangbang::domain::{GuestId, RoomId};

use super::ledger::{Author, Line};

pub struct Database(Connection);

impl Database {
    /// Opens the file while a server is using it.
    pub fn open(path: &Path) -> Self {
        let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database");
        database.busy_timeout(std::time::Duration::from_secs(10)).expect("an open database");
        Self(database)
    }

    /// Every room's revision.
    pub fn revs(&self) -> BTreeMap<RoomId, u64> {
        let mut select = self.0.prepare_cached("SELECT id, rev FROM rooms").expect("a table");
        let rows = select.query_map([], |row| Ok((RoomId::new(row.get::<_, String>("id")?), count(row, "rev")?)));
        rows.and_then(Iterator::collect).expect("rooms")
    }

    /// Whether a message stands where it was said to stand, in that version or a newer one.
    pub fn has(&self, line: &Line) -> bool {
        let select = "SELECT 1 FROM messages JOIN rooms ON rooms.key = messages.room
                      WHERE rooms.id = ?1 AND seq = ?2 AND client_id = ?3 AND messages.rev >= ?4";
        let place = (line.room_id.as_str(), line.seq.cast_signed(), &*line.client_id, line.rev.cast_signed());
        self.0.prepare_cached(select).and_then(|mut select| select.exists(place)).expect("tables")
    }

    /// The messages of a room with this seq or a higher one, in the order of seq.
    pub fn lines(&self, room: &RoomId, from: u64) -> Vec<Line> {
        let select = "SELECT messages.*, guests.id AS author_id FROM messages
                      JOIN guests ON guests.key = messages.author JOIN rooms ON rooms.key = messages.room
                      WHERE rooms.id = ?1 AND seq >= ?2 ORDER BY seq, messages.id";
        let mut select = self.0.prepare_cached(select).expect("tables");
        let rows = select.query_map((room.as_str(), from.min(i64::MAX.unsigned_abs()).cast_signed()), |row| {
            Ok(Line {
                room_id: room.clone(),
                id: row.get("id")?,
                seq: count(row, "seq")?,
                rev: count(row, "rev")?,
                author: Author { id: GuestId::new(row.get::<_, String>("author_id")?) },
                content: row.get("content")?,
                client_id: row.get("client_id")?,
                deleted_at: row.get("deleted_at")?,
            })
        });
        rows.and_then(Iterator::collect).expect("messages")
    }
}

/// SQLite's integers have a sign, ours have none.
fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    row.get(column).map(i64::cast_unsigned)
}
