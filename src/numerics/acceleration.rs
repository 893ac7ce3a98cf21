//! Krylov acceleration of the iteration u ← u + r(u), with r the preconditioned residual of an
//! implicit step (Carlson and Miller 1998; the same subspace as Anderson's mixing).
//!
//! From the last updates v and the changes w = r(u + v) − r(u) that they made, the combination
//! r + Σ a w of least size is sought; the update is then r + Σ a (v + w). It is Newton–Krylov whose
//! residuals serve as Krylov vectors: one rate evaluation and one solve for each, none for Newton.
//! Updates are kept in single precision; the residual itself is exact.

use pulp::Arch;

use super::discretisation::Discretisation;
use super::state::{Part, State};
use super::system::System;
use super::vectors::{BLOCK, Extremes, by_field, in_parts, largest};

/// Values whose sums are kept side by side.
const SIDE: usize = 16;
/// Share of a vector that must be new for it to join the subspace.
const INDEPENDENT: f64 = 1e-4;

/// Pairs of change w and v + w.
pub struct Acceleration<const N: usize, const M: usize> {
    /// Changes, newest first.
    changes: Vec<State<N, M, f32>>,
    /// Updates plus changes.
    sums: Vec<State<N, M, f32>>,
    /// Scalar products of the changes.
    gram: Vec<Vec<f64>>,
    /// Residual and update before, when this is not the first of an iteration.
    last: Option<[State<N, M, f32>; 2]>,
    /// Room that is free.
    free: Vec<State<N, M, f32>>,
    depth: usize,
}

/// Parts of a state, of its update and of its correction.
type Parts<'a> = ((Part<&'a mut [f64]>, Part<&'a mut [f32]>), Part<&'a mut [f32]>);

/// Sums over one part.
struct Sums {
    field: usize,
    own: Vec<f64>,
    residual: Vec<f64>,
}

impl<const N: usize, const M: usize> Acceleration<N, M> {
    /// Keeps up to `depth` pairs.
    pub fn new(depth: usize, shape: (usize, usize, usize)) -> Self {
        let free = (0..2 * depth + 2).map(|_| State::zeros(shape)).collect();
        Self { changes: Vec::new(), sums: Vec::new(), gram: Vec::new(), last: None, free, depth }
    }

    /// Forgets the subspace: the preconditioner has changed.
    pub fn clear(&mut self) {
        self.begin();
        self.free.append(&mut self.changes);
        self.free.append(&mut self.sums);
        self.gram.clear();
    }

    /// Begins another iteration with the same preconditioner: pairs stay, the last residual goes.
    pub fn begin(&mut self) {
        self.free.extend(self.last.take().into_iter().flatten());
    }

    /// Updates `state` from its residual and adds the update to `correction` (`fresh`: starts it).
    /// Returns the largest update in units of 1/`weights`, and what is then found in each field, with
    /// the correction as its error. `residual` is left with other content.
    pub fn advance<S: System<N, M>>(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &mut State<N, M>,
        residual: &mut State<N, M, f32>,
        (correction, fresh): (&mut State<N, M, f32>, bool),
        weights: &[f64],
    ) -> (f64, Vec<Extremes>) {
        self.pair(residual);
        let amounts = self.amounts(on.arch, residual, weights);
        let mut update = self.free.pop().unwrap_or_else(|| State::zeros(state.shape()));
        let (sums, plane) = (&self.sums, state.plane());
        let parts = state.parts_mut().into_iter().zip(update.parts_mut()).zip(correction.parts_mut());
        let task = |((state, update), correction): Parts<'_>| {
            let range = state.first..state.first + state.values.len();
            let (field, update) = (state.field, update.values);
            update.copy_from_slice(&residual.any(field)[range.clone()]);
            let (mut found, mut largest) = (Extremes::NONE, 0.0);
            on.arch.dispatch(
                #[inline(always)]
                || {
                    for (sum, &amount) in sums.iter().zip(&amounts) {
                        for (update, sum) in update.iter_mut().zip(&sum.any(field)[range.clone()]) {
                            *update += amount as f32 * sum;
                        }
                    }
                },
            );
            for (row, values) in state.values.chunks_exact_mut(plane).enumerate() {
                let at = row * plane;
                let (update, correction) = (&update[at..][..plane], &mut correction.values[at..][..plane]);
                let rest = on.rest_at(field, (range.start + at) / plane);
                on.arch.dispatch(
                    #[inline(always)]
                    || apply(values, update, (&mut *correction, fresh), rest, &mut found, &mut largest),
                );
            }
            (field, found, weights[field] * largest)
        };
        let all = in_parts(parts.collect(), task);
        let change = all.iter().map(|(_, _, change)| *change).fold(0.0, f64::max);
        let found = by_field(all.into_iter().map(|(field, found, _)| (field, found)).collect(), N + M);
        let mut kept = self.free.pop().unwrap_or_else(|| State::zeros(state.shape()));
        std::mem::swap(&mut kept, residual);
        self.last = Some([kept, update]);
        (change, found)
    }

    /// Turns the last residual and update into a pair, now that the residual after it is known.
    fn pair(&mut self, residual: &State<N, M, f32>) {
        let Some([mut before, mut update]) = self.last.take() else { return };
        let parts: Vec<_> = before.parts_mut().into_iter().zip(update.parts_mut()).collect();
        in_parts(parts, |(change, sum)| {
            let now = &residual.any(change.field)[change.first..][..change.values.len()];
            for ((change, sum), now) in change.values.iter_mut().zip(sum.values).zip(now) {
                *change = now - *change;
                *sum += *change;
            }
        });
        self.changes.insert(0, before);
        self.sums.insert(0, update);
        self.gram.iter_mut().for_each(|row| row.insert(0, f64::NAN));
        self.gram.insert(0, vec![f64::NAN; self.changes.len()]);
        if self.changes.len() > self.depth {
            self.drop_pair(self.depth);
        }
    }

    fn drop_pair(&mut self, pair: usize) {
        self.free.push(self.changes.remove(pair));
        self.free.push(self.sums.remove(pair));
        self.gram.remove(pair);
        self.gram.iter_mut().for_each(|row| {
            row.remove(pair);
        });
    }

    /// The amounts a that make r + Σ a w least.
    fn amounts(&mut self, arch: Arch, residual: &State<N, M, f32>, weights: &[f64]) -> Vec<f64> {
        if self.changes.is_empty() {
            return Vec::new();
        }
        let fresh = self.gram[0][0].is_nan();
        let parts = residual.parts();
        let changes = &self.changes;
        let task = |Part { field, first, values: length }: Part<usize>| {
            let part = |index: usize| &changes[index].any(field)[first..][..length];
            let right = &residual.any(field)[first..][..length];
            let with = |vector: &[f32]| -> Vec<f64> {
                let one = |j: usize| {
                    arch.dispatch(
                        #[inline(always)]
                        || dot(vector, part(j)),
                    )
                };
                (0..changes.len()).map(one).collect()
            };
            Sums { field, own: if fresh { with(part(0)) } else { Vec::new() }, residual: with(right) }
        };
        let all: Vec<Sums> = in_parts(parts, task);
        let mut right = vec![0.0; changes.len()];
        let mut own = vec![0.0; changes.len()];
        for sums in &all {
            let weight = weights[sums.field] * weights[sums.field];
            right.iter_mut().zip(&sums.residual).for_each(|(sum, part)| *sum -= weight * part);
            own.iter_mut().zip(&sums.own).for_each(|(sum, part)| *sum += weight * part);
        }
        if fresh {
            for (j, sum) in own.into_iter().enumerate() {
                self.gram[0][j] = sum;
                self.gram[j][0] = sum;
            }
        }
        solve(&self.gram, right)
    }
}

/// Adds an update to values and to their correction; what is found, and the largest update.
#[inline(always)]
fn apply(
    values: &mut [f64],
    update: &[f32],
    (correction, fresh): (&mut [f32], bool),
    rest: f64,
    found: &mut Extremes,
    most: &mut f64,
) {
    let (mut sizes, mut errors) = ([0.0; BLOCK], [0.0; BLOCK]);
    for start in (0..values.len()).step_by(BLOCK) {
        let n = BLOCK.min(values.len() - start);
        let (values, correction) = (&mut values[start..][..n], &mut correction[start..][..n]);
        let (update, sizes, errors) = (&update[start..][..n], &mut sizes[..n], &mut errors[..n]);
        for i in 0..n {
            values[i] += f64::from(update[i]);
            correction[i] = if fresh { update[i] } else { correction[i] + update[i] };
            sizes[i] = f64::from(update[i]);
            errors[i] = f64::from(correction[i]);
        }
        found.take(values, errors, rest);
        *most = largest(sizes, *most);
    }
}

/// Scalar product in a fixed order of sums.
#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut sides = [0.0_f32; SIDE];
    let ((a, last_a), (b, last_b)) = (a.as_chunks::<SIDE>(), b.as_chunks::<SIDE>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..SIDE {
            sides[lane] += a[lane] * b[lane];
        }
    }
    for ((side, a), b) in sides.iter_mut().zip(last_a).zip(last_b) {
        *side += a * b;
    }
    sides.iter().map(|&side| f64::from(side)).sum()
}

/// Solves the normal equations by Cholesky's factorisation; what depends on newer vectors gets none.
#[allow(clippy::needless_range_loop, reason = "matrix indices")]
fn solve(gram: &[Vec<f64>], right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    let mut lower = vec![vec![0.0; n]; n];
    let mut used = vec![false; n];
    let mut y = vec![0.0; n];
    for i in 0..n {
        for j in (0..i).filter(|&j| used[j]) {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            lower[i][j] = (gram[i][j] - known) / lower[j][j];
        }
        let pivot = gram[i][i] - (0..i).map(|k| lower[i][k] * lower[i][k]).sum::<f64>();
        used[i] = pivot > INDEPENDENT * gram[i][i] && gram[i][i] > 0.0;
        if used[i] {
            lower[i][i] = libm::sqrt(pivot);
            y[i] = (right[i] - (0..i).map(|k| lower[i][k] * y[k]).sum::<f64>()) / lower[i][i];
        } else {
            lower[i].fill(0.0);
        }
    }
    let mut amounts = vec![0.0; n];
    for i in (0..n).rev().filter(|&i| used[i]) {
        let known: f64 = (i + 1..n).map(|k| lower[k][i] * amounts[k]).sum();
        amounts[i] = (y[i] - known) / lower[i][i];
    }
    amounts
}
