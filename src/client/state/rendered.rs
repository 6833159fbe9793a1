//! The first state of a page, as the server rendered it.

use super::{ChatState, Connection, Delivery, Outbox, Pending, RoomStatus, RoomView, Route};
use crate::{
    client::time::Zone,
    domain::{Ending, Refusal},
    protocol::{Snapshot, Typed, snapshot::Page},
};

impl From<Snapshot> for ChatState {
    fn from(snapshot: Snapshot) -> Self {
        let refused = snapshot.refusal();
        let (route, room) = match snapshot.page {
            Page::Lobby => (Route::lobby(&snapshot.space), None),
            Page::NotFound => (Route::NotFound, None),
            Page::Shut { room_id, refusal, ending } => {
                let refusal = Refusal::from_code(&refusal).unwrap_or(Refusal::RoomNotFound);
                let mut view = RoomView::shut(room_id, None, refusal);
                view.ending = Ending::from_code(&ending);
                (Route::Room(view.id.clone()), Some(view))
            }
            Page::Locked { room } => {
                let view = RoomView::shut(room.id.clone(), Some(room), Refusal::PasswordRequired);
                (Route::Room(view.id.clone()), Some(view))
            }
            Page::Room { room, messages, rev, members, pins, is_member } => {
                let mut view = RoomView::rendered(room, messages, rev, members, is_member);
                view.pins = pins;
                (Route::Room(view.id.clone()), Some(view))
            }
        };
        let mut room = room;
        if let Some(view) = &mut room {
            view.read_to = snapshot.read.iter().find(|mark| mark.room_id == view.id).map(|mark| mark.seq);
        }
        let mut outbox = Outbox::default();
        if let (Some(view), Some(content)) = (&room, snapshot.typed.as_ref().and_then(Typed::message))
            && let RoomStatus::Shut(refusal) = view.status
        {
            // The page has no form for it any more.
            outbox.put(Pending {
                room_id: view.id.clone(),
                room_name: "".into(),
                client_id: snapshot.form_id.into(),
                content: content.into(),
                pictures: Vec::new(),
                reply_to: None,
                written_at: snapshot.now,
                delivery: Delivery::Failed(refusal),
            });
        }
        Self {
            route,
            space: snapshot.space,
            me: snapshot.me,
            rooms: snapshot.rooms,
            notices: snapshot.notices,
            marks: snapshot.read,
            mentions: snapshot.mentions,
            room,
            outbox,
            edits: Vec::new(),
            connection: Connection::Fresh,
            is_welcome: false,
            refused,
            typed: snapshot.typed,
            fields: snapshot.fields,
            zone: Zone::Fixed(snapshot.utc_offset),
            now: snapshot.now,
            joining: Vec::new(),
            pause: None,
            unsaid: None,
            under_way: None,
        }
    }
}
