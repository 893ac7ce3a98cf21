//! Which parameters an outcome hangs on: Morris screening over all, then Sobol' indices of those that
//! matter.

mod figures;
mod morris;
mod ranges;
mod sobol;
mod tables;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::base::Base;
use super::findings::Findings;
use super::input::Input;
use super::lab::Lab;
use super::measure::Measure;
use super::plan::{Case, MOST_RUNS, Plan};
use super::recipe::{Course, Recipe, Times};
use super::record::{Record, runs_table};
use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::tidy::{Cells, Tidy};
use morris::Morris;
use rayon::prelude::*;
use sobol::Saltelli;

/// Most trajectories of a screening, and rows of Sobol' points.
const MOST_ROWS: usize = 1 << 16;
/// What is followed over time, and every how many days.
const COURSE: (&str, f64) = ("collagen_total.dermis", 7.0);

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct Sensitivity {
    /// Version of the format: 1.
    pub schema: u32,
    /// Always "sensitivity".
    pub study: String,
    /// What is done.
    #[serde(default)]
    pub method: Method,
    /// Inputs, each `NAME=LOW..HIGH` or a parameter's name; every free parameter where none is named.
    #[serde(default)]
    pub inputs: Vec<String>,
    /// Range of an input without one, relative to the scenario's value; its plausible range where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<f64>,
    /// Trajectories of the screening.
    #[serde(default = "usual_trajectories")]
    pub trajectories: usize,
    /// Inputs that go on to the indices.
    #[serde(default = "usual_keep")]
    pub keep: usize,
    /// Rows of Sobol' points; each costs two runs more than there are inputs.
    #[serde(default = "usual_rows")]
    pub rows: usize,
    /// Seed of points and resampling.
    #[serde(default = "super::sweep::usual_seed")]
    pub seed: u64,
    /// Measures; those of [`USUAL_MEASURES`] where none is named.
    #[serde(default)]
    pub measures: Vec<String>,
    /// Changes to all runs, each `name=value`.
    #[serde(default)]
    pub changes: Vec<String>,
    /// Days after the last session on which measures are taken.
    #[serde(default = "super::compare::usual_after_last")]
    pub after_last_days: f64,
    /// The fixed day of measures; the run's last where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_day: Option<f64>,
    /// The scenario.
    pub scenario: Base,
}

/// Measures of an analysis that names none.
pub const USUAL_MEASURES: [&str; 4] =
    ["gain_after_last", "scar_like_share", "inflammation_days", "barrier_days"];

/// Trajectories that usually rank inputs well enough.
pub fn usual_trajectories() -> usize {
    10
}

/// Inputs that figures have room for.
pub fn usual_keep() -> usize {
    8
}

/// Rows that give indices to about a tenth.
pub fn usual_rows() -> usize {
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
        let kept = if self.method == Method::Sobol { inputs.len() } else { self.keep.min(inputs.len()) };
        let screened = self.trajectories.saturating_mul(inputs.len() + 1);
        let runs = screened.max(self.rows.saturating_mul(kept + 2));
        if runs > MOST_RUNS {
            return Err(Error::Usage(format!("a stage would take {runs} runs; allowed: up to {MOST_RUNS}")));
        }
        if self.method != Method::Morris {
            // Whether there are points for the second stage should not be learnt after the first.
            Saltelli::new(kept, 2, self.seed)?;
        }
        match self.method {
            Method::Both | Method::Morris => self.screening(&inputs),
            Method::Sobol => self.indices(&inputs),
        }
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
        let names = match self.measures.is_empty() {
            true => USUAL_MEASURES.map(str::to_owned).to_vec(),
            false => self.measures.clone(),
        };
        let measures = Measure::parse_all(&names)?;
        let (column, every_days) = COURSE;
        let last_day = self.scenario.scenario(&self.changes)?.run.days;
        let courses = vec![Course { column: column.into(), every_days, last_day }];
        let times = Times { after_last_days: self.after_last_days, fixed_day: self.on_day };
        let mut plan = Plan::new(Recipe { measures, courses, times })?;
        let case = |(number, point): (usize, &Vec<f64>)| {
            let own = inputs.iter().zip(point).map(|(input, unit)| input.change(input.value(*unit)));
            let changes: Vec<String> = self.changes.iter().cloned().chain(own).collect();
            Case::new(&self.scenario, &changes, &plan.recipe, &format!("run {}", number + 1))
        };
        plan.cases = points.par_iter().enumerate().map(case).collect::<Result<_>>()?;
        for (at, input) in inputs.iter().enumerate() {
            let values = points.iter().map(|point| input.value(point[at])).collect();
            plan.label(&input.name, "value of the input", Cells::Number(values));
        }
        Ok(plan)
    }

    /// Runs, tables and figures.
    ///
    /// # Errors
    /// As [`Lab::run`], or that nearly all runs failed.
    pub fn conclude(&self, plan: &Plan, lab: &Lab<'_>) -> Result<Findings> {
        let inputs = self.ranges()?;
        let records = lab.run(plan)?;
        if self.method == Method::Sobol {
            return self.indexed(plan, &records, &inputs, Findings::default());
        }
        let mut found = self.screened(plan, &records, &inputs)?;
        if self.method == Method::Morris {
            return Ok(found);
        }
        let names = tables::ranking(&found.tables[1]);
        let kept = |name: &&String| inputs.iter().find(|input| input.name == **name);
        let kept: Vec<Input> = names.iter().filter_map(|name| kept(&name).cloned()).take(self.keep).collect();
        let second = self.indices(&kept)?;
        let records = lab.run(&second)?;
        found.text = found.text.replace(NOTE, "");
        self.indexed(&second, &records, &kept, found)
    }

    fn screened(&self, plan: &Plan, records: &[Record], inputs: &[Input]) -> Result<Findings> {
        let morris = self.morris(inputs);
        let failed = counted(records, self.trajectories, inputs.len() + 1)?;
        let place = |at: usize, unit: f64| {
            let input: &Input = &inputs[at];
            (input.value(unit) - input.low) / (input.high - input.low)
        };
        let effects: Vec<_> = (0..plan.recipe.measures.len())
            .map(|at| morris.effects(&tables::column(records, at), place, self.seed))
            .collect();
        let table = tables::effects(&plan.recipe.measures, inputs, &effects);
        let ranking = tables::ranking(&table);
        let shown = tables::first(&table, &ranking, self.keep);
        let text = format!(
            "Morris screening: {} inputs, {} trajectories, {failed} left out because a run failed\n\
             size: mean change of the measure over the whole range of the input, either way\n\n{}\n{NOTE}\n",
            inputs.len(),
            self.trajectories,
            shown.text()
        );
        let runs = Tidy { name: "morris_runs".into(), ..runs_table(plan, records) };
        let figures = vec![figures::effects(&plan.recipe.measures, inputs, &effects, self.keep)];
        let summary = json!({ "screened": inputs.len(), "runs": records.len(), "ranking": ranking });
        Ok(Findings { tables: vec![runs, table], figures, text, summary })
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
        let failed = counted(records, self.rows, inputs.len() + 2)?;
        let of = |values: &[f64]| saltelli.indices(values, self.seed);
        let indices: Vec<_> =
            (0..plan.recipe.measures.len()).map(|at| of(&tables::column(records, at))).collect();
        let days = plan.recipe.courses[0].days();
        let first_course = plan.recipe.measures.len();
        // On day 0 nothing has happened yet.
        let over_time: Vec<_> =
            (1..days.len()).map(|day| of(&tables::column(records, first_course + day))).collect();
        let table = tables::indices(&plan.recipe.measures, inputs, &indices);
        let courses = tables::indices_over_time(&days[1..], inputs, &over_time);
        found.text += &format!(
            "Sobol' indices: {} inputs, {} rows, {failed} left out because a run failed; intervals hold 95 %\n\
             first: share of the variance by the input alone; total: with all that it acts together with\n\n{}\n{NOTE}\n",
            inputs.len(),
            self.rows,
            table.text()
        );
        found.figures.push(figures::indices(&plan.recipe.measures, inputs, &indices));
        found.figures.push(figures::over_time(&days[1..], inputs, &over_time));
        let runs = Tidy { name: "sobol_runs".into(), ..runs_table(plan, records) };
        found.tables.extend([runs, table, courses]);
        let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
        let summary =
            json!({ "inputs": names, "rows": self.rows, "left_out": failed, "runs": records.len() });
        found.summary = json!({ "morris": found.summary, "sobol": summary });
        Ok(found)
    }
}

/// How many of the groups of runs have one that failed; at least two must be whole.
fn counted(records: &[Record], groups: usize, each: usize) -> Result<usize> {
    let bad = |runs: &&[Record]| runs.iter().any(|run| matches!(run, Record::Failed(_)));
    let failed = records.chunks(each).filter(bad).count();
    if failed + 2 > groups {
        let problem = records.iter().map(Record::problem).find(|problem| !problem.is_empty());
        let problem = problem.unwrap_or_default();
        return Err(Error::Usage(format!(
            "too many runs failed, in {failed} of {groups} groups; one: {problem}"
        )));
    }
    Ok(failed)
}
