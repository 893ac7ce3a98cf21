//! Needles that are longer in each session than in the one before, as the skin tolerates it.

use super::fault::Faults;
use super::field::{DEEPER_BY_MM, DEEPEST_MM, Number};
use super::section::Section;
use crate::puncture::{DeviceSettings, Wound, find};

/// How needles lengthen from session to session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Deepening {
    by_mm: f64,
    deepest_mm: f64,
}

impl Deepening {
    /// Reads it; without it every session is as deep as the first.
    pub(super) fn read(treatment: &Section<'_>, device: &DeviceSettings, faults: &mut Faults) -> Self {
        let by_mm = treatment.number(&DEEPER_BY_MM, 0.0, faults);
        let known = find(&device.device);
        let longest = known.map_or(DEEPEST_MM.high, |known| known.preset().needle_lengths_mm.1);
        let deepest =
            Number { low: device.needle_length_mm, high: longest, unit: "mm for this device", ..DEEPEST_MM };
        let deepest_mm = treatment.number(&deepest, longest, faults);
        if let (Some(entry), None) = (treatment.entry(DEEPEST_MM.key), treatment.entry(DEEPER_BY_MM.key)) {
            let title = format!("`{}` has no effect without `{}`", DEEPEST_MM.key, DEEPER_BY_MM.key);
            faults.add(entry.place, title, "say by how much each session is deeper: deeper_by_mm = 0.25");
        }
        let needled = known.is_none_or(|known| known.wound() == Wound::Needles);
        if let (Some(entry), false) = (treatment.entry(DEEPER_BY_MM.key), needled) {
            let title = format!("`{}` does not describe the device `{}`", DEEPER_BY_MM.key, device.device);
            faults.add(entry.place, title, "it lengthens needles");
        }
        Self { by_mm, deepest_mm }
    }

    /// Refuses it where sessions are listed one by one.
    pub(super) fn refuse(treatment: &Section<'_>, faults: &mut Faults) {
        for key in [DEEPER_BY_MM.key, DEEPEST_MM.key] {
            if let Some(entry) = treatment.entry(key) {
                let title = format!("`{key}` cannot be combined with `sessions`");
                faults.add(entry.place, title, "give each session its needle_length_mm");
            }
        }
    }

    /// The settings of session number `n`, counted from 0.
    pub(super) fn settings(&self, device: &DeviceSettings, n: usize) -> DeviceSettings {
        // To the micrometre, so that three steps of 0.1 are 0.3 in a scenario written out.
        let longer = (self.by_mm * n as f64 * 1000.0).round() / 1000.0;
        let needle_length_mm = (device.needle_length_mm + longer).min(self.deepest_mm);
        DeviceSettings { needle_length_mm, ..device.clone() }
    }
}
