//! The part of Socket.IO v5 over Engine.IO v4 that a client needs: text frames with JSON payloads, one in each message
//! of a websocket or several in each body of HTTP long-polling.
//!
//! A frame is `<engine type>[<socket type>[<namespace>,][<ack id>][<JSON>]]`, as in `42/v1,7["typing",{…}]`. Payloads
//! stay JSON text: the caller knows their type. Binary attachments are not part of `/v1` and are refused.
//!
//! Written here because the parser crates, made for servers, cost more in the browser than all of this; they are the
//! oracle of `tests/codec_oracle.rs`.

use serde::Deserialize;

use super::json;

/// A text frame from the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// The first frame of a connection.
    Open(Handshake<'a>),
    /// The server is about to close the connection.
    Close,
    /// To be answered with [`PONG`], also before anything else was answered.
    Ping,
    Pong,
    Noop,
    /// The namespace is open.
    Connect {
        namespace: &'a str,
    },
    /// The namespace stays closed.
    ConnectError {
        namespace: &'a str,
        message: String,
    },
    /// The server closed the namespace; the websocket may stay.
    Disconnect {
        namespace: &'a str,
    },
    /// Only the first argument is kept (`null` when there is none); the events of `/v1` have exactly one.
    Event {
        namespace: &'a str,
        name: String,
        payload: &'a str,
        ack: Option<u64>,
    },
    /// The answer to the event with this ack id; again only the first argument.
    Ack {
        namespace: &'a str,
        id: u64,
        data: &'a str,
    },
}

/// What the server says about the connection. Times are in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Handshake<'a> {
    /// Names the connection in the requests of long-polling.
    pub sid: &'a str,
    /// How often the server pings.
    pub ping_interval: u32,
    /// How much later than expected a ping may come before the connection counts as dead.
    pub ping_timeout: u32,
    /// How many bytes the server takes in one message or body.
    pub max_payload: u32,
}

/// The frame is not of this protocol; says which part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a Socket.IO frame: bad {0}")]
pub struct Malformed(&'static str);

/// Answers a ping.
pub const PONG: &str = "3";

/// Ends a connection of long-polling; a websocket is simply closed.
pub const CLOSE: &str = "1";

/// Stands between the frames of one body of long-polling. JSON text has no control characters, so no frame has it.
pub const SEPARATOR: char = '\u{1e}';

/// Asks for a namespace. `auth` is JSON text.
pub fn connect(namespace: &str, auth: Option<&str>) -> String {
    packet('0', namespace, None, auth.unwrap_or_default())
}

/// Goes out of a namespace.
pub fn disconnect(namespace: &str) -> String {
    packet('1', namespace, None, "")
}

/// Sends an event whose payload is JSON text; with an ack id when an answer is wanted.
pub fn event(namespace: &str, name: &str, payload: &str, ack: Option<u64>) -> String {
    let name = json::to_string(&name);
    packet('2', namespace, ack, &format!("[{name},{payload}]"))
}

fn packet(kind: char, namespace: &str, ack: Option<u64>, json: &str) -> String {
    let mut text = String::with_capacity(namespace.len() + json.len() + 16);
    text.push('4');
    text.push(kind);
    if namespace != "/" {
        text.push_str(namespace);
        text.push(',');
    }
    if let Some(ack) = ack {
        text.push_str(&ack.to_string());
    }
    text.push_str(json);
    text
}

impl<'a> Frame<'a> {
    /// Reads a text frame.
    ///
    /// # Errors
    /// [`Malformed`] for anything that a Socket.IO server does not send to a client that uses no binary payloads.
    pub fn decode(text: &'a str) -> Result<Self, Malformed> {
        match text.split_at_checked(1) {
            Some(("0", handshake)) => json::from_str(handshake).map(Self::Open).map_err(|_| Malformed("handshake")),
            Some(("1", "")) => Ok(Self::Close),
            Some(("2", "")) => Ok(Self::Ping),
            Some(("3", "")) => Ok(Self::Pong),
            Some(("4", packet)) => Self::decode_packet(packet),
            Some(("6", "")) => Ok(Self::Noop),
            _ => Err(Malformed("engine type")),
        }
    }

    fn decode_packet(packet: &'a str) -> Result<Self, Malformed> {
        let (kind, rest) = packet.split_at_checked(1).ok_or(Malformed("packet type"))?;
        let (namespace, rest) = split_namespace(rest);
        match kind {
            "0" => Ok(Self::Connect { namespace }),
            "1" => Ok(Self::Disconnect { namespace }),
            "2" => {
                let (ack, json) = split_ack(rest)?;
                let (name, payload) = split_name(arguments(json)?).ok_or(Malformed("event name"))?;
                let name = json::from_str(name).map_err(|_| Malformed("event name"))?;
                Ok(Self::Event { namespace, name, payload, ack })
            }
            "3" => {
                let (id, json) = split_ack(rest)?;
                let data = arguments(json)?;
                let data = if data.is_empty() { "null" } else { data };
                Ok(Self::Ack { namespace, id: id.ok_or(Malformed("ack id"))?, data })
            }
            "4" => Ok(Self::ConnectError { namespace, message: connect_error(rest)? }),
            _ => Err(Malformed("packet type")),
        }
    }
}

/// A namespace ends with a comma, which may be missing at the end of the packet.
fn split_namespace(rest: &str) -> (&str, &str) {
    if rest.starts_with('/') { rest.split_once(',').unwrap_or((rest, "")) } else { ("/", rest) }
}

fn split_ack(rest: &str) -> Result<(Option<u64>, &str), Malformed> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest.split_at_checked(digits) {
        Some(("", json)) => Ok((None, json)),
        None => Err(Malformed("ack id")),
        Some((id, json)) => id.parse().map(|id| (Some(id), json)).map_err(|_| Malformed("ack id")),
    }
}

/// What is between the brackets. It is not looked into: our server sends one payload at most, and whoever knows its
/// type notices when it is none.
fn arguments(json: &str) -> Result<&str, Malformed> {
    json.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).ok_or(Malformed("arguments"))
}

/// The name of an event, as JSON, and its payload.
fn split_name(arguments: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    let end = arguments.strip_prefix('"')?.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })?;
    match arguments.split_at_checked(end + 2)? {
        (name, "") => Some((name, "null")),
        (name, rest) => Some((name, rest.strip_prefix(',')?)),
    }
}

/// `{"message": …}` since Socket.IO v3, a plain string before.
fn connect_error(json: &str) -> Result<String, Malformed> {
    #[derive(Deserialize)]
    struct Reason {
        message: String,
    }
    // One after the other: an untagged enum would read any JSON into a value first, and grow the page by that much.
    let reason = json::from_str(json).map(|Reason { message }| message);
    reason.or_else(|_| json::from_str(json)).map_err(|_| Malformed("connect error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_server_sends() {
        let open = r#"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}"#;
        let handshake = Handshake { sid: "x", ping_interval: 25_000, ping_timeout: 20_000, max_payload: 65_536 };
        assert_eq!(Frame::decode(open), Ok(Frame::Open(handshake)));
        assert_eq!(Frame::decode("2"), Ok(Frame::Ping));
        assert_eq!(Frame::decode(r#"40/v1,{"sid":"x"}"#), Ok(Frame::Connect { namespace: "/v1" }));
        assert_eq!(
            Frame::decode(r#"44/v1,{"message":"nickname_required"}"#),
            Ok(Frame::ConnectError { namespace: "/v1", message: "nickname_required".to_owned() })
        );
        assert_eq!(
            Frame::decode(r#"42/v1,["not\u0069ce",{"text":"공지"}]"#),
            Ok(Frame::Event { namespace: "/v1", name: "notice".into(), payload: r#"{"text":"공지"}"#, ack: None })
        );
        assert_eq!(
            Frame::decode(r#"43/v1,12[{"success":true}]"#),
            Ok(Frame::Ack { namespace: "/v1", id: 12, data: r#"{"success":true}"# })
        );
        assert_eq!(Frame::decode("41/v1,"), Ok(Frame::Disconnect { namespace: "/v1" }));
    }

    #[test]
    fn knows_the_default_namespace_and_missing_arguments() {
        let event = Frame::Event { namespace: "/", name: "a".into(), payload: "null", ack: Some(0) };
        assert_eq!(Frame::decode(r#"420["a"]"#), Ok(event));
        assert_eq!(Frame::decode("41/v1"), Ok(Frame::Disconnect { namespace: "/v1" }));
        assert_eq!(Frame::decode("43/v1,1[]"), Ok(Frame::Ack { namespace: "/v1", id: 1, data: "null" }));
    }

    #[test]
    fn refuses_everything_else() {
        for bad in [
            "",
            "5",
            "7",
            "b4AAA=",
            "2probe",
            "0",
            "0{}",
            "4",
            "48",
            "4/v1",
            "42",
            "42[]",
            "42[1]",
            "42{}",
            "42/v1",
            "42[\"a\"",
            "43/v1,[1]",
            "43/v1,99999999999999999999[]",
            "44/v1,",
            "44/v1,{}",
            "451-[\"a\"]",
            "461-1[]",
            "é",
            "4é",
            "42é",
            "42/é",
            "43/é,1é",
        ] {
            assert!(Frame::decode(bad).is_err(), "{bad:?} is {:?}", Frame::decode(bad));
        }
    }

    #[test]
    fn writes_what_a_server_reads() {
        assert_eq!(connect("/v1", None), "40/v1,");
        assert_eq!(connect("/", Some(r#"{"nickname":"영희"}"#)), r#"40{"nickname":"영희"}"#);
        assert_eq!(event("/v1", "typing", r#"{"roomId":"r"}"#, None), r#"42/v1,["typing",{"roomId":"r"}]"#);
        assert_eq!(event("/v1", "say \"hi\"", "1", Some(7)), r#"42/v1,7["say \"hi\"",1]"#);
        assert_eq!(disconnect("/v1"), "41/v1,");
    }
}
