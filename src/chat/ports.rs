//! What the chat service needs from the world. It owns these traits; storage and bus implement them.

mod bells;
mod bots;
mod bus;
mod kicks;
mod persons;
mod pictures;
mod search;
mod writes;

use std::{collections::HashMap, net::IpAddr, sync::Arc};

use async_trait::async_trait;

pub use self::{
    bells::{BellStore, PushAddress},
    bots::{BotStore, DeliveryOutcome, NewBot, NewWebhook, Subscription, WebhookSecret},
    bus::{Bus, Happened},
    kicks::KickStore,
    persons::{KnownPasskey, NewPasskey, PersonStore, Trace, Traces},
    pictures::{Darkroom, Developed, KeptPicture, NewPicture, PictureBytes, PictureFiles, PictureStore},
    search::{Finding, Search, SearchStore},
    writes::{Change, Draft, Revision, Write, Written},
};
pub use super::{password::PasswordHash, talk::Talk};
pub use crate::domain::Ring;
use crate::domain::{
    Ending, Guest, GuestId, Mark, Message, Millis, Notice, NoticeKind, Pin, Room, RoomId, Space, Visibility, name::Name,
};

/// Where the house keeps what must not be lost.
///
/// Every write is durable when its future resolves with `Ok`. Reads see every write that was acknowledged before they
/// began. Implementations pass the contract suite in `tests/store_contract.rs`.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Makes a guest and its first session.
    ///
    /// # Errors
    /// [`StoreError::NicknameTaken`] when another guest holds the same nickname key.
    async fn create_guest(&self, guest: NewGuest) -> Result<Guest, StoreError>;

    /// The guest of a session that is not older than `since`; also notes that it was seen `now`, to the minute.
    async fn guest_of_session(
        &self,
        token: &TokenHash,
        since: Millis,
        now: Millis,
    ) -> Result<Option<Guest>, StoreError>;

    /// Ends a session; one that does not exist is no error.
    async fn end_session(&self, token: &TokenHash) -> Result<(), StoreError>;

    /// Makes a guest without a session, who holds the nickname until [`end_visit`](Self::end_visit), and at most until
    /// the store is opened again: their connection cannot outlive the process that let them in.
    ///
    /// # Errors
    /// [`StoreError::NicknameTaken`] when another guest holds the same nickname key.
    async fn create_visitor(&self, id: &GuestId, nickname: &Name) -> Result<Guest, StoreError>;

    /// Frees the nickname of a guest without a session. One who has a session keeps it.
    async fn end_visit(&self, guest: &GuestId) -> Result<(), StoreError>;

    /// Gives a guest another nickname. Messages keep the nickname they were written under.
    ///
    /// # Errors
    /// [`StoreError::NicknameTaken`] when another guest holds the same nickname key; [`StoreError::Missing`] when no
    /// such guest holds a nickname.
    async fn rename_guest(&self, guest: &GuestId, nickname: &Name) -> Result<Guest, StoreError>;

    /// Ends the sessions that were last seen before `before`, and frees the nicknames of guests left without one, unless
    /// they have a passkey to come back with.
    /// Returns how many sessions ended.
    async fn expire_sessions(&self, before: Millis) -> Result<u64, StoreError>;

    /// The spaces of the house, in the order of their names.
    async fn spaces(&self) -> Result<Vec<Space>, StoreError>;

    /// Makes a space; one that is there is no error.
    async fn add_space(&self, space: &Space) -> Result<(), StoreError>;

    /// Makes a room with rev 0. A listed one of `main` whose name key a passing room has does not come beside it: the
    /// passing room becomes it and keeps its own id, its messages and since when it is there.
    ///
    /// # Errors
    /// [`StoreError::RoomNameTaken`] when a live room of `main` that is listed or passing has the same name key, unless
    /// this one is [`Visibility::Unlisted`]; [`StoreError::Missing`] when there is no such space or owner.
    async fn create_room(&self, room: NewRoom) -> Result<Room, StoreError>;

    /// A live room. One whose time is over is live until it is closed.
    async fn room(&self, id: &RoomId) -> Result<Option<Room>, StoreError>;

    /// The live room of `main` to which a name key leads, listed or passing; there is one at most.
    async fn room_named(&self, key: &str) -> Result<Option<Room>, StoreError>;

    /// The live rooms of a space that are listed, the most recently active first.
    async fn rooms(&self, space: &Space) -> Result<Vec<Room>, StoreError>;

    /// Changes what an owner decides about a room. A new password ends the passes that were given for the old one; a
    /// room that is listed no more is named by no notice.
    ///
    /// # Errors
    /// [`StoreError::RoomNameTaken`] as for [`create_room`](Self::create_room); [`StoreError::Missing`] when there is no
    /// such live room.
    async fn change_room(&self, id: &RoomId, changes: RoomChanges) -> Result<Room, StoreError>;

    /// The password hash of a live room, as it was given; `None` when it has none.
    async fn password(&self, room: &RoomId) -> Result<Option<PasswordHash>, StoreError>;

    /// Notes that a guest may enter a room while its password is `password`; again, or of a room that is gone or has
    /// another one by now, is no error.
    async fn give_pass(&self, room: &RoomId, guest: &GuestId, password: &PasswordHash) -> Result<(), StoreError>;

    async fn has_pass(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError>;

    /// The live rooms whose time is over at `now`.
    async fn expired_rooms(&self, now: Millis) -> Result<Vec<Room>, StoreError>;

    /// The live rooms that pass.
    async fn passing_rooms(&self) -> Result<Vec<Room>, StoreError>;

    /// Ends a room: nobody finds it any more, nothing is written any more. `false` when it was not live.
    async fn close_room(&self, id: &RoomId, now: Millis) -> Result<bool, StoreError>;

    /// The same for a room whose time is over. `false` also when it was given more time since that was found out.
    async fn expire_room(&self, id: &RoomId, now: Millis) -> Result<bool, StoreError>;

    /// Why a room ended that is closed and not purged yet.
    async fn ending(&self, id: &RoomId) -> Result<Option<Ending>, StoreError>;

    /// Deletes what was written in rooms that were closed before `before`, at most `limit` messages of it, and then the
    /// rooms themselves with the notices that name them. Returns whether something may be left.
    async fn purge_rooms(&self, before: Millis, limit: u32) -> Result<bool, StoreError>;

    /// Whether a guest has ever been in a room.
    async fn is_member(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError>;

    /// Since when these guests have been members of a room; those who never were are left out.
    async fn members_since(&self, room: &RoomId, guests: &[GuestId]) -> Result<HashMap<GuestId, Millis>, StoreError>;

    /// How far a guest has read in the live rooms of a space that they are a member of. New members have read everything
    /// that was there before them.
    async fn marks(&self, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError>;

    /// Where a guest was addressed in the live rooms of a space and has not read it yet: the latest, in any order.
    async fn mentions(&self, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError>;

    /// The pinned messages of a live room, the latest pin first, with how many members have read them.
    async fn pins(&self, room: &RoomId) -> Result<Vec<Pin>, StoreError>;

    /// Messages of a room that a member may read back to: from the first one that they wrote or found, in the order of
    /// seq, without `skip` latest ones and at most `limit`. Of a room that they never were in, none.
    async fn own_page(&self, room: &RoomId, guest: &GuestId, skip: u32, limit: u32)
    -> Result<Vec<Message>, StoreError>;

    /// Writes a batch in ONE transaction, in the given order. The answer has one entry per write, in the same order.
    ///
    /// A [`Write::Message`] gets the next seq and rev of its room and raises the room's rev and last activity. One
    /// whose `(room, author, client_id)` is stored already, or stands earlier in the batch, is not written again: its
    /// entry is the first message. Authors need not have a session any more. Its pictures are sent with it.
    ///
    /// Members whom the text addresses as [`mention`](crate::domain::mention) says are its mentions. For everyone but
    /// the author they are unread until a [`Write::Read`] reaches the message. Edits and deletions take mentions away;
    /// who is mentioned by an edit is not called.
    ///
    /// A [`Write::Revision`] changes a message that is stored, or written earlier in the batch, and stamps it with the
    /// next rev of its room. Its author may edit and delete a message, the room's owner may delete it, everyone may react
    /// to it, the room's owner may pin it; a deleted one takes no other change, and is without reactions and not pinned. Messages that answer it and [quote](crate::domain::Quote) it differently now get the revs after
    /// it. One that would change nothing raises no rev, so that a retry is harmless; an edit of a version
    /// that is none any more changes nothing, whatever happened around its text, so that one which was long on its way
    /// does not undo a later one. Text that was edited away or deleted is gone from the store, and the pictures of a
    /// deleted message are to be removed.
    ///
    /// A [`Write::Notice`] of a room that is closed or not listed, maybe since a moment ago, is not written.
    /// Notices of a space beyond the latest thousand may be forgotten.
    ///
    /// # Errors
    /// When the transaction failed as a whole, also because a [`Write::Member`] names a guest or a [`Write::Notice`] a
    /// space that does not exist ([`StoreError::Missing`]): then nothing of the batch is stored.
    async fn commit(&self, batch: Vec<Write>) -> Result<Vec<Written>, StoreError>;

    /// The latest `limit` messages of a room in the order of seq, with the room's rev, read at one moment. This and the
    /// other pages of a room that does not exist are [`StoreError::Missing`].
    async fn latest(&self, room: &RoomId, limit: u32) -> Result<Page, StoreError>;

    /// The `limit` messages before `seq`, in the order of seq.
    async fn before(&self, room: &RoomId, seq: u64, limit: u32) -> Result<Vec<Message>, StoreError>;

    /// At most `limit` messages with a rev above `rev`, in the order of rev, with the room's rev, read at one moment.
    async fn since(&self, room: &RoomId, rev: u64, limit: u32) -> Result<Page, StoreError>;

    /// The latest `limit` notices of a space, oldest first.
    async fn notices(&self, space: &Space, limit: u32) -> Result<Vec<Notice>, StoreError>;

    /// The same store, where it keeps who is told what.
    fn bells(&self) -> &dyn BellStore;

    /// The same store, where it keeps bots.
    fn bots(&self) -> &dyn BotStore;

    /// The same store, where it keeps who was sent out of which room.
    fn kicks(&self) -> &dyn KickStore;

    /// The same store, where it keeps what is the guests' own.
    fn persons(&self) -> &dyn PersonStore;

    /// The same store, where it finds messages.
    fn search(&self) -> &dyn SearchStore;

    /// The same store, where it knows of pictures.
    fn pictures(&self) -> &dyn PictureStore;

    /// Whether the store can be read and written right now. Writes, to find out.
    async fn ready(&self) -> Result<(), StoreError>;

    /// Finishes what is under way and closes the store.
    async fn close(&self) -> Result<(), StoreError>;
}

/// A session token's SHA-256: what is stored, so that a leaked database opens no session.
pub type TokenHash = [u8; 32];

#[derive(Clone, Debug)]
pub struct NewGuest {
    pub id: GuestId,
    pub nickname: Name,
    pub token: TokenHash,
    pub now: Millis,
}

#[derive(Clone, Debug)]
pub struct NewRoom {
    pub id: RoomId,
    pub space: Space,
    pub name: Name,
    pub topic: Arc<str>,
    pub owner: GuestId,
    pub visibility: Visibility,
    pub announces: bool,
    pub password: Option<PasswordHash>,
    pub capacity: Option<u32>,
    pub expires_at: Option<Millis>,
    pub now: Millis,
}

impl NewRoom {
    /// A room of the main space that everyone finds and anyone may enter, for ever.
    pub fn open(id: RoomId, name: Name, owner: GuestId, now: Millis) -> Self {
        Self {
            id,
            space: Space::main(),
            name,
            topic: "".into(),
            owner,
            visibility: Visibility::Listed,
            announces: false,
            password: None,
            capacity: None,
            expires_at: None,
            now,
        }
    }
}

/// What is to be different about a room; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct RoomChanges {
    pub name: Option<Name>,
    pub topic: Option<Arc<str>>,
    pub visibility: Option<Visibility>,
    pub announces: Option<bool>,
    /// `Some(None)` takes it away, here and below.
    pub password: Option<Option<PasswordHash>>,
    /// Who gets a pass for the new password.
    pub passes: Vec<GuestId>,
    pub capacity: Option<Option<u32>>,
    pub expires_at: Option<Option<Millis>>,
}

#[derive(Clone, Debug)]
pub struct NewNotice {
    pub space: Space,
    pub kind: NoticeKind,
    pub nickname: Arc<str>,
    pub room_id: RoomId,
    pub room_name: Arc<str>,
    pub at: Millis,
}

/// Messages of a room together with the room's revision at the same moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub messages: Vec<Message>,
    pub rev: u64,
}

/// Why a store could not do what it was asked. Constraints are told apart by name.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("another guest has this nickname")]
    NicknameTaken,
    #[error("a room of this name exists")]
    RoomNameTaken,
    /// The space, room or guest that the call names does not exist.
    #[error("no such row")]
    Missing,
    /// The engine cannot do anything just now: its file is locked, its disk is full. What was asked is not done, as
    /// far as the engine knows; to ask again at once is no use.
    #[error("the store is out of order")]
    OutOfOrder(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The engine failed at what it was asked, and may do the next thing. Logged, never shown to clients.
    #[error("the store failed")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Millis;
}

/// Knows which addresses are outside the house's own network.
pub trait Outside: std::fmt::Debug + Send + Sync + 'static {
    /// Whether the house may go to this address because a guest says so.
    fn may_be_asked(&self, address: IpAddr) -> bool;
}
