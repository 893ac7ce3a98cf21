//! Kills at random instants, gone on with to the same bytes. Takes minutes:
//! `cargo test --release --test program kills -- --ignored --nocapture`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::studies::program::{FACE, command, dermis, files};

const SLAB: [&str; 4] = ["--set", "grid.spacing_um=100", "--set", "run.days=120"];

/// Kills the command so often, each time somewhere within what it takes whole; whenever it comes to its end its
/// results are those of the command left alone, and nothing is left beside them.
fn killed(times: u32, arguments: impl Fn(&Path) -> Vec<String>) {
    let place = tempfile::tempdir().unwrap();
    let call = |out: &Path| {
        let all = arguments(out);
        let mut command = command(&all.iter().map(String::as_str).collect::<Vec<_>>());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let (whole, out) = (place.path().join("whole"), place.path().join("out"));
    let began = Instant::now();
    assert!(call(&whole).status().unwrap().success());
    let takes = began.elapsed();
    let mut random = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let (mut kills, mut ends) = (0, 0);
    while kills < times {
        let mut child = call(&out).spawn().unwrap();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        sleep(takes.mul_f64((random >> 33) as f64 / (1_u64 << 31) as f64));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
        if out.exists() {
            // It may have been killed between its last name and the removal of what it had kept.
            assert_eq!(files(&out), files(&whole), "after {kills} kills");
            ends += 1;
            fs::remove_dir_all(&out).unwrap();
        }
    }
    assert!(call(&out).status().unwrap().success());
    assert_eq!(files(&out), files(&whole));
    let left = fs::read_dir(place.path()).unwrap().count();
    assert_eq!(left, 2, "nothing left over");
    println!("{kills} kills within {takes:.1?}, {} whole results, all the same bytes", ends + 1);
}

fn words(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
#[ignore = "minutes"]
fn a_hundred_kills_of_runs() {
    killed(100, |out| {
        let own = ["run", FACE, "--checkpoint-every", "0s", "--resume", "--out", out.to_str().unwrap()];
        words(&[&own[..], &SLAB].concat())
    });
}

#[test]
#[ignore = "minutes"]
fn fifty_kills_of_studies() {
    killed(50, |out| {
        let vary = ["--vary", "treatment.interval_days=7,14,21", "--after-last-days", "30"];
        let own = ["compare", FACE, "--checkpoint-every", "0s", "--out", out.to_str().unwrap()];
        words(&[&own[..], &SLAB, &vary].concat())
    });
}

/// Standard output and error that are closed or full: the right exit code, and the results are there.
#[cfg(target_os = "linux")]
#[test]
fn nobody_listens() {
    let place = tempfile::tempdir().unwrap();
    let program = assert_cmd::cargo::cargo_bin!("dermis").display().to_string();
    let mixed = "--set grid.geometry=well_mixed --no-report --out";
    for (at, (ending, code)) in
        [(">&- 2>&-", 0), (">/dev/full", 74), ("2>/dev/full", 0)].into_iter().enumerate()
    {
        let out = place.path().join(at.to_string());
        let script = format!("{program} run {FACE} {mixed} {} {ending}", out.display());
        let status = std::process::Command::new("sh").args(["-c", &script]).status().unwrap();
        assert_eq!(status.code(), Some(code), "{ending}");
        assert!(out.join("summary.json").is_file(), "{ending}");
        assert!(
            dermis(&["rerun", out.to_str().unwrap()]).status.success(),
            "{ending}: the results are whole"
        );
    }
    let limits = format!("ulimit -n 12; {program} run {FACE} {mixed} {}", place.path().join("few").display());
    let few = std::process::Command::new("sh").args(["-c", &limits]).output().unwrap();
    let told = String::from_utf8_lossy(&few.stderr);
    assert!(matches!(few.status.code(), Some(0 | 2 | 73 | 74)), "{told}");
    assert!(!told.contains("panicked"), "{told}");
}
