use std::time::Duration;

use leptos::prelude::*;

use super::{
    live::{on_change, text},
    passage::{is_passage, passage},
    ui::texts,
};
use crate::{
    client::{
        soon::after,
        state::{ChatState, RoomStatus},
        store::ChatStore,
    },
    domain::RoomId,
    i18n::Texts,
};

/// How long messages are gathered before they are read out together.
const GATHERING: Duration = Duration::from_millis(800);

/// More messages than this at once are only counted: nobody listens to a flood.
const FLOOD: usize = 3;

/// How far the reader has heard a room: `None` until its history is there, which is never read out.
type Heard = (Option<RoomId>, Option<u64>);

/// Reads new messages of others to those who listen. The feed itself is silent, so that history and redrawn rows are
/// not read out again.
#[component]
pub fn Announcer() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let said = RwSignal::new(String::new());
    let waiting = StoredValue::new(Vec::<String>::new());
    let newest = store.select(heard);
    on_change(move |before: Option<Heard>| {
        let now = newest.get();
        if let Some((room, Some(from))) = before
            && room == now.0
        {
            let lines = store.peek(|state| lines_after(state, from, texts));
            let idle = waiting.with_value(Vec::is_empty) && !lines.is_empty();
            waiting.update_value(|waiting| waiting.extend(lines));
            if idle {
                after(GATHERING, move || {
                    let lines = waiting.try_update_value(std::mem::take).unwrap_or_default();
                    said.try_update(|said| *said = told_anew(announcement(texts, &lines), said));
                });
            }
        }
        now
    });
    view! {
        <div class="visually-hidden" role="status" aria-live="polite" id="announcer">
            {text(move || said.get())}
        </div>
    }
}

fn heard(state: &ChatState) -> Heard {
    let Some(view) = &state.room else { return (None, None) };
    let last = view.feed.messages.last().map_or(0, |message| message.seq);
    (Some(view.id.clone()), (view.status != RoomStatus::Opening).then_some(last))
}

/// What others wrote after a seq, each as "name: text", and who else came and went.
fn lines_after(state: &ChatState, seq: u64, texts: &Texts) -> Vec<String> {
    let (me, nickname) = state.me.as_ref().map(|me| (&me.id, &*me.nickname)).unzip();
    let messages = state.room.iter().flat_map(|view| view.feed.messages.iter().rev());
    let mut lines: Vec<_> = messages
        .take_while(|message| message.seq > seq)
        .filter(|message| Some(&message.author.id) != me && message.deleted_at.is_none())
        .filter_map(|message| {
            if is_passage(message) {
                let (name, what) = passage(&message.content, texts);
                return (Some(name) != nickname).then(|| [name, what].concat());
            }
            let mut line = [&*message.author.nickname, ": ", &*message.content].concat();
            for alt in alts(&message.html) {
                line.push(' ');
                line.push_str(&alt);
            }
            Some(line)
        })
        .collect();
    lines.reverse();
    lines
}

/// What is to be seen on the pictures of a message, of whose HTML only they have such an attribute: the quotes of a text
/// are escaped in it.
fn alts(html: &str) -> impl Iterator<Item = String> {
    let mut pieces = html.split('"');
    std::iter::from_fn(move || {
        pieces.find(|before| before.ends_with(" alt="))?;
        pieces.next().map(unescaped)
    })
}

fn unescaped(attribute: &str) -> String {
    let mut pieces = attribute.split('&');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for (name, rest) in pieces.filter_map(|piece| piece.split_once(';')) {
        plain.push(match name {
            "quot" => '"',
            "lt" => '<',
            _ => '&',
        });
        plain.push_str(rest);
    }
    plain
}

fn announcement(texts: &Texts, lines: &[String]) -> String {
    if lines.len() > FLOOD {
        (texts.new_messages)(u32::try_from(lines.len()).unwrap_or(u32::MAX))
    } else {
        lines.join("\n")
    }
}

/// Screen readers hear only what changes: the same words again differ by a space that is not read.
fn told_anew(mut words: String, before: &str) -> String {
    if words == before {
        words.push('\u{a0}');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Picture, PictureId, picture::write_html},
        i18n::Language,
    };

    #[test]
    fn the_same_words_again_are_another_text() {
        let first = told_anew("철수: ㅋㅋ".to_owned(), "");
        let second = told_anew("철수: ㅋㅋ".to_owned(), &first);
        assert_ne!(first, second);
        assert_ne!(second, told_anew("철수: ㅋㅋ".to_owned(), &second));
    }

    #[test]
    fn a_picture_is_told_in_the_words_of_its_sender() {
        let picture = |alt: &str| Picture { id: PictureId::new("p"), width: 1, height: 1, alt: alt.into() };
        let mut html = String::from("<p>그림 alt=&quot;아님&quot;</p>");
        write_html(&mut html, &[picture("\"<감>\" & 배 &lt;"), picture("")]);
        assert_eq!(alts(&html).collect::<Vec<_>>(), ["\"<감>\" & 배 &lt;", "🖼"]);
        assert_eq!(alts("<p>글</p>").count(), 0);
    }

    #[test]
    fn a_flood_is_only_counted() {
        let texts = Language::Korean.texts();
        let lines: Vec<_> = (0..4).map(|n| format!("철수: {n}")).collect();
        assert_eq!(announcement(texts, &lines[..2]), "철수: 0\n철수: 1");
        assert_eq!(announcement(texts, &lines), "새 메시지 4개");
    }
}
