//! Krylov acceleration of the iteration u ← u + r(u), with r the preconditioned residual of an
//! implicit step (Carlson and Miller 1998; the same subspace as Anderson's mixing).
//!
//! From the last updates v and the changes w = r(u + v) − r(u) that they made, the combination
//! r + Σ a w of least size is sought; the update is then r + Σ a (v + w). It is Newton–Krylov whose
//! residuals serve as Krylov vectors: one rate evaluation and one solve for each, none for Newton.
//! Updates are kept in single precision; the residual itself is exact.

use pulp::Arch;

use crate::cholesky::Cholesky;
use crate::discretisation::Discretisation;
use crate::dispatch::dispatch;
use crate::memory::{Reader, Unreadable, Writer};
use crate::state::{Part, State};
use crate::storage::Stored;
use crate::system::System;
use crate::vectors::{BLOCK, Extremes, by_field, in_parts, largest};

/// Most pairs: more cost more memory traffic than the iterations that they save.
const MOST: usize = 2;
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
}

/// Parts of a state, of its update and of its correction.
type Parts<'a, T> = ((Part<&'a mut [f64]>, Part<&'a mut [f32]>), Part<&'a mut [T]>);

impl<const N: usize, const M: usize> Acceleration<N, M> {
    /// No pair yet, room for all.
    pub fn new(shape: (usize, usize, usize)) -> Self {
        let free = (0..2 * MOST + 2).map(|_| State::zeros(shape)).collect();
        Self { changes: Vec::new(), sums: Vec::new(), gram: Vec::new(), last: None, free }
    }

    /// Forgets the subspace: the preconditioner has changed.
    pub fn clear(&mut self) {
        self.begin();
        self.free.append(&mut self.changes);
        self.free.append(&mut self.sums);
        self.gram.clear();
    }

    /// Writes the pairs. The last residual goes before the next iteration, so it is left out.
    pub fn save(&self, to: &mut Writer) {
        to.put(&self.changes.len());
        self.changes.iter().chain(&self.sums).for_each(|state| to.state(state));
        self.gram.iter().for_each(|row| to.numbers(row));
    }

    /// Reads what another one wrote for states of `shape`.
    pub fn load(&mut self, shape: (usize, usize, usize), from: &mut Reader<'_>) -> Result<(), Unreadable> {
        self.clear();
        let count = from.length(MOST)?;
        for _ in 0..count {
            self.changes.push(from.state(shape)?);
        }
        for _ in 0..count {
            self.sums.push(from.state(shape)?);
        }
        for _ in 0..count {
            self.gram.push(from.numbers(count)?);
        }
        self.free = (0..2 * (MOST + 1 - count)).map(|_| State::zeros(shape)).collect();
        Ok(())
    }

    /// Begins another iteration with the same preconditioner: pairs stay, the last residual goes.
    pub fn begin(&mut self) {
        self.free.extend(self.last.take().into_iter().flatten());
    }

    /// Updates `state` from its residual and adds the update to `correction` (`fresh`: starts it).
    /// Returns the largest update in units of 1/`weights`, and what is then found in each field, with
    /// the correction as its error. `residual` is left with other content.
    pub fn advance<S: System<N, M>, T: Stored>(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &mut State<N, M>,
        residual: &mut State<N, M, f32>,
        correction: &mut State<N, M, T>,
        fresh: bool,
        weights: &[f64],
    ) -> (f64, Vec<Extremes>) {
        let amounts = self.amounts(on.arch, residual, weights);
        let mut update = self.free.pop().unwrap_or_else(|| State::zeros(state.shape()));
        let (sums, plane) = (&self.sums, state.plane());
        let parts = state.parts_mut().into_iter().zip(update.parts_mut()).zip(correction.parts_mut());
        let task = |((state, update), correction): Parts<'_, T>| {
            let (field, first) = (state.field, state.first);
            let (mut found, mut largest) = (Extremes::NONE, 0.0);
            for row in (0..state.values.len()).step_by(plane) {
                let rest = on.rest_at(field, (first + row) / plane);
                let end = state.values.len().min(row + plane);
                for start in (row..end).step_by(BLOCK) {
                    let here = start..end.min(start + BLOCK);
                    let all = first + here.start..first + here.end;
                    let residual = &residual.any(field)[all.clone()];
                    let mut here = Here {
                        values: &mut state.values[here.clone()],
                        update: &mut update.values[here.clone()],
                        correction: &mut correction.values[here],
                    };
                    dispatch(
                        on.arch,
                        #[inline(always)]
                        || {
                            let mut sum = [0.0; BLOCK];
                            let sum = &mut sum[..residual.len()];
                            sum.copy_from_slice(residual);
                            for (term, &amount) in sums.iter().zip(&amounts) {
                                for (sum, term) in sum.iter_mut().zip(&term.any(field)[all.clone()]) {
                                    *sum += amount as f32 * term;
                                }
                            }
                            here.apply(sum, fresh, rest, &mut found, &mut largest);
                        },
                    );
                }
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

    /// The amounts a that make r + Σ a w least. The last residual and update become a pair before, now
    /// that the residual after them is known.
    fn amounts(&mut self, arch: Arch, residual: &State<N, M, f32>, weights: &[f64]) -> Vec<f64> {
        let fresh = self.last.is_some();
        if let Some([before, update]) = self.last.take() {
            self.changes.insert(0, before);
            self.sums.insert(0, update);
            self.gram.iter_mut().for_each(|row| row.insert(0, f64::NAN));
            self.gram.insert(0, vec![f64::NAN; self.changes.len()]);
            if self.changes.len() > MOST {
                self.drop_pair(MOST);
            }
        }
        let Some((newest, older)) = self.changes.split_first_mut() else { return Vec::new() };
        let task = |(change, sum): (Part<&mut [f32]>, Part<&mut [f32]>)| {
            let (field, first, length) = (change.field, change.first, change.values.len());
            let mut found = [[0.0; MOST]; 2];
            for start in (0..length).step_by(BLOCK) {
                let here = start..length.min(start + BLOCK);
                let all = first + here.start..first + here.end;
                let now = &residual.any(field)[all.clone()];
                let pair = (&mut change.values[here.clone()], &mut sum.values[here]);
                dispatch(
                    arch,
                    #[inline(always)]
                    || {
                        if fresh {
                            renew(now, (&mut *pair.0, pair.1));
                        }
                        let change = &*pair.0;
                        let older = older.iter().map(|older| &older.any(field)[all.clone()]);
                        for (j, other) in std::iter::once(change).chain(older).enumerate() {
                            found[0][j] += if fresh { dot(change, other) } else { 0.0 };
                            found[1][j] += dot(now, other);
                        }
                    },
                );
            }
            found.map(|sums| sums.map(|sum| sum * weights[field] * weights[field]))
        };
        let pairs = newest.parts_mut().into_iter().zip(self.sums[0].parts_mut()).collect();
        let mut sums = [[0.0; MOST]; 2];
        for part in in_parts(pairs, task) {
            let pairs = sums.iter_mut().flatten().zip(part.iter().flatten());
            pairs.for_each(|(sum, part)| *sum += part);
        }
        let count = self.changes.len();
        if fresh {
            for (j, &sum) in sums[0][..count].iter().enumerate() {
                self.gram[0][j] = sum;
                self.gram[j][0] = sum;
            }
        }
        let right: Vec<f64> = sums[1][..count].iter().map(|sum| -sum).collect();
        // What depends on newer vectors gets none.
        let independent = |pivot: f64, size: f64| pivot > INDEPENDENT * size && size > 0.0;
        Cholesky::new(&self.gram, independent).solve(&right)
    }

    fn drop_pair(&mut self, pair: usize) {
        self.free.push(self.changes.remove(pair));
        self.free.push(self.sums.remove(pair));
        self.gram.remove(pair);
        self.gram.iter_mut().for_each(|row| {
            row.remove(pair);
        });
    }
}

/// Turns the last residual and update into a pair: w = now − before, v + w.
#[inline(always)]
fn renew(now: &[f32], (change, sum): (&mut [f32], &mut [f32])) {
    for ((change, sum), now) in change.iter_mut().zip(sum).zip(now) {
        *change = now - *change;
        *sum += *change;
    }
}

/// What an update changes in some cells of a field.
struct Here<'a, T> {
    values: &'a mut [f64],
    update: &'a mut [f32],
    correction: &'a mut [T],
}

impl<T: Stored> Here<'_, T> {
    /// Adds an update to values and to their correction (`fresh`: starts it); what is found, and the largest
    /// update.
    #[inline(always)]
    fn apply(&mut self, sum: &[f32], fresh: bool, rest: f64, found: &mut Extremes, most: &mut f64) {
        let (mut sizes, mut errors) = ([0.0; BLOCK], [0.0; BLOCK]);
        let n = sum.len();
        let (values, update, correction) =
            (&mut self.values[..n], &mut self.update[..n], &mut self.correction[..n]);
        let (sizes, errors) = (&mut sizes[..n], &mut errors[..n]);
        for i in 0..n {
            update[i] = sum[i];
            sizes[i] = f64::from(sum[i]);
            values[i] += sizes[i];
            errors[i] = if fresh { sizes[i] } else { correction[i].value() + sizes[i] };
            correction[i] = T::stored(errors[i]);
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
