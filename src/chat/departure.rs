//! Forgetting somebody who asks for it: what they wrote, who they were, and what was theirs.

use super::{
    Chat, Result,
    ports::{Change, Draft, Happened, Revision, Trace, Write},
    rooms::random_id,
};
use crate::domain::{
    Author, ClientId, Ending, Guest, GuestId, MessageKind, Refusal, RoomId,
    message::{DEPARTED, TOOK_OVER},
};

/// Messages that are looked for at a time, and then wait for their commits together: fewer than the journal holds, so
/// that others find a place beside them.
const PORTION: u32 = 128;

impl Chat {
    /// Forgets a guest. Their sessions and passkeys end, and others may take the nickname; their rooms go to whoever has
    /// been there for longest, or end; what they wrote is deleted, and its places are a departed guest's.
    ///
    /// # Errors
    /// When the store fails. What is left then is done by [`finish_departures`](Self::finish_departures).
    pub async fn forget(&self, guest: &Guest) -> Result<()> {
        self.store.persons().depart(&guest.id).await?;
        self.bus.publish(Happened::Departed(guest.id.clone())).await;
        self.drafts.forget(&guest.id);
        self.finish_departure(&guest.id).await
    }

    /// Goes on with what a house that was closed meanwhile left of its departing guests. To be called every minute.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finish_departures(&self) -> Result<()> {
        for guest in self.store.persons().departing().await? {
            self.finish_departure(&guest).await?;
        }
        Ok(())
    }

    async fn finish_departure(&self, guest: &GuestId) -> Result<()> {
        let departed = Guest::person(guest.clone(), DEPARTED);
        // Before they are out: that they go is told under the name that is left of them.
        self.presence.update(&departed);
        self.attendance.renamed(&departed);
        self.see_off(departed, None).await;
        for trace in self.store.persons().traces(guest).await? {
            if trace.is_own {
                self.hand_on(&trace).await?;
            }
            self.announcer.pins_changed(trace.room);
        }
        // Again, until there is nothing: what they had sent before may have been stored meanwhile.
        while self.forget_written(guest).await? {}
        Ok(self.store.persons().departed(guest).await?)
    }

    /// Gives a room of theirs to somebody else, or ends it.
    async fn hand_on(&self, Trace { room, .. }: &Trace) -> Result<()> {
        match self.store.persons().hand_on(room).await? {
            Some(heir) => {
                self.announce_owner(&heir, room).await;
                self.bus.publish(Happened::RoomsChanged([room.clone()].into())).await;
                Ok(())
            }
            None => match self.store.room(room).await? {
                Some(room) => self.end(room, Ending::Closed).await,
                None => Ok(()),
            },
        }
    }

    /// Whether there was something.
    async fn forget_written(&self, guest: &GuestId) -> Result<bool> {
        let mut found = false;
        for Trace { room, .. } in self.store.persons().traces(guest).await? {
            let mut after = Some(0);
            while let Some(seq) = after {
                let left = self.store.persons().left_of(&room, guest, seq, PORTION).await?;
                found |= !left.messages.is_empty();
                let mut answers = Vec::with_capacity(left.messages.len());
                for message in left.messages {
                    let (room, by, at) = (room.clone(), guest.clone(), self.now());
                    let revision = Revision { room, message, by, change: Change::Forget, at };
                    answers.push(self.journal.submit(Write::Revision(revision)).await);
                }
                for answer in answers {
                    answer.await.map_err(|_| Refusal::Unavailable)??;
                }
                after = left.next;
            }
        }
        Ok(found)
    }

    /// The house tells whose room it is from now on.
    pub(super) async fn announce_owner(&self, owner: &Guest, room: &RoomId) {
        let draft = Draft {
            room: room.clone(),
            kind: MessageKind::Alert,
            author: Author::house(),
            content: [&*owner.nickname, TOOK_OVER].concat().into(),
            pictures: Vec::new(),
            reply_to: None,
            client_id: ClientId::new(random_id()),
            at: self.now(),
        };
        self.journal.note(Write::Message(draft)).await;
    }
}
