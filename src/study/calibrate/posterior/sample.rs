//! From the prior to draws of the posterior: history matching rules out, ensemble Kalman inversion goes near, chains in
//! two stages draw.

use super::chains::{Chains, Round};
use super::discrepancy::Read;
use super::emulator::{Emulator, Runs, Star};
use super::inversion::{Inversion, STEPS};
use super::likelihood::Likelihood;
use super::mover::Mover;
use crate::error::Result;
use crate::random::{Purpose, Random};

/// What is read of points.
pub(super) type Forward<'f> = dyn FnMut(&[Vec<f64>]) -> Result<Vec<Read>> + Send + 'f;

/// Standard deviations, those of emulator and discrepancy included, beyond which a check rules a point out (Pukelsheim's
/// three sigma, as Vernon, Goldstein and Bower 2010).
const IMPLAUSIBLE: f64 = 3.0;
/// Points of the prior that a wave looks at by the emulator, at most.
const LOOKED_AT: usize = 20_000;
/// How far the star moves each parameter, in standard deviations of the prior, to either side in turn.
const MOVED: f64 = 0.7;
/// Parts of all points: drawn from the prior, of an ensemble's members, and chains.
const FROM_PRIOR: f64 = 0.08;
const MEMBERS: f64 = 0.08;
const CHAINS: f64 = 0.05;
/// Most points of the prior, and most members: what is further off tells little of where the bands are.
const MOST_OFF: usize = 80;
/// Most chains: further points make them longer, which is what they need to agree.
const MOST_CHAINS: usize = 4;
/// Fewest runs of warming chains after which emulator and moves are fitted anew.
const REFITTED: usize = 16;
/// Part of all points by which chains warm up, which is where the emulator learns what it is asked for; fewest rounds.
const WARMING: f64 = 0.25;
const WARM: usize = 2;
/// Moves by the emulator between two runs of a chain: at first, fewest, most.
const MOVES: usize = 500;
const FEWEST: usize = 100;
const MOST: usize = 2000;
/// Share of runs that agree with the emulator below which a chain makes fewer moves between them, and above which more.
const AGREES: (f64, f64) = (0.12, 0.35);
/// Misfit from which on a run counts less for the emulator.
const NEAR: f64 = 15.0;
/// Fewest rounds that tell whether chains agree.
const LEAST_ROUNDS: usize = 4;
/// Streams of random numbers: the prior's, then those of waves.
const OF_WAVES: u32 = 1 << 20;

/// How much is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Settings {
    /// Points that are run.
    pub points: usize,
    /// Seed of all random numbers.
    pub seed: u64,
}

/// A state of a chain.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    /// Numbers of parameters and discrepancies.
    pub point: Vec<f64>,
    /// What was read of its parameters.
    pub read: Read,
    /// Minus twice the logarithm of its likelihood.
    pub misfit: f64,
    /// Whether the chain came here in this round.
    pub moved: bool,
}

/// What came of it.
pub(super) struct Sampled {
    /// By round, then chain: the states after warming up.
    pub rounds: Vec<Vec<State>>,
    /// What was read at points of the prior.
    pub before: Vec<Read>,
    /// Share of the prior that history matching left.
    pub left: f64,
    /// Directions that the checks hang on, with the width that was left by the emulator.
    pub directions: Vec<(f64, Vec<f64>)>,
    /// By check, what the emulator misses.
    pub spread: Vec<f64>,
}

impl Sampled {
    /// All states, round after round.
    pub(super) fn states(&self) -> impl Iterator<Item = &State> + Clone {
        self.rounds.iter().flatten()
    }

    /// Share of rounds in which a chain moved.
    pub(super) fn accepted(&self) -> f64 {
        let moved = self.states().filter(|state| state.moved).count();
        moved as f64 / self.states().count() as f64
    }
}

/// Draws.
///
/// # Errors
/// What `forward` returns.
pub(super) fn sample(
    likelihood: &Likelihood<'_>,
    settings: Settings,
    forward: &mut Forward<'_>,
) -> Result<Sampled> {
    let mut work = Work { likelihood, settings, runs: Runs::default(), seen: Vec::new() };
    let part = |part: f64| ((part * settings.points as f64).round() as usize).max(2);
    work.star(forward)?;
    let first: Vec<Vec<f64>> =
        (0..part(FROM_PRIOR).min(MOST_OFF)).map(|at| work.of_the_prior(at as u32)).collect();
    let before = work.run(&first, forward)?;
    let (members, left) = work.plausible(part(MEMBERS).min(MOST_OFF));
    let ensemble = work.states(&members, forward)?;
    let members = work.inverted(ensemble);
    let ensemble = work.states(&members, forward)?;
    let mut chains = Chains::new(settings.seed, ensemble, part(CHAINS).min(MOST_CHAINS));
    let mut moves = MOVES;
    let together = REFITTED.div_ceil(chains.states.len());
    let fits = (part(WARMING) / (together * chains.states.len())).max(WARM);
    for fit in 0..fits {
        let emulator = work.emulator();
        let mover = Mover::new(likelihood, &emulator, &work.best().point);
        let mover = mover.adapted(&chains.states, settings.seed, fit);
        let mut moved = 0.0;
        for _ in 0..together {
            chains.round(likelihood, &mover, Round { moves, warm: true }, &mut |points| {
                work.run(points, forward)
            })?;
            moved += chains.moved() / together as f64;
        }
        moves = match moved {
            share if share < AGREES.0 => (moves / 2).max(FEWEST),
            share if share > AGREES.1 => (moves * 2).min(MOST),
            _ => moves,
        };
    }
    // From here on nothing is fitted any more: what chains do hangs on where they are alone.
    let spent = work.seen.len();
    let emulator = work.emulator();
    let mover = Mover::new(likelihood, &emulator, &work.best().point);
    let mover = mover.adapted(&chains.states, settings.seed, fits);
    let mut kept = Vec::new();
    let rounds = settings.points.saturating_sub(spent) / chains.states.len();
    for _ in 0..rounds.max(LEAST_ROUNDS) {
        chains.round(likelihood, &mover, Round { moves, warm: false }, &mut |points| {
            work.run(points, forward)
        })?;
        kept.push(chains.states.clone());
    }
    let directions = mover.directions().to_vec();
    Ok(Sampled { rounds: kept, before, left, directions, spread: emulator.spread.clone() })
}

/// What is known so far.
struct Work<'a> {
    likelihood: &'a Likelihood<'a>,
    settings: Settings,
    runs: Runs,
    /// Points with their places as they were run.
    seen: Vec<State>,
}

impl Work<'_> {
    /// A point of the prior, discrepancies included.
    fn of_the_prior(&self, number: u32) -> Vec<f64> {
        let mut random = Random::new(self.settings.seed, Purpose::Posterior, number);
        (0..self.likelihood.numbers()).map(|_| random.normal()).collect()
    }

    /// Runs what the model has, then each parameter moved by itself.
    fn star(&mut self, forward: &mut Forward<'_>) -> Result<()> {
        let parameters = self.likelihood.parameters;
        let steps: Vec<f64> = (0..parameters).map(|at| if at % 2 == 0 { MOVED } else { -MOVED }).collect();
        let arm = |at: usize| {
            let mut point = vec![0.0; parameters];
            point[at] = steps[at];
            point
        };
        let centre = vec![0.0; parameters];
        let points: Vec<Vec<f64>> = std::iter::once(centre).chain((0..parameters).map(arm)).collect();
        let (all, mut soft) = (forward(&points)?, Vec::new());
        for (mut point, read) in points.into_iter().zip(all) {
            soft.push(self.likelihood.soft(&read.places));
            point.resize(self.likelihood.numbers(), 0.0);
            let misfit = self.likelihood.misfit(&point, &read);
            self.seen.push(State { point, read, misfit, moved: true });
        }
        let centre = soft.remove(0);
        self.runs.star = Star::new(centre, &soft, &steps);
        Ok(())
    }

    /// Where an ensemble goes by the emulator: what was run of it is where it begins.
    fn inverted(&self, mut ensemble: Vec<State>) -> Vec<Vec<f64>> {
        let emulator = self.emulator();
        let mut inversion = Inversion::new(self.likelihood.numbers());
        let mut random = Random::new(self.settings.seed, Purpose::Posterior, OF_WAVES + 1);
        for _ in 0..STEPS {
            let points =
                inversion.step(self.likelihood, &emulator, &self.best().point, &ensemble, &mut random);
            for (state, point) in ensemble.iter_mut().zip(points) {
                state.read = self.likelihood.guessed(&emulator, &point);
                state.point = point;
            }
        }
        ensemble.into_iter().map(|state| state.point).collect()
    }

    /// Runs points and keeps what comes of them.
    fn run(&mut self, points: &[Vec<f64>], forward: &mut Forward<'_>) -> Result<Vec<Read>> {
        let parameters = self.likelihood.parameters;
        let asked: Vec<Vec<f64>> = points.iter().map(|point| point[..parameters].to_vec()).collect();
        let all = forward(&asked)?;
        for ((point, asked), read) in points.iter().zip(asked).zip(&all) {
            let misfit = self.likelihood.misfit(point, read);
            self.runs.points.push(asked);
            self.runs.places.push(self.likelihood.soft(&read.places));
            self.runs.rests.push(read.rests.clone());
            // A line is asked for where the posterior is: what is far from the data counts less.
            let far = 1.0 + misfit / NEAR;
            self.runs.weights.push(1.0 / (far * far));
            self.seen.push(State { point: point.clone(), read: read.clone(), misfit, moved: true });
        }
        Ok(all)
    }

    fn emulator(&self) -> Emulator {
        Emulator::new(&self.runs)
    }

    /// Points of the prior that no check rules out, and the share of those; where they are fewer than asked for, the
    /// least implausible of the others too.
    fn plausible(&self, count: usize) -> (Vec<Vec<f64>>, f64) {
        let emulator = self.emulator();
        let mut random = Random::new(self.settings.seed, Purpose::Posterior, OF_WAVES);
        let mut all: Vec<(f64, Vec<f64>)> = (0..LOOKED_AT)
            .map(|_| {
                let point: Vec<f64> = (0..self.likelihood.numbers()).map(|_| random.normal()).collect();
                let read = self.likelihood.guessed(&emulator, &point);
                (self.likelihood.implausibility(&read, &emulator.spread), point)
            })
            .collect();
        let plausible = all.iter().filter(|(by, _)| *by <= IMPLAUSIBLE).count();
        let share = plausible as f64 / LOOKED_AT as f64;
        if plausible < count {
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
        } else {
            all.retain(|(by, _)| *by <= IMPLAUSIBLE);
        }
        all.truncate(count);
        (all.into_iter().map(|(_, point)| point).collect(), share)
    }

    /// Runs points, as states.
    fn states(&mut self, points: &[Vec<f64>], forward: &mut Forward<'_>) -> Result<Vec<State>> {
        self.run(points, forward)?;
        Ok(self.seen[self.seen.len() - points.len()..].to_vec())
    }

    /// The state with the least misfit.
    fn best(&self) -> &State {
        let first = &self.seen[0];
        self.seen.iter().fold(first, |best, next| if next.misfit < best.misfit { next } else { best })
    }
}

#[cfg(test)]
mod tests {
    use super::super::discrepancy::Discrepancies;
    use super::*;
    use crate::study::calibrate::evidence::band::Band;
    use crate::study::statistics::{deviation, mean};
    use rayon::prelude::*;

    /// Numbers of the toy's parameters, and its checks.
    const DIMS: usize = 12;
    const CHECKS: usize = 6;

    /// A model that is no straight line: sums over parameters, bent.
    fn toy(point: &[f64]) -> Read {
        let along = |check: usize| -> f64 {
            (0..DIMS).map(|at| point[at] * f64::from((at * (check + 2) % 7) as u32) / 7.0).sum::<f64>()
        };
        let bent = |check: usize| along(check) + 0.15 * along((check + 1) % CHECKS) * along(check);
        Read { places: (0..CHECKS).map(bent).collect(), rests: vec![0.0; CHECKS] }
    }

    /// Measured values as bands without width: normal about them, standard deviation 1.
    fn measured(values: &[f64]) -> Vec<Band> {
        values.iter().map(|value| Band::measured(*value)).collect()
    }

    fn settings(seed: u64) -> Settings {
        Settings { points: 320, seed }
    }

    fn drawn(bands: &[Band], discrepancies: &Discrepancies, seed: u64) -> Sampled {
        let likelihood = Likelihood { parameters: DIMS, bands, discrepancies };
        sample(&likelihood, settings(seed), &mut |points| Ok(points.iter().map(|point| toy(point)).collect()))
            .unwrap()
    }

    /// Against a long chain of the model itself: mean and width of every parameter.
    #[test]
    fn draws_are_those_of_a_long_chain() {
        let bands = measured(&[2.0, -1.0, 0.5, 1.5, 0.0, 3.0]);
        let discrepancies = Discrepancies::none(CHECKS);
        let likelihood = Likelihood { parameters: DIMS, bands: &bands, discrepancies: &discrepancies };
        let mut random = Random::new(5, Purpose::Posterior, 9);
        let mut here = vec![0.0; DIMS];
        let mut misfit = likelihood.misfit(&here, &toy(&here));
        let mut long: Vec<Vec<f64>> = Vec::new();
        for at in 0..400_000 {
            let next: Vec<f64> =
                here.iter().map(|x| libm::sqrt(1.0 - 0.09) * x + 0.3 * random.normal()).collect();
            let other = likelihood.misfit(&next, &toy(&next));
            if random.unit() < libm::exp(0.5 * (misfit - other)) {
                (here, misfit) = (next, other);
            }
            if at % 40 == 0 {
                long.push(here.clone());
            }
        }
        let mut all: Vec<Vec<f64>> = Vec::new();
        let mut accepted = 0.0;
        for seed in 0..6 {
            let sampled = drawn(&bands, &discrepancies, seed);
            accepted += sampled.accepted() / 6.0;
            all.extend(sampled.states().map(|state| state.point.clone()));
        }
        assert!(accepted > 0.5, "{accepted}");
        for at in 0..DIMS {
            let of = |points: &[Vec<f64>]| points.iter().map(|point| point[at]).collect::<Vec<f64>>();
            let (found, expected) = (of(&all), of(&long));
            // Some 400 independent draws: three standard errors of the mean and of the width.
            let width = deviation(&expected);
            assert!(
                (mean(&found) - mean(&expected)).abs() < 0.17 * width,
                "{at}: {} {}",
                mean(&found),
                mean(&expected)
            );
            assert!((deviation(&found) / width - 1.0).abs() < 0.13, "{at}: {} {width}", deviation(&found));
        }
    }

    /// Simulation-based calibration (Talts et al. 2018): the rank of a true parameter among draws is even over data sets
    /// that were made from the prior. How many ranks lie in each fifth, and how often 90 % of the draws hold the truth.
    fn ranks(sets: u32) -> ([usize; BINS], f64) {
        let of_set = |set: u32| {
            let (mut counts, mut held) = ([0_usize; BINS], 0_usize);
            let mut random = Random::new(11, Purpose::Posterior, set);
            let truth: Vec<f64> = (0..DIMS).map(|_| random.normal()).collect();
            let data: Vec<f64> =
                toy(&truth).places.into_iter().map(|value| value + random.normal()).collect();
            let sampled = drawn(&measured(&data), &Discrepancies::none(CHECKS), u64::from(set));
            for (at, truth) in truth.iter().enumerate() {
                let states: Vec<f64> = sampled.states().map(|state| state.point[at]).collect();
                let below = states.iter().filter(|x| *x < truth).count();
                counts[(below * BINS / (states.len() + 1)).min(BINS - 1)] += 1;
                held += usize::from((states.len() / 20..=states.len() * 19 / 20).contains(&below));
            }
            (counts, held)
        };
        let add = |(counts, held): ([usize; BINS], usize), (more, also): ([usize; BINS], usize)| {
            (std::array::from_fn(|bin| counts[bin] + more[bin]), held + also)
        };
        let all = (0..sets).into_par_iter().map(of_set).reduce(|| ([0; BINS], 0), add);
        (all.0, all.1 as f64 / (sets as usize * DIMS) as f64)
    }

    const BINS: usize = 5;

    /// What stands in docs/verification.md.
    fn even(sets: u32) -> String {
        let (counts, held) = ranks(sets);
        let expected = (sets as usize * DIMS / BINS) as f64;
        let square = |count: &usize| (*count as f64 - expected) * (*count as f64 - expected) / expected;
        let chi_squared: f64 = counts.iter().map(square).sum();
        let found = format!(
            "{sets} data sets: ranks by fifths {counts:?}, chi squared {chi_squared:.1}, 90 % hold {held:.3}"
        );
        // Ranks of one data set go together a little; 99.9 % of χ² with four degrees of freedom lie below 18.5.
        assert!(chi_squared < 18.5 && (0.86..0.94).contains(&held), "{found}");
        found
    }

    #[test]
    fn ranks_of_true_parameters_are_even() {
        let _ = even(24);
    }

    /// For docs/verification.md: `cargo test --release --lib ranks_over_many -- --ignored --nocapture`.
    #[test]
    #[ignore = "minutes"]
    fn ranks_over_many_data_sets_are_even() {
        use std::io::Write;
        writeln!(std::io::stdout(), "{}", even(1000)).unwrap();
    }

    #[test]
    fn the_same_seed_gives_the_same_bits() {
        let bands = measured(&[2.0, -1.0, 0.5, 1.5, 0.0, 3.0]);
        let states =
            |seed| drawn(&bands, &Discrepancies::none(CHECKS), seed).states().cloned().collect::<Vec<_>>();
        assert!(states(1) == states(1));
        assert!(states(1) != states(2));
    }
}
