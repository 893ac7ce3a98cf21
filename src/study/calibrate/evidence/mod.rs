//! Fits parameters to published targets of the validation suite, all at once: every check is a term of one likelihood.

pub(super) mod band;
mod descent;
mod directions;
pub(super) mod points;
mod tables;

use std::collections::BTreeMap;

use serde_json::json;

use super::Calibrate;
use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::random::normal;
use crate::simulation::summary::NOTE;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::{Document, Findings};
use crate::study::plan::Plan;
use crate::study::plan::design::sobol;
use crate::study::plan::input::Input;
use crate::study::plan::names::{FOR_ALL, parameter, refuse_set, refuse_twice};
use crate::tidy::{Prose, short};
use crate::validation::suite::Suite;
use crate::validation::target::{Check, Target};
use band::{Band, misfit};
use descent::{Arrived, Descent};
use directions::{Direction, directions};
use points::{Held, Points};

/// Fall of the misfit that makes another start's minimum the better one.
const LOWER: f64 = 1e-3;

/// Everything that a fit to targets works with.
pub(super) struct Evidence<'a> {
    study: &'a Calibrate,
    inputs: Vec<Input>,
    /// Values that the model has without the fit.
    own: Vec<f64>,
    suite: Suite,
    bands: Vec<Band>,
}

/// What the fit came to.
struct Fitted {
    /// The misfit of what the model has.
    before: f64,
    /// Each start's end.
    starts: Vec<Arrived>,
    /// The best of them.
    best: Arrived,
    directions: Vec<Direction>,
}

impl Fitted {
    /// What the fit gives: the best point, but what the model has where the targets do not tell the two apart. Within
    /// the region of 95 % a lower misfit is no reason to leave values that stand for more than these targets.
    fn result(&self) -> Vec<f64> {
        if self.is_told() { self.best.point.clone() } else { vec![0.0; self.best.point.len()] }
    }

    /// Whether what the model has lies outside the region of 95 % about the best point.
    fn is_told(&self) -> bool {
        self.before - self.best.misfit > within(self.best.point.len())
    }
}

impl<'a> Evidence<'a> {
    /// Of a study that names targets.
    ///
    /// # Errors
    /// What is wrong with the definition.
    pub(super) fn new(study: &'a Calibrate) -> Result<Self> {
        if !(study.data.is_empty() && study.scenarios.is_empty()) {
            let problem =
                "targets bring their own scenarios: give --targets alone, or a scenario with --data";
            return Err(Error::Usage(problem.into()));
        }
        if !(study.conditions.is_empty() && study.observables.is_empty()) {
            return Err(Error::Usage("--condition and --observable are of data, not of targets".into()));
        }
        let inputs = study.inputs()?;
        refuse_set(&study.changes, study.inputs.iter().map(String::as_str), FOR_ALL, "fitted")?;
        refuse_twice(study.targets.iter().map(String::as_str), "named")?;
        let shipped = ParameterSet::default();
        let own = |input: &Input| -> Result<f64> {
            let name = &input.name;
            let known = parameter(name).and_then(|row| shipped.get(row.name));
            let own = known.ok_or_else(|| {
                Error::Usage(format!(
                    "`{name}` is no parameter: targets say themselves what is done to the skin"
                ))
            })?;
            match input.low > 0.0 {
                true => Ok(own),
                false => Err(Error::Usage(format!(
                    "`{name}` begins at {}: parameters are fitted to targets by their logarithms; give a range above 0",
                    input.low
                ))),
            }
        };
        let own = inputs.iter().map(own).collect::<Result<_>>()?;
        let suite = Suite::shipped()?.to_check(&study.targets)?;
        suite.refuse_stated(inputs.iter().map(|input| input.name.as_str()))?;
        let bands = checks(&suite).map(|(_, check)| Band::of(check)).collect();
        Ok(Self { study, inputs, own, suite, bands })
    }

    /// The runs of the first point.
    ///
    /// # Errors
    /// What is wrong with a change.
    pub(super) fn plan(&self) -> Result<Plan> {
        points::plan(self)
    }

    /// Ends of each parameter's range, at a point's scale.
    fn ranges(&self) -> Vec<(f64, f64)> {
        let ends = |(input, own): (&Input, &f64)| (libm::log(input.low / own), libm::log(input.high / own));
        self.inputs.iter().zip(&self.own).map(ends).collect()
    }

    /// Where searches begin: at what the model has, then at points that fill the ranges.
    fn starts(&self, ranges: &[(f64, f64)]) -> Result<Vec<Vec<f64>>> {
        let inside = |place: Vec<f64>| -> Vec<f64> {
            place.iter().zip(ranges).map(|(place, (low, high))| low + place * (high - low)).collect()
        };
        let others = sobol(self.study.starts - 1, self.inputs.len(), self.study.seed)?;
        Ok(std::iter::once(vec![0.0; self.inputs.len()]).chain(others.into_iter().map(inside)).collect())
    }

    /// Fit, tables and what the targets pin.
    ///
    /// # Errors
    /// What stops a run.
    pub(super) fn conclude(&self, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let ranges = self.ranges();
        let mut points = Points::new(self, evaluator);
        let descent = Descent { bands: &self.bands, ranges: &ranges, steps: self.study.steps };
        points.next_search();
        let places = points.places(&[vec![0.0; self.inputs.len()]])?.remove(0);
        let before = misfit(&self.bands, &places);
        let mut ends = Vec::new();
        for start in self.starts(&ranges)? {
            points.next_search();
            ends.push(descent.from(&start, &mut |asked| points.places(asked))?);
        }
        let better = |best: Arrived, next: &Arrived| {
            if next.misfit < best.misfit - LOWER { next.clone() } else { best }
        };
        let best = ends.iter().skip(1).fold(ends[0].clone(), better);
        let directions = directions(&self.bands, &best.places, &best.slopes);
        let fitted = Fitted { before, starts: ends, best, directions };
        Ok(self.findings(&fitted, &points))
    }

    fn findings(&self, fitted: &Fitted, points: &Points<'_, '_>) -> Findings {
        let values = points.values(&fitted.best.point);
        let fit = tables::fit(self, fitted);
        let targets = tables::targets(self, &points.values(&vec![0.0; self.inputs.len()]), &values);
        let elasticities = tables::elasticities(self, fitted, &values);
        let strongest = tables::strongest(&elasticities);
        let directions = tables::directions(self, fitted);
        let outside = tables::outside(&targets);
        let (verdict, unpinned) = (self.verdict(fitted), self.unpinned(fitted));
        let mut text = Prose::from(fit.clone());
        if outside.rows() == 0 {
            text += "\nevery check holds, before and after\n";
        } else {
            text += "\nchecks outside their bands, before or after:\n";
            text += outside;
        }
        text +=
            format!("\n{verdict}\n\nwhat each parameter is fitted to: the checks that move most with it\n");
        text += strongest;
        text += "\n";
        text += tables::without_exponents(&directions);
        text += format!("\n{unpinned}\n{NOTE}\n");
        let summary = json!({
            "misfit_before": fitted.before,
            "misfit": fitted.best.misfit,
            "checks": self.bands.len(),
            "evaluations": points.count(),
            "told_from_the_model": fitted.is_told(),
            "directions_pinned": fitted.directions.iter().filter(|direction| direction.pinned()).count(),
            "best": self.named(&fitted.best.point),
            "result": self.named(&fitted.result()),
        });
        let documents = vec![Document { name: "fitted.toml".into(), text: self.fitted(fitted) }];
        let tables = vec![fit, targets, elasticities, directions, points.table()];
        Findings { tables, documents, text, summary, ..Findings::default() }
    }

    /// How far the fit is from what the model has.
    fn verdict(&self, fitted: &Fitted) -> String {
        let ends = |end: &Arrived| {
            format!("{}{}", short(end.misfit), if end.ended { "" } else { " (steps ran out)" })
        };
        let minima: Vec<String> = fitted.starts.iter().map(ends).collect();
        let (before, after, count) = (fitted.before, fitted.best.misfit, self.inputs.len());
        let head = format!(
            "misfit (squared standard deviations outside bands) of {} checks: {} before, {} after; by start: {}",
            self.bands.len(),
            short(before),
            short(after),
            minima.join(", ")
        );
        let bound = within(count);
        let told = if fitted.best.point.iter().all(|x| *x == 0.0) {
            "the fit is what the model has: no step from there lowers the misfit".to_owned()
        } else if !fitted.is_told() {
            format!(
                "the fit is what the model has: the best point cannot be told from it (the misfit falls by {}, less than the {} that bound 95 % for {count} parameters)",
                short(before - after),
                short(bound)
            )
        } else {
            format!(
                "the fit is not what the model has: the misfit falls by {}, more than the {} that bound 95 % for {count} parameters",
                short(before - after),
                short(bound)
            )
        };
        format!("{head}\n{told}")
    }

    fn unpinned(&self, fitted: &Fitted) -> String {
        let names = self.names();
        let free: Vec<String> = fitted
            .directions
            .iter()
            .filter(|direction| !direction.pinned())
            .map(|direction| direction.text(&names))
            .collect();
        let pinned = fitted.directions.len() - free.len();
        let unpinned = if free.is_empty() { String::new() } else { format!("; not: {}", free.join("; ")) };
        format!(
            "the targets pin {pinned} of {} combinations to within a factor of two (95 %, bands taken as normal){unpinned}",
            fitted.directions.len()
        )
    }

    /// Values of the parameters at a point, by name.
    fn named(&self, point: &[f64]) -> BTreeMap<String, f64> {
        self.names().into_iter().zip(self.at(point)).collect()
    }

    /// The parameters for any scenario.
    fn fitted(&self, fitted: &Fitted) -> String {
        let line = |(input, value): (&Input, f64)| format!("{} = {value:?}\n", input.name);
        let lines: String = self.inputs.iter().zip(self.at(&fitted.result())).map(line).collect();
        let own = if fitted.is_told() {
            ""
        } else {
            " They are the model's own: the best point cannot be told from them."
        };
        format!(
            "# Parameters fitted by dermis {} to the targets {}.{own}\n# For any scenario: --set @fitted.toml, or this table in its file.\n[parameters]\n{lines}",
            env!("CARGO_PKG_VERSION"),
            self.study.targets.join(", ")
        )
    }

    fn checks(&self) -> impl Iterator<Item = (&Target, &Check)> + Clone {
        checks(&self.suite)
    }
}

impl Held for Evidence<'_> {
    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn bands(&self) -> &[Band] {
        &self.bands
    }

    fn names(&self) -> Vec<String> {
        self.inputs.iter().map(|input| input.name.clone()).collect()
    }

    /// A point holds the logarithms of the parameters' ratios to what the model has.
    fn at(&self, point: &[f64]) -> Vec<f64> {
        let value = |((input, own), x): ((&Input, &f64), &f64)| match *x {
            0.0 => *own,
            x => (own * libm::exp(x)).clamp(input.low, input.high),
        };
        self.inputs.iter().zip(&self.own).zip(point).map(value).collect()
    }

    fn study(&self) -> &Calibrate {
        self.study
    }
}

/// Every check of a suite with its target.
pub(super) fn checks(suite: &Suite) -> impl Iterator<Item = (&Target, &Check)> + Clone {
    suite.targets.iter().flat_map(|target| target.checks.iter().map(move |check| (target, check)))
}

/// Rise of the misfit that bounds 95 % for so many parameters: the quantile of χ² by Wilson and Hilferty 1931, to 1 %.
fn within(parameters: usize) -> f64 {
    let k = parameters as f64;
    let part = 2.0 / (9.0 * k);
    let root = 1.0 - part + normal::quantile(0.95) * part.sqrt();
    k * root * root * root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values are left where the targets tell them from the best point, and stay where they do not.
    #[test]
    fn what_cannot_be_told_from_the_best_point_stays() {
        let fitted = |before: f64| {
            let point = vec![0.3, -0.2];
            let best =
                Arrived { point, places: Vec::new(), misfit: 1.0, slopes: Vec::new(), steps: 1, ended: true };
            Fitted { before, starts: vec![best.clone()], best, directions: Vec::new() }
        };
        assert_eq!(fitted(1.0 + 5.9).result(), [0.0, 0.0]);
        assert_eq!(fitted(1.0 + 6.1).result(), [0.3, -0.2]);
    }

    #[test]
    fn quantiles_of_chi_squared() {
        for (count, expected) in [(1, 3.841), (2, 5.991), (5, 11.070), (10, 18.307)] {
            assert!((within(count) / expected - 1.0).abs() < 0.03, "{count}: {}", within(count));
        }
    }
}
