//! First change in weeks, peak in months, fading in years, and what touch-ups keep.

use super::run;
use dermis::simulation::time_scales::TimeScales;

fn dermis(changes: &[&str]) -> TimeScales {
    run(changes).summary.time_scales["collagen_total.dermis"]
}

#[test]
fn first_change_in_weeks_and_peak_in_months() {
    let found = dermis(&["run.days=400"]);
    println!("{found:?}");
    assert!((7.0..42.0).contains(&found.days_to_10_percent_of_peak_gain));
    assert!((60.0..240.0).contains(&found.time_of_peak.unwrap()));
    assert_eq!(found.half_life_of_gain, None);
    // New collagen is assumed to fade with a half-life of two years.
    let half_life = found.half_life_of_gain_extrapolated.unwrap();
    assert!((400.0..1200.0).contains(&half_life), "{half_life}");
}

#[test]
fn fading_follows_its_parameter() {
    let fast = dermis(&["run.days=800", "collagen_relaxation=0.003"]);
    let half_life = fast.half_life_of_gain.unwrap();
    assert!((100.0..400.0).contains(&half_life), "{half_life}");
    assert_eq!(fast.half_life_of_gain_extrapolated, None);
}

#[test]
fn a_run_that_ends_before_says_so_and_untreated_skin_has_none() {
    let short = dermis(&["run.days=60"]);
    assert_eq!((short.time_of_peak, short.half_life_of_gain), (None, None));
    assert!(run(&["treatment.days=[]", "run.days=5"]).summary.time_scales.is_empty());
}

#[test]
fn touch_ups_keep_what_a_course_alone_loses() {
    let days = |list: &str| {
        let result = run(&[&format!("treatment.days={list}"), "run.days=730", "observe.interval_days=5"]);
        super::last(&result, "collagen_total.dermis") - 1.0
    };
    let (course, kept) = (days("[0, 28, 56, 84]"), days("[0, 28, 56, 84, 266, 448, 630]"));
    println!("gain after two years: {course:.3} alone, {kept:.3} with touch-ups");
    assert!(kept > 1.2 * course);
}
