//! Reads the HTML of a message strictly: what the house does not write itself is an error.

/// Elements without attributes, or with these exact ones.
const TAGS: &[&str] = &[
    "<strong>",
    "<em>",
    "<del>",
    "<code>",
    "<pre>",
    "<blockquote>",
    "<ul>",
    "<li>",
    "<details class=\"fold\">",
    "<summary>",
    "<div class=\"folded\">",
    "<samp>",
    "<span class=\"emoji\">",
    "<span class=\"mention\">",
];

const LINK_END: &str = "\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">";

/// What a reader sees: the text between the tags.
#[derive(Default)]
pub struct Read {
    pub text: String,
    /// Where its links lead.
    pub links: Vec<String>,
}

impl Read {
    /// # Panics
    /// When the HTML has anything that is not on the list, or elements that do not end.
    pub fn of(html: &str) -> Self {
        let mut read = Self::default();
        let mut open: Vec<&str> = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            read.text.push_str(&unescaped(&rest[..start]));
            let (tag, after) = rest[start..].split_at(rest[start..].find('>').expect("a tag ends") + 1);
            rest = after;
            if tag == "<br>" {
                read.text.push('\n');
            } else if let Some(name) = tag.strip_prefix("</") {
                assert_eq!(open.pop(), Some(&name[..name.len() - 1]), "ends in {html}");
            } else {
                read.begin(tag);
                let name = tag[1..].split([' ', '>']).next().expect("a tag has a name");
                assert!(name != "a" || !open.contains(&"a"), "a link in a link in {html}");
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?} do not end in {html}");
        read.text.push_str(&unescaped(rest));
        read
    }

    fn begin(&mut self, tag: &str) {
        if TAGS.contains(&tag) {
            return;
        }
        let attribute = |before: &str, after: &str| tag.strip_prefix(before)?.strip_suffix(after);
        if let Some(language) = attribute("<pre data-language=\"", "\">") {
            assert!(language.chars().all(|c| c.is_ascii_alphanumeric() || "+#-._".contains(c)), "{tag}");
        } else if let Some(first) = attribute("<ol start=\"", "\">") {
            assert!(first.parse::<u16>().is_ok(), "{tag}");
        } else {
            let address =
                attribute("<a class=\"labelled\" href=\"", LINK_END).or_else(|| attribute("<a href=\"", LINK_END));
            let address = address.unwrap_or_else(|| panic!("{tag} is not on the list"));
            assert!(["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)), "{tag}");
            assert!(!address.contains(['"', '<', '>', ' ']), "{tag}");
            self.links.push(unescaped(address));
        }
    }
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains(['<', '>', '"', '\'']), "{text}");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}
