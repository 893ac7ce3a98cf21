//! Virtual patients under several arms: the same patients, the same needles, another course.

mod arm;
mod correlation;
mod distribution;
mod figures;
mod patients;
mod tables;
mod trial;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::base::Base;
use super::compare::NO_TRIAL;
use super::findings::Findings;
use super::lab::Lab;
use super::measure::{MEASURES, Measure};
use super::plan::{Case, Plan};
use super::recipe::{Course, Recipe, Times};
use super::record::{Record, runs_table};
use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::tidy::Cells;
use arm::{Arm, arms};
use distribution::Value;
use patients::{Population, VirtualPatient};
use tables::Outcomes;

/// Most patients of a cohort: the plan alone takes some kB of each run.
const MOST_PATIENTS: u32 = 100_000;
/// Days between the values of a course.
const EVERY_DAYS: f64 = 7.0;
/// What is kept over time.
const COURSE: &str = "collagen_total.dermis";

/// Traits of a cohort that states none. Assumptions: nobody has measured how the model's parameters
/// scatter between people.
pub const USUAL_DRAWS: [&str; 10] = [
    "patient.age_years=normal(45,12) in 20..75",
    "patient.sex=choice(female:0.8,male:0.2)",
    "patient.fitzpatrick_type=choice(1:0.05,2:0.3,3:0.35,4:0.2,5:0.1)",
    "site.papillary_dermis_mm=times lognormal(1,1.15)",
    "site.reticular_dermis_mm=times lognormal(1,1.15)",
    "synthesis_multiplier=times lognormal(1,1.25)",
    "proliferation_multiplier=times lognormal(1,1.2)",
    "mmp_multiplier=times lognormal(1,1.2)",
    "polarisation_multiplier=times lognormal(1,1.15)",
    "inflammation_multiplier=times lognormal(1,1.1)",
];
/// How those go together; assumptions too.
pub const USUAL_CORRELATIONS: [&str; 2] = [
    "site.papillary_dermis_mm,site.reticular_dermis_mm=0.8",
    "synthesis_multiplier,proliferation_multiplier=0.5",
];

/// A cohort as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cohort {
    /// Version of the format: 1.
    pub schema: u32,
    /// Always "cohort".
    pub study: String,
    /// Number of virtual patients.
    #[serde(default = "usual_patients")]
    pub patients: u32,
    /// Seed of patients and resampling.
    #[serde(default = "super::sweep::usual_seed")]
    pub seed: u64,
    /// The arms, each `NAME: CHANGE, CHANGE, …`; the first is the reference.
    pub arms: Vec<String>,
    /// Traits, each `NAME=DISTRIBUTION`.
    #[serde(default = "usual_draws")]
    pub draws: Vec<String>,
    /// Correlations of traits, each `A,B=R`.
    #[serde(default)]
    pub correlations: Vec<String>,
    /// Who responds: `MEASURE=AT_LEAST`.
    #[serde(default = "usual_responder")]
    pub responder: String,
    /// Error of one measurement in a real trial, as a standard deviation in the responder's measure.
    #[serde(default)]
    pub measurement_sd: f64,
    /// Measures; all of the catalogue where none is named.
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

/// A number of patients for a first look.
pub fn usual_patients() -> u32 {
    100
}

/// The traits of [`USUAL_DRAWS`].
pub fn usual_draws() -> Vec<String> {
    USUAL_DRAWS.map(str::to_owned).to_vec()
}

/// A gain of one standard session of the reference skin.
pub fn usual_responder() -> String {
    "gain_after_last=5".into()
}

impl Cohort {
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
        let population = Population::new(&self.draws, &self.correlations, self.seed)?;
        if !(2..=MOST_PATIENTS).contains(&self.patients) {
            let count = self.patients;
            return Err(Error::Usage(format!("a cohort has 2 to {MOST_PATIENTS} patients, not {count}")));
        }
        for arm in &arms {
            let drawn = population.draws().iter().map(|draw| draw.name.as_str()).chain(["run.seed"]);
            let names: Vec<&str> = drawn.collect();
            if let Some(name) = arm.sets().find(|name| names.contains(name)) {
                let arm = &arm.name;
                return Err(Error::Usage(format!(
                    "arm `{arm}` sets `{name}`, which is the patient's own: patients would no longer be the same"
                )));
            }
        }
        let mut plan = Plan::new(self.recipe()?)?;
        let patient = |number: u32| self.patient(number, &population, &arms, &plan.recipe);
        let of: Vec<(VirtualPatient, Vec<Case>)> =
            (1..=self.patients).into_par_iter().map(patient).collect::<Result<_>>()?;
        label(&mut plan, &population, &arms, &of);
        plan.cases = of.into_iter().flat_map(|(_, cases)| cases).collect();
        Ok(plan)
    }

    fn recipe(&self) -> Result<Recipe> {
        let mut measures: Vec<Measure> = match self.measures.is_empty() {
            true => MEASURES.iter().map(Measure::Named).collect(),
            false => self.measures.iter().map(|name| Measure::parse(name)).collect::<Result<_>>()?,
        };
        let (responder, _) = self.responder()?;
        if !measures.iter().any(|measure| measure.name() == responder.name()) {
            measures.insert(0, responder);
        }
        let scenario = self.scenario.scenario(&self.changes)?;
        let course = Course { column: COURSE.into(), every_days: EVERY_DAYS, last_day: scenario.run.days };
        let times = Times { after_last_days: self.after_last_days, fixed_day: self.on_day };
        Ok(Recipe { measures, courses: vec![course], times })
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

    fn patient(
        &self,
        number: u32,
        population: &Population,
        arms: &[Arm],
        recipe: &Recipe,
    ) -> Result<(VirtualPatient, Vec<Case>)> {
        let patient = population.patient(number, &self.scenario, &self.changes)?;
        let case = |arm: &Arm| {
            let changes = [&self.changes[..], &patient.changes, &arm.changes].concat();
            Case::new(&self.scenario, &changes, recipe, &format!("patient {number}, arm {}", arm.name))
        };
        let cases = arms.iter().map(case).collect::<Result<_>>()?;
        Ok((patient, cases))
    }

    /// Runs, tables and figures.
    ///
    /// # Errors
    /// As [`Lab::run`], or that the runs of nearly all patients failed.
    pub fn conclude(&self, plan: &Plan, lab: &Lab<'_>) -> Result<Findings> {
        let records = lab.run(plan)?;
        let arms: Vec<String> = arms(&self.arms)?.into_iter().map(|arm| arm.name).collect();
        let (responder, least) = self.responder()?;
        let whole: Vec<&[Record]> = records
            .chunks(arms.len())
            .filter(|runs| runs.iter().all(|run| matches!(run, Record::Values(_))))
            .collect();
        let left_out = self.patients as usize - whole.len();
        if whole.len() < 2 {
            let problem = records.iter().map(Record::problem).find(|problem| !problem.is_empty());
            let problem = problem.unwrap_or_default();
            return Err(Error::Usage(format!("the runs of {left_out} patients failed: {problem}")));
        }
        let outcomes = Outcomes::new(&plan.recipe, &arms, &whole);
        let found = outcomes.tables(self.seed, (&responder.name(), least), self.measurement_sd);
        let trial = match self.measurement_sd > 0.0 {
            true => format!("with a measurement error of {} in {}", self.measurement_sd, responder.name()),
            false => "without any measurement error, so a real trial needs more (--measurement-sd)".into(),
        };
        let mut text = found
            .iter()
            .filter(|table| table.name != "courses")
            .map(|table| format!("{}\n{}\n", table.name, outcomes.shown(table).text()))
            .collect::<String>();
        text += &format!(
            "{} patients, {left_out} left out because a run failed; intervals hold 95 %\nrespond: {} of at least {least}; \
             needed: patients of a real trial at 5 % significance, {trial}\n\n{NO_TRIAL}\nHow parameters scatter between \
             people is assumed.\n{NOTE}\n",
            whole.len(),
            responder.name(),
        );
        let summary = json!({
            "patients": whole.len(), "left_out": left_out, "arms": arms, "responder": self.responder,
            "no_trial": NO_TRIAL, "draws": self.draws, "correlations": self.correlations,
        });
        let figures = figures::figures(&outcomes, &responder);
        let tables = std::iter::once(runs_table(plan, &records)).chain(found).collect();
        Ok(Findings { tables, figures, text, summary })
    }
}

/// Columns that name the runs: patient, arm, seed of the needles, traits.
fn label(plan: &mut Plan, population: &Population, arms: &[Arm], of: &[(VirtualPatient, Vec<Case>)]) {
    let each = || of.iter().enumerate().flat_map(|patient| arms.iter().map(move |arm| (patient, arm)));
    let numbers = each().map(|((at, _), _)| (at + 1) as f64).collect();
    plan.label("patient", "number of the virtual patient", Cells::Number(numbers));
    plan.words("arm", "course of treatment", each().map(|(_, arm)| arm.name.clone()).collect());
    let needles = each().map(|((_, (patient, _)), _)| patient.needles as f64).collect();
    plan.label("needles", "seed of the needles, the patient's own", Cells::Number(needles));
    for (at, draw) in population.draws().iter().enumerate() {
        let values = each().map(|((_, (patient, _)), _)| &patient.traits[at]);
        let cells = match draw.distribution {
            distribution::Distribution::Choice(_) => Cells::Text(values.map(Value::text).collect()),
            _ => Cells::Number(values.map(Value::number).collect()),
        };
        let (name, meaning) = match draw.times {
            true => (format!("{}_factor", draw.name), "drawn factor of the scenario's value"),
            false => (draw.name.clone(), "drawn value"),
        };
        plan.label(&name, meaning, cells);
    }
}
