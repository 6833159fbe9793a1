//! The page's clock. Pure.

use crate::domain::Millis;

/// Tells the server's time by a device's clock that may be wrong, and may be set while the page is open. It never runs
/// backwards, and it goes on while the device sleeps.
#[derive(Debug)]
pub struct Clock {
    /// What has to be added to the device's time.
    ahead: Millis,
    /// The device's time when it was last asked.
    last: Millis,
}

impl Clock {
    /// `server` is what time it is for the server, `device` what the device says at that moment.
    pub fn new(server: Millis, device: Millis) -> Self {
        Self { ahead: server - device, last: device }
    }

    /// What time it is, when the device says `device`.
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
