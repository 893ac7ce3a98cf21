//! Searches protocols for one aim or several: a Pareto front, with constraints.

mod figures;
mod goal;
mod nsga;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::study::compare::NO_TRIAL;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::journal::record::Record;
use crate::study::plan::base::Base;
use crate::study::plan::confirm::pair;
use crate::study::plan::corners;
use crate::study::plan::input::Input;
use crate::study::plan::lacking;
use crate::study::plan::names::{refuse_set, refuse_twice};
use crate::study::plan::{MOST_RUNS, Plan};
use crate::study::readout::Readout;
use crate::study::readout::measure::Measure;
use crate::study::readout::times::Times;
use crate::study::statistics::noise::{self, Noise};
use crate::tidy::{Tidy, TidyColumn};
use goal::{Constraint, Objective};
use nsga::{Candidate, Nsga, front};

/// Rows of the front that are printed; the file has all.
const SHOWN: usize = 20;
/// Courses that are told where none keeps the constraints.
const NEAREST: usize = 10;

/// A protocol search as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(deny_unknown_fields)]
pub struct Optimise {
    /// Version of the format: 1.
    #[cfg_attr(feature = "cli", arg(skip = 1_u32))]
    pub schema: u32,
    /// Always "optimise".
    #[cfg_attr(feature = "cli", arg(skip = "optimise".to_owned()))]
    pub study: String,
    /// What is searched, NAME=LOW..HIGH (repeatable).
    #[cfg_attr(feature = "cli", arg(long = "search", value_name = "NAME=RANGE"))]
    pub inputs: Vec<String>,
    /// What is wanted, "max MEASURE" or "min MEASURE" (repeatable).
    #[cfg_attr(feature = "cli", arg(long = "aim", value_name = "AIM"))]
    pub objectives: Vec<String>,
    /// What must be kept, MEASURE<=BOUND or MEASURE>=BOUND (repeatable).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "keep", value_name = "CONSTRAINT"))]
    pub constraints: Vec<String>,
    /// Courses of a generation.
    #[serde(default = "usual_population")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_population()))]
    pub population: usize,
    /// Generations.
    #[serde(default = "usual_generations")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_generations()))]
    pub generations: usize,
    /// Seed of the search.
    #[serde(default = "crate::study::sweep::usual_seed")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "SEED", default_value_t = crate::study::sweep::usual_seed()))]
    pub seed: u64,
    /// Run the front once more with this change, as grid.geometry=slab (repeatable).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME=VALUE"))]
    pub confirm: Vec<String>,
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
    #[cfg_attr(feature = "cli", arg(skip = Base::default()))]
    pub scenario: Base,
}

/// Protocols that cover a front of two objectives.
fn usual_population() -> usize {
    24
}

/// Generations after which little changes.
fn usual_generations() -> usize {
    15
}

/// A protocol that was tried.
struct Tried {
    generation: usize,
    candidate: Candidate,
    /// How far each constraint is broken; 0 where it is kept.
    broken: Vec<f64>,
    record: Record,
}

impl Optimise {
    /// Texts of scenarios that the definition holds.
    pub fn bases(&mut self) -> Vec<&mut Base> {
        vec![&mut self.scenario]
    }

    /// The first generation.
    ///
    /// # Errors
    /// What is wrong with the definition or the scenario.
    pub fn plan(&self) -> Result<Plan> {
        let limits = [("population", self.population, 4), ("generations", self.generations, 1)];
        if let Some((name, count, least)) =
            limits.into_iter().find(|(_, count, least)| !(*least..=10_000).contains(count))
        {
            return Err(Error::Usage(format!("{name} is {count}; allowed: {least} to 10000")));
        }
        let inputs = self.inputs()?;
        self.objectives()?;
        let runs = self.population.saturating_mul(self.generations);
        if runs > MOST_RUNS {
            return Err(Error::Usage(format!(
                "the search would take {runs} runs; allowed: up to {MOST_RUNS}"
            )));
        }
        // With inputs at their ends, and those confirmed: what does not fit is seen here.
        let readout = self.readout()?;
        let found = corners::check(&self.scenario, &self.changes, &inputs, &readout, false)?;
        lacking::check(&readout.measures, found.iter())?;
        if !self.confirm.is_empty() {
            let more = [&self.changes[..], &self.confirm].concat();
            corners::check(&self.scenario, &more, &inputs, &readout, false)?;
        }
        self.points(&inputs, &self.nsga(&inputs).first()?, &[])
    }

    fn inputs(&self) -> Result<Vec<Input>> {
        let inputs = self.inputs.iter().map(|text| Input::parse(text)).collect::<Result<Vec<_>>>()?;
        if inputs.is_empty() {
            return Err(Error::Usage("nothing is searched: --search treatment.interval_days=7..56".into()));
        }
        let searched = || self.inputs.iter().map(String::as_str);
        refuse_twice(searched(), "searched")?;
        refuse_set(&self.changes, searched(), "searched")?;
        Ok(inputs)
    }

    fn objectives(&self) -> Result<Vec<Objective>> {
        let objectives =
            self.objectives.iter().map(|text| Objective::parse(text)).collect::<Result<Vec<_>>>()?;
        match objectives.is_empty() {
            true => Err(Error::Usage("nothing is wanted: --aim \"max gain_after_last\"".into())),
            false => Ok(objectives),
        }
    }

    fn constraints(&self) -> Result<Vec<Constraint>> {
        self.constraints.iter().map(|text| Constraint::parse(text)).collect()
    }

    fn nsga(&self, inputs: &[Input]) -> Nsga {
        Nsga { dimensions: inputs.len(), population: self.population, seed: self.seed }
    }

    /// Objectives first, then constraints; a measure that is both is taken once.
    fn readout(&self) -> Result<Readout> {
        let objectives = self.objectives()?.into_iter().map(|objective| objective.measure);
        let measures = objectives.chain(self.constraints()?.into_iter().map(|constraint| constraint.measure));
        Ok(Readout { measures: Measure::once(measures), courses: Vec::new(), times: self.times()? })
    }

    /// One fixed day for all courses, though their runs may end on different days.
    fn times(&self) -> Result<Times> {
        let ends = self.inputs()?.into_iter().filter(|input| input.name == "run.days");
        Ok(Times::of_all(self.after_last_days, self.on_day, ends.map(|input| input.low)))
    }

    fn changed(&self, inputs: &[Input], point: &[f64]) -> Vec<String> {
        let own = inputs.iter().zip(point).map(|(input, place)| input.change(input.value(*place)));
        self.changes.iter().cloned().chain(own).collect()
    }

    fn points(&self, inputs: &[Input], points: &[Vec<f64>], more: &[String]) -> Result<Plan> {
        let mut plan = Plan::new(self.readout()?)?;
        for point in points {
            let changes = [&self.changed(inputs, point)[..], more].concat();
            plan.add(&self.scenario, &changes, "a course of the search")?;
        }
        Ok(plan)
    }

    /// What each constraint's violations are measured by, from the first generation.
    fn scales(&self, first: &[Record]) -> Result<Vec<f64>> {
        let measures = self.readout()?.measures;
        let scale = |constraint: &Constraint| {
            let at = place(&measures, &constraint.measure);
            constraint.scale(first.iter().map(|record| record.value(at)))
        };
        Ok(self.constraints()?.iter().map(scale).collect())
    }

    fn tried(&self, generation: usize, point: &[f64], record: Record, scales: &[f64]) -> Result<Tried> {
        let measures = self.readout()?.measures;
        let value = |measure: &Measure| record.value(place(&measures, measure));
        let (objectives, constraints) = (self.objectives()?, self.constraints()?);
        let values = objectives.iter().map(|objective| objective.sign * value(&objective.measure));
        let values: Vec<f64> = values.collect();
        let broken = constraints.iter().zip(scales);
        let broken =
            broken.map(|(constraint, scale)| constraint.violation(value(&constraint.measure), *scale));
        let broken: Vec<f64> = broken.collect();
        let whole = values.iter().all(|value| value.is_finite());
        let violation = if whole { broken.iter().sum() } else { f64::INFINITY };
        let candidate = Candidate { point: point.to_vec(), objectives: values, violation };
        Ok(Tried { generation, candidate, broken, record })
    }

    /// Generation by generation; every one is run as a whole.
    fn search(&self, inputs: &[Input], evaluator: &Evaluator<'_>) -> Result<Vec<Tried>> {
        let nsga = self.nsga(inputs);
        let (mut tried, mut parents): (Vec<Tried>, Vec<Candidate>) = (Vec::new(), Vec::new());
        let mut points = nsga.first()?;
        let mut scales = Vec::new();
        for generation in 1..=self.generations {
            let records = evaluator.run(&self.points(inputs, &points, &[])?)?;
            if generation == 1 {
                scales = self.scales(&records)?;
            }
            for (point, record) in points.iter().zip(records) {
                let one = self.tried(generation, point, record, &scales)?;
                parents.push(one.candidate.clone());
                tried.push(one);
            }
            parents = nsga.survivors(parents);
            points = nsga.children(generation, &parents);
        }
        Ok(tried)
    }

    /// Search, front, tables and figures.
    ///
    /// # Errors
    /// As [`Evaluator::run`].
    pub fn conclude(&self, _plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let inputs = self.inputs()?;
        let tried = self.search(&inputs, evaluator)?;
        let candidates: Vec<Candidate> = tried.iter().map(|tried| tried.candidate.clone()).collect();
        let mut best: Vec<usize> =
            front(&candidates).into_iter().filter(|at| candidates[*at].violation == 0.0).collect();
        if best.is_empty() {
            return self.nearest(&inputs, &tried);
        }
        best.sort_by(|a, b| {
            let pairs = candidates[*a].objectives.iter().zip(&candidates[*b].objectives);
            pairs.fold(Ordering::Equal, |so_far, (a, b)| so_far.then(a.total_cmp(b)))
        });
        // Whole numbers make equal courses of different points: of those with the same outcomes the first.
        best.dedup_by(|a, b| candidates[*a].objectives == candidates[*b].objectives);
        let runs = self.table("runs", &inputs, &tried, &(0..tried.len()).collect::<Vec<_>>())?;
        let mut front = self.table("front", &inputs, &tried, &best)?;
        if !self.confirm.is_empty() {
            let points: Vec<Vec<f64>> = best.iter().map(|at| candidates[*at].point.clone()).collect();
            let plan = self.points(&inputs, &points, &self.confirm)?;
            let records = evaluator.run(&plan)?;
            front.columns.extend(self.confirmed(&plan.readout.measures, &tried, &best, &records));
        }
        let noise = self.noise(&inputs, &tried[best[0]], evaluator)?;
        let measures = self.readout()?.measures;
        let mut text = front.first(SHOWN).text();
        if front.rows() > SHOWN {
            text += &format!("… {} courses on the front\n", front.rows());
        }
        let kept = candidates.iter().filter(|candidate| candidate.violation == 0.0).count();
        text += &format!(
            "\n{} courses tried, {kept} keep the constraints, {} on the front: none of these can be bettered in one aim \
             without loss in another\n{}\n{NO_TRIAL}\n{NOTE}\n",
            tried.len(),
            front.rows(),
            noise.remark(&measures),
        );
        let summary = json!({
            "tried": tried.len(), "kept": kept, "front": front.rows(), "objectives": self.objectives,
            "constraints": self.constraints, "numerical_noise": noise.by_name(&measures), "no_trial": NO_TRIAL,
        });
        let figures = figures::fronts(&self.objectives()?, &tried, &best);
        Ok(Findings { tables: vec![runs, front], figures, text, summary, ..Findings::default() })
    }

    /// A course once more at a tighter tolerance: what it moves by is noise.
    fn noise(&self, inputs: &[Input], course: &Tried, evaluator: &Evaluator<'_>) -> Result<Noise> {
        let point = [course.candidate.point.clone()];
        let plan = self.points(inputs, &point, &[])?;
        let tighter = noise::tighter(&plan.cases[0].scenario);
        let again =
            tighter.map(|tighter| evaluator.run(&self.points(inputs, &point, &[tighter])?)).transpose()?;
        let pairs = again.iter().flatten().map(|again| (&course.record, again));
        Ok(Noise::of(plan.readout.measures.len(), pairs))
    }

    /// What is told where no course keeps all constraints: those that break them least.
    fn nearest(&self, inputs: &[Input], tried: &[Tried]) -> Result<Findings> {
        let violation = |row: &usize| tried[*row].candidate.violation;
        let mut order: Vec<usize> = (0..tried.len()).filter(|row| violation(row).is_finite()).collect();
        order.sort_by(|a, b| violation(a).total_cmp(&violation(b)));
        // Whole numbers make equal courses of different points.
        order.dedup_by(|a, b| tried[*a].record == tried[*b].record);
        order.truncate(NEAREST);
        let runs = self.table("runs", inputs, tried, &(0..tried.len()).collect::<Vec<_>>())?;
        let nearest = self.table("nearest", inputs, tried, &order)?;
        let found = match order.is_empty() {
            true => {
                "no course has a value for every aim and constraint; `problem` in runs.csv says why".into()
            }
            false => format!(
                "the nearest of {} courses, by the sum of their violations:\n\n{}",
                tried.len(),
                nearest.text()
            ),
        };
        let text = format!(
            "no course keeps all constraints ({}); relax one, or search more generations\n{found}\n{NO_TRIAL}\n{NOTE}\n",
            self.constraints.join(", "),
        );
        let summary = json!({
            "tried": tried.len(), "kept": 0, "front": 0, "objectives": self.objectives,
            "constraints": self.constraints, "least_violation": order.first().map(violation), "no_trial": NO_TRIAL,
        });
        Ok(Findings {
            tables: vec![runs, nearest],
            figures: Vec::new(),
            text,
            summary,
            ..Findings::default()
        })
    }

    /// Chosen courses with their inputs and measures.
    fn table(&self, name: &str, inputs: &[Input], tried: &[Tried], rows: &[usize]) -> Result<Tidy> {
        let numbers = |name: &str, unit: &str, meaning: &str, of: &dyn Fn(&Tried) -> f64| {
            TidyColumn::numbers(name, unit, meaning, rows.iter().map(|row| of(&tried[*row])).collect())
        };
        let case = rows.iter().map(|row| (row + 1) as f64).collect();
        let mut columns = vec![
            TidyColumn::numbers("case", "", "number of the run, from 1", case),
            numbers("generation", "", "generation of the search", &|tried| tried.generation as f64),
        ];
        for (at, input) in inputs.iter().enumerate() {
            let of = |tried: &Tried| input.value(tried.candidate.point[at]);
            columns.push(numbers(&input.name, "", "value of what is searched", &of));
        }
        for (at, measure) in self.readout()?.measures.iter().enumerate() {
            columns.push(numbers(&measure.name(), &measure.unit(), &measure.meaning(), &|tried| {
                tried.record.value(at)
            }));
        }
        if name != "front" {
            let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
            let meaning =
                "how far the constraint is broken, by its bound or the first generation's largest value";
            for (at, constraint) in self.constraints()?.iter().enumerate() {
                let sign = if constraint.sign > 0.0 { "above" } else { "below" };
                let name = format!("{}_{sign}_{}", constraint.measure.name(), constraint.bound);
                columns.push(numbers(&name, "1", meaning, &|tried| finite(tried.broken[at])));
            }
            let violation = |tried: &Tried| finite(tried.candidate.violation);
            let meaning = "sum of these; 0 for none, empty without a value";
            columns.push(numbers("violation", "1", meaning, &violation));
        }
        if name == "runs" {
            let problems = rows.iter().map(|row| tried[*row].record.problem().to_owned()).collect();
            columns.push(TidyColumn::words("problem", "why the run failed; empty if it did not", problems));
        }
        Ok(Tidy { name: name.into(), columns })
    }

    /// The measures of the front under the confirming changes.
    fn confirmed(
        &self,
        measures: &[Measure],
        tried: &[Tried],
        best: &[usize],
        records: &[Record],
    ) -> Vec<TidyColumn> {
        let columns = |(at, measure): (usize, &Measure)| {
            let screened = best.iter().map(|row| tried[*row].record.value(at)).collect::<Vec<_>>();
            pair(measure, &self.confirm, &screened, records.iter().map(|record| record.value(at)).collect())
        };
        measures.iter().enumerate().flat_map(columns).collect()
    }
}

/// Where a measure is among those of the readout.
fn place(measures: &[Measure], measure: &Measure) -> usize {
    measures.iter().position(|other| other.name() == measure.name()).unwrap_or(measures.len())
}
