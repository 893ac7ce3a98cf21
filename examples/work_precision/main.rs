//! Error against seconds on the common problem, of every stepper, beside another program.
//!
//!     cargo run --release --example work_precision -- FOLDER [--problems S2,L2,V3] [--repeats 5]
//!                                                     [--threads 2] [--beside PROGRAM]
//!
//! The error is the largest over species and days 1, 7 and 28 of the L2 norm of the difference from a
//! solution at a tolerance of 1e-8 on the same grid, relative to the species' largest norm. FOLDER
//! gets `work_precision.csv`, `.png` and `.svg`.
//!
//! PROGRAM is called as `PROGRAM PROBLEM RTOL ATOL THREADS PREFIX`; it prints `wall=SECONDS` and writes
//! PREFIX_t1.npy, _t7 and _t28, arrays (species, x, y, z): what docs/performance.md calls the rival does.
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

mod beside;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use dermis::figure::{Curves, Dot, Figure, Line};
use dermis::numerics::{Discretisation, Looks, State, integrate_observed};
use dermis_rd8::{Healing, Problem, grid, wounded};

type Outcome<T> = Result<T, Box<dyn Error>>;

const DAYS: [f64; 3] = [1.0, 7.0, 28.0];
/// Solved with this, tenfold below the best that is measured.
const REFERENCE: (&str, f64) = ("qndf", 1e-8);
/// Steppers with the tolerances that they are measured at. `ros2_lean` takes the steps of `ros2`, and an
/// explicit one would take hours: stability binds it.
const STEPPERS: [(&str, &[f64]); 4] = [
    ("qndf", &[1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6]),
    ("qndf_single", &[1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6]),
    ("ros34pw2", &[3e-2, 1e-2, 3e-3, 1e-3, 1e-4]),
    ("ros2", &[3e-2, 1e-2]),
];

/// The species on each of the days, in the order (species, z, y, x).
pub type Course = Vec<Vec<f64>>;

struct Options {
    folder: PathBuf,
    problems: Vec<String>,
    repeats: usize,
    threads: usize,
    beside: Option<PathBuf>,
}

fn options() -> Outcome<Options> {
    let mut given = env::args().skip(1);
    let folder = given.next().ok_or("name a folder for the results")?.into();
    let problems = ["S2", "L2", "V3"].map(str::to_owned).to_vec();
    let mut options = Options { folder, problems, repeats: 5, threads: 2, beside: None };
    while let Some(name) = given.next() {
        let value = given.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--problems" => options.problems = value.split(',').map(str::to_owned).collect(),
            "--repeats" => options.repeats = value.parse::<usize>()?.max(1),
            "--threads" => options.threads = value.parse()?,
            "--beside" => options.beside = Some(value.into()),
            _ => return Err(format!("there is no option {name}").into()),
        }
    }
    Ok(options)
}

/// Cells along x, y and z, and their width in mm.
fn size(problem: &str) -> Outcome<([usize; 3], f64)> {
    match problem {
        "S2" => Ok(([64, 1, 32], 1.0 / 16.0)),
        "L2" => Ok(([256, 1, 128], 1.0 / 64.0)),
        "V3" => Ok(([64, 64, 32], 1.0 / 16.0)),
        other => Err(format!("there is no problem {other}: S2, L2 or V3").into()),
    }
}

fn values(state: &State<8, 0>) -> Vec<f64> {
    (0..8).flat_map(|field| state.field(field).iter().copied()).collect()
}

/// Solves, and how long that took in seconds.
fn solve(problem: &str, (name, tolerance): (&str, f64)) -> Outcome<(f64, Course)> {
    let (cells, h) = size(problem)?;
    let grid = grid(cells, h);
    let mut state = wounded(&grid);
    let on = Discretisation::new(Healing { rows: cells[2] }, grid);
    let mut stepper = Healing::stepper(name, tolerance, state.shape()).ok_or("no such stepper")?;
    let (mut between, mut course) = (None, Course::new());
    let mut look = |_: f64, state: &State<8, 0>| course.push(values(state));
    let observer = Looks { days: &DAYS, landing: &[], between: &mut between, look: &mut look };
    let started = Instant::now();
    integrate_observed(stepper.as_mut(), &on, &mut state, [0.0, 28.0], observer, &mut |_, _| ())
        .map_err(|(day, failure)| format!("{name}, day {day}: {}", failure.problem))?;
    Ok((started.elapsed().as_secs_f64(), course))
}

fn error(course: &Course, reference: &Course) -> f64 {
    let cells = reference[0].len() / 8;
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|v| v * v).sum::<f64>().sqrt();
    let species = |species: usize| {
        let of = |values: &'_ Vec<f64>| values[species * cells..][..cells].to_vec();
        let scale = reference.iter().map(|day| norm(&mut of(day).into_iter())).fold(0.0, f64::max);
        let away = |(u, r): (&Vec<f64>, &Vec<f64>)| norm(&mut of(u).iter().zip(of(r)).map(|(u, r)| u - r));
        course.iter().zip(reference).map(away).fold(0.0, f64::max) / scale
    };
    (0..8).map(species).fold(0.0, f64::max)
}

/// The median of several times, with the error of the last.
fn median(repeats: usize, mut run: impl FnMut() -> Outcome<(f64, Course)>) -> Outcome<(f64, Course)> {
    let mut runs: Vec<(f64, Course)> = (0..repeats).map(|_| run()).collect::<Outcome<_>>()?;
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(runs.swap_remove(repeats / 2))
}

fn panel(problem: &str, options: &Options, table: &mut String) -> Outcome<Curves> {
    let reference = solve(problem, REFERENCE)?.1;
    let mut curves = Curves {
        title: format!("{problem}: error against time, {} threads", options.threads),
        x_label: "time to solution, log₁₀ of seconds".into(),
        y_label: "error E, log₁₀".into(),
        dot_label: "one tolerance".into(),
        ..Curves::default()
    };
    let mut add = |name: &str, points: Vec<(f64, f64, f64)>| -> Outcome<()> {
        let logarithm = |value: f64| libm::log10(value);
        let (x, y): (Vec<f64>, Vec<f64>) =
            points.iter().map(|(_, seconds, error)| (logarithm(*seconds), logarithm(*error))).unzip();
        for (tolerance, seconds, error) in points {
            println!("{problem} {name} tolerance {tolerance:.0e}: {seconds:.4} s, error {error:.2e}");
            writeln!(table, "{problem},{name},{tolerance:e},{seconds:.5},{error:.4e}")?;
        }
        let line = curves.lines.len();
        curves.dots.extend(x.iter().zip(&y).map(|(&x, &y)| Dot { line, x, y }));
        curves.lines.push(Line { label: name.to_owned(), x, y });
        Ok(())
    };
    for (name, tolerances) in STEPPERS {
        let point = |&tolerance: &f64| -> Outcome<_> {
            let (seconds, course) = median(options.repeats, || solve(problem, (name, tolerance)))?;
            Ok((tolerance, seconds, error(&course, &reference)))
        };
        add(name, tolerances.iter().map(point).collect::<Outcome<_>>()?)?;
    }
    if let Some(program) = &options.beside {
        let (cells, _) = size(problem)?;
        let point = |tolerance: f64| -> Outcome<_> {
            let run = || beside::solve(program, problem, tolerance, options.threads, cells);
            let (seconds, course) = median(options.repeats, run)?;
            Ok((tolerance, seconds, error(&course, &reference)))
        };
        let name = program.file_name().map_or("other".into(), |name| name.to_string_lossy());
        add(&name, [1e-2, 1e-3, 1e-4, 1e-5].into_iter().map(point).collect::<Outcome<_>>()?)?;
    }
    Ok(curves)
}

fn main() -> Outcome<()> {
    let options = options()?;
    rayon::ThreadPoolBuilder::new().num_threads(options.threads).build_global()?;
    fs::create_dir_all(&options.folder)?;
    let mut table = String::from("problem,stepper,tolerance,seconds,error\n");
    let panels = options
        .problems
        .iter()
        .map(|problem| panel(problem, &options, &mut table))
        .collect::<Outcome<_>>()?;
    fs::write(options.folder.join("work_precision.csv"), table)?;
    let figure = Figure::Curves { name: "work_precision".into(), panels };
    dermis::plot::draw(&figure, Path::new(&options.folder))?;
    Ok(())
}
