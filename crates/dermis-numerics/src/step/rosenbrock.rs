//! Rosenbrock-W methods with approximate matrix factorisation.
//!
//! W = Π over axes (I − γ h A_axis), and stages in delta form:
//! W U_i = γ h f(u + Σ a_ij U_j) + γ Σ c_ij U_j, u' = u + Σ m_i U_i, e = Σ (m_i − m̂_i) U_i, with
//! a = α Γ⁻¹, c = diag(1/γ) − Γ⁻¹, m = b Γ⁻¹ (Hairer and Wanner, `hairer1996`, IV.7). W need not be
//! the exact Jacobian: a W-method keeps its order. Where f = 0 every stage is 0, so rest stays exact.

use crate::control::OneStep;
use crate::discretisation::Discretisation;
use crate::epilogue::Stage;
use crate::implicit::Factors;
use crate::state::State;
use crate::system::System;
use crate::vectors::{Extremes, finish, weighted_sum};

/// Coefficients of a method with `K` stages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Method<const K: usize> {
    /// Name in the catalogue.
    pub name: &'static str,
    /// Order of the solution; the error estimate is one order lower.
    pub order: u32,
    pub(crate) gamma: f64,
    /// Stage arguments.
    pub(crate) a: [[f64; K]; K],
    /// Stage couplings.
    pub(crate) c: [[f64; K]; K],
    /// Weights of the solution and of the error.
    pub(crate) weights: [(f64, f64); K],
}

impl<const K: usize> Method<K> {
    /// From α, Γ (diagonal γ), b and b̂ of the paper.
    fn new(
        name: &'static str,
        order: u32,
        alpha: [[f64; K]; K],
        gamma: [[f64; K]; K],
        b: [f64; K],
        hat: [f64; K],
    ) -> Self {
        let inverse = invert_lower(gamma);
        let times = |row: &[f64; K]| -> [f64; K] {
            std::array::from_fn(|j| (0..K).map(|k| row[k] * inverse[k][j]).sum())
        };
        let (m, m_hat) = (times(&b), times(&hat));
        Self {
            name,
            order,
            gamma: gamma[0][0],
            a: alpha.map(|row| times(&row)),
            c: inverse.map(|row| row.map(|value| -value)),
            weights: std::array::from_fn(|i| (m[i], m[i] - m_hat[i])),
        }
    }
}

#[allow(clippy::needless_range_loop, reason = "matrix indices")]
fn invert_lower<const K: usize>(matrix: [[f64; K]; K]) -> [[f64; K]; K] {
    let mut inverse = [[0.0; K]; K];
    for column in 0..K {
        for row in column..K {
            let unit = if row == column { 1.0 } else { 0.0 };
            let known: f64 = (column..row).map(|k| matrix[row][k] * inverse[k][column]).sum();
            inverse[row][column] = (unit - known) / matrix[row][row];
        }
    }
    inverse
}

/// ROS34PW2 (Rang and Angermann, `rang2005`): order 3 for any W, L-stable and stiffly accurate with the
/// exact one.
#[allow(clippy::excessive_precision, reason = "digits as the paper prints them")]
pub fn ros34pw2() -> Method<4> {
    let g = 4.358_665_215_084_59e-1;
    Method::new(
        "ros34pw2",
        3,
        [
            [0.0; 4],
            [8.717_330_430_169_180_1e-1, 0.0, 0.0, 0.0],
            [8.445_706_001_536_942_3e-1, -1.129_906_423_648_418_5e-1, 0.0, 0.0],
            [0.0, 0.0, 1.0, 0.0],
        ],
        [
            [g, 0.0, 0.0, 0.0],
            [-8.717_330_430_169_180_1e-1, g, 0.0, 0.0],
            [-9.033_805_701_304_408_2e-1, 5.418_067_238_809_532_6e-2, g, 0.0],
            [2.421_238_070_609_534_6e-1, -1.223_250_583_904_514_7, 5.452_602_553_351_021_4e-1, g],
        ],
        [2.421_238_070_609_534_6e-1, -1.223_250_583_904_514_7, 1.545_260_255_335_102, g],
        [3.781_090_314_581_936_9e-1, -9.604_229_221_242_317_8e-2, 0.5, 2.179_332_607_542_295e-1],
    )
}

/// ROS2 (Verwer, Spee, Blom and Hundsdorfer, `verwer1999`): order 2 for any W, hardly ever below zero.
pub fn ros2() -> Method<2> {
    let g = 1.0 - std::f64::consts::FRAC_1_SQRT_2;
    Method::new("ros2", 2, [[0.0; 2], [1.0, 0.0]], [[g, 0.0], [-2.0 * g, g]], [0.5, 0.5], [1.0, 0.0])
}

/// A Rosenbrock-W method with its work space.
pub struct Rosenbrock<const N: usize, const M: usize, const K: usize> {
    method: Method<K>,
    factors: Factors,
    stages: Vec<State<N, M>>,
}

impl<const N: usize, const M: usize, const K: usize> Rosenbrock<N, M, K> {
    /// Work space for fields of `shape` (z, y, x).
    pub fn new(method: Method<K>, shape: (usize, usize, usize)) -> Self {
        Self { method, factors: Factors::default(), stages: (0..K).map(|_| State::zeros(shape)).collect() }
    }
}

impl<S: System<N, M>, const N: usize, const M: usize, const K: usize> OneStep<S, N, M>
    for Rosenbrock<N, M, K>
{
    fn name(&self) -> &'static str {
        self.method.name
    }

    fn order(&self) -> u32 {
        self.method.order
    }

    fn right_hand_sides(&self) -> u64 {
        K as u64
    }

    fn forget(&mut self) {
        self.factors = Factors::default();
    }

    fn resize(&mut self, shape: (usize, usize, usize)) {
        *self = Self::new(self.method, shape);
    }

    fn attempt(
        &mut self,
        on: &Discretisation<S, N, M>,
        h: f64,
        old: &State<N, M>,
        new: &mut State<N, M>,
    ) -> Vec<Extremes> {
        let Method { gamma, a, c, weights, .. } = self.method;
        on.prepare(gamma * h, &mut self.factors);
        for i in 0..K {
            let (done, remainder) = self.stages.split_at_mut(i);
            let stage = &mut remainder[0];
            let argument = if i == 0 {
                old
            } else {
                // `new` holds the stage argument until the last pass.
                argument(on, new.values_mut(), old.values(), &a[i], done);
                &*new
            };
            let couplings = c[i].map(|value| gamma * value);
            on.rates_with(argument, stage, &Stage { g: gamma * h, couplings: &couplings, done });
            on.solve(&self.factors, stage);
        }
        let stages: [&State<N, M>; K] = std::array::from_fn(|i| &self.stages[i]);
        finish(on, old, stages, weights, new)
    }
}

/// `out = base + Σ weight × stage` over the stages done so far.
fn argument<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    out: &mut [f64],
    base: &[f64],
    weights: &[f64],
    done: &[State<N, M>],
) {
    let term = |i: usize| (weights[i], done[i].values());
    match done.len() {
        0 => weighted_sum(on.arch, out, [(1.0, base)]),
        1 => weighted_sum(on.arch, out, [(1.0, base), term(0)]),
        2 => weighted_sum(on.arch, out, [(1.0, base), term(0), term(1)]),
        _ => weighted_sum(on.arch, out, [(1.0, base), term(0), term(1), term(2)]),
    }
}
