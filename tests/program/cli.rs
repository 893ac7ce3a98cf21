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
    // Half of what fibroblasts make leaves a channel open too long: a hard target misses.
    let half = 0.5 * dermis::parameters::ParameterSet::default().get("fibroblast_synthesis").unwrap();
    let change = format!("fibroblast_synthesis={half}");
    let missed = dermis(&[&quick[..], &["--case", "T28", "--force", "--set", &change]].concat());
    assert_eq!(missed.status.code(), Some(1));
    let table = String::from_utf8(missed.stdout).unwrap();
    assert!(
        table.contains("MISS") && table.contains("\nT28 collagen in an isolated channel on day 70 (hard)"),
        "{table}"
    );
    let told = String::from_utf8(missed.stderr).unwrap();
    let named =
        told.contains("error: hard targets missed: ") && told.contains("T28 collagen in an isolated channel");
    assert!(named, "{told}");
    let summary: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(out.join("summary.json")).unwrap()).unwrap();
    assert_eq!(summary["changes"][0], change.as_str());
    assert!(
        summary["hard_misses"]
            .as_array()
            .unwrap()
            .iter()
            .any(|miss| miss == "T28 collagen in an isolated channel on day 70")
    );
    assert!(!out.join("T6_1.svg").exists(), "the whole folder is replaced");
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains(&change) && page.contains("<tr class=\"missed\""));
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

/// Runs of milliseconds.
const MIXED: [&str; 2] = ["--set", "grid.geometry=well_mixed"];

#[test]
fn a_run_prints_what_people_ask_for() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let slab = [
        "--set",
        "grid.spacing_um=100",
        "--set",
        "run.days=40",
        "--set",
        "treatment.count=1",
        "--set",
        "grid.width_mm=1",
    ];
    let run = |more: &[&str]| {
        stdout(&[&["run", FACE, "--force", "--out", out.to_str().unwrap()], &slab[..], more].concat())
    };
    let text = run(&[]);
    for word in [
        "total collagen",
        "% of rest in the dermis on day 40",
        "peak on day",
        "scar-like share  none above 0.1 % of total collagen",
        "visible redness",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(run(&["--quiet"]), "");
    assert!(serde_json::from_str::<serde_json::Value>(&run(&["--json"])).is_ok());
    let mixed = stdout(&[&["run", FACE, "--force", "--out", out.to_str().unwrap()], &MIXED[..]].concat());
    assert!(mixed.contains("total collagen") && !mixed.contains("redness"), "{mixed}");
    let none = ["--set", "device.density_per_cm2=1", "--set", "run.symmetry=false"];
    let none =
        dermis(&[&["run", FACE, "--force", "--out", out.to_str().unwrap()], &slab[..], &none].concat());
    let told = String::from_utf8(none.stderr).unwrap();
    assert!(told.contains("warning: the session on day 0 placed no needle"), "{told}");
    // Known before anything runs, and silent of sessions that place some.
    let changes = [&slab[..], &["--set", "device.density_per_cm2=1", "--set", "run.symmetry=false"]].concat();
    let checked = dermis(&[&["check", FACE], &changes[..]].concat());
    let checked = String::from_utf8(checked.stderr).unwrap();
    assert_eq!(
        checked.matches("placed no needle").count(),
        told.matches("placed no needle").count(),
        "{checked}"
    );
    assert!(!String::from_utf8(dermis(&["check", FACE]).stderr).unwrap().contains("no needle"));
}

/// What is set for all runs is given once, under whichever name, by every command that takes it.
#[test]
fn nothing_is_set_twice_in_the_validation() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let twice = ["--set", "m_syn=1.1", "--set", "synthesis_multiplier=1", "--out", out.to_str().unwrap()];
    let told = refused(&[&["validate", "--quick"][..], &twice].concat(), 2);
    assert!(told.contains("set the same thing, `synthesis_multiplier`") && !out.exists(), "{told}");
}

#[test]
fn mistaken_commands_are_told_the_way() {
    for (arguments, word) in [
        (&["rnu", FACE][..], "did you mean `run`?"),
        (&["chekc"], "did you mean `check`?"),
        (&["help", "study"], "compare, sweep, cohort"),
        (&["run", FACE, "--vary", "run.seed=1,2"], "dermis compare FILE --vary"),
        (&["compare", FACE, "--resume"], "the same command"),
        (&["run", FACE, "-o", "x"], "--out DIR"),
        (&["calibrate", FACE, "--shard", "1/2"], "no parts"),
        (&["sweep", FACE, "--threads", "1025"], "1..=1024"),
    ] {
        let told = refused(arguments, 2);
        assert!(told.contains(word) && !told.contains("-- --"), "{arguments:?}: {told}");
    }
    let offered = |command: &str| stdout(&[command, "--help"]).contains("--shard");
    assert_eq!(
        ["compare", "sweep", "cohort", "sensitivity", "calibrate", "optimise"].map(offered),
        [true, true, true, true, false, false]
    );
    let words = stdout(&["list"]);
    for word in ["dermis list outcomes", "dermis list devices", "dermis list references"] {
        assert!(words.contains(word), "{words}");
    }
}

/// A study's folder by any path, and the same refusal before anything is run.
#[test]
fn out_is_one_folder_however_it_is_written() {
    let place = tempfile::tempdir().unwrap();
    let study = |out: &str, more: &[&str]| {
        let face = format!("{}/{FACE}", env!("CARGO_MANIFEST_DIR"));
        let all = [&["compare", &face, "--vary", "run.seed=1,2", "--out", out], &MIXED[..], more].concat();
        Command::new(cargo_bin!("dermis")).args(all).current_dir(place.path()).output().unwrap()
    };
    let code = |out: &str, more: &[&str]| study(out, more).status.code().unwrap();
    assert_eq!(code("t/", &[]), 0);
    assert!(place.path().join("t/summary.json").is_file() && !place.path().join("t/.journal").exists());
    assert_eq!((code("t/", &[]), code("./t", &[]), code("t/.", &["--force"])), (73, 73, 0));
    for foreign in [".", "..", "/"] {
        for more in [&[][..], &["--force"]] {
            let refused = study(foreign, more);
            assert_eq!(refused.status.code(), Some(73));
            assert!(String::from_utf8_lossy(&refused.stderr).contains("--out"));
        }
    }
    let name = "two words\nand a line/";
    assert_eq!(code(name, &["--shard", "1/2"]), 0);
    assert_eq!(code(name, &["--shard", "2/2"]), 0);
    let part = |i: u32| format!("two words\nand a line.part-{i}-of-2.journal");
    let merged = Command::new(cargo_bin!("dermis"))
        .args(["merge", &part(1), &part(2)])
        .current_dir(place.path())
        .output()
        .unwrap();
    let told = String::from_utf8(merged.stderr).unwrap();
    assert_eq!(merged.status.code(), Some(0), "{told}");
    assert!(told.contains("results in two words\\nand a line;"), "{told}");
    let table = |folder: &str| fs::read(place.path().join(folder).join("runs.csv")).unwrap();
    assert_eq!(table("two words\nand a line"), table("t"));
}

/// Pipes and files without an end are refused at once.
#[cfg(unix)]
#[test]
fn no_read_waits_or_goes_on_for_ever() {
    let place = tempfile::tempdir().unwrap();
    let pipe = place.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for file in [pipe.to_str().unwrap(), "/dev/zero"] {
        for arguments in [
            &["check", file][..],
            &["compare", file, "--vary", "run.seed=1,2"],
            &["merge", file, "--out", "x"],
            &["calibrate", FACE, "--fit", "mmp_multiplier", "--data", file],
        ] {
            let told = refused(arguments, 2);
            assert!(told.contains("a pipe or a device"), "{arguments:?}: {told}");
        }
    }
    // A journal where a pipe stands.
    let out = place.path().join("out");
    assert!(Command::new("mkfifo").arg(place.path().join("out.journal")).status().unwrap().success());
    let study =
        [&["compare", FACE, "--vary", "run.seed=1,2", "--out", out.to_str().unwrap()], &MIXED[..]].concat();
    assert!(refused(&study, 2).contains("a pipe or a device"));
    let large = place.path().join("large.journal");
    fs::File::create(&large).unwrap().set_len(1 << 40).unwrap();
    assert!(refused(&["merge", large.to_str().unwrap(), "--out", "x"], 74).contains("not the journal"));
    assert!(refused(&["check", large.to_str().unwrap()], 2).contains("larger than 1 MiB"));
}

/// Threads that cannot be had are an error, before anything is run.
#[cfg(target_os = "linux")]
#[test]
fn threads_that_cannot_be_had_are_told() {
    let place = tempfile::tempdir().unwrap();
    let program = cargo_bin!("dermis").display().to_string();
    let run = |limit: &str, threads: &str, command: &str| {
        let script = format!("{limit}; exec \"$0\" {command} --out \"$1\"");
        Command::new("sh")
            .args(["-c", &script, &program, place.path().join("out").to_str().unwrap()])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap()
    };
    let runs = format!("run {FACE} --set grid.geometry=well_mixed");
    let study = format!("compare {FACE} --vary run.seed=1,2 --set grid.geometry=well_mixed");
    for command in [&runs, &study] {
        for (limit, threads, word) in [
            ("true", "1000000", "allowed: 1 to 1024"),
            ("ulimit -v 1000000", "1000", "cannot start 1000 threads"),
        ] {
            let output = run(limit, threads, command);
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{command}: {told}");
            assert!(told.contains(word) && !told.contains("panicked"), "{command}: {told}");
        }
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

/// A variable that says no number of threads is no reason to take all of them; nothing and 0 are.
#[test]
fn a_variable_that_is_no_number_of_threads_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let (file, out) = (place.path().join("other"), place.path().join("out"));
    let run = |threads: &str, more: &[&str]| {
        let arguments =
            ["run", FACE, "--set", "run.days=1", "--set", "treatment.count=1", "--force", "--out"];
        let arguments = [&arguments[..], &[out.to_str().unwrap()], &MIXED, more].concat();
        let output = Command::new(cargo_bin!("dermis"))
            .args(arguments)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for threads in ["abc", "-1", "1.5", "two"] {
        let (code, told) = run(threads, &[]);
        let word = format!("RAYON_NUM_THREADS is `{threads}`");
        assert!(code == Some(2) && told.contains(&word) && told.contains("1 to 1024"), "{told}");
        assert!(!out.exists() && !file.exists());
    }
    for (threads, more) in [("0", &[][..]), ("", &[]), ("abc", &["--threads", "1"])] {
        assert_eq!(run(threads, more).0, Some(0), "{threads}");
    }
}

/// What a run would leave on the disk is told, and what has no room is refused before anything is run.
#[test]
fn results_that_the_disk_has_no_room_for_are_refused() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    // Thousands of terabytes.
    let set = [
        "grid.spacing_um=5",
        "grid.width_mm=8",
        "run.days=7300",
        "observe.interval_days=0.05",
        "observe.fields=[\"all\"]",
        "observe.field_formats=[\"zarr\", \"vtk\"]",
        "observe.precision=f64",
    ];
    let set: Vec<&str> = set.iter().flat_map(|change| ["--set", *change]).collect();
    let check = dermis(&[&["check", FACE, "--json"][..], &set].concat());
    let told: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert!(told["disk_bytes"].as_f64().unwrap() > 1e13, "{told}");
    let how = ["--time-limit", "1s", "--out", out.to_str().unwrap()];
    if cfg!(unix) {
        let warned = String::from_utf8(check.stderr).unwrap();
        assert!(warned.contains("on the disk, of which"), "{warned}");
        let error = refused(&[&["run", FACE][..], &set, &how].concat(), 2);
        assert!(error.contains("that are free on the disk of its results"), "{error}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }
    let plan = dermis(&["sweep", FACE, "--vary", "run.seed=1,2", "--plan"]);
    assert!(String::from_utf8(plan.stdout).unwrap().contains("disk      about "));
}

/// Names are shown, whatever they hold: a row stays a row.
#[test]
fn names_are_spelled_out_on_the_terminal() {
    let place = tempfile::tempdir().unwrap();
    let name = "a\u{1b}[31m\u{202e}b\u{200b}\nc.toml";
    let file = place.path().join(name);
    fs::copy(FACE, &file).unwrap();
    let other = place.path().join("d.toml");
    fs::copy(FACE, &other).unwrap();
    let (file, other, out) = (file.to_str().unwrap(), other.to_str().unwrap(), place.path().join("out"));
    let clean = |output: &Output| {
        let all = [&output.stdout[..], &output.stderr].concat();
        let text = String::from_utf8(all).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\r']), "{text:?}");
        assert!(text.contains("a\\u001b[31m\\u202eb\\u200b\\nc"), "{text}");
        text
    };
    clean(&dermis(&["check", file]));
    clean(&dermis(&["check", file, "--set", "run.dayz=3"]));
    clean(&dermis(&["check", &format!("{file}x")]));
    for mistaken in [&[name][..], &["run", other, "--threads", name], &["sweep", other, "--method", name]] {
        let told = String::from_utf8(dermis(mistaken).stderr).unwrap();
        assert!(
            told.contains("\\u202eb\\u200b") && !told.contains(['\u{1b}', '\u{202e}', '\u{200b}']),
            "{told:?}"
        );
    }
    let compared = dermis(&[&["compare", file, other, "--out", out.to_str().unwrap()], &MIXED[..]].concat());
    let table = clean(&compared);
    let row = table.lines().position(|line| line.contains("u202e")).unwrap();
    assert!(table.lines().nth(row).unwrap().contains("\\nc  "), "{table}");
    let arm = "x\u{202e}y\u{1b}[2J: treatment.count=2";
    let cohort = ["cohort", other, "--patients", "2", "--arm", "plain:", "--arm", arm, "--force", "--out"];
    let cohort = dermis(&[&cohort, &[out.to_str().unwrap()][..], &MIXED].concat());
    let text = String::from_utf8(cohort.stdout).unwrap();
    assert!(text.contains("x\\u202ey\\u001b[2J") && !text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
}
