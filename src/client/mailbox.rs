//! Long-polling, without the requests: which frames the next POST carries. Pure.

use std::collections::VecDeque;

use crate::protocol::codec::{self, Handshake};

/// Frames on their way to the server. One POST is under way at a time, because two may arrive in either order; what
/// is written meanwhile shares the next one.
#[derive(Debug, Default)]
pub struct Mailbox {
    /// How many bytes the server takes at a time; 0 until it said so.
    max_payload: usize,
    frames: VecDeque<String>,
    is_posting: bool,
}

impl Mailbox {
    /// The server opened the session: from now on there is somewhere to post to.
    pub fn open(&mut self, handshake: &Handshake) {
        self.max_payload = handshake.max_payload as usize;
    }

    pub fn put(&mut self, frame: String) {
        self.frames.push_back(frame);
    }

    /// The body of the next POST, if there is something to post and nothing on its way. Follow it with
    /// [`Mailbox::posted`].
    pub fn take(&mut self) -> Option<String> {
        if self.is_posting || self.max_payload == 0 {
            return None;
        }
        let mut body = self.frames.pop_front()?;
        while let Some(frame) = self.frames.front()
            && body.len() + frame.len() < self.max_payload
        {
            body.push(codec::SEPARATOR);
            body.push_str(frame);
            self.frames.pop_front();
        }
        self.is_posting = true;
        Some(body)
    }

    /// The POST arrived.
    pub fn posted(&mut self) {
        self.is_posting = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Handshake = Handshake { sid: "s", ping_interval: 25_000, ping_timeout: 20_000, max_payload: 10 };

    fn mailbox(frames: &[&str]) -> Mailbox {
        let mut mailbox = Mailbox::default();
        mailbox.open(&OPEN);
        frames.iter().for_each(|frame| mailbox.put((*frame).to_owned()));
        mailbox
    }

    #[test]
    fn waits_for_the_session() {
        let mut mailbox = Mailbox::default();
        mailbox.put("3".to_owned());
        assert_eq!(mailbox.take(), None);
        mailbox.open(&OPEN);
        assert_eq!(mailbox.take().as_deref(), Some("3"));
    }

    #[test]
    fn posts_one_body_at_a_time_and_joins_what_is_written_meanwhile() {
        let mut mailbox = mailbox(&["4a"]);
        assert_eq!(mailbox.take().as_deref(), Some("4a"));
        mailbox.put("4b".to_owned());
        mailbox.put("4c".to_owned());
        assert_eq!(mailbox.take(), None, "the first is still on its way");
        mailbox.posted();
        assert_eq!(mailbox.take().as_deref(), Some("4b\u{1e}4c"));
        mailbox.posted();
        assert_eq!(mailbox.take(), None);
    }

    #[test]
    fn makes_no_body_that_the_server_would_refuse() {
        let mut mailbox = mailbox(&["4aaaa", "4bbb", "4c", "4 is too large in any case", "4d"]);
        let mut bodies = Vec::new();
        while let Some(body) = mailbox.take() {
            bodies.push(body);
            mailbox.posted();
        }
        assert_eq!(bodies, ["4aaaa\u{1e}4bbb", "4c", "4 is too large in any case", "4d"]);
    }
}
