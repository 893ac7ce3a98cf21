//! What the scenario needs to know of a device: its defaults and what it can be set to.
//!
//! Stand-in for the device catalogue of `puncture`; only [`preset`] and [`names`] are used.

use crate::puncture::DeviceSettings;

/// A device as it comes.
pub(super) struct Preset {
    /// Settings with nothing said by the user, for skin of the firmness asked for.
    pub settings: DeviceSettings,
    /// Shortest and longest needle in mm.
    pub lengths_mm: (f64, f64),
    /// Punctures per cm² of one pass.
    pub density_per_pass: f64,
}

type Row = (&'static str, f64, (f64, f64), f64, f64, f64, u32, (f64, f64), f64);

/// Name, length, lengths, diameter, tip, density of a pass, passes, efficacy soft and firm, jitter.
const ROWS: [Row; 5] = [
    ("stamp", 1.0, (0.25, 2.5), 0.25, 0.35, 62.5, 4, (0.6, 0.9), 0.1),
    ("roller", 1.5, (0.2, 3.0), 0.25, 0.35, 250.0 / 15.0, 15, (0.3, 0.7), 0.1),
    ("pen", 1.5, (0.25, 3.0), 0.25, 0.35, 62.5, 4, (0.8, 1.0), 0.1),
    ("home_roller", 0.25, (0.2, 0.5), 0.2, 0.15, 10.0, 10, (0.2, 0.7), 0.1),
    ("single_needle", 1.5, (0.1, 3.0), 0.25, 0.35, 250.0, 1, (1.0, 1.0), 0.0),
];

/// Names of the devices.
pub(super) fn names() -> Vec<&'static str> {
    ROWS.iter().map(|row| row.0).collect()
}

/// The device of that name on skin of that firmness.
pub(super) fn preset(name: &str, firmness: f64) -> Option<Preset> {
    let (device, length, lengths_mm, diameter, tip, density_per_pass, passes, efficacy, jitter) =
        ROWS.into_iter().find(|row| row.0 == name)?;
    let settings = DeviceSettings {
        device: device.to_owned(),
        needle_length_mm: length,
        needle_diameter_mm: diameter,
        tip_length_mm: tip,
        density_per_cm2: density_per_pass * f64::from(passes),
        passes,
        depth_efficacy: efficacy.0 + (efficacy.1 - efficacy.0) * firmness,
        depth_jitter: jitter,
        tilt_degrees: 0.0,
    };
    Some(Preset { settings, lengths_mm, density_per_pass })
}
