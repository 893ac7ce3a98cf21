//! The same equations by another solver: the variable-order BDF of the crate `diffsol`, Newton with a
//! dense factorisation. Nothing of dermis's steppers is in it; what it shares is the right-hand side,
//! which `tests/model/terms.rs` states a second time and `benches/naive.rs` discretises a second time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::cell::RefCell;

use dermis::model::{FIELDS, Fields, SURFACE_FIELDS, SurfaceFields, stepper};
use dermis::numerics::integrate;
use dermis::scenario::Scenario;

use dermis::simulation::{Run, SkinOnGrid, SkinState};
use diffsol::matrix::DenseMatrix;
use diffsol::{NalgebraLU, NalgebraMat, OdeBuilder, OdeSolverMethod, Vector, VectorView};

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

/// Values on each day by the other solver.
fn by_diffsol(on: &SkinOnGrid, start: &SkinState, days: &[f64]) -> Vec<Vec<f64>> {
    let first = pack(start);
    let size = first.len();
    let scratch = RefCell::new((start.clone(), start.clone()));
    // Where a Jacobian was last asked for, with the rates there.
    let last = RefCell::new((Vec::<f64>::new(), Vec::new()));
    let rates = |values: &[f64]| -> Vec<f64> {
        let (state, rates) = &mut *scratch.borrow_mut();
        unpack(values, state);
        on.rates(state, rates);
        pack(rates)
    };
    let problem = OdeBuilder::<NalgebraMat<f64>>::new()
        .rtol(1e-8)
        .atol([1e-10])
        .rhs_implicit(
            |x, _, _, out| out.copy_from_slice(&rates(x)),
            |x, _, _, direction, out| {
                // J v as a difference; only Newton's iteration sees it.
                let step = 1e-7;
                let moved: Vec<f64> = x.iter().zip(direction).map(|(x, v)| x + step * v).collect();
                let (at, here) = &mut *last.borrow_mut();
                if !at.iter().eq(x.iter()) {
                    (*at, *here) = (x.to_vec(), rates(x));
                }
                let there = rates(&moved);
                let slopes = there.iter().zip(&*here).map(|(there, here)| (there - here) / step);
                out.iter_mut().zip(slopes).for_each(|(out, slope)| *out = slope);
            },
        )
        .init(|_, _, out| out.copy_from_slice(&first), size)
        .build()
        .unwrap();
    let mut solver = problem.bdf::<NalgebraLU<f64>>().unwrap();
    let (found, _) = solver.solve_dense(days).unwrap();
    (0..days.len()).map(|day| found.column(day).into_owned().clone_as_vec()).collect()
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
    let theirs = by_diffsol(on, start, days);
    let ours = by_dermis(on, start, stepper, tolerance, days);
    let (cells, plane) = (start.cells(), start.plane());
    let names = Fields::TABLE.iter().chain(&SurfaceFields::TABLE).map(|row| row.name);
    println!("{} unknowns, {stepper} against diffsol's BDF, {days:?} days", rest.len());
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
