//! Tridiagonal solves in place: one line, or (I − g A) x = b along one axis for many lines at once.
//!
//! A is a line's transport and decay; the factorisation is done once per step size and shared by
//! all lines. Lines run side by side in vector lanes; a periodic line is closed by the
//! Sherman–Morrison formula.

use crate::transport::Coupling;

/// Lines solved side by side when they lie along the contiguous axis.
pub const SIDE: usize = 8;

/// One row of a tridiagonal matrix: −before, pivot, −after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Coupling to the previous unknown; that of the first row counts for nothing.
    pub before: f64,
    /// The diagonal.
    pub pivot: f64,
    /// Coupling to the next unknown; that of the last row counts for nothing.
    pub after: f64,
}

/// A factorised tridiagonal matrix.
#[derive(Debug, Clone, Default)]
pub struct Factor {
    /// Coupling to the previous cell.
    before: Vec<f64>,
    /// Elimination factor toward the next cell.
    after: Vec<f64>,
    /// Reciprocal pivots.
    inverse: Vec<f64>,
    /// Correction vector and scale of a periodic line; empty otherwise.
    wrap: Vec<f64>,
    wrap_scale: f64,
}

impl Factor {
    /// Factorises a matrix with rows of any kind.
    pub fn of_rows(rows: &[Row]) -> Self {
        let mut factor = Self { before: rows.iter().map(|row| row.before).collect(), ..Self::default() };
        factor.eliminate(rows.iter().map(|row| (row.pivot, row.after)));
        factor
    }

    /// Factorises I − g (strength × coupling − decay), for lines of `coupling`, with `scale` = g × strength and `loss(cell)` = g × decay.
    pub fn prepare(&mut self, coupling: &Coupling, scale: f64, loss: impl Fn(usize) -> f64) {
        let n = coupling.before.len();
        let (first, last) = (scale * coupling.before[0], scale * coupling.after[n - 1]);
        let periodic = n > 1 && first != 0.0;
        self.before.clear();
        self.before.extend(coupling.before.iter().map(|c| scale * c));
        // A = T + p qᵀ with p = (γ, 0, …, −last), q = (1, 0, …, −first/γ), γ = −pivot₀.
        let pivot = |i: usize| 1.0 + scale * coupling.before[i] + scale * coupling.after[i] + loss(i);
        let gamma = -pivot(0);
        let pivot_of_t = |i: usize| match i {
            0 if periodic => pivot(0) - gamma,
            _ if periodic && i == n - 1 => pivot(i) - first * last / gamma,
            _ => pivot(i),
        };
        self.eliminate((0..n).map(|i| (pivot_of_t(i), scale * coupling.after[i])));
        self.wrap.clear();
        if periodic {
            let mut wrap = vec![0.0; n];
            wrap[0] = gamma;
            wrap[n - 1] = -last;
            self.solve(&mut wrap);
            self.wrap_scale = -first / gamma;
            let denominator = 1.0 + wrap[0] + self.wrap_scale * wrap[n - 1];
            wrap.iter_mut().for_each(|w| *w /= denominator);
            self.wrap = wrap;
        }
    }

    fn before_of(&self, i: usize) -> f64 {
        if i == 0 { 0.0 } else { self.before[i] }
    }

    /// Factors from pivots and couplings to the next cell; those to the previous are there.
    fn eliminate(&mut self, rows: impl ExactSizeIterator<Item = (f64, f64)>) {
        let n = rows.len();
        self.inverse.clear();
        self.after.clear();
        let mut carried = 0.0;
        for (i, (pivot, after)) in rows.enumerate() {
            let inverse = 1.0 / (pivot - self.before_of(i) * carried);
            carried = if i + 1 < n { after * inverse } else { 0.0 };
            self.inverse.push(inverse);
            self.after.push(carried);
        }
    }

    /// Solves one line that is not periodic.
    pub fn solve(&self, line: &mut [f64]) {
        let mut above = 0.0;
        for (i, value) in line.iter_mut().enumerate() {
            *value = (*value + self.before_of(i) * above) * self.inverse[i];
            above = *value;
        }
        let mut below = 0.0;
        for (value, after) in line.iter_mut().zip(&self.after).rev() {
            *value += after * below;
            below = *value;
        }
    }

    /// Solves lines that are the columns of `rows` (row `i` is `rows[i * stride..][..width]`),
    /// `width` ≤ `previous.len()` lines side by side; `previous` is scratch.
    #[inline(always)]
    pub fn solve_columns(&self, rows: &mut [f64], stride: usize, width: usize, previous: &mut [f64]) {
        let n = self.inverse.len();
        let previous = &mut previous[..width];
        for i in 0..n {
            let (before, inverse) = (self.before_of(i), self.inverse[i]);
            let row = &mut rows[i * stride..][..width];
            if i == 0 {
                for (value, kept) in row.iter_mut().zip(previous.iter_mut()) {
                    *value *= inverse;
                    *kept = *value;
                }
            } else {
                for (value, kept) in row.iter_mut().zip(previous.iter_mut()) {
                    *value = (*value + before * *kept) * inverse;
                    *kept = *value;
                }
            }
        }
        for i in (0..n - 1).rev() {
            let after = self.after[i];
            let row = &mut rows[i * stride..][..width];
            for (value, kept) in row.iter_mut().zip(previous.iter_mut()) {
                *value += after * *kept;
                *kept = *value;
            }
        }
        if !self.wrap.is_empty() {
            self.close_columns(rows, stride, width, previous);
        }
    }

    #[inline(always)]
    fn close_columns(&self, rows: &mut [f64], stride: usize, width: usize, amount: &mut [f64]) {
        let n = self.inverse.len();
        let (first, last) = rows.split_at_mut((n - 1) * stride);
        for ((sum, a), b) in amount.iter_mut().zip(&first[..width]).zip(&last[..width]) {
            *sum = *a + self.wrap_scale * *b;
        }
        for i in 0..n {
            let wrap = self.wrap[i];
            for (value, sum) in rows[i * stride..][..width].iter_mut().zip(amount.iter()) {
                *value -= wrap * *sum;
            }
        }
    }

    /// Solves lines that are contiguous rows of `lines`; `buffer` is scratch of `SIDE` lines.
    #[inline(always)]
    pub fn solve_rows(&self, lines: &mut [f64], buffer: &mut [f64]) {
        let n = self.inverse.len();
        let buffer = &mut buffer[..n * SIDE];
        for block in lines.chunks_mut(n * SIDE) {
            let count = block.len() / n;
            for (lane, line) in block.chunks_exact(n).enumerate() {
                for (i, value) in line.iter().enumerate() {
                    buffer[i * SIDE + lane] = *value;
                }
            }
            for i in 0..n {
                buffer[i * SIDE + count..(i + 1) * SIDE].fill(0.0);
            }
            self.solve_columns(buffer, SIDE, SIDE, &mut [0.0; SIDE]);
            for (lane, line) in block.chunks_exact_mut(n).enumerate() {
                for (i, value) in line.iter_mut().enumerate() {
                    *value = buffer[i * SIDE + lane];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Axis;

    fn residual(periodic: bool) -> f64 {
        let axis = Axis::uniform(7, 1.0, periodic);
        let coupling = Coupling::new(&axis, |face| 1.0 + 0.1 * (face % 7) as f64);
        let (scale, loss) = (0.3, |i: usize| 0.1 * i as f64);
        let mut factor = Factor::default();
        factor.prepare(&coupling, scale, loss);
        let right: Vec<f64> = (0..7).map(|i| 1.0 + (i * i % 5) as f64).collect();
        // Three lines as rows, the same three as columns.
        let mut rows: Vec<f64> = (0..3).flat_map(|_| right.clone()).collect();
        factor.solve_rows(&mut rows, &mut [0.0; 7 * SIDE]);
        let mut columns: Vec<f64> = right.iter().flat_map(|&b| [b; 3]).collect();
        factor.solve_columns(&mut columns, 3, 3, &mut [0.0; 3]);
        assert!((0..7).all(|i| columns[3 * i + 2] == rows[14 + i]));
        let x = &rows[..7];
        if !periodic {
            let row = |i: usize| {
                let [before, after] = [coupling.before[i], coupling.after[i]].map(|c| scale * c);
                Row { before, pivot: 1.0 + before + after + loss(i), after }
            };
            let mut alone = right.clone();
            Factor::of_rows(&(0..7).map(row).collect::<Vec<_>>()).solve(&mut alone);
            assert_eq!(x, alone, "one line as many");
        }
        (0..7)
            .map(|i| {
                let flow = coupling.before[i] * (x[(i + 6) % 7] - x[i])
                    + coupling.after[i] * (x[(i + 1) % 7] - x[i]);
                (x[i] * (1.0 + loss(i)) - scale * flow - right[i]).abs()
            })
            .fold(0.0, f64::max)
    }

    #[test]
    fn solves_closed_and_periodic_lines() {
        assert!(residual(false) < 1e-13);
        assert!(residual(true) < 1e-13);
    }
}
