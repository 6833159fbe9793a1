//! The document that invites to a room.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{
    i18n::Language,
    pages::Invite,
    protocol::{Look, invite::InvitePage},
};

/// Copies the address where the browser lets a page do so; elsewhere it is marked, ready to be copied by hand.
const COPY: &str = "addEventListener('click',async e=>{\
const button=e.target.closest('#copy');if(!button)return;\
const field=document.getElementById('address');field.select();\
try{await navigator.clipboard.writeText(field.value)}catch{if(!document.execCommand('copy'))return}\
document.getElementById('copied').hidden=false})";

/// The document as HTML text. `nonce` is the one that the response's CSP header names.
pub fn render_invite(page: InvitePage, look: Look, assets: &Assets, nonce: &str) -> String {
    let language = Language::from_tag(&page.language);
    let Assets { css, apart, .. } = assets.clone();
    let nonce = nonce.to_owned();
    html(move || {
        let back = format!("/r/{}/invite", page.room.id);
        let head = view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
            <script nonce=nonce inner_html=COPY></script>
        };
        let words = language.invite_texts();
        view! {
            <Apart language look title=words.title back head=head>
                <Invite page words />
            </Apart>
        }
    })
}
