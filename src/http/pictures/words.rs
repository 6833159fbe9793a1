//! The texts of a form that also carries pictures, and so may be large.

use axum::extract::multipart::Field;

use super::unread_form;
use crate::chat::Result;

/// What the texts of one form may still take, in all its fields together.
pub struct Words {
    /// Bytes; `None` once there was more.
    left: Option<usize>,
}

impl Default for Words {
    fn default() -> Self {
        Self { left: Some(Self::MOST) }
    }
}

impl Words {
    /// As much as a form without pictures may carry.
    pub const MOST: usize = 64 * 1024;

    /// The text of a field. What is too much is read and thrown away, and the text with it.
    ///
    /// # Errors
    /// When the form cannot be read to its end.
    pub async fn read(&mut self, mut field: Field<'_>) -> Result<String> {
        let mut text = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| unread_form(&error))? {
            self.left = self.left.and_then(|left| left.checked_sub(chunk.len()));
            match self.left {
                Some(_) => text.extend_from_slice(&chunk),
                None => text = Vec::new(),
            }
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    pub fn are_too_many(&self) -> bool {
        self.left.is_none()
    }
}
