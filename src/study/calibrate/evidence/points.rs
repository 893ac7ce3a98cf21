//! The model's values at points of the search, each point journalled.

use std::collections::BTreeMap;
use std::fmt::Write;

use twox_hash::XxHash3_128;

use super::Evidence;
use super::band::misfit;
use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::study::execute::evaluator::Evaluator;
use crate::study::execute::{Control, Progress};
use crate::study::journal::record::Record;
use crate::tidy::{Tidy, TidyColumn};
use crate::validation::execute::{Progress as Part, execute};
use crate::validation::plan::Plan as Runs;
use crate::validation::report;

/// A point that a search asked for.
struct Asked {
    search: usize,
    point: Vec<f64>,
}

/// Where the searches get their values.
pub(super) struct Points<'a, 'e> {
    evidence: &'a Evidence<'a>,
    evaluator: &'a Evaluator<'e>,
    search: usize,
    log: Vec<Asked>,
    /// Values of the checks, `NaN` for none, by the bits of the point.
    known: BTreeMap<Vec<u64>, Vec<f64>>,
}

/// Of the program's version and every run of a point.
pub(super) fn fingerprint(runs: &Runs) -> u128 {
    let mut text = format!("dermis {} targets\n", env!("CARGO_PKG_VERSION"));
    for run in &runs.runs {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{}\n{:?}\n{}", run.name, run.asked, run.scenario.to_toml());
        for (_, row) in ParameterSet::table() {
            let value = run.scenario.parameters.get(row.name).unwrap_or(f64::NAN);
            let _ = write!(text, "{:x} ", value.to_bits());
        }
    }
    XxHash3_128::oneshot(text.as_bytes())
}

fn bits(point: &[f64]) -> Vec<u64> {
    point.iter().map(|x| x.to_bits()).collect()
}

impl<'a, 'e> Points<'a, 'e> {
    pub(super) fn new(evidence: &'a Evidence<'a>, evaluator: &'a Evaluator<'e>) -> Self {
        Self { evidence, evaluator, search: 0, log: Vec::new(), known: BTreeMap::new() }
    }

    /// From here on points are asked for by another search.
    pub(super) fn next_search(&mut self) {
        self.search += 1;
    }

    /// Points that were asked for.
    pub(super) fn count(&self) -> usize {
        self.log.len()
    }

    /// Values of the checks at a point that was asked for.
    pub(super) fn values(&self, point: &[f64]) -> Vec<f64> {
        self.known.get(&bits(point)).cloned().unwrap_or_default()
    }

    /// Places of the checks at points, one row a point.
    ///
    /// # Errors
    /// What is wrong with a change, or what stops a run.
    pub(super) fn places(&mut self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>> {
        let runs = points.iter().map(|point| self.evidence.runs(point)).collect::<Result<Vec<_>>>()?;
        let prints: Vec<u128> = runs.iter().map(fingerprint).collect();
        let records = self
            .evaluator
            .recall(&prints, self.evidence.bands.len(), |at, control| self.record(&runs[at], control))?;
        let bands = &self.evidence.bands;
        let place = |(point, record): (&Vec<f64>, Record)| {
            let values: Vec<f64> = (0..bands.len()).map(|at| record.value(at)).collect();
            let places = bands.iter().zip(&values).map(|(band, value)| band.place(*value)).collect();
            self.log.push(Asked { search: self.search, point: point.clone() });
            self.known.insert(bits(point), values);
            places
        };
        Ok(points.iter().zip(records).map(place).collect())
    }

    /// Runs a point. Numbers that fail there are no values; the search turns away from them.
    fn record(&self, runs: &Runs, control: &Control<'_>) -> Result<Record> {
        let tell = |Part { part, done, runs }: Part| (control.progress)(Progress { part, done, runs });
        match execute(runs, control.workers.threads, &tell, control.cancel) {
            Ok(readings) => {
                let values = report::values(&self.evidence.suite, runs, &readings);
                let finite = |value: Option<f64>| value.filter(|value| value.is_finite()).unwrap_or(f64::NAN);
                Ok(Record::Values(values.into_iter().map(finite).collect()))
            }
            Err(problem @ Error::Numerical { .. }) => Ok(Record::failed(&problem.to_string())),
            Err(Error::Interrupted { done, runs, .. }) => Err(Error::Interrupted { done, runs, kept: true }),
            Err(other) => Err(other),
        }
    }

    /// `runs`: one row a point, in the order in which they were asked for.
    pub(super) fn table(&self) -> Tidy {
        let numbers = |name: &str, unit: &str, meaning: &str, values: Vec<f64>| {
            TidyColumn::numbers(name, unit, meaning, values)
        };
        let bands = &self.evidence.bands;
        let misfit_of = |asked: &Asked| {
            let values = self.values(&asked.point);
            let places: Vec<f64> = bands.iter().zip(values).map(|(band, value)| band.place(value)).collect();
            misfit(bands, &places)
        };
        let mut columns = vec![
            numbers(
                "case",
                "",
                "number of the point, from 1",
                (1..=self.log.len()).map(|n| n as f64).collect(),
            ),
            numbers(
                "search",
                "",
                "who asked for it: 1 what the model has, then each search",
                self.log.iter().map(|asked| asked.search as f64).collect(),
            ),
            numbers(
                "misfit",
                "1",
                "squared standard deviations outside bands",
                self.log.iter().map(misfit_of).collect(),
            ),
        ];
        let values: Vec<Vec<f64>> = self.log.iter().map(|asked| self.evidence.at(&asked.point)).collect();
        columns.extend(self.evidence.inputs.iter().enumerate().map(|(at, input)| {
            let column = values.iter().map(|row| row[at]).collect();
            numbers(&input.name, "", "value of the parameter", column)
        }));
        Tidy { name: "runs".into(), columns }
    }
}
