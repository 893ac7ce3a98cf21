//! What years and sun take while a run goes on, with and without sunscreen.

use super::{column, last, run, same_bits};

const YEARS: [&str; 4] =
    ["treatment.days=[]", "patient.age_years=40", "run.days=1826", "observe.interval_days=20"];

fn content(changes: &[&str]) -> f64 {
    last(&run(&[&YEARS[..], changes].concat()), "collagen_total.dermis")
}

#[test]
fn years_and_sun_are_off_unless_a_scenario_says_so() {
    assert_eq!(content(&[]), 1.0);
    let neutral = ["patient.ages=false", "patient.sun_exposure=0", "patient.sunscreen=1"];
    assert!(same_bits(&run(&[]), &run(&neutral)));
}

#[test]
fn five_years_take_what_they_are_said_to() {
    // 1 % of the content at 20 a year is 1.25 % of what is left at 40.
    let aged = content(&["patient.ages=true"]);
    assert!((aged - libm::exp(-0.0125 * 1826.0 / 365.25)).abs() < 1e-4, "{aged}");
    let burnt = content(&["patient.ages=true", "patient.sun_exposure=1"]);
    let protected = content(&["patient.ages=true", "patient.sun_exposure=1", "patient.sunscreen=1"]);
    println!("after five years: {aged:.4} aged, {burnt:.4} in the sun, {protected:.4} with sunscreen");
    assert!(burnt < protected && protected < aged);
    // The loss of validation target T24, 0.5 to 2 % a year.
    assert!((0.90..0.975).contains(&burnt) && (0.90..0.975).contains(&aged));
}

#[test]
fn slow_loss_calls_for_no_repair() {
    // Loss and deficit cancel to rounding only where budgets close to rounding.
    let changes = ["patient.ages=true", "patient.sun_exposure=1", "run.stepper=ros34pw2"];
    let result = run(&[&YEARS[..], &changes].concat());
    for name in ["activation.dermis", "collagen_synthesis_rate.dermis", "inflammation.dermis"] {
        assert!(column(&result, name).iter().all(|value| value.abs() < 1e-10), "{name}");
    }
    let residual = result.summary.collagen_budget["relative_residual"].as_f64().unwrap();
    assert!(residual.abs() < 1e-10);
    assert!(last(&result, "collagen_lost.dermis") > 0.05);
}
