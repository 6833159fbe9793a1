//! Talking in a lobby, where nothing is kept.

use std::sync::Arc;

use super::{Chat, Result, ports::Happened};
use crate::domain::{Guest, name};

/// A line of lobby talk.
#[derive(Clone, Debug)]
pub struct Talk {
    /// Which lobby: each dialect that has one names it.
    pub lobby: Arc<str>,
    pub from: Guest,
    pub content: Arc<str>,
}

impl Chat {
    /// Says something to everyone in a lobby. It counts as a message of the guest's allowance; `from` need not be
    /// known to the house otherwise.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub async fn talk(&self, from: &Guest, lobby: &str, content: &str) -> Result<()> {
        self.limits.check_message(&from.id)?;
        let talk = Talk { lobby: lobby.into(), from: from.clone(), content: name::message(content)? };
        self.bus.publish(Happened::Talk(Arc::new(talk))).await;
        Ok(())
    }
}
