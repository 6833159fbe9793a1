//! The pages of the house, one a file.

mod gate;
mod lobby;
mod not_found;
mod room;
mod room_not_found;

pub use gate::Gate;
pub use lobby::Lobby;
pub use not_found::NotFound;
pub use room::RoomPage;
pub use room_not_found::RoomNotFound;
