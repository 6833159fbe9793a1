//! `sarangbang doctor`: looks at everything that a house needs, and says what is wrong and what to do about it.
//!
//! It only looks: nothing is made, moved or written, so it may run beside an open house.

mod data;
mod database;
mod environment;
mod pictures;
mod settings;

use std::{fmt, process::ExitCode};

use crate::settings::{Flags, Settings};

/// What one check found, as one line.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    grade: Grade,
    subject: &'static str,
    /// What was found, and what to do when that is not good.
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    Good,
    /// The house works, but not as its operator may want.
    Doubtful,
    /// The house does not open, or loses something.
    Bad,
}

fn good(subject: &'static str, text: impl Into<String>) -> Finding {
    Finding { grade: Grade::Good, subject, text: text.into() }
}

fn doubtful(subject: &'static str, text: impl Into<String>) -> Finding {
    Finding { grade: Grade::Doubtful, subject, text: text.into() }
}

fn bad(subject: &'static str, text: impl Into<String>) -> Finding {
    Finding { grade: Grade::Bad, subject, text: text.into() }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Good => "ok",
            Grade::Doubtful => "warn",
            Grade::Bad => "fail",
        };
        write!(f, "{grade:<5} {:<12} {}", self.subject, self.text)
    }
}

/// Prints what is found, a line each. Fails when something is bad.
pub fn run(flags: Flags, environment: impl Iterator<Item = (String, String)>) -> ExitCode {
    let named = flags.config.clone();
    let (settings, problems) = Settings::examine(flags, environment);
    let mut is_bad = false;
    let mut tell = |findings: Vec<Finding>| {
        for finding in findings {
            is_bad |= finding.grade == Grade::Bad;
            println!("{finding}");
        }
    };
    // As they come: to look through a large database takes a while.
    tell(settings::check(&settings, named.as_deref(), &problems));
    tell(data::check(&settings));
    tell(database::check(&settings.database()));
    tell(pictures::check(&settings));
    tell(environment::check(&settings));
    if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
