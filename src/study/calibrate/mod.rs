//! Fits parameters to measured time courses, and tells which of them the data hold.

mod data;
mod figures;
mod interval;
mod search;
mod table;
mod tables;

use std::sync::Mutex;
use std::sync::PoisonError;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{Error, Result};
use crate::scenario::Scenario;
use crate::simulation::summary::NOTE;
use crate::study::execute::chains::{Search, side_by_side};
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::journal::record::Record;
use crate::study::plan::Plan;
use crate::study::plan::base::Base;
use crate::study::plan::design::sobol;
use crate::study::plan::input::Input;
use crate::study::plan::lacking;
use crate::study::plan::names::refuse_twice;
use crate::study::readout::times::Times;
use crate::study::readout::{Readout, TimeCourse};
use crate::visible;
use data::{Datum, Reading, chi_squared};
use figures::BestCourse;
use interval::Interval;
use search::{Found, minimise, profile};

/// A range this wide is searched by its logarithm.
const WIDE: f64 = 3.0;

/// Fall of χ² that makes another point the best to profile from, and how often that may happen.
const LOWER: f64 = 1e-3;
const MOST_PROFILES: usize = 3;

/// A calibration as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(deny_unknown_fields)]
pub struct Calibrate {
    /// Version of the format: 1.
    #[cfg_attr(feature = "cli", arg(skip = 1_u32))]
    pub schema: u32,
    /// Always "calibrate".
    #[cfg_attr(feature = "cli", arg(skip = "calibrate".to_owned()))]
    pub study: String,
    /// What is fitted: NAME=LOW..HIGH, or a parameter for its plausible range (repeatable).
    #[cfg_attr(feature = "cli", arg(long = "fit", value_name = "INPUT"))]
    pub inputs: Vec<String>,
    /// Searches from different points; the first begins at the scenario's own values.
    #[serde(default = "usual_starts")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_starts()))]
    pub starts: usize,
    /// Most steps of a simplex.
    #[serde(default = "usual_steps")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_steps()))]
    pub steps: u64,
    /// Points of each profile on either side of the best; 0 for no profiles.
    #[serde(default = "usual_profile")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_profile()))]
    pub profile_points: usize,
    /// Seed of the points that searches start from.
    #[serde(default = "crate::study::sweep::usual_seed")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "SEED", default_value_t = crate::study::sweep::usual_seed()))]
    pub seed: u64,
    /// Change a field or a parameter in every run, as grid.geometry=cell (repeatable).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "set", value_name = "NAME=VALUE"))]
    pub changes: Vec<String>,
    /// The measured values, a CSV file with outcome, day, value, spread and perhaps of_peak.
    #[cfg_attr(feature = "cli", arg(long, value_name = "FILE", value_parser = Base::at, default_value = "", hide_default_value = true))]
    pub data: Base,
    /// The scenario.
    #[cfg_attr(feature = "cli", arg(skip = Base::default()))]
    pub scenario: Base,
}

/// Searches that usually find the best of several minima.
fn usual_starts() -> usize {
    4
}

/// Steps that a simplex of a few inputs usually needs.
fn usual_steps() -> u64 {
    120
}

/// Points that show the shape of a profile.
fn usual_profile() -> usize {
    6
}

/// Everything that a calibration works with.
struct Fit<'a> {
    study: &'a Calibrate,
    inputs: Vec<Input>,
    data: Vec<Datum>,
    /// Columns of the data that mean nothing here.
    unread: Vec<String>,
    reading: Reading,
    scenario: Scenario,
}

impl Calibrate {
    /// Texts of files that the definition holds.
    pub fn bases(&mut self) -> Vec<&mut Base> {
        vec![&mut self.data, &mut self.scenario]
    }

    /// The runs that searches start from.
    ///
    /// # Errors
    /// What is wrong with the definition, the data or the scenario.
    pub fn plan(&self) -> Result<Plan> {
        let work = self.work()?;
        let plan = work.plan(&work.starts()?)?;
        lacking::check(&plan.readout.measures, plan.cases.iter().map(|case| &case.scenario))?;
        Ok(plan)
    }

    fn work(&self) -> Result<Fit<'_>> {
        // Every start is a search of its own, on a thread of its own.
        let limits = [
            ("starts", self.starts, 1, 64),
            ("steps", self.steps as usize, 1, 10_000),
            ("profile points", self.profile_points, 0, 100),
        ];
        if let Some((name, count, least, most)) =
            limits.into_iter().find(|(_, count, least, most)| !(*least..=*most).contains(count))
        {
            return Err(Error::Usage(format!("{name} is {count}; allowed: {least} to {most}")));
        }
        let inputs = self.inputs.iter().map(|text| Input::parse(text)).collect::<Result<Vec<_>>>()?;
        if inputs.is_empty() {
            return Err(Error::Usage("nothing is fitted: --fit neutrophil_death".into()));
        }
        refuse_twice(self.inputs.iter().map(String::as_str), "fitted")?;
        if let Some(Input { name, .. }) = inputs.iter().find(|input| input.whole) {
            return Err(Error::Usage(format!("`{name}` takes whole numbers, which cannot be fitted")));
        }
        let data::Data { values: data, unread } = data::read(&self.data)?;
        let reading = Reading::new(&data)?;
        let scenario = self.scenario.scenario(&self.changes)?;
        Ok(Fit { study: self, inputs, data, unread, reading, scenario })
    }

    /// Fit, profiles, tables and figures.
    ///
    /// # Errors
    /// As [`Evaluator::run`], or that no run gave a value for every datum.
    pub fn conclude(&self, plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let work = self.work()?;
        // Run together: the searches find them done.
        evaluator.run(plan)?;
        let log = Mutex::new(Vec::new());
        let search = |start: Vec<f64>| -> Search<'static, Found> {
            let steps = self.steps;
            Box::new(move |ask| minimise(ask, &start, None, steps))
        };
        let values = |points: &[(usize, Vec<f64>)]| work.values(evaluator, points, &log);
        let fits = side_by_side(work.starts()?.into_iter().map(search).collect(), values)?;
        let better =
            |best: Found, next: &Found| if next.chi_squared < best.chi_squared { next.clone() } else { best };
        let mut best = fits.iter().skip(1).fold(fits[0].clone(), better);
        if !best.chi_squared.is_finite() {
            let problem = "no start gave a value for every datum; look at days and outcomes of the data";
            return Err(Error::Usage(problem.into()));
        }
        let mut profiles = work.profiles(evaluator, &best, &log)?;
        // A profile that came below the best begins anew from there: its ends are solved against the best.
        for _ in 0..MOST_PROFILES {
            let lower = profiles.iter().flatten().fold(best.clone(), better);
            let far = best.chi_squared - lower.chi_squared > LOWER;
            best = lower;
            if !far {
                break;
            }
            profiles = work.profiles(evaluator, &best, &log)?;
        }
        let log = log.into_inner().unwrap_or_else(PoisonError::into_inner);
        work.findings(evaluator, &fits, &best, &profiles, &log)
    }
}

/// One evaluation: the chain that asked, the point, χ².
type Evaluation = (usize, Vec<f64>, f64);

impl Fit<'_> {
    /// Where the searches begin.
    fn starts(&self) -> Result<Vec<Vec<f64>>> {
        let own = self.inputs.iter().map(|input| {
            let value = self.scenario.parameters.get(&input.name);
            value.map_or(0.5, |value| self.place(input, value).clamp(0.01, 0.99))
        });
        let others = sobol(self.study.starts - 1, self.inputs.len(), self.study.seed)?;
        Ok(std::iter::once(own.collect()).chain(others).collect())
    }

    /// Value of an input at a place of the cube.
    fn value(&self, input: &Input, place: f64) -> f64 {
        // Rounding must not miss an end.
        if place <= 0.0 || place >= 1.0 {
            return if place <= 0.0 { input.low } else { input.high };
        }
        if input.low > 0.0 && input.high > WIDE * input.low {
            let (low, high) = (libm::log(input.low), libm::log(input.high));
            return libm::exp(low + place * (high - low)).clamp(input.low, input.high);
        }
        input.low + place * (input.high - input.low)
    }

    /// Place of a value.
    fn place(&self, input: &Input, value: f64) -> f64 {
        if input.low > 0.0 && input.high > WIDE * input.low {
            let (low, high) = (libm::log(input.low), libm::log(input.high));
            return (libm::log(value.max(input.low)) - low) / (high - low);
        }
        (value - input.low) / (input.high - input.low)
    }

    /// Values of all inputs at a point.
    fn at(&self, point: &[f64]) -> Vec<f64> {
        self.inputs.iter().zip(point).map(|(input, place)| self.value(input, *place)).collect()
    }

    fn changes(&self, point: &[f64]) -> Vec<String> {
        let own = self.inputs.iter().zip(self.at(point)).map(|(input, value)| input.change(value));
        self.study.changes.iter().cloned().chain(own).collect()
    }

    fn plan(&self, points: &[Vec<f64>]) -> Result<Plan> {
        let times = Times { after_last_days: 0.0, fixed_day: None };
        let readout = Readout { measures: self.reading.measures.clone(), courses: Vec::new(), times };
        let mut plan = Plan::new(readout)?;
        for point in points {
            plan.add(&self.study.scenario, &self.changes(point), "the run to be fitted")?;
        }
        Ok(plan)
    }

    /// χ² at the points of a round.
    fn values(
        &self,
        evaluator: &Evaluator<'_>,
        points: &[(usize, Vec<f64>)],
        log: &Mutex<Vec<Evaluation>>,
    ) -> Result<Vec<f64>> {
        let plan = self.plan(&points.iter().map(|(_, point)| point.clone()).collect::<Vec<_>>())?;
        let value = |record: &Record| chi_squared(&self.data, &self.reading.model(record.values()));
        let found: Vec<f64> = evaluator.run(&plan)?.iter().map(value).collect();
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend(points.iter().zip(&found).map(|((chain, point), value)| (*chain, point.clone(), *value)));
        Ok(found)
    }

    /// The profile of every input, in order of place.
    fn profiles(
        &self,
        evaluator: &Evaluator<'_>,
        best: &Found,
        log: &Mutex<Vec<Evaluation>>,
    ) -> Result<Vec<Vec<Found>>> {
        let (points, steps) = (self.study.profile_points, self.study.steps);
        let sides = (0..self.inputs.len()).flat_map(|at| [(at, 0.0), (at, 1.0)]);
        let search = |(at, end): (usize, f64)| -> Search<'_, Vec<Found>> {
            Box::new(move |ask| profile(ask, best, at, end, points, steps))
        };
        let found = side_by_side(sides.map(search).collect(), |points| self.values(evaluator, points, log))?;
        let both = |sides: &[Vec<Found>]| -> Vec<Found> {
            let middle = (points > 0).then(|| best.clone());
            sides[0].iter().rev().cloned().chain(middle).chain(sides[1].iter().cloned()).collect()
        };
        Ok(found.chunks(2).map(both).collect())
    }

    /// The best run's courses of the outcomes that are fitted.
    fn courses(&self, evaluator: &Evaluator<'_>, best: &Found) -> Result<Vec<BestCourse>> {
        let mut outcomes: Vec<String> = Vec::new();
        for datum in &self.data {
            if !outcomes.contains(&datum.outcome) {
                outcomes.push(datum.outcome.clone());
            }
        }
        let last_day =
            self.data.iter().map(|datum| datum.day).fold(1.0, f64::max).min(self.scenario.run.days);
        let course =
            |column: &String| TimeCourse { column: column.clone(), every_days: last_day / 200.0, last_day };
        let times = Times { after_last_days: 0.0, fixed_day: None };
        let courses: Vec<TimeCourse> = outcomes.iter().map(course).collect();
        let mut plan = Plan::new(Readout { measures: Vec::new(), courses, times })?;
        plan.add(&self.study.scenario, &self.changes(&best.point), "the best run")?;
        let records = evaluator.run(&plan)?;
        let course = |(at, outcome): (usize, String)| {
            let days = plan.readout.courses[at].days();
            BestCourse { outcome, days, values: plan.readout.course(records[0].values(), at).to_vec() }
        };
        Ok(outcomes.into_iter().enumerate().map(course).collect())
    }

    fn findings(
        &self,
        evaluator: &Evaluator<'_>,
        fits: &[Found],
        best: &Found,
        profiles: &[Vec<Found>],
        log: &[Evaluation],
    ) -> Result<Findings> {
        let plan = self.plan(std::slice::from_ref(&best.point))?;
        let model = self.reading.model(evaluator.run(&plan)?[0].values());
        let intervals: Vec<Option<Interval>> = profiles
            .iter()
            .enumerate()
            .map(|(at, profile)| {
                let points: Vec<(f64, f64)> =
                    profile.iter().map(|found| (found.point[at], found.chi_squared)).collect();
                (!points.is_empty()).then(|| Interval::new(&points, (best.point[at], best.chi_squared)))
            })
            .collect();
        let fit = tables::fit(self, best, &intervals);
        let residuals = tables::residuals(&self.data, &model);
        let unheld: Vec<&str> = self
            .inputs
            .iter()
            .zip(&intervals)
            .filter(|(_, interval)| interval.is_some_and(|interval| interval.word() != "yes"))
            .map(|(input, _)| input.name.as_str())
            .collect();
        let held = match (unheld.is_empty(), self.study.profile_points) {
            (_, 0) => "no profiles were asked for: nothing is known of how far the data hold the parameters"
                .to_owned(),
            (true, _) => "the data hold every parameter within its range".to_owned(),
            (false, _) => format!("the data do not hold {}: other values fit as well", unheld.join(", ")),
        };
        let minimum = |fit: &Found| {
            let out = if fit.ended { "" } else { " (steps ran out)" };
            format!("{}{out}", crate::tidy::short(fit.chi_squared))
        };
        let minima: Vec<String> = fits.iter().map(minimum).collect();
        let searches = || fits.iter().chain(profiles.iter().flatten());
        let (searched, out) = (searches().count(), searches().filter(|found| !found.ended).count());
        let out_of_steps = match out {
            0 => String::new(),
            _ => format!(
                "in {out} of {searched} searches the steps ran out, so that their minima may lie lower and intervals be too \
                 narrow: raise --steps above {}\n",
                self.study.steps,
            ),
        };
        let valueless = log.iter().filter(|(.., value)| !value.is_finite()).count();
        let missing = match valueless {
            0 => String::new(),
            _ => format!(
                "{valueless} of {} runs had no value for every datum and count for nothing (empty in runs.csv)\n",
                log.len()
            ),
        };
        let unread = match self.unread.is_empty() {
            true => String::new(),
            false => format!(
                "columns of the data that were not read: {}\n",
                visible::name(&self.unread.join(", "))
            ),
        };
        let text = format!(
            "{}\n{}\nchi squared {} of {} data and {} parameters; by start: {}\nheld: whether the profile rises by {:.2} \
             (95 %) on both sides within the range, ends solved to {} in the root of that rise; {held}\n{out_of_steps}{missing}{unread}{NOTE}\n",
            fit.text(),
            residuals.text(),
            crate::tidy::short(best.chi_squared),
            self.data.len(),
            self.inputs.len(),
            minima.join(", "),
            interval::RISE,
            search::CLOSE,
        );
        let summary = json!({
            "chi_squared": best.chi_squared, "data": self.data.len(), "evaluations": log.len(), "without_value": valueless, "not_held": unheld,
            "searches": searched, "searches_out_of_steps": out,
            "best": self.inputs.iter().zip(self.at(&best.point)).map(|(input, value)| (input.name.clone(), value)).collect::<std::collections::BTreeMap<_, _>>(),
        });
        let mut figures = figures::courses(&self.data, &self.courses(evaluator, best)?);
        figures.extend(figures::profiles(self, best, profiles));
        let tables = vec![fit, residuals, tables::profiles(self, profiles), tables::evaluations(self, log)];
        Ok(Findings { tables, figures, text, summary })
    }
}
