//! Killed, in parts, on any number of threads: the same bytes.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::made::made;
use crate::studies::program::{FACE, MIXED, command, files, stdout};

#[test]
fn threads_and_parts_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), 30);
    let study = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let how = ["--ensemble", "24", "--ensemble-file", &file, "--out", out.to_str().unwrap()];
        let vary = ["--vary", "treatment.interval_days=14,28"];
        stdout(&[&["compare", FACE][..], &MIXED, &vary, &how, more].concat());
        out
    };
    let (one, two) = (study("one", &["--threads", "1"]), study("two", &["--threads", "2"]));
    assert_eq!(files(&one), files(&two));
    let parts = study("parts", &["--shard", "1/2"]);
    study("parts", &["--shard", "2/2"]);
    let part = |i: usize| format!("{}.part-{i}-of-2.journal", parts.display());
    stdout(&["merge", &part(2), &part(1)]);
    assert_eq!(files(&one), files(&parts));
}

/// Of a run with an ensemble what is done of the draws is not done again.
#[test]
fn a_killed_run_goes_on_with_its_draws() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), 12);
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    let slow = ["--set", "grid.geometry=cell", "--set", "grid.spacing_um=60", "--set", "run.days=200"];
    let arguments = |out: &Path, threads: &'static str| -> Vec<String> {
        let how = ["--ensemble", "--ensemble-file", &file, "--no-restart", "--threads", threads];
        let all = [&["run", FACE, "--out", out.to_str().unwrap()][..], &slow, &how].concat();
        all.into_iter().map(str::to_owned).collect()
    };
    let words = |all: &[String]| -> Vec<String> { all.to_vec() };
    let call = |all: Vec<String>| stdout(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let alone = call(words(&arguments(&whole, "1")));
    let all = arguments(&killed, "2");
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let mut child = command(&all).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let journal = folder.path().join("killed.ensemble.journal");
    let started = Instant::now();
    let lines = || fs::read(&journal).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count());
    while lines() < 4 && started.elapsed() < Duration::from_secs(300) {
        sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!((3..12).contains(&(lines() - 1)) && !killed.exists(), "{}", lines());
    let again = command(&all).output().unwrap();
    let told = String::from_utf8(again.stderr).unwrap();
    assert!(again.status.success() && told.contains("found done"), "{told}");
    assert_eq!(String::from_utf8(again.stdout).unwrap(), alone);
    assert_eq!(files(&whole), files(&killed));
    assert!(!journal.exists());
}
