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
use crate::vectors::{BLOCK, Extremes, Sides, by_field, in_parts};

/// Most pairs: more cost more memory traffic than the iterations that they save.
const MOST: usize = 2;
/// Values whose sums are kept side by side.
const SIDE: usize = 16;
/// Values that are updated side by side.
const WIDTH: usize = 8;
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
            let mut found = Found::NONE;
            let all = first..first + state.values.len();
            for (here, rest) in on.rests.runs(field, all, plane) {
                let within = here.start - first..here.end - first;
                let term = |i: usize| (&sums[i].any(field)[here.clone()], amounts[i] as f32);
                let residual = &residual.any(field)[here.clone()];
                let mut here = Here {
                    values: &mut state.values[within.clone()],
                    update: &mut update.values[within.clone()],
                    correction: &mut correction.values[within],
                    rest,
                };
                dispatch(
                    on.arch,
                    #[inline(always)]
                    || match (fresh, amounts.len()) {
                        (true, 0) => here.apply::<0, true>(residual, [], &mut found),
                        (true, 1) => here.apply::<1, true>(residual, [term(0)], &mut found),
                        (true, _) => here.apply::<2, true>(residual, [term(0), term(1)], &mut found),
                        (false, 0) => here.apply::<0, false>(residual, [], &mut found),
                        (false, 1) => here.apply::<1, false>(residual, [term(0)], &mut found),
                        (false, _) => here.apply::<2, false>(residual, [term(0), term(1)], &mut found),
                    },
                );
            }
            (field, found.extremes(), weights[field] * found.largest())
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

/// What an update changes in some cells of a field, which share their value at rest.
struct Here<'a, T> {
    values: &'a mut [f64],
    update: &'a mut [f32],
    correction: &'a mut [T],
    rest: f64,
}

impl<T: Stored> Here<'_, T> {
    /// Adds the residual and so much of each term to values and to their correction, which begins so
    /// where it is `FRESH`; notes what is then found.
    #[inline(always)]
    fn apply<const K: usize, const FRESH: bool>(
        &mut self,
        residual: &[f32],
        terms: [(&[f32], f32); K],
        found: &mut Found,
    ) {
        let Self { values, update, correction, rest } = self;
        let (residual, last_residual) = residual.as_chunks::<WIDTH>();
        let (values, last_values) = values.as_chunks_mut::<WIDTH>();
        let (update, last_update) = update.as_chunks_mut::<WIDTH>();
        let (correction, last_correction) = correction.as_chunks_mut::<WIDTH>();
        let whole = residual.len() * WIDTH;
        let (rest, mut sides) = (*rest, found.sides);
        for (i, (residual, values)) in residual.iter().zip(values).enumerate() {
            let terms = terms.map(
                #[inline(always)]
                |(term, amount)| (&term.as_chunks::<WIDTH>().0[i], amount),
            );
            let changed = (values, &mut update[i], &mut correction[i]);
            sides.update::<K, FRESH, T>(residual, terms, changed, rest);
        }
        found.sides = sides;
        for (i, residual) in last_residual.as_chunks::<1>().0.iter().enumerate() {
            let terms = terms.map(|(term, amount)| (&term[whole..].as_chunks::<1>().0[i], amount));
            let changed = (
                &mut last_values.as_chunks_mut::<1>().0[i],
                &mut last_update.as_chunks_mut::<1>().0[i],
                &mut last_correction.as_chunks_mut::<1>().0[i],
            );
            found.last.update::<K, FRESH, T>(residual, terms, changed, rest);
        }
    }
}

/// What is found in a field while it is updated: in values side by side, and in those that are left.
struct Found {
    sides: Updates<WIDTH>,
    last: Updates<1>,
}

impl Found {
    const NONE: Self = Self { sides: Updates::NONE, last: Updates::NONE };

    fn extremes(&self) -> Extremes {
        self.sides.found.extremes().joined(self.last.found.extremes())
    }

    /// The largest update.
    fn largest(&self) -> f64 {
        self.sides.largest.into_iter().chain(self.last.largest).fold(0.0, f64::max)
    }
}

/// Updates of values side by side, and what is found in these.
#[derive(Clone, Copy)]
struct Updates<const W: usize> {
    found: Sides<W>,
    largest: [f64; W],
}

impl<const W: usize> Updates<W> {
    const NONE: Self = Self { found: Sides::NONE, largest: [0.0; W] };

    /// Updates values, their update and their correction, which begins with it where that is `FRESH`.
    #[inline(always)]
    fn update<const K: usize, const FRESH: bool, T: Stored>(
        &mut self,
        residual: &[f32; W],
        terms: [(&[f32; W], f32); K],
        (values, update, correction): (&mut [f64; W], &mut [f32; W], &mut [T; W]),
        rest: f64,
    ) {
        let mut sum = *residual;
        for (term, amount) in terms {
            for side in 0..W {
                sum[side] += amount * term[side];
            }
        }
        *update = sum;
        // One simple loop after another, from copies: so the compiler makes vectors of all of them.
        let (mut sizes, mut new, mut kept) = ([0.0; W], *values, *correction);
        for side in 0..W {
            sizes[side] = f64::from(sum[side]);
        }
        for side in 0..W {
            new[side] += sizes[side];
        }
        let mut errors = sizes;
        if !FRESH {
            for side in 0..W {
                errors[side] = kept[side].value() + sizes[side];
            }
        }
        for side in 0..W {
            kept[side] = T::stored(errors[side]);
        }
        (*values, *correction) = (new, kept);
        for (largest, size) in self.largest.iter_mut().zip(sizes) {
            *largest = if size.abs() > *largest { size.abs() } else { *largest };
        }
        self.found.take(&new, &errors, rest);
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
