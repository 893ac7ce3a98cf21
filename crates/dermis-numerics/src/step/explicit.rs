//! A plain explicit method, for cross-checks: Bogacki–Shampine 3(2) without any implicit part.
//! Diffusion bounds its step by about h²/(6 D), which is why it is a reference and not a choice.

use crate::control::OneStep;
use crate::discretisation::Discretisation;
use crate::state::State;
use crate::system::System;
use crate::vectors::{Extremes, finish, weighted_sum};

/// The method with its work space.
pub struct Explicit<const N: usize, const M: usize> {
    stages: Vec<State<N, M>>,
}

impl<const N: usize, const M: usize> Explicit<N, M> {
    /// Work space for fields of `shape` (z, y, x).
    pub fn new(shape: (usize, usize, usize)) -> Self {
        Self { stages: (0..4).map(|_| State::zeros(shape)).collect() }
    }
}

impl<S: System<N, M>, const N: usize, const M: usize> OneStep<S, N, M> for Explicit<N, M> {
    fn name(&self) -> &'static str {
        "explicit"
    }

    fn order(&self) -> u32 {
        3
    }

    fn right_hand_sides(&self) -> u64 {
        4
    }

    fn solves(&self) -> u64 {
        0
    }

    fn resize(&mut self, shape: (usize, usize, usize)) {
        *self = Self::new(shape);
    }

    fn attempt(
        &mut self,
        on: &Discretisation<S, N, M>,
        h: f64,
        old: &State<N, M>,
        new: &mut State<N, M>,
    ) -> Vec<Extremes> {
        let [k1, k2, k3, k4] = &mut self.stages[..] else { return Vec::new() };
        let base = (1.0, old.values());
        on.rates(old, k1);
        weighted_sum(on.arch, new.values_mut(), [base, (h / 2.0, k1.values())]);
        on.rates(new, k2);
        weighted_sum(on.arch, new.values_mut(), [base, (h * 0.75, k2.values())]);
        on.rates(new, k3);
        let third = [2.0 / 9.0, 1.0 / 3.0, 4.0 / 9.0].map(|b| b * h);
        let terms = [base, (third[0], k1.values()), (third[1], k2.values()), (third[2], k3.values())];
        weighted_sum(on.arch, new.values_mut(), terms);
        on.rates(new, k4);
        let second = [7.0 / 24.0, 0.25, 1.0 / 3.0, 0.125].map(|b| b * h);
        let weights = std::array::from_fn(|i| {
            let b = third.get(i).copied().unwrap_or(0.0);
            (b, b - second[i])
        });
        finish(on, old, [&*k1, &*k2, &*k3, &*k4], weights, new)
    }
}
