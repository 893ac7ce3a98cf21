//! The same equations by another solver: the variable-order BDF of the crate `ivp`, Newton with a dense
//! factorisation. Nothing of dermis's steppers is in it; what it shares is the right-hand side,
//! which `tests/model/terms.rs` states a second time and `benches/naive.rs` discretises a second time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::cell::RefCell;

use dermis::model::{FIELDS, Fields, SURFACE_FIELDS, SurfaceFields, stepper};
use dermis::numerics::integrate;
use dermis::scenario::Scenario;

use dermis::simulation::{Run, SkinOnGrid, SkinState};
use ivp::prelude::*;

/// Agreement that is asked for, of each field's largest departure from rest.
const AGREEMENT: f64 = 1e-5;
const COURSE: &str = "schema = 1\n[device]\nname = \"single_needle\"\n[treatment]\ncount = 1\n[grid]\n";

/// Every value of a state, without the padding between fields.
fn pack(state: &SkinState) -> Vec<f64> {
    let volume = (0..FIELDS).flat_map(|field| state.field(field).iter().copied());
    volume.chain((0..SURFACE_FIELDS).flat_map(|field| state.surface(field).iter().copied())).collect()
}

fn unpack(values: &[f64], state: &mut SkinState) {
    let (cells, plane) = (state.cells(), state.plane());
    let (volume, surface) = values.split_at(FIELDS * cells);
    (0..FIELDS).for_each(|f| state.field_mut(f).copy_from_slice(&volume[f * cells..][..cells]));
    (0..SURFACE_FIELDS).for_each(|f| state.surface_mut(f).copy_from_slice(&surface[f * plane..][..plane]));
}

/// The rates of dermis as a system of the other solver.
struct Rates<'a> {
    on: &'a SkinOnGrid,
    /// A state and its rates, as work space.
    scratch: RefCell<[SkinState; 2]>,
}

impl FirstOrderSystem for Rates<'_> {
    fn derivative(&self, _: f64, values: &[f64], out: &mut [f64]) {
        let [state, rates] = &mut *self.scratch.borrow_mut();
        unpack(values, state);
        self.on.rates(state, rates);
        out.copy_from_slice(&pack(rates));
    }
}

/// Values on each day by the other solver.
fn by_ivp(on: &SkinOnGrid, start: &SkinState, days: &[f64]) -> Vec<Vec<f64>> {
    let rates = Rates { on, scratch: RefCell::new([start.clone(), start.clone()]) };
    let (mut from, mut values, mut evaluations) = (0.0, pack(start), 0);
    // From day to day: between its steps it is less exact.
    let mut at = |day: f64| {
        let leg = Ivp::first_order(&rates, from, day, &values).method(Method::BDF).rtol(1e-9).atol(1e-11);
        let solved = leg.max_steps(1_000_000).solve().unwrap();
        assert_eq!(solved.t.last(), Some(&day), "{:?}", solved.status);
        evaluations += solved.nfev;
        (from, values) = (day, solved.y[solved.y.len() - 1].clone());
        values.clone()
    };
    let found = days.iter().map(|&day| at(day)).collect();
    println!("{evaluations} evaluations");
    found
}

/// Values on each day by dermis.
fn by_dermis(on: &SkinOnGrid, start: &SkinState, name: &str, tolerance: f64, days: &[f64]) -> Vec<Vec<f64>> {
    let mut state = start.clone();
    let mut stepper = stepper(name, tolerance, state.shape()).unwrap();
    let mut time = 0.0;
    let mut at = |day: f64| {
        integrate(stepper.as_mut(), on, &mut state, time, day, &mut |_, _| ()).unwrap();
        time = day;
        pack(&state)
    };
    days.iter().map(|&day| at(day)).collect()
}

/// Largest difference of every field relative to its largest departure from rest on any day.
fn compare(grid: &str, stepper: &str, tolerance: f64, days: &[f64]) {
    let changes: Vec<String> = grid.split(' ').map(str::to_owned).collect();
    let (scenario, _) = Scenario::parse("second_solver.toml", COURSE, &changes).unwrap();
    let mut simulation = Run::new(&scenario);
    simulation.treat(0).unwrap();
    let (on, start) = (simulation.on(), simulation.state());
    let rest = pack(simulation.rest());
    let theirs = by_ivp(on, start, days);
    let ours = by_dermis(on, start, stepper, tolerance, days);
    let (cells, plane) = (start.cells(), start.plane());
    let names = Fields::TABLE.iter().chain(&SurfaceFields::TABLE).map(|row| row.name);
    println!("{} unknowns, {stepper} against ivp's BDF, {days:?} days", rest.len());
    let mut from = 0;
    for (field, name) in names.enumerate() {
        let size = if field < FIELDS { cells } else { plane };
        let range = from..from + size;
        from += size;
        let largest = |of: &dyn Fn(usize, usize) -> f64| {
            let all = (0..days.len()).flat_map(|day| range.clone().map(move |i| (day, i)));
            all.map(|(day, i)| of(day, i).abs()).fold(0.0, f64::max)
        };
        let scale = largest(&|day, i| theirs[day][i] - rest[i]);
        let error = largest(&|day, i| ours[day][i] - theirs[day][i]);
        println!("  {name:20} departs {scale:.1e}, differs {error:.1e}");
        // Fields that hardly move are held to the other solver's absolute tolerance.
        assert!(error <= AGREEMENT * scale + 1e-8, "{name}: {error:.2e} of {scale:.2e}");
    }
    assert_eq!(from, rest.len());
}

#[test]
fn the_kinetics_over_twelve_weeks() {
    compare("grid.geometry=well_mixed", "ros34pw2", 1e-8, &[0.25, 1.0, 3.0, 7.0, 14.0, 28.0, 56.0, 84.0]);
}

#[test]
fn a_small_needle_cell_over_four_weeks() {
    let grid = "grid.geometry=cell grid.spacing_um=100 grid.depth_spacing_um=500 grid.surface_spacing_um=100";
    compare(grid, "ros34pw2", 1e-7, &[0.25, 1.0, 3.0, 7.0, 14.0, 28.0]);
}
