//! The pages of the house, one a file.
//!
//! Those of strangers, and those with nothing on them, stay as the server made them: [`Gate`], [`NotFound`] and
//! [`Check`] are no part of the page's program.

#[cfg(feature = "ssr")]
mod check;
mod dead_end;
#[cfg(feature = "ssr")]
mod gate;
mod lobby;
#[cfg(feature = "ssr")]
mod not_found;
mod room;
mod room_not_found;

#[cfg(feature = "ssr")]
pub use check::Check;
#[cfg(feature = "ssr")]
pub use gate::Gate;
pub use lobby::Lobby;
#[cfg(feature = "ssr")]
pub use not_found::NotFound;
pub use room::RoomPage;
pub use room_not_found::RoomNotFound;
