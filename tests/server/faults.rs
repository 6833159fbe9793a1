//! What breaks under a running house.
