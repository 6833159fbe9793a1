//! What the page does a little later, or when its window tells of something: each way compiled once, for every closure
//! that is given to the browser as it is brings its own code in the page's program and its own name in the script.

use std::time::Duration;

use leptos::{
    leptos_dom::helpers::WindowListenerHandle,
    prelude::{request_animation_frame, set_timeout, window_event_listener_untyped},
    web_sys::Event,
};

/// Before the page is painted the next time. In a page that is out of sight that may be never.
pub fn next_frame(run: impl FnOnce() + 'static) {
    let run: Box<dyn FnOnce()> = Box::new(run);
    request_animation_frame(run);
}

/// In a task of its own: in between a phone answers to touches.
pub fn after(time: Duration, run: impl FnOnce() + 'static) {
    let run: Box<dyn FnOnce()> = Box::new(run);
    set_timeout(run, time);
}

/// Whenever an event comes to the window.
pub fn listen(event: &str, hear: impl Fn(Event) + 'static) -> WindowListenerHandle {
    let hear: Box<dyn Fn(Event)> = Box::new(hear);
    window_event_listener_untyped(event, hear)
}
