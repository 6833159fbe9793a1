//! The client's codec against the server's parser crates: what one writes, the other reads.
#![cfg(feature = "ssr")]

use engineioxide_core::{OpenPacket, Packet as Engine, ProtocolVersion, Sid};
use proptest::prelude::*;
use sarangbang::protocol::codec::{self, Frame, Handshake, PONG};
use serde_json::Value;
use socketioxide_core::{
    Value as Data,
    packet::{Packet, PacketData},
    parser::{Parse, ParserState},
};
use socketioxide_parser_common::CommonParser;

/// The text frame in which the server would send a packet.
fn server_writes(packet: Packet) -> String {
    let Data::Str(text, None) = CommonParser.encode(packet) else { panic!("a packet without attachments is text") };
    Engine::Message(text).into()
}

/// The packet that the server reads from a text frame.
fn server_reads(frame: &str) -> Packet {
    let Ok(Engine::Message(text)) = Engine::parse(ProtocolVersion::V4, frame.to_owned()) else { panic!("{frame:?}") };
    CommonParser.decode_str(&Default::default(), &ParserState::default(), text).expect(frame)
}

fn event_data(name: &str, payload: &Value) -> Data {
    CommonParser.encode_value(payload, Some(name)).expect("JSON is data")
}

fn text(data: &Data) -> Value {
    serde_json::from_str(data.as_str().expect("text")).expect("JSON")
}

fn namespaces() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("/"), Just("/v1"), Just("/한글 공간")]
}

/// JSON of any shape. Tuples and sequences spread over several arguments, so payloads are objects or scalars.
fn payloads() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let nested = scalar.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5).prop_map(|map| map.into_iter().collect()),
        ]
    });
    prop::collection::btree_map(any::<String>(), nested, 0..5).prop_map(|map| map.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_the_events_that_the_server_writes(
        namespace in namespaces(), name in any::<String>(), payload in payloads(),
        ack in prop::option::of(0..=i64::MAX),
    ) {
        let mut packet = Packet::event(namespace, event_data(&name, &payload));
        if let Some(ack) = ack {
            packet.inner.set_ack_id(ack);
        }
        let frame = server_writes(packet);
        let Ok(Frame::Event { namespace: read_namespace, name: read_name, payload: read_payload, ack: read_ack }) =
            Frame::decode(&frame)
        else {
            panic!("{frame:?}")
        };
        prop_assert_eq!(read_namespace, namespace);
        prop_assert_eq!(read_name, name);
        prop_assert_eq!(serde_json::from_str::<Value>(read_payload).unwrap(), payload);
        prop_assert_eq!(read_ack, ack.map(|ack| ack as u64));
    }

    #[test]
    fn reads_the_acks_that_the_server_writes(
        namespace in namespaces(), payload in payloads(), id in 0..=i64::MAX,
    ) {
        let data = CommonParser.encode_value(&payload, None).unwrap();
        let frame = server_writes(Packet::ack(namespace, data, id));
        let Ok(Frame::Ack { namespace: read_namespace, id: read_id, data }) = Frame::decode(&frame) else {
            panic!("{frame:?}")
        };
        prop_assert_eq!(read_namespace, namespace);
        prop_assert_eq!(read_id, id as u64);
        prop_assert_eq!(serde_json::from_str::<Value>(data).unwrap(), payload);
    }

    #[test]
    fn writes_the_events_that_the_server_reads(
        namespace in namespaces(), name in any::<String>(), payload in payloads(),
        ack in prop::option::of(0..=i64::MAX as u64),
    ) {
        let frame = codec::event(namespace, &name, &payload.to_string(), ack);
        let packet = server_reads(&frame);
        prop_assert_eq!(packet.ns.as_str(), namespace);
        let PacketData::Event(data, read_ack) = packet.inner else { panic!("{frame:?}") };
        prop_assert_eq!(read_ack, ack.map(|ack| ack as i64));
        prop_assert_eq!(text(&data), Value::from(vec![Value::from(name), payload]));
    }

    #[test]
    fn writes_the_connects_that_the_server_reads(
        namespace in namespaces(), auth in prop::option::of(payloads()),
    ) {
        let frame = codec::connect(namespace, auth.as_ref().map(Value::to_string).as_deref());
        let packet = server_reads(&frame);
        prop_assert_eq!(packet.ns.as_str(), namespace);
        let PacketData::Connect(data) = packet.inner else { panic!("{frame:?}") };
        prop_assert_eq!(data.as_ref().map(text), auth);
        prop_assert_eq!(server_reads(&codec::disconnect(namespace)), Packet::disconnect(namespace));
    }

    #[test]
    fn reads_the_refusals_that_the_server_writes(namespace in namespaces(), message in any::<String>()) {
        let frame = server_writes(Packet::connect_error(namespace, message.clone()));
        prop_assert_eq!(Frame::decode(&frame), Ok(Frame::ConnectError { namespace, message }));
        let closed = server_writes(Packet::disconnect(namespace));
        prop_assert_eq!(Frame::decode(&closed), Ok(Frame::Disconnect { namespace }));
    }

    #[test]
    fn any_text_is_a_frame_or_an_error(text in any::<String>()) {
        let _ = Frame::decode(&text);
    }

    #[test]
    fn almost_a_frame_is_a_frame_or_an_error(text in r#"[0-6]?[0-7]?(/[^,]{0,3},?)?[0-9]{0,25}[\[\{"a-z:,\\é\]\}0-9 ]{0,12}"#) {
        let _ = Frame::decode(&text);
    }

    #[test]
    fn agrees_with_the_server_where_the_parts_of_a_packet_end(
        frame in r#"42(/[a-z0-9é]{0,3},)?(0|[1-9][0-9]{0,2})?\["[a-z]{0,3}"(,(0|[1-9][0-9]{0,2}))?\]"#,
    ) {
        let packet = server_reads(&frame);
        let PacketData::Event(data, ack) = packet.inner else { panic!("{frame:?}") };
        let arguments = text(&data);
        prop_assert_eq!(
            Frame::decode(&frame),
            Ok(Frame::Event {
                namespace: packet.ns.as_str(),
                name: arguments[0].as_str().unwrap().to_owned(),
                payload: &arguments.get(1).map_or("null".to_owned(), Value::to_string),
                ack: ack.map(|ack| ack as u64),
            })
        );
    }
}

#[test]
fn reads_the_engines_own_packets() {
    let packet = OpenPacket { sid: Sid::new(), ..OpenPacket::default() };
    let sid = packet.sid.to_string();
    let open = String::from(Engine::Open(packet));
    let handshake = Handshake { sid: &sid, ping_interval: 25_000, ping_timeout: 20_000, max_payload: 100_000 };
    assert_eq!(Frame::decode(&open), Ok(Frame::Open(handshake)));
    for (packet, frame) in [
        (Engine::Close, Frame::Close),
        (Engine::Ping, Frame::Ping),
        (Engine::Pong, Frame::Pong),
        (Engine::Noop, Frame::Noop),
    ] {
        assert_eq!(Frame::decode(&String::from(packet)), Ok(frame));
    }
    assert!(matches!(Engine::parse(ProtocolVersion::V4, PONG), Ok(Engine::Pong)));
}

#[test]
fn reads_the_servers_connect_answer() {
    let sid = Data::Str(r#"{"sid":"AAAAAAAAAAAAAAAA"}"#.into(), None);
    let frame = server_writes(Packet::connect("/v1", Some(sid)));
    assert_eq!(Frame::decode(&frame), Ok(Frame::Connect { namespace: "/v1" }));
}

#[test]
fn refuses_attachments() {
    let binary =
        socketioxide_core::Value::Str(r#"["a",{"_placeholder":true,"num":0}]"#.into(), Some([vec![1].into()].into()));
    let Data::Str(text, Some(_)) = CommonParser.encode(Packet::event("/v1", binary)) else { panic!("binary") };
    assert!(Frame::decode(&String::from(Engine::Message(text))).is_err());
}
