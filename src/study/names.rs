//! One name for one thing: what a field or parameter is called in every study, and its unit.

use crate::parameters::ParameterSet;
use crate::quantities::Quantity;

/// Endings of fields that are units. The first that fits counts.
const ENDINGS: [(&str, &str); 12] = [
    ("_days", "days"),
    (".days", "days"),
    ("_day", "days"),
    ("_mm_s", "mm/s"),
    ("_mm", "mm"),
    ("_um", "µm"),
    ("_years", "years"),
    ("_per_cm2", "1/cm²"),
    ("_degrees", "degrees"),
    ("_hz", "Hz"),
    ("_hours", "hours"),
    ("_per_day", "1/day"),
];

/// The parameter of that name, with or without its section, or of that symbol.
pub(super) fn parameter(name: &str) -> Option<&'static Quantity> {
    let name = name.strip_prefix("parameters.").unwrap_or(name);
    ParameterSet::table().map(|(_, row)| row).find(|row| row.name == name || row.symbol == name)
}

/// The name that everything knows: a parameter's own for its symbol and for `parameters.NAME`.
pub(super) fn canonical(name: &str) -> &str {
    let name = name.trim();
    parameter(name).map_or(name, |row| row.name)
}

/// The unit of a field or parameter, 1 where it has none.
pub(super) fn unit(name: &str) -> &'static str {
    if let Some(row) = parameter(name) {
        return row.unit;
    }
    ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map_or("1", |(_, unit)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_sections_are_one_name() {
        for name in ["m_syn", "parameters.m_syn", "parameters.synthesis_multiplier", " synthesis_multiplier"]
        {
            assert_eq!(canonical(name), "synthesis_multiplier");
        }
        assert_eq!(canonical("patient.sex"), "patient.sex");
    }

    #[test]
    fn fields_have_units() {
        for (name, expected) in [
            ("run.days", "days"),
            ("patient.age_years", "years"),
            ("site.reticular_dermis_mm", "mm"),
            ("device.glide_speed_mm_s", "mm/s"),
            ("site.reticular_dermis_mm_factor", "1"),
            ("treatment.count", "1"),
        ] {
            assert_eq!(unit(name), expected, "{name}");
        }
    }
}
