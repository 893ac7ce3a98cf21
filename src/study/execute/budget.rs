//! The memory that runs share.

use std::sync::{Condvar, Mutex};

use super::{PoisonError, Workers, locked};
use crate::study::plan::Case;

/// Bytes of a run above which its arrays go back to the system when they are freed. What a thread has freed of
/// smaller ones the allocator keeps for that thread.
const LARGE_RUN: f64 = 5e8;

/// How threads are shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shares {
    /// Runs side by side, at most.
    pub workers: usize,
    /// Threads of each.
    pub threads_each: usize,
}

/// Runs fill one core better than several; cores that would be idle help. No more workers than the largest runs that
/// fit side by side, as each may keep the memory of one.
pub(super) fn shares(cases: &[&Case], workers: Workers) -> Shares {
    let mut bytes: Vec<f64> = cases.iter().map(|case| case.cost.memory_bytes).collect();
    bytes.sort_by(|a, b| b.total_cmp(a));
    let threads = workers.threads.max(1);
    let wanted = threads.min(cases.len()).max(1);
    let mut held = 0.0;
    let fits = bytes.iter().take(wanted).take_while(|bytes| {
        held += **bytes;
        held <= workers.memory_bytes
    });
    let count = fits.count().max(1);
    let small = bytes.first().is_none_or(|bytes| *bytes < LARGE_RUN);
    let alone = count < wanted && small;
    Shares { workers: count, threads_each: if alone { 1 } else { (threads / count).max(1) } }
}

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
