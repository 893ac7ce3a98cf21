//! The catalogue of steppers.

use crate::control::{Controlled, Stepper};
use crate::explicit::Explicit;
use crate::qndf::Qndf;
use crate::rosenbrock::{Rosenbrock, ros2, ros34pw2};
use crate::system::System;

/// Name and meaning of every stepper.
pub const STEPPERS: [(&str, &str); 7] = [
    (
        "auto",
        "the cheapest for the problem: qndf_single on a grid (qndf below a tolerance of 1e-6), ros34pw2 for a \
         single cell; the default. Decided by the problem alone: memory changes nothing",
    ),
    ("ros34pw2", "Rosenbrock-W of order 3 with line solves; keeps every budget to rounding"),
    ("ros2", "Rosenbrock-W of order 2 with line solves; hardly ever undershoots zero"),
    ("ros2_lean", "ros2 in the least memory: steps land on every observation, nothing is kept behind them"),
    (
        "qndf",
        "multistep of orders 1 to 5, Newton-Krylov with an exact separable solve; for stiff and large problems",
    ),
    (
        "qndf_single",
        "qndf with its history in single precision: two thirds of the memory, good for tolerances from 1e-6",
    ),
    ("explicit", "Bogacki-Shampine of order 3 without implicit part; slow, a reference for cross-checks"),
];

/// Tolerance from which single precision of the history is far from being felt: it changes collagen by
/// less than 1e-7 of itself, and scar by 3e-6.
const SINGLE: f64 = 1e-6;

/// What `name` stands for at a tolerance on fields of `shape` (z, y, x). The problem decides and nothing else,
/// so that every machine takes the same.
pub fn chosen(name: &str, tolerance: f64, shape: (usize, usize, usize)) -> &str {
    match name {
        "auto" if shape == (1, 1, 1) => "ros34pw2",
        "auto" if tolerance < SINGLE => "qndf",
        "auto" => "qndf_single",
        name => name,
    }
}

/// States in double precision that a stepper holds beside the one it moves, for the estimate of memory.
pub fn states_held(name: &str) -> f64 {
    match name {
        "ros2_lean" => 3.0,
        "ros2" | "explicit" => 5.0,
        "qndf" => 11.5,
        "qndf_single" => 8.5,
        _ => 7.0,
    }
}

/// The stepper of that name for fields of `shape` (z, y, x).
pub fn stepper<S: System<N, M> + 'static, const N: usize, const M: usize>(
    name: &str,
    tolerance: f64,
    shape: (usize, usize, usize),
) -> Option<Box<dyn Stepper<S, N, M>>> {
    match chosen(name, tolerance, shape) {
        "ros34pw2" => Some(Box::new(Controlled::new(Rosenbrock::new(ros34pw2(), shape), tolerance, shape))),
        "ros2" => Some(Box::new(Controlled::new(Rosenbrock::new(ros2(), shape), tolerance, shape))),
        "ros2_lean" => Some(Box::new(Controlled::lean(Rosenbrock::new(ros2(), shape), tolerance, shape))),
        "qndf" => Some(Box::new(Qndf::<N, M, f64>::new(tolerance, shape))),
        "qndf_single" => Some(Box::new(Qndf::<N, M, f32>::new(tolerance, shape))),
        "explicit" => Some(Box::new(Controlled::new(Explicit::new(shape), tolerance, shape))),
        _ => None,
    }
}
