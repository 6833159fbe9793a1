use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::JoinRoom,
    client::{state::ChatState, store::ChatStore},
    components::{
        Announcer, Composer, EndNotice, Feed, PinBar, RoomHeader, RoomList, SidePanel, TypingLine, block::Block,
        ui::texts,
    },
    domain::RoomId,
};

/// A room: the conversation in the middle, the other rooms on one side and the people on the other.
#[component]
pub fn RoomPage() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let id = store.select(|state| state.room.as_ref().map(|view| view.id.clone()));
    Block::new(view! {
        <div class="room-page">
            <nav class="room-rooms" aria-labelledby="rooms">
                <h2 class="panel-title" id="rooms">
                    <a href=store.peek(ChatState::lobby)>{texts.room_list}</a>
                </h2>
                <RoomList />
            </nav>
            {move || id.get().map(|id| view! { <Conversation id /> })}
        </div>
        <Announcer />
    })
}

#[component]
fn Conversation(id: RoomId) -> Block {
    Block::new(view! {
        <section class="conversation" aria-labelledby="heading">
            <RoomHeader id=id.clone() />
            <EndNotice id=id.clone() />
            <PinBar id=id.clone() />
            <Feed />
            <TypingLine />
            <WithoutScripts id=id.clone() />
            <Composer id=id.clone() />
        </section>
        <SidePanel id />
    })
}

/// The conversation as it goes on without scripts, in a frame that takes the feed's place. Nobody joins by only looking,
/// so there is a button for it, and one that shows what is new. A live page never shows these, so they do not change.
#[component]
fn WithoutScripts(id: RoomId) -> Block {
    let texts = texts();
    let inside = ChatStore::expect().peek(|state| state.room.as_ref().is_some_and(|view| view.was_member));
    // One text rather than elements, which are code in the page's program.
    let html = [
        "<noscript><iframe class=\"live-frame\" src=\"/r/",
        id.as_str(),
        "/live\" title=\"",
        texts.messages,
        "\"></iframe></noscript><a class=\"quiet-button\" href=\"/r/",
        id.as_str(),
        "\">",
        texts.refresh,
        "</a><form method=\"post\" action=\"",
        JoinRoom::PATH,
        if inside { "\" hidden>" } else { "\">" },
        "<input type=\"hidden\" name=room_id value=\"",
        id.as_str(),
        "\"><button class=\"small-button\" title=\"",
        texts.join_hint,
        "\">",
        texts.join,
        "</button></form>",
    ];
    Block::new(view! { <div class="without-scripts" inner_html=html.concat()></div> })
}
