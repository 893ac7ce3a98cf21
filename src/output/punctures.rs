//! `punctures.csv`: one row per needle, so that another program can place the same ones.

use std::fs::File;
use std::io;
use std::path::Path;

use csv::{Terminator, WriterBuilder};

use super::csv::cell;
use super::io_error;
use crate::error::Result;
use crate::series::PlacedNeedle;

/// Name of the file.
pub const PUNCTURES: &str = "punctures.csv";

const HEADINGS: [&str; 10] = [
    "session",
    "day",
    "x_mm",
    "y_mm",
    "depth_mm",
    "radius_mm",
    "tip_length_mm",
    "axis_x",
    "axis_y",
    "axis_z",
];

/// Writes `punctures.csv` into `folder`; untreated skin gives the headings alone. Every number reads
/// back to the very same bits.
///
/// # Errors
/// What the system says of the file.
pub fn write_punctures(needles: &[PlacedNeedle], folder: &Path) -> Result<()> {
    let path = folder.join(PUNCTURES);
    write_table(needles, &path).map_err(|source| io_error("write", &path, source))
}

fn write_table(needles: &[PlacedNeedle], path: &Path) -> io::Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(File::create(path)?);
    table.write_record(HEADINGS)?;
    for needle in needles {
        let lengths = [needle.x_mm, needle.y_mm, needle.depth_mm, needle.radius_mm, needle.tip_length_mm];
        let axis = [needle.axis_x, needle.axis_y, needle.axis_z];
        let numbers = std::iter::once(needle.day).chain(lengths).chain(axis).map(cell);
        table.write_record(std::iter::once(needle.session.to_string()).chain(numbers))?;
    }
    table.flush()
}
