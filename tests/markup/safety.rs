//! Whatever is written, the HTML is inert, of the known elements only, and in proportion to the text.

use std::time::{Duration, Instant};

use super::{reader::Read, render};
use proptest::prelude::*;

/// SECURITY.md, row 13. Some of them make links, to where they say.
const ATTACKS: &[&str] = &[
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](JaVa&#x09;script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\\j\\avascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](\u{1}javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/r/room/settings)",
    "[x](blob:https://example.org/1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](https://example.org/\"onerror=\"alert(1))",
    "[![x](javascript:alert(1))](https://example.org)",
    "[[x](javascript:alert(1))](https://example.org)",
    "[a](https://example.org/\"onmouseover=\"alert(1))",
    "[a](https://example.org 'title\" onmouseover=\"alert(1)')",
    "[<img src=x onerror=alert(1)>](https://example.org)",
    "[a](https://example.org/<script>alert(1)</script>)",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x][1]\n[1]: javascript:alert(1) \"t\"",
    "**<img src=x onerror=alert(1)>**",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```\" onclick=\"alert(1)\nx\n```",
    "```<script>alert(1)</script>\nx\n```",
    "> <svg/onload=alert(1)>\n> </blockquote>",
    "- <img src=x onerror=alert(1)>\n- </li></ul><script>alert(1)</script>",
    "1. <x\n2. y>",
    "https://example.org/**\"onclick=alert(1)//**",
    "https://example.org/\u{A8FC}\"onclick=alert(1)",
    "[x](https://example.org/\u{202E}gpj.exe)",
    "**a\u{202E}b**",
    "*<a href=\"*javascript:alert(1)\">x</a>",
    "<a href=\"**\">**",
    "<details open ontoggle=alert(1)>",
    "</div></details><script>alert(1)</script>",
];

#[test]
fn attacks_by_formatting_are_inert() {
    for attack in ATTACKS {
        let html = render(attack);
        let read = Read::of(&html);
        for link in &read.links {
            assert!(link.starts_with("https://example.org"), "{attack:?} leads to {link}");
        }
        let long = [&attack.repeat(3), "\n", &"긴 글 ".repeat(500)].concat();
        Read::of(&render(&long));
    }
}

#[test]
fn direction_overrides_are_shown_and_not_obeyed() {
    assert_eq!(render("a\u{202E}b"), "a<samp>U+202E</samp>b");
    assert_eq!(render("\u{202E}\u{2066}b"), "<samp>U+202E U+2066</samp>b");
    assert_eq!(render("`\u{202E}`"), "<code><samp>U+202E</samp></code>");
}

/// Of 4,000 characters, or what fits into 12 kB.
fn filled_with(part: &str) -> String {
    part.chars().cycle().take(4_000.min(12_000 / part.len() * part.chars().count())).collect()
}

const BOMBS: &[&str] = &[
    ">",
    "> ",
    "> > ",
    "> a\nb\n",
    "*",
    "**",
    "*a",
    "*a ",
    "**a ",
    "*a **b ",
    "_a ",
    "~~a ",
    "`",
    "`a",
    "``a`",
    "[",
    "]",
    "![",
    "[a](",
    "[a](<",
    "[](",
    "[a](http://b.kr)",
    "[*a*](http://b.kr) ",
    "(",
    "<",
    "<a ",
    "<!--",
    "<?",
    "<![CDATA[",
    "&",
    "&amp;",
    "\\",
    "\\*",
    "\n",
    "- a\n",
    "- a\n  ",
    "  - a\n",
    "1. a\n2. b\n",
    "```\n",
    "```a\n",
    "```a\n```\n",
    "a```\n",
    "    ",
    "a  \n",
    "http://a.kr ",
    "a@b.kr ",
    "@",
    "@철수",
    "@가나",
    "https://",
    "a*b",
    "가*(",
    ")*가",
    ")**가",
    "\"",
    "\u{202E}",
    "\u{202E}\n",
    "\u{A8FC}",
    "가",
    "👍",
    "*_",
    "_*~~`[",
    "***a** b",
    "a**b",
    "**a*",
    "*가*",
    "`a` ",
    "~~a~~ ",
    "> `a`\nb\n",
    "|",
    "|-|\n",
    "#\n",
    "=\n",
    "-\n",
    "[^1]",
    "[a]: b\n",
    "$a$",
];

#[test]
fn html_is_a_small_multiple_of_the_text() {
    for bomb in BOMBS {
        let text = filled_with(bomb);
        let html = render(&text);
        Read::of(&html);
        // The links of one message are counted; what they cost comes on top.
        let most = 6 * text.len() + 16_000;
        assert!(html.len() <= most, "{bomb:?} makes {} of {}", html.len(), text.len());
    }
}

/// As a release; without optimisation it takes about ten times as long.
const LONGEST: Duration = if cfg!(debug_assertions) { Duration::from_millis(100) } else { Duration::from_millis(5) };

#[test]
fn no_message_takes_long_to_render() {
    for bomb in BOMBS {
        let text = filled_with(bomb);
        // The quickest of three: this measures the code and not what else the machine does.
        let render_once = |_| {
            let start = Instant::now();
            render(&text);
            start.elapsed()
        };
        let took = (0..3).map(render_once).min().expect("three times");
        assert!(took < LONGEST, "{bomb:?} takes {took:?}");
    }
}

/// What marks, addresses of labelled links and languages of code are made of: they may be missing in what is seen.
const MAY_BE_MISSING: &str = "*_~`[]()>-.0123456789:/ \n";

fn is_seen_in_order(read: &str, text: &str) -> bool {
    let mut seen = read.chars().filter(|c| !c.is_whitespace()).peekable();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if seen.peek() == Some(&c) {
            seen.next();
        } else if !MAY_BE_MISSING.contains(c) {
            return false;
        }
    }
    seen.next().is_none()
}

/// Texts of what matters to the renderer, in any order.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(vec![
            "*", "**", "***", "_", "~~", "~", "`", "``", "```", "```\n", "\n", "\n\n", " ", "  ", "> ", ">", "- ", "* ", "1. ", "2. ",
            "[", "]", "(", ")", "](", "![", "<", ">", "&", "&amp;", "\\", "\"", "'", "#", "====", "----", "|", "http://a.kr", "k@a.kr",
            "<b>", "</b>", "!", ":", "~~~", "@", "@철수", "@김 철수",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["가", "한글", "는", "a", "b", "1", "é", "👍", "^", "。"]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_makes_known_elements_only(text in texts()) {
        let html = render(&text);
        prop_assert!(html.len() <= 6 * text.len() + 16_000);
        Read::of(&html);
    }

    #[test]
    fn nothing_is_lost_but_marks_and_nothing_is_added(text in texts()) {
        // Addresses disappear behind labels, and languages into an attribute.
        if text.contains("](http") || text.contains("```") {
            return Ok(());
        }
        let read = Read::of(&render(&text)).text;
        prop_assert!(is_seen_in_order(&read, &text), "{text:?} is shown as {read:?}");
    }

    #[test]
    fn words_without_marks_are_shown_as_they_are(text in "[가-힣a-z0-9 ,:!?#=|+^<&\"'\\\\]{0,30}(\n[가-힣a-z0-9 ,:!?#=|+^<&\"'\\\\]{0,30}){0,9}") {
        prop_assert_eq!(Read::of(&render(&text)).text, text);
    }
}
