//! The program from outside: every example scenario on a coarse grid, and what a run leaves behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const COARSE: [&str; 6] = [
    "--set",
    "grid.spacing_um=100",
    "--set",
    "grid.depth_spacing_um=200",
    "--set",
    "grid.surface_spacing_um=100",
];

fn dermis(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("dermis").unwrap();
    command.args(arguments);
    command
}

fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(found.len() >= 7);
    found
}

/// Header and rows of a result folder's series.
fn series(folder: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(folder.join("timeseries.csv")).unwrap();
    let header = reader.headers().unwrap().iter().map(String::from).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect();
    (header, rows)
}

#[test]
fn every_example_scenario_runs() {
    for scenario in scenarios() {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("out");
        let name = scenario.display().to_string();
        let mut arguments = vec!["run", &name, "--out", out.to_str().unwrap(), "--quiet", "--json"];
        arguments.extend(COARSE);
        let printed = dermis(&arguments).assert().success().get_output().stdout.clone();
        let summary: Value = serde_json::from_slice(&printed).unwrap();
        let written: Value =
            serde_json::from_str(&fs::read_to_string(out.join("summary.json")).unwrap()).unwrap();
        assert_eq!(summary, written, "{name}: --json prints what summary.json holds");
        assert!(summary["note"].as_str().unwrap().contains("not medical advice"));
        for file in ["collagen", "cells_and_signals", "barrier_and_redness", "maps"] {
            assert!(out.join(file).with_extension("png").is_file(), "{name}: {file}.png");
            assert!(out.join(file).with_extension("svg").is_file(), "{name}: {file}.svg");
        }
        let (header, rows) = series(&out);
        let outcomes: Value =
            serde_json::from_str(&fs::read_to_string(out.join("outcomes.json")).unwrap()).unwrap();
        let described: Vec<&str> = outcomes["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|column| column["name"].as_str().unwrap())
            .collect();
        assert_eq!(header, described, "{name}: every column is described");
        assert_eq!(header[0], "time_day");
        let times: Vec<f64> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
        assert!(times[0] == 0.0 && times.windows(2).all(|pair| pair[0] < pair[1]), "{name}: time increases");
        for (row, time) in rows.iter().zip(&times) {
            for (value, column) in row.iter().zip(&header).filter(|(value, _)| !value.is_empty()) {
                let value: f64 = value.parse().unwrap();
                assert!(value.is_finite() && value >= 0.0, "{name}: {column} is {value} on day {time}");
            }
        }
        // The scenario as resolved runs as well and is the same.
        let again = folder.path().join("again");
        let resolved = out.join("scenario.toml");
        dermis(&["run", resolved.to_str().unwrap(), "--out", again.to_str().unwrap(), "--quiet"])
            .assert()
            .success();
        assert_eq!(
            fs::read(out.join("timeseries.csv")).unwrap(),
            fs::read(again.join("timeseries.csv")).unwrap(),
            "{name}: scenario.toml gives the same series"
        );
    }
}

#[test]
fn every_device_runs_and_changes_the_skin() {
    for device in dermis::puncture::catalogue::devices(0.5) {
        let name = device.name();
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("out");
        let scenario = folder.path().join("device.toml");
        let text =
            format!("schema = 1\n[device]\nname = \"{name}\"\n[treatment]\ncount = 1\n[run]\ndays = 7\n");
        fs::write(&scenario, text).unwrap();
        let paths = [scenario.to_str().unwrap(), out.to_str().unwrap()];
        let mut arguments = vec!["run", paths[0], "--out", paths[1], "--quiet"];
        arguments.extend(COARSE);
        dermis(&arguments).assert().success();
        let (header, rows) = series(&out);
        let tewl = header.iter().position(|column| column == "tewl.surface").unwrap();
        let value = |row: usize| rows[row][tewl].parse::<f64>().unwrap();
        assert_eq!(value(0), 10.0, "{name}: the first row is before the session");
        assert!(value(1) > 10.0, "{name}: the barrier is open after it");
    }
}

#[test]
fn the_needles_written_are_those_of_the_device() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let scenario = "examples/scenarios/face_four_sessions.toml";
    let mut arguments = vec!["run", scenario, "--out", out.to_str().unwrap(), "--quiet"];
    arguments.extend(COARSE);
    let tilted = ["--set", "run.days=60", "--set", "treatment.count=2", "--set", "device.tilt_degrees=20"];
    arguments.extend(tilted);
    dermis(&arguments).assert().success();
    let changes: Vec<String> =
        arguments.iter().filter(|text| text.contains('=')).map(|text| (*text).into()).collect();
    let (scenario, _) = dermis::scenario::Scenario::read(Path::new(scenario), &changes).unwrap();
    let mut expected = Vec::new();
    for (at, session) in scenario.sessions.iter().enumerate() {
        let length = (100.0 / session.device.density_per_cm2()).sqrt();
        let area = dermis::puncture::TreatedArea { width: scenario.grid.width_mm, length };
        for needle in session.device.punctures(area, scenario.run.seed, at as u32) {
            let [x, y, z] = needle.axis;
            let place = [needle.x, needle.y, needle.depth, needle.radius, needle.tip_length, x, y, z];
            expected.push([[at as f64 + 1.0, session.day].as_slice(), &place].concat());
        }
    }
    let mut reader = csv::Reader::from_path(out.join("punctures.csv")).unwrap();
    let number = |text: &str| text.parse::<f64>().unwrap();
    let found: Vec<Vec<f64>> =
        reader.records().map(|row| row.unwrap().iter().map(number).collect()).collect();
    assert!(found.len() > 10 && found.iter().any(|needle| needle[7] != 0.0));
    assert_eq!(found, expected);
}

#[test]
fn untreated_skin_reads_as_unwounded() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let scenario = "examples/scenarios/untreated_control.toml";
    dermis(&["run", scenario, "--out", out.to_str().unwrap(), "--quiet"]).assert().success();
    let (header, rows) = series(&out);
    let outcomes: Value =
        serde_json::from_str(&fs::read_to_string(out.join("outcomes.json")).unwrap()).unwrap();
    for (at, column) in header.iter().enumerate().skip(1) {
        let meaning = outcomes["columns"][at]["meaning"].as_str().unwrap();
        let (first, last) = (&rows[0][at], &rows[rows.len() - 1][at]);
        assert_eq!(first, last, "{column} moves in untreated skin");
        if meaning.contains("(1 is unwounded)") && !first.is_empty() {
            assert!((first.parse::<f64>().unwrap() - 1.0).abs() < 1e-12, "{column}: {first}");
        }
        if meaning.contains("(0 is unwounded)") && !first.is_empty() {
            assert!(first.parse::<f64>().unwrap().abs() < 1e-12, "{column}: {first}");
        }
        let nowhere = column.ends_with(".halo") || column.ends_with(".channel");
        assert_eq!(first.is_empty(), nowhere, "{column}: only regions of channels do not exist");
    }
}

#[test]
fn threads_do_not_change_a_byte() {
    let folder = TempDir::new().unwrap();
    let run = |threads: &str| {
        let out = folder.path().join(threads);
        let scenario = "examples/scenarios/face_four_sessions.toml";
        dermis(&[
            "run",
            scenario,
            "--out",
            out.to_str().unwrap(),
            "--quiet",
            "--threads",
            threads,
            "--set",
            "run.days=10",
        ])
        .assert()
        .success();
        fs::read(out.join("timeseries.csv")).unwrap()
    };
    assert!(run("1") == run("2"));
}

#[test]
fn a_folder_is_written_whole_or_not_at_all() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let quick = |extra: &[&str]| {
        let mut arguments = vec![
            "run",
            "examples/scenarios/untreated_control.toml",
            "--out",
            out.to_str().unwrap(),
            "--quiet",
        ];
        arguments.extend(["--set", "run.days=2", "--set", "observe.map_days=[1]"]);
        arguments.extend(extra);
        dermis(&arguments)
    };
    // Wrong input leaves nothing behind.
    quick(&["--set", "run.days=-1"]).assert().code(2);
    quick(&["--set", "run.dais=3"]).assert().code(2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    quick(&[]).assert().success();
    let before = fs::read(out.join("summary.json")).unwrap();
    // Earlier results are kept unless --force.
    let refused = quick(&[]).assert().failure();
    let told = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(told.contains("--force") && told.contains("--out"), "{told}");
    assert_eq!(fs::read(out.join("summary.json")).unwrap(), before);
    quick(&["--force"]).assert().success();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing but the folder is left");
}
