//! A fit to measured time courses: searches, profiles, and what they found.

use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::conditions::{Condition, conditions};
use super::data::{self, Datum, Reading};
use super::figures::{self, BestCourse};
use super::goodness::{Goodness, Verdict};
use super::held::Held;
use super::interval::{self, Interval};
use super::likelihood::{Group, Judged, groups, judge};
use super::observable::{Observable, observables};
use super::search::{self, Found, minimise, profile};
use super::{Calibrate, tables};
use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::study::execute::chains::{Search, side_by_side};
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::{Document, Findings};
use crate::study::plan::Plan;
use crate::study::plan::design::sobol;
use crate::study::plan::input::Input;
use crate::study::plan::lacking;
use crate::study::readout::course::session_days;
use crate::study::readout::times::Times;
use crate::study::readout::{Readout, TimeCourse};
use crate::tidy::Prose;
use crate::visible;

/// A range this wide is searched by its logarithm.
const WIDE: f64 = 3.0;

/// Fall of χ² that makes another point the best to profile from, and how often that may happen.
const LOWER: f64 = 1e-3;
const MOST_PROFILES: usize = 3;

/// Everything that a fit to data works with.
pub(super) struct Fit<'a> {
    study: &'a Calibrate,
    pub(super) inputs: Vec<Input>,
    pub(super) conditions: Vec<Condition>,
    pub(super) data: Vec<Datum>,
    pub(super) groups: Vec<Group>,
    /// What of the data is not read.
    notices: Vec<String>,
    /// What is read off the runs of each condition.
    readings: Vec<Reading>,
}

/// One evaluation: the chain that asked, the point, χ².
pub(super) type Evaluation = (usize, Vec<f64>, f64);

impl<'a> Fit<'a> {
    /// Of a study that names data.
    ///
    /// # Errors
    /// What is wrong with the definition, the data or a scenario.
    pub(super) fn new(study: &'a Calibrate) -> Result<Self> {
        let inputs = study.inputs()?;
        if study.quick {
            return Err(Error::Usage("--quick is of targets, not of data; take a coarser grid".into()));
        }
        let conditions = conditions(&study.scenarios, &study.conditions, &study.changes)?;
        conditions.iter().try_for_each(|condition| condition.leaves_free(&inputs))?;
        if study.data.is_empty() {
            return Err(Error::Usage("there are no data: --data FILE.csv".into()));
        }
        let observables = observables(&study.observables)?;
        let (mut data, mut notices) = (Vec::new(), Vec::new());
        for source in &study.data {
            let found = data::read(source, &conditions, &observables)?;
            let file = if study.data.len() > 1 { format!(" of {}", source.file.name) } else { String::new() };
            if !found.unread.is_empty() {
                notices.push(format!(
                    "columns of the data that were not read{file}: {}",
                    visible::name(&found.unread.join(", "))
                ));
            }
            if found.empty > 0 {
                notices.push(format!("cells of the data without a value{file}: {}", found.empty));
            }
            data.extend(found.values);
        }
        let of = |at: usize| data.iter().filter(move |datum: &&Datum| datum.condition == at);
        if let Some(at) = (0..conditions.len()).find(|at| of(*at).next().is_none()) {
            return Err(Error::Usage(format!(
                "there are no data of the condition `{}`",
                conditions[at].name
            )));
        }
        let unmeasured =
            |observable: &&Observable| data.iter().all(|datum| datum.outcome != observable.outcome);
        if let Some(observable) = observables.iter().find(unmeasured) {
            let problem = format!("there are no data of the observable `{}`", observable.outcome);
            return Err(Error::Usage(problem));
        }
        let readings = (0..conditions.len()).map(|at| Reading::new(of(at))).collect::<Result<_>>()?;
        let groups = groups(&data, &observables);
        Ok(Self { study, inputs, conditions, data, groups, notices, readings })
    }

    /// The runs that searches start from, of every condition. Each condition has a readout of its own, so that these are
    /// run by [`values`](Self::values), not as they stand here.
    ///
    /// # Errors
    /// What is wrong with a scenario, or that no run gives what is measured.
    pub(super) fn plan(&self) -> Result<Plan> {
        let mut whole: Option<Plan> = None;
        let starts = self.starts()?;
        for (at, reading) in self.readings.iter().enumerate() {
            let plan = self.plan_of(at, &starts)?;
            lacking::check(&reading.measures, plan.cases.iter().map(|case| &case.scenario))?;
            match &mut whole {
                None => whole = Some(plan),
                Some(whole) => whole.cases.extend(plan.cases),
            }
        }
        whole.ok_or_else(|| Error::Internal("a fit without conditions".into()))
    }

    /// Fit, profiles, tables and figures.
    ///
    /// # Errors
    /// As [`Evaluator::run`], or that no run gave a value for every datum.
    pub(super) fn conclude(&self, evaluator: &Evaluator<'_>) -> Result<Findings> {
        // Run together: the searches find them done.
        let starts = self.starts()?;
        for at in 0..self.conditions.len() {
            evaluator.run(&self.plan_of(at, &starts)?)?;
        }
        let log = Mutex::new(Vec::new());
        let search = |start: Vec<f64>| -> Search<'static, Found> {
            let steps = self.study.steps;
            Box::new(move |ask| minimise(ask, &start, None, steps))
        };
        let values = |points: &[(usize, Vec<f64>)]| self.values(evaluator, points, &log);
        let fits = side_by_side(starts.into_iter().map(search).collect(), values)?;
        let better =
            |best: Found, next: &Found| if next.chi_squared < best.chi_squared { next.clone() } else { best };
        let mut best = fits.iter().skip(1).fold(fits[0].clone(), better);
        if !best.chi_squared.is_finite() {
            let problem = "no start gave a value for every datum; look at days and outcomes of the data";
            return Err(Error::Usage(problem.into()));
        }
        let mut profiles = self.profiles(evaluator, &best, &log)?;
        // A profile that came below the best begins anew from there: its ends are solved against the best.
        for _ in 0..MOST_PROFILES {
            let lower = profiles.iter().flatten().fold(best.clone(), better);
            let far = best.chi_squared - lower.chi_squared > LOWER;
            best = lower;
            if !far {
                break;
            }
            profiles = self.profiles(evaluator, &best, &log)?;
        }
        let log = log.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.findings(evaluator, &fits, &best, &profiles, &log)
    }

    /// Where the searches begin.
    fn starts(&self) -> Result<Vec<Vec<f64>>> {
        let own = self.inputs.iter().map(|input| {
            let value = self.conditions[0].scenario.parameters.get(&input.name);
            value.map_or(0.5, |value| self.place(input, value).clamp(0.01, 0.99))
        });
        let others = sobol(self.study.starts - 1, self.inputs.len(), self.study.seed)?;
        Ok(std::iter::once(own.collect()).chain(others).collect())
    }

    /// Value of an input at a place of the cube.
    pub(super) fn value(&self, input: &Input, place: f64) -> f64 {
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
    pub(super) fn at(&self, point: &[f64]) -> Vec<f64> {
        self.inputs.iter().zip(point).map(|(input, place)| self.value(input, *place)).collect()
    }

    /// Changes of a condition at a point.
    fn changes(&self, condition: usize, point: &[f64]) -> Vec<String> {
        let own = self.inputs.iter().zip(self.at(point)).map(|(input, value)| input.change(value));
        self.conditions[condition].changes.iter().cloned().chain(own).collect()
    }

    /// The runs of a condition at points.
    fn plan_of(&self, condition: usize, points: &[Vec<f64>]) -> Result<Plan> {
        let times = Times { after_last_days: 0.0, fixed_day: None };
        let measures = self.readings[condition].measures.clone();
        let mut plan = Plan::new(Readout::new(measures, Vec::new(), times))?;
        let Condition { name, base, .. } = &self.conditions[condition];
        let whose =
            if name.is_empty() { "the run to be fitted".into() } else { format!("the condition `{name}`") };
        for point in points {
            plan.add(base, &self.changes(condition, point), &whose)?;
        }
        Ok(plan)
    }

    /// The data beside the model at points.
    fn judged(&self, evaluator: &Evaluator<'_>, points: &[Vec<f64>]) -> Result<Vec<Judged>> {
        let mut models = vec![vec![f64::NAN; self.data.len()]; points.len()];
        for (at, reading) in self.readings.iter().enumerate() {
            let records = evaluator.run(&self.plan_of(at, points)?)?;
            let own = || (0..self.data.len()).filter(|datum| self.data[*datum].condition == at);
            for (model, record) in models.iter_mut().zip(&records) {
                own().zip(reading.model(record.values())).for_each(|(datum, value)| model[datum] = value);
            }
        }
        Ok(models.iter().map(|model| judge(&self.groups, &self.data, model)).collect())
    }

    /// The misfit at the points of a round.
    fn values(
        &self,
        evaluator: &Evaluator<'_>,
        points: &[(usize, Vec<f64>)],
        log: &Mutex<Vec<Evaluation>>,
    ) -> Result<Vec<f64>> {
        let own: Vec<Vec<f64>> = points.iter().map(|(_, point)| point.clone()).collect();
        let found: Vec<f64> = self.judged(evaluator, &own)?.iter().map(|judged| judged.misfit).collect();
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

    /// The best run's courses of the outcomes that are fitted, by condition.
    fn courses(&self, evaluator: &Evaluator<'_>, best: &Found) -> Result<Vec<BestCourse>> {
        let mut found = Vec::new();
        for (at, Condition { name, base, scenario, .. }) in self.conditions.iter().enumerate() {
            let own = || self.data.iter().filter(|datum| datum.condition == at);
            let last_day = own().map(|datum| datum.day).fold(1.0, f64::max).min(scenario.run.days);
            let measured = self.groups.iter().map(|group| &group.observable.outcome);
            let measured = measured.filter(|outcome| own().any(|datum| datum.outcome == **outcome));
            let course = |column: &String| TimeCourse {
                column: column.clone(),
                every_days: last_day / 200.0,
                last_day,
                session_days: session_days([scenario]),
            };
            let times = Times { after_last_days: 0.0, fixed_day: None };
            let courses: Vec<TimeCourse> = measured.map(course).collect();
            let mut plan = Plan::new(Readout::new(Vec::new(), courses, times))?;
            plan.add(base, &self.changes(at, &best.point), "the best run")?;
            let records = evaluator.run(&plan)?;
            found.extend(plan.readout.courses.iter().enumerate().map(|(place, course)| BestCourse {
                condition: at,
                name: name.clone(),
                outcome: course.column.clone(),
                days: course.days(),
                values: plan.readout.course(records[0].values(), place).to_vec(),
            }));
        }
        Ok(found)
    }

    /// The scenario of each condition with the best values.
    fn fitted(&self, best: &Found) -> Result<Vec<Document>> {
        let document = |(at, condition): (usize, &Condition)| {
            let scenario = condition.base.scenario(&self.changes(at, &best.point))?;
            Ok(Document { name: condition.document(), text: scenario.to_toml() })
        };
        self.conditions.iter().enumerate().map(document).collect()
    }

    /// Whether the misfit is χ²: no spread is estimated, nothing censored.
    fn is_chi_squared(&self) -> bool {
        let estimated = self.groups.iter().any(|group| group.observable.spread);
        let censored = self.data.iter().any(|datum| datum.censoring != data::Censoring::None);
        !estimated && !censored
    }

    /// What the misfit is called.
    fn misfit(&self) -> &'static str {
        match self.is_chi_squared() {
            false => "minus twice the log-likelihood (without constants)",
            true => "chi squared",
        }
    }

    /// The misfit of the best point against what is expected of it.
    fn goodness(&self, chi_squared: f64) -> Option<Goodness> {
        let tested = self.is_chi_squared().then_some(chi_squared);
        tested.and_then(|chi_squared| Goodness::new(chi_squared, &self.groups, self.inputs.len()))
    }

    /// Why nothing says whether the model describes the data.
    fn untested(&self) -> String {
        let why = match self.is_chi_squared() {
            true => "as many numbers are fitted as there are data",
            false => "a spread is estimated or a value censored; look at fit.png and the residuals",
        };
        format!("whether the model describes the data at all is not tested: {why}")
    }

    fn findings(
        &self,
        evaluator: &Evaluator<'_>,
        fits: &[Found],
        best: &Found,
        profiles: &[Vec<Found>],
        log: &[Evaluation],
    ) -> Result<Findings> {
        let judged = self.judged(evaluator, std::slice::from_ref(&best.point))?.remove(0);
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
        let residuals = tables::residuals(self, &judged);
        let observables = tables::observables(self, &judged);
        let held = Held::new(&self.inputs, &best.point, &intervals);
        let goodness = self.goodness(best.chi_squared);
        let misses = goodness.is_some_and(|goodness| goodness.verdict() == Verdict::Misses);
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
        let notices: String = self.notices.iter().map(|notice| format!("{notice}\n")).collect();
        let mut text = Prose::from(fit.clone());
        text += "\n";
        if let Some(table) = &observables {
            text += table.clone();
            text += "\n";
        }
        text += residuals.clone();
        text += format!(
            "\n{} {} of {} data and {} parameters; by start: {}\nheld: whether the profile rises by {:.2} \
             (95 %) on both sides within the range, ends solved to {} in the root of that rise; {}\n{}\n{}{out_of_steps}{missing}{notices}{NOTE}\n",
            self.misfit(),
            crate::tidy::short(best.chi_squared),
            self.data.len(),
            self.inputs.len(),
            minima.join(", "),
            interval::RISE,
            search::CLOSE,
            held.text(self.study.profile_points, misses),
            goodness.map_or_else(|| self.untested(), |goodness| goodness.text()),
            held.at_ends(),
        );
        let summary = json!({
            "chi_squared": best.chi_squared, "data": self.data.len(), "evaluations": log.len(), "without_value": valueless, "not_held": held.unheld,
            "at_range_end": held.ends, "goodness_of_fit": goodness.map(|goodness| goodness.summary()),
            "searches": searched, "searches_out_of_steps": out,
            "best": self.inputs.iter().zip(self.at(&best.point)).map(|(input, value)| (input.name.clone(), value)).collect::<std::collections::BTreeMap<_, _>>(),
        });
        let mut figures = figures::courses(self, &judged, &self.courses(evaluator, best)?);
        figures.extend(figures::profiles(self, best, profiles));
        let mut tables =
            vec![fit, residuals, tables::profiles(self, profiles), tables::evaluations(self, log)];
        tables.extend(observables);
        Ok(Findings { tables, figures, documents: self.fitted(best)?, text, summary, ..Findings::default() })
    }
}
