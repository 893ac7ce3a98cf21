//! `dermis calibrate`.

use std::fs;
use std::path::Path;

use super::program::{FACE, MIXED, column, files, numbers, refused, stdout};

const SHORT: [&str; 4] = ["--set", "treatment.count=1", "--set", "run.days=10"];
/// What the synthetic data are made with; the scenario has 0.9 and 0.32.
const TRUTH: [(&str, f64); 2] = [("neutrophil_death", 1.2), ("polarisation_m1_to_m2", 0.4)];

/// Data without noise of a run with other parameters: day, value, a fiftieth of the peak as spread.
fn synthetic(folder: &Path) -> String {
    let out = folder.join("truth");
    let set: Vec<String> = TRUTH.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let set: Vec<&str> = set.iter().flat_map(|set| ["--set", set]).collect();
    stdout(&[&["run", FACE, "--out", out.to_str().unwrap()][..], &MIXED, &SHORT, &set].concat());
    let days = numbers(&out, "timeseries.csv", "time_day");
    let mut text = "outcome,day,value,spread\n".to_owned();
    for outcome in ["neutrophils.dermis", "macrophages_m1.dermis"] {
        let values = numbers(&out, "timeseries.csv", outcome);
        let peak = values.iter().copied().fold(0.0, f64::max);
        for day in [0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 9.0] {
            let at = days.iter().position(|other| *other == day).unwrap();
            text += &format!("{outcome},{day},{},{}\n", values[at], 0.02 * peak);
        }
    }
    let path = folder.join("data.csv");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn known_parameters_are_recovered_and_held() {
    let folder = tempfile::tempdir().unwrap();
    let data = synthetic(folder.path());
    let fit = |out: &Path, threads: &str| {
        let inputs: Vec<&str> = TRUTH.iter().flat_map(|(name, _)| ["--fit", *name]).collect();
        let how = [
            "--data",
            &data,
            "--starts",
            "2",
            "--profile-points",
            "3",
            "--threads",
            threads,
            "--out",
            out.to_str().unwrap(),
        ];
        stdout(&[&["calibrate", FACE][..], &MIXED, &SHORT, &inputs, &how].concat())
    };
    let [one, three] = ["one", "three"].map(|name| folder.path().join(name));
    let text = fit(&one, "1");
    assert!(text.contains("the data hold every parameter"), "{text}");
    let (best, low, high) =
        (numbers(&one, "fit.csv", "best"), numbers(&one, "fit.csv", "low"), numbers(&one, "fit.csv", "high"));
    for (at, (name, truth)) in TRUTH.iter().enumerate() {
        assert!((best[at] / truth - 1.0).abs() < 5e-3, "{name}: {} for {truth}", best[at]);
        assert!(
            low[at] < *truth && *truth < high[at] && high[at] - low[at] < 0.4 * truth,
            "{name}: {} to {}",
            low[at],
            high[at]
        );
    }
    // Each end stands where a search has found the bound.
    let (of, rise) =
        (column(&one, "profiles.csv", "profile_of"), numbers(&one, "profiles.csv", "chi_squared"));
    for (name, _) in TRUTH {
        let near = (0..of.len()).filter(|row| of[*row] == name && (rise[*row] - 3.841).abs() < 0.02).count();
        assert!(near >= 2, "{name}: {rise:?}");
    }
    assert!(!text.contains("steps ran out"), "{text}");
    assert!(numbers(&one, "residuals.csv", "residual").iter().all(|residual| residual.abs() < 0.1));
    assert_eq!(fit(&three, "3"), text);
    assert_eq!(files(&one), files(&three));
    for file in ["fit.png", "profile_neutrophil_death.svg", "profiles.parquet", "runs.csv"] {
        assert!(one.join(file).is_file(), "{file}");
    }
}

/// Two rates that only enter as their product cannot be told apart.
#[test]
fn what_the_data_do_not_hold_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let data = synthetic(folder.path());
    let out = folder.path().join("out");
    let inputs = ["--fit", "polarisation_m1_to_m2=0.2..0.6", "--fit", "polarisation_multiplier=0.5..2"];
    let how = [
        "--data",
        &data,
        "--starts",
        "1",
        "--profile-points",
        "3",
        "--steps",
        "60",
        "--out",
        out.to_str().unwrap(),
    ];
    let fixed = ["--set", "neutrophil_death=1.2"];
    let text = stdout(&[&["calibrate", FACE][..], &MIXED, &SHORT, &fixed, &inputs, &how].concat());
    let best = numbers(&out, "fit.csv", "best");
    assert!((best[0] * best[1] / 0.4 - 1.0).abs() < 0.01, "the product is held: {best:?}");
    assert!(text.contains("do not hold"), "{text}");
    assert!(column(&out, "fit.csv", "held").iter().any(|word| word != "yes"));
}

#[test]
fn what_is_wrong_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.csv");
    fs::write(&file, "outcome,day,value,spread\ntewl.surface,3,12,1\n").unwrap();
    let out = folder.path().join("out");
    let wrong = |more: &[&str]| {
        let how = ["--data", file.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let error = refused(&[&["calibrate", FACE][..], &MIXED, &SHORT, &how, more].concat(), 2);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{more:?}");
        error
    };
    assert!(wrong(&[]).contains("nothing is fitted"));
    assert!(wrong(&["--fit", "barrier_recvery=0.5..2"]).contains("did you mean `barrier_recovery`?"));
    assert!(wrong(&["--fit", "treatment.count=1..3"]).contains("whole numbers"));
    assert!(wrong(&["--fit", "mmp_multiplier", "--fit", "mmp_multiplier"]).contains("twice"));
    assert!(wrong(&["--fit", "mmp_multiplier", "--starts", "0"]).contains("1 to"));
    assert!(wrong(&["--fit", "mmp_multiplier", "--shard", "1/2"]).contains("no parts"));
    fs::write(&file, "outcome,day,value,spread\ntewl.surface,30,12,1\n").unwrap();
    assert!(wrong(&["--fit", "mmp_multiplier"]).contains("day 30"));
    fs::write(&file, "outcome,day,value,spread\ntewl.surfase,3,12,1\n").unwrap();
    assert!(wrong(&["--fit", "mmp_multiplier"]).contains("did you mean `tewl.surface`?"));
    assert!(refused(&["calibrate", FACE, "--fit", "mmp_multiplier"], 2).contains("--data"));
    let table = |text: &[u8]| {
        fs::write(&file, text).unwrap();
        wrong(&["--fit", "mmp_multiplier"])
    };
    let other = table(b"time;who;level\n1;A;2\n");
    assert!(other.contains("no column outcome, day, value, spread among time, who, level"), "{other}");
    let cell = table(b"outcome;day;value;spread\ntewl.surface;3;4,2;1\n");
    assert!(cell.contains("data.csv:2: column 3 (value): `4,2` has a comma; write 4.2"), "{cell}");
    assert!(table(b"\xff\xfeo\0u\0t\0").contains("UTF-16; save the file as UTF-8"));
    let layer = table(b"outcome,day,value,spread\nneutrophils.papillary,3,1,1\n");
    assert!(layer.contains("no run can give the measure `neutrophils.papillary@3`"), "{layer}");
    fs::write(&file, "outcome,day,value,spread\ntewl.surface,3,12,1\n").unwrap();
    let slip = wrong(&["--fit", "chanel_closure"]);
    assert!(slip.contains("did you mean `channel_closure`?"), "{slip}");
    let twice = wrong(&["--fit", "mmp_multiplier", "--fit", "parameters.mmp_multiplier"]);
    assert!(twice.contains("fitted twice, once as `mmp_multiplier`"), "{twice}");
}

/// The shipped example reads its scenario and its data, and fits one search of a few steps.
#[test]
fn the_example_refits_acute_wounds() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let example = "examples/studies/refit_acute_wound.toml";
    assert!(stdout(&["calibrate", example, "--plan"]).contains("runs      2 at first"));
    let text = fs::read_to_string(example).unwrap().replace("../../validation", "validation");
    let small = text
        .replace("starts = 2", "starts = 1\nsteps = 12\nprofile_points = 0")
        .replace("acute", "examples/studies/acute");
    assert_ne!(small, text, "the example has the keys that the test makes smaller");
    let root = env!("CARGO_MANIFEST_DIR");
    let file = folder.path().join("study.toml");
    let absolute = |text: &str, path: &str| text.replace(&format!("\"{path}"), &format!("\"{root}/{path}"));
    fs::write(&file, absolute(&absolute(&small, "validation"), "examples")).unwrap();
    let coarse = ["--set", "grid.spacing_um=100"];
    let told = stdout(
        &[&["calibrate", file.to_str().unwrap(), "--out", out.to_str().unwrap()][..], &coarse].concat(),
    );
    assert!(told.contains("neutrophils.halo") && told.contains("no profiles were asked for"), "{told}");
}

/// Data that are empty, or have nothing below the names of their columns, are told as what they are.
#[test]
fn empty_data_are_called_empty() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("da\nta.csv");
    for (text, word) in [
        ("", "it is empty"),
        ("\n# a remark\n", "it is empty"),
        ("outcome,day,value,spread\n", "no values below the names"),
        ("a,b,c\n1,2,3\n", "there is no column outcome, day, value, spread among a, b, c"),
    ] {
        std::fs::write(&file, text).unwrap();
        let arguments =
            ["calibrate", FACE, "--fit", "m_syn", "--data", file.to_str().unwrap(), "--out", "nowhere"];
        let error = refused(&arguments, 2);
        assert!(error.contains(word) && error.contains("outcome, day, value, spread"), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    let one = ["calibrate", FACE, "--fit", "m_syn", "--data", "x.csv", "--starts", "1", "--seed", "2"];
    assert!(refused(&one, 2).contains("--seed does nothing here"));
}
