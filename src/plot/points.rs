//! Draws what stands beside curves: points with error bars, and shaded bands behind them.

use super::axis::Axis;
use super::geometry::Rect;
use super::palette;
use super::sheet::Sheet;
use super::ticks::drawable;
use crate::figure::{Band, Curves, Point};

/// Radius of a point.
const RADIUS: f64 = 4.0;
/// Half-width of the caps of an error bar.
const CAP: f64 = 3.5;
/// A band is never drawn narrower.
const NARROWEST: f64 = 9.0;
/// Distance of rows of points that have no ordinate.
const ROW: f64 = 16.0;

/// Height of the strip above a panel's frame for rows of points that have no ordinate: inside the frame they
/// would seem to have one.
pub(super) fn strip(panel: &Curves) -> f64 {
    rows(panel).count() as f64 * ROW
}

/// Indices of the points that need rows of their own.
fn rows(panel: &Curves) -> impl Iterator<Item = usize> {
    let bare = |point: &Point| point.y.is_none();
    panel.points.iter().enumerate().filter(move |(_, points)| points.points.iter().any(bare)).map(|(i, _)| i)
}

/// Every abscissa that points and bands reach to.
pub(super) fn abscissae(panel: &Curves) -> impl Iterator<Item = f64> {
    let points = panel.points.iter().flat_map(|points| &points.points);
    let points = points.flat_map(|point| [point.x, point.x_ends.0, point.x_ends.1]);
    points.chain(panel.bands.iter().flat_map(|band| [band.x.0, band.x.1]))
}

/// Every ordinate that points and bands reach to.
pub(super) fn ordinates(panel: &Curves) -> impl Iterator<Item = f64> {
    let points = panel.points.iter().flat_map(|points| &points.points);
    let points = points
        .flat_map(|point| point.y.into_iter().chain(point.y_ends.into_iter().flat_map(|(a, b)| [a, b])));
    points.chain(panel.bands.iter().flat_map(|band| [band.y.0, band.y.1]))
}

/// Draws the bands of a panel, up into its strip where they end at no ordinate; the edges last, so that no
/// band hides where another ends.
pub(super) fn draw_bands(
    page: &mut Sheet,
    panel: &Curves,
    strip: Rect,
    frame: Rect,
    across: &Axis,
    upright: &Axis,
) {
    let place = |band: &Band| {
        let (left, right) =
            stretch(band.x, |x| across.place(x, frame.left, frame.right), (frame.left, frame.right));
        if !drawable(band.y.0) && !drawable(band.y.1) {
            return Rect { left, top: strip.top, right, bottom: frame.bottom };
        }
        let (bottom, top) =
            stretch(band.y, |y| upright.place(y, frame.bottom, frame.top), (frame.bottom, frame.top));
        Rect { left, top, right, bottom }
    };
    let places: Vec<Rect> = panel.bands.iter().map(place).collect();
    places.iter().enumerate().for_each(|(i, &rect)| page.fill(rect, palette::band(i).0));
    places.iter().enumerate().for_each(|(i, &rect)| outline(page, rect, i));
}

/// The ends of a band in pixels, inside the frame, and wide enough to be seen.
fn stretch((low, high): (f64, f64), place: impl Fn(f64) -> f64, frame: (f64, f64)) -> (f64, f64) {
    let end = |value: f64, edge: f64| if drawable(value) { place(value) } else { edge };
    let (from, to) = (end(low, frame.0), end(high, frame.1));
    let (first, last) = (frame.0.min(frame.1), frame.0.max(frame.1));
    let (middle, sign) = (0.5 * (from + to), if frame.0 < frame.1 { 1.0 } else { -1.0 });
    let half = 0.5 * (to - from).abs().max(NARROWEST);
    ((middle - sign * half).clamp(first, last), (middle + sign * half).clamp(first, last))
}

/// The edges of the band at `index`.
fn outline(page: &mut Sheet, Rect { left, top, right, bottom }: Rect, index: usize) {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    for side in corners.windows(2) {
        page.rule(side[0], side[1], 1.0, palette::band(index).1);
    }
}

/// A sample of the band at `index`, for the legend.
pub(super) fn sample(page: &mut Sheet, rect: Rect, index: usize) {
    page.fill(rect, palette::band(index).0);
    outline(page, rect, index);
}

/// Draws the points of a panel, those without an ordinate in rows of the strip above it.
pub(super) fn draw_points(
    page: &mut Sheet,
    panel: &Curves,
    strip: Rect,
    frame: Rect,
    across: &Axis,
    upright: &Axis,
) {
    let place_x = |value| across.place(value, frame.left, frame.right);
    let place_y = |value| upright.place(value, frame.bottom, frame.top);
    for (i, points) in panel.points.iter().enumerate().filter(|(_, points)| !points.points.is_empty()) {
        let row = rows(panel).position(|other| other == i).unwrap_or(0);
        let row = strip.top + (row as f64 + 0.5) * ROW;
        page.group(format!("points: {}", points.label), |page| {
            let placed = |point: &&Point| drawable(point.x) && point.y.is_none_or(drawable);
            for point in points.points.iter().filter(placed) {
                let at = (place_x(point.x), point.y.map_or(row, place_y));
                let ends = [place_x(point.x_ends.0), place_x(point.x_ends.1)];
                if point.x_ends.0 < point.x_ends.1 {
                    bar(page, ends.map(|x| (x, at.1)), (0.0, CAP), i);
                }
                if let Some((low, high)) = point.y_ends {
                    bar(page, [(at.0, place_y(low)), (at.0, place_y(high))], (CAP, 0.0), i);
                }
                spot(page, at, i);
            }
        });
    }
}

/// An error bar with caps.
fn bar(page: &mut Sheet, ends: [super::geometry::Point; 2], cap: (f64, f64), index: usize) {
    let colour = palette::points(index);
    page.stroke(ends.to_vec(), 1.5, colour);
    for (x, y) in ends {
        page.stroke(vec![(x - cap.0, y - cap.1), (x + cap.0, y + cap.1)], 1.5, colour);
    }
}

/// The mark of the points at `index`: disc, square or ring.
pub(super) fn spot(page: &mut Sheet, (x, y): super::geometry::Point, index: usize) {
    let colour = palette::points(index);
    match index % 3 {
        0 => page.dot((x, y), RADIUS, colour),
        1 => {
            let half = 0.9 * RADIUS;
            page.fill(Rect { left: x - half, top: y - half, right: x + half, bottom: y + half }, colour);
        }
        _ => {
            page.dot((x, y), RADIUS + 0.5, colour);
            page.dot((x, y), RADIUS - 1.5, [255; 3]);
        }
    }
}
