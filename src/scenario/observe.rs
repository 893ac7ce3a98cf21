//! Reads `[observe]`: when outcomes are taken and maps are drawn.

use super::ObservationSettings;
use super::assemble::open;
use super::fault::Faults;
use super::field;
use super::tree::Table;
use crate::treatment::{Session, microday, within};

/// The observations of a scenario of `end` days.
pub(super) fn read(root: &Table, sessions: &[Session], end: f64, faults: &mut Faults) -> ObservationSettings {
    let section = open(root, "observe", faults);
    let maps = section.increasing(&field::MAP_DAYS, faults);
    let map_days = maps
        .map_or_else(|| usual_map_days(sessions, end), |maps| maps.into_iter().map(|(day, _)| day).collect());
    ObservationSettings {
        dense_days: section.number(&field::DENSE_DAYS, 7.0, faults),
        dense_interval_days: section.number(&field::DENSE_INTERVAL_DAYS, 0.25, faults),
        interval_days: section.number(&field::OBSERVE_INTERVAL_DAYS, 1.0, faults),
        map_days,
    }
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
