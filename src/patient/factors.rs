//! What a patient does to the healing model: one list of named factors, applied and reported alike.

use serde::Serialize;

use super::{AgeingParameters, ModifierParameters, Patient};
use crate::model::{Parameter, Parameters};
use crate::quantities::Quantity;

/// One parameter of the healing model that something about the patient multiplies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Factor {
    /// What about the patient.
    pub cause: &'static str,
    /// The parameter that is multiplied.
    pub parameter: Parameter,
    /// By how much; 1 changes nothing.
    pub factor: f64,
    /// The parameter that sets the factor.
    pub set_by: &'static str,
    /// What supports it; keys of `docs/references.bib` in brackets.
    pub source: &'static str,
}

/// Parameters that set factors: a misspelt one does not compile.
const AGEING: AgeingParameters<usize> = AgeingParameters::INDEX;
const MODIFIERS: ModifierParameters<usize> = ModifierParameters::INDEX;
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
        let of = Parameter::of;
        let age =
            ((self.age_years - ageing.ageing_start) / ageing.ageing_span).clamp(0.0, ageing.ageing_limit);
        let aged = |parameter, slope: f64, set_by: usize| {
            factor("age", parameter, 1.0 + slope * age, &AgeingParameters::TABLE[set_by])
        };
        let mut factors = vec![
            aged(of(|all| all.synthesis_multiplier), ageing.ageing_synthesis, AGEING.ageing_synthesis),
            aged(
                of(|all| all.proliferation_multiplier),
                ageing.ageing_proliferation,
                AGEING.ageing_proliferation,
            ),
            aged(
                of(|all| all.polarisation_multiplier),
                ageing.ageing_polarisation,
                AGEING.ageing_polarisation,
            ),
            aged(of(|all| all.mmp_multiplier), ageing.ageing_mmp, AGEING.ageing_mmp),
            aged(of(|all| all.epidermal_multiplier), ageing.ageing_epidermis, AGEING.ageing_epidermis),
            aged(of(|all| all.recruitment_multiplier), ageing.ageing_recruitment, AGEING.ageing_recruitment),
            aged(of(|all| all.channel_multiplier), ageing.ageing_epidermis, AGEING.ageing_epidermis),
            factor(
                "age",
                of(|all| all.collagen_ceiling),
                1.0 + ageing.ageing_room * self.collagen_missing(ageing),
                &AgeingParameters::TABLE[AGEING.ageing_room],
            ),
        ];
        let m = modifiers;
        // A factor by a share of its whole effect: at 0 it is exactly 1.
        let part = |whole: f64, share: f64| 1.0 + (whole - 1.0) * share;
        let on = |flag: bool| f64::from(u8::from(flag));
        let dark = ((f64::from(self.fitzpatrick_type) - LIGHT) / (DARKEST - LIGHT)).max(0.0);
        let sun = f64::from(self.photoageing_grade) / MOST_AGED;
        let mut add = |cause, parameter, whole: f64, share: f64, set_by: usize| {
            // The whole effect as it stands, not through a difference that rounds.
            let by = if share == 1.0 { whole } else { part(whole, share) };
            factors.push(factor(cause, parameter, by, &ModifierParameters::TABLE[set_by]));
        };
        add(
            "smoking",
            of(|all| all.synthesis_multiplier),
            m.smoking_synthesis,
            on(self.smoker),
            MODIFIERS.smoking_synthesis,
        );
        add(
            "occlusion",
            of(|all| all.channel_multiplier),
            m.occlusion_channel,
            on(self.occluded),
            MODIFIERS.occlusion_channel,
        );
        add(
            "occlusion",
            of(|all| all.barrier_multiplier),
            m.occlusion_barrier,
            on(self.occluded),
            MODIFIERS.occlusion_barrier,
        );
        add(
            "fitzpatrick_type",
            of(|all| all.channel_multiplier),
            m.phototype_channel,
            dark,
            MODIFIERS.phototype_channel,
        );
        add(
            "fitzpatrick_type",
            of(|all| all.melanogenesis),
            m.phototype_melanogenesis,
            dark,
            MODIFIERS.phototype_melanogenesis,
        );
        add(
            "photoageing_grade",
            of(|all| all.papillary_synthesis_multiplier),
            m.photoageing_synthesis,
            sun,
            MODIFIERS.photoageing_synthesis,
        );
        add(
            "diabetes",
            of(|all| all.synthesis_multiplier),
            m.diabetes_synthesis,
            on(self.diabetes),
            MODIFIERS.diabetes_synthesis,
        );
        add(
            "diabetes",
            of(|all| all.epidermal_multiplier),
            m.diabetes_epidermis,
            on(self.diabetes),
            MODIFIERS.diabetes_epidermis,
        );
        let keloid = on(self.keloid_tendency);
        add(
            "keloid_tendency",
            of(|all| all.myofibroblast_apoptosis),
            m.keloid_apoptosis,
            keloid,
            MODIFIERS.keloid_apoptosis,
        );
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
        for factor in self.factors(ageing, modifiers) {
            factor.parameter.multiply(biology, factor.factor);
        }
        biology.collagen_loss += self.collagen_loss(ageing, modifiers);
    }
}

/// A factor with the source of the parameter that sets it.
fn factor(cause: &'static str, parameter: Parameter, factor: f64, set_by: &Quantity) -> Factor {
    Factor { cause, parameter, factor, set_by: set_by.name, source: set_by.source }
}
