//! Weighted sums and means of the values of a field, each in a fixed order.

use std::ops::Range;

use pulp::Arch;

use crate::dispatch::dispatch;

/// Sums that run side by side.
const SIDE: usize = 8;

/// Cells that follow one another, each with a weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The cells.
    pub cells: Range<usize>,
    /// Where the weight of the first is.
    pub weight: usize,
}

/// Σ of values times `weights` over the `stretches`, one after the other.
pub fn stretch_sum(values: &[f64], weights: &[f64], stretches: &[Stretch]) -> f64 {
    dispatch(
        Arch::new(),
        #[inline(always)]
        || {
            let mut total = 0.0;
            for Stretch { cells, weight } in stretches {
                total += product_sum(&values[cells.clone()], &weights[*weight..][..cells.len()]);
            }
            total
        },
    )
}

/// Σ a b, several sums side by side.
#[inline(always)]
fn product_sum(a: &[f64], b: &[f64]) -> f64 {
    let ((a, last_a), (b, last_b)) = (a.as_chunks::<SIDE>(), b.as_chunks::<SIDE>());
    let mut sides = [0.0; SIDE];
    for (a, b) in a.iter().zip(b) {
        for side in 0..SIDE {
            sides[side] += a[side] * b[side];
        }
    }
    let mut sum = 0.0;
    for (a, b) in last_a.iter().zip(last_b) {
        sum += a * b;
    }
    for side in sides {
        sum += side;
    }
    sum
}

/// Mean of rows of `values`, each as long as `out`: `window` has the weight of a row and which it is, and rows
/// that do not count are left out. 0 where none is left.
pub fn mean_row(values: &[f64], window: &[(f64, usize)], counts: &[bool], out: &mut [f64]) {
    let n = out.len();
    dispatch(
        Arch::new(),
        #[inline(always)]
        || {
            out.fill(0.0);
            let mut weight = 0.0;
            for &(share, row) in window {
                if counts[row] {
                    for (mean, value) in out.iter_mut().zip(&values[row * n..][..n]) {
                        *mean += share * value;
                    }
                    weight += share;
                }
            }
            for mean in &mut *out {
                *mean = if weight > 0.0 { *mean / weight } else { 0.0 };
            }
        },
    );
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
        assert_eq!(stretches.each_ref().map(|of| stretch_sum(&values, &weights, slice::from_ref(of))), each);
        assert_eq!(stretch_sum(&values, &weights, &stretches), each.iter().sum::<f64>());
    }

    #[test]
    fn a_mean_is_over_what_counts() {
        let values = [1.0, 2.0, 3.0, 4.0, 100.0, 200.0];
        let (mut out, window) = ([0.0; 2], [(1.0, 0), (3.0, 1), (5.0, 2)]);
        mean_row(&values, &window, &[true, true, false], &mut out);
        assert_eq!(out, [2.5, 3.5]);
        mean_row(&values, &window, &[false; 3], &mut out);
        assert_eq!(out, [0.0, 0.0]);
    }
}
