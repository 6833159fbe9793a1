//! The whole house over real sockets: each test opens its own on a free port, with its own database, and asks it as a
//! stranger on the network would, down to broken frames and closed windows.
//!
//! Nothing here sleeps to let something happen: tests wait for what the server says, under a generous deadline.
#![cfg(all(feature = "ssr", unix))]

mod server {
    // What the tests are written with.
    mod binary;
    mod guest;
    mod house;
    mod http;
    mod patience;
    mod wire;

    // The tests, by subject.
    mod addresses;
    mod bells;
    mod bots;
    mod buckets;
    mod connections;
    mod copies;
    mod cross_site;
    mod delivery;
    mod doctor;
    mod echo;
    mod endings;
    mod export;
    mod faults;
    mod forms;
    mod installed;
    mod kicks;
    mod live;
    mod logs;
    mod malformed;
    mod names;
    mod order;
    mod passkeys;
    mod pictures;
    mod presence;
    mod privacy;
    mod push;
    mod reading;
    mod refused_pictures;
    mod rest;
    mod retries;
    mod search;
    mod sessions;
    mod settings;
    mod sizes;
    mod slow_readers;
    mod startup;
    mod terms;
    mod uploads;
    mod webhooks;
}
