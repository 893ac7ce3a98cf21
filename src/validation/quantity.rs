//! Values and curves that a target reads from its runs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::curve::Curve;
use super::measure::{self, MEASURES, Measure};
use crate::outcome::OUTCOMES;
use crate::parameters::ParameterSet;
use crate::scenario::suggestion;
use crate::series::TimeSeries;

/// One column, or several added up: `macrophages_m1.halo + macrophages_m2.halo`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Columns(Vec<String>);

impl TryFrom<String> for Columns {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let known = || {
            OUTCOMES.iter().flat_map(|outcome| {
                outcome.regions().iter().map(|region| format!("{}.{}", outcome.name, region.name()))
            })
        };
        let names: Vec<String> = text.split('+').map(|name| name.trim().to_owned()).collect();
        match names.iter().find(|name| known().all(|other| other != **name)) {
            None => Ok(Self(names)),
            Some(name) => {
                let known: Vec<String> = known().collect();
                let hint = suggestion(name, known.iter().map(String::as_str));
                Err(format!("there is no column `{name}`: {hint}"))
            }
        }
    }
}

impl Columns {
    fn curve(&self, series: &TimeSeries) -> Curve {
        let columns: Vec<_> = self.0.iter().filter_map(|name| series.column(name)).collect();
        let sum = |row: usize| columns.iter().map(|column| column.values[row]).sum();
        Curve::new(series.time_day.iter().enumerate().map(|(row, &day)| (day, sum(row))))
    }
}

/// A measure by its name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Named(&'static Measure);

impl TryFrom<String> for Named {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let unknown = || {
            let names = MEASURES.iter().map(|measure| measure.name);
            format!("there is no measure `{name}`: {}", suggestion(&name, names))
        };
        measure::find(&name).map(Self).ok_or_else(unknown)
    }
}

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
pub struct Quantity {
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
    /// The value of unwounded skin, taken off the curve.
    pub excess_over: Option<f64>,
    /// The value of unwounded skin, that the curve is taken off.
    pub deficit_from: Option<f64>,
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
}

/// What a run left behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its outcomes.
    pub series: TimeSeries,
    /// Its summary.
    pub summary: Value,
    /// Its parameters.
    pub parameters: ParameterSet,
    /// Day of its last session, 0 where there is none.
    pub last_session: f64,
}

/// The runs of one target by name.
#[derive(Debug, Clone, Default)]
pub struct Records<'a> {
    /// Single runs.
    pub runs: BTreeMap<&'a str, &'a Record>,
    /// Runs of each scan with the scan's values.
    pub scans: BTreeMap<&'a str, Vec<(f64, &'a Record)>>,
}

impl Quantity {
    /// The number; `None` where the model never does what is asked.
    pub fn number(&self, records: &Records<'_>) -> Option<f64> {
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
                let grows = whole && curve.values.windows(2).all(|pair| pair[1] > pair[0]);
                Some(if grows { 1.0 } else { 0.0 })
            }
        }
    }

    /// The curve over time, or over the values of the scan.
    pub fn curve(&self, records: &Records<'_>) -> Option<Curve> {
        match self.scan {
            None => self.over_time(self.record(records)?, records),
            Some(_) => self.over_scan(records),
        }
    }

    fn record<'a>(&self, records: &Records<'a>) -> Option<&'a Record> {
        records.runs.get(self.run.as_deref()?).copied()
    }

    fn over_scan(&self, records: &Records<'_>) -> Option<Curve> {
        let scan = records.scans.get(self.scan.as_deref()?)?;
        let point = |&(value, record): &(f64, &Record)| Some((value, self.of_run(record, records)?));
        Some(Curve::new(scan.iter().filter_map(point)))
    }

    fn of_run(&self, record: &Record, records: &Records<'_>) -> Option<f64> {
        if let Some(path) = &self.summary {
            return record.summary.pointer(&format!("/{path}"))?.as_f64();
        }
        if let Some(name) = &self.parameter {
            return record.parameters.get(name);
        }
        let measure = self.measure?.0;
        let argument = self.day.or(self.share).or(self.level).unwrap_or(0.0);
        (measure.compute)(&self.over_time(record, records)?, argument)
    }

    fn over_time(&self, record: &Record, records: &Records<'_>) -> Option<Curve> {
        let mut curve = self.column.as_ref()?.curve(&record.series);
        if let Some(per) = &self.per {
            let other = match &self.per_run {
                Some(run) => records.runs.get(run.as_str())?,
                None => record,
            };
            curve = ratio(&self.changed(curve), &self.changed(per.curve(&other.series)));
        } else {
            curve = self.changed(curve);
        }
        let zero = if self.clock == Clock::LastSession { record.last_session } else { 0.0 };
        let curve = curve.since(zero);
        let (from, until) = (self.from.unwrap_or(f64::NEG_INFINITY), self.until.unwrap_or(f64::INFINITY));
        Some(curve.window(from, until))
    }

    /// Values as the target wants them.
    fn changed(&self, mut curve: Curve) -> Curve {
        for value in &mut curve.values {
            *value -= self.excess_over.unwrap_or(0.0);
            *value = self.deficit_from.map_or(*value, |rest| rest - *value);
            *value = if self.as_share { *value / (1.0 + *value) } else { *value };
        }
        curve
    }

    /// What is wrong with it, if anything: as a number of a check, or as a curve of a plot.
    pub fn fault(&self, as_curve: bool) -> Option<String> {
        let from_run = self.summary.is_some() || self.parameter.is_some();
        let wants_measure = !from_run && (!as_curve || self.scan.is_some());
        let reductions = [self.at.is_some(), self.crosses.is_some(), self.grows];
        let reductions = reductions.into_iter().filter(|given| *given).count();
        let wanted = usize::from(self.scan.is_some() && !as_curve);
        let argument = self.measure.map_or("", |measure| measure.0.argument.key());
        let given = [("day", self.day), ("share", self.share), ("level", self.level)];
        let given: Vec<&str> =
            given.iter().filter(|(_, value)| value.is_some()).map(|(key, _)| *key).collect();
        let arguments: Vec<&str> = Some(argument).filter(|key| !key.is_empty()).into_iter().collect();
        let unknown = |name: &String| ParameterSet::default().get(name).is_none();
        let fault = if self.run.is_some() == self.scan.is_some() {
            "needs `run` or `scan`, one of them".into()
        } else if from_run == self.column.is_some() || (self.summary.is_some() && self.parameter.is_some()) {
            "needs `column`, `summary` or `parameter`, one of them".into()
        } else if let Some(name) = self.parameter.as_ref().filter(|name| unknown(name)) {
            let names: Vec<_> = ParameterSet::table().map(|(_, row)| row.name).collect();
            format!("there is no parameter `{name}`: {}", suggestion(name, names.into_iter()))
        } else if wants_measure != self.measure.is_some() {
            let word = if wants_measure { "needs a" } else { "takes no" };
            format!("{word} `measure`")
        } else if given != arguments {
            let wanted = if argument.is_empty() { "no argument".into() } else { format!("`{argument}`") };
            format!("its measure takes {wanted}, but is given {}", list(&given))
        } else if reductions != wanted {
            let word = if wanted == 1 { "needs one" } else { "takes none" };
            format!("{word} of `at`, `crosses` and `grows`")
        } else if self.per_run.is_some() && self.per.is_none() {
            "`per_run` goes with `per`".into()
        } else {
            return None;
        };
        Some(fault)
    }
}

fn list(keys: &[&str]) -> String {
    if keys.is_empty() { "none".into() } else { keys.join(", ") }
}

/// The one curve over the other, at the times of the first; where both are nothing there is no ratio.
fn ratio(above: &Curve, below: &Curve) -> Curve {
    Curve::new(above.points().filter_map(|(time, value)| Some((time, value / below.at(time)?))))
}
