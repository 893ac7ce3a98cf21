//! Reads `[observe]`: when outcomes are taken and maps are drawn.

use super::assemble::open;
use super::fault::Faults;
use super::keys::{OBSERVE, fill};
use super::section::Section;
use super::tree::Table;
use super::{FIELD_FORMATS, Geometry, ObservationSettings};
use crate::outcome::on_grid::{EVERY, names};
use crate::treatment::{Session, microday, within};

/// The observations of a scenario of `end` days.
pub(super) fn read(
    root: &Table,
    sessions: &[Session],
    end: f64,
    geometry: Geometry,
    faults: &mut Faults,
) -> ObservationSettings {
    let section = open(root, "observe", faults);
    let (map_days, field_formats) = (usual_map_days(sessions, end), vec![FIELD_FORMATS[0]]);
    let mut observe = ObservationSettings { map_days, field_formats, ..ObservationSettings::USUAL };
    fill(&OBSERVE, &section, &mut observe, faults);
    check_fields(&section, &mut observe, geometry, faults);
    observe
}

/// Refuses fields that cannot be had, and says each by its name where all are asked for.
fn check_fields(
    section: &Section<'_>,
    observe: &mut ObservationSettings,
    geometry: Geometry,
    faults: &mut Faults,
) {
    let place = |key: &str| section.entry(key).map(|entry| entry.node.place);
    if let Some(place) = place("fields").filter(|_| !observe.fields.is_empty()) {
        if geometry == Geometry::WellMixed {
            let title = "`well_mixed` is one cell: it has no fields";
            faults.add(place, title, "leave `fields` out; timeseries.csv has its values over time");
        }
        if observe.fields.contains(&EVERY) {
            observe.fields = names().filter(|name| *name != EVERY).collect();
        }
    }
    if let Some(place) = place("field_formats").filter(|_| observe.field_formats.is_empty()) {
        let title = "`field_formats` names no format";
        faults.add(place, title, format!("one or more of {}", FIELD_FORMATS.join(", ")));
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
