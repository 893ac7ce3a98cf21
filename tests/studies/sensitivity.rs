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
    assert!(wrong(&["--input", "mmp_multipler"]).contains("no range"));
    assert!(wrong(&["--input", "mmp_multipler=0.5..1"]).contains("did you mean `mmp_multiplier`?"));
    assert!(wrong(&["--input", "mmp_multiplier", "--input", "mmp_multiplier=0.5..1"]).contains("twice"));
    assert!(wrong(&["--spread", "0"]).contains("above 0"));
    assert!(wrong(&["--trajectories", "1"]).contains("2 to"));
}
