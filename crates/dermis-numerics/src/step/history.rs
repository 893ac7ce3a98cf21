//! The past of a multistep method: how the state changed from step to step, and the polynomials
//! through it.
//!
//! Memory traffic is what a large problem waits for. So a change is written once and never again,
//! whatever order and step are used later (the coefficients take any spacing), and the newest one only in the
//! pass that predicts the next step.

use pulp::Arch;

use crate::dispatch::dispatch;
use crate::memory::{Reader, Unreadable, Writer};
use crate::state::{Part, State};
use crate::storage::Stored;
use crate::vectors::{BLOCK, in_parts};
use crate::window::Reframing;

/// Changes that are kept: as many as the highest order. The newest of all is not kept yet.
const MOST: usize = 5;
/// Most changes that a polynomial goes through.
const ALL: usize = MOST + 1;
/// Values that are worked on side by side.
const WIDTH: usize = 8;

/// The last changes, newest first, and the steps that they took.
pub(crate) struct History<const N: usize, const M: usize, T> {
    changes: Vec<State<N, M, T>>,
    /// Steps of the changes, days; with one more in front while the newest is `pending`.
    steps: Vec<f64>,
    /// d of the step: what the iteration added to the prediction.
    pub correction: State<N, M, T>,
    /// Whether the newest change is only the difference of the state and the one before it.
    pending: bool,
}

/// Part of the prediction, of Ψ and of the newest change.
type Parts<'a, T> = ((Part<&'a mut [f64]>, Part<&'a mut [T]>), Part<&'a mut [T]>);

/// A step to be predicted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NextStep {
    /// Order k.
    pub order: usize,
    /// Its length, days.
    pub h: f64,
    /// Leading coefficient α_k.
    pub leading: f64,
}

impl<const N: usize, const M: usize, T: Stored> History<N, M, T> {
    /// None, for states of `shape` (z, y, x).
    pub(crate) fn new(shape: (usize, usize, usize)) -> Self {
        let changes = (0..MOST).map(|_| State::zeros(shape)).collect();
        Self { changes, steps: Vec::new(), correction: State::zeros(shape), pending: false }
    }

    /// A straight line: `rates` for a step of `h` days.
    pub(crate) fn begin(&mut self, rates: &State<N, M>, h: f64) {
        let first = self.changes[0].values_mut().iter_mut().zip(rates.values());
        first.for_each(|(first, rate)| *first = T::stored(h * rate));
        (self.steps, self.pending) = (vec![h], false);
    }

    /// The states at equal steps of `h` days, newest first.
    pub(crate) fn of(&mut self, states: &[State<N, M>], h: f64) {
        for (change, pair) in self.changes.iter_mut().zip(states.windows(2)) {
            let values = pair[0].values().iter().zip(pair[1].values());
            let changes = change.values_mut().iter_mut().zip(values);
            changes.for_each(|(change, (newer, older))| *change = T::stored(newer - older));
            self.steps.push(h);
        }
    }

    /// Moves the changes to another window of `shape`: a column that comes in has not changed before.
    pub(crate) fn reframe(&mut self, reframing: &Reframing, shape: (usize, usize, usize)) {
        let kept = self.changes.iter_mut().chain([&mut self.correction]);
        kept.for_each(|state| *state = reframing.of(state, State::zeros(shape)));
    }

    /// Writes all of it.
    pub(crate) fn save(&self, to: &mut Writer) {
        to.numbers(&self.steps);
        to.put(&self.pending);
        self.changes.iter().chain([&self.correction]).for_each(|state| to.state(state));
    }

    /// Reads what another one wrote for states of `shape`.
    pub(crate) fn load(
        &mut self,
        shape: (usize, usize, usize),
        from: &mut Reader<'_>,
    ) -> Result<(), Unreadable> {
        self.steps = from.up_to(ALL)?;
        self.pending = from.get()?;
        for state in self.changes.iter_mut().chain([&mut self.correction]) {
            *state = from.state(shape)?;
        }
        Ok(())
    }

    /// A step of `h` days was accepted.
    pub(crate) fn accept(&mut self, h: f64) {
        self.steps.insert(0, h);
        self.pending = true;
    }

    /// Times of the newest state and of those before it, after the newest.
    pub(crate) fn times(&self) -> impl Iterator<Item = f64> {
        let behind = self.steps.iter().scan(0.0, |time, step| {
            *time -= step;
            Some(*time)
        });
        std::iter::once(0.0).chain(behind)
    }

    /// Predicts the next step: `trial` = the polynomial p through the last states and
    /// `psi` = Ψ = h p'/`leading` there. `trial` comes with the state before the last step.
    pub(crate) fn predict(
        &mut self,
        arch: Arch,
        state: &State<N, M>,
        NextStep { order: k, h, leading }: NextStep,
        trial: &mut State<N, M>,
        psi: &mut State<N, M, T>,
    ) {
        let times: Vec<f64> = self.times().take(k + 1).collect();
        let weights = weights(&times, h).map(|[value, slope]| [value, slope * h / leading]);
        let pending = std::mem::replace(&mut self.pending, false);
        if pending {
            self.changes.rotate_right(1);
            self.steps.truncate(MOST);
        }
        let [newest, older @ ..] = &mut self.changes[..] else { return };
        let older: &[_] = older;
        let parts = trial.parts_mut().into_iter().zip(psi.parts_mut()).zip(newest.parts_mut()).collect();
        in_parts(parts, |((trial, psi), newest): Parts<'_, T>| {
            let (field, all) = (trial.field, trial.first..trial.first + trial.values.len());
            let state = &state.any(field)[all.clone()];
            let older = |i: usize| older[i].any(field)[all.clone()].as_ref();
            let work = Ahead {
                pending,
                weights,
                state,
                trial: trial.values,
                psi: psi.values,
                newest: newest.values,
            };
            arch.dispatch(
                #[inline(always)]
                || match k {
                    1 => work.run([]),
                    2 => work.run([older(0)]),
                    3 => work.run([0, 1].map(older)),
                    4 => work.run([0, 1, 2].map(older)),
                    _ => work.run([0, 1, 2, 3].map(older)),
                },
            );
        });
    }

    /// Largest size, over all fields by weight, of the divided differences of order k and k + 2 (infinite where too
    /// little is known) after a step that led from `before` to `state`.
    pub(crate) fn differences(
        &self,
        arch: Arch,
        [state, before]: [&State<N, M>; 2],
        k: usize,
        weights: &[f64],
    ) -> [f64; 2] {
        let times: Vec<f64> = self.times().collect();
        let lower = difference(&times[..=k]);
        let higher = times.get(..k + 3).map(difference);
        let (count, higher) = (if higher.is_some() { k + 2 } else { k }, higher.unwrap_or_default());
        let task = |Part { field, first, values: length }: Part<usize>| {
            let here = first..first + length;
            let (state, before) = (&state.any(field)[here.clone()], &before.any(field)[here.clone()]);
            let changes: [&[T]; MOST] = std::array::from_fn(|at| &self.changes[at].any(field)[here.clone()]);
            let changes = &changes[..count - 1];
            let most = dispatch(
                arch,
                #[inline(always)]
                || Differences { weights: [&lower, &higher], changes }.largest(state, before),
            );
            most.map(|most| most * weights[field])
        };
        let all = in_parts(self.correction.parts(), task);
        let most = all.iter().fold([0.0_f64; 2], |most, one| [most[0].max(one[0]), most[1].max(one[1])]);
        [most[0], if count > k { most[1] } else { f64::INFINITY }]
    }

    /// Weights of the changes, newest first, in the polynomial of order `k` `ahead` days after the newest state.
    pub(crate) fn blend(&self, k: usize, ahead: f64) -> Vec<f64> {
        let times: Vec<f64> = self.times().take(k + 1).collect();
        weights(&times, ahead)[..k].iter().map(|[value, _]| *value).collect()
    }

    /// The state `ahead` days after the newest (less than none) by the polynomial of order `k`; which
    /// fields have values below zero then.
    pub(crate) fn interpolate(
        &self,
        arch: Arch,
        [state, before]: [&State<N, M>; 2],
        k: usize,
        ahead: f64,
        out: &mut State<N, M>,
    ) -> Vec<usize> {
        let times: Vec<f64> = self.times().take(k + 1).collect();
        let weights = weights(&times, ahead);
        let (newest, kept) =
            if self.pending { (weights[0][0], &weights[1..k]) } else { (0.0, &weights[..k]) };
        let below = in_parts(out.parts_mut(), |Part { field, first, values }| {
            let mut below = false;
            for (start, out) in (first..).step_by(BLOCK).zip(values.chunks_mut(BLOCK)) {
                let here = start..start + out.len();
                let (state, before) = (&state.any(field)[here.clone()], &before.any(field)[here.clone()]);
                dispatch(
                    arch,
                    #[inline(always)]
                    || {
                        for (out, (state, before)) in out.iter_mut().zip(state.iter().zip(before)) {
                            *out = state + newest * (state - before);
                        }
                        for ([weight, _], change) in kept.iter().zip(&self.changes) {
                            let change = &change.any(field)[here.clone()];
                            let pairs = out.iter_mut().zip(change);
                            pairs.for_each(|(out, change)| *out += weight * change.value());
                        }
                        below |= out.iter().fold(false, |below, &out| below | (out < 0.0));
                    },
                );
            }
            below.then_some(field)
        });
        let mut fields: Vec<usize> = below.into_iter().flatten().collect();
        fields.dedup();
        fields
    }
}

/// Two differences of a change from `before` to `state` and of the changes before it.
struct Differences<'a, T> {
    /// Weights of the newest change and of the others, newest first.
    weights: [&'a [f64; ALL]; 2],
    changes: &'a [&'a [T]],
}

impl<T: Stored> Differences<'_, T> {
    /// The largest size of each.
    #[inline(always)]
    fn largest(&self, state: &[f64], before: &[f64]) -> [f64; 2] {
        let mut most = [[0.0; WIDTH]; 2];
        let ((state, last), (before, last_before)) =
            (state.as_chunks::<WIDTH>(), before.as_chunks::<WIDTH>());
        for (i, (state, before)) in state.iter().zip(before).enumerate() {
            self.take(i * WIDTH, state, before, &mut most);
        }
        let (whole, mut rest) = (state.len() * WIDTH, [[0.0; 1]; 2]);
        for (i, (state, before)) in last.iter().zip(last_before).enumerate() {
            self.take(whole + i, &[*state], &[*before], &mut rest);
        }
        std::array::from_fn(|which| most[which].into_iter().chain(rest[which]).fold(0.0, f64::max))
    }

    /// Those of values side by side from `start` on.
    #[inline(always)]
    fn take<const W: usize>(
        &self,
        start: usize,
        state: &[f64; W],
        before: &[f64; W],
        most: &mut [[f64; W]; 2],
    ) {
        let mut sums = [[0.0; W]; 2];
        for side in 0..W {
            let change = state[side] - before[side];
            (sums[0][side], sums[1][side]) = (self.weights[0][0] * change, self.weights[1][0] * change);
        }
        for (j, change) in self.changes.iter().enumerate() {
            let change = &change[start..][..W];
            for side in 0..W {
                let change = change[side].value();
                sums[0][side] += self.weights[0][j + 1] * change;
                sums[1][side] += self.weights[1][j + 1] * change;
            }
        }
        for (most, sums) in most.iter_mut().zip(sums) {
            for side in 0..W {
                let size = sums[side].abs();
                most[side] = if size > most[side] { size } else { most[side] };
            }
        }
    }
}

/// One part of a prediction.
struct Ahead<'a, T> {
    pending: bool,
    /// Weight of each change, newest first, in the prediction and in Ψ.
    weights: [[f64; 2]; ALL],
    state: &'a [f64],
    trial: &'a mut [f64],
    psi: &'a mut [T],
    newest: &'a mut [T],
}

impl<T: Stored> Ahead<'_, T> {
    /// Predicts from the newest change and the `older` ones.
    #[inline(always)]
    fn run<const K: usize>(self, older: [&[T]; K]) {
        let Self { pending, weights: [[value, slope], weights @ ..], state, trial, psi, newest } = self;
        let n = state.len();
        let (trial, psi, newest) = (&mut trial[..n], &mut psi[..n], &mut newest[..n]);
        let older = older.map(|change| &change[..n]);
        if pending {
            for i in 0..n {
                newest[i] = T::stored(state[i] - trial[i]);
            }
        }
        for i in 0..n {
            let change = newest[i].value();
            let (mut ahead, mut share) = (value * change, slope * change);
            for (older, [value, slope]) in older.iter().zip(&weights) {
                let change = older[i].value();
                ahead += value * change;
                share += slope * change;
            }
            trial[i] = state[i] + ahead;
            psi[i] = T::stored(share);
        }
    }
}

/// Weights of the changes between states at `times`, newest first, in the value that the polynomial
/// through these states has at `at`, less the newest state, and in its slope.
#[allow(clippy::needless_range_loop, reason = "matrix indices")]
fn weights(times: &[f64], at: f64) -> [[f64; 2]; ALL] {
    let mut all = [[0.0; 2]; ALL];
    for (i, &time) in times.iter().enumerate().skip(1) {
        let others: Vec<f64> = (0..times.len()).filter(|&j| j != i).map(|j| times[j]).collect();
        let factor = |other: f64| (at - other) / (time - other);
        let value: f64 = others.iter().map(|&other| factor(other)).product();
        let without = |left: usize| -> f64 {
            let without = others.iter().enumerate().filter(|(j, _)| *j != left);
            without.map(|(_, &other)| factor(other)).product::<f64>() / (time - others[left])
        };
        let slope: f64 = (0..others.len()).map(without).sum();
        // A state is the newest less all changes since.
        for change in 0..i {
            all[change][0] -= value;
            all[change][1] -= slope;
        }
    }
    all
}

/// Weights of the changes between states at `times`, newest first, in the divided difference of the highest order that
/// they allow.
fn difference(times: &[f64]) -> [f64; ALL] {
    let k = times.len() - 1;
    let of = |i: usize| -> f64 {
        let others = (0..=k).filter(|&j| j != i);
        others.map(|j| 1.0 / (times[i] - times[j])).product()
    };
    let mut sum = 0.0;
    std::array::from_fn(|change| {
        sum += if change <= k { of(change) } else { 0.0 };
        if change < k { sum } else { 0.0 }
    })
}
