//! Bots: programs with a token of their own, made by a room's owner or by the operator.

use std::fmt;

use super::{
    Chat, Result, SendRequest, Stored, Token,
    ports::{Happened, NewBot},
};
use crate::domain::{Bot, Guest, GuestId, Millis, Reach, Refusal, Room, RoomId, limits, name};

/// What tells a bot's token from a session's, and from what else a secret scanner may find.
const PREFIX: &str = "sbt_";

/// A bot's secret, as a session's is a guest's.
#[derive(Clone, PartialEq, Eq)]
pub struct BotToken(Token);

impl BotToken {
    /// Reads a token; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        text.strip_prefix(PREFIX).and_then(Token::parse).map(Self)
    }

    /// The token as text, for the bot only.
    pub fn reveal(&self) -> String {
        [PREFIX, &self.0.reveal()].concat()
    }

    /// What a connection of the bot uses in place of a session.
    pub fn session(&self) -> &Token {
        &self.0
    }
}

impl fmt::Debug for BotToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BotToken(…)")
    }
}

/// A bot that is not stored yet, and its token.
///
/// # Errors
/// What is wrong with the nickname.
pub fn new_bot(nickname: &str, reach: Reach, now: Millis) -> Result<(NewBot, BotToken), Refusal> {
    let (nickname, token) = (name::nickname(nickname)?, Token::random());
    let id = GuestId::new(super::rooms::random_id());
    Ok((NewBot { id, nickname, reach, token: token.hash(), now }, BotToken(token)))
}

impl Chat {
    /// Makes a bot of a room.
    ///
    /// # Errors
    /// [`Refusal::NotOwner`], [`Refusal::RoomNotFound`], [`Refusal::RoomClosed`], [`Refusal::TooManyBots`], and the
    /// `nickname_…` refusals.
    pub async fn add_bot(&self, owner: &Guest, room: &RoomId, nickname: &str) -> Result<(Bot, BotToken)> {
        let room = self.own_room(owner, room).await?;
        let (bot, token) = new_bot(nickname, Reach::Room(room.id.clone()), self.now())?;
        if self.store.bots().bots(&room.id).await?.len() >= limits::BOTS {
            return Err(Refusal::TooManyBots.into());
        }
        self.limits.check_announcement(&owner.id)?;
        Ok((self.store.bots().add_bot(bot).await?, token))
    }

    /// The bots of a room, oldest first, for its owner.
    ///
    /// # Errors
    /// [`Refusal::NotOwner`], [`Refusal::RoomNotFound`], [`Refusal::RoomClosed`].
    pub async fn bots(&self, owner: &Guest, room: &RoomId) -> Result<Vec<Bot>> {
        let room = self.own_room(owner, room).await?;
        Ok(self.store.bots().bots(&room.id).await?)
    }

    /// Takes a bot's token away. What it wrote stays. One that is none of this room's is no error.
    ///
    /// # Errors
    /// As for [`bots`](Self::bots).
    pub async fn revoke_bot(&self, owner: &Guest, room: &RoomId, bot: &GuestId) -> Result<()> {
        if let Some(bot) = self.own_bot(owner, room, bot).await? {
            self.store.bots().remove_bot(&bot.guest.id).await?;
            self.expel(bot.guest.id).await;
            self.bus.publish(Happened::WebhooksChanged).await;
        }
        Ok(())
    }

    /// The bot of this token.
    ///
    /// # Errors
    /// [`Refusal::InvalidToken`].
    pub async fn bot_of(&self, token: &BotToken) -> Result<Guest> {
        let bot = self.store.bots().bot_of_token(&token.session().hash()).await?;
        Ok(bot.ok_or(Refusal::InvalidToken)?)
    }

    /// Writes a message as a bot, which need not have come into the room.
    ///
    /// # Errors
    /// Those of [`room_open_to`](Self::room_open_to), of [`send`](Self::send) and of [`Receipt::stored`](super::Receipt::stored).
    pub async fn post_as_bot(&self, bot: &Guest, request: SendRequest<'_>) -> Result<Stored> {
        self.limits.check_message(&bot.id)?;
        self.room_open_to(bot, request.room).await?;
        self.queue(bot, request).await?.outcome().await
    }

    /// A live room, for a guest who may enter it without being asked for its password.
    ///
    /// # Errors
    /// Those of [`room_for`](Self::room_for), and [`Refusal::PasswordRequired`].
    pub async fn room_open_to(&self, guest: &Guest, room: &RoomId) -> Result<Room> {
        let room = self.room_for(guest, room).await?;
        self.admit(guest, &room, None).await?;
        Ok(room)
    }

    /// Puts those bots out of the house whose token was taken away elsewhere: beside the running house, the operator
    /// changes the store only. To be called every second.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn expel_revoked_bots(&self) -> Result<()> {
        for bot in self.presence.bots() {
            if !self.store.bots().is_bot(&bot).await? {
                self.expel(bot).await;
            }
        }
        Ok(())
    }

    /// The bot, if it is this room's and the room this owner's.
    pub(super) async fn own_bot(&self, owner: &Guest, room: &RoomId, bot: &GuestId) -> Result<Option<Bot>> {
        Ok(self.bots(owner, room).await?.into_iter().find(|own| own.guest.id == *bot))
    }

    async fn expel(&self, bot: GuestId) {
        if self.presence.expel(&bot) {
            self.announcer.presence_changed();
        }
        self.bus.publish(Happened::BotRevoked(bot)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_no_session_is_one() {
        let (_, token) = new_bot("메아리", Reach::Room(RoomId::new("r")), 0).unwrap();
        let text = token.reveal();
        assert!(text.starts_with("sbt_") && text.len() == 47, "{text}");
        assert_eq!(BotToken::parse(&text), Some(token.clone()));
        assert_eq!(Token::parse(&text), None);
        assert_eq!(BotToken::parse(&token.session().reveal()), None);
        assert_eq!(format!("{token:?}"), "BotToken(…)");
    }
}
