//! Weighted sums and means of the values of a field, each in a fixed order.

/// Sums that run side by side.
const SIDE: usize = 8;

/// Σ a b, several sums side by side.
pub fn product_sum(a: &[f64], b: &[f64]) -> f64 {
    let ((a, last_a), (b, last_b)) = (a.as_chunks::<SIDE>(), b.as_chunks::<SIDE>());
    let mut sides = [0.0; SIDE];
    for (a, b) in a.iter().zip(b) {
        for side in 0..SIDE {
            sides[side] += a[side] * b[side];
        }
    }
    last_a.iter().zip(last_b).map(|(a, b)| a * b).chain(sides).sum()
}

/// The sum over `cells`, each with its weight, of what they have in `values`; several sums side by side.
pub fn picked_sum(values: &[f64], cells: &[(usize, f64)]) -> f64 {
    let (whole, last) = cells.as_chunks::<SIDE>();
    let mut sides = [0.0; SIDE];
    for cells in whole {
        for (side, (cell, weight)) in sides.iter_mut().zip(cells) {
            *side += values[*cell] * weight;
        }
    }
    last.iter().map(|(cell, weight)| values[*cell] * weight).chain(sides).sum()
}

/// Mean of rows of `values`, each as long as `out`: `window` has the weight of a row and which it is, and rows
/// that do not count are left out. 0 where none is left.
pub fn mean_row(values: &[f64], window: &[(f64, usize)], counts: &[bool], out: &mut [f64]) {
    let n = out.len();
    out.fill(0.0);
    let mut weight = 0.0;
    for &(share, row) in window.iter().filter(|(_, row)| counts[*row]) {
        let values = &values[row * n..][..n];
        out.iter_mut().zip(values).for_each(|(mean, value)| *mean += share * value);
        weight += share;
    }
    out.iter_mut().for_each(|mean| *mean = if weight > 0.0 { *mean / weight } else { 0.0 });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_take_every_value_once() {
        let values: Vec<f64> = (1..=19).map(f64::from).collect();
        let weights: Vec<f64> = values.iter().map(|value| 20.0 - value).collect();
        let expected: f64 = values.iter().map(|value| value * (20.0 - value)).sum();
        assert_eq!(product_sum(&values, &weights), expected);
        let cells: Vec<(usize, f64)> = weights.iter().copied().enumerate().collect();
        assert_eq!(picked_sum(&values, &cells), expected);
        assert_eq!(picked_sum(&values, &cells[3..5]), 4.0 * 16.0 + 5.0 * 15.0);
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
