use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::{actions::ChooseNickname, domain::limits::NICKNAME};

const SECTION: &str = "nickname";

/// The name by which others know the guest.
#[component]
pub fn Nickname(desk: Desk) -> impl IntoView {
    let Desk { page, texts, words, .. } = desk.clone();
    let refused = desk.outcome_of(SECTION).filter(|outcome| outcome.refused.is_some());
    let nickname = page.me.as_ref().map(|me| me.nickname.to_string()).unwrap_or_default();
    let value = refused.map_or(nickname, |outcome| outcome.fields.text("nickname").to_owned());
    let invalid = if refused.is_some() { "true" } else { "false" };
    view! {
        <Section desk id=SECTION title=texts.nickname saved=words.saved>
            <form class="settings-form" method="post" action=ChooseNickname::PATH>
                <div class="field-group">
                    <label class="field-label" for="nickname-field">
                        {texts.rename}
                    </label>
                    <div class="field-row">
                        <input
                            class="field"
                            id="nickname-field"
                            name="nickname"
                            type="text"
                            required=true
                            autocomplete="nickname"
                            autocapitalize="none"
                            spellcheck="false"
                            minlength=NICKNAME.min.to_string()
                            maxlength=NICKNAME.bytes.to_string()
                            value=value
                            aria-invalid=invalid
                            aria-describedby="nickname-refusal nickname-hint"
                        />
                        <button class="button">{texts.rename_submit}</button>
                    </div>
                    <p class="field-hint" id="nickname-hint">
                        {words.nickname_hint}
                    </p>
                </div>
            </form>
        </Section>
    }
}
