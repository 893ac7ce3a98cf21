//! The embedded font: widths of texts for the layout, outlines for the bitmap painter.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

/// Families an SVG viewer should try, best first.
pub(super) const FAMILIES: &str = "DejaVu Sans, Verdana, Arial, sans-serif";

/// Height of capital letters as a part of the font size.
pub(super) const CAP_HEIGHT: f64 = 0.729;

/// The font's file.
pub(super) const BYTES: &[u8] = include_bytes!("../../assets/fonts/DejaVuSans.ttf");

static FONT: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| FontRef::try_from_slice(BYTES).ok());

/// Width, side and thickness of the box that stands for a letter the font lacks, in parts of the size.
const BOX: (f64, f64, f64) = (0.66, 0.54, 0.07);

/// Whether the font has no such letter. Spaces and what cannot be seen need none.
pub(super) fn lacks(letter: char) -> bool {
    let seen = !letter.is_whitespace() && !letter.is_control();
    seen && FONT.as_ref().is_some_and(|font| font.glyph_id(letter).0 == 0)
}

/// Number of a letter's glyph in the font; 0, a box, for one that it lacks.
pub(super) fn glyph(letter: char) -> u16 {
    FONT.as_ref().map_or(0, |font| font.glyph_id(letter).0)
}

/// Width of a text in pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let Some(font) = FONT.as_ref() else { return 0.0 };
    let font = font.as_scaled(scale(font, size));
    let advance = |c| if lacks(c) { BOX.0 * size } else { f64::from(font.h_advance(font.glyph_id(c))) };
    text.chars().map(advance).sum()
}

/// Calls `ink(x, y, coverage)` for every pixel of a text whose baseline starts at the origin.
pub(super) fn ink(text: &str, size: f64, mut ink: impl FnMut(i32, i32, f64)) {
    let Some(font) = FONT.as_ref() else { return };
    let scale = scale(font, size);
    let scaled = font.as_scaled(scale);
    let mut x = 0.0;
    for c in text.chars() {
        if lacks(c) {
            empty_box(f64::from(x), size, &mut ink);
            x += (BOX.0 * size) as f32;
            continue;
        }
        let id = scaled.glyph_id(c);
        if let Some(outline) = font.outline_glyph(Glyph { id, scale, position: point(x, 0.0) }) {
            let corner = outline.px_bounds().min;
            outline.draw(|column, row, coverage| {
                ink(corner.x as i32 + column as i32, corner.y as i32 + row as i32, f64::from(coverage));
            });
        }
        x += scaled.h_advance(id);
    }
}

/// The outline of a box in place of a letter whose left end is at `left`.
fn empty_box(left: f64, size: f64, ink: &mut impl FnMut(i32, i32, f64)) {
    let from = (left + 0.5 * (BOX.0 - BOX.1) * size).round() as i32;
    let (side, up) = ((BOX.1 * size) as i32, (CAP_HEIGHT * size) as i32);
    let thick = ((BOX.2 * size) as i32).max(1);
    for down in 0..up {
        for right in 0..side {
            let inner = (thick..side - thick).contains(&right) && (thick..up - thick).contains(&down);
            if !inner {
                ink(from + right, down - up, 1.0);
            }
        }
    }
}

/// Breaks a text into lines no wider than `limit`, at spaces where there are any (a no-break space is
/// none).
pub(super) fn wrap(text: &str, size: f64, limit: f64) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for c in text.chars() {
        line.push(c);
        if line.chars().count() > 1 && width(line.trim_end(), size) > limit {
            let end = line.trim_end().rfind(' ').unwrap_or(line.len() - c.len_utf8());
            let remainder = line.split_off(end);
            lines.push(line);
            line = remainder.trim_start().to_string();
        }
    }
    lines.push(line);
    lines
}

/// The widest of some texts.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
    texts.into_iter().map(|text| width(text, size)).fold(0.0, f64::max)
}

/// ab_glyph measures sizes from ascent to descent; `size` is the em square, as in SVG.
fn scale(font: &FontRef, size: f64) -> PxScale {
    let em = font.units_per_em().unwrap_or_else(|| font.height_unscaled());
    PxScale::from(size as f32 * font.height_unscaled() / em)
}
