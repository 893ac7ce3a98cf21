//! Chains in two stages: they walk in what the emulator says, and go where a run agrees.

use rayon::prelude::*;

use super::likelihood::Likelihood;
use super::mover::{Guess, Mover, Steps};
use super::sample::{Forward, State};
use crate::error::Result;
use crate::random::{Purpose, Random};

/// Steps of the discrepancies alone after each round.
const REFRESHED: usize = 100;
/// Streams of random numbers, one a chain, behind those of the prior and of waves.
const OF_CHAINS: u32 = 1 << 21;

/// What a round is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    /// Moves by the emulator between two runs.
    pub moves: usize,
    /// Whether steps are fitted on the way.
    pub warm: bool,
}

/// Chains side by side.
pub(super) struct Chains {
    /// Where each is.
    pub states: Vec<State>,
    randoms: Vec<Random>,
    steps: Vec<Steps>,
}

impl Chains {
    /// They begin at the nearer members of an ensemble: some that Gauss took too far are left.
    pub(super) fn new(seed: u64, mut ensemble: Vec<State>, count: usize) -> Self {
        ensemble.sort_by(|a, b| a.misfit.total_cmp(&b.misfit));
        ensemble.truncate(count);
        let random = |at: usize| Random::new(seed, Purpose::Posterior, OF_CHAINS + at as u32);
        let count = ensemble.len();
        let steps = vec![Steps::default(); count];
        Self { states: ensemble, randoms: (0..count).map(random).collect(), steps }
    }

    /// Share of chains that moved in the last round.
    pub(super) fn moved(&self) -> f64 {
        self.states.iter().filter(|state| state.moved).count() as f64 / self.states.len() as f64
    }

    /// Moves every chain by the emulator, runs where it ends, and goes there where the run agrees (delayed acceptance:
    /// Christen and Fox 2005, with several moves a run as Lykkegaard et al. 2023).
    ///
    /// # Errors
    /// What `run` returns.
    pub(super) fn round(
        &mut self,
        likelihood: &Likelihood<'_>,
        mover: &Mover<'_>,
        how: Round,
        run: &mut Forward<'_>,
    ) -> Result<()> {
        let walk = |((state, random), steps): ((&State, &mut Random), &mut Steps)| {
            let from = mover.guess(state.point.clone());
            let to = mover.walk(from.clone(), how.moves, random, steps, how.warm);
            (from, to)
        };
        let chains = self.states.par_iter().zip(&mut self.randoms).zip(&mut self.steps);
        let proposed: Vec<(Guess, Guess)> = chains.map(walk).collect();
        let points: Vec<Vec<f64>> = proposed.iter().map(|(_, to)| to.point.clone()).collect();
        let found = run(&points)?;
        let all = self.states.iter_mut().zip(&mut self.randoms).zip(proposed).zip(found);
        for (((state, random), (from, to)), read) in all {
            let misfit = likelihood.misfit(&to.point, &read);
            let ratio = 0.5 * ((state.misfit - misfit) - (from.misfit - to.misfit));
            state.moved = random.unit() < libm::exp(ratio);
            if state.moved {
                *state = State { point: to.point, read, misfit, moved: true };
            }
            refresh(likelihood, state, random);
        }
        Ok(())
    }
}

/// Draws discrepancies anew for the parameters of a state: this needs no run.
fn refresh(likelihood: &Likelihood<'_>, state: &mut State, random: &mut Random) {
    const STEP: f64 = 0.4;
    let keep = libm::sqrt(1.0 - STEP * STEP);
    for _ in 0..REFRESHED {
        let mut point = state.point.clone();
        point[likelihood.parameters..].iter_mut().for_each(|x| *x = keep * *x + STEP * random.normal());
        let misfit = likelihood.misfit(&point, &state.read);
        if random.unit() < libm::exp(0.5 * (state.misfit - misfit)) {
            (state.point, state.misfit) = (point, misfit);
        }
    }
}
