//! Backward differences D_j = ∇ʲu of whole states, and the pass over them that a step needs.
//!
//! Their memory traffic is what a large problem waits for. So a step that was accepted is not taken in
//! at once: the next step takes it in, changes the step size and predicts in one pass.

use pulp::Arch;

use super::discretisation::Discretisation;
use super::state::{Part, State};
use super::storage::Stored;
use super::system::System;
use super::vectors::{BLOCK, in_parts, largest};

/// Differences that are kept: one more than the highest order.
const MOST: usize = 6;

/// Weights of the old differences (second index) in the new ones (first index).
type Matrix = [[f64; MOST]; MOST];

/// D_1 to D_6, and the last step as far as they do not know it yet.
pub struct Differences<const N: usize, const M: usize, T> {
    rows: Vec<State<N, M, T>>,
    /// d of the step: what the iteration added to the prediction.
    pub correction: State<N, M, T>,
    /// Order of the step that `correction` belongs to and that is not taken in yet.
    pending: Option<usize>,
}

/// Part of the prediction, of Ψ and of every difference.
type Parts<'a, T> = ((Part<&'a mut [f64]>, Part<&'a mut [T]>), Vec<&'a mut [T]>);

impl<const N: usize, const M: usize, T: Stored> Differences<N, M, T> {
    /// All zero, for states of `shape` (z, y, x).
    pub fn new(shape: (usize, usize, usize)) -> Self {
        let rows = (0..MOST).map(|_| State::zeros(shape)).collect();
        Self { rows, correction: State::zeros(shape), pending: None }
    }

    /// Those of a straight line: `rates` times `h`.
    pub fn begin(&mut self, rates: &State<N, M>, h: f64) {
        let first = self.rows[0].values_mut().iter_mut().zip(rates.values());
        first.for_each(|(first, rate)| *first = T::stored(h * rate));
        self.pending = None;
    }

    /// Those of the states at equal steps, newest first.
    pub fn of(&mut self, mut states: Vec<State<N, M>>) {
        for row in &mut self.rows {
            for i in 1..states.len() {
                let (newer, older) = states.split_at_mut(i);
                let values = newer[i - 1].values_mut().iter_mut().zip(older[0].values());
                values.for_each(|(newer, older)| *newer -= older);
            }
            states.pop();
            let Some(newest) = states.first() else { return };
            let values = row.values_mut().iter_mut().zip(newest.values());
            values.for_each(|(row, value)| *row = T::stored(*value));
        }
    }

    /// A step of order `k` with the present correction was accepted.
    pub fn accept(&mut self, k: usize) {
        self.pending = Some(k);
    }

    /// Takes in what is pending, changes to a step `factor` times as long, and predicts at order `k`:
    /// `trial` = u + Σ D_j and `known` = Ψ = Σ `shares`_j D_j.
    pub fn predict(
        &mut self,
        arch: Arch,
        state: &State<N, M>,
        (k, factor): (usize, f64),
        shares: &[f64],
        trial: &mut State<N, M>,
        known: &mut State<N, M, T>,
    ) {
        let rescaling = (factor != 1.0).then(|| rescaling(k, factor));
        let plan = Plan { pending: self.pending.take(), order: k, rescaling, shares };
        let rows = together(&mut self.rows[..plan.touched()]);
        let correction = &self.correction;
        let parts: Vec<_> = trial.parts_mut().into_iter().zip(known.parts_mut()).zip(rows).collect();
        in_parts(parts, |((trial, known), mut rows): Parts<'_, T>| {
            let all = trial.first..trial.first + trial.values.len();
            let old = &state.any(trial.field)[all.clone()];
            let correction = &correction.any(trial.field)[all];
            for start in (0..old.len()).step_by(BLOCK) {
                let range = start..old.len().min(start + BLOCK);
                let (old, correction) = (&old[range.clone()], &correction[range.clone()]);
                let out = (&mut trial.values[range.clone()], &mut known.values[range]);
                arch.dispatch(
                    #[inline(always)]
                    || plan.block(start, correction, &mut rows, old, out),
                );
            }
        });
    }

    /// Largest size, over all fields by weight, of what D_k and D_(k+2) will be once a step of order `k`
    /// is taken in.
    pub fn largest(&self, arch: Arch, k: usize, weights: &[f64]) -> [f64; 2] {
        let task = |Part { field, first, values: length }: Part<usize>| {
            let [d, lower, last] = [&self.correction, &self.rows[k - 1], &self.rows[k]]
                .map(|state| first_of(state.any(field), first, length));
            let mut most = [0.0; 2];
            for start in (0..length).step_by(BLOCK) {
                let range = start..length.min(start + BLOCK);
                let (d, lower, last) = (&d[range.clone()], &lower[range.clone()], &last[range]);
                arch.dispatch(
                    #[inline(always)]
                    || {
                        let mut buffer = [[0.0; BLOCK]; 2];
                        let n = d.len();
                        let [below, above] = &mut buffer;
                        for i in 0..n {
                            below[i] = lower[i].value() + d[i].value();
                            above[i] = d[i].value() - last[i].value();
                        }
                        most = [largest(&below[..n], most[0]), largest(&above[..n], most[1])];
                    },
                );
            }
            most.map(|most| most * weights[field])
        };
        let all = in_parts(self.correction.parts(), task);
        all.iter().fold([0.0; 2], |most, one| [most[0].max(one[0]), most[1].max(one[1])])
    }

    /// Makes the correction of one field what `trial` says: something else has changed it.
    pub fn recover(&mut self, state: &State<N, M>, trial: &State<N, M>, field: usize, k: usize) {
        let rows: Vec<&[T]> = self.rows[..k].iter().map(|row| row.any(field)).collect();
        let (old, new) = (state.any(field), trial.any(field));
        let parts = self.correction.parts_mut().into_iter().filter(|part| part.field == field).collect();
        in_parts(parts, |part| {
            for (i, d) in (part.first..).zip(part.values) {
                *d = T::stored(rows.iter().fold(new[i] - old[i], |sum, row| sum - row[i].value()));
            }
        });
    }

    /// The state at `s` steps from the last one (−1 to 0), by the polynomial of order `k` through it.
    pub fn interpolate(&self, arch: Arch, state: &State<N, M>, (k, s): (usize, f64), out: &mut State<N, M>) {
        let mut weights = [0.0; MOST];
        let mut weight = 1.0;
        for (j, place) in weights.iter_mut().take(k).enumerate() {
            weight *= (s + j as f64) / (j as f64 + 1.0);
            *place = weight;
        }
        // Taken in, D_j is d plus the old D_j to D_k.
        let mut last = 0.0;
        if self.pending.is_some() {
            weights.iter_mut().take(k).for_each(|weight| {
                last += *weight;
                *weight = last;
            });
        }
        in_parts(out.parts_mut(), |out| {
            let length = out.values.len();
            out.values.copy_from_slice(first_of(state.any(out.field), out.first, length));
            let terms = self.rows[..k].iter().zip(weights).chain([(&self.correction, last)]);
            for (row, weight) in terms.filter(|(_, weight)| *weight != 0.0) {
                let row = first_of(row.any(out.field), out.first, length);
                arch.dispatch(
                    #[inline(always)]
                    || out.values.iter_mut().zip(row).for_each(|(value, row)| *value += weight * row.value()),
                );
            }
        });
    }
}

fn first_of<T>(values: &[T], first: usize, length: usize) -> &[T] {
    &values[first..][..length]
}

/// What one pass does.
struct Plan<'a> {
    pending: Option<usize>,
    order: usize,
    rescaling: Option<Matrix>,
    shares: &'a [f64],
}

impl Plan<'_> {
    /// Differences that are read or written.
    fn touched(&self) -> usize {
        self.order.max(self.pending.map_or(0, |k| (k + 2).min(MOST)))
    }

    /// The pass on a few values that stay in the nearest cache.
    #[inline(always)]
    fn block<T: Stored>(
        &self,
        start: usize,
        correction: &[T],
        rows: &mut [&mut [T]],
        old: &[f64],
        (trial, known): (&mut [f64], &mut [T]),
    ) {
        let n = old.len();
        let mut buffers = [[0.0; BLOCK]; MOST];
        let mut sums = [[0.0; BLOCK]; 2];
        let d = &mut buffers[..rows.len()];
        for (d, row) in d.iter_mut().zip(&*rows) {
            for (d, row) in d[..n].iter_mut().zip(&row[start..]) {
                *d = row.value();
            }
        }
        if let Some(k) = self.pending {
            take_in(k, correction, d);
        }
        if let Some(matrix) = &self.rescaling {
            rescale(matrix, self.order, n, d);
        }
        if self.pending.is_some() || self.rescaling.is_some() {
            for (d, row) in d.iter().zip(rows) {
                for (d, row) in d[..n].iter().zip(&mut row[start..]) {
                    *row = T::stored(*d);
                }
            }
        }
        let [all, some] = &mut sums;
        for (d, share) in d.iter().zip(self.shares) {
            for i in 0..n {
                all[i] += d[i];
                some[i] += share * d[i];
            }
        }
        for i in 0..n {
            trial[i] = old[i] + all[i];
            known[i] = T::stored(some[i]);
        }
    }
}

/// D_(k+2) = d − D_(k+1), D_(k+1) = d, and below each takes the one above it.
#[inline(always)]
fn take_in<T: Stored>(k: usize, correction: &[T], d: &mut [[f64; BLOCK]]) {
    let (lower, higher) = d.split_at_mut(k + 1);
    let last = lower[k].iter_mut().zip(correction);
    if let Some(next) = higher.first_mut() {
        next.iter_mut().zip(last).for_each(|(next, (last, d))| {
            *next = d.value() - *last;
            *last = d.value();
        });
    } else {
        last.for_each(|(last, d)| *last = d.value());
    }
    for j in (0..k).rev() {
        let (lower, higher) = d.split_at_mut(j + 1);
        lower[j].iter_mut().zip(&higher[0]).for_each(|(d, above)| *d += above);
    }
}

/// New differences from the old ones.
#[inline(always)]
fn rescale(matrix: &Matrix, k: usize, n: usize, d: &mut [[f64; BLOCK]]) {
    let mut old = [[0.0; BLOCK]; MOST];
    old[..k].copy_from_slice(&d[..k]);
    for (d, weights) in d[..k].iter_mut().zip(matrix) {
        d.fill(0.0);
        for (old, weight) in old[..k].iter().zip(weights) {
            for i in 0..n {
                d[i] += weight * old[i];
            }
        }
    }
}

/// Differences of step h become those of step `factor` × h: D' = (R U)ᵀ D.
#[allow(clippy::needless_range_loop, reason = "matrix indices")]
fn rescaling(k: usize, factor: f64) -> Matrix {
    let matrix = |factor: f64| {
        let mut r = [[1.0; MOST]; MOST];
        for j in 0..=k {
            for i in 1..=k {
                r[i][j] = r[i - 1][j] * (i as f64 - 1.0 - factor * j as f64) / i as f64;
            }
        }
        r
    };
    let (r, u) = (matrix(factor), matrix(1.0));
    let mut weights = [[0.0; MOST]; MOST];
    for i in 1..=k {
        for j in 1..=k {
            weights[j - 1][i - 1] = (1..=k).map(|m| r[i][m] * u[m][j]).sum();
        }
    }
    weights
}

/// Parts of several states side by side.
fn together<const N: usize, const M: usize, T: Stored>(states: &mut [State<N, M, T>]) -> Vec<Vec<&mut [T]>> {
    let mut each: Vec<_> = states.iter_mut().map(|state| state.parts_mut().into_iter()).collect();
    let mut all = Vec::new();
    loop {
        let next: Vec<&mut [T]> =
            each.iter_mut().filter_map(|parts| parts.next().map(|part| part.values)).collect();
        if next.is_empty() {
            return all;
        }
        all.push(next);
    }
}

/// Largest departure from rest of each field.
pub fn departures<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    state: &State<N, M>,
) -> Vec<f64> {
    let plane = state.plane();
    let field = |field: usize| {
        let rows = state.any(field).chunks_exact(plane).enumerate();
        let away = |value: f64, z: usize| (value - on.rest_at(field, z)).abs();
        rows.map(|(z, row)| row.iter().map(|&value| away(value, z)).fold(0.0, f64::max)).fold(0.0, f64::max)
    };
    (0..N + M).map(field).collect()
}
