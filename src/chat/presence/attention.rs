//! When somebody did something, and since when they do not look.

use std::time::Duration;

use tokio::time::Instant;

use crate::domain::Millis;

/// How long somebody may do nothing before they are shown as idle. Reading is doing something: a page that is looked at
/// tells how far it was read.
pub(super) const IDLE_AFTER: Duration = Duration::from_secs(10 * 60);

/// For how long somebody who is idle stays so without a connection: their page may come back by itself.
pub(super) const COMES_BACK: Duration = Duration::from_secs(5 * 60);

/// The last thing that somebody did.
pub(super) struct Act {
    at: Instant,
    pub(super) is_idle: bool,
    /// Since when nobody of theirs is connected.
    gone_since: Option<Instant>,
}

impl Act {
    pub(super) fn now() -> Self {
        Self { at: Instant::now(), is_idle: false, gone_since: None }
    }

    /// Whether it still says something of somebody who is online, or not.
    pub(super) fn is_kept(&mut self, is_online: bool) -> bool {
        self.gone_since = if is_online { None } else { self.gone_since.or(Some(Instant::now())) };
        self.gone_since.is_none_or(|since| since.elapsed() < COMES_BACK)
    }

    /// Whether it was so long ago that its guest, who is online, is idle from now on.
    pub(super) fn is_late(&self) -> bool {
        self.gone_since.is_none() && !self.is_idle && self.at.elapsed() >= IDLE_AFTER
    }

    /// Since when nobody looks at a page that is in sight, as far as the house knows; `None` while somebody does.
    ///
    /// One that was left open for long is not looked at. Without a session it is a visitor's, or stands for somebody who
    /// comes by forms: such pages never say that they are out of sight, so they were looked at when their guest did
    /// something last.
    pub(super) fn unattended_since(last: Option<&Self>, has_session: bool, now: Millis) -> Option<Millis> {
        let is_unattended = !has_session || last.is_some_and(|act| act.is_idle);
        is_unattended.then(|| last.map_or(now, |act| act.time(now)))
    }

    /// Counted back from what the house's clock says is `now`.
    fn time(&self, now: Millis) -> Millis {
        now - Millis::try_from(self.at.elapsed().as_millis()).unwrap_or(Millis::MAX)
    }
}
