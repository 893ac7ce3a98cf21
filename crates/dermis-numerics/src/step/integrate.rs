//! Moves a state from one time to another, landing on the second exactly, and shows it at times
//! between, which shorten no step.

use crate::control::{Failure, Stepper, Work};
use crate::discretisation::Discretisation;
use crate::state::State;
use crate::system::System;

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
pub struct Looks<'a, const N: usize, const M: usize> {
    /// Days to look at, increasing; those outside of the time integrated are passed over.
    pub days: &'a [f64],
    /// Days that the first steps after a restart land on, increasing, whatever is looked at; none where they may pass all.
    pub landing: &'a [f64],
    /// Room for the state between two steps; made when the first one is asked for.
    pub between: &'a mut Option<State<N, M>>,
    /// Hears each day and the state at it.
    pub look: &'a mut dyn FnMut(f64, &State<N, M>),
}

/// As [`integrate`], and shows the state at every day of `observer` in (`from`, `to`]: between steps
/// by the stepper's dense output, so that the steps are the same whatever is observed. The first few after a restart
/// have little behind them to interpolate from: they land on days that hang on no observer, and between these are
/// shown along straight lines, then parabolas.
pub fn integrate_observed<S: System<N, M>, const N: usize, const M: usize>(
    stepper: &mut dyn Stepper<S, N, M>,
    on: &Discretisation<S, N, M>,
    state: &mut State<N, M>,
    [from, to]: [f64; 2],
    mut observer: Looks<'_, N, M>,
    each: &mut dyn FnMut(f64, Work),
) -> Result<(), (f64, Failure)> {
    let mut time = from;
    while time < to {
        time = step_observed(stepper, on, state, [time, to], &mut observer)
            .map_err(|failure| (time, failure))?;
        each(time, stepper.work());
    }
    Ok(())
}

/// One step of [`integrate_observed`]: from `time` to at most `to`, with what is to be seen on the way.
/// Returns the time reached.
pub fn step_observed<S: System<N, M>, const N: usize, const M: usize>(
    stepper: &mut dyn Stepper<S, N, M>,
    on: &Discretisation<S, N, M>,
    state: &mut State<N, M>,
    [time, to]: [f64; 2],
    observer: &mut Looks<'_, N, M>,
) -> Result<f64, Failure> {
    let ahead = || observer.days.iter().copied().filter(|&day| day > time && day <= to);
    let landing = if stepper.shows() { observer.landing } else { observer.days };
    let next = landing.iter().copied().find(|&day| day > time && day <= to);
    let limit = next.filter(|_| !stepper.observes()).unwrap_or(to);
    let reached = stepper.step(on, state, time, limit)?;
    for day in ahead().take_while(|&day| day <= reached) {
        if day == reached {
            (observer.look)(day, state);
        } else {
            let room = observer.between.take().filter(|room| room.shape() == state.shape());
            let mut between = room.unwrap_or_else(|| state.clone());
            stepper.observe(on, state, day, &mut between);
            (observer.look)(day, &between);
            *observer.between = Some(between);
        }
    }
    Ok(reached)
}
