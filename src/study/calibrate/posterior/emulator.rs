//! The first stage: where the checks of a point would lie, told from those that were run.
//!
//! A straight line a check in the numbers of all parameters, from a star: runs in which one parameter is moved each. What
//! that misses is told by a second line, its slopes shrunk towards 0 (ridge), most where the star saw nothing, with parabolas along the few directions that
//! the checks hang on most. What is missed then is known from leaving each point out in turn, and widens the bands: an
//! error model that adapts with every run (Cui, Fox and O'Sullivan 2011).

use rayon::prelude::*;

use crate::numerics::cholesky::Cholesky;
use crate::study::statistics::symmetric::eigen;

/// Strengths of the shrinkage that are tried, in points.
const RIDGES: [f64; 7] = [0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0];
/// Directions in which checks are parabolas, where there are points enough: fewest and most.
const CURVED: (usize, usize) = (6, 12);
/// Times that these directions are found.
const TIMES: usize = 3;
/// Points a feature that the fewest parabolas need, and more of them.
const NEEDED: (f64, f64) = (2.0, 3.0);
/// Standard deviations that a parameter moves all checks by, in all, at which it is shrunk twice as much as one that
/// moves them far; and least part of a number that counts.
const FAINT: f64 = 0.5;
const LEAST: f64 = 0.05;
/// Soft standard deviations a check up to which a slope tells how much a parameter matters.
const STEEP: f64 = 4.0;

/// Lines through the runs in which one parameter is moved each.
#[derive(Debug, Clone, Default)]
pub(super) struct Star {
    /// Soft places of the checks where nothing is moved.
    pub centre: Vec<f64>,
    /// By check, then parameter: how fast its soft place moves.
    pub slopes: Vec<Vec<f64>>,
}

impl Star {
    /// From the centre, and the places where each parameter is moved by its step.
    pub(super) fn new(centre: Vec<f64>, arms: &[Vec<f64>], steps: &[f64]) -> Self {
        let slope = |check: usize| {
            arms.iter().zip(steps).map(|(arm, step)| (arm[check] - centre[check]) / step).collect()
        };
        Self { slopes: (0..centre.len()).map(slope).collect(), centre }
    }

    fn place(&self, check: usize, point: &[f64]) -> f64 {
        self.centre[check] + dot(&self.slopes[check], point)
    }

    /// By parameter, the part of its number that a line is fitted in: what moves no check by itself is shrunk most, so
    /// that few runs tell of many parameters (automatic relevance determination: MacKay 1994, from the star).
    fn relevance(&self) -> Vec<f64> {
        let parameters = self.slopes.first().map_or(0, Vec::len);
        let part = |at: usize| {
            let slope = |row: &Vec<f64>| row[at].clamp(-STEEP, STEEP);
            let square: f64 = self.slopes.iter().map(|row| slope(row) * slope(row)).sum();
            (square / (square + FAINT * FAINT)).sqrt().max(LEAST)
        };
        (0..parameters).map(part).collect()
    }
}

/// Points that were run, but those of the star.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs {
    /// The star.
    pub star: Star,
    /// Numbers of the parameters.
    pub points: Vec<Vec<f64>>,
    /// Places of the checks, bounded.
    pub places: Vec<Vec<f64>>,
    /// Values of the checks at rest.
    pub rests: Vec<Vec<f64>>,
    /// How much each counts.
    pub weights: Vec<f64>,
}

/// Lines and parabolas through what was run.
#[derive(Debug, Clone)]
pub(super) struct Emulator {
    /// By parameter, the part of its number that is a feature.
    relevance: Vec<f64>,
    /// Directions in which it is curved, of length 1.
    curved: Vec<Vec<f64>>,
    /// By feature, what it counts for each check: so that checks are summed side by side.
    coefficients: Vec<Vec<f64>>,
    /// By check, the standard deviation of what it misses.
    pub spread: Vec<f64>,
    /// By check, the mean of its values at rest, which hardly hang on parameters.
    pub rests: Vec<f64>,
}

impl Emulator {
    /// Through all points, each by its weight.
    pub(super) fn new(runs: &Runs) -> Self {
        let mut emulator = Self::with(runs, Vec::new());
        let all: f64 = runs.weights.iter().sum();
        let mut rests = vec![0.0; runs.places[0].len()];
        for (row, weight) in runs.rests.iter().zip(&runs.weights) {
            rests.iter_mut().zip(row).for_each(|(sum, rest)| *sum += weight / all * rest);
        }
        let lines: f64 = emulator.relevance.iter().map(|part| part * part).sum();
        let features = |curved: usize| 1.0 + lines + (curved * (curved + 1) / 2) as f64;
        let points = runs.points.len() as f64;
        if points < NEEDED.0 * features(CURVED.0) {
            return Self { rests, ..emulator };
        }
        let afford = |curved: &usize| points >= NEEDED.1 * features(*curved);
        let curved = (CURVED.0..=CURVED.1).rev().find(afford).unwrap_or(CURVED.0);
        // Lines alone take some of the curvature for slopes, so that directions are found anew with it.
        for _ in 0..TIMES {
            let directions = emulator.directions().into_iter().map(|(_, direction)| direction);
            emulator = Self::with(runs, directions.take(curved).collect());
        }
        Self { rests, ..emulator }
    }

    fn with(runs: &Runs, curved: Vec<Vec<f64>>) -> Self {
        let (coefficients, spread, rests) = (Vec::new(), Vec::new(), Vec::new());
        let mut this = Self { relevance: runs.star.relevance(), curved, coefficients, spread, rests };
        let rows: Vec<Vec<f64>> = runs.points.iter().map(|point| this.features(point)).collect();
        let count = rows[0].len();
        this.coefficients = vec![Vec::new(); count];
        let mut gram = vec![vec![0.0; count]; count];
        for (row, weight) in rows.iter().zip(&runs.weights) {
            for (i, line) in gram.iter_mut().enumerate() {
                line.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * row[i] * x);
            }
        }
        let fits: Vec<Fit> =
            RIDGES.par_iter().map(|ridge| Fit::new(&gram, &rows, &runs.weights, *ridge)).collect();
        let best = |check: usize| {
            let points = runs.places.iter().zip(&runs.points);
            let values: Vec<f64> =
                points.map(|(places, point)| places[check] - runs.star.place(check, point)).collect();
            let tried = fits.iter().map(|fit| fit.of(&rows, &runs.weights, &values));
            tried.reduce(|best, next| if next.1 < best.1 { next } else { best }).unwrap_or_default()
        };
        let found: Vec<(Vec<f64>, f64)> = (0..runs.places[0].len()).into_par_iter().map(best).collect();
        for (check, (mut coefficients, missed)) in found.into_iter().enumerate() {
            coefficients[0] += runs.star.centre[check];
            let slopes = runs.star.slopes[check].iter().zip(&this.relevance);
            coefficients[1..].iter_mut().zip(slopes).for_each(|(x, (slope, part))| *x += slope / part);
            this.coefficients.iter_mut().zip(coefficients).for_each(|(row, x)| row.push(x));
            this.spread.push(missed.sqrt());
        }
        this
    }

    /// 1, the numbers by their relevance, and products of the curved directions.
    fn features(&self, point: &[f64]) -> Vec<f64> {
        let mut features = Vec::with_capacity(1 + point.len() + self.curved.len() * self.curved.len());
        features.push(1.0);
        features.extend(point.iter().zip(&self.relevance).map(|(x, part)| x * part));
        let along: Vec<f64> = self.curved.iter().map(|direction| dot(direction, point)).collect();
        for (i, a) in along.iter().enumerate() {
            features.extend(along[..=i].iter().map(|b| a * b));
        }
        features
    }

    /// Where the checks of a point lie.
    pub(super) fn places(&self, point: &[f64]) -> Vec<f64> {
        let mut places = vec![0.0; self.spread.len()];
        for (feature, row) in self.features(point).iter().zip(&self.coefficients) {
            places.iter_mut().zip(row).for_each(|(place, x)| *place += x * feature);
        }
        places
    }

    /// By check, the slopes at the median of the prior.
    pub(super) fn slopes(&self) -> Vec<Vec<f64>> {
        let rows = || self.coefficients[1..].iter().zip(&self.relevance);
        let of = |check: usize| rows().map(|(row, part)| row[check] * part).collect();
        (0..self.spread.len()).map(of).collect()
    }

    /// Directions that the checks hang on, the most telling first, with how much they tell: eigenvalues and vectors of
    /// Gauss and Newton's matrix.
    pub(super) fn directions(&self) -> Vec<(f64, Vec<f64>)> {
        let scaled = |(row, spread): (Vec<f64>, &f64)| {
            let scale = 1.0 / (1.0 + spread * spread).sqrt();
            row.into_iter().map(|slope| scale * slope).collect()
        };
        informed(&self.slopes().into_iter().zip(&self.spread).map(scaled).collect::<Vec<_>>())
    }
}

/// Eigenvalues above 0 and their vectors of the sum of the products of slopes.
pub(super) fn informed(slopes: &[Vec<f64>]) -> Vec<(f64, Vec<f64>)> {
    // By the smaller of both matrices: checks are fewer than parameters.
    let small: Vec<Vec<f64>> = slopes.iter().map(|a| slopes.iter().map(|b| dot(a, b)).collect()).collect();
    let found = eigen(&small);
    let least = 1e-9 * found.values.first().copied().unwrap_or(0.0).max(f64::MIN_POSITIVE);
    let pairs = found.values.into_iter().zip(found.vectors).filter(|(value, _)| *value > least);
    let direction = |(value, vector): (f64, Vec<f64>)| {
        let mut sum = vec![0.0; slopes[0].len()];
        for (part, row) in vector.iter().zip(slopes) {
            sum.iter_mut().zip(row).for_each(|(sum, slope)| *sum += part * slope);
        }
        let length = dot(&sum, &sum).sqrt();
        (value, sum.into_iter().map(|x| x / length).collect())
    };
    pairs.map(direction).collect()
}

/// Scalar product.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Points whose leverages are found side by side.
const LANES: usize = 8;

/// Normal equations with one strength of the shrinkage.
struct Fit {
    factor: Cholesky,
    /// How much of each point's value is its own doing.
    leverage: Vec<f64>,
}

impl Fit {
    fn new(gram: &[Vec<f64>], rows: &[Vec<f64>], weights: &[f64], ridge: f64) -> Self {
        let mut matrix = gram.to_vec();
        // The constant is not shrunk.
        matrix.iter_mut().enumerate().skip(1).for_each(|(at, row)| row[at] += ridge);
        let factor = Cholesky::new(&matrix, |pivot, diagonal| pivot > f64::EPSILON * diagonal);
        let own = |(rows, weights): (&[Vec<f64>], &[f64])| {
            let lanes = |at: usize| std::array::from_fn(|lane| rows.get(lane).map_or(0.0, |row| row[at]));
            let right: Vec<[f64; LANES]> = (0..rows[0].len()).map(lanes).collect();
            let solved = factor.solve_side_by_side(&right);
            let leverage = |(lane, weight): (usize, &f64)| {
                let whole: f64 = rows[lane].iter().zip(&solved).map(|(x, solved)| x * solved[lane]).sum();
                weight * whole
            };
            weights.iter().enumerate().map(leverage).collect::<Vec<f64>>()
        };
        let leverage = rows.par_chunks(LANES).zip(weights.par_chunks(LANES)).flat_map_iter(own).collect();
        Self { factor, leverage }
    }

    /// Coefficients for these values, and the mean square of what they miss of a point that is left out.
    fn of(&self, rows: &[Vec<f64>], weights: &[f64], values: &[f64]) -> (Vec<f64>, f64) {
        let mut right = vec![0.0; rows[0].len()];
        for ((row, weight), value) in rows.iter().zip(weights).zip(values) {
            right.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * value * x);
        }
        let coefficients = self.factor.solve(&right);
        let (mut missed, mut all) = (0.0, 0.0);
        for (((row, weight), value), leverage) in rows.iter().zip(weights).zip(values).zip(&self.leverage) {
            let left_out = (value - dot(&coefficients, row)) / (1.0 - leverage).max(1e-6);
            missed += weight * left_out * left_out;
            all += weight;
        }
        (coefficients, missed / all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Random};

    /// What is a line and a parabola in truth is found, and what is missed is noise of the size that was put in.
    #[test]
    fn lines_parabolas_and_noise_are_told_apart() {
        let mut random = Random::new(1, Purpose::Posterior, 0);
        let truth =
            |z: &[f64]| [3.0 + 2.0 * z[0] - z[3], 1.0 + 2.0 * (z[1] + z[2]) + (z[1] + z[2]) * (z[1] + z[2])];
        let arm =
            |at: usize| truth(&(0..30).map(|other| f64::from(u8::from(other == at))).collect::<Vec<_>>());
        let arms: Vec<Vec<f64>> = (0..30).map(|at| arm(at).to_vec()).collect();
        let star = Star::new(truth(&[0.0; 30]).to_vec(), &arms, &[1.0; 30]);
        let mut runs = Runs { star, ..Runs::default() };
        for _ in 0..400 {
            let z: Vec<f64> = (0..30).map(|_| random.normal()).collect();
            let noise = 0.1 * random.normal();
            let [a, b] = truth(&z);
            runs.places.push(vec![a + noise, b]);
            runs.points.push(z);
            runs.rests.push(vec![0.0; 2]);
            runs.weights.push(1.0);
        }
        let emulator = Emulator::new(&runs);
        assert!((0.08..0.13).contains(&emulator.spread[0]), "{:?}", emulator.spread);
        assert!(emulator.spread[1] < 0.5, "{:?}: a line alone misses 2.8", emulator.spread);
        let z: Vec<f64> = (0..30).map(|at| 0.1 * f64::from(at % 3)).collect();
        let (found, expected) = (emulator.places(&z), truth(&z));
        assert!((found[0] - expected[0]).abs() < 0.1 && (found[1] - expected[1]).abs() < 0.6, "{found:?}");
        let directions = emulator.directions();
        assert_eq!(directions.len(), 2);
        assert!(
            (directions[0].0 / directions[1].0) > 1.0
                && (dot(&directions[0].1, &directions[1].1)).abs() < 1e-9
        );
    }
}
