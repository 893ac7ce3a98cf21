//! What the scenario needs to know of a device, from the catalogue of devices.

use crate::puncture::{DeviceSettings, Wound, devices, find};

/// A device as it comes.
pub(super) struct Preset {
    /// Settings with nothing said by the user, for skin of the firmness asked for.
    pub settings: DeviceSettings,
    /// Shortest and longest needle in mm.
    pub lengths_mm: (f64, f64),
    /// What it leaves behind.
    pub wound: Wound,
}

/// Names of the devices.
pub(super) fn names() -> Vec<&'static str> {
    devices().iter().map(|device| device.preset().name).collect()
}

/// The device of that name on skin of that firmness.
pub(super) fn preset(name: &str, firmness: f64) -> Option<Preset> {
    let device = find(name)?;
    Some(Preset {
        settings: device.settings(firmness),
        lengths_mm: device.preset().needle_lengths_mm,
        wound: device.wound(),
    })
}
