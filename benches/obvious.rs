//! The kernels as one would write them at first: cell by cell, line by line, one thread.

use std::array;

use dermis::numerics::{State, System, Transport};
use dermis_rd8::Healing;

/// Rates of the eight species, cell by cell.
pub fn reaction(state: &State<8, 0>, rates: &mut State<8, 0>) {
    let row = Healing { rows: 1 }.plain_row(0);
    for i in 0..state.cells() {
        let here = array::from_fn(|field| state.field(field)[i]);
        for (field, rate) in Healing::reaction(&row, here, []).into_iter().enumerate() {
            rates.field_mut(field)[i] = rate;
        }
    }
}

/// Solves (I − g A_z)(I − g A_x)(I − g A_y) x = b for every species, line by line, in a closed box.
pub fn line_solves(g: f64, h: f64, state: &mut State<8, 0>) {
    let (nz, ny, nx) = state.shape();
    let system = Healing { rows: nz };
    for field in 0..8 {
        let Transport { diffusivity, decay, .. } = system.transport(field);
        let (strength, decay) = (g * diffusivity / (h * h), g * decay[0]);
        let axes = [(nz, ny * nx, decay), (ny, nx, 0.0), (nx, 1, 0.0)];
        let values = state.field_mut(field);
        for (n, stride, decay) in axes.into_iter().filter(|axis| axis.0 > 1) {
            for first in (0..values.len()).filter(|i| (i / stride).is_multiple_of(n)) {
                thomas(values, (first, stride, n), strength, decay);
            }
        }
    }
}

/// One line: (1 + decay) x − strength × second difference = b.
fn thomas(values: &mut [f64], (first, stride, n): (usize, usize, usize), strength: f64, decay: f64) {
    let mut ratio = vec![0.0; n];
    let mut before = (0.0, 0.0);
    for i in 0..n {
        let neighbours = f64::from(u8::from(i > 0) + u8::from(i + 1 < n));
        let pivot = 1.0 + decay + strength * neighbours - strength * before.0;
        let value = &mut values[first + i * stride];
        *value = (*value + strength * before.1) / pivot;
        ratio[i] = strength / pivot;
        before = (ratio[i], *value);
    }
    for i in (0..n - 1).rev() {
        let next = values[first + (i + 1) * stride];
        values[first + i * stride] += ratio[i] * next;
    }
}
