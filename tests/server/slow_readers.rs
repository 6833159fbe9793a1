//! Readers that stop reading. The kernel's buffers fill, then the socket's queue; then the reader is cut off, and it
//! is nobody else's problem.
#![cfg(target_os = "linux")]

use std::time::{Duration, Instant};

use sarangbang::protocol::{CatchUp, Event, Joined, event::Messages};
use serde_json::json;

use super::{
    binary::Binary,
    connections::present,
    guest::Guest,
    patience::{until, within},
    wire::{Dial, Wire},
};

/// 12,000 bytes, and as many again of HTML.
fn large() -> String {
    "가".repeat(4_000)
}

/// Comes into a room over a connection that takes little without being read.
async fn come_in_narrow(server: &Binary, nickname: &str, room: &str) -> Wire {
    let dial = Dial { receive_buffer: Some(2_048), ..Dial::default() };
    dial.come_in(server.address, nickname, room).await
}

/// Writes large messages one after another until the others hear that a reader is gone. Returns how long each
/// message took from its sending until `reader` heard it.
async fn write_until_cut_off(writer: &mut Guest, reader: &mut Guest, room: &str) -> Vec<Duration> {
    let text = large();
    let mut times = Vec::new();
    let mut rev = None;
    loop {
        let sent = Instant::now();
        writer.write(room, &text).await;
        loop {
            enum News {
                Messages(Messages),
                Count(u32),
            }
            let news = reader.event("the message", |event| match event {
                Event::Messages(messages) => Some(News::Messages(messages)),
                Event::Presence(presence) => Some(News::Count(presence.count)),
                _ => None,
            });
            match news.await {
                News::Messages(messages) => {
                    assert!(rev.is_none_or(|rev| rev == messages.from_rev), "everything in order");
                    rev = Some(messages.to_rev);
                    times.push(sent.elapsed());
                    break;
                }
                News::Count(2) => return times,
                News::Count(_) => {}
            }
        }
        assert!(times.len() < 2_000, "the reader is never cut off");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_with_a_closed_window_is_cut_off_and_nobody_waits_for_it() {
    let server = Binary::start(&[("REALTIME_UNREAD_TIMEOUT_MS", "1000"), ("SESSIONS_PRESENCE_GRACE_MS", "50")]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    for _ in 0..20 {
        one.write(&room, &large()).await;
    }
    two.messages(&room, 20).await;
    let (before, sockets) = (server.memory(), server.sockets());

    let _stalled = come_in_narrow(&server, "느림", &room).await;
    assert_eq!(present(&mut two, 3).await, ["느림", "영희", "철수"]);
    let mut times = write_until_cut_off(&mut one, &mut two, &room).await;
    times.sort();
    let (median, slowest) = (times[times.len() / 2], times[times.len() - 1]);
    assert!(median < Duration::from_millis(200), "{median:?} is the median of {}", times.len());
    assert!(slowest < Duration::from_secs(3), "{slowest:?} is the slowest of {}", times.len());
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 48 * 1024, "{grown} KiB while a reader did not read");

    // The kernel ends the connection, and with it all that was kept for it.
    until("the end of the stalled connection", async || server.sockets() <= sockets).await;
    one.write(&room, "끝").await;
    while &*two.messages(&room, 1).await[0].content != "끝" {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_wakes_up_again_finds_itself_disconnected_and_not_silently_deaf() {
    // Neither the kernel nor a missing pong ends the connection before the queue is full.
    let patient = [("REALTIME_UNREAD_TIMEOUT_MS", "600000"), ("REALTIME_PING_TIMEOUT_MS", "600000")];
    let server = Binary::start(&[patient[0], patient[1], ("SESSIONS_PRESENCE_GRACE_MS", "50")]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    let mut sleeper = come_in_narrow(&server, "느림", &room).await;
    present(&mut two, 3).await;
    let written = write_until_cut_off(&mut one, &mut two, &room).await.len();
    one.write(&room, "못 들은 말").await;

    // What it had been sent before is in order and without a gap; then it is told.
    let mut rev = 0;
    let told = within("being told", async {
        while let Some(text) = sleeper.hear().await {
            if text.starts_with("41/v1,") || text == "1" {
                return true;
            }
            if let Some(event) = text.strip_prefix("42/v1,[\"messages\",") {
                let event: Messages = serde_json::from_str(event.strip_suffix(']').expect("whole")).expect("messages");
                assert_eq!(event.from_rev, rev, "a gap");
                rev = event.to_rev;
            }
        }
        true
    });
    assert!(told.await);
    assert!(rev < written as u64, "it heard {rev} of {written} messages and was never cut off");
    assert!(rev > 0);

    // By its revision it hears the rest.
    let mut back = server.enter("느림 2").await;
    let missed = back.ask("joinRoom", &json!({ "roomId": room, "rev": rev })).await;
    let missed: Joined = missed.expect("the room is open");
    assert_eq!(&*missed.catch_up.messages.last().expect("something new").content, "못 들은 말");
}

/// In a dialect whose readers cannot catch up, what does not fit waits for them; it does so within bounds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_of_the_notes_dialect_that_reads_nothing_is_cut_off_and_nobody_waits_for_it() {
    // Neither the kernel nor a missing pong ends the connection first.
    let patient = [("REALTIME_UNREAD_TIMEOUT_MS", "600000"), ("REALTIME_PING_TIMEOUT_MS", "600000")];
    let server = Binary::start(&[patient[0], patient[1], ("SESSIONS_PRESENCE_GRACE_MS", "50")]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    let before = server.memory();
    let dial = Dial { receive_buffer: Some(2_048), ..Dial::default() };
    let mut stalled = dial.connect(server.address).await.expect("the endpoint is open");
    stalled.say("40/chats,").await;
    stalled.hear_one_like("40/chats,").await;
    stalled.say(format!("42/chats,1[\"enter_chat\",[\"{room}\"]]")).await;
    stalled.hear_one_like("43/chats,1[").await;
    present(&mut two, 3).await;
    let mut times = write_until_cut_off(&mut one, &mut two, &room).await;
    times.sort();
    let median = times[times.len() / 2];
    assert!(median < Duration::from_millis(200), "{median:?} is the median of {}", times.len());
    // All that the engine's queue holds, and more that waits beside it.
    assert!(times.len() > 700, "cut off after {}, though it might have read on", times.len());
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 48 * 1024, "{grown} KiB while a reader did not read");
}

/// Who asks for pages and reads none of them must not fill the memory with answers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_asks_and_does_not_read_the_answers_is_cut_off_before_they_pile_up() {
    let server = Binary::start(&[("REALTIME_UNREAD_TIMEOUT_MS", "2000"), ("SESSIONS_PRESENCE_GRACE_MS", "50")]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    for _ in 0..60 {
        one.write(&room, &large()).await;
    }
    two.messages(&room, 60).await;
    let before = server.memory();
    let mut greedy = come_in_narrow(&server, "욕심", &room).await;
    present(&mut two, 3).await;
    // A megabyte each.
    greedy.say_all((1..=2_000).map(|n| format!("42/v1,{n}[\"sync\",{{\"roomId\":\"{room}\",\"rev\":0}}]"))).await;
    present(&mut two, 2).await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 64 * 1024, "{grown} KiB of answers that nobody reads");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_catch_up_of_large_messages_starts_again_from_the_latest_page() {
    let server = Binary::start(&[]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    for _ in 0..60 {
        one.write(&room, &large()).await;
    }
    two.messages(&room, 60).await;
    let missed: CatchUp = two.ask("sync", &json!({ "roomId": room, "rev": 0 })).await.expect("inside");
    assert_eq!((missed.messages.len(), missed.rev, missed.reset), (50, 60, true));
    let missed: CatchUp = two.ask("sync", &json!({ "roomId": room, "rev": 20 })).await.expect("inside");
    assert_eq!((missed.messages.len(), missed.rev, missed.reset), (40, 60, false));
}
