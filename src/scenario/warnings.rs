//! What is allowed but should not pass in silence.

use super::section::show;
use super::{Geometry, Scenario};

impl Scenario {
    /// Sentences for the user: needles that leave the dermis, sessions after the end, changed parameters.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
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
        if single && self.sessions.iter().any(|session| session.device.tilt_degrees > 0.0) {
            warnings.push(format!(
                "tilt_degrees has no effect in `{}`: its one needle stands upright and stands for all",
                self.grid.geometry.name(),
            ));
        }
        let end = self.run.days;
        let late = self.sessions.iter().filter(|session| session.day > end).count();
        if late > 0 {
            warnings.push(format!(
                "{late} of {} sessions come after the run's last day, {}, and are not carried out; see run.days",
                self.sessions.len(),
                show(end),
            ));
        }
        if self.observe.map_days.iter().any(|day| *day > end) {
            warnings.push(format!("map_days after the run's last day, {}, are left out", show(end)));
        }
        if !self.changed_parameters.is_empty() {
            let names = self.changed_parameters.join(", ");
            warnings.push(format!("parameters differ from their defaults: {names}"));
        }
        warnings
    }
}
