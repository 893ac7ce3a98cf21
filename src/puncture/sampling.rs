//! One-dimensional quadrature, and the depths at which a channel is cut into sections.

use super::channel::Channel;
use crate::numerics::grid::Axis;
use std::ops::Range;

/// Offset of the two Gauss points from the middle of a panel, in half-panels.
const GAUSS: f64 = 0.577_350_269_189_625_8;

/// Points and weights that integrate from one end to the other: two Gauss points in each of equal
/// panels no longer than `step`. Exact for cubics.
pub(super) fn points(from: f64, to: f64, step: f64) -> impl Iterator<Item = (f64, f64)> + Clone {
    let panels = panels(to - from, step);
    let half = 0.5 * (to - from) / panels as f64;
    (0..2 * panels).map(move |i| {
        let middle = from + half * (1 + 2 * (i / 2)) as f64;
        (if i % 2 == 0 { middle - half * GAUSS } else { middle + half * GAUSS }, half)
    })
}

/// Number of equal panels no longer than `step`; rounding of the length does not add one.
pub(super) fn panels(length: f64, step: f64) -> usize {
    (length / step - 1e-9).ceil().max(1.0) as usize
}

/// Cells of an axis that an interval touches.
pub(super) fn touched(axis: &Axis, from: f64, to: f64) -> Range<usize> {
    let first = axis.faces[1..].partition_point(|&face| face <= from).min(axis.len());
    let last = axis.faces[..axis.len()].partition_point(|&face| face < to);
    first..last.max(first)
}

/// A horizontal section of a channel and the share it has of the cells it stands for.
pub(super) struct Slice {
    /// Depth of the section below the surface in mm.
    pub z: f64,
    /// Cell index in depth, and fraction of the cell's height.
    pub shares: Vec<(usize, f64)>,
}

/// Sections of a channel from the surface down to `bottom` mm.
///
/// One serves the whole shaft of a straight channel. In a straight taper the area averages are
/// quadratic in depth: two Gauss points in a cell are exact however high it is, and one is enough
/// (0.3 % of the taper) in a cell of a tenth of it.
pub(super) fn slices(channel: &Channel, axis: &Axis, bottom: f64) -> Vec<Slice> {
    let shaft_end = if channel.is_straight() { channel.taper_depth().clamp(0.0, bottom) } else { 0.0 };
    let share = |cell: usize, from: f64, to: f64| {
        (to.min(axis.faces[cell + 1]) - from.max(axis.faces[cell])).max(0.0) / axis.width(cell)
    };
    let mut slices = Vec::new();
    if shaft_end > 0.0 {
        let shares = touched(axis, 0.0, shaft_end).map(|cell| (cell, share(cell, 0.0, shaft_end))).collect();
        slices.push(Slice { z: 0.5 * shaft_end, shares });
    }
    let spacing = spacing(channel);
    for cell in touched(axis, shaft_end, bottom) {
        let (from, to) = (shaft_end.max(axis.faces[cell]), bottom.min(axis.faces[cell + 1]));
        let mut add = |z, weight| slices.push(Slice { z, shares: vec![(cell, weight / axis.width(cell))] });
        if to - from <= spacing {
            add(0.5 * (from + to), to - from);
        } else {
            points(from, to, 2.0 * spacing).for_each(|(z, weight)| add(z, weight));
        }
    }
    slices
}

/// Sections of a straight channel between two depths in mm, as far as it goes, with their shares of that: what a
/// mixed cell is the mean of.
pub(super) fn mixed(channel: &Channel, top: f64, bottom: f64) -> Vec<Slice> {
    let end = channel.puncture.depth.min(bottom);
    let shaft_end = channel.taper_depth().max(top).min(end.max(top));
    let slice = |(z, length): (f64, f64)| Slice { z, shares: vec![(0, length / (end - top))] };
    let shaft = (shaft_end > top).then_some((0.5 * (top + shaft_end), shaft_end - top));
    let taper = (end > shaft_end).then(|| points(shaft_end, end, 2.0 * spacing(channel)));
    shaft.into_iter().chain(taper.into_iter().flatten()).map(slice).collect()
}

/// Largest distance between sections. A tilted channel must not step aside by more than half its
/// hole between two of them, nor may its slanted end fall between them.
fn spacing(channel: &Channel) -> f64 {
    let depth = channel.puncture.depth;
    if channel.is_straight() {
        return 0.1 * channel.puncture.tip_length.min(depth);
    }
    let slope = channel.slant() / channel.puncture.axis[2];
    (0.5 * channel.shaft().hole / slope).min(depth / 24.0)
}
