//! The kinetics alone: a perfectly mixed dermis against an independent reference run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use dermis::model::{FIELDS, Fields, Parameters, SURFACE_FIELDS, Skin, SurfaceFields, stepper};
use dermis::numerics::{Axis, Discretisation, Grid, State, integrate};
use serde_json::Value;

/// The parameters of the reference, made by another program for the model as it began: what was added to the
/// equations since is set to what leaves it out.
fn prototype() -> Parameters<f64> {
    Parameters {
        collagen_iii_share_early: 0.5,
        collagen_mature_turnover: 0.00095,
        differentiation_staging: 0.0,
        differentiation_rate: 0.86,
        epidermal_margin_share: 0.0,
        channel_leak: 0.0,
        myofibroblast_reversion: 0.0,
        elastin_crosslinking: 0.02,
        activation_inhibition: 1e12,
        scar_in_balance: 0.0,
        vessel_pruning_half: 1e12,
        elastin_ceiling: 1e12,
        tension_intact: 1.0,
        tension_across: 0.0,
        inflammation_from_barrier: 0.0,
        tgf_beta_from_epidermis: 0.0,
        mitogens_from_barrier: 0.0,
        // And its values where other ones were fitted.
        inflammation_diffusivity: 1.0,
        damage_clearance: 0.1,
        inflammation_from_damage: 120.0,
        inflammation_decay: 6.0,
        mmp_from_neutrophils: 0.35,
        mmp_from_macrophages_m1: 0.7,
        mmp_from_fibroblasts: 0.25,
        mmp_decay: 0.875,
        proliferation_inhibition: 2.0,
        activation_rate: 0.195,
        deactivation_rate: 0.031,
        fibroblast_synthesis: 0.0088,
        myofibroblast_synthesis: 0.0168,
        deficit_synthesis_gain: 2.0,
        collagen_iii_share: 0.5,
        collagen_maturation: 0.03,
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
        // An open hole counted twice in its barrier, which nothing else read.
        for (symbol, value) in expected.as_object().unwrap().iter().filter(|(symbol, _)| *symbol != "B") {
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
    assert!(compared >= 6 * 20, "{compared} values compared");
    println!("{:?}", stepper.work());
}
