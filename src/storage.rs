//! Engines behind [`Store`](crate::chat::ports::Store). Each passes the contract suite in `tests/store_contract.rs`.

pub mod sqlite;

pub use sqlite::{OpenError, SqliteStore};
