//! Falls to the nearest minimum of the misfit: Gauss and Newton's steps on the places of all checks, shortened after
//! Levenberg and Marquardt. A step is that of bands, not of a parabola: it solves the piecewise problem in which
//! checks are straight in the parameters and bands flat inside, so that it stops where another band would be left.

use super::band::{Band, misfit};
use crate::error::Result;
use crate::study::statistics::symmetric::eigen;

/// Change of a parameter's logarithm from which differences are taken.
const DIFFERENCE: f64 = 0.05;
/// Longest step of a parameter, in its logarithm.
const LONGEST: f64 = 0.5;
/// First damping, and how it falls and rises; at most so many rises a step.
const DAMPING: f64 = 0.1;
const EASIER: f64 = 0.25;
const HARDER: f64 = 8.0;
const RISES: usize = 5;
/// Newton's steps on the piecewise problem.
const PIECES: usize = 40;
/// Fall of the misfit that is none: no data tell such likelihoods apart.
const FALL: f64 = 0.01;
/// Step of a logarithm that is none.
const STEP: f64 = 1e-3;

/// Places of all checks at points, one row a point.
pub(super) type Places<'p> = dyn FnMut(&[Vec<f64>]) -> Result<Vec<Vec<f64>>> + 'p;

/// The problem: bands, and the range of each parameter's logarithm.
pub(super) struct Descent<'a> {
    /// The bands.
    pub bands: &'a [Band],
    /// Ends of the ranges.
    pub ranges: &'a [(f64, f64)],
    /// Most steps.
    pub steps: u64,
}

/// Where a descent came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrived {
    /// Logarithms of the parameters.
    pub point: Vec<f64>,
    /// Places of the checks there.
    pub places: Vec<f64>,
    /// The misfit.
    pub misfit: f64,
    /// Slopes of the places there, by parameter, then check.
    pub slopes: Vec<Vec<f64>>,
    /// Steps that were taken.
    pub steps: u64,
    /// Whether no further step lowers it, or steps ran out.
    pub ended: bool,
}

impl Descent<'_> {
    /// From a start on.
    ///
    /// # Errors
    /// What `places` returns.
    pub(super) fn from(&self, start: &[f64], places: &mut Places<'_>) -> Result<Arrived> {
        let at = |point: Vec<f64>, places: Vec<f64>| {
            let misfit = misfit(self.bands, &places);
            Arrived { point, places, misfit, slopes: Vec::new(), steps: 0, ended: false }
        };
        let start: Vec<f64> =
            start.iter().zip(self.ranges).map(|(x, (low, high))| x.clamp(*low, *high)).collect();
        let first = places(std::slice::from_ref(&start))?.remove(0);
        let mut here = at(start, first);
        let mut damping = DAMPING;
        loop {
            here.slopes = self.slopes(&here, places)?;
            here.ended = here.misfit == 0.0;
            if here.ended || here.steps == self.steps {
                return Ok(here);
            }
            let mut lower = None;
            for _ in 0..RISES {
                let step = self.step(&here.places, &here.slopes, damping);
                let next = self.moved(&here.point, &step);
                let moves = next.iter().zip(&here.point).any(|(a, b)| (a - b).abs() > STEP);
                if !moves {
                    break;
                }
                let found = at(next.clone(), places(&[next])?.remove(0));
                if here.misfit - found.misfit > FALL {
                    lower = Some(found);
                    break;
                }
                damping *= HARDER;
            }
            match lower {
                Some(found) => here = Arrived { steps: here.steps + 1, ..found },
                None => return Ok(Arrived { ended: true, ..here }),
            }
            damping *= EASIER;
        }
    }

    /// Slopes of the places by one-sided differences, by parameter, then check.
    fn slopes(&self, here: &Arrived, places: &mut Places<'_>) -> Result<Vec<Vec<f64>>> {
        let change = |at: usize| {
            if here.point[at] + DIFFERENCE > self.ranges[at].1 { -DIFFERENCE } else { DIFFERENCE }
        };
        let changed = |at: usize| {
            let mut point = here.point.clone();
            point[at] += change(at);
            point
        };
        let beside = places(&(0..here.point.len()).map(changed).collect::<Vec<_>>())?;
        let slope = |(at, beside): (usize, &Vec<f64>)| {
            let slope = beside.iter().zip(&here.places).map(|(a, b)| (a - b) / change(at));
            slope.map(finite).collect()
        };
        Ok(beside.iter().enumerate().map(slope).collect())
    }

    fn moved(&self, point: &[f64], step: &[f64]) -> Vec<f64> {
        let moved = |((x, d), (low, high)): ((&f64, &f64), &(f64, f64))| {
            (x + d.clamp(-LONGEST, LONGEST)).clamp(*low, *high)
        };
        point.iter().zip(step).zip(self.ranges).map(moved).collect()
    }

    /// The step that minimises the misfit of straight checks and damping × its squared length.
    fn step(&self, places: &[f64], slopes: &[Vec<f64>], damping: f64) -> Vec<f64> {
        let n = slopes.len();
        let reached = |step: &[f64]| -> Vec<f64> {
            let place = |(check, place): (usize, &f64)| {
                place + step.iter().zip(slopes).map(|(d, slope)| d * slope[check]).sum::<f64>()
            };
            places.iter().enumerate().map(place).collect()
        };
        let cost = |step: &[f64]| {
            misfit(self.bands, &reached(step)) + damping * step.iter().map(|d| d * d).sum::<f64>()
        };
        let mut step = vec![0.0; n];
        let mut least = cost(&step);
        for _ in 0..PIECES {
            let residuals: Vec<f64> =
                self.bands.iter().zip(reached(&step)).map(|(b, p)| b.residual(p)).collect();
            let outside: Vec<usize> = (0..residuals.len()).filter(|at| residuals[*at] != 0.0).collect();
            let downhill: Vec<f64> = (0..n)
                .map(|at| {
                    -outside.iter().map(|i| slopes[at][*i] * residuals[*i]).sum::<f64>() - damping * step[at]
                })
                .collect();
            let product =
                |a: usize, b: usize| outside.iter().map(|i| slopes[a][*i] * slopes[b][*i]).sum::<f64>();
            let curved: Vec<Vec<f64>> = (0..n).map(|a| (0..n).map(|b| product(a, b)).collect()).collect();
            let newton = eigen(&curved).solve(&downhill, damping);
            let part = [1.0, 0.5, 0.25, 0.125, 0.0625].into_iter().find_map(|part| {
                let next: Vec<f64> = step.iter().zip(&newton).map(|(d, more)| d + part * more).collect();
                let next_cost = cost(&next);
                (next_cost < least * (1.0 - 1e-9)).then_some((next, next_cost))
            });
            let Some((next, next_cost)) = part else { break };
            (step, least) = (next, next_cost);
        }
        step
    }
}

/// A slope; none where the model has no value on one side.
fn finite(slope: f64) -> f64 {
    if slope.is_finite() { slope } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::band::tests::band;
    use super::*;

    const RANGES: [(f64, f64); 2] = [(-2.0, 2.0), (-2.0, 2.0)];

    fn descend(bands: &[Band], start: &[f64], model: fn(f64, f64) -> Vec<f64>) -> Arrived {
        let descent = Descent { bands, ranges: &RANGES, steps: 50 };
        let place = |point: &Vec<f64>| -> Vec<f64> {
            bands.iter().zip(model(point[0], point[1])).map(|(band, value)| band.place(value)).collect()
        };
        descent.from(start, &mut |points| Ok(points.iter().map(place).collect())).unwrap()
    }

    #[test]
    fn what_holds_every_band_stays_where_it_is() {
        let bands = [band(Some(0.0), Some(1.0)), band(None, Some(2.0))];
        let found = descend(&bands, &[0.3, 0.2], |a, b| vec![a + b, libm::exp(a)]);
        assert_eq!((found.point, found.misfit, found.steps, found.ended), (vec![0.3, 0.2], 0.0, 0, true));
    }

    /// The nearest point that holds both bands, where one is left by what mends the other.
    #[test]
    fn bands_that_pull_at_each_other() {
        let bands = [band(Some(1.0), Some(2.0)), band(Some(-0.2), Some(0.2))];
        let found = descend(&bands, &[0.0, 0.0], |a, b| vec![libm::exp(a + b) - 0.2, a - b]);
        assert!(found.ended && found.misfit < 0.02, "{found:?}");
        assert!((found.point[0] - found.point[1]).abs() < 0.05, "{found:?}");
    }

    /// Two bands that no point holds: the sum of squares has its minimum where their pulls are equal.
    #[test]
    fn bands_that_cannot_both_hold() {
        let bands = [band(Some(1.0), Some(2.0)), band(Some(-1.0), Some(0.0))];
        let found = descend(&bands, &[-1.0, 0.0], |a, _| vec![a, a]);
        assert!(found.ended && (found.point[0] - 0.5).abs() < 1e-2, "{found:?}");
    }

    #[test]
    fn slopes_are_those_of_the_model_also_at_the_end_of_a_range() {
        let bands = [band(Some(0.0), None), band(Some(0.0), None), band(Some(0.0), None)];
        let descent = Descent { bands: &bands, ranges: &RANGES, steps: 0 };
        let mut places = |points: &[Vec<f64>]| -> Result<Vec<Vec<f64>>> {
            Ok(points.iter().map(|p| vec![3.0 * p[0] - p[1], 7.0 - p[1], f64::NAN]).collect())
        };
        let found = descent.from(&[3.0, 0.5], &mut places).unwrap();
        assert_eq!((found.point[0], found.ended), (2.0, false));
        let expected = [[3.0, 0.0, 0.0], [-1.0, -1.0, 0.0]];
        for (slope, expected) in found.slopes.iter().flatten().zip(expected.iter().flatten()) {
            assert!((slope - expected).abs() < 1e-12, "{found:?}");
        }
    }
}
