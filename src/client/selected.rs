//! Parts of the state that components follow, all of them one type to the framework.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::prelude::*;

/// A part of the state: who reads it runs again only when that part changes.
///
/// A `Memo<T>` would be compiled anew for every kind of part, with all that keeps a graph of signals; here each kind
/// costs a comparison and a cast.
pub struct Selected<T> {
    memo: Memo<Value>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Selected<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Selected<T> {}

impl<T: PartialEq + Send + Sync + 'static> Selected<T> {
    /// Works `read` out again whenever something changes that it has read.
    pub fn new(read: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let read = move || Value { value: Arc::new(read()), same: same::<T> };
        Self { memo: memo(Box::new(read)), kind: PhantomData }
    }

    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        let Value { value, .. } = self.memo.get();
        look(value.downcast_ref().expect("what `new` put there"))
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }
}

/// A value whose type is known to the [`Selected`] that reads it.
#[derive(Clone)]
struct Value {
    value: Arc<dyn Any + Send + Sync>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

fn same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<T>() == other.downcast_ref::<T>()
}

fn memo(read: Box<dyn Fn() -> Value + Send + Sync>) -> Memo<Value> {
    Memo::new(move |_| read())
}

#[cfg(test)]
mod tests {
    use any_spawner::Executor;

    use super::*;

    #[tokio::test]
    async fn changes_only_when_its_part_does() {
        let _ = Executor::init_tokio();
        let owner = Owner::new();
        owner.set();
        let number = RwSignal::new(1);
        let is_even = Selected::new(move || number.get() % 2 == 0);
        let runs = StoredValue::new(0);
        let told = Memo::new(move |_| {
            runs.update_value(|runs| *runs += 1);
            is_even.get()
        });
        assert!(!told.get());
        number.set(3);
        assert_eq!((told.get(), runs.get_value()), (false, 1));
        number.set(4);
        assert_eq!((told.get(), runs.get_value()), (true, 2));
    }
}
