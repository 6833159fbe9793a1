use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use super::{
    icon::{LEAVE, icon},
    live::handler,
    ui::texts,
};
use crate::{
    actions::LeaveRoom,
    client::{route::Route, store::ChatStore},
    domain::RoomId,
};

/// 나가기: out of the room, to the lobby.
#[component]
pub fn LeaveForm(id: RoomId) -> impl IntoView {
    let store = ChatStore::expect();
    let submit = move |event: SubmitEvent| {
        if store.is_live() {
            event.prevent_default();
            store.go(store.peek(|state| Route::lobby(&state.space)));
        }
    };
    view! {
        <form method="post" action=LeaveRoom::PATH on:submit=handler(submit)>
            <input type="hidden" name="room_id" value=id.to_string() />
            <button class="quiet-button" inner_html=[&*icon(LEAVE), texts().leave].concat()></button>
        </form>
    }
}
