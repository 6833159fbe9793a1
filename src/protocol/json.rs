//! Reads and writes JSON where the page does.
//!
//! `serde_json` says what is wrong with a text in words, for which it brings along the printing of fractions and the
//! quoting of strings; a page that reads what its own server wrote needs a yes or a no, and its budget
//! (`docs/decisions/0009-a-small-json-reader.md`). What [`from_str`] reads, `serde_json` reads too, with the same value
//! (`tests/json_oracle.rs`). Only the shapes that the protocol has are read: objects with known fields, lists, enums,
//! strings, whole numbers, truths and `null`. What is written are the same shapes, byte for byte as `serde_json` does it.

mod reader;
mod writer;

use std::fmt;

use serde::{Deserialize, Serialize, de, ser};

use self::{reader::Reader, writer::Writer};

/// The text is no JSON, or not of the wanted shape; or a value has a shape that is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads a text that is one value.
///
/// # Errors
/// [`Malformed`].
pub fn from_str<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Malformed> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Writes a value that is made of texts and whole numbers, which cannot go wrong.
pub fn to_string<T: Serialize>(value: &T) -> String {
    let mut text = String::new();
    value.serialize(Writer(&mut text)).unwrap_or_else(|_| panic!("texts and numbers are JSON"));
    text
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed JSON")
    }
}

impl std::error::Error for Malformed {}

impl ser::Error for Malformed {
    fn custom<T: fmt::Display>(_why: T) -> Self {
        Self
    }
}

impl de::Error for Malformed {
    fn custom<T: fmt::Display>(_why: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Kind {
        First,
        SecondOne,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Shape {
        texts: Vec<String>,
        whole: (i64, u64, u32),
        truth: bool,
        kind: Kind,
        maybe: Option<Box<Shape>>,
        #[serde(default)]
        left_out: u8,
    }

    fn shapes() -> impl Strategy<Value = Shape> {
        let one = (prop::collection::vec(any::<String>(), 0..3), any::<(i64, u64, u32)>(), any::<bool>());
        let one = one.prop_map(|(texts, whole, truth)| {
            let kind = if truth { Kind::First } else { Kind::SecondOne };
            Shape { texts, whole, truth, kind, maybe: None, left_out: 0 }
        });
        (one.clone(), prop::option::of(one)).prop_map(|(outer, inner)| Shape { maybe: inner.map(Box::new), ..outer })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reads_what_the_server_writes(shape in shapes()) {
            prop_assert_eq!(from_str::<Shape>(&serde_json::to_string(&shape).unwrap()).unwrap(), shape);
        }

        #[test]
        fn passes_over_fields_of_a_newer_server(shape in shapes(), text in any::<String>(), number in any::<f64>()) {
            let mut value = serde_json::to_value(&shape).unwrap();
            value["new"] = serde_json::json!({ "a": [text, number, null, true, {}], "b": [] });
            prop_assert_eq!(from_str::<Shape>(&value.to_string()).unwrap(), shape);
        }

        #[test]
        fn any_text_is_a_value_or_an_error(text in any::<String>(), cut in any::<prop::sample::Index>()) {
            let _ = from_str::<Shape>(&text);
            let whole = r#"{"texts":["\u003c\"\\","é"],"whole":[-1,2,3],"truth":true,"kind":"first","maybe":null}"#;
            prop_assert!(from_str::<Shape>(whole).is_ok());
            let cut = whole.floor_char_boundary(cut.index(whole.len()));
            prop_assert!(from_str::<Shape>(&whole[..cut]).is_err());
        }
    }

    #[test]
    fn refuses_other_shapes_and_what_follows_the_value() {
        assert_eq!(from_str::<u8>("7"), Ok(7));
        for text in ["", "256", "-1", "1.5", "\"7\"", "null", "7 7", "7}"] {
            assert!(from_str::<u8>(text).is_err(), "{text}");
        }
    }
}
