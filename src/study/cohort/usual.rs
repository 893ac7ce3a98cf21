//! Who is treated where a cohort states no draws: the scenario's own patient, as far as it is stated.

use super::arm::Arm;
use crate::study::plan::base::Base;
use crate::study::plan::names::canonical;
use crate::study::plan::stated::in_file;

/// Traits of a cohort that states none. Assumptions: nobody has measured how the model's parameters
/// scatter between people.
pub const USUAL_DRAWS: [&str; 10] = [
    "patient.age_years=normal(45,12) in 20..75",
    "patient.sex=choice(female:0.8,male:0.2)",
    "patient.fitzpatrick_type=choice(1:0.05,2:0.3,3:0.35,4:0.2,5:0.1)",
    "site.papillary_dermis_mm=times lognormal(1,1.15)",
    "site.reticular_dermis_mm=times lognormal(1,1.15)",
    "synthesis_multiplier=times lognormal(1,1.25)",
    "proliferation_multiplier=times lognormal(1,1.2)",
    "mmp_multiplier=times lognormal(1,1.2)",
    "polarisation_multiplier=times lognormal(1,1.15)",
    "inflammation_multiplier=times lognormal(1,1.1)",
];
/// How those go together; assumptions too.
pub const USUAL_CORRELATIONS: [&str; 2] = [
    "site.papillary_dermis_mm,site.reticular_dermis_mm=0.8",
    "synthesis_multiplier,proliferation_multiplier=0.5",
];

/// Table of a scenario that describes one person as a whole.
const PATIENT: &str = "patient.";

/// What is drawn, and what is not although it usually is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::study) struct Drawn {
    /// Draws.
    pub draws: Vec<String>,
    /// Correlations of those.
    pub correlations: Vec<String>,
    /// Names of usual draws that the scenario or an arm states.
    pub kept: Vec<String>,
}

impl Drawn {
    /// The usual draws. Unless a whole `population` is asked for, what the scenario states is kept: a
    /// thickness or a parameter that the file or a change gives is not drawn, and a patient of whom they
    /// or an arm give anything is nobody else.
    pub(in crate::study) fn usual(base: &Base, changes: &[String], arms: &[Arm], population: bool) -> Self {
        let mut stated = in_file(&base.text);
        stated.extend(changes.iter().filter_map(|change| change.split('=').next()).map(owned));
        let about_patient = |name: &String| name.starts_with(PATIENT);
        let known_patient = stated.iter().any(about_patient)
            || arms.iter().any(|arm| arm.sets().any(|name| name.starts_with(PATIENT)));
        let keeps =
            |name: &String| !population && (stated.contains(name) || (known_patient && about_patient(name)));
        let (kept, drawn): (Vec<_>, Vec<_>) =
            USUAL_DRAWS.iter().map(|draw| (*draw, name(draw))).partition(|(_, name)| keeps(name));
        let known = |text: &&&str| {
            let pair = text.split('=').next().unwrap_or_default();
            pair.split(',').all(|one| drawn.iter().any(|(_, name)| name == one))
        };
        Self {
            correlations: USUAL_CORRELATIONS.iter().filter(known).map(|text| (*text).to_owned()).collect(),
            draws: drawn.iter().map(|(draw, _)| (*draw).to_owned()).collect(),
            kept: kept.into_iter().map(|(_, name)| name).collect(),
        }
    }

    /// One line for people.
    pub(in crate::study) fn text(&self) -> String {
        let names: Vec<String> = self.draws.iter().map(|draw| name(draw)).collect();
        let listed = if names.is_empty() { "the needles alone".to_owned() } else { names.join(", ") };
        let kept = match self.kept[..] {
            [] => String::new(),
            _ => format!("; kept as the scenario has it: {} (--population draws all)", self.kept.join(", ")),
        };
        format!("drawn: {listed}{kept}")
    }
}

/// The name that a draw is of.
fn name(draw: &str) -> String {
    owned(draw.split('=').next().unwrap_or_default())
}

fn owned(name: &str) -> String {
    canonical(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(text: &str, changes: &[&str], population: bool) -> Drawn {
        let base = Base { name: "a.toml".into(), text: text.into() };
        let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
        Drawn::usual(&base, &changes, &[], population)
    }

    #[test]
    fn a_stated_patient_is_kept_whole() {
        let patient = ["patient.age_years", "patient.sex", "patient.fitzpatrick_type"];
        assert_eq!(usual("[patient]\nage_years = 55\n", &[], false).kept, patient);
        assert_eq!(usual("", &["patient.age_years=55"], false).kept, patient);
        assert_eq!(usual("", &["patient.age_years=55"], true).draws, USUAL_DRAWS);
        assert_eq!(usual("schema = 1\n[run]\ndays = 3\n", &["run.seed=2"], false).draws, USUAL_DRAWS);
    }

    #[test]
    fn stated_thicknesses_and_parameters_are_kept_one_by_one() {
        let found = usual("[site]\nreticular_dermis_mm = 1.4\n[parameters]\nm_syn = 0.8\n", &[], false);
        assert_eq!(found.kept, ["site.reticular_dermis_mm", "synthesis_multiplier"]);
        assert!(found.correlations.is_empty());
        assert!(found.text().contains("kept as the scenario has it: site.reticular_dermis_mm, synthesis"));
    }
}
