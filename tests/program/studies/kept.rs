//! Long runs of a study are kept on the way, and gone on with to the same bytes.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::program::{FACE, command, dermis, files, stdout};

/// Some tenths of a second a run, none of which lanes take.
const SLOW: [&str; 8] = [
    "--set",
    "grid.geometry=cell",
    "--set",
    "grid.spacing_um=20",
    "--set",
    "run.days=250",
    "--vary",
    "treatment.interval_days=14,28",
];

fn study<'a>(out: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    [&["compare", FACE, "--threads", "2", "--out", out.to_str().unwrap()][..], &SLOW, more].concat()
}

/// Names beside a folder of results that are not it.
fn beside(out: &Path) -> Vec<String> {
    let entries = fs::read_dir(out.parent().unwrap()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let name = out.file_name().unwrap().to_str().unwrap();
    names.filter(|other| other != name && other.contains(name)).collect()
}

#[test]
fn a_killed_study_goes_on_within_its_runs() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    let alone = stdout(&study(&whole, &[]));
    let often = study(&killed, &["--checkpoint-every", "0s"]);
    let mut child = command(&often).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    let kept = || beside(&killed).iter().any(|name| name.ends_with(".checkpoint.before"));
    while !kept() && began.elapsed() < Duration::from_secs(300) {
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(kept() && !killed.exists());
    // One that is damaged is told, and the one before it used. Of the run beside it there may be one alone.
    let before = beside(&killed).into_iter().find(|name| name.ends_with(".checkpoint.before")).unwrap();
    let damaged = folder.path().join(before.strip_suffix(".before").unwrap());
    // Between two renames there is none but the one before.
    let good = fs::read(&damaged).or_else(|_| fs::read(folder.path().join(&before))).unwrap();
    fs::write(&damaged, &good[..good.len() / 2]).unwrap();
    let again = dermis(&often);
    let told = String::from_utf8_lossy(&again.stderr);
    assert!(again.status.success(), "{told}");
    assert!(told.contains("going on from the checkpoint before it, of day"), "{told}");
    assert_eq!(String::from_utf8(again.stdout).unwrap(), alone);
    assert_eq!(files(&whole), files(&killed));
    assert_eq!(beside(&killed), [""; 0], "nothing left over");
}

/// However short the time, a chain of the same command comes to its end.
#[test]
fn a_study_in_parts_of_its_time_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, parts) = (folder.path().join("whole"), folder.path().join("parts"));
    stdout(&study(&whole, &[]));
    let limited = study(&parts, &["--checkpoint-every", "1h", "--time-limit", "100ms"]);
    let mut stopped = 0;
    loop {
        let output = dermis(&limited);
        let told = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => break,
            Some(75) => assert!(told.contains("the same command goes on") && !parts.exists(), "{told}"),
            code => panic!("{code:?}: {told}"),
        }
        stopped += 1;
        assert!(stopped < 500, "{told}");
    }
    assert!(stopped > 1, "the study is too short for this test");
    assert_eq!(files(&whole), files(&parts));
    assert_eq!(beside(&parts), [""; 0], "nothing left over");
}
