use leptos::prelude::*;

use super::{MemberList, NoticeList, block::Block, live::text, ui::texts};
use crate::client::store::ChatStore;

/// Who is in the room and what happens in the house: a column beside the conversation where there is room for it, a
/// sheet that a button of the [`RoomHeader`](super::RoomHeader) opens where there is not.
#[component]
pub fn SidePanel() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    Block::new(view! {
        <aside class="side-panel" id="side-panel" popover="auto" tabindex="0" aria-label=texts.members_and_notices>
            <button
                class="quiet-button side-panel-close"
                type="button"
                popovertarget="side-panel"
                popovertargetaction="hide"
            >
                {texts.close}
            </button>
            <MemberList />
            <NoticeList />
            <a class="quiet-button export-link" href=text(move || export(store)) download=true>
                {texts.export}
            </a>
        </aside>
    })
}

/// Where the open room's conversation is to be had as a file.
fn export(store: ChatStore) -> String {
    let room = store.with(|state| state.room.as_ref().map(|view| view.id.clone()));
    room.map(|room| format!("/r/{room}/export.html")).unwrap_or_default()
}
