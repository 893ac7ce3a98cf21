//! A run that is kept between its steps: when that may be, and from where a longer one can go on.

use super::{Run, SAME};
use crate::error::{Error, Result};

/// Longest first step after a jump, days, of any stepper.
const FIRST_STEP: f64 = 1e-3;

/// Where a run is that may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Between two steps.
    Steps,
    /// A session is due.
    Session,
    /// The next step is the first that depends on when the run ends: from here a longer one goes on. What is kept
    /// later is of no use to it.
    NearEnd,
    /// A stop was asked for.
    Stop,
}

/// Hears of a run between its steps, and whether it may be kept there.
pub type Keep<'k> = dyn FnMut(&Run<'_>, Between) -> Result<()> + 'k;

impl Run<'_> {
    /// As [`finish`](Self::finish); `keep` hears of it between steps, as long as it may be kept: up to
    /// [`Between::NearEnd`], of which it hears once.
    ///
    /// # Errors
    /// As for [`finish`](Self::finish), and what `keep` returns.
    pub fn finish_kept(&mut self, keep: &mut Keep<'_>) -> Result<()> {
        let end = self.setup().scenario().run.days;
        let mut open = true;
        loop {
            if open && self.nears_end() {
                open = false;
                keep(self, Between::NearEnd)?;
            } else if open {
                let due = self.clock.leg.is_none() && self.clock.due.is_some();
                keep(self, if due { Between::Session } else { Between::Steps })?;
            }
            match self.step(end) {
                Ok(true) => {}
                Ok(false) => return self.end(),
                Err(error) => {
                    if open && matches!(error, Error::Cancelled { .. }) {
                        keep(self, Between::Stop)?;
                    }
                    return Err(error);
                }
            }
        }
    }

    /// Whether the next step depends on when the run ends.
    fn nears_end(&self) -> bool {
        let end = self.setup().scenario().run.days;
        let left = end - self.clock.time;
        // A session that is due makes the stepper start anew.
        let moving = self.motion.as_ref().filter(|_| self.clock.due.is_none());
        let wanted = moving.map_or(FIRST_STEP, |motion| motion.stepper.wanted());
        // Twice a step before its limit a step is cut in two.
        let short = wanted > 0.5 * left;
        match &self.clock.leg {
            Some(leg) => leg.to > end - SAME && short,
            // The last piece of time of agents ends with the run, and is foreseen to its end.
            None => short || self.agents.last().is_some_and(|day| self.clock.time > day - SAME),
        }
    }
}
