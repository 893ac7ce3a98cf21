//! Which parameters an outcome hangs on: Morris screening over all, then Sobol' indices of those that
//! matter.

mod figures;
mod morris;
mod ranges;
mod sample;
mod shortlist;
mod sobol;
mod tables;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{Error, Result};
use crate::figure::Figure;
use crate::simulation::summary::NOTE;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::findings::tables::runs_table;
use crate::study::journal::record::Record;
use crate::study::plan::base::{Base, only_one};
use crate::study::plan::corners;
use crate::study::plan::input::Input;
use crate::study::plan::lacking;
use crate::study::plan::names::{FOR_ALL, refuse_set};
use crate::study::plan::{Case, MOST_RUNS, Plan};
use crate::study::readout::measure::Measure;
use crate::study::readout::times::Times;
use crate::study::readout::{Readout, TimeCourse};
use crate::study::statistics::noise;
use crate::tidy::{Cells, Prose, Tidy};
use morris::Morris;
use rayon::prelude::*;
use sample::{Sample, probes, samples};
use shortlist::Shortlist;
use sobol::Saltelli;

/// Most trajectories of a screening, and rows of Sobol' points.
const MOST_ROWS: usize = 1 << 16;
/// What is followed over time, and every how many days.
const COURSE: (&str, f64) = ("collagen_total.dermis", 7.0);

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum), value(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Screening, then indices of what matters.
    #[default]
    Both,
    /// Screening alone.
    Morris,
    /// Indices of all inputs.
    Sobol,
}

/// A sensitivity analysis as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(deny_unknown_fields)]
pub struct Sensitivity {
    /// Version of the format: 1.
    #[cfg_attr(feature = "cli", arg(skip = 1_u32))]
    pub schema: u32,
    /// Always "sensitivity".
    #[cfg_attr(feature = "cli", arg(skip = "sensitivity".to_owned()))]
    pub study: String,
    /// Screening (morris), indices of all inputs (sobol), or both in turn.
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long, value_enum, default_value_t))]
    pub method: Method,
    /// An input, NAME=LOW..HIGH or a parameter (repeatable) [default: every free parameter].
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "input", value_name = "INPUT"))]
    pub inputs: Vec<String>,
    /// Ranges of parameters around the scenario's values, 0.2 for ± 20 % [default: plausible ranges].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "PART", allow_negative_numbers = true, value_parser = part))]
    pub spread: Option<f64>,
    /// Trajectories of the screening; each costs one run more than there are inputs.
    #[serde(default = "usual_trajectories")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_trajectories()))]
    pub trajectories: usize,
    /// Inputs of each measure that go on from the screening to the indices.
    #[serde(default = "usual_keep")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_keep()))]
    pub keep: usize,
    /// Rows of Sobol' points; each costs two runs more than there are inputs.
    #[serde(default = "usual_rows")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_rows()))]
    pub rows: usize,
    /// Seed of points and resampling.
    #[serde(default = "crate::study::sweep::usual_seed")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "SEED", default_value_t = crate::study::sweep::usual_seed()))]
    pub seed: u64,
    /// A measure (repeatable) [default: gain_after_last, scar_like_share, inflammation_days, barrier_days].
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "measure", value_name = "NAME"))]
    pub measures: Vec<String>,
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

/// A part of one, which people also write in percent.
#[cfg(feature = "cli")]
fn part(text: &str) -> std::result::Result<f64, String> {
    if let Some(percent) = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok())
    {
        return Err(format!("write it as a part: {} for ± {percent} %", percent / 100.0));
    }
    text.trim().parse().map_err(|_| "it is no number; write 0.2 for ± 20 %".to_owned())
}

/// Measures of an analysis that names none.
pub const USUAL_MEASURES: [&str; 4] =
    ["gain_after_last", "scar_like_share", "inflammation_days", "barrier_days"];

/// Trajectories that usually rank inputs well enough.
fn usual_trajectories() -> usize {
    10
}

/// Inputs that figures have room for.
fn usual_keep() -> usize {
    8
}

/// Rows that give indices to about a tenth.
fn usual_rows() -> usize {
    256
}

impl Sensitivity {
    /// Texts of scenarios that the definition holds.
    pub fn bases(&mut self) -> Vec<&mut Base> {
        vec![&mut self.scenario]
    }

    /// Whether all runs are known beforehand, so that they can be dealt out.
    pub fn splits(&self) -> bool {
        self.method != Method::Both
    }

    /// The runs of the first stage.
    ///
    /// # Errors
    /// What is wrong with the definition or the scenario.
    pub fn plan(&self) -> Result<Plan> {
        let counts = [("trajectories", self.trajectories, 2), ("keep", self.keep, 1), ("rows", self.rows, 2)];
        if let Some((name, count, least)) =
            counts.into_iter().find(|(_, count, least)| !(*least..=MOST_ROWS).contains(count))
        {
            return Err(Error::Usage(format!("{name} is {count}; allowed: {least} to {MOST_ROWS}")));
        }
        let inputs = self.ranges()?;
        if self.method != Method::Both {
            // A spread is about the value that is set; a range of its own knows of none.
            let ranged = |text: &&String| self.spread.is_none() || text.contains('=');
            let ranged = self.inputs.iter().filter(ranged).map(String::as_str);
            refuse_set(&self.changes, ranged, FOR_ALL, "an input")?;
        }
        let measures = self.measure_names().len();
        let most = self.keep.saturating_mul(measures).min(inputs.len());
        let kept = if self.method == Method::Sobol { inputs.len() } else { most };
        let screened = self.trajectories.saturating_mul(inputs.len() + 1);
        let indexed = self.rows.saturating_mul(kept + 2);
        let runs = match self.method {
            Method::Both => screened.max(indexed),
            Method::Morris => screened,
            Method::Sobol => indexed,
        };
        if runs > MOST_RUNS {
            return Err(Error::Usage(format!("a stage would take {runs} runs; allowed: up to {MOST_RUNS}")));
        }
        if self.method != Method::Morris {
            // Whether there are points for the second stage should not be learnt after the first.
            Saltelli::new(kept, 2, self.seed)?;
        }
        // Nor what does not fit there: the later stage moves fewer inputs, to other places.
        let subsets = self.method == Method::Both;
        corners::check(&self.scenario, &self.changes, &inputs, &self.readout(&inputs)?, subsets)?;
        let plan = match self.method {
            Method::Both | Method::Morris => self.screening(&inputs)?,
            Method::Sobol => self.indices(&inputs)?,
        };
        if !self.measures.is_empty() {
            lacking::check(&plan.readout.measures, plan.cases.iter().map(|case| &case.scenario))?;
        }
        Ok(plan)
    }

    fn measure_names(&self) -> Vec<String> {
        match self.measures.is_empty() {
            true => USUAL_MEASURES.map(str::to_owned).to_vec(),
            false => self.measures.clone(),
        }
    }

    /// What is kept of each run: measures, and one outcome over time.
    fn readout(&self, inputs: &[Input]) -> Result<Readout> {
        let measures = Measure::parse_all(&self.measure_names())?;
        let (column, every_days) = COURSE;
        let last_day = self.scenario.scenario(&self.changes)?.run.days;
        let courses =
            vec![TimeCourse { column: column.into(), every_days, last_day, session_days: Vec::new() }];
        // One fixed day for all runs, though they may end on different days.
        let ends = inputs.iter().filter(|input| input.name == "run.days").map(|input| input.low);
        let times = Times::of_all(self.after_last_days, self.on_day, ends);
        Ok(Readout::new(measures, courses, times))
    }

    fn ranges(&self) -> Result<Vec<Input>> {
        ranges::inputs(&self.scenario.scenario(&self.changes)?, &self.inputs, self.spread)
    }

    fn morris(&self, inputs: &[Input]) -> Morris {
        Morris::new(inputs.len(), self.trajectories, self.seed)
    }

    fn screening(&self, inputs: &[Input]) -> Result<Plan> {
        let morris = self.morris(inputs);
        let points: Vec<Vec<f64>> = morris.points().cloned().collect();
        let mut plan = self.filled(inputs, &points)?;
        let (rows, moved): (Vec<f64>, Vec<String>) = morris
            .steps()
            .map(|(row, input)| (row as f64, input.map_or(String::new(), |at| inputs[at].name.clone())))
            .unzip();
        plan.label("trajectory", "number of the trajectory", Cells::Number(rows));
        plan.words("moved", "input that the step to this point moved; empty at the start", moved);
        Ok(plan)
    }

    fn indices(&self, inputs: &[Input]) -> Result<Plan> {
        let saltelli = Saltelli::new(inputs.len(), self.rows, self.seed)?;
        let points: Vec<Vec<f64>> = saltelli.points().collect();
        let mut plan = self.filled(inputs, &points)?;
        let matrix = |at: usize| match at {
            0 => "A".to_owned(),
            1 => "B".to_owned(),
            _ => format!("A with {} of B", inputs[at - 2].name),
        };
        let (rows, names) = saltelli.places().map(|(row, at)| (row as f64, matrix(at))).unzip();
        plan.label("row", "row of the matrices", Cells::Number(rows));
        plan.words("matrix", "matrix that the point is of", names);
        Ok(plan)
    }

    /// A plan of these points, with a column an input.
    fn filled(&self, inputs: &[Input], points: &[Vec<f64>]) -> Result<Plan> {
        let mut plan = Plan::new(self.readout(inputs)?)?;
        let case = |(number, point): (usize, &Vec<f64>)| {
            let own = inputs.iter().zip(point).map(|(input, unit)| input.change(input.value(*unit)));
            let changes: Vec<String> = self.changes.iter().cloned().chain(own).collect();
            Case::new(&self.scenario, &changes, &plan.readout, &format!("run {}", number + 1))
        };
        plan.cases = points.par_iter().enumerate().map(case).collect::<Result<_>>()?;
        for (at, input) in inputs.iter().enumerate() {
            let values = points.iter().map(|point| input.value(point[at])).collect();
            plan.label(&input.name, "value of the input", Cells::Number(values));
        }
        plan.cases.extend(self.tighter(inputs, points, &plan.readout)?);
        Ok(plan)
    }

    /// The scenario itself, then it and a few points at a tighter tolerance: what they move by is noise. Where it does
    /// not suit the measures, as inputs may have to mend that, the first point stands for it.
    fn tighter(&self, inputs: &[Input], points: &[Vec<f64>], readout: &Readout) -> Result<Vec<Case>> {
        let at = |point: usize| -> Vec<String> {
            let own = inputs.iter().zip(&points[point]).map(|(input, unit)| input.change(input.value(*unit)));
            self.changes.iter().cloned().chain(own).collect()
        };
        let whose = "the scenario itself, for its numerical noise";
        let fits = Case::new(&self.scenario, &self.changes, readout, whose).is_ok();
        let changes: Vec<String> = if fits { self.changes.clone() } else { at(0) };
        let first = Case::new(&self.scenario, &changes, readout, whose)?;
        let again = std::iter::once(changes).chain(probes(points.len()).map(at));
        let tighter = again.map(|changes| {
            let tighter = noise::tighter(&self.scenario.scenario(&changes)?);
            Case::new(&self.scenario, &changes.into_iter().chain(tighter).collect::<Vec<_>>(), readout, whose)
        });
        std::iter::once(Ok(first)).chain(tighter).collect()
    }

    /// Runs, tables and figures.
    ///
    /// # Errors
    /// As [`Evaluator::run`], or that nearly all runs failed.
    pub fn conclude(&self, plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let inputs = self.ranges()?;
        let records = evaluator.run(plan)?;
        if self.method == Method::Sobol {
            return self.indexed(plan, &records, &inputs, Findings::default());
        }
        let (mut found, shortlist) = self.screened(plan, &records, &inputs)?;
        if self.method == Method::Morris {
            found.text += format!("{NOTE}\n");
            return Ok(found);
        }
        let kept: Vec<Input> = shortlist.kept().into_iter().map(|at| inputs[at].clone()).collect();
        if kept.is_empty() {
            found.text += format!(
                "no input moves a measure beyond its numerical noise, so there are no indices\n{NOTE}\n"
            );
            return Ok(found);
        }
        let second = self.indices(&kept)?;
        let records = evaluator.run(&second)?;
        self.indexed(&second, &records, &kept, found)
    }

    fn screened(&self, plan: &Plan, records: &[Record], inputs: &[Input]) -> Result<(Findings, Shortlist)> {
        let morris = self.morris(inputs);
        let (records, again) = records.split_at(plan.rows());
        let each = inputs.len() + 1;
        let failed = counted(records, self.trajectories, each)?;
        let samples = samples(plan, records, again, each, each);
        let place = |at: usize, unit: f64| {
            let input: &Input = &inputs[at];
            (input.value(unit) - input.low) / (input.high - input.low)
        };
        let effects: Vec<_> = (0..plan.readout.measures.len())
            .map(|at| morris.effects(&tables::told(records, at, &samples[at]), place))
            .collect();
        let measures = &plan.readout.measures;
        let samples = &samples[..measures.len()];
        let shortlist = Shortlist::new(&effects, samples, inputs.len(), self.keep);
        let table = tables::effects(measures, inputs, samples, &effects, &shortlist);
        let names = ["measure", "unit", "input", "size", "size_low", "size_high", "mean", "spread", "remark"];
        let mut text = Prose::from(format!(
            "Morris screening (inputs: {}, trajectories: {}, left out because a run failed: {failed})\n\n",
            inputs.len(),
            self.trajectories,
        ));
        text += sample::shown(measures, samples, "trajectories");
        text += plan.taken().text(measures);
        text += "\nsize: mean change of the measure over the whole range of the input, either way\n\n";
        text += tables::shown(&table, inputs.len(), &shortlist.kept(), &names);
        text += format!("\n{}\n", shortlist.left_out(measures, inputs, &effects, samples));
        let runs = Tidy { name: "morris_runs".into(), ..runs_table(plan, records) };
        let figure = figures::effects(measures, inputs, samples, &effects, self.keep);
        text += figures::left_out(measures, &figure);
        let figures = drawn(figure);
        // What moves no measure has no rank.
        let ranking: Vec<&str> = shortlist.ranked().map(|at| inputs[at].name.as_str()).collect();
        let summary = json!({
            "screened": inputs.len(), "runs": records.len(), "ranking": ranking,
            "measures": values(measures, samples),
        });
        Ok((Findings { tables: vec![runs, table], figures, text, summary, ..Findings::default() }, shortlist))
    }

    /// Adds indices to what was found before.
    fn indexed(
        &self,
        plan: &Plan,
        records: &[Record],
        inputs: &[Input],
        mut found: Findings,
    ) -> Result<Findings> {
        let saltelli = Saltelli::new(inputs.len(), self.rows, self.seed)?;
        let (records, again) = records.split_at(plan.rows());
        let each = inputs.len() + 2;
        let failed = counted(records, self.rows, each)?;
        // Of a row only A and B are drawn apart from each other.
        let samples = samples(plan, records, again, each, 2);
        let of = |at: usize| saltelli.indices(&tables::told(records, at, &samples[at]), self.seed);
        let measures = &plan.readout.measures;
        let indices: Vec<_> = (0..measures.len()).map(of).collect();
        let days = plan.readout.courses[0].days();
        // On day 0 nothing has happened yet.
        let over_time: Vec<_> = (1..days.len()).map(|day| of(measures.len() + day)).collect();
        let samples = &samples[..measures.len()];
        let table = tables::indices(measures, inputs, samples, &indices);
        let courses = tables::indices_over_time(&days[1..], inputs, &over_time);
        let names = [
            "measure",
            "input",
            "first",
            "first_low",
            "first_high",
            "total",
            "total_low",
            "total_high",
            "remark",
        ];
        let all: Vec<usize> = (0..inputs.len()).collect();
        found.text += format!(
            "Sobol' indices (inputs: {}, rows: {}, left out because a run failed: {failed}); intervals hold 95 %\n\n",
            inputs.len(),
            self.rows,
        );
        found.text += sample::shown(measures, samples, "rows");
        found.text += plan.taken().text(measures);
        found.text += "\nfirst: share of the variance by the input alone; total: with all that it acts together with\n\n";
        found.text += tables::shown(&table, inputs.len(), &all, &names);
        let figure = figures::indices(measures, inputs, samples, &indices);
        found.text += format!("\n{}{NOTE}\n", figures::left_out(measures, &figure));
        found.figures.extend(drawn(figure));
        found.figures.push(figures::over_time(&days[1..], inputs, &over_time));
        let runs = Tidy { name: "sobol_runs".into(), ..runs_table(plan, records) };
        found.tables.extend([runs, table, courses]);
        let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
        let summary = json!({
            "inputs": names, "rows": self.rows, "left_out": failed, "runs": records.len(),
            "measures": values(measures, samples),
        });
        found.summary = json!({ "morris": found.summary, "sobol": summary });
        Ok(found)
    }
}

/// The figure, where it has any panel.
fn drawn(figure: Figure) -> Vec<Figure> {
    let empty = matches!(&figure, Figure::Bars { panels, .. } if panels.is_empty());
    if empty { Vec::new() } else { vec![figure] }
}

/// What the summary says of the measures.
fn values(measures: &[Measure], samples: &[Sample]) -> Vec<serde_json::Value> {
    measures.iter().zip(samples).map(|(measure, sample)| sample.value(measure)).collect()
}

/// How many of the groups of runs have one that failed; at least two must be whole.
fn counted(records: &[Record], groups: usize, each: usize) -> Result<usize> {
    let bad = |runs: &&[Record]| runs.iter().any(|run| run.has_failed());
    let failed = records.chunks(each).filter(bad).count();
    if failed + 2 > groups {
        let problem = records.iter().find(|run| run.has_failed()).map(Record::problem);
        let problem = problem.unwrap_or_default();
        return Err(Error::Usage(format!(
            "too many runs failed, in {failed} of {groups} groups; one: {problem}"
        )));
    }
    Ok(failed)
}
