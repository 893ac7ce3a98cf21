//! Figures one after the other, as an animated PNG.

use super::{Paper, bitmap, lay_out, undrawn};
use crate::error::Result;
use crate::figure::Figure;

/// Shows each figure for a part of a second, again and again. All have one size, that of the largest.
///
/// # Errors
/// [`Error::Figure`](crate::Error::Figure) where there is none, or one would have more pixels than make sense.
pub fn animation(figures: &[Figure], paper: &Paper, per_second: u16) -> Result<Vec<u8>> {
    let failed = |reason: String| undrawn("animation".as_ref(), reason);
    let mut sheets: Vec<_> = figures.iter().map(|figure| lay_out(figure, paper).1).collect();
    let width = sheets.iter().map(|sheet| sheet.width).fold(0.0, f64::max);
    let height = sheets.iter().map(|sheet| sheet.height).fold(0.0, f64::max);
    sheets.iter_mut().for_each(|sheet| (sheet.width, sheet.height) = (width, height));
    let Some(first) = sheets.first() else { return Err(failed("there is nothing to show".into())) };
    let size = bitmap::pixels(first, paper).map_err(failed)?;
    let mut file = Vec::new();
    let mut encoder = bitmap::encoder(&mut file, &size, paper);
    let told = |error: png::EncodingError| error.to_string();
    let write = || -> std::result::Result<(), String> {
        encoder.set_animated(sheets.len() as u32, 0).map_err(told)?;
        encoder.set_frame_delay(1, per_second.max(1)).map_err(told)?;
        let mut writer = encoder.write_header().map_err(told)?;
        for sheet in &sheets {
            writer.write_image_data(&bitmap::pixels(sheet, paper)?.bytes).map_err(told)?;
        }
        writer.finish().map_err(told)
    };
    write().map_err(failed)?;
    Ok(file)
}
