use leptos::{
    ev::SubmitEvent,
    html::Form,
    prelude::*,
    server_fn::ServerFn,
    web_sys::{FormData, HtmlFormElement},
};

use super::{
    block::Block,
    live::handler,
    refusal_text::{Concern, RefusalText},
    room_options::RoomOptions,
    ui::texts,
};
use crate::{
    actions::CreateRoom,
    client::store::ChatStore,
    domain::limits::{ROOM_NAME, TOPIC},
    protocol::request,
};

/// 방 만들기: a name, a topic if there is one, and terms for those who want some.
#[component]
pub fn CreateRoomForm() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let form = NodeRef::<Form>::new();
    let space = store.peek(|state| state.space.to_string());
    let submit = move |event: SubmitEvent| {
        if let Some(form) = form.get_untracked().filter(|_| store.is_live()) {
            event.prevent_default();
            store.create_room(asked(&form));
        }
    };
    Block::new(view! {
        <section class="card create-room" aria-labelledby="create-room">
            <h2 class="card-title" id="create-room">
                {texts.create_room}
            </h2>
            <form
                class="create-room-form"
                method="post"
                action=CreateRoom::PATH
                on:submit=handler(submit)
                node_ref=form
            >
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
                        aria-invalid=Concern::RoomName.invalid()
                        aria-describedby="room-name-refusal"
                        value=store.peek(|state| state.fields.text("name").to_owned())
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
                        aria-invalid=Concern::Topic.invalid()
                        aria-describedby="topic-refusal"
                        value=store.peek(|state| state.fields.text("topic").to_owned())
                    />
                    <RefusalText concern=Concern::Topic id="topic-refusal" />
                </div>
                <RoomOptions />
                <button class="button">{texts.create_room_submit}</button>
            </form>
        </section>
    })
}

/// What the form asks for. Its field `life` is in seconds.
fn asked(form: &HtmlFormElement) -> request::CreateRoom {
    let fields = FormData::new_with_form(form).ok();
    let field = |name| fields.as_ref().and_then(|fields| fields.get(name).as_string()).unwrap_or_default();
    // What is no number is larger than anything that is allowed, and refused like it.
    let number = |text: String| if text.is_empty() { 0 } else { text.parse().unwrap_or(u32::MAX) };
    request::CreateRoom {
        name: field("name").into(),
        topic: Some(field("topic").into()),
        password: Some(field("password").into()),
        capacity: Some(number(field("capacity"))),
        expires_in_secs: Some(number(field("life"))),
        unlisted: Some(!field("unlisted").is_empty()),
        announces: None,
    }
}
