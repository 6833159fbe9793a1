//! The texts of the page `/check`. On the server only: that page is no part of the browser's program.

use super::Language;

/// A word that the page's script finds out, and the sentence that it then shows.
pub type Sentence = (&'static str, &'static str);

/// The texts of the page in one language.
pub struct CheckTexts {
    pub title: &'static str,
    pub intro: &'static str,
    pub without_script: &'static str,
    /// What it all means. The words are those of `verdict` in the script.
    pub verdict: [Sentence; 6],
    pub websocket: &'static str,
    pub websocket_hint: &'static str,
    pub websocket_outcome: [Sentence; 5],
    pub polling: &'static str,
    pub polling_hint: &'static str,
    pub polling_outcome: [Sentence; 3],
    pub time: &'static str,
    pub time_hint: &'static str,
    /// What stands after the number of milliseconds, which may be 1.
    pub pace: [Sentence; 5],
    pub again: &'static str,
    pub advice: &'static str,
    pub advice_intro: &'static str,
    pub advice_items: [&'static str; 4],
    pub report: &'static str,
}

impl Language {
    pub const fn check_texts(self) -> &'static CheckTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: CheckTexts = CheckTexts {
    title: "연결 검사",
    intro: "지금 쓰는 네트워크에서 사랑방까지 어떤 길이 열려 있는지 알아봅니다. 몇 초 걸립니다.",
    without_script: "이 검사는 브라우저의 스크립트로 합니다. 스크립트가 꺼져 있어도 방에 들어가 글을 읽고 쓸 수 있지만, 새 글은 새로 \
                     고침해야 보입니다.",
    verdict: [
        ("pending", "검사하는 중입니다…"),
        ("good", "모든 길이 열려 있습니다. 실시간으로 이야기할 수 있습니다."),
        (
            "websocket",
            "WebSocket이 되므로 실시간으로 이야기할 수 있습니다. 예비로 쓰는 긴 폴링은 막혀 있지만 없어도 됩니다.",
        ),
        (
            "polling",
            "이 네트워크에서는 WebSocket이 막혀 있지만 긴 폴링으로 이야기할 수 있습니다. 사랑방이 알아서 바꿔 쓰므로 할 일은 \
             없습니다. 메시지가 조금 늦게 보일 수 있습니다.",
        ),
        (
            "forms",
            "이 네트워크에서는 실시간 연결이 모두 막혀 있습니다. 글을 읽고 쓸 수는 있지만, 새 글은 새로 고침해야 보입니다. 아래 \
             내용을 네트워크 관리자에게 보여 주세요.",
        ),
        ("away", "지금은 사랑방에 닿을 수 없습니다. 인터넷 연결을 확인하고 잠시 뒤에 다시 검사해 주세요."),
    ],
    websocket: "WebSocket",
    websocket_hint: "가장 빠른 길입니다. 연결하고, 보내고, 돌려받고, 닫아 봅니다.",
    websocket_outcome: [
        ("pending", "검사 중…"),
        ("ok", "됩니다."),
        ("closed", "연결되지 않습니다."),
        ("mute", "연결은 되지만 메시지가 오가지 않습니다."),
        ("unclean", "메시지는 오가지만, 중간에서 연결을 끊습니다."),
    ],
    polling: "긴 폴링 (HTTP)",
    polling_hint: "WebSocket이 막혔을 때 쓰는 길입니다. 평범한 웹 요청으로 오갑니다.",
    polling_outcome: [("pending", "검사 중…"), ("ok", "됩니다."), ("failed", "되지 않습니다.")],
    time: "왕복 시간",
    time_hint: "서버까지 다녀오는 데 걸리는 시간입니다. 여러 번 재어 가운데 값을 보입니다.",
    pace: [
        ("pending", "재는 중…"),
        ("quick", "밀리초. 빠릅니다."),
        ("fair", "밀리초. 조금 느리지만 이야기하는 데 문제없습니다."),
        ("slow", "밀리초. 느립니다. 메시지가 늦게 보일 수 있습니다."),
        ("unknown", "잴 수 없습니다."),
    ],
    again: "다시 검사",
    advice: "네트워크 관리자에게",
    advice_intro: "실시간 연결이 막혀 있다면 방화벽이나 프록시에서 다음을 확인해 주세요.",
    advice_items: [
        "이 주소로 가는 WebSocket을 허용합니다: HTTP/1.1의 “Upgrade: websocket”과 “Connection: Upgrade” 머리글을 지우지 않습니다.",
        "말이 없는 연결도 60초 이상 열어 둡니다. 사랑방은 그보다 자주 신호를 보냅니다.",
        "TLS를 풀어 보는 장비는 이 주소에서 WebSocket을 그대로 넘기거나 이 주소를 예외로 둡니다.",
        "/socket.io/ 아래 요청의 응답을 모아 두거나(버퍼링) 캐시하지 않습니다.",
    ],
    report: "검사 기록",
};

const EN: CheckTexts = CheckTexts {
    title: "Connection check",
    intro: "Finds out which ways lead from your network to this house. It takes a few seconds.",
    without_script: "This check is made by a script in your browser. Without scripts you can still go into rooms, read \
                     and write; you only have to reload to see what is new.",
    verdict: [
        ("pending", "Checking…"),
        ("good", "Every way is open. You can talk live."),
        (
            "websocket",
            "WebSocket works, so you can talk live. Long-polling, the way in reserve, is blocked; you can do without.",
        ),
        (
            "polling",
            "This network blocks WebSocket, but you can talk over long-polling. The house changes over by itself; there \
             is nothing to do. Messages may come a little later.",
        ),
        (
            "forms",
            "This network blocks every live connection. You can read and write, but you have to reload to see what is \
             new. Please show what is below to your network's administrator.",
        ),
        ("away", "The house cannot be reached just now. Check your internet connection and try again in a moment."),
    ],
    websocket: "WebSocket",
    websocket_hint: "The fastest way. We connect, send, hear it back and close.",
    websocket_outcome: [
        ("pending", "Checking…"),
        ("ok", "It works."),
        ("closed", "It does not connect."),
        ("mute", "It connects, but no message comes through."),
        ("unclean", "Messages come through, but something on the way breaks the connection."),
    ],
    polling: "Long-polling (HTTP)",
    polling_hint: "The way when WebSocket is blocked. It is made of ordinary web requests.",
    polling_outcome: [("pending", "Checking…"), ("ok", "It works."), ("failed", "It does not work.")],
    time: "Round trip",
    time_hint: "How long it takes to the server and back: the median of several.",
    pace: [
        ("pending", "Measuring…"),
        ("quick", "ms. That is quick."),
        ("fair", "ms. A little slow, but fine to talk."),
        ("slow", "ms. That is slow; messages may come late."),
        ("unknown", "It cannot be measured."),
    ],
    again: "Check again",
    advice: "For your network's administrator",
    advice_intro: "If live connections are blocked, please look at these in the firewall or proxy:",
    advice_items: [
        "Allow WebSocket to this address: keep the HTTP/1.1 headers “Upgrade: websocket” and “Connection: Upgrade”.",
        "Keep quiet connections open for 60 seconds or more. The house sends signs of life more often than that.",
        "Where TLS is inspected, let WebSocket to this address pass as it is, or make the address an exception.",
        "Neither buffer nor cache the answers to requests below /socket.io/.",
    ],
    report: "What was found",
};

#[cfg(test)]
mod tests {
    use super::*;

    /// A word without a sentence would leave the page silent.
    #[test]
    fn every_word_of_the_script_has_a_sentence_in_both_languages() {
        let script = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/public/check.js")).unwrap();
        let words = |texts: &CheckTexts| {
            let groups = [&texts.verdict[..], &texts.websocket_outcome, &texts.polling_outcome, &texts.pace];
            groups.map(|group| group.iter().map(|(word, _)| *word).collect::<Vec<_>>())
        };
        assert_eq!(words(&KO), words(&EN));
        for word in words(&KO).concat() {
            assert!(script.contains(&format!("'{word}'")), "the script never says {word}");
        }
    }
}
