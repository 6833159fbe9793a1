//! From a message's plain text to the HTML that readers see.
//!
//! Everything is escaped; the only elements made are line breaks and links to `http`, `https` and `mailto`.

use std::fmt::Write;

use linkify::{LinkFinder, LinkKind};

/// Renders a message's text as HTML that is safe to insert.
pub fn render(content: &str) -> String {
    let mut html = String::with_capacity(content.len() + 16);
    for span in finder().spans(content) {
        let text = span.as_str();
        match span.kind() {
            Some(LinkKind::Url) if text.starts_with("http://") || text.starts_with("https://") => {
                link(&mut html, "", text)
            }
            Some(LinkKind::Email) => link(&mut html, "mailto:", text),
            _ => escape(&mut html, text),
        }
    }
    html
}

fn finder() -> LinkFinder {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    finder
}

fn link(html: &mut String, scheme: &str, address: &str) {
    html.push_str("<a href=\"");
    html.push_str(scheme);
    escape(html, address);
    html.push_str("\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">");
    escape(html, address);
    html.push_str("</a>");
}

fn escape(html: &mut String, text: &str) {
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str("<br>"),
            // A lone direction override would reorder what follows the message; as text it is harmless. Many of them
            // share an element: a message of nothing else would otherwise be fifteen times as long for every reader.
            c if is_override(c) && is_override(before) => {
                html.truncate(html.len() - "</span>".len());
                let _ = write!(html, " U+{:04X}</span>", c as u32);
            }
            c if is_override(c) => {
                let _ = write!(html, "<span class=\"code-point\">U+{:04X}</span>", c as u32);
            }
            c => html.push(c),
        }
        before = c;
    }
}

fn is_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_everything() {
        assert_eq!(
            render("<script>alert('1') & \"2\"</script>"),
            "&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;"
        );
    }

    #[test]
    fn keeps_lines() {
        assert_eq!(render("안녕\n하세요"), "안녕<br>하세요");
    }

    #[test]
    fn links_http_and_mail_only() {
        let html = render(
            "https://example.org/?a=1&b=2, kim@example.org javascript:alert(1) ftp://x.example data:text/html,x",
        );
        assert!(html.contains(
            "<a href=\"https://example.org/?a=1&amp;b=2\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">"
        ));
        assert!(html.contains("<a href=\"mailto:kim@example.org\""));
        assert_eq!(html.matches("<a ").count(), 2);
    }

    #[test]
    fn a_link_cannot_leave_its_attribute() {
        let html = render("https://example.org/\"onmouseover=alert(1)");
        assert!(!html.contains("\"onmouseover"), "{html}");
    }

    #[test]
    fn shows_direction_overrides_instead_of_obeying_them() {
        assert_eq!(render("a\u{202E}b"), "a<span class=\"code-point\">U+202E</span>b");
        assert_eq!(render("\u{202E}\u{2066}b"), "<span class=\"code-point\">U+202E U+2066</span>b");
    }

    #[test]
    fn is_never_many_times_as_long_as_the_text() {
        for text in ["\u{202E}", "\"", "&", "<", "\n", "가", "a "] {
            let long = text.repeat(12_000 / text.len());
            assert!(render(&long).len() <= 6 * long.len() + 50, "{text:?}");
        }
    }
}
