//! Hands the marks of a sheet to a drawing backend, three units to the pixel.

use plotters::backend::DrawingBackend;
use plotters::style::{RGBColor, ShapeStyle};

use super::sheet::{Colour, Mark, Point, Rect, Sheet, Text};

/// Backends count in whole units; the bitmap is averaged down over this many.
pub(super) const SCALE: f64 = 3.0;

/// Width and height of the drawing in units.
pub(super) fn size(sheet: &Sheet) -> (u32, u32) {
    ((sheet.width * SCALE) as u32, (sheet.height * SCALE) as u32)
}

/// The unit at a point.
pub(super) fn unit((x, y): Point) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

/// A colour as the backends want it.
pub(super) fn rgb([red, green, blue]: Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

/// What the two backends need to be told in ways of their own.
pub(super) trait Painter: DrawingBackend {
    /// Draws a line through points.
    fn line(&mut self, points: &[(i32, i32)], style: &ShapeStyle) -> Result<(), String>;

    /// Writes a text.
    fn text(&mut self, text: &Text) -> Result<(), String>;
}

/// Paints the sheet on white.
pub(super) fn paint<P: Painter>(painter: &mut P, sheet: &Sheet) -> Result<(), String> {
    let page = Rect { left: 0.0, top: 0.0, right: sheet.width, bottom: sheet.height };
    let page = Mark::Fill { rect: page, colour: [255; 3] };
    for mark in std::iter::once(&page).chain(&sheet.marks) {
        paint_mark(painter, mark)?;
    }
    painter.present().map_err(|error| error.to_string())
}

fn paint_mark<P: Painter>(painter: &mut P, mark: &Mark) -> Result<(), String> {
    match mark {
        Mark::Stroke { points, width, colour } => {
            let style = ShapeStyle { stroke_width: (width * SCALE).round() as u32, ..filled(*colour) };
            let mut points: Vec<(i32, i32)> = points.iter().copied().map(unit).collect();
            points.dedup();
            painter.line(&points, &style)
        }
        Mark::Fill { rect, colour } => {
            let (corner, opposite) = (unit((rect.left, rect.top)), unit((rect.right, rect.bottom)));
            let drawn = painter.draw_rect(corner, opposite, &filled(*colour), true);
            drawn.map_err(|error| error.to_string())
        }
        Mark::Dot { at, radius, colour } => {
            let radius = (radius * SCALE).round() as u32;
            let drawn = painter.draw_circle(unit(*at), radius, &filled(*colour), true);
            drawn.map_err(|error| error.to_string())
        }
        Mark::Text(text) => painter.text(text),
    }
}

fn filled(colour: Colour) -> ShapeStyle {
    ShapeStyle { color: rgb(colour).into(), filled: true, stroke_width: 1 }
}
