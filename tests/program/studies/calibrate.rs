//! `dermis calibrate`.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use super::program::{FACE, MIXED, column, command, files, numbers, refused, stdout};

const SHORT: [&str; 4] = ["--set", "treatment.count=1", "--set", "run.days=10"];
/// What the synthetic data are made with; the scenario has 0.9 and 0.32.
const TRUTH: [(&str, f64); 2] = [("neutrophil_death", 1.2), ("polarisation_m1_to_m2", 0.4)];

/// Data without noise of a run with other parameters: day, value, a fiftieth of the peak as spread.
fn synthetic(folder: &Path) -> String {
    let out = folder.join("truth");
    let set: Vec<String> = TRUTH.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let set: Vec<&str> = set.iter().flat_map(|set| ["--set", set]).collect();
    stdout(&[&["run", FACE, "--out", out.to_str().unwrap()][..], &MIXED, &SHORT, &set].concat());
    let days = numbers(&out, "timeseries.csv", "time_day");
    let mut text = "outcome,day,value,spread\n".to_owned();
    for outcome in ["neutrophils.dermis", "macrophages_m1.dermis"] {
        let values = numbers(&out, "timeseries.csv", outcome);
        let peak = values.iter().copied().fold(0.0, f64::max);
        for day in [0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 9.0] {
            let at = days.iter().position(|other| *other == day).unwrap();
            text += &format!("{outcome},{day},{},{}\n", values[at], 0.02 * peak);
        }
    }
    let path = folder.join("data.csv");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn known_parameters_are_recovered_and_held() {
    let folder = tempfile::tempdir().unwrap();
    let data = synthetic(folder.path());
    let fit = |out: &Path, threads: &str| {
        let inputs: Vec<&str> = TRUTH.iter().flat_map(|(name, _)| ["--fit", *name]).collect();
        let how = [
            "--data",
            &data,
            "--starts",
            "2",
            "--profile-points",
            "3",
            "--threads",
            threads,
            "--out",
            out.to_str().unwrap(),
        ];
        stdout(&[&["calibrate", FACE][..], &MIXED, &SHORT, &inputs, &how].concat())
    };
    let [one, three] = ["one", "three"].map(|name| folder.path().join(name));
    let text = fit(&one, "1");
    assert!(text.contains("the data hold every parameter"), "{text}");
    let (best, low, high) =
        (numbers(&one, "fit.csv", "best"), numbers(&one, "fit.csv", "low"), numbers(&one, "fit.csv", "high"));
    for (at, (name, truth)) in TRUTH.iter().enumerate() {
        assert!((best[at] / truth - 1.0).abs() < 5e-3, "{name}: {} for {truth}", best[at]);
        assert!(
            low[at] < *truth && *truth < high[at] && high[at] - low[at] < 0.4 * truth,
            "{name}: {} to {}",
            low[at],
            high[at]
        );
    }
    // Each end stands where a search has found the bound.
    let (of, rise) =
        (column(&one, "profiles.csv", "profile_of"), numbers(&one, "profiles.csv", "chi_squared"));
    for (name, _) in TRUTH {
        let near = (0..of.len()).filter(|row| of[*row] == name && (rise[*row] - 3.841).abs() < 0.02).count();
        assert!(near >= 2, "{name}: {rise:?}");
    }
    assert!(!text.contains("steps ran out"), "{text}");
    assert!(numbers(&one, "residuals.csv", "residual").iter().all(|residual| residual.abs() < 0.1));
    assert_eq!(fit(&three, "3"), text);
    assert_eq!(files(&one), files(&three));
    for file in ["fit.png", "profile_neutrophil_death.svg", "profiles.parquet", "runs.csv"] {
        assert!(one.join(file).is_file(), "{file}");
    }
}

/// Two rates that only enter as their product cannot be told apart.
#[test]
fn what_the_data_do_not_hold_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let data = synthetic(folder.path());
    let out = folder.path().join("out");
    let inputs = ["--fit", "polarisation_m1_to_m2=0.2..0.6", "--fit", "polarisation_multiplier=0.5..2"];
    let how = [
        "--data",
        &data,
        "--starts",
        "1",
        "--profile-points",
        "3",
        "--steps",
        "60",
        "--out",
        out.to_str().unwrap(),
    ];
    let fixed = ["--set", "neutrophil_death=1.2"];
    let text = stdout(&[&["calibrate", FACE][..], &MIXED, &SHORT, &fixed, &inputs, &how].concat());
    let best = numbers(&out, "fit.csv", "best");
    assert!((best[0] * best[1] / 0.4 - 1.0).abs() < 0.01, "the product is held: {best:?}");
    assert!(text.contains("do not hold"), "{text}");
    assert!(column(&out, "fit.csv", "held").iter().any(|word| word != "yes"));
}

#[test]
fn what_is_wrong_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.csv");
    fs::write(&file, "outcome,day,value,spread\ntewl.surface,3,12,1\n").unwrap();
    let out = folder.path().join("out");
    let wrong = |more: &[&str]| {
        let how = ["--data", file.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let error = refused(&[&["calibrate", FACE][..], &MIXED, &SHORT, &how, more].concat(), 2);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{more:?}");
        error
    };
    assert!(wrong(&[]).contains("nothing is fitted"));
    assert!(wrong(&["--fit", "barrier_recvery=0.5..2"]).contains("did you mean `barrier_recovery`?"));
    assert!(wrong(&["--fit", "treatment.count=1..3"]).contains("whole numbers"));
    assert!(wrong(&["--fit", "mmp_multiplier", "--fit", "mmp_multiplier"]).contains("twice"));
    assert!(wrong(&["--fit", "mmp_multiplier", "--starts", "0"]).contains("1 to"));
    assert!(wrong(&["--fit", "mmp_multiplier", "--shard", "1/2"]).contains("no parts"));
    fs::write(&file, "outcome,day,value,spread\ntewl.surface,30,12,1\n").unwrap();
    assert!(wrong(&["--fit", "mmp_multiplier"]).contains("day 30"));
    fs::write(&file, "outcome,day,value,spread\ntewl.surfase,3,12,1\n").unwrap();
    assert!(wrong(&["--fit", "mmp_multiplier"]).contains("did you mean `tewl.surface`?"));
    assert!(refused(&["calibrate", FACE, "--fit", "mmp_multiplier"], 2).contains("--data"));
    let table = |text: &[u8]| {
        fs::write(&file, text).unwrap();
        wrong(&["--fit", "mmp_multiplier"])
    };
    let other = table(b"time;who;level\n1;A;2\n");
    assert!(other.contains("no column outcome, day, value, spread among time, who, level"), "{other}");
    let cell = table(b"outcome,day,value,spread\ntewl.surface,3,\"4,2\",1\n");
    assert!(cell.contains("data.csv:2: column 3 (value): `4,2` has a comma; write 4.2"), "{cell}");
    assert!(table(b"\xff\xfeo\0u\0t\0").contains("UTF-16; save the file as UTF-8"));
    let layer = table(b"outcome,day,value,spread\nneutrophils.papillary,3,1,1\n");
    assert!(layer.contains("no run can give the measure `neutrophils.papillary@3`"), "{layer}");
    fs::write(&file, "outcome,day,value,spread\ntewl.surface,3,12,1\n").unwrap();
    let set = wrong(&["--fit", "mmp_multiplier", "--condition", "a: m_mmp=2"]);
    assert!(set.contains("the condition `a` sets `mmp_multiplier`, which is fitted"), "{set}");
    let none =
        wrong(&["--fit", "mmp_multiplier", "--condition", "a: run.days=9", "--condition", "b: run.days=8"]);
    assert!(none.contains("which of the conditions a, b it is of"), "{none}");
    let word = wrong(&["--fit", "mmp_multiplier", "--observable", "tewl.surface: scael"]);
    assert!(word.contains("did you mean `scale`?"), "{word}");
    assert!(wrong(&["--fit", "mmp_multiplier", "--quick"]).contains("of targets"));
    let slip = wrong(&["--fit", "chanel_closure"]);
    assert!(slip.contains("did you mean `channel_closure`?"), "{slip}");
    let twice = wrong(&["--fit", "mmp_multiplier", "--fit", "parameters.mmp_multiplier"]);
    assert!(twice.contains("fitted twice, once as `mmp_multiplier`"), "{twice}");
}

/// The shipped example reads its scenario and its data, and fits one search of a few steps.
#[test]
fn the_example_refits_acute_wounds() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let example = "examples/studies/refit_acute_wound.toml";
    assert!(stdout(&["calibrate", example, "--plan"]).contains("runs      2 at first"));
    let text = fs::read_to_string(example).unwrap();
    let small = text.replace("starts = 2", "starts = 1\nsteps = 12\nprofile_points = 0");
    assert_ne!(small, text, "the example has the keys that the test makes smaller");
    // Copied elsewhere it stands alone.
    for name in ["session.toml", "acute_wound_courses.csv"] {
        fs::copy(format!("examples/studies/{name}"), folder.path().join(name)).unwrap();
    }
    let file = folder.path().join("study.toml");
    fs::write(&file, small).unwrap();
    let coarse = ["--set", "grid.spacing_um=100"];
    let told = stdout(
        &[&["calibrate", file.to_str().unwrap(), "--out", out.to_str().unwrap()][..], &coarse].concat(),
    );
    assert!(told.contains("neutrophils.halo") && told.contains("no profiles were asked for"), "{told}");
}

/// Values of an outcome on days, of a run in a scenario with these changes.
fn truth(folder: &Path, outcome: &str, set: &[&str], days: &[f64]) -> Vec<f64> {
    let out = folder.join("truth");
    let set: Vec<&str> = set.iter().flat_map(|set| ["--set", *set]).collect();
    stdout(&[&["run", FACE, "--force", "--out", out.to_str().unwrap()][..], &MIXED, &SHORT, &set].concat());
    let times = numbers(&out, "timeseries.csv", "time_day");
    let values = numbers(&out, "timeseries.csv", outcome);
    days.iter().map(|day| values[times.iter().position(|other| other == day).unwrap()]).collect()
}

/// One search without profiles, and what it printed.
fn search(folder: &Path, data: &[(&str, String)], more: &[&str]) -> String {
    let out = folder.join("out");
    let mut all = ["calibrate", FACE, "--starts", "1", "--profile-points", "0", "--force", "--out"].to_vec();
    all.push(out.to_str().unwrap());
    let files: Vec<String> = data
        .iter()
        .map(|(name, text)| {
            let path = folder.join(format!("{name}.csv"));
            fs::write(&path, text).unwrap();
            let condition = if name.is_empty() { String::new() } else { format!("{name}=") };
            format!("{condition}{}", path.display())
        })
        .collect();
    all.extend(files.iter().flat_map(|file| ["--data", file.as_str()]));
    stdout(&[&all[..], &MIXED, &SHORT, more].concat())
}

const DAYS: [f64; 7] = [0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 9.0];
const CONDITIONS: [&str; 4] =
    ["--condition", "short: device.needle_length_mm=0.8", "--condition", "long: device.needle_length_mm=2.0"];

/// Two conditions at once, each with a file of its own: both parameters are recovered to half a per cent, and each
/// condition's fitted scenario runs.
#[test]
fn two_conditions_are_fitted_together() {
    let folder = tempfile::tempdir().unwrap();
    let file = |length: &str| {
        let length = format!("device.needle_length_mm={length}");
        let mut text = "outcome;hour;value;spread;who\n".to_owned();
        for outcome in ["neutrophils.dermis", "macrophages_m1.dermis"] {
            let set = ["neutrophil_death=1.2", "polarisation_m1_to_m2=0.4", &length];
            let values = truth(folder.path(), outcome, &set, &DAYS);
            let peak = values.iter().copied().fold(0.0, f64::max);
            for (day, value) in DAYS.iter().zip(&values) {
                let [value, spread] =
                    [*value, 0.02 * peak].map(|number| number.to_string().replace('.', ","));
                text += &format!("{outcome};{};{value};{spread};A\n", 24.0 * day);
            }
        }
        text
    };
    let inputs = ["--fit", "neutrophil_death", "--fit", "polarisation_m1_to_m2"];
    let data = [("short", file("0.8")), ("long", file("2.0"))];
    let told = search(folder.path(), &data, &[&CONDITIONS[..], &inputs].concat());
    let out = folder.path().join("out");
    let best = numbers(&out, "fit.csv", "best");
    assert!((best[0] / 1.2 - 1.0).abs() < 5e-3 && (best[1] / 0.4 - 1.0).abs() < 5e-3, "{best:?}");
    assert!(told.contains("not read of") && told.contains("short.csv: who"), "{told}");
    let conditions = column(&out, "residuals.csv", "condition");
    assert_eq!(
        (conditions.len(), &conditions[0], &conditions[27]),
        (28, &"short".to_owned(), &"long".to_owned())
    );
    for name in ["fitted_short.toml", "fitted_long.toml"] {
        let fitted = out.join(name);
        let text = fs::read_to_string(&fitted).unwrap();
        assert!(text.contains("neutrophil_death = 1."), "{text}");
        let again = folder.path().join(name.trim_end_matches(".toml"));
        stdout(&["run", fitted.to_str().unwrap(), "--out", again.to_str().unwrap(), "-q"]);
    }
    // The study's own file gives the same again.
    let study = fs::read_to_string(out.join("study.toml")).unwrap();
    let file = folder.path().join("study.toml");
    fs::write(&file, study).unwrap();
    let again = folder.path().join("again");
    stdout(&["calibrate", file.to_str().unwrap(), "--out", again.to_str().unwrap()]);
    assert_eq!(files(&out), files(&again));
}

/// A scale and a spread that nobody knows, a value below the limit of detection, log-normal errors: the parameter is
/// recovered to half a per cent each time, the scale likewise.
#[test]
fn scales_limits_and_logarithms() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = "neutrophils.dermis";
    let values = truth(folder.path(), outcome, &["neutrophil_death=1.2"], &DAYS);
    let rows = |of: &dyn Fn(usize, f64) -> String| -> String {
        let rows = DAYS.iter().zip(&values).enumerate();
        rows.map(|(at, (day, value))| format!("{day}\t{}\n", of(at, *value))).collect()
    };
    let input = ["--fit", "neutrophil_death"];
    let recovered = |table: String, words: &str, scale: f64| {
        let observable = format!("{outcome}: {words}");
        search(folder.path(), &[("", table)], &[&["--observable", &observable][..], &input].concat());
        let out = folder.path().join("out");
        let best = numbers(&out, "fit.csv", "best")[0];
        assert!((best / 1.2 - 1.0).abs() < 5e-3, "{words}: {best}");
        let found = numbers(&out, "observables.csv", "scale")[0];
        assert!((found / scale - 1.0).abs() < 5e-3, "{words}: {found} for {scale}");
        out
    };
    let head = format!("day\t{outcome}\n");
    let scaled = |_: usize, value: f64| (37.0 * value).to_string();
    recovered(format!("{head}{}", rows(&scaled)), "scale, spread", 37.0);
    let shifted = |_: usize, value: f64| format!("{}\t0.01", 37.0 * value + 5.0);
    let with_sd = format!("day\t{outcome}\t{outcome}_sd\n");
    let out = recovered(format!("{with_sd}{}", rows(&shifted)), "scale, offset", 37.0);
    assert!((numbers(&out, "observables.csv", "offset")[0] / 5.0 - 1.0).abs() < 5e-3);
    let lognormal = |_: usize, value: f64| format!("{}\t0.1", 3.0 * value);
    recovered(format!("{with_sd}{}", rows(&lognormal)), "scale, lognormal", 3.0);
    // What is below the limit is given as such: its value would be far off.
    let limit = 37.0 * values[4] * 1.5;
    let censored =
        |at: usize, value: f64| if at >= 4 { format!("<{limit}") } else { (37.0 * value).to_string() };
    let out = recovered(format!("{head}{}", rows(&censored)), "scale, spread", 37.0);
    assert_eq!(column(&out, "residuals.csv", "censored").iter().filter(|sign| *sign == "<").count(), 3);
}

/// Targets of the validation suite: the fit goes on after a stop to the same bytes, says what it found, and gives
/// parameters that any scenario takes.
#[test]
fn targets_are_fitted_all_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let [out, stopped] = ["out", "stopped"].map(|name| folder.path().join(name));
    // Two targets of protease, which the shipped parameters hold.
    let run = |out: &Path, more: &[&str]| {
        let how =
            ["calibrate", "--targets=T13,T30", "--quick", "--starts", "1", "--out", out.to_str().unwrap()];
        let inputs = ["--fit", "mmp_decay", "--fit", "neutrophil_recruitment"];
        [&how[..], &inputs, more].concat().iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
    };
    let all = run(&out, &[]);
    let told = stdout(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(told.contains("the fit is what the model has") && told.contains("every check holds"), "{told}");
    assert_eq!(column(&out, "fit.csv", "own"), column(&out, "fit.csv", "best"));
    assert_eq!(column(&out, "fit.csv", "own"), column(&out, "fit.csv", "result"));
    for table in ["targets", "elasticities", "directions", "runs"] {
        assert!(out.join(format!("{table}.csv")).is_file(), "{table}");
    }
    // Killed after its first point.
    let again = run(&stopped, &["--threads", "1"]);
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    let mut child = command(&again).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let journal = folder.path().join("stopped.journal");
    let lines = || fs::read(&journal).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count());
    while lines() < 2 {
        sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!stopped.exists(), "nothing half-written");
    assert_eq!(stdout(&again), told);
    assert_eq!(files(&out), files(&stopped));
    // What it wrote sets parameters of any scenario.
    let fitted = fs::read_to_string(out.join("fitted.toml")).unwrap();
    let table = fitted.split("[parameters]\n").nth(1).unwrap();
    assert!(table.starts_with("mmp_decay = ") && table.contains("\nneutrophil_recruitment = "), "{fitted}");
    let file = folder.path().join("other.toml");
    fs::write(&file, "[parameters]\nmmp_decay = 0.7\n").unwrap();
    let set = format!("@{}", file.display());
    let ran = folder.path().join("ran");
    let arguments = ["run", FACE, "--set", &set, "-q", "--out", ran.to_str().unwrap()];
    stdout(&[&arguments[..], &MIXED, &SHORT].concat());
    assert!(fs::read_to_string(ran.join("scenario.toml")).unwrap().contains("mmp_decay = 0.7"));
}

#[test]
fn what_is_wrong_with_targets_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let wrong = |arguments: &[&str]| {
        let error = refused(&[&["calibrate", "--out", out.to_str().unwrap()], arguments].concat(), 2);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{arguments:?}");
        error
    };
    assert!(wrong(&[]).contains("--targets"));
    assert!(wrong(&["--targets=T99", "--fit", "mmp_decay"]).contains("no target and no basis `T99`"));
    assert!(wrong(&["--targets=fited", "--fit", "mmp_decay"]).contains("did you mean `fitted`?"));
    assert!(wrong(&["--targets"]).contains("nothing is fitted"));
    assert!(wrong(&["--targets", "--fit", "run.days=10..20"]).contains("is no parameter"));
    assert!(wrong(&["--targets", "--fit", "contraction"]).contains("give a range above 0"));
    assert!(wrong(&["--targets", "--fit", "mmp_decay", "--set", "mmp_decay=1"]).contains("fitted as well"));
    assert!(wrong(&[FACE, "--targets", "--fit", "mmp_decay"]).contains("bring their own scenarios"));
    let none = ["--targets", "--fit", "mmp_decay", "--set", "@no_such_file.toml"];
    assert!(refused(&[&["calibrate"], &none[..]].concat(), 74).contains("no_such_file.toml"));
}

/// Data that are empty, or have nothing below the names of their columns, are told as what they are.
#[test]
fn empty_data_are_called_empty() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("da\nta.csv");
    for (text, word) in [
        ("", "it is empty"),
        ("\n# a remark\n", "it is empty"),
        ("outcome,day,value,spread\n", "no values below the names"),
        ("a,b,c\n1,2,3\n", "there is no column outcome, day, value, spread among a, b, c"),
    ] {
        std::fs::write(&file, text).unwrap();
        let arguments =
            ["calibrate", FACE, "--fit", "m_syn", "--data", file.to_str().unwrap(), "--out", "nowhere"];
        let error = refused(&arguments, 2);
        assert!(
            error.contains(word) && error.contains("names outcome, day (or hour), value, spread"),
            "{error}"
        );
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    let one = ["calibrate", FACE, "--fit", "m_syn", "--data", "x.csv", "--starts", "1", "--seed", "2"];
    assert!(refused(&one, 2).contains("--seed does nothing here"));
}
