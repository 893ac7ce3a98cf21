//! Cohorts whose patients have draws too.

use std::path::Path;

use super::made::{discrepancies, made, rows};
use crate::studies::program::{FACE, MIXED, column, numbers, refused, stdout};

const ARMS: [&str; 2] = ["--vary", "treatment.interval_days=14,28"];

fn cohort(out: &Path, more: &[&str]) -> String {
    let how = ["--patients", "7", "--out", out.to_str().unwrap()];
    stdout(&[&["cohort", FACE][..], &MIXED, &ARMS, &how, more].concat())
}

#[test]
fn draws_come_again_and_layers_are_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), 20);
    let out = |name: &str| folder.path().join(name);
    cohort(&out("plain"), &[]);
    let ensemble = |layers: &'static str| ["--ensemble", "3", "--ensemble-file", &file, "--layers", layers];
    // With people alone it is the cohort that it was.
    cohort(&out("people"), &ensemble("people"));
    for table in ["arms.csv", "responders.csv", "differences.csv", "courses.csv"] {
        let [plain, people] = ["plain", "people"].map(|name| std::fs::read(out(name).join(table)).unwrap());
        assert!(plain == people, "{table}");
    }
    // Each patient has one draw under both arms, the first again after the last.
    let draws: Vec<f64> = rows(3, 20).into_iter().map(|row| (row + 1) as f64).collect();
    let expected: Vec<f64> = (0..7).flat_map(|patient| [draws[patient % 3]; 2]).collect();
    assert_eq!(numbers(&out("people"), "runs.csv", "draw"), expected);
    // Discrepancy multiplies what each patient gains.
    let text = cohort(&out("off"), &ensemble("discrepancy,people"));
    assert!(text.contains("layers in the bands: discrepancy, people"), "{text}");
    let [plain, off] = ["plain", "off"].map(|name| numbers(&out(name), "runs.csv", "gain_on_day"));
    for (run, (plain, off)) in plain.iter().zip(&off).enumerate() {
        let factor = libm::exp(discrepancies("collagen_total", 20)[draws[run / 2 % 3] as usize - 1]);
        assert!((off - factor * plain).abs() < 1e-10 * plain.abs(), "{off} {plain} {factor}");
    }
    // With parameters they differ in these too, and are who they were.
    cohort(&out("all"), &["--ensemble", "--ensemble-file", &file]);
    assert_eq!(numbers(&out("all"), "runs.csv", "draw").len(), 14);
    assert_ne!(numbers(&out("all"), "runs.csv", "gain_on_day"), off);
    assert_eq!(
        column(&out("all"), "runs.csv", "proliferation_multiplier_factor"),
        column(&out("off"), "runs.csv", "proliferation_multiplier_factor")
    );
}

#[test]
fn nobody_is_treated_twice_alike() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), 20);
    let out = folder.path().join("out");
    let told = |more: &[&str]| {
        let how = ["--ensemble-file", &file, "--out", out.to_str().unwrap()];
        refused(&[&["cohort", FACE][..], &MIXED, &ARMS, &how, more].concat(), 2)
    };
    let again = told(&["--ensemble", "3", "--patients", "4", "--layers", "parameters"]);
    assert!(again.contains("give --patients 3 or fewer"), "{again}");
    let drawn = ["--patients", "4", "--layers", "parameters", "--population"];
    assert!(told(&drawn).contains("leave out --draw, --population"));
    // Without people everybody is the scenario's own person, with its needles.
    let how = ["--ensemble-file", &file, "--patients", "4", "--layers", "parameters,discrepancy"];
    let text = stdout(&[&["cohort", FACE, "--out", out.to_str().unwrap()][..], &MIXED, &ARMS, &how].concat());
    assert!(text.contains("people: the scenario's own"), "{text}");
    assert_eq!(numbers(&out, "runs.csv", "draw"), [3.0, 3.0, 8.0, 8.0, 13.0, 13.0, 18.0, 18.0]);
}
