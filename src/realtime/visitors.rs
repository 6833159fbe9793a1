//! The people of the tutorials' dialects, which know no sessions.
//!
//! One client connection is one person, however many namespaces it uses: the engine's connection id is the same in all
//! of them. They become a guest of the house when they first need to be one, and are gone with their last namespace.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};

use socketioxide::{extract::SocketRef, socket::Sid};
use tokio::sync::{Mutex as AsyncMutex, OnceCell};
use uuid::Uuid;

use super::{
    hub::{Entry, Listener},
    refusals::{Explain, notice},
};
use crate::{
    chat::{Chat, ConnectionId, Receipt, Result, SendRequest},
    domain::{AddressBlock, Guest, GuestId, MessageKind, Refusal, Room, RoomId},
};

/// Everyone who is here by such a dialect.
pub(super) struct Visitors {
    chat: Arc<Chat>,
    explain: Explain,
    here: Mutex<HashMap<Sid, Arc<Visitor>>>,
}

/// A person.
struct Visitor {
    /// The sockets of their namespaces.
    sockets: Mutex<Vec<Arc<Listener>>>,
    /// Once they are a guest.
    id: OnceLock<GuestId>,
    identity: AsyncMutex<Option<Identity>>,
}

struct Identity {
    guest: Guest,
    /// The nickname that they asked for; they may have got it with a mark.
    asked: Option<String>,
}

/// A person in one of their namespaces.
pub(super) struct Seat {
    visitors: Arc<Visitors>,
    visitor: Arc<Visitor>,
    sid: Sid,
    from: Option<AddressBlock>,
    listener: Arc<Listener>,
    connection: OnceCell<ConnectionId>,
}

impl Visitors {
    pub(super) fn new(chat: Arc<Chat>, explain: Explain) -> Arc<Self> {
        Arc::new(Self { chat, explain, here: Mutex::default() })
    }

    /// A client connection has come to one more namespace. To be given back to [`Seat::leave`].
    pub(super) fn seat(self: &Arc<Self>, socket: &SocketRef, listener: &Arc<Listener>) -> Seat {
        let sid = socket.id;
        let visitor = {
            let mut here = self.here.lock().expect("no panic while held");
            let visitor = here.entry(sid).or_insert_with(|| Arc::new(Visitor::new())).clone();
            visitor.sockets.lock().expect("no panic while held").push(listener.clone());
            visitor
        };
        visitor.mark();
        let from = socket.req_parts().extensions.get().cloned();
        let (visitors, listener) = (self.clone(), listener.clone());
        Seat { visitors, visitor, sid, from, listener, connection: OnceCell::new() }
    }

    /// Whether the person is gone with this socket.
    fn forget(&self, sid: Sid, visitor: &Visitor, listener: &Arc<Listener>) -> bool {
        let mut here = self.here.lock().expect("no panic while held");
        let mut sockets = visitor.sockets.lock().expect("no panic while held");
        sockets.retain(|socket| !Arc::ptr_eq(socket, listener));
        if sockets.is_empty() {
            here.remove(&sid);
        }
        sockets.is_empty()
    }
}

impl Visitor {
    fn new() -> Self {
        Self { sockets: Mutex::default(), id: OnceLock::new(), identity: AsyncMutex::new(None) }
    }

    /// All sockets speak for the guest, once there is one: what concerns the person is told in every namespace.
    fn mark(&self) {
        if let Some(id) = self.id.get() {
            self.sockets.lock().expect("no panic while held").iter().for_each(|socket| socket.speaks_for(id));
        }
    }
}

impl Seat {
    /// Who they are, with the nickname that this request came with: a new one is a rename. Without one, who they have
    /// been so far, or somebody without a nickname of their own.
    ///
    /// # Errors
    /// The `nickname_…` refusals.
    pub(super) async fn guest(&self, nickname: Option<&str>) -> Result<Guest> {
        let mut identity = self.visitor.identity.lock().await;
        let guest = match &*identity {
            Some(known) if nickname.is_none() || known.asked.as_deref() == nickname => return Ok(known.guest.clone()),
            Some(Identity { guest, .. }) => self.chat().rename_visitor(guest, nickname.unwrap_or_default()).await?,
            None => {
                self.from.as_ref().map_or(Ok(()), |from| self.chat().check_newcomer(from))?;
                self.chat().visit(nickname).await?
            }
        };
        self.visitor.id.get_or_init(|| guest.id.clone());
        self.visitor.mark();
        *identity = Some(Identity { guest: guest.clone(), asked: nickname.map(str::to_owned) });
        Ok(guest)
    }

    /// Comes into a room. One that wants a password is not there, for people who cannot say it.
    ///
    /// # Errors
    /// Those of [`guest`](Self::guest) and [`Chat::join`].
    pub(super) async fn join(&self, nickname: Option<&str>, room: &Room) -> Result<()> {
        let connection = self.connection(nickname).await?;
        match self.chat().door(&self.chat().guest(connection)?, room).await? {
            Some(Refusal::PasswordRequired) => return Err(Refusal::RoomNotFound.into()),
            Some(refusal) => return Err(refusal.into()),
            None => {}
        }
        let entry = Entry { room: &room.id, password: None, rev: None };
        self.listener.join(self.chat(), connection, &entry).await?;
        Ok(())
    }

    /// Whether the person is in a room by this namespace.
    pub(super) fn is_in(&self, room: &RoomId) -> bool {
        self.connection.get().is_some_and(|connection| self.chat().is_in(*connection, room))
    }

    pub(super) fn leave_room(&self, room: &RoomId) {
        if let Some(connection) = self.connection.get() {
            self.listener.leave(self.chat(), *connection, room);
        }
    }

    /// Queues a message. These dialects send no id with it that would tell a retry from a second message, so each gets
    /// one of its own, `mark` in front.
    ///
    /// # Errors
    /// Those of [`guest`](Self::guest) and [`Chat::send`].
    pub(super) async fn send(
        &self,
        nickname: Option<&str>,
        room: &RoomId,
        content: &str,
        mark: &str,
    ) -> Result<Receipt> {
        let connection = self.connection(nickname).await?;
        let client_id = format!("{mark}{}", Uuid::new_v4());
        let kind = MessageKind::Message;
        let request = SendRequest { room, kind, client_id: &client_id, content, reply_to: None, pictures: &[] };
        self.chat().send(connection, request).await
    }

    async fn connection(&self, nickname: Option<&str>) -> Result<ConnectionId> {
        let guest = self.guest(nickname).await?;
        Ok(*self.connection.get_or_init(async || self.chat().connect_visitor(&guest)).await)
    }

    /// Tells the person why something was not done, in each of their namespaces: the page of a tutorial shows notices in
    /// another one than it sends most of its requests in.
    pub(super) fn refuse(&self, refusal: Refusal) {
        let told = notice((self.visitors.explain)(refusal));
        let sockets = self.visitor.sockets.lock().expect("no panic while held").clone();
        sockets.iter().for_each(|socket| socket.hear(&told));
    }

    /// The person is gone from this namespace.
    pub(super) async fn leave(&self) {
        if let Some(connection) = self.connection.get() {
            self.chat().hang_up(*connection);
        }
        if self.visitors.forget(self.sid, &self.visitor, &self.listener)
            && let Some(Identity { guest, .. }) = self.visitor.identity.lock().await.take()
        {
            self.chat().end_visit(&guest).await;
        }
    }

    fn chat(&self) -> &Arc<Chat> {
        &self.visitors.chat
    }
}
