//! Which pictures there are. One that is to be removed is in no room any more.

use std::path::Path;

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{OpenError, SqliteStore, open, rows};
use crate::{
    chat::ports::{KeptPicture, NewPicture, PictureBytes, PictureStore, StoreError},
    domain::{GuestId, Message, Millis, Picture, PictureId, PictureRef, RoomId},
};

/// The pictures that are to be there, by the database at `path`, which is only looked at. A database of an older version
/// has none.
///
/// # Errors
/// [`OpenError`].
pub fn kept_in(path: &Path) -> Result<Vec<PictureId>, OpenError> {
    let database = open::to_look_into(path)?;
    let read = || {
        let is_old = "SELECT count(*) = 0 FROM sqlite_schema WHERE name = 'pictures'";
        if database.query_row(is_old, [], |row| row.get(0))? {
            return Ok(Vec::new());
        }
        let mut select = database.prepare("SELECT id FROM pictures WHERE room IS NOT NULL AND is_kept")?;
        select.query_map([], |row| row.get::<_, String>(0).map(PictureId::new))?.collect()
    };
    read().map_err(|error| open::refused(path, error))
}

/// The pictures that a guest wants to send in a room, unless one of them is not theirs to send.
pub fn to_send(
    tx: &Transaction<'_>,
    asked: &[PictureRef],
    room: i64,
    owner: i64,
) -> Result<Option<Vec<Picture>>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT width, height FROM pictures
         WHERE id = ?1 AND room = ?2 AND owner = ?3 AND message IS NULL AND is_kept",
    )?;
    let mut pictures = Vec::with_capacity(asked.len());
    for PictureRef { id, alt } in asked {
        let found = select.query_row((id.as_str(), room, owner), |row| {
            Ok(Picture { id: id.clone(), width: row.get(0)?, height: row.get(1)?, alt: alt.clone() })
        });
        match found.optional()? {
            Some(picture) => pictures.push(picture),
            None => return Ok(None),
        }
    }
    Ok(Some(pictures))
}

/// Notes that the pictures of a message were sent with it.
pub fn send(tx: &Transaction<'_>, message: &Message) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached("UPDATE pictures SET message = ?2, place = ?3, alt = ?4 WHERE id = ?1")?;
    for (place, picture) in message.pictures.iter().enumerate() {
        update.execute(params![picture.id.as_str(), message.id, place as i64, picture.alt])?;
    }
    Ok(())
}

/// Takes the pictures of a message away from it.
pub fn remove(tx: &Transaction<'_>, message: &Message) -> Result<(), StoreError> {
    if !message.pictures.is_empty() {
        let mut update =
            tx.prepare_cached("UPDATE pictures SET room = NULL, message = NULL, alt = '' WHERE message = ?1")?;
        update.execute([message.id])?;
    }
    Ok(())
}

#[async_trait]
impl PictureStore for SqliteStore {
    async fn add_picture(&self, picture: NewPicture) -> Result<(), StoreError> {
        self.write(move |tx| add(tx, &picture)).await
    }

    async fn picture_bytes(&self, owner: &GuestId) -> Result<PictureBytes, StoreError> {
        let owner = owner.clone();
        self.read(move |tx| {
            let mut select = tx.prepare_cached(
                "SELECT total(bytes), total(bytes) FILTER (WHERE owner = (SELECT key FROM guests WHERE id = ?1))
                 FROM pictures",
            )?;
            // `total` is a float, which is exact up to eight petabytes.
            let bytes = |row: &Row<'_>, column| row.get::<_, f64>(column).map(|bytes| bytes as u64);
            Ok(select.query_row([owner.as_str()], |row| {
                Ok(PictureBytes { in_all: bytes(row, 0)?, of_owner: bytes(row, 1)? })
            })?)
        })
        .await
    }

    async fn keep_picture(&self, id: &PictureId) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |tx| {
            let mut update = tx.prepare_cached("UPDATE pictures SET is_kept = 1 WHERE id = ?1 AND room IS NOT NULL")?;
            Ok(update.execute([id.as_str()])? > 0)
        })
        .await
    }

    async fn picture(&self, id: &PictureId) -> Result<Option<KeptPicture>, StoreError> {
        let id = id.clone();
        self.read(move |tx| find(tx, &id)).await
    }

    async fn give_up_unsent(&self, before: Millis) -> Result<(), StoreError> {
        self.write(move |tx| {
            let mut update = tx.prepare_cached(
                "UPDATE pictures SET room = NULL WHERE message IS NULL AND created_at < ?1 AND room IS NOT NULL",
            )?;
            update.execute([before])?;
            Ok(())
        })
        .await
    }

    async fn removed_pictures(
        &self,
        after: Option<&PictureId>,
        unfinished: Millis,
        limit: u32,
    ) -> Result<Vec<PictureId>, StoreError> {
        let after = after.map_or_else(String::new, ToString::to_string);
        self.read(move |tx| {
            let mut select = tx.prepare_cached(
                "SELECT id FROM pictures WHERE room IS NULL AND (is_kept OR created_at < ?2) AND id > ?1
                 ORDER BY id LIMIT ?3",
            )?;
            let ids = select
                .query_map(params![after, unfinished, limit], |row| Ok(PictureId::new(row.get::<_, String>(0)?)))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn forget_pictures(&self, ids: Vec<PictureId>) -> Result<(), StoreError> {
        self.write(move |tx| {
            let mut delete = tx.prepare_cached("DELETE FROM pictures WHERE id = ?1 AND room IS NULL")?;
            for id in &ids {
                delete.execute([id.as_str()])?;
            }
            Ok(())
        })
        .await
    }
}

fn add(tx: &Transaction<'_>, picture: &NewPicture) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO pictures (id, room, owner, width, height, bytes, created_at)
         SELECT ?1, rooms.key, guests.key, ?4, ?5, ?6, ?7 FROM rooms, guests
         WHERE rooms.id = ?2 AND rooms.closed_at IS NULL AND guests.id = ?3",
    )?;
    let added = insert.execute(params![
        picture.id.as_str(),
        picture.room.as_str(),
        picture.owner.as_str(),
        picture.width,
        picture.height,
        rows::bound(picture.bytes),
        picture.now,
    ])?;
    if added == 0 { Err(StoreError::Missing) } else { Ok(()) }
}

fn find(tx: &Transaction<'_>, id: &PictureId) -> Result<Option<KeptPicture>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT rooms.id, guests.id, message IS NOT NULL FROM pictures
         JOIN rooms ON rooms.key = pictures.room JOIN guests ON guests.key = pictures.owner
         WHERE pictures.id = ?1 AND is_kept",
    )?;
    let found = select.query_row([id.as_str()], |row| {
        let (room, owner): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(KeptPicture { room: RoomId::new(room), owner: GuestId::new(owner), is_sent: row.get(2)? })
    });
    Ok(found.optional()?)
}
