//! What outcomes are called in pictures: words with units, not names of columns.

use crate::quantities::WHOLE_NUMBER;

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

/// Endings of names that are units or say no more than one.
const ENDINGS: [&str; 10] =
    ["_per_cm2", "_per_day", "_mm_s", "_days", "_day", "_mm", "_um", "_years", "_degrees", "_hours"];

/// The words of a name in a table.
pub fn found(table: &'static [(&str, &str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}

/// An outcome column, `<outcome>.<region>`, in words.
pub fn of_column(column: &str) -> String {
    let (outcome, region) = column.split_once('.').unwrap_or((column, "surface"));
    let words = found(&OUTCOMES, outcome).map_or_else(|| plain(outcome), str::to_owned);
    let region = found(&REGIONS, region).map_or_else(|| format!(", {}", plain(region)), str::to_owned);
    words + &region
}

/// A name without the unit at its end, with spaces.
pub fn plain(name: &str) -> String {
    let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    bare.unwrap_or(name).replace('_', " ")
}

/// The title of an axis.
pub fn axis(words: &str, unit: &str) -> String {
    match unit {
        "" | "1" | WHOLE_NUMBER => words.to_owned(),
        // What one unit stands for is no range of the axis.
        unit if unit.contains(" to ") || unit.starts_with("about ") => {
            format!("{words} (1 stands for {unit})")
        }
        unit => format!("{words} ({unit})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_words() {
        for name in crate::outcome::OUTCOMES.iter().map(|outcome| outcome.name) {
            let words = of_column(&format!("{name}.dermis"));
            assert!(!words.contains('_') && words.ends_with(", whole dermis"), "{words}");
        }
    }
}
