//! What one reader that has stopped reading costs the others and the house:
//! `cargo bench --features ssr --bench slow_reader`.
//!
//! A room of 200 members hears 50 messages a second from the real binary. In turns a member more comes in whose window
//! is closed, until the server has cut it off; what the others wait then, and how the server's memory grows, stands
//! beside the same without it.
#![cfg(target_os = "linux")]

// What the tests of the server use too; they need more of it.
#[allow(dead_code)]
#[path = "../tests/server/binary.rs"]
mod binary;
#[allow(dead_code)]
#[path = "../tests/server/guest.rs"]
mod guest;
#[allow(dead_code)]
#[path = "../tests/server/patience.rs"]
mod patience;
#[allow(dead_code)]
#[path = "../tests/server/wire.rs"]
mod wire;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::time::{MissedTickBehavior, interval, sleep};

use self::{
    binary::Binary,
    guest::Guest,
    wire::{Dial, Wire},
};

const MEMBERS: usize = 200;
const PAUSE: Duration = Duration::from_millis(20);
const ROUNDS: usize = 3;
const QUIET: Duration = Duration::from_secs(25);
/// The promise that is measured; a reader that is still there then is reported as such.
const CUT_OFF: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let server = Binary::start(&[]).await;
    let mut host = server.enter("집주인").await;
    let room = host.create_room("광장").await;
    host.join(&room).await;
    let clock = Instant::now();
    let waits = Arc::new(Mutex::new(Vec::new()));
    for n in 0..MEMBERS {
        let wire = Dial::default().come_in(server.address, &format!("독자 {n}"), &room).await;
        tokio::spawn(read(wire, clock, waits.clone()));
    }
    tokio::spawn(write(host, room.clone(), clock));
    sleep(Duration::from_secs(5)).await;

    println!("{:>10} {:>9} {:>11} {:>9} {:>9} {:>12}", "", "seconds", "deliveries", "p50 ms", "p99 ms", "growth KiB");
    for round in 0..ROUNDS {
        measure("without", &server, &waits, async || sleep(QUIET).await).await;
        let sockets = server.sockets();
        let mut stalled = Vec::new();
        measure("with one", &server, &waits, async || {
            // Small enough that the server's kernel notices within the first second.
            let narrow = Dial { receive_buffer: Some(2_048), ..Dial::default() };
            stalled.push(narrow.come_in(server.address, &format!("느림 {round}"), &room).await);
            let joined = Instant::now();
            while server.sockets() > sockets && joined.elapsed() < CUT_OFF {
                sleep(Duration::from_millis(100)).await;
            }
        })
        .await;
    }
}

/// Notes for each message how long it was on its way.
async fn read(mut wire: Wire, clock: Instant, waits: Arc<Mutex<Vec<Duration>>>) {
    loop {
        let event = wire.hear_one_like("42/v1,[\"messages\"").await;
        let now = clock.elapsed();
        let sent = event.split("\"content\":\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok());
        waits.lock().unwrap().extend(sent.map(|micros| now.saturating_sub(Duration::from_micros(micros))));
    }
}

/// Writes the time, again and again.
async fn write(mut host: Guest, room: String, clock: Instant) {
    let mut beat = interval(PAUSE);
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        beat.tick().await;
        host.send_message(&room, &clock.elapsed().as_micros().to_string());
        host.events_so_far();
    }
}

async fn measure(name: &str, server: &Binary, waits: &Mutex<Vec<Duration>>, phase: impl AsyncFnOnce()) {
    let (before, started) = (server.memory(), Instant::now());
    waits.lock().unwrap().clear();
    phase().await;
    let mut waits = std::mem::take(&mut *waits.lock().unwrap());
    waits.sort_unstable();
    let quantile = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{name:>10} {:>9.1} {:>11} {:>9.2} {:>9.2} {:>12}",
        started.elapsed().as_secs_f64(),
        waits.len(),
        quantile(0.5),
        quantile(0.99),
        server.memory() as i64 - before as i64,
    );
}
