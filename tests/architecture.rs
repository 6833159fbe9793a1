//! Keeps what `src/lib.rs` and the docs say true: which room of the house may know which other, how long a file may
//! grow, and that every path a document names exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms each room may use besides itself; the table in `src/lib.rs` says it in words. `chat::ports` allows
/// that part of `chat` only.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("chat", &["domain"]),
    ("storage", &["chat::ports", "domain"]),
    ("bus", &["chat::ports", "domain"]),
    ("album", &["chat::ports", "domain"]),
    ("realtime", &["chat", "protocol", "domain"]),
    ("http", &["chat", "protocol", "domain"]),
    ("outside", &["chat::ports"]),
    ("bells", &["chat", "outside", "protocol", "domain"]),
    ("webhooks", &["chat", "outside", "protocol", "domain"]),
    ("client", &["protocol", "domain"]),
    ("i18n", &["protocol", "domain"]),
    ("actions", &["protocol", "domain"]),
    ("components", &["client", "i18n", "actions", "protocol", "domain"]),
    ("pages", &["components", "client", "i18n", "actions", "protocol", "domain"]),
    ("app", &["pages", "components", "client", "i18n", "actions", "protocol", "domain"]),
];

/// The composition root and what is wired there may use everything.
const UNRESTRICTED: &[&str] = &["lib", "main", "server", "commands", "settings"];

/// What server functions may use in addition where the code runs on the server only: inside their bodies, and in
/// modules declared for `ssr`.
const INSIDE_SERVER_FUNCTIONS: &[&str] = &["chat"];

/// Engines behind the ports, with the room that holds them.
const ENGINES: &[&str] = &["storage::sqlite", "bus::local", "album::copies", "album::darkroom", "album::files"];

/// Who chooses the engines of the house, and who copies and checks the files of one.
const NAME_ENGINES: &[&str] = &["server", "commands"];

const LONGEST_FILE: usize = 400;
const LONGEST_COMPONENT: usize = 120;

#[test]
fn every_room_uses_only_what_its_place_allows() {
    let rules: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let rooms: BTreeSet<&str> = rules.keys().copied().chain(UNRESTRICTED.iter().copied()).collect();
    let mut broken = Vec::new();

    let house = Source::all();
    for file in &house {
        let room = file.room();
        assert!(rooms.contains(room), "{} belongs to no room; give '{room}' a row in MAY_USE", file.name);
        let Some(allowed) = rules.get(room) else { continue };
        for used in file.uses(&rooms) {
            let on_server = room == "actions" && (used.depth > 0 || file.is_server_only(&house));
            let extra = if on_server { INSIDE_SERVER_FUNCTIONS } else { &[] };
            let is_allowed = allowed.iter().chain(extra).any(|&allowed| used.is_in(allowed)) || used.is_in(room);
            if !is_allowed {
                broken.push(format!("{}: {room} may not use {}", file.name, used.path));
            }
        }
    }

    assert!(broken.is_empty(), "the dependency rule is broken:\n{}", broken.join("\n"));
}

#[test]
fn only_the_composition_root_and_the_commands_name_engines() {
    let rooms: BTreeSet<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    let mut named = Vec::new();

    for file in Source::all().iter().filter(|file| !NAME_ENGINES.contains(&file.room())) {
        for used in file.uses(&rooms) {
            let foreign = |engine: &&&str| used.is_in(engine) && !engine.starts_with(&format!("{}::", file.room()));
            if let Some(engine) = ENGINES.iter().find(foreign) {
                named.push(format!("{} names {engine}", file.name));
            }
        }
    }

    assert!(named.is_empty(), "engines are for {NAME_ENGINES:?} only:\n{}", named.join("\n"));
}

#[test]
fn no_file_outgrows_a_readers_patience() {
    let folders = ["src", "tests", "benches", "style", "end2end", "examples", "bin", "migrations"];
    let long: Vec<_> = folders
        .iter()
        .flat_map(|folder| files_below(&root().join(folder)))
        .filter(|path| ["rs", "css", "ts", "mjs", "py", "sql", ""].contains(&extension(path)))
        .map(|path| (relative(&path), read(&path).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .collect();
    assert!(long.is_empty(), "longer than {LONGEST_FILE} lines: {long:?}");
}

#[test]
fn no_component_outgrows_a_screen_or_two() {
    let mut long = Vec::new();
    for file in Source::all() {
        for (at, _) in file.code.match_indices("#[component]") {
            let component = &file.code[at..];
            let lines = component[..body_end(component)].lines().count();
            if lines > LONGEST_COMPONENT {
                let name = component.split("fn ").nth(1).unwrap_or_default().split(['(', '<']).next();
                long.push(format!("{}: {} has {lines} lines", file.name, name.unwrap_or_default()));
            }
        }
    }
    assert!(long.is_empty(), "longer than {LONGEST_COMPONENT} lines:\n{}", long.join("\n"));
}

#[test]
fn every_path_the_documents_name_exists() {
    let readmes = ["README.md", "README.ko.md"].map(|name| root().join(name));
    let docs = files_below(&root().join("docs")).into_iter().filter(|path| extension(path) == "md");
    let mut missing = Vec::new();

    for document in readmes.into_iter().chain(docs) {
        let text = read(&document);
        let folder = document.parent().expect("a document is in a folder");
        let named =
            paths_in_code(&text).map(|path| root().join(path)).chain(links(&text).map(|link| folder.join(link)));
        missing.extend(named.filter(|path| !path.exists()).map(|path| (relative(&document), relative(&path))));
    }
    for file in Source::all() {
        let named = paths_in_code(&file.text).map(|path| root().join(path));
        missing.extend(named.filter(|path| !path.exists()).map(|path| (file.name.clone(), relative(&path))));
    }

    assert!(missing.is_empty(), "documents that name what does not exist: {missing:#?}");
}

// --- reading Rust ----------------------------------------------------------------------------------------------

/// One file of `src`.
struct Source {
    /// From the root of the project: `src/domain/name.rs`.
    name: String,
    text: String,
    /// The text with comments and literals blanked out, line by line as it was.
    code: String,
}

/// A path into another part of the crate.
struct Use {
    /// Without `crate::`: `chat::ports::Store`.
    path: String,
    /// How many braces it stands in; 0 at the top level of the file.
    depth: usize,
}

impl Use {
    fn is_in(&self, module: &str) -> bool {
        self.path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    }
}

impl Source {
    fn all() -> Vec<Self> {
        let files = files_below(&root().join("src")).into_iter().filter(|path| extension(path) == "rs");
        files.map(|path| Self::new(relative(&path), read(&path))).collect()
    }

    fn new(name: String, text: String) -> Self {
        let code = without_comments_and_literals(&text);
        Self { name, text, code }
    }

    /// The top-level module the file belongs to.
    fn room(&self) -> &str {
        let inner = self.name.strip_prefix("src/").unwrap_or(&self.name);
        inner.split(['/', '.']).next().unwrap_or_default()
    }

    /// Whether the module is declared as `#[cfg(feature = "ssr")] mod …` by its parent.
    fn is_server_only(&self, house: &[Self]) -> bool {
        let (folder, file) = self.name.rsplit_once('/').unwrap_or_default();
        let module = format!("mod {};", file.trim_end_matches(".rs"));
        let parent = house.iter().find(|other| other.name == format!("{folder}.rs"));
        parent.is_some_and(|parent| {
            let mut lines = parent.text.lines().zip(parent.text.lines().skip(1));
            lines.any(|(above, line)| above == r#"#[cfg(feature = "ssr")]"# && line.ends_with(&module))
        })
    }

    /// All paths from the crate's root, by `crate::` or by climbing there with `super::`, that lead into `rooms`.
    fn uses(&self, rooms: &BTreeSet<&str>) -> Vec<Use> {
        let mut uses = Vec::new();
        for prefix in ["crate::", "super::"] {
            for (at, _) in self.code.match_indices(prefix) {
                if self.code[..at].ends_with(|before: char| before.is_alphanumeric() || "_:$".contains(before)) {
                    continue;
                }
                let before = &self.code[..at];
                let depth = before.matches('{').count().saturating_sub(before.matches('}').count());
                let tree = self.code[at..].trim_start_matches("super::");
                let tree = tree.strip_prefix("crate::").unwrap_or(tree);
                uses.extend(expand(tree).into_iter().map(|path| Use { path, depth }));
            }
        }
        uses.retain(|used| rooms.contains(used.path.split("::").next().unwrap_or_default()));
        uses
    }
}

/// Spells out a use tree: `a::{b, c::{d, e}}` → `a::b`, `a::c::d`, `a::c::e`.
fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim_start();
    let name_end = tree.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(tree.len());
    let (name, rest) = tree.split_at(name_end);
    if name.is_empty() && rest.starts_with('{') {
        return group_items(rest).iter().flat_map(|item| expand(item)).collect();
    }
    match rest.strip_prefix("::") {
        Some(rest) if !name.is_empty() => expand(rest)
            .into_iter()
            .map(|inner| if inner.is_empty() { name.to_owned() } else { format!("{name}::{inner}") })
            .collect(),
        _ => vec![name.to_owned()],
    }
}

/// The items of a `{…}` group, commas inside inner groups left alone.
fn group_items(group: &str) -> Vec<&str> {
    let inner = &group[1..body_end(group).saturating_sub(1)];
    let mut depth = 0;
    let separators = |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    };
    inner.split(separators).collect()
}

/// Where the first `{…}` block of the code ends.
fn body_end(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

/// Blanks comments, strings and characters, so that braces and paths in them do not count. Lines stay where they are.
fn without_comments_and_literals(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = literal_or_comment(rest);
        let (taken, after) = rest.split_at(skipped.unwrap_or(first.len_utf8()));
        if skipped.is_some() {
            code.extend(taken.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        } else {
            code.push_str(taken);
        }
        rest = after;
    }
    code
}

/// The length of the comment or literal that starts here.
fn literal_or_comment(text: &str) -> Option<usize> {
    let until = |from: usize, end: &str| Some(text[from..].find(end).map_or(text.len(), |at| from + at + end.len()));
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return until(2, "*/");
    }
    if text.starts_with("r\"") {
        return until(2, "\"");
    }
    if text.starts_with("r#\"") {
        return until(3, "\"#");
    }
    if let Some(inner) = text.strip_prefix('"') {
        let mut escaped = false;
        let end = inner.char_indices().find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        return Some(end.map_or(text.len(), |(at, _)| at + 2));
    }
    // A character is closed by the next quote; a lifetime is not.
    let mut inner = text.strip_prefix('\'')?.char_indices();
    match (inner.next()?, inner.next()?) {
        ((_, '\\'), (at, _)) => until(1 + at + 1, "'"),
        (_, (at, '\'')) => Some(1 + at + 1),
        _ => None,
    }
}

// --- reading documents -----------------------------------------------------------------------------------------

/// Paths of the project inside `code spans` and code blocks. Placeholders and globs are not paths.
fn paths_in_code(text: &str) -> impl Iterator<Item = &str> {
    const FOLDERS: &[&str] = &[
        "src/",
        "bin/",
        "docs/",
        "style/",
        "public/",
        "end2end/",
        "examples/",
        "migrations/",
        "tests/",
        "benches/",
        ".ci/",
    ];
    let words = text.split(|c: char| c.is_whitespace() || "`()[],;\"'│".contains(c));
    let words = words.map(|word| word.trim_start_matches("./").trim_end_matches(['.', ':', '/']));
    words.filter(|word| {
        FOLDERS.iter().any(|folder| word.starts_with(folder))
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c))
            && !word.contains("...")
    })
}

/// The targets of links to files beside the document.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|link| link.split([')', '#', ' ']).next())
        .filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:"))
}

// --- reading the project ---------------------------------------------------------------------------------------

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{} cannot be read: {error}", relative(path)))
}

/// All files below a folder that belong to the project; none when the folder does not exist.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    const NOT_OURS: &[&str] =
        &["node_modules", ".venv", "__pycache__", "target", "test-results", "playwright-report", "images"];
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    let ours = paths.into_iter().filter(|path| !NOT_OURS.iter().any(|name| path.ends_with(name)));
    ours.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn reads_rust_well_enough_to_be_trusted() {
    let rooms = BTreeSet::from(["chat", "domain", "storage"]);
    let sample = r##"
        use crate::{chat::{ports::{Bus, Store}, Chat}, domain::Room};
        // use crate::storage::sqlite;
        const TEXT: &str = "crate::storage::postgres \" {";
        fn quote<'a>(c: char) -> bool { c == '"' || c == '\'' || c == '{' }
        fn inside() { super::super::storage::open(r#"" crate::chat"#); }
    "##;
    let uses = Source::new("src/http/sample.rs".to_owned(), sample.to_owned()).uses(&rooms);
    let found: Vec<_> = uses.iter().map(|used| (used.path.as_str(), used.depth)).collect();
    assert_eq!(
        found,
        [
            ("chat::ports::Bus", 0),
            ("chat::ports::Store", 0),
            ("chat::Chat", 0),
            ("domain::Room", 0),
            ("storage::open", 1),
        ]
    );
}
