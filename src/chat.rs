//! The chat service: the verbs of the house. It knows no transport and no SQL.

pub mod ports;
