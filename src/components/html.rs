//! Parts of the page that never change once they are drawn, as text.
//!
//! An element is code in the page's program, and the browser is asked for each one separately; a text is data, and the
//! browser reads a whole row of it at once. What a person wrote gets in as words only: [`Html::tags`] takes nothing but
//! what stands in our own source.

use leptos::prelude::*;

use super::{block::Block, icon::icon};
use crate::protocol::Message;

/// What means something in HTML.
const SPECIAL: [char; 5] = ['&', '<', '>', '"', '\''];

/// HTML that is being written.
#[derive(Default)]
pub struct Html(String);

impl Html {
    /// Elements of our own, or a text of the page's language.
    pub fn tags(&mut self, html: &'static str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// Somebody's words, which stay words.
    pub fn words(&mut self, words: &str) -> &mut Self {
        for part in words.split_inclusive(SPECIAL) {
            let plain = part.strip_suffix(SPECIAL).unwrap_or(part);
            let special = match part.as_bytes().get(plain.len()) {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'"') => "&quot;",
                Some(_) => "&#39;",
                None => "",
            };
            self.0.push_str(plain);
            self.0.push_str(special);
        }
        self
    }

    /// A text of the page's language for those who listen.
    pub fn unseen(&mut self, text: &'static str) -> &mut Self {
        self.tags("<span class=\"visually-hidden\">").tags(text).tags("</span>")
    }

    /// One of our own [icons](super::icon).
    pub fn icon(&mut self, line: &'static str) -> &mut Self {
        self.0.push_str(&icon(line));
        self
    }

    /// What the server made of a message's text, which is safe to insert.
    pub fn content(&mut self, message: &Message) -> &mut Self {
        self.0.push_str(&message.html);
        self
    }

    /// For an element's `inner_html`.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// An entry of a list that is drawn anew rather than changed.
pub struct Item {
    pub class: String,
    /// By which it is found, and takes the focus.
    pub id: Option<String>,
    pub html: Html,
}

impl Item {
    /// An entry that nothing leads to.
    pub fn new(class: &'static str, write: impl FnOnce(&mut Html)) -> Self {
        let mut html = Html::default();
        write(&mut html);
        Self { class: class.to_owned(), id: None, html }
    }

    /// The same, and the one to which a page opens.
    #[cfg(feature = "ssr")]
    pub fn draw_open(self) -> Block {
        let Self { class, id, html: Html(html) } = self;
        let class = class + " target";
        Block::new(view! { <li class=class id=id tabindex="-1" autofocus=true inner_html=html></li> })
    }

    /// The same as text, for a document that is written while it is read.
    #[cfg(feature = "ssr")]
    pub fn into_html(self) -> String {
        let mut id = Html::default();
        if let Some(name) = &self.id {
            id.tags(" tabindex=\"-1\" id=\"").words(name).tags("\"");
        }
        let mut class = Html::default();
        class.words(&self.class);
        ["<li class=\"", &class.0, "\"", &id.0, ">", &self.html.0, "</li>\n"].concat()
    }

    pub fn draw(self) -> Block {
        let Self { class, id, html: Html(html) } = self;
        let focusable = id.is_some().then_some("-1");
        Block::new(view! { <li class=class id=id tabindex=focusable inner_html=html></li> })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut html = Html::default();
        html.tags("<b>").words("<i>\"&'철수'&\" > 영희</i>").tags("</b>");
        assert_eq!(html.0, "<b>&lt;i&gt;&quot;&amp;&#39;철수&#39;&amp;&quot; &gt; 영희&lt;/i&gt;</b>");
        let mut plain = Html::default();
        assert_eq!(plain.words("").words("그냥 말").0, "그냥 말");
    }
}
