//! `dermis compare`.

use std::fs;
use std::path::Path;

use super::program::{FACE, MIXED, column, numbers, refused, stdout};

const VARY: [&str; 2] = ["--vary", "treatment.interval_days=14,28,42"];

fn compare(out: &Path, more: &[&str]) -> String {
    let out = ["--out", out.to_str().unwrap()];
    stdout(&[&["compare", FACE][..], &MIXED, &VARY, &out, more].concat())
}

/// What is divided by no time at all has no value, and does not keep a part from being joined.
#[test]
fn a_gain_within_no_time_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("ageing");
    let ageing = ["treatment.count=1", "treatment.first_day=30", "patient.ages=true", "run.days=40"];
    let changes: Vec<&str> = ageing.iter().flat_map(|change| ["--set", change]).collect();
    let how = [
        "--vary",
        "run.seed=1,2",
        "--after-last-days",
        "0",
        "--shard",
        "1/1",
        "--out",
        out.to_str().unwrap(),
    ];
    stdout(&[&["compare", FACE][..], &MIXED, &changes, &how].concat());
    let part = folder.path().join("ageing.part-1-of-1.journal");
    stdout(&["merge", part.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(numbers(&out, "runs.csv", "gain_per_week")[0].is_nan());
}

/// A scenario of its own, run alone, must give the numbers that the table shows.
#[test]
fn the_table_holds_what_single_runs_give() {
    let folder = tempfile::tempdir().unwrap();
    let (study, single) = (folder.path().join("study"), folder.path().join("single"));
    let text = compare(&study, &["--on-day", "250", "--after-last-days", "60"]);
    for word in
        ["interval 28\u{a0}days", "gain_after_last", "No clinical trial compares", "not medical advice"]
    {
        assert!(text.contains(word), "{word}: {text}");
    }
    let single_out = ["--out", single.to_str().unwrap()];
    let interval = ["--set", "treatment.interval_days=42"];
    stdout(&[&["run", FACE][..], &MIXED, &interval, &single_out].concat());
    let (days, total) = (
        numbers(&single, "timeseries.csv", "time_day"),
        numbers(&single, "timeseries.csv", "collagen_total.dermis"),
    );
    let at = |day: f64| 100.0 * (total[days.iter().position(|other| *other == day).unwrap()] - 1.0);
    let row = 2;
    // The last session is on day 126.
    assert_eq!(numbers(&study, "runs.csv", "gain_after_last")[row], at(186.0));
    assert_eq!(numbers(&study, "runs.csv", "gain_on_day")[row], at(250.0));
    assert_eq!(numbers(&study, "runs.csv", "gain_per_session")[row], at(186.0) / 4.0);
    assert_eq!(numbers(&study, "runs.csv", "gain_per_week")[row], at(186.0) / (186.0 / 7.0));
    assert_eq!(numbers(&study, "runs.csv", "treatment.interval_days"), [14.0, 28.0, 42.0]);
    assert_eq!(numbers(&study, "runs.csv", "sessions"), [4.0; 3]);
    // Days above a level do not hang on what is looked at: here every half hour.
    let fine = folder.path().join("fine");
    let looks = ["--set", "observe.dense_days=30", "--set", "observe.dense_interval_days=0.02"];
    let fine_out = ["--out", fine.to_str().unwrap()];
    stdout(&[&["run", FACE][..], &MIXED, &interval, &looks, &fine_out].concat());
    let days = numbers(&fine, "timeseries.csv", "time_day");
    let loss = numbers(&fine, "timeseries.csv", "tewl.surface");
    let open = days.windows(2).zip(loss.windows(2)).map(|(days, loss)| {
        let (high, low) = (loss[0].max(loss[1]) - 11.0, loss[0].min(loss[1]) - 11.0);
        (days[1] - days[0])
            * if low >= 0.0 {
                1.0
            } else if high <= 0.0 {
                0.0
            } else {
                high / (high - low)
            }
    });
    let open: f64 = open.sum();
    let found = numbers(&study, "runs.csv", "barrier_days")[row];
    assert!((found - open).abs() < 5e-3 * open && open > 1.0, "{found} {open}");
    for file in
        ["comparison.png", "comparison.svg", "courses.csv", "study.toml", "columns.json", "summary.json"]
    {
        assert!(study.join(file).is_file(), "{file}");
    }
    let courses = column(&study, "courses.csv", "case");
    // Every day, and once more just after the sessions of all courses, which have seven days.
    assert_eq!(courses.len(), 3 * (301 + 7));
}

#[test]
fn the_written_study_repeats_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    compare(&first, &[]);
    let study = first.join("study.toml");
    stdout(&["compare", study.to_str().unwrap(), "--out", second.to_str().unwrap()]);
    assert_eq!(super::program::files(&first), super::program::files(&second));
}

#[test]
fn several_scenarios_and_a_study_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let path = |name: &str| examples.join(name).display().to_string();
    let text = format!(
        "schema = 1\nstudy = \"compare\"\nscenarios = [{:?}, {:?}]\nchanges = [\"grid.geometry=well_mixed\", \"run.days=300\"]\n",
        path("face_four_sessions.toml"),
        path("neck_older_skin.toml"),
    );
    fs::write(&file, &text).unwrap();
    let (file, out) = (file.to_str().unwrap(), folder.path().join("out"));
    stdout(&["compare", file, "--out", out.to_str().unwrap()]);
    assert_eq!(column(&out, "runs.csv", "course"), ["face_four_sessions", "neck_older_skin"]);
    // The file says everything itself, but for changes, which take the place of its own.
    let flags = refused(&["compare", file, "--vary", "run.seed=1,2", "--on-day", "3"], 2);
    assert!(flags.contains("not by --vary, --on-day"), "{flags}");
    let again = folder.path().join("again");
    stdout(&["compare", file, "--set", "run.days=250", "--out", again.to_str().unwrap()]);
    let written = fs::read_to_string(again.join("study.toml")).unwrap();
    assert!(written.contains("run.days=250") && !written.contains("run.days=300"), "{written}");
    fs::write(file, text.replace("changes", "chanegs")).unwrap();
    let error = refused(&["compare", file], 2);
    assert!(error.contains("did you mean `changes`?") && error.contains("mine.toml"), "{error}");
    fs::write(file, text.replace("\"compare\"", "\"comapre\"")).unwrap();
    assert!(refused(&["compare", file], 2).contains("did you mean `compare`?"));
    fs::write(file, text.replace("schema = 1\n", "")).unwrap();
    assert!(refused(&["compare", file], 2).contains("schema = 1"));
}

#[test]
fn what_is_wrong_is_told_before_anything_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let wrong = |more: &[&str], code: i32| {
        let arguments = [&["compare", FACE, "--out", out.to_str().unwrap()][..], &MIXED, more].concat();
        let error = refused(&arguments, code);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{more:?} left something behind");
        error
    };
    assert!(
        wrong(&["--vary", "treatment.interval=7,14"], 2).contains("did you mean `treatment.interval_days`?")
    );
    assert!(wrong(&["--vary", "treatment.interval_days=7,x"], 2).contains("must be a number"));
    assert!(wrong(&["--vary", "treatment.interval_days=7,9999"], 2).contains("0.5 to 3650"));
    assert!(wrong(&["--vary", "treatment.interval_days"], 2).contains("no values"));
    // One thing under two names.
    let twice = wrong(&["--vary", "k_D=0.2,0.3", "--vary", "phagocytosis_rate=0.3"], 2);
    assert!(twice.contains("`phagocytosis_rate` is varied twice, once as `k_D`"), "{twice}");
    let set = wrong(&["--vary", "k_D=0.2,0.3", "--set", "parameters.k_D=0.3"], 2);
    assert!(set.contains("`k_D` is set for all runs and varied as well"), "{set}");
    let idle = wrong(&["--vary", "k_D=0.2,0.3", "--confirm", "parameters.k_D=0.3"], 2);
    assert!(idle.contains("`k_D` is set by --confirm and varied as well"), "{idle}");
    let doubled = ["--confirm", "m_syn=1.2", "--confirm", "synthesis_multiplier=1.3"];
    let doubled = wrong(&[&["--vary", "run.seed=1,2"][..], &doubled].concat(), 2);
    assert!(
        doubled.contains("`synthesis_multiplier` is set by --confirm twice, once as `m_syn`"),
        "{doubled}"
    );
    let both = wrong(&["--vary", "run.seed=1,2", "--set", "k_D=0.2", "--set", "phagocytosis_rate=0.3"], 2);
    assert!(both.contains("set the same thing, `phagocytosis_rate`"), "{both}");
    assert!(wrong(&[], 2).contains("nothing to compare"));
    let late = wrong(&["--vary", "treatment.interval_days=28,70"], 2);
    assert!(late.contains("run.days=330") && late.contains("interval 70"), "{late}");
    assert!(wrong(&["--vary", "run.seed=1,2", "--on-day", "301"], 2).contains("day 301"));
    assert!(wrong(&["--vary", "run.seed=1,2", "--memory", "1e-9"], 2).contains("--memory"));
    assert!(wrong(&["--vary", "run.seed=1,2", "--memory", "-1"], 2).contains("--memory"));
    assert!(wrong(&["--vary", "run.seed=1,2", "--shard", "3/2"], 2).contains("part I of N"));
    assert!(wrong(&["--vary", "run.seed=1,2", "--after-last-days", "-1"], 2).contains("0 to 7300"));
    let plan = stdout(&[&["compare", FACE, "--plan"][..], &VARY].concat());
    assert!(plan.contains("runs      4") && plan.contains("memory"), "{plan}");
}

/// Both formats of a table hold the same cells.
#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_what_csv_holds() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    // Untreated skin has no day after the last session: an empty cell.
    stdout(
        &[&["compare", FACE, "--vary", "treatment.count=0,1", "--out", out.to_str().unwrap()][..], &MIXED]
            .concat(),
    );
    for table in ["runs", "courses"] {
        let file = fs::File::open(out.join(format!("{table}.parquet"))).unwrap();
        let rows: Vec<_> = SerializedFileReader::new(file)
            .unwrap()
            .get_row_iter(None)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut reader = csv::Reader::from_path(out.join(format!("{table}.csv"))).unwrap();
        let heads = reader.headers().unwrap().clone();
        let mut count = 0;
        for (row, cells) in rows.iter().zip(reader.records()) {
            let cells = cells.unwrap();
            for ((name, field), (head, cell)) in row.get_column_iter().zip(heads.iter().zip(cells.iter())) {
                assert_eq!(name, head);
                match field {
                    Field::Null => assert_eq!(cell, ""),
                    Field::Double(value) => {
                        assert_eq!(value.to_bits(), cell.parse::<f64>().unwrap().to_bits())
                    }
                    Field::Str(text) => assert_eq!(text, cell),
                    other => panic!("{other:?}"),
                }
            }
            count += 1;
        }
        assert_eq!(count, rows.len());
        assert!(count >= 2);
    }
    let gain = column(&out, "runs.csv", "gain_after_last");
    assert!(gain[0].is_empty() && !gain[1].is_empty(), "{gain:?}");
}
