use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    Desk, Section,
    field::{Field, Tick},
};
use crate::{
    actions::ChangeRoom,
    components::refusal_text::Concern,
    domain::limits::{CAPACITY, ROOM_NAME, TOPIC},
};

const SECTION: &str = "terms";

/// What the room is called and about, how many it holds, and who finds it.
#[component]
pub fn Terms(desk: Desk) -> impl IntoView {
    let Desk { settings, texts, words } = desk.clone();
    let room = &settings.room;
    let name = desk.value(SECTION, "name", room.name.to_string());
    let topic = desk.value(SECTION, "topic", room.topic.to_string());
    let capacity = desk.value(SECTION, "capacity", room.capacity.map(|people| people.to_string()).unwrap_or_default());
    let [name_refusal, topic_refusal, capacity_refusal] =
        [Concern::RoomName, Concern::Topic, Concern::Capacity].map(|concern| desk.refusal(SECTION, concern));
    let name_field = move |described_by, invalid| {
        view! {
            <input
                class="field"
                id="room-name"
                name="name"
                type="text"
                required=true
                autocomplete="off"
                maxlength=ROOM_NAME.bytes.to_string()
                value=name
                aria-invalid=invalid
                aria-describedby=described_by
            />
        }
        .into_any()
    };
    let topic_field = move |described_by, invalid| {
        view! {
            <input
                class="field"
                id="topic"
                name="topic"
                type="text"
                autocomplete="off"
                maxlength=TOPIC.bytes.to_string()
                value=topic
                aria-invalid=invalid
                aria-describedby=described_by
            />
        }
        .into_any()
    };
    let capacity_field = move |described_by, invalid| {
        view! {
            <input
                class="field"
                id="capacity"
                name="capacity"
                type="number"
                inputmode="numeric"
                min=CAPACITY.start().to_string()
                max=CAPACITY.end().to_string()
                placeholder=texts.no_limit
                value=capacity
                aria-invalid=invalid
                aria-describedby=described_by
            />
        }
        .into_any()
    };
    let is_listed = desk.is_ticked(SECTION, "listed", !room.unlisted);
    let announces = desk.is_ticked(SECTION, "announces", settings.announces);
    let id = desk.room_id();
    view! {
        <Section desk id=SECTION title=words.terms>
            <form class="settings-form" method="post" action=ChangeRoom::PATH>
                <input type="hidden" name="room_id" value=id />
                <Field id="room-name" label=texts.room_name refusal=name_refusal input=name_field />
                <Field id="topic" label=words.topic refusal=topic_refusal input=topic_field />
                <Field
                    id="capacity"
                    label=texts.capacity
                    hint=words.capacity_hint
                    refusal=capacity_refusal
                    input=capacity_field
                />
                <Tick name="listed" label=words.listed hint=words.listed_hint ticked=is_listed />
                <Tick name="announces" label=words.announces hint=words.announces_hint ticked=announces />
                <button class="button">{words.save}</button>
            </form>
        </Section>
    }
}
