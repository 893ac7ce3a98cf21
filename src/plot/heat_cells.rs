//! The cells of a map as few coloured rectangles.

use std::ops::Range;

use super::geometry::Rect;
use super::palette::{self, SHADES};
use super::sheet::{Align, SMALL, Sheet};
use super::ticks;
use crate::figure::HeatMap;

/// Cells of one shade that lie side by side: first block, one past the last, and the shade.
type Run = (usize, usize, Option<usize>);

/// A face and the pixel it lies on.
type Face = (usize, f64);

/// Draws the values of a map over the whole of `frame`, coloured by their place in `range`.
pub(super) fn draw(page: &mut Sheet, map: &HeatMap, frame: Rect, range: (f64, f64)) {
    let xs = faces(&map.x_faces, frame.left, frame.right);
    let ys = faces(&map.y_faces, frame.top, frame.bottom);
    page.fill(frame, palette::MISSING);
    if ticks::span(map.values.iter().copied()).is_none() {
        page.text("no data", frame.middle(), SMALL, Align::Middle);
        return;
    }
    let rows: Vec<Vec<Run>> = ys.windows(2).map(|pair| runs(map, pair[0].0..pair[1].0, &xs, range)).collect();
    let mut first = 0;
    // Equal rows are drawn as one: fields are often flat across a layer.
    for equal in rows.chunk_by(|a, b| a == b) {
        let (top, bottom) = (ys[first].1, ys[first + equal.len()].1);
        for &(from, to, shade) in &equal[0] {
            // A pixel more to the right and below lies under the next cells and closes the seams.
            let (right, bottom) = ((xs[to].1 + 1.0).min(frame.right), (bottom + 1.0).min(frame.bottom));
            let rect = Rect { left: xs[from].1, top, right, bottom };
            page.fill(rect, shade.map_or(palette::MISSING, palette::viridis));
        }
        first += equal.len();
    }
}

/// First and last face, or a range to show without any.
pub(super) fn extent(faces: &[f64]) -> (f64, f64) {
    ticks::widen(ticks::span(faces.iter().copied()))
}

/// Faces on whole pixels; of those that share a pixel, the first, so that no block is empty.
fn faces(faces: &[f64], from: f64, to: f64) -> Vec<Face> {
    let (lo, hi) = extent(faces);
    let place = |face: f64| (from + ((face - lo) / (hi - lo)).clamp(0.0, 1.0) * (to - from)).round();
    let mut places: Vec<Face> = faces.iter().map(|&face| place(face)).enumerate().collect();
    places.dedup_by_key(|face| face.1);
    places
}

/// The runs along a block of rows.
fn runs(map: &HeatMap, rows: Range<usize>, xs: &[Face], range: (f64, f64)) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (block, pair) in xs.windows(2).enumerate() {
        let shade = shade(map, rows.clone(), pair[0].0..pair[1].0, range);
        match runs.last_mut() {
            Some((_, end, same)) if *same == shade => *end = block + 1,
            _ => runs.push((block, block + 1, shade)),
        }
    }
    runs
}

/// Shade of the mean over a block of cells, none without a value.
fn shade(map: &HeatMap, rows: Range<usize>, columns: Range<usize>, (lo, hi): (f64, f64)) -> Option<usize> {
    let cells = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
    let values = cells.filter_map(|cell| map.values.get(cell)).filter(|value| ticks::drawable(**value));
    // Places in the range are added, as the values themselves may be too large for that.
    let (sum, count) = values.fold((0.0, 0), |(sum, count), v| (sum + (v - lo) / (hi - lo), count + 1));
    let place = sum / f64::from(count);
    (count > 0).then(|| (place * SHADES as f64).clamp(0.0, SHADES as f64 - 1.0) as usize)
}
