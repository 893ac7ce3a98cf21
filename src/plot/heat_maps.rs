//! Lays out maps in rows and columns, with one colour scale to the row.

use super::axis::Axis;
use super::colour_bar::ColourBar;
use super::font;
use super::heat_cells::{self, extent};
use super::layer_names;
use super::sheet::{self, Align, LABEL, Rect, Sheet, leading};
use super::ticks;
use crate::figure::HeatMap;

const WIDTH: f64 = 1000.0;
/// Narrower maps make a wider page.
const NARROWEST_MAP: f64 = 110.0;
const MAP_HEIGHT: f64 = 200.0;
const EDGE: f64 = 14.0;
/// Distance of maps side by side that share their depth axis.
const APART: f64 = 16.0;

/// Sizes that all rows of a page have in common.
#[derive(Debug, Clone, PartialEq)]
struct Columns {
    /// Left of the first map.
    left: f64,
    /// Width of a map, and of a map with the space to the next.
    map: f64,
    pitch: f64,
    /// Left of names and of colour bars, and right of the whole page.
    names: f64,
    bars: f64,
    width: f64,
    /// Whether only the first column shows the ticks of depth.
    shared_depth: bool,
}

/// The page for these rows.
pub(super) fn lay_out(rows: &[Vec<HeatMap>]) -> Sheet {
    let rows: Vec<&[HeatMap]> = rows.iter().map(Vec::as_slice).filter(|row| !row.is_empty()).collect();
    let bars: Vec<ColourBar> = rows.iter().map(|row| colour_bar(row)).collect();
    let columns = columns(&rows, &bars);
    let mut page = Sheet::new(columns.width, 0.0);
    let mut y = EDGE;
    for (row, bar) in rows.iter().zip(&bars) {
        y = draw_row(&mut page, row, bar, &columns, y) + EDGE;
    }
    page.height = y.max(4.0 * EDGE).ceil();
    page
}

fn range(row: &[HeatMap]) -> (f64, f64) {
    let values = row.iter().flat_map(|map| map.values.iter().copied());
    ticks::reach_zero(ticks::widen(ticks::span(values)), 0.05)
}

fn colour_bar(row: &[HeatMap]) -> ColourBar<'_> {
    ColourBar::new(range(row), &row[0].value_label, MAP_HEIGHT)
}

fn depth_axis(map: &HeatMap) -> Axis {
    Axis::vertical(extent(&map.y_faces), MAP_HEIGHT)
}

fn columns(rows: &[&[HeatMap]], bars: &[ColourBar]) -> Columns {
    let maps = || rows.iter().flat_map(|row| row.iter());
    let most = |sizes: &mut dyn Iterator<Item = f64>| sizes.fold(0.0, f64::max);
    let number = most(&mut rows.iter().map(|row| row.len() as f64)).max(1.0);
    let label = most(&mut maps().map(|map| sheet::rising_width(&map.y_label, MAP_HEIGHT)));
    let beside = most(&mut maps().map(|map| depth_axis(map).room_beside()));
    let names = most(&mut maps().map(layer_names::width));
    let bar = most(&mut bars.iter().map(ColourBar::width));

    let shared_depth =
        rows.iter().all(|row| row.iter().all(|map| extent(&map.y_faces) == extent(&row[0].y_faces)));
    let left = EDGE + label + 6.0 + beside;
    let right = names + APART + bar + EDGE;
    let room = |between: f64| (WIDTH - left - right - (number - 1.0) * between) / number;
    // Half of the widest tick label beneath reaches over at either end.
    let guess = room(APART).max(NARROWEST_MAP);
    let reach = most(&mut maps().map(|map| Axis::horizontal(extent(&map.x_faces), guess).label_width()));
    let between = if shared_depth { APART.max(reach + 8.0) } else { beside + 0.5 * reach + 8.0 };
    let map = room(between).max(NARROWEST_MAP);
    let names_left = left + number * map + (number - 1.0) * between;
    let bars_left = names_left + names + APART;
    let width = WIDTH.max(bars_left + bar + EDGE);
    Columns { left, map, pitch: map + between, names: names_left, bars: bars_left, width, shared_depth }
}

/// Draws a row from `y` down; returns where it ends.
fn draw_row(page: &mut Sheet, row: &[HeatMap], bar: &ColourBar, columns: &Columns, y: f64) -> f64 {
    let titles: Vec<Vec<String>> = row.iter().map(|map| font::wrap(&map.title, LABEL, columns.map)).collect();
    let title_lines = titles.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let top = y + title_lines * leading(LABEL) + 3.0;
    let bottom = top + MAP_HEIGHT;
    let mut end: f64 = bottom;
    for (i, map) in row.iter().enumerate() {
        let left = columns.left + i as f64 * columns.pitch;
        let frame = Rect { left, top, right: left + columns.map, bottom };
        let across = Axis::horizontal(extent(&map.x_faces), columns.map);
        page.lines(&titles[i], (frame.middle().0, y + 0.5 * LABEL), LABEL, Align::Middle);
        heat_cells::draw(page, map, frame, range(row));
        layer_names::draw_boundaries(page, map, frame);
        page.frame(frame);
        across.beneath(page, frame, true);
        Axis::label_beneath(page, frame, &map.x_label);
        let label_lines = font::wrap(&map.x_label, LABEL, columns.map).len() as f64;
        end = end.max(bottom + Axis::room_beneath() + 0.4 * LABEL + label_lines * leading(LABEL));

        let depth = depth_axis(map);
        depth.left(page, frame, true, i == 0 || !columns.shared_depth);
        if i == 0 {
            page.rising(&map.y_label, EDGE, frame.middle().1, MAP_HEIGHT);
        }
        if i + 1 == row.len() {
            // Beside the last map even where the row is shorter than others.
            let beside = Rect { right: frame.right.min(columns.names), ..frame };
            layer_names::draw_names(page, map, beside);
        }
    }
    bar.draw(page, columns.bars, top);
    end
}
