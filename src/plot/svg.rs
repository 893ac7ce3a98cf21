//! Paints a sheet as SVG.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontTransform, IntoFont, ShapeStyle, TextStyle};

use super::font::{CAP_HEIGHT, FAMILIES};
use super::paint::{self, Painter, SCALE};
use super::palette::INK;
use super::sheet::{Align, Sheet, Text};

/// Font size that the backend writes as 1.
const EM: f64 = 1.24;
/// Where the backend puts the baseline under the top of a text, in font sizes.
const TOP_TO_BASELINE: f64 = 0.76;

/// The file's text.
pub(super) fn paint(sheet: &Sheet) -> Result<String, String> {
    let mut file = String::new();
    let units = paint::size(sheet);
    paint::paint(&mut SVGBackend::with_string(&mut file, units), sheet)?;
    // Shown at the size of the sheet, whatever the backend's units.
    let backend_size = format!(r#"width="{}" height="{}" viewBox"#, units.0, units.1);
    let (width, height) = (sheet.width, sheet.height);
    let shown_size = format!(r#"width="{width}" height="{height}" stroke-linejoin="round" viewBox"#);
    // Quotes in texts are escaped, so this shortens nothing but attributes that say nothing.
    Ok(file
        .replacen(&backend_size, &shown_size, 1)
        .replace(r#" opacity="1""#, "")
        .replace(r#" stroke="none""#, ""))
}

impl Painter for SVGBackend<'_> {
    fn line(&mut self, points: &[(i32, i32)], style: &ShapeStyle) -> Result<(), String> {
        self.draw_path(points.iter().copied(), style).map_err(|error| error.to_string())
    }

    fn text(&mut self, text: &Text) -> Result<(), String> {
        let top = (0.5 * CAP_HEIGHT - TOP_TO_BASELINE) * text.size;
        let (x, y) = text.at;
        let (place, transform) = match text.rising {
            true => ((x + top, y), FontTransform::Rotate270),
            false => ((x, y + top), FontTransform::None),
        };
        let side = match text.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let font = (FAMILIES, EM * text.size * SCALE).into_font().transform(transform);
        let colour = paint::rgb(INK);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(side, VPos::Top));
        self.draw_text(&text.content, &style, paint::unit(place)).map_err(|error| error.to_string())
    }
}
