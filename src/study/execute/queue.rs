//! What is to be run, in order, for several to take from.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Numbers of cases, each to be taken once.
pub(super) struct Queue {
    pub(super) order: Vec<usize>,
    next: AtomicUsize,
}

impl Queue {
    pub(super) fn new(order: Vec<usize>) -> Self {
        Self { order, next: AtomicUsize::new(0) }
    }

    pub(super) fn take(&self) -> Option<usize> {
        self.order.get(self.next.fetch_add(1, Ordering::Relaxed)).copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.next.load(Ordering::Relaxed) >= self.order.len()
    }
}
