//! Keeps fields non-negative without clipping mass away.
//!
//! A higher-order step may undershoot zero by less than its error. Setting such values to zero
//! would create mass; here the positive rest of the field gives it back in proportion, so the
//! field's mass (capacity × volume) stays as the step left it and zeros stay zero.

use super::discretisation::Discretisation;
use super::state::State;
use super::system::System;

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// Lifts the negative values of a field to 0 at the expense of its positive ones. Fields
    /// 0..N are volume fields, N.. surface fields. A field that is just leaving zero can have less
    /// than nothing as a whole (less than the error allowed, or the step would not stand): it
    /// becomes zero.
    pub fn lift(&self, state: &mut State<N, M>, field: usize) {
        let grid = &self.grid;
        let lateral = |i: usize| grid.y.volumes[i / grid.x.len()] * grid.x.volumes[i % grid.x.len()];
        let plane = state.plane();
        let mut volume = |visit: &mut dyn FnMut(&mut f64, f64)| {
            if field < N {
                for (i, value) in state.field_mut(field).iter_mut().enumerate() {
                    let depth = grid.z.volumes[i / plane] * self.fields[field].capacity[i / plane];
                    visit(value, lateral(i % plane) * depth);
                }
            } else {
                for (i, value) in state.surface_mut(field - N).iter_mut().enumerate() {
                    visit(value, lateral(i));
                }
            }
        };
        let (mut positive, mut negative) = (0.0, 0.0);
        volume(&mut |value, weight| {
            if *value < 0.0 {
                negative -= weight * *value;
            } else {
                positive += weight * *value;
            }
        });
        let keep = if positive > negative { (positive - negative) / positive } else { 0.0 };
        volume(&mut |value, _| *value = if *value < 0.0 { 0.0 } else { *value * keep });
    }
}
