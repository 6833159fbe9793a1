//! The chat service on its own, without a transport: its verbs, its journal, and what it does when the store fails.

#![cfg(feature = "ssr")]

mod chat_service {
    mod house;

    mod announcing;
    mod attendance;
    mod bells;
    mod coming_and_going;
    mod departures;
    mod faults;
    mod kicks;
    mod messages;
    mod pictures;
    mod pins;
    mod readers;
    mod ringing;
    mod search;
    mod sessions;
    mod terms;
    mod visitors;
}
