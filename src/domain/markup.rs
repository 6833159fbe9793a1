//! From a message's plain text to the HTML that readers see: a small part of Markdown, as people type it in a chat.
//!
//! Text is shown as it was typed, and what the house does not take for formatting stays text: headings, pictures,
//! tables and HTML, but also faces (`^_^`), sums (`2*3*4`) and names with underscores. Only marks that became
//! formatting disappear. The parts make elements from this list and no others:
//!
//! | part | takes | makes |
//! | --- | --- | --- |
//! | [`blocks`] | whole lines | `pre`, `code`, `blockquote`, `ul`, `ol`, `li` |
//! | [`inline`] | what stands within lines | `strong`, `em`, `del`, `code`, `a`, `span` |
//! | [`text`] | what is left | `br`, `samp` |
//! | [`render`] | the whole message | `div`, `details`, `summary`, `span` |

mod blocks;
mod inline;
mod text;

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::{Author, message, name};

/// Links of one message; further addresses stay text, so that the HTML stays in proportion.
const MOST_LINKS: usize = 100;

/// The most emoji that are shown larger, when a message has nothing else.
const MOST_EMOJI: usize = 6;

/// What the parts share while a message is written.
struct Writing {
    /// How many more links there may be.
    links: usize,
    /// The [keys](name::Name::key) of names that are mentions.
    mentioned: Vec<Arc<str>>,
}

/// Renders a message's text as HTML that is safe to insert into a `div`. It is the same in every language.
/// The names of those whom it mentions stand out.
pub fn render(content: &str, mentioned: &[Author]) -> String {
    let mut html = String::with_capacity(content.len() + 16);
    if is_emoji_only(content) {
        html.push_str("<span class=\"emoji\">");
        text::escape(&mut html, content);
        html.push_str("</span>");
        return html;
    }
    let is_long = message::is_long(content);
    if is_long {
        html.push_str("<div class=\"folded\">");
    }
    let keys = mentioned.iter().map(|who| name::key(&who.nickname)).collect();
    blocks::write(&mut html, content, &mut Writing { links: MOST_LINKS, mentioned: keys }, 0);
    if is_long {
        // The style folds, and the element keeps whether it does: it works without a script, with the keyboard and by
        // name and state for a screen reader, which reads the whole text in any case, as find-in-page searches it. The
        // label is generated in the page's language; generated content belongs to an element's accessible name.
        html.push_str("</div><details class=\"fold\"><summary>⋯</summary></details>");
    }
    html
}

fn is_emoji_only(content: &str) -> bool {
    let mut shown = content.graphemes(true).filter(|grapheme| !grapheme.trim().is_empty()).peekable();
    shown.peek().is_some() && shown.clone().nth(MOST_EMOJI).is_none() && shown.all(is_emoji)
}

/// By the blocks of Unicode that have pictures. Digits and signs such as © are emoji to Unicode and text to people.
pub(super) fn is_emoji(grapheme: &str) -> bool {
    grapheme.starts_with(|c| matches!(c, '\u{231A}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B05}'..='\u{2B55}' | '\u{1F000}'..='\u{1FAFF}'))
}
