//! Waiting until everybody has what everybody wrote.

use std::{collections::BTreeMap, time::Duration};

use sarangbang::domain::RoomId;
use tokio::time::{Instant, sleep_until};

use super::Run;
use crate::faults::{
    client::{Client, Status},
    database::Database,
    ledger::Kind,
    verdict,
};

/// Pings after which somebody who is still not where they should be never will be: what the server had to say before
/// the first of them has arrived with it, and what waited because the disk was full has been sent again.
const PINGS: u32 = 12;

/// Without anybody having come any further: far beyond what coming back takes.
const PATIENCE: Duration = Duration::from_secs(60);

impl Run {
    /// Waits until every client has carried out its orders, has nothing unsent and is at the revision of the database.
    /// `false` when somebody never will be, which the ledger says, or when a promise was broken meanwhile.
    pub(super) async fn settle(&self) -> bool {
        let (mut deadline, end) = (Instant::now() + PATIENCE, Instant::now() + 10 * PATIENCE);
        let mut far = None;
        let database = Database::open(&self.house.database());
        let mut before = None;
        let mut pings = Vec::new();
        while self.ledger.is_clean() {
            let revs = database.revs();
            if self.clients.iter().all(|client| is_settled(client, &revs)) {
                self.ledger.breached(verdict::on_promises(&self.house.database(), &self.ledger));
                return self.ledger.is_clean();
            }
            // A machine that has much else to do takes its time with what everybody has still to say.
            let now_far = Some(self.clients.iter().map(|client| how_far(&client.status())).collect::<Vec<_>>());
            if now_far != far {
                far = now_far;
                deadline = end.min(Instant::now() + PATIENCE);
            }
            let now = Some((self.clients.iter().map(Client::status).collect::<Vec<_>>(), revs));
            if now != before {
                before = now;
                pings = self.clients.iter().map(Client::pings).collect();
            }
            let revs = before.as_ref().map(|(_, revs)| revs).expect("just set");
            for (client, pings) in self.clients.iter().zip(&pings) {
                let is_late = client.pings() - pings >= PINGS || Instant::now() >= deadline;
                if is_late && !is_settled(client, revs) {
                    self.ledger.breach(Kind::Stuck, format!("{} {}", client.name, whereabouts(&client.status(), revs)));
                }
            }
            tokio::select! {
                () = self.ledger.news.notified() => {}
                () = sleep_until(deadline) => {}
            }
        }
        false
    }
}

fn is_settled(client: &Client, revs: &BTreeMap<RoomId, u64>) -> bool {
    let is_true = |status: &Status| status.revs.iter().all(|(room, rev)| revs.get(room) == Some(rev));
    client.is_at_rest() && is_true(&client.status())
}

/// What has to change while a client gets on; to lose its connection again and again is no progress.
fn how_far(status: &Status) -> (usize, usize, BTreeMap<RoomId, u64>) {
    (status.done, status.unsent, status.revs.clone())
}

/// What is not as it should be.
fn whereabouts(status: &Status, revs: &BTreeMap<RoomId, u64>) -> String {
    let behind = status.revs.iter().filter(|(room, rev)| revs.get(room) != Some(rev));
    let mut words: Vec<_> = behind
        .map(|(room, rev)| format!("stays at revision {rev} of {room}, which is at {:?}", revs.get(room)))
        .collect();
    if status.unsent > 0 {
        words.push(format!("keeps {} messages to itself", status.unsent));
    }
    if !status.is_live {
        words.push("does not get in".to_owned());
    }
    words.join(", ")
}
