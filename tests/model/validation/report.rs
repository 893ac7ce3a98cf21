//! What the suite finds, and what it writes: the quick suite once, and parts of it again.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex};

use dermis::figure::Figure;
use dermis::job::validation_page;
use dermis::parameters::ParameterSet;
use dermis::validation::plan::{Plan, Selection};
use dermis::validation::report::{NOTE, Report};
use dermis::validation::suite::Suite;
use dermis::validation::table::csv;

/// The quick suite with every target, run once for all tests.
static QUICK: LazyLock<Report> = LazyLock::new(|| run(Suite::shipped().unwrap(), &[], 2));

fn run(suite: Suite, changes: &[String], threads: usize) -> Report {
    let options = Selection { quick: true, changes: changes.to_vec() };
    Report::new(&suite, options, threads, &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

fn only(id: &str, changes: &[String]) -> Report {
    run(Suite::shipped().unwrap().only(id).unwrap(), changes, 1)
}

fn value(report: &Report, id: &str, check: &str) -> f64 {
    let found = report.checks().find(|(target, other, _)| target.id == id && other.name == check);
    found.unwrap().2.value.unwrap()
}

#[test]
fn every_miss_is_explained() {
    for (target, check, finding) in QUICK.checks() {
        println!("{} {}: {} ({})", target.id, check.name, finding.shown, finding.verdict());
        let explained = check.explanation.as_ref().is_some_and(|text| text.len() > 40);
        assert!(finding.passed || explained, "{} {} misses without a reason", target.id, check.name);
    }
}

#[test]
fn each_run_is_made_once() {
    let mut suite = Suite::shipped().unwrap();
    let wounds = ["T7", "T8", "T9", "T11", "T14"];
    suite.targets.retain(|target| wounds.contains(&target.id.as_str()));
    assert_eq!(suite.targets.iter().map(|target| target.runs.len()).sum::<usize>(), 12);
    let plan = Plan::new(&suite, &Selection::default()).unwrap();
    let mut names: Vec<&str> = plan.runs.iter().map(|run| run.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["T7 needle", "T7 session", "T7 wound"], "all look at the same three wounds");
}

#[test]
fn the_verdict_follows_value_and_band() {
    for (target, check, finding) in QUICK.checks() {
        let inside = finding.value.is_some_and(|value| {
            let above = check.low.is_none_or(|low| if check.exclusive { value > low } else { value >= low });
            let below =
                check.high.is_none_or(|high| if check.exclusive { value < high } else { value <= high });
            above && below
        });
        assert_eq!(finding.passed, inside, "{} {}", target.id, check.name);
        // Rounding for people must not turn a miss into a pass.
        let shown: f64 = finding.shown.parse().unwrap_or(f64::NAN);
        assert_eq!(finding.passed, check.holds(shown), "{} {}: {}", target.id, check.name, finding.shown);
    }
}

#[test]
fn half_of_a_key_parameter_makes_a_hard_target_miss() {
    let half = 0.5 * ParameterSet::default().get("tension_across").unwrap();
    let changed = only("T23", &[format!("tension_across={half}")]);
    let check = "depth from which a linear wound scars";
    assert!(changed.hard_misses().contains(&format!("T23 {check}")), "{:?}", changed.hard_misses());
    assert!(QUICK.hard_misses().is_empty(), "the parameters as they come hold: {:?}", QUICK.hard_misses());
    let [before, after] = [&*QUICK, &changed].map(|report| value(report, "T23", check));
    assert!(after > 1.1 * before, "{before} becomes {after}");
}

#[test]
fn threads_change_nothing() {
    let suite = || {
        let mut suite = Suite::shipped().unwrap();
        suite.targets.retain(|target| ["T3", "T6"].contains(&target.id.as_str()));
        suite
    };
    let [one, three] = [1, 3].map(|threads| run(suite(), &[], threads));
    assert!(one.checks().map(|(_, _, finding)| finding).eq(three.checks().map(|(_, _, finding)| finding)));
}

#[test]
fn progress_grows_to_the_whole() {
    let heard = Mutex::new(Vec::new());
    let suite = Suite::shipped().unwrap().only("t3").unwrap();
    let options = Selection { quick: true, changes: Vec::new() };
    Report::new(&suite, options, 1, &|progress| heard.lock().unwrap().push(progress)).unwrap();
    let heard = heard.into_inner().unwrap();
    assert!(heard.windows(2).all(|pair| pair[0].part <= pair[1].part + 1e-12));
    let last = heard.last().unwrap();
    assert!((last.part - 1.0).abs() < 1e-12 && last.done == 2 && last.runs == 2, "{last:?}");
}

#[test]
fn the_table_holds_every_check() {
    let text = csv(&QUICK).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), QUICK.checks().count());
    for (row, (target, check, finding)) in rows.iter().zip(QUICK.checks()) {
        assert_eq!(&row[at("target")], target.id);
        assert_eq!(&row[at("check")], check.name);
        assert_eq!(row[at("value")].parse().ok(), finding.value, "the value reads back to the same bits");
        assert_eq!(row[at("low")].parse().ok(), check.low);
        assert_eq!(row[at("high")].parse().ok(), check.high);
        assert_eq!(&row[at("verdict")], finding.verdict());
        assert_eq!(row[at("explanation")].is_empty(), finding.passed);
        assert_eq!(&row[at("basis")], target.basis.name());
        assert_eq!(&row[at("weight")], if check.hard { "hard" } else { "soft" });
        assert_eq!(&row[at("note")], target.note);
    }
}

#[test]
fn the_page_is_whole() {
    let text = validation_page(&QUICK, None, true).unwrap();
    assert!(text.starts_with("<!doctype html>") && text.trim_end().ends_with("</html>"));
    // Nothing is fetched, and what runs is named by its hash.
    assert!(text.contains("default-src &#39;none&#39;;"));
    assert!(!text.contains("src=") && !text.contains("href=\"http"), "self-contained");
    for tag in ["table", "tr", "section", "h2"] {
        let close = text.matches(&format!("</{tag}>")).count();
        let open = text.matches(&format!("<{tag}>")).count() + text.matches(&format!("<{tag} ")).count();
        assert_eq!(open, close, "{tag}");
    }
    let misses = QUICK.checks().filter(|(_, _, finding)| !finding.passed).count();
    assert!(misses > 0 && text.matches("<tr class=\"missed\"").count() == misses);
    assert_eq!(text.matches("<p class=\"warnings\">").count(), misses);
    assert!(text.contains("No clinical comparison of intervals exists"));
    let escaped = |text: &str| {
        let text = text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
        text.replace('"', "&#34;").replace('\'', "&#39;")
    };
    assert!(text.contains(&escaped(NOTE)) && text.contains("not medical advice"));
    // Every panel of every target.
    let data = text.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    for judged in &QUICK.targets {
        let panels = data["held"][&judged.target.id].as_array().unwrap();
        assert_eq!(panels.len(), judged.figures.len(), "{}", judged.target.id);
    }
    for (target, check, finding) in QUICK.checks() {
        for word in [&target.title, &target.comparability, &check.name, &check.band(), &finding.shown] {
            assert!(text.contains(&escaped(word)), "{word}");
        }
        if let Some(reason) = check.explanation.as_ref().filter(|_| !finding.passed) {
            assert!(text.contains(&escaped(reason)), "{reason}");
        }
    }
}

#[test]
fn figures_show_curves_points_and_bands() {
    let mut names = HashSet::new();
    for judged in &QUICK.targets {
        assert_eq!(judged.figures.len(), judged.target.plots.len());
        for (figure, plot) in judged.figures.iter().zip(&judged.target.plots) {
            let Figure::Curves { name, panels } = figure else { panic!("curves") };
            assert!(names.insert(name.clone()), "{name} twice");
            let panel = &panels[0];
            assert_eq!(panel.bands.len(), plot.bands.len(), "{name}");
            assert_eq!(
                panel.points.iter().map(|points| points.points.len()).sum::<usize>(),
                plot.data.len(),
                "{name}"
            );
            for line in &panel.lines {
                assert!(line.x.len() > 1 && line.y.iter().all(|y| y.is_finite()), "{name}: {}", line.label);
                let top = line.y.iter().copied().fold(f64::MIN, f64::max);
                assert!(!plot.of_peak || (top - plot.y_scale).abs() < 1e-12, "{name}: {top}");
            }
            for (band, asked) in panel.bands.iter().zip(&plot.bands) {
                let check = judged.target.checks.iter().position(|check| check.name == asked.check).unwrap();
                assert!(band.label.contains(judged.findings[check].verdict()), "{}", band.label);
            }
        }
    }
}
