//! Paints a sheet as PNG: three times as large as asked, then averaged, which smooths every edge.

use std::fmt::Display;

use plotters::backend::{BitMapBackend, DrawingBackend};
use plotters::style::{Color, RGBColor, ShapeStyle};

use super::dashes::dashes;
use super::font::{self, CAP_HEIGHT};
use super::geometry::{Point, Rect};
use super::palette::Colour;
use super::palette::{INK, PAPER};
use super::sheet::{Align, Mark, Sheet, Text};

/// The backend counts in whole units; the bitmap is averaged down over this many.
const SCALE: f64 = 3.0;
/// Pixels to the metre that the file names: at 144 to the inch a page of 1000 fits a printed text.
const PIXELS_PER_METRE: u32 = 5669;

/// The file's bytes.
pub(super) fn paint(sheet: &Sheet) -> Result<Vec<u8>, String> {
    let (width, height) = ((sheet.width * SCALE) as u32, (sheet.height * SCALE) as u32);
    let mut large = vec![0; 3 * width as usize * height as usize];
    let mut painter = BitMapBackend::with_buffer(&mut large, (width, height));
    let page = Rect { left: 0.0, top: 0.0, right: sheet.width, bottom: sheet.height };
    let page = Mark::Fill { rect: page, colour: PAPER };
    for mark in std::iter::once(&page).chain(&sheet.marks) {
        paint_mark(&mut painter, mark)?;
    }
    told(painter.present())?;
    drop(painter);
    let factor = SCALE as usize;
    encode(&averaged(&large, 3 * width as usize, factor), width / SCALE as u32, height / SCALE as u32)
}

fn told(drawn: Result<(), impl Display>) -> Result<(), String> {
    drawn.map_err(|error| error.to_string())
}

fn paint_mark(painter: &mut BitMapBackend, mark: &Mark) -> Result<(), String> {
    match mark {
        Mark::Stroke { points, width, colour, pattern } => {
            let style = ShapeStyle { stroke_width: (width * SCALE).round() as u32, ..filled(*colour) };
            let dashes = dashes(points.clone(), pattern);
            dashes.into_iter().try_for_each(|dash| line(painter, &units(&dash), &style))
        }
        Mark::Area { outline, colour } => told(painter.fill_polygon(units(outline), &filled(*colour))),
        Mark::Fill { rect, colour } => {
            let (corner, opposite) = (unit((rect.left, rect.top)), unit((rect.right, rect.bottom)));
            told(painter.draw_rect(corner, opposite, &filled(*colour), true))
        }
        Mark::Dot { at, radius, colour } => {
            told(painter.draw_circle(unit(*at), (radius * SCALE).round() as u32, &filled(*colour), true))
        }
        Mark::Text(content) => text(painter, content),
        Mark::Group(_) | Mark::End => Ok(()),
    }
}

/// Segment by segment with round joints: the backend's own joints grow long spikes.
fn line(painter: &mut BitMapBackend, points: &[(i32, i32)], style: &ShapeStyle) -> Result<(), String> {
    for pair in points.windows(2) {
        told(painter.draw_line(pair[0], pair[1], style))?;
    }
    let radius = style.stroke_width.saturating_sub(1) / 2;
    let joints = points.iter().skip(1).rev().skip(1).filter(|_| radius > 0);
    joints.copied().try_for_each(|joint| told(painter.draw_circle(joint, radius, style, true)))
}

fn text(painter: &mut BitMapBackend, text: &Text) -> Result<(), String> {
    let size = text.size * SCALE;
    let part = match text.align {
        Align::Start => 0.0,
        Align::Middle => 0.5,
        Align::End => 1.0,
    };
    let (back, drop) = (part * font::width(&text.content, size), 0.5 * CAP_HEIGHT * size);
    let (x, y) = (text.at.0 * SCALE, text.at.1 * SCALE);
    let (x, y) = if text.rising { (x + drop, y + back) } else { (x - back, y + drop) };
    let (x, y) = (x.round() as i32, y.round() as i32);
    let mut result = Ok(());
    font::ink(&text.content, size, |right, down, coverage| {
        let place = if text.rising { (x + down, y - right) } else { (x + right, y + down) };
        let colour = rgb(INK).mix(coverage.clamp(0.0, 1.0)).to_backend_color();
        if let Err(error) = told(painter.draw_pixel(place, colour)) {
            result = Err(error);
        }
    });
    result
}

/// The unit at a point.
fn unit((x, y): Point) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

/// The units along a line, each once.
fn units(points: &[Point]) -> Vec<(i32, i32)> {
    let mut units: Vec<(i32, i32)> = points.iter().copied().map(unit).collect();
    units.dedup();
    units
}

fn rgb([red, green, blue]: Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

fn filled(colour: Colour) -> ShapeStyle {
    ShapeStyle { color: rgb(colour).into(), filled: true, stroke_width: 1 }
}

/// Means of squares of `factor` by `factor` pixels; `stride` is the length of a row in bytes.
fn averaged(large: &[u8], stride: usize, factor: usize) -> Vec<u8> {
    let mut small = Vec::with_capacity(large.len() / (factor * factor));
    let whole = (factor * factor) as u16;
    let mut sums = vec![0_u16; stride];
    for rows in large.chunks_exact(stride * factor) {
        sums.fill(0);
        for row in rows.chunks_exact(stride) {
            sums.iter_mut().zip(row).for_each(|(sum, byte)| *sum += u16::from(*byte));
        }
        for pixels in sums.chunks_exact(3 * factor) {
            let mut sum = [0; 3];
            for pixel in pixels.chunks_exact(3) {
                sum.iter_mut().zip(pixel).for_each(|(sum, colour)| *sum += *colour);
            }
            small.extend(sum.map(|sum| ((sum + whole / 2) / whole) as u8));
        }
    }
    small
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, String> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: PIXELS_PER_METRE,
        yppu: PIXELS_PER_METRE,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(pixels).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(file)
}
