//! What is allowed but should not pass in silence.

use super::section::show;
use super::{Geometry, Scenario};
use crate::precaution;
use crate::puncture::Pattern;
use crate::puncture::roller::HOME_ROLLER_NAME as HOME_ROLLER;
use crate::treatment::{Session, within};

/// Lightest Fitzpatrick type of which hyperpigmentation after needling was reported.
const DARK: u8 = 4;

impl Scenario {
    /// What a scenario that treats anybody states about who should not be treated.
    fn precautions(&self) -> Vec<String> {
        if self.sessions.is_empty() {
            return Vec::new();
        }
        let at_home = |session: &Session| session.device.device == HOME_ROLLER;
        let stated = [
            (self.patient.keloid_tendency, "keloid_tendency"),
            (self.patient.fitzpatrick_type >= DARK, "dark_skin"),
            (self.sessions.iter().any(at_home), "home_treatment"),
        ];
        let stated = stated.iter().filter(|(stated, _)| *stated).map(|(_, name)| *name);
        self.patient.conditions.iter().copied().chain(stated).filter_map(precaution::warning).collect()
    }

    /// Sentences for the user: precautions, needles that leave the dermis, sessions after the end,
    /// changed parameters.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = self.precautions();
        let layers = self.site.layers_mm();
        let whole: f64 = layers.iter().sum();
        let dermis = whole - self.site.subcutis_mm;
        for session in &self.sessions {
            let device = &session.device;
            let depth = device.needle_length_mm * device.depth_efficacy;
            let beyond = if depth > whole {
                format!("the modelled skin, which ends at {whole:.2} mm")
            } else {
                format!("the dermis, which ends at {dermis:.2} mm")
            };
            let warning = format!(
                "needles of {} mm reach {depth:.2} mm on {}, beyond {beyond}",
                show(device.needle_length_mm),
                self.site.name,
            );
            if depth > dermis && !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
        let single = matches!(self.grid.geometry, Geometry::Cell | Geometry::WellMixed);
        if single && self.sessions.iter().any(|session| session.device.pattern != Pattern::Device) {
            warnings.push(format!(
                "pattern has no effect in `{}`: its one needle stands for all",
                self.grid.geometry.name(),
            ));
        }
        if single && self.sessions.iter().any(|session| session.device.tilt_degrees > 0.0) {
            warnings.push(format!(
                "tilt_degrees has no effect in `{}`: its one needle stands upright and stands for all",
                self.grid.geometry.name(),
            ));
        }
        let end = self.run.days;
        let late = self.sessions.len() - self.carried_out().count();
        if late > 0 {
            warnings.push(format!(
                "{late} of {} sessions come after the run's last day, {}, and are not carried out; see run.days",
                self.sessions.len(),
                show(end),
            ));
        }
        for topical in &self.topicals {
            let late = topical.applications().iter().filter(|one| within(end, one.day)).count();
            if late > 0 {
                warnings.push(format!(
                    "{late} applications of {} come on the run's last day, {}, or after it and are left out",
                    topical.agent.name,
                    show(end)
                ));
            }
        }
        if self.observe.map_days.iter().any(|day| !within(*day, end)) {
            warnings.push(format!("map_days after the run's last day, {}, are left out", show(end)));
        }
        if !self.changed_parameters.is_empty() {
            let names = self.changed_parameters.join(", ");
            warnings.push(format!("parameters differ from their defaults: {names}"));
        }
        warnings
    }
}
