//! Variable-order implicit multistep integration: numerical differentiation formulas of orders 1 to 5
//! (Shampine and Reichelt 1997) for steps of any length.
//!
//! With p the polynomial of order k through the last states, the next one is u₀ + d, u₀ = p(t + h), where
//! d solves c f(u₀ + d) − Ψ − d = 0, c = h/α_k, Ψ = h p′(t + h)/α_k. The iteration is Krylov-accelerated
//! and preconditioned by the exact separable solve; the local error is C_k d. Healing slows down as time goes on: so
//! every step may be longer than the last, by what that error allows.

use pulp::Arch;

use crate::acceleration::{Acceleration, Iterate};
use crate::control::{Failure, SMALLEST_STEP, Stepper, Work, failure, size};
use crate::discretisation::Discretisation;
use crate::epilogue::Residual;
use crate::formula::{Formula, HIGHEST, longest};
use crate::history::{History, NextStep};
use crate::memory::{Reader, Unreadable, Writer};
use crate::spectral::Spectral;
use crate::state::State;
use crate::storage::Stored;
use crate::system::System;
use crate::vectors::{Extremes, largest};
use crate::window::Reframing;

/// Most iterations of a step.
const ITERATIONS: usize = 8;
/// Error of the iteration that is allowed, in units of the tolerance.
const ITERATION_ERROR: f64 = 0.2;
/// Longest step that may leave as much, days; longer ones less, in proportion. What a step leaves in one field acts on the
/// others for as long as it takes: steps of weeks, years after an injury, set off responses of their own.
const SHORT: f64 = 1.0;
/// Share of it that the longest steps are held to.
const LEAST_SHARE: f64 = 0.1;
/// Longest step that takes over the pairs of earlier ones, days: in longer ones fields that have come to rest would be moved
/// by what the pairs hold of them from before, and the iteration would not converge.
const LONGEST_TO_KEEP: f64 = 2.0;
/// Error of a step that is aimed at, in units of the tolerance: below it, so that few are taken back.
const AIM: f64 = 0.3;
/// Shares of the step that the next one differs by at least, or it stays: an equal c keeps the iteration's contraction.
const NEARLY: f64 = 0.05;
/// Contraction that is believed at most: a single iteration has to be good by itself.
const LEAST_CONTRACTION: f64 = 0.1;
/// Iterations of a step after which longer ones are not to be trusted: what the preconditioner leaves
/// out grows with the step, and an iteration that fails costs as much as several steps.
const MANY: usize = 4;
/// How fast that trust comes back, per step.
const RECOVERY: f64 = 1.05;
/// Longest first step after a restart, days.
const FIRST_STEP: f64 = 1e-3;

/// The integrator with its memory, which it keeps as `T`.
pub struct Qndf<const N: usize, const M: usize, T> {
    tolerance: f64,
    order: usize,
    /// Last step, and the step to try next.
    h: f64,
    next: f64,
    /// Order of the last step.
    reached_order: usize,
    /// Steps since another order was last thought of.
    since: usize,
    /// Time that the history ends at; none after a restart.
    time: Option<f64>,
    history: History<N, M, T>,
    trial: State<N, M>,
    /// Ψ.
    psi: State<N, M, T>,
    residual: State<N, M, f32>,
    spectral: Option<Spectral<N, M>>,
    /// c of the preconditioner.
    c: f64,
    acceleration: Acceleration<N, M>,
    /// Contraction of the iteration.
    contraction: f64,
    /// Iterations of the last step.
    iterations: usize,
    /// Longest step that the iteration is trusted with.
    trusted: f64,
    scale: Vec<f64>,
    work: Work,
    fixed: bool,
}

impl<const N: usize, const M: usize, T: Stored> Qndf<N, M, T> {
    /// Controls the error to `tolerance` for fields of `shape` (z, y, x).
    pub fn new(tolerance: f64, shape: (usize, usize, usize)) -> Self {
        Self {
            tolerance,
            order: 1,
            reached_order: 0,
            h: 0.0,
            next: 0.0,
            since: 0,
            time: None,
            history: History::new(shape),
            trial: State::zeros(shape),
            psi: State::zeros(shape),
            residual: State::zeros(shape),
            spectral: None,
            c: 0.0,
            acceleration: Acceleration::new(shape),
            contraction: 1.0,
            iterations: 0,
            trusted: f64::INFINITY,
            scale: vec![0.0; N + M],
            work: Work::default(),
            fixed: false,
        }
    }

    /// Steps of `h` days at one order whatever the error, for measurements of order: `past` is the state
    /// at `time` and those `h`, 2 `h`, … before it, as many as the order and one more.
    pub fn fixed(order: usize, h: f64, tolerance: f64, time: f64, past: Vec<State<N, M>>) -> Self {
        let mut this = Self::new(tolerance, past[0].shape());
        (this.order, this.h, this.next, this.time, this.fixed) = (order, h, h, Some(time), true);
        this.scale.fill(1.0);
        this.history.of(&past, h);
        this
    }

    /// Begins anew at `time` with order 1.
    fn start<S: System<N, M>>(&mut self, on: &Discretisation<S, N, M>, state: &State<N, M>, time: f64) {
        let (_, ny, nx) = state.shape();
        for (scale, deviation) in self.scale.iter_mut().zip(on.deviations(state, 0..ny, 0..nx)) {
            *scale = scale.max(deviation);
        }
        let rates = &mut self.trial;
        on.rates(state, rates);
        self.work.right_hand_sides += 1;
        let fastest = (0..N + M)
            .map(|field| {
                largest(rates.any(field), 0.0) / self.scale[field].max(on.system.absolute_tolerance(field))
            })
            .fold(0.0, f64::max);
        // A first-order step errs by about (h f)²/2 on the way to a fast equilibrium.
        let step = 0.5 * libm::sqrt(self.tolerance) / fastest;
        self.h = if step.is_finite() { step.clamp(10.0 * SMALLEST_STEP, FIRST_STEP) } else { FIRST_STEP };
        self.history.begin(&self.trial, self.h);
        (self.next, self.order, self.since, self.time) = (self.h, 1, 0, Some(time));
        (self.contraction, self.trusted) = (1.0, f64::INFINITY);
    }

    /// Solves for the trial state; what is found in it, with d as its error, if the iteration converged.
    fn iterate<S: System<N, M>>(
        &mut self,
        on: &Discretisation<S, N, M>,
        c: f64,
        weights: &[f64],
    ) -> Option<Vec<Extremes>> {
        let spectral = self.spectral.get_or_insert_with(|| Spectral::new(on));
        if self.c == 0.0 || self.h > LONGEST_TO_KEEP {
            self.acceleration.clear();
        } else {
            self.acceleration.begin();
        }
        if c != self.c {
            // What the preconditioner leaves out grows with c. Pairs of another c point where they did: they help still.
            self.contraction = (self.contraction * (c / self.c)).clamp(LEAST_CONTRACTION, 1.0);
            spectral.prepare(on, c);
            self.c = c;
        }
        let allowed = ITERATION_ERROR * (SHORT / self.h).clamp(LEAST_SHARE, 1.0);
        let mut before = f64::INFINITY;
        for iteration in 0..ITERATIONS {
            // At the prediction d is nought, whatever the last step has left.
            let correction = (iteration > 0).then_some(&self.history.correction);
            let residual = Residual { c, psi: &self.psi, correction, solver: &*spectral };
            on.rates_with(&self.trial, &mut self.residual, &residual);
            self.work.right_hand_sides += 1;
            self.work.solves += 1;
            let (state, correction) = (&mut self.trial, &mut self.history.correction);
            let iterate = Iterate { state, correction, fresh: iteration == 0 };
            let (change, found) =
                self.acceleration.advance(on, spectral, iterate, &mut self.residual, weights);
            if found.iter().any(|extremes| !extremes.finite) {
                return None;
            }
            if iteration > 0 {
                self.contraction =
                    (0.3 * self.contraction).max(change / before).clamp(LEAST_CONTRACTION, 2.0);
            }
            self.iterations = iteration + 1;
            if change * self.contraction.min(1.0) <= allowed {
                return Some(found);
            }
            before = change;
        }
        None
    }

    /// Chooses order and length of the next step after one with such an `error`. Another order is thought of after as many
    /// steps as its differences need, each with its own.
    fn choose(&mut self, arch: Arch, state: &State<N, M>, formula: Formula, error: f64, weights: &[f64]) {
        let (k, h) = (self.order, self.h);
        let times: Vec<f64> = self.history.times().collect();
        let step = |order: usize, difference: f64| (order, longest(&times, order, difference, h, AIM));
        let mut best = step(k, error / (formula.error * formula.reach));
        if self.since > k {
            self.since = 0;
            let [lower, higher] = self.history.differences(arch, [state, &self.trial], k, weights);
            let lower = (k > 1).then(|| step(k - 1, lower));
            let higher = (k < HIGHEST && higher.is_finite()).then(|| step(k + 1, higher));
            for other in lower.into_iter().chain(higher) {
                best = if other.1 > best.1 { other } else { best };
            }
        }
        self.order = best.0;
        if (best.1 / h - 1.0).abs() > NEARLY {
            self.next = best.1;
        }
    }
}

impl<S: System<N, M>, const N: usize, const M: usize, T: Stored> Stepper<S, N, M> for Qndf<N, M, T> {
    fn name(&self) -> &'static str {
        if size_of::<T>() == size_of::<f32>() { "qndf_single" } else { "qndf" }
    }

    fn restart(&mut self) {
        // The model may have changed as well as the state: nothing that was prepared holds.
        (self.time, self.c) = (None, 0.0);
    }

    fn reframe(&mut self, on: &Discretisation<S, N, M>, reframing: &Reframing) {
        let shape = on.grid().shape();
        self.history.reframe(reframing, shape);
        // It holds the state before the last step, of which the history still needs the change.
        self.trial = reframing.of(&self.trial, on.rest());
        // The rest is work space; the preconditioner is prepared anew for c.
        (self.psi, self.residual) = (State::zeros(shape), State::zeros(shape));
        self.acceleration = Acceleration::new(shape);
        (self.spectral, self.c) = (None, 0.0);
    }

    fn save(&self, to: &mut Writer) {
        to.name(Stepper::<S, N, M>::name(self));
        to.put(&self.tolerance);
        to.put(&[self.order, self.reached_order, self.since, self.iterations]);
        to.put(&[self.h, self.next, self.c, self.contraction, self.trusted]);
        to.put(&self.time);
        to.put(&self.fixed);
        to.numbers(&self.scale);
        to.put(&self.work);
        self.history.save(to);
        to.state(&self.trial);
        self.acceleration.save(to);
    }

    fn load(&mut self, on: &Discretisation<S, N, M>, from: &mut Reader<'_>) -> Result<(), Unreadable> {
        from.expect_name(Stepper::<S, N, M>::name(self))?;
        from.expect("the tolerance", &self.tolerance)?;
        let shape = on.grid().shape();
        let [order, reached_order, since, iterations] = from.get()?;
        if !(1..=HIGHEST).contains(&order) || reached_order > HIGHEST {
            return Err(Unreadable { problem: format!("there is no order {order} after {reached_order}") });
        }
        (self.order, self.reached_order, self.since, self.iterations) =
            (order, reached_order, since, iterations);
        [self.h, self.next, self.c, self.contraction, self.trusted] = from.get()?;
        self.time = from.get()?;
        self.fixed = from.get()?;
        self.scale = from.numbers(N + M)?;
        self.work = from.get()?;
        self.history.load(shape, from)?;
        self.trial = from.state(shape)?;
        self.acceleration.load(shape, from)?;
        (self.psi, self.residual) = (State::zeros(shape), State::zeros(shape));
        // The preconditioner follows from the model and c.
        let mut spectral = Spectral::new(on);
        spectral.prepare(on, self.c);
        self.spectral = Some(spectral);
        Ok(())
    }

    fn step(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &mut State<N, M>,
        time: f64,
        limit: f64,
    ) -> Result<f64, Failure> {
        if self.time != Some(time) {
            self.start(on, state, time);
        }
        loop {
            let (left, wanted) = (limit - time, self.next);
            let last = wanted >= left * (1.0 - 1e-12);
            let h = if last { left } else { wanted.min((0.5 * left).max(0.5 * wanted)) };
            let k = self.order;
            self.h = h;
            let times: Vec<f64> = self.history.times().collect();
            let formula = Formula::new(&times, k, h);
            let (trial, psi) = (&mut self.trial, &mut self.psi);
            let next = NextStep { order: k, h, leading: formula.leading };
            self.history.predict(on.arch, state, next, trial, psi);
            let absolute_tolerance = |field: usize| on.system.absolute_tolerance(field);
            let weights: Vec<f64> = self
                .scale
                .iter()
                .enumerate()
                .map(|(f, s)| 1.0 / (self.tolerance * s.max(absolute_tolerance(f))))
                .collect();
            let found = self.iterate(on, h / formula.leading, &weights).map(|mut found| {
                found.iter_mut().for_each(|extremes| extremes.error *= formula.error);
                found
            });
            let error =
                found.as_deref().map_or(f64::INFINITY, |found| size(on, self.tolerance, &self.scale, found));
            if let Some(found) = found.as_deref().filter(|_| error <= 1.0 || self.fixed) {
                for (field, _) in found.iter().enumerate().filter(|(_, extremes)| extremes.lowest < 0.0) {
                    on.fix_positivity(&mut self.trial, field);
                }
                self.history.accept(h);
                std::mem::swap(state, &mut self.trial);
                for (scale, extremes) in self.scale.iter_mut().zip(found) {
                    *scale = scale.max(extremes.deviation);
                }
                self.since += 1;
                self.reached_order = k;
                self.work.steps += 1;
                self.next = h;
                if !self.fixed {
                    self.choose(on.arch, state, formula, error, &weights);
                }
                // A step cut short by the limit says little against the one that was wanted.
                if h < wanted {
                    self.next = self.next.max(wanted.min(8.0 * h));
                }
                self.trusted =
                    if self.iterations > MANY { self.trusted.min(h) } else { self.trusted * RECOVERY };
                self.next = self.next.min(self.trusted);
                let reached = if last { limit } else { time + h };
                self.time = Some(reached);
                return Ok(reached);
            }
            self.work.rejected += 1;
            self.next = if error.is_finite() {
                longest(&times, k, error / (formula.error * formula.reach), h, AIM).min(0.9 * h)
            } else {
                self.trusted = 0.6 * h;
                0.5 * h
            };
            if self.next < SMALLEST_STEP {
                let found = found.unwrap_or_else(|| vec![Extremes::NONE; N + M]);
                return Err(failure(on, [state, &self.trial], &self.scale, &found, h));
            }
        }
    }

    fn wanted(&self) -> f64 {
        // After a restart the rates say how long the first step is, at most this.
        if self.time.is_some() { self.next.max(FIRST_STEP) } else { FIRST_STEP }
    }

    fn work(&self) -> Work {
        self.work
    }

    fn observes(&self) -> bool {
        true
    }

    fn observe(&self, on: &Discretisation<S, N, M>, state: &State<N, M>, day: f64, out: &mut State<N, M>) {
        let Some(time) = self.time else { return out.clone_from(state) };
        let (k, ahead) = (self.reached_order, day - time);
        let below = self.history.interpolate(on.arch, [state, &self.trial], k, ahead, out);
        below.into_iter().for_each(|field| on.fix_positivity(out, field));
    }

    fn blends(&self) -> bool {
        true
    }

    fn blend(&self, day: f64) -> Vec<f64> {
        self.time.map_or_else(Vec::new, |time| self.history.blend(self.reached_order, day - time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{Axis, Grid};
    use crate::lane::Lane;
    use crate::system::Transport;

    /// u' = u (1 − u), one cell.
    struct Logistic;

    impl System<1, 0> for Logistic {
        type Row<L: Lane> = L;

        fn transport(&self, _: usize) -> Transport {
            Transport::fixed(vec![0.0])
        }

        fn coefficients(&self, _: usize) -> Vec<f64> {
            vec![1.0]
        }

        fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> L {
            coefficient(0)
        }

        fn reaction<L: Lane>(one: &L, [u]: [L; 1], _: [L; 0]) -> [L; 1] {
            [u * (*one - u)]
        }

        fn name(&self, _: usize) -> &'static str {
            "u"
        }
    }

    fn exact(time: f64) -> f64 {
        1.0 / (1.0 + 9.0 * libm::exp(-time))
    }

    fn error(order: usize, steps: u32) -> f64 {
        let axis = || Axis::uniform(1, 1.0, false);
        let on = Discretisation::new(Logistic, Grid { x: axis(), y: axis(), z: axis() });
        let h = 3.0 / f64::from(steps);
        let past = |i: usize| {
            let mut state: State<1, 0> = State::zeros((1, 1, 1));
            state.field_mut(0)[0] = exact(-h * i as f64);
            state
        };
        let mut state = past(0);
        let mut stepper = Qndf::<1, 0, f64>::fixed(order, h, 1e-12, 0.0, (0..=order).map(past).collect());
        let mut time = 0.0;
        for _ in 0..steps {
            time = stepper.step(&on, &mut state, time, f64::INFINITY).unwrap_or(f64::NAN);
        }
        (state.field(0)[0] - exact(time)).abs()
    }

    #[test]
    fn every_order_is_what_it_says() {
        for order in 1..=HIGHEST {
            let steps = [60, 60, 60, 60, 90][order - 1];
            let observed = libm::log2(error(order, steps) / error(order, 2 * steps));
            assert!((observed - order as f64).abs() < 0.25, "order {order}: {observed:.2}");
        }
    }
}
