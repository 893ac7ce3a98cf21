//! The kinetics alone: a perfectly mixed dermis against an independent reference run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use dermis::model::{FIELDS, Fields, Parameters, SURFACE_FIELDS, Skin, SurfaceFields, stepper};
use dermis::numerics::{Axis, Discretisation, Grid, State, integrate};
use serde_json::Value;

/// The parameters of the reference: without what was added to its equations since.
fn prototype() -> Parameters<f64> {
    Parameters {
        clot_shielding: 0.0,
        collagen_iii_share_early: 0.5,
        collagen_mature_turnover: 0.00095,
        differentiation_staging: 0.0,
        differentiation_rate: 0.86,
        tension_per_span: 0.0,
        epidermal_margin_share: 0.0,
        channel_leak: 0.0,
        myofibroblast_reversion: 0.0,
        elastin_crosslinking: 0.02,
        ..Parameters::default()
    }
}

type Mixed = Discretisation<Skin, FIELDS, SURFACE_FIELDS>;

fn mixed(p: &Parameters<f64>) -> Mixed {
    let axis = || Axis::uniform(1, 1.0, false);
    Discretisation::new(Skin::uniform(p, 1), Grid { x: axis(), y: axis(), z: axis() })
}

fn fill(state: &mut State<FIELDS, SURFACE_FIELDS>, values: &Value) {
    let read = |symbol: &str| values.get(symbol).map(|v| v.as_f64().unwrap());
    for (field, row) in Fields::TABLE.iter().enumerate() {
        state.field_mut(field)[0] = read(row.symbol).unwrap_or(0.0);
    }
    for (field, row) in SurfaceFields::TABLE.iter().enumerate() {
        state.surface_mut(field)[0] = read(row.symbol).unwrap_or(row.default);
    }
}

#[test]
fn follows_the_reference_run() {
    let reference: Value = serde_json::from_str(include_str!("../data/well_mixed.json")).unwrap();
    let on = mixed(&prototype());
    let mut state = on.rest();
    fill(&mut state, &reference["0D_initial_after_puncture_R0.46"]);
    let mut stepper = stepper("ros34pw2", 1e-9, (1, 1, 1)).unwrap();
    let (mut time, mut compared) = (0.0, 0);
    for (day, expected) in reference["0D"].as_object().unwrap() {
        let to: f64 = day.parse().unwrap();
        integrate(stepper.as_mut(), &on, &mut state, time, to, &mut |_, _| ()).unwrap();
        time = to;
        for (symbol, value) in expected.as_object().unwrap() {
            let expected = value.as_f64().unwrap();
            let volume = Fields::TABLE.iter().position(|row| row.symbol == symbol);
            let surface = SurfaceFields::TABLE.iter().position(|row| row.symbol == symbol);
            let found = volume.map(|f| state.field(f)[0]).or(surface.map(|f| state.surface(f)[0])).unwrap();
            let difference = (found - expected).abs();
            assert!(
                difference <= 1e-6 * expected.abs() + 1e-10,
                "day {day}, {symbol}: {found} for {expected}"
            );
            compared += 1;
        }
    }
    assert!(compared >= 6 * 21, "{compared} values compared");
    println!("{:?}", stepper.work());
}
