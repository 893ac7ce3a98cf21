//! What is wrong with a target's file is told with file, key and the nearest name.

use dermis::validation::plan::{Plan, Selection};
use dermis::validation::suite::Suite;

const SCENARIO: (&str, &str) =
    ("needle.toml", "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[run]\ndays = 1\n");

const TARGET: &str = r#"id = "T99"
title = "A target"
sources = ["somebody2000"]
strength = "A"
basis = "predicted"
comparability = "Good."

[run.one]
scenario = "needle"

[scan.many]
scenario = "needle"
key = "device.needle_length_mm"
values = [0.5, 1.0]

[[check]]
name = "peak"
hard = true
unit = "days"
low = 1
high = 3
value = { run = "one", column = "neutrophils.dermis + macrophages_m1.dermis", measure = "time_of_peak" }
over = { scan = "many", column = "mmp.dermis", measure = "value", day = 1, at = 0.5 }

[[plot]]
title = "a plot"
y_label = "y"
lines = [{ label = "a", of = { run = "one", column = "mmp.dermis" } }]
bands = [{ check = "peak", along = "x" }]

[[plot.data]]
label = "a point"
source = "somebody2000"
x = 1
"#;

fn parse(text: &str) -> dermis::Result<Suite> {
    Suite::parse(&[("T99_test.toml", text)], &[SCENARIO])
}

/// The error after one change to a target that is right.
fn fault(from: &str, to: &str) -> String {
    assert!(TARGET.contains(from), "{from}");
    let error = parse(&TARGET.replacen(from, to, 1)).expect_err(to);
    assert_eq!(error.exit_code(), 2);
    let told = error.to_string();
    assert!(told.starts_with("T99_test.toml: "), "{told}");
    told
}

#[test]
fn a_right_target_is_read() {
    let suite = parse(TARGET).unwrap();
    assert_eq!(Plan::new(&suite, &Selection::default()).unwrap().runs.len(), 3);
}

#[test]
fn unknown_names_come_with_the_nearest() {
    for (from, to, words) in [
        ("basis = ", "basys = ", &["basys", "did you mean `basis`"][..]),
        ("\"predicted\"", "\"predictd\"", &["predictd", "did you mean `predicted`"]),
        (
            "measure = \"time_of_peak\"",
            "measure = \"time_of_peek\"",
            &["time_of_peek", "did you mean `time_of_peak`"],
        ),
        ("mmp.dermis\", measure", "mpm.dermis\", measure", &["mpm.dermis", "did you mean `mmp.dermis`"]),
        ("+ macrophages_m1.dermis", "+ macrophages.dermis", &["macrophages.dermis", "line"]),
        (
            "run = \"one\", column = \"n",
            "run = \"won\", column = \"n",
            &["check `peak`", "value", "`won`", "did you mean `one`"],
        ),
        ("scan = \"many\"", "scan = \"mani\"", &["over", "did you mean `many`"]),
        ("check = \"peak\"", "check = \"peek\"", &["plot `a plot`", "did you mean `peak`"]),
        ("source = \"somebody2000\"", "source = \"somebody2001\"", &["did you mean `somebody2000`"]),
        ("along = \"x\"", "along = \"z\"", &["`z`"]),
        ("day = 1", "dai = 1", &["dai", "did you mean `day`"]),
        ("[run.one]\n", "[run.one]\nsett = []\n", &["sett", "did you mean `set`"]),
        (
            "column = \"mmp.dermis\" }",
            "parameter = \"mmp_decai\" }",
            &["mmp_decai", "did you mean `mmp_decay`"],
        ),
    ] {
        let told = fault(from, to);
        assert!(words.iter().all(|word| told.contains(word)), "{words:?}: {told}");
    }
}

#[test]
fn keys_that_do_not_go_together_are_told() {
    for (from, to, words) in [
        ("low = 1\nhigh = 3\n", "", &["check `peak`", "`low`, `high` or both"][..]),
        ("low = 1", "low = 4", &["`low` must be below `high`"]),
        ("values = [0.5, 1.0]", "values = [1.0, 0.5]", &["scan.many", "increase"]),
        (", at = 0.5", "", &["needs one of `at`, `crosses`, `grows` and `never_grows`"]),
        (", at = 0.5", ", at = 0.5, grows = true", &["needs one of"]),
        (", at = 0.5", ", grows = true, never_grows = true", &["needs one of"]),
        (", day = 1", "", &["its measure needs `day`"]),
        ("day = 1", "day = 1, share = 0.1", &["`share` is of no use"]),
        (", measure = \"time_of_peak\"", "", &["needs a `measure`"]),
        (
            "of = { run = \"one\",",
            "of = { measure = \"peak\", run = \"one\",",
            &["lines", "takes no `measure`"],
        ),
        (
            "{ run = \"one\", column = \"n",
            "{ run = \"one\", scan = \"many\", column = \"n",
            &["`run` or `scan`, one of them"],
        ),
        ("day = 1,", "day = 1, summary = \"days\",", &["`column`, `summary` or `parameter`"]),
        ("day = 1,", "day = 1, per_run = \"one\",", &["`per_run` goes with `per`"]),
        ("day = 1,", "day = 1, excess = true, deficit = true,", &["one of `excess` and `deficit`"]),
        ("[[check]]", "[[chick]]", &["did you mean `check`"]),
        ("id = \"T99\"", "id = 99", &["line 1"]),
    ] {
        let told = fault(from, to);
        assert!(words.iter().all(|word| told.contains(word)), "{words:?}: {told}");
    }
}

#[test]
fn wrong_scenarios_are_told_with_target_and_run() {
    let plan = |text: &str, changes: &[&str]| {
        let changes = changes.iter().map(|change| (*change).to_owned()).collect();
        Plan::new(&parse(text).unwrap(), &Selection { quick: false, changes }).map(|plan| plan.runs.len())
    };
    let told = |text: &str, changes: &[&str]| plan(text, changes).unwrap_err().to_string();
    let unknown = told(&TARGET.replace("scenario = \"needle\"", "scenario = \"nedle\""), &[]);
    assert!(unknown.contains("T99 one") && unknown.contains("did you mean `needle`"), "{unknown}");
    let key = told(&TARGET.replace("needle_length_mm", "needle_lenght_mm"), &[]);
    assert!(key.contains("T99 many 0.5") && key.contains("did you mean `device.needle_length_mm`"), "{key}");
    let change = told(TARGET, &["mmp_decai=1"]);
    assert!(change.contains("did you mean `mmp_decay`"), "{change}");
    // The scan's own key comes last; runs that are the same are one.
    assert_eq!(plan(TARGET, &["device.needle_length_mm=1.0"]).unwrap(), 2);
}

#[test]
fn a_second_target_of_the_same_id_is_refused() {
    let files = [("T99_a.toml", TARGET), ("T99_b.toml", TARGET)];
    assert!(
        Suite::parse(&files, &[SCENARIO]).unwrap_err().to_string().contains("two targets have the id T99")
    );
}
