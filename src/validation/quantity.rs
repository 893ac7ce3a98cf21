//! Values and curves that a target reads from its runs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::curve::Curve;
use super::measure::Argument;
use super::names::{Columns, Named};
use crate::parameters::ParameterSet;
use crate::series::TimeSeries;
use crate::simulation::Seen;

/// Which day counts as zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The start of the run.
    #[default]
    Start,
    /// The last session.
    LastSession,
}

/// A number or a curve of a run, or of the runs of a scan.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Observed {
    /// The run it is taken from.
    pub run: Option<String>,
    /// Or the scan: the number is then a curve over the scan's values.
    pub scan: Option<String>,
    /// The column.
    pub column: Option<Columns>,
    /// A column that each value is divided by, of the run named in `per_run` or of the same run.
    pub per: Option<Columns>,
    /// The run of `per`.
    pub per_run: Option<String>,
    /// Whether the value of unwounded skin, the first of the run, is taken off the curve.
    pub excess: bool,
    /// Whether the curve is taken off the value of unwounded skin.
    pub deficit: bool,
    /// Whether a ratio a/b is turned into the share a/(a + b).
    pub as_share: bool,
    /// Which day counts as zero.
    pub clock: Clock,
    /// First day looked at.
    pub from: Option<f64>,
    /// Last day looked at.
    pub until: Option<f64>,
    /// What is read off the curve.
    pub measure: Option<Named>,
    /// Argument of the measure.
    pub day: Option<f64>,
    /// Argument of the measure.
    pub share: Option<f64>,
    /// Argument of the measure.
    pub level: Option<f64>,
    /// Instead of a column: a number of the run's summary, as `collagen_budget/new`.
    pub summary: Option<String>,
    /// Instead of a column: a parameter of the run.
    pub parameter: Option<String>,
    /// Of a scan: the number at this value.
    pub at: Option<f64>,
    /// Of a scan: the value at which the number comes to this level.
    pub crosses: Option<f64>,
    /// Of a scan: 1 if the number grows from each value to the next, otherwise 0.
    pub grows: bool,
    /// Of a scan: 1 if the number never grows by more than 0.001 from a value to the next, otherwise 0.
    pub never_grows: bool,
}

/// Growth from a value of a scan to the next that counts as none.
const NO_GROWTH: f64 = 1e-3;

/// What a run left behind.
#[derive(Debug, Clone, PartialEq)]
pub struct RunReadings {
    /// Its outcomes, whatever the scenario writes into a series.
    pub seen: Seen,
    /// Its summary.
    pub summary: Value,
    /// Its parameters.
    pub parameters: ParameterSet,
    /// Day of its last session, 0 where there is none.
    pub last_session: f64,
}

/// The runs of one target by name.
#[derive(Debug, Clone, Default)]
pub struct TargetReadings<'a> {
    /// Single runs.
    pub runs: BTreeMap<&'a str, &'a RunReadings>,
    /// Runs of each scan with the scan's values.
    pub scans: BTreeMap<&'a str, Vec<(f64, &'a RunReadings)>>,
}

impl Observed {
    /// The number; `None` where the model never does what is asked.
    pub fn number(&self, records: &TargetReadings<'_>) -> Option<f64> {
        if self.scan.is_none() {
            return self.of_run(self.record(records)?, records);
        }
        let curve = self.over_scan(records)?;
        match (self.at, self.crosses) {
            (Some(value), _) => curve.at(value),
            (_, Some(level)) => curve.crossing(level),
            _ => {
                // A run that never got there says nothing about the order.
                let whole = curve.values.len() == records.scans.get(self.scan.as_deref()?)?.len();
                let in_order = |pair: &[f64]| {
                    if self.never_grows { pair[1] - pair[0] <= NO_GROWTH } else { pair[1] > pair[0] }
                };
                Some(if whole && curve.values.windows(2).all(in_order) { 1.0 } else { 0.0 })
            }
        }
    }

    /// The curve over time as it was looked at, or over the values of the scan.
    pub fn curve(&self, records: &TargetReadings<'_>) -> Option<Curve> {
        match self.scan {
            None => Some(self.windowed(&self.over_time(self.record(records)?, records)?)),
            Some(_) => self.over_scan(records),
        }
    }

    /// The value of unwounded skin as the target wants it, where the number is a level of one column alone; a region that
    /// does not exist before the session has none.
    pub(super) fn at_rest(&self, records: &TargetReadings<'_>) -> Option<f64> {
        if self.excess || self.deficit || self.per.is_some() {
            return None;
        }
        let record = match &self.scan {
            None => self.record(records)?,
            Some(scan) => records.scans.get(scan.as_str())?.first()?.1,
        };
        Some(self.changed(self.column.as_ref()?.curve(&record.seen.followed).at(0.0)?, 0.0))
    }

    /// Whether it is read off columns that a series has, all of them.
    pub(super) fn columns_in(&self, series: &TimeSeries) -> bool {
        self.column.is_some() && self.column.iter().chain(&self.per).all(|columns| columns.are_in(series))
    }

    fn record<'a>(&self, records: &TargetReadings<'a>) -> Option<&'a RunReadings> {
        records.runs.get(self.run.as_deref()?).copied()
    }

    fn over_scan(&self, records: &TargetReadings<'_>) -> Option<Curve> {
        let scan = records.scans.get(self.scan.as_deref()?)?;
        let point = |&(value, record): &(f64, &RunReadings)| Some((value, self.of_run(record, records)?));
        Some(Curve::new(scan.iter().filter_map(point)))
    }

    fn of_run(&self, record: &RunReadings, records: &TargetReadings<'_>) -> Option<f64> {
        if let Some(path) = &self.summary {
            return record.summary.pointer(&format!("/{path}"))?.as_f64();
        }
        if let Some(name) = &self.parameter {
            return record.parameters.get(name);
        }
        let measure = self.measure?.measure();
        if let Some(day) = self.day_seen(record.last_session) {
            return self.on_day(day, record, records);
        }
        let curve = self.windowed(&self.over_time(record, records)?.smooth());
        (measure.compute)(&curve, self.share.or(self.level).unwrap_or(0.0))
    }

    /// The day of a run on which the value is taken, if it is the value on a day.
    pub(super) fn day_seen(&self, last_session: f64) -> Option<f64> {
        let on_day = self.measure.is_some_and(|measure| measure.measure().argument == Argument::Day);
        self.day.filter(|_| on_day).map(|day| day + self.zero(last_session))
    }

    /// The value on a day of the run that was asked for, not read off between others.
    fn on_day(&self, day: f64, record: &RunReadings, records: &TargetReadings<'_>) -> Option<f64> {
        let since = day - self.zero(record.last_session);
        let inside = self.from.is_none_or(|from| since >= from) && self.until.is_none_or(|to| since <= to);
        let value = |columns: &Columns, record: &RunReadings| {
            Some(self.changed(columns.at(&record.seen, day)?, self.rest(columns, record)?))
        };
        let above = value(self.column.as_ref()?, record).filter(|_| inside)?;
        match &self.per {
            Some(per) => Some(above / value(per, self.divisor(record, records)?)?),
            None => Some(above),
        }
    }

    fn over_time(&self, record: &RunReadings, records: &TargetReadings<'_>) -> Option<Curve> {
        let curve = |columns: &Columns, record: &RunReadings| {
            let (mut curve, rest) = (columns.curve(&record.seen.followed), self.rest(columns, record)?);
            curve.values.iter_mut().for_each(|value| *value = self.changed(*value, rest));
            Some(curve)
        };
        let above = curve(self.column.as_ref()?, record)?;
        let curve = match &self.per {
            Some(per) => ratio(&above, &curve(per, self.divisor(record, records)?)?),
            None => above,
        };
        Some(curve.since(self.zero(record.last_session)))
    }

    /// The part that is looked at.
    fn windowed(&self, curve: &Curve) -> Curve {
        curve.window(self.from.unwrap_or(f64::NEG_INFINITY), self.until.unwrap_or(f64::INFINITY))
    }

    /// The run of `per`.
    fn divisor<'a>(&self, record: &'a RunReadings, records: &TargetReadings<'a>) -> Option<&'a RunReadings> {
        self.per_run.as_ref().map_or(Some(record), |run| records.runs.get(run.as_str()).copied())
    }

    /// The day of a run that counts as zero.
    fn zero(&self, last_session: f64) -> f64 {
        if self.clock == Clock::LastSession { last_session } else { 0.0 }
    }

    /// The value of unwounded skin where it is wanted. A region that does not exist before the session has none.
    fn rest(&self, columns: &Columns, record: &RunReadings) -> Option<f64> {
        let wanted = self.excess || self.deficit;
        if wanted { columns.curve(&record.seen.followed).at(0.0) } else { Some(0.0) }
    }

    /// A value as the target wants it.
    fn changed(&self, value: f64, rest: f64) -> f64 {
        let sign = if self.deficit { -1.0 } else { 1.0 };
        let value = sign * (value - rest);
        if self.as_share { value / (1.0 + value) } else { value }
    }
}

/// The one curve over the other, at the times of the first; where both are nothing there is no ratio.
fn ratio(above: &Curve, below: &Curve) -> Curve {
    Curve::new(above.points().filter_map(|(time, value)| Some((time, value / below.at(time)?))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is found where the runs of a scan have these numbers, or none.
    fn order(asked: &Observed, numbers: &[Option<f64>]) -> Option<f64> {
        let run = |number: &Option<f64>| RunReadings {
            seen: Seen::default(),
            summary: json!({ "number": number }),
            parameters: ParameterSet::default(),
            last_session: 0.0,
        };
        let runs: Vec<RunReadings> = numbers.iter().map(run).collect();
        let scan = runs.iter().zip(1..).map(|(run, value)| (f64::from(value), run)).collect();
        let readings = TargetReadings { runs: BTreeMap::new(), scans: BTreeMap::from([("many", scan)]) };
        let asked = Observed { scan: Some("many".into()), summary: Some("number".into()), ..asked.clone() };
        asked.number(&readings)
    }

    #[test]
    fn orders_of_a_scan() {
        let grows = Observed { grows: true, ..Observed::default() };
        let never_grows = Observed { never_grows: true, ..Observed::default() };
        let (yes, no) = (Some(1.0), Some(0.0));
        for (numbers, up, never_up) in [
            ([1.0, 2.0, 3.0], yes, no),
            ([1.0, 1.0, 2.0], no, no),
            ([3.0, 2.0, 2.0], no, yes),
            ([0.3, 0.3005, 0.1], no, yes),
            ([0.3, 0.302, 0.1], no, no),
        ] {
            let all = numbers.map(Some);
            assert_eq!(order(&grows, &all), up, "{numbers:?} grows");
            assert_eq!(order(&never_grows, &all), never_up, "{numbers:?} never grows");
        }
        for asked in [grows, never_grows] {
            assert_eq!(order(&asked, &[Some(2.0), None, Some(1.0)]), no, "a run without the number");
        }
    }
}
