use leptos::prelude::*;

use crate::{components::QrCode, i18n::InviteTexts, protocol::invite::InvitePage};

/// The room's address: to be copied, and to be read by a phone.
#[component]
pub fn Invite(page: InvitePage, words: &'static InviteTexts) -> impl IntoView {
    let InvitePage { room, address, .. } = page;
    let path = format!("/r/{}", room.id);
    view! {
        <div class="settings">
            <div class="settings-head">
                <a class="quiet-button back" href=path aria-label=words.to_room title=words.to_room>
                    <span class="back-arrow" aria-hidden="true"></span>
                </a>
                <div class="room-titles">
                    <h1 class="page-title" id="heading" tabindex="-1">
                        {words.title}
                    </h1>
                    <p class="settings-room">
                        <bdi>{room.name.to_string()}</bdi>
                    </p>
                </div>
            </div>
            <p>{words.hint}</p>
            {room.locked.then(|| view! { <p class="settings-saved">{words.locked}</p> })}
            <div class="field-group">
                <label class="field-label" for="address">
                    {words.address}
                </label>
                <div class="field-row">
                    <input class="field" id="address" type="url" readonly=true value=address.clone() />
                    <button class="button invite-copy" id="copy" type="button">
                        {words.copy}
                    </button>
                </div>
                <p class="field-hint" role="status">
                    <span id="copied" hidden=true>
                        {words.copied}
                    </span>
                </p>
            </div>
            <QrCode text=address label=words.picture />
        </div>
    }
}
