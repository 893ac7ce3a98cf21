//! Where a run is, and the part of it without jumps that it is in.

use super::{SAME, near};

/// Where a run is.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Day that the steps have reached.
    pub(super) time: f64,
    /// Day that was asked for, at most `time`.
    pub(super) day: f64,
    /// What the steps are on the way to.
    pub(super) leg: Option<Leg>,
    /// A session that is due at `time`.
    pub(super) due: Option<usize>,
    /// Whether the first day was looked at.
    pub(super) begun: bool,
    /// Whether the run was read from a memory and has not moved since: observers have yet to begin.
    pub(super) loaded: bool,
}

/// A part of a run without jumps.
#[derive(Debug, Clone)]
pub(super) struct Leg {
    /// First day.
    pub(super) from: f64,
    /// Last day, which steps land on.
    pub(super) to: f64,
    /// Days to be looked at, up to the last.
    pub(super) days: Vec<f64>,
    /// Days that the first steps land on, whatever is looked at.
    pub(super) landing: Vec<f64>,
    /// The session that is due there.
    pub(super) session: Option<usize>,
}

/// Days between two days, and the second, of several schedules, increasing. Of days that are the same that of
/// the first schedule stands, so that another one adds looks and changes none.
pub(super) fn joined<'d>(schedules: impl Iterator<Item = &'d [f64]>, from: f64, to: f64) -> Vec<f64> {
    let within = |day: &f64| *day > from + SAME && *day < to - SAME;
    let ranked = schedules.enumerate().flat_map(|(rank, days)| days.iter().map(move |&day| (day, rank)));
    let mut all: Vec<(f64, usize)> = ranked.filter(|(day, _)| within(day)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut kept: Vec<(f64, usize)> = Vec::with_capacity(all.len());
    for next in all {
        match kept.last_mut() {
            Some(last) if near(last.0, next.0) => *last = if next.1 < last.1 { next } else { *last },
            _ => kept.push(next),
        }
    }
    kept.into_iter().map(|(day, _)| day).chain([to]).collect()
}
