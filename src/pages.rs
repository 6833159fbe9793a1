//! The pages of the house, one a file.
//!
//! Those of strangers, and those with nothing on them, stay as the server made them: [`Gate`], [`Locked`], [`NotFound`],
//! [`Passage`], [`Search`], [`Settings`], [`Own`], [`ComeBack`], [`Check`], [`Help`], [`Invite`], [`Bell`] and [`ApiDocs`] are no part
//! of the page's program.

#[cfg(feature = "ssr")]
mod api_docs;
#[cfg(feature = "ssr")]
mod bell;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
mod come_back;
mod dead_end;
#[cfg(feature = "ssr")]
mod gate;
#[cfg(feature = "ssr")]
mod help;
#[cfg(feature = "ssr")]
mod invite;
mod lobby;
#[cfg(feature = "ssr")]
mod locked;
#[cfg(feature = "ssr")]
mod not_found;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod passage;
mod room;
mod room_shut;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod settings;

#[cfg(feature = "ssr")]
pub use api_docs::ApiDocs;
#[cfg(feature = "ssr")]
pub use bell::Bell;
#[cfg(feature = "ssr")]
pub use check::Check;
#[cfg(feature = "ssr")]
pub use come_back::ComeBack;
#[cfg(feature = "ssr")]
pub use gate::Gate;
#[cfg(feature = "ssr")]
pub use help::Help;
#[cfg(feature = "ssr")]
pub use invite::Invite;
pub use lobby::Lobby;
#[cfg(feature = "ssr")]
pub use locked::Locked;
#[cfg(feature = "ssr")]
pub use not_found::NotFound;
#[cfg(feature = "ssr")]
pub use own::Own;
#[cfg(feature = "ssr")]
pub use passage::Passage;
pub use room::RoomPage;
pub use room_shut::{RoomShut, room_shut};
#[cfg(feature = "ssr")]
pub use search::Search;
#[cfg(feature = "ssr")]
pub use settings::Settings;
