//! `dermis cohort`.

use std::path::{Path, PathBuf};

use dermis::study::statistics::student;

use super::program::{FACE, MIXED, column, files, numbers, refused, stdout};

/// Runs of a few milliseconds.
const SHORT: [&str; 6] = ["--set", "run.days=60", "--set", "treatment.count=2", "--after-last-days", "30"];
const ARMS: [&str; 2] = ["--vary", "treatment.interval_days=28,14"];

fn cohort(out: &Path, more: &[&str]) -> String {
    let out = ["--out", out.to_str().unwrap()];
    stdout(&[&["cohort", FACE][..], &MIXED, &SHORT, &out, more].concat())
}

#[test]
fn the_same_bits_on_any_threads_and_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let [one, three, parts] = ["one", "three", "parts"].map(|name| folder.path().join(name));
    let patients = [&ARMS[..], &["--patients", "20"]].concat();
    let text = cohort(&one, &[&patients[..], &["--threads", "1"]].concat());
    assert_eq!(cohort(&three, &[&patients[..], &["--threads", "3"]].concat()), text);
    assert_eq!(files(&one), files(&three));
    for shard in ["1/3", "2/3", "3/3"] {
        cohort(&parts, &[&patients[..], &["--shard", shard]].concat());
    }
    let part = |i: u32| format!("{}.part-{i}-of-3.journal", parts.display());
    assert_eq!(stdout(&["merge", &part(1), &part(2), &part(3)]), text);
    assert_eq!(files(&one), files(&parts));
    for word in ["No clinical trial", "is assumed", "needed_per_group_80", "share_low"] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

/// However many runs share lanes, and wherever the journal broke off.
#[test]
fn the_same_bits_one_at_a_time_and_from_any_journal() {
    let folder = tempfile::tempdir().unwrap();
    let [lanes, single, parts] = ["lanes", "single", "parts"].map(|name| folder.path().join(name));
    let patients = [&ARMS[..], &["--patients", "15", "--threads", "2"]].concat();
    let text = cohort(&lanes, &patients);
    // What one run needs with what is recorded of it, and not what two need: lanes of one.
    assert_eq!(cohort(&single, &[&patients[..], &["--memory", "0.0595"]].concat()), text);
    assert_eq!(files(&lanes), files(&single));
    let part = |i: u32| PathBuf::from(format!("{}.part-{i}-of-2.journal", parts.display()));
    for shard in ["1/2", "2/2"] {
        cohort(&parts, &[&patients[..], &["--shard", shard]].concat());
    }
    let whole = std::fs::read(part(1)).unwrap();
    for (cut, out) in [0.2, 0.43, 0.71, 0.999].into_iter().zip(["a", "b", "c", "d"]) {
        std::fs::write(part(1), &whole[..(cut * whole.len() as f64) as usize]).unwrap();
        cohort(&parts, &[&patients[..], &["--shard", "1/2"]].concat());
        let out = folder.path().join(out);
        let [first, second] = [1, 2].map(|i| part(i).display().to_string());
        assert_eq!(stdout(&["merge", &first, &second, "--out", out.to_str().unwrap()]), text);
        assert_eq!(files(&out), files(&lanes));
    }
}

/// A patient is the same under each arm and in a larger cohort, and its row is what `dermis run` gives.
#[test]
fn patients_are_paired_and_each_can_be_run_alone() {
    let folder = tempfile::tempdir().unwrap();
    let [small, large, single] = ["small", "large", "single"].map(|name| folder.path().join(name));
    cohort(&small, &[&ARMS[..], &["--population", "--patients", "4"]].concat());
    cohort(&large, &[&ARMS[..], &["--population", "--patients", "8"]].concat());
    let gain = numbers(&small, "runs.csv", "gain_after_last");
    assert_eq!(gain, numbers(&large, "runs.csv", "gain_after_last")[..8]);
    let traits = [
        "needles",
        "patient.age_years",
        "patient.sex",
        "site.reticular_dermis_mm_factor",
        "synthesis_multiplier_factor",
    ];
    for name in traits {
        let values = column(&small, "runs.csv", name);
        assert!(values.chunks(2).all(|arms| arms[0] == arms[1]), "{name}");
        let mut patients: Vec<_> = values.iter().step_by(2).collect();
        patients.dedup();
        assert!(patients.len() > 1, "{name} is the same for all");
    }
    let row = 5;
    let cell = |name: &str| column(&small, "runs.csv", name)[row].clone();
    let factor = |name: &str, value: f64| cell(&format!("{name}_factor")).parse::<f64>().unwrap() * value;
    let mut set = vec![
        "treatment.interval_days=14".to_owned(),
        format!("run.seed={}", cell("needles")),
        format!("patient.age_years={}", cell("patient.age_years")),
        format!("patient.sex={}", cell("patient.sex")),
        format!("patient.fitzpatrick_type={}", cell("patient.fitzpatrick_type")),
        format!("site.papillary_dermis_mm={}", factor("site.papillary_dermis_mm", 0.2)),
        format!("site.reticular_dermis_mm={}", factor("site.reticular_dermis_mm", 1.5)),
    ];
    for name in ["synthesis", "proliferation", "mmp", "polarisation", "inflammation"] {
        set.push(format!("{name}_multiplier={}", factor(&format!("{name}_multiplier"), 1.0)));
    }
    let set: Vec<&str> = set.iter().flat_map(|set| ["--set", set]).collect();
    let out = ["--out", single.to_str().unwrap()];
    stdout(&[&["run", FACE][..], &MIXED, &SHORT[..4], &set, &out].concat());
    let (days, total) = (
        numbers(&single, "timeseries.csv", "time_day"),
        numbers(&single, "timeseries.csv", "collagen_total.dermis"),
    );
    let at = days.iter().position(|day| *day == 44.0).unwrap();
    assert_eq!(gain[row], 100.0 * (total[at] - 1.0));
}

#[test]
fn tables_follow_from_the_runs() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let more = [
        "--arm",
        "four: treatment.interval_days=28",
        "--arm",
        "same: treatment.interval_days=28.0",
        "--arm",
        "none: treatment.count=0",
        "--population",
        "--patients",
        "30",
        "--responder",
        "gain_on_day=5.5",
        "--measurement-sd",
        "2",
    ];
    cohort(&out, &more);
    let gain = numbers(&out, "runs.csv", "gain_on_day");
    let of = |arm: usize| -> Vec<f64> { gain.iter().copied().skip(arm).step_by(3).collect() };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let find = |table: &str, arm: &str, name: &str| -> f64 {
        let (measures, arms) = (column(&out, table, "measure"), column(&out, table, "arm"));
        let row = measures.iter().zip(&arms).position(|(m, a)| m == "gain_on_day" && a == arm).unwrap();
        numbers(&out, table, name)[row]
    };
    assert!((find("arms.csv", "four", "mean") - mean(&of(0))).abs() < 1e-12);
    assert!(
        find("arms.csv", "four", "mean_low") < mean(&of(0))
            && mean(&of(0)) < find("arms.csv", "four", "mean_high")
    );
    assert_eq!(find("differences.csv", "same", "difference"), 0.0);
    assert!(find("differences.csv", "same", "needed_per_group_80").is_nan());
    let difference: Vec<f64> = of(2).iter().zip(of(0)).map(|(none, four)| none - four).collect();
    assert!((find("differences.csv", "none", "difference") - mean(&difference)).abs() < 1e-12);
    // Both arms' spread and the error of measurement, by hand; untreated skin does not scatter.
    let square =
        |values: &[f64]| values.iter().map(|v| (v - mean(values)) * (v - mean(values))).sum::<f64>() / 29.0;
    let sd = (0.5 * (square(&of(0)) + square(&of(2))) + 4.0).sqrt();
    let power = |patients: f64| {
        student::power(mean(&difference) / sd * (0.5 * patients).sqrt(), 2.0 * patients - 2.0, 0.05)
    };
    let needed = find("differences.csv", "none", "needed_per_group_80");
    assert!(needed > 2.0 && power(needed) >= 0.8 && power(needed - 1.0) < 0.8, "{needed}");
    assert!(find("differences.csv", "same", "share_higher").is_nan());
    assert_eq!(find("differences.csv", "none", "patients"), 30.0);
    let respond = of(0).iter().filter(|gain| **gain >= 5.5).count() as f64;
    assert_eq!(numbers(&out, "responders.csv", "respond"), [respond, respond, 0.0]);
    assert!((1.0..30.0).contains(&respond), "{respond}: the threshold tells patients apart");
    for file in ["cohort_courses.png", "cohort_distributions.svg", "cohort_differences.png", "courses.csv"] {
        assert!(out.join(file).is_file(), "{file}");
    }
}

/// Traits of many patients scatter and go together as the study says.
#[test]
fn traits_scatter_as_stated() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let more = [
        "--arm",
        "only: run.days=1, treatment.count=0",
        "--patients",
        "2000",
        "--measure",
        "gain_on_day",
        "--responder",
        "gain_on_day=1",
        "--draw",
        "patient.age_years=normal(45,8) in 18..95",
        "--draw",
        "mmp_multiplier=times lognormal(1,1.2)",
        "--draw",
        "patient.smoker=choice(true:0.3,false:0.7)",
        "--correlate",
        "patient.age_years,mmp_multiplier=0.6",
    ];
    cohort(&out, &more);
    let age = numbers(&out, "runs.csv", "patient.age_years");
    let factor: Vec<f64> =
        numbers(&out, "runs.csv", "mmp_multiplier_factor").into_iter().map(libm::log).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let moment = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).map(|(x, y)| (x - mean(a)) * (y - mean(b))).sum::<f64>() / a.len() as f64
    };
    assert!((mean(&age) - 45.0).abs() < 0.6 && (moment(&age, &age).sqrt() - 8.0).abs() < 0.4);
    assert!(mean(&factor).abs() < 0.015 && (moment(&factor, &factor).sqrt() - libm::log(1.2)).abs() < 0.01);
    let r = moment(&age, &factor) / (moment(&age, &age) * moment(&factor, &factor)).sqrt();
    assert!((r - 0.6).abs() < 0.05, "{r}");
    let smokers =
        column(&out, "runs.csv", "patient.smoker").iter().filter(|smokes| *smokes == "true").count();
    assert!((520..680).contains(&smokers), "{smokers}");
}

/// What takes whole numbers alone is drawn whole.
#[test]
fn whole_numbers_are_drawn_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let draws = [
        "--draw",
        "differentiation_exponent=normal(3,0.7)",
        "--draw",
        "patient.photoageing_grade=uniform(0,3)",
    ];
    let more =
        ["--patients", "30", "--measure", "gain_on_day", "--arm", "a:", "--out", out.to_str().unwrap()];
    stdout(&[&["cohort", FACE][..], &MIXED, &SHORT, &draws, &more].concat());
    for name in ["differentiation_exponent", "patient.photoageing_grade"] {
        let drawn = numbers(&out, "runs.csv", name);
        assert!(drawn.iter().all(|value| value.fract() == 0.0), "{name}: {drawn:?}");
        assert!(drawn.iter().any(|value| *value != drawn[0]), "{name}: {drawn:?}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out: PathBuf = folder.path().join("out");
    let wrong = |more: &[&str]| {
        let arguments =
            [&["cohort", FACE, "--out", out.to_str().unwrap()][..], &MIXED, &SHORT, more].concat();
        let error = refused(&arguments, 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{more:?}");
        error
    };
    assert!(wrong(&[]).contains("no arm"));
    assert!(wrong(&["--arm", "a"]).contains("NAME: CHANGE"));
    assert!(wrong(&["--arm", "a:", "--arm", "a:"]).contains("called `a`"));
    assert!(wrong(&["--arm", "a: run.seed=2"]).contains("no longer be the same"));
    assert!(wrong(&["--arm", "a: treatment.interval=2"]).contains("did you mean `treatment.interval_days`?"));
    let set = ["--set", "synthesis_multiplier=1.2"];
    let twice = wrong(&[&["--vary", "m_syn=0.9,1"][..], &set].concat());
    assert!(twice.contains("`m_syn` is set for all runs and varied as well"), "{twice}");
    let with = |more: &[&str]| wrong(&[&["--arm", "a:"][..], more].concat());
    let drawn = with(&[&["--draw", "m_syn=uniform(0.9,1.1)"][..], &set].concat());
    assert!(drawn.contains("is set for all runs and drawn as well"), "{drawn}");
    assert!(with(&["--patients", "1"]).contains("2 to"));
    assert!(with(&["--draw", "patient.age_yers=normal(1,2)"]).contains("did you mean `patient.age_years`?"));
    assert!(with(&["--draw", "patient.age_years=nromal(1,2)"]).contains("did you mean `normal`?"));
    assert!(with(&["--draw", "patient.age_years=normal(5,1)"]).contains("18 to 95"));
    assert!(with(&["--draw", "run.days=times uniform(1,2)"]).contains("thicknesses of layers"));
    assert!(with(&["--draw", "mmp_multiplier=uniform(5,6)"]).contains("allowed range"));
    assert!(
        with(&["--population", "--correlate", "patient.age_years,mmp_multiplierr=0.5"])
            .contains("did you mean `mmp_multiplier`?")
    );
    assert!(with(&["--against", "b"]).contains("no arm `b`"));
    assert!(
        with(&["--draw", "m_syn=uniform(1,2)", "--draw", "synthesis_multiplier=uniform(1,2)"])
            .contains("twice")
    );
    assert!(with(&["--responder", "gain_after_lats=5"]).contains("did you mean `gain_after_last`?"));
    assert!(with(&["--responder", "gain_after_last"]).contains("MEASURE=AT_LEAST"));
    assert!(with(&["--measurement-sd", "-1"]).contains("from 0 on"));
    // What the mode lacks, with what it has.
    let lost = with(&["--measure", "redness_days"]);
    assert!(
        lost.contains("no run can give the measure `redness_days`") && lost.contains("`barrier_days`"),
        "{lost}"
    );
    let lost = with(&["--measure", "collagen_total.papillary"]);
    assert!(lost.contains("take `collagen_total.dermis`"), "{lost}");
    assert!(
        with(&["--responder", "downtime_days=3"]).contains("no run can give the measure `downtime_days`")
    );
}

/// Every measure that is asked for is printed, and nothing is said of a difference below the noise.
#[test]
fn what_is_asked_for_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let measures = ["gain_on_day", "tewl.surface@2", "barrier_days", "neutrophils.dermis@3", "sessions"];
    let mut more = vec!["--patients", "4", "--arm", "a:", "--arm", "b: site.name=neck"];
    more.extend(measures.iter().flat_map(|measure| ["--measure", measure]));
    let text = cohort(&out, &more);
    let tables: Vec<&str> = text.split("responders\n").collect();
    for part in [tables[0], tables[1]] {
        for measure in measures {
            assert!(part.contains(measure), "{measure} in {part}");
        }
    }
    assert!(
        text.lines().take_while(|line| !line.contains("patients, ")).all(|line| line.chars().count() <= 110)
    );
    let (remarks, shares) =
        (column(&out, "differences.csv", "remark"), column(&out, "differences.csv", "share_higher"));
    assert!(remarks.iter().any(|remark| remark == "below the numerical noise"));
    for (remark, share) in remarks.iter().zip(shares) {
        assert_eq!(remark.is_empty(), !share.is_empty(), "{remark} {share}");
    }
}
