//! What a draw's discrepancy makes of what was read off a run. Never inside the model: a run is what it is.

use crate::ensemble::{Sample, time_key};
use crate::outcome::{Formula, OUTCOMES};
use crate::scenario::Scenario;
use crate::study::journal::record::Record;
use crate::study::readout::Readout;
use crate::study::readout::measure::Measure;
use crate::units::WEEK;

/// What a measure of the catalogue is read off.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Of {
    /// Gain of total collagen, divided by something.
    Gain(By),
    /// Share of scar-like collagen.
    ScarShare,
    /// Level of this column.
    Level(&'static str),
    /// Time read off this outcome.
    Time(&'static str),
    /// What is counted, and is what it is.
    Count,
}

/// What a gain is divided by.
#[derive(Debug, Clone, Copy, PartialEq)]
enum By {
    Nothing,
    Sessions,
    Weeks,
}

const TOTAL: &str = "collagen_total.dermis";
const SCAR: &str = "collagen_scar.dermis";
/// Every measure of the catalogue. Days of downtime are those of redness, which nearly always lasts longest.
const READ_OFF: [(&str, Of); 12] = [
    ("gain_after_last", Of::Gain(By::Nothing)),
    ("gain_on_day", Of::Gain(By::Nothing)),
    ("gain_per_session", Of::Gain(By::Sessions)),
    ("gain_per_week", Of::Gain(By::Weeks)),
    ("scar_like_share", Of::ScarShare),
    ("scar_matrix_index", Of::Level("scar_matrix_index.surface")),
    ("inflammation_days", Of::Time("inflammation_index")),
    ("redness_days", Of::Time("erythema_index")),
    ("barrier_days", Of::Time("tewl")),
    ("downtime_days", Of::Time("erythema_index")),
    ("redness_or_barrier_days", Of::Time("erythema_index")),
    ("sessions", Of::Count),
];

fn of(name: &str) -> Of {
    READ_OFF.iter().find(|(known, _)| *known == name).map_or(Of::Count, |(_, of)| *of)
}

/// The column whose value at rest stands for that of this one: what needles make is not there before them.
fn resting(column: &str) -> String {
    match column.rsplit_once('.') {
        Some((outcome, "halo" | "channel")) => format!("{outcome}.dermis"),
        _ => column.to_owned(),
    }
}

/// Columns of which the value before the first session must be kept, for what is read off.
pub(in crate::study) fn rests(readout: &Readout) -> Vec<String> {
    let of_measure = |measure: &Measure| -> Vec<String> {
        match measure {
            Measure::Named(named) => match of(named.name) {
                Of::Gain(_) => vec![TOTAL.into()],
                Of::ScarShare => vec![TOTAL.into(), SCAR.into()],
                Of::Level(column) => vec![column.into()],
                Of::Time(_) | Of::Count => Vec::new(),
            },
            Measure::Column { column, .. } | Measure::Peak { column } => vec![column.clone()],
        }
    };
    let measures = readout.measures.iter().flat_map(of_measure);
    let courses = readout.courses.iter().map(|course| course.column.clone());
    let mut found: Vec<String> = Vec::new();
    for column in measures.chain(courses).chain(readout.series.columns.iter().cloned()) {
        let column = resting(&column);
        if !found.contains(&column) {
            found.push(column);
        }
    }
    found
}

/// What was read off a run as the nth draw has it; without discrepancy, and of a run that failed, what it is.
pub(in crate::study) fn told(
    readout: &Readout,
    sample: &Sample,
    nth: usize,
    scenario: &Scenario,
    record: &Record,
) -> Record {
    if record.has_failed() || !sample.layers.discrepancy {
        return record.clone();
    }
    let values = record.values();
    let rest = |column: &str| rest(readout, values, column);
    let scaling = |column: &str| sample.scaling(nth, column, rest(column));
    let level = |column: &str, value: f64| scaling(column).of(value);
    // In percent, as a gain of total collagen.
    let gain = |percent: f64| 100.0 * (level(TOTAL, 0.01 * percent + 1.0) - 1.0);
    // No longer than the run; what is not there stays so.
    let time = |outcome: &str, days: f64| match days * sample.factor(nth, &time_key(outcome)) {
        days if days > scenario.run.days => scenario.run.days,
        days => days,
    };
    let of_measure = |(measure, &value): (&Measure, &f64)| match measure {
        Measure::Column { column, .. } | Measure::Peak { column } => level(column, value),
        Measure::Named(named) => match of(named.name) {
            Of::Gain(by) => {
                let by = divisor(by, readout, scenario);
                gain(value * by) / by
            }
            Of::ScarShare => {
                let rest = 100.0 * rest(SCAR) / rest(TOTAL);
                (rest + (value - rest) * sample.factor(nth, "collagen_scar")).clamp(0.0, 100.0)
            }
            Of::Level(column) => level(column, value),
            Of::Time(outcome) => time(outcome, value),
            Of::Count => value,
        },
    };
    let mut told: Vec<f64> = readout.measures.iter().zip(values).map(of_measure).collect();
    for (at, course) in readout.courses.iter().enumerate() {
        let scaling = scaling(&course.column);
        told.extend(readout.course(values, at).iter().map(|value| scaling.of(*value)));
    }
    for (at, column) in readout.series.columns.iter().enumerate() {
        let scaling = scaling(column);
        told.extend(readout.in_series(values, at).iter().map(|value| scaling.of(*value)));
    }
    // What is kept of rest.
    let rests = &values[told.len()..];
    told.extend(rests);
    Record::of(told, record.problem())
}

/// The value of a column before the first session, or of unwounded skin where it is not known.
fn rest(readout: &Readout, values: &[f64], column: &str) -> f64 {
    let kept = readout.rest(values, &resting(column)).filter(|value| value.is_finite());
    kept.unwrap_or_else(|| {
        let outcome = column.split('.').next().unwrap_or(column);
        let relative = |known: &&crate::outcome::Outcome| {
            matches!(known.measure, Formula::Relative(_)) && known.name == outcome
        };
        if OUTCOMES.iter().any(|known| relative(&known)) { 1.0 } else { 0.0 }
    })
}

fn divisor(by: By, readout: &Readout, scenario: &Scenario) -> f64 {
    match by {
        By::Nothing => 1.0,
        By::Sessions => scenario.carried_out().count() as f64,
        By::Weeks => {
            let first = scenario.sessions.first().map_or(f64::NAN, |session| session.day);
            (readout.times.after_last(scenario).unwrap_or(f64::NAN) - first) / WEEK
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::readout::measure::MEASURES;

    /// A new measure must say what it is read off.
    #[test]
    fn every_measure_is_classified() {
        for measure in &MEASURES {
            assert!(READ_OFF.iter().any(|(name, _)| *name == measure.name), "{}", measure.name);
        }
    }
}
