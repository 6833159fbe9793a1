use leptos::prelude::*;

use super::ui::texts;
use crate::{client::store::ChatStore, i18n::Texts};

/// Who is typing in the open room. Not announced: it would talk over the messages.
#[component]
pub fn TypingLine() -> impl IntoView {
    let texts = texts();
    let names = ChatStore::expect().select(|state| {
        let typing = state.room.as_ref().map(|view| view.typing.as_slice()).unwrap_or_default();
        typing.iter().map(|(member, _)| member.nickname.clone()).collect::<Vec<_>>()
    });
    view! {
        <p class="typing">
            {move || {
                let names = names.get();
                let (first, second, rest) = sentence(texts, names.as_slice());
                view! {
                    <bdi>{first}</bdi>
                    {(!second.is_empty()).then_some(texts.and)}
                    <bdi>{second}</bdi>
                    {rest}
                }
            }}
        </p>
    }
}

/// Up to two names and what follows them; more people stay unnamed.
fn sentence(texts: &Texts, names: &[std::sync::Arc<str>]) -> (String, String, &'static str) {
    let none = String::new;
    match names {
        [] => (none(), none(), ""),
        [one] => (one.to_string(), none(), texts.typing[0]),
        [one, two] => (one.to_string(), two.to_string(), texts.typing[1]),
        _ => (none(), none(), texts.typing[2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn names_two_people_at_most() {
        let (texts, names) = (Language::English.texts(), ["Kim".into(), "Lee".into(), "Park".into()]);
        let say = |count: usize| sentence(texts, &names[..count]);
        assert_eq!(say(0).2, "");
        assert_eq!(say(1), ("Kim".into(), String::new(), " is typing…"));
        assert_eq!(say(2), ("Kim".into(), "Lee".into(), " are typing…"));
        assert_eq!(say(3), (String::new(), String::new(), "Several people are typing…"));
    }
}
