//! The page's clock. Pure.

use crate::domain::Millis;

/// Tells the time by a device's clock that may be wrong, and may be set while the page is open. The page's own time, by
/// which waiting is measured, never jumps, never runs backwards, and goes on while the device sleeps. The server's time
/// is put right whenever the server tells it.
#[derive(Debug)]
pub struct Clock {
    /// What has to be added to the device's time.
    ahead: Millis,
    /// The device's time when it was last asked.
    last: Millis,
    /// What has to be added to the page's time to have the server's.
    off: Millis,
}

impl Clock {
    /// `server` is what time it is for the server, as far as the page knows: it may have been rendered long ago.
    /// `device` is what the device says at that moment.
    pub fn new(server: Millis, device: Millis) -> Self {
        Self { ahead: server - device, last: device, off: 0 }
    }

    /// The server has just said what time it is.
    pub fn hear(&mut self, server: Millis, device: Millis) {
        self.off = server - self.now(device);
    }

    /// The server's time at a moment of the page's time.
    pub fn server(&self, moment: Millis) -> Millis {
        moment + self.off
    }

    /// The page's time, when the device says `device`.
    pub fn now(&mut self, device: Millis) -> Millis {
        // Set back: for the page no time has passed.
        self.ahead += (self.last - device).max(0);
        self.last = device;
        device + self.ahead
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_servers_time_by_a_clock_that_is_wrong() {
        let mut clock = Clock::new(1_000_000, 400);
        assert_eq!((clock.now(400), clock.now(1_400)), (1_000_000, 1_001_000));
    }

    #[test]
    fn believes_the_server_rather_than_an_old_page_and_does_not_jump_itself() {
        // From the browser's history, a day old.
        let mut clock = Clock::new(1_000_000, 90_000_000);
        assert_eq!(clock.server(1_000_000), 1_000_000);
        clock.hear(87_400_000, 90_000_500);
        assert_eq!(clock.now(90_000_600), 1_000_600);
        assert_eq!(clock.server(1_000_600), 87_400_100);
        clock.hear(87_000_000, 90_001_000);
        assert_eq!(clock.server(1_001_000), 87_000_000, "also when it was behind");
    }

    #[test]
    fn goes_on_from_where_it_was_when_the_devices_clock_is_set_back() {
        let mut clock = Clock::new(1_000_000, 10_000);
        assert_eq!(clock.now(15_000), 1_005_000);
        assert_eq!((clock.now(3_000), clock.now(4_000)), (1_005_000, 1_006_000));
    }

    #[test]
    fn has_gone_on_while_the_device_slept() {
        let mut clock = Clock::new(0, 0);
        assert_eq!(clock.now(8 * 3_600_000), 8 * 3_600_000);
    }
}
