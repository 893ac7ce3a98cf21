//! The memory that runs share.

use std::sync::{Condvar, Mutex};

use super::{PoisonError, locked};

/// Bytes that are left, and who waits for them.
pub(super) struct Budget {
    free: Mutex<f64>,
    given: Condvar,
}

impl Budget {
    pub(super) fn new(bytes: f64) -> Self {
        Self { free: Mutex::new(bytes), given: Condvar::new() }
    }

    /// Waits until so much is free, and takes it.
    pub(super) fn take(&self, bytes: f64) {
        let mut free = locked(&self.free);
        while *free < bytes {
            free = self.given.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
    }

    /// Takes so much if it is free; whether it was.
    pub(super) fn try_take(&self, bytes: f64) -> bool {
        let mut free = locked(&self.free);
        let fits = *free >= bytes;
        *free -= if fits { bytes } else { 0.0 };
        fits
    }

    pub(super) fn give(&self, bytes: f64) {
        *locked(&self.free) += bytes;
        self.given.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn taking_waits_for_giving() {
        let budget = Budget::new(10.0);
        let (used, most) = (Mutex::new(0.0_f64), Mutex::new(0.0_f64));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        budget.take(4.0);
                        let mut now = locked(&used);
                        *now += 4.0;
                        let mut high = locked(&most);
                        *high = high.max(*now);
                        drop((now, high));
                        thread::yield_now();
                        *locked(&used) -= 4.0;
                        budget.give(4.0);
                    }
                });
            }
        });
        assert!(*locked(&most) <= 10.0);
        assert_eq!(*locked(&budget.free), 10.0);
    }
}
