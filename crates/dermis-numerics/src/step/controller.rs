//! How long the next step is: proportional–integral control of one-step methods.

use crate::memory::{Reader, Saved, Unreadable, Writer};

/// First step after a restart, days, before the rates have a say.
const FIRST_STEP: f64 = 1e-3;

/// What the last steps say of the next one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StepController {
    /// Step to try next; none after a restart.
    next: Option<f64>,
    last_error: f64,
}

impl StepController {
    /// Nothing known yet.
    pub(crate) fn new() -> Self {
        Self { next: None, last_error: 1.0 }
    }

    /// Step to try, days.
    pub(crate) fn wanted(&self) -> f64 {
        self.next.unwrap_or(FIRST_STEP)
    }

    /// Hears that a step of `h` days with an `error` (1 is what is allowed) of a method of this order
    /// stands; `wanted` is what it would have been without a limit.
    pub(crate) fn accept(&mut self, order: f64, h: f64, wanted: f64, error: f64) {
        let error = error.max(1e-6);
        let factor = 0.9 * libm::pow(error, -0.7 / order) * libm::pow(self.last_error, 0.3 / order);
        let grown = h * factor.clamp(0.3, 3.0);
        // A step cut short by the limit says little against the one that was wanted.
        self.next = Some(if h < wanted { grown.max(wanted) } else { grown });
        self.last_error = error;
    }
}

impl Saved for StepController {
    fn save(&self, to: &mut Writer) {
        to.put(&self.next);
        to.put(&self.last_error);
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        Ok(Self { next: from.get()?, last_error: from.get()? })
    }
}

/// The step to take with `left` days to the limit, and whether it goes all the way.
pub(crate) fn cut(wanted: f64, left: f64) -> (f64, bool) {
    let last = wanted >= left * (1.0 - 1e-12);
    let h = if last {
        left
    } else if wanted > 0.5 * left {
        // Two equal steps rather than one long and one tiny.
        0.5 * left
    } else {
        wanted
    };
    (h, last)
}

/// Step to try after one of `h` days with too large an `error`.
pub(crate) fn shorter(order: f64, h: f64, error: f64) -> f64 {
    let factor = if error.is_finite() { 0.9 * libm::pow(error.max(1.5), -1.0 / order) } else { 0.2 };
    h * factor.clamp(0.1, 0.8)
}
