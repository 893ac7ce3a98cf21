//! The model's values at points of the search, each point journalled.

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use super::band::{Band, misfit};
use crate::error::Result;
use crate::study::calibrate::Calibrate;
use crate::study::execute::evaluator::Evaluator;
use crate::study::plan::{Case, Plan};
use crate::study::readout::Readout;
use crate::study::readout::times::Times;
use crate::tidy::{Tidy, TidyColumn};
use crate::validation::plan::{Plan as Runs, PlannedRun, Selection};
use crate::validation::quantity::RunReadings;
use crate::validation::report;
use crate::validation::suite::Suite;

/// Most points whose runs are laid out at a time.
const AT_ONCE: usize = 256;

/// What points are of: a suite of targets, and what a point makes of its runs.
pub(in super::super) trait Held: Sync {
    /// The targets.
    fn suite(&self) -> &Suite;
    /// The band of each of their checks.
    fn bands(&self) -> &[Band];
    /// Names of the parameters that a point sets.
    fn names(&self) -> Vec<String>;
    /// Their values at a point.
    fn at(&self, point: &[f64]) -> Vec<f64>;
    /// What is asked for.
    fn study(&self) -> &Calibrate;
    /// The runs of a point.
    ///
    /// # Errors
    /// What is wrong with a change.
    fn runs(&self, point: &[f64]) -> Result<Runs> {
        let of_point =
            self.names().into_iter().zip(self.at(point)).map(|(name, value)| format!("{name}={value}"));
        let changes = self.study().changes.iter().cloned().chain(of_point).collect();
        Runs::new(self.suite(), &Selection { quick: self.study().quick, changes })
    }
    /// How many numbers are read of a point.
    fn numbers(&self) -> usize {
        self.bands().len()
    }
    /// What is read of the runs of a point: the value of each check first.
    fn read(&self, runs: &Runs, readings: &[RunReadings]) -> Vec<f64> {
        let values = report::values(self.suite(), runs, readings);
        values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()
    }
}

/// The runs of the first point, whose numbers are all 0.
///
/// # Errors
/// What is wrong with a change.
pub(in super::super) fn plan(of: &dyn Held) -> Result<Plan> {
    let runs = of.runs(&vec![0.0; of.names().len()])?;
    let times = Times { after_last_days: 0.0, fixed_day: None };
    let mut plan = Plan::new(Readout::new(Vec::new(), Vec::new(), times))?;
    let fingerprint = fingerprint(&runs);
    let case = |run: PlannedRun| Case { scenario: run.scenario, fingerprint, cost: run.cost };
    plan.cases.extend(runs.runs.into_iter().map(case));
    Ok(plan)
}

/// A point that a search asked for.
struct Asked {
    search: usize,
    point: Vec<f64>,
}

/// Where the searches get their values.
pub(in super::super) struct Points<'a, 'e> {
    of: &'a dyn Held,
    evaluator: &'a Evaluator<'e>,
    search: usize,
    log: Vec<Asked>,
    /// Values of the checks, `NaN` for none, by the bits of the point.
    known: BTreeMap<Vec<u64>, Vec<f64>>,
}

/// Of the program's version and every run of a point.
fn fingerprint(runs: &Runs) -> u128 {
    let mut text = format!("dermis {} targets\n", env!("CARGO_PKG_VERSION"));
    for run in &runs.runs {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{}\n{:?}\n{}", run.name, run.asked, run.scenario.to_toml());
        for value in run.scenario.parameters.values() {
            let _ = write!(text, "{:x} ", value.to_bits());
        }
    }
    XxHash3_128::oneshot(text.as_bytes())
}

fn bits(point: &[f64]) -> Vec<u64> {
    point.iter().map(|x| x.to_bits()).collect()
}

impl<'a, 'e> Points<'a, 'e> {
    pub(in super::super) fn new(of: &'a dyn Held, evaluator: &'a Evaluator<'e>) -> Self {
        Self { of, evaluator, search: 0, log: Vec::new(), known: BTreeMap::new() }
    }

    /// From here on points are asked for by another search.
    pub(in super::super) fn next_search(&mut self) {
        self.search += 1;
    }

    /// Points that were asked for.
    pub(in super::super) fn count(&self) -> usize {
        self.log.len()
    }

    /// Values of the checks at a point that was asked for.
    pub(in super::super) fn values(&self, point: &[f64]) -> Vec<f64> {
        self.known.get(&bits(point)).cloned().unwrap_or_default()
    }

    /// Places of the checks at points, one row a point.
    ///
    /// # Errors
    /// What is wrong with a change, or what stops a run.
    pub(in super::super) fn places(&mut self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>> {
        let bands = self.of.bands();
        let place =
            |values: Vec<f64>| bands.iter().zip(values).map(|(band, value)| band.place(value)).collect();
        Ok(self.readings(points)?.into_iter().map(place).collect())
    }

    /// Everything that is read of points, one row a point; `NaN` for what the model never does.
    ///
    /// # Errors
    /// What is wrong with a change, or what stops a run.
    pub(in super::super) fn readings(&mut self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>> {
        let (of, numbers) = (self.of, self.of.numbers());
        let read = |runs: &Runs, readings: &[RunReadings]| {
            let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
            of.read(runs, readings).into_iter().map(finite).collect()
        };
        let mut all = Vec::new();
        for some in points.chunks(AT_ONCE) {
            // Laying out a point's runs takes a twentieth of the time of the runs, so that it is done once and on all cores.
            let plans = some.par_iter().map(|point| of.runs(point)).collect::<Result<Vec<Runs>>>()?;
            let prints: Vec<u128> = plans.par_iter().map(fingerprint).collect();
            let records = self.evaluator.suites(&prints, numbers, |at| Ok(plans[at].clone()), read)?;
            for (point, record) in some.iter().zip(records) {
                let values: Vec<f64> = (0..numbers).map(|at| record.value(at)).collect();
                self.log.push(Asked { search: self.search, point: point.clone() });
                self.known.insert(bits(point), values.clone());
                all.push(values);
            }
        }
        Ok(all)
    }

    /// `runs`: one row a point, in the order in which they were asked for.
    pub(in super::super) fn table(&self) -> Tidy {
        let numbers = |name: &str, unit: &str, meaning: &str, values: Vec<f64>| {
            TidyColumn::numbers(name, unit, meaning, values)
        };
        let bands = self.of.bands();
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
        let values: Vec<Vec<f64>> = self.log.iter().map(|asked| self.of.at(&asked.point)).collect();
        columns.extend(self.of.names().into_iter().enumerate().map(|(at, name)| {
            let column = values.iter().map(|row| row[at]).collect();
            numbers(&name, "", "value of the parameter", column)
        }));
        Tidy { name: "runs".into(), columns }
    }
}
