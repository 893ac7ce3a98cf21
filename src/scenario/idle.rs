//! Keys that are given and change nothing, because of the device, the geometry or another key.
//!
//! Told from the scenario alone: a key counts as given where its value is not the one it has when it is
//! left out. So the scenario written out in full is warned of as the short one was.

use super::keys::{DEVICE, GRID, OBSERVE, PATIENT, Row};
use super::section::show;
use super::{GridSettings, ObservationSettings, Scenario};
use crate::patient::Patient;
use crate::puncture::Tool;

/// Sentences, each once.
struct Told<'a> {
    scenario: &'a Scenario,
    found: Vec<String>,
}

impl Told<'_> {
    fn add(&mut self, warning: String) {
        if !self.found.contains(&warning) {
            self.found.push(warning);
        }
    }

    /// Of settings and what they are where nothing is said.
    fn look<T>(&mut self, rows: &[Row<T>], of: &T, usual: &T) {
        for row in rows.iter().filter(|row| row.is_given(of, usual)) {
            if let Some(reason) = row.idle.and_then(|idle| idle(self.scenario, of)) {
                let (key, geometry) = (row.key.name(), self.scenario.grid.geometry.name());
                self.add(format!("{key} has no effect in `{geometry}`: {reason}"));
            }
        }
    }
}

/// A sentence for each key that changes nothing.
pub(super) fn warnings(scenario: &Scenario) -> Vec<String> {
    let mut told = Told { scenario, found: Vec::new() };
    for tool in scenario.sessions.iter().map(|session| &session.device) {
        let usual = tool.as_it_comes(scenario.site.firmness);
        told.look(&DEVICE, tool, &usual);
        technique(tool, &usual).into_iter().for_each(|warning| told.add(warning));
    }
    told.look(&GRID, &scenario.grid, &GridSettings::USUAL);
    told.look(&PATIENT, &scenario.patient, &Patient::DEFAULT);
    told.look(&OBSERVE, &scenario.observe, &ObservationSettings::USUAL);
    told.found
}

/// What of the technique makes no punctures because the density is said.
fn technique(tool: &Tool, usual: &Tool) -> Option<String> {
    let used = tool.needling()?;
    let made = used.density_from_technique();
    let making = DEVICE.iter().filter(|row| row.makes_density && row.is_given(tool, usual));
    let given: Vec<&str> = making.map(|row| row.key.name()).collect();
    let differs = (used.density_per_cm2 / made - 1.0).abs() > 1e-9;
    (differs && !given.is_empty()).then(|| {
        format!(
            "{} of the {} do not change the number of punctures: density_per_cm2 = {} is used, not the {} per cm² \
             that they make; leave density_per_cm2 out to use them",
            given.join(" and "),
            tool.name(),
            show(used.density_per_cm2),
            show((made * 10.0).round() / 10.0),
        )
    })
}
