//! Passes over whole states: weighted sums, and the last pass of a step with its norms.

use pulp::Arch;
use rayon::prelude::*;

use crate::discretisation::Discretisation;
use crate::dispatch::dispatch;
use crate::state::{Part, State};
use crate::system::System;

/// Values that one parallel task takes.
const PART: usize = 1 << 14;
/// Values whose extremes are kept side by side.
const SIDE: usize = 8;
/// Values that are worked on together: they stay in the nearest cache.
pub(crate) const BLOCK: usize = 256;
/// Parts that are not worth spreading over threads.
const FEW: usize = 8;

/// `out = Σ weight × term`, over whole states.
pub fn weighted_sum<const K: usize>(arch: Arch, out: &mut [f64], terms: [(f64, &[f64]); K]) {
    let part = |(index, out): (usize, &mut [f64])| {
        let start = index * PART;
        let terms = terms.map(|(weight, term)| (weight, &term[start..][..out.len()]));
        dispatch(
            arch,
            #[inline(always)]
            || sum_part(out, terms),
        );
    };
    if out.len() <= 2 * PART {
        out.chunks_mut(PART).enumerate().for_each(part);
    } else {
        out.par_chunks_mut(PART).enumerate().for_each(part);
    }
}

#[inline(always)]
fn sum_part<const K: usize>(out: &mut [f64], terms: [(f64, &[f64]); K]) {
    let n = out.len();
    let terms = terms.map(|(weight, term)| (weight, &term[..n]));
    for i in 0..n {
        let mut sum = 0.0;
        for (weight, term) in &terms {
            sum += weight * term[i];
        }
        out[i] = sum;
    }
}

/// `out = base + Σ weight × (term − base)`, over whole states.
pub fn blend<const K: usize>(arch: Arch, base: &[f64], terms: [(f64, &[f64]); K], out: &mut [f64]) {
    let part = |(index, out): (usize, &mut [f64])| {
        let (start, n) = (index * PART, out.len());
        let base = &base[start..][..n];
        let terms = terms.map(|(weight, term)| (weight, &term[start..][..n]));
        dispatch(
            arch,
            #[inline(always)]
            || {
                for i in 0..n {
                    out[i] = base[i];
                    for (weight, term) in &terms {
                        out[i] += weight * (term[i] - base[i]);
                    }
                }
            },
        );
    };
    out.par_chunks_mut(PART).enumerate().for_each(part);
}

/// What a pass over one field finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extremes {
    /// Largest error estimate.
    pub error: f64,
    /// Smallest new value.
    pub lowest: f64,
    /// Largest deviation of the new values from rest.
    pub deviation: f64,
    /// Whether every new value and error is a number.
    pub finite: bool,
}

impl Extremes {
    /// Of no value at all.
    pub(crate) const NONE: Self = Self { error: 0.0, lowest: f64::INFINITY, deviation: 0.0, finite: true };

    /// Takes in values with their errors.
    #[inline(always)]
    pub(crate) fn take(&mut self, values: &[f64], errors: &[f64], rest: f64) {
        let mut sides = Sides::<SIDE>::NONE;
        let ((values, last), (errors, last_errors)) =
            (values.as_chunks::<SIDE>(), errors.as_chunks::<SIDE>());
        for (values, errors) in values.iter().zip(errors) {
            sides.take(values, errors, rest);
        }
        if let Some(first) = last.first() {
            let (mut values, mut errors) = ([*first; SIDE], [0.0; SIDE]);
            values[..last.len()].copy_from_slice(last);
            errors[..last.len()].copy_from_slice(last_errors);
            sides.take(&values, &errors, rest);
        }
        *self = self.joined(sides.extremes());
    }

    /// Those of two parts.
    pub(crate) fn joined(self, other: Self) -> Self {
        Self {
            error: self.error.max(other.error),
            lowest: self.lowest.min(other.lowest),
            deviation: self.deviation.max(other.deviation),
            finite: self.finite && other.finite,
        }
    }
}

/// Extremes of values side by side.
#[derive(Clone, Copy)]
pub(crate) struct Sides<const W: usize> {
    error: [f64; W],
    lowest: [f64; W],
    deviation: [f64; W],
    spoilt: [f64; W],
}

impl<const W: usize> Sides<W> {
    /// Of no value at all.
    pub(crate) const NONE: Self =
        Self { error: [0.0; W], lowest: [f64::INFINITY; W], deviation: [0.0; W], spoilt: [0.0; W] };

    /// Takes in values with their errors.
    #[inline(always)]
    pub(crate) fn take(&mut self, values: &[f64; W], errors: &[f64; W], rest: f64) {
        for lane in 0..W {
            let (value, size, away) = (values[lane], errors[lane].abs(), (values[lane] - rest).abs());
            self.error[lane] = if size > self.error[lane] { size } else { self.error[lane] };
            self.lowest[lane] = if value < self.lowest[lane] { value } else { self.lowest[lane] };
            self.deviation[lane] = if away > self.deviation[lane] { away } else { self.deviation[lane] };
            // 0 for numbers, not-a-number for the rest: comparisons alone would drop it.
            self.spoilt[lane] += 0.0 * value + 0.0 * size;
        }
    }

    /// Those of all.
    #[inline(always)]
    pub(crate) fn extremes(&self) -> Extremes {
        Extremes {
            error: self.error.into_iter().fold(0.0, f64::max),
            lowest: self.lowest.into_iter().fold(f64::INFINITY, f64::min),
            deviation: self.deviation.into_iter().fold(0.0, f64::max),
            finite: self.spoilt.iter().all(|&spoilt| spoilt == 0.0),
        }
    }
}

/// The largest size of a value, `so_far` included.
#[inline(always)]
pub(crate) fn largest(values: &[f64], so_far: f64) -> f64 {
    let mut sides = [so_far; SIDE];
    let (whole, last) = values.as_chunks::<SIDE>();
    for values in whole {
        for (side, value) in sides.iter_mut().zip(values) {
            *side = if value.abs() > *side { value.abs() } else { *side };
        }
    }
    last.iter().map(|value| value.abs()).chain(sides).fold(so_far, f64::max)
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
    let task = |part: Part<&mut [f64]>| {
        let mut found = Extremes::NONE;
        let all = part.first..part.first + part.values.len();
        for (here, rest) in on.rests.runs(part.field, all, plane) {
            let new = &mut part.values[here.start - part.first..here.end - part.first];
            let stages = stages.map(|stage| &stage.any(part.field)[here.clone()]);
            let old = &old.any(part.field)[here];
            dispatch(
                on.arch,
                #[inline(always)]
                || finish_row(old, stages, weights, rest, new, &mut found),
            );
        }
        (part.field, found)
    };
    by_field(in_parts(new.parts_mut(), task), N + M)
}

/// Works on parts, in parallel where there is enough to do; results in the order of the parts.
pub(crate) fn in_parts<P: Send, R: Send>(parts: Vec<P>, task: impl Fn(P) -> R + Sync + Send) -> Vec<R> {
    if parts.len() < FEW || rayon::current_num_threads() == 1 {
        parts.into_iter().map(task).collect()
    } else {
        // Each by itself: a thread that is done early takes what is left.
        parts.into_par_iter().with_max_len(1).map(task).collect()
    }
}

/// Extremes of each field from those of its parts.
pub(crate) fn by_field(parts: Vec<(usize, Extremes)>, fields: usize) -> Vec<Extremes> {
    let mut all = vec![Extremes::NONE; fields];
    parts.into_iter().for_each(|(field, found)| all[field] = all[field].joined(found));
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
    let mut errors = [0.0; BLOCK];
    for start in (0..new.len()).step_by(BLOCK) {
        let range = start..new.len().min(start + BLOCK);
        let (old, new) = (&old[range.clone()], &mut new[range.clone()]);
        let stages = stages.map(|stage| &stage[range.clone()]);
        let n = old.len();
        let (stages, new, errors) = (stages.map(|stage| &stage[..n]), &mut new[..n], &mut errors[..n]);
        for i in 0..n {
            let (mut value, mut estimate) = (old[i], 0.0);
            for (stage, (m, e)) in stages.iter().zip(&weights) {
                value += m * stage[i];
                estimate += e * stage[i];
            }
            new[i] = value;
            errors[i] = estimate;
        }
        found.take(new, errors, rest);
    }
}
