//! What measures, fields and parameters are called in pictures: words with units, not names of columns.

use crate::quantities::WHOLE_NUMBER;
use crate::study::plan::names;
use crate::study::readout::measure::Measure;

/// Measures of the catalogue.
const MEASURES: [(&str, &str); 12] = [
    ("gain_after_last", "gain in collagen after the last session"),
    ("gain_on_day", "gain in collagen on the fixed day"),
    ("gain_per_session", "gain in collagen per session"),
    ("gain_per_week", "gain in collagen per week"),
    ("scar_like_share", "share of scar-like collagen"),
    ("scar_matrix_index", "index of scar-like matrix"),
    ("inflammation_days", "time with inflammation"),
    ("redness_days", "time with visible redness"),
    ("barrier_days", "time with an open barrier"),
    ("downtime_days", "time with visible redness or swelling"),
    ("redness_or_barrier_days", "time with visible redness or an open barrier"),
    ("sessions", "number of sessions"),
];

/// Outcomes whose words are not those of their name.
const OUTCOMES: [(&str, &str); 21] = [
    ("collagen_total", "total collagen"),
    ("collagen_i", "type I collagen"),
    ("collagen_iii", "type III collagen"),
    ("collagen_scar", "scar-like collagen"),
    ("collagen_new", "newly deposited collagen"),
    ("collagen_lost", "lost collagen"),
    ("collagen_functional", "load-bearing collagen"),
    ("collagen_iii_to_i", "ratio of type III to type I collagen"),
    ("macrophages_m1", "macrophages M1"),
    ("macrophages_m2", "macrophages M2"),
    ("tgf_beta_1", "TGF-β1"),
    ("tgf_beta_3", "TGF-β3"),
    ("mmp", "MMP activity"),
    ("tewl", "water loss"),
    ("barrier", "function of the barrier"),
    ("oedema_thickness_mm", "thickness of oedema"),
    ("collagen_thickness_mm", "thickness of the dermis by collagen"),
    ("dermal_thickness_mm", "thickness of the dermis"),
    ("defect_volume_mm3_per_cm2", "volume of the defect"),
    ("vessels", "capillary density"),
    ("activation", "activation of fibroblasts"),
];

/// Regions of columns.
const REGIONS: [(&str, &str); 6] = [
    ("dermis", ", whole dermis"),
    ("papillary", ", papillary dermis"),
    ("reticular", ", reticular dermis"),
    ("halo", ", halo of 150 µm"),
    ("channel", ", inside the channels"),
    ("surface", ""),
];

/// Fields whose words are not those of their name.
const FIELDS: [(&str, &str); 6] = [
    ("treatment.interval_days", "interval between sessions"),
    ("treatment.count", "number of sessions"),
    ("treatment.first_day", "day of the first session"),
    ("device.density_per_cm2", "density of punctures"),
    ("run.days", "length of the run"),
    ("run.seed", "seed of the needles"),
];

/// Endings of names that are units or say no more than one.
const ENDINGS: [&str; 10] =
    ["_per_cm2", "_per_day", "_mm_s", "_days", "_day", "_mm", "_um", "_years", "_degrees", "_hours"];

fn found(table: &'static [(&str, &str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}

/// A measure in words, without its unit.
pub(in crate::study) fn of_measure(measure: &Measure) -> String {
    match measure {
        Measure::Named(named) => {
            found(&MEASURES, named.name).map_or_else(|| plain(named.name), str::to_owned)
        }
        Measure::Column { column, day: None } => of_column(column),
        Measure::Column { column, day: Some(day) } => format!("{}, day\u{a0}{day}", of_column(column)),
        Measure::Peak { column } => format!("{}, largest value", of_column(column)),
    }
}

/// An outcome column, `<outcome>.<region>`, in words.
pub(in crate::study) fn of_column(column: &str) -> String {
    let (outcome, region) = column.split_once('.').unwrap_or((column, "surface"));
    let words = found(&OUTCOMES, outcome).map_or_else(|| plain(outcome), str::to_owned);
    let region = found(&REGIONS, region).map_or_else(|| format!(", {}", plain(region)), str::to_owned);
    words + &region
}

/// A field of the scenario or a parameter in words, without its unit.
pub(in crate::study) fn of_name(name: &str) -> String {
    found(&FIELDS, name).map_or_else(|| plain(name.rsplit('.').next().unwrap_or(name)), str::to_owned)
}

/// A name without the unit at its end, with spaces.
fn plain(name: &str) -> String {
    let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    bare.unwrap_or(name).replace('_', " ")
}

/// The title of an axis.
pub(in crate::study) fn axis(words: &str, unit: &str) -> String {
    match unit {
        "" | "1" | WHOLE_NUMBER => words.to_owned(),
        // What one unit stands for is no range of the axis.
        unit if unit.contains(" to ") || unit.starts_with("about ") => {
            format!("{words} (1 stands for {unit})")
        }
        unit => format!("{words} ({unit})"),
    }
}

/// The title of the axis of a measure.
pub(in crate::study) fn measure_axis(measure: &Measure) -> String {
    axis(&of_measure(measure), &measure.unit())
}

/// The title of the axis of a field or parameter.
pub(in crate::study) fn name_axis(name: &str) -> String {
    axis(&of_name(name), names::unit(name))
}

/// Words at the beginning of a title.
pub(in crate::study) fn title(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Least range of an axis of measures with this unit: what the usual tolerance leaves in them at most, so
/// that no figure makes a difference of it.
pub(in crate::study) fn floor(unit: &str) -> f64 {
    match unit {
        "%" | "%/week" | "days" => 0.02,
        _ => 1e-4,
    }
}

/// Whether a measure counts things.
pub(in crate::study) fn is_whole(measure: &Measure) -> bool {
    measure.name() == "sessions"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_and_field_has_words() {
        for named in &crate::study::readout::measure::MEASURES {
            assert!(found(&MEASURES, named.name).is_some(), "{}", named.name);
        }
        for name in crate::outcome::OUTCOMES.iter().map(|outcome| outcome.name) {
            let words = of_column(&format!("{name}.dermis"));
            assert!(!words.contains('_') && words.ends_with(", whole dermis"), "{words}");
        }
        assert_eq!(name_axis("treatment.interval_days"), "interval between sessions (days)");
        assert_eq!(name_axis("device.needle_length_mm"), "needle length (mm)");
        assert_eq!(name_axis("treatment.count"), "number of sessions");
        let measure = |name: &str| measure_axis(&Measure::parse(name).unwrap());
        assert_eq!(measure("gain_after_last"), "gain in collagen after the last session (%)");
        assert_eq!(measure("tewl.surface@3"), "water loss, day\u{a0}3 (g/m²/h)");
        assert!(measure("neutrophils.dermis@2").ends_with("(1 stands for about 500 cells/mm³)"));
    }
}
