//! `dermis sweep`.

use std::path::Path;

use super::program::{FACE, MIXED, column, files, numbers, refused, stdout};

fn sweep(out: &Path, more: &[&str]) -> String {
    let measures = ["--measure", "gain_on_day", "--measure", "tewl.surface@3"];
    let out = ["--out", out.to_str().unwrap()];
    stdout(&[&["sweep", FACE][..], &MIXED, &measures, &out, more].concat())
}

#[test]
fn a_grid_has_every_combination_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let vary = ["--vary", "device.needle_length_mm=0.5..1.5:3", "--vary", "treatment.count=1,4"];
    let text = sweep(&out, &vary);
    assert!(text.contains("gain_on_day") && text.contains("not medical advice"));
    assert_eq!(numbers(&out, "runs.csv", "device.needle_length_mm"), [0.5, 0.5, 1.0, 1.0, 1.5, 1.5]);
    assert_eq!(numbers(&out, "runs.csv", "treatment.count"), [1.0, 4.0, 1.0, 4.0, 1.0, 4.0]);
    let gain = numbers(&out, "runs.csv", "gain_on_day");
    assert!(gain.windows(2).all(|pair| pair[0] != pair[1]), "{gain:?}");
    // The model itself, asked another way.
    let single = folder.path().join("single");
    let set = [
        "--set",
        "device.needle_length_mm=1.0",
        "--set",
        "treatment.count=4",
        "--out",
        single.to_str().unwrap(),
    ];
    stdout(&[&["run", FACE][..], &MIXED, &set].concat());
    let total = numbers(&single, "timeseries.csv", "collagen_total.dermis");
    assert_eq!(gain[3], 100.0 * (total.last().unwrap() - 1.0));
    let (days, loss) =
        (numbers(&single, "timeseries.csv", "time_day"), numbers(&single, "timeseries.csv", "tewl.surface"));
    let third = days.iter().position(|day| *day == 3.0).unwrap();
    assert_eq!(numbers(&out, "runs.csv", "tewl.surface@3")[3], loss[third]);
    for file in ["by_device_needle_length_mm.png", "by_treatment_count.svg"] {
        assert!(out.join(file).is_file(), "{file}");
    }
}

#[test]
fn lists_go_together() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let vary =
        ["--vary", "treatment.interval_days=14,28", "--vary", "treatment.count=8,4", "--method", "list"];
    sweep(&out, &vary);
    assert_eq!(numbers(&out, "runs.csv", "treatment.interval_days"), [14.0, 28.0]);
    assert_eq!(numbers(&out, "runs.csv", "treatment.count"), [8.0, 4.0]);
}

#[test]
fn points_fill_their_ranges_and_repeat_themselves() {
    let folder = tempfile::tempdir().unwrap();
    for method in ["latin_hypercube", "sobol"] {
        let vary = [
            "--method",
            method,
            "--points",
            "16",
            "--vary",
            "scar_matrix_half",
            "--vary",
            "treatment.count=1..4",
        ];
        let outs = ["one", "two", "other"].map(|name| folder.path().join(format!("{method}_{name}")));
        sweep(&outs[0], &[&vary[..], &["--threads", "1"]].concat());
        sweep(&outs[1], &[&vary[..], &["--threads", "3"]].concat());
        sweep(&outs[2], &[&vary[..], &["--seed", "2"]].concat());
        assert_eq!(files(&outs[0]), files(&outs[1]));
        assert_ne!(
            column(&outs[0], "runs.csv", "scar_matrix_half"),
            column(&outs[2], "runs.csv", "scar_matrix_half")
        );
        // A sixteenth of the plausible range holds one point each; whole numbers come four times each.
        let row = dermis::parameters::ParameterSet::table()
            .find(|(_, row)| row.name == "scar_matrix_half")
            .unwrap()
            .1;
        let slice = |value: &f64| (16.0 * (value - row.low) / (row.high - row.low)) as usize;
        let mut slices: Vec<usize> =
            numbers(&outs[0], "runs.csv", "scar_matrix_half").iter().map(slice).collect();
        slices.sort_unstable();
        assert_eq!(slices, (0..16).collect::<Vec<_>>());
        let mut counts = numbers(&outs[0], "runs.csv", "treatment.count");
        counts.sort_by(f64::total_cmp);
        assert_eq!(counts, [1.0, 2.0, 3.0, 4.0].map(|count| [count; 4]).concat());
    }
}

#[test]
fn what_is_wrong_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let wrong = |more: &[&str]| {
        let arguments = [&["sweep", FACE, "--out", out.to_str().unwrap()][..], &MIXED, more].concat();
        let error = refused(&arguments, 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{more:?}");
        error
    };
    assert!(wrong(&[]).contains("nothing is varied"));
    assert!(wrong(&["--vary", "scar_matrx_half=0.01,0.02"]).contains("did you mean `scar_matrix_half`?"));
    assert!(
        wrong(&["--vary", "run.seed=1,2", "--measure", "gain_on_dya"])
            .contains("did you mean `gain_on_day`?")
    );
    assert!(wrong(&["--vary", "run.seed=1,2", "--vary", "run.seed=3,4"]).contains("twice"));
    assert!(
        wrong(&["--vary", "run.seed=1,2", "--vary", "run.days=300", "--method", "list"])
            .contains("as many values")
    );
    assert!(wrong(&["--vary", "run.seed=1,2", "--method", "sobol"]).contains("LOW..HIGH"));
    assert!(wrong(&["--vary", "run.days=10..300", "--method", "sobol"]).contains("run 1 (run.days="));
    let alias = wrong(&["--vary", "synthesis_multiplier=0.9,1", "--vary", "m_syn=1,1.1"]);
    assert!(alias.contains("`m_syn` is varied twice, once as `synthesis_multiplier`"), "{alias}");
    let set = wrong(&["--set", "m_syn=1.1", "--vary", "synthesis_multiplier=0.9,1"]);
    assert!(set.contains("set for all runs and varied as well"), "{set}");
    assert!(wrong(&["--vary", "run.seed=1,2", "--points", "7"]).contains("--points does nothing"));
    assert!(wrong(&["--vary", "run.seed=1,2", "--seed", "7"]).contains("--seed does nothing"));
    assert!(
        wrong(&["--vary", "run.seed=1,2", "--measure", "collagen_total.papillary"])
            .contains("no run can give")
    );
    assert!(wrong(&["--vary", "device.needles=4.5..9", "--method", "sobol"]).contains("4.5 is not"));
    assert!(wrong(&["--vary", "run.seed=1..1000000:1000000"]).contains("2 to 100000 values"));
    let many = ["--vary", "run.seed=1..1001:1001", "--vary", "patient.age_years=20..40:1001"];
    assert!(wrong(&many).contains("100000 runs"));
    assert!(refused(&["compare", "Cargo.toml"], 2).contains("unknown key"));
}

/// Both ends of a range as they were given, whole numbers whole, and symbols under their plain name.
#[test]
fn ranges_hit_both_ends() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    sweep(&out, &["--vary", "damage_clearance=0.03..0.3:2", "--vary", "m_syn=1,1.1"]);
    assert_eq!(numbers(&out, "runs.csv", "damage_clearance"), [0.03, 0.03, 0.3, 0.3]);
    assert_eq!(numbers(&out, "runs.csv", "synthesis_multiplier"), [1.0, 1.1, 1.0, 1.1]);
    let whole = folder.path().join("whole");
    let vary = ["--vary", "device.needles=5..8", "--set", "device.name=stamp", "--set", "device.passes=50"];
    let vary = [&vary[..], &["--method", "sobol", "--points", "8"]].concat();
    sweep(&whole, &vary);
    let mut needles = numbers(&whole, "runs.csv", "device.needles");
    needles.sort_by(f64::total_cmp);
    assert_eq!(needles, [5.0, 5.0, 6.0, 6.0, 7.0, 7.0, 8.0, 8.0]);
}

/// What a study reads off a run hangs on nothing that the scenario writes into its series, in size too; a
/// budget that does not hold it is refused.
#[test]
fn what_runs_record_counts_against_the_budget() {
    let folder = tempfile::tempdir().unwrap();
    let long = ["--vary", "run.seed=1,2", "--set", "run.days=7300", "--measure", "collagen_total.dermis"];
    let planned = |looks: &str| {
        let looks = format!("observe.interval_days={looks}");
        stdout(&[&["sweep", FACE, "--plan", "--memory", "1", "--set", &looks][..], &MIXED, &long].concat())
    };
    assert_eq!(planned("0.05"), planned("100"));
    let small = ["sweep", FACE, "--memory", "0.001", "--out", folder.path().to_str().unwrap()];
    let error = refused(&[&small[..], &MIXED, &long].concat(), 2);
    assert!(error.contains("more than the 1.0 MB"), "{error}");
}

/// What is varied and has no say is told: how thick the subcutis is where no depth is solved.
#[test]
fn what_moves_nothing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("idle");
    let thicknesses =
        ["--vary", "site.subcutis_mm=0.6,0.9", "--vary", "treatment.count=1,2", "--measure", "gain_on_day"];
    let text = stdout(
        &[
            &["sweep", FACE, "--after-last-days", "10", "--out", out.to_str().unwrap()],
            &MIXED[..],
            &thicknesses,
        ]
        .concat(),
    );
    assert!(text.contains("site.subcutis_mm changed no measure"), "{text}");
    assert!(!text.contains("treatment.count changed no measure"), "{text}");
}

/// Where JSON is asked for a plan and a part give it.
#[test]
fn plans_and_parts_are_json_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let data = "outcome,day,value,spread\nneutrophils.dermis,3,1,0.1\n";
    let file = folder.path().join("data.csv");
    std::fs::write(&file, data).unwrap();
    let data = file.to_str().unwrap();
    let studies: [&[&str]; 6] = [
        &["compare", "--vary", "run.seed=1,2"],
        &["sweep", "--vary", "run.seed=1,2"],
        &["cohort", "--patients", "2", "--vary", "treatment.count=1,2"],
        &["sensitivity", "--input", "m_syn"],
        &["calibrate", "--fit", "m_syn", "--data", data],
        &["optimise", "--search", "treatment.count=1..2", "--aim", "max gain_on_day"],
    ];
    for study in studies {
        let text = stdout(&[&[study[0], FACE][..], &study[1..], &MIXED, &["--plan", "--json"]].concat());
        let plan: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(plan["study"], study[0]);
        assert!(plan["runs"].as_u64().unwrap() > 0 && plan["seconds"].as_f64().unwrap() > 0.0, "{text}");
    }
    let out = folder.path().join("out").display().to_string();
    let part = ["sweep", FACE, "--vary", "run.seed=1,2", "--shard", "1/2", "--json", "--out", &out];
    let told: serde_json::Value = serde_json::from_str(&stdout(&[&part[..], &MIXED].concat())).unwrap();
    assert_eq!(told["part"], format!("{out}.part-1-of-2.journal"));
}
