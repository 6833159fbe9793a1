//! The lists of `docs/PROTOCOL.md`, made from the code that the server runs: requests, events and error codes.
//!
//! `tests/protocol_docs.rs` compares them with the committed document, and rewrites it with `UPDATE_DOCS=1`.

mod samples;

use std::fmt::Write;

use crate::domain::Refusal;

/// The generated sections, by the name that stands in their markers: `<!-- generated: requests -->`.
pub fn sections() -> [(&'static str, String); 3] {
    [("requests", requests()), ("events", events()), ("codes", codes())]
}

fn requests() -> String {
    let mut text = String::new();
    for (request, data) in samples::requests() {
        heading(&mut text, request.name(), request.about());
        json(&mut text, "", &request.payload_in_lines());
        if let Some(data) = data {
            json(&mut text, "`data` of the ack:\n\n", &data);
        }
    }
    text
}

fn events() -> String {
    let mut text = String::new();
    for event in samples::events() {
        heading(&mut text, event.name(), event.about());
        json(&mut text, "", &event.payload_in_lines());
    }
    text
}

fn codes() -> String {
    let mut text = String::from("| code | meaning |\n| --- | --- |\n");
    for refusal in Refusal::ALL {
        // Writing into a string does not fail; here and below.
        let _ = writeln!(text, "| `{}` | {} |", refusal.code(), refusal.meaning());
    }
    text
}

fn heading(text: &mut String, name: &str, about: &str) {
    let separator = if text.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{separator}### `{name}`\n\n{}", about.trim());
}

fn json(text: &mut String, title: &str, json: &str) {
    let _ = writeln!(text, "\n{title}```json\n{json}\n```");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Event, Request};

    #[test]
    fn has_a_sample_of_everything() {
        assert_eq!(samples::requests().iter().map(|(request, _)| request.name()).collect::<Vec<_>>(), Request::NAMES);
        assert_eq!(samples::events().iter().map(Event::name).collect::<Vec<_>>(), Event::NAMES);
    }

    #[test]
    fn shows_what_the_code_reads() {
        for (request, _) in samples::requests() {
            let payload = serde_json::from_str(&request.payload_in_lines()).unwrap();
            assert_eq!(Request::parse(request.name(), payload), Ok(request));
        }
        for event in samples::events() {
            assert_eq!(Event::parse(event.name(), &event.payload_in_lines()).unwrap(), Some(event));
        }
    }
}
