//! What holds for every run of a study: changes, and the days on which it is measured.

use dermis::study::compare::usual_after_last;

/// Flags of the studies that run scenarios.
#[derive(clap::Args)]
pub struct EveryRun {
    /// Change a field or a parameter in every run, as run.days=365 (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub changes: Vec<String>,
    /// Days after the last session on which measures are taken [default: 120]
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    after_last_days: Option<f64>,
    /// The fixed day of measures [default: the run's last day]
    #[arg(long, value_name = "DAY", allow_negative_numbers = true)]
    pub on_day: Option<f64>,
}

impl EveryRun {
    /// Days after the last session, the usual ones where none are given.
    pub fn after_last_days(&self) -> f64 {
        self.after_last_days.unwrap_or_else(usual_after_last)
    }

    /// Whether the days are given: a study file has its own.
    pub fn days_given(&self) -> bool {
        self.after_last_days.is_some() || self.on_day.is_some()
    }
}
