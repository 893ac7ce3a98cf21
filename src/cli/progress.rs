//! The progress bar of a run, or of the runs of a suite.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Parts of the bar; finer than any terminal is wide.
const PARTS: u64 = 10_000;

/// A bar on standard error, or nothing at all.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar if it is wanted. indicatif shows none where standard error is not a terminal.
    pub fn new(wanted: bool) -> Self {
        let target = if wanted { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(PARTS), target);
        // No colour, so that NO_COLOR has nothing to forbid.
        if let Ok(style) = ProgressStyle::with_template("[{bar:32}] {msg}, {eta} left") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    /// Shows the simulated day and the steps taken.
    pub fn update(&self, day: f64, end_day: f64, steps: u64) {
        let part = (day / end_day.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        self.0.set_position((part * PARTS as f64) as u64);
        self.0.set_message(format!("day {day:.1} of {end_day}, {steps} steps"));
    }

    /// Shows how many runs of a suite are done.
    pub fn runs(&self, part: f64, done: usize, runs: usize) {
        self.0.set_position((part.clamp(0.0, 1.0) * PARTS as f64) as u64);
        self.0.set_message(format!("{done} of {runs} runs"));
    }

    /// Takes the bar away, before other text is written.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
