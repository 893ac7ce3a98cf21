//! Reads how a device is used: the catalogue's defaults, then `[device]`, then the session.

use super::fault::{Faults, suggestion};
use super::field::{
    DENSITY, DEPTH, DEVICE, DIAMETER, EFFICACY, NEEDLE, NEEDLE_LENGTH, Number, PASSES, WIDTH, wound_members,
};
use super::preset::{names, preset};
use super::section::Section;
use crate::puncture::{DeviceSettings, Wound};
use crate::site::Site;

/// The settings that a section asks for; nothing when its device is unknown or not given.
pub(super) fn settings(section: &Section<'_>, site: &Site, faults: &mut Faults) -> Option<DeviceSettings> {
    let (name, place) = section.text("name", faults)?;
    let Some(preset) = preset(name, site.firmness) else {
        let title = format!("there is no device `{}`", super::section::shown(name));
        faults.add(place, title, suggestion(name, names().into_iter()));
        check(section, faults);
        return None;
    };
    let mut settings = preset.settings;
    fitting(section, name, preset.wound, faults);
    if let Some(members) = wound_members(preset.wound) {
        for member in members {
            let default = (member.get)(&settings);
            *(member.slot)(&mut settings) = section.number(&member.number, default, faults);
        }
        return Some(settings);
    }
    let (low, high) = preset.lengths_mm;
    let length = Number { low, high, unit: "mm for this device", ..NEEDLE_LENGTH.number };
    settings.needle_length_mm = section.number(&length, settings.needle_length_mm, faults);
    settings.passes = section.whole(&PASSES, u64::from(settings.passes), faults) as u32;
    let density = preset.density_per_pass * f64::from(settings.passes);
    if let (Some(entry), None) = (section.entry(PASSES.key), section.entry(DENSITY.number.key))
        && density > DENSITY.number.high
    {
        let title = format!("{} passes make {density} punctures per cm²", settings.passes);
        faults.add(entry.node.place, title, format!("allowed: up to {}", DENSITY.number.high));
    }
    settings.density_per_cm2 = section.number(&DENSITY.number, density, faults);
    settings.depth_efficacy = section.number(&EFFICACY.number, settings.depth_efficacy, faults);
    for member in &NEEDLE {
        let default = (member.get)(&settings);
        *(member.slot)(&mut settings) = section.number(&member.number, default, faults);
    }
    Some(settings)
}

/// Refuses what does not describe this device: needles in an incision, the width of a needle.
fn fitting(section: &Section<'_>, name: &str, wound: Wound, faults: &mut Faults) {
    let own: Vec<&str> = match wound_members(wound) {
        Some(members) => members.iter().map(|member| member.number.key).collect(),
        None => {
            let foreign = [DEPTH, DIAMETER, WIDTH].map(|member| member.number.key);
            DEVICE.iter().copied().filter(|key| *key != "name" && !foreign.contains(key)).collect()
        }
    };
    for key in DEVICE.iter().filter(|key| **key != "name" && !own.contains(key)) {
        if let Some(entry) = section.entry(key) {
            let title = format!("`{key}` does not describe the device `{name}`");
            faults.add(entry.place, title, format!("its keys: {}", own.join(", ")));
        }
    }
}

/// Checks the values where no device is known to complete them.
fn check(section: &Section<'_>, faults: &mut Faults) {
    for number in [NEEDLE_LENGTH.number, PASSES, DENSITY.number, EFFICACY.number] {
        section.number(&number, number.low, faults);
    }
    for member in &NEEDLE {
        section.number(&member.number, member.number.low, faults);
    }
}
