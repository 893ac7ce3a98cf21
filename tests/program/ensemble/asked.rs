//! How an ensemble is asked for, and what is refused.

use std::fs;

use super::made::{made, written};
use crate::studies::program::{FACE, MIXED, refused, stdout};

#[test]
fn what_does_not_fit_is_refused_before_anything_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), 9);
    let out = folder.path().join("out");
    let told = |command: &str, more: &[&str]| {
        let vary: &[&str] = if command == "run" { &[] } else { &["--vary", "treatment.interval_days=14,28"] };
        let told = refused(&[&[command, FACE, "--out", out.to_str().unwrap()], vary, more].concat(), 2);
        assert!(!out.exists(), "{told}");
        told
    };
    let other = folder.path().join("other.parquet");
    written(&other, 9, "0123456789abcdef0123456789abcdef");
    for command in ["run", "compare", "cohort"] {
        let wrong = told(command, &["--ensemble", "3", "--ensemble-file", other.to_str().unwrap()]);
        assert!(wrong.contains("other.parquet") && wrong.contains("hash 0123456789ab"), "{wrong}");
        assert!(wrong.contains("dermis calibrate --posterior"), "{wrong}");
        let many = told(command, &["--ensemble", "10", "--ensemble-file", &file]);
        assert!(many.contains("10 draws are asked for; allowed: 1 to 9"), "{many}");
        assert!(told(command, &["--layers", "parameters"]).contains("give --ensemble too"));
        let layer = told(command, &["--ensemble-file", &file, "--layers", "discrepency"]);
        assert!(layer.contains("did you mean `discrepancy`?"), "{layer}");
        assert!(told(command, &["--ensemble", "0", "--ensemble-file", &file]).contains("at least 1 draw"));
        for many in ["-1", "2.5"] {
            assert!(told(command, &["--ensemble", many]).contains("takes a number of draws"), "{many}");
        }
        let none = told(command, &["--ensemble-file", FACE]);
        assert!(none.contains("no Parquet file"), "{none}");
    }
    refused(&["run", FACE, "--ensemble", "--ensemble-file", "no/such.parquet"], 74);
}

/// A study's file says it by the same keys, counts the draws, and is whole in itself when it is kept.
#[test]
fn a_study_file_takes_the_same_keys() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), 9);
    let face = fs::canonicalize(FACE).unwrap();
    let study = folder.path().join("study.toml");
    let text = format!(
        "schema = 1\nstudy = \"compare\"\nscenario = {face:?}\nchanges = [\"grid.geometry=well_mixed\"]\n\
         vary = [\"treatment.interval_days=14,28\"]\nensemble = 6\nensemble_file = \"made.parquet\"\nlayers = [\"parameters\"]\n"
    );
    fs::write(&study, &text).unwrap();
    let plan: serde_json::Value =
        serde_json::from_str(&stdout(&["compare", study.to_str().unwrap(), "--plan", "--json"])).unwrap();
    let (by_file, by_flags) = (folder.path().join("file"), folder.path().join("flags"));
    stdout(&["compare", study.to_str().unwrap(), "--out", by_file.to_str().unwrap()]);
    let flags = ["--vary", "treatment.interval_days=14,28", "--ensemble", "6", "--ensemble-file", &file];
    let more = ["--layers", "parameters", "--out", by_flags.to_str().unwrap()];
    stdout(&[&["compare", FACE][..], &MIXED, &flags, &more].concat());
    // Two courses, each once and at a tighter tolerance, and six draws of both.
    assert_eq!(plan["runs"], 2 + 2 + 12);
    for table in ["runs.csv", "bands.csv", "predictive.csv", "differences.csv", "value_of_information.csv"] {
        assert!(fs::read(by_file.join(table)).unwrap() == fs::read(by_flags.join(table)).unwrap(), "{table}");
    }
    let idle = refused(&["compare", study.to_str().unwrap(), "--ensemble", "3"], 2);
    assert!(idle.contains("change it there, not by --ensemble"), "{idle}");
    // The file of the draws is gone, and the study runs from its folder all the same.
    fs::remove_file(&file).unwrap();
    let again = folder.path().join("again");
    stdout(&["compare", by_flags.join("study.toml").to_str().unwrap(), "--out", again.to_str().unwrap()]);
    assert!(fs::read(again.join("bands.csv")).unwrap() == fs::read(by_flags.join("bands.csv")).unwrap());
    fs::write(&study, text.replace("layers = [\"parameters\"]", "layers = [\"peple\"]")).unwrap();
    assert!(refused(&["compare", study.to_str().unwrap()], 2).contains("did you mean `people`?"));
}
