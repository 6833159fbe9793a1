//! How the server ends: asked to, and without a warning. What was acknowledged is there afterwards either way.

use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};

use futures::future::join_all;
use rusqlite::{Connection, Row};
use sarangbang::protocol::{Ack, Event, codec, codec::Frame, payload::MessageStored};
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::mpsc};

use super::{
    binary::Binary,
    guest::Guest,
    http,
    patience::{until, within},
    wire::{Dial, Wire, connect_as},
};

/// What a writer knows when the connection has ended.
#[derive(Default)]
struct Written {
    /// By clientId, the place that the server acknowledged.
    acknowledged: BTreeMap<String, u64>,
    /// The `bye` event's payload.
    bye: Option<serde_json::Value>,
}

/// Writes without a pause, always some messages ahead of the acks, until the server ends the connection. Tells
/// `progress` of every ack.
async fn write_to_the_end(server: &Binary, name: &str, room: &str, progress: impl Fn()) -> Written {
    const AHEAD: usize = 20;
    let mut wire = Wire::enter(server.address, name).await;
    wire.say(format!("42/v1,0[\"joinRoom\",{{\"roomId\":\"{room}\"}}]")).await;
    wire.hear_one_like("43/v1,0[").await;
    let mut written = Written::default();
    let client_id = |n: u64| format!("{name} {n}").replace(' ', "-");
    let message = |n: u64| {
        let payload = json!({ "roomId": room, "clientId": client_id(n), "content": format!("말 {n}") });
        codec::event("/v1", "sendMessage", &payload.to_string(), Some(n))
    };
    let mut next = 1;
    for _ in 0..AHEAD {
        wire.say(message(next)).await;
        next += 1;
    }
    while let Some(text) = wire.hear().await {
        match Frame::decode(&text).expect("a frame") {
            Frame::Ack { id, data, .. } => {
                let ack: Ack<MessageStored> = serde_json::from_str(data).expect("an ack");
                match ack.into_result() {
                    Ok(stored) => written.acknowledged.insert(client_id(id), stored.message.seq),
                    Err(refusal) => {
                        assert_eq!(refusal.code(), "unavailable", "the house is closing");
                        continue;
                    }
                };
                progress();
                wire.say(message(next)).await;
                next += 1;
            }
            Frame::Event { name, payload, .. } if name == "bye" => {
                written.bye = Some(serde_json::from_str(payload).expect("a payload"));
            }
            Frame::Ping => wire.say("3").await,
            _ => {}
        }
    }
    written
}

/// Opens the database that a server left behind: every acknowledged message is in its place, and no place is empty.
fn check_database(data: &Path, room: &str, acknowledged: &BTreeMap<String, u64>) {
    let database = Connection::open(data.join("data/sarangbang.db")).expect("a database");
    let intact: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(intact, "ok");
    let mut select = database
        .prepare(
            "SELECT client_id, seq, messages.rev, rooms.rev, last_seq FROM messages
             JOIN rooms ON rooms.key = messages.room WHERE rooms.id = ?1 ORDER BY seq",
        )
        .unwrap();
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    let rows: Vec<(String, i64, i64, i64, i64)> = select.query_map([room], row).unwrap().map(Result::unwrap).collect();
    let count = i64::try_from(rows.len()).unwrap();
    let mut stored = BTreeMap::new();
    for (place, (client_id, seq, rev, room_rev, last_seq)) in (1..).zip(rows) {
        assert_eq!((seq, rev, room_rev, last_seq), (place, place, count, count), "no holes");
        stored.insert(client_id, seq.cast_unsigned());
    }
    for (client_id, seq) in acknowledged {
        assert_eq!(stored.get(client_id), Some(seq), "{client_id} was acknowledged");
    }
}

/// Four writers at once until `enough` messages are acknowledged; then `end`, and what the writers know after it.
async fn write_until(server: &Binary, room: &str, enough: usize, end: impl FnOnce()) -> Vec<Written> {
    let (tell, mut acks) = mpsc::unbounded_channel();
    let writers = join_all((1..=4).map(|n| {
        let tell = tell.clone();
        let tell = move || tell.send(()).unwrap_or_default();
        async move { write_to_the_end(server, &format!("writer {n}"), room, tell).await }
    }));
    let ending = async {
        for _ in 0..enough {
            within("an ack", acks.recv()).await;
        }
        end();
    };
    within("the end of all connections", async { tokio::join!(writers, ending) }).await.0
}

fn all_acknowledged(written: Vec<Written>) -> BTreeMap<String, u64> {
    written.into_iter().flat_map(|written| written.acknowledged).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_says_goodbye_keeps_what_it_acknowledged_and_exits_with_0_within_five_seconds() {
    let server = Binary::start(&[]).await;
    let mut host = server.enter("주인").await;
    let room = host.create_room("개발").await;
    let mut asked = None;
    let written = write_until(&server, &room, 400, || {
        asked = Some(Instant::now());
        server.terminate();
    })
    .await;
    let (status, log, data) = server.ended().await;
    let took = asked.expect("it was asked").elapsed();
    assert!(status.success(), "{status}: {log}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(!log.contains("ERROR") && !log.contains("panicked"), "{log}");
    for writer in &written {
        let bye = writer.bye.as_ref().expect("a goodbye");
        assert_eq!(bye["reason"], "restart");
        assert!(bye["retryInMs"].as_u64().is_some_and(|wait| (1..=10_000).contains(&wait)), "{bye}");
    }
    let acknowledged = all_acknowledged(written);
    assert!(acknowledged.len() >= 400);
    check_database(data.path(), &room, &acknowledged);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_it_has_lost_nothing_that_it_acknowledged() {
    let server = Binary::start(&[]).await;
    let mut host = server.enter("주인").await;
    let room = host.create_room("개발").await;
    // Somewhere in the middle of a batch, another one in every run.
    let enough = rand::random_range(200..600);
    let acknowledged = all_acknowledged(write_until(&server, &room, enough, || server.kill()).await);
    let (status, _, data) = server.ended().await;
    assert!(!status.success());
    check_database(data.path(), &room, &acknowledged);

    // And the next start goes on from there.
    let server = Binary::start_in(data, &[]).await;
    let mut guest = Guest::come_back(server.address, host.token()).await;
    let before = guest.join(&room).await.catch_up.rev;
    assert!(before >= acknowledged.len() as u64);
    assert_eq!(guest.write(&room, "다음").await.seq, before + 1);
}

/// Neither a reader that does not read, nor half a request, nor a kept-alive connection holds it up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_can_keep_it_from_ending() {
    let server = Binary::start(&[]).await;
    let (mut one, _two, room) = server.two_in_a_room().await;
    let narrow = Dial { receive_buffer: Some(2_048), ..Dial::default() };
    let mut deaf = narrow.connect(server.address).await.expect("the endpoint is open");
    deaf.say(connect_as("느림")).await;
    deaf.hear_one_like("42/v1,[\"welcome\"").await;
    deaf.say(format!("42/v1,1[\"joinRoom\",{{\"roomId\":\"{room}\"}}]")).await;
    deaf.hear_one_like("43/v1,1[").await;
    for _ in 0..60 {
        one.write(&room, &"\"".repeat(4_000)).await;
    }
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(b"POST /do/enter HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: 100\r\n\r\nnick")
        .await
        .unwrap();
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    silent.write_all(b"GET / HT").await.unwrap();
    let _idle = Wire::open(server.address).await;
    let polled = http::get(server.address, "/socket.io/?EIO=4&transport=polling", &[]).await;
    assert_eq!(polled.status, 200);

    let asked = Instant::now();
    server.terminate();
    let (status, log, _) = server.ended().await;
    let took = asked.elapsed();
    assert!(status.success(), "{status}: {log}");
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_it_ends_it_takes_no_new_guests() {
    let server = Binary::start(&[]).await;
    let mut guest = server.enter("철수").await;
    server.terminate();
    guest.event("the goodbye", |event| matches!(event, Event::Bye(_)).then_some(())).await;
    guest.gone().await;
    until("a closed door", async || TcpStream::connect(server.address).await.is_err()).await;
    let (status, _, _) = server.ended().await;
    assert!(status.success(), "{status}");
}
