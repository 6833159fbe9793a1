//! The document of a room's settings.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{
    i18n::Language,
    pages::Settings,
    protocol::{Look, room_settings::RoomSettings},
};

/// The document as HTML text.
pub fn render_settings(settings: RoomSettings, look: Look, assets: &Assets) -> String {
    let language = Language::from_tag(&settings.language);
    let Assets { css, apart, .. } = assets.clone();
    html(move || {
        let back = format!("/r/{}/settings", settings.room.id);
        let head = view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
        };
        view! {
            <Apart language look title=language.texts().settings back head=head>
                <Settings settings />
            </Apart>
        }
    })
}
