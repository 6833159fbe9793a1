//! The pictures of the message that is being written. `public/pictures.js` uploads them and notes here which they are;
//! a browser without scripts posts the files with the form.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};

#[cfg(feature = "ssr")]
use crate::client::store::ChatStore;
use crate::{
    components::{html::Html, icon::PICTURE},
    domain::PictureRef,
    i18n::Language,
    protocol::json,
};

/// Where the script notes what is uploaded.
const NOTED: &str = "composer-pictures";

/// The button that picks files, with what belongs to it.
pub fn attachment(language: Language) -> String {
    let mut html = Html::default();
    html.tags("<label class=\"attach\"><input class=\"visually-hidden\" type=\"file\" name=\"picture\" multiple ");
    html.tags("accept=\"image/png,image/jpeg,image/webp,image/gif\"><span class=\"visually-hidden\">");
    html.tags(language.texts().add_pictures)
        .tags("</span>")
        .icon(PICTURE)
        .tags("</label><input type=\"hidden\" id=\"composer-pictures\" name=\"pictures\">");
    #[cfg(feature = "ssr")]
    {
        html.tags("<noscript>");
        ChatStore::expect().peek(|state| kept(&mut html, state.fields.text("pictures"), language));
        // The script asks for it beside each picture.
        html.tags("<label>").tags(language.picture_texts().alt);
        html.tags(" <input class=\"field\" name=\"alt\" autocomplete=\"off\"></label></noscript>");
    }
    html.into_text()
}

/// The pictures that came with a form that was refused, and wait for another one.
#[cfg(feature = "ssr")]
fn kept(html: &mut Html, noted: &str, language: Language) {
    let pictures: Vec<PictureRef> = serde_json::from_str(noted).unwrap_or_default();
    if pictures.is_empty() {
        return;
    }
    html.tags("<input type=\"hidden\" id=\"kept-pictures\" name=\"pictures\" value=\"").words(noted).tags("\">");
    let texts = language.picture_texts();
    for PictureRef { id, alt } in &pictures {
        html.tags("<p class=\"kept-picture\"><img src=\"/p/").words(id.as_str());
        html.tags("/thumb\" height=\"64\" alt=\"\"><label>").tags(texts.alt);
        html.tags(" <input class=\"field\" name=\"kept_alt\" autocomplete=\"off\" value=\"").words(alt);
        html.tags("\"></label><label><input type=\"checkbox\" name=\"drop\" value=\"").words(id.as_str());
        html.tags("\">").tags(texts.remove).tags("</label></p>");
    }
}

/// Takes the pictures that are ready to be sent.
pub fn noted() -> Vec<PictureRef> {
    let noted = note().map(|field| field.value()).unwrap_or_default();
    json::from_str(&noted).unwrap_or_default()
}

/// Tells the script that they were sent.
pub fn forget() {
    if let Some(field) = note() {
        field.set_value("");
    }
}

fn note() -> Option<HtmlInputElement> {
    document().get_element_by_id(NOTED)?.dyn_into().ok()
}
