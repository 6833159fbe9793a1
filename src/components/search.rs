//! The parts of the search's page.

mod excerpt;
mod form;
mod hits;

pub use self::{form::SearchForm, hits::HitList};
