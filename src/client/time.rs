//! From a moment to hours, minutes and days in a zone.
