use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::{
    actions::ExtendRoom,
    client::time::Zone,
    components::{moment, refusal_text::Concern},
    domain::{Millis, countdown},
};

const SECTION: &str = "end";

const HOUR: u32 = 60 * 60;
const DAY: u32 = 24 * HOUR;

/// When the room ends: to set, to put off, to take away.
#[component]
pub fn End(desk: Desk) -> impl IntoView {
    let Desk { settings, texts, words } = desk.clone();
    let end = settings.room.expires_at;
    let state = end.map_or_else(|| words.never_ends.to_owned(), |end| ends_at(&desk, end));
    let choices = match end {
        Some(_) => [HOUR, DAY, 0].into_iter().zip(words.put_off),
        None => [HOUR, DAY, 7 * DAY].into_iter().zip(words.end_in),
    };
    let buttons = choices.map(|(more, label)| {
        view! {
            <button class="small-button" name="more" value=more>
                {label}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let (refusal, id) = (desk.refusal(SECTION, Concern::Life), desk.room_id());
    view! {
        <Section desk id=SECTION title=texts.life>
            <p>{state}</p>
            <p class="field-hint">{words.end_hint}</p>
            <form class="settings-choices" method="post" action=ExtendRoom::PATH>
                <input type="hidden" name="room_id" value=id />
                {buttons}
            </form>
            {refusal.map(|refusal| view! { <p class="refusal" role="alert">{refusal}</p> })}
        </Section>
    }
}

fn ends_at(desk: &Desk, end: Millis) -> String {
    let Desk { settings, texts, words } = desk;
    let zone = Zone::Fixed(settings.utc_offset);
    let (at, today) = (zone.civil(end), zone.civil(settings.now));
    let moment = [(texts.day)(moment::day(at, today.year)), (texts.clock)(at.hour, at.minute)].join(" ");
    (words.ends_at)(&moment, &(texts.left)(countdown::left(settings.now, end)))
}
