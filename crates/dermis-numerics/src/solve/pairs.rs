//! Pairs of the acceleration: made of a residual and its update in the pass that takes their scalar products.

use std::ops::Range;

use crate::state::State;
use crate::vectors::BLOCK;

/// Most pairs: more cost more memory traffic than the iterations that they save.
pub(crate) const MOST: usize = 2;
/// Values whose sums are kept side by side.
const SIDE: usize = 16;

/// A pair that is being made.
pub(crate) struct NewPair<const N: usize, const M: usize> {
    /// Its v + w; before, the term that it replaces, or anything.
    pub sum: State<N, M, f32>,
    /// Amounts of the terms that are kept in the last update, and that of the replaced one.
    pub amounts: Vec<f64>,
    pub replaced: Option<f64>,
}

/// Part of a pair that is being made.
pub(crate) struct Pair<'a> {
    /// The last residual; then the change.
    pub change: &'a mut [f32],
    pub sum: &'a mut [f32],
    pub amounts: &'a [f64],
    pub replaced: Option<f64>,
}

impl Pair<'_> {
    /// That of some of the cells.
    pub(crate) fn within(&mut self, cells: Range<usize>) -> Pair<'_> {
        let (change, sum) = (&mut self.change[cells.clone()], &mut self.sum[cells]);
        Pair { change, sum, ..*self }
    }

    /// Turns the last residual and its update v into a pair: w = now − before, v + w. `terms` are those of v that are
    /// kept.
    #[inline(always)]
    pub(crate) fn renew<'t>(&mut self, now: &[f32], terms: impl Iterator<Item = &'t [f32]>) {
        let Self { change, sum, amounts, replaced } = self;
        let mut update = [0.0; BLOCK];
        let update = &mut update[..now.len()];
        update.copy_from_slice(change);
        for (term, &amount) in terms.zip(*amounts) {
            update.iter_mut().zip(term).for_each(|(update, term)| *update += amount as f32 * term);
        }
        if let Some(amount) = *replaced {
            update.iter_mut().zip(&**sum).for_each(|(update, term)| *update += amount as f32 * term);
        }
        for (((change, sum), now), update) in change.iter_mut().zip(&mut **sum).zip(now).zip(update) {
            *change = now - *change;
            *sum = *update + *change;
        }
    }
}

/// Values of a field in some cells.
pub(crate) fn part_of<'a, const N: usize, const M: usize>(
    state: &'a State<N, M, f32>,
    field: usize,
    cells: &Range<usize>,
) -> &'a [f32] {
    &state.any(field)[cells.clone()]
}

/// Scalar products with every change, newest first.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Products {
    /// Of the newest change, where it is new.
    pub newest: [f64; MOST],
    pub residual: [f64; MOST],
    /// Of the residual with itself.
    pub own: f64,
}

impl Products {
    /// Those of values in units of 1/`weight`.
    pub(crate) fn weighted(self, weight: f64) -> Self {
        let square = weight * weight;
        let weighted = |products: [f64; MOST]| products.map(|product| product * square);
        Self { newest: weighted(self.newest), residual: weighted(self.residual), own: self.own * square }
    }

    pub(crate) fn add(&mut self, other: Self) {
        let pairs =
            self.newest.iter_mut().zip(other.newest).chain(self.residual.iter_mut().zip(other.residual));
        pairs.for_each(|(sum, product)| *sum += product);
        self.own += other.own;
    }
}

/// Scalar product in a fixed order of sums.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// v + w and w as they would be with the update v kept, also where the pair takes the room of a term of v.
    #[test]
    fn a_pair_is_that_of_the_update_that_was_made() {
        let values = |from: f32| -> Vec<f32> { (0..20).map(|i| from + (i * i % 7) as f32).collect() };
        let (before, now, kept, oldest) = (values(0.5), values(-1.25), values(2.0), values(-3.5));
        for replaced in [None, Some(0.75)] {
            let (mut change, mut sum) = (before.clone(), oldest.clone());
            Pair { change: &mut change, sum: &mut sum, amounts: &[-0.5], replaced }
                .renew(&now, std::iter::once(&kept[..]));
            for i in 0..now.len() {
                let update = before[i] - 0.5 * kept[i] + replaced.map_or(0.0, |_| 0.75 * oldest[i]);
                assert_eq!(change[i], now[i] - before[i]);
                assert_eq!(sum[i], update + (now[i] - before[i]));
            }
        }
    }
}
