//! Profiles of a field: means over depth, and over the distance from needles.

use crate::dataset::Axis;
use crate::series::PlacedNeedle;

/// Which bin each cell belongs to, and what it counts there.
#[derive(Debug, Clone, PartialEq)]
pub struct Bins {
    /// Middle of each bin, in mm.
    pub centres: Vec<f64>,
    /// Bin and weight of each cell, x fastest, then y, then z; none of cells that do not count.
    cells: Vec<Option<(usize, f64)>>,
}

impl Bins {
    /// One bin for each row of cells along depth. `axes` are those along which anything varies, depth first.
    pub fn over_depth(axes: &[Axis]) -> Self {
        let plane = areas(axes);
        let depth = &axes[0];
        let cell = |z: usize| plane.iter().map(move |area| Some((z, *area)));
        Self { centres: depth.centres.clone(), cells: (0..depth.len()).flat_map(cell).collect() }
    }

    /// Bins by the distance from the nearest needle's axis that reaches as deep as a cell, as wide as a cell across
    /// the skin; only `rows` count. Where the skin has no length, as in a slab, distances are those along its width.
    pub fn around(axes: &[Axis], rows: &[bool], needles: &[PlacedNeedle]) -> Self {
        let (depth, across) = (&axes[0], &axes[axes.len() - 1]);
        let length = if axes.len() > 2 { Some(&axes[1]) } else { None };
        let plane = areas(axes);
        let width = across.length() / across.len() as f64;
        // Needles outside of the skin would make bins without end.
        let most = across.length() + length.map_or(0.0, Axis::length);
        let mut cells = vec![None; depth.len() * plane.len()];
        let mut last = 0;
        for (z, &at) in depth.centres.iter().enumerate().filter(|(z, _)| rows.get(*z) == Some(&true)) {
            let deep: Vec<&PlacedNeedle> =
                needles.iter().filter(|needle| needle.depth_mm * needle.axis_z >= at).collect();
            for (i, area) in plane.iter().enumerate() {
                let x = across.centres[i % across.len()];
                let y = length.map(|length| length.centres[i / across.len()]);
                let from = |needle: &&PlacedNeedle| distance(needle, at, (x, across), y.zip(length));
                let nearest = deep.iter().map(from).fold(f64::INFINITY, f64::min);
                if nearest <= most {
                    let bin = (nearest / width) as usize;
                    last = last.max(bin + 1);
                    cells[z * plane.len() + i] = Some((bin, area * depth.extent(z)));
                }
            }
        }
        Self { centres: (0..last).map(|bin| (bin as f64 + 0.5) * width).collect(), cells }
    }

    /// Weighted mean of values in each bin; not-a-number where there is none.
    pub fn means(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.centres.len()];
        for (cell, value) in self.cells.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
            if let Some((bin, weight)) = cell {
                sums[*bin].0 += weight * value;
                sums[*bin].1 += weight;
            }
        }
        sums.into_iter().map(|(sum, weight)| if weight > 0.0 { sum / weight } else { f64::NAN }).collect()
    }

    /// Part of all that counts that each bin has.
    pub fn shares(&self) -> Vec<f64> {
        let mut weights = vec![0.0; self.centres.len()];
        self.cells.iter().flatten().for_each(|(bin, weight)| weights[*bin] += weight);
        let all: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / all).collect()
    }
}

/// Area of each cell across the skin, x fastest; per 2 π of rings.
fn areas(axes: &[Axis]) -> Vec<f64> {
    let start = vec![1.0];
    axes[1..].iter().fold(start, |areas, axis| {
        areas.iter().flat_map(|area| (0..axis.len()).map(move |cell| area * axis.extent(cell))).collect()
    })
}

/// Distance of a place from a needle's axis, the nearest of its copies where the skin goes on.
fn distance(needle: &PlacedNeedle, depth: f64, (x, across): (f64, &Axis), y: Option<(f64, &Axis)>) -> f64 {
    // Where the axis passes at that depth.
    let along = depth / needle.axis_z;
    let apart = |at: f64, entry: f64, slope: f64, axis: &Axis| {
        let apart = at - entry - slope * along;
        if axis.periodic { apart - axis.length() * libm::round(apart / axis.length()) } else { apart }
    };
    let dx = apart(x, needle.x_mm, needle.axis_x, across);
    let (dy, slope) = match y {
        Some((y, length)) => (apart(y, needle.y_mm, needle.axis_y, length), needle.axis_y),
        None => (0.0, 0.0),
    };
    // |d|² − (d·a)², with a the unit vector of the axis and d level.
    let along_axis = dx * needle.axis_x + dy * slope;
    (dx * dx + dy * dy - along_axis * along_axis).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(name: &'static str, faces: &[f64], periodic: bool) -> Axis {
        let centres = faces.windows(2).map(|face| 0.5 * (face[0] + face[1])).collect();
        Axis { name, meaning: "", faces: faces.to_vec(), centres, periodic, radial: name == "r" }
    }

    fn needle(x_mm: f64, y_mm: f64, depth_mm: f64, axis: [f64; 3]) -> PlacedNeedle {
        let [axis_x, axis_y, axis_z] = axis;
        let (session, day, radius_mm, tip_length_mm) = (1, 0.0, 0.1, 0.2);
        PlacedNeedle { session, day, x_mm, y_mm, depth_mm, radius_mm, tip_length_mm, axis_x, axis_y, axis_z }
    }

    #[test]
    fn means_over_depth_weigh_rings_by_their_area() {
        let axes = [axis("z", &[0.0, 1.0, 3.0], false), axis("r", &[0.0, 1.0, 2.0], false)];
        let bins = Bins::over_depth(&axes);
        assert_eq!(bins.centres, [0.5, 2.0]);
        // Areas 1 to 3.
        assert_eq!(bins.means(&[4.0, 0.0, f64::NAN, 7.0]), [1.0, 7.0]);
    }

    #[test]
    fn distances_go_around_the_sides_and_along_tilted_axes() {
        let sides: Vec<f64> = (0..=10).map(f64::from).collect();
        let axes = [axis("z", &[0.0, 2.0, 4.0], false), axis("y", &sides, true), axis("x", &sides, true)];
        let upright = needle(0.5, 0.5, 2.5, [0.0, 0.0, 1.0]);
        let bins = Bins::around(&axes, &[true, true], &[upright]);
        // The second row is deeper than the needle.
        assert!(bins.cells[100..].iter().all(Option::is_none));
        assert_eq!(
            (bins.cells[0], bins.cells[9], bins.cells[5]),
            (Some((0, 2.0)), Some((1, 2.0)), Some((5, 2.0)))
        );
        assert!((bins.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let half = std::f64::consts::FRAC_1_SQRT_2;
        let tilted = needle(0.5, 0.5, 9.0, [half, 0.0, half]);
        let from = |x: f64| distance(&tilted, 2.0, (x, &axes[2]), Some((0.5, &axes[1])));
        // At 2 mm its axis passes at x = 2.5; level distances shrink by the tilt.
        assert!(from(2.5) < 1e-7 && (from(4.5) - 2.0 * half).abs() < 1e-12);
        assert!(
            Bins::around(&axes, &[true, false], &[needle(1e9, 0.0, 1.0, [0.0, 0.0, 1.0])]).centres.len()
                <= 21
        );
    }
}
