//! The protocol's lists, generated for the documentation.
