//! Screening with a reduced mode and confirming with a grid: `--confirm` of compare and sweep.

use std::path::Path;

use super::program::{FACE, MIXED, files, numbers, refused, stdout};

/// A coarse cell, some tenths of a second a run.
const CELL: [&str; 2] = ["grid.geometry=cell", "grid.spacing_um=100"];
const SHORT: [&str; 6] = ["--set", "run.days=100", "--set", "treatment.count=2", "--after-last-days", "40"];
const VARY: [&str; 2] = ["--vary", "treatment.interval_days=14,28,42"];

fn call(study: &str, out: &Path, more: &[&str]) -> String {
    stdout(&[&[study, FACE][..], &MIXED, &SHORT, &VARY, &["--out", out.to_str().unwrap()], more].concat())
}

/// The same in the cell alone.
fn in_cell(study: &str, out: &Path) -> String {
    let cell = CELL.iter().flat_map(|change| ["--set", change]).collect::<Vec<_>>();
    stdout(&[&[study, FACE][..], &cell, &SHORT, &VARY, &["--out", out.to_str().unwrap()]].concat())
}

fn confirm() -> Vec<&'static str> {
    CELL.iter().flat_map(|change| ["--confirm", change]).collect()
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

/// Screened, confirmed and their difference are what separate studies give; parts hold the confirming runs.
#[test]
fn a_comparison_is_confirmed_course_by_course() {
    let folder = tempfile::tempdir().unwrap();
    let [both, mixed, cell, parts] = ["both", "mixed", "cell", "parts"].map(|name| folder.path().join(name));
    let text = call("compare", &both, &confirm());
    call("compare", &mixed, &[]);
    in_cell("compare", &cell);
    for measure in ["gain_after_last", "gain_on_day", "scar_matrix_index", "barrier_days"] {
        let [screened, alone] = [&both, &mixed].map(|out| numbers(out, "runs.csv", measure));
        let [confirmed, difference] =
            ["confirmed", "difference"].map(|kind| numbers(&both, "runs.csv", &format!("{kind}_{measure}")));
        assert!(screened.len() == 3 && same(&screened, &alone), "{measure}");
        assert!(same(&confirmed, &numbers(&cell, "runs.csv", measure)), "{measure}");
        let expected: Vec<f64> = confirmed.iter().zip(&screened).map(|(c, s)| c - s).collect();
        assert!(same(&difference, &expected) && difference[0] != 0.0, "{measure}");
    }
    assert_eq!(files(&both)["courses.csv"], files(&mixed)["courses.csv"]);
    for word in ["confirmed with grid.geometry=cell, grid.spacing_um=100", "difference_gain_after_last"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    for shard in ["1/2", "2/2"] {
        call("compare", &parts, &[&confirm()[..], &["--shard", shard]].concat());
    }
    let part = |i: u32| format!("{}.part-{i}-of-2.journal", parts.display());
    assert_eq!(stdout(&["merge", &part(1), &part(2)]), text);
    assert_eq!(files(&both), files(&parts));
    // The study that was written is the same study.
    let again = folder.path().join("again");
    let file = both.join("study.toml").display().to_string();
    assert_eq!(stdout(&["compare", &file, "--out", again.to_str().unwrap()]), text);
    assert_eq!(files(&both), files(&again));
}

#[test]
fn chosen_runs_of_a_sweep_are_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let [some, all] = ["some", "all"].map(|name| folder.path().join(name));
    let text = call("sweep", &some, &[&confirm()[..], &["--confirm-cases", "3,1"]].concat());
    call("sweep", &all, &confirm());
    let of = |out: &Path, name: &str| numbers(out, "runs.csv", name);
    for name in ["confirmed_gain_on_day", "difference_gain_on_day"] {
        let (some, all) = (of(&some, name), of(&all, name));
        assert!(all.iter().all(|value| value.is_finite()) && all[0] != all[2], "{all:?}");
        assert!(same(&[some[0], some[2]], &[all[0], all[2]]) && some[1].is_nan(), "{name}: {some:?} {all:?}");
    }
    let lines: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("confirmed with")).collect();
    let cases: Vec<&str> = lines[2..4].iter().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(cases, ["3", "1"], "{text}");
}

#[test]
fn what_is_wrong_is_told_before_anything_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let wrong = |study: &str, more: &[&str]| {
        let out = ["--out", out.to_str().unwrap()];
        let error = refused(&[&[study, FACE][..], &MIXED, &SHORT, &VARY, &out, more].concat(), 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{more:?}");
        error
    };
    for study in ["compare", "sweep"] {
        assert!(wrong(study, &["--confirm", "grid.geomtry=slab"]).contains("did you mean `grid.geometry`?"));
    }
    assert!(wrong("sweep", &["--confirm-cases", "1"]).contains("--confirm grid.geometry=slab"));
    let cases = |text: &str| wrong("sweep", &["--confirm", "grid.geometry=cell", "--confirm-cases", text]);
    for text in ["0", "4", "2,2"] {
        assert!(cases(text).contains("1 to 3"), "{text}");
    }
}
