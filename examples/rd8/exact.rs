//! The exact solution of B1 on its grid: cosines along each axis diagonalise diffusion.

use std::f64::consts::PI;

const DIFFUSIVITY: f64 = 0.3;
const DECAY: f64 = 1.0;

/// `start` after one day; cubic cells of `h` mm, closed box, index order (z, y, x).
pub fn decayed(start: &[f64], [nx, ny, nz]: [usize; 3], h: f64) -> Vec<f64> {
    let mut values = start.to_vec();
    for (n, stride) in [(nx, 1), (ny, nx), (nz, nx * ny)] {
        along(&mut values, &propagator(n, h), stride);
    }
    values.iter().map(|value| value * libm::exp(-DECAY)).collect()
}

/// exp(D A) of one axis, where A is its second difference: Σ over modes of v vᵀ exp(−D λ).
fn propagator(n: usize, h: f64) -> Vec<f64> {
    let mode = |k: usize, i: usize| libm::cos(PI * k as f64 * (i as f64 + 0.5) / n as f64);
    let modes: Vec<f64> = (0..n * n).map(|at| mode(at / n, at % n)).collect();
    let factor = |k: usize| {
        let half = libm::sin(PI * k as f64 / (2.0 * n as f64));
        let norm = if k == 0 { 1.0 } else { 2.0 } / n as f64;
        norm * libm::exp(-DIFFUSIVITY * 4.0 * half * half / (h * h))
    };
    let factors: Vec<f64> = (0..n).map(factor).collect();
    let entry = |i: usize, j: usize| (0..n).map(|k| factors[k] * modes[k * n + i] * modes[k * n + j]).sum();
    (0..n * n).map(|at| entry(at / n, at % n)).collect()
}

/// Multiplies every line of the axis with that stride by `matrix`.
fn along(values: &mut [f64], matrix: &[f64], stride: usize) {
    let n = (1..).find(|n| n * n == matrix.len()).unwrap_or(1);
    let mut line = vec![0.0; n];
    for first in (0..values.len()).filter(|at| (at / stride).is_multiple_of(n)) {
        for (i, value) in line.iter_mut().enumerate() {
            *value = values[first + i * stride];
        }
        for i in 0..n {
            let row = &matrix[i * n..][..n];
            values[first + i * stride] = row.iter().zip(&line).map(|(m, v)| m * v).sum();
        }
    }
}
