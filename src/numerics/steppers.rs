//! The catalogue of steppers.

use super::control::{Controlled, Stepper};
use super::explicit::Explicit;
use super::rosenbrock::{Rosenbrock, ros2, ros34pw2};
use super::system::System;

/// Name and meaning of every stepper.
pub const STEPPERS: [(&str, &str); 3] = [
    ("ros34pw2", "Rosenbrock-W of order 3 with line solves; the default"),
    ("ros2", "Rosenbrock-W of order 2 with line solves; hardly ever undershoots zero"),
    ("explicit", "Bogacki-Shampine of order 3 without implicit part; slow, a reference for cross-checks"),
];

/// States that a stepper holds beside the one it moves, for the estimate of memory.
pub fn states_held(name: &str) -> usize {
    match name {
        "ros2" => 3,
        _ => 5,
    }
}

/// The stepper of that name for fields of `shape` (z, y, x).
pub fn stepper<S: System<N, M> + 'static, const N: usize, const M: usize>(
    name: &str,
    tolerance: f64,
    shape: (usize, usize, usize),
) -> Option<Box<dyn Stepper<S, N, M>>> {
    match name {
        "ros34pw2" => Some(Box::new(Controlled::new(Rosenbrock::new(ros34pw2(), shape), tolerance, shape))),
        "ros2" => Some(Box::new(Controlled::new(Rosenbrock::new(ros2(), shape), tolerance, shape))),
        "explicit" => Some(Box::new(Controlled::new(Explicit::new(shape), tolerance, shape))),
        _ => None,
    }
}
