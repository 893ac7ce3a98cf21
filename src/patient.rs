//! The patient: age and sex, and what age does to the parameters.

use crate::model::Parameters;
use crate::quantities::quantities;

/// Sex, which decides layer thicknesses where sources tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// Both; the first is the default.
    pub const ALL: [Self; 2] = [Self::Female, Self::Male];

    /// The name in scenarios.
    pub fn name(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }
}

/// Who is treated.
#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    /// Age in years.
    pub age_years: f64,
    /// Sex.
    pub sex: Sex,
    /// Smokes.
    pub smoker: bool,
    /// Whether the treated skin is kept under an occlusive film.
    pub occluded: bool,
}

quantities! {
    /// How age maps to multipliers: a = clip((age − start) / span, 0, limit), factor = 1 + slope a.
    AgeingParameters {
        ageing_start: "a_0", 25.0, "year", 18.0..=40.0, Tuned,
            "age at which the multipliers begin to change",
            "assumption, fitted to nothing: young adults differ little";
        ageing_span: "a_1", 50.0, "year", 20.0..=80.0, Tuned,
            "years over which the multipliers change by their full slope",
            "assumption, fitted to nothing: to old age";
        ageing_limit: "a_max", 1.2, "1", 1.0..=2.0, Tuned,
            "largest relative age", "assumption, fitted to nothing: no extrapolation beyond 85 years";
        ageing_synthesis: "s_syn", -0.40, "1", -0.8..=0.0, Tuned,
            "change of collagen synthesis per relative age",
            "assumption, fitted to nothing: inside a range; [varani2006] procollagen 82 to 56 ng/mL from 18-29 to 80+ years, -32 % in vitro, and less mechanical stimulation";
        ageing_proliferation: "s_prolif", -0.35, "1", -0.8..=0.0, Tuned,
            "change of fibroblast proliferation per relative age",
            "assumption, fitted to nothing: direction from [varani2006]";
        ageing_polarisation: "s_12", -0.30, "1", -0.8..=0.0, Tuned,
            "change of the macrophage switch per relative age",
            "assumption, fitted to nothing: direction only";
        ageing_mmp: "s_mmp", 0.5, "1", 0.0..=1.5, Tuned,
            "change of MMP release per relative age",
            "assumption, fitted to nothing: direction from [fisher2009]";
        ageing_epidermis: "s_epi", -0.35, "1", -0.8..=0.0, Tuned,
            "change of epidermal closure per relative age",
            "assumption, fitted to nothing: direction from [holt1992] and [kelchen2016]";
        ageing_recruitment: "s_M", -0.10, "1", -0.8..=0.0, Tuned,
            "change of monocyte recruitment per relative age",
            "assumption, fitted to nothing: direction only";
        ageing_collagen_loss: "l_c", 0.01, "1/year", 0.005..=0.02, Literature,
            "yearly loss of collagen content after the age of 20, relative to the content at 20",
            "[shuster1975] about 1 % per year of adult life";
    }
}

quantities! {
    /// Factors of smoking and occlusion.
    ModifierParameters {
        smoking_synthesis: "f_smoke", 0.81, "1", 0.5..=1.0, Literature,
            "collagen synthesis of a smoker relative to a non-smoker",
            "[knuutinen2002] type I -18 %, type III -22 % in suction-blister fluid";
        occlusion_channel: "f_occ,A", 0.25, "1", 0.05..=1.0, Tuned,
            "closing of channels under an occlusive film relative to open air",
            "set by hand within the published recovery times of T4: [gupta2011] occluded 3 to 40 h against up to 2 h unoccluded";
        occlusion_barrier: "f_occ,B", 0.5, "1", 0.1..=1.0, Tuned,
            "recovery of the barrier under an occlusive film relative to open air",
            "assumption, fitted to nothing: direction from [kalluri2011] and [kelchen2016]";
    }
}

/// Age to which collagen content is relative.
const ADULT_YEARS: f64 = 20.0;

impl Patient {
    /// Multiplies the multipliers of the healing model by what age, smoking and occlusion do to them.
    /// Only excess terms carry multipliers, so unwounded skin stays exactly at rest.
    pub fn apply(
        &self,
        ageing: &AgeingParameters<f64>,
        modifiers: &ModifierParameters<f64>,
        biology: &mut Parameters<f64>,
    ) {
        let age =
            ((self.age_years - ageing.ageing_start) / ageing.ageing_span).clamp(0.0, ageing.ageing_limit);
        biology.synthesis_multiplier *= 1.0 + ageing.ageing_synthesis * age;
        biology.proliferation_multiplier *= 1.0 + ageing.ageing_proliferation * age;
        biology.polarisation_multiplier *= 1.0 + ageing.ageing_polarisation * age;
        biology.mmp_multiplier *= 1.0 + ageing.ageing_mmp * age;
        biology.epidermal_multiplier *= 1.0 + ageing.ageing_epidermis * age;
        biology.recruitment_multiplier *= 1.0 + ageing.ageing_recruitment * age;
        biology.channel_multiplier *= 1.0 + ageing.ageing_epidermis * age;
        if self.smoker {
            biology.synthesis_multiplier *= modifiers.smoking_synthesis;
        }
        if self.occluded {
            biology.channel_multiplier *= modifiers.occlusion_channel;
            biology.barrier_multiplier *= modifiers.occlusion_barrier;
        }
    }

    /// Collagen content of unwounded skin relative to that at 20 years, for absolute read-outs.
    pub fn baseline_collagen(&self, ageing: &AgeingParameters<f64>) -> f64 {
        1.0 - ageing.ageing_collagen_loss * (self.age_years - ADULT_YEARS).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADULT: Patient = Patient { age_years: 25.0, sex: Sex::Female, smoker: false, occluded: false };

    fn multipliers(age_years: f64) -> Parameters<f64> {
        let mut biology = Parameters::default();
        Patient { age_years, ..ADULT }.apply(
            &AgeingParameters::default(),
            &ModifierParameters::default(),
            &mut biology,
        );
        biology
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn the_young_are_as_the_model() {
        assert_eq!(multipliers(18.0), Parameters::default());
        assert_eq!(multipliers(25.0), Parameters::default());
    }

    #[test]
    fn sixty_five_is_four_fifths_of_the_span() {
        let m = multipliers(65.0);
        assert!(close(m.synthesis_multiplier, 0.68));
        assert!(close(m.proliferation_multiplier, 0.72));
        assert!(close(m.polarisation_multiplier, 0.76));
        assert!(close(m.mmp_multiplier, 1.4));
        assert!(close(m.epidermal_multiplier, 0.72));
        assert!(close(m.recruitment_multiplier, 0.92));
        assert_eq!(m.inflammation_multiplier, 1.0);
        assert!(close(m.channel_multiplier, 0.72));
    }

    #[test]
    fn smoking_and_occlusion_multiply_their_terms_alone() {
        let of = |patient: Patient| {
            let mut biology = Parameters::default();
            patient.apply(&AgeingParameters::default(), &ModifierParameters::default(), &mut biology);
            biology
        };
        let rest = Parameters::default();
        assert_eq!(of(Patient { smoker: true, ..ADULT }), Parameters { synthesis_multiplier: 0.81, ..rest });
        let occluded = Parameters { channel_multiplier: 0.25, barrier_multiplier: 0.5, ..rest };
        assert_eq!(of(Patient { occluded: true, ..ADULT }), occluded);
    }

    #[test]
    fn ageing_stops_at_its_limit() {
        assert!(close(multipliers(85.0).synthesis_multiplier, 0.52));
        assert_eq!(multipliers(95.0), multipliers(85.0));
    }

    #[test]
    fn factors_multiply_what_is_there() {
        let mut biology = Parameters { synthesis_multiplier: 1.8, ..Parameters::default() };
        Patient { age_years: 50.0, ..ADULT }.apply(
            &AgeingParameters::default(),
            &ModifierParameters::default(),
            &mut biology,
        );
        assert!(close(biology.synthesis_multiplier, 1.8 * 0.8));
    }

    #[test]
    fn collagen_falls_a_hundredth_a_year_after_twenty() {
        let at = |age_years| Patient { age_years, ..ADULT }.baseline_collagen(&AgeingParameters::default());
        assert_eq!(at(18.0), 1.0);
        assert_eq!(at(20.0), 1.0);
        assert!(close(at(50.0), 0.7));
    }
}
