//! Coming and going, as the house tells it in a room.

use leptos::prelude::*;

use super::{block::Block, feed::Line, moment::Moment, moment::clock, ui::Ui};
use crate::{
    domain::message::{CAME, WENT},
    i18n::Texts,
};

/// A line of the house in the feed: who came in or went.
#[component]
pub fn PassageRow(line: Line) -> Block {
    let ui = Ui::expect();
    let message = line.message;
    let (name, what) = passage(&message.content, ui.texts);
    let name = name.to_owned();
    Block::new(view! {
        <li class="message passage" id=format!("m{}", message.id) tabindex="-1">
            <p class="clip">
                <bdi>{name}</bdi>
                {what}
            </p>
            <Moment at=message.created_at text=clock(ui, message.created_at) />
        </li>
    })
}

/// Who, and what they did, in the page's language. The house writes in Korean.
pub fn passage<'a>(content: &'a str, texts: &Texts) -> (&'a str, &'static str) {
    if let Some(name) = content.strip_suffix(CAME) {
        (name, texts.came)
    } else if let Some(name) = content.strip_suffix(WENT) {
        (name, texts.went)
    } else {
        (content, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn is_told_in_the_readers_language() {
        let told = |content, language: Language| {
            let (name, what) = passage(content, language.texts());
            [name, what].concat()
        };
        assert_eq!(told("철수님이 입장했습니다.", Language::Korean), "철수님이 입장했습니다.");
        assert_eq!(told("철수님이 퇴장했습니다.", Language::English), "철수 left.");
        assert_eq!(told("다른 말", Language::English), "다른 말");
    }
}
