//! One webhook's deliveries, one after the other.

use std::{sync::Arc, time::Duration};

use hyper::{
    HeaderMap,
    header::{self, HeaderValue},
};
use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

use super::{lanes::Lane, signature::sign};
use crate::{
    chat::{
        Chat, Parcel, Result,
        ports::{DeliveryOutcome, Subscription},
    },
    domain::{GuestId, Millis},
    outside::{Problem, Sender},
    protocol::{Message, event::Messages},
};

/// Pauses between two attempts, at most, for the first and for the last of many.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

/// A webhook that has taken nothing for so long is given up.
const GIVEN_UP_AFTER: Millis = 24 * 60 * 60 * 1_000;

/// Delivers to one webhook.
pub(super) struct Courier {
    pub chat: Arc<Chat>,
    pub sender: Arc<Sender>,
    pub lane: Lane,
    pub bot: GuestId,
    /// Something was written in the room.
    pub news: Arc<Notify>,
}

/// A receiver that takes so long is slow, until it answers faster.
const SLOW: Duration = Duration::from_secs(1);

/// What has become of an attempt.
enum Step {
    /// Everything is told.
    Rest,
    Delivered {
        slowly: bool,
    },
    Failed,
    /// There is no such webhook any more.
    Ended,
}

impl Courier {
    pub(super) async fn work(self) {
        let (mut failures, mut is_slow) = (0, false);
        loop {
            match self.step(is_slow).await {
                Ok(Step::Rest) => self.news.notified().await,
                Ok(Step::Delivered { slowly }) => (failures, is_slow) = (0, slowly),
                Ok(Step::Ended) => return,
                Ok(Step::Failed) => {
                    is_slow = true;
                    pause(failures).await;
                    failures += 1;
                }
                Err(error) => {
                    error.refusal();
                    pause(failures).await;
                    failures += 1;
                }
            }
        }
    }

    /// Asks the store anew each time, and not before its turn: what was deleted since the last attempt is not to be
    /// told, and a webhook that was taken away not to be asked.
    async fn step(&self, is_slow: bool) -> Result<Step> {
        let _turn = self.lane.turn(is_slow).await;
        let Some(subscription) = self.chat.webhook(&self.bot).await? else { return Ok(Step::Ended) };
        let Some(parcel) = self.chat.parcel(&subscription).await? else { return Ok(Step::Rest) };
        let (to_rev, start) = (parcel.to_rev, Instant::now());
        let has_news = !parcel.messages.is_empty();
        let delivered = if has_news { self.deliver(&subscription, parcel).await } else { Ok(()) };
        let (outcome, step) = match delivered {
            Ok(()) => {
                let at = has_news.then(|| self.chat.now());
                let slowly = start.elapsed() >= SLOW;
                (DeliveryOutcome::Delivered { rev: to_rev, at }, Step::Delivered { slowly })
            }
            Err(problem) => (failure(&subscription, &problem, self.chat.now()), Step::Failed),
        };
        self.chat.note_delivery(&subscription, outcome).await?;
        Ok(step)
    }

    async fn deliver(&self, subscription: &Subscription, parcel: Parcel) -> Result<(), Problem> {
        let delivery = format!("{}-{}-{}", subscription.bot, parcel.from_rev, parcel.to_rev);
        let body = serde_json::to_vec(&Messages {
            room_id: subscription.room.clone(),
            from_rev: parcel.from_rev,
            to_rev: parcel.to_rev,
            messages: parcel.messages.iter().map(Message::from).collect(),
        });
        let body = body.expect("messages are made of strings and numbers");
        let signature = sign(&subscription.secret, self.chat.now(), &body);
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in [("x-sarangbang-signature", signature), ("x-sarangbang-delivery", delivery)] {
            headers.insert(name, HeaderValue::from_str(&value).expect("letters, digits and signs"));
        }
        self.sender.post(&subscription.url, headers, body.into()).await
    }
}

fn failure(subscription: &Subscription, problem: &Problem, now: Millis) -> DeliveryOutcome {
    let since = subscription.failing_since.unwrap_or(now);
    let problem = problem.to_string().into();
    if now - since >= GIVEN_UP_AFTER {
        tracing::info!(bot = %subscription.bot, "gave up a webhook that has taken nothing for a day");
        return DeliveryOutcome::GivenUp { since, problem, at: now };
    }
    DeliveryOutcome::Failed { since, problem }
}

/// After so many failures in a row. Full jitter: those that failed together do not come back together.
async fn pause(failures: u32) {
    let longest = longest_pause(failures);
    sleep(rand::random_range(Duration::ZERO..=longest)).await;
}

fn longest_pause(failures: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chat::ports::WebhookSecret, domain::RoomId};

    #[test]
    fn pauses_grow_from_a_second_to_five_minutes() {
        let pauses = [0, 1, 2, 8, 9, 40].map(|failures| longest_pause(failures).as_secs());
        assert_eq!(pauses, [1, 2, 4, 256, 300, 300]);
    }

    #[test]
    fn a_webhook_is_given_up_after_a_day_of_failures() {
        let mut subscription = Subscription {
            bot: GuestId::new("b"),
            owner: GuestId::new("o"),
            room: RoomId::new("r"),
            url: "".into(),
            secret: WebhookSecret("".into()),
            cursor: 7,
            failing_since: None,
        };
        let problem = || "too_slow".into();
        let now = 100 * GIVEN_UP_AFTER;
        let first = failure(&subscription, &Problem::TooSlow, now);
        assert_eq!(first, DeliveryOutcome::Failed { since: now, problem: problem() });
        subscription.failing_since = Some(now);
        let almost = failure(&subscription, &Problem::TooSlow, now + GIVEN_UP_AFTER - 1);
        assert_eq!(almost, DeliveryOutcome::Failed { since: now, problem: problem() });
        let (since, at) = (now, now + GIVEN_UP_AFTER);
        let last = failure(&subscription, &Problem::TooSlow, at);
        assert_eq!(last, DeliveryOutcome::GivenUp { since, problem: problem(), at });
    }
}
