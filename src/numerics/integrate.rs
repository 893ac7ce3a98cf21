//! Moves a state from one time to another, landing on the second exactly, and shows it at times
//! between, which shorten no step.

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

/// What is to be seen between two times.
pub struct Observer<'a, const N: usize, const M: usize> {
    /// Days to look at, increasing; those outside of the time integrated are passed over.
    pub days: &'a [f64],
    /// Room for the state between two steps; made when the first one is asked for.
    pub between: &'a mut Option<State<N, M>>,
    /// Hears each day and the state at it.
    pub look: &'a mut dyn FnMut(f64, &State<N, M>),
}

/// As [`integrate`], and shows the state at every day of `observer` in (`from`, `to`]: between steps
/// by the stepper's dense output, so that the steps are the same whatever is observed, but for the
/// first few after a restart, which have nothing behind them to interpolate from.
pub fn integrate_observed<S: System<N, M>, const N: usize, const M: usize>(
    stepper: &mut dyn Stepper<S, N, M>,
    on: &Discretisation<S, N, M>,
    state: &mut State<N, M>,
    [from, to]: [f64; 2],
    observer: Observer<'_, N, M>,
    each: &mut dyn FnMut(f64, Work),
) -> Result<(), (f64, Failure)> {
    let Observer { days, between, look } = observer;
    let mut ahead = days.iter().copied().filter(|&day| day > from && day <= to).peekable();
    let mut time = from;
    while time < to {
        let limit = ahead.peek().copied().filter(|_| !stepper.observes()).unwrap_or(to);
        time = stepper.step(on, state, time, limit).map_err(|failure| (time, failure))?;
        while let Some(day) = ahead.next_if(|&day| day <= time) {
            if day == time {
                look(day, state);
            } else {
                let between = between.get_or_insert_with(|| state.clone());
                stepper.observe(on, state, day, between);
                look(day, between);
            }
        }
        each(time, stepper.work());
    }
    Ok(())
}
