use leptos::prelude::*;

use super::{
    live::{Text, text},
    ui::texts,
};
use crate::{
    client::{selected::Selected, store::ChatStore},
    domain::Refusal,
};

/// What a refusal is about, and so where on the page it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    Nickname,
    RoomName,
    Topic,
    Message,
    Password,
    Capacity,
    /// How long a room lives.
    Life,
    /// A bot's webhook.
    Webhook,
    /// Nothing that has a field of its own.
    Page,
}

impl Concern {
    pub fn of(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NicknameTooShort
            | Refusal::NicknameTooLong
            | Refusal::NicknameForbidden
            | Refusal::NicknameTaken
            | Refusal::NicknameReserved
            | Refusal::NicknameRequired => Self::Nickname,
            Refusal::RoomNameTooShort
            | Refusal::RoomNameTooLong
            | Refusal::RoomNameForbidden
            | Refusal::RoomNameTaken => Self::RoomName,
            Refusal::TopicTooLong | Refusal::TopicForbidden => Self::Topic,
            Refusal::PasswordRequired | Refusal::WrongPassword | Refusal::PasswordTooLong => Self::Password,
            Refusal::CapacityOutOfRange => Self::Capacity,
            Refusal::LifeOutOfRange => Self::Life,
            Refusal::WebhookForbidden
            | Refusal::WebhookTooLong
            | Refusal::WebhookWithPassword
            | Refusal::WebhookPrivate => Self::Webhook,
            Refusal::MessageEmpty
            | Refusal::MessageTooLong
            | Refusal::TooManyPictures
            | Refusal::PictureNotFound
            | Refusal::PictureTooLarge
            | Refusal::PictureUnreadable
            | Refusal::PicturesFull
            | Refusal::AltTooLong
            | Refusal::UnknownCommand
            | Refusal::NotInRoom => Self::Message,
            Refusal::BadRequest
            | Refusal::UnknownEvent
            | Refusal::BodyTooLarge
            | Refusal::InvalidToken
            | Refusal::RoomNotFound
            | Refusal::SpaceNotFound
            | Refusal::ChatterNotFound
            | Refusal::MessageNotFound
            | Refusal::NotOwner
            | Refusal::NotAuthor
            | Refusal::MessageChanged
            | Refusal::RoomClosed
            | Refusal::Kicked
            | Refusal::MemberNotFound
            | Refusal::RoomFull
            | Refusal::ReactionForbidden
            | Refusal::TooManyReactions
            | Refusal::TooManyPins
            | Refusal::NotForBots
            | Refusal::TooManyBots
            | Refusal::QueryTooShort
            | Refusal::QueryTooLong
            | Refusal::TooManyRequests
            | Refusal::Busy
            | Refusal::Unavailable => Self::Page,
        }
    }

    /// Whether this was just refused, for a field's `aria-invalid`.
    pub fn invalid(self) -> Text {
        let refused = self.refused();
        text(move || refused.get().is_some().to_string())
    }

    /// The refusal that was just given, when it is about this.
    pub fn refused(self) -> Selected<Option<Refusal>> {
        ChatStore::expect().select(move |state| state.refused.filter(|refusal| Self::of(*refusal) == self))
    }
}

/// Why something was refused, in the page's words. `id` is what the field's `aria-describedby` names; the element is
/// always there, so that it is heard when the words come.
#[component]
pub fn RefusalText(concern: Concern, id: &'static str) -> impl IntoView {
    let texts = texts();
    let refused = concern.refused();
    view! {
        <p class="refusal" id=id role="alert">
            {text(move || refused.get().map(|refusal| (texts.refusal)(refusal).to_owned()).unwrap_or_default())}
        </p>
    }
}
