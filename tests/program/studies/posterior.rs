//! `dermis calibrate --posterior`.

use std::fs;
use std::path::Path;

use dermis::ensemble::Ensemble;
use dermis::validation::plan::Selection;
use dermis::validation::report::Report;
use dermis::validation::suite::Suite;

use super::program::{column, files, numbers, refused, stdout};

/// One target that a short and coarse session answers.
const SMALL: [&str; 17] = [
    "calibrate",
    "--posterior",
    "--targets=T30",
    "--fit",
    "neutrophil_death",
    "--fit",
    "mmp_decay",
    "--points",
    "280",
    "--draws",
    "24",
    "--set",
    "run.days=8",
    "--set",
    "grid.spacing_um=100",
    "--set",
    "grid.depth_spacing_um=200",
];

fn drawn(out: &Path, threads: &str) -> String {
    let more = ["--threads", threads, "--out", out.to_str().unwrap()];
    stdout(&[&SMALL[..], &more].concat())
}

#[test]
fn draws_agree_with_the_target_and_are_an_ensemble_of_this_program() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
    let text = drawn(&one, "1");
    assert!(text.contains("split R-hat at most") && text.contains("history matching left"), "{text}");
    assert_eq!(drawn(&two, "2"), text);
    assert_eq!(files(&one), files(&two));

    let ensemble = Ensemble::read(&one.join("ensemble.parquet")).unwrap();
    assert_eq!(ensemble.parameters, ["neutrophil_death", "mmp_decay"]);
    assert_eq!(ensemble.observables, ["mmp", "mmp.days"]);
    assert_eq!(ensemble.draws.len(), 24);
    let provenance = &ensemble.provenance;
    assert_eq!((&provenance.targets[..], provenance.discrepancy_sd), (&["T30".to_owned()][..], 0.1));
    assert!(provenance.command.contains("--posterior --targets=T30 --points 280"), "{}", provenance.command);

    assert!(provenance.split_r_hat.unwrap() < 1.1 && !text.contains("do not agree"), "{provenance:?}");

    // The values of the checks are those of runs with the draws' parameters.
    for draw in [0, 23] {
        let parameters = ensemble.parameters.iter().zip(&ensemble.draws[draw].parameters);
        let changes = SMALL.iter().filter(|word| word.starts_with("run.") || word.starts_with("grid."));
        let changes = changes.map(|word| (*word).to_owned());
        let changes = changes.chain(parameters.map(|(name, value)| format!("{name}={value}"))).collect();
        let suite = Suite::shipped().unwrap().only("T30").unwrap();
        let report = Report::new(&suite, Selection { quick: false, changes }, 1, &|_| ()).unwrap();
        for (_, check, finding) in report.checks() {
            let values = numbers(&one, "ensemble.csv", &format!("check.T30.{}", check.name));
            let expected = finding.value.unwrap();
            assert!(
                (values[draw] / expected - 1.0).abs() < 1e-12,
                "{}: {} {expected}",
                check.name,
                values[draw]
            );
        }
    }
    // Chains sit where the bands are, the prior does not.
    let (before, after) =
        (numbers(&one, "targets.csv", "in_band_before"), numbers(&one, "targets.csv", "in_band"));
    assert!(after.iter().sum::<f64>() > before.iter().sum::<f64>(), "{before:?} {after:?}");
    assert_eq!(column(&one, "targets.csv", "observable"), ["mmp.days", "mmp"]);
    assert_eq!(numbers(&one, "chains.csv", "misfit").len() % 4, 0, "four chains");
    assert!(numbers(&one, "posterior.csv", "split_r_hat").iter().all(|r_hat| *r_hat < 1.5));
    assert!(!fs::read_to_string(one.join("study.toml")).unwrap().is_empty());
}

/// Nothing that a target's run sets is among those that are drawn where none are named.
#[test]
fn all_parameters_are_drawn_of_which_no_target_states_a_value() {
    for more in [&[][..], &["--targets=T7"], &["--targets=T13"]] {
        let plan = stdout(&[&["calibrate", "--posterior", "--quick", "--plan"], more].concat());
        assert!(plan.contains("study     calibrate is valid"), "{plan}");
    }
}

#[test]
fn what_is_no_posterior_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    fs::write(&data, "outcome,day,value,spread\nneutrophils.dermis,1,1,0.1\n").unwrap();
    let (data, out) = (data.to_str().unwrap(), folder.path().join("out"));
    let out = ["--out", out.to_str().unwrap()];
    let face = super::program::FACE;
    for (words, told) in [
        (
            &["calibrate", face, "--posterior", "--data", data, "--fit", "neutrophil_death"][..],
            "published targets",
        ),
        (&["calibrate", "--posterior", "--points", "20"], "points is 20; allowed: 160 to"),
        (&["calibrate", "--posterior", "--draws", "2"], "draws is 2; allowed: 16 to"),
        (&["calibrate", "--posterior", "--discrepancy", "3"], "discrepancy is 3; allowed: 0 to 2"),
        (&["calibrate", "--posterior", "--starts", "2"], "--starts does nothing here"),
        (&["calibrate", "--posterior", "--fit", "device.needle_length_mm=1..2"], "is no parameter"),
        (&["calibrate", "--posterior", "--fit", "neutrophil_death=1..1.4"], "median of the prior"),
        (
            &["calibrate", "--posterior", "--set", "neutrophil_death=1", "--fit", "neutrophil_death"],
            "leave one out",
        ),
        (&["calibrate", "--posterior", "--targets=T13", "--fit", "mmp_multiplier"], "a run of T13 is about"),
        (&["calibrate", "--targets=T13", "--fit", "m_mmp"], "a run of T13 is about"),
        (&["calibrate", "--targets=T30", "--draws", "40", "--fit", "mmp_decay"], "--draws does nothing here"),
    ] {
        let message = refused(&[words, &out].concat(), 2);
        assert!(message.contains(told), "{words:?}: {message}");
    }
}
