//! Step-size control for one-step methods, and the trait behind which every stepper sits.

use crate::controller::{StepController, cut, shorter};
use crate::dense::Past;
use crate::discretisation::Discretisation;
use crate::memory::{Reader, Unreadable, Writer};
use crate::state::State;
use crate::system::System;
use crate::vectors::Extremes;
use crate::window::Reframing;

/// Smallest step, days: below it the run stops with an error.
pub(crate) const SMALLEST_STEP: f64 = 1e-9;

/// Work done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Accepted steps.
    pub steps: u64,
    /// Steps taken back.
    pub rejected: u64,
    /// Evaluations of the rates.
    pub right_hand_sides: u64,
    /// Implicit solves of all fields.
    pub solves: u64,
}

/// Where and why a run stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Index of the field, volume fields first.
    pub field: usize,
    /// Cell (z, y, x).
    pub cell: (usize, usize, usize),
    /// What happened.
    pub problem: String,
}

/// Moves a state forward in time. Integrators with and without memory sit behind this.
///
/// ```
/// # use dermis_numerics::{Axis, Discretisation, Grid, Lane, Stepper, System, Transport};
/// # struct Decay;
/// # impl System<1, 0> for Decay {
/// #     type Row<L: Lane> = L;
/// #     fn transport(&self, _: usize) -> Transport { Transport::fixed(vec![1.0]) }
/// #     fn coefficients(&self, _: usize) -> Vec<f64> { vec![1.0] }
/// #     fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> L { coefficient(0) }
/// #     fn reaction<L: Lane>(rate: &L, [u]: [L; 1], _: [L; 0]) -> [L; 1] { [-(*rate * u)] }
/// #     fn name(&self, _: usize) -> &'static str { "u" }
/// # }
/// use dermis_numerics::steppers::stepper;
///
/// let cell = || Axis::uniform(1, 1.0, false);
/// let on = Discretisation::new(Decay, Grid { x: cell(), y: cell(), z: cell() });
/// let mut state = on.rest();
/// state.field_mut(0)[0] = 1.0;
/// let mut stepper = stepper("qndf", 1e-6, on.grid().shape()).ok_or("no such stepper")?;
/// let mut day = 0.0;
/// while day < 2.0 {
///     day = stepper.step(&on, &mut state, day, 2.0).map_err(|failure| failure.problem)?;
/// }
/// assert_eq!(day, 2.0);
/// assert!((state.field(0)[0] - (-2.0_f64).exp()).abs() < 1e-4);
/// assert!(stepper.work().steps > 10);
/// # Ok::<(), String>(())
/// ```
pub trait Stepper<S: System<N, M>, const N: usize, const M: usize>: Send {
    /// Name in the catalogue.
    fn name(&self) -> &'static str;

    /// Forgets all memory: the state has jumped.
    fn restart(&mut self);

    /// Another window on the grid is solved from now on, and `on` is the model there: what is remembered
    /// moves with it, as if the columns that come in had always been at rest. No restart.
    fn reframe(&mut self, on: &Discretisation<S, N, M>, reframing: &Reframing);

    /// Writes all that is remembered. Work space and what follows from the model and the step is left out:
    /// it is made anew.
    fn save(&self, to: &mut Writer);

    /// Reads what a stepper of the same name, tolerance and shape wrote, and prepares for the model `on`
    /// that it was stepping: from the state of that time on it takes the same steps to the same bits.
    ///
    /// # Errors
    /// Another stepper, another shape, or bytes that are no memory; the stepper is to be restarted then.
    fn load(&mut self, on: &Discretisation<S, N, M>, from: &mut Reader<'_>) -> Result<(), Unreadable>;

    /// Takes one accepted step from `time` to at most `limit`, and returns the time reached.
    fn step(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &mut State<N, M>,
        time: f64,
        limit: f64,
    ) -> Result<f64, Failure>;

    /// Days that the next step takes at most with nothing in its way: a limit that is twice as far or farther
    /// changes nothing of it.
    fn wanted(&self) -> f64;

    /// Work done so far.
    fn work(&self) -> Work;

    /// Whether the next step may pass times that are to be observed, because
    /// [`observe`](Self::observe) will give the states at them as closely as the step itself.
    fn observes(&self) -> bool {
        false
    }

    /// Whether [`observe`](Self::observe) gives states inside of a step at all; otherwise steps have to land on all times
    /// that are to be observed.
    fn shows(&self) -> bool {
        self.observes()
    }

    /// The state at `day`, inside the last step, into `out`; `state` is the one that the step
    /// reached. For a stepper that never [`shows`](Self::shows) any that is the state itself.
    fn observe(&self, _on: &Discretisation<S, N, M>, state: &State<N, M>, _day: f64, out: &mut State<N, M>) {
        out.clone_from(state);
    }

    /// Whether [`blend`](Self::blend) says how what is seen between steps is made.
    fn blends(&self) -> bool {
        false
    }

    /// How [`observe`](Self::observe) has what is linear in the state at `day`, inside the last step: its value in the newest
    /// state, and with these weights its changes from each of the states that the last steps reached to the next, newest
    /// first.
    fn blend(&self, _day: f64) -> Vec<f64> {
        Vec::new()
    }
}

/// A method that computes one step of a given size with an error estimate.
pub trait OneStep<S: System<N, M>, const N: usize, const M: usize>: Send {
    /// Name in the catalogue.
    fn name(&self) -> &'static str;

    /// Order of the solution.
    fn order(&self) -> u32;

    /// Rate evaluations per step.
    fn right_hand_sides(&self) -> u64;

    /// Implicit solves per step: as many as rate evaluations, by default.
    fn solves(&self) -> u64 {
        self.right_hand_sides()
    }

    /// Forgets what was prepared: the model may have changed.
    fn forget(&mut self) {}

    /// Makes its work space anew for fields of `shape` (z, y, x), and forgets what was prepared.
    fn resize(&mut self, shape: (usize, usize, usize));

    /// Steps from `old` by `h` days into `new`; the extremes of each field, volume fields first.
    fn attempt(
        &mut self,
        on: &Discretisation<S, N, M>,
        h: f64,
        old: &State<N, M>,
        new: &mut State<N, M>,
    ) -> Vec<Extremes>;
}

/// A one-step method with proportional–integral step control in the largest norm: injuries are
/// local, so a mean would hide them.
pub struct Controlled<O, const N: usize, const M: usize> {
    method: O,
    tolerance: f64,
    controller: StepController,
    /// Largest deviation from rest of each field so far: what errors are relative to.
    scale: Vec<f64>,
    /// The step's result until it is accepted, then the state that the step left.
    new: State<N, M>,
    past: Past<N, M>,
    work: Work,
    /// Keeps the step fixed, for measurements of order.
    fixed: Option<f64>,
}

impl<O, const N: usize, const M: usize> Controlled<O, N, M> {
    /// Controls `method` to a relative error of `tolerance` per step.
    pub fn new(method: O, tolerance: f64, shape: (usize, usize, usize)) -> Self {
        Self {
            method,
            tolerance,
            controller: StepController::new(),
            scale: vec![0.0; N + M],
            new: State::zeros(shape),
            past: Past::new(shape),
            work: Work::default(),
            fixed: None,
        }
    }

    /// As [`new`](Self::new), in less memory: without the states that dense output takes.
    pub fn lean(method: O, tolerance: f64, shape: (usize, usize, usize)) -> Self {
        Self { past: Past::none(), ..Self::new(method, tolerance, shape) }
    }

    /// Steps of `h` days whatever the error.
    pub fn fixed(method: O, h: f64, shape: (usize, usize, usize)) -> Self {
        Self { fixed: Some(h), ..Self::new(method, f64::INFINITY, shape) }
    }
}

/// The error of a step in units of `tolerance`, each field relative to its largest deviation from
/// rest so far, `scale`.
pub(crate) fn size<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    tolerance: f64,
    scale: &[f64],
    found: &[Extremes],
) -> f64 {
    let mut worst = 0.0_f64;
    for (field, extremes) in found.iter().enumerate() {
        if !extremes.finite {
            return f64::INFINITY;
        }
        let scale = scale[field].max(extremes.deviation).max(on.system().absolute_tolerance(field));
        worst = worst.max(extremes.error / (tolerance * scale));
        // An undershoot within the error allowed is lifted; a larger one is an error.
        worst = worst.max(-extremes.lowest / (tolerance * scale));
    }
    worst
}

/// Why a step could not be taken: the first value that is not a number, in the state before the step
/// or else after it; or the field with the largest error, where it changes most.
pub(crate) fn failure<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    states: [&State<N, M>; 2],
    scale: &[f64],
    found: &[Extremes],
    h: f64,
) -> Failure {
    let (_, ny, nx) = states[0].shape();
    let cell = |at: usize| (at / (ny * nx), at / nx % ny, at % nx);
    let spoilt = |state: &State<N, M>| {
        (0..N + M).find_map(|field| {
            let at = state.any(field).iter().position(|value| !value.is_finite());
            at.map(|at| (field, cell(at)))
        })
    };
    if let Some((field, cell)) = states.into_iter().find_map(spoilt) {
        let problem = "is not a number; look for a parameter far from its default".into();
        return Failure { field, cell, problem };
    }
    let error = |field: usize| {
        found[field].error
            / scale[field].max(found[field].deviation).max(on.system().absolute_tolerance(field))
    };
    let field = (0..found.len()).max_by(|a, b| error(*a).total_cmp(&error(*b))).unwrap_or(0);
    let problem = format!("changes too fast even for steps of {h:.1e} days; allow a larger tolerance");
    let changes = states[0].any(field).iter().zip(states[1].any(field)).map(|(old, new)| (new - old).abs());
    let fastest = changes.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    Failure { field, cell: fastest.map_or((0, 0, 0), |(at, _)| cell(at)), problem }
}

impl<O: OneStep<S, N, M>, S: System<N, M>, const N: usize, const M: usize> Stepper<S, N, M>
    for Controlled<O, N, M>
{
    fn name(&self) -> &'static str {
        self.method.name()
    }

    fn restart(&mut self) {
        self.controller = StepController::new();
        self.past.forget();
        self.method.forget();
    }

    fn reframe(&mut self, on: &Discretisation<S, N, M>, reframing: &Reframing) {
        self.new = reframing.of(&self.new, on.rest());
        self.past.reframe(on, reframing);
        self.method.resize(on.grid().shape());
    }

    fn save(&self, to: &mut Writer) {
        to.name(self.method.name());
        to.put(&self.tolerance);
        to.put(&self.controller);
        to.numbers(&self.scale);
        to.put(&self.work);
        to.state(&self.new);
        self.past.save(to);
    }

    fn load(&mut self, on: &Discretisation<S, N, M>, from: &mut Reader<'_>) -> Result<(), Unreadable> {
        from.expect_name(self.method.name())?;
        from.expect("the tolerance", &self.tolerance)?;
        let shape = on.grid().shape();
        self.controller = from.get()?;
        self.scale = from.numbers(N + M)?;
        self.work = from.get()?;
        self.new = from.state(shape)?;
        self.past.load(shape, from)?;
        self.method.resize(shape);
        Ok(())
    }

    fn step(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &mut State<N, M>,
        time: f64,
        limit: f64,
    ) -> Result<f64, Failure> {
        let order = f64::from(self.method.order());
        self.past.keep(time, &mut self.new);
        let mut wanted = self.fixed.unwrap_or_else(|| self.controller.wanted());
        loop {
            let (h, last) = cut(wanted, limit - time);
            let h = self.fixed.filter(|_| !last).unwrap_or(h);
            let found = self.method.attempt(on, h, state, &mut self.new);
            self.work.right_hand_sides += self.method.right_hand_sides();
            self.work.solves += self.method.solves();
            let error = size(on, self.tolerance, &self.scale, &found);
            if error <= 1.0 {
                for (field, _) in found.iter().enumerate().filter(|(_, extremes)| extremes.lowest < 0.0) {
                    on.fix_positivity(&mut self.new, field);
                }
                std::mem::swap(state, &mut self.new);
                for (scale, extremes) in self.scale.iter_mut().zip(&found) {
                    *scale = scale.max(extremes.deviation);
                }
                self.controller.accept(order, h, wanted, error);
                self.work.steps += 1;
                let reached = if last { limit } else { time + h };
                self.past.reached(reached);
                return Ok(reached);
            }
            self.work.rejected += 1;
            wanted = shorter(order, h, error);
            if wanted < SMALLEST_STEP || self.fixed.is_some() {
                return Err(failure(on, [state, &self.new], &self.scale, &found, h));
            }
        }
    }

    fn wanted(&self) -> f64 {
        self.fixed.unwrap_or_else(|| self.controller.wanted())
    }

    fn work(&self) -> Work {
        self.work
    }

    fn observes(&self) -> bool {
        self.past.is_enough()
    }

    fn shows(&self) -> bool {
        self.past.is_kept()
    }

    fn observe(&self, on: &Discretisation<S, N, M>, state: &State<N, M>, day: f64, out: &mut State<N, M>) {
        self.past.interpolate(on.arch, [state, &self.new], day, out);
        on.fix_all_positivity(out);
    }
}
