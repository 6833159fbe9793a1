//! Text that is nothing but text.

use std::fmt::Write;

/// Stands in the text that the parser reads where it would otherwise see a block, or would not see the end of a word;
/// see [`inline`](super::inline). It is an ornament of Devanagari manuscripts, punctuation to Unicode, and is never
/// written out.
pub const GUARD: char = '\u{A8FC}';

/// Writes text with its lines.
pub fn escape(html: &mut String, text: &str) {
    lines(html, text, "<br>");
}

/// Writes text with its lines into a `pre`.
pub fn escape_code(html: &mut String, text: &str) {
    lines(html, text, "\n");
}

fn lines(html: &mut String, text: &str, line_break: &str) {
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str(line_break),
            // A lone direction override would reorder what follows the message; as text it is harmless. Many of them
            // share an element, which has no class: a message of nothing else would otherwise be ten times as long for everybody.
            c if is_override(c) && is_override(before) => {
                html.truncate(html.len() - "</samp>".len());
                let _ = write!(html, " U+{:04X}</samp>", c as u32);
            }
            c if is_override(c) => {
                let _ = write!(html, "<samp>U+{:04X}</samp>", c as u32);
            }
            c => html.push(c),
        }
        before = c;
    }
}

fn is_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
