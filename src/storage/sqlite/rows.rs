//! From rows to the words of the house, and back.

use rusqlite::{
    Error, Result, Row, ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, Null, ToSqlOutput, Type, ValueRef},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::domain::{
    Author, ClientId, Guest, GuestId, Message, MessageKind, Notice, NoticeKind, Picture, Quote, Room, RoomId, Space,
    Visibility,
};

/// Reads a column that counts something. Columns hold signed integers; ours never go below zero.
pub fn count(row: &Row<'_>, column: &str) -> Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

/// A number to compare a counting column with; one beyond the column's range is above all rows.
pub fn bound(number: u64) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// Somebody who is no bot. Needs the columns `id`, `nickname`, `ink`.
pub fn person(row: &Row<'_>) -> Result<Guest> {
    let person = Guest::person(GuestId::new(text(row, "id")?), text(row, "nickname")?);
    Ok(Guest { ink: row.get("ink")?, ..person })
}

/// Needs the columns of `rooms`, and `owner_id`.
pub fn room(row: &Row<'_>) -> Result<Room> {
    Ok(Room {
        id: RoomId::new(text(row, "id")?),
        space: Space::new(text(row, "space")?),
        name: text(row, "name")?,
        topic: text(row, "topic")?,
        owner: GuestId::new(text(row, "owner_id")?),
        visibility: row.get::<_, Code<Visibility>>("visibility")?.0,
        announces: row.get("announces")?,
        is_locked: row.get::<_, Option<std::sync::Arc<str>>>("password")?.is_some(),
        capacity: row.get("capacity")?,
        expires_at: row.get("expires_at")?,
        created_at: row.get("created_at")?,
        last_activity_at: row.get("last_activity_at")?,
        rev: count(row, "rev")?,
        last_seq: count(row, "last_seq")?,
    })
}

/// What [`message`] needs. Conditions on messages follow, with the table's name before columns.
pub const MESSAGES: &str = "SELECT messages.*, guests.id AS author_id, is_bot, ink,
            quoted.seq AS quoted_seq, quoted.nickname AS quoted_nickname, quoted.content AS quoted_content,
            quoted.deleted_at IS NOT NULL AS quoted_is_deleted,
            (SELECT json_group_array(json_object('id', id, 'width', width, 'height', height, 'alt', alt) ORDER BY place)
             FROM pictures WHERE message = messages.id) AS pictures
     FROM messages JOIN guests ON guests.key = messages.author
     LEFT JOIN messages AS quoted ON quoted.id = messages.reply_to";

/// Needs the columns of [`MESSAGES`]; `room` is the room they are in.
pub fn message(row: &Row<'_>, room: &RoomId) -> Result<Message> {
    Ok(Message {
        id: row.get("id")?,
        room_id: room.clone(),
        seq: count(row, "seq")?,
        rev: count(row, "rev")?,
        text_rev: count(row, if row.get_ref("text_rev")? == ValueRef::Null { "rev" } else { "text_rev" })?,
        kind: row.get::<_, Code<MessageKind>>("kind")?.0,
        author: Author {
            id: GuestId::new(text(row, "author_id")?),
            nickname: text(row, "nickname")?,
            is_bot: row.get("is_bot")?,
            ink: row.get("ink")?,
        },
        content: text(row, "content")?,
        pictures: pictures(row)?,
        reply_to: quote(row)?,
        mentions: row.get::<_, Json<_>>("mentions")?.0,
        reactions: row.get::<_, Json<_>>("reactions")?.0,
        pinned_at: row.get("pinned_at")?,
        client_id: ClientId::new(text(row, "client_id")?),
        created_at: row.get("created_at")?,
        edited_at: row.get("edited_at")?,
        deleted_at: row.get("deleted_at")?,
    })
}

fn quote(row: &Row<'_>) -> Result<Option<Quote>> {
    let Some(message) = row.get("reply_to")? else { return Ok(None) };
    let content = text(row, "quoted_content")?;
    let (seq, nickname) = (count(row, "quoted_seq")?, text(row, "quoted_nickname")?);
    Ok(Some(Quote::new(message, seq, nickname, &content, row.get("quoted_is_deleted")?)))
}

fn pictures(row: &Row<'_>) -> Result<Vec<Picture>> {
    let list = row.get_ref("pictures")?.as_str()?;
    // Hardly a message has any.
    if list == "[]" {
        return Ok(Vec::new());
    }
    serde_json::from_str(list).map_err(|error| Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

/// Needs the columns of `notices`; `space` is the space they are in.
pub fn notice(row: &Row<'_>, space: &Space) -> Result<Notice> {
    Ok(Notice {
        id: row.get("id")?,
        space: space.clone(),
        kind: row.get::<_, Code<NoticeKind>>("kind")?.0,
        nickname: text(row, "nickname")?,
        room_id: RoomId::new(text(row, "room_id")?),
        room_name: text(row, "room_name")?,
        at: row.get("at")?,
    })
}

fn text(row: &Row<'_>, column: &str) -> Result<std::sync::Arc<str>> {
    row.get(column)
}

/// A kind as the integer that stands for it in the file. Numbers never change their meaning.
pub struct Code<T>(pub T);

macro_rules! codes {
    ($kind:ident: $($number:literal = $variant:ident,)*) => {
        impl ToSql for Code<$kind> {
            fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
                let number: i64 = match self.0 {
                    $($kind::$variant => $number,)*
                };
                Ok(number.into())
            }
        }

        impl FromSql for Code<$kind> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_i64()? {
                    $($number => Ok(Self($kind::$variant)),)*
                    unknown => Err(FromSqlError::OutOfRange(unknown)),
                }
            }
        }
    };
}

codes! { MessageKind:
    0 = Message,
    1 = Alert,
}

codes! { Visibility:
    0 = Listed,
    1 = Unlisted,
    2 = Passing,
}

codes! { NoticeKind:
    0 = RoomCreated,
    1 = RoomEntered,
}

/// A list that stands in one column; an empty one is NULL.
pub struct Json<T>(pub T);

impl<T: Serialize> ToSql for Json<&[T]> {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        if self.0.is_empty() {
            return Ok(Null.into());
        }
        let json =
            serde_json::to_string(self.0).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        Ok(json.into())
    }
}

impl<T: DeserializeOwned> FromSql for Json<Vec<T>> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str_or_null()? {
            Some(json) => serde_json::from_str(json).map(Self).map_err(FromSqlError::other),
            None => Ok(Self(Vec::new())),
        }
    }
}
