//! Ensemble Kalman inversion: members of an ensemble move towards the bands in steps that count the data a part each
//! (Iglesias, Law and Stuart 2013; Emerick and Reynolds 2013). It is where chains begin, not what they draw: it takes
//! slopes for straight lines.

use super::emulator::{Emulator, dot};
use super::likelihood::Likelihood;
use super::mover::slopes;
use super::sample::State;
use crate::numerics::cholesky::Cholesky;
use crate::random::Random;

/// Steps, of which each counts the data by its part.
pub(super) const STEPS: usize = 4;
/// Least share of members outside a band by which it counts.
const LEAST: f64 = 0.05;

/// What is left of the prior's covariance, as far as the steps go.
pub(super) struct Inversion {
    covariance: Vec<Vec<f64>>,
}

impl Inversion {
    /// Before the first step, of points of so many numbers.
    pub(super) fn new(numbers: usize) -> Self {
        let row = |at: usize| (0..numbers).map(|other| f64::from(u8::from(at == other))).collect();
        Self { covariance: (0..numbers).map(row).collect() }
    }

    /// Where the members go next. Slopes are those of the emulator about `about`, what is outside is the members' own.
    pub(super) fn step(
        &mut self,
        likelihood: &Likelihood<'_>,
        emulator: &Emulator,
        about: &[f64],
        members: &[State],
        random: &mut Random,
    ) -> Vec<Vec<f64>> {
        let outside: Vec<Vec<f64>> =
            members.iter().map(|member| likelihood.outside(&member.point, &member.read)).collect();
        let checks = emulator.spread.len();
        let share = |check: usize| {
            let out = outside.iter().filter(|row| row[check] != 0.0).count();
            (out as f64 / members.len() as f64).max(LEAST)
        };
        // A band that holds most members tells less than one that holds none.
        let noise: Vec<f64> = (0..checks)
            .map(|check| {
                STEPS as f64 * (1.0 + emulator.spread[check] * emulator.spread[check]) / share(check)
            })
            .collect();
        let slopes = slopes(likelihood, emulator, about);
        let crossed: Vec<Vec<f64>> =
            slopes.iter().map(|row| self.covariance.iter().map(|of| dot(of, row)).collect()).collect();
        let mut matrix: Vec<Vec<f64>> =
            crossed.iter().map(|a| slopes.iter().map(|b| dot(a, b)).collect()).collect();
        matrix.iter_mut().enumerate().for_each(|(at, row)| row[at] += noise[at]);
        let factor = Cholesky::new(&matrix, |pivot, diagonal| pivot > f64::EPSILON * diagonal);
        let moved = |(member, outside): (&State, &Vec<f64>)| {
            // Where a band is flat no datum pulls.
            let pull = |(outside, noise): (&f64, &f64)| {
                if *outside == 0.0 { 0.0 } else { noise.sqrt() * random.normal() - outside }
            };
            let weights = factor.solve(&outside.iter().zip(&noise).map(pull).collect::<Vec<_>>());
            let mut point = member.point.clone();
            for (row, weight) in crossed.iter().zip(&weights) {
                point.iter_mut().zip(row).for_each(|(x, part)| *x += weight * part);
            }
            point
        };
        let points = members.iter().zip(&outside).map(moved).collect();
        self.narrow(&crossed, &factor);
        points
    }

    /// Takes off what a step has told.
    fn narrow(&mut self, crossed: &[Vec<f64>], factor: &Cholesky) {
        for at in 0..self.covariance.len() {
            let column: Vec<f64> = crossed.iter().map(|row| row[at]).collect();
            let weights = factor.solve(&column);
            for (row, weight) in crossed.iter().zip(weights) {
                self.covariance[at].iter_mut().zip(row).for_each(|(x, part)| *x -= weight * part);
            }
        }
    }
}
