//! Requests of the page and what their answers mean, as `src/client/store.rs` has it in the browser.

use std::sync::Arc;

use sarangbang::{
    client::state::{Input, Need},
    domain::{Refusal, RoomId, limits},
    protocol::{
        Ack, Request, json,
        payload::{History, MessageStored},
        request::{self, InRoom, JoinRoom, Send, Sync},
    },
};
use serde::de::DeserializeOwned;

use crate::faults::ledger::Ticket;

/// What was asked, for when the answer comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Join(RoomId),
    /// Whose answer changes nothing.
    Said,
    Sync(RoomId),
    Send(Arc<str>),
    Older(RoomId),
    Revise(Ticket),
}

impl Asked {
    /// The request that meets a need; `None` for what is not the server's to meet.
    pub fn for_need(need: Need) -> Option<(Request, Self)> {
        Some(match need {
            Need::Join { room, rev } => {
                (Request::JoinRoom(JoinRoom { room_id: room.clone(), rev, password: None }), Self::Join(room))
            }
            Need::Leave { room } => (Request::LeaveRoom(InRoom { room_id: room }), Self::Said),
            Need::Read(mark) => (Request::MarkRead(mark), Self::Said),
            Need::Sync { room, rev } => (Request::Sync(Sync { room_id: room.clone(), rev }), Self::Sync(room)),
            Need::Older { room, before } => {
                let request = request::History { room_id: room.clone(), before, limit: Some(limits::PAGE) };
                (Request::History(request), Self::Older(room))
            }
            Need::Send(pending) => {
                let client_id = pending.client_id.clone();
                let request = Request::SendMessage(Send {
                    room_id: pending.room_id,
                    client_id: pending.client_id,
                    content: pending.content,
                    pictures: Vec::new(),
                    reply_to: None,
                });
                (request, Self::Send(client_id))
            }
            Need::Reload | Need::Load(_) | Need::Edit(_) | Need::Ticks => return None,
        })
    }

    /// Whether that refusal is nobody's fault.
    pub fn may_be_refused(&self, refusal: Refusal) -> bool {
        match refusal {
            Refusal::Unavailable | Refusal::Busy => true,
            // Somebody else has deleted it, or the edit before this one was not known to be stored.
            Refusal::MessageNotFound | Refusal::MessageChanged => matches!(self, Self::Revise(_)),
            _ => false,
        }
    }

    /// What an answer is to the state.
    pub fn answered(self, answer: Result<String, Refusal>) -> Option<Input> {
        match self {
            Self::Join(room) => Some(Input::Joined(room, read(answer))),
            Self::Said => None,
            Self::Sync(room) => Some(Input::Synced(room, read(answer))),
            Self::Send(client_id) => {
                Some(Input::Sent(client_id, read(answer).map(|stored: MessageStored| stored.message)))
            }
            Self::Revise(_) => Some(Input::Changed(read(answer).map(|stored: MessageStored| stored.message))),
            Self::Older(room) => Some(Input::Older(room, read(answer).map(|page: History| page.messages))),
        }
    }
}

fn read<T: DeserializeOwned>(answer: Result<String, Refusal>) -> Result<T, Refusal> {
    let ack: Ack<T> = json::from_str(&answer?).map_err(|_| Refusal::Unavailable)?;
    ack.into_result()
}
