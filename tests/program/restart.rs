//! Runs that are killed, stopped, damaged or extended: the same bytes as those of runs that were left alone.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

use crate::studies::program::files;

const FACE: &str = "examples/scenarios/face_four_sessions.toml";
/// About a second, so that a kill falls in between.
const SLOW: [&str; 6] =
    ["--set", "grid.spacing_um=60", "--set", "run.days=130", "--set", "grid.surface_spacing_um=50"];
/// Milliseconds.
const MIXED: [&str; 2] = ["--set", "grid.geometry=well_mixed"];

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("dermis"));
    command.args(words);
    command
}

fn called(words: &[&str], code: i32) -> Output {
    let output = command(words).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{words:?}: {error}");
    output
}

fn told(words: &[&str], code: i32) -> String {
    String::from_utf8(called(words, code).stderr).unwrap()
}

fn run(out: &Path, more: &[&[&str]]) -> Vec<String> {
    let words = [&["run", FACE, "--out", out.to_str().unwrap()][..], &more.concat()].concat();
    words.into_iter().map(str::to_owned).collect()
}

fn words(of: &[String]) -> Vec<&str> {
    of.iter().map(String::as_str).collect()
}

fn assert_same(a: &Path, b: &Path) {
    let (a, b) = (files(a), files(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let differ: Vec<_> = a.iter().filter(|(name, bytes)| b[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

/// What lies in a folder, hidden or not.
fn names(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    all
}

fn beside(out: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", out.display()))
}

/// A run that is going on, with its first checkpoint written.
fn begun(words: &[&str], out: &Path) -> Child {
    let child = command(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    while !out.exists() && !beside(out, ".checkpoint").exists() && begin.elapsed() < Duration::from_secs(300)
    {
        sleep(Duration::from_millis(2));
    }
    child
}

#[test]
fn a_killed_run_resumes_to_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let (alone, out) = (folder.path().join("alone"), folder.path().join("killed"));
    called(&words(&run(&alone, &[&SLOW])), 0);
    let every = ["--checkpoint-every", "50ms", "--resume"];
    let all = run(&out, &[&SLOW, &every]);
    for wait in [0, 200, 500] {
        let mut child = begun(&words(&all), &out);
        sleep(Duration::from_millis(wait));
        // It may be done where the machine is fast.
        let _ = child.kill();
        child.wait().unwrap();
    }
    if !out.exists() {
        let told = told(&words(&all), 0);
        assert!(told.contains("resuming on day"), "{told}");
    }
    assert_same(&alone, &out);
    assert_eq!(names(folder.path()), ["alone", "killed"], "nothing left over");
}

/// The checkpoint of an interrupted run is neither overwritten nor taken for that of another run.
#[test]
fn a_stopped_run_says_how_it_goes_on() {
    let folder = TempDir::new().unwrap();
    let (alone, out) = (folder.path().join("alone"), folder.path().join("stopped"));
    called(&words(&run(&alone, &[&SLOW])), 0);
    let never = ["--checkpoint-every", "never", "--time-limit", "100ms"];
    let told_then = told(&words(&run(&out, &[&SLOW, &never])), 75);
    assert!(
        told_then.contains("stopped on day") && told_then.contains("with --resume goes on"),
        "{told_then}"
    );
    assert!(!out.exists());
    assert!(told(&words(&run(&out, &[&SLOW])), 73).contains("go on from it with --resume"));
    let other = told(&words(&run(&out, &[&SLOW, &["--set", "run.seed=7", "--resume"]])), 73);
    assert!(other.contains("another scenario"), "{other}");
    // A limit that is over at once makes a step all the same, so that a chain of jobs comes to its end.
    called(&words(&run(&out, &[&SLOW, &["--resume", "--time-limit", "1ms"]])), 75);
    called(&words(&run(&out, &[&SLOW, &["--resume"]])), 0);
    assert_same(&alone, &out);
    assert_eq!(names(folder.path()), ["alone", "stopped"]);
    let again = told(&words(&run(&out, &[&SLOW, &["--resume"]])), 73);
    assert!(again.contains("it exists"), "{again}");
}

#[cfg(unix)]
#[test]
fn a_signal_keeps_the_run() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let long = ["--set", "grid.geometry=patch", "--set", "grid.spacing_um=40", "--checkpoint-every", "5ms"];
    let child = begun(&words(&run(&out, &[&long])), &out);
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(75), "{told}");
    assert!(told.contains("stopping after this step") && told.contains("--resume"), "{told}");
    assert!(!out.exists() && beside(&out, ".checkpoint").is_file());
}

/// Of a damaged checkpoint the one before is used, and where that is damaged too nothing is.
#[test]
fn damaged_checkpoints_are_seen() {
    let folder = TempDir::new().unwrap();
    let (alone, out) = (folder.path().join("alone"), folder.path().join("out"));
    let (newest, before) = (beside(&out, ".checkpoint"), beside(&out, ".checkpoint.before"));
    called(&words(&run(&alone, &[&SLOW])), 0);
    let mut child = begun(&words(&run(&out, &[&SLOW, &["--checkpoint-every", "1ms"]])), &out);
    let begin = Instant::now();
    while !before.exists() && begin.elapsed() < Duration::from_secs(300) {
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // There is none where the program went between two renames.
    let mut bad = fs::read(&newest).or_else(|_| fs::read(&before)).unwrap();
    let middle = bad.len() / 2;
    bad[middle] ^= 16;
    fs::write(&newest, &bad).unwrap();
    let kept = fs::read(&before).unwrap();
    fs::write(&before, &kept[..kept.len() - 9]).unwrap();
    let resumed = run(&out, &[&SLOW, &["--resume"]]);
    let refused = told(&words(&resumed), 74);
    assert!(refused.contains("no whole checkpoint") && !out.exists(), "{refused}");
    assert!(fs::read(&newest).unwrap() == bad, "left as it is");
    fs::write(&before, &kept).unwrap();
    let told = told(&words(&resumed), 0);
    assert!(told.contains("going on from the checkpoint before it"), "{told}");
    assert_same(&alone, &out);
    assert_eq!(names(folder.path()), ["alone", "out"]);
}

/// As the same run planned so from the start: in every geometry, with sessions and maps to come.
#[test]
fn an_extended_run_is_the_longer_run() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let coarse = ["--set", "grid.spacing_um=100", "--set", "grid.depth_spacing_um=100"];
    for (geometry, stepper) in [
        ("slab", "auto"),
        ("cell", "auto"),
        ("well_mixed", "auto"),
        ("cell", "ros34pw2"),
        ("cell", "ros2_lean"),
    ] {
        let (short, long, planned) = (at("short"), at("long"), at("planned"));
        let kind = [format!("grid.geometry={geometry}"), format!("run.stepper={stepper}")];
        let set = |days: &'static str, count: &'static str| {
            let sets =
                ["--set", &kind[0], "--set", &kind[1], "--set", count, "--set", days, "--force", "--quiet"];
            [&coarse[..], &sets].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        called(&words(&run(&short, &[&words(&set("run.days=28.5", "treatment.count=2"))])), 0);
        called(&words(&run(&planned, &[&words(&set("run.days=90", "treatment.count=4"))])), 0);
        let (from, to) = (short.to_str().unwrap(), long.to_str().unwrap());
        let extend =
            ["extend", from, "--days", "90", "--set", "treatment.count=4", "--out", to, "--force", "--quiet"];
        called(&extend, 0);
        let (planned, mut long) = (files(&planned), files(&long));
        // The same changes in another order.
        long.insert("restart.dermis".into(), planned["restart.dermis"].clone());
        let differ = planned.iter().filter(|(name, bytes)| long[*name] != **bytes);
        let differ: Vec<&String> = differ.map(|(name, _)| name).collect();
        assert!(differ.is_empty(), "{geometry} {stepper}: {differ:?}");
    }
    let mut all = names(folder.path());
    all.sort();
    assert_eq!(all, ["long", "planned", "short"]);
}

/// Agents act over pieces of time that end with the run; stamps are solved as one part.
#[test]
fn agents_and_symmetry_extend_too() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let file = folder.path().join("agent.toml");
    let agent = "[[treatment.topicals]]\nagent = \"retinoid\"\nhours_after_session = 30\ncontact_hours = 8\n";
    let text = format!(
        "schema = 1\n[device]\nname = \"stamp\"\npattern = \"regular\"\ndepth_jitter = 0\ntilt_degrees = 0\n\
         [treatment]\ndays = [0, 3]\n{agent}[grid]\nspacing_um = 50\nwidth_mm = 2\n[run]\ndays = 4.6\n\
         [observe]\nmap_days = [1, 4]\n"
    );
    fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    called(&["run", &file, "--out", &at("short"), "--quiet"], 0);
    let more = ["--set", "run.days=9", "--set", "treatment.days=[0, 3, 6]"];
    called(&[&["run", &file, "--out", &at("planned"), "--quiet"][..], &more].concat(), 0);
    called(&[&["extend", &at("short"), "--out", &at("long"), "--quiet"][..], &more].concat(), 0);
    assert_same(Path::new(&at("planned")), Path::new(&at("long")));
}

#[test]
fn what_would_change_the_past_is_refused() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let sets = ["--set", "treatment.count=2", "--set", "run.days=40", "--quiet"];
    called(&words(&run(&out, &[&["--set", "grid.geometry=cell", "--set", "grid.spacing_um=100"], &sets])), 0);
    let from = out.to_str().unwrap();
    let to = folder.path().join("long");
    let refused = |more: &[&str]| {
        told(&[&["extend", from, "--out", to.to_str().unwrap(), "--quiet"][..], more].concat(), 2)
    };
    for (more, why) in [
        (&["--days", "30"][..], "it has 40 days already"),
        (&["--days", "90", "--set", "treatment.interval_days=20"], "the session on day 20"),
        (&["--days", "90", "--set", "run.tolerance=1e-4"], "`tolerance = 0.001` of the run would be"),
        (&["--days", "90", "--set", "device.needle_length_mm=1"], "the session on day 0"),
        (&["--days", "90", "--set", "observe.map_days=[3]"], "day 3"),
        (&["--days", "90", "--set", "observe.interval_days=2"], "interval_days"),
        (&["--days", "90", "--set", "phagocytosis_rate=1"], "phagocytosis_rate"),
        (&[], "--days 600"),
    ] {
        let error = refused(more);
        assert!(error.contains(why), "{more:?}: {error}");
        assert_eq!(names(folder.path()), ["out"]);
    }
    let plain = folder.path().join("plain");
    called(&words(&run(&plain, &[&MIXED, &["--no-restart", "--quiet"]])), 0);
    assert!(told(&["extend", plain.to_str().unwrap(), "--days", "400"], 2).contains("restart.dermis"));
    let mut bytes = fs::read(out.join("restart.dermis")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(out.join("restart.dermis"), bytes).unwrap();
    assert!(told(&["extend", from, "--days", "400"], 74).contains("no whole checkpoint"));
}

/// A run whose results find no room is done, and its results are written by --resume.
#[cfg(target_os = "linux")]
#[test]
fn what_was_computed_is_not_thrown_away() {
    let folder = TempDir::new().unwrap();
    let (alone, out) = (folder.path().join("alone"), folder.path().join("out"));
    let rows = ["--set", "observe.interval_days=0.1"];
    called(&words(&run(&alone, &[&MIXED, &rows])), 0);
    let largest = fs::metadata(alone.join("timeseries.csv")).unwrap().len() / 1024;
    let restart = fs::metadata(alone.join("restart.dermis")).unwrap().len() / 1024;
    assert!(restart + 8 < largest, "{restart} {largest}");
    let all = run(&out, &[&MIXED, &rows]);
    // A limit of the size of files that the checkpoint keeps and the series does not: SIGXFSZ is no death.
    let limited = format!("ulimit -f {}; exec \"$0\" \"$@\"", restart + 4);
    let output = Command::new("bash")
        .args(["-c", &limited, cargo_bin!("dermis").to_str().unwrap()])
        .args(&all)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(74), "{told}");
    assert!(told.contains("out.incomplete") && told.contains("with --resume writes its results"), "{told}");
    assert_eq!(names(folder.path()), ["alone", "out.checkpoint", "out.incomplete"]);
    assert!(folder.path().join("out.incomplete/INCOMPLETE.txt").is_file());
    called(&words(&run(&out, &[&MIXED, &rows, &["--resume"]])), 0);
    assert_same(&alone, &out);
    assert_eq!(names(folder.path()), ["alone", "out"]);
}

/// What a crash between two renames leaves is put right by the next command.
#[test]
fn an_interrupted_replacement_is_healed() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let all = run(&out, &[&MIXED, &["--quiet"]]);
    called(&words(&all), 0);
    let before = files(&out);
    fs::create_dir(folder.path().join(".out.replaced-abc")).unwrap();
    fs::rename(&out, folder.path().join(".out.replaced-abc/old")).unwrap();
    fs::create_dir(folder.path().join(".out.partial-abc")).unwrap();
    assert!(told(&words(&all), 73).contains("it exists"));
    assert!(files(&out) == before);
    assert_eq!(names(folder.path()), ["out"]);
    called(&words(&run(&out, &[&MIXED, &["--quiet", "--force", "--set", "run.seed=2"]])), 0);
    assert!(files(&out) != before);
    assert_eq!(names(folder.path()), ["out"]);
}

/// An extended run has no bands, and says so where the run had some.
#[test]
fn bands_are_not_extended_and_that_is_told() {
    let folder = TempDir::new().unwrap();
    let (plain, banded) = (folder.path().join("plain"), folder.path().join("banded"));
    let short = ["--set", "run.days=3", "--set", "treatment.count=1"];
    called(&words(&run(&plain, &[&MIXED, &short])), 0);
    called(&words(&run(&banded, &[&MIXED, &short, &["--ensemble", "2"]])), 0);
    for (out, told) in [(plain, false), (banded, true)] {
        let mut command = Command::new(cargo_bin!("dermis"));
        let extended = command.arg("extend").arg(&out).args(["--days", "4"]).output().unwrap();
        let text = String::from_utf8_lossy(&extended.stderr);
        assert!(extended.status.success() && text.contains("its draws do not go on") == told, "{text}");
    }
}

/// From within its folder, a result's extension goes beside it; and where a session is on the last day, what is told of
/// the end is the skin before it, as in the last row.
#[test]
fn a_result_is_extended_from_within_and_its_end_is_its_last_row() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let end = [
        "--set",
        "treatment.interval_days=28",
        "--set",
        "treatment.count=2",
        "--set",
        "run.days=28",
        "--quiet",
    ];
    called(&words(&run(&out, &[&MIXED, &end])), 0);
    let summary: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap();
    let series = fs::read_to_string(out.join("timeseries.csv")).unwrap();
    let rows: Vec<Vec<&str>> = series.lines().map(|line| line.split(',').collect()).collect();
    for name in ["collagen_total.dermis", "neutrophils.dermis"] {
        let at = rows[0].iter().position(|column| *column == name).unwrap();
        let row: f64 = rows[rows.len() - 1][at].parse().unwrap();
        let told = &summary["outcomes"][name]["last"];
        assert!(told.is_null() || told.as_f64() == Some(row), "{name}: {told} and {row}");
    }
    assert!(summary["outcomes"]["collagen_total.dermis"]["last"].is_f64());

    let mut command = Command::new(cargo_bin!("dermis"));
    let extended =
        command.args(["extend", ".", "--days", "40", "--quiet"]).current_dir(&out).output().unwrap();
    assert!(extended.status.success(), "{}", String::from_utf8_lossy(&extended.stderr));
    assert_eq!(names(folder.path()), ["out", "out_40_days"]);
}
