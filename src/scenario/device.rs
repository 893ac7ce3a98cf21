//! Reads how a device is used: the catalogue's defaults, then `[device]`, then the session.

use super::fault::{Advice, Faults};
use super::keys::{DEVICE, Row, fill};
use super::places;
use super::section::{Section, allowed};
use crate::puncture::{Tool, catalogue};
use crate::site::Site;

/// The device that a section asks for, as it is used; nothing when it is unknown or not given.
pub(super) fn read(section: &Section<'_>, site: &Site, faults: &mut Faults) -> Option<Tool> {
    let (name, place) = section.text("name", faults)?;
    let Some(mut tool) = catalogue::find(name, site.firmness) else {
        let known = catalogue::devices(site.firmness);
        let title = format!("there is no device `{}`", super::section::shown(name));
        faults.add(place, title, Advice::names(name, known.iter().map(Tool::name)));
        check(section, faults);
        return None;
    };
    places::read(section, &mut tool, site.firmness, faults);
    fitting(section, &tool, faults);
    fill(&DEVICE, section, &mut tool, faults);
    possible(section, &tool, faults);
    counted(section, &tool, faults);
    Some(tool)
}

/// Refuses a number of needles that is not that of the places given.
fn counted(section: &Section<'_>, tool: &Tool, faults: &mut Faults) {
    let Tool::Needles { device, settings } = tool else { return };
    let Some(places) = device.places() else { return };
    if let Some(entry) =
        section.entry("needles").filter(|_| settings.technique.needles as usize != places.len())
    {
        let title = format!("{} needles, of which {} have a place", settings.technique.needles, places.len());
        faults.add(entry.node.place, title, "leave `needles` out: an array has as many as places are given");
    }
}

/// Refuses what does not describe this device: needles in an incision, the blade of a needle.
fn fitting(section: &Section<'_>, tool: &Tool, faults: &mut Faults) {
    let describes = |row: &&Row<Tool>| row.put.is_none() || (row.get)(tool).is_some();
    let own = || DEVICE.iter().filter(|row| row.put.is_some()).filter(describes).map(|row| row.key.name());
    for key in DEVICE.iter().filter(|row| !describes(row)).map(|row| row.key.name()) {
        if let Some(entry) = section.entry(key) {
            let title = format!("`{key}` does not describe the device `{}`", tool.name());
            let own: Vec<&str> = own().collect();
            faults.add(entry.place, title, format!("its keys: {}", own.join(", ")));
        }
    }
}

/// Refuses a technique that makes more punctures, or fewer, than a density may be.
fn possible(section: &Section<'_>, tool: &Tool, faults: &mut Faults) {
    let Some(used) = tool.needling() else { return };
    let Some(density) = DEVICE.iter().find(|row| row.follows.is_some()) else { return };
    let made = DEVICE.iter().filter(|row| row.makes_density);
    let asked = made.map(|row| row.key.name()).find_map(|name| section.entry(name));
    let bounds = density.key.bounds();
    let per_cm2 = used.density_per_cm2;
    if let (Some(entry), None) = (asked, section.entry(density.key.name()))
        && !(bounds.low..=bounds.high).contains(&per_cm2)
    {
        let title = format!("{} passes make {per_cm2} punctures per cm²", used.passes);
        faults.add(entry.node.place, title, allowed(&bounds));
    }
}

/// Checks the values where no device is known to complete them.
fn check(section: &Section<'_>, faults: &mut Faults) {
    for row in DEVICE.iter().filter(|row| row.put.is_some()) {
        section.value(&row.key, faults);
    }
}
