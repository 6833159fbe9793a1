//! Finding messages.

use super::Caller;
use crate::{
    chat::{Result, SearchRequest},
    protocol::search::{Found, Search},
};

impl Caller {
    pub(super) async fn search(&self, asked: Search) -> Result<Found> {
        let request = SearchRequest {
            query: &asked.query,
            room: asked.room_id.as_ref(),
            space: &self.space,
            from: asked.from.as_deref().unwrap_or_default(),
            after: asked.after,
            before: asked.before,
            cursor: asked.cursor,
        };
        let found = self.chat.search(&self.chat.guest(self.connection)?, request).await?;
        Ok(Found::from(&found))
    }
}
