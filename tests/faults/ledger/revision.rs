//! Changes of messages: what somebody wanted a message to say instead, and what came of it.

use std::{fmt, sync::Arc};

use super::Line;

/// Somebody wants a message to say something else, or nothing any more.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Who wants it: a client, not a guest.
    pub client: usize,
    /// The clientId of the message.
    pub message: Arc<str>,
    /// `None` when the message is to be deleted.
    pub content: Option<Arc<str>>,
    /// The message as the server acknowledged it.
    pub stored: Option<Line>,
}

/// Which revision an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(usize);

impl Ticket {
    /// That of the last one.
    pub(super) fn of(revisions: &[Revision]) -> Self {
        Self(revisions.len() - 1)
    }

    pub(super) fn find(self, revisions: &mut [Revision]) -> &mut Revision {
        &mut revisions[self.0]
    }
}

impl Revision {
    /// Whether a message is as this wants it to be.
    pub fn explains(&self, line: &Line) -> bool {
        match &self.content {
            Some(content) => line.deleted_at.is_none() && line.content == *content,
            None => line.deleted_at.is_some() && line.content.is_empty(),
        }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Some(content) => write!(f, "the edit by client {} to {content:?}", self.client),
            None => write!(f, "the deletion by client {}", self.client),
        }
    }
}
