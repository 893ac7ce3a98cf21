//! Reads how a device is used: the catalogue's defaults, then `[device]`, then the session.

use super::fault::{Advice, Faults};
use super::field::{
    DENSITY, DEPTH, DEVICE, DIAMETER, DIRECTIONS, EFFICACY, NEEDLE, NEEDLE_LENGTH, NEEDLES, Number, PASSES,
    WIDTH, technique_keys, technique_members, wound_members,
};
use super::preset::{names, preset};
use super::section::Section;
use crate::puncture::{DeviceSettings, Motion, Pattern, Wound};
use crate::site::Site;

/// The settings that a section asks for; nothing when its device is unknown or not given.
pub(super) fn settings(section: &Section<'_>, site: &Site, faults: &mut Faults) -> Option<DeviceSettings> {
    let (name, place) = section.text("name", faults)?;
    let Some(preset) = preset(name, site.firmness) else {
        let title = format!("there is no device `{}`", super::section::shown(name));
        faults.add(place, title, Advice::names(name, names().into_iter()));
        check(section, faults);
        return None;
    };
    let mut settings = preset.settings;
    let motion = settings.technique.motion;
    fitting(section, name, preset.wound, motion, faults);
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
    technique(section, &mut settings, faults);
    let density = settings.technique.density_per_pass() * f64::from(settings.passes);
    let asked = std::iter::once(PASSES.key).chain(technique_keys(motion)).find_map(|key| section.entry(key));
    let range = DENSITY.number.low..=DENSITY.number.high;
    if let (Some(entry), None) = (asked, section.entry(DENSITY.number.key))
        && !range.contains(&density)
    {
        let title = format!("{} passes make {density} punctures per cm²", settings.passes);
        let allowed = format!("allowed: {} to {}", DENSITY.number.low, DENSITY.number.high);
        faults.add(entry.node.place, title, allowed);
    }
    settings.density_per_cm2 = section.number(&DENSITY.number, density, faults);
    settings.depth_efficacy = section.number(&EFFICACY.number, settings.depth_efficacy, faults);
    for member in &NEEDLE {
        let default = (member.get)(&settings);
        *(member.slot)(&mut settings) = section.number(&member.number, default, faults);
    }
    Some(settings)
}

/// Reads how the device is moved.
fn technique(section: &Section<'_>, settings: &mut DeviceSettings, faults: &mut Faults) {
    let technique = &mut settings.technique;
    if technique.motion == Motion::Single {
        return;
    }
    technique.needles = section.whole(&NEEDLES, u64::from(technique.needles), faults) as u32;
    technique.directions = section.whole(&DIRECTIONS, u64::from(technique.directions), faults) as u32;
    for member in technique_members(technique.motion) {
        let default = (member.get)(technique);
        *(member.slot)(technique) = section.number(&member.number, default, faults);
    }
    let names = Pattern::ALL.map(Pattern::name);
    settings.pattern = Pattern::ALL[section.name("pattern", "pattern", &names, faults)];
}

/// Refuses what does not describe this device: needles in an incision, the width of a needle.
fn fitting(section: &Section<'_>, name: &str, wound: Wound, motion: Motion, faults: &mut Faults) {
    let own: Vec<&str> = match wound_members(wound) {
        Some(members) => members.iter().map(|member| member.number.key).collect(),
        None => {
            let mut foreign = [DEPTH, DIAMETER, WIDTH].map(|member| member.number.key).to_vec();
            let all = [technique_keys(Motion::Rolled), technique_keys(Motion::Glided)].concat();
            foreign.extend(all.into_iter().filter(|key| !technique_keys(motion).contains(key)));
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
    for number in [NEEDLES, DIRECTIONS] {
        section.whole(&number, 1, faults);
    }
    for member in technique_members(Motion::Glided) {
        section.number(&member.number, member.number.low, faults);
    }
}
