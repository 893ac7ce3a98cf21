//! Many small problems at once, one a vector lane.
//!
//! For systems of one cell, where nothing moves. Each lane has its own coefficients, time, step,
//! error and days to show: lanes share the processor's instructions and nothing else, so a problem
//! gives the same bits alone, in any lane and beside any others, and those of a plain run with
//! [`ros34pw2`]. A lane that is done takes the next problem.

mod block;
mod kernel;
mod track;

use pulp::Arch;

use super::rosenbrock::ros34pw2;
use super::state::State;
use super::system::System;
use block::{Block, LANES};
use kernel::{Attempt, Stand};
use track::{Track, Verdict};

/// Name in the catalogue of the method that lanes step with.
pub const METHOD: &str = "ros34pw2";

/// A part of a problem without jumps.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// First day.
    pub from: f64,
    /// Last day.
    pub to: f64,
    /// Days to look at, increasing; those up to `from` and after `to` are passed over.
    pub days: Vec<f64>,
}

/// A problem of one cell.
pub trait Problem<S, const N: usize, const M: usize> {
    /// Its system, the same all the time.
    fn system(&self) -> &S;

    /// Relative error allowed per step.
    fn tolerance(&self) -> f64;

    /// What comes next, from `state`: at first of no meaning, then the one that the last leg reached.
    /// What it holds afterwards is where the leg begins. Nothing where the problem is done.
    fn next(&mut self, state: &mut State<N, M>) -> Option<Leg>;

    /// The state on a day of the leg.
    fn look(&mut self, day: f64, state: &State<N, M>);

    /// No step is short enough; nothing else is asked of it.
    fn fail(&mut self);
}

/// Takes problems while there are any, and gives each back when it is done or has failed.
///
/// # Errors
/// The first of `next` or `done`, at once.
pub fn carry<P: Problem<S, N, M>, S: System<N, M>, E, const N: usize, const M: usize>(
    mut next: impl FnMut() -> Result<Option<P>, E>,
    mut done: impl FnMut(P) -> Result<(), E>,
) -> Result<(), E> {
    let (arch, method) = (Arch::new(), ros34pw2());
    let mut block = Block::<N, M>::new(4);
    let mut state = State::zeros((1, 1, 1));
    let mut tracks: [Option<Track<P>>; LANES] = std::array::from_fn(|_| None);
    let mut waiting = None;
    loop {
        for lane in 0..LANES {
            while tracks[lane].is_none() {
                let Some(problem) = waiting.take().map_or_else(&mut next, |problem| Ok(Some(problem)))?
                else {
                    break;
                };
                let beside = tracks.iter().flatten().next();
                if beside.is_some_and(|track| !track.problem.system().shares_rows(problem.system())) {
                    // Until the others are done.
                    waiting = Some(problem);
                    break;
                }
                block.enter(lane, problem.system(), problem.tolerance());
                let mut track = Track::new(problem);
                if set_out(lane, &mut track, &mut block, &mut state) {
                    tracks[lane] = Some(track);
                } else {
                    done(track.problem)?;
                }
            }
        }
        if tracks.iter().all(Option::is_none) {
            return Ok(());
        }
        let h = tracks.each_mut().map(|track| track.as_mut().map_or(0.0, Track::step));
        if let Some(track) = tracks.iter().flatten().next() {
            let (method, system) = (&method, track.problem.system());
            arch.dispatch(Attempt { method, system, block: &mut block, h: &h });
        }
        let order = f64::from(method.order);
        let verdicts: [Option<Verdict>; LANES] = std::array::from_fn(|lane| {
            let error = if block.spoilt[lane] == 0.0 { block.worst[lane] } else { f64::INFINITY };
            tracks[lane].as_mut().map(|track| track.judge(order, error))
        });
        let stands = verdicts.map(|verdict| f64::from(u8::from(verdict == Some(Verdict::Stands))));
        arch.dispatch(Stand { block: &mut block, stands: &stands });
        for lane in 0..LANES {
            let Some(track) = &mut tracks[lane] else { continue };
            let goes_on = match verdicts[lane] {
                Some(Verdict::Stands) => {
                    show(lane, track, &block, &mut state);
                    !track.has_arrived() || {
                        block.get(lane, &mut state);
                        set_out(lane, track, &mut block, &mut state)
                    }
                }
                Some(Verdict::Hopeless) => {
                    track.problem.fail();
                    false
                }
                _ => true,
            };
            if !goes_on && let Some(track) = tracks[lane].take() {
                done(track.problem)?;
            }
        }
    }
}

/// Begins the next leg that takes any time; whether there is one.
fn set_out<P: Problem<S, N, M>, S: System<N, M>, const N: usize, const M: usize>(
    lane: usize,
    track: &mut Track<P>,
    block: &mut Block<N, M>,
    state: &mut State<N, M>,
) -> bool {
    while let Some(leg) = track.problem.next(state) {
        track.begin(leg);
        if !track.has_arrived() {
            block.put(lane, state);
            return true;
        }
    }
    false
}

/// Shows what the last step passed.
fn show<P: Problem<S, N, M>, S: System<N, M>, const N: usize, const M: usize>(
    lane: usize,
    track: &mut Track<P>,
    block: &Block<N, M>,
    state: &mut State<N, M>,
) {
    while let Some((day, before)) = track.due() {
        if before {
            block.between(lane, track.times.weights(day), state);
        } else {
            block.get(lane, state);
        }
        track.problem.look(day, state);
    }
}
