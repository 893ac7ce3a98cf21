//! Holds the diagram of the README: who may use whom, and what never appears where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

/// Part of the crate and the parts that it may use (itself always).
const MAY_USE: [(&str, &[&str]); 41] = [
    ("quantities", &[]),
    ("units", &[]),
    ("cancel", &[]),
    ("visible", &[]),
    ("version", &[]),
    ("error", &["cancel", "visible", "units"]),
    ("files", &["error", "visible"]),
    ("series", &[]),
    ("figure", &[]),
    ("dataset", &["error", "numerics"]),
    ("profile", &["dataset", "series"]),
    ("tidy", &["visible"]),
    ("numerics", &[]),
    ("model", &["numerics", "quantities"]),
    ("random", &[]),
    ("puncture", &["numerics", "quantities", "units", "random"]),
    ("snapshot", &["model"]),
    ("outcome", &["snapshot", "series", "figure", "quantities", "model"]),
    ("patient", &["model", "quantities"]),
    ("parameters", &["model", "puncture", "patient", "outcome", "quantities"]),
    ("precaution", &[]),
    ("topical", &["model", "numerics"]),
    ("indication", &[]),
    ("site", &["patient"]),
    ("treatment", &["puncture"]),
    (
        "scenario",
        &[
            "outcome",
            "parameters",
            "patient",
            "precaution",
            "indication",
            "topical",
            "site",
            "treatment",
            "puncture",
            "quantities",
            "units",
            "error",
            "files",
            "visible",
            "numerics",
        ],
    ),
    ("ensemble", &["scenario", "parameters", "outcome", "output", "random", "error", "files", "visible"]),
    ("output", &["dataset", "series", "figure", "tidy", "error", "files", "visible", "version"]),
    ("results", &["series", "figure", "tidy", "error", "files", "visible"]),
    ("provenance", &["error", "files", "visible"]),
    ("checkpoint", &["output", "error", "files", "version"]),
    ("plot", &["figure", "error", "files"]),
    ("report", &["figure", "tidy", "error"]),
    (
        "simulation",
        &[
            "cancel",
            "version",
            "dataset",
            "treatment",
            "scenario",
            "numerics",
            "model",
            "puncture",
            "tidy",
            "outcome",
            "snapshot",
            "series",
            "figure",
            "units",
            "error",
            "site",
            "patient",
            "indication",
            "topical",
            "quantities",
        ],
    ),
    (
        "validation",
        &[
            "cancel",
            "ensemble",
            "simulation",
            "scenario",
            "puncture",
            "outcome",
            "parameters",
            "series",
            "figure",
            "error",
            "tidy",
        ],
    ),
    (
        "study",
        &[
            "ensemble",
            "simulation",
            "numerics",
            "random",
            "treatment",
            "scenario",
            "outcome",
            "parameters",
            "snapshot",
            "series",
            "figure",
            "tidy",
            "validation",
            "units",
            "quantities",
            "error",
            "cancel",
            "files",
            "version",
            "visible",
        ],
    ),
    (
        "exchange",
        &[
            "study",
            "simulation",
            "scenario",
            "outcome",
            "parameters",
            "model",
            "numerics",
            "quantities",
            "error",
            "visible",
            "version",
        ],
    ),
    (
        "job",
        &[
            "exchange",
            "ensemble",
            "study",
            "outcome",
            "units",
            "validation",
            "simulation",
            "scenario",
            "output",
            "results",
            "provenance",
            "parameters",
            "outcome",
            "checkpoint",
            "files",
            "profile",
            "plot",
            "report",
            "dataset",
            "figure",
            "series",
            "tidy",
            "numerics",
            "version",
            "visible",
            "cancel",
            "error",
        ],
    ),
    (
        "listing",
        &[
            "error",
            "ensemble",
            "study",
            "tidy",
            "scenario",
            "outcome",
            "parameters",
            "patient",
            "precaution",
            "indication",
            "topical",
            "site",
            "puncture",
            "model",
            "numerics",
            "quantities",
        ],
    ),
    ("cli", &[]),
    ("lib", &[]),
];

/// Text that may appear only below one part.
const ONLY_IN: [(&str, &[&str]); 10] = [
    ("plotters", &["plot"]),
    // A study's members are its flags.
    ("clap::", &["cli", "study"]),
    ("indicatif", &["cli"]),
    ("std::env::args", &["cli"]),
    ("annotate_snippets", &["scenario"]),
    ("io::stdout", &["cli"]),
    ("io::stderr", &["cli"]),
    ("chacha20", &["random"]),
    ("parquet::", &["output"]),
    ("lz4_flex::", &["output"]),
];

/// Words that a part must never name.
const NEVER: [(&str, &[&str]); 3] = [
    ("numerics", &["skin", "collagen", "wound", "needle", "needles", "std::fs", "rand"]),
    ("model", &["ndarray", "std::fs", "rand", "Array3"]),
    ("plot", &["collagen", "tgf", "wound_healing", "stepper"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The source files of the root package and of every crate beside it.
fn all_sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found: Vec<_> = ["src", "crates"].iter().flat_map(|folder| sources(&root.join(folder))).collect();
    assert!(found.iter().any(|path| path.starts_with(root.join("crates/dermis-numerics/src"))));
    found
}

/// Every source file with the part it belongs to and its code without comments and tests.
fn code() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A crate `crates/dermis-part` is the part of its name.
    let part = |path: &Path| {
        let inside = path.strip_prefix(root).unwrap().iter().map(|name| name.to_str().unwrap());
        let mut names = inside.skip(1);
        let first = names.next().unwrap();
        first.trim_start_matches("dermis-").trim_end_matches(".rs").to_owned()
    };
    let strip = |text: &str| -> String {
        let code = text.split("#[cfg(test)]").next().unwrap();
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    all_sources()
        .iter()
        .map(|path| (part(path), path.display().to_string(), strip(&fs::read_to_string(path).unwrap())))
        .collect()
}

/// Parts named after `crate::`, `dermis::` or as a crate, in braces too.
fn used(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for start in ["crate::", "dermis::", "dermis_"] {
        for (at, _) in code.match_indices(start) {
            if code[..at].ends_with('$') {
                continue;
            }
            let after = &code[at + start.len()..];
            let names = match after.strip_prefix('{') {
                Some(group) => group
                    .split('}')
                    .next()
                    .unwrap_or("")
                    .split(',')
                    .map(str::trim)
                    .map(String::from)
                    .collect(),
                None => vec![after.to_owned()],
            };
            let first = |name: String| {
                name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned()
            };
            found.extend(names.into_iter().map(first));
        }
    }
    found
}

#[test]
fn parts_use_only_what_lies_below() {
    for (part, file, code) in code() {
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == part) else {
            assert_eq!(part, "main", "{file}: part {part} is not in the diagram");
            continue;
        };
        if part == "cli" || part == "lib" {
            continue; // on top of everything
        }
        for name in used(&code) {
            let a_part = MAY_USE.iter().any(|(other, _)| *other == name);
            let fine = name == part || allowed.contains(&name.as_str()) || !a_part;
            assert!(fine, "{file}: {part} must not use {name}");
        }
    }
}

/// Whether `word` stands in `text` as a word, not as part of a longer one.
fn names(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let alone = |at: usize| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !letter(before.chars().next_back()) && !letter(after.chars().next())
    };
    text.match_indices(word).any(|(at, _)| alone(at))
}

#[test]
fn words_stay_where_they_belong() {
    for (part, file, code) in code() {
        for (word, parts) in ONLY_IN {
            assert!(
                parts.contains(&part.as_str()) || !code.contains(word),
                "{file}: {word} belongs in {parts:?}"
            );
        }
        for (_, words) in NEVER.iter().filter(|(name, _)| *name == part) {
            let lower = code.to_lowercase();
            for word in *words {
                assert!(!names(&lower, &word.to_lowercase()), "{file}: {part} must not know of {word}");
            }
        }
    }
}

/// What looks like a column of outcomes is one: a column of that name that does not exist would be left out of a
/// figure without a word.
#[test]
fn columns_are_those_of_the_catalogue() {
    let columns: Vec<(&str, &str)> = dermis::outcome::OUTCOMES
        .iter()
        .flat_map(|outcome| outcome.regions().iter().map(|region| (outcome.name, region.name())))
        .collect();
    let regions: Vec<&str> = columns.iter().map(|(_, region)| *region).collect();
    let mut found = 0;
    for (_, file, code) in code() {
        for literal in code.split('"').skip(1).step_by(2) {
            let Some((outcome, region)) = literal.split_once('.') else { continue };
            let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
            // One file is named alike.
            let file_name = literal == dermis::checkpoint::RESTART;
            if word(outcome) && regions.contains(&region) && !file_name {
                assert!(columns.contains(&(outcome, region)), "{file}: there is no column {literal}");
                found += 1;
            }
        }
        // Outcomes that are looked up in each region.
        for call in ["last(\"", "highest(\""].into_iter().filter(|_| file.ends_with("collagen_by_region.rs"))
        {
            for (at, _) in code.match_indices(call) {
                let outcome = code[at + call.len()..].split('"').next().unwrap();
                let has = |region: &str| columns.contains(&(outcome, region));
                assert!(has("dermis") && has("halo"), "{file}: there is no outcome {outcome} of regions");
                found += 1;
            }
        }
    }
    assert!(found > 50, "{found}");
}

#[test]
fn main_is_a_table_of_contents() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).unwrap();
    assert!(main.lines().count() <= 20);
}

#[test]
fn files_stay_small() {
    for path in all_sources() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}
