//! `dermis optimise`.

use std::fs;
use std::path::Path;

use super::program::{FACE, MIXED, column, files, numbers, refused, stdout};

const SEARCH: [&str; 8] = [
    "--search",
    "treatment.interval_days=7..28",
    "--search",
    "treatment.count=2..4",
    "--aim",
    "max gain_on_day",
    "--aim",
    "min inflammation_days",
];
const SMALL: [&str; 6] = ["--population", "8", "--generations", "4", "--set", "run.days=210"];

fn search(out: &Path, more: &[&str]) -> String {
    let out = ["--out", out.to_str().unwrap()];
    stdout(&[&["optimise", FACE][..], &MIXED, &SEARCH, &SMALL, &out, more].concat())
}

/// The front is what a look at every run gives, and it repeats itself.
#[test]
fn the_front_is_not_dominated_and_repeats_itself() {
    let folder = tempfile::tempdir().unwrap();
    let [one, three, other] = ["one", "three", "other"].map(|name| folder.path().join(name));
    let keep = ["--keep", "gain_per_session<=2.7"];
    let text = search(&one, &[&keep[..], &["--threads", "1"]].concat());
    assert_eq!(search(&three, &[&keep[..], &["--threads", "3"]].concat()), text);
    assert_eq!(files(&one), files(&three));
    search(&other, &[&keep[..], &["--seed", "2"]].concat());
    assert_ne!(
        numbers(&one, "runs.csv", "treatment.interval_days"),
        numbers(&other, "runs.csv", "treatment.interval_days")
    );
    assert!(text.contains("No clinical trial") && text.contains("on the front"), "{text}");
    let of = |table: &str, name: &str| numbers(&one, table, name);
    let (gain, days, each) = (
        of("runs.csv", "gain_on_day"),
        of("runs.csv", "inflammation_days"),
        of("runs.csv", "gain_per_session"),
    );
    assert_eq!(gain.len(), 32);
    let kept: Vec<usize> = (0..32).filter(|row| each[*row] <= 2.7).collect();
    assert!((1..32).contains(&kept.len()), "the constraint decides something: {each:?}");
    // What differs by no more than the numerical noise is alike; of courses that tie the front has the best.
    let study: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(one.join("summary.json")).unwrap()).unwrap();
    let noise = |name: &str| study["findings"]["numerical_noise"][name].as_f64().unwrap();
    let (of_gain, of_days) = (noise("gain_on_day"), noise("inflammation_days"));
    assert!(0.0 < of_gain && of_gain < 0.1 && 0.0 < of_days && of_days < 0.1, "{of_gain} {of_days}");
    let better = |a: usize, b: usize| {
        let alike = gain[a] + of_gain >= gain[b] && days[a] <= days[b] + of_days;
        alike && (gain[a] > gain[b] + of_gain || days[a] + of_days < days[b])
    };
    let tie =
        |a: usize, b: usize| (gain[a] - gain[b]).abs() <= of_gain && (days[a] - days[b]).abs() <= of_days;
    let mut best: Vec<usize> =
        kept.iter().copied().filter(|row| !kept.iter().any(|other| better(*other, *row))).collect();
    best.sort_by(|a, b| gain[*b].total_cmp(&gain[*a]).then(days[*a].total_cmp(&days[*b])));
    let mut apart: Vec<usize> = Vec::new();
    for row in best {
        if !apart.iter().any(|other| tie(*other, row)) {
            apart.push(row);
        }
    }
    let front: Vec<(f64, f64, f64)> =
        apart.iter().map(|&row| ((row + 1) as f64, gain[row], days[row])).collect();
    let cases = of("front.csv", "case").into_iter().zip(of("front.csv", "gain_on_day"));
    let found: Vec<(f64, f64, f64)> = cases
        .zip(of("front.csv", "inflammation_days"))
        .map(|((case, gain), days)| (case, gain, days))
        .collect();
    assert_eq!(found, front);
    assert!(front.len() > 2 && text.contains(&format!("{} on the front", front.len())), "{text}");
    assert!(of("front.csv", "treatment.count").iter().all(|count| count.fract() == 0.0));
    assert_eq!(column(&one, "runs.csv", "problem"), vec![""; 32]);
    assert!(one.join("front.png").is_file() && one.join("front.parquet").is_file());
}

#[test]
fn the_front_is_confirmed_by_another_mode() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let more = ["--generations", "1", "--confirm", "grid.geometry=cell", "--confirm", "grid.spacing_um=100"];
    let how = ["--population", "4", "--set", "run.days=150", "--out", out.to_str().unwrap()];
    stdout(&[&["optimise", FACE][..], &MIXED, &SEARCH, &how, &more].concat());
    let single = folder.path().join("single");
    let first = |name: &str| column(&out, "front.csv", name)[0].clone();
    let set = [
        format!("treatment.interval_days={}", first("treatment.interval_days")),
        format!("treatment.count={}", first("treatment.count")),
    ];
    let cell = ["--set", "grid.geometry=cell", "--set", "grid.spacing_um=100", "--set", "run.days=150"];
    let own = ["--set", &set[0], "--set", &set[1], "--out", single.to_str().unwrap()];
    stdout(&[&["run", FACE][..], &cell, &own].concat());
    let total = numbers(&single, "timeseries.csv", "collagen_total.dermis");
    let confirmed = numbers(&out, "front.csv", "confirmed_gain_on_day")[0];
    assert_eq!(confirmed, 100.0 * (total.last().unwrap() - 1.0));
    let screened = numbers(&out, "front.csv", "gain_on_day")[0];
    assert_eq!(numbers(&out, "front.csv", "difference_gain_on_day")[0], confirmed - screened);
}

#[test]
fn what_is_wrong_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let wrong = |more: &[&str]| {
        let how = ["--out", out.to_str().unwrap()];
        let error = refused(&[&["optimise", FACE][..], &MIXED, &how, more].concat(), 2);
        assert!(!out.exists());
        error
    };
    assert!(wrong(&[]).contains("--search"));
    assert!(wrong(&["--search", "treatment.count=1..4"]).contains("--aim"));
    let with = |more: &[&str]| wrong(&[&["--search", "treatment.count=1..4"][..], more].concat());
    assert!(with(&["--aim", "most gain_on_day"]).contains("max MEASURE"));
    assert!(with(&["--aim", "max gain_on_dya"]).contains("did you mean `gain_on_day`?"));
    let aim = ["--aim", "max gain_after_last"];
    assert!(with(&[&aim[..], &["--keep", "scar_matrix_index=1"]].concat()).contains("MEASURE<=BOUND"));
    assert!(with(&[&aim[..], &["--population", "3"]].concat()).contains("4 to"));
    assert!(with(&[&aim[..], &["--shard", "1/2"]].concat()).contains("no parts"));
    assert!(
        with(&[&aim[..], &["--search", "treatment.interval_days=7..90"]].concat()).contains("run.days=390")
    );
    assert!(with(&[&aim[..], &["--confirm", "grid.geomtry=slab"]].concat()).contains("did you mean"));
    let many = ["--population", "10000", "--generations", "10000"];
    assert!(with(&[&aim[..], &many].concat()).contains("up to 100000"));
    let redness = with(&["--aim", "max gain_on_day", "--aim", "min downtime_days"]);
    assert!(redness.contains("no run can give the measure `downtime_days`"), "{redness}");
    assert!(with(&["--aim", "maximize gain_on_day"]).contains("did you mean `max gain_on_day`?"));
    let set = with(&[&aim[..], &["--set", "treatment.count=2"]].concat());
    assert!(set.contains("`treatment.count` is set for all runs and searched as well"), "{set}");
    let half = wrong(&[&["--search", "treatment.count=0.5..2"][..], &aim].concat());
    assert!(half.contains("whole numbers, which 0.5 is not"), "{half}");
}

/// Where no course keeps all constraints the nearest are told, with how far each constraint is broken; and a
/// measure may be aim and constraint at once.
#[test]
fn the_nearest_courses_of_a_search_without_success() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let keep = ["--keep", "gain_on_day>=1000", "--keep", "inflammation_days<=0"];
    let text = search(&out, &keep);
    assert!(text.contains("no course keeps all constraints") && text.contains("the nearest of 32"), "{text}");
    let of = |table: &str, name: &str| numbers(&out, table, name);
    let all = of("runs.csv", "violation");
    let nearest = of("nearest.csv", "violation");
    assert_eq!(nearest[0], all.iter().copied().fold(f64::INFINITY, f64::min));
    assert!(nearest.windows(2).all(|pair| pair[0] <= pair[1]) && nearest.len() <= 10);
    let gain = of("nearest.csv", "gain_on_day");
    let (short, scar) =
        (of("nearest.csv", "gain_on_day_below_1000"), of("nearest.csv", "inflammation_days_above_0"));
    for row in 0..nearest.len() {
        assert!((short[row] - (1.0 - gain[row] / 1000.0)).abs() < 1e-12);
        // The bound of 0 weighs no more than its measure's largest value at first.
        assert!(scar[row] > 0.0 && scar[row] < 1.5, "{}", scar[row]);
        assert!((nearest[row] - short[row] - scar[row]).abs() < 1e-12);
    }
    assert!(!out.join("front.csv").exists());
}

/// A search of courses of this many sessions on a thin run of milliseconds.
fn sessions(out: &Path, range: &str, more: &[&str]) -> String {
    let search = format!("treatment.count={range}");
    let how = ["--search", &search, "--set", "treatment.interval_days=7", "--set", "run.days=60"];
    let out = ["--out", out.to_str().unwrap(), "--after-last-days", "10", "--population", "8"];
    stdout(&[&["optimise", FACE][..], &MIXED, &how, &out, &["--generations", "2"], more].concat())
}

/// An aim that only rounding moves makes no front of its own: its courses are ties, and said to be.
#[test]
fn what_noise_moves_is_a_tie() {
    let folder = tempfile::tempdir().unwrap();
    let [both, one] = ["both", "one"].map(|name| folder.path().join(name));
    // So many days after the last session the skin is the same whatever the day of the first.
    let search = ["--search", "treatment.first_day=0..3", "--aim", "max gain_after_last"];
    let text = sessions(
        &both,
        "2..3",
        &[&search[..], &["--aim", "min sessions", "--aim", "max gain_on_day"]].concat(),
    );
    sessions(&one, "2..3", &search);
    let of = |name: &str| numbers(&both, "runs.csv", name);
    let (count, gain, day) = (of("treatment.count"), of("gain_after_last"), of("treatment.first_day"));
    let two: Vec<usize> = (0..16).filter(|row| count[*row] == 2.0).collect();
    assert!(two.iter().any(|row| gain[*row] != gain[two[0]]), "rounding moves it: {gain:?}");
    // Of so many sessions the earliest is best, by the only aim that tells them apart, or one that noise does not
    // tell from it.
    let floor: f64 = text.split(", gain_on_day ").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
    let on_day = of("gain_on_day");
    let [front_count, front_day] =
        ["treatment.count", "gain_on_day"].map(|name| numbers(&both, "front.csv", name));
    assert_eq!(front_count.len(), 2, "{text}");
    for sessions in [2.0, 3.0] {
        let rows = || (0..16).filter(|row| count[*row] == sessions);
        let earliest = rows().min_by(|a, b| day[*a].total_cmp(&day[*b])).unwrap();
        let found = front_count.iter().position(|count| *count == sessions).unwrap();
        assert!(on_day[earliest] - front_day[found] <= floor, "{sessions}: {text}");
        assert!(
            rows().any(|row| on_day[earliest] - on_day[row] > 2.0 * floor),
            "it tells some apart: {on_day:?}"
        );
    }
    assert!(text.contains("by more than the numerical noise"), "{text}");
    // One aim alone: all of as many sessions tie with the best.
    let count = numbers(&one, "runs.csv", "treatment.count");
    let day = numbers(&one, "runs.csv", "treatment.first_day");
    assert_eq!(numbers(&one, "front.csv", "gain_after_last").len(), 1);
    let best = numbers(&one, "front.csv", "treatment.count")[0];
    let mut tied: Vec<f64> = (0..16).filter(|row| count[*row] == best).map(|row| day[row]).collect();
    tied.sort_by(f64::total_cmp);
    tied.dedup();
    assert_eq!(numbers(&one, "front.csv", "ties"), [tied.len() as f64 - 1.0]);
    let case = numbers(&one, "front.csv", "case")[0];
    let named = numbers(&one, "runs.csv", "tied_with").into_iter().filter(|with| *with == case).count();
    assert_eq!(named, count.iter().filter(|count| **count == best).count());
}

/// Untreated skin has no last session: it lacks what is counted from it, keeps nothing and breaks nothing.
#[test]
fn what_is_missing_breaks_no_constraint() {
    let folder = tempfile::tempdir().unwrap();
    let [some, all] = ["some", "all"].map(|name| folder.path().join(name));
    let text = sessions(&some, "0..2", &["--aim", "max gain_on_day", "--keep", "scar_like_share<=50"]);
    let untreated =
        numbers(&some, "runs.csv", "treatment.count").iter().filter(|count| **count == 0.0).count();
    assert!((1..16).contains(&untreated));
    let told = format!(
        "16 courses tried, {} keep the constraints, {untreated} lack a value, which neither keeps nor breaks anything \
         (scar_like_share: {untreated})",
        16 - untreated
    );
    assert!(text.contains(&told), "{text}");
    assert!(!text.contains("break one"), "{text}");
    let text = sessions(&all, "0..2", &["--aim", "max gain_on_day", "--keep", "scar_like_share<=-1"]);
    assert!(text.contains("no course keeps all constraints") && text.contains("break one"), "{text}");
    let broken = numbers(&all, "runs.csv", "scar_like_share_above_-1");
    for (row, count) in numbers(&all, "runs.csv", "treatment.count").into_iter().enumerate() {
        assert_eq!(broken[row].is_nan(), count == 0.0, "row {row}");
    }
}

#[test]
fn contrary_aims_and_constraints_are_refused() {
    let wrong = |more: &[&str]| {
        let search = ["--search", "treatment.count=1..2", "--aim", "max gain_on_day"];
        refused(&[&["optimise", FACE, "--out", "nowhere"][..], &MIXED, &search, more].concat(), 2)
    };
    assert!(wrong(&["--aim", "min gain_on_day"]).contains("two aims are of `gain_on_day`"));
    assert!(wrong(&["--keep", "sessions<=2", "--keep", "sessions<=3"]).contains("bound the same"));
    assert!(wrong(&["--keep", "sessions<=2", "--keep", "sessions>=3"]).contains("leave nothing"));
    let confirm =
        ["--set", "grid.geometry=cell", "--keep", "redness_days<=9", "--confirm", "grid.geometry=well_mixed"];
    let lost = refused(
        &[
            &["optimise", FACE, "--out", "nowhere"][..],
            &["--search", "treatment.count=1..2", "--aim", "max gain_on_day"],
            &confirm,
        ]
        .concat(),
        2,
    );
    assert!(lost.contains("no run can give the measure `redness_days`"), "{lost}");
}
