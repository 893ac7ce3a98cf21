//! The patient: age and sex, and what age does to the parameters.

use crate::quantities::quantities;

/// Sex, which decides layer thicknesses where sources tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Who is treated.
#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    /// Age in years.
    pub age_years: f64,
    /// Sex.
    pub sex: Sex,
}

quantities! {
    /// How age maps to multipliers: a = clip((age − start) / span, 0, limit), factor = 1 + slope a.
    AgeingParameters {
        ageing_start: "a_0", 25.0, "year", 18.0..=40.0, Tuned,
            "age at which the multipliers begin to change", "design choice";
        ageing_span: "a_1", 50.0, "year", 20.0..=80.0, Tuned,
            "years over which the multipliers change by their full slope", "design choice";
        ageing_limit: "a_max", 1.2, "1", 1.0..=2.0, Tuned,
            "largest relative age", "design choice";
        ageing_synthesis: "s_syn", -0.40, "1", -0.8..=0.0, Tuned,
            "change of collagen synthesis per relative age",
            "tuned inside a published range: procollagen 82 to 56 ng/mL from 18-29 to 80+ years, -32 % in vitro, and less mechanical stimulation (Varani 2006)";
        ageing_proliferation: "s_prolif", -0.35, "1", -0.8..=0.0, Tuned,
            "change of fibroblast proliferation per relative age", "design choice; direction from Varani 2006";
        ageing_polarisation: "s_12", -0.30, "1", -0.8..=0.0, Tuned,
            "change of the macrophage switch per relative age", "design choice; direction only";
        ageing_mmp: "s_mmp", 0.5, "1", 0.0..=1.5, Tuned,
            "change of MMP release per relative age", "design choice; direction from Fisher 2009";
        ageing_epidermis: "s_epi", -0.35, "1", -0.8..=0.0, Tuned,
            "change of epidermal closure per relative age", "design choice; direction from Holt 1992";
        ageing_recruitment: "s_M", -0.10, "1", -0.8..=0.0, Tuned,
            "change of monocyte recruitment per relative age", "design choice; direction only";
        ageing_collagen_loss: "l_c", 0.01, "1/year", 0.005..=0.02, Literature,
            "yearly loss of collagen content after the age of 20, relative to the content at 20",
            "about 1 % per year of adult life (Shuster 1975)";
    }
}
