//! Means over boxes of a fixed size, one axis after another.

use rayon::prelude::*;

use super::fold::Fold;
use super::symmetry::Symmetry;
use crate::numerics::sums::mean_row;
use crate::numerics::{Axis, Grid};

/// A part of a cell this small is rounding.
const ROUNDING: f64 = 1e-9;

/// Values that are worked on side by side: rows of as many, or of several times as many, leave none over.
const SIDE: usize = 8;

/// Values that are not worth spreading over threads.
const FEW: usize = 1 << 12;

/// What a box around each solved cell of an axis takes in.
struct Windows {
    each: Vec<Window>,
}

/// What a box around one cell takes in.
struct Window {
    /// Volume of the part of every cell that counts, and the solved cell that it copies.
    cells: Vec<(f64, usize)>,
    /// All of that volume.
    volume: f64,
}

impl Windows {
    /// Windows of `reach` mm to each side, cut at the ends of an axis that is not periodic, of the cells that count;
    /// nothing around others.
    fn new(axis: &Axis, fold: &Fold, reach: f64, counts: impl Fn(usize) -> bool) -> Self {
        let n = axis.len();
        let inside = |centre: usize| -> Vec<(f64, usize)> {
            if axis.periodic && axis.length() <= 2.0 * reach {
                return (0..n).map(|cell| (1.0, cell)).collect();
            }
            // Unwrapped copies on both sides of a periodic axis. Distances are taken within a copy, so that
            // the same cells get the same bits wherever along a side they lie.
            let around = if axis.periodic { -1..=1 } else { 0..=0 };
            let copies =
                around.flat_map(|copy| (0..n).map(move |cell| (f64::from(copy) * axis.length(), cell)));
            let share = |(shift, cell): (f64, usize)| {
                let from = axis.faces[cell] - axis.centres[centre] + shift;
                let to = axis.faces[cell + 1] - axis.centres[centre] + shift;
                (covered(axis, centre, [from, to], reach), cell)
            };
            copies.map(share).filter(|(share, _)| *share > 0.0).collect()
        };
        let solved = fold.first()..fold.first() + fold.part_cells();
        let known = |(share, cell): (f64, usize)| (share * axis.volumes[cell], fold.copied(cell));
        let window = |centre: usize| {
            let all = inside(centre).into_iter().map(known);
            let cells: Vec<_> =
                all.filter(|(_, cell)| counts(fold.copied(centre)) && counts(*cell)).collect();
            let volume = cells.iter().map(|(share, _)| share).sum();
            Window { cells, volume }
        };
        Self { each: solved.map(window).collect() }
    }

    /// Volume-weighted means of `values`, indexed (any, this axis, `inner`), over the windows of this axis.
    fn means(&self, values: &[f64], inner: usize) -> Vec<f64> {
        let n = self.each.len();
        let mut means = vec![0.0; values.len()];
        let line = |(line, means): (usize, &mut [f64])| {
            let (first, window) = (line / n * n * inner, &self.each[line % n]);
            mean_row(&values[first..][..n * inner], &window.cells, window.volume, means);
        };
        let least = FEW.div_ceil(inner);
        means.par_chunks_mut(inner).enumerate().with_min_len(least).for_each(line);
        means
    }
}

/// Share of a cell, given as distances of its faces from a centre, that lies within `reach` of the centre.
fn covered(axis: &Axis, centre: usize, [from, to]: [f64; 2], reach: f64) -> f64 {
    let inside = [from.max(-reach), to.min(reach)];
    if inside[1] <= inside[0] {
        return 0.0;
    }
    // Rings by their area, others by their length.
    let extent = |[from, to]: [f64; 2]| {
        let middle = if axis.radial { axis.centres[centre] + 0.5 * (from + to) } else { 1.0 };
        (to - from) * middle
    };
    let share = extent(inside) / extent([from, to]);
    // Within rounding of a face a cell counts whole or not at all.
    if share < ROUNDING {
        0.0
    } else if share > 1.0 - ROUNDING {
        1.0
    } else {
        share
    }
}

/// Boxes of one size on a grid.
pub struct Boxes {
    axes: [Windows; 3],
}

impl Boxes {
    /// Boxes of edge `size` mm on the whole of a grid, of which `symmetry` says what is solved, centred on the cells of
    /// those depths that `counts` tells; only these count.
    pub fn new(grid: &Grid, symmetry: &Symmetry, size: f64, counts: impl Fn(usize) -> bool) -> Self {
        let reach = 0.5 * size;
        let [x, y] = [(&grid.x, &symmetry.x), (&grid.y, &symmetry.y)]
            .map(|(axis, fold)| Windows::new(axis, fold, reach, |_| true));
        Self { axes: [x, y, Windows::new(&grid.z, &Fold::whole(&grid.z), reach, counts)] }
    }

    /// Largest mean of solved `values` over the boxes.
    pub fn largest_mean(&self, values: &[f64]) -> f64 {
        if values.iter().all(|&value| value == 0.0) {
            return 0.0;
        }
        let [x, y, z] = &self.axes;
        let [nx, ny] = [x, y].map(|axis| axis.each.len());
        // Along x lines lie side by side once planes are turned: those of a depth, or all depths of one line each.
        let (smooth, plane) = if ny > 1 {
            (x.means(&turned(&y.means(values, nx), nx, ny, ny), ny), ny * nx)
        } else {
            let (nz, whole) = (values.len() / nx, nx.next_multiple_of(SIDE));
            (turned(&x.means(&turned(values, nx, nz, nz), nz), nz, nx, whole), whole)
        };
        z.means(&smooth, plane).into_iter().fold(0.0, f64::max)
    }
}

/// Planes of (ny, nx) values as planes of nx lines of ny values, each line filled up with noughts to so `many`.
fn turned(values: &[f64], nx: usize, ny: usize, many: usize) -> Vec<f64> {
    let mut turned = vec![0.0; values.len() / ny * many];
    let planes = turned.par_chunks_exact_mut(nx * many).zip(values.par_chunks_exact(nx * ny));
    planes.for_each(|(turned, plane)| {
        for (x, line) in turned.chunks_exact_mut(many).enumerate() {
            line.iter_mut().zip(plane[x..].iter().step_by(nx)).for_each(|(to, from)| *to = *from);
        }
    });
    turned
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
        let largest = |size: f64, counts: fn(usize) -> bool| {
            Boxes::new(&grid, &whole, size, counts).largest_mean(&values)
        };
        // Three cells along x and a twentieth of the next on each side (some around the end); along z the box at
        // the top is cut to two and a twentieth.
        assert!((largest(0.31, |_| true) - 1.0 / (3.1 * 2.05)).abs() < 1e-12);
        assert!((largest(0.31, |z| z == 1) - 1.0 / 3.1).abs() < 1e-12);
        assert_eq!(largest(0.31, |z| z == 3), 0.0);
        assert!((largest(5.0, |_| true) - 1.0 / 40.0).abs() < 1e-12);
    }
}
