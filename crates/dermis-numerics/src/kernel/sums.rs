//! Weighted sums and means of the values of a field, each in a fixed order.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use crate::dispatch::dispatch;

/// Sums that run side by side.
const SIDE: usize = 8;
/// Means that run side by side where a row has as many.
const WIDE: usize = 32;
/// Fields that are summed up together: each alone would wait for its last addition.
const TOGETHER: usize = 4;

/// Cells that follow one another, each with a weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The cells.
    pub cells: Range<usize>,
    /// Where the weight of the first is.
    pub weight: usize,
}

/// Σ of values times `weights` over the `stretches`, one after the other, for each of several `fields`.
pub fn stretch_sums(fields: &[&[f64]], weights: &[f64], stretches: &[Stretch]) -> Vec<f64> {
    let mut sums = Vec::with_capacity(fields.len());
    let (groups, left) = fields.as_chunks::<TOGETHER>();
    for group in groups {
        sums.extend(Arch::new().dispatch(Sums { fields: *group, weights, stretches }));
    }
    for field in left {
        sums.extend(Arch::new().dispatch(Sums { fields: [field], weights, stretches }));
    }
    sums
}

struct Sums<'a, const K: usize> {
    fields: [&'a [f64]; K],
    weights: &'a [f64],
    stretches: &'a [Stretch],
}

impl<const K: usize> WithSimd for Sums<'_, K> {
    type Output = [f64; K];

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> [f64; K] {
        let Self { fields, weights, stretches } = self;
        let mut totals = [0.0; K];
        for Stretch { cells, weight } in stretches {
            let sums = product_sums(
                simd,
                fields.map(
                    #[inline(always)]
                    |values| &values[cells.clone()],
                ),
                &weights[*weight..][..cells.len()],
            );
            for (total, sum) in totals.iter_mut().zip(sums) {
                *total += sum;
            }
        }
        totals
    }
}

/// Σ a b for each a: as many sums side by side as the longest vectors have room for, whatever a processor's are.
#[inline(always)]
fn product_sums<S: Simd, const K: usize>(simd: S, fields: [&[f64]; K], weights: &[f64]) -> [f64; K] {
    const { assert!(SIDE.is_multiple_of(S::F64_LANES)) };
    let (whole, last) = weights.as_chunks::<SIDE>();
    let mut sides = [[simd.splat_f64s(0.0); SIDE]; K];
    for (i, weights) in whole.iter().enumerate() {
        let weights = S::as_simd_f64s(weights).0;
        for (values, sides) in fields.iter().zip(&mut sides) {
            let values = S::as_simd_f64s(&values[i * SIDE..][..SIDE]).0;
            for (side, (value, weight)) in sides.iter_mut().zip(values.iter().zip(weights)) {
                *side = simd.add_f64s(*side, simd.mul_f64s(*value, *weight));
            }
        }
    }
    let mut sums = [0.0; K];
    for ((sum, values), vectors) in sums.iter_mut().zip(fields).zip(sides) {
        for (value, weight) in values[whole.len() * SIDE..].iter().zip(last) {
            *sum += value * weight;
        }
        let mut sides = [0.0; SIDE];
        for (sides, vector) in S::as_mut_simd_f64s(&mut sides).0.iter_mut().zip(vectors) {
            *sides = vector;
        }
        for side in sides {
            *sum += side;
        }
    }
    sums
}

/// Mean of rows of `values`, each as long as `out`: `window` has the weight of a row and which it is, `weight` is that of
/// all. 0 where there is none.
pub fn mean_row(values: &[f64], window: &[(f64, usize)], weight: f64, out: &mut [f64]) {
    dispatch(
        Arch::new(),
        #[inline(always)]
        || {
            let n = out.len();
            let (wide, left) = out.as_chunks_mut::<WIDE>();
            let (narrow, last) = left.as_chunks_mut::<SIDE>();
            let mut start = 0;
            for out in wide {
                *out = means(&values[start..], n, window, weight);
                start += WIDE;
            }
            for out in narrow {
                *out = means(&values[start..], n, window, weight);
                start += SIDE;
            }
            for out in last {
                [*out] = means(&values[start..], n, window, weight);
                start += 1;
            }
        },
    );
}

/// Means of values side by side, of rows that are `n` apart.
#[inline(always)]
fn means<const W: usize>(values: &[f64], n: usize, window: &[(f64, usize)], weight: f64) -> [f64; W] {
    let mut means = [0.0; W];
    for &(share, row) in window {
        let values = &values[row * n..][..W];
        for side in 0..W {
            means[side] += share * values[side];
        }
    }
    if weight > 0.0 {
        for mean in &mut means {
            *mean /= weight;
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;

    #[test]
    fn sums_take_every_value_once() {
        let values: Vec<f64> = (1..=19).map(f64::from).collect();
        let weights: Vec<f64> = values.iter().map(|value| 20.0 - value).collect();
        let stretches = [0..19, 3..5, 7..7, 2..18].map(|cells| Stretch { weight: cells.start, cells });
        let each = stretches
            .clone()
            .map(|Stretch { cells, .. }| -> f64 { cells.map(|cell| values[cell] * weights[cell]).sum() });
        let other: Vec<f64> = values.iter().map(|value| value * value).collect();
        for (of, sum) in stretches.iter().zip(each) {
            assert_eq!(stretch_sums(&[&values], &weights, slice::from_ref(of)), [sum]);
        }
        let sum = each.iter().sum::<f64>();
        // Five: four together, and one that is left.
        let fields = [&values[..], &other, &values, &values, &values];
        let sums = stretch_sums(&fields, &weights, &stretches);
        assert_eq!([sums[0], sums[2], sums[3], sums[4]], [sum; 4]);
        assert_eq!(sums[1..2], stretch_sums(&[&other], &weights, &stretches));
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn every_instruction_set_has_the_same_sums() {
        let values: Vec<f64> = (0..103).map(|i| libm::sin(f64::from(i))).collect();
        let weights: Vec<f64> = (0..103).map(|i| libm::cos(f64::from(i * i))).collect();
        let stretches = [0..103, 5..12, 40..80].map(|cells| Stretch { weight: cells.start, cells });
        let by = |arch: Arch| {
            let (fields, weights) = ([&values[..], &weights], &weights[..]);
            arch.dispatch(Sums { fields, weights, stretches: &stretches }).map(f64::to_bits)
        };
        let sets = pulp::x86::V3::try_new().map(Arch::V3).into_iter().chain([Arch::new()]);
        sets.for_each(|arch| assert_eq!(by(arch), by(Arch::Scalar), "{arch:?}"));
    }

    /// Rows that are long enough for many side by side, for some, and for none.
    #[test]
    fn a_mean_is_over_the_rows_of_a_window() {
        for n in [2, 13, 47] {
            let values: Vec<f64> = (0..3 * n).map(|i| (i * i % 11) as f64).collect();
            let mut out = vec![f64::NAN; n];
            mean_row(&values, &[(1.0, 2), (3.0, 0)], 4.0, &mut out);
            for (at, mean) in out.iter().enumerate() {
                assert_eq!(*mean, (values[2 * n + at] + 3.0 * values[at]) / 4.0);
            }
            mean_row(&values, &[], 0.0, &mut out);
            assert!(out.iter().all(|mean| *mean == 0.0));
        }
    }
}
