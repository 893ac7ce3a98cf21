//! Krylov acceleration of the iteration u ← u + r(u), with r the preconditioned residual of an
//! implicit step (Carlson and Miller 1998; the same subspace as Anderson's mixing).
//!
//! From the last updates v and the changes w = r(u + v) − r(u) that they made, the combination
//! r + Σ a w of least size is sought; the update is then r + Σ a (v + w). It is Newton–Krylov whose
//! residuals serve as Krylov vectors: one rate evaluation and one solve for each, none for Newton.
//! Updates are kept in single precision; the residual itself is exact.
//!
//! Memory traffic is what a large problem waits for: so scalar products are taken of what is solved while it is in
//! the nearest cache, and an update is not kept but made once more where another iteration needs it.

use crate::cholesky::Cholesky;
use crate::discretisation::Discretisation;
use crate::dispatch::dispatch;
use crate::memory::{Reader, Unreadable, Writer};
use crate::pairs::{MOST, NewPair, Pair, Products, dot, part_of};
use crate::spectral::Spectral;
use crate::state::{Part, State};
use crate::storage::Stored;
use crate::system::System;
use crate::update::{Found, Here};
use crate::vectors::{BLOCK, Extremes, by_field, in_parts};

/// Share of a vector that must be new for it to join the subspace.
const INDEPENDENT: f64 = 1e-4;

/// Share of the residual's square that pairs of earlier steps have to take away, or they are forgotten: each costs traffic.
const WORTH: f64 = 0.1;

/// Pairs of change w and v + w.
pub struct Acceleration<const N: usize, const M: usize> {
    /// Changes, newest first.
    changes: Vec<State<N, M, f32>>,
    /// Updates plus changes.
    sums: Vec<State<N, M, f32>>,
    /// Scalar products of the changes.
    gram: Vec<Vec<f64>>,
    /// The residual before, when this is not the first of an iteration, and the amounts that its update took.
    last: Option<Last<N, M>>,
    /// Room that is free.
    free: Vec<State<N, M, f32>>,
}

/// What is iterated.
pub struct Iterate<'a, const N: usize, const M: usize, T> {
    /// The state.
    pub state: &'a mut State<N, M>,
    /// What all updates have added to it.
    pub correction: &'a mut State<N, M, T>,
    /// Whether nothing has been added yet, whatever the correction holds.
    pub fresh: bool,
}

/// What an update was made of.
struct Last<const N: usize, const M: usize> {
    residual: State<N, M, f32>,
    amounts: Vec<f64>,
}

/// Parts of a state and of its correction.
type Parts<'a, T> = (Part<&'a mut [f64]>, Part<&'a mut [T]>);

impl<const N: usize, const M: usize> Acceleration<N, M> {
    /// No pair yet, room for all.
    pub fn new(shape: (usize, usize, usize)) -> Self {
        let free = (0..2 * MOST + 1).map(|_| State::zeros(shape)).collect();
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
        self.free = (0..2 * (MOST - count) + 1).map(|_| State::zeros(shape)).collect();
        Ok(())
    }

    /// Begins another iteration with the same preconditioner: pairs stay, the last residual goes.
    pub fn begin(&mut self) {
        self.free.extend(self.last.take().map(|last| last.residual));
    }

    /// Solves for the `residual` of an iterate and updates it. Returns the largest update in units of 1/`weights`, and
    /// what is then found in each field, with the correction as its error. `residual` is left with other content.
    pub fn advance<S: System<N, M>, T: Stored>(
        &mut self,
        on: &Discretisation<S, N, M>,
        solver: &mut Spectral<N, M>,
        Iterate { state, correction, fresh }: Iterate<'_, N, M, T>,
        residual: &mut State<N, M, f32>,
        weights: &[f64],
    ) -> (f64, Vec<Extremes>) {
        let amounts = self.amounts(on, solver, residual, weights);
        let (sums, plane) = (&self.sums, state.plane());
        let parts = state.parts_mut().into_iter().zip(correction.parts_mut());
        let task = |(state, correction): Parts<'_, T>| {
            let (field, first) = (state.field, state.first);
            let mut found = Found::NONE;
            let all = first..first + state.values.len();
            for (here, rest) in on.rests.runs(field, all, plane) {
                let within = here.start - first..here.end - first;
                let term = |i: usize| (&sums[i].any(field)[here.clone()], amounts[i] as f32);
                let residual = &residual.any(field)[here.clone()];
                let mut here = Here {
                    values: &mut state.values[within.clone()],
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
        self.last = Some(Last { residual: kept, amounts });
        (change, found)
    }

    /// Solves for the residual; the amounts a that then make r + Σ a w least. The last residual and its update become
    /// a pair before, now that the residual after them is known.
    fn amounts<S: System<N, M>>(
        &mut self,
        on: &Discretisation<S, N, M>,
        solver: &mut Spectral<N, M>,
        residual: &mut State<N, M, f32>,
        weights: &[f64],
    ) -> Vec<f64> {
        let mut new = self.last.take().map(|last| self.new_pair(last));
        let fresh = new.is_some();
        let (newest, older) = self.changes.split_at_mut(usize::from(fresh));
        let (terms, older): (&[_], &[_]) = (&self.sums, older);
        let pairs: Vec<Option<Pair<'_>>> = match (&mut new, newest) {
            (Some(NewPair { sum, amounts, replaced }), [change]) => {
                let (amounts, replaced) = (&amounts[..], *replaced);
                let parts = change.parts_mut().into_iter().zip(sum.parts_mut());
                let pair = |(change, sum): (Part<_>, Part<_>)| {
                    Some(Pair { change: change.values, sum: sum.values, amounts, replaced })
                };
                parts.map(pair).collect()
            }
            _ => residual.parts().iter().map(|_| None).collect(),
        };
        let task = |now: Part<&mut [f32]>, mut pair: Option<Pair<'_>>| {
            let (field, mut products) = (now.field, Products::default());
            for start in (0..now.values.len()).step_by(BLOCK) {
                let here = start..now.values.len().min(start + BLOCK);
                let all = now.first + here.start..now.first + here.end;
                let now = &now.values[here.clone()];
                let mut pair = pair.as_mut().map(|pair| pair.within(here));
                dispatch(
                    on.arch,
                    #[inline(always)]
                    || {
                        let values = |state| part_of(state, field, &all);
                        if let Some(pair) = &mut pair {
                            pair.renew(now, terms.iter().map(values));
                        }
                        let newest = pair.as_ref().map(|pair| &*pair.change);
                        for (j, other) in newest.into_iter().chain(older.iter().map(values)).enumerate() {
                            if let Some(newest) = newest {
                                products.newest[j] += dot(newest, other);
                            }
                            products.residual[j] += dot(now, other);
                        }
                        if !fresh {
                            products.own += dot(now, now);
                        }
                    },
                );
            }
            products.weighted(weights[field])
        };
        let mut sums = Products::default();
        solver.solve_moving(on, residual, pairs, task).into_iter().for_each(|part| sums.add(part));
        self.sums.splice(0..0, new.map(|new| new.sum));
        let count = self.changes.len();
        if fresh {
            for (j, &sum) in sums.newest[..count].iter().enumerate() {
                self.gram[0][j] = sum;
                self.gram[j][0] = sum;
            }
        }
        let right: Vec<f64> = sums.residual[..count].iter().map(|sum| -sum).collect();
        // What depends on newer vectors gets none.
        let independent = |pivot: f64, size: f64| pivot > INDEPENDENT * size && size > 0.0;
        let amounts = Cholesky::new(&self.gram, independent).solve(&right);
        let taken: f64 = amounts.iter().zip(&right).map(|(amount, right)| amount * right).sum();
        if !fresh && taken < WORTH * sums.own {
            self.clear();
            return Vec::new();
        }
        amounts
    }

    /// Begins a pair, whose change is to be made of the last residual in place; the oldest pair goes where there are
    /// too many, and its term becomes the new one in place.
    fn new_pair(&mut self, Last { residual, mut amounts }: Last<N, M>) -> NewPair<N, M> {
        let shape = residual.shape();
        self.changes.insert(0, residual);
        self.gram.iter_mut().for_each(|row| row.insert(0, f64::NAN));
        self.gram.insert(0, vec![f64::NAN; self.changes.len()]);
        if self.changes.len() <= MOST {
            let sum = self.free.pop().unwrap_or_else(|| State::zeros(shape));
            return NewPair { sum, amounts, replaced: None };
        }
        self.free.push(self.changes.remove(MOST));
        self.gram.remove(MOST);
        self.gram.iter_mut().for_each(|row| row.truncate(MOST));
        NewPair { sum: self.sums.remove(MOST - 1), replaced: amounts.pop(), amounts }
    }
}
