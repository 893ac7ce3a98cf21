//! Passes over backward differences of whole states.

use pulp::Arch;

use super::discretisation::Discretisation;
use super::state::{Part, State};
use super::system::System;
use super::vectors::{BLOCK, in_parts, largest};

/// Most differences of a state.
const MOST: usize = 6;

type Parts<'a> = Part<&'a mut [f64]>;

/// Parts of several states side by side.
fn together<const N: usize, const M: usize>(states: &mut [State<N, M>]) -> Vec<Vec<Parts<'_>>> {
    let mut each: Vec<_> = states.iter_mut().map(|state| state.parts_mut().into_iter()).collect();
    let mut all = Vec::new();
    loop {
        let next: Vec<Parts<'_>> = each.iter_mut().filter_map(Iterator::next).collect();
        if next.is_empty() {
            return all;
        }
        all.push(next);
    }
}

fn cut<'a, const N: usize, const M: usize>(state: &'a State<N, M>, part: &Parts<'_>) -> &'a [f64] {
    &state.any(part.field)[part.first..][..part.values.len()]
}

/// Prediction `trial` = u + Σ D_j and `known` = u + Σ share_j D_j.
pub fn predict<const N: usize, const M: usize>(
    arch: Arch,
    state: &State<N, M>,
    differences: &[State<N, M>],
    shares: &[f64],
    trial: &mut State<N, M>,
    known: &mut State<N, M>,
) {
    let parts: Vec<_> = trial.parts_mut().into_iter().zip(known.parts_mut()).collect();
    in_parts(parts, |(trial, known)| {
        let state = cut(state, &trial);
        let (mut rows, mut weights) = ([&state[..0]; MOST], [0.0; MOST]);
        for (j, difference) in differences.iter().enumerate() {
            (rows[j], weights[j]) = (cut(difference, &trial), shares[j]);
        }
        let terms = (&rows[..differences.len()], &weights[..differences.len()]);
        arch.dispatch(
            #[inline(always)]
            || predict_part(state, terms, trial.values, known.values),
        );
    });
}

#[inline(always)]
fn predict_part(state: &[f64], (rows, shares): (&[&[f64]], &[f64]), trial: &mut [f64], known: &mut [f64]) {
    let (mut all, mut some) = ([0.0; BLOCK], [0.0; BLOCK]);
    for start in (0..state.len()).step_by(BLOCK) {
        let n = BLOCK.min(state.len() - start);
        let (all, some) = (&mut all[..n], &mut some[..n]);
        all.copy_from_slice(&state[start..][..n]);
        some.copy_from_slice(&state[start..][..n]);
        for (row, share) in rows.iter().zip(shares) {
            let row = &row[start..][..n];
            for i in 0..n {
                all[i] += row[i];
                some[i] += share * row[i];
            }
        }
        trial[start..][..n].copy_from_slice(all);
        known[start..][..n].copy_from_slice(some);
    }
}

/// d = new − old − Σ D_j.
#[inline(always)]
fn correction<'a>(new: &[f64], old: &[f64], rows: impl Iterator<Item = &'a [f64]>, d: &mut [f64]) {
    let n = d.len();
    let (new, old) = (&new[..n], &old[..n]);
    for i in 0..n {
        d[i] = new[i] - old[i];
    }
    for row in rows {
        let row = &row[..n];
        for i in 0..n {
            d[i] -= row[i];
        }
    }
}

/// Moves D_1 to D_(k+2) (as far as there are) on to the trial state; the largest of the new D_k and of
/// D_(k+2), over all fields by weight.
pub fn update<const N: usize, const M: usize>(
    arch: Arch,
    state: &State<N, M>,
    trial: &State<N, M>,
    differences: &mut [State<N, M>],
    k: usize,
    weights: &[f64],
) -> [f64; 2] {
    let task = |mut rows: Vec<Parts<'_>>| {
        let (old, new) = (cut(state, &rows[0]), cut(trial, &rows[0]));
        let weight = weights[rows[0].field];
        let mut largest = [0.0; 2];
        for start in (0..new.len()).step_by(BLOCK) {
            let range = start..new.len().min(start + BLOCK);
            arch.dispatch(
                #[inline(always)]
                || update_block(&new[range.clone()], &old[range.clone()], &mut rows, start, k, &mut largest),
            );
        }
        largest.map(|largest| largest * weight)
    };
    let all: Vec<[f64; 2]> = in_parts(together(differences), task);
    all.iter().fold([0.0; 2], |most, one| [most[0].max(one[0]), most[1].max(one[1])])
}

#[inline(always)]
fn update_block(
    new: &[f64],
    old: &[f64],
    rows: &mut [Parts<'_>],
    start: usize,
    k: usize,
    most: &mut [f64; 2],
) {
    let n = new.len();
    let mut buffer = [0.0; BLOCK];
    let d = &mut buffer[..n];
    correction(new, old, rows[..k].iter().map(|row| &row.values[start..][..n]), d);
    let (lower, higher) = rows.split_at_mut(k + 1);
    let last = &mut lower[k].values[start..][..n];
    if let Some(next) = higher.first_mut() {
        let next = &mut next.values[start..][..n];
        for ((next, last), d) in next.iter_mut().zip(&*last).zip(&*d) {
            *next = d - last;
        }
        most[1] = largest(next, most[1]);
    }
    last.copy_from_slice(d);
    for row in lower[..k].iter_mut().rev() {
        // Each difference takes the one above it, which is in the buffer.
        for (value, d) in row.values[start..][..n].iter_mut().zip(d.iter_mut()) {
            *value += *d;
            *d = *value;
        }
    }
    most[0] = largest(&lower[k - 1].values[start..][..n], most[0]);
}

/// Differences of step h become those of step `factor` × h: D' = (R U)ᵀ D.
#[allow(clippy::needless_range_loop, reason = "matrix indices")]
pub fn rescale<const N: usize, const M: usize>(arch: Arch, differences: &mut [State<N, M>], factor: f64) {
    let k = differences.len();
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
    in_parts(together(differences), |mut rows| {
        let length = rows[0].values.len();
        for start in (0..length).step_by(BLOCK) {
            let n = BLOCK.min(length - start);
            arch.dispatch(
                #[inline(always)]
                || {
                    let mut old = [[0.0; BLOCK]; MOST];
                    for (old, row) in old.iter_mut().zip(&rows) {
                        old[..n].copy_from_slice(&row.values[start..][..n]);
                    }
                    for (row, weights) in rows.iter_mut().zip(&weights) {
                        let row = &mut row.values[start..][..n];
                        row.fill(0.0);
                        for (old, weight) in old[..k].iter().zip(weights) {
                            for (value, old) in row.iter_mut().zip(old) {
                                *value += weight * old;
                            }
                        }
                    }
                },
            );
        }
    });
}

/// The state at `s` steps from the last one (−1 to 0), by the polynomial through the differences.
pub fn interpolate<const N: usize, const M: usize>(
    arch: Arch,
    state: &State<N, M>,
    differences: &[State<N, M>],
    s: f64,
    out: &mut State<N, M>,
) {
    let mut weights = [0.0; MOST];
    let mut weight = 1.0;
    for (j, place) in weights.iter_mut().take(differences.len()).enumerate() {
        weight *= (s + j as f64) / (j as f64 + 1.0);
        *place = weight;
    }
    in_parts(out.parts_mut(), |out| {
        let state = cut(state, &out);
        let mut rows = [&state[..0]; MOST];
        for (row, difference) in rows.iter_mut().zip(differences) {
            *row = cut(difference, &out);
        }
        arch.dispatch(
            #[inline(always)]
            || {
                out.values.copy_from_slice(state);
                for (row, weight) in rows.iter().zip(&weights) {
                    for (value, row) in out.values.iter_mut().zip(*row) {
                        *value += weight * row;
                    }
                }
            },
        );
    });
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
