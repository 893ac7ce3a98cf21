//! The active box: of a grid at rest only a window around what has departed from it is solved.
//!
//! Rest is an exact equilibrium, so columns that are at rest stay there, and what lies outside of the
//! window needs no solving as long as nothing reaches its edge. Its cut sides are closed: what little
//! arrives there stays inside, so that totals are kept. After every step the columns along the cuts are
//! looked at; when a field departs there by more than a share of the error that a step may make
//! ([`SHARE`](crate::bounds::SHARE)), the window grows. Now and then it is held against all that still
//! departs, and shrinks.

pub mod bounds;
pub(crate) mod statistics;

use crate::bounds::{Bounds, MOVE};
use crate::control::{Failure, Stepper};
use crate::discretisation::Discretisation;
use crate::integrate::{Looks, step_observed};
use crate::memory::{Reader, Unreadable, Writer};
use crate::state::State;
use crate::statistics::WindowStatistics;
use crate::system::System;
use crate::window::{Reframing, Window};

/// Share of the columns above which a window saves too little.
const MOST: f64 = 0.7;
/// Share of its columns below which a smaller window is worth a move.
const WORTH: f64 = 0.8;
/// Steps from one look at the whole window to the next.
const REVIEW: u32 = 8;

/// What is solved of a grid, and the rules for it.
pub struct Active<S, const N: usize, const M: usize> {
    /// Whether there may be a window smaller than the grid.
    allowed: bool,
    bounds: Bounds,
    /// The window; none where everything is solved.
    part: Option<Part<S, N, M>>,
    /// Steps since the last look at all of it.
    since: u32,
    statistics: WindowStatistics,
}

/// A window smaller than the grid.
struct Part<S, const N: usize, const M: usize> {
    window: Window,
    on: Discretisation<S, N, M>,
    state: State<N, M>,
}

impl<S: System<N, M> + Clone, const N: usize, const M: usize> Active<S, N, M> {
    /// Everything is solved, until [`choose`](Self::choose) is called. There is no window where none is
    /// `wanted`, on a radius, and where `state` is not at rest or rest no exact equilibrium.
    pub fn new(on: &Discretisation<S, N, M>, state: &State<N, M>, tolerance: f64, wanted: bool) -> Self {
        let still = || {
            let mut rates = State::zeros(state.shape());
            on.rates(state, &mut rates);
            *state == on.rest() && rates.values().iter().all(|&rate| rate == 0.0)
        };
        let wide = on.grid().x.len().max(on.grid().y.len()) > 2 * MOVE;
        let allowed = wanted && wide && !on.grid().x.radial && still();
        let bounds = Bounds::new(tolerance, N + M);
        Self { allowed, bounds, part: None, since: 0, statistics: WindowStatistics::default() }
    }

    /// What was solved so far; none where there can be no window.
    pub fn statistics(&self) -> Option<&WindowStatistics> {
        self.allowed.then_some(&self.statistics)
    }

    /// Whether less than everything is solved.
    pub fn is_part(&self) -> bool {
        self.part.is_some()
    }

    fn window(&self, on: &Discretisation<S, N, M>) -> Window {
        self.part.as_ref().map_or_else(|| Window::whole(on.grid()), |part| part.window)
    }

    /// Chooses the window anew: `whole`, which has everything in it, has jumped. What was outside of the
    /// window was at rest, so that there every deviation belongs to the jump and counts.
    pub fn choose(
        &mut self,
        on: &Discretisation<S, N, M>,
        whole: &mut State<N, M>,
        stepper: &mut dyn Stepper<S, N, M>,
    ) {
        let everything = Window::whole(on.grid());
        let first = self.bounds.are_untouched();
        let inside = self.part.as_ref().map(|part| part.window);
        // Where all of it is solved, the next review finds out what has come back to rest.
        if self.allowed && (first || inside.is_some()) {
            let wanted = self.bounds.around(on, whole, everything, inside);
            if let Some(Part { window, state, .. }) = &mut self.part {
                state.take_over(window, whole, &everything);
            }
            self.reframe(on, whole, stepper, wanted);
            self.since = 0;
        }
    }

    /// One accepted step, as by [`step_observed`], of what has to be solved. All that is seen is `whole`,
    /// which holds the state outside of the window, and after [`gather`](Self::gather) all of it.
    pub fn step(
        &mut self,
        on: &Discretisation<S, N, M>,
        whole: &mut State<N, M>,
        stepper: &mut dyn Stepper<S, N, M>,
        [time, to]: [f64; 2],
        observer: &mut Looks<'_, N, M>,
    ) -> Result<f64, Failure> {
        let everything = Window::whole(on.grid());
        let reached = if let Some(Part { window, on, state }) = &mut self.part {
            let Looks { days, landing, between, look } = observer;
            let mut look = |day: f64, part: &State<N, M>| {
                whole.take_over(&everything, part, window);
                look(day, whole);
            };
            let mut observer = Looks { days, landing, between, look: &mut look };
            let original = |failure: Failure| Failure { cell: window.original(failure.cell), ..failure };
            step_observed(stepper, on, state, [time, to], &mut observer).map_err(original)?
        } else {
            step_observed(stepper, on, whole, [time, to], observer)?
        };
        if self.allowed {
            self.statistics.step(self.window(on).share());
            self.review(on, whole, stepper);
        }
        Ok(reached)
    }

    /// The whole state on a day inside the last step, by the stepper's dense output, into `out`; `whole` is as
    /// [`step`](Self::step) left it.
    pub fn observe(
        &self,
        on: &Discretisation<S, N, M>,
        whole: &State<N, M>,
        stepper: &dyn Stepper<S, N, M>,
        day: f64,
        out: &mut State<N, M>,
    ) {
        match &self.part {
            None => stepper.observe(on, whole, day, out),
            Some(part) => {
                let mut between = part.state.clone();
                stepper.observe(&part.on, &part.state, day, &mut between);
                out.clone_from(whole);
                out.take_over(&Window::whole(on.grid()), &between, &part.window);
            }
        }
    }

    /// Puts what is solved into `whole`.
    pub fn gather(&self, on: &Discretisation<S, N, M>, whole: &mut State<N, M>) {
        if let Some(part) = &self.part {
            whole.take_over(&Window::whole(on.grid()), &part.state, &part.window);
        }
    }

    /// Writes the window, what is solved in it and what was found so far.
    pub fn save(&self, to: &mut Writer) {
        to.put(&self.allowed);
        self.bounds.save(to);
        to.put(&self.part.as_ref().map(|part| part.window));
        self.part.iter().for_each(|part| to.state(&part.state));
        to.put(&self.since);
        to.put(&self.statistics);
    }

    /// Reads what another one wrote for the same model on the same grid, `on`. What the stepper remembers
    /// is of the model in the window, [`solved`](Self::solved).
    ///
    /// # Errors
    /// Another grid, or bytes that are nothing of the kind.
    pub fn load(&mut self, on: &Discretisation<S, N, M>, from: &mut Reader<'_>) -> Result<(), Unreadable> {
        self.allowed = from.get()?;
        self.bounds.load(from)?;
        let window: Option<Window> = from.get()?;
        let grid = on.grid();
        self.part = None;
        if let Some(window) = window {
            let all = Window::whole(grid);
            let same = |a: crate::Span, b: crate::Span| (a.of, a.periodic) == (b.of, b.periodic);
            if !same(window.y, all.y) || !same(window.x, all.x) {
                return Err(Unreadable { problem: "its window is one of another grid".into() });
            }
            let part = on.within(&window);
            let state = from.state(part.grid().shape())?;
            self.part = Some(Part { window, on: part, state });
        }
        self.since = from.get()?;
        self.statistics = from.get()?;
        Ok(())
    }

    /// The model on what is solved, `on` where that is everything.
    pub fn solved<'a>(&'a self, on: &'a Discretisation<S, N, M>) -> &'a Discretisation<S, N, M> {
        self.part.as_ref().map_or(on, |part| &part.on)
    }

    /// Looks at what was solved, and solves another window where that is called for.
    fn review(
        &mut self,
        on: &Discretisation<S, N, M>,
        whole: &mut State<N, M>,
        stepper: &mut dyn Stepper<S, N, M>,
    ) {
        let now = self.window(on);
        if let Some(part) = &self.part {
            self.statistics.edge(self.bounds.at_edge(&part.on, &part.state, now));
            let wanted = self.bounds.grown(&part.on, &part.state, now);
            if wanted != now {
                return self.reframe(on, whole, stepper, wanted);
            }
        }
        self.since += 1;
        if self.since >= REVIEW {
            self.since = 0;
            let (of, state) = self.part.as_ref().map_or((on, &*whole), |part| (&part.on, &part.state));
            let wanted = self.bounds.around(of, state, now, Some(now));
            if wanted.share() < MOST.min(WORTH * now.share()) {
                self.reframe(on, whole, stepper, wanted);
            }
        }
    }

    /// Solves another window from now on, or everything where that is hardly more. What is cut off is set
    /// to rest.
    fn reframe(
        &mut self,
        on: &Discretisation<S, N, M>,
        whole: &mut State<N, M>,
        stepper: &mut dyn Stepper<S, N, M>,
        to: Window,
    ) {
        let (from, everything) = (self.window(on), Window::whole(on.grid()));
        let to = if to.share() > MOST { everything } else { to };
        if from == to {
            return;
        }
        self.gather(on, whole);
        self.part = (!to.is_whole()).then(|| {
            let part = on.within(&to);
            let mut state = State::zeros(part.grid().shape());
            state.take_over(&to, whole, &everything);
            if !to.contains(&from) {
                on.equilibrate(whole);
                whole.take_over(&everything, &state, &to);
            }
            Part { window: to, on: part, state }
        });
        stepper.reframe(self.part.as_ref().map_or(on, |part| &part.on), &Reframing { from, to });
        self.statistics.moved();
    }
}
