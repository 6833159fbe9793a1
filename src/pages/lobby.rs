use leptos::prelude::*;

use crate::{
    client::store::ChatStore,
    components::{CreateRoomForm, NoticeList, RoomList, UnsentList, block::Block, ui::texts},
    domain::Space,
};

/// The lobby: every room, the way to make one, and what happens in the house.
#[component]
pub fn Lobby() -> Block {
    let texts = texts();
    let space = ChatStore::expect().peek(|state| state.space.clone());
    // A space's name is made of letters, digits and hyphens, which mean nothing in HTML.
    let name = if space == Space::main() { "" } else { space.as_str() };
    // One text rather than elements, which are code in the page's program.
    let head = [
        "<h1 class=\"page-title\" id=\"heading\" tabindex=\"-1\">",
        texts.room_list,
        " <bdi class=\"space-name\">",
        name,
        "</bdi></h1><a class=\"quiet-button to-notices\" href=\"#notices\">",
        texts.notices,
        "</a>",
    ]
    .concat();
    Block::new(view! {
        <div class="lobby">
            <section class="lobby-rooms" aria-labelledby="heading">
                <div class="lobby-head" inner_html=head></div>
                <UnsentList />
                <RoomList />
            </section>
            <CreateRoomForm />
            <div class="card">
                <NoticeList title=texts.notices />
            </div>
        </div>
    })
}
