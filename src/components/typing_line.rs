use std::sync::Arc;

use leptos::prelude::*;

use super::{live::text, ui::texts};
use crate::{client::store::ChatStore, i18n::Texts};

/// Who is typing in the open room. Not announced: it would talk over the messages.
#[component]
pub fn TypingLine() -> impl IntoView {
    let texts = texts();
    let names = ChatStore::expect().select(|state| {
        let typing = state.room.as_ref().map(|view| view.typing.as_slice()).unwrap_or_default();
        typing.iter().map(|(member, _)| member.nickname.clone()).collect::<Vec<_>>()
    });
    let say = |part: fn(Sentence) -> String| text(move || names.with(|names| part(sentence(texts, names))));
    view! {
        <p class="typing">
            <bdi>{say(|said| said.first)}</bdi>
            {say(|said| said.between.to_owned())}
            <bdi>{say(|said| said.second)}</bdi>
            {say(|said| said.rest.to_owned())}
        </p>
    }
}

/// What is said about those who type.
#[derive(Debug, Default, PartialEq)]
struct Sentence {
    first: String,
    between: &'static str,
    second: String,
    rest: &'static str,
}

/// Up to two names and what goes with them; more people stay unnamed.
fn sentence(texts: &Texts, names: &[Arc<str>]) -> Sentence {
    match names {
        [] => Sentence::default(),
        [one] => Sentence { first: one.to_string(), rest: texts.typing[0], ..Sentence::default() },
        [one, two] => {
            Sentence { first: one.to_string(), between: texts.and, second: two.to_string(), rest: texts.typing[1] }
        }
        _ => Sentence { rest: texts.typing[2], ..Sentence::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn names_two_people_at_most() {
        let (texts, names) = (Language::English.texts(), ["Kim".into(), "Lee".into(), "Park".into()]);
        let say = |count: usize| {
            let Sentence { first, between, second, rest } = sentence(texts, &names[..count]);
            [&*first, between, &*second, rest].concat()
        };
        assert_eq!(say(0), "");
        assert_eq!(say(1), "Kim is typing…");
        assert_eq!(say(2), "Kim and Lee are typing…");
        assert_eq!(say(3), "Several people are typing…");
    }
}
