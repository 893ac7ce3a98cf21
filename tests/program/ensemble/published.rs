//! Published values against bands.

use std::path::Path;

use super::made::{DRAWN, made, quantile, rows, values};
use crate::studies::program::{column, numbers, stdout};

fn validate(out: &Path, more: &[&str]) -> String {
    stdout(&[&["validate", "--quick", "--case", "T7", "--out", out.to_str().unwrap()][..], more].concat())
}

#[test]
fn coverage_is_of_the_suite_under_each_draw() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), 20);
    let out = folder.path().join("out");
    let ensemble = ["--ensemble", "3", "--ensemble-file", &file, "--layers", "parameters"];
    let text = validate(&out, &ensemble);
    assert!(text.contains("3 of 20 draws; layers in the bands: parameters"), "{text}");
    let singles: Vec<Vec<f64>> = rows(3, 20)
        .into_iter()
        .map(|row| {
            let own = folder.path().join(format!("draw_{row}"));
            let set: Vec<String> =
                DRAWN.iter().map(|name| format!("{name}={}", values(name, 20)[row])).collect();
            let set: Vec<&str> = set.iter().flat_map(|change| ["--set", change]).collect();
            validate(&own, &set);
            numbers(&own, "validation.csv", "value")
        })
        .collect();
    let checks = column(&out, "validation.csv", "check");
    let [what, kind, inside] = ["what", "kind", "inside"].map(|name| column(&out, "coverage.csv", name));
    let [low, high] = ["q05", "q95"].map(|name| numbers(&out, "coverage.csv", name));
    assert_eq!(
        numbers(&out, "coverage.csv", "own")[..checks.len()],
        numbers(&out, "validation.csv", "value")
    );
    for (row, check) in checks.iter().enumerate() {
        assert_eq!(&what[row], check);
        let draws: Vec<f64> = singles.iter().map(|values| values[row]).collect();
        assert_eq!((low[row], high[row]), (quantile(&draws, 0.05), quantile(&draws, 0.95)), "{check}");
        let verdict = match kind[row].as_str() {
            // 12 to 36 hours.
            "band" => (low[row]..=high[row]).contains(&24.0),
            // At most 20 %.
            "bound" => low[row] <= 20.0,
            other => panic!("{other}"),
        };
        assert_eq!(inside[row], if verdict { "yes" } else { "no" }, "{check}");
    }
    assert_eq!(kind[checks.len()..], ["point"], "neutrophils on day 7");
    let summary: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
    let bounds = &summary["ensemble"]["coverage"]["fitted"]["bound"];
    assert_eq!((&bounds["inside"], &bounds["all"]), (&3.into(), &3.into()));
    assert_eq!(summary["ensemble"]["not_fitted"]["bound"]["all"], 0);
    assert!(std::fs::read_to_string(out.join("index.html")).unwrap().contains("coverage_by_basis"));
    assert!(!folder.path().join("out.journal").exists());
    // The factor of times, and no people.
    let off = folder.path().join("off");
    validate(&off, &["--ensemble", "3", "--ensemble-file", &file, "--layers", "discrepancy"]);
    let [low, high] = ["q05", "q95"].map(|name| numbers(&off, "coverage.csv", name)[0]);
    assert!(low < high);
    let people = crate::studies::program::refused(
        &[
            "validate",
            "--ensemble-file",
            &file,
            "--layers",
            "people",
            "--out",
            folder.path().join("no").to_str().unwrap(),
        ],
        2,
    );
    assert!(people.contains("leave the layer people out"), "{people}");
}
