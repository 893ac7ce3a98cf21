//! The program as the tests call it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;

pub const FACE: &str = "examples/scenarios/face_four_sessions.toml";
/// Runs of milliseconds.
pub const MIXED: [&str; 2] = ["--set", "grid.geometry=well_mixed"];

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("dermis"));
    command.args(arguments);
    command
}

pub fn dermis(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

pub fn stdout(arguments: &[&str]) -> String {
    let output = dermis(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

pub fn refused(arguments: &[&str], code: i32) -> String {
    let output = dermis(arguments);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    assert!(output.stdout.is_empty(), "{arguments:?} wrote data although it failed");
    error
}

/// Every file of a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
    };
    let mut all: BTreeMap<_, _> = fs::read_dir(folder).unwrap().map(read).collect();
    // It tells of the clock and the machine.
    all.remove("ro-crate-metadata.json");
    all
}

/// A column of a CSV file.
pub fn column(folder: &Path, table: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(folder.join(table)).unwrap();
    let at = reader.headers().unwrap().iter().position(|head| head == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}"));
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// A column of numbers; an empty cell is not a number.
pub fn numbers(folder: &Path, table: &str, name: &str) -> Vec<f64> {
    column(folder, table, name).iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect()
}
