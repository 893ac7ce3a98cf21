//! Another model on the same numerics, without any skin: the front of Fisher, Kolmogorov, Petrovsky
//! and Piskunov, u_t = D u_xx + r u (1 − u). From a sharp edge it nears the speed 2 √(r D), from
//! below and slowly: Bramson's correction is −3/(2 t) √(D/r). Tested by tests/numerics/fisher.rs.
//!
//!     cargo run --release --example own_model
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use dermis::numerics::steppers::stepper;
use dermis::numerics::{Axis, Discretisation, Grid, Lane, State, System, Transport, integrate};

/// D, mm²/day.
const DIFFUSIVITY: f64 = 0.02;
/// r, 1/day.
const GROWTH: f64 = 1.0;
/// Length in mm: the front does not reach its end.
const LENGTH: f64 = 16.0;
const CELLS: usize = 800;
/// Days between which the speed is taken: late enough for the correction to be small.
const FROM: f64 = 20.0;
const TO: f64 = 40.0;

/// One volume field, no surface fields.
struct Fisher;

/// Coefficients of the reaction.
pub struct Row<L> {
    growth: L,
    one: L,
}

impl System<1, 0> for Fisher {
    type Row<L: Lane> = Row<L>;

    fn transport(&self, _: usize) -> Transport {
        // The front runs along x: a single row of cells over depth, without loss.
        Transport::weighted(DIFFUSIVITY, vec![1.0], vec![0.0])
    }

    fn coefficients(&self, _: usize) -> Vec<f64> {
        vec![GROWTH, 1.0]
    }

    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> Row<L> {
        Row { growth: coefficient(0), one: coefficient(1) }
    }

    fn reaction<L: Lane>(row: &Row<L>, [u]: [L; 1], _: [L; 0]) -> [L; 1] {
        [row.growth * u * (row.one - u)]
    }

    fn absolute_tolerance(&self, _: usize) -> f64 {
        1e-3
    }

    fn name(&self, _: usize) -> &'static str {
        "u"
    }
}

/// Where u falls through one half, in mm.
fn front(state: &State<1, 0>, x: &Axis) -> Option<f64> {
    let u = state.field(0);
    let cell = u.windows(2).position(|pair| pair[0] >= 0.5 && pair[1] < 0.5)?;
    let share = (u[cell] - 0.5) / (u[cell] - u[cell + 1]);
    Some(x.centres[cell] + share * x.distances[cell + 1])
}

/// The front's mean speed between two days in mm/day: simulated and exact.
pub fn speeds() -> Result<[f64; 2], Box<dyn std::error::Error>> {
    let single = || Axis::uniform(1, 1.0, false);
    let grid = Grid { x: Axis::uniform(CELLS, LENGTH, false), y: single(), z: single() };
    let on = Discretisation::new(Fisher, grid);
    let mut state = on.rest();
    state.field_mut(0)[..CELLS / 16].fill(1.0);
    // The far foot of the front, where u is tiny, pulls it along: hence so small a tolerance.
    let mut stepper = stepper("ros34pw2", 1e-6, state.shape()).ok_or("no such stepper")?;
    let mut places = Vec::new();
    for [from, to] in [[0.0, FROM], [FROM, TO]] {
        integrate(stepper.as_mut(), &on, &mut state, from, to, &mut |_, _| ())
            .map_err(|(day, failure)| format!("day {day}: u {}", failure.problem))?;
        places.push(front(&state, &on.grid().x).ok_or("the front has left")?);
    }
    let simulated = (places[1] - places[0]) / (TO - FROM);
    // The mean of 2 √(r D) − 3/(2 t) √(D/r) over that time.
    let correction = 1.5 * (DIFFUSIVITY / GROWTH).sqrt() * libm::log(TO / FROM) / (TO - FROM);
    Ok([simulated, 2.0 * (GROWTH * DIFFUSIVITY).sqrt() - correction])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [simulated, exact] = speeds()?;
    println!("Speed of a Fisher front between day {FROM} and day {TO}");
    println!("  simulated   {simulated:.5} mm/day");
    println!("  exact       {exact:.5} mm/day, with Bramson's correction");
    println!("  difference  {:+.2} %", 100.0 * (simulated / exact - 1.0));
    Ok(())
}
