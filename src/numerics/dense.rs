//! Dense output: the state between steps, from the states that the last steps reached.
//!
//! A polynomial through accepted states stays smooth where fast fields follow slow ones; a
//! polynomial through rates of change would multiply their errors by the fast rates.

use pulp::Arch;

use super::discretisation::Discretisation;
use super::state::State;
use super::system::System;
use super::vectors::blend;

/// States behind the newest one that the interpolant uses: it is cubic.
const BEHIND: usize = 3;

/// The states before the newest one, newest first.
pub struct Past<const N: usize, const M: usize> {
    /// Times of the newest state and of those behind it, newest first.
    times: Vec<f64>,
    /// States older than the one just left, newest first.
    older: Option<[State<N, M>; BEHIND - 1]>,
}

impl<const N: usize, const M: usize> Past<N, M> {
    /// No states yet; `shape` is (z, y, x).
    pub fn new(shape: (usize, usize, usize)) -> Self {
        Self {
            times: Vec::with_capacity(BEHIND + 2),
            older: Some([State::zeros(shape), State::zeros(shape)]),
        }
    }

    /// Never keeps a state: there is nothing to interpolate from.
    pub fn none() -> Self {
        Self { times: Vec::new(), older: None }
    }

    /// Forgets everything: the state has jumped.
    pub fn forget(&mut self) {
        self.times.clear();
    }

    /// Before a step from `time`: keeps `left`, the state that the last step left, which the step
    /// will overwrite.
    pub fn keep(&mut self, time: f64, left: &mut State<N, M>) {
        if self.times.first() != Some(&time) {
            self.times.clear();
            self.times.push(time);
        } else if let Some(older) = self.older.as_mut().filter(|_| self.times.len() > 1) {
            older.rotate_right(1);
            std::mem::swap(&mut older[0], left);
        }
    }

    /// After a step to `time`.
    pub fn reached(&mut self, time: f64) {
        self.times.insert(0, time);
        self.times.truncate(BEHIND + 1);
    }

    /// Whether there will be states enough inside the next step.
    pub fn is_enough(&self) -> bool {
        self.older.is_some() && self.times.len() >= BEHIND
    }

    /// The state at `day` into `out`: a cubic through `state`, the newest, `left`, the one before,
    /// and the older ones. Where all are equal so is the result, exactly.
    pub fn interpolate(&self, arch: Arch, [state, left]: [&State<N, M>; 2], day: f64, out: &mut State<N, M>) {
        let Some(older) = &self.older else { return out.clone_from(state) };
        let weight = |node: usize| {
            let others = self.times.iter().enumerate().filter(|(other, _)| *other != node);
            others.map(|(_, time)| (day - time) / (self.times[node] - time)).product::<f64>()
        };
        let behind = [left, &older[0], &older[1]];
        let terms = std::array::from_fn::<_, BEHIND, _>(|i| {
            // With too few states the missing ones have no weight.
            let known = i + 1 < self.times.len();
            (if known { weight(i + 1) } else { 0.0 }, behind[i].values())
        });
        blend(arch, state.values(), terms, out.values_mut());
    }
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// Lifts what interpolation took below zero.
    pub(super) fn lift_all(&self, state: &mut State<N, M>) {
        for field in 0..N + M {
            if state.any(field).iter().any(|&value| value < 0.0) {
                self.lift(state, field);
            }
        }
    }
}
