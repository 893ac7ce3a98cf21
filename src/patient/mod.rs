//! The patient: age, sex, habits and conditions, and what they do to the parameters.

mod factors;
mod parameters;

pub use factors::Factor;
pub use parameters::{AgeingParameters, ModifierParameters};

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
    /// Fitzpatrick type from 1 (I, always burns) to 6 (VI, never burns); I to III are neutral.
    pub fitzpatrick_type: u8,
    /// Photo-ageing from 0 (none) to 4 (severe), in the order of Glogau's four types.
    pub photoageing_grade: u8,
    /// Type 2 diabetes.
    pub diabetes: bool,
    /// Has had keloids, or they run in the family.
    pub keloid_tendency: bool,
    /// Whether collagen is lost with age while the run goes on.
    pub ages: bool,
    /// Exposure of the treated skin to the sun, 0 (none) to 1 (full).
    pub sun_exposure: f64,
    /// Share of that time under sunscreen, 0 (never) to 1 (always).
    pub sunscreen: f64,
    /// What else is known; names of precautions. They warn and change no number.
    pub conditions: Vec<&'static str>,
}

/// Age to which collagen content is relative.
const ADULT_YEARS: f64 = 20.0;
/// Days of a year.
const YEAR: f64 = 365.25;

impl Patient {
    /// Who is treated where a scenario says nothing; everything but the age is neutral.
    pub const DEFAULT: Self = Self {
        age_years: 30.0,
        sex: Sex::Female,
        smoker: false,
        occluded: false,
        fitzpatrick_type: 2,
        photoageing_grade: 0,
        diabetes: false,
        keloid_tendency: false,
        ages: false,
        sun_exposure: 0.0,
        sunscreen: 0.0,
        conditions: Vec::new(),
    };

    /// Loss of collagen with age and sun while a run goes on, relative to what is there, 1/day.
    pub fn collagen_loss(&self, ageing: &AgeingParameters<f64>, modifiers: &ModifierParameters<f64>) -> f64 {
        let age = if self.ages { ageing.ageing_collagen_loss / self.baseline_collagen(ageing) } else { 0.0 };
        let unprotected = 1.0 - modifiers.sunscreen_protection * self.sunscreen;
        (age + modifiers.sun_collagen_loss * self.sun_exposure * unprotected) / YEAR
    }

    /// Collagen lost since the multipliers begin to change, relative to what is left: 0 for the young.
    fn collagen_missing(&self, ageing: &AgeingParameters<f64>) -> f64 {
        let last = ageing.ageing_start + ageing.ageing_limit * ageing.ageing_span;
        let at = |limit: f64| {
            Self { age_years: self.age_years.min(limit), ..Self::DEFAULT }.baseline_collagen(ageing)
        };
        at(ageing.ageing_start) / at(last) - 1.0
    }

    /// Collagen content of unwounded skin relative to that at 20 years, for absolute read-outs.
    pub fn baseline_collagen(&self, ageing: &AgeingParameters<f64>) -> f64 {
        1.0 - ageing.ageing_collagen_loss * (self.age_years - ADULT_YEARS).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Parameters;

    fn adult() -> Patient {
        Patient { age_years: 25.0, ..Patient::DEFAULT }
    }

    fn multipliers(age_years: f64) -> Parameters<f64> {
        let mut biology = Parameters::default();
        Patient { age_years, ..adult() }.apply(
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
        assert!(close(m.synthesis_multiplier, 0.72));
        assert!(close(m.proliferation_multiplier, 0.76));
        assert!(close(m.polarisation_multiplier, 0.92));
        assert!(close(m.mmp_multiplier, 1.16));
        assert!(close(m.epidermal_multiplier, 0.696));
        assert!(close(m.recruitment_multiplier, 0.92));
        assert_eq!(m.inflammation_multiplier, 1.0);
        assert!(close(m.channel_multiplier, 0.696));
        // A fifth of what is lost since 25, relative to the 0.55 that are left, makes room.
        let room = 1.0 + 0.2 * (0.95 / 0.55 - 1.0);
        assert!(close(m.collagen_ceiling / Parameters::default().collagen_ceiling, room));
    }

    #[test]
    fn each_modifier_multiplies_its_terms_alone() {
        let of = |patient: Patient| {
            let mut biology = Parameters::default();
            patient.apply(&AgeingParameters::default(), &ModifierParameters::default(), &mut biology);
            biology
        };
        let rest = Parameters::default();
        for fitzpatrick_type in 1..=3 {
            assert_eq!(of(Patient { fitzpatrick_type, ..adult() }), rest);
        }
        let dark = |fitzpatrick_type| of(Patient { fitzpatrick_type, ..adult() });
        assert_eq!(dark(6), Parameters { channel_multiplier: 0.75, ..rest });
        assert!(close(dark(4).channel_multiplier, 1.0 - 0.25 / 3.0));
        let sun = |photoageing_grade| of(Patient { photoageing_grade, ..adult() });
        assert_eq!(sun(4), Parameters { papillary_synthesis_multiplier: 0.44, ..rest });
        assert!(close(sun(1).papillary_synthesis_multiplier, 0.86));
        let diabetic = Parameters { synthesis_multiplier: 0.9, ..rest };
        assert_eq!(of(Patient { diabetes: true, ..adult() }), diabetic);
        let keloid = Parameters { myofibroblast_apoptosis: 0.5 * rest.myofibroblast_apoptosis, ..rest };
        assert_eq!(of(Patient { keloid_tendency: true, ..adult() }), keloid);
        assert_eq!(
            of(Patient { smoker: true, ..adult() }),
            Parameters { synthesis_multiplier: 0.73, ..rest }
        );
        let occluded = Parameters { channel_multiplier: 0.4, barrier_multiplier: 0.5, ..rest };
        assert_eq!(of(Patient { occluded: true, ..adult() }), occluded);
    }

    #[test]
    fn every_factor_is_named_sourced_and_neutral_by_default() {
        let factors = adult().factors(&AgeingParameters::default(), &ModifierParameters::default());
        for factor in factors {
            assert_eq!(factor.factor, 1.0, "{}", factor.cause);
            assert!(!factor.source.is_empty(), "{} has no source", factor.set_by);
        }
    }

    #[test]
    fn ageing_stops_at_its_limit() {
        assert!(close(multipliers(85.0).synthesis_multiplier, 0.58));
        assert_eq!(multipliers(95.0), multipliers(85.0));
    }

    #[test]
    fn factors_multiply_what_is_there() {
        let mut biology = Parameters { synthesis_multiplier: 1.8, ..Parameters::default() };
        Patient { age_years: 50.0, ..adult() }.apply(
            &AgeingParameters::default(),
            &ModifierParameters::default(),
            &mut biology,
        );
        assert!(close(biology.synthesis_multiplier, 1.8 * 0.825));
    }

    #[test]
    fn sun_and_years_take_collagen_and_sunscreen_keeps_most_of_it() {
        let of = |patient: Patient| {
            patient.collagen_loss(&AgeingParameters::default(), &ModifierParameters::default()) * 365.25
        };
        assert_eq!(of(adult()), 0.0);
        // 0.01 of the content at 20 is more of what is left at 50.
        assert!(close(of(Patient { age_years: 50.0, ages: true, ..adult() }), 0.01 / 0.7));
        let sun = Patient { sun_exposure: 1.0, ..adult() };
        assert!(close(of(sun.clone()), 0.005));
        assert!(close(of(Patient { sunscreen: 1.0, ..sun.clone() }), 0.0005));
        assert!(close(of(Patient { sunscreen: 0.5, sun_exposure: 0.5, ..sun }), 0.001375));
        let mut biology = Parameters::default();
        let patient = Patient { sun_exposure: 1.0, ..adult() };
        patient.apply(&AgeingParameters::default(), &ModifierParameters::default(), &mut biology);
        assert!(close(biology.collagen_loss * 365.25, 0.005));
    }

    #[test]
    fn collagen_falls_a_hundredth_a_year_after_twenty() {
        let at = |age_years| Patient { age_years, ..adult() }.baseline_collagen(&AgeingParameters::default());
        assert_eq!(at(18.0), 1.0);
        assert_eq!(at(20.0), 1.0);
        assert!(close(at(50.0), 0.7));
    }

    #[test]
    fn the_oldest_skin_still_has_collagen() {
        let row = AgeingParameters::TABLE.iter().find(|row| row.name == "ageing_collagen_loss").unwrap();
        let ageing = AgeingParameters { ageing_collagen_loss: row.high, ..AgeingParameters::default() };
        let oldest = Patient { age_years: 95.0, ages: true, ..Patient::DEFAULT };
        let left = oldest.baseline_collagen(&ageing);
        let lost = oldest.collagen_loss(&ageing, &ModifierParameters::default());
        assert!(left > 0.05 && lost > 0.0 && lost < 1e-3, "{left}, {lost}");
    }
}
