//! Names of users: long ones, ones with line breaks, and files that are not there.

use super::program::{FACE, MIXED, dermis, refused, stdout};

/// Names of up to 255 bytes work for runs; a study says what its journal leaves room for, before anything is run.
#[test]
fn long_names_work_or_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = |length: usize| folder.path().join("a".repeat(length)).display().to_string();
    let short = ["--set", "run.days=1", "--set", "treatment.count=1", "--after-last-days", "0.5"];
    for length in [238, 239, 255] {
        let out = out(length);
        stdout(&[&["run", FACE, "--out", &out][..], &MIXED, &short[..4]].concat());
        stdout(&[&["run", FACE, "--out", &out, "--force"][..], &MIXED, &short[..4]].concat());
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left beside the results");
    let study = |length: usize, more: &[&str]| -> Vec<String> {
        let out = out(length);
        let own = ["sweep", FACE, "--vary", "run.seed=1,2", "--out", &out];
        [&own[..], &MIXED, &short, more].concat().into_iter().map(str::to_owned).collect()
    };
    let words = |study: &[String]| -> Vec<&'static str> {
        study.iter().map(|word| &*Box::leak(word.clone().into_boxed_str())).collect()
    };
    stdout(&words(&study(247, &[])));
    for (length, more) in [(248, &[][..]), (256, &[]), (240, &["--shard", "1/2"])] {
        let error = refused(&words(&study(length, more)), 73);
        assert!(error.contains("--out"), "{error}");
    }
    let error = refused(&words(&study(248, &[])), 73);
    assert!(error.contains("choose one of up to 247 with --out"), "{error}");
}

/// An error of a user's name stands on one line.
#[test]
fn line_breaks_in_names_are_spelled_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fa\nce.toml");
    std::fs::copy(FACE, &file).unwrap();
    let file = file.to_str().unwrap();
    let cases: [&[&str]; 6] = [
        &["cohort", file, "--arm", "a\nb:", "--arm", "a\nb:"],
        &["cohort", file, "--arm", "a:", "--against", "x\ny"],
        &["compare", file, file, "--set", "run.days=200"],
        &["sweep", file, "--vary", "run.seed=1,2", "--measure", "x\ny"],
        &["optimise", file, "--search", "treatment.count=1..2", "--aim", "max x\ny"],
        &["merge", "no\nthing.journal"],
    ];
    for arguments in cases {
        let output = dermis(&[arguments, &["--out", "nowhere"]].concat());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.trim_end().lines().count() == 1, "{arguments:?}: {error}");
        assert!(error.contains("\\n"), "{error}");
    }
    let missing = refused(&["merge", "nothere.journal"], 74);
    assert!(missing.contains("cannot read nothere.journal"), "{missing}");
}
