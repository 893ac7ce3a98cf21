//! The update of an accelerated iteration, with what is found in the state on the way.

use crate::storage::Stored;
use crate::vectors::{Extremes, Sides};

/// Values that are updated side by side.
const WIDTH: usize = 8;

/// What an update changes in some cells of a field, which share their value at rest.
pub(crate) struct Here<'a, T> {
    pub values: &'a mut [f64],
    pub correction: &'a mut [T],
    pub rest: f64,
}

impl<T: Stored> Here<'_, T> {
    /// Adds the residual and so much of each term to values and to their correction, which begins so
    /// where it is `FRESH`; notes what is then found.
    #[inline(always)]
    pub(crate) fn apply<const K: usize, const FRESH: bool>(
        &mut self,
        residual: &[f32],
        terms: [(&[f32], f32); K],
        found: &mut Found,
    ) {
        let Self { values, correction, rest } = self;
        let (residual, last_residual) = residual.as_chunks::<WIDTH>();
        let (values, last_values) = values.as_chunks_mut::<WIDTH>();
        let (correction, last_correction) = correction.as_chunks_mut::<WIDTH>();
        let whole = residual.len() * WIDTH;
        let (rest, mut sides) = (*rest, found.sides);
        for (i, (residual, values)) in residual.iter().zip(values).enumerate() {
            let terms = terms.map(
                #[inline(always)]
                |(term, amount)| (&term.as_chunks::<WIDTH>().0[i], amount),
            );
            let changed = (values, &mut correction[i]);
            sides.update::<K, FRESH, T>(residual, terms, changed, rest);
        }
        found.sides = sides;
        for (i, residual) in last_residual.as_chunks::<1>().0.iter().enumerate() {
            let terms = terms.map(|(term, amount)| (&term[whole..].as_chunks::<1>().0[i], amount));
            let changed =
                (&mut last_values.as_chunks_mut::<1>().0[i], &mut last_correction.as_chunks_mut::<1>().0[i]);
            found.last.update::<K, FRESH, T>(residual, terms, changed, rest);
        }
    }
}

/// What is found in a field while it is updated: in values side by side, and in those that are left.
pub(crate) struct Found {
    sides: Updates<WIDTH>,
    last: Updates<1>,
}

impl Found {
    pub(crate) const NONE: Self = Self { sides: Updates::NONE, last: Updates::NONE };

    pub(crate) fn extremes(&self) -> Extremes {
        self.sides.found.extremes().joined(self.last.found.extremes())
    }

    /// The largest update.
    pub(crate) fn largest(&self) -> f64 {
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

    /// Updates values and their correction, which begins with the update where it is `FRESH`.
    #[inline(always)]
    fn update<const K: usize, const FRESH: bool, T: Stored>(
        &mut self,
        residual: &[f32; W],
        terms: [(&[f32; W], f32); K],
        (values, correction): (&mut [f64; W], &mut [T; W]),
        rest: f64,
    ) {
        let mut sum = *residual;
        for (term, amount) in terms {
            for side in 0..W {
                sum[side] += amount * term[side];
            }
        }
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
