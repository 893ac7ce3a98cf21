//! Lays out maps in rows and columns, with one colour scale to the row.
//!
//! A millimetre is as long across as in depth wherever a map is then neither too thin nor too flat to be
//! read; where it would be, the shorter side is drawn longer and the picture says so.

use super::axis::Axis;
use super::colour_bar::ColourBar;
use super::font;
use super::geometry::Rect;
use super::heat_cells::{self, extent};
use super::layer_names;
use super::sheet::{self, Align, LABEL, Sheet, leading};
use super::ticks;
use crate::figure::HeatMap;

/// Narrower maps make a wider page.
const NARROWEST_MAP: f64 = 110.0;
/// Lower and higher maps are not drawn to scale.
const LOWEST_MAP: f64 = 80.0;
const HIGHEST_MAP: f64 = 300.0;
/// Differences of the scales up to this part are rounding of pixels.
const TO_SCALE: f64 = 0.02;
const EDGE: f64 = 14.0;
/// Room for the texts of a map that is narrower.
const TEXT_ROOM: f64 = 190.0;
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
    /// Height of a map.
    height: f64,
    /// Left of names and of colour bars, and right of the whole page.
    names: f64,
    bars: f64,
    width: f64,
    /// Whether only the first column shows the ticks of depth.
    shared_depth: bool,
}

/// The page for these rows, of that width where the maps are not too many for it.
pub(super) fn lay_out(rows: &[Vec<HeatMap>], page_width: f64) -> Sheet {
    let rows: Vec<&[HeatMap]> = rows.iter().map(Vec::as_slice).filter(|row| !row.is_empty()).collect();
    // Widths of texts beside the maps hang on their height, which hangs on the width that is left.
    let (_, height) = size(&rows, columns(&rows, HIGHEST_MAP, page_width).map);
    let (width, height) = size(&rows, columns(&rows, height, page_width).map);
    let columns = Columns { height, ..columns(&rows, height, page_width).narrowed(width, &rows) };
    let mut page = Sheet::new(columns.width, 0.0);
    let mut y = EDGE;
    for row in &rows {
        let bar = colour_bar(row, columns.height);
        let mut end = y;
        page.group(format!("maps: {}", row[0].value_label), |page| {
            end = draw_row(page, row, &bar, &columns, y);
        });
        y = end + EDGE;
    }
    page.height = y.max(4.0 * EDGE).ceil();
    page
}

/// Width and height of maps for which there is room up to `room` across.
fn size(rows: &[&[HeatMap]], room: f64) -> (f64, f64) {
    let length = |faces: &[f64]| {
        let (first, last) = extent(faces);
        last - first
    };
    let maps = || rows.iter().flat_map(|row| row.iter());
    let across = maps().map(|map| length(&map.x_faces)).fold(0.0, f64::max);
    let deep = maps().map(|map| length(&map.y_faces)).fold(0.0, f64::max);
    if across <= 0.0 || deep <= 0.0 {
        return (room, LOWEST_MAP);
    }
    let scale = (room / across).min(HIGHEST_MAP / deep);
    ((scale * across).max(NARROWEST_MAP).round(), (scale * deep).max(LOWEST_MAP).round())
}

fn range(row: &[HeatMap]) -> (f64, f64) {
    let reached = row.iter().filter_map(|map| map.value_reach).flat_map(|(low, high)| [low, high]);
    let values = row.iter().flat_map(|map| map.values.iter().copied()).chain(reached);
    let floor = row.iter().map(|map| map.value_floor).fold(0.0, f64::max);
    ticks::reach_zero(ticks::beyond_noise(ticks::span(values), floor), 0.05)
}

fn colour_bar(row: &[HeatMap], height: f64) -> ColourBar<'_> {
    ColourBar::new(range(row), &row[0].value_label, height)
}

fn depth_axis(map: &HeatMap, height: f64) -> Axis {
    Axis::vertical(extent(&map.y_faces), false, height)
}

fn across_axis(map: &HeatMap, width: f64) -> Axis {
    Axis::horizontal(extent(&map.x_faces), false, width)
}

/// What a map says beneath it where its two axes have different scales.
fn not_to_scale(map: &HeatMap, columns: &Columns) -> Option<String> {
    let length = |(first, last): (f64, f64)| last - first;
    let across = columns.map / length(extent(&map.x_faces));
    let stretched = across / (columns.height / length(extent(&map.y_faces)));
    let times = |part: f64| if part < 9.95 { format!("{part:.1}") } else { format!("{part:.0}") };
    if stretched > 1.0 + TO_SCALE {
        Some(format!("not to scale: {} times as wide", times(stretched)))
    } else if stretched < 1.0 - TO_SCALE {
        Some(format!("not to scale: {} times as deep", times(1.0 / stretched)))
    } else {
        None
    }
}

fn columns(rows: &[&[HeatMap]], height: f64, page_width: f64) -> Columns {
    let maps = || rows.iter().flat_map(|row| row.iter());
    let most = |sizes: &mut dyn Iterator<Item = f64>| sizes.fold(0.0, f64::max);
    let number = most(&mut rows.iter().map(|row| row.len() as f64)).max(1.0);
    let label = most(&mut maps().map(|map| sheet::rising_width(&map.y_label, height)));
    let beside = most(&mut maps().map(|map| depth_axis(map, height).room_beside()));
    let names = most(&mut maps().map(layer_names::width));
    let bar = most(&mut rows.iter().map(|row| colour_bar(row, height).width()));

    let shared_depth =
        rows.iter().all(|row| row.iter().all(|map| extent(&map.y_faces) == extent(&row[0].y_faces)));
    let left = EDGE + label + 6.0 + beside;
    let right = names + APART + bar + EDGE;
    let room = |between: f64| (page_width - left - right - (number - 1.0) * between) / number;
    // Half of the widest tick label beneath reaches over at either end.
    let guess = room(APART).max(NARROWEST_MAP);
    let reach = most(&mut maps().map(|map| across_axis(map, guess).label_width()));
    let between = if shared_depth { APART.max(reach + 8.0) } else { beside + 0.5 * reach + 8.0 };
    let map = room(between).max(NARROWEST_MAP);
    let names_left = left + number * map + (number - 1.0) * between;
    let bars_left = names_left + names + APART;
    let width = page_width.max(bars_left + bar + EDGE);
    let pitch = map + between;
    Columns { left, map, pitch, height, names: names_left, bars: bars_left, width, shared_depth }
}

impl Columns {
    /// The same with maps no wider than `width`; titles and labels beneath keep their room.
    fn narrowed(self, width: f64, rows: &[&[HeatMap]]) -> Self {
        let less = (self.map - width).max(0.0);
        let between = self.pitch - self.map;
        let number = rows.iter().map(|row| row.len()).max().unwrap_or(1) as f64;
        // What narrow maps leave lies between them, so that their texts do not touch.
        let spread = less.min((TEXT_ROOM - width - between).max(0.0));
        let pitch = width.min(self.map) + between + spread;
        let gone = number * less - (number - 1.0) * spread;
        Self { map: self.map - less, pitch, names: self.names - gone, bars: self.bars - gone, ..self }
    }

    /// Room for texts above and beneath a map.
    fn texts(&self) -> f64 {
        self.map.max(self.pitch - APART)
    }
}

/// Draws a row from `y` down; returns where it ends.
fn draw_row(page: &mut Sheet, row: &[HeatMap], bar: &ColourBar, columns: &Columns, y: f64) -> f64 {
    let wide = columns.texts();
    let titles: Vec<Vec<String>> = row.iter().map(|map| font::wrap(&map.title, LABEL, wide)).collect();
    let title_lines = titles.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let top = y + title_lines * leading(LABEL) + 3.0;
    let bottom = top + columns.height;
    let mut end: f64 = bottom;
    for (i, map) in row.iter().enumerate() {
        let left = columns.left + i as f64 * columns.pitch;
        let frame = Rect { left, top, right: left + columns.map, bottom };
        let across = across_axis(map, columns.map);
        page.group(format!("map: {}", map.title), |page| {
            page.lines(&titles[i], (frame.middle().0, y + 0.5 * LABEL), LABEL, Align::Middle);
            heat_cells::draw(page, map, frame, range(row));
            layer_names::draw_boundaries(page, map, frame);
            page.frame(frame);
            across.beneath(page, frame, true);
            let mut beneath = font::wrap(&map.x_label, LABEL, wide);
            beneath.extend(not_to_scale(map, columns).iter().flat_map(|text| font::wrap(text, LABEL, wide)));
            let label_top = bottom + Axis::room_beneath() + 0.9 * LABEL;
            page.lines(&beneath, (frame.middle().0, label_top), LABEL, Align::Middle);
            let lines = beneath.len() as f64 * leading(LABEL);
            end = end.max(bottom + Axis::room_beneath() + 0.4 * LABEL + lines);

            let depth = depth_axis(map, columns.height);
            depth.left(page, frame, true, i == 0 || !columns.shared_depth);
            if i == 0 {
                page.rising(&map.y_label, EDGE, frame.middle().1, columns.height);
            }
            if i + 1 == row.len() {
                // Beside the last map even where the row is shorter than others.
                let beside = Rect { right: frame.right.min(columns.names), ..frame };
                layer_names::draw_names(page, map, beside);
            }
        });
    }
    page.group("colour bar", |page| bar.draw(page, columns.bars, top));
    end
}
