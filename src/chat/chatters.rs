//! Chatters: guests who did not choose a nickname and got one. Who comes with a session is the same one again.

use std::collections::HashMap;

use hmac::{Hmac, Mac};
use rand::seq::IndexedRandom;
use sha2::Sha256;
use tokio::sync::Mutex;

use super::{Chat, ConnectionId, Error, Result, Token, ports::NewGuest, rooms::random_id};
use crate::domain::{
    AddressBlock, Guest, GuestId, Message, Millis, Refusal, Room, RoomId,
    name::{self, Name},
};

const MOODS: [&str; 20] = [
    "졸린",
    "용감한",
    "수줍은",
    "느긋한",
    "재빠른",
    "배고픈",
    "엉뚱한",
    "다정한",
    "씩씩한",
    "조용한",
    "명랑한",
    "똑똑한",
    "포근한",
    "늠름한",
    "새침한",
    "신나는",
    "차분한",
    "호기심 많은",
    "노래하는",
    "춤추는",
];

const ANIMALS: [&str; 20] = [
    "수달",
    "고라니",
    "너구리",
    "두루미",
    "호랑이",
    "다람쥐",
    "고슴도치",
    "삵",
    "반달곰",
    "까치",
    "올빼미",
    "산양",
    "오소리",
    "족제비",
    "제비",
    "두더지",
    "청설모",
    "노루",
    "점박이물범",
    "거북이",
];

/// Nicknames that are tried: some plain ones, then with a mark, of which one is free as a rule.
const PLAIN: usize = 8;
const MARKED: usize = 12;

/// Messages on a page of theirs.
const PAGE: u32 = 20;

/// Somebody in a room, as chatters see each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chatter {
    pub guest: Guest,
    /// When they first came into the room.
    pub since: Millis,
    /// Whether they are there now.
    pub is_here: bool,
}

/// Sessions that are nobody's yet: their tokens are sealed instead of stored, so that whoever only looks at a page costs
/// no row, and still nobody can make one up. They are worth nothing after a restart.
pub(super) struct Blanks {
    key: [u8; 32],
    /// Held while a session becomes somebody's, which must happen to each once.
    adoption: Mutex<()>,
}

impl Default for Blanks {
    fn default() -> Self {
        Self { key: rand::random(), adoption: Mutex::new(()) }
    }
}

impl Blanks {
    fn token(&self) -> Token {
        self.sealed(rand::random())
    }

    fn are_among(&self, token: &Token) -> bool {
        let (number, seal) = token.bytes().split_at(16);
        self.mac(number).verify_truncated_left(seal).is_ok()
    }

    fn sealed(&self, number: [u8; 16]) -> Token {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&number);
        bytes[16..].copy_from_slice(&self.mac(&number).finalize().into_bytes()[..16]);
        Token::from_bytes(bytes)
    }

    fn mac(&self, number: &[u8]) -> Hmac<Sha256> {
        let mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.key).expect("a key of any length will do");
        mac.chain_update(number)
    }
}

impl Chat {
    /// A session that is nobody's yet; [`chatter`](Self::chatter) makes it somebody's.
    pub fn blank_session(&self) -> Token {
        self.blanks.token()
    }

    /// Whether this is a session that was given out and is nobody's yet, as far as one can see from it.
    pub fn is_blank(&self, session: &Token) -> bool {
        self.blanks.are_among(session)
    }

    /// The guest of a session, and the session. Without one, or when it is over or nobody's yet, somebody new from this
    /// address.
    ///
    /// # Errors
    /// When too many came from there, or the store fails.
    pub async fn chatter(&self, session: Option<Token>, from: Option<&AddressBlock>) -> Result<(Guest, Token)> {
        let _turn = self.blanks.adoption.lock().await;
        if let Some(token) = &session
            && let Some(guest) = self.guest_of(token).await?
        {
            return Ok((guest, token.clone()));
        }
        from.map_or(Ok(()), |from| self.check_newcomer(from))?;
        let token = session.filter(|token| self.is_blank(token)).unwrap_or_else(Token::random);
        for nickname in nicknames() {
            let id = GuestId::new(random_id());
            let guest = NewGuest { id, nickname, token: token.hash(), now: self.now() };
            match self.store.create_guest(guest).await.map_err(Error::from) {
                Err(Error::Refused(Refusal::NicknameTaken)) => {}
                made => return Ok((made?, token)),
            }
        }
        Err(Refusal::NicknameTaken.into())
    }

    /// A chatter without a session, who cannot come back; a visitor like those of [`visit`](Self::visit).
    ///
    /// # Errors
    /// When too many came from this address, or the store fails.
    pub async fn chatter_for_now(&self, from: Option<&AddressBlock>) -> Result<Guest> {
        from.map_or(Ok(()), |from| self.check_newcomer(from))?;
        self.visit_as_first_of(nicknames()).await
    }

    /// A chatter has come online: as [`connect`](Self::connect) with a session, else as
    /// [`connect_visitor`](Self::connect_visitor). Where they come and go is told in the room, and they may send alerts.
    /// To be given back to [`hang_up`](Self::hang_up).
    pub fn connect_chatter(&self, guest: &Guest, session: Option<&Token>) -> ConnectionId {
        let id = match session {
            Some(session) => self.connect(guest, session),
            None => self.connect_visitor(guest),
        };
        self.presence.mark_chatter(id);
        id
    }

    /// Whether a chatter may come into one more room: everybody there is told of it, and again when they go.
    ///
    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub fn check_entry(&self, guest: &Guest) -> Result<()> {
        self.limits.check_entry(&guest.id)
    }

    /// Who is in a room now, by nickname.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn chatters(&self, room: &RoomId) -> Result<Vec<Chatter>> {
        self.as_chatters(room, self.members(room).into_iter().map(|here| here.guest).collect()).await
    }

    /// These guests, as chatters of a room.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn as_chatters(&self, room: &RoomId, guests: Vec<Guest>) -> Result<Vec<Chatter>> {
        let ids: Vec<_> = guests.iter().map(|guest| guest.id.clone()).collect();
        let since: HashMap<_, _> = self.store.members_since(room, &ids).await?;
        let chatters = guests.into_iter().map(|guest| Chatter {
            // Who has just come in may not be noted yet.
            since: since.get(&guest.id).copied().unwrap_or_else(|| self.now()),
            is_here: self.presence.is_here(&guest.id, room),
            guest,
        });
        Ok(chatters.collect())
    }

    /// A guest as a chatter of the rooms that they are in now; of none, somebody new.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn chatter_anywhere(&self, guest: Guest) -> Result<Chatter> {
        let mut found = Chatter { since: self.now(), is_here: false, guest: guest.clone() };
        for room in self.presence.rooms_of(&guest.id) {
            for chatter in self.as_chatters(&room, vec![guest.clone()]).await? {
                found = Chatter { since: found.since.min(chatter.since), is_here: true, ..chatter };
            }
        }
        Ok(found)
    }

    /// A page of what was said since this guest first came into a room, in the order of seq: page 1 is the latest.
    ///
    /// # Errors
    /// [`Refusal::BadRequest`] for page 0, and those of [`room`](Self::room).
    pub async fn chatter_page(&self, room: &Room, guest: &Guest, page: u32) -> Result<Vec<Message>> {
        let skip = page.checked_sub(1).and_then(|before| before.checked_mul(PAGE)).ok_or(Refusal::BadRequest)?;
        Ok(self.store.own_page(&room.id, &guest.id, skip, PAGE).await?)
    }
}

fn nicknames() -> impl Iterator<Item = Name> {
    let plain = || {
        let mut random = rand::rng();
        let (mood, animal) = (MOODS.choose(&mut random), ANIMALS.choose(&mut random));
        let nickname = format!("{} {}", mood.unwrap_or(&MOODS[0]), animal.unwrap_or(&ANIMALS[0]));
        name::nickname(&nickname).expect("a nickname by our own rules")
    };
    let marked = move || name::marked(&plain(), rand::random_range(0..10_000));
    std::iter::repeat_with(plain).take(PLAIN).chain(std::iter::repeat_with(marked).take(MARKED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nickname_is_one_by_our_rules() {
        for mood in MOODS {
            for animal in ANIMALS {
                name::nickname(&format!("{mood} {animal}")).unwrap();
            }
        }
    }

    #[test]
    fn a_blank_session_is_known_by_the_house_that_gave_it_out_and_by_no_other() {
        let (house, other) = (Blanks::default(), Blanks::default());
        let blank = house.token();
        assert!(house.are_among(&blank));
        assert!(!other.are_among(&blank));
        assert!(!house.are_among(&Token::random()));
        let mut forged = *blank.bytes();
        forged[31] ^= 1;
        assert!(!house.are_among(&Token::from_bytes(forged)));
    }
}
