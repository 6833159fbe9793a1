use leptos::prelude::*;

use crate::{
    domain::{Refusal, limits},
    i18n::Language,
};

/// What a page shows of pictures that are about to be sent: the tray, the item that `public/pictures.js` puts into it for
/// each of them, and all that there may be to say.
#[component]
pub fn PictureTray(language: Language, largest: u32) -> impl IntoView {
    let texts = language.picture_texts();
    let refusals = [
        Refusal::TooManyPictures,
        Refusal::PictureTooLarge,
        Refusal::PictureUnreadable,
        Refusal::PicturesFull,
        Refusal::NicknameRequired,
        Refusal::RoomNotFound,
        Refusal::RoomClosed,
        Refusal::TooManyRequests,
    ];
    let sentences = [
        ("uploading", texts.uploading),
        ("ready", texts.ready),
        ("waiting", texts.waiting),
        ("offline", texts.offline),
        ("failed", texts.failed),
    ];
    let sentences = refusals
        .map(|refusal| (refusal.code(), (language.texts().refusal)(refusal)))
        .into_iter()
        .chain(sentences)
        .map(|(word, sentence)| view! { <span data-word=word>{sentence}</span> })
        .collect_view();
    view! {
        <div class="picture-tray" data-largest=largest data-most=limits::PICTURES>
            <ul class="picture-list" aria-label=texts.tray></ul>
            <p class="picture-say" role="status"></p>
            <template data-part="item">
                <li class="picture-item">
                    <canvas class="picture-preview" width="128" height="128" aria-hidden="true"></canvas>
                    <div class="picture-words">
                        <label class="picture-alt">
                            <span>{texts.alt}</span>
                            <input
                                class="field"
                                type="text"
                                maxlength=limits::ALT.max
                                placeholder=texts.alt_hint
                                autocomplete="off"
                            />
                        </label>
                        <progress class="picture-progress" max="1" value="0" aria-label=texts.uploading></progress>
                        <p class="picture-state"></p>
                    </div>
                    <button class="quiet-button picture-again" type="button" hidden>
                        {texts.again}
                    </button>
                    <button class="quiet-button picture-remove" type="button">
                        {texts.remove}
                    </button>
                </li>
            </template>
            <template data-part="sentences">{sentences}</template>
        </div>
    }
}
