//! Engines for pictures: what draws them anew, and where their files lie.

pub mod copies;
pub mod darkroom;
pub mod files;
