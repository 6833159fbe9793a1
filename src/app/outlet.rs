use leptos::prelude::*;

use crate::{
    client::{
        route::Route,
        state::{ChatState, RoomStatus},
        store::ChatStore,
    },
    domain::{Ending, Refusal, Space},
    i18n::Texts,
    pages::{Lobby, RoomPage, RoomShut, room_shut},
};

/// Which page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Gate,
    Lobby,
    Room,
    /// The room asks for its password.
    Locked,
    /// The room is not to be entered; the refusal says why, and the ending why it is over.
    RoomShut(Refusal, Option<Ending>),
    NotFound,
}

impl Shown {
    /// By which the style knows a page that is as high as the window. It could ask with `:has()` what is in the body, but
    /// then every new message would have the browser look through all of it.
    pub fn body_class(self) -> &'static str {
        if self == Self::Room { "in-room" } else { "" }
    }

    /// The page of a state. A stranger is asked for a nickname wherever there is something to see.
    pub fn of(state: &ChatState) -> Self {
        let shut = state.room.as_ref().and_then(|view| match view.status {
            RoomStatus::Shut(refusal) => Some((refusal, view.ending)),
            _ => None,
        });
        match (&state.route, shut, &state.me) {
            (Route::NotFound, ..) => Self::NotFound,
            (Route::Room(_), Some((Refusal::PasswordRequired, _)), Some(_)) => Self::Locked,
            (Route::Room(_), Some((refusal, ending)), Some(_)) => Self::RoomShut(refusal, ending),
            (Route::Room(_), Some((refusal, ending)), None) if refusal != Refusal::PasswordRequired => {
                Self::RoomShut(refusal, ending)
            }
            (_, _, None) => Self::Gate,
            (Route::Lobby | Route::Space(_), _, Some(_)) => Self::Lobby,
            (Route::Room(_), None, Some(_)) => Self::Room,
        }
    }
}

/// The document's title: what is open, and in which house.
pub fn title(state: &ChatState, texts: &Texts) -> String {
    let room = state.room.as_ref().and_then(|view| view.room.as_ref()).map(|room| &*room.name);
    let space = if state.space == Space::main() { "" } else { state.space.as_str() };
    let open = match Shown::of(state) {
        Shown::Gate => room,
        Shown::Lobby => Some(texts.room_list),
        Shown::Room => Some(room.unwrap_or(texts.loading)),
        Shown::Locked => room,
        Shown::RoomShut(refusal, ending) => Some(room_shut(refusal, ending, texts).0),
        Shown::NotFound => Some(texts.page_missing),
    };
    let unread = match state.all_unread() {
        0 => String::new(),
        count => [if state.is_called_anywhere() { "(@" } else { "(" }, &count.to_string(), ") "].concat(),
    };
    match open {
        Some(open) => [&*unread, open, if space.is_empty() { "" } else { " · " }, space, " · ", texts.house].concat(),
        None => [&*unread, texts.house].concat(),
    }
}

/// The page of a guest that the state's route leads to.
#[component]
pub fn Outlet() -> impl IntoView {
    let shown = ChatStore::expect().select(Shown::of);
    move || match shown.get() {
        Shown::Room => view! { <RoomPage /> },
        Shown::RoomShut(refusal, ending) => view! { <RoomShut refusal ending /> },
        // A page without a guest, or at another address, is not live and never comes here.
        Shown::Lobby | Shown::Gate | Shown::Locked | Shown::NotFound => view! { <Lobby /> },
    }
}
