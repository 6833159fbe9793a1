use leptos::prelude::*;

use crate::{
    components::{PageHead, QrCode},
    i18n::InviteTexts,
    protocol::invite::InvitePage,
};

/// The room's address: to be copied, and to be read by a phone.
#[component]
pub fn Invite(page: InvitePage, words: &'static InviteTexts) -> impl IntoView {
    let InvitePage { room, address, .. } = page;
    let path = format!("/r/{}", room.id);
    view! {
        <div class="settings">
            <PageHead back=path label=words.to_room title=words.title room=room.name.to_string() />
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
