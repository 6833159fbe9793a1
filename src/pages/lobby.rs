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
    let name = (space != Space::main()).then(|| view! { <bdi class="space-name">{space.to_string()}</bdi> });
    Block::new(view! {
        <div class="lobby">
            <section class="lobby-rooms" aria-labelledby="heading">
                <div class="lobby-head">
                    <h1 class="page-title" id="heading" tabindex="-1">
                        {texts.room_list} {name}
                    </h1>
                    <a class="quiet-button to-notices" href="#notices">
                        {texts.notices}
                    </a>
                </div>
                <UnsentList />
                <RoomList />
            </section>
            <CreateRoomForm />
            <div class="card">
                <NoticeList />
            </div>
        </div>
    })
}
