//! Needles that are longer in each session than in the one before, as the skin tolerates it.

use super::fault::Faults;
use super::keys::{Bounds, DEEPER_BY_MM, DEEPEST_MM};
use super::section::Section;
use crate::puncture::Tool;

/// How needles lengthen from session to session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Deepening {
    by_mm: f64,
    deepest_mm: f64,
}

impl Deepening {
    /// Reads it; without it every session is as deep as the first.
    pub(super) fn read(treatment: &Section<'_>, tool: &Tool, faults: &mut Faults) -> Self {
        let by_mm = treatment.number(&DEEPER_BY_MM, faults);
        let any = DEEPEST_MM.bounds();
        let bounds = match tool {
            Tool::Needles { device, settings } => Bounds {
                low: settings.needle_length_mm,
                high: device.preset().needle_lengths_mm.1,
                unit: "mm for this device",
            },
            _ => any,
        };
        let deepest_mm = treatment.given(&DEEPEST_MM.within(bounds), faults).unwrap_or(bounds.high);
        let [deepest, deeper] = [DEEPEST_MM, DEEPER_BY_MM].map(|key| treatment.entry(key.name()));
        if let (Some(entry), None) = (deepest, deeper) {
            let title = format!("`{}` has no effect without `{}`", DEEPEST_MM.name(), DEEPER_BY_MM.name());
            faults.add(entry.place, title, "say by how much each session is deeper: deeper_by_mm = 0.25");
        }
        if let (Some(entry), None) = (deeper, tool.needling()) {
            let title = format!("`{}` does not describe the device `{}`", DEEPER_BY_MM.name(), tool.name());
            faults.add(entry.place, title, "it lengthens needles");
        }
        Self { by_mm, deepest_mm }
    }

    /// Refuses it where sessions are listed one by one.
    pub(super) fn refuse(treatment: &Section<'_>, faults: &mut Faults) {
        for key in [DEEPER_BY_MM, DEEPEST_MM].map(|key| key.name()) {
            if let Some(entry) = treatment.entry(key) {
                let title = format!("`{key}` cannot be combined with `sessions`");
                faults.add(entry.place, title, "give each session its needle_length_mm");
            }
        }
    }

    /// The device as session number `n` uses it, counted from 0.
    pub(super) fn settings(&self, tool: &Tool, n: usize) -> Tool {
        let mut tool = tool.clone();
        if let Tool::Needles { settings, .. } = &mut tool {
            // To the micrometre, so that three steps of 0.1 are 0.3 in a scenario written out.
            let longer = (self.by_mm * n as f64 * 1000.0).round() / 1000.0;
            settings.needle_length_mm = (settings.needle_length_mm + longer).min(self.deepest_mm);
        }
        tool
    }
}
