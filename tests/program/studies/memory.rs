//! What is foreseen of memory, against what the system counts. On Linux, which tells the peak of a process.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use dermis::job::{self, Options, Threads};
use dermis::scenario::Scenario;
use dermis::study::read;

const FACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios/face_four_sessions.toml");

/// Most bytes that the program held in memory while it did this.
fn peak(args: &[&str]) -> f64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dermis"));
    let mut child = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most: f64 = 0.0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        most = most.max(1024.0 * kilobytes.unwrap_or(0.0));
        thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success(), "{args:?}");
    most
}

/// The grid, the method, looks and pictures count.
#[test]
fn a_run_holds_what_is_foreseen() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let looks: Vec<String> = (1..400).map(|look| (0.0002 * f64::from(look)).to_string()).collect();
    let looks = format!("observe.map_days=[{}]", looks.join(","));
    let cases: [&[&str]; 6] = [
        &["grid.geometry=well_mixed"],
        &["run.days=0.1", "grid.spacing_um=50", "grid.depth_spacing_um=50", &looks],
        &["grid.geometry=well_mixed", "run.days=3000", "observe.interval_days=0.1"],
        &["run.days=0.1", "grid.spacing_um=10", "run.stepper=qndf"],
        &["run.days=0.1", "grid.spacing_um=10", "run.stepper=ros34pw2"],
        &["run.days=0.1", "grid.geometry=patch", "grid.spacing_um=80"],
    ];
    for changes in cases {
        let owned: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
        let (scenario, _) = Scenario::read(FACE.as_ref(), &owned).unwrap();
        let options = Options { threads: Threads::Number(1), ..Options::into("") };
        let foreseen = job::run_cost(&scenario, &options).unwrap().memory_bytes;
        let mut args = vec!["run", FACE, "--threads", "1", "--force", "--out", out.to_str().unwrap()];
        args.extend(changes.iter().flat_map(|change| ["--set", change]));
        let held = peak(&args);
        assert!((foreseen / held - 1.0).abs() < 0.1, "{foreseen:.3e} of {held:.3e} bytes: {changes:?}");
    }
}

/// The budget of a study holds: two runs where there is room for two, else one after the other.
#[test]
fn a_study_holds_what_it_may() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("study.toml");
    let text = format!(
        "schema = 1\nstudy = \"sweep\"\nscenario = {FACE:?}\nchanges = [\"grid.geometry=patch\", \"grid.spacing_um=80\", \"treatment.count=1\", \"run.days=0.1\"]\nvary = [\"run.seed=1,2,3,4\"]\nafter_last_days = 0.05\nmeasures = [\"collagen_total.dermis\"]\n"
    );
    fs::write(&file, text).unwrap();
    let study = read::read(&file).unwrap().study().unwrap();
    let run = job::cost(&study, &Options::into(""), &|_| ()).unwrap().run_bytes;
    // What the program, the plan and a picture take beside the runs.
    let program = 6.0e7;
    for runs in [2.0, 1.0] {
        let budget = program + runs * run;
        let out = place.path().join(format!("out{runs}"));
        let gigabytes = (budget / 1e9).to_string();
        let [file, out] = [&file, &out].map(|path: &std::path::PathBuf| Path::new(path).to_str().unwrap());
        let held = peak(&["sweep", file, "--threads", "2", "--memory", &gigabytes, "--out", out]);
        assert!((held / budget - 1.0).abs() < 0.2, "{held:.3e} of {budget:.3e} bytes with {runs} at once");
    }
}

/// A plan is refused where the study would be.
#[test]
fn a_plan_says_what_does_not_fit() {
    for plan in [&["--plan"][..], &[]] {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out").display().to_string();
        let study = ["sweep", FACE, "--vary", "run.seed=1,2", "--memory", "0.001", "--out", &out];
        let error = super::program::refused(&[&study[..], plan].concat(), 2);
        assert!(error.contains("the study needs about") && error.contains("--memory"), "{error}");
    }
}

/// A limit on the address space of the process is seen before it ends it, in runs, studies and by `check`.
#[test]
fn a_limit_on_address_space_is_seen() {
    let place = tempfile::tempdir().unwrap();
    let limited = |kilobytes: u64, arguments: &str| {
        let program = env!("CARGO_BIN_EXE_dermis");
        let script = format!("ulimit -v {kilobytes}; {program} {arguments}");
        let output = Command::new("sh").current_dir(&place).args(["-c", &script]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let run = format!("run {FACE} --set grid.geometry=well_mixed --threads 1 --out run");
    let study =
        format!("sweep {FACE} --set grid.geometry=well_mixed --vary run.seed=1,2 --threads 1 --out study");
    let check = format!("check {FACE} --set grid.geometry=well_mixed");
    // No room for a thread; for threads alone; for all.
    for (kilobytes, command, told) in [
        (100_000, &run, "threads"),
        (230_000, &run, "ulimit -v"),
        (240_000, &study, "threads"),
        (350_000, &study, "ulimit -v"),
    ] {
        let (code, error) = limited(kilobytes, command);
        assert_eq!(code, Some(2), "{kilobytes} {command}: {error}");
        assert!(error.contains(told) && error.contains("ulimit -v"), "{error}");
    }
    assert_eq!(fs::read_dir(&place).unwrap().count(), 0);
    for (kilobytes, command) in [(400_000, &run), (600_000, &study), (3_000_000, &check)] {
        let (code, error) = limited(kilobytes, command);
        assert_eq!(code, Some(0), "{kilobytes} {command}: {error}");
    }
}
