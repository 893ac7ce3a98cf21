//! Searches protocols for one aim or several: a Pareto front, with constraints.

mod figures;
mod goal;
mod judged;
mod nsga;
mod tables;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::study::compare::NO_TRIAL;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::findings::tables::seen;
use crate::study::journal::record::Record;
use crate::study::plan::base::{Base, only_one};
use crate::study::plan::confirm::{self, pair};
use crate::study::plan::corners;
use crate::study::plan::input::Input;
use crate::study::plan::lacking;
use crate::study::plan::names::{FOR_ALL, refuse_set, refuse_twice};
use crate::study::plan::{MOST_RUNS, Plan};
use crate::study::readout::Readout;
use crate::study::readout::measure::Measure;
use crate::study::readout::taken::Taken;
use crate::study::readout::times::Times;
use crate::study::statistics::noise::{self, Noise};
use crate::tidy::{Prose, TidyColumn, short};
use crate::visible;
use goal::{Constraint, Objective, refuse_contrary, refuse_twice as refuse_two_aims};
use judged::{Tried, Verdict, Yardstick, counted};
use nsga::{Candidate, Nsga};
use tables::tied_with;

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
    #[serde(alias = "scenarios", deserialize_with = "only_one")]
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
        refuse_two_aims(&self.objectives()?)?;
        refuse_contrary(&self.constraints, &self.constraints()?)?;
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
            let confirmed = corners::check(&self.scenario, &more, &inputs, &readout, false)?;
            lacking::check(&readout.measures, confirmed.iter())?;
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
        refuse_set(&self.changes, searched(), FOR_ALL, "searched")?;
        confirm::refuse_idle(&self.confirm, searched(), "searched")?;
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
        Ok(Readout::new(Measure::once(measures), Vec::new(), self.times()?))
    }

    /// One fixed day for all courses, though their runs may end on different days.
    fn times(&self) -> Result<Times> {
        let ends = self.inputs()?.into_iter().filter(|input| input.name == "run.days");
        Ok(Times::of_all(self.after_last_days, self.on_day, ends.map(|input| input.low)))
    }

    /// The days on which measures are taken; runs end on any day of a range that is searched.
    fn taken(&self) -> Result<Taken> {
        let inputs = self.inputs()?;
        let searched = inputs.iter().find(|input| input.name == "run.days");
        let last_days = match searched {
            Some(input) => vec![input.low, input.high],
            None => {
                let first = self.nsga(&inputs).first()?;
                vec![self.scenario.scenario(&self.changed(&inputs, &first[0]))?.run.days]
            }
        };
        Ok(Taken::new(self.times()?, last_days.into_iter()))
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

    /// What each constraint's violations are measured by, from the first generation, and the noise.
    fn yardstick(&self, first: &[Record], noise: &Noise) -> Result<Yardstick> {
        let (objectives, constraints) = (self.objectives()?, self.constraints()?);
        Ok(Yardstick::new(&self.readout()?.measures, objectives, constraints, first, noise))
    }

    /// Generation by generation; every one is run as a whole.
    fn search(&self, inputs: &[Input], evaluator: &Evaluator<'_>) -> Result<(Vec<Tried>, Noise)> {
        let nsga = self.nsga(inputs);
        let (mut tried, mut parents): (Vec<Tried>, Vec<Candidate>) = (Vec::new(), Vec::new());
        let mut points = nsga.first()?;
        let mut judge: Option<(Yardstick, Noise)> = None;
        for generation in 1..=self.generations {
            let plan = self.points(inputs, &points, &[])?;
            let records = evaluator.run(&plan)?;
            let (yardstick, _) = match &mut judge {
                Some(judge) => judge,
                none => {
                    let probes = noise::probes(plan.cases.iter().map(|case| &case.scenario));
                    let of = |&at: &usize| (points[at].as_slice(), &records[at]);
                    let noise = self.noise(inputs, &probes.iter().map(of).collect::<Vec<_>>(), evaluator)?;
                    none.insert((self.yardstick(&records, &noise)?, noise))
                }
            };
            for (point, record) in points.iter().zip(records) {
                let one = Tried::new(generation, point, record, yardstick);
                parents.push(one.candidate.clone());
                tried.push(one);
            }
            parents = nsga.survivors(parents, &yardstick.floors);
            points = nsga.children(generation, &parents);
        }
        Ok((tried, judge.map(|(_, noise)| noise).unwrap_or_default()))
    }

    /// Courses once more at a tighter tolerance, of the points that gave these records: what they move by is noise.
    fn noise(
        &self,
        inputs: &[Input],
        courses: &[(&[f64], &Record)],
        evaluator: &Evaluator<'_>,
    ) -> Result<Noise> {
        let mut plan = Plan::new(self.readout()?)?;
        for (point, _) in courses {
            let changes = self.changed(inputs, point);
            let tighter = noise::tighter(&self.scenario.scenario(&changes)?);
            let whose = "a course of the search, at a tighter tolerance";
            plan.add(&self.scenario, &changes.into_iter().chain(tighter).collect::<Vec<_>>(), whose)?;
        }
        let again = evaluator.run(&plan)?;
        let pairs = courses.iter().zip(&again).map(|((_, first), again)| (*first, again));
        Ok(Noise::of(plan.readout.len(), pairs).seen(&plan.readout.measures))
    }

    /// Search, front, tables and figures.
    ///
    /// # Errors
    /// As [`Evaluator::run`].
    pub fn conclude(&self, _plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let inputs = self.inputs()?;
        let (mut tried, mut noise) = self.search(&inputs, evaluator)?;
        let population: Vec<Record> =
            tried.iter().take(self.population).map(|tried| tried.record.clone()).collect();
        let mut judge = self.yardstick(&population, &noise)?;
        // What the best course moves by counts too: it may be noisier than those that the search began with.
        if let Some(&best) = judge.front(&tried).first() {
            let course = [(tried[best].candidate.point.as_slice(), &tried[best].record)];
            noise = noise.or(&self.noise(&inputs, &course, evaluator)?);
            judge = self.yardstick(&population, &noise)?;
            tried = tried.into_iter().map(|tried| tried.judged(&judge)).collect();
        }
        let best = judge.front(&tried);
        if best.is_empty() {
            return self.nearest(&inputs, &tried, &judge, &noise);
        }
        let ties = judge.ties(&tried, &best);
        let runs = self.table("runs", &inputs, &tried, &(0..tried.len()).collect::<Vec<_>>(), &ties)?;
        let mut front = self.table("front", &inputs, &tried, &best, &ties)?;
        if !self.confirm.is_empty() {
            let points: Vec<Vec<f64>> = best.iter().map(|at| tried[*at].candidate.point.clone()).collect();
            let plan = self.points(&inputs, &points, &self.confirm)?;
            let records = evaluator.run(&plan)?;
            front.columns.extend(self.confirmed(&plan.readout.measures, &tried, &best, &records)?);
        }
        let measures = self.readout()?.measures;
        let shown = front.shortened(SHOWN);
        let mut text = Prose::from(seen(&shown, &measures, &noise));
        if front.rows() > shown.rows() {
            text += format!("… {} courses on the front, in {}.csv\n", front.rows(), front.name);
        }
        let tied: usize = best.iter().map(|row| tied_with(&inputs, &tried, &ties, *row)).sum();
        let remark = match tied {
            0 => String::new(),
            1 => "1 more differs from one on the front by no more than the numerical noise in any aim: it is a tie \
                  (`ties`; `tied_with` in runs.csv)\n"
                .to_owned(),
            _ => format!(
                "{tied} more differ from one on the front by no more than the numerical noise in any aim: they are ties \
                 (`ties`; `tied_with` in runs.csv)\n"
            ),
        };
        text += format!(
            "\n{}; {} on the front: none of these can be bettered in one aim by more than the numerical noise without \
             loss in another\n{remark}{}{}\n{NO_TRIAL}\n{NOTE}\n",
            judge.counted(&tried),
            front.rows(),
            self.taken()?.text(&measures),
            noise.remark(&measures),
        );
        let summary = json!({
            "tried": tried.len(), "kept": counted(&tried, Verdict::Keeps),
            "broken": counted(&tried, Verdict::Breaks), "without_value": counted(&tried, Verdict::Missing),
            "failed": counted(&tried, Verdict::Failed), "front": front.rows(),
            "ties": tied, "objectives": self.objectives,
            "constraints": self.constraints, "numerical_noise": noise.by_name(&measures), "no_trial": NO_TRIAL,
        });
        let figures = figures::fronts(&self.objectives()?, &tried, &best);
        Ok(Findings { tables: vec![runs, front], figures, text, summary, ..Findings::default() })
    }

    /// What is told where no course keeps all constraints: those that break them least.
    fn nearest(
        &self,
        inputs: &[Input],
        tried: &[Tried],
        judge: &Yardstick,
        noise: &Noise,
    ) -> Result<Findings> {
        let violation = |row: &usize| tried[*row].candidate.violation;
        let mut order: Vec<usize> = (0..tried.len()).filter(|row| violation(row).is_finite()).collect();
        order.sort_by(|a, b| violation(a).total_cmp(&violation(b)));
        // Whole numbers make equal courses of different points.
        order.dedup_by(|a, b| tried[*a].record == tried[*b].record);
        order.truncate(NEAREST);
        let none = vec![None; tried.len()];
        let runs = self.table("runs", inputs, tried, &(0..tried.len()).collect::<Vec<_>>(), &none)?;
        let nearest = self.table("nearest", inputs, tried, &order, &none)?;
        let mut text = Prose::default();
        if order.is_empty() {
            text += "no course has a value for every aim and constraint; `problem` in runs.csv says why where a run failed";
        } else {
            text += format!(
                "no course keeps all constraints ({}); relax one, or search more generations\n\
                 the nearest of {} courses, by the sum of their violations (ties below {}):\n\n",
                visible::name(&self.constraints.join(", ")),
                tried.len(),
                short(judge.floors.violation),
            );
            text += nearest.clone();
        }
        let measures = self.readout()?.measures;
        let taken = self.taken()?.text(&measures);
        text += format!("\n{}\n{taken}{}{NO_TRIAL}\n{NOTE}\n", judge.counted(tried), noise.remark(&measures));
        let summary = json!({
            "tried": tried.len(), "kept": 0, "broken": counted(tried, Verdict::Breaks),
            "without_value": counted(tried, Verdict::Missing), "failed": counted(tried, Verdict::Failed),
            "front": 0, "objectives": self.objectives, "constraints": self.constraints,
            "least_violation": order.first().map(violation), "numerical_noise": noise.by_name(&measures),
            "no_trial": NO_TRIAL,
        });
        Ok(Findings {
            tables: vec![runs, nearest],
            figures: Vec::new(),
            text,
            summary,
            ..Findings::default()
        })
    }

    /// The measures of the front under the confirming changes.
    fn confirmed(
        &self,
        measures: &[Measure],
        tried: &[Tried],
        best: &[usize],
        records: &[Record],
    ) -> Result<Vec<TidyColumn>> {
        let taken = self.taken()?;
        let columns = |(at, measure): (usize, &Measure)| {
            let screened = best.iter().map(|row| tried[*row].record.value(at)).collect::<Vec<_>>();
            let confirmed = records.iter().map(|record| record.value(at)).collect();
            pair(measure, &taken, &self.confirm, &screened, confirmed)
        };
        Ok(measures.iter().enumerate().flat_map(columns).collect())
    }
}
