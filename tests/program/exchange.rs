//! Models and fits for other programs, and theirs: files, round trips and what is told of mistakes. What readers of the
//! field make of the files is tested in `python/tests/test_exchange.py`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const SCENARIO: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 28\n[grid]\n\
                        geometry = \"well_mixed\"\n[run]\ndays = 40\n";
const DATA: &str = "condition,outcome,day,value,spread\nshallow,neutrophils.halo,1,0.2,0.1\nshallow,neutrophils.halo,3,0.15,0.1\n\
                    deep,neutrophils.halo,1,0.5,0.2\ndeep,macrophages_m1.halo,2,3,\ndeep,macrophages_m1.halo,5,1.5,\n\
                    shallow,macrophages_m1.halo,2,1,\ndeep,collagen_total.dermis,35,1.02,0.01\n";
const STUDY: &str = "schema = 1\nstudy = \"calibrate\"\nscenario = \"face.toml\"\ndata = \"data.csv\"\nchanges = [\"run.days=36\"]\n\
                     conditions = [\"shallow: device.needle_length_mm=0.5\", \"deep: device.needle_length_mm=1.5\"]\n\
                     observables = [\"macrophages_m1.halo: scale, spread, lognormal\"]\n\
                     inputs = [\"neutrophil_death\", \"macrophage_m1_loss\"]\nstarts = 1\nsteps = 12\nprofile_points = 1\n";

/// A folder with a scenario, and a calibration of it.
fn place() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in [("face.toml", SCENARIO), ("data.csv", DATA), ("study.toml", STUDY)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Exit code and what was told.
fn dermis(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let done =
        Command::new(env!("CARGO_BIN_EXE_dermis")).current_dir(folder).args(arguments).output().unwrap();
    (done.status.code().unwrap(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn models_are_written_once_and_whole() {
    let folder = place();
    let (code, told) = dermis(folder.path(), &["export", "face.toml"]);
    assert_eq!((code, told.trim()), (0, "wrote face.xml"));
    let model = fs::read_to_string(folder.path().join("face.xml")).unwrap();
    assert!(
        model.contains("<rateRule variable=\"collagen_i\">") && model.contains("<event id=\"session_2\"")
    );
    assert_eq!(dermis(folder.path(), &["export", "face.toml"]).0, 73);
    let own = dermis(folder.path(), &["export", "face.toml", "--out", "./face.toml", "--force"]);
    assert!(own.0 == 73 && own.1.contains("it is the scenario itself"), "{own:?}");
    fs::create_dir(folder.path().join("folder")).unwrap();
    let taken = dermis(folder.path(), &["export", "face.toml", "--out", "folder", "--force"]);
    assert!(taken.0 == 73 && taken.1.contains("no file replaces"), "{taken:?}");
    assert_eq!(dermis(folder.path(), &["export", "face.toml", "--force", "--format", "omex"]).0, 0);
    let archive = fs::read(folder.path().join("face.omex")).unwrap();
    assert!(archive.starts_with(b"PK"));
    for (arguments, words) in [
        (
            &["export", "face.toml", "--set", "grid.geometry=slab", "--out", "x.xml"][..],
            "--set grid.geometry=well_mixed",
        ),
        (&["export", "face.toml", "--format", "petab"], "is no calibration"),
        (&["export", "face.toml", "--set", "run.dayz=2", "--out", "x.xml"], "did you mean"),
    ] {
        let (code, told) = dermis(folder.path(), arguments);
        assert!(code == 2 && told.contains(words), "{code}: {told}");
    }
    assert!(!folder.path().join("x.xml").exists());
}

/// Lines that end as on Windows, names with several dots, folders of another kind, and what the user sets.
#[test]
fn what_is_odd_and_right_works() {
    let folder = place();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    fs::write(folder.path().join("face.toml"), crlf(SCENARIO)).unwrap();
    fs::write(folder.path().join("face.v2.toml"), SCENARIO).unwrap();
    assert_eq!(dermis(folder.path(), &["export", "face.v2.toml"]), (0, "wrote face.v2.xml\n".into()));
    let export = ["export", "study.toml", "--format", "petab", "--out", "petab"];
    assert_eq!(dermis(folder.path(), &export).0, 0);
    let fit = [
        "calibrate",
        "petab/problem.yaml",
        "--starts",
        "1",
        "--steps",
        "1",
        "--profile-points",
        "0",
        "--quiet",
    ];
    let set = ["--set", "neutrophil_death=1.3", "--no-report", "--out", "fit"];
    let (code, told) = dermis(folder.path(), &[&fit[..], &set].concat());
    assert_eq!(code, 0, "{told}");
    let study = fs::read_to_string(folder.path().join("fit/study.toml")).unwrap();
    assert!(study.contains("neutrophil_death=1.3") && !study.contains("neutrophil_death=1.1"), "{study}");
    // --force replaces what is of the same kind.
    let (code, told) = dermis(folder.path(), &[&export[..4], &["--out", "fit", "--force"]].concat());
    assert!(code == 73 && told.contains("holds no problem.yaml"), "{code}: {told}");
    let run = ["run", "face.v2.toml", "--out", "petab", "--force", "--no-report", "--quiet"];
    let (code, told) = dermis(folder.path(), &run);
    assert!(code == 73 && told.contains("holds no summary.json"), "{code}: {told}");
    assert_eq!(dermis(folder.path(), &[&export[..], &["--force"]].concat()).0, 0);
}

/// A calibration as a PEtab problem, read again, is the same fit to the byte.
#[test]
fn a_fit_comes_back_from_petab_as_it_was() {
    let folder = place();
    let fit = |of: &[&str], out: &str| {
        let all = [&["calibrate"], of, &["--quiet", "--no-report", "--out", out]].concat();
        let (code, told) = dermis(folder.path(), &all);
        assert_eq!(code, 0, "{told}");
    };
    fit(&["study.toml"], "own");
    assert_eq!(dermis(folder.path(), &["export", "study.toml", "--format", "petab", "--out", "petab"]).0, 0);
    let search = ["--starts", "1", "--steps", "12", "--profile-points", "1"];
    fit(&[&["petab/problem.yaml"], &search[..]].concat(), "back");
    for table in ["runs", "fit", "residuals", "observables", "profiles"] {
        let read = |of: &str| fs::read(folder.path().join(of).join(format!("{table}.csv"))).unwrap();
        assert!(read("own") == read("back"), "{table}");
    }
    // What was read stands in the results, and is a problem again.
    let again = ["export", "back/study.toml", "--format", "petab", "--out", "petab", "--force"];
    let tables = ["conditions", "observables", "measurements", "parameters"];
    let read = || tables.map(|table| fs::read(folder.path().join(format!("petab/{table}.tsv"))).unwrap());
    let before = read();
    assert_eq!(dermis(folder.path(), &again).0, 0);
    assert!(before == read());
}

#[test]
fn mistakes_are_told_with_their_place() {
    let folder = place();
    let export = ["export", "study.toml", "--format", "petab", "--out", "petab"];
    assert_eq!(dermis(folder.path(), &export).0, 0);
    let wrong = |file: &str, from: &str, to: &str, words: &str| {
        let path = folder.path().join("petab").join(file);
        let right = fs::read_to_string(&path).unwrap();
        assert!(right.contains(from), "{file}: {from}");
        fs::write(&path, right.replacen(from, to, 1)).unwrap();
        let (code, told) = dermis(folder.path(), &["calibrate", "petab/problem.yaml", "--out", "none"]);
        fs::write(&path, right).unwrap();
        assert!(code == 2 && told.contains(words), "{code}: {told}");
        assert!(!folder.path().join("none").exists());
    };
    wrong("problem.yaml", "format_version: 1", "format_version: 2", "problem.yaml:1:17: version 2 of PEtab");
    wrong("model.xml", "value=\"0.9\"", "value=\"0.8\"", "the model is not what this dermis writes");
    wrong("model.xml", "dermis:origin", "dermis:other", "model.xml:1: this model was not written by dermis");
    wrong(
        "measurements.tsv",
        "\t0.2\t1\t0.1",
        "\tx\t1\t0.1",
        "measurements.tsv:2: column 3 (measurement): `x` is not a number",
    );
    wrong("measurements.tsv", "\t0.2\t1\t0.1", "\t0.2\tinf\t0.1", "column 4 (time): steady states");
    wrong(
        "measurements.tsv",
        "\t0.2\t1\t0.1",
        "\t0.2\t28\t0.1",
        "measurements.tsv:2: column 4 (time): day 28 is that of a session",
    );
    wrong("measurements.tsv", "\tshallow\t0.2", "\tshalow\t0.2", "did you mean `shallow`?");
    wrong(
        "observables.tsv",
        "\tneutrophils_halo\t",
        "\tneutrophils_halo / 2\t",
        "observables.tsv:2: column 3 (observableFormula)",
    );
    wrong(
        "observables.tsv",
        "observed_macrophages_m1_halo",
        "observed_neutrophils_halo",
        "observables.tsv:3: column 1 (observableId): `observed_neutrophils_halo` is given twice",
    );
    wrong(
        "problem.yaml",
        "- measurements.tsv",
        "- measurements.tsv\n  - measurements.tsv",
        "`measurements.tsv` is given twice",
    );
    wrong("parameters.tsv", "\t0.5\t1.4\t0.9", "\t0.5\t1.4\tnan", "is not a number");
    wrong(
        "observables.tsv",
        "noiseParameter1_observed_neutrophils_halo",
        "-1",
        "a spread of -1 is no number above 0",
    );
    wrong(
        "observables.tsv",
        "normal",
        "laplace",
        "observables.tsv:2: column 6 (noiseDistribution): `laplace`",
    );
    wrong(
        "parameters.tsv",
        "neutrophil_death",
        "neutrophil_deth",
        "parameters.tsv:2: column 1 (parameterId)",
    );
    wrong("parameters.tsv", "\t0.5\t1.4\t", "\t0.5\t99\t", "beyond the plausible one");
    let (fitted, own) =
        ("neutrophil_death\tlin\t0.5\t1.4\t0.9", "parameters.tsv:2: column 1 (parameterId): `");
    wrong(
        "parameters.tsv",
        fitted,
        "collagen_iii_rest\tlin\t0.1\t0.3\t0.2",
        &format!("{own}collagen_iii_rest` also moves"),
    );
    wrong(
        "parameters.tsv",
        fitted,
        "mmp_diffusivity\tlin\t0.1\t0.3\t0.2",
        &format!("{own}mmp_diffusivity` is no parameter"),
    );
    wrong(
        "conditions.tsv",
        "device.needle_length_mm=0.5",
        "device.needle_length_mm=0.6",
        "conditions.tsv:2: column 3",
    );
    wrong(
        "conditions.tsv",
        "device.needle_length_mm=0.5",
        "device.needle_lenth_mm=0.5",
        "conditions.tsv:2: column 2 (conditionName)",
    );
    // What PEtab has no place for is not written.
    for (from, to, words) in [
        ("1,0.2,0.1", "1,<0.2,0.1", "is a limit (censored)"),
        ("shallow,neutrophils.halo,3", "shallow,neutrophils.halo,0", "is of a session's day"),
        ("collagen_total.dermis", "collagen_functional.dermis", "is no outcome of the model"),
    ] {
        fs::write(folder.path().join("data.csv"), DATA.replace(from, to)).unwrap();
        let (code, told) =
            dermis(folder.path(), &["export", "study.toml", "--format", "petab", "--out", "x"]);
        assert!(code == 2 && told.contains(words), "{code}: {told}");
    }
    fs::write(folder.path().join("data.csv"), DATA).unwrap();
    // The loss of what the patient's years take is theirs too.
    let older = STUDY
        .replace("\"run.days=36\"", "\"run.days=36\", \"patient.age_years=70\"")
        .replace("neutrophil_death", "proliferation_multiplier");
    fs::write(folder.path().join("study.toml"), older).unwrap();
    let (code, told) = dermis(folder.path(), &["export", "study.toml", "--format", "petab", "--out", "x"]);
    assert!(code == 2 && told.contains("by a factor of the patient"), "{code}: {told}");
}
