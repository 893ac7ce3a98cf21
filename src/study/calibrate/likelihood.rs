//! How well the model's values explain the data: minus twice the logarithm of the likelihood, with scale, offset and
//! spread of each observable at their best values, which are solved for and not searched.

use super::data::{Censoring, Datum};
use super::observable::Observable;
use crate::random::normal;

/// Least spread that is estimated, as a part of the largest value (of logarithms as it is): data that a model
/// explains to the last digit have no likelihood otherwise.
const LEAST: f64 = 1e-9;
/// Most rounds of expectation and maximisation, and the fall that ends them.
const ROUNDS: usize = 2000;
const STILL: f64 = 1e-11;
/// Standard deviations below which the tail of the normal distribution is a series.
const TAIL: f64 = -20.0;

/// The data of one observable.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// What is measured.
    pub observable: Observable,
    /// Places of its data.
    pub members: Vec<usize>,
}

/// Groups data by outcome, in the order in which outcomes first come.
pub(super) fn groups(data: &[Datum], given: &[Observable]) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    for (at, datum) in data.iter().enumerate() {
        match found.iter_mut().find(|group| group.observable.outcome == datum.outcome) {
            Some(group) => group.members.push(at),
            None => {
                let known = given.iter().find(|observable| observable.outcome == datum.outcome);
                let observable = known.cloned().unwrap_or_else(|| Observable::plain(&datum.outcome));
                found.push(Group { observable, members: vec![at] });
            }
        }
    }
    found
}

/// What is estimated of an observable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Estimate {
    /// Factor of the outcome.
    pub scale: f64,
    /// What is added.
    pub offset: f64,
    /// Spread of all its values, where one is estimated; of logarithms for log-normal errors.
    pub spread: Option<f64>,
}

/// A model against data.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    /// Minus twice the log-likelihood, but for constants: χ² where nothing is estimated and nothing censored.
    pub misfit: f64,
    /// Of each group.
    pub estimates: Vec<Estimate>,
    /// What the model says that is measured, in the data's units.
    pub predicted: Vec<f64>,
    /// Differences in units of the spread, positive where the model is above; of a censored value the root of its part
    /// of the misfit.
    pub residuals: Vec<f64>,
}

/// One value where its error is normal: itself, or its logarithm.
struct Point {
    model: f64,
    value: f64,
    censoring: Censoring,
    spread: f64,
}

/// The model's value of every datum against the data; the misfit is infinite where there is none.
pub(super) fn judge(groups: &[Group], data: &[Datum], model: &[f64]) -> Judged {
    let none = Estimate { scale: 1.0, offset: 0.0, spread: None };
    let mut judged = Judged {
        misfit: 0.0,
        estimates: Vec::with_capacity(groups.len()),
        predicted: vec![f64::NAN; data.len()],
        residuals: vec![f64::NAN; data.len()],
    };
    for group in groups {
        let lognormal = group.observable.lognormal;
        let normal = |value: f64| if lognormal { libm::log(value) } else { value };
        let point = |at: &usize| {
            let Datum { value, censoring, spread, .. } = data[*at];
            Point { model: normal(model[*at]), value: normal(value), censoring, spread }
        };
        let points: Vec<Point> = group.members.iter().map(point).collect();
        if points.iter().any(|point| !point.model.is_finite()) {
            judged.misfit = f64::INFINITY;
            judged.estimates.push(none);
            continue;
        }
        let line = Line::of(&group.observable, &points);
        judged.misfit += line.misfit(&points);
        for (at, point) in group.members.iter().zip(&points) {
            let expected = line.expected(point);
            judged.predicted[*at] = if lognormal { libm::exp(expected) } else { expected };
            judged.residuals[*at] = line.residual(point);
        }
        judged.estimates.push(line.estimate(lognormal));
    }
    if judged.misfit.is_nan() {
        judged.misfit = f64::INFINITY;
    }
    judged
}

/// scale × model + offset, with a spread.
#[derive(Debug, Clone, Copy)]
struct Line {
    scale: f64,
    offset: f64,
    spread: Option<f64>,
}

impl Line {
    /// The best line of an observable. Without censored values it is solved for at once; with them by expectation and
    /// maximisation (Dempster and others 1977): each round is the same solution with the values expected beyond limits.
    fn of(observable: &Observable, points: &[Point]) -> Self {
        let plain = Self { scale: 1.0, offset: 0.0, spread: None };
        if !observable.estimated() {
            return plain;
        }
        let largest = points.iter().map(|point| point.value.abs()).fold(0.0, f64::max);
        let least = if observable.lognormal { LEAST } else { LEAST * largest.max(f64::MIN_POSITIVE) };
        let values: Vec<(f64, f64)> = points.iter().map(|point| (point.value, 0.0)).collect();
        let mut line = plain.fitted(observable, points, &values, least);
        if points.iter().all(|point| point.censoring == Censoring::None) {
            return line;
        }
        let mut misfit = line.misfit(points);
        for _ in 0..ROUNDS {
            let expected: Vec<(f64, f64)> = points.iter().map(|point| line.beyond(point)).collect();
            let next = line.fitted(observable, points, &expected, least);
            let next_misfit = next.misfit(points);
            let still = misfit - next_misfit < STILL * (1.0 + misfit.abs());
            if next_misfit < misfit {
                (line, misfit) = (next, next_misfit);
            }
            if still {
                break;
            }
        }
        line
    }

    /// The line of least squares through values, each with the variance that it is expected to have by itself.
    fn fitted(self, observable: &Observable, points: &[Point], values: &[(f64, f64)], least: f64) -> Self {
        let weight =
            |point: &Point| if observable.spread { 1.0 } else { 1.0 / (point.spread * point.spread) };
        let sum = |of: &dyn Fn(&Point, f64) -> f64| -> f64 {
            points.iter().zip(values).map(|(point, value)| weight(point) * of(point, value.0)).sum()
        };
        let all = sum(&|_, _| 1.0);
        let mut line = self;
        if observable.lognormal {
            // The logarithm of the scale is what is added to the logarithm of the model.
            let shift = sum(&|point, value| value - point.model) / all;
            line.offset = if observable.scale { shift } else { 0.0 };
        } else {
            let (x, y) = if observable.offset {
                (sum(&|point, _| point.model) / all, sum(&|_, value| value) / all)
            } else {
                (0.0, 0.0)
            };
            if observable.scale {
                let both = sum(&|point, value| (point.model - x) * (value - y));
                let square = sum(&|point, _| (point.model - x) * (point.model - x));
                // A model that does not move has no scale, and no scale turns a course over.
                line.scale = if square > 0.0 { (both / square).max(0.0) } else { 1.0 };
            }
            line.offset = if observable.offset { y - line.scale * x } else { 0.0 };
        }
        if observable.spread {
            let square = |(point, (value, variance)): (&Point, &(f64, f64))| {
                let difference = value - line.expected(point);
                difference * difference + variance
            };
            let mean = points.iter().zip(values).map(square).sum::<f64>() / points.len() as f64;
            line.spread = Some(mean.sqrt().max(least));
        }
        line
    }

    fn expected(&self, point: &Point) -> f64 {
        self.scale * point.model + self.offset
    }

    /// How far the model is above a value, in units of the spread.
    fn above(&self, point: &Point) -> f64 {
        (self.expected(point) - point.value) / self.spread.unwrap_or(point.spread)
    }

    /// Mean and variance of a value that is known to lie beyond its limit.
    fn beyond(&self, point: &Point) -> (f64, f64) {
        let spread = self.spread.unwrap_or(point.spread);
        let sign = match point.censoring {
            Censoring::None => return (point.value, 0.0),
            Censoring::Below => 1.0,
            Censoring::Above => -1.0,
        };
        let limit = -sign * self.above(point);
        let hazard = hazard(limit);
        let mean = self.expected(point) - sign * spread * hazard;
        (mean, spread * spread * (1.0 - hazard * (limit + hazard)).clamp(0.0, 1.0))
    }

    /// Minus twice the log-likelihood, but for constants.
    fn misfit(&self, points: &[Point]) -> f64 {
        let part = |point: &Point| {
            let residual = self.residual(point);
            let width = match (self.spread, point.censoring) {
                (Some(spread), Censoring::None) => 2.0 * libm::log(spread),
                _ => 0.0,
            };
            residual * residual + width
        };
        points.iter().map(part).sum()
    }

    fn residual(&self, point: &Point) -> f64 {
        let above = self.above(point);
        match point.censoring {
            Censoring::None => above,
            Censoring::Below => (-2.0 * log_below(-above)).sqrt(),
            Censoring::Above => -(-2.0 * log_below(above)).sqrt(),
        }
    }

    /// As it is for the data: the scale of logarithms is a shift.
    fn estimate(&self, lognormal: bool) -> Estimate {
        let Self { scale, offset, spread } = *self;
        if lognormal {
            return Estimate { scale: libm::exp(offset), offset: 0.0, spread };
        }
        Estimate { scale, offset, spread }
    }
}

/// ln Φ(x), the logarithm of the probability that a standard normal number is below x.
fn log_below(x: f64) -> f64 {
    if x > TAIL {
        return libm::log(normal::cumulative(x)).min(0.0);
    }
    let y = 1.0 / (x * x);
    -0.5 * x * x - libm::log(-x) - 0.5 * libm::log(std::f64::consts::TAU)
        + libm::log1p(y * (-1.0 + y * (3.0 - 15.0 * y)))
}

/// φ(x) / Φ(x).
fn hazard(x: f64) -> f64 {
    libm::exp(-0.5 * x * x - 0.5 * libm::log(std::f64::consts::TAU) - log_below(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn datum(value: f64, censoring: Censoring, spread: f64) -> Datum {
        Datum { condition: 0, outcome: "x".into(), day: 1.0, value, censoring, spread, of_peak: false }
    }

    fn observable(scale: bool, offset: bool, spread: bool, lognormal: bool) -> Observable {
        Observable { outcome: "x".into(), scale, offset, spread, lognormal }
    }

    fn judged(observable: &Observable, data: &[Datum], model: &[f64]) -> Judged {
        judge(&groups(data, std::slice::from_ref(observable)), data, model)
    }

    const MODEL: [f64; 5] = [1.0, 2.0, 4.0, 3.0, 1.5];

    /// Data a·m + b with an alternating error e.
    fn data(a: f64, b: f64, e: f64, spread: f64) -> Vec<Datum> {
        let value = |(at, m): (usize, &f64)| a * m + b + if at % 2 == 0 { e } else { -e };
        MODEL.iter().enumerate().map(value).map(|value| datum(value, Censoring::None, spread)).collect()
    }

    #[test]
    fn plain_data_give_chi_squared() {
        let found = judged(&Observable::plain("x"), &data(1.0, 0.0, 0.2, 0.1), &MODEL);
        assert!((found.misfit - 20.0).abs() < 1e-12, "{found:?}");
        assert!(found.residuals.iter().all(|residual| (residual.abs() - 2.0).abs() < 1e-12));
        assert_eq!(found.predicted, MODEL);
        let missing =
            judged(&Observable::plain("x"), &data(1.0, 0.0, 0.0, 1.0), &[f64::NAN, 1.0, 1.0, 1.0, 1.0]);
        assert_eq!(missing.misfit, f64::INFINITY);
    }

    #[test]
    fn scale_and_offset_are_solved_for() {
        let found = judged(&observable(true, true, false, false), &data(2.5, 0.7, 0.0, 0.3), &MODEL);
        let Estimate { scale, offset, .. } = found.estimates[0];
        assert!((scale - 2.5).abs() < 1e-12 && (offset - 0.7).abs() < 1e-12 && found.misfit < 1e-20);
        // What no line of a positive scale explains has scale 0 and its mean.
        let turned = judged(&observable(true, true, false, false), &data(-1.0, 9.0, 0.0, 1.0), &MODEL);
        assert_eq!(turned.estimates[0].scale, 0.0);
        assert!((turned.estimates[0].offset - (9.0 - 2.3)).abs() < 1e-12);
    }

    /// At the estimated spread the misfit is n ln σ² + n, least of all spreads.
    #[test]
    fn a_spread_is_that_of_the_differences() {
        let found = judged(&observable(false, false, true, false), &data(1.0, 0.0, 0.2, f64::NAN), &MODEL);
        assert!((found.estimates[0].spread.unwrap() - 0.2).abs() < 1e-12);
        assert!((found.misfit - (5.0 * libm::log(0.04) + 5.0)).abs() < 1e-9, "{}", found.misfit);
        let exact = judged(&observable(false, false, true, false), &data(1.0, 0.0, 0.0, f64::NAN), &MODEL);
        assert!(exact.misfit.is_finite());
    }

    #[test]
    fn lognormal_errors_are_those_of_logarithms() {
        let value = |(at, m): (usize, &f64)| 3.0 * m * libm::exp(if at % 2 == 0 { 0.1 } else { -0.1 });
        let data: Vec<Datum> =
            MODEL.iter().take(4).enumerate().map(value).map(|v| datum(v, Censoring::None, 0.1)).collect();
        let found = judged(&observable(true, false, false, true), &data, &MODEL[..4]);
        assert!(
            (found.estimates[0].scale - 3.0).abs() < 1e-12 && (found.misfit - 4.0).abs() < 1e-9,
            "{found:?}"
        );
        assert!((found.predicted[2] - 12.0).abs() < 1e-12);
        let below_nothing = judged(&observable(false, false, false, true), &data, &[0.0, 1.0, 1.0, 1.0]);
        assert_eq!(below_nothing.misfit, f64::INFINITY);
    }

    #[test]
    fn censored_values_count_by_their_probability() {
        let one = |censoring: Censoring, model: f64| {
            judged(&Observable::plain("x"), &[datum(2.0, censoring, 0.5)], &[model])
        };
        let at_limit = one(Censoring::Below, 2.0);
        assert!((at_limit.misfit - 2.0 * std::f64::consts::LN_2).abs() < 1e-12, "half of it");
        assert!(one(Censoring::Below, 0.0).misfit < 1e-3 && one(Censoring::Above, 4.0).misfit < 1e-3);
        let two_above = one(Censoring::Below, 3.0);
        assert!((two_above.misfit + 2.0 * libm::log(normal::cumulative(-2.0))).abs() < 1e-12);
        assert!(two_above.residuals[0] > 0.0 && one(Censoring::Above, 1.0).residuals[0] < 0.0);
        // Far in the tail, where the probability itself is 0 in double precision.
        let far = one(Censoring::Below, 2.0 + 0.5 * 60.0).misfit;
        assert!((far / (3600.0 + 2.0 * libm::log(60.0 * 2.506_628_3)) - 1.0).abs() < 1e-4, "{far}");
        assert!((log_below(TAIL + 1e-9) - log_below(TAIL - 1e-9)).abs() < 1e-6);
    }

    /// Against a search over scale and spread: no neighbour is better than what expectation and maximisation find.
    #[test]
    fn censored_values_with_estimates() {
        let mut data = data(2.0, 0.0, 0.3, f64::NAN);
        data[2] = datum(6.0, Censoring::Above, f64::NAN);
        data[0] = datum(2.5, Censoring::Below, f64::NAN);
        let observable = observable(true, false, true, false);
        let points: Vec<Point> = data
            .iter()
            .zip(MODEL)
            .map(|(datum, model)| Point {
                model,
                value: datum.value,
                censoring: datum.censoring,
                spread: f64::NAN,
            })
            .collect();
        let line = Line::of(&observable, &points);
        let least = line.misfit(&points);
        for (a, b) in [(1.001, 1.0), (0.999, 1.0), (1.0, 1.01), (1.0, 0.99), (1.002, 1.01), (0.998, 0.99)] {
            let other = Line { scale: line.scale * a, spread: line.spread.map(|spread| spread * b), ..line };
            assert!(other.misfit(&points) > least - 1e-8, "{a} {b}: {} {least}", other.misfit(&points));
        }
        assert!((line.scale - 2.0).abs() < 0.15, "{line:?}");
    }
}
