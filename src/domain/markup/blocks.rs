//! Formatting of whole lines: code, quotes and lists.
//!
//! In a chat a line ends where it ends. In Markdown it does not: a quote goes on over the next line, two blanks or four
//! at either end of a line mean something, and a row of dashes makes a heading of what stands above. That cannot be
//! filtered out of what a Markdown parser says, so the few kinds of blocks are told by their lines here.

use super::{Writing, inline, text};

/// Blocks within blocks; deeper ones stay text.
const DEEPEST: usize = 3;

const FENCE: &str = "```";
const LONGEST_LANGUAGE: usize = 20;

/// Writes lines of text.
pub fn write(html: &mut String, content: &str, writing: &mut Writing, depth: usize) {
    let lines: Vec<&str> = content.split('\n').collect();
    let mut lines = &lines[..];
    let mut plain = Vec::new();
    let mut fences = Fences::of(lines);
    let mut is_after_block = false;
    while let Some((line, rest)) = lines.split_first() {
        match Block::begins(lines, &mut fences).filter(|_| depth < DEEPEST) {
            Some((block, length)) => {
                write_plain(html, &plain, writing, is_after_block, true);
                plain.clear();
                block.write(html, writing, depth);
                is_after_block = true;
                lines = &lines[length..];
            }
            None => {
                plain.push(*line);
                lines = rest;
            }
        }
    }
    write_plain(html, &plain, writing, is_after_block, false);
}

/// Lines outside of blocks. Empty ones beside a block are the distance that it keeps anyway.
fn write_plain(html: &mut String, lines: &[&str], writing: &mut Writing, is_after_block: bool, is_before_block: bool) {
    let text = lines.join("\n");
    let text = if is_after_block { text.trim_start_matches('\n') } else { &text };
    let text = if is_before_block { text.trim_end_matches('\n') } else { text };
    inline::write(html, text, writing);
}

enum Block<'a> {
    Code { language: Option<&'a str>, code: String },
    Quote(String),
    Bullets(Vec<String>),
    Numbers { first: u32, items: Vec<String> },
}

impl<'a> Block<'a> {
    /// The block that begins with the first line, and of how many lines it is.
    fn begins(lines: &[&'a str], fences: &mut Fences) -> Option<(Self, usize)> {
        code(lines, fences).or_else(|| quote(lines)).or_else(|| list(lines))
    }

    fn write(self, html: &mut String, writing: &mut Writing, depth: usize) {
        match self {
            Self::Code { language, code } => {
                html.push_str("<pre");
                if let Some(language) = language {
                    html.push_str(" data-language=\"");
                    text::escape(html, language);
                    html.push('"');
                }
                html.push_str("><code>");
                text::escape_code(html, &code);
                html.push_str("</code></pre>");
            }
            Self::Quote(quoted) => {
                html.push_str("<blockquote>");
                write(html, &quoted, writing, depth + 1);
                html.push_str("</blockquote>");
            }
            Self::Bullets(items) => {
                html.push_str("<ul>");
                write_items(html, &items, writing, depth);
                html.push_str("</ul>");
            }
            Self::Numbers { first, items } => {
                html.push_str("<ol start=\"");
                html.push_str(&first.to_string());
                html.push_str("\">");
                write_items(html, &items, writing, depth);
                html.push_str("</ol>");
            }
        }
    }
}

fn write_items(html: &mut String, items: &[String], writing: &mut Writing, depth: usize) {
    for item in items {
        html.push_str("<li>");
        write(html, item, writing, depth + 1);
        html.push_str("</li>");
    }
}

/// Where the last end of a code block is. Without that, the text would be searched to its end for every fence that is
/// never closed.
struct Fences {
    lines: usize,
    last_end: Option<usize>,
}

impl Fences {
    fn of(lines: &[&str]) -> Self {
        Self { lines: lines.len(), last_end: lines.iter().rposition(|line| ends_code(line)) }
    }

    /// Whether one follows the first of these lines, which are the last of all.
    fn follow(&self, lines: &[&str]) -> bool {
        self.last_end.is_some_and(|end| end > self.lines - lines.len())
    }
}

fn ends_code(line: &str) -> bool {
    line.trim_end().ends_with(FENCE)
}

/// Code between fences. What follows the first fence is the language when it looks like the name of one, and code
/// otherwise.
fn code<'a>(lines: &[&'a str], fences: &mut Fences) -> Option<(Block<'a>, usize)> {
    let label = lines.first()?.strip_prefix(FENCE).filter(|label| !label.contains('`'))?;
    if !fences.follow(lines) {
        return None;
    }
    let end = 1 + lines[1..].iter().position(|line| ends_code(line))?;
    let language = Some(label.trim()).filter(|label| is_language(label));
    let mut code = Vec::new();
    if language.is_none() && !label.trim().is_empty() {
        code.push(label);
    }
    code.extend(&lines[1..end]);
    let last = lines[end].trim_end().trim_end_matches('`');
    if !last.is_empty() {
        code.push(last);
    }
    Some((Block::Code { language, code: code.join("\n") }, end + 1)).filter(|(block, _)| !block.is_empty())
}

fn is_language(label: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+#-._".contains(c);
    (1..=LONGEST_LANGUAGE).contains(&label.len()) && label.chars().all(is_part)
}

impl Block<'_> {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Code { code, .. } if code.trim().is_empty())
    }
}

/// Lines that begin with `>` and a blank, and say something: `>_<` and `> <` are faces.
fn quote<'a>(lines: &[&'a str]) -> Option<(Block<'a>, usize)> {
    let says_something = |line: &&str| line.contains(char::is_alphanumeric) && !line.trim_end().ends_with('<');
    quoted(lines.first()?).filter(says_something)?;
    let quote: Vec<_> = lines.iter().map_while(|line| quoted(line)).collect();
    Some((Block::Quote(quote.join("\n")), quote.len()))
}

fn quoted(line: &str) -> Option<&str> {
    line.strip_prefix("> ").or_else(|| (line == ">").then_some(""))
}

/// Two or more items of one kind. A single one is the answer to a question ("1. 네"), a date ("2026. 5. 3.") or a line
/// of a dialogue.
fn list<'a>(lines: &[&'a str]) -> Option<(Block<'a>, usize)> {
    let (first, _) = Marker::of(lines.first()?)?;
    let mut marker = first;
    let mut items = Vec::new();
    let mut length = 0;
    while let Some((_, text)) =
        lines.get(length).and_then(|line| Marker::of(line)).filter(|(found, _)| *found == marker)
    {
        let more = lines[length + 1..].iter().map_while(|line| marker.continued(line));
        let item: Vec<_> = std::iter::once(text).chain(more).collect();
        length += item.len();
        items.push(item.join("\n"));
        marker = marker.next();
    }
    let block = match first {
        _ if items.len() < 2 => return None,
        Marker::Bullet(_) => Block::Bullets(items),
        Marker::Number(first) => Block::Numbers { first, items },
    };
    Some((block, length))
}

/// What an item begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Bullet(u8),
    Number(u32),
}

impl Marker {
    /// The marker of a line and what the item says.
    fn of(line: &str) -> Option<(Self, &str)> {
        let (marker, text) = line.split_once(' ')?;
        let marker = match marker.as_bytes() {
            [bullet @ (b'-' | b'*')] => Self::Bullet(*bullet),
            [digits @ .., b'.'] if matches!(digits, [b'1'..=b'9', ..] | [b'0']) && digits.len() <= 4 => {
                Self::Number(marker[..digits.len()].parse().ok()?)
            }
            _ => return None,
        };
        Some((marker, text)).filter(|_| !text.trim().is_empty())
    }

    /// That of the next item: numbers which do not count on are shown as they were typed.
    fn next(self) -> Self {
        match self {
            Self::Bullet(bullet) => Self::Bullet(bullet),
            Self::Number(number) => Self::Number(number + 1),
        }
    }

    /// A line under the item that belongs to it, without its indentation.
    fn continued(self, line: &str) -> Option<&str> {
        let width = match self {
            Self::Bullet(_) => 2,
            Self::Number(number) => number.to_string().len() + 2,
        };
        let indentation = line.len() - line.trim_start_matches(' ').len();
        (indentation >= 2 && indentation < line.len()).then(|| &line[indentation.min(width)..])
    }
}
