//! A chain that costs nothing: it walks in what the emulator says, and ends where a run is worth its price.
//!
//! In the directions that the checks hang on, a random walk whose steps fit the width that is left; across them, where
//! the prior is all there is, steps that leave the prior as it is (preconditioned Crank and Nicolson; Cotter et al. 2013,
//! Cui, Law and Marzouk 2016).

use rayon::prelude::*;

use super::emulator::{Emulator, dot, informed};
use super::likelihood::Likelihood;
use super::sample::State;
use super::soft::stretch;
use crate::random::{Purpose, Random};
use crate::study::statistics::symmetric::eigen;

/// Share of moves along the directions that the checks hang on.
const ALONG: f64 = 0.7;
/// Accepted shares that steps are fitted to, of walks and of steps of Crank and Nicolson.
const WALKS: f64 = 0.25;
const CROSSINGS: f64 = 0.35;
/// Directions whose width is less than this of the prior's are walked along.
const NARROWED: f64 = 0.95;
/// Times that a walk looks how wide the emulator's posterior is, and moves each time.
const LOOKS: usize = 3;
const LOOKED: usize = 6000;
/// Moves between two places that are counted.
const APART: usize = 5;
/// Least width along a direction that is found so.
const LEAST_WIDTH: f64 = 0.01;
/// Streams of random numbers, one a walk that looks, behind those of chains.
const OF_LOOKS: u32 = 1 << 22;

/// What walks in the emulator's posterior.
pub(super) struct Mover<'a> {
    likelihood: &'a Likelihood<'a>,
    emulator: &'a Emulator,
    /// Directions that the checks hang on, of length 1, with the width that is left of the prior's in each.
    along: Vec<(f64, Vec<f64>)>,
}

/// Step lengths, fitted while a walk warms up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Steps {
    walk: f64,
    cross: f64,
}

impl Default for Steps {
    fn default() -> Self {
        Self { walk: 0.5, cross: 0.5 }
    }
}

/// A point with its misfit by the emulator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Guess {
    /// Its numbers.
    pub point: Vec<f64>,
    /// Minus twice the logarithm of its likelihood by the emulator.
    pub misfit: f64,
}

impl<'a> Mover<'a> {
    /// Of an emulator; `about` is a point of the posterior, where discrepancies count as much as there.
    pub(super) fn new(likelihood: &'a Likelihood<'a>, emulator: &'a Emulator, about: &[f64]) -> Self {
        let scaled = |(row, spread): (Vec<f64>, &f64)| {
            let scale = 1.0 / (1.0 + spread * spread).sqrt();
            row.into_iter().map(|slope| scale * slope).collect()
        };
        let slopes: Vec<Vec<f64>> =
            slopes(likelihood, emulator, about).into_iter().zip(&emulator.spread).map(scaled).collect();
        let width = |(value, direction): (f64, Vec<f64>)| (1.0 / (1.0 + value).sqrt(), direction);
        let along = informed(&slopes).into_iter().map(width).filter(|(width, _)| *width < NARROWED).collect();
        Self { likelihood, emulator, along }
    }

    /// The same, which walks along the axes that the emulator's posterior has in what the checks hang on: bands are flat
    /// inside and open at an end, so that it is wider than their slopes say, and as wide as its own walks find it
    /// (adaptive Metropolis: Haario, Saksman and Tamminen 2001; as it is from then on).
    pub(super) fn adapted(mut self, from: &[State], seed: u64, number: usize) -> Self {
        for look in 0..if self.along.is_empty() { 0 } else { LOOKS } {
            let stream = OF_LOOKS + ((number * LOOKS + look) * from.len()) as u32;
            let walk = |(at, state): (usize, &State)| {
                let (mut random, mut steps) =
                    (Random::new(seed, Purpose::Posterior, stream + at as u32), Steps::default());
                let point = &state.point;
                let mut here = self.guess(point.clone());
                let mut places = Vec::new();
                for part in 0..LOOKED / APART {
                    here = self.walk(here, APART, &mut random, &mut steps, true);
                    if 2 * part >= LOOKED / APART {
                        let along = self.along.iter().map(|(_, direction)| dot(direction, &here.point));
                        places.push(along.collect::<Vec<f64>>());
                    }
                }
                places
            };
            let places: Vec<Vec<f64>> = from.par_iter().enumerate().flat_map_iter(walk).collect();
            self.along = self.axes(&places);
        }
        self
    }

    /// The principal axes of places along the directions, with the width of each.
    fn axes(&self, places: &[Vec<f64>]) -> Vec<(f64, Vec<f64>)> {
        let count = places.len() as f64;
        let columns: Vec<Vec<f64>> = (0..self.along.len())
            .map(|at| {
                let centre = places.iter().map(|place| place[at]).sum::<f64>() / count;
                places.iter().map(|place| place[at] - centre).collect()
            })
            .collect();
        let covariance: Vec<Vec<f64>> =
            columns.iter().map(|a| columns.iter().map(|b| dot(a, b) / count).collect()).collect();
        let found = eigen(&covariance);
        let axis = |(value, vector): (f64, Vec<f64>)| {
            let mut axis = vec![0.0; self.along[0].1.len()];
            for (part, (_, direction)) in vector.iter().zip(&self.along) {
                axis.iter_mut().zip(direction).for_each(|(x, along)| *x += part * along);
            }
            (value.max(0.0).sqrt().max(LEAST_WIDTH), axis)
        };
        found.values.into_iter().zip(found.vectors).map(axis).collect()
    }

    /// Directions that are walked along.
    pub(super) fn directions(&self) -> &[(f64, Vec<f64>)] {
        &self.along
    }

    /// A point with what the emulator says of it.
    pub(super) fn guess(&self, point: Vec<f64>) -> Guess {
        let read = self.likelihood.guessed(self.emulator, &point);
        let misfit = self.likelihood.expected(&point, &read, &self.emulator.spread);
        Guess { point, misfit }
    }

    /// So many moves from a point on. Where `warm` is given, steps are fitted on the way, which is no fair draw; else
    /// the emulator's posterior stays as it is under the moves.
    pub(super) fn walk(
        &self,
        from: Guess,
        moves: usize,
        random: &mut Random,
        steps: &mut Steps,
        warm: bool,
    ) -> Guess {
        let mut here = from;
        for at in 0..moves {
            let along = !self.along.is_empty() && random.unit() < ALONG;
            let (next, ratio) = if along {
                let next = self.guess(self.walked(&here.point, steps.walk, random));
                let prior = dot(&here.point, &here.point) - dot(&next.point, &next.point);
                let ratio = 0.5 * (here.misfit - next.misfit + prior);
                (next, ratio)
            } else {
                let next = self.guess(self.crossed(&here.point, steps.cross, random));
                let ratio = 0.5 * (here.misfit - next.misfit);
                (next, ratio)
            };
            let taken = random.unit() < libm::exp(ratio);
            if warm {
                steps.fit(along, taken, at);
            }
            if taken {
                here = next;
            }
        }
        here
    }

    /// A step along the directions, as wide as what is left in each.
    fn walked(&self, from: &[f64], step: f64, random: &mut Random) -> Vec<f64> {
        let mut to = from.to_vec();
        for (width, direction) in &self.along {
            let by = step * width * random.normal();
            to.iter_mut().zip(direction).for_each(|(x, part)| *x += by * part);
        }
        to
    }

    /// A step across them.
    fn crossed(&self, from: &[f64], step: f64, random: &mut Random) -> Vec<f64> {
        let new: Vec<f64> = from.iter().map(|_| random.normal()).collect();
        let keep = (1.0 - step * step).sqrt();
        let mut change: Vec<f64> =
            from.iter().zip(&new).map(|(x, new)| (keep - 1.0) * x + step * new).collect();
        for (_, direction) in &self.along {
            let part = dot(&change, direction);
            change.iter_mut().zip(direction).for_each(|(x, along)| *x -= part * along);
        }
        from.iter().zip(change).map(|(x, change)| x + change).collect()
    }
}

/// By check, how fast its soft place moves with every number, about a point: with parameters as the emulator has it, with
/// discrepancies as they act there.
pub(super) fn slopes(likelihood: &Likelihood<'_>, emulator: &Emulator, about: &[f64]) -> Vec<Vec<f64>> {
    let read = likelihood.guessed(emulator, about);
    let of = likelihood.discrepancies.slopes(likelihood.bands, &read);
    let whole = |check: usize, mut row: Vec<f64>| {
        let mut more = vec![0.0; likelihood.discrepancies.observables.len()];
        if let (Some(at), slope) = of[check] {
            more[at] = slope / stretch(&likelihood.bands[check], read.places[check]);
        }
        row.extend(more);
        row
    };
    emulator.slopes().into_iter().enumerate().map(|(check, row)| whole(check, row)).collect()
}

impl Steps {
    /// Longer where more is accepted than is best, shorter where less; ever less so (Robbins and Monro 1951).
    fn fit(&mut self, along: bool, taken: bool, at: usize) {
        let gain = 1.0 / (1.0 + at as f64 / 50.0).sqrt();
        let (step, aim, most) =
            if along { (&mut self.walk, WALKS, 10.0) } else { (&mut self.cross, CROSSINGS, 1.0) };
        let error = f64::from(u8::from(taken)) - aim;
        *step = (*step * libm::exp(0.3 * gain * error)).clamp(1e-3, most);
    }
}

#[cfg(test)]
mod tests {
    use super::super::discrepancy::{Discrepancies, Read};
    use super::super::emulator::{Runs, Star};
    use super::*;
    use crate::study::calibrate::evidence::band::Band;

    /// A check whose place moves by ten with a number leaves it a tenth of the prior's width by its slope. But its band is
    /// flat over 3.92 places, with a normal tail to either side: the posterior is twice as wide.
    #[test]
    fn walks_find_how_wide_a_flat_band_leaves_the_posterior() {
        const NUMBERS: usize = 4;
        let bands = [Band::between(10.0, 20.0)];
        let discrepancies = Discrepancies::none(1);
        let likelihood = Likelihood { parameters: NUMBERS, bands: &bands, discrepancies: &discrepancies };
        let middle = 0.5 * (bands[0].low + bands[0].high);
        let arms: Vec<Vec<f64>> =
            (0..NUMBERS).map(|at| vec![middle + if at == 0 { 1.0 } else { 0.0 }]).collect();
        let mut runs = Runs { star: Star::new(vec![middle], &arms, &[0.1; NUMBERS]), ..Runs::default() };
        let mut random = Random::new(3, Purpose::Posterior, 0);
        for _ in 0..60 {
            let point: Vec<f64> = (0..NUMBERS).map(|_| 0.05 * random.normal()).collect();
            runs.places.push(vec![middle + 10.0 * point[0]]);
            runs.points.push(point);
            runs.rests.push(vec![0.0]);
            runs.weights.push(1.0);
        }
        let emulator = Emulator::new(&runs);
        let point = vec![0.0; NUMBERS];
        let slope = Mover::new(&likelihood, &emulator, &point);
        assert!((slope.directions()[0].0 - 0.0995).abs() < 1e-3, "{:?}", slope.directions());
        let state = State { point, read: Read::default(), misfit: 0.0, moved: true };
        let adapted = slope.adapted(&vec![state; 4], 1, 0);
        let [(width, direction)] = adapted.directions() else { panic!("one direction") };
        assert!((0.16..0.23).contains(width), "{width}: 0.197 by hand");
        assert!((direction[0].abs() - 1.0).abs() < 1e-6, "{direction:?}");
    }
}
