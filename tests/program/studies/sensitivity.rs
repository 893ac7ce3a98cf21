//! `dermis sensitivity`.

use super::program::{FACE, MIXED, column, files, numbers, refused, stdout};

const SHORT: [&str; 8] = [
    "--set",
    "run.days=60",
    "--set",
    "treatment.count=1",
    "--after-last-days",
    "30",
    "--measure",
    "gain_after_last",
];

fn analyse(out: &std::path::Path, more: &[&str]) -> String {
    let out = ["--out", out.to_str().unwrap()];
    stdout(&[&["sensitivity", FACE][..], &MIXED, &SHORT, &out, more].concat())
}

/// Screening finds what matters among all parameters, and both stages repeat themselves on any threads.
#[test]
fn screening_leads_to_indices() {
    let folder = tempfile::tempdir().unwrap();
    let [one, three] = ["one", "three"].map(|name| folder.path().join(name));
    let sizes = ["--trajectories", "4", "--keep", "3", "--rows", "32", "--spread", "0.2"];
    let text = analyse(&one, &[&sizes[..], &["--threads", "1"]].concat());
    assert_eq!(analyse(&three, &[&sizes[..], &["--threads", "3"]].concat()), text);
    assert_eq!(files(&one), files(&three));
    let inputs = column(&one, "morris.csv", "input");
    assert!(inputs.len() > 100, "{} parameters", inputs.len());
    let size = numbers(&one, "morris.csv", "size");
    let of = |name: &str| size[inputs.iter().position(|input| input == name).unwrap()];
    assert!(of("fibroblast_synthesis") > 0.0);
    // Constants of closure cannot move collagen.
    assert_eq!(of("barrier_multiplier"), 0.0);
    let kept = column(&one, "sobol.csv", "input");
    assert_eq!(kept.len(), 3);
    let smallest = kept.iter().map(|name| of(name)).fold(f64::INFINITY, f64::min);
    assert_eq!(size.iter().filter(|other| **other >= smallest).count(), 3, "the three largest go on");
    assert_eq!(numbers(&one, "sobol_runs.csv", "row").len(), 32 * 5);
    for file in
        ["morris.png", "sobol.svg", "sobol_over_time.png", "morris_runs.parquet", "sobol_over_time.csv"]
    {
        assert!(one.join(file).is_file(), "{file}");
    }
}

/// An outcome that is a product of two powers, read off the model itself: TEWL on day 0 is its rest value.
#[test]
fn indices_of_a_known_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let more = [
        "--method",
        "sobol",
        "--rows",
        "256",
        "--input",
        "tewl_rest=5..15",
        "--input",
        "mmp_multiplier=0.8..1.2",
        "--measure",
        "tewl.surface@0",
    ];
    analyse(&out, &more);
    let (measures, inputs) = (column(&out, "sobol.csv", "measure"), column(&out, "sobol.csv", "input"));
    let of = |input: &str, name: &str| {
        let row =
            measures.iter().zip(&inputs).position(|(m, i)| m == "tewl.surface@0" && i == input).unwrap();
        numbers(&out, "sobol.csv", name)[row]
    };
    assert!((of("tewl_rest", "first") - 1.0).abs() < 0.02 && (of("tewl_rest", "total") - 1.0).abs() < 0.02);
    assert_eq!((of("mmp_multiplier", "first"), of("mmp_multiplier", "total")), (0.0, 0.0));
}

#[test]
fn parts_of_one_stage_are_joined_and_two_stages_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let [whole, parts] = ["whole", "parts"].map(|name| folder.path().join(name));
    let more = ["--method", "morris", "--input", "mmp_multiplier", "--input", "patient.age_years=20..60"];
    let text = analyse(&whole, &more);
    for shard in ["1/2", "2/2"] {
        analyse(&parts, &[&more[..], &["--shard", shard]].concat());
    }
    let part = |i: u32| format!("{}.part-{i}-of-2.journal", parts.display());
    assert_eq!(stdout(&["merge", &part(1), &part(2)]), text);
    assert_eq!(files(&whole), files(&parts));
    let out = folder.path().join("other");
    let wrong = |more: &[&str]| {
        let arguments =
            [&["sensitivity", FACE, "--out", out.to_str().unwrap()][..], &MIXED, &SHORT, more].concat();
        let error = refused(&arguments, 2);
        assert!(!out.exists());
        error
    };
    assert!(wrong(&["--shard", "1/2"]).contains("--method"));
    assert!(wrong(&["--input", "mmp_multipler"]).contains("did you mean `mmp_multiplier`?"));
    let twice = wrong(&["--input", "mmp_multiplier", "--input", "parameters.mmp_multiplier=0.8..1.2"]);
    assert!(twice.contains("an input twice, once as `mmp_multiplier`"), "{twice}");
    assert!(wrong(&["--spread", "20%"]).contains("write it as a part: 0.2"));
    let whole = wrong(&["--input", "differentiation_exponent", "--spread", "0.2"]);
    assert!(whole.contains("holds no other"), "{whole}");
    let mixed = wrong(&["--input", "mmp_multiplier", "--measure", "redness_days"]);
    assert!(mixed.contains("no run can give the measure `redness_days`"), "{mixed}");
    assert!(wrong(&["--input", "mmp_multipler=0.5..1"]).contains("did you mean `mmp_multiplier`?"));
    assert!(wrong(&["--input", "mmp_multiplier", "--input", "mmp_multiplier=0.5..1"]).contains("twice"));
    assert!(wrong(&["--spread", "0"]).contains("above 0"));
    assert!(wrong(&["--trajectories", "1"]).contains("2 to"));
}

/// Of each measure the strongest input goes on, however large its share of another's is, and what is left out
/// is told with its effect; means, spreads, rows and noise stand beside the numbers.
#[test]
fn each_measure_keeps_its_own_inputs() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let inputs = ["fibroblast_synthesis", "collagen_iii_share", "tewl_rest=5..15"];
    let inputs = inputs.iter().flat_map(|input| ["--input", input]);
    let more = ["--keep", "1", "--trajectories", "4", "--rows", "16", "--measure", "tewl.surface@0"];
    let text = analyse(&out, &more.into_iter().chain(inputs).collect::<Vec<_>>());
    let (measures, inputs) = (column(&out, "morris.csv", "measure"), column(&out, "morris.csv", "input"));
    let size = numbers(&out, "morris.csv", "size");
    let kept = column(&out, "morris.csv", "kept");
    for measure in ["gain_after_last", "tewl.surface@0"] {
        let rows = (0..size.len()).filter(|row| measures[*row] == measure);
        let best = rows.max_by(|a, b| size[*a].total_cmp(&size[*b])).unwrap();
        assert_eq!(kept[best], "yes", "{measure} {}", inputs[best]);
    }
    assert_eq!(column(&out, "sobol.csv", "input").len(), 4, "two inputs by two measures");
    assert!(text.contains("left out for gain_after_last: 1 of 3 inputs, the largest"), "{text}");
    for table in ["morris.csv", "sobol.csv"] {
        assert!(numbers(&out, table, "measure_deviation").iter().all(|deviation| *deviation > 0.0));
        assert!(numbers(&out, table, "numerical_noise").iter().all(|noise| *noise >= 0.0));
        assert!(numbers(&out, table, "rows_left_out").iter().all(|rows| *rows == 0.0));
    }
    assert_eq!(numbers(&out, "sobol.csv", "rows"), [16.0; 4]);
}

/// A measure that varies by its numerical noise alone is said to, gets no index and keeps no input.
#[test]
fn noise_is_not_ranked() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let more =
        ["--input", "fibroblast_synthesis", "--input", "collagen_iii_share", "--measure", "barrier_days"];
    let text = analyse(&out, &[&more[..], &["--trajectories", "4", "--rows", "16", "--keep", "2"]].concat());
    assert!(text.contains("no: it varies by no more than its numerical noise"), "{text}");
    let (measures, size) = (column(&out, "morris.csv", "measure"), numbers(&out, "morris.csv", "size"));
    let total = numbers(&out, "sobol.csv", "total");
    let rows = column(&out, "sobol.csv", "measure");
    assert!(measures.iter().zip(&size).all(|(measure, size)| size.is_nan() == (measure == "barrier_days")));
    assert!(rows.iter().zip(&total).all(|(measure, total)| total.is_nan() == (measure == "barrier_days")));
}

/// What the second stage would be refused for is told before the first.
#[test]
fn a_later_stage_that_does_not_fit_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let inputs = ["--input", "treatment.count=1..4", "--input", "treatment.interval_days=7..60"];
    let how = ["--set", "run.days=150", "--after-last-days", "10", "--out", out.to_str().unwrap()];
    let sizes = ["--measure", "gain_on_day", "--trajectories", "2", "--keep", "2", "--rows", "32"];
    let error = refused(&[&["sensitivity", FACE][..], &MIXED, &inputs, &how, &sizes].concat(), 2);
    assert!(
        error.contains("treatment.count=4, treatment.interval_days=60") && error.contains("day 1"),
        "{error}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was run");
}

/// Flags of a stage that is left out, and a spread of nothing, are refused; an input that moves nothing has no rank.
#[test]
fn what_does_nothing_is_said() {
    let wrong = |more: &[&str]| {
        let input = ["--input", "mmp_multiplier=0.8..1.2", "--out", "nowhere"];
        refused(&[&["sensitivity", FACE][..], &MIXED, &SHORT, &input, more].concat(), 2)
    };
    assert!(wrong(&["--method", "morris", "--rows", "8"]).contains("--rows does nothing here"));
    assert!(wrong(&["--method", "sobol", "--keep", "2"]).contains("--keep does nothing here"));
    assert!(
        wrong(&["--method", "sobol", "--trajectories", "4"]).contains("--trajectories does nothing here")
    );
    assert!(wrong(&["--spread", "0.2"]).contains("--spread does nothing here"));
    let idle = wrong(&["--method", "morris", "--set", "mmp_multiplier=1.1"]);
    assert!(idle.contains("`mmp_multiplier` is set for all runs and an input as well"), "{idle}");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let more = [
        "--trajectories",
        "4",
        "--rows",
        "16",
        "--input",
        "fibroblast_synthesis",
        "--input",
        "tewl_rest=5..15",
    ];
    let text = analyse(&out, &more);
    let (inputs, remarks) = (column(&out, "morris.csv", "input"), column(&out, "morris.csv", "remark"));
    for (input, remark) in inputs.iter().zip(remarks) {
        assert_eq!(remark, if input == "tewl_rest" { "below the numerical noise" } else { "" }, "{input}");
    }
    assert_eq!(column(&out, "sobol.csv", "input"), ["fibroblast_synthesis"]);
    let summary: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
    let ranking = &summary["findings"]["morris"]["ranking"];
    assert_eq!(ranking, &serde_json::json!(["fibroblast_synthesis"]), "{text}");
}
