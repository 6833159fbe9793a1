use leptos::prelude::*;

use super::{MemberList, NoticeList, block::Block, ui::texts};

/// Who is in the room and what happens in the house: a column beside the conversation where there is room for it, a
/// sheet that a button of the [`RoomHeader`](super::RoomHeader) opens where there is not.
#[component]
pub fn SidePanel() -> Block {
    let texts = texts();
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
        </aside>
    })
}
