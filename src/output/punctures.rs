//! `punctures.csv`: one row per needle, so that another program can place the same ones.

use std::io;
use std::path::Path;

use csv::{Terminator, WriterBuilder};

use super::csv::cell;
use super::io_error;
use crate::error::Result;
use crate::files;
use crate::files::seam;
use crate::files::table::{damaged, unreadable};
use crate::series::PlacedNeedle;

/// Name of the file.
pub const PUNCTURES: &str = "punctures.csv";

/// Most bytes of it that are read back: millions of needles.
const MOST_OF_NEEDLES: u64 = 1 << 29;

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
    let mut table = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(seam::create(path)?);
    table.write_record(HEADINGS)?;
    for needle in needles {
        let lengths = [needle.x_mm, needle.y_mm, needle.depth_mm, needle.radius_mm, needle.tip_length_mm];
        let axis = [needle.axis_x, needle.axis_y, needle.axis_z];
        let numbers = std::iter::once(needle.day).chain(lengths).chain(axis).map(cell);
        table.write_record(std::iter::once(needle.session.to_string()).chain(numbers))?;
    }
    table.flush()
}

/// Reads what [`write_punctures`] wrote into `folder`.
///
/// # Errors
/// [`Error::File`](crate::Error::File) where it is not that, with its line; what the system says of the file.
pub fn read_punctures(folder: &Path) -> Result<Vec<PlacedNeedle>> {
    let path = folder.join(PUNCTURES);
    let text = files::text(&path, MOST_OF_NEEDLES)?;
    let wrong = |line: usize, problem: &str| damaged(&path, line as u64, problem);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    if table.headers().is_ok_and(|found| found.iter().ne(HEADINGS)) {
        return Err(wrong(1, &format!("its columns are not {}", HEADINGS.join(", "))));
    }
    let needle = |(at, row): (usize, csv::Result<csv::StringRecord>)| {
        let row = row.map_err(|error| unreadable(&path, &error))?;
        let numbers: Vec<f64> =
            row.iter().filter_map(|cell| cell.parse().ok()).filter(|of: &f64| of.is_finite()).collect();
        let [session, day, x_mm, y_mm, depth_mm, radius_mm, tip_length_mm, axis_x, axis_y, axis_z] =
            numbers[..]
        else {
            return Err(wrong(at + 2, "it is not ten numbers"));
        };
        let session = session as usize;
        Ok(PlacedNeedle {
            session,
            day,
            x_mm,
            y_mm,
            depth_mm,
            radius_mm,
            tip_length_mm,
            axis_x,
            axis_y,
            axis_z,
        })
    };
    table.records().enumerate().map(needle).collect()
}
