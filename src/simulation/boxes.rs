//! Means over boxes of a fixed size, one axis after another.

use rayon::prelude::*;

use super::fold::Fold;
use super::symmetry::Symmetry;
use crate::numerics::{Axis, Grid};

/// Lengths closer than this are the same, mm: whether a box ends before or behind the middle of a cell
/// must not depend on where along a side it lies.
const SAME: f64 = 1e-9;

/// Cells that are worth a task of their own.
const FEW: usize = 1 << 12;

/// The cells that a box around each cell of an axis takes in.
struct Windows {
    /// First cell (before wrapping) and number of cells of each window, for the cells that are solved.
    spans: Vec<(usize, usize)>,
    /// Volume of each cell, and the solved one that it copies.
    cells: Vec<(f64, usize)>,
}

impl Windows {
    /// Windows of `reach` mm to each side, cut at the ends of an axis that is not periodic.
    fn new(axis: &Axis, fold: &Fold, reach: f64) -> Self {
        let n = axis.len();
        let whole = (0, n);
        let span = |centre: usize| {
            if axis.periodic && axis.length() <= 2.0 * reach {
                return whole;
            }
            // Unwrapped copies of the centres on both sides of a periodic axis.
            let position = |i: usize| axis.centres[i % n] + (i / n) as f64 * axis.length();
            let here = position(centre + if axis.periodic { n } else { 0 });
            let all = if axis.periodic { 0..3 * n } else { 0..n };
            let inside: Vec<usize> = all.filter(|&i| (position(i) - here).abs() <= reach).collect();
            (inside.first().copied().unwrap_or(centre), inside.len())
        };
        let solved = fold.first()..fold.first() + fold.part_cells();
        let copied = (0..n).map(|cell| fold.copied(cell));
        Self { spans: solved.map(span).collect(), cells: axis.volumes.iter().copied().zip(copied).collect() }
    }

    /// Volume-weighted mean of `line` over the window of `centre`; cells that do not count are left out.
    fn mean(&self, centre: usize, line: impl Fn(usize) -> f64, counts: impl Fn(usize) -> bool) -> f64 {
        let (first, length) = self.spans[centre];
        let (mut sum, mut weight) = (0.0, 0.0);
        let cells = (first..first + length).map(|i| self.cells[i % self.cells.len()]);
        for (volume, cell) in cells.filter(|&(_, cell)| counts(cell)) {
            sum += volume * line(cell);
            weight += volume;
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }
}

/// Boxes of one size on a grid.
pub struct Boxes {
    axes: [Windows; 3],
}

impl Boxes {
    /// Boxes of edge `size` mm on the whole of a grid, of which `symmetry` says what is solved.
    pub fn new(grid: &Grid, symmetry: &Symmetry, size: f64) -> Self {
        let reach = 0.5 * size;
        let lateral = if grid.x.radial { reach } else { reach + SAME };
        let [x, y] = [(&grid.x, &symmetry.x), (&grid.y, &symmetry.y)]
            .map(|(axis, fold)| Windows::new(axis, fold, lateral));
        Self { axes: [x, y, Windows::new(&grid.z, &Fold::whole(&grid.z), reach)] }
    }

    /// Largest mean of solved `values` over the boxes centred on the cells of `rows`, of which only those
    /// rows count.
    pub fn largest_mean(&self, values: &[f64], rows: impl Fn(usize) -> bool + Copy + Sync + Send) -> f64 {
        if values.iter().all(|&value| value == 0.0) {
            return 0.0;
        }
        let [x, y, z] = &self.axes;
        let [nx, ny, nz] = [x, y, z].map(|axis| axis.spans.len());
        let plane = ny * nx;
        let any = |_: usize| true;
        let along_x = |i: usize| x.mean(i % nx, |cell| values[i - i % nx + cell], any);
        let smooth = every(values.len(), along_x);
        let along_y =
            |i: usize| y.mean(i / nx % ny, |cell| smooth[i / plane * plane + cell * nx + i % nx], any);
        let smooth = if ny > 1 { every(values.len(), along_y) } else { smooth };
        let along_z = |i: usize| z.mean(i / plane, |cell| smooth[cell * plane + i % plane], rows);
        let means = every(plane * nz, |i| if rows(i / plane) { along_z(i) } else { 0.0 });
        means.into_iter().fold(0.0, f64::max)
    }
}

/// One value a cell, in parallel where there are many.
fn every(cells: usize, value: impl Fn(usize) -> f64 + Sync + Send) -> Vec<f64> {
    (0..cells).into_par_iter().with_min_len(FEW).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_over_the_box_and_around_the_end() {
        let grid = Grid {
            x: Axis::uniform(10, 1.0, true),
            y: Axis::uniform(1, 1.0, false),
            z: Axis::uniform(4, 0.4, false),
        };
        let mut values = vec![0.0; 40];
        values[10] = 1.0; // x = 0, z = 1
        let whole = Symmetry::none(&grid);
        let boxes = Boxes::new(&grid, &whole, 0.31);
        // Three cells along x (two of them around the end); along z the box at the top is cut to two.
        assert!((boxes.largest_mean(&values, |_| true) - 1.0 / 6.0).abs() < 1e-12);
        assert!((boxes.largest_mean(&values, |z| z == 1) - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(boxes.largest_mean(&values, |z| z == 3), 0.0);
        assert!((Boxes::new(&grid, &whole, 5.0).largest_mean(&values, |_| true) - 1.0 / 40.0).abs() < 1e-12);
    }
}
