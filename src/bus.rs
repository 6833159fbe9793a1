//! Engines behind the chat service's [`Bus`](crate::chat::ports::Bus).

pub mod local;
