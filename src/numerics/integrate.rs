//! Moves a state from one time to another, landing on the second exactly.

use super::control::{Failure, Stepper, Work};
use super::discretisation::Discretisation;
use super::state::State;
use super::system::System;

/// Steps `state` from day `from` to day `to`; `each` hears the time and the work after every step.
/// On failure the day that was reached comes with it.
pub fn integrate<S: System<N, M>, const N: usize, const M: usize>(
    stepper: &mut dyn Stepper<S, N, M>,
    on: &Discretisation<S, N, M>,
    state: &mut State<N, M>,
    from: f64,
    to: f64,
    each: &mut dyn FnMut(f64, Work),
) -> Result<(), (f64, Failure)> {
    let mut time = from;
    while time < to {
        time = stepper.step(on, state, time, to).map_err(|failure| (time, failure))?;
        each(time, stepper.work());
    }
    Ok(())
}
