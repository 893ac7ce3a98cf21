//! Cuts lines into dashes.

use super::geometry::Point;

/// The parts of a line that are drawn: `pattern` holds lengths drawn and left out in turn, beginning
/// anew at its end; without lengths the line stays whole.
pub(super) fn dashes(points: Vec<Point>, pattern: &[f64]) -> Vec<Vec<Point>> {
    if pattern.is_empty() {
        return vec![points];
    }
    let (mut drawn, mut dash) = (Vec::new(), Vec::new());
    dash.extend(points.first());
    let (mut turn, mut left) = (0, pattern[0]);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = distance(from, to);
        while length > left {
            let part = left / length;
            from = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
            length -= left;
            dash.push(from);
            let ended = std::mem::replace(&mut dash, vec![from]);
            drawn.extend((turn % 2 == 0).then_some(ended));
            turn = (turn + 1) % pattern.len();
            left = pattern[turn];
        }
        left -= length;
        dash.push(to);
    }
    drawn.extend((turn % 2 == 0 && dash.len() > 1).then_some(dash));
    drawn
}

/// Distance of two points.
pub(super) fn distance(a: Point, b: Point) -> f64 {
    let (x, y) = (b.0 - a.0, b.1 - a.1);
    (x * x + y * y).sqrt()
}
