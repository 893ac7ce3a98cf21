//! Paints a sheet as PNG: three times as large as asked, then averaged, which smooths every edge.

use plotters::backend::{BitMapBackend, DrawingBackend};
use plotters::style::{Color, ShapeStyle};

use super::font::{self, CAP_HEIGHT};
use super::paint::{self, Painter, SCALE};
use super::palette::INK;
use super::sheet::{Align, Sheet, Text};

/// The file's bytes.
pub(super) fn paint(sheet: &Sheet) -> Result<Vec<u8>, String> {
    let (width, height) = paint::size(sheet);
    let mut large = vec![0; 3 * width as usize * height as usize];
    paint::paint(&mut BitMapBackend::with_buffer(&mut large, (width, height)), sheet)?;
    let factor = SCALE as usize;
    encode(&averaged(&large, 3 * width as usize, factor), width / SCALE as u32, height / SCALE as u32)
}

impl Painter for BitMapBackend<'_> {
    /// Segment by segment with round joints: the backend's own joints grow long spikes.
    fn line(&mut self, points: &[(i32, i32)], style: &ShapeStyle) -> Result<(), String> {
        for pair in points.windows(2) {
            self.draw_line(pair[0], pair[1], style).map_err(|error| error.to_string())?;
        }
        let radius = style.stroke_width.saturating_sub(1) / 2;
        for &joint in points.iter().skip(1).rev().skip(1).filter(|_| radius > 0) {
            self.draw_circle(joint, radius, style, true).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn text(&mut self, text: &Text) -> Result<(), String> {
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
            let colour = paint::rgb(INK).mix(coverage.clamp(0.0, 1.0)).to_backend_color();
            if let Err(error) = self.draw_pixel(place, colour) {
                result = Err(error.to_string());
            }
        });
        result
    }
}

/// Means of squares of `factor` by `factor` pixels; `stride` is the length of a row in bytes.
fn averaged(large: &[u8], stride: usize, factor: usize) -> Vec<u8> {
    let mut small = Vec::with_capacity(large.len() / (factor * factor));
    for rows in large.chunks_exact(stride * factor) {
        for byte in (0..stride).filter(|byte| byte / 3 % factor == 0) {
            let square = (0..factor).flat_map(|down| (0..factor).map(move |right| down * stride + 3 * right));
            let sum: usize = square.map(|offset| usize::from(rows[byte + offset])).sum();
            small.push(((sum + factor * factor / 2) / (factor * factor)) as u8);
        }
    }
    small
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, String> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(pixels).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(file)
}
