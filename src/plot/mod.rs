//! Draws figures as PNG and SVG. The only folder that names a drawing library.
//!
//! A figure is first laid out on a `sheet::Sheet`, a plain list of strokes, filled rectangles and
//! texts in pixels; the two painters then draw the same sheet, so both files always look alike. Equal
//! figures give equal bytes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::figure::Figure;

mod axis;
mod bars;
mod bitmap;
mod colour_bar;
mod curves;
mod dashes;
mod font;
mod heat_cells;
mod heat_maps;
mod layer_names;
mod legend;
mod paint;
mod palette;
mod points;
mod sheet;
mod svg;
mod ticks;

/// Draws a figure into `folder` as `<name>.png` and `<name>.svg`; returns the two paths.
pub fn draw(figure: &Figure, folder: &Path) -> Result<Vec<PathBuf>> {
    let (name, sheet) = lay_out(figure);
    let (png, svg) = (folder.join(format!("{name}.png")), folder.join(format!("{name}.svg")));
    write(&png, &bitmap::paint(&sheet).map_err(|reason| Error::Figure { path: png.clone(), reason })?)?;
    let text = svg::paint(&sheet).map_err(|reason| Error::Figure { path: svg.clone(), reason })?;
    write(&svg, text.as_bytes())?;
    Ok(vec![png, svg])
}

/// The figure as the text of an SVG, to stand inside a page.
pub fn svg(figure: &Figure) -> Result<String> {
    let (name, sheet) = lay_out(figure);
    svg::paint(&sheet).map_err(|reason| Error::Figure { path: format!("{name}.svg").into(), reason })
}

/// Name and sheet of a figure.
fn lay_out(figure: &Figure) -> (&str, sheet::Sheet) {
    match figure {
        Figure::Curves { name, panels } => (name, curves::lay_out(panels)),
        Figure::Bars { name, panels } => (name, bars::lay_out(panels)),
        Figure::HeatMaps { name, rows } => (name, heat_maps::lay_out(rows)),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|source| Error::Io { doing: "write", path: path.into(), source })
}
