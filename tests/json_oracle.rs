//! The browser's JSON against `serde_json`: whatever ours reads, the other reads too, with the same value, and both write
//! the same.
#![cfg(feature = "ssr")]

use proptest::prelude::*;
use sarangbang::protocol::json::{self, Malformed};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Every shape that the protocol has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct House {
    nick_name: String,
    at: i64,
    seq: u64,
    open: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    closed_at: Option<i64>,
    rooms: Vec<Room>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Room {
    Lobby,
    Named(String),
    Full { member_names: Vec<String>, count: u32 },
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[\"\\\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}가힣👍a]{0,8}"]
}

fn rooms() -> impl Strategy<Value = Room> {
    prop_oneof![
        Just(Room::Lobby),
        texts().prop_map(Room::Named),
        (prop::collection::vec(texts(), 0..3), any::<u32>())
            .prop_map(|(member_names, count)| Room::Full { member_names, count }),
    ]
}

fn houses() -> impl Strategy<Value = House> {
    let scalars = (texts(), any::<i64>(), any::<u64>(), any::<bool>());
    let rest = (prop::option::of(texts()), prop::option::of(any::<i64>()), prop::collection::vec(rooms(), 0..4));
    (scalars, rest).prop_map(|((nick_name, at, seq, open), (topic, closed_at, rooms))| House {
        nick_name,
        at,
        seq,
        open,
        topic,
        closed_at,
        rooms,
    })
}

/// Reads with both; what ours reads, the oracle reads as well. Ours may refuse what the oracle takes.
fn never_more_than_the_oracle<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    if let Ok(ours) = json::from_str::<T>(text) {
        assert_eq!(serde_json::from_str::<T>(text).ok(), Some(ours), "{text}");
    }
}

proptest! {
    #[test]
    fn reads_what_the_server_writes(house in houses(), pretty: bool) {
        let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
        prop_assert_eq!(json::from_str::<House>(&write(&house).unwrap()), Ok(house));
    }

    #[test]
    fn writes_as_the_oracle_does(house in houses()) {
        prop_assert_eq!(json::to_string(&house), serde_json::to_string(&house).unwrap());
        let named = std::collections::BTreeMap::from([(house.nick_name.clone(), (house, '\u{1f}'))]);
        prop_assert_eq!(json::to_string(&named), serde_json::to_string(&named).unwrap());
    }

    #[test]
    fn reads_strings_however_they_are_escaped(units in prop::collection::vec(any::<u16>(), 0..6)) {
        let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let text = format!("\"{escaped}\"");
        prop_assert_eq!(json::from_str::<String>(&text).ok(), serde_json::from_str::<String>(&text).ok());
    }

    #[test]
    fn reads_nothing_that_is_not_json(house in houses(), at: prop::sample::Index, with in "[\\PC\\pC]{0,2}") {
        let text = serde_json::to_string(&house).unwrap();
        let places: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        let place = places[at.index(places.len())];
        let mut broken = text.clone();
        broken.insert_str(place, &with);
        never_more_than_the_oracle::<House>(&broken);
        never_more_than_the_oracle::<House>(&text[..place]);
        never_more_than_the_oracle::<House>(&[&text[..place], &with, &text[place..].chars().skip(1).collect::<String>()].concat());
    }

    #[test]
    fn skips_what_it_does_not_know(house in houses(), name in "[a-z]{3}_x") {
        let mut value = serde_json::to_value(&house).unwrap();
        value[name] = serde_json::json!([{"a": [null, true, false, -1, "\\\"]}"]}, [], {}]);
        prop_assert_eq!(json::from_str::<House>(&value.to_string()), Ok(house));
    }
}

#[test]
fn odd_texts_are_malformed() {
    for text in ["", " ", "[1,]", "[,1]", "[1 2]", "[1", "01", "-0", "1.5", "1e3", "--1", "+1", "99999999999999999999"]
    {
        assert_eq!(json::from_str::<Vec<i64>>(text).err(), Some(Malformed), "{text:?}");
        assert_eq!(json::from_str::<i64>(text).err(), Some(Malformed), "{text:?}");
    }
    assert_eq!(json::from_str::<i64>(&i64::MIN.to_string()), Ok(i64::MIN));
    assert_eq!(json::from_str::<i64>("-9223372036854775809"), Err(Malformed));
    for text in ["\"", "\"\\\"", "\"\\x\"", "\"\n\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u+123\"", "\"\\u한\""]
    {
        assert_eq!(json::from_str::<String>(text), Err(Malformed), "{text:?}");
    }
}

#[test]
fn nesting_has_an_end() {
    let deep = "[".repeat(100_000);
    assert_eq!(json::from_str::<House>(&format!("{{\"x\":{deep}")), Err(Malformed));
}
