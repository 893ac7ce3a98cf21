//! Paints a sheet as PNG: larger than asked, then averaged, which smooths every edge.

use std::fmt::Display;

use plotters::backend::{BitMapBackend, DrawingBackend};
use plotters::style::{Color, RGBColor, ShapeStyle};

use super::dashes::dashes;
use super::font::{self, CAP_HEIGHT};
use super::geometry::Point;
use super::palette::{Colour, INK, PAPER};
use super::paper::Paper;
use super::sheet::{Align, Mark, Sheet, Text};

/// The backend counts in whole units, of which so many along each side are averaged to a pixel; the finer the
/// pixels, the fewer. Up to these pixels to the inch.
const FINENESS: [(f64, usize); 3] = [(200.0, 3), (400.0, 2), (f64::INFINITY, 1)];
/// Most pixels of a picture.
const MOST_PIXELS: f64 = 6e7;

/// A picture as pixels of red, green and blue.
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

/// Paints on the backend.
struct Painter<'p> {
    backend: BitMapBackend<'p>,
    /// Units of the backend to one of the sheet.
    scale: f64,
}

/// The file's bytes.
pub(super) fn paint(sheet: &Sheet, paper: &Paper) -> Result<Vec<u8>, String> {
    let pixels = pixels(sheet, paper)?;
    let mut file = Vec::new();
    let encoder = encoder(&mut file, &pixels, paper);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&pixels.bytes).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(file)
}

/// The picture of a sheet.
pub(super) fn pixels(sheet: &Sheet, paper: &Paper) -> Result<Pixels, String> {
    let per_unit = paper.pixels_per_unit(sheet);
    let size = [sheet.width, sheet.height].map(|side| (side * per_unit).round().max(1.0));
    if size[0] * size[1] > MOST_PIXELS {
        return Err(format!("it would have {} by {} pixels; take fewer to the inch", size[0], size[1]));
    }
    let [width, height] = size.map(|side| side as u32);
    let fine = FINENESS.iter().find(|(most, _)| paper.dpi <= *most).map_or(1, |(_, factor)| *factor);
    let (wide, high) = (width * fine as u32, height * fine as u32);
    // Paper is white: one byte says it.
    let mut large = vec![PAPER[0]; 3 * wide as usize * high as usize];
    let backend = BitMapBackend::with_buffer(&mut large, (wide, high));
    let mut painter = Painter { backend, scale: per_unit * fine as f64 };
    sheet.marks.iter().try_for_each(|mark| painter.mark(mark))?;
    told(painter.backend.present())?;
    drop(painter);
    let bytes = if fine == 1 { large } else { averaged(&large, 3 * wide as usize, fine) };
    Ok(Pixels { width, height, bytes })
}

/// Begins a file of such pictures, which knows its resolution.
pub(super) fn encoder<'w>(
    file: &'w mut Vec<u8>,
    pixels: &Pixels,
    paper: &Paper,
) -> png::Encoder<'w, &'w mut Vec<u8>> {
    let mut encoder = png::Encoder::new(file, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // What differs from the row above is little in a figure: quicker than to try all, and as small.
    encoder.set_filter(png::Filter::Up);
    let per_metre = paper.pixels_per_metre();
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    encoder
}

impl Painter<'_> {
    fn mark(&mut self, mark: &Mark) -> Result<(), String> {
        match mark {
            Mark::Stroke { points, width, colour, pattern } => {
                let stroke_width = (width * self.scale).round().max(1.0) as u32;
                let style = ShapeStyle { stroke_width, ..filled(*colour) };
                let dashes = dashes(points.clone(), pattern);
                dashes.into_iter().try_for_each(|dash| self.line(&self.units(&dash), &style))
            }
            Mark::Area { outline, colour } => {
                let outline = self.units(outline);
                told(self.backend.fill_polygon(outline, &filled(*colour)))
            }
            Mark::Fill { rect, colour } => {
                let (corner, opposite) =
                    (self.unit((rect.left, rect.top)), self.unit((rect.right, rect.bottom)));
                told(self.backend.draw_rect(corner, opposite, &filled(*colour), true))
            }
            Mark::Dot { at, radius, colour } => {
                let (at, radius) = (self.unit(*at), (radius * self.scale).round() as u32);
                told(self.backend.draw_circle(at, radius, &filled(*colour), true))
            }
            Mark::Text(content) => self.text(content),
            Mark::Group(_) | Mark::End => Ok(()),
        }
    }

    /// Segment by segment with round joints: the backend's own joints grow long spikes.
    fn line(&mut self, points: &[(i32, i32)], style: &ShapeStyle) -> Result<(), String> {
        for pair in points.windows(2) {
            told(self.backend.draw_line(pair[0], pair[1], style))?;
        }
        let radius = style.stroke_width.saturating_sub(1) / 2;
        let joints = points.iter().skip(1).rev().skip(1).filter(|_| radius > 0);
        joints.copied().try_for_each(|joint| told(self.backend.draw_circle(joint, radius, style, true)))
    }

    fn text(&mut self, text: &Text) -> Result<(), String> {
        let size = text.size * self.scale;
        let part = match text.align {
            Align::Start => 0.0,
            Align::Middle => 0.5,
            Align::End => 1.0,
        };
        let (back, drop) = (part * font::width(&text.content, size), 0.5 * CAP_HEIGHT * size);
        let (x, y) = (text.at.0 * self.scale, text.at.1 * self.scale);
        let (x, y) = if text.rising { (x + drop, y + back) } else { (x - back, y + drop) };
        let (x, y) = (x.round() as i32, y.round() as i32);
        let mut result = Ok(());
        font::ink(&text.content, size, |right, down, coverage| {
            let place = if text.rising { (x + down, y - right) } else { (x + right, y + down) };
            let colour = rgb(INK).mix(coverage.clamp(0.0, 1.0)).to_backend_color();
            if let Err(error) = told(self.backend.draw_pixel(place, colour)) {
                result = Err(error);
            }
        });
        result
    }

    /// The unit at a point.
    fn unit(&self, (x, y): Point) -> (i32, i32) {
        ((x * self.scale).round() as i32, (y * self.scale).round() as i32)
    }

    /// The units along a line, each once.
    fn units(&self, points: &[Point]) -> Vec<(i32, i32)> {
        let mut units: Vec<(i32, i32)> = points.iter().copied().map(|point| self.unit(point)).collect();
        units.dedup();
        units
    }
}

fn told(drawn: Result<(), impl Display>) -> Result<(), String> {
    drawn.map_err(|error| error.to_string())
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
    let mut before: &[u8] = &[];
    for rows in large.chunks_exact(stride * factor) {
        // Most of a figure is the same from row to row.
        if rows == before {
            small.extend_from_within(small.len() - stride / factor..);
            continue;
        }
        before = rows;
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
