//! Notices: lines for a whole space, shown in its notice area.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Millis, RoomId, Space};

/// What a notice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NoticeKind {
    /// Someone made a room.
    RoomCreated,
    /// Someone came into a room.
    RoomEntered,
}

/// A line for the whole space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: i64,
    pub space: Space,
    pub kind: NoticeKind,
    pub nickname: Arc<str>,
    pub room_id: RoomId,
    pub room_name: Arc<str>,
    pub at: Millis,
}

impl Notice {
    /// The notice in the tutorials' words, letter for letter, because clients may compare them: "철수님이 개발방을
    /// 만들었습니다." (A room called 개발방 gets a second 방; the page, which has words of its own, avoids that.)
    pub fn korean(&self) -> String {
        let (nickname, room) = (&self.nickname, &self.room_name);
        match self.kind {
            NoticeKind::RoomCreated => format!("{nickname}님이 {room}방을 만들었습니다."),
            NoticeKind::RoomEntered => format!("{nickname}님이 {room}방에 입장했습니다."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(kind: NoticeKind, room: &str) -> Notice {
        let room_id = RoomId::new("r1");
        Notice { id: 1, space: Space::main(), kind, nickname: "철수".into(), room_id, room_name: room.into(), at: 0 }
    }

    #[test]
    fn speaks_the_tutorials_words_letter_for_letter() {
        assert_eq!(notice(NoticeKind::RoomCreated, "개발").korean(), "철수님이 개발방을 만들었습니다.");
        assert_eq!(notice(NoticeKind::RoomEntered, "개발").korean(), "철수님이 개발방에 입장했습니다.");
        assert_eq!(notice(NoticeKind::RoomEntered, "개발방").korean(), "철수님이 개발방방에 입장했습니다.");
    }
}
