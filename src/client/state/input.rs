//! What happens to the state, and what it asks for.

use std::sync::Arc;

use super::{Connection, Edit, Pending};
use crate::{
    client::{route::Route, time::Zone},
    domain::{Mark, MessageId, Millis, Refusal, RoomId},
    protocol::{CatchUp, Event, Joined, Me, Message},
};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The server told something.
    Event(Event),
    /// `joinRoom` was answered.
    Joined(RoomId, Result<Joined, Refusal>),
    /// `sync` was answered.
    Synced(RoomId, Result<CatchUp, Refusal>),
    /// `history` was asked for.
    OlderAsked,
    /// `history` was answered; fewer than [a page](crate::domain::limits::PAGE) of messages mean that there are no older ones.
    Older(RoomId, Result<Vec<Message>, Refusal>),
    /// What this tab had to send before it was loaded anew.
    Restored(Vec<Pending>),
    /// Another tab of this guest, which may be gone, wrote a message, failed to send it, or sends it again.
    WrittenElsewhere(Pending),
    /// The user wrote a message.
    Written(Pending),
    /// `sendMessage` was answered, or could not be sent.
    Sent(Arc<str>, Result<Message, Refusal>),
    /// The server said when it takes again what it has just refused.
    RetryAt(Millis),
    /// The user wants a failed message to be sent again.
    Retry(Arc<str>),
    /// The user does not want it any more, or another tab got rid of it.
    Discard(Arc<str>),
    /// Messages are drawn from this seq on, or the latest ones.
    Drawn(Option<u64>),
    /// The reader has the latest message in sight.
    Seen,
    /// The page is out of the user's sight, who had the latest message in sight or was further up.
    LookedAway {
        from_end: bool,
    },
    /// The user goes to another page, or loads this one anew, or is about to.
    Leaving,
    /// The next message that the user writes answers this one, or none any more.
    Answering(Option<MessageId>),
    /// The draft of the open room answers this message, as it did when the user was here last.
    Recalled(MessageId),
    /// The user wants to give a message of their own another text, or does not any more.
    Editing(Option<MessageId>),
    /// The text of the message that is being edited is to be this one.
    Edited(Arc<str>),
    /// The oldest `editMessage` for a message was answered.
    EditAnswered(MessageId, Result<Message, Refusal>),
    /// The user lets a refused edit go.
    EditDiscarded(MessageId),
    /// `deleteMessage` or `react` was answered.
    Changed(Result<Message, Refusal>),
    /// The user went to another page.
    Went(Route),
    /// The user took (or changed) a nickname.
    Named(Me),
    Refused(Option<Refusal>),
    Connection(Connection),
    /// The browser's own clock can be read.
    InZone(Zone),
    /// Time passed.
    Tick(Millis),
}

/// What has to be done so that the state stays true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Ask `joinRoom`; with the revision when the room's feed is known already.
    Join { room: RoomId, rev: Option<u64> },
    /// Ask `leaveRoom`.
    Leave { room: RoomId },
    /// Ask `sync`: events were missed.
    Sync { room: RoomId, rev: u64 },
    /// Ask `history`: a [page](crate::domain::limits::PAGE) of the messages before that seq.
    Older { room: RoomId, before: u64 },
    /// Ask `sendMessage`.
    Send(Pending),
    /// Ask `editMessage`.
    Edit(Edit),
    /// Ask `markRead`.
    Read(Mark),
    /// Let time pass: something is to be done at one of the next ticks.
    Ticks,
    /// Load the page anew: it is another guest's now.
    Reload,
    /// Load the page of a room from the server, which asks for the password there.
    Load(RoomId),
}
