//! Notices of a space.

use rusqlite::{Transaction, params};

use super::rows::{self, Code};
use crate::{
    chat::ports::{NewNotice, StoreError},
    domain::{Notice, Space},
};

/// Notices kept per space. Who came into which room a month ago is nobody's business, and every entry adds one.
const KEPT: u32 = 1_000;

pub fn add(tx: &Transaction<'_>, notice: NewNotice) -> Result<Notice, StoreError> {
    let id = tx
        .prepare_cached(
            "INSERT INTO notices (space, kind, nickname, room_id, room_name, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .insert(params![
            notice.space.as_str(),
            Code(notice.kind),
            notice.nickname,
            notice.room_id.as_str(),
            notice.room_name,
            notice.at
        ])?;
    tx.prepare_cached(
        "DELETE FROM notices WHERE space = ?1
         AND id <= (SELECT id FROM notices WHERE space = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute((notice.space.as_str(), KEPT))?;
    Ok(Notice {
        id,
        space: notice.space,
        kind: notice.kind,
        nickname: notice.nickname,
        room_id: notice.room_id,
        room_name: notice.room_name,
        at: notice.at,
    })
}

pub fn latest(tx: &Transaction<'_>, space: &Space, limit: u32) -> Result<Vec<Notice>, StoreError> {
    let mut select = tx.prepare_cached("SELECT * FROM notices WHERE space = ?1 ORDER BY id DESC LIMIT ?2")?;
    let notices = select.query_map((space.as_str(), limit), |row| rows::notice(row, space))?;
    let mut notices = notices.collect::<Result<Vec<_>, _>>()?;
    notices.reverse();
    Ok(notices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{NoticeKind, RoomId};

    #[test]
    fn forgets_the_oldest_of_a_long_row() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("../../../migrations/sqlite/01-house/up.sql")).unwrap();
        let tx = connection.transaction().unwrap();
        let notice = NewNotice {
            space: Space::main(),
            kind: NoticeKind::RoomEntered,
            nickname: "철수".into(),
            room_id: RoomId::new("r1"),
            room_name: "개발".into(),
            at: 0,
        };
        let told: Vec<_> = (0..KEPT + 2).map(|at| add(&tx, NewNotice { at: at.into(), ..notice.clone() })).collect();
        let kept = latest(&tx, &Space::main(), u32::MAX).unwrap();
        assert_eq!(kept.len(), KEPT as usize);
        assert_eq!(kept[0], *told[2].as_ref().unwrap());
        assert_eq!(kept.last(), told.last().unwrap().as_ref().ok());
    }
}
