//! The delivery contract under faults: many clients talk with the real server process through a network of our own
//! that breaks, delays, splits, freezes and half-closes their connections, while the process is killed again and again.
//! At the end what every client shows is compared with the database file, line by line.
//!
//! `docs/FAULTS.md` says how to run it for as long as one likes, and how to read what it says.
#![cfg(all(feature = "ssr", unix))]

mod faults {
    // The world.
    mod clock;
    mod house;
    mod network;
    mod seed;

    #[path = "../server/http.rs"]
    #[expect(dead_code, reason = "the tests of the server use the rest")]
    mod http;
    #[path = "../server/patience.rs"]
    #[expect(dead_code, reason = "the tests of the server use the rest")]
    mod patience;

    // Who lives in it.
    mod bot;
    mod client;
    mod page;
    mod socket;

    // What happens, and what came of it.
    mod chaos;
    mod database;
    mod ledger;
    mod run;
    mod verdict;

    // The tests.
    mod tests;
}
