//! Keeps fields non-negative without clipping mass away.
//!
//! A higher-order step may undershoot zero by less than its error. Setting such values to zero
//! would create mass; here the positive rest of the field gives it back in proportion, so the
//! field's mass (capacity × volume) stays as the step left it and zeros stay zero.

use rayon::prelude::*;

use crate::discretisation::Discretisation;
use crate::state::State;
use crate::system::System;

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// Lifts the negative values of a field to 0 at the expense of its positive ones. Fields
    /// 0..N are volume fields, N.. surface fields. A field that is just leaving zero can have less
    /// than nothing as a whole (less than the error allowed, or the step would not stand): it
    /// becomes zero.
    pub fn fix_positivity(&self, state: &mut State<N, M>, field: usize) {
        let (grid, plane) = (&self.grid, state.plane());
        let (values, depths): (&mut [f64], Vec<f64>) = if field < N {
            let depths = grid.z.volumes.iter().zip(&self.fields[field].capacity).map(|(v, c)| v * c);
            (state.field_mut(field), depths.collect())
        } else {
            (state.surface_mut(field - N), vec![1.0])
        };
        let line = grid.x.len();
        let parts = |(row, depth): (&[f64], &f64)| {
            let (mut positive, mut negative) = (0.0, 0.0);
            for (row, y) in row.chunks_exact(line).zip(&grid.y.volumes) {
                for (value, x) in row.iter().zip(&grid.x.volumes) {
                    let part = value * y * x;
                    positive += part.max(0.0);
                    negative -= part.min(0.0);
                }
            }
            (positive * depth, negative * depth)
        };
        // By rows of constant depth, and these in their order, whatever the number of threads.
        let sums: Vec<(f64, f64)> = values.par_chunks_exact(plane).zip(&depths).map(parts).collect();
        let (positive, negative) = sums.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        let keep = if positive > negative { (positive - negative) / positive } else { 0.0 };
        values.par_chunks_exact_mut(plane).for_each(|row| {
            row.iter_mut().for_each(|value| *value = if *value < 0.0 { 0.0 } else { *value * keep });
        });
    }
}
