//! Why a use-case failed.

use super::ports::StoreError;
use crate::domain::Refusal;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use-case failed: because of what was asked, or because of the house itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot be granted; its sender is told the code.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The guest has used up their allowance.
    #[error("too many requests; the next one is taken in {retry_in_ms} ms")]
    TooFast { retry_in_ms: u32 },
    /// The engine failed. Logged in full, told to clients as [`Refusal::Unavailable`] only.
    #[error("the house is out of order")]
    House(#[source] StoreError),
}

impl Error {
    /// What the sender of the request is told.
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => *refusal,
            Self::TooFast { .. } => Refusal::TooManyRequests,
            Self::House(cause) => {
                tracing::error!(error = cause as &dyn std::error::Error, "a request failed");
                Refusal::Unavailable
            }
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NicknameTaken => Self::Refused(Refusal::NicknameTaken),
            StoreError::RoomNameTaken => Self::Refused(Refusal::RoomNameTaken),
            StoreError::Missing => Self::Refused(Refusal::RoomNotFound),
            engine @ (StoreError::OutOfOrder(_) | StoreError::Engine(_)) => Self::House(engine),
        }
    }
}
