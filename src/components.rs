//! The parts that pages are made of, one a file.
//!
//! What a component decides is decided in a small pure function beside it; its `view!` only says what goes where.
//! What never changes once it is drawn, such as a message's row, is no view but a text (`html.rs`).
//! Nothing here reads a clock, rolls dice or asks which side it runs on while rendering: the server and the browser
//! must come to the same elements.

mod announcer;
#[cfg(feature = "ssr")]
mod bell_device;
pub mod block;
mod brand;
#[cfg(feature = "ssr")]
mod choices;
mod composer;
mod connection_banner;
mod create_room_form;
mod day_separator;
mod edit_bar;
mod end_notice;
#[cfg(feature = "ssr")]
mod export_row;
mod feed;
#[cfg(feature = "ssr")]
mod help_lists;
mod house_header;
mod html;
mod icon;
mod language_switch;
mod leave_form;
mod list;
pub mod live;
mod member_list;
mod message_row;
pub mod moment;
mod new_messages_pill;
#[cfg(feature = "ssr")]
mod nickname_form;
mod notice_list;
#[cfg(feature = "ssr")]
pub mod own;
#[cfg(feature = "ssr")]
mod page_head;
mod page_refusal;
#[cfg(feature = "ssr")]
mod palette;
mod passage;
mod pending_list;
#[cfg(feature = "ssr")]
mod picture_tray;
mod pin_bar;
#[cfg(feature = "ssr")]
mod qr_code;
pub mod reaction_picker;
pub mod refusal_text;
mod rename_form;
mod room_card;
mod room_header;
mod room_links;
mod room_list;
mod room_options;
mod room_terms;
mod seal;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod settings;
mod side_panel;
mod skip_links;
mod typing_line;
pub mod ui;
mod unsaved_edits;
mod unsent_row;

pub use announcer::Announcer;
#[cfg(feature = "ssr")]
pub use bell_device::BellDevice;
pub use brand::Brand;
#[cfg(feature = "ssr")]
pub use choices::{Choice, Choices};
pub use composer::Composer;
pub use connection_banner::ConnectionBanner;
pub use create_room_form::CreateRoomForm;
pub use end_notice::EndNotice;
#[cfg(feature = "ssr")]
pub use export_row::ExportRow;
pub use feed::Feed;
#[cfg(feature = "ssr")]
pub use feed::{StillFeed, more_rows};
#[cfg(feature = "ssr")]
pub use help_lists::HelpLists;
pub use house_header::HouseHeader;
pub use language_switch::LanguageSwitch;
pub use leave_form::LeaveForm;
pub use member_list::MemberList;
#[cfg(feature = "ssr")]
pub use nickname_form::NicknameForm;
pub use notice_list::NoticeList;
#[cfg(feature = "ssr")]
pub use page_head::PageHead;
pub use page_refusal::PageRefusal;
#[cfg(feature = "ssr")]
pub use palette::Palette;
pub use pending_list::UnsentList;
#[cfg(feature = "ssr")]
pub use picture_tray::PictureTray;
pub use pin_bar::PinBar;
#[cfg(feature = "ssr")]
pub use qr_code::QrCode;
pub use refusal_text::RefusalText;
pub use rename_form::RenameForm;
pub use room_header::RoomHeader;
pub use room_list::RoomList;
#[cfg(feature = "ssr")]
pub use seal::{ink, letter};
pub use side_panel::SidePanel;
pub use skip_links::SkipLinks;
pub use typing_line::TypingLine;
