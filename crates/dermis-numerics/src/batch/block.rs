//! The numbers of all lanes: field after field, the lanes of one field side by side.

use crate::dense::BEHIND;
use crate::state::State;
use crate::system::System;

/// Problems that are stepped side by side: as many as the widest vector holds, whatever the
/// processor has, so that it fills them alike.
pub(crate) const LANES: usize = 8;

/// One number a lane.
pub(crate) type Numbers = [f64; LANES];

/// Everything that arithmetic over lanes reads and writes; volume fields first.
pub(crate) struct Block<const N: usize, const M: usize> {
    /// Coefficients of the row.
    pub coefficients: Vec<Numbers>,
    /// Linear loss that the implicit part counts on, 1/day.
    pub decay: Vec<Numbers>,
    /// Values at rest.
    pub rest: Vec<Numbers>,
    /// Deviations below which errors are measured against these.
    pub absolute_tolerance: Vec<Numbers>,
    /// Largest deviations from rest so far.
    pub scale: Vec<Numbers>,
    /// Relative error allowed per step.
    pub tolerance: Numbers,
    /// The state before the step.
    pub state: Vec<Numbers>,
    /// The states before that one, newest first.
    pub older: [Vec<Numbers>; BEHIND],
    /// Stages of the attempt, one after another.
    pub stages: Vec<Numbers>,
    /// The state after the attempt, and its deviation from rest before values below 0 were lifted.
    pub new: Vec<Numbers>,
    pub away: Vec<Numbers>,
    /// Error of the attempt in units of what is allowed.
    pub worst: Numbers,
    /// Not-a-number where the attempt gave one, else 0.
    pub spoilt: Numbers,
}

impl<const N: usize, const M: usize> Block<N, M> {
    /// Empty lanes.
    pub(super) fn new() -> Self {
        let fields = || vec![[0.0; LANES]; N + M];
        Self {
            coefficients: Vec::new(),
            decay: fields(),
            rest: fields(),
            absolute_tolerance: fields(),
            scale: fields(),
            tolerance: [0.0; LANES],
            state: fields(),
            older: std::array::from_fn(|_| fields()),
            stages: vec![[0.0; LANES]; super::STAGES * (N + M)],
            new: fields(),
            away: fields(),
            worst: [0.0; LANES],
            spoilt: [0.0; LANES],
        }
    }

    /// Gives a lane to a problem.
    pub(super) fn enter<S: System<N, M>>(&mut self, lane: usize, system: &S, tolerance: f64) {
        let coefficients = system.coefficients(0);
        self.coefficients.resize(coefficients.len(), [0.0; LANES]);
        self.coefficients.iter_mut().zip(coefficients).for_each(|(lanes, value)| lanes[lane] = value);
        for field in 0..N {
            self.decay[field][lane] = system.transport(field).decay[0];
            self.rest[field][lane] = system.rest(field, 0);
        }
        for field in 0..M {
            self.decay[N + field][lane] = system.surface_transport(field).decay;
            self.rest[N + field][lane] = system.surface_rest(field);
        }
        for field in 0..N + M {
            self.absolute_tolerance[field][lane] = system.absolute_tolerance(field);
            self.scale[field][lane] = 0.0;
        }
        self.tolerance[lane] = tolerance;
    }

    /// Puts a state of one cell into a lane.
    pub(super) fn put(&mut self, lane: usize, state: &State<N, M>) {
        (0..N + M).for_each(|field| self.state[field][lane] = state.any(field)[0]);
    }

    /// The state of a lane.
    pub(super) fn get(&self, lane: usize, out: &mut State<N, M>) {
        for (field, out) in out.fields_mut().enumerate() {
            out[0] = self.state[field][lane];
        }
        for (field, out) in out.surfaces_mut().enumerate() {
            out[0] = self.state[N + field][lane];
        }
    }

    /// What lies between the last states of a lane, by their weights, nothing below 0.
    pub(super) fn between(&self, lane: usize, weights: [f64; BEHIND], out: &mut State<N, M>) {
        let value = |field: usize| {
            let base = self.state[field][lane];
            let mut value = base;
            for (weight, older) in weights.iter().zip(&self.older) {
                value += weight * (older[field][lane] - base);
            }
            if value < 0.0 { 0.0 } else { value }
        };
        out.fields_mut().enumerate().for_each(|(field, out)| out[0] = value(field));
        out.surfaces_mut().enumerate().for_each(|(field, out)| out[0] = value(N + field));
    }
}
