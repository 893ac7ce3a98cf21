//! Layer boundaries in a map, and the names of the layers beside it.

use super::font;
use super::geometry::Rect;
use super::heat_cells::extent;
use super::palette::{GRID, INK};
use super::sheet::{Align, SMALL, Sheet, leading};
use super::ticks;
use crate::figure::HeatMap;

/// Length of the line from a layer to its name.
const LEADER: f64 = 14.0;
const SPACE: f64 = 4.0;
/// Longer names are broken.
const WIDEST: f64 = 130.0;

/// Width of the names beside a map.
pub(super) fn width(map: &HeatMap) -> f64 {
    let lines: Vec<String> = named(map).into_iter().flat_map(|(_, _, lines)| lines).collect();
    if lines.is_empty() {
        return 0.0;
    }
    LEADER + SPACE + font::widest(lines.iter().map(String::as_str), SMALL)
}

/// Draws the boundaries over a map: dark on a light line, so that they show on any colour.
pub(super) fn draw_boundaries(page: &mut Sheet, map: &HeatMap, frame: Rect) {
    let places = map.layers.iter().filter_map(|&(depth, _)| place(map, depth, frame));
    // The frame itself bounds the first layer.
    for y in places.filter(|y| (frame.top + 2.0..frame.bottom - 2.0).contains(y)) {
        page.rule((frame.left, y), (frame.right, y), 3.0, GRID);
        page.rule((frame.left, y), (frame.right, y), 1.0, INK);
    }
}

/// Writes the names right of a map, each led to the middle of its layer.
pub(super) fn draw_names(page: &mut Sheet, map: &HeatMap, frame: Rect) {
    let names = named(map);
    let middles: Vec<f64> = names
        .iter()
        .map(|&(top, bottom, _)| {
            let ends = [top, bottom].map(|depth| place(map, depth, frame).unwrap_or(frame.bottom));
            0.5 * (ends[0] + ends[1])
        })
        .collect();
    let heights: Vec<f64> = names.iter().map(|(_, _, lines)| lines.len() as f64 * leading(SMALL)).collect();
    let tops = spread(&middles, &heights, frame.bottom);
    for (((_, _, lines), &middle), (&top, &height)) in
        names.iter().zip(&middles).zip(tops.iter().zip(&heights))
    {
        let (near, far) = (frame.right + 3.0, frame.right + LEADER);
        page.stroke(vec![(frame.right, middle), (near, middle), (far, top + 0.5 * height)], 1.0, INK);
        page.lines(lines, (far + SPACE, top + 0.5 * leading(SMALL)), SMALL, Align::Start);
    }
}

/// Tops of names that lie as near to their layers as they can without touching each other.
fn spread(middles: &[f64], heights: &[f64], bottom: f64) -> Vec<f64> {
    let mut tops: Vec<f64> = Vec::with_capacity(middles.len());
    let mut free = f64::NEG_INFINITY;
    for (middle, height) in middles.iter().zip(heights) {
        let top = free.max(middle - 0.5 * height);
        free = top + height;
        tops.push(top);
    }
    // What was pushed past the panel's end moves back up.
    let mut free = bottom + 0.5 * leading(SMALL);
    for (top, height) in tops.iter_mut().zip(heights).rev() {
        *top = top.min(free - height);
        free = *top;
    }
    tops
}

/// Layers in the map with top, bottom and name in lines, from above to below.
fn named(map: &HeatMap) -> Vec<(f64, f64, Vec<String>)> {
    let (first, last) = extent(&map.y_faces);
    let mut layers: Vec<&(f64, String)> =
        map.layers.iter().filter(|(depth, _)| ticks::drawable(*depth)).collect();
    layers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ends = layers.iter().skip(1).map(|layer| layer.0).chain([last]);
    layers
        .iter()
        .zip(ends)
        .map(|((top, name), end)| (top.max(first), end.min(last), font::wrap(name, SMALL, WIDEST)))
        .filter(|(top, end, _)| top < end)
        .collect()
}

/// Pixel of a depth, none outside the map.
fn place(map: &HeatMap, depth: f64, frame: Rect) -> Option<f64> {
    let (first, last) = extent(&map.y_faces);
    let part = (depth - first) / (last - first);
    (0.0..=1.0).contains(&part).then_some(frame.top + part * frame.height())
}
