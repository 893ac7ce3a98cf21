//! Cancellation: a token that runs and studies look at after every step.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Asks work to stop. Clones are the same token, so that one thread, or a signal, can stop another.
#[derive(Debug, Clone, Default)]
pub struct Cancel {
    asked: Arc<AtomicBool>,
    /// When it asks by itself.
    over: Option<Instant>,
}

impl Cancel {
    /// Asks for the stop; for good.
    pub fn cancel(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// The same token, which asks for the stop by itself after so long; those that it is a clone of do not.
    #[must_use]
    pub fn after(&self, limit: Option<Duration>) -> Self {
        // A limit that no clock reaches is none.
        let over = limit.and_then(|limit| Instant::now().checked_add(limit));
        // The earlier of the two.
        Self { asked: Arc::clone(&self.asked), over: over.into_iter().chain(self.over).min() }
    }

    /// Whether a stop was asked for.
    pub fn is_cancelled(&self) -> bool {
        self.asked.load(Ordering::Relaxed) || self.over.is_some_and(|over| Instant::now() >= over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_with_a_limit_asks_by_itself() {
        let token = Cancel::default();
        assert!(token.after(Some(Duration::ZERO)).is_cancelled() && !token.is_cancelled());
        let long = token.after(Some(Duration::MAX));
        assert!(!long.is_cancelled() && !token.after(None).is_cancelled());
        // The earlier of two.
        assert!(token.after(Some(Duration::ZERO)).after(Some(Duration::from_secs(3600))).is_cancelled());
        token.cancel();
        assert!(long.is_cancelled());
    }
}
