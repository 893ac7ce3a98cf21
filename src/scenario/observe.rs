//! Reads `[observe]`: when outcomes are taken and maps are drawn.

use super::ObservationSettings;
use super::assemble::open;
use super::fault::Faults;
use super::keys::{OBSERVE, fill};
use super::tree::Table;
use crate::treatment::{Session, microday, within};

/// The observations of a scenario of `end` days.
pub(super) fn read(root: &Table, sessions: &[Session], end: f64, faults: &mut Faults) -> ObservationSettings {
    let section = open(root, "observe", faults);
    let map_days = usual_map_days(sessions, end);
    let mut observe = ObservationSettings { map_days, ..ObservationSettings::USUAL };
    fill(&OBSERVE, &section, &mut observe, faults);
    observe
}

/// A day, a week and a month after the first session, a month after the last, and the end: the
/// height of inflammation, of proliferation, of deposition, and what remains.
fn usual_map_days(sessions: &[Session], end: f64) -> Vec<f64> {
    let mut days = vec![end];
    if let (Some(first), Some(last)) = (sessions.first(), sessions.last()) {
        days.extend([first.day + 1.0, first.day + 7.0, first.day + 28.0, last.day + 28.0]);
    }
    let mut days: Vec<f64> = days.into_iter().map(microday).filter(|day| within(*day, end)).collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    days
}
