//! Killed, sharded, on any number of threads: the same bits.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::program::{FACE, MIXED, command, files, refused, stdout};

/// Some tenths of a second a run, so that a kill falls in between.
const SLOW: [&str; 8] = [
    "--set",
    "grid.geometry=cell",
    "--set",
    "grid.spacing_um=60",
    "--set",
    "run.days=250",
    "--vary",
    "treatment.interval_days=10,14,21,28,30,33,36,38,40,42",
];

fn path(out: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", out.display()))
}

#[test]
fn a_killed_study_resumes_to_the_same_bits_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    let arguments = |out: &Path, threads: &'static str| -> Vec<String> {
        let all =
            [&["compare", FACE, "--threads", threads, "--out", out.to_str().unwrap()][..], &SLOW].concat();
        all.into_iter().map(str::to_owned).collect()
    };
    let run = |out: &Path, threads: &'static str| {
        let all = arguments(out, threads);
        stdout(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let alone = run(&whole, "1");
    let all = arguments(&killed, "2");
    let mut child = command(&all.iter().map(String::as_str).collect::<Vec<_>>())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let journal = path(&killed, ".journal");
    let started = Instant::now();
    let lines = || fs::read(&journal).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count());
    while lines() < 4 && started.elapsed() < Duration::from_secs(300) {
        sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let done = lines() - 1;
    assert!((3..10).contains(&done), "killed after {done} of 10 runs");
    assert!(!killed.exists(), "nothing half-written");
    // What a crash in the middle of a line leaves.
    let mut text = fs::read(&journal).unwrap();
    text.extend(b"0123456789abcdef 4045 40");
    fs::write(&journal, text).unwrap();
    assert_eq!(run(&killed, "3"), alone);
    assert_eq!(files(&whole), files(&killed));
    assert!(!journal.exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing left over");
}

/// Parts that miss a case name it; complete they give what one piece gives.
#[test]
fn parts_are_joined_to_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, parts) = (folder.path().join("whole"), folder.path().join("parts"));
    let study = |out: &Path, more: &[&str]| {
        let vary = ["--vary", "treatment.interval_days=7,14,21,28,35"];
        stdout(&[&["compare", FACE, "--out", out.to_str().unwrap()][..], &MIXED, &vary, more].concat())
    };
    let alone = study(&whole, &[]);
    let part = |i: usize| path(&parts, &format!(".part-{i}-of-3.journal"));
    let merge = |these: &[usize]| -> Vec<String> {
        let these = these.iter().map(|i| part(*i).display().to_string());
        std::iter::once("merge".to_owned()).chain(these).collect()
    };
    let text = |arguments: Vec<String>| stdout(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    for i in [3, 1] {
        assert_eq!(study(&parts, &["--shard", &format!("{i}/3")]), "");
    }
    let missing = merge(&[1, 3]);
    let error = refused(&missing.iter().map(String::as_str).collect::<Vec<_>>(), 2);
    assert!(error.contains("3 of 8 runs are missing (case 2, 5, 8)"), "{error}");
    assert!(!parts.exists());
    study(&parts, &["--shard", "2/3"]);
    assert_eq!(text(merge(&[2, 1, 3])), alone);
    assert_eq!(files(&whole), files(&parts));
    // A part is resumed too: nothing is left to do, so nothing is added.
    let complete = fs::read(part(2)).unwrap();
    study(&parts, &["--shard", "2/3"]);
    assert_eq!(fs::read(part(2)).unwrap(), complete);
}

#[test]
fn journals_of_others_and_damaged_ones_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let study = |vary: &str| -> Vec<String> {
        let all = [
            &["compare", FACE, "--shard", "1/2", "--out", out.to_str().unwrap()][..],
            &MIXED,
            &["--vary", vary],
        ];
        all.concat().into_iter().map(str::to_owned).collect()
    };
    let words = |arguments: &[String]| -> Vec<String> { arguments.to_vec() };
    let call = |arguments: Vec<String>, code: i32| {
        refused(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), code)
    };
    let first = study("run.seed=1,2");
    stdout(&first.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(call(study("run.seed=1,3"), 73).contains("another study"));
    let journal = path(&out, ".part-1-of-2.journal");
    let good = fs::read(&journal).unwrap();
    let header = good.iter().position(|byte| *byte == b'\n').unwrap();
    for at in [3, header / 2, header - 2] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&journal, &bad).unwrap();
        assert!(call(words(&first), 74).contains("journal"), "byte {at}");
        assert!(call(vec!["merge".into(), journal.display().to_string()], 74).contains("journal"));
        assert_eq!(fs::read(&journal).unwrap(), bad, "a damaged journal is left as it is");
    }
    // What another build has left, with a right checksum.
    let text = String::from_utf8(good.clone()).unwrap();
    let (first_line, remainder) = text.split_once('\n').unwrap();
    let (body, _) = first_line.rsplit_once(' ').unwrap();
    let at = body.find("\"sources\":\"").unwrap() + 11;
    let other = format!("{}{}{}", &body[..at], "0".repeat(32), &body[at + 32..]);
    let sum = twox_hash::XxHash3_64::oneshot(other.as_bytes());
    fs::write(&journal, format!("{other} {sum:016x}\n{remainder}")).unwrap();
    let told = call(words(&first), 73);
    assert!(told.contains("which may give other numbers: go on with that build"), "{told}");
    let told = call(vec!["merge".into(), journal.display().to_string()], 2);
    assert!(told.contains("merge with that build, or run the parts again"), "{told}");
    // A run of which less is kept than the study keeps.
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let (row, _) = lines[1].rsplit_once(' ').unwrap();
    let (short, _) = row.rsplit_once(' ').unwrap();
    lines[1] = format!("{short} {:016x}", twox_hash::XxHash3_64::oneshot(short.as_bytes()));
    fs::write(&journal, lines.join("\n") + "\n").unwrap();
    let told = call(words(&first), 74);
    assert!(told.contains("numbers where this study keeps"), "{told}");
    assert!(call(vec!["merge".into(), "no/such.part-1-of-2.journal".into()], 74).contains("no/such"));
    assert!(call(vec!["merge".into(), FACE.into()], 2).contains("--out"));
}

/// Ctrl-C stops a study after its step, says how it goes on, and is heard again when it does.
#[cfg(unix)]
#[test]
fn an_interrupted_study_says_how_it_goes_on() {
    for signal in ["-INT", "-TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let all = [&["compare", FACE, "--threads", "1", "--out", out.to_str().unwrap()][..], &SLOW].concat();
        let child = command(&all).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let journal = path(&out, ".journal");
        let started = Instant::now();
        let lines =
            || fs::read(&journal).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count());
        while lines() < 3 && started.elapsed() < Duration::from_secs(300) {
            sleep(Duration::from_millis(5));
        }
        let sent = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(sent.unwrap().success());
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(75), "{told}");
        assert!(output.stdout.is_empty() && !out.exists());
        let done = lines() - 1;
        assert!((2..10).contains(&done), "{done}");
        let goes_on =
            format!("stopped after {done} of 11 runs, as asked; these are kept: the same command goes on");
        assert!(told.contains(&goes_on), "{told}");
        let again = command(&all).output().unwrap();
        let told = String::from_utf8(again.stderr).unwrap();
        assert!(
            again.status.success() && told.contains(&format!("resuming: {done} runs found done")),
            "{told}"
        );
    }
}

/// A run that is stopped leaves no results; a second signal does not wait for a step.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_results() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let long = ["--set", "grid.geometry=patch", "--set", "grid.spacing_um=20"];
    let all = [&["run", FACE, "--out", out.to_str().unwrap()][..], &long].concat();
    let child = command(&all).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    sleep(Duration::from_millis(1500));
    let interrupt = || std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt().unwrap().success());
    sleep(Duration::from_millis(300));
    // It may have stopped by itself meanwhile.
    let _ = interrupt();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(matches!(output.status.code(), Some(75 | 130)), "{:?}: {told}", output.status);
    assert!(told.contains("stopping after this step"), "{told}");
    assert!(!out.exists() && output.stdout.is_empty());
}
