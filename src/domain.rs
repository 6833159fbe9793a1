//! The words of the house: ids, names, rooms, messages and the limits that hold for them.
//!
//! Compiled into both the server and the browser. It imports nothing else of this crate. Rules that need Unicode
//! tables ([`name`], [`markup`]) exist on the server only, because those tables would double the size of the page.

#[cfg(feature = "ssr")]
pub mod address;
pub mod bell;
pub mod bot;
pub mod command;
pub mod countdown;
pub mod guest;
pub mod ids;
#[cfg(feature = "ssr")]
pub mod kick;
pub mod limits;
#[cfg(feature = "ssr")]
pub mod markup;
#[cfg(feature = "ssr")]
pub mod mention;
pub mod message;
#[cfg(feature = "ssr")]
pub mod name;
pub mod notice;
#[cfg(feature = "ssr")]
pub mod passkey;
pub mod picture;
pub mod pin;
pub mod reaction;
pub mod refusal;
pub mod room;
#[cfg(feature = "ssr")]
pub mod search;

#[cfg(feature = "ssr")]
pub use address::AddressBlock;
pub use bell::{Bell, BellLevel, Ring};
pub use bot::{Bot, Failing, Handed, Reach, Secret, Webhook};
pub use guest::{Author, Guest, Here, INKS};
pub use ids::{ClientId, GuestId, MessageId, Millis, PictureId, RoomId, Space};
#[cfg(feature = "ssr")]
pub use kick::Kick;
pub use message::{Message, MessageKind, Quote};
pub use notice::{Notice, NoticeKind};
#[cfg(feature = "ssr")]
pub use passkey::Passkey;
pub use picture::PictureRef;
#[cfg(feature = "ssr")]
pub use picture::{Picture, PictureSize};
pub use pin::Pin;
pub use reaction::Reaction;
pub use refusal::Refusal;
pub use room::{Ending, Mark, Room, Visibility};
