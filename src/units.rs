//! Units at the edge. Inside the crate lengths are millimetres and times are days.

/// One micrometre in mm.
pub const MICROMETRE: f64 = 1e-3;
/// One hour in days.
pub const HOUR: f64 = 1.0 / 24.0;
/// One minute in days.
pub const MINUTE: f64 = 1.0 / 1440.0;
/// One week in days.
pub const WEEK: f64 = 7.0;
/// One square centimetre in mm².
pub const SQUARE_CENTIMETRE: f64 = 100.0;
/// Bytes for people, as "8.8 MB".
pub fn bytes(bytes: f64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    let (unit, size) = units.into_iter().find(|(_, size)| bytes >= *size).unwrap_or(("B", 1.0));
    format!("{:.1} {unit}", bytes / size)
}

/// One degree in radians.
pub const DEGREE: f64 = std::f64::consts::PI / 180.0;
