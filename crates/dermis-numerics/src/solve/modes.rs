//! Eigenmodes of lateral transport along one axis, as matrices in single precision.
//!
//! A uniform axis has cosines (closed) or cosines and sines about its middle (periodic); both are
//! even or odd under reflection, which halves the work of the product. Any other axis, such as a
//! radius, has dense modes from its symmetric form. They serve a preconditioner, whose rounding an
//! iteration removes.

use pulp::Simd;
use std::f64::consts::PI;

use crate::grid::Axis;
use crate::transport::Coupling;

/// Columns are padded to a multiple of the widest vector.
const LANES: usize = 16;
/// Sweeps of the Jacobi rotation; it converges quadratically.
const SWEEPS: usize = 30;

/// Modes of one kind: all of them, or the even or the odd ones.
#[derive(Debug, Clone)]
struct Half {
    /// Values that go in after folding, and modes that come out; both unpadded and equal.
    size: usize,
    /// Where the modes start in a row of modes.
    start: usize,
    /// From values to modes: (value, mode) and (mode, value), rows padded.
    forward: [Vec<f32>; 2],
    /// From modes to values: (mode, value) and (value, mode).
    backward: [Vec<f32>; 2],
}

/// Modes of an axis.
#[derive(Debug, Clone)]
pub struct Modes {
    cells: usize,
    /// Whether values are folded about the middle first.
    folded: bool,
    halves: Vec<Half>,
    /// Padded length of a row of modes.
    width: usize,
    /// Eigenvalue of each mode, 1/mm² (0 in the padding); transport acts as −eigenvalue.
    eigenvalues: Vec<f32>,
}

fn padded(n: usize) -> usize {
    n.div_ceil(LANES) * LANES
}

impl Modes {
    /// Modes of an axis.
    pub fn new(axis: &Axis) -> Self {
        let n = axis.len();
        let width = axis.width(0);
        let uniform = !axis.radial && (0..n).all(|i| (axis.width(i) / width - 1.0).abs() < 1e-9);
        if uniform { Self::uniform(n, width, axis.periodic) } else { Self::dense(axis) }
    }

    fn uniform(n: usize, width: f64, periodic: bool) -> Self {
        let even = n.div_ceil(2);
        // Wave numbers in half turns over the axis.
        let wave = |odd: bool, k: usize| match (periodic, odd) {
            (true, false) => 2 * k,
            (true, true) => 2 * k + 2,
            (false, odd) => 2 * k + usize::from(odd),
        };
        let value = |odd: bool, k: usize, i: usize| {
            let wave = wave(odd, k);
            let angle = PI * wave as f64 * (i as f64 + 0.5) / n as f64;
            let whole = wave == 0 || (periodic && wave == n);
            let norm = libm::sqrt(if whole { 1.0 } else { 2.0 } / n as f64);
            norm * if periodic && odd { libm::sin(angle) } else { libm::cos(angle) }
        };
        let eigenvalue = |odd: bool, k: usize| {
            let sine = libm::sin(PI * wave(odd, k) as f64 / (2.0 * n as f64));
            4.0 / (width * width) * sine * sine
        };
        let mut modes =
            Self { cells: n, folded: true, halves: Vec::new(), width: 0, eigenvalues: Vec::new() };
        for (odd, size) in [(false, even), (true, n - even)].into_iter().filter(|(_, size)| *size > 0) {
            // Periodic sines are odd about the middle where cosines of whole turns are even.
            modes.push(size, |i, k| [value(odd, k, i); 2], |k| eigenvalue(odd, k));
        }
        modes
    }

    fn dense(axis: &Axis) -> Self {
        let (n, coupling) = (axis.len(), Coupling::new(axis, |_| 1.0));
        let root: Vec<f64> = axis.volumes.iter().map(|&volume| libm::sqrt(volume)).collect();
        let mut matrix = vec![vec![0.0; n]; n];
        for i in 0..n {
            matrix[i][i] += coupling.before[i] + coupling.after[i];
            for (j, strength) in [((i + n - 1) % n, coupling.before[i]), ((i + 1) % n, coupling.after[i])] {
                matrix[i][j] -= strength * root[i] / root[j];
            }
        }
        let vectors = diagonalise(&mut matrix);
        let mut modes =
            Self { cells: n, folded: false, halves: Vec::new(), width: 0, eigenvalues: Vec::new() };
        let value = |i: usize, k: usize| [vectors[i][k] * root[i], vectors[i][k] / root[i]];
        modes.push(n, value, |k| matrix[k][k].max(0.0));
        modes
    }

    /// Adds modes: `value(i, k)` forward and backward.
    fn push(
        &mut self,
        size: usize,
        value: impl Fn(usize, usize) -> [f64; 2],
        eigenvalue: impl Fn(usize) -> f64,
    ) {
        let row = padded(size);
        let empty = || [vec![0.0; size * row], vec![0.0; size * row]];
        let mut half = Half { size, start: self.width, forward: empty(), backward: empty() };
        for i in 0..size {
            for k in 0..size {
                let [forward, backward] = value(i, k).map(|value| value as f32);
                (half.forward[0][i * row + k], half.forward[1][k * row + i]) = (forward, forward);
                (half.backward[0][k * row + i], half.backward[1][i * row + k]) = (backward, backward);
            }
        }
        self.eigenvalues.extend((0..row).map(|k| if k < size { eigenvalue(k) as f32 } else { 0.0 }));
        self.width += row;
        self.halves.push(half);
    }

    /// Cells of the axis.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// Eigenvalue of each mode, without padding: the order that [`forward_columns`](Self::forward_columns)
    /// gives.
    pub fn column_eigenvalues(&self) -> Vec<f32> {
        let of = |half: &Half| self.eigenvalues[half.start..][..half.size].to_vec();
        self.halves.iter().flat_map(of).collect()
    }

    /// Padded length of a row of modes.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Eigenvalue of each place in a row of modes.
    pub fn eigenvalues(&self) -> &[f32] {
        &self.eigenvalues
    }

    /// Where folded value `i` of a half sits when values are laid out like modes.
    fn place(&self, half: &Half, i: usize) -> (usize, usize, f32) {
        let mirrored = self.cells - 1 - i;
        let sign = if half.start == 0 { 1.0 } else { -1.0 };
        let twice = self.folded && mirrored != i;
        (i, mirrored, if twice { sign } else { 0.0 })
    }

    /// Modes of contiguous rows: `rows` (each `cells` long) to `out` (each `width` long); `folded` is
    /// scratch as long as `out`.
    #[inline(always)]
    pub fn forward_rows<S: Simd>(&self, simd: S, rows: &[f32], folded: &mut [f32], out: &mut [f32]) {
        let (n, width) = (self.cells, self.width);
        for (row, folded) in rows.chunks_exact(n).zip(folded.chunks_exact_mut(width)) {
            for half in &self.halves {
                let (low, sign) = (&row[..half.size], self.place(half, 0).2);
                let target = &mut folded[half.start..][..half.size];
                target.copy_from_slice(low);
                if sign != 0.0 {
                    let middle = usize::from(n % 2 == 1 && half.start == 0);
                    let pairs = half.size - middle;
                    for (value, other) in target[..pairs].iter_mut().zip(row.iter().rev()) {
                        *value += sign * other;
                    }
                }
            }
        }
        for half in &self.halves {
            let a = Rows { values: &folded[half.start..], stride: width, count: rows.len() / n };
            let matrix = Rows { values: &half.forward[0], stride: padded(half.size), count: half.size };
            product(simd, a, matrix, &mut out[half.start..], width);
        }
    }

    /// The inverse of [`forward_rows`](Self::forward_rows).
    #[inline(always)]
    pub fn backward_rows<S: Simd>(&self, simd: S, modes: &[f32], folded: &mut [f32], out: &mut [f32]) {
        let (n, width) = (self.cells, self.width);
        for half in &self.halves {
            let a = Rows { values: &modes[half.start..], stride: width, count: modes.len() / width };
            let matrix = Rows { values: &half.backward[0], stride: padded(half.size), count: half.size };
            product(simd, a, matrix, &mut folded[half.start..], width);
        }
        for (row, folded) in out.chunks_exact_mut(n).zip(folded.chunks_exact(width)) {
            let [even, odds @ ..] = &self.halves[..] else { return };
            row[..even.size].copy_from_slice(&folded[..even.size]);
            if !self.folded {
                continue;
            }
            for i in 0..n / 2 {
                row[n - 1 - i] = folded[i];
            }
            for odd in odds {
                for i in 0..odd.size {
                    let value = folded[odd.start + i];
                    row[i] += value;
                    row[n - 1 - i] -= value;
                }
            }
        }
    }

    /// Modes along the rows of a plane (row `j` is `plane[j * stride..][..stride]`): `cells` rows to
    /// rows of modes without padding, in `out`; `folded` is scratch as long as `plane`.
    #[inline(always)]
    pub fn forward_columns<S: Simd>(
        &self,
        simd: S,
        plane: &[f32],
        stride: usize,
        folded: &mut [f32],
        out: &mut [f32],
    ) {
        let mut start = 0;
        for half in &self.halves {
            for i in 0..half.size {
                let (low, high, sign) = self.place(half, i);
                let (a, b) = (&plane[low * stride..][..stride], &plane[high * stride..][..stride]);
                let target = &mut folded[(start + i) * stride..][..stride];
                for ((target, a), b) in target.iter_mut().zip(a).zip(b) {
                    *target = if sign == 0.0 { *a } else { a + sign * b };
                }
            }
            let a = Rows { values: &half.forward[1], stride: padded(half.size), count: half.size };
            let b = Rows { values: &folded[start * stride..], stride, count: half.size };
            product(simd, a, b, &mut out[start * stride..], stride);
            start += half.size;
        }
    }

    /// The inverse of [`forward_columns`](Self::forward_columns).
    #[inline(always)]
    pub fn backward_columns<S: Simd>(
        &self,
        simd: S,
        modes: &[f32],
        stride: usize,
        folded: &mut [f32],
        out: &mut [f32],
    ) {
        let mut start = 0;
        for half in &self.halves {
            let a = Rows { values: &half.backward[1], stride: padded(half.size), count: half.size };
            let b = Rows { values: &modes[start * stride..], stride, count: half.size };
            product(simd, a, b, &mut folded[start * stride..], stride);
            start += half.size;
        }
        let mut start = 0;
        for half in &self.halves {
            for i in 0..half.size {
                let (low, high, sign) = self.place(half, i);
                let source = &folded[(start + i) * stride..][..stride];
                if start == 0 {
                    out[low * stride..][..stride].copy_from_slice(source);
                    if sign != 0.0 {
                        out[high * stride..][..stride].copy_from_slice(source);
                    }
                } else {
                    for (place, sign) in [(low, 1.0), (high, -1.0)] {
                        for (value, source) in out[place * stride..][..stride].iter_mut().zip(source) {
                            *value += sign * source;
                        }
                    }
                }
            }
            start += half.size;
        }
    }
}

/// Rows of a matrix.
#[derive(Clone, Copy)]
struct Rows<'a> {
    values: &'a [f32],
    stride: usize,
    count: usize,
}

/// C = A B: rows of `a` (as many columns as `b` has rows) times `b` into rows of `out`, whose stride
/// is `out_stride`; columns in whole vectors. Every product is fused, so that every vector width
/// gives the same bits.
#[inline(always)]
fn product<S: Simd>(simd: S, a: Rows<'_>, b: Rows<'_>, out: &mut [f32], out_stride: usize) {
    let mut row = 0;
    while row + 4 <= a.count {
        row_block::<S, 4>(simd, a, b, row, &mut out[row * out_stride..], out_stride);
        row += 4;
    }
    while row < a.count {
        row_block::<S, 1>(simd, a, b, row, &mut out[row * out_stride..], out_stride);
        row += 1;
    }
}

#[inline(always)]
fn row_block<S: Simd, const R: usize>(
    simd: S,
    a: Rows<'_>,
    b: Rows<'_>,
    row: usize,
    out: &mut [f32],
    out_stride: usize,
) {
    let lanes = S::F32_LANES;
    let mut column = 0;
    while column + 2 * lanes <= b.stride {
        block::<S, R, 2>(simd, a, b, row, column, out, out_stride);
        column += 2 * lanes;
    }
    while column < b.stride {
        block::<S, R, 1>(simd, a, b, row, column, out, out_stride);
        column += lanes;
    }
}

#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "matrix indices")]
fn block<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: Rows<'_>,
    b: Rows<'_>,
    row: usize,
    column: usize,
    out: &mut [f32],
    out_stride: usize,
) {
    let lanes = S::F32_LANES;
    let mut sums = [[simd.splat_f32s(0.0); V]; R];
    let left: [&[f32]; R] = std::array::from_fn(|r| &a.values[(row + r) * a.stride..][..b.count]);
    for i in 0..b.count {
        let right = S::as_simd_f32s(&b.values[i * b.stride + column..][..V * lanes]).0;
        for r in 0..R {
            let factor = simd.splat_f32s(left[r][i]);
            for v in 0..V {
                sums[r][v] = simd.mul_add_f32s(factor, right[v], sums[r][v]);
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let target = S::as_mut_simd_f32s(&mut out[r * out_stride + column..][..V * lanes]).0;
        target.copy_from_slice(sums);
    }
}

/// Eigenvectors (columns) of a symmetric matrix by Jacobi rotations; leaves the eigenvalues on its
/// diagonal.
#[allow(clippy::needless_range_loop, reason = "matrix indices")]
fn diagonalise(matrix: &mut [Vec<f64>]) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let mut vectors: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
    for _ in 0..SWEEPS {
        let off: f64 =
            (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| matrix[i][j].abs()).sum();
        let scale: f64 = (0..n).map(|i| matrix[i][i].abs()).sum();
        if off <= 1e-14 * scale {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                if matrix[p][q] == 0.0 {
                    continue;
                }
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let t = theta.signum() / (theta.abs() + libm::sqrt(theta * theta + 1.0));
                let c = 1.0 / libm::sqrt(t * t + 1.0);
                let s = t * c;
                for k in 0..n {
                    let (a, b) = (matrix[k][p], matrix[k][q]);
                    (matrix[k][p], matrix[k][q]) = (c * a - s * b, s * a + c * b);
                }
                for k in 0..n {
                    let (a, b) = (matrix[p][k], matrix[q][k]);
                    (matrix[p][k], matrix[q][k]) = (c * a - s * b, s * a + c * b);
                    let (a, b) = (vectors[k][p], vectors[k][q]);
                    (vectors[k][p], vectors[k][q]) = (c * a - s * b, s * a + c * b);
                }
            }
        }
    }
    vectors
}
