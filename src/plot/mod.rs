//! Draws figures as PNG, SVG and PDF. The only folder that names a drawing library.
//!
//! A figure is first laid out on a `sheet::Sheet`, a plain list of strokes, filled rectangles and
//! texts in pixels; the painters then draw the same sheet, so all files always look alike. Equal
//! figures give equal bytes.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::figure::Figure;
use crate::files::seam;

mod animation;
mod axis;
mod bars;
mod bitmap;
mod colour_bar;
mod curves;
mod dashes;
mod font;
mod geometry;
mod heat_cells;
mod heat_maps;
mod layer_names;
mod legend;
mod palette;
mod paper;
mod pdf;
mod points;
mod ribbons;
mod sheet;
mod svg;
mod ticks;

pub use animation::animation;
pub use paper::Paper;

/// What a figure is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Pixels, which know their resolution.
    Png,
    /// Shapes and texts in named groups.
    Svg,
    /// Shapes and texts with their font, for print.
    Pdf,
}

/// Draws a figure into `folder` as `<name>.png` and `<name>.svg`; returns the two paths.
pub fn draw(figure: &Figure, folder: &Path) -> Result<Vec<PathBuf>> {
    let (name, sheet) = lay_out(figure, &Paper::default());
    let paper = Paper::of(&sheet);
    let (png, svg) = (folder.join(format!("{name}.png")), folder.join(format!("{name}.svg")));
    write(&png, &bitmap::paint(&sheet, &paper).map_err(|reason| undrawn(&png, reason))?)?;
    write(&svg, svg_text(name, &sheet)?.as_bytes())?;
    Ok(vec![png, svg])
}

/// The bytes of a figure's file on this paper.
///
/// # Errors
/// [`Error::Figure`] where it would have more pixels than make sense.
pub fn bytes(figure: &Figure, paper: &Paper, format: Format) -> Result<Vec<u8>> {
    let (name, sheet) = lay_out(figure, paper);
    let drawn = match format {
        Format::Png => bitmap::paint(&sheet, paper),
        Format::Svg => svg::paint(&sheet, name, Some(paper.width_mm))
            .map(String::into_bytes)
            .map_err(|error| error.to_string()),
        Format::Pdf => pdf::paint(&sheet, paper, name),
    };
    drawn.map_err(|reason| undrawn(name.as_ref(), reason))
}

/// The figure as the text of an SVG, to stand inside a page.
pub fn svg(figure: &Figure) -> Result<String> {
    let (name, sheet) = lay_out(figure, &Paper::default());
    svg_text(name, &sheet)
}

fn undrawn(path: &Path, reason: String) -> Error {
    Error::Figure { path: path.into(), reason }
}

/// Letters of the figures' texts, the title of their paper too, that the font lacks, each once: a PNG shows a box for
/// each, an SVG what the viewer has.
pub fn lacking(figures: &[Figure], paper: &Paper) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    for figure in figures {
        for mark in lay_out(figure, paper).1.marks {
            let sheet::Mark::Text(text) = mark else { continue };
            letters.extend(text.content.chars().filter(|&letter| font::lacks(letter)));
        }
    }
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// What to tell of [`lacking`] letters; nothing where there are none.
pub fn warning(figures: &[Figure], paper: &Paper) -> Option<String> {
    let letters: Vec<String> = lacking(figures, paper).iter().map(char::to_string).collect();
    let told = format!("the font of figures lacks {}; a PNG shows boxes instead", letters.join(" "));
    (!letters.is_empty()).then_some(told)
}

fn svg_text(name: &str, sheet: &sheet::Sheet) -> Result<String> {
    svg::paint(sheet, name, None)
        .map_err(|error| Error::Figure { path: format!("{name}.svg").into(), reason: error.to_string() })
}

/// Name and sheet of a figure.
fn lay_out<'f>(figure: &'f Figure, paper: &Paper) -> (&'f str, sheet::Sheet) {
    let width = paper.units();
    let (name, sheet) = match figure {
        Figure::Curves { name, panels } => (name, curves::lay_out(panels, width)),
        Figure::Bars { name, panels } => (name, bars::lay_out(panels)),
        Figure::HeatMaps { name, rows } => (name, heat_maps::lay_out(rows, width)),
    };
    (name, paper.titled(sheet))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    seam::write(path, bytes).map_err(|source| Error::Io { doing: "write", path: path.into(), source })
}
