//! The Socket.IO text codec.
