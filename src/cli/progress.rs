//! What a job tells of itself, on standard error: a bar, and lines above it.

use std::fmt::Write;
use std::time::Duration;

use dermis::job::Event;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::terminal;

/// Parts of the bar; finer than any terminal is wide.
const PARTS: u64 = 10_000;

/// What must be behind before the time that is left is told: a guess from less is off by a lot.
const SETTLED: Duration = Duration::from_secs(3);
const LEAST_PART: f32 = 0.03;

/// A bar on standard error with remarks, or nothing at all.
pub struct Progress {
    bar: ProgressBar,
    /// What is shown before there is anything to count.
    planning: ProgressBar,
    wanted: bool,
}

impl Progress {
    /// A bar if it is wanted. indicatif shows none where standard error is not a terminal.
    pub fn new(wanted: bool) -> Self {
        let target = || if wanted { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(PARTS), target());
        // No colour, so that NO_COLOR has nothing to forbid.
        if let Ok(style) = ProgressStyle::with_template("[{bar:32}] {msg}, {elapsed}{left}") {
            bar.set_style(style.progress_chars("=> ").with_key("left", left));
        }
        let planning = ProgressBar::with_draw_target(None, target());
        if let Ok(style) = ProgressStyle::with_template("laying out the runs") {
            planning.set_style(style);
        }
        Self { bar, planning, wanted }
    }

    /// Shows an event.
    pub fn hear(&self, event: Event<'_>) {
        match event {
            // Once: to go on telling would take a thread, and there may be none.
            Event::Planning => self.planning.tick(),
            Event::Step { day, end_day, steps } => {
                let part = day / end_day.max(f64::MIN_POSITIVE);
                self.show(part, format!("day {day:.1} of {end_day}, {steps} steps"));
            }
            Event::Runs { part, done, runs } => self.show(part, format!("{done} of {runs} runs")),
            Event::Found(runs) => {
                let plural = if runs == 1 { "" } else { "s" };
                self.remark(|| terminal::note(&format!("resuming: {runs} run{plural} found done")));
            }
            Event::Resumed { day } => self.remark(|| {
                terminal::note(&day.map_or_else(
                    || "there is no checkpoint to resume: beginning on the first day".to_owned(),
                    |day| format!("resuming on day {day:.4}"),
                ));
            }),
            Event::Warning(text) => self.remark(|| terminal::warning(text)),
            _ => {}
        }
    }

    fn show(&self, part: f64, message: String) {
        self.planned();
        self.bar.set_position((part.clamp(0.0, 1.0) * PARTS as f64) as u64);
        self.bar.set_message(message);
    }

    fn remark(&self, tell: impl FnOnce()) {
        if self.wanted {
            self.planned();
            self.bar.suspend(tell);
        }
    }

    /// Takes the first line away: from here on there is something to count.
    fn planned(&self) {
        if !self.planning.is_finished() {
            self.planning.finish_and_clear();
        }
    }
}

/// The time that is left, once there is enough behind to tell it from.
fn left(state: &ProgressState, to: &mut dyn Write) {
    if state.elapsed() > SETTLED && state.fraction() > LEAST_PART {
        // There is nobody to tell where that fails.
        let _ = write!(to, ", about {} left", HumanDuration(state.eta()));
    }
}

/// Takes the bar away, before other text is written.
impl Drop for Progress {
    fn drop(&mut self) {
        self.planned();
        self.bar.finish_and_clear();
    }
}
