//! What a patient does to the healing model: one list of named factors, applied and reported alike.

use serde::Serialize;

use super::{AgeingParameters, ModifierParameters, Patient};
use crate::model::Parameters;

/// One parameter of the healing model that something about the patient multiplies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Factor {
    /// What about the patient.
    pub cause: &'static str,
    /// The parameter that is multiplied.
    pub parameter: &'static str,
    /// By how much; 1 changes nothing.
    pub factor: f64,
    /// The parameter that sets the factor.
    pub set_by: &'static str,
    /// What supports it; keys of `docs/references.bib` in brackets.
    pub source: &'static str,
}

/// Fitzpatrick type up to which channels close alike, and the last one.
const LIGHT: f64 = 3.0;
const DARKEST: f64 = 6.0;
/// Highest grade of photo-ageing.
const MOST_AGED: f64 = 4.0;

impl Patient {
    /// Everything that the patient multiplies, in the order of application; also what is neutral.
    pub fn factors(
        &self,
        ageing: &AgeingParameters<f64>,
        modifiers: &ModifierParameters<f64>,
    ) -> Vec<Factor> {
        let age =
            ((self.age_years - ageing.ageing_start) / ageing.ageing_span).clamp(0.0, ageing.ageing_limit);
        let aged = |parameter, slope: f64, set_by| factor("age", parameter, 1.0 + slope * age, set_by);
        let mut factors = vec![
            aged("synthesis_multiplier", ageing.ageing_synthesis, "ageing_synthesis"),
            aged("proliferation_multiplier", ageing.ageing_proliferation, "ageing_proliferation"),
            aged("polarisation_multiplier", ageing.ageing_polarisation, "ageing_polarisation"),
            aged("mmp_multiplier", ageing.ageing_mmp, "ageing_mmp"),
            aged("epidermal_multiplier", ageing.ageing_epidermis, "ageing_epidermis"),
            aged("recruitment_multiplier", ageing.ageing_recruitment, "ageing_recruitment"),
            aged("channel_multiplier", ageing.ageing_epidermis, "ageing_epidermis"),
        ];
        let m = modifiers;
        // A factor by a share of its whole effect: at 0 it is exactly 1.
        let part = |whole: f64, share: f64| 1.0 + (whole - 1.0) * share;
        let on = |flag: bool| f64::from(u8::from(flag));
        let dark = ((f64::from(self.fitzpatrick_type) - LIGHT) / (DARKEST - LIGHT)).max(0.0);
        let sun = f64::from(self.photoageing_grade) / MOST_AGED;
        let mut add = |cause, parameter, whole: f64, share: f64, set_by| {
            // The whole effect as it stands, not through a difference that rounds.
            let by = if share == 1.0 { whole } else { part(whole, share) };
            factors.push(factor(cause, parameter, by, set_by));
        };
        add("smoking", "synthesis_multiplier", m.smoking_synthesis, on(self.smoker), "smoking_synthesis");
        add("occlusion", "channel_multiplier", m.occlusion_channel, on(self.occluded), "occlusion_channel");
        add("occlusion", "barrier_multiplier", m.occlusion_barrier, on(self.occluded), "occlusion_barrier");
        add("fitzpatrick_type", "channel_multiplier", m.phototype_channel, dark, "phototype_channel");
        add(
            "photoageing_grade",
            "synthesis_multiplier",
            m.photoageing_synthesis,
            sun,
            "photoageing_synthesis",
        );
        add(
            "diabetes",
            "synthesis_multiplier",
            m.diabetes_synthesis,
            on(self.diabetes),
            "diabetes_synthesis",
        );
        add(
            "diabetes",
            "epidermal_multiplier",
            m.diabetes_epidermis,
            on(self.diabetes),
            "diabetes_epidermis",
        );
        let keloid = on(self.keloid_tendency);
        add("keloid_tendency", "myofibroblast_apoptosis", m.keloid_apoptosis, keloid, "keloid_apoptosis");
        factors
    }

    /// Multiplies the parameters of the healing model, and adds what years and sun take. Only rates of what
    /// is an excess over rest are multiplied, so unwounded skin stays exactly at rest but for that loss.
    pub fn apply(
        &self,
        ageing: &AgeingParameters<f64>,
        modifiers: &ModifierParameters<f64>,
        biology: &mut Parameters<f64>,
    ) {
        let mut values = biology.into_array();
        for factor in self.factors(ageing, modifiers) {
            let rows = Parameters::TABLE.iter().zip(&mut values);
            rows.filter(|(row, _)| row.name == factor.parameter)
                .for_each(|(_, value)| *value *= factor.factor);
        }
        *biology = Parameters::from_array(values);
        biology.collagen_loss += self.collagen_loss(ageing, modifiers);
    }
}

/// A factor with the source of the parameter that sets it.
fn factor(cause: &'static str, parameter: &'static str, factor: f64, set_by: &'static str) -> Factor {
    let mut rows = AgeingParameters::TABLE.iter().chain(&ModifierParameters::TABLE);
    let source = rows.find(|row| row.name == set_by).map_or("", |row| row.source);
    Factor { cause, parameter, factor, set_by, source }
}
