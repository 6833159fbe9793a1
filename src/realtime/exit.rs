//! The engine's queue of one socket: what is put in, and how much room it has.

use std::cell::Cell;

use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;
use socketioxide::{
    SendError, SocketError,
    extract::{AckSender, SocketRef},
};

use super::{outbox::Exit, telling::Encoded};

/// What a socket is sent.
pub(super) enum Packet {
    Event(Encoded),
    Ack(AckSender, Box<RawValue>),
}

impl Exit for SocketRef {
    type Packet = Packet;

    /// A socket that is gone has room for everything.
    fn has_room(&self, places: usize) -> bool {
        let probe = Probe { socket: self, more: Cell::new(places - 1), finds_room: Cell::new(true) };
        !is_full(&self.emit("", &probe)) && probe.finds_room.get()
    }

    /// An ack that does not fit is lost: the engine keeps the way to answer.
    fn put(&self, packet: Packet) -> Result<(), Option<Packet>> {
        match packet {
            Packet::Event(event) => {
                let outcome = self.emit(event.name, &[&*event.payload]);
                if is_full(&outcome) { Err(Some(Packet::Event(event))) } else { Ok(()) }
            }
            Packet::Ack(ack, body) => {
                if is_full(&ack.send(&[&*body])) {
                    Err(None)
                } else {
                    Ok(())
                }
            }
        }
    }

    fn size(packet: &Packet) -> usize {
        match packet {
            Packet::Event(event) => event.payload.get().len(),
            Packet::Ack(_, body) => body.get().len(),
        }
    }
}

fn is_full(outcome: &Result<(), SendError>) -> bool {
    matches!(outcome, Err(SendError::Socket(SocketError::InternalChannelFull)))
}

/// A payload that cannot be encoded, and so is never sent. The engine takes a place in the queue before it encodes, and
/// gives it back when that fails; a probe that sends another one meanwhile finds out whether there is a second place.
/// There is no other way to ask the engine how full it is.
struct Probe<'a> {
    socket: &'a SocketRef,
    /// Places to look for beside the one that it has. Taken when it is used: the engine serializes a payload twice.
    more: Cell<usize>,
    finds_room: Cell<bool>,
}

impl Serialize for Probe<'_> {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        let more = self.more.take();
        if more > 0 {
            self.finds_room.set(self.socket.has_room(more));
        }
        Err(S::Error::custom(""))
    }
}
