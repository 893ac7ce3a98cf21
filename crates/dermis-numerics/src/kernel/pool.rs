//! Work space that is made once: a task takes some, and gives it back with anything in it.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Work space that no task has.
#[derive(Debug)]
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T> Pool<T> {
    /// Does a task with work space, which is made where none is free.
    pub(crate) fn with<R>(&self, make: impl FnOnce() -> T, task: impl FnOnce(&mut T) -> R) -> R {
        // Out of the lock before it is made or used.
        let free = self.free().pop();
        let mut space = free.unwrap_or_else(make);
        let result = task(&mut space);
        self.free().push(space);
        result
    }

    /// What is free: whole even where a task has panicked, as none holds the lock while it works.
    fn free(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_is_made_once_for_those_that_need_it_at_a_time() {
        let (pool, made) = (Pool::default(), std::cell::Cell::new(0));
        let make = || made.replace(made.get() + 1);
        for _ in 0..3 {
            pool.with(make, |first| pool.with(make, |second| assert_eq!(*first + *second, 1)));
        }
        assert_eq!(made.get(), 2);
    }
}
