//! A common benchmark of stiff reaction and diffusion on dermis's own numerics, without any skin:
//! eight species, diffusivities from 0 to 30 mm²/day, rates up to 500/day, 28 days.
//!
//!     cargo run --release --example rd8 -- S2|L2|V3|B1 [--tolerance 1e-3] [--threads N]
//!                                          [--stepper NAME] [--out PREFIX]
//!
//! The problem and its error metric are described in docs/performance.md.
//! S2 is 64 × 32 cells, L2 256 × 128, V3 64 × 64 × 32; B1 is one species that decays on 128³ cells
//! for a day and is compared with its exact solution. `--out` writes the species on days 1, 7 and 28
//! as PREFIX_t1.npy, _t7 and _t28, arrays (species, x, y, z).
//! Without `--stepper` it is qndf_single, the fastest on all four, and qndf below a tolerance of 1e-6.
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

mod exact;

use std::error::Error;
use std::fs;
use std::time::Instant;

use dermis::numerics::steppers::STEPPERS;
use dermis::numerics::{Discretisation, Looks, State, Work, integrate_observed};
use dermis_rd8::{Decay, Healing, Problem, grid, punctures, wounded};
use ndarray::Array4;

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Options {
    problem: String,
    tolerance: f64,
    threads: usize,
    stepper: Option<String>,
    out: Option<String>,
}

fn options() -> Outcome<Options> {
    let mut given = std::env::args().skip(1);
    let problem = given.next().ok_or("name a problem: S2, L2, V3 or B1")?;
    let mut options = Options { problem, tolerance: 1e-3, threads: 0, stepper: None, out: None };
    while let Some(name) = given.next() {
        let value = given.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--tolerance" => options.tolerance = value.parse()?,
            "--threads" => options.threads = value.parse()?,
            "--stepper" => options.stepper = Some(value),
            "--out" => options.out = Some(value),
            _ => return Err(format!("there is no option {name}").into()),
        }
    }
    Ok(options)
}

impl Options {
    fn stepper(&self) -> &str {
        let usual = if self.tolerance < 1e-6 { "qndf" } else { "qndf_single" };
        self.stepper.as_deref().unwrap_or(usual)
    }
}

/// What a run took.
struct Cost {
    seconds: f64,
    work: Work,
}

/// Moves `state` to the last of `days`; `look` hears the day and the state at each of them.
fn run<S: Problem<N>, const N: usize>(
    options: &Options,
    on: &Discretisation<S, N, 0>,
    state: &mut State<N, 0>,
    days: &[f64],
    look: &mut dyn FnMut(f64, &State<N, 0>),
) -> Outcome<Cost> {
    let mut stepper = S::stepper(options.stepper(), options.tolerance, state.shape()).ok_or_else(|| {
        let known = STEPPERS.map(|(name, _)| name).join(", ");
        format!("there is no stepper named {}: {known}", options.stepper())
    })?;
    let mut between = None;
    let started = Instant::now();
    let end = days.last().copied().unwrap_or(0.0);
    let observer = Looks { days, landing: days, between: &mut between, look };
    integrate_observed(stepper.as_mut(), on, state, [0.0, end], observer, &mut |_, _| ()).map_err(
        |(day, failure)| format!("day {day}: {} {}", on.system().name(failure.field), failure.problem),
    )?;
    Ok(Cost { seconds: started.elapsed().as_secs_f64(), work: stepper.work() })
}

/// The fields as (species, x, y, z).
fn array<const N: usize>(state: &State<N, 0>) -> Array4<f64> {
    let (nz, ny, nx) = state.shape();
    Array4::from_shape_fn((N, nx, ny, nz), |(field, x, y, z)| state.view(field)[[z, y, x]])
}

fn healing(options: &Options, cells: [usize; 3], h: f64) -> Outcome<Cost> {
    let grid = grid(cells, h);
    let mut state = wounded(&grid);
    let on = Discretisation::new(Healing { rows: cells[2] }, grid);
    let mut seen = Vec::new();
    let mut look = |day: f64, state: &State<8, 0>| {
        if options.out.is_some() {
            seen.push((day, array(state)));
        }
    };
    let cost = run(options, &on, &mut state, &[1.0, 7.0, 28.0], &mut look)?;
    for (day, fields) in seen {
        let prefix = options.out.as_deref().unwrap_or_default();
        ndarray_npy::write_npy(format!("{prefix}_t{day}.npy"), &fields)?;
    }
    Ok(cost)
}

fn decay(options: &Options) -> Outcome<Cost> {
    let cells = [128; 3];
    let grid = grid(cells, 2.0 / 128.0);
    let mut state = State::zeros(grid.shape());
    state.field_mut(0).copy_from_slice(&punctures(&grid));
    let start = state.clone();
    let on = Discretisation::new(Decay { rows: cells[2] }, grid);
    let cost = run(options, &on, &mut state, &[1.0], &mut |_, _| ())?;
    let exact = exact::decayed(start.field(0), cells, 2.0 / 128.0);
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|v| v * v).sum::<f64>().sqrt();
    let error =
        norm(&mut state.field(0).iter().zip(&exact).map(|(u, e)| u - e)) / norm(&mut exact.iter().copied());
    println!("B1: relative error {error:.2e} against the exact solution on the same grid");
    if let Some(prefix) = &options.out {
        ndarray_npy::write_npy(format!("{prefix}_t1.npy"), &array(&state))?;
    }
    Ok(cost)
}

/// Peak memory of this process in MB, where the system tells it.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

fn main() -> Outcome<()> {
    let options = options()?;
    rayon::ThreadPoolBuilder::new().num_threads(options.threads).build_global()?;
    let cost = match options.problem.as_str() {
        "S2" => healing(&options, [64, 1, 32], 1.0 / 16.0),
        "L2" => healing(&options, [256, 1, 128], 1.0 / 64.0),
        "V3" => healing(&options, [64, 64, 32], 1.0 / 16.0),
        "B1" => decay(&options),
        other => Err(format!("there is no problem {other}: S2, L2, V3 or B1").into()),
    }?;
    let Work { steps, rejected, right_hand_sides, solves, .. } = cost.work;
    println!(
        "{} {} tolerance={} threads={} seconds={:.3} steps={steps} rejected={rejected} \
         right_hand_sides={right_hand_sides} solves={solves} peak_memory_MB={:.1}",
        options.problem,
        options.stepper(),
        options.tolerance,
        rayon::current_num_threads(),
        cost.seconds,
        peak_memory().unwrap_or(f64::NAN),
    );
    Ok(())
}
