//! Passes over whole states: weighted sums, and the last pass of a step with its norms.

use pulp::Arch;
use rayon::prelude::*;

use super::discretisation::Discretisation;
use super::state::State;
use super::system::System;

/// Values that one parallel task takes.
const PART: usize = 1 << 14;
/// Values whose extremes are kept side by side.
const SIDE: usize = 8;

/// `out = own × out + Σ weight × term`, over whole states; `own` = 0 overwrites.
pub fn weighted_sum<const K: usize>(arch: Arch, out: &mut [f64], own: f64, terms: [(f64, &[f64]); K]) {
    let part = |(index, out): (usize, &mut [f64])| {
        let start = index * PART;
        let terms = terms.map(|(weight, term)| (weight, &term[start..][..out.len()]));
        arch.dispatch(
            #[inline(always)]
            || sum_part(out, own, terms),
        );
    };
    if out.len() <= 2 * PART {
        out.chunks_mut(PART).enumerate().for_each(part);
    } else {
        out.par_chunks_mut(PART).enumerate().for_each(part);
    }
}

#[inline(always)]
fn sum_part<const K: usize>(out: &mut [f64], own: f64, terms: [(f64, &[f64]); K]) {
    let n = out.len();
    let terms = terms.map(|(weight, term)| (weight, &term[..n]));
    for i in 0..n {
        let mut sum = if own == 0.0 { 0.0 } else { own * out[i] };
        for (weight, term) in &terms {
            sum += weight * term[i];
        }
        out[i] = sum;
    }
}

/// What the last pass of a step finds in one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extremes {
    /// Largest error estimate.
    pub error: f64,
    /// Smallest new value.
    pub lowest: f64,
    /// Largest departure of the new values from rest.
    pub departure: f64,
    /// Whether every new value and error is a number.
    pub finite: bool,
}

/// `new = old + Σ m × stage` with the error estimate `Σ e × stage`, field by field.
pub fn finish<S: System<N, M>, const N: usize, const M: usize, const K: usize>(
    on: &Discretisation<S, N, M>,
    old: &State<N, M>,
    stages: [&State<N, M>; K],
    weights: [(f64, f64); K],
    new: &mut State<N, M>,
) -> Vec<Extremes> {
    let plane = old.plane();
    let field = |(index, new): (usize, &mut [f64])| {
        let mut found = Extremes { error: 0.0, lowest: f64::INFINITY, departure: 0.0, finite: true };
        for (z, row) in new.chunks_exact_mut(plane).enumerate() {
            let rest = on.system.rest(index, z);
            let stages = stages.map(|stage| &stage.field(index)[z * plane..][..plane]);
            let old = &old.field(index)[z * plane..][..plane];
            on.arch.dispatch(
                #[inline(always)]
                || finish_row(old, stages, weights, rest, row, &mut found),
            );
        }
        found
    };
    let mut all: Vec<Extremes> = if on.planes_per_task() >= old.shape().0 {
        new.fields_mut().enumerate().map(field).collect()
    } else {
        new.par_fields_mut().enumerate().map(field).collect()
    };
    for (index, row) in new.surfaces_mut().enumerate() {
        let mut found = Extremes { error: 0.0, lowest: f64::INFINITY, departure: 0.0, finite: true };
        let stages = stages.map(|stage| stage.surface(index));
        finish_row(old.surface(index), stages, weights, on.system.surface_rest(index), row, &mut found);
        all.push(found);
    }
    all
}

#[inline(always)]
fn finish_row<const K: usize>(
    old: &[f64],
    stages: [&[f64]; K],
    weights: [(f64, f64); K],
    rest: f64,
    new: &mut [f64],
    found: &mut Extremes,
) {
    let n = new.len();
    let old = &old[..n];
    let stages = stages.map(|stage| &stage[..n]);
    let (mut error, mut lowest) = ([0.0; SIDE], [f64::INFINITY; SIDE]);
    let (mut departure, mut spoilt) = ([0.0; SIDE], [0.0; SIDE]);
    for start in (0..n).step_by(SIDE) {
        for lane in 0..SIDE.min(n - start) {
            let i = start + lane;
            let (mut value, mut estimate) = (old[i], 0.0);
            for (stage, (m, e)) in stages.iter().zip(&weights) {
                value += m * stage[i];
                estimate += e * stage[i];
            }
            new[i] = value;
            let (size, away) = (estimate.abs(), (value - rest).abs());
            error[lane] = if size > error[lane] { size } else { error[lane] };
            lowest[lane] = if value < lowest[lane] { value } else { lowest[lane] };
            departure[lane] = if away > departure[lane] { away } else { departure[lane] };
            // 0 for numbers, not-a-number for the rest: comparisons alone would drop it.
            spoilt[lane] += 0.0 * value + 0.0 * size;
        }
    }
    for lane in 0..SIDE {
        found.error = found.error.max(error[lane]);
        found.lowest = found.lowest.min(lowest[lane]);
        found.departure = found.departure.max(departure[lane]);
        found.finite &= spoilt[lane] == 0.0;
    }
}
