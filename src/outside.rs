//! How the house asks others because a guest says so: to public addresses only, and without following anybody further.

mod gate;
mod sender;

pub use self::{
    gate::Gate,
    sender::{Problem, Sender},
};
