//! What studies say of their own results: misfit, days, jumps.

use std::fs;

use super::program::{FACE, MIXED, column, numbers, stdout};

const SHORT: [&str; 4] = ["--set", "treatment.count=1", "--set", "run.days=10"];

/// Data that the model cannot give are told as such; not that other values fit as well.
#[test]
fn a_fit_that_misses_its_data_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("data.csv"), folder.path().join("out"));
    let fit = |data: &str| {
        fs::write(&file, data).unwrap();
        let how = ["--data", file.to_str().unwrap(), "--out", out.to_str().unwrap(), "--force"];
        let what = ["--fit", "neutrophil_death=0.8..1.4", "--starts", "1", "--profile-points", "1"];
        stdout(&[&["calibrate", FACE][..], &MIXED, &SHORT, &how, &what].concat())
    };
    let rows = |value: f64, spread: f64| -> String {
        let row = |day: u32| format!("neutrophils.dermis,{day},{value},{spread}\n");
        format!("outcome,day,value,spread\n{}", [1, 2, 3, 5].map(row).concat())
    };
    let text = fit(&rows(5.0, 0.01));
    assert!(text.contains("for 4 data and 1 parameters (about 3 expected"), "{text}");
    assert!(text.contains("does not describe these data"), "{text}");
    assert!(text.contains("neutrophil_death is at the lower end of its range (0.8)"), "{text}");
    assert!(!text.contains("fit as well") && !text.contains("hold every parameter"), "{text}");
    let [told, summary, page] = ["findings.txt", "summary.json", "index.html"]
        .map(|name| fs::read_to_string(out.join(name)).unwrap());
    assert!(told.contains("does not describe these data") && page.contains("does not describe these data"));
    assert!(summary.contains("\"describes_the_data\": false") && summary.contains("\"at_range_end\": ["));
    // With spreads as wide as all of it there is nothing to miss.
    let wide = fit(&rows(0.1, 100.0));
    assert!(wide.contains("the spread that is stated is larger"), "{wide}");
}

/// One fixed day holds for all rows: it is named wherever the numbers are.
#[test]
fn the_day_of_a_measure_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let study = |command: &str, more: &[&str]| {
        let how = ["--after-last-days", "4", "--out", out.to_str().unwrap(), "--force"];
        let text = stdout(&[&[command, FACE][..], &MIXED, &SHORT[..2], more, &how].concat());
        let columns = fs::read_to_string(out.join("columns.json")).unwrap();
        assert!(fs::read_to_string(out.join("findings.txt")).unwrap().contains("taken: "), "{text}");
        [text, columns]
    };
    let measures = ["--measure", "gain_on_day", "--measure", "barrier_days", "--measure", "gain_after_last"];
    let [text, columns] = study("sweep", &[&["--vary", "run.days=5,7"][..], &measures].concat());
    let days = "taken: gain_on_day on day 5; barrier_days over the whole run of 5 to 7 days; gain_after_last 4 days after \
                the last session";
    assert!(text.contains(days), "{text}");
    for words in
        ["taken on day 5", "over the whole run of 5 to 7 days", "taken 4 days after the last session"]
    {
        assert!(columns.contains(words), "{words}: {columns}");
    }
    let screen = ["--input", "run.days=5..7", "--method", "morris", "--trajectories", "2"];
    let search = ["--search", "run.days=5..7", "--population", "4", "--generations", "1"];
    let aims = ["--aim", "max gain_on_day"];
    let varied = ["--vary", "run.days=5,7"];
    for (command, more) in [
        ("sensitivity", [&screen[..], &measures[..2]].concat()),
        ("optimise", [&search[..], &aims].concat()),
        ("compare", varied.to_vec()),
        ("cohort", [&varied[..], &["--patients", "3", "--responder", "gain_on_day=0"]].concat()),
    ] {
        let [text, columns] = study(command, &more);
        assert!(text.contains("gain_on_day on day 5"), "{command}: {text}");
        assert!(columns.contains("on the fixed day, % of rest; taken on day 5"), "{command}: {columns}");
    }
}

/// Needles take collagen at once, however far apart the days of a course are: its drop is no slope of a week.
#[test]
fn courses_jump_at_sessions() {
    let folder = tempfile::tempdir().unwrap();
    let (single, out) = (folder.path().join("single"), folder.path().join("out"));
    let set = ["--set", "treatment.count=2", "--set", "run.days=16"];
    let interval = ["--set", "treatment.interval_days=8"];
    stdout(&[&["run", FACE, "--out", single.to_str().unwrap()][..], &MIXED, &set, &interval].concat());
    let at = |days: &[f64], values: &[f64], day: f64| {
        let row = days.iter().position(|other| (other - day).abs() < 1e-9);
        values[row.unwrap_or_else(|| panic!("no day {day} among {days:?}"))]
    };
    // A quarter of an hour after is the first that a run writes: little has happened since the needles.
    let (moments, quarter) = ([8.0, 8.000_002], 8.0 + 1.0 / 96.0);
    let own = {
        let [days, values] =
            ["time_day", "collagen_total.dermis"].map(|name| numbers(&single, "timeseries.csv", name));
        [8.0, quarter].map(|day| at(&days, &values, day))
    };
    assert!(own[1] < own[0] - 1e-3, "needles take collagen: {own:?}");
    let of = |command: &str, more: &[&str]| {
        let how = ["--after-last-days", "8", "--vary", "treatment.interval_days=8,6", "--force", "--out"];
        stdout(&[&[command, FACE][..], &MIXED, &set, &how, &[out.to_str().unwrap()], more].concat());
    };
    of("compare", &[]);
    let first = column(&out, "courses.csv", "case").iter().filter(|case| *case == "1").count();
    let [days, values] = ["time_day", "collagen_total.dermis"].map(|name| numbers(&out, "courses.csv", name));
    for (moment, own) in moments.into_iter().zip(own) {
        assert!((at(&days[..first], &values[..first], moment) - own).abs() < 1e-4, "{moment}: {own}");
    }
    // The other course has no session there, and goes on as it was.
    assert_eq!(at(&days[first..], &values[first..], 8.0), at(&days[first..], &values[first..], 8.000_002));
    of("cohort", &["--patients", "3"]);
    let arms = column(&out, "courses.csv", "arm").iter().filter(|arm| arm.contains('8')).count();
    let [days, values] = ["time_day", "median"].map(|name| numbers(&out, "courses.csv", name));
    let drop = at(&days[..arms], &values[..arms], moments[1]) - at(&days[..arms], &values[..arms], 8.0);
    assert!(drop < -0.1, "{drop}");
    // What is drawn is what is written.
    let drawn = fs::read_to_string(out.join("figures.json")).unwrap();
    assert!(drawn.contains("8.000002"), "{drawn}");
}

/// A row or two more than are shown take no more room than the remark that they are left out.
#[test]
fn a_table_that_is_hardly_longer_is_shown_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let rows = |count: usize| {
        let vary = format!("run.seed=1..{count}:{count}");
        let how = ["--vary", &vary, "--measure", "gain_on_day", "--after-last-days", "1", "--force", "--out"];
        let set = ["--set", "treatment.count=1", "--set", "run.days=1"];
        let text = stdout(&[&["sweep", FACE][..], &MIXED, &set, &how, &[out.to_str().unwrap()]].concat());
        (
            text.lines().skip(1).take_while(|line| line.trim_start().starts_with(char::is_numeric)).count(),
            text,
        )
    };
    let (shown, text) = rows(21);
    assert!(shown == 21 && !text.contains("rows in all"), "{text}");
    let (shown, text) = rows(26);
    assert!(shown == 20 && text.contains("26 rows in all"), "{text}");
}

/// The plan of a fit tells what all its searches usually take, not their starts alone.
#[test]
fn the_plan_of_a_fit_foresees_its_searches() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("data.csv"), folder.path().join("out"));
    let row = |day: u32| format!("neutrophils.dermis,{day},{},0.01\n", 0.3 / f64::from(day));
    fs::write(&file, format!("outcome,day,value,spread\n{}", [1, 2, 3, 5].map(row).concat())).unwrap();
    let how = ["--data", file.to_str().unwrap(), "--out", out.to_str().unwrap(), "--json"];
    let what = ["--fit", "neutrophil_death", "--starts", "2", "--profile-points", "2"];
    let fit = [&["calibrate", FACE][..], &MIXED, &SHORT, &how, &what].concat();
    let number = |text: &str, key: &str| -> f64 {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        value[key].as_f64().unwrap_or_else(|| panic!("no {key} in {text}"))
    };
    let plan = stdout(&[&fit[..], &["--plan"]].concat());
    let (first, usual) = (number(&plan, "runs"), number(&plan, "usual_runs"));
    let taken = number(&stdout(&fit), "evaluations");
    assert!(first == 2.0 && usual > 0.3 * taken && usual < 3.0 * taken, "{usual} for {taken}");
    assert!(number(&plan, "disk_bytes") > 1e5);
}

/// What no input moves beyond its noise has no empty panel; that it is not drawn is said.
#[test]
fn a_measure_without_variance_has_no_panel() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    // Nothing scars within days of one session.
    let inputs = ["--input", "mmp_decay", "--input", "channel_closure"];
    let measures = ["--measure", "gain_on_day", "--measure", "scar_like_share"];
    let how =
        ["--trajectories", "4", "--rows", "8", "--after-last-days", "5", "--out", out.to_str().unwrap()];
    let text = stdout(&[&["sensitivity", FACE][..], &MIXED, &SHORT, &inputs, &measures, &how].concat());
    for figure in ["morris", "sobol"] {
        assert!(text.contains(&format!("not drawn in {figure}.png")), "{text}");
        let drawn = fs::read_to_string(out.join(format!("{figure}.svg"))).unwrap();
        assert!(!drawn.contains("hare of scar-like collagen"), "{figure}");
    }
}
