use leptos::prelude::*;

use super::{MemberList, NoticeList, block::Block, room_links::links, ui::texts};
use crate::domain::RoomId;

/// Who is in the room and what happens in the house: a column beside the conversation where there is room for it, a
/// sheet that a button of the [`RoomHeader`](super::RoomHeader) opens where there is not.
#[component]
pub fn SidePanel(id: RoomId) -> Block {
    let texts = texts();
    // One text rather than elements, which are code in the page's program.
    let close = [
        "<button class=\"quiet-button side-panel-close\" type=\"button\" popovertarget=\"side-panel\" popovertargetaction=\"hide\">",
        texts.close,
        "</button>",
    ]
    .concat();
    Block::new(view! {
        <aside class="side-panel" id="side-panel" popover="auto" tabindex="0" aria-label=texts.members_and_notices>
            <p inner_html=close></p>
            <MemberList />
            <p class="room-link" inner_html=links(&id, texts)></p>
            <NoticeList title=texts.house_notices />
        </aside>
    })
}
