//! Server functions: what the page's forms post to.
//!
//! Each is the target of a plain `<form method="post" action=X::PATH>` and answers with a redirect, so everything
//! essential works without scripts. The live page takes most of these forms over and asks the socket instead; it
//! never calls a server function, which keeps their client half out of the WASM.

mod change_room;
mod choose_ink;
mod choose_language;
mod choose_look;
mod choose_nickname;
mod claim_name;
mod close_room;
mod come_back;
mod create_bot;
mod create_room;
#[cfg(feature = "ssr")]
pub mod desk;
mod enter_house;
mod extend_room;
mod forget_me;
mod join_room;
mod kick;
mod leave_room;
mod let_in;
mod lock_room;
mod post_message;
mod remove_passkey;
mod rename;
mod revoke_bot;
mod set_bell;
mod set_webhook;
mod sign_out;
mod sign_out_everywhere;

pub use change_room::ChangeRoom;
pub use choose_ink::ChooseInk;
pub use choose_language::ChooseLanguage;
pub use choose_look::ChooseLook;
pub use choose_nickname::ChooseNickname;
pub use claim_name::ClaimName;
pub use close_room::CloseRoom;
pub use come_back::ComeBack;
pub use create_bot::CreateBot;
pub use create_room::CreateRoom;
pub use enter_house::EnterHouse;
pub use extend_room::ExtendRoom;
pub use forget_me::ForgetMe;
pub use join_room::JoinRoom;
pub use kick::Kick;
pub use leave_room::LeaveRoom;
pub use let_in::LetIn;
pub use lock_room::LockRoom;
pub use post_message::PostMessage;
pub use remove_passkey::RemovePasskey;
pub use rename::Rename;
pub use revoke_bot::RevokeBot;
pub use set_bell::SetBell;
pub use set_webhook::SetWebhook;
pub use sign_out::SignOut;
pub use sign_out_everywhere::SignOutEverywhere;
