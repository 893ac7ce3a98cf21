//! Sweeps: a field or several over a grid, a list, or points that fill their ranges.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::findings::responses::responses;
use crate::study::findings::tables::{runs_table, seen};
use crate::study::findings::unmoved;
use crate::study::plan::base::{Base, only_one};
use crate::study::plan::combinations::combinations;
use crate::study::plan::confirm;
use crate::study::plan::design::{latin_hypercube, sobol};
use crate::study::plan::input::Input;
use crate::study::plan::lacking;
use crate::study::plan::names::{FOR_ALL, refuse_set, refuse_twice};
use crate::study::plan::vary::Vary;
use crate::study::plan::{Case, MOST_RUNS, Plan};
use crate::study::readout::Readout;
use crate::study::readout::measure::{MEASURES, Measure};
use crate::study::readout::times::Times;
use crate::study::statistics::noise::{self, Noise};
use crate::tidy::{Cells, Prose};
use rayon::prelude::*;

/// Rows of the table that are printed; the file has all.
const SHOWN: usize = 20;

/// How the values are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum), value(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Every value with every other.
    #[default]
    Grid,
    /// The first values together, then the second ones, and so on.
    List,
    /// Random points, one in each of as many slices of every range.
    LatinHypercube,
    /// Points of a sequence that fills the ranges evenly.
    Sobol,
}

/// A sweep as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// Version of the format: 1.
    #[cfg_attr(feature = "cli", arg(skip = 1_u32))]
    pub schema: u32,
    /// Always "sweep".
    #[cfg_attr(feature = "cli", arg(skip = "sweep".to_owned()))]
    pub study: String,
    /// Vary a name: NAME=V1,V2,… or NAME=LOW..HIGH:COUNT; for sampled points NAME=LOW..HIGH or a parameter
    /// (repeatable).
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME=VALUES"))]
    pub vary: Vec<String>,
    /// How the values are combined.
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long, value_enum, default_value_t))]
    pub method: Method,
    /// Number of sampled points.
    #[serde(default = "usual_points")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_points()))]
    pub points: usize,
    /// Seed of the sampled points.
    #[serde(default = "usual_seed")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "SEED", default_value_t = usual_seed()))]
    pub seed: u64,
    /// Take only this measure (repeatable) [default: all of `dermis list measures`].
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "measure", value_name = "NAME"))]
    pub measures: Vec<String>,
    /// Do runs once more with this change, as grid.geometry=slab (repeatable).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME=VALUE"))]
    pub confirm: Vec<String>,
    /// Numbers of the runs that are confirmed, as 3,17 [default: all].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "CASES", value_delimiter = ','))]
    pub confirm_cases: Vec<usize>,
    /// Change a field or a parameter in every run, as run.days=365 (repeatable).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "set", value_name = "NAME=VALUE"))]
    pub changes: Vec<String>,
    /// Days after the last session on which measures are taken.
    #[serde(default = "crate::study::compare::usual_after_last")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "DAYS", default_value_t = crate::study::compare::usual_after_last(), allow_negative_numbers = true))]
    pub after_last_days: f64,
    /// The fixed day of measures [default: the run's last day].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "DAY", allow_negative_numbers = true))]
    pub on_day: Option<f64>,
    /// The scenario.
    #[serde(alias = "scenarios", deserialize_with = "only_one")]
    #[cfg_attr(feature = "cli", arg(skip = Base::default()))]
    pub scenario: Base,
}

/// A number of points for a first look.
fn usual_points() -> usize {
    64
}

/// The seed of a study that is given none.
pub(super) fn usual_seed() -> u64 {
    1
}

/// What the runs of a sweep set: a change of every varied name, and the cells of each name.
struct Values {
    names: Vec<String>,
    /// Changes by run.
    changes: Vec<Vec<String>>,
    /// Cells by name.
    cells: Vec<Cells>,
}

impl Sweep {
    /// Texts of scenarios that the definition holds.
    pub fn bases(&mut self) -> Vec<&mut Base> {
        vec![&mut self.scenario]
    }

    /// The runs in order, then those that confirm some, and a few at a tighter tolerance.
    ///
    /// # Errors
    /// What is wrong with the definition or one of the scenarios.
    pub fn plan(&self) -> Result<Plan> {
        let varied = || self.vary.iter().map(String::as_str);
        refuse_twice(varied(), "varied")?;
        refuse_set(&self.changes, varied(), FOR_ALL, "varied")?;
        confirm::refuse_idle(&self.confirm, varied(), "varied")?;
        let values = match self.method {
            Method::Grid | Method::List => self.listed()?,
            Method::LatinHypercube | Method::Sobol => self.sampled()?,
        };
        let measures = match self.measures.is_empty() {
            true => MEASURES.iter().map(Measure::Named).collect(),
            false => Measure::parse_all(&self.measures)?,
        };
        // One fixed day for all runs, though they may end on different days.
        let ends = values.names.iter().zip(&values.cells).find(|(name, _)| *name == "run.days");
        let ends = ends.and_then(|(_, cells)| match cells {
            Cells::Number(days) => days.iter().copied().min_by(f64::total_cmp),
            Cells::Text(_) => None,
        });
        let times = Times::of_all(self.after_last_days, self.on_day, ends.into_iter());
        let mut plan = Plan::new(Readout::new(measures, Vec::new(), times))?;
        let whose = |at: usize| format!("run {} ({})", at + 1, values.changes[at].join(", "));
        let case = |(at, own): (usize, &Vec<String>)| {
            Case::new(&self.scenario, &[&self.changes[..], own].concat(), &plan.readout, &whose(at))
        };
        // In order, so that the first that is wrong is told whatever the threads.
        let cases: Vec<Result<Case>> = values.changes.par_iter().enumerate().map(case).collect();
        plan.cases = cases.into_iter().collect::<Result<_>>()?;
        if !self.measures.is_empty() {
            lacking::check(&plan.readout.measures, plan.cases.iter().map(|case| &case.scenario))?;
        }
        let probes = probes(&plan, values.changes.len());
        for at in self.confirmed_rows(values.changes.len())? {
            let changes = [&self.changes[..], &values.changes[at], &self.confirm].concat();
            plan.add(&self.scenario, &changes, &whose(at))?;
        }
        if !self.measures.is_empty() && !self.confirm.is_empty() {
            let confirmed = plan.cases.iter().skip(values.changes.len());
            lacking::check(&plan.readout.measures, confirmed.map(|case| &case.scenario))?;
        }
        // A few runs once more at a tighter tolerance: what they move by is noise.
        for at in probes {
            let tighter = noise::tighter(&plan.cases[at].scenario).into_iter();
            let changes = self.changes.iter().chain(&values.changes[at]).cloned().chain(tighter);
            let whose = format!("run {}, at a tighter tolerance", at + 1);
            plan.add(&self.scenario, &changes.collect::<Vec<_>>(), &whose)?;
        }
        for (name, cells) in values.names.iter().zip(values.cells) {
            plan.label(name, "value of the field or parameter that is varied", cells);
        }
        Ok(plan)
    }

    /// Rows, counted from 0, of the runs that are confirmed.
    fn confirmed_rows(&self, runs: usize) -> Result<Vec<usize>> {
        let chosen = &self.confirm_cases;
        if self.confirm.is_empty() && !chosen.is_empty() {
            let how = "with what? --confirm grid.geometry=slab";
            return Err(Error::Usage(format!("runs to be confirmed are named, but {how}")));
        }
        let wrong = (0..chosen.len())
            .find(|&at| !(1..=runs).contains(&chosen[at]) || chosen[..at].contains(&chosen[at]));
        if let Some(at) = wrong {
            let case = chosen[at];
            return Err(Error::Usage(format!(
                "case {case} cannot be confirmed: name each of 1 to {runs} once"
            )));
        }
        Ok(match (self.confirm.is_empty(), chosen.is_empty()) {
            (true, _) => Vec::new(),
            (_, true) => (0..runs).collect(),
            _ => chosen.iter().map(|case| case - 1).collect(),
        })
    }

    fn listed(&self) -> Result<Values> {
        let varied = self.vary.iter().map(|text| Vary::parse(text)).collect::<Result<Vec<_>>>()?;
        let counts: Vec<usize> = varied.iter().map(|vary| vary.values.len()).collect();
        let chosen: Vec<Vec<usize>> = match (self.method, counts.first()) {
            (_, None) => return Err(nothing()),
            (Method::List, Some(&count)) if counts.iter().all(|other| *other == count) => {
                limit(count)?;
                (0..count).map(|at| vec![at; counts.len()]).collect()
            }
            (Method::List, _) => {
                return Err(Error::Usage("a list needs as many values of every name".into()));
            }
            _ => {
                let runs = counts.iter().fold(1_usize, |all, count| all.saturating_mul(*count));
                limit(runs)?;
                combinations(&counts)
            }
        };
        let change = |row: &Vec<usize>| -> Vec<String> {
            varied.iter().zip(row).map(|(vary, &at)| vary.change(&vary.values[at])).collect()
        };
        let cells = (0..varied.len()).map(|at| varied[at].cells(chosen.iter().map(|row| row[at])));
        Ok(Values {
            names: varied.iter().map(|vary| vary.name.clone()).collect(),
            changes: chosen.iter().map(change).collect(),
            cells: cells.collect(),
        })
    }

    fn sampled(&self) -> Result<Values> {
        let inputs = self.vary.iter().map(|text| Input::parse(text)).collect::<Result<Vec<_>>>()?;
        if inputs.is_empty() {
            return Err(nothing());
        }
        limit(self.points)?;
        let cube = match self.method {
            Method::Sobol => sobol(self.points, inputs.len(), self.seed)?,
            _ => latin_hypercube(self.points, inputs.len(), self.seed),
        };
        let value = |point: &[f64], at: usize| inputs[at].value(point[at]);
        let change = |point: &Vec<f64>| -> Vec<String> {
            inputs.iter().enumerate().map(|(at, input)| input.change(value(point, at))).collect()
        };
        let cells = |at: usize| Cells::Number(cube.iter().map(|point| value(point, at)).collect());
        Ok(Values {
            names: inputs.iter().map(|input| input.name.clone()).collect(),
            changes: cube.iter().map(change).collect(),
            cells: (0..inputs.len()).map(cells).collect(),
        })
    }

    /// Runs, table and figures.
    ///
    /// # Errors
    /// As [`Evaluator::run`].
    pub fn conclude(&self, plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let all = evaluator.run(plan)?;
        let (records, again) = all.split_at(plan.rows());
        let confirmed = self.confirmed_rows(records.len())?;
        let (again, tighter) = again.split_at(confirmed.len());
        let probes = probes(plan, records.len());
        let pairs = probes.into_iter().map(|at| &records[at]).zip(tighter);
        let noise = Noise::of(plan.readout.len(), pairs).seen(&plan.readout.measures);
        let mut runs = runs_table(plan, records);
        let failed = records.iter().filter(|record| record.has_failed()).count();
        let shown = runs.shortened(SHOWN);
        let mut text = Prose::from(seen(&shown, &plan.readout.measures, &noise));
        if runs.rows() > shown.rows() {
            text += format!("… {} rows in all, in {}.csv\n", runs.rows(), runs.name);
        }
        text += plan.taken().text(&plan.readout.measures);
        text += noise.remark(&plan.readout.measures);
        text += unmoved::remark(&plan.labels.iter().collect::<Vec<_>>(), records, &noise);
        if !confirmed.is_empty() {
            runs.columns.extend(confirm::columns(plan, &self.confirm, records, &confirmed, again));
            text += confirm::text(&runs, "case", &plan.readout, &self.confirm, &confirmed);
        }
        if failed > 0 {
            text += format!("\n{failed} runs failed; the column `problem` says why\n");
        }
        let summary = json!({
            "runs": records.len(),
            "failed": failed,
            "method": self.method,
            "after_last_days": plan.readout.times.after_last_days,
            "on_day": plan.readout.times.fixed_day,
            "numerical_noise": noise.by_name(&plan.readout.measures),
        });
        text += format!("\n{NOTE}\n");
        let figures = responses(plan, &runs);
        Ok(Findings { tables: vec![runs], figures, text, summary, ..Findings::default() })
    }
}

/// Of so many rows those that are run once more for their noise.
fn probes(plan: &Plan, rows: usize) -> Vec<usize> {
    noise::probes(plan.cases[..rows].iter().map(|case| &case.scenario))
}

fn nothing() -> Error {
    Error::Usage("nothing is varied: --vary device.needle_length_mm=0.5..2:4".into())
}

fn limit(runs: usize) -> Result<()> {
    if (1..=MOST_RUNS).contains(&runs) {
        return Ok(());
    }
    Err(Error::Usage(format!("a sweep has 1 to {MOST_RUNS} runs, not {runs}")))
}
