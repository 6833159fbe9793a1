//! Every reason for which a request is refused, with its stable code.

use std::fmt;

macro_rules! refusals {
    ($($name:ident = $code:literal: $meaning:literal,)*) => {
        /// Why a request was refused. The [code](Refusal::code) is part of the protocol and never changes;
        /// what people read is chosen by the page in their language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Refusal {
            $(#[doc = $meaning] $name,)*
        }

        impl Refusal {
            /// All refusals, in the order in which the protocol's documentation lists them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable code, as in an ack's `message`.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// What the code means, in English, for developers.
            #[cfg(feature = "ssr")]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)*
                }
            }
        }
    };
}

refusals! {
    BadRequest = "bad_request": "The payload does not have the shape that this request takes.",
    UnknownEvent = "unknown_event": "There is no request of this name, or over HTTP at this address.",
    NicknameRequired = "nickname_required": "The connection has no identity yet: send a session cookie, `auth {nickname}` or `auth {token}`.",
    InvalidToken = "invalid_token": "The token belongs to no session; it may have expired.",
    NicknameTooShort = "nickname_too_short": "A nickname has at least 2 characters.",
    NicknameTooLong = "nickname_too_long": "A nickname has at most 20 characters and 80 bytes.",
    NicknameForbidden = "nickname_forbidden": "The nickname has invisible, direction-changing or control characters.",
    NicknameTaken = "nickname_taken": "Someone else has this nickname, or one that looks the same.",
    NicknameReserved = "nickname_reserved": "Nicknames have no colon, and are none of the names and marks by which the house tells people apart.",
    RoomNameTooShort = "room_name_too_short": "A room needs a name.",
    RoomNameTooLong = "room_name_too_long": "A room name has at most 40 characters and 160 bytes.",
    RoomNameForbidden = "room_name_forbidden": "The room name has invisible, direction-changing or control characters.",
    RoomNameTaken = "room_name_taken": "A room of this name, or of one that looks the same, exists.",
    TopicTooLong = "topic_too_long": "A topic has at most 120 characters and 480 bytes.",
    TopicForbidden = "topic_forbidden": "The topic has invisible, direction-changing or control characters.",
    MessageEmpty = "message_empty": "The message has no text.",
    MessageTooLong = "message_too_long": "A message has at most 4,000 characters and 12,000 bytes.",
    UnknownCommand = "unknown_command": "A form: there is no such command. A text that starts with a slash is sent with two.",
    TooManyPictures = "too_many_pictures": "A message has at most 4 pictures.",
    PictureNotFound = "picture_not_found": "There is no such picture of the sender's own in this room that was not sent yet; it is kept for an hour.",
    PictureTooLarge = "picture_too_large": "A picture has at most 10 MB (the setting `pictures.max_bytes`) and 50 million pixels.",
    PictureUnreadable = "picture_unreadable": "This is no picture in the format PNG, JPEG, WebP or GIF, or it is damaged.",
    PicturesFull = "pictures_full": "The pictures of the house, or those of this guest, take all the room that they may (the settings `pictures.quota_mb` and `guest_quota_mb`).",
    AltTooLong = "alt_too_long": "What is said of a picture has at most 500 characters and 2,000 bytes.",
    BodyTooLarge = "body_too_large": "A form, or a request over HTTP, has at most 64 KiB. What is larger is not read, and lost.",
    RoomNotFound = "room_not_found": "There is no such room, or it is not for this guest to see.",
    RoomClosed = "room_closed": "The room has ended: its time is over, or its owner closed it.",
    RoomFull = "room_full": "As many people are in the room as it holds.",
    PasswordRequired = "password_required": "The room is locked: send its `password`.",
    WrongPassword = "wrong_password": "That is not the room's password.",
    PasswordTooLong = "password_too_long": "A room's password has at most 128 bytes.",
    CapacityOutOfRange = "capacity_out_of_range": "A room holds from 2 to 10,000 people, or with 0 any number.",
    LifeOutOfRange = "life_out_of_range": "A room that ends lives from a minute to 366 days.",
    Kicked = "kicked": "The room's owner sent this guest out, and has not let them in again.",
    MemberNotFound = "member_not_found": "There is no such person in this room but its owner, who cannot be sent out.",
    SpaceNotFound = "space_not_found": "There is no such space.",
    ChatterNotFound = "chatter_not_found": "No such chatter belongs to this session.",
    MessageNotFound = "message_not_found": "There is no such message in this room.",
    NotInRoom = "not_in_room": "The connection has not joined this room.",
    NotOwner = "not_owner": "Only the room's owner may do this.",
    NotAuthor = "not_author": "Only its author may edit a message; only its author or the room's owner may delete it.",
    MessageChanged = "message_changed": "The message has been changed since the `rev` that the edit names.",
    ReactionForbidden = "reaction_forbidden": "A reaction is one emoji.",
    TooManyReactions = "too_many_reactions": "A message has at most 10 different reactions.",
    TooManyPins = "too_many_pins": "A room has at most 5 pinned messages.",
    NotForBots = "not_for_bots": "Bots make no rooms and keep the nickname that they were given.",
    TooManyBots = "too_many_bots": "A room has at most 10 bots.",
    WebhookForbidden = "webhook_forbidden": "A webhook is an http or https address.",
    WebhookTooLong = "webhook_too_long": "The address of a webhook has at most 1,000 bytes.",
    WebhookWithPassword = "webhook_with_password": "The address of a webhook names no user and no password: deliveries are signed.",
    WebhookPrivate = "webhook_private": "A webhook is not in the server's own network.",
    QueryTooShort = "query_too_short": "A search takes a word of at least 2 characters, or the nickname of an author.",
    QueryTooLong = "query_too_long": "A search takes at most 100 characters and 400 bytes.",
    TooManyRequests = "too_many_requests": "The guest writes faster than the house allows; retry after `retryInMs`, or over HTTP after the seconds in `Retry-After`.",
    Busy = "busy": "More requests are waiting than the server takes; slow down and retry.",
    Unavailable = "unavailable": "The server could not store or read this just now; retry with the same clientId.",
}

impl Refusal {
    /// Whether the same request, as it is, may be granted a little later.
    pub const fn is_for_now(self) -> bool {
        matches!(self, Self::TooManyRequests | Self::Busy | Self::Unavailable)
    }

    /// The refusal with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|refusal| refusal.code() == code)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_lead_back() {
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::from_code(refusal.code()), Some(*refusal));
        }
        assert_eq!(Refusal::from_code("ok"), None);
    }
}
