//! Bands are quantiles of what the draws' own runs give, layer by layer.

use std::fs;
use std::path::Path;

use super::made::{DRAWN, discrepancies, made, quantile, rows, values};
use crate::studies::program::{FACE, MIXED, column, numbers, stdout};

/// Draws of the file, and those that are taken.
const ALL: usize = 20;
const TAKEN: usize = 5;
const VARY: [&str; 2] = ["--vary", "treatment.interval_days=14,28"];
const QUANTILES: [(&str, f64); 5] =
    [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];

fn compare(out: &Path, more: &[&str]) -> String {
    let out = ["--out", out.to_str().unwrap()];
    stdout(&[&["compare", FACE][..], &MIXED, &VARY, &out, more].concat())
}

fn drawn(out: &Path, layers: &str, more: &[&str]) -> String {
    let folder = out.parent().unwrap();
    let file = made(folder, ALL);
    let ensemble = ["--ensemble", "5", "--ensemble-file", &file, "--layers", layers];
    compare(out, &[&ensemble[..], more].concat())
}

/// Rows of a table where columns have these words.
fn rows_of(folder: &Path, table: &str, words: &[(&str, &str)]) -> Vec<usize> {
    let columns: Vec<Vec<String>> = words.iter().map(|(name, _)| column(folder, table, name)).collect();
    let is = |row: &usize| columns.iter().zip(words).all(|(cells, (_, word))| cells[*row] == *word);
    (0..columns[0].len()).filter(is).collect()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} {expected}");
}

#[test]
fn with_parameters_alone_bands_are_of_the_draws_own_runs() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let text = drawn(&out, "parameters", &[]);
    assert!(text.contains("5 of 20 draws; layers in the bands: parameters\n"), "{text}");
    let single = |row: usize| {
        let own = folder.path().join(format!("draw_{row}"));
        let set: Vec<String> =
            DRAWN.iter().map(|name| format!("{name}={}", values(name, ALL)[row])).collect();
        let set: Vec<&str> = set.iter().flat_map(|change| ["--set", change]).collect();
        compare(&own, &set);
        (numbers(&own, "runs.csv", "gain_on_day"), numbers(&own, "courses.csv", "collagen_total.dermis"))
    };
    let singles: Vec<(Vec<f64>, Vec<f64>)> = rows(TAKEN, ALL).into_iter().map(single).collect();
    let courses = column(&out, "runs.csv", "course");
    for (course, name) in courses.iter().enumerate() {
        let gains: Vec<f64> = singles.iter().map(|(gains, _)| gains[course]).collect();
        let row = rows_of(&out, "predictive.csv", &[("measure", "gain_on_day"), ("course", name)])[0];
        let days = singles[0].1.len() / courses.len();
        let band = rows_of(&out, "bands.csv", &[("course", name), ("outcome", "collagen_total.dermis")]);
        assert_eq!(band.len(), days);
        for (q, p) in QUANTILES {
            assert_eq!(numbers(&out, "predictive.csv", q)[row], quantile(&gains, p), "{name} {q}");
            let cells = numbers(&out, "bands.csv", q);
            for day in [0, 100, days - 1] {
                let on: Vec<f64> = singles.iter().map(|(_, curve)| curve[course * days + day]).collect();
                assert_eq!(cells[band[day]], quantile(&on, p), "{name} {q}, day {day}");
            }
        }
        assert_eq!(numbers(&out, "predictive.csv", "draws")[row], 5.0);
    }
    // Differences are of the same draw under both courses.
    let apart: Vec<f64> = singles.iter().map(|(gains, _)| gains[1] - gains[0]).collect();
    let row = rows_of(&out, "differences.csv", &[("measure", "gain_on_day")])[0];
    for (q, p) in QUANTILES {
        assert_eq!(numbers(&out, "differences.csv", q)[row], quantile(&apart, p), "{q}");
    }
    assert_eq!(numbers(&out, "differences.csv", "order_holds")[row], 5.0);
}

#[test]
fn with_discrepancy_alone_all_draws_are_multiples_of_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    drawn(&out, "discrepancy", &[]);
    let factors: Vec<f64> = rows(TAKEN, ALL)
        .into_iter()
        .map(|row| libm::exp(discrepancies("collagen_total", ALL)[row]))
        .collect();
    let own = numbers(&out, "courses.csv", "collagen_total.dermis");
    let outcomes = column(&out, "bands.csv", "outcome");
    let total: Vec<usize> =
        (0..outcomes.len()).filter(|&row| outcomes[row] == "collagen_total.dermis").collect();
    assert_eq!(total.len(), own.len());
    for (q, p) in [("q05", 0.05), ("q95", 0.95)] {
        let band = numbers(&out, "bands.csv", q);
        for (&row, own) in total.iter().zip(&own) {
            let draws: Vec<f64> = factors.iter().map(|factor| 1.0 + (own - 1.0) * factor).collect();
            near(band[row], quantile(&draws, p));
        }
    }
    // The same factor under both courses, so that no draw turns their order.
    let row = rows_of(&out, "differences.csv", &[("measure", "gain_on_day")])[0];
    let apart = numbers(&out, "differences.csv", "own")[row];
    let draws: Vec<f64> = factors.iter().map(|factor| factor * apart).collect();
    near(numbers(&out, "differences.csv", "q05")[row], quantile(&draws, 0.05));
    assert_eq!(numbers(&out, "differences.csv", "order_holds")[row], 5.0);
    // Days have the factor of days.
    let days: Vec<f64> = rows(TAKEN, ALL)
        .into_iter()
        .map(|row| libm::exp(discrepancies("inflammation_index.days", ALL)[row]))
        .collect();
    let row = rows_of(&out, "predictive.csv", &[("measure", "inflammation_days")])[0];
    let own = numbers(&out, "predictive.csv", "own")[row];
    let draws: Vec<f64> = days.iter().map(|factor| factor * own).collect();
    near(numbers(&out, "predictive.csv", "q95")[row], quantile(&draws, 0.95));
    // What no run has is in no band.
    let row = rows_of(&out, "predictive.csv", &[("measure", "redness_days")])[0];
    assert_eq!(numbers(&out, "predictive.csv", "draws")[row], 0.0);
}

#[test]
fn what_is_stated_stays() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let own: Vec<String> = DRAWN.iter().map(|name| format!("{name}={}", values(name, ALL)[3])).collect();
    let set: Vec<&str> = own.iter().flat_map(|change| ["--set", change]).collect();
    let text = drawn(&out, "parameters", &set);
    assert!(text.contains(&format!("kept as stated: {}", DRAWN.join(", "))), "{text}");
    assert!(text.contains("no parameter is drawn"), "{text}");
    let own = numbers(&out, "predictive.csv", "own");
    for (q, _) in QUANTILES {
        for (own, quantile) in own.iter().zip(numbers(&out, "predictive.csv", q)) {
            assert!(own.is_nan() && quantile.is_nan() || *own == quantile, "{own} {quantile}");
        }
    }
    // What one course varies is left alone under the other too.
    let out = folder.path().join("varied");
    let text = drawn(&out, "parameters", &["--vary", "m_syn=0.9,1"]);
    assert!(text.contains("kept as stated: synthesis_multiplier"), "{text}");
}

/// The bands of a run are those of its outcomes under the draws, and its own numbers are what they were.
#[test]
fn a_run_has_bands_of_all_outcomes_beside_its_own_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, out) = (folder.path().join("plain"), folder.path().join("run"));
    let run = |out: &Path, more: &[&str]| {
        stdout(&[&["run", FACE, "--out", out.to_str().unwrap()][..], &MIXED, more].concat())
    };
    run(&plain, &[]);
    let file = made(folder.path(), ALL);
    let text = run(&out, &["--ensemble", "4", "--ensemble-file", &file, "--layers", "parameters"]);
    assert!(text.contains("4 of 20 draws, 0 failed; layers in the bands: parameters"), "{text}");
    assert!(text.contains("gain, 90 % band") && !text.contains("redness"), "{text}");
    for name in ["timeseries.csv", "punctures.csv", "scenario.toml", "outcomes.json"] {
        let [first, second] = [&plain, &out].map(|folder| std::fs::read(folder.join(name)).unwrap());
        assert!(first == second, "{name}");
    }
    let singles: Vec<Vec<f64>> = rows(4, ALL)
        .into_iter()
        .map(|row| {
            let own = folder.path().join(format!("draw_{row}"));
            let set: Vec<String> =
                DRAWN.iter().map(|name| format!("{name}={}", values(name, ALL)[row])).collect();
            let set: Vec<&str> = set.iter().flat_map(|change| ["--set", change]).collect();
            run(&own, &set);
            numbers(&own, "timeseries.csv", "tewl.surface")
        })
        .collect();
    let days = numbers(&plain, "timeseries.csv", "time_day");
    let outcomes = column(&out, "bands.csv", "outcome");
    let (of, low) = (numbers(&out, "bands.csv", "time_day"), numbers(&out, "bands.csv", "q05"));
    let mut compared = 0;
    for row in (0..outcomes.len()).filter(|&row| outcomes[row] == "tewl.surface") {
        let at = days.iter().position(|day| *day == of[row]).unwrap();
        let on: Vec<f64> = singles.iter().map(|single| single[at]).collect();
        // A run lands on looks within minutes of a session, and moves by what the tolerance leaves.
        let expected = quantile(&on, 0.05);
        assert!((low[row] - expected).abs() < 1e-5 * expected, "day {}: {} {expected}", of[row], low[row]);
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
    let all: std::collections::BTreeSet<&String> = outcomes.iter().collect();
    let columns = csv::Reader::from_path(out.join("timeseries.csv")).unwrap().headers().unwrap().len() - 1;
    assert_eq!(all.len(), columns, "every outcome has its band");
    // The folder says with what it was run, and comes out the same again; so does its page.
    let page = std::fs::read(out.join("index.html")).unwrap();
    stdout(&["rerun", out.to_str().unwrap()]);
    stdout(&["report", out.to_str().unwrap()]);
    assert!(std::fs::read(out.join("index.html")).unwrap() == page);
    assert!(String::from_utf8_lossy(&page).contains("90 % of draws"));
}

/// A session after the last day is no part of a run, of its draws neither.
#[test]
fn a_session_that_is_not_carried_out_changes_no_band() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(folder.path(), ALL);
    let bands = |name: &str, days: &str| {
        let scenario = folder.path().join(format!("{name}.toml"));
        let text = format!(
            "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = {days}\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 10\n"
        );
        fs::write(&scenario, text).unwrap();
        let out = folder.path().join(name);
        let words = ["--quiet", "--ensemble", "5", "--ensemble-file", &file, "--out", out.to_str().unwrap()];
        stdout(&[&["run", scenario.to_str().unwrap()][..], &words].concat());
        fs::read_to_string(out.join("bands.csv")).unwrap()
    };
    assert_eq!(bands("late", "[0, 20]"), bands("none", "[0]"));
}
