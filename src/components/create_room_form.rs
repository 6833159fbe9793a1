use leptos::{ev::SubmitEvent, html::Input, prelude::*, server_fn::ServerFn};

use super::{
    block::Block,
    live::handler,
    refusal_text::{Concern, RefusalText},
    ui::texts,
};
use crate::{
    actions::CreateRoom,
    client::store::ChatStore,
    domain::limits::{ROOM_NAME, TOPIC},
};

/// 방 만들기: a name, a topic if there is one.
#[component]
pub fn CreateRoomForm() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let (name, topic) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let space = store.peek(|state| state.space.to_string());
    let typed =
        store.peek(|state| state.typed.as_ref()?.room().map(|(name, topic)| (name.to_owned(), topic.to_owned())));
    let (typed_name, typed_topic) = typed.unzip();
    let submit = move |event: SubmitEvent| {
        if let (Some(name), Some(topic), true) = (name.get_untracked(), topic.get_untracked(), store.is_live()) {
            event.prevent_default();
            store.create_room(&name.value(), &topic.value());
        }
    };
    Block::new(view! {
        <section class="card create-room" aria-labelledby="create-room">
            <h2 class="card-title" id="create-room">
                {texts.create_room}
            </h2>
            <form class="create-room-form" method="post" action=CreateRoom::PATH on:submit=handler(submit)>
                <input type="hidden" name="space" value=space />
                <div class="field-group">
                    <label class="field-label" for="room-name">
                        {texts.room_name}
                    </label>
                    <input
                        class="field"
                        id="room-name"
                        name="name"
                        type="text"
                        required=true
                        autocomplete="off"
                        maxlength=ROOM_NAME.bytes.to_string()
                        placeholder=texts.room_name_placeholder
                        value=typed_name
                        aria-invalid=Concern::RoomName.invalid()
                        aria-describedby="room-name-refusal"
                        node_ref=name
                    />
                    <RefusalText concern=Concern::RoomName id="room-name-refusal" />
                </div>
                <div class="field-group create-room-topic">
                    <label class="field-label" for="topic">
                        {texts.topic}
                    </label>
                    <input
                        class="field"
                        id="topic"
                        name="topic"
                        type="text"
                        autocomplete="off"
                        maxlength=TOPIC.bytes.to_string()
                        placeholder=texts.topic_placeholder
                        value=typed_topic
                        aria-invalid=Concern::Topic.invalid()
                        aria-describedby="topic-refusal"
                        node_ref=topic
                    />
                    <RefusalText concern=Concern::Topic id="topic-refusal" />
                </div>
                <button class="button">{texts.create_room_submit}</button>
            </form>
        </section>
    })
}
