//! What is allowed but should not pass in silence.

use super::Scenario;
use super::section::show;

impl Scenario {
    /// Sentences for the user: needles that leave the dermis, parameters that were changed.
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
        if !self.changed_parameters.is_empty() {
            let names = self.changed_parameters.join(", ");
            warnings.push(format!("parameters differ from their defaults: {names}"));
        }
        warnings
    }
}
