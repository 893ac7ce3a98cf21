//! Virtual patients under several arms: the same patients, the same needles, another course.

mod arm;
mod correlation;
mod distribution;
mod figures;
mod group;
mod patients;
mod tables;
mod trial;
mod usual;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ensemble::{Asked, Held, HowMany, Layers, Sample};
use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::study::compare::NO_TRIAL;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::findings::tables::runs_table;
use crate::study::journal::record::Record;
use crate::study::plan::base::{Base, only_one};
use crate::study::plan::lacking;
use crate::study::plan::names::{FOR_ALL, refuse_set};
use crate::study::plan::{Case, Plan, stated};
use crate::study::predictive::off;
use crate::study::readout::course::session_days;
use crate::study::readout::measure::{MEASURES, Measure};
use crate::study::readout::times::Times;
use crate::study::readout::{Readout, TimeCourse};
use crate::study::statistics::noise::{self, Noise};
use crate::tidy::{Cells, Prose};
pub(in crate::study) use arm::Arm;
pub use arm::arms_of;
use arm::{arms, contrasts};
use distribution::Value;
use group::{Group, Members};
pub(in crate::study) use patients::Population;
use patients::VirtualPatient;
use tables::Outcomes;
pub(in crate::study) use usual::Drawn;
pub use usual::{USUAL_CORRELATIONS, USUAL_DRAWS};

/// Most patients of a cohort: the plan alone takes some kB of each run.
const MOST_PATIENTS: u32 = 100_000;
/// Days between the values of a course.
const EVERY_DAYS: f64 = 7.0;
/// What is kept over time.
const COURSE: &str = "collagen_total.dermis";

/// A cohort as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(deny_unknown_fields)]
pub struct Cohort {
    /// Version of the format: 1.
    #[cfg_attr(feature = "cli", arg(skip = 1_u32))]
    pub schema: u32,
    /// Always "cohort".
    #[cfg_attr(feature = "cli", arg(skip = "cohort".to_owned()))]
    pub study: String,
    /// Number of virtual patients.
    #[serde(default = "usual_patients")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_patients()))]
    pub patients: u32,
    /// Seed of patients and needles.
    #[serde(default = "crate::study::sweep::usual_seed")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "SEED", default_value_t = crate::study::sweep::usual_seed()))]
    pub seed: u64,
    /// An arm, "NAME: CHANGE, CHANGE" (repeatable); the first is the reference.
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "arm", value_name = "ARM"))]
    pub arms: Vec<String>,
    /// Arms from the values of a field or a parameter, NAME=V1,V2,… (repeatable: all combinations).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME=VALUES", conflicts_with = "arms"))]
    pub vary: Vec<String>,
    /// Take differences from this arm, or `all` for every pair of arms (repeatable) [default: the first arm].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "ARM"))]
    pub against: Vec<String>,
    /// A trait and its distribution, NAME=normal(MEAN,SD) in LOW..HIGH (repeatable) [default: ten traits,
    /// without those that the scenario states].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long = "draw", value_name = "NAME=SHAPE"))]
    pub draws: Option<Vec<String>>,
    /// Draw all ten traits, even those that the scenario states.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "cli", arg(long, conflicts_with = "draws"))]
    pub population: bool,
    /// Correlation of two traits, A,B=R (repeatable).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "correlate", value_name = "A,B=R"))]
    pub correlations: Vec<String>,
    /// Who responds.
    #[serde(default = "usual_responder")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "MEASURE=AT_LEAST", default_value_t = usual_responder()))]
    pub responder: String,
    /// Error of one measurement in a real trial, a standard deviation in the responder's measure.
    #[serde(default)]
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "SD", default_value_t, allow_negative_numbers = true)
    )]
    pub measurement_sd: f64,
    /// Take only this measure (repeatable) [default: all of `dermis list measures`].
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
    /// Give each patient one of N draws of the ensemble [default N: one a patient, as far as there are].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "usual", allow_negative_numbers = true))]
    pub ensemble: Option<HowMany>,
    /// Draws of your own, an ensemble.parquet of `dermis calibrate --posterior`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "FILE"))]
    pub ensemble_file: Option<Held>,
    /// What differs between patients, of parameters, discrepancy and people [default: all three].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "LAYERS"))]
    pub layers: Option<Layers>,
    /// The scenario.
    #[serde(alias = "scenarios", deserialize_with = "only_one")]
    #[cfg_attr(feature = "cli", arg(skip = Base::default()))]
    pub scenario: Base,
}

/// A number of patients for a first look.
fn usual_patients() -> u32 {
    100
}

/// A gain of one standard session of the reference skin.
fn usual_responder() -> String {
    "gain_after_last=5".into()
}

impl Cohort {
    /// Makes arms of what is varied.
    ///
    /// # Errors
    /// As for [`arms_of`]; [`Error::Usage`] where there are arms too.
    pub fn make_arms(&mut self) -> Result<()> {
        let vary = std::mem::take(&mut self.vary);
        if vary.is_empty() {
            return Ok(());
        }
        if !self.arms.is_empty() {
            return Err(Error::Usage("give the arms of a cohort, or what is varied, not both".into()));
        }
        self.arms = arms_of(&vary, &self.changes)?;
        Ok(())
    }

    /// Texts of scenarios that the definition holds.
    pub fn bases(&mut self) -> Vec<&mut Base> {
        vec![&mut self.scenario]
    }

    /// The runs: of each patient one an arm.
    ///
    /// # Errors
    /// What is wrong with the definition or one of the scenarios.
    pub fn plan(&self) -> Result<Plan> {
        let arms = arms(&self.arms)?;
        let names: Vec<String> = arms.iter().map(|arm| arm.name.clone()).collect();
        contrasts(&names, &self.against)?;
        let drawn = self.drawn(&arms)?;
        let population = Population::new(&drawn.draws, &drawn.correlations, self.seed)?;
        let members = self.members(&arms, &population)?;
        if !(2..=MOST_PATIENTS).contains(&self.patients) {
            let count = self.patients;
            return Err(Error::Usage(format!("a cohort has 2 to {MOST_PATIENTS} patients, not {count}")));
        }
        arms.iter().try_for_each(|arm| population.composes(arm))?;
        // A population is drawn whatever is stated, and says so.
        let drawn_anew = population.draws().iter().filter(|draw| self.draws.is_some() && !draw.times);
        refuse_set(&self.changes, drawn_anew.map(|draw| draw.name.as_str()), FOR_ALL, "drawn")?;
        let mut readout = self.readout(&arms)?;
        if members.as_ref().is_some_and(|members| members.sample.layers.discrepancy) {
            readout.rests = off::rests(&readout);
        }
        let mut plan = Plan::new(readout)?;
        let group = Group { study: self, population: &population, members: members.as_ref(), arms: &arms };
        let patient = |number: u32| group.cases(number, &plan.readout);
        let of: Vec<(VirtualPatient, Vec<Case>)> =
            (1..=self.patients).into_par_iter().map(patient).collect::<Result<_>>()?;
        label(&mut plan, &population, &arms, members.as_ref(), &of);
        plan.cases = of.into_iter().flat_map(|(_, cases)| cases).collect();
        let asked = plan.readout.measures.iter().filter(|measure| self.asks_for(measure)).cloned();
        lacking::check(&asked.collect::<Vec<_>>(), plan.cases.iter().map(|case| &case.scenario))?;
        let tighter = group.tighter(&plan)?;
        plan.cases.extend(tighter);
        Ok(plan)
    }

    /// What is drawn.
    fn drawn(&self, arms: &[Arm]) -> Result<Drawn> {
        if self.sample()?.is_some_and(|sample| !sample.layers.people) {
            return match (&self.draws, self.population) {
                (None, false) if self.correlations.is_empty() => Ok(Drawn::default()),
                _ => Err(Error::Usage(
                    "--layers leaves people out, so that nothing is drawn of them: leave out --draw, --population and \
                     --correlate, or add the layer people"
                        .into(),
                )),
            };
        }
        match (&self.draws, self.population) {
            (Some(_), true) => Err(Error::Usage(
                "a population draws the usual traits; give either that or draws of your own".into(),
            )),
            (Some(draws), false) => {
                Ok(Drawn { draws: draws.clone(), correlations: self.correlations.clone(), kept: Vec::new() })
            }
            (None, population) => {
                let mut drawn = Drawn::usual(&self.scenario, &self.changes, arms, population);
                drawn.correlations.extend(self.correlations.iter().cloned());
                Ok(drawn)
            }
        }
    }

    /// Whether a measure was asked for, by name or as that of responders: it must not be one that no run has.
    fn asks_for(&self, measure: &Measure) -> bool {
        let is = |other: Result<Measure>| other.is_ok_and(|other| other.name() == measure.name());
        let responds = is(self.responder().map(|(responder, _)| responder));
        (responds && self.responder != usual_responder())
            || self.measures.iter().any(|asked| is(Measure::parse(asked)))
    }

    /// The draws of the ensemble, where one is asked for; the usual number is one a patient, as far as there are.
    fn sample(&self) -> Result<Option<Sample>> {
        let asked = Asked { ensemble: self.ensemble, file: self.ensemble_file.as_ref(), layers: self.layers };
        asked.sample(self.patients as usize, Layers::ALL)
    }

    /// The same with what they leave alone: what the scenario, changes, arms or draws of people state.
    fn members(&self, arms: &[Arm], population: &Population) -> Result<Option<Members>> {
        let Some(sample) = self.sample()? else { return Ok(None) };
        if !sample.layers.people && self.patients as usize > sample.len() {
            let (patients, draws) = (self.patients, sample.len());
            return Err(Error::Usage(format!(
                "without the layer people {patients} patients would be {draws} that come again: give --patients {draws} or \
                 fewer, or more draws by --ensemble"
            )));
        }
        let set = arms.iter().flat_map(|arm| &arm.changes).chain(&self.changes).map(String::as_str);
        let mut stated = stated::names([&self.scenario], set);
        let anew = population.draws().iter().filter(|draw| !draw.times);
        stated.extend(anew.map(|draw| draw.name.clone()));
        Ok(Some(Members { sample, stated }))
    }

    fn readout(&self, arms: &[Arm]) -> Result<Readout> {
        let mut measures: Vec<Measure> = match self.measures.is_empty() {
            true => MEASURES.iter().map(Measure::Named).collect(),
            false => Measure::parse_all(&self.measures)?,
        };
        let (responder, _) = self.responder()?;
        if !measures.iter().any(|measure| measure.name() == responder.name()) {
            measures.insert(0, responder);
        }
        let scenario = |arm: &Arm| self.scenario.scenario(&[&self.changes[..], &arm.changes].concat());
        let scenarios = arms.iter().map(scenario).collect::<Result<Vec<_>>>()?;
        let last_days = || scenarios.iter().map(|scenario| scenario.run.days);
        let course = TimeCourse {
            column: COURSE.into(),
            every_days: EVERY_DAYS,
            last_day: last_days().fold(0.0, f64::max),
            session_days: session_days(&scenarios),
        };
        let times = Times::of_all(self.after_last_days, self.on_day, last_days());
        Ok(Readout::new(measures, vec![course], times))
    }

    /// The measure that decides who responds, and the least that counts.
    fn responder(&self) -> Result<(Measure, f64)> {
        let wrong = || {
            let text = &self.responder;
            Error::Usage(format!("`{text}`: write MEASURE=AT_LEAST, as gain_after_last=5"))
        };
        if !(self.measurement_sd >= 0.0 && self.measurement_sd.is_finite()) {
            return Err(Error::Usage("--measurement-sd must be a number from 0 on".into()));
        }
        let (name, least) = self.responder.split_once('=').ok_or_else(wrong)?;
        let least = least.trim().parse().ok().filter(|least: &f64| least.is_finite()).ok_or_else(wrong)?;
        Ok((Measure::parse(name.trim())?, least))
    }

    /// Runs, tables and figures.
    ///
    /// # Errors
    /// As [`Evaluator::run`], or that the runs of nearly all patients failed.
    pub fn conclude(&self, plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let all = evaluator.run(plan)?;
        let (plain, again) = all.split_at(plan.rows());
        let arms = arms(&self.arms)?;
        let drawn = self.drawn(&arms)?;
        let population = Population::new(&drawn.draws, &drawn.correlations, self.seed)?;
        let members = self.members(&arms, &population)?;
        let told = |(at, (case, record)): (usize, (&Case, &Record))| match &members {
            Some(members) => {
                let nth = members.nth(at / arms.len());
                off::told(&plan.readout, &members.sample, nth, &case.scenario, record)
            }
            None => record.clone(),
        };
        let records: Vec<Record> = plan.cases.iter().zip(plain).enumerate().map(told).collect();
        let records = &records[..];
        let arms: Vec<String> = arms.into_iter().map(|arm| arm.name).collect();
        let contrasts = contrasts(&arms, &self.against)?;
        let (responder, least) = self.responder()?;
        let whole: Vec<&[Record]> =
            records.chunks(arms.len()).filter(|runs| !runs.iter().any(Record::has_failed)).collect();
        let left_out = self.patients as usize - whole.len();
        if whole.len() < 2 {
            let problem = records.iter().find(|run| run.has_failed()).map(Record::problem);
            let problem = problem.unwrap_or_default();
            return Err(Error::Usage(format!("the runs of {left_out} patients failed: {problem}")));
        }
        let measures = &plan.readout.measures;
        let probes = probes(plan, arms.len());
        let of = |arm: usize| {
            let place = |(nth, number): (usize, &usize)| {
                (&plain[number * arms.len() + arm], &again[nth * arms.len() + arm])
            };
            Noise::of(measures.len(), probes.iter().enumerate().map(place)).seen(measures)
        };
        let noise = (0..arms.len()).map(of).collect::<Vec<_>>();
        let outcomes = Outcomes::new(plan, &arms, contrasts, &whole, noise);
        let found = outcomes.tables((&responder.name(), least), self.measurement_sd);
        let trial = match self.measurement_sd > 0.0 {
            true => format!("with a measurement error of {} in {}", self.measurement_sd, responder.name()),
            false => "without any measurement error, so a real trial needs more (--measurement-sd)".into(),
        };
        let mut text = Prose::default();
        for table in found.iter().filter(|table| table.name != "courses") {
            text += format!("{}\n", table.name);
            text += outcomes.shown(table, self.measures.is_empty());
            text += "\n";
        }
        text += format!(
            "{} patients, {left_out} left out because a run failed; `patients` counts those with a value\n{}\n\
             intervals hold 95 % (Student's t of the mean, Wilson of a share)\n{}\
             numerical_noise: twice what the tolerance leaves in a number, from {} at a tenth of it; nothing below it counts as a difference\n\
             respond: {} of at least {least}; needed: patients of a real trial at 5 % significance (noncentral t), \
             {trial}\n\n{NO_TRIAL}\nHow parameters scatter between people is assumed.\n{NOTE}\n",
            whole.len(),
            members.as_ref().map_or_else(|| drawn.text(), |members| members.text(&drawn)),
            plan.taken().text(measures),
            if probes.len() == 1 { "one patient".to_owned() } else { format!("{} patients", probes.len()) },
            responder.name(),
        );
        let mut summary = json!({
            "patients": whole.len(), "left_out": left_out, "arms": arms, "responder": self.responder,
            "no_trial": NO_TRIAL, "draws": drawn.draws, "correlations": drawn.correlations, "kept": drawn.kept,
            "on_day": plan.readout.times.fixed_day,
        });
        if let (Some(members), Some(summary)) = (&members, summary.as_object_mut()) {
            summary.insert("ensemble".into(), members.about());
        }
        let figures = figures::figures(&outcomes, plan, &responder);
        let tables = std::iter::once(runs_table(plan, records)).chain(found).collect();
        Ok(Findings { tables, figures, text, summary, ..Findings::default() })
    }
}

/// Patients, counted from 0, who are treated once more for the noise of measures.
fn probes(plan: &Plan, arms: usize) -> Vec<usize> {
    let first = |case: usize| &plan.cases[case * arms].scenario;
    noise::probes((0..plan.rows() / arms).map(first))
}

/// Columns that name the runs: patient, arm, seed of the needles, draw of the ensemble, traits.
fn label(
    plan: &mut Plan,
    population: &Population,
    arms: &[Arm],
    members: Option<&Members>,
    of: &[(VirtualPatient, Vec<Case>)],
) {
    let each = || of.iter().enumerate().flat_map(|patient| arms.iter().map(move |arm| (patient, arm)));
    let numbers = each().map(|((at, _), _)| (at + 1) as f64).collect();
    plan.label("patient", "number of the virtual patient", Cells::Number(numbers));
    plan.words("arm", "course of treatment", each().map(|(_, arm)| arm.name.clone()).collect());
    let needles = each().map(|((_, (patient, _)), _)| patient.needles as f64).collect();
    plan.label("needles", "seed of the needles, the patient's own", Cells::Number(needles));
    if let Some(members) = members {
        let draws = each().map(|((at, _), _)| members.sample.number(members.nth(at)) as f64).collect();
        plan.label("draw", "number of the draw of the ensemble", Cells::Number(draws));
    }
    for (at, draw) in population.draws().iter().enumerate() {
        let values = each().map(|((_, (patient, _)), _)| &patient.traits[at]);
        let numbers: Option<Vec<f64>> = values.clone().map(Value::number).collect();
        let cells =
            numbers.map_or_else(|| Cells::Text(values.map(ToString::to_string).collect()), Cells::Number);
        let (name, meaning) = match draw.times {
            true => (format!("{}_factor", draw.name), "drawn factor of the scenario's value"),
            false => (draw.name.clone(), "drawn value"),
        };
        plan.label(&name, meaning, cells);
    }
}
