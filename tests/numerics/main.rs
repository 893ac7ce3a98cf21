//! Exact solutions and orders, steppers, what the solver may leave out.

mod active_box;
mod convergence;
mod dense_output;
mod fisher;
mod invariants;
mod lanes;
mod second_solver;
mod steppers;
mod symmetry;
mod verification;
