//! Dense output: the state between steps, from the states that the last steps reached.
//!
//! A polynomial through accepted states stays smooth where fast fields follow slow ones; a
//! polynomial through rates of change would multiply their errors by the fast rates.

use pulp::Arch;
use rayon::prelude::*;

use crate::discretisation::Discretisation;
use crate::memory::{Reader, Unreadable, Writer};
use crate::state::State;
use crate::system::System;
use crate::vectors::blend;
use crate::window::Reframing;

/// States behind the newest one that the interpolant uses: it is cubic.
pub(crate) const BEHIND: usize = 3;

/// Times of the newest state and of those behind it, newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Forgets everything: the state has jumped.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }

    /// Before a step from `time`; whether the last step has left a state that is not the first one.
    pub(crate) fn leave(&mut self, time: f64) -> bool {
        if self.0.first() != Some(&time) {
            self.0.clear();
            self.0.push(time);
        }
        self.0.len() > 1
    }

    /// After a step to `time`.
    pub(crate) fn reached(&mut self, time: f64) {
        self.0.insert(0, time);
        self.0.truncate(BEHIND + 1);
    }

    /// Whether there will be states enough inside the next step.
    pub(crate) fn are_enough(&self) -> bool {
        self.0.len() >= BEHIND
    }

    /// Weights at `day` of the states behind the newest one, newest first; of a missing one 0.
    pub(crate) fn weights(&self, day: f64) -> [f64; BEHIND] {
        let weight = |node: usize| {
            let others = self.0.iter().enumerate().filter(|(other, _)| *other != node);
            others.map(|(_, time)| (day - time) / (self.0[node] - time)).product::<f64>()
        };
        std::array::from_fn(|i| if i + 1 < self.0.len() { weight(i + 1) } else { 0.0 })
    }
}

/// The states before the newest one, newest first.
pub struct Past<const N: usize, const M: usize> {
    times: Times,
    /// States older than the one just left, newest first.
    older: Option<[State<N, M>; BEHIND - 1]>,
}

impl<const N: usize, const M: usize> Past<N, M> {
    /// No states yet; `shape` is (z, y, x).
    pub fn new(shape: (usize, usize, usize)) -> Self {
        Self { times: Times::default(), older: Some([State::zeros(shape), State::zeros(shape)]) }
    }

    /// Never keeps a state: there is nothing to interpolate from.
    pub fn none() -> Self {
        Self { times: Times::default(), older: None }
    }

    /// Forgets everything: the state has jumped.
    pub fn forget(&mut self) {
        self.times.forget();
    }

    /// Moves what is kept to another window, on which the model is `on`.
    pub fn reframe<S: System<N, M>>(&mut self, on: &Discretisation<S, N, M>, reframing: &Reframing) {
        self.older.iter_mut().flatten().for_each(|state| *state = reframing.of(state, on.rest()));
    }

    /// Before a step from `time`: keeps `left`, the state that the last step left, which the step
    /// will overwrite.
    pub fn keep(&mut self, time: f64, left: &mut State<N, M>) {
        let left_one = self.times.leave(time);
        if let Some(older) = self.older.as_mut().filter(|_| left_one) {
            older.rotate_right(1);
            std::mem::swap(&mut older[0], left);
        }
    }

    /// Writes all of it.
    pub fn save(&self, to: &mut Writer) {
        to.put(&self.older.is_some());
        to.numbers(&self.times.0);
        self.older.iter().flatten().for_each(|state| to.state(state));
    }

    /// Reads what one of the same kind wrote for fields of `shape`.
    pub fn load(&mut self, shape: (usize, usize, usize), from: &mut Reader<'_>) -> Result<(), Unreadable> {
        from.expect("whether states are kept", &self.older.is_some())?;
        self.times = Times(from.up_to(BEHIND + 1)?);
        for state in self.older.iter_mut().flatten() {
            *state = from.state(shape)?;
        }
        Ok(())
    }

    /// After a step to `time`.
    pub fn reached(&mut self, time: f64) {
        self.times.reached(time);
    }

    /// Whether states are kept at all.
    pub fn is_kept(&self) -> bool {
        self.older.is_some()
    }

    /// Whether there will be states enough inside the next step.
    pub fn is_enough(&self) -> bool {
        self.older.is_some() && self.times.are_enough()
    }

    /// The state at `day` into `out`: a cubic through `state`, the newest, `left`, the one before,
    /// and the older ones; of fewer states a parabola or a line. Where all are equal so is the result, exactly.
    pub fn interpolate(&self, arch: Arch, [state, left]: [&State<N, M>; 2], day: f64, out: &mut State<N, M>) {
        let Some(older) = &self.older else { return out.clone_from(state) };
        let (behind, weights) = ([left, &older[0], &older[1]], self.times.weights(day));
        let terms = std::array::from_fn::<_, BEHIND, _>(|i| (weights[i], behind[i].values()));
        blend(arch, state.values(), terms, out.values_mut());
    }
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// Lifts what interpolation took below zero.
    pub(crate) fn fix_all_positivity(&self, state: &mut State<N, M>) {
        let below = |field: &usize| state.any(*field).iter().any(|&value| value < 0.0);
        let fields: Vec<usize> = (0..N + M).into_par_iter().filter(below).collect();
        fields.into_iter().for_each(|field| self.fix_positivity(state, field));
    }
}
