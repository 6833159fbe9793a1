//! Who comes and goes and takes over, as the house tells it in a room.

use crate::{
    domain::{
        MessageKind,
        message::{CAME, TOOK_OVER, WENT},
    },
    i18n::Texts,
    protocol::Message,
};

/// Whether a message only says that somebody came or went: the house's own, and what chatters say of themselves.
pub fn is_passage(message: &Message) -> bool {
    let own = message.content.strip_prefix(&*message.author.nickname);
    message.author.is_house() || (message.kind == MessageKind::Alert && matches!(own, Some(CAME | WENT)))
}

/// Of whom the house tells, and what, in the page's language. The house writes in Korean; as HTML it ends the same.
pub fn passage<'a>(content: &'a str, texts: &Texts) -> (&'a str, &'static str) {
    let (name, what) = if let Some(name) = content.strip_suffix(CAME) {
        (name, texts.came)
    } else if let Some(name) = content.strip_suffix(WENT) {
        (name, texts.went)
    } else if let Some(name) = content.strip_suffix(TOOK_OVER) {
        (name, texts.took_over)
    } else {
        (content, "")
    };
    (texts.named(name), what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::markup, i18n::Language};

    #[test]
    fn is_told_in_the_readers_language() {
        let told = |content: &str, language: Language| {
            let (name, what) = passage(content, language.texts());
            [name, what].concat()
        };
        assert_eq!(told("철수님이 입장했습니다.", Language::Korean), "철수님이 입장했습니다.");
        let html = markup::render("<b>님이 퇴장했습니다.", &[]);
        assert_eq!(told(&html, Language::English), "&lt;b&gt; left.");
        assert_eq!(told("다른 말", Language::English), "다른 말");
        assert_eq!(told("떠난 손님님이 입장했습니다.", Language::English), "A guest who left came in.");
        assert_eq!(told("떠난 손님님이 입장했습니다.", Language::Korean), "떠난 손님님이 입장했습니다.");
    }
}
