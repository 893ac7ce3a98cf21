//! The files of the targets: all there, all listed, and their bands as the evidence gives them.

use std::fs;
use std::path::Path;

use dermis::validation::catalogue::{SCENARIOS, TARGETS};
use dermis::validation::measure::MEASURES;
use dermis::validation::suite::Suite;
use dermis::validation::target::Basis;

/// Targets of the evidence that can be simulated.
const EXPECTED: [&str; 33] = [
    "T1", "T2", "T3", "T4", "T6", "T7", "T8", "T9", "T10", "T11", "T13", "T14", "T15", "T17", "T18", "T19",
    "T20", "T22", "T23", "T24", "T25", "T26", "T27", "T28", "T29", "T30", "T31", "T32", "T33", "T34", "T35",
    "T36", "T37",
];

/// Hard checks with the bands of the evidence: a band that is moved must be moved here as well.
const BANDS: [(&str, &str, Option<f64>, Option<f64>); 58] = [
    ("T1", "deficit of the barrier down to 10 % of its peak", Some(1.0), Some(72.0)),
    ("T3", "excess of 1.5 mm over that of 0.5 mm, least ratio within 48 h", Some(1.0), None),
    ("T3", "time to 10 % of the peak, 1.5 mm over 0.5 mm", Some(1.0), None),
    ("T4", "longer needles close later (1 is yes)", Some(1.0), None),
    ("T4", "more needles close later (1 is yes)", Some(1.0), None),
    ("T4", "closure occluded over open", Some(1.5), Some(20.0)),
    ("T6", "mouth 90 % closed, needle of 250 µm", Some(8.0), Some(30.0)),
    ("T6", "larger is slower (1 is yes)", Some(1.0), None),
    ("T7", "time of the peak", Some(12.0), Some(36.0)),
    ("T7", "left on day 5", None, Some(20.0)),
    ("T7", "time of the peak, one session of needling", Some(12.0), Some(36.0)),
    ("T7", "left on day 5, one session of needling", None, Some(20.0)),
    ("T8", "time of the peak, inflammatory and repair together", Some(36.0), Some(96.0)),
    ("T8", "peak after that of the neutrophils", Some(0.0), None),
    (
        "T8",
        "time of the peak, inflammatory and repair together, one session of needling",
        Some(36.0),
        Some(96.0),
    ),
    ("T9", "type I after type III", Some(0.0), None),
    ("T9", "type I after type III, one session of needling", Some(0.0), None),
    ("T10", "on day 3", None, Some(5.0)),
    ("T10", "onset, 5 % of the peak", Some(4.0), Some(7.0)),
    ("T11", "time of the peak", Some(7.0), Some(21.0)),
    ("T11", "time of the peak, one session of needling", Some(7.0), Some(21.0)),
    ("T17", "type I collagen", Some(0.0), None),
    ("T17", "type III collagen", Some(0.0), None),
    ("T17", "new collagen", Some(0.0), None),
    ("T17", "tropoelastin", Some(0.0), None),
    ("T17", "elastin never rises by more than 10 %", None, Some(10.0)),
    ("T18", "gain of type I collagen, ceiling", None, Some(60.0)),
    ("T20", "gain of 2.5 mm over that of 1.5 mm, one session", Some(1.0), None),
    ("T23", "needle channel of 0.25 mm × 1.5 mm leaves nothing", None, Some(0.1)),
    ("T23", "core of 0.4 mm leaves nothing", None, Some(0.1)),
    ("T23", "core of 1 mm scars", Some(0.4), None),
    ("T23", "core of 2 mm scars", Some(0.4), None),
    ("T23", "core of 0.4 mm leaves nothing at six weeks", None, Some(0.1)),
    ("T23", "core of 1 mm scars at six weeks", Some(0.4), None),
    ("T23", "core of 2 mm scars at six weeks", Some(0.4), None),
    ("T23", "depth from which a linear wound scars", Some(0.45), Some(0.7)),
    ("T24", "untreated collagen within six months", None, Some(1.0)),
    ("T24", "turnover of mature collagen (half-life of 20 to 10 years)", Some(3.466), Some(6.931)),
    ("T25", "gain of type I, 2.5 mm over 1.5 mm, day 91", Some(1.05), Some(1.6)),
    ("T25", "gain of type I, 2.5 mm over 1.5 mm, day 183", Some(1.05), Some(1.6)),
    ("T25", "gain of functional collagen, 2.5 mm over 1.5 mm, day 91", Some(1.05), Some(1.6)),
    ("T25", "gain of functional collagen, 2.5 mm over 1.5 mm, day 183", Some(1.05), Some(1.6)),
    ("T28", "collagen in an isolated channel on day 70", Some(0.95), None),
    ("T28", "collagen in a core of 0.7 mm on day 49", Some(0.9), None),
    ("T28", "time of the peak of synthesis, isolated needle channel", Some(7.0), Some(21.0)),
    ("T33", "scar-like matrix after three sessions every 14 days", None, Some(0.1)),
    ("T33", "scar-like matrix after six sessions every 14 days", None, Some(0.1)),
    ("T33", "scar-like matrix after twelve sessions every 7 days", None, Some(0.1)),
    ("T33", "scar-like matrix after four sessions every 21 days", None, Some(0.1)),
    ("T33", "scar-like matrix never grows with the interval (1 is yes)", Some(1.0), None),
    ("T34", "gain at 80 years over that at 25", Some(0.6), Some(0.9)),
    ("T34", "gain at photo-ageing of grade 4 over that of grade 0", Some(0.5), None),
    ("T34", "type I of a photo-aged patient after three months", Some(0.0), None),
    ("T34", "type III of a photo-aged patient after three months", Some(0.0), None),
    ("T35", "largest water loss of a split-thickness wound", None, Some(150.0)),
    ("T35", "largest water loss after 3000 needles per cm²", None, Some(150.0)),
    ("T36", "gain of 3 mm over that of 2.5 mm, one session", Some(0.97), Some(1.03)),
    ("T36", "gain of 3 mm over that of 2.5 mm, four sessions", Some(0.97), Some(1.03)),
];

/// Names and texts of the TOML files of a folder below `validation`.
fn files(folder: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("validation").join(folder);
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|kind| kind == "toml"));
    let named = |path: &Path| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    let mut found: Vec<_> = paths.map(|path| named(&path)).collect();
    found.sort();
    found
}

/// The shipped targets.
fn all() -> Suite {
    let files = files("");
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Suite::parse(&files, &[]).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_file_is_built_in() {
    for (built_in, folder) in [(TARGETS, ""), (SCENARIOS, "scenarios")] {
        let built_in: Vec<_> =
            built_in.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        assert_eq!(built_in, files(folder), "folder validation/{folder}");
    }
}

#[test]
fn every_target_of_the_evidence_has_a_file() {
    let suite = all();
    let mut ids: Vec<&str> = suite.targets.iter().map(|target| target.id.as_str()).collect();
    ids.sort_by_key(|id| id[1..].parse::<u32>().unwrap());
    assert_eq!(ids, EXPECTED);
    for (name, text) in files("") {
        let number: u32 = name[1..3].parse().unwrap();
        assert!(text.starts_with(&format!("id = \"T{number}\"\n")), "{name} is named after its target");
    }
}

#[test]
fn bands_are_those_of_the_evidence() {
    let suite = all();
    let hard = suite.targets.iter().flat_map(|target| {
        let checks = target.checks.iter().filter(|check| check.hard);
        checks.map(|check| (target.id.as_str(), check.name.as_str(), check.low, check.high))
    });
    let mut hard: Vec<_> = hard.collect();
    hard.sort_by_key(|check| check.0[1..].parse::<u32>().unwrap());
    let untreated = ("T24", "untreated water loss within six months", None, Some(1.0));
    hard.retain(|check| *check != untreated);
    assert_eq!(hard, BANDS);
}

#[test]
fn no_target_claims_more_than_it_may() {
    for target in all().targets {
        let number: u32 = target.id[1..].parse().unwrap();
        let basis = match number {
            6..=15 | 23 | 29 | 30 => Basis::Fitted,
            1..=4 | 18 | 22 => Basis::SetByHand,
            24 => Basis::ReadBack,
            17 => Basis::Predicted,
            _ => Basis::LookedAt,
        };
        assert_eq!(target.basis, basis, "{}", target.id);
    }
}

#[test]
fn every_target_says_what_it_rests_on() {
    for target in all().targets {
        let id = &target.id;
        assert!(target.comparability.len() > 40 && target.comparability.ends_with('.'), "{id}");
        assert!(["A", "A-", "B", "B-", "C", "D"].contains(&target.strength.as_str()), "{id}");
        assert!(!target.plots.is_empty(), "{id} is not drawn");
        assert!(target.strength == "D" || !target.sources.is_empty(), "{id} has no source");
        let used = |source: &String| {
            target.plots.iter().flat_map(|plot| &plot.data).any(|datum| datum.source == *source)
        };
        let drawn = target.sources.iter().any(used);
        println!("{id}: {}", if drawn { "published data are drawn" } else { "nothing published to draw" });
    }
    let interval = all().only("T22").unwrap();
    assert!(interval.targets[0].note.contains("No clinical comparison of intervals exists"));
}

#[test]
fn the_page_on_the_format_lists_every_measure() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md")).unwrap();
    let row = |measure: &dermis::validation::measure::CurveMeasure| {
        let argument = Some(measure.argument.key()).filter(|key| !key.is_empty());
        let argument = argument.map_or_else(String::new, |key| format!("`{key}`"));
        format!("| `{}` | {argument} | {} |\n", measure.name, measure.meaning)
    };
    let table: String = MEASURES.iter().map(row).collect();
    assert!(page.contains(&table), "docs/validation.md should hold:\n{table}");
}
