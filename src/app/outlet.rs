use leptos::prelude::*;

use crate::{
    client::{
        route::Route,
        state::{ChatState, RoomStatus},
        store::ChatStore,
    },
    i18n::Texts,
    pages::{Lobby, RoomNotFound, RoomPage},
};

/// Which page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Gate,
    Lobby,
    Room,
    RoomNotFound,
    NotFound,
}

impl Shown {
    /// The page of a state. A stranger is asked for a nickname wherever there is something to see.
    pub fn of(state: &ChatState) -> Self {
        let missing = state.room.as_ref().is_some_and(|view| view.status == RoomStatus::Missing);
        match (&state.route, &state.me) {
            (Route::NotFound, _) => Self::NotFound,
            (Route::Room(_), _) if missing => Self::RoomNotFound,
            (_, None) => Self::Gate,
            (Route::Lobby, Some(_)) => Self::Lobby,
            (Route::Room(_), Some(_)) => Self::Room,
        }
    }
}

/// The document's title: what is open, and in which house.
pub fn title(state: &ChatState, texts: &Texts) -> String {
    let room = state.room.as_ref().and_then(|view| view.room.as_ref()).map(|room| &*room.name);
    let open = match Shown::of(state) {
        Shown::Gate => room,
        Shown::Lobby => Some(texts.room_list),
        Shown::Room => Some(room.unwrap_or(texts.loading)),
        Shown::RoomNotFound => Some(texts.room_missing),
        Shown::NotFound => Some(texts.page_missing),
    };
    match open {
        Some(open) => [open, " · ", texts.house].concat(),
        None => texts.house.to_owned(),
    }
}

/// The page of a guest that the state's route leads to.
#[component]
pub fn Outlet() -> impl IntoView {
    let shown = ChatStore::expect().select(Shown::of);
    move || match shown.get() {
        Shown::Room => view! { <RoomPage /> },
        Shown::RoomNotFound => view! { <RoomNotFound /> },
        // A page without a guest, or at another address, is not live and never comes here.
        Shown::Lobby | Shown::Gate | Shown::NotFound => view! { <Lobby /> },
    }
}
