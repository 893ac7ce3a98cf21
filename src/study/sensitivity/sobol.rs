//! Sobol' indices: how much of the variance of an outcome each input explains.
//!
//! First order by Saltelli and others 2010, total by Jansen 1999, on Sobol' points: matrices A and B,
//! and A with one column of B for each input.

use rayon::prelude::*;

use crate::error::Result;
use crate::random::{Purpose, Random};
use crate::study::plan::design::sobol;
use crate::study::statistics::{COVERAGE, sample_quantile, sorted};

/// Resamples of rows for the intervals.
const RESAMPLES: usize = 1000;

/// The points of the estimators.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Saltelli {
    inputs: usize,
    a: Vec<Vec<f64>>,
    b: Vec<Vec<f64>>,
}

/// An index with its 95 % bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Index {
    /// Share of the variance.
    pub value: f64,
    /// The interval's ends.
    pub ends: (f64, f64),
}

/// The indices of one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Indices {
    /// By itself, S₁.
    pub first: Index,
    /// With everything that it acts together with, S_T.
    pub total: Index,
}

impl Saltelli {
    /// Rows for so many inputs.
    ///
    /// # Errors
    /// Beyond the tables of Sobol' points.
    pub(super) fn new(inputs: usize, rows: usize, seed: u64) -> Result<Self> {
        let both = sobol(rows, 2 * inputs, seed)?;
        let (a, b) = both.into_iter().map(|row| (row[..inputs].to_vec(), row[inputs..].to_vec())).unzip();
        Ok(Self { inputs, a, b })
    }

    /// All points, row by row: A, B, then A with each column of B.
    pub(super) fn points(&self) -> impl Iterator<Item = Vec<f64>> {
        self.a.iter().zip(&self.b).flat_map(|(a, b)| {
            let mixed = (0..self.inputs).map(move |input| {
                let mut point = a.clone();
                point[input] = b[input];
                point
            });
            [a.clone(), b.clone()].into_iter().chain(mixed)
        })
    }

    /// Row of every point, from 1, and its matrix: 0 is A, 1 is B, 2 + i is A with column i of B.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let each = self.inputs + 2;
        (1..=self.a.len()).flat_map(move |row| (0..each).map(move |matrix| (row, matrix)))
    }

    /// The indices of a function with these values at the points, by input. Rows with a value that is not a
    /// number are left out; not a number where nothing varies.
    pub(super) fn indices(&self, values: &[f64], seed: u64) -> Vec<Indices> {
        let finite = |row: &&[f64]| row.iter().all(|value| value.is_finite());
        let mut rows: Vec<Vec<f64>> =
            values.chunks(self.inputs + 2).filter(finite).map(<[f64]>::to_vec).collect();
        // The estimators are exact for any shift; about the mean they scatter least.
        let count = rows.len();
        let middle = rows.iter().map(|row| row[0] + row[1]).sum::<f64>() / (2.0 * count as f64);
        rows.iter_mut().flatten().for_each(|value| *value -= middle);
        let all: Vec<usize> = (0..count).collect();
        let best = self.estimate(&rows, &all);
        let resample = |number: usize| {
            let mut stream = Random::new(seed, Purpose::Bootstrap, number as u32);
            let chosen: Vec<usize> = (0..count).map(|_| stream.below(count)).collect();
            self.estimate(&rows, &chosen)
        };
        let resampled: Vec<Vec<(f64, f64)>> = (0..RESAMPLES).into_par_iter().map(resample).collect();
        let tail = 0.5 * (1.0 - COVERAGE);
        let index = |value: f64, resampled: Vec<f64>| {
            let found = sorted(&resampled);
            Index { value, ends: (sample_quantile(&found, tail), sample_quantile(&found, 1.0 - tail)) }
        };
        let indices = |(at, (first, total)): (usize, &(f64, f64))| Indices {
            first: index(*first, resampled.iter().map(|all| all[at].0).collect()),
            total: index(*total, resampled.iter().map(|all| all[at].1).collect()),
        };
        best.iter().enumerate().map(indices).collect()
    }

    /// First and total indices by input, from the chosen rows.
    fn estimate(&self, rows: &[Vec<f64>], chosen: &[usize]) -> Vec<(f64, f64)> {
        let count = chosen.len() as f64;
        let both = chosen.iter().flat_map(|&row| [rows[row][0], rows[row][1]]);
        let (sum, squares) = both.fold((0.0, 0.0), |(sum, squares), f| (sum + f, squares + f * f));
        let mean = sum / (2.0 * count);
        let variance = squares / (2.0 * count) - mean * mean;
        let of = |input: usize| {
            let (mut first, mut total) = (0.0, 0.0);
            for &row in chosen {
                let (a, b, mixed) = (rows[row][0], rows[row][1], rows[row][2 + input]);
                first += b * (mixed - a);
                total += 0.5 * (a - mixed) * (a - mixed);
            }
            (first / count / variance, total / count / variance)
        };
        // Below this the variance is rounding.
        let varies = variance > 1e-24 * (1.0 + squares / count);
        (0..self.inputs).map(|input| if varies { of(input) } else { (f64::NAN, f64::NAN) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, inputs: usize, known: &[(f64, f64)], within: f64, f: fn(&[f64]) -> f64) {
        let design = Saltelli::new(inputs, 4096, 1).unwrap();
        let values: Vec<f64> = design.points().map(|x| f(&x)).collect();
        let found = design.indices(&values, 1);
        for (at, (found, known)) in found.iter().zip(known).enumerate() {
            for (index, known) in [(found.first, known.0), (found.total, known.1)] {
                assert!((index.value - known).abs() < within, "{name} {at}: {index:?} for {known}");
                let (low, high) = index.ends;
                assert!(low <= index.value && index.value <= high, "{name} {at}: {index:?}");
                assert!(
                    high - low < 0.2 && low - 0.02 < known && known < high + 0.02,
                    "{name} {at}: {index:?}"
                );
            }
        }
    }

    /// Ishigami and Homma 1990, a = 7, b = 0.1; indices in closed form.
    #[test]
    fn ishigami() {
        fn f(x: &[f64]) -> f64 {
            let [x, y, z] = [x[0], x[1], x[2]].map(|u| std::f64::consts::PI * (2.0 * u - 1.0));
            let (sx, sy) = (libm::sin(x), libm::sin(y));
            sx + 7.0 * sy * sy + 0.1 * z * z * z * z * sx
        }
        let pi4 = std::f64::consts::PI.powi(4);
        let (v1, v2) = (0.5 * (1.0 + 0.1 * pi4 / 5.0).powi(2), 49.0 / 8.0);
        let v13 = 0.01 * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
        let v = v1 + v2 + v13;
        let known = [(v1 / v, (v1 + v13) / v), (v2 / v, v2 / v), (0.0, v13 / v)];
        assert!((known[0].0 - 0.3139).abs() < 1e-4 && (known[2].1 - 0.2437).abs() < 1e-4);
        check("Ishigami", 3, &known, 0.01, f);
    }

    /// Sobol's g function, a = 0, 1, 4.5, 9, 99, 99 (Saltelli and Sobol' 1995); indices in closed form.
    #[test]
    fn sobol_g() {
        const A: [f64; 6] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0];
        fn f(x: &[f64]) -> f64 {
            x.iter().zip(A).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
        }
        let part = A.map(|a| 1.0 / 3.0 / ((1.0 + a) * (1.0 + a)));
        let all: f64 = part.iter().map(|v| 1.0 + v).product();
        let known = part.map(|v| (v / (all - 1.0), v * (all / (1.0 + v)) / (all - 1.0)));
        check("g", 6, &known, 0.015, f);
    }

    #[test]
    fn holes_are_left_out_and_constants_have_no_indices() {
        let design = Saltelli::new(2, 512, 1).unwrap();
        let mut values: Vec<f64> = design.points().map(|x| x[0] + 2.0 * x[1]).collect();
        values[9] = f64::NAN;
        let found = design.indices(&values, 1);
        assert!(
            (found[0].first.value - 0.2).abs() < 0.02 && (found[1].total.value - 0.8).abs() < 0.02,
            "{found:?}"
        );
        values.iter_mut().for_each(|value| *value = 3.0);
        assert!(design.indices(&values, 1)[0].total.value.is_nan());
    }

    /// The same numbers as SALib's from the same values (`tests/reference/sensitivity.py`).
    #[test]
    fn indices_are_those_of_salib() {
        let rows = |text: &str| -> Vec<Vec<f64>> {
            let row = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
            text.lines().skip(1).map(row).collect()
        };
        let values = rows(include_str!("../../../tests/data/sobol_values.csv"));
        let known = rows(include_str!("../../../tests/data/sobol_indices.csv"));
        let found = Saltelli::new(3, values.len(), 1).unwrap().indices(&values.concat(), 1);
        for (found, known) in found.iter().zip(&known) {
            assert!((found.first.value - known[0]).abs() < 1e-13, "{found:?} {known:?}");
            assert!((found.total.value - known[1]).abs() < 1e-13, "{found:?} {known:?}");
        }
    }
}
