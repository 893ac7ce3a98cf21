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

use crate::rosenbrock::{Method, ros34pw2};
use crate::state::State;
use crate::system::System;
use block::{Block, LANES, Numbers};
use kernel::{Attempt, Stand};
use track::{Track, Verdict};

/// Name in the catalogue of the method that lanes step with.
pub const METHOD: &str = "ros34pw2";

/// Its stages.
const STAGES: usize = 4;

/// A part of a problem without jumps.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// First day.
    pub from: f64,
    /// Last day.
    pub to: f64,
    /// Days to look at, increasing; those up to `from` and after `to` are passed over.
    pub days: Vec<f64>,
    /// Days that the first steps land on, increasing, whatever is looked at.
    pub landing: Vec<f64>,
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

type Attempts<S, const N: usize, const M: usize> = fn(Arch, &Method<STAGES>, &S, &mut Block<N, M>, &Numbers);

/// The arithmetic of a step for one model, built where this is made and not where it is used.
pub struct Kernel<S, const N: usize, const M: usize>(Attempts<S, N, M>);

impl<S: System<N, M>, const N: usize, const M: usize> Kernel<S, N, M> {
    /// That of the model `S`.
    #[allow(clippy::new_without_default, reason = "it is no neutral value but a build of the kernel")]
    pub fn new() -> Self {
        Self(|arch, method, system, block, h| arch.dispatch(Attempt { method, system, block, h }))
    }
}

/// Takes problems while there are any, and gives each back when it is done or has failed.
///
/// # Errors
/// The first of `next` or `done`, at once.
pub fn carry<P: Problem<S, N, M>, S: System<N, M>, E, const N: usize, const M: usize>(
    kernel: Kernel<S, N, M>,
    mut next: impl FnMut() -> Result<Option<P>, E>,
    mut done: impl FnMut(P) -> Result<(), E>,
) -> Result<(), E> {
    let (arch, method) = (Arch::new(), ros34pw2());
    let mut lanes = Lanes::new();
    loop {
        lanes.fill(&mut next, &mut done)?;
        if lanes.tracks.iter().all(Option::is_none) {
            return Ok(());
        }
        let verdicts = lanes.step(arch, &method, &kernel);
        for (lane, verdict) in verdicts.into_iter().enumerate() {
            lanes.follow(lane, verdict).map_or(Ok(()), &mut done)?;
        }
    }
}

/// The lanes with what they carry.
struct Lanes<P, const N: usize, const M: usize> {
    block: Block<N, M>,
    tracks: [Option<Track<P>>; LANES],
    /// One that cannot share rows with the others: until they are done.
    waiting: Option<P>,
    /// The state of the lane that is looked at.
    state: State<N, M>,
}

impl<P, const N: usize, const M: usize> Lanes<P, N, M> {
    fn new() -> Self {
        Self {
            block: Block::new(),
            tracks: std::array::from_fn(|_| None),
            waiting: None,
            state: State::zeros((1, 1, 1)),
        }
    }

    /// Gives empty lanes a problem.
    fn fill<S: System<N, M>, E>(
        &mut self,
        next: &mut impl FnMut() -> Result<Option<P>, E>,
        done: &mut impl FnMut(P) -> Result<(), E>,
    ) -> Result<(), E>
    where
        P: Problem<S, N, M>,
    {
        for lane in 0..LANES {
            while self.tracks[lane].is_none() {
                let Some(problem) =
                    self.waiting.take().map_or_else(&mut *next, |problem| Ok(Some(problem)))?
                else {
                    return Ok(());
                };
                let beside = self.tracks.iter().flatten().next();
                if beside.is_some_and(|track| !track.problem.system().shares_rows(problem.system())) {
                    self.waiting = Some(problem);
                    return Ok(());
                }
                self.block.enter(lane, problem.system(), problem.tolerance());
                self.tracks[lane] = Some(Track::new(problem));
                if let Some(problem) = self.set_out(lane) {
                    done(problem)?;
                }
            }
        }
        Ok(())
    }

    /// Tries a step in every lane; what became of it.
    fn step<S: System<N, M>>(
        &mut self,
        arch: Arch,
        method: &Method<STAGES>,
        Kernel(attempt): &Kernel<S, N, M>,
    ) -> [Option<Verdict>; LANES]
    where
        P: Problem<S, N, M>,
    {
        let Self { block, tracks, .. } = self;
        let h = tracks.each_mut().map(|track| track.as_mut().map_or(0.0, Track::step));
        if let Some(track) = tracks.iter().flatten().next() {
            attempt(arch, method, track.problem.system(), block, &h);
        }
        let order = f64::from(method.order);
        let verdicts = std::array::from_fn(|lane| {
            let error = if block.spoilt[lane] == 0.0 { block.worst[lane] } else { f64::INFINITY };
            tracks[lane].as_mut().map(|track| track.judge(order, error))
        });
        let stands = verdicts.map(|verdict| f64::from(u8::from(verdict == Some(Verdict::Stands))));
        arch.dispatch(Stand { block, stands: &stands });
        verdicts
    }

    /// Follows up a step: shows what it passed, begins the next leg; the problem where it ends.
    fn follow<S: System<N, M>>(&mut self, lane: usize, verdict: Option<Verdict>) -> Option<P>
    where
        P: Problem<S, N, M>,
    {
        let Self { block, tracks, state, .. } = self;
        let track = tracks[lane].as_mut()?;
        match verdict? {
            Verdict::Again => return None,
            Verdict::Hopeless => {
                track.problem.fail();
                return tracks[lane].take().map(|track| track.problem);
            }
            Verdict::Stands => {}
        }
        while let Some((day, before)) = track.due() {
            if before {
                block.between(lane, track.times.weights(day), state);
            } else {
                block.get(lane, state);
            }
            track.problem.look(day, state);
        }
        if !track.has_arrived() {
            return None;
        }
        block.get(lane, state);
        self.set_out(lane)
    }

    /// Begins the next leg that takes any time; the problem where there is none.
    fn set_out<S: System<N, M>>(&mut self, lane: usize) -> Option<P>
    where
        P: Problem<S, N, M>,
    {
        let track = self.tracks[lane].as_mut()?;
        while let Some(leg) = track.problem.next(&mut self.state) {
            track.begin(leg);
            if !track.has_arrived() {
                self.block.put(lane, &self.state);
                return None;
            }
        }
        self.tracks[lane].take().map(|track| track.problem)
    }
}
