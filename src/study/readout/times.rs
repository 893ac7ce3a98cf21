//! The days on which a study compares its runs.

use crate::scenario::Scenario;
use crate::treatment::microday;

/// Days on which measures are taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// Days after the last session.
    pub after_last_days: f64,
    /// The same calendar day for all; the run's last day where none is given.
    pub fixed_day: Option<f64>,
}

impl Times {
    /// With one fixed day for all runs: the one that is given, or the earliest of their last days.
    pub fn of_all(after_last_days: f64, given: Option<f64>, last_days: impl Iterator<Item = f64>) -> Self {
        let fixed_day = given.or_else(|| last_days.min_by(f64::total_cmp));
        Self { after_last_days, fixed_day }
    }

    /// The day of comparison after the last session that is carried out; none without sessions.
    pub fn after_last(&self, scenario: &Scenario) -> Option<f64> {
        scenario.carried_out().next_back().map(|session| microday(session.day + self.after_last_days))
    }

    /// The fixed day.
    pub fn fixed_day(&self, scenario: &Scenario) -> f64 {
        self.fixed_day.unwrap_or(scenario.run.days)
    }
}
