//! What the commands say of themselves, word for word: a change of it is looked at before it is taken
//! (`INSTA_UPDATE=always cargo test --test program help`).
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)]

use std::process::Command;

use assert_cmd::cargo::cargo_bin;

const COMMANDS: [&str; 22] = [
    "",
    "calibrate",
    "check",
    "cohort",
    "compare",
    "completions",
    "diff",
    "export",
    "extend",
    "list",
    "man",
    "merge",
    "new",
    "optimise",
    "plot",
    "profile",
    "report",
    "rerun",
    "run",
    "sensitivity",
    "sweep",
    "validate",
];

/// What the program writes, wherever it does.
fn said(arguments: &[&str]) -> String {
    let output = Command::new(cargo_bin!("dermis")).args(arguments).env("COLUMNS", "100").output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[test]
fn every_command_says_what_it_does() {
    for command in COMMANDS {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        insta::assert_snapshot!(format!("help_{command}"), said(&arguments));
    }
}

#[test]
fn what_is_wrong_is_told_with_the_way_on() {
    let inputs = [
        ("age", &["check", "tests/inputs/bad/age_out_of_range.toml"][..]),
        ("no_file", &["run", "no_such_file.toml"]),
        ("no_command", &["rnu"]),
        ("nothing_varied", &["sweep", "examples/scenarios/face_four_sessions.toml"]),
        (
            "no_measure",
            &[
                "sweep",
                "examples/scenarios/face_four_sessions.toml",
                "--vary",
                "run.seed=1,2",
                "--measure",
                "tewl",
            ],
        ),
        (
            "key_in_no_section",
            &["check", "examples/scenarios/face_four_sessions.toml", "--set", "interval_days=14"],
        ),
        (
            "twice",
            &[
                "check",
                "examples/scenarios/face_four_sessions.toml",
                "--set",
                "run.days=14",
                "--set",
                "run.days=15",
            ],
        ),
        ("vary_in_run", &["run", "examples/scenarios/face_four_sessions.toml", "--vary", "run.seed=1,2"]),
    ];
    for (name, arguments) in inputs {
        insta::assert_snapshot!(format!("wrong_{name}"), said(arguments));
    }
}
