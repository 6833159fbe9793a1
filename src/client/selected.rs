//! Parts of the state that components follow, all of them one type to the framework.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::prelude::*;

/// A part of the state: who reads it runs again only when that part changes.
///
/// A signal of each kind would be compiled anew, with all that keeps a graph of signals; here each kind costs a comparison
/// and a cast.
pub struct Selected<T> {
    seen: RwSignal<Value>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Selected<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Selected<T> {}

impl<T: PartialEq + Send + Sync + 'static> Selected<T> {
    /// What `read` makes of a state, now and whenever the watch is shown another one.
    pub fn of<S: 'static>(state: &S, read: impl Fn(&S) -> T + Send + Sync + 'static) -> (Self, Watch<S>) {
        let watch = Watch::begin(state, Box::new(move |state| Value::new(read(state))));
        (Self { seen: watch.seen, kind: PhantomData }, watch)
    }

    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        let Value { value, .. } = value_of(self.seen);
        look(value.downcast_ref().expect("what was put there"))
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }
}

/// Once for all kinds.
#[inline(never)]
fn value_of(seen: RwSignal<Value>) -> Value {
    seen.get()
}

/// Tells a part's readers when it has changed, and nobody else anything. With a memo of the whole state every reader of
/// every part would be woken to find out that its own is the same; a page has a hundred of them.
pub struct Watch<S> {
    read: Box<dyn Fn(&S) -> Value + Send + Sync>,
    seen: RwSignal<Value>,
}

impl<S> Watch<S> {
    fn begin(state: &S, read: Box<dyn Fn(&S) -> Value + Send + Sync>) -> Self {
        let seen = RwSignal::new(read(state));
        Self { read, seen }
    }

    /// Looks at the state as it is now. `false` when nobody reads the part any more.
    pub fn look(&self, state: &S) -> bool {
        let now = (self.read)(state);
        match self.seen.try_with_untracked(|before| *before == now) {
            Some(true) => true,
            Some(false) => self.seen.try_set(now).is_none(),
            None => false,
        }
    }
}

/// A value whose type is known to the [`Selected`] that reads it.
#[derive(Clone)]
struct Value {
    value: Arc<dyn Any + Send + Sync>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Value {
    fn new<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self { value: Arc::new(value), same: same::<T> }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

fn same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<T>() == other.downcast_ref::<T>()
}

#[cfg(test)]
mod tests {
    use any_spawner::Executor;

    use super::*;

    #[tokio::test]
    async fn a_watch_tells_of_its_part_alone_and_for_as_long_as_somebody_reads_it() {
        let _ = Executor::init_tokio();
        let owner = Owner::new();
        owner.set();
        let (is_even, watch) = Selected::of(&1, |number| number % 2 == 0);
        let runs = StoredValue::new(0);
        let told = Memo::new(move |_| {
            runs.update_value(|runs| *runs += 1);
            is_even.get()
        });
        assert!(!told.get() && watch.look(&3));
        assert_eq!((told.get(), runs.get_value()), (false, 1));
        assert!(watch.look(&4));
        assert_eq!((told.get(), runs.get_value()), (true, 2));
        owner.cleanup();
        assert!(!watch.look(&5));
    }
}
