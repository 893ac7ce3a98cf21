//! The program from outside: exit codes, what goes where, closed pipes.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::fs;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;

const FACE: &str = "examples/scenarios/face_four_sessions.toml";

fn dermis(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("dermis")).args(arguments).output().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = dermis(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str], code: i32) -> String {
    let output = dermis(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?} wrote data although it failed");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn help_teaches() {
    let help = stdout(&["--help"]);
    assert!(help.contains("Example:") && help.contains("not medical advice"));
    let studies = ["compare", "sweep", "cohort", "sensitivity", "calibrate", "optimise", "merge"];
    for command in ["run", "check", "new", "list", "validate"].into_iter().chain(studies) {
        assert!(help.contains(command));
        let own = stdout(&[command, "--help"]);
        assert!(!studies.contains(&command) || own.contains("Example:"), "{command}: {own}");
        assert!(!own.is_empty());
    }
    assert!(stdout(&["--version"]).starts_with("dermis "));
}

#[test]
fn wrong_usage_is_two() {
    assert!(refused(&[], 2).contains("Usage"));
    assert!(refused(&["rum"], 2).contains("run"));
    refused(&["list", "colours"], 2);
    refused(&["list", "sites", "--json", "--markdown"], 2);
    refused(&["run", FACE, "--threads", "0"], 2);
    assert!(refused(&["check", FACE, "--set", "run.dayz=1"], 2).contains("did you mean `run.days`?"));
    assert!(refused(&["check", "tests/inputs/bad/age_out_of_range.toml"], 2).contains("18 to 95"));
    assert!(refused(&["check", "no/such.toml"], 74).contains("no/such.toml"));
}

#[test]
fn every_list_has_three_forms() {
    for what in ["fields", "parameters", "devices", "sites", "outcomes", "measures", "steppers", "references"]
    {
        let text = stdout(&["list", what]);
        let markdown = stdout(&["list", what, "--markdown"]);
        let json: serde_json::Value = serde_json::from_str(&stdout(&["list", what, "--json"])).unwrap();
        let rows = json.as_array().unwrap().len();
        assert_eq!(text.lines().count(), rows + 1);
        assert_eq!(markdown.lines().count(), rows + 2);
        assert!(markdown.lines().all(|line| line.starts_with("| ") && line.ends_with(" |")));
    }
    assert!(stdout(&["list", "devices"]).contains("home_roller"));
    let references = stdout(&["list", "references"]);
    let line = references.lines().find(|line| line.starts_with("verzijl2000 ")).unwrap();
    assert!(line.contains("Verzijl and others 2000"), "{line}");
    assert!(line.ends_with("https://doi.org/10.1074/jbc.M006700200"), "{line}");
}

#[test]
fn check_tells_the_cost_and_warns() {
    let text = stdout(&["check", FACE]);
    for word in ["cells", "memory", "steps", "time", "0, 28, 56, 84"] {
        assert!(text.contains(word), "{text}");
    }
    let deep = dermis(&["check", FACE, "--set", "device.needle_length_mm=2.5"]);
    assert_eq!(deep.status.code(), Some(0));
    assert!(String::from_utf8(deep.stderr).unwrap().contains("warning: needles of 2.5 mm"));
}

#[test]
fn new_writes_a_valid_scenario_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    let path = path.to_str().unwrap();
    assert!(stdout(&["new", path]).is_empty());
    stdout(&["check", path]);
    let written = fs::read_to_string(path).unwrap();
    assert!(written.contains("dermis run   mine.toml"));
    assert!(refused(&["new", path], 73).contains("exists already"));
    assert_eq!(fs::read_to_string(path).unwrap(), written);
}

#[test]
fn a_refused_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    refused(&["run", "tests/inputs/bad/nan.toml", "--out", out.to_str().unwrap()], 2);
    assert!(!out.exists());
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [&["list", "parameters"][..], &["--help"], &["check", FACE]] {
        let mut child = Command::new(cargo_bin!("dermis"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn validate_lists_and_refuses() {
    let list = stdout(&["validate", "--list"]);
    assert!(list.lines().count() > 10 && list.contains("T7 ") && list.contains("engelhardt1998"));
    assert!(refused(&["validate", "--case", "T77"], 2).contains("did you mean `T7`?"));
    let change = refused(&["validate", "--case", "T7", "--set", "neutrophil_deth=1"], 2);
    assert!(change.contains("did you mean `neutrophil_death`?"), "{change}");
    refused(&["validate", "--list", "--quick"], 2);
    refused(&["validate", "--threads", "0"], 2);
}

#[test]
fn validate_writes_its_results_and_exits_with_the_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let out_text = out.to_str().unwrap();
    let quick = ["validate", "--quick", "--threads", "1", "--out", out_text];
    let holds = [&quick[..], &["--case", "t6"]].concat();
    let text = stdout(&holds);
    for word in ["T6", "stumpp2009", "8 to 30 h", "fitted", "hard", "not medical advice", "2 of 2 hard"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    for file in ["index.html", "validation.csv", "summary.json", "T6_1.svg", "T6_1.png", "T6_2.svg"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    assert!(refused(&holds, 73).contains("--force"), "an earlier folder is kept");
    // Half of what debris calls lets neutrophils stay too long: a hard target misses.
    let half = 0.5 * dermis::parameters::ParameterSet::default().get("inflammation_from_damage").unwrap();
    let change = format!("inflammation_from_damage={half}");
    let missed = dermis(&[&quick[..], &["--case", "T7", "--force", "--set", &change]].concat());
    assert_eq!(missed.status.code(), Some(1));
    let table = String::from_utf8(missed.stdout).unwrap();
    assert!(
        table.contains("MISS") && table.contains("\nT7 left on day 5, one session of needling (hard)"),
        "{table}"
    );
    let told = String::from_utf8(missed.stderr).unwrap();
    let named =
        told.contains("error: hard targets missed: ") && told.contains("T7 left on day 5, one session");
    assert!(named, "{told}");
    let summary: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(out.join("summary.json")).unwrap()).unwrap();
    assert_eq!(summary["changes"][0], change.as_str());
    assert!(
        summary["hard_misses"]
            .as_array()
            .unwrap()
            .iter()
            .any(|miss| miss == "T7 left on day 5, one session of needling")
    );
    assert!(!out.join("T6_1.svg").exists(), "the whole folder is replaced");
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains(&change) && page.contains("<tr class=\"missed\">"));
}

#[test]
fn validate_labels_the_interval() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let text = stdout(&["validate", "--quick", "--case", "T22", "--out", out.to_str().unwrap()]);
    assert!(text.contains("T22: No clinical comparison of intervals exists"), "{text}");
    for file in ["index.html", "validation.csv"] {
        assert!(
            fs::read_to_string(out.join(file))
                .unwrap()
                .contains("No clinical comparison of intervals exists")
        );
    }
}
