//! What measures, fields and parameters are called in pictures: words with units, not names of columns.

pub(in crate::study) use crate::outcome::wording::{axis, of_column};
use crate::outcome::wording::{found, plain};
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

/// Fields whose words are not those of their name.
const FIELDS: [(&str, &str); 6] = [
    ("treatment.interval_days", "interval between sessions"),
    ("treatment.count", "number of sessions"),
    ("treatment.first_day", "day of the first session"),
    ("device.density_per_cm2", "density of punctures"),
    ("run.days", "length of the run"),
    ("run.seed", "seed of the needles"),
];

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

/// A field of the scenario or a parameter in words, without its unit.
pub(in crate::study) fn of_name(name: &str) -> String {
    found(&FIELDS, name).map_or_else(|| plain(name.rsplit('.').next().unwrap_or(name)), str::to_owned)
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
        assert_eq!(name_axis("treatment.interval_days"), "interval between sessions (days)");
        assert_eq!(name_axis("device.needle_length_mm"), "needle length (mm)");
        assert_eq!(name_axis("treatment.count"), "number of sessions");
        let measure = |name: &str| measure_axis(&Measure::parse(name).unwrap());
        assert_eq!(measure("gain_after_last"), "gain in collagen after the last session (%)");
        assert_eq!(measure("tewl.surface@3"), "water loss, day\u{a0}3 (g/m²/h)");
        assert!(measure("neutrophils.dermis@2").ends_with("(1 stands for about 500 cells/mm³)"));
    }
}
