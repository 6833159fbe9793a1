use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::{ChooseLanguage, LeaveRoom},
    i18n::Language,
};

/// The palette: a field, and a list that `public/palette.js` fills with the rooms and people of the page and with those
/// of these actions that the page offers. Each action names the element that it presses; with a `data-href` it leads there
/// from pages without such an element.
#[component]
pub fn Palette(language: Language) -> impl IntoView {
    let words = language.help_texts();
    let texts = language.texts();
    let actions = [
        (words.create_room, "#room-name".to_owned(), Some("/#create-room")),
        (words.all_rooms, ".room-rooms .panel-title a".to_owned(), None),
        (words.invite, ".invite-link a".to_owned(), None),
        (words.search_room, ".room-link a[href^='/search']".to_owned(), None),
        (words.search, ".house-tools a[href='/search']".to_owned(), None),
        (words.rename, ".own-name".to_owned(), None),
        (texts.own_page, ".own-link a".to_owned(), None),
        (texts.bell, ".room-link a[href$='/bell']".to_owned(), None),
        (words.settings, ".settings-link a".to_owned(), None),
        (words.export, ".room-link a[download]".to_owned(), None),
        (words.leave, format!("form[action='{}'] button", LeaveRoom::PATH), None),
        (words.title, "#help".to_owned(), None),
    ];
    let languages = Language::ALL.into_iter().filter(|other| *other != language).map(|other| {
        let button = format!("form[action='{}'] button[value='{}']", ChooseLanguage::PATH, other.tag());
        (other.name(), button, None)
    });
    let actions = actions.into_iter().chain(languages).map(|(label, command, href)| {
        view! {
            <li data-command=command data-href=href>
                {label}
            </li>
        }
    });
    view! {
        <dialog
            class="palette"
            id="palette"
            aria-label=words.palette
            data-rooms=words.rooms
            data-people=words.people
            data-actions=words.actions
        >
            <input
                class="field"
                id="palette-query"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-label=words.palette
                placeholder=words.palette_hint
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
            />
            <ul class="palette-list" id="palette-list" role="listbox" aria-label=words.palette></ul>
            <p class="palette-empty" id="palette-empty" role="status" data-text=words.palette_empty></p>
            <ul id="palette-actions" hidden>
                {actions.collect_view()}
            </ul>
        </dialog>
    }
}
