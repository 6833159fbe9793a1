//! Formatting within lines: bold, italic, struck out, code and links.
//!
//! The parser is a Markdown parser that is asked for one paragraph, whatever is in it: a [`GUARD`] before every line
//! keeps it from seeing blocks. Of its answer only the places of marks are used. All text is taken from the message
//! itself, so nothing gets lost that is no mark: no backslash, no entity, no blank.

use std::{convert::Infallible, ops::Range, sync::Arc};

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use url::Url;

use super::{
    Writing,
    text::{GUARD, escape},
};
use crate::domain::mention;

/// Marks within marks; deeper ones stay text.
const DEEPEST: usize = 6;

/// What is looked through beside a mark for the letter to which it belongs.
const MOST_MARKS: usize = 8;

const MARKS: [char; 5] = ['*', '_', '~', '`', GUARD];

/// Writes text of any number of lines.
pub fn write(html: &mut String, text: &str, writing: &mut Writing) {
    if text.contains(GUARD) {
        return escape(html, text);
    }
    let text = guarded(text);
    let Writing { links, mentioned } = writing;
    let mut edges = Edges { bare: bare_links(&text, *links), text: &text, found: Vec::new(), links };
    *edges.links -= edges.bare.len();
    if text.contains(['*', '_', '~', '`', '[']) {
        edges.parse();
    }
    edges.mention(mentioned);
    edges.write(html);
}

/// The text with guards before its lines, and where a run of marks stands between punctuation and a letter of a script
/// that writes particles right behind a word: the parser would not see that the word ends ("**한글(괄호)**은").
fn guarded(text: &str) -> String {
    let is_mark = |c| matches!(c, '*' | '~');
    let mut guarded = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some(start) = rest.find(is_mark) {
        let (plain, marked) = rest.split_at(start);
        let (run, after) = marked.split_at(marked.find(|c| !is_mark(c)).unwrap_or(marked.len()));
        let (before, next) = (plain.chars().next_back().unwrap_or(' '), after.chars().next().unwrap_or(' '));
        guarded.push_str(plain);
        if is_foreign_letter(before) && is_punctuation(next) {
            guarded.push(GUARD);
        }
        guarded.push_str(run);
        if is_punctuation(before) && is_foreign_letter(next) {
            guarded.push(GUARD);
        }
        rest = after;
    }
    guarded.push_str(rest);
    let lines: Vec<_> = guarded.split('\n').map(|line| [GUARD.encode_utf8(&mut [0; 4]), line].concat()).collect();
    lines.join("\n")
}

fn is_foreign_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Addresses that stand in the text as they are.
fn bare_links(text: &str, most: usize) -> Vec<Bare> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    let link = |link: linkify::Link| {
        let address = link.as_str();
        let scheme = match link.kind() {
            LinkKind::Email => "mailto:",
            _ if address.starts_with("http://") || address.starts_with("https://") => "",
            _ => return None,
        };
        // Marks around an address are not its own.
        let start = link.start() + address.len() - address.trim_start_matches(MARKS).len();
        let end = link.start() + address.trim_end_matches(MARKS).len();
        Some(Bare { at: start..end, scheme })
    };
    finder.links(text).filter_map(link).take(most).collect()
}

struct Bare {
    at: Range<usize>,
    scheme: &'static str,
}

impl Bare {
    fn address(&self, text: &str) -> String {
        [self.scheme, &text[self.at.clone()]].concat().replace(GUARD, "")
    }
}

/// What is written instead of marks, and of other parts of the text.
struct Edge {
    at: Range<usize>,
    html: String,
}

/// The places at which elements begin and end. What is between them is text.
struct Edges<'a> {
    text: &'a str,
    /// In the order of the text, none within another.
    bare: Vec<Bare>,
    found: Vec<Edge>,
    /// How many more there may be.
    links: &'a mut usize,
}

impl Edges<'_> {
    fn parse(&mut self) {
        let mut open = 0;
        let mut address = None;
        // The end of what was seen last: where a link ends, the end of its label.
        let mut seen = 0;
        for (event, at) in Parser::new_ext(self.text, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
            match &event {
                Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, .. }) => {
                    address = safe(dest_url).filter(|_| title.is_empty());
                }
                Event::End(TagEnd::Link) => {
                    if let Some(address) = address.take() {
                        self.labelled(at.start + 1..seen, at.end, &address);
                    }
                }
                Event::Start(tag) => {
                    if let Some(mark) = Mark::of(tag) {
                        open += 1;
                        self.marked(mark, &at, open);
                    }
                }
                Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough) => open -= 1,
                Event::Code(_) => self.code(&at),
                _ => {}
            }
            seen = at.end;
        }
    }

    fn marked(&mut self, mark: Mark, at: &Range<usize>, depth: usize) {
        let inner = at.start + mark.length()..at.end - mark.length();
        if depth > DEEPEST || !mark.is_meant(self.text, at) || self.is_in_link(at.start) || self.is_in_link(inner.end) {
            return;
        }
        let element = mark.element();
        self.found.push(Edge { at: at.start..inner.start, html: ["<", element, ">"].concat() });
        self.found.push(Edge { at: inner.end..at.end, html: ["</", element, ">"].concat() });
    }

    /// Code within a line. Two lines with a backtick each are two faces.
    fn code(&mut self, at: &Range<usize>) {
        let code = &self.text[at.clone()];
        if code.contains('\n') || self.is_in_link(at.start) {
            return;
        }
        let fence = code.len() - code.trim_start_matches('`').len();
        let code = &code[fence..code.len() - fence];
        let inner = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' '));
        let mut html = String::from("<code>");
        write_text(&mut html, inner.filter(|inner| !inner.trim().is_empty()).unwrap_or(code));
        html.push_str("</code>");
        self.bare.retain(|link| !at.contains(&link.at.start));
        self.found.push(Edge { at: at.clone(), html });
    }

    /// A link with a label, unless that says it leads somewhere else.
    fn labelled(&mut self, label: Range<usize>, end: usize, address: &str) {
        let leads_elsewhere = |link: &Bare| {
            label.contains(&link.at.start) && safe(&link.address(self.text)).is_none_or(|named| named != address)
        };
        let has_label = label.start < label.end && self.text[label.end..].starts_with("](");
        if !has_label || self.bare.iter().any(leads_elsewhere) || self.is_in_link(label.start - 1) || *self.links == 0 {
            return;
        }
        *self.links -= 1;
        self.bare.retain(|link| !(label.start..end).contains(&link.at.start));
        self.found.push(Edge { at: label.start - 1..label.start, html: anchor(" class=\"labelled\"", address) });
        self.found.push(Edge { at: label.end..end, html: "</a>".to_owned() });
    }

    /// Makes names of those whom the message mentions stand out, except in code and addresses.
    fn mention(&mut self, mentioned: &[Arc<str>]) {
        if mentioned.is_empty() {
            return;
        }
        let is_mentioned = |key: &str| Ok::<_, Infallible>(mentioned.iter().any(|name| **name == *key).then_some(()));
        let Ok(names) = mention::find(self.text, is_mentioned);
        for (at, ()) in names {
            let is_within = |other: &Range<usize>| other.start < at.end && at.start < other.end;
            if self.found.iter().any(|edge| is_within(&edge.at)) || self.bare.iter().any(|link| is_within(&link.at)) {
                continue;
            }
            let mut html = String::from("<span class=\"mention\">");
            write_text(&mut html, &self.text[at.clone()]);
            html.push_str("</span>");
            self.found.push(Edge { at, html });
        }
    }

    fn is_in_link(&self, place: usize) -> bool {
        self.bare.iter().any(|link| link.at.contains(&place))
    }

    fn write(mut self, html: &mut String) {
        for link in self.bare {
            let mut anchor = anchor("", &link.address(self.text));
            write_text(&mut anchor, &self.text[link.at.clone()]);
            anchor.push_str("</a>");
            self.found.push(Edge { at: link.at, html: anchor });
        }
        self.found.sort_by_key(|edge| edge.at.start);
        let mut written = 0;
        for edge in self.found {
            write_text(html, &self.text[written..edge.at.start]);
            html.push_str(&edge.html);
            written = edge.at.end;
        }
        write_text(html, &self.text[written..]);
    }
}

/// What a pair of marks makes.
#[derive(Clone, Copy)]
enum Mark {
    Strong,
    Emphasis,
    Strike,
}

impl Mark {
    fn of(tag: &Tag) -> Option<Self> {
        match tag {
            Tag::Strong => Some(Self::Strong),
            Tag::Emphasis => Some(Self::Emphasis),
            Tag::Strikethrough => Some(Self::Strike),
            _ => None,
        }
    }

    fn element(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Emphasis => "em",
            Self::Strike => "del",
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Strong | Self::Strike => 2,
            Self::Emphasis => 1,
        }
    }

    /// Whether somebody who types this in a chat means it as formatting. Sums ("2*3*4"), faces ("*^^*", "^_^"), drawn
    /// out syllables ("하하~~호호~~") and names of programs ("__init__") are what Markdown takes for it besides.
    fn is_meant(self, text: &str, at: &Range<usize>) -> bool {
        let marked = &text[at.clone()];
        let is_mark = |c: &char| MARKS.contains(c);
        let before = text[..at.start].chars().rev().take(MOST_MARKS).find(|c| !is_mark(c));
        let after = text[at.end..].chars().take(MOST_MARKS).find(|c| !is_mark(c));
        let first = marked.chars().take(MOST_MARKS).find(|c| !is_mark(c));
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_ascii_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        match self {
            // Also within a word: "매우**중요**합니다".
            Self::Strong => marked.starts_with("**") && !is_ascii_letter(before) && !is_ascii_letter(after),
            Self::Strike => marked.starts_with("~~") && !is_letter(before) && !is_ascii_letter(after),
            Self::Emphasis => {
                let opens = |c: char| marked.starts_with('*') && "\"'“‘([《「『<".contains(c);
                !is_letter(before) && !is_ascii_letter(after) && (is_letter(first) || first.is_some_and(opens))
            }
        }
    }
}

/// The address of a link as browsers read it, if it leads to a page or a mailbox.
fn safe(address: &str) -> Option<String> {
    let address = Url::parse(address).ok()?;
    matches!(address.scheme(), "http" | "https" | "mailto").then(|| address.into())
}

/// The beginning of a link.
fn anchor(class: &str, address: &str) -> String {
    let mut html = ["<a", class, " href=\""].concat();
    escape(&mut html, address);
    html.push_str("\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">");
    html
}

/// Writes text without the guards in it.
fn write_text(html: &mut String, text: &str) {
    escape(html, &text.replace(GUARD, ""));
}
