//! Keeps `docs/PROTOCOL.md` and `docs/openapi.json` equal to the code: their lists are generated, and the tests that
//! they name exist.
#![cfg(feature = "ssr")]

use std::{fs, path::Path};

use sarangbang::{domain::Refusal, http::api_document, protocol::catalogue};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/PROTOCOL.md");

#[test]
fn the_lists_are_those_of_the_code() {
    let committed = fs::read_to_string(DOCUMENT).expect("the document is there");
    let generated = with_sections(&committed);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        // In one step, for the other test reads it at the same time.
        let draft = format!("{DOCUMENT}.new");
        fs::write(&draft, generated).and_then(|()| fs::rename(draft, DOCUMENT)).expect("the document can be written");
    } else {
        assert!(committed == generated, "docs/PROTOCOL.md is behind the code; UPDATE_DOCS=1 rewrites its lists");
    }
}

#[test]
fn the_description_of_the_http_api_is_that_of_the_code() {
    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");
    let generated = api_document().to_pretty_json().expect("strings and numbers") + "\n";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(FILE, generated).expect("the document can be written");
    } else {
        let committed = fs::read_to_string(FILE).expect("the document is there");
        assert!(committed == generated, "docs/openapi.json is behind the code; UPDATE_DOCS=1 writes it");
    }
}

#[test]
fn every_promise_names_a_test_that_exists() {
    let document = fs::read_to_string(DOCUMENT).expect("the document is there");
    let code: String = ["src", "tests", "end2end/socketio"].iter().map(|folder| code_below(folder.as_ref())).collect();
    // Rust tests are named in code spans, and their names are sentences, as some error codes are.
    let rust = document.split('`').skip(1).step_by(2).filter(|name| {
        let words = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        words && name.matches('_').count() >= 3 && Refusal::from_code(name).is_none()
    });
    let tests: Vec<_> = rust.map(|name| format!("fn {name}(")).chain(quoted(&document)).collect();
    assert!(tests.len() > 20, "the document names its tests");
    // The two that say what names look like.
    let examples = ["fn like_this_one(", "it('like this one'"];
    let missing: Vec<_> =
        tests.iter().filter(|test| !examples.contains(&&***test) && !code.contains(test.as_str())).collect();
    assert!(missing.is_empty(), "docs/PROTOCOL.md names tests that do not exist: {missing:?}");
}

/// Tests over real sockets are named in quotation marks, which may stretch over two lines.
fn quoted(document: &str) -> impl Iterator<Item = String> {
    let names = document.split('“').skip(1).filter_map(|rest| rest.split('”').next());
    names.map(|name| format!("it('{}'", name.replace('\n', " ")))
}

/// The document with its generated sections as the code has them now.
fn with_sections(document: &str) -> String {
    catalogue::sections().iter().fold(document.to_owned(), |document, (name, section)| {
        let (start, end) = (format!("<!-- generated: {name} -->"), format!("<!-- end: {name} -->"));
        let (before, rest) = document.split_once(&start).unwrap_or_else(|| panic!("no marker {start}"));
        let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no marker {end}"));
        format!("{before}{start}\n\n{}\n\n{end}{after}", section.trim())
    })
}

/// All code below a folder of the project.
fn code_below(folder: &Path) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths
        .map(|path| match path.extension() {
            Some(extension) if extension == "rs" || extension == "mjs" => {
                fs::read_to_string(&path).expect("code is text")
            }
            None if path.is_dir() => code_below(&path),
            _ => String::new(),
        })
        .collect()
}
