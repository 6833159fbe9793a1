//! Links from a room to what belongs to it and is no page of the app. They never change while the room is open, so they
//! are text: an element is kilobytes of the page's program.

use crate::{client::state::ChatState, domain::RoomId, i18n::Texts};

/// A link below the room's address. Nothing of it is a guest's words.
pub fn link(id: &RoomId, path: &str, attributes: &str, label: &str) -> String {
    ["<a href=\"/r/", id.as_str(), "/", path, "\"", attributes, ">", label, "</a>"].concat()
}

/// To what was said in the room, as a file.
pub fn export_link(id: &RoomId, texts: &Texts) -> String {
    link(id, "export.html", " download", texts.export)
}

/// To the invitation, to the bell, to the search in the room, to what was said in it, as a file, to the guest's own settings,
/// and to the list of shortcuts and commands, which a page with scripts shows in its place.
pub fn links(id: &RoomId, texts: &Texts) -> String {
    [
        &link(id, "invite", "", texts.invite),
        " ",
        &link(id, "bell", "", texts.bell),
        " <a href=\"/search?room=",
        id.as_str(),
        "\">",
        texts.search,
        "</a> ",
        &export_link(id, texts),
        " <a href=\"/me\">",
        texts.own_page,
        "</a> <a href=\"/help\" id=\"help\" data-hands=\"help\">",
        texts.help,
        "</a>",
    ]
    .concat()
}

/// Whether the open room is the guest's own.
pub fn is_owner(state: &ChatState) -> bool {
    let owner = state.room.as_ref().and_then(|view| view.room.as_ref()).map(|room| &room.owner_id);
    owner.is_some() && owner == state.me.as_ref().map(|me| &me.id)
}
