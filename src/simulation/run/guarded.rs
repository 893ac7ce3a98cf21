//! Runs that are spoilt on purpose, and what their guards say of it.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::model::Fields;
use crate::simulation::observe::guards::Guards;

const SLAB: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = [1]\n[grid]\n\
                    geometry = \"slab\"\nwidth_mm = 1.5\nspacing_um = 150\n[run]\ndays = 3\n";

/// What the guards say of a run that is spoilt on a day.
fn said(text: &str, day: f64, spoil: impl Fn(&mut Run<'_>)) -> Vec<String> {
    let (scenario, _) = Scenario::parse("spoilt.toml", text, &[]).unwrap();
    let guards = Rc::new(RefCell::new(Guards::default()));
    let mut run = Run::new(&scenario);
    run.watch(&Schedule::sessions().and_after_sessions(), Rc::clone(&guards));
    run.advance_to(day).unwrap();
    spoil(&mut run);
    run.finish().unwrap();
    drop(run);
    guards.take().warnings().to_vec()
}

fn set(field: usize, at: usize, value: f64) -> impl Fn(&mut Run<'_>) {
    move |run| run.state.field_mut(field)[at] = value
}

#[test]
fn a_good_run_raises_no_guard() {
    assert_eq!(said(SLAB, 0.5, |_| ()), [""; 0]);
    assert_eq!(said(&SLAB.replace("days = [1]", "count = 0"), 0.5, |_| ()), [""; 0]);
    let ages =
        SLAB.replace("days = [1]", "count = 0").replace("[device]", "[patient]\nages = true\n[device]");
    assert_eq!(said(&ages, 0.5, |_| ()), [""; 0]);
}

#[test]
fn what_is_no_number_or_below_nothing_is_told_with_its_place() {
    let field = Fields::INDEX.collagen_i;
    let [none, below] = [f64::NAN, -1e-3].map(|value| said(SLAB, 3.0, set(field, 203, value)));
    assert!(none[0].starts_with("collagen_i is not a number"), "{none:?}");
    assert!(none[1].contains("does not close"), "{none:?}");
    assert!(below[0].starts_with("collagen_i is negative"), "{below:?}");
    for told in [&none[0], &below[0]] {
        assert!(told.contains("at x 0.525 mm, y ") && told.contains("mm on day 3.0000)"), "{told}");
    }
}

#[test]
fn rest_that_drifts_is_told() {
    let at_rest = SLAB.replace("days = [1]", "count = 0");
    let spoil = |run: &mut Run<'_>| run.state.field_mut(Fields::INDEX.tgf_beta_1)[20] += 1e-9;
    for text in [SLAB, &at_rest] {
        let told = said(text, 0.5, spoil);
        assert!(told.iter().any(|told| told.contains("has left rest before anything was done")), "{told:?}");
    }
    // After a session nothing is at rest.
    assert_eq!(said(SLAB, 2.0, spoil), [""; 0]);
}

#[test]
fn a_budget_that_does_not_close_is_told() {
    let spoil = |run: &mut Run<'_>| {
        run.state.field_mut(Fields::INDEX.collagen_i).iter_mut().for_each(|of| *of *= 1.001)
    };
    let told = said(SLAB, 2.0, spoil);
    assert!(told.len() == 1 && told[0].contains("budget of collagen does not close: -"), "{told:?}");
}

#[test]
fn steps_that_collapse_are_told() {
    let mut guards = Guards::default();
    let mut reached = 0.5;
    for step in 1..=200 {
        reached += 1e-8;
        guards.step(reached, Work { steps: step, rejected: 3 * step, ..Work::default() });
    }
    let (scenario, _) = Scenario::parse("short.toml", SLAB, &[]).unwrap();
    let mut run = Run::new(&scenario);
    run.advance_to(3.0).unwrap();
    guards.begin(run.setup()).unwrap();
    guards.finish(&run.view()).unwrap();
    let told = guards.warnings();
    let says = |words: &str| told.iter().any(|told| told.contains(words));
    assert!(says("199 steps were shorter than") && says("the first on day 0.5000"), "{told:?}");
    assert!(says("more steps were taken back (600) than stood (200)"), "{told:?}");
}

/// Where numbers fail, field, place and day are told.
#[test]
fn a_failure_has_its_place() {
    let (scenario, _) = Scenario::parse("spoilt.toml", SLAB, &[]).unwrap();
    let mut run = Run::new(&scenario);
    run.advance_to(0.5).unwrap();
    set(Fields::INDEX.collagen_i, 203, f64::NAN)(&mut run);
    let told = run.finish().unwrap_err().to_string();
    assert!(told.contains("field collagen_i at x 0.525 mm, y ") && told.contains("on day 0."), "{told}");
}
