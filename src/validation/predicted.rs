//! What the suite says of its runs beside verdicts: the value of each check, and of each line where a published point
//! stands, with what a discrepancy of the model would multiply.

use super::figures;
use super::plan::Plan;
use super::quantity::{Observed, RunReadings, TargetReadings};
use super::report::model_value;
use super::suite::Suite;
use super::target::{Check, Datum, Plot, PlotLine, Target};
use crate::ensemble::{level_key, time_key};

/// Measures that are times.
const TIMES: [&str; 6] = ["time_of_peak", "rise", "fall", "reach", "time_above", "half_life"];
/// Numbers of a summary that are times, and the outcome that they are read off.
const SUMMED: [(&str, &str); 3] = [
    ("visible_redness_days", "erythema_index"),
    ("downtime_days", "erythema_index"),
    ("visible_swelling_days", "oedema_thickness_mm"),
];
/// What the label of a published point says that is of something else than the line beside it.
const ANOTHER: &str = ": not ";

/// What is looked at in a draw.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'s> {
    /// A check of a target.
    Check(&'s Target, &'s Check),
    /// A published point in a panel of a target, on a line.
    Point(&'s Target, &'s Plot, &'s PlotLine, &'s Datum),
}

/// A value of the model, and that of unwounded skin in the same terms, from which a discrepancy counts: 0 for what is a
/// difference, a ratio or a time already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The value; `NaN` where the model never does what is asked.
    pub value: f64,
    /// At rest.
    pub rest: f64,
}

/// Why a published point is on no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unplaced {
    /// Several lines, and none of them in its label.
    NoLine,
    /// Its label says that it is of something else.
    Another,
}

/// Where a published point with an ordinate stands: on the only line of its panel, or on the one that its label names.
///
/// # Errors
/// Why it stands on none.
pub fn line_of<'p>(plot: &'p Plot, datum: &Datum) -> Result<&'p PlotLine, Unplaced> {
    if datum.label.contains(ANOTHER) {
        return Err(Unplaced::Another);
    }
    match &plot.lines[..] {
        [only] => Ok(only),
        lines => {
            let mut named = lines.iter().filter(|line| datum.label.contains(&line.label));
            named.next().filter(|_| named.next().is_none()).ok_or(Unplaced::NoLine)
        }
    }
}

/// Everything that is looked at in a suite: the checks of all targets, then the points that stand on a line.
pub fn subjects(suite: &Suite) -> Vec<(usize, Subject<'_>)> {
    let targets = || suite.targets.iter().enumerate();
    let checks = targets()
        .flat_map(|(at, target)| target.checks.iter().map(move |check| (at, Subject::Check(target, check))));
    let points = targets().flat_map(|(at, target)| {
        target.plots.iter().flat_map(move |plot| {
            let there = plot.data.iter().filter(|datum| datum.y.is_some());
            there.filter_map(move |datum| {
                Some((at, Subject::Point(target, plot, line_of(plot, datum).ok()?, datum)))
            })
        })
    });
    checks.chain(points).collect()
}

/// What is read of every subject from the readings of the plan's runs.
pub fn readings(subjects: &[(usize, Subject<'_>)], plan: &Plan, readings: &[RunReadings]) -> Vec<Reading> {
    let of = |(target, subject): &(usize, Subject<'_>)| subject.reading(&plan.records(*target, readings));
    subjects.iter().map(of).collect()
}

impl Subject<'_> {
    /// The key of its discrepancy; nothing of what is no amount: a yes or no, or a parameter read back.
    pub fn key(&self) -> Option<String> {
        match self {
            Self::Check(_, check) => key(&check.value),
            Self::Point(_, _, line, _) => key(&line.of),
        }
    }

    fn reading(&self, records: &TargetReadings<'_>) -> Reading {
        match self {
            Self::Check(_, check) => {
                let value = model_value(check, records).unwrap_or(f64::NAN);
                let plain = check.over.is_none() && check.minus.is_none() && is_level(&check.value);
                let rest = check.value.at_rest(records).filter(|_| plain);
                Reading { value, rest: rest.map_or(0.0, |rest| (rest + check.offset) * check.scale) }
            }
            Self::Point(_, plot, line, datum) => {
                let drawn = figures::curve(plot, line, records);
                let curve = super::curve::Curve::new(drawn.x.into_iter().zip(drawn.y));
                let whole = plot.of_peak || plot.relative_to.is_some();
                let rest = line.of.at_rest(records).filter(|_| !whole && is_level(&line.of));
                Reading {
                    value: curve.at(datum.x).unwrap_or(f64::NAN),
                    rest: rest.map_or(0.0, |rest| rest * plot.y_scale),
                }
            }
        }
    }
}

/// Whether a number is a level of its column, and no time.
fn is_level(of: &Observed) -> bool {
    let timed = of.measure.is_some_and(|measure| TIMES.contains(&measure.measure().name));
    of.column.is_some() && !timed && of.crosses.is_none() && !of.grows && !of.never_grows
}

fn key(of: &Observed) -> Option<String> {
    let measure = of.measure.map(|measure| measure.measure().name);
    if of.grows || of.never_grows || measure == Some("only_falls") || of.parameter.is_some() {
        return None;
    }
    if let Some(path) = &of.summary {
        let timed = SUMMED.iter().find(|(name, _)| name == path);
        return Some(timed.map_or_else(|| path.clone(), |(_, outcome)| time_key(outcome)));
    }
    let column = of.column.as_ref()?.first();
    Some(match measure {
        // Where along a scan a level is come to.
        _ if of.crosses.is_some() => format!("{}.crossing", level_key(column)),
        Some(measure) if TIMES.contains(&measure) => time_key(column),
        _ => level_key(column).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_of_the_suite_has_a_key_or_is_no_amount() {
        let suite = Suite::shipped().unwrap();
        let subjects = subjects(&suite);
        let key_of = |id: &str, name: &str| {
            let found = subjects.iter().find_map(|(_, subject)| match subject {
                Subject::Check(target, check) if target.id == id && check.name == name => Some(subject.key()),
                _ => None,
            });
            found.unwrap_or_else(|| panic!("{id} {name}"))
        };
        assert_eq!(key_of("T7", "time of the peak").as_deref(), Some("neutrophils.days"));
        assert_eq!(key_of("T7", "left on day 5").as_deref(), Some("neutrophils"));
        let points = subjects.iter().filter(|(_, subject)| matches!(subject, Subject::Point(..)));
        assert!(points.count() >= 10);
    }

    #[test]
    fn points_stand_on_the_line_that_they_name() {
        let suite = Suite::shipped().unwrap();
        let place = |id: &str, label: &str| {
            let target = suite.targets.iter().find(|target| target.id == id).unwrap();
            let mut all =
                target.plots.iter().flat_map(|plot| plot.data.iter().map(move |datum| (plot, datum)));
            let (plot, datum) = all.find(|(_, datum)| datum.label.starts_with(label)).unwrap();
            line_of(plot, datum).map(|line| line.label.clone())
        };
        assert_eq!(place("T11", "type I propeptide").unwrap(), "synthesis");
        assert_eq!(place("T37", "unchanged").unwrap(), "four monthly sessions");
        assert_eq!(place("T18", "elasticity").unwrap_err(), Unplaced::Another);
        assert_eq!(place("T35", "fresh donor sites").unwrap_err(), Unplaced::NoLine);
    }
}
