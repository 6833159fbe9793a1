//! Parts of a view that change, each kind of them compiled once.
//!
//! Every closure is a type of its own, and the framework's machinery is compiled anew for each type. Behind a box all
//! texts share it, and all switches; with some forty of them in the page that is a tenth of its program.

use leptos::prelude::*;

/// A text that changes, as an element's child or an attribute's value.
pub type Text = Box<dyn FnMut() -> String + Send>;

/// A truth that changes, as the value of an attribute such as `hidden`.
pub type Switch = Box<dyn FnMut() -> bool + Send>;

/// See [`Text`].
pub fn text(read: impl FnMut() -> String + Send + 'static) -> Text {
    Box::new(read)
}

/// See [`Switch`].
pub fn switch(read: impl FnMut() -> bool + Send + 'static) -> Switch {
    Box::new(read)
}

/// See [`handler`].
pub type Handler<E> = Box<dyn FnMut(E)>;

/// What happens when an element's event comes.
pub fn handler<E>(run: impl FnMut(E) + 'static) -> Handler<E> {
    Box::new(run)
}

/// Runs in the browser now and whenever what it reads has changed; with what it returned the last time.
pub fn on_change<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    let run: Box<dyn FnMut(Option<()>)> = Box::new(move |_| before = Some(run(before.take())));
    Effect::new(run);
}
