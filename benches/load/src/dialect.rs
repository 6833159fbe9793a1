//! What members say to a server, and how what it tells them is recognized.

use memchr::memmem;
use serde_json::json;

/// As long as people's messages are on average, and in their letters.
const LINE: &str = "내일 회의는 세 시에 시작합니다. Bring the printouts!";

/// The events of which a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Dialect {
    /// `/v1` of a house: every message is stored and acknowledged.
    Native,
    /// `/room` of the NestJS tutorial: nothing is acknowledged, and who speaks does not hear it.
    Nest,
}

impl Dialect {
    pub fn namespace(self) -> &'static str {
        match self {
            Self::Native => "/v1",
            Self::Nest => "/room",
        }
    }

    /// The packet by which member `who` comes.
    pub fn connect(self, who: &str) -> String {
        match self {
            Self::Native => format!("40/v1,{}", json!({ "nickname": who })),
            Self::Nest => "40/room,".into(),
        }
    }

    /// The request that opens a room for everybody, answered with its id where the dialect answers.
    pub fn create(self, name: &str, who: &str) -> String {
        match self {
            Self::Native => format!(r#"42/v1,1["createRoom",{}]"#, json!({ "name": name, "capacity": 0 })),
            Self::Nest => format!(r#"42/room,["createRoom",{}]"#, json!({ "room": name, "nickname": who })),
        }
    }

    pub fn join(self, room: &str, who: &str) -> String {
        match self {
            Self::Native => format!(r#"42/v1,2["joinRoom",{}]"#, json!({ "roomId": room })),
            Self::Nest => {
                format!(r#"42/room,["joinRoom",{}]"#, json!({ "room": room, "nickname": who, "toLeaveRoom": "" }))
            }
        }
    }

    /// A message that carries `stamp`, a number that no other message of the run has.
    pub fn say(self, room: &str, who: &str, stamp: u64) -> String {
        match self {
            Self::Native => {
                format!(r#"42/v1,{stamp}["sendMessage",{{"roomId":"{room}","clientId":"{stamp}","content":"{LINE}"}}]"#)
            }
            Self::Nest => {
                format!(r#"42/room,["message",{{"message":"{stamp} {LINE}","nickname":"{who}","room":"{room}"}}]"#)
            }
        }
    }

    /// To how many of a room's members a message is told.
    pub fn hearers(self, members: usize) -> usize {
        match self {
            Self::Native => members,
            Self::Nest => members - 1,
        }
    }

    /// Calls `hear` with the stamp of each message that a packet tells of. `false` when it is of no such packets.
    pub fn messages(self, packet: &[u8], mut hear: impl FnMut(u64)) -> bool {
        let (event, before): (&[u8], &[u8]) = match self {
            Self::Native => (br#"42/v1,["messages""#, br#""clientId":""#),
            Self::Nest => (br#"42/room,["message""#, b": "),
        };
        if !packet.starts_with(event) {
            return false;
        }
        for at in memmem::find_iter(packet, before) {
            if let Some(stamp) = number(&packet[at + before.len()..]) {
                hear(stamp);
            }
        }
        true
    }

    /// The number of the request that a packet answers.
    pub fn answer(self, packet: &[u8]) -> Option<u64> {
        (self == Self::Native).then(|| packet.strip_prefix(b"43/v1,").and_then(number))?
    }
}

/// The digits at the beginning.
fn number(text: &[u8]) -> Option<u64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps(dialect: Dialect, packet: &str) -> Vec<u64> {
        let mut stamps = Vec::new();
        dialect.messages(packet.as_bytes(), |stamp| stamps.push(stamp));
        stamps
    }

    #[test]
    fn every_message_of_a_batch_is_heard_once() {
        let packet = r#"42/v1,["messages",{"messages":[{"content":"12","clientId":"7"},{"clientId":"31"}]}]"#;
        assert_eq!(stamps(Dialect::Native, packet), [7, 31]);
        let packet = r#"42/room,["message",{"message":"n12: 31 hello"}]"#;
        assert_eq!(stamps(Dialect::Nest, packet), [31]);
    }

    #[test]
    fn other_packets_tell_of_none() {
        assert_eq!(stamps(Dialect::Native, r#"43/v1,7[{"data":{"message":{"clientId":"7"}}}]"#), [0; 0]);
        assert_eq!(stamps(Dialect::Nest, r#"42/room,["rooms",["a: 1"]]"#), [0; 0]);
        assert_eq!(Dialect::Native.answer(br#"43/v1,7[{"success":true}]"#), Some(7));
        assert_eq!(Dialect::Native.answer(br#"42/v1,["messages"]"#), None);
    }
}
