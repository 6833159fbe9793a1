//! What becomes of a message's text on the page: what is formatted, and above all what is not.

#[path = "markup/reader.rs"]
mod reader;
#[path = "markup/safety.rs"]
mod safety;

use sarangbang::domain::{Author, GuestId, markup};

/// The HTML of a message that mentions 철수 and 김 철수, if it names them.
fn render(text: &str) -> String {
    let who = |nickname: &str| Author::person(GuestId::new(nickname), nickname);
    markup::render(text, &[who("철수"), who("김 철수")])
}

fn unchanged(text: &str) {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    assert_eq!(render(text), escaped.replace('\'', "&#39;").replace('\n', "<br>"));
}

#[test]
fn marks_make_bold_italic_struck_out_and_code() {
    for (text, html) in [
        ("**굵게**", "<strong>굵게</strong>"),
        ("*기울임* _slanted_", "<em>기울임</em> <em>slanted</em>"),
        ("~~취소~~", "<del>취소</del>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("`` a`b ``", "<code>a`b</code>"),
        ("***둘 다***", "<em><strong>둘 다</strong></em>"),
        ("**굵고 *기운* 글**", "<strong>굵고 <em>기운</em> 글</strong>"),
        ("**여러\n줄**", "<strong>여러<br>줄</strong>"),
        ("`**그대로** &amp; \\n`", "<code>**그대로** &amp;amp; \\n</code>"),
        ("<b>**굵게**</b>", "&lt;b&gt;<strong>굵게</strong>&lt;/b&gt;"),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
}

#[test]
fn particles_follow_a_word_at_once() {
    for (text, html) in [
        ("**굵게**는", "<strong>굵게</strong>는"),
        ("매우**중요**합니다", "매우<strong>중요</strong>합니다"),
        ("**한글(괄호)**은", "<strong>한글(괄호)</strong>은"),
        ("이것은**\"인용\"**이다", "이것은<strong>&quot;인용&quot;</strong>이다"),
        ("**정말!**이라고", "<strong>정말!</strong>이라고"),
        ("*기울임(?)*은", "<em>기울임(?)</em>은"),
        ("~~취소(x)~~는", "<del>취소(x)</del>는"),
        ("**`코드`**를", "<strong><code>코드</code></strong>를"),
        ("**~~둘(다)~~**는", "<strong><del>둘(다)</del></strong>는"),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
}

#[test]
fn what_people_type_in_a_chat_stays_as_it_is() {
    for text in [
        "2*3*4",
        "2**3**4",
        "a * b * c",
        "5*3=15, 4*2=8",
        "snake_case_name",
        "한글_변수_이름",
        "__init__.py",
        "~~",
        "10~20명, 3~5시",
        "안녕~~ 반가워~~",
        "하하~~호호~~",
        ":)",
        "1. ",
        "1. 네",
        "2026. 5. 3.",
        "- ",
        "- 안녕하세요",
        "- 하나\n\n- 둘",
        ">_< 와 >_<",
        "> <",
        "> ㅁ <",
        ">ㅅ<",
        ">>>",
        "^_^ 네 ^_^",
        "-_- 음 -_-",
        "*^^* ㅎㅎ *^^*",
        "(*´▽`*)",
        "*_*",
        "ㅋㅋ*ㅋㅋ",
        "ㅋㅋ*ㅋㅋ*ㅋㅋ",
        "비번은 ****",
        "#일반",
        "# 제목",
        "### 제목 ###",
        "1) 하나\n2) 둘",
        "+ 더하기\n+ 더하기",
        "====",
        "제목\n====",
        "제목\n----",
        "---",
        "***",
        "* * *",
        "    네 칸",
        "끝에 둘  \n다음",
        "<b>굵게</b>",
        "<!-- -->",
        "&amp; &lt; &#42;",
        "¯\\_(ツ)_/¯",
        "¯_(ツ)_/¯",
        "C:\\Users\\_me_\\*.*",
        "\\*별\\*",
        "끝에\\\n다음",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[a]: b",
        "[x]",
        "[x](y)",
        "[^1]",
        "- [ ] 할 일",
        "`",
        "```",
        "```\n닫지 않음",
        "``",
        "````",
        "`한 줄\n두 줄`",
        "1. 하나\n3. 셋",
        "$x_1$",
        "a\n\n\nb",
        "***a",
        "**a",
        "f(*a, **b)",
        "~물결~",
        "~~~\na\n~~~",
        "!",
        "![]",
    ] {
        unchanged(text);
    }
}

#[test]
fn fences_make_a_block_of_code() {
    for (text, html) in [
        ("```rust\nfn main() {}\n```", "<pre data-language=\"rust\"><code>fn main() {}</code></pre>"),
        ("```\na\n\n  *b*\n```", "<pre><code>a\n\n  *b*</code></pre>"),
        ("```c++\n<b>\n```", "<pre data-language=\"c++\"><code>&lt;b&gt;</code></pre>"),
        ("```let a = 1;\nlet b = 2;```", "<pre><code>let a = 1;\nlet b = 2;</code></pre>"),
        ("앞\n\n```\na\n```\n\n뒤", "앞<pre><code>a</code></pre>뒤"),
        ("```\"><img src=x>\na\n```", "<pre><code>&quot;&gt;&lt;img src=x&gt;\na</code></pre>"),
        ("```한 줄```", "<code>한 줄</code>"),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
}

#[test]
fn quotes_end_with_their_last_line() {
    for (text, html) in [
        ("> 인용\n대답", "<blockquote>인용</blockquote>대답"),
        ("> 하나\n>\n> **둘**", "<blockquote>하나<br><br><strong>둘</strong></blockquote>"),
        ("> > 속\n> 겉", "<blockquote><blockquote>속</blockquote>겉</blockquote>"),
        ("> - 하나\n> - 둘", "<blockquote><ul><li>하나</li><li>둘</li></ul></blockquote>"),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
}

#[test]
fn two_items_make_a_list() {
    for (text, html) in [
        ("- 하나\n- 둘", "<ul><li>하나</li><li>둘</li></ul>"),
        ("할 일:\n* 하나\n* **둘**\n끝", "할 일:<ul><li>하나</li><li><strong>둘</strong></li></ul>끝"),
        ("3. 셋\n4. 넷", "<ol start=\"3\"><li>셋</li><li>넷</li></ol>"),
        (
            "- 하나\n  - 속 하나\n  - 속 둘\n- 둘",
            "<ul><li>하나<ul><li>속 하나</li><li>속 둘</li></ul></li><li>둘</li></ul>",
        ),
        ("1. 하나\n   이어서\n2. 둘", "<ol start=\"1\"><li>하나<br>이어서</li><li>둘</li></ol>"),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
}

fn link(class: &str, address: &str, label: &str) -> String {
    format!("<a{class} href=\"{address}\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">{label}</a>")
}

#[test]
fn links_with_a_label_show_the_label() {
    let labelled = |address, label| link(" class=\"labelled\"", address, label);
    for (text, html) in [
        ("[문서](https://example.org/a_b_c)", labelled("https://example.org/a_b_c", "문서")),
        ("[**문서**](HTTP://example.org)는", labelled("http://example.org/", "<strong>문서</strong>") + "는"),
        ("[편지](mailto:kim@example.org)", labelled("mailto:kim@example.org", "편지")),
        ("[https://example.org](https://example.org)", labelled("https://example.org/", "https://example.org")),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
}

#[test]
fn a_label_cannot_name_another_address_than_the_link_has() {
    let html = render("[https://bank.example](https://thief.example)");
    assert!(!html.contains("labelled"), "{html}");
    assert!(html.contains(">https://thief.example<"), "{html}");
}

#[test]
fn marks_within_an_address_belong_to_it() {
    for address in ["https://example.org/a_b_c/*x*/~~y~~/_z_.html", "http://a.example/(_x_)"] {
        assert_eq!(render(address), link("", address, address));
    }
    let address = "https://example.org/";
    assert_eq!(render(&format!("**{address}**")), format!("<strong>{}</strong>", link("", address, address)));
}

#[test]
fn a_few_emoji_alone_are_shown_larger() {
    for text in ["👍", "👨‍👩‍👧 🇰🇷", "❤️🔥🔥🔥🔥🔥", "👍🏽\n👍"] {
        assert!(render(text).starts_with("<span class=\"emoji\">"), "{text}");
    }
    for text in ["", "👍 네", "🔥🔥🔥🔥🔥🔥🔥", "1", "ㅋㅋ", "©", ":)"] {
        assert!(!render(text).contains("emoji"), "{text}");
    }
}

#[test]
fn long_messages_fold() {
    let lines = |count| vec!["줄"; count].join("\n");
    for (text, is_long) in
        [(lines(16), false), (lines(17), true), ("가".repeat(1_200), false), ("가".repeat(1_201), true)]
    {
        let html = render(&text);
        assert_eq!(html.starts_with("<div class=\"folded\">"), is_long);
        assert_eq!(html.ends_with("</div><details class=\"fold\"><summary>⋯</summary></details>"), is_long);
        assert!(html.contains(&text.replace('\n', "<br>")), "all of it is there");
    }
}

#[test]
fn a_message_has_a_hundred_links_at_most() {
    for links in ["a@b.kr [c](http://d.kr) ", "[c](http://d.kr) ", "a@b.kr "] {
        assert_eq!(render(&links.repeat(120)).matches("<a ").count(), 100, "{links}");
    }
}

#[test]
fn marks_count_wherever_they_stand_in_a_line() {
    for before in ["    ", "<div>\n", "# ", "|", "==\n", "[a]: b\n", "    \n", "<!--\n"] {
        assert!(render(&format!("글\n\n{before}**굵게**")).ends_with("<strong>굵게</strong>"), "{before:?}");
    }
}

#[test]
fn deep_nesting_stays_text() {
    assert_eq!(render(&[&"> ".repeat(9), "속"].concat()).matches("<blockquote>").count(), 3);
    let text = ["**가 *나 ".repeat(8), "속".to_owned(), "다*라**".repeat(8)].concat();
    let html = render(&text);
    assert_eq!(html.matches("</").count(), 6, "{html}");
}

#[test]
fn names_of_those_who_are_addressed_stand_out() {
    for (text, html) in [
        ("@철수야 밥 먹자", "<span class=\"mention\">@철수</span>야 밥 먹자"),
        ("@김 철수님, @영희님", "<span class=\"mention\">@김 철수</span>님, @영희님"),
        ("**@철수**님", "<strong><span class=\"mention\">@철수</span></strong>님"),
        ("> @철수 안녕", "<blockquote><span class=\"mention\">@철수</span> 안녕</blockquote>"),
        (
            "[@철수](https://example.org)",
            "<a class=\"labelled\" href=\"https://example.org/\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\"><span class=\"mention\">@철수</span></a>",
        ),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
}

#[test]
fn names_in_code_and_addresses_address_nobody() {
    for (text, html) in [
        ("`@철수`", "<code>@철수</code>"),
        ("```\n@철수\n```", "<pre><code>@철수</code></pre>"),
        ("me@철수", "me@철수"),
    ] {
        assert_eq!(render(text), html, "{text}");
    }
    let link = render("http://a.kr/@철수");
    assert!(!link.contains("mention"), "{link}");
}
