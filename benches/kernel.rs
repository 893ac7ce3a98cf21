//! The kernels on eight species: reaction, rates with diffusion, line solves and the spectral solve,
//! each beside the obvious loop; and which share of what the machine can do at best the reaction takes.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod machine;
mod obvious;
mod setup;

use std::array;
use std::cell::Cell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dermis::numerics::implicit::Factors;
use dermis::numerics::spectral::Spectral;
use dermis::numerics::{Discretisation, Lane, State, System, Transport};
use dermis_rd8::{Healing, Row, grid, wounded};
use machine::{Operation, arithmetic, best, memory};

/// c or g of the solves, days: an hour.
const STEP: f64 = 1.0 / 24.0;

/// The reaction of the eight species where nothing moves.
struct InPlace(Healing);

impl System<8, 0> for InPlace {
    type Row<L: Lane> = Row<L>;

    fn transport(&self, _: usize) -> Transport {
        Transport::fixed(vec![0.0; self.0.rows])
    }

    fn coefficients(&self, z: usize) -> Vec<f64> {
        self.0.coefficients(z)
    }

    #[inline(always)]
    fn row<L: Lane>(&self, z: usize, coefficient: impl Fn(usize) -> L) -> Row<L> {
        self.0.row(z, coefficient)
    }

    #[inline(always)]
    fn reaction<L: Lane>(row: &Row<L>, here: [L; 8], above: [L; 0]) -> [L; 8] {
        Healing::reaction(row, here, above)
    }

    fn name(&self, field: usize) -> &'static str {
        self.0.name(field)
    }
}

/// Cells along x, y and z: some that the second-level cache holds, and some that no cache does.
fn sizes() -> [(&'static str, [usize; 3]); 2] {
    let large = if setup::quick() { [32, 4, 32] } else { [128, 128, 64] };
    [("in cache", [64, 1, 32]), ("in memory", large)]
}

fn kernels(criterion: &mut Criterion) {
    for (name, cells) in sizes() {
        let mut group = criterion.benchmark_group(format!("eight species, {name}"));
        group.sample_size(10).throughput(Throughput::Elements(cells.iter().product::<usize>() as u64));
        let grid = grid(cells, 1.0 / 16.0);
        let start = wounded(&grid);
        let (mut rates, mut state) = (start.clone(), start.clone());
        let still = Discretisation::new(InPlace(Healing { rows: cells[2] }), grid.clone());
        let on = Discretisation::new(Healing { rows: cells[2] }, grid);
        group.bench_function("reaction", |bencher| bencher.iter(|| still.rates(&start, &mut rates)));
        group.bench_function("reaction, obvious", |bencher| {
            bencher.iter(|| obvious::reaction(&start, &mut rates));
        });
        group.bench_function("rates", |bencher| bencher.iter(|| on.rates(&start, &mut rates)));
        let mut factors = Factors::default();
        on.prepare(STEP, &mut factors);
        group.bench_function("line solves", |bencher| bencher.iter(|| on.solve(&factors, &mut state)));
        group.bench_function("line solves, obvious", |bencher| {
            bencher.iter(|| obvious::line_solves(STEP, 1.0 / 16.0, &mut state));
        });
        let mut spectral: Spectral<8, 0> = Spectral::new(&on);
        spectral.prepare(&on, STEP);
        let mut single: State<8, 0, f32> = State::zeros(start.shape());
        group.bench_function("spectral solve", |bencher| bencher.iter(|| spectral.solve(&on, &mut single)));
    }
}

thread_local! {
    /// Additions, subtractions and multiplications so far; divisions.
    static COUNT: [Cell<u32>; 2] = const { [Cell::new(0), Cell::new(0)] };
}

/// A number that counts what is done with it.
#[derive(Clone, Copy)]
struct Counted(f64);

fn count(which: usize, value: f64) -> Counted {
    COUNT.with(|counts| counts[which].set(counts[which].get() + 1));
    Counted(value)
}

macro_rules! counted {
    ($trait:ident, $method:ident, $which:expr) => {
        impl $trait for Counted {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                count($which, self.0.$method(other.0))
            }
        }
    };
}
counted!(Add, add, 0);
counted!(Sub, sub, 0);
counted!(Mul, mul, 0);
counted!(Div, div, 1);

impl Neg for Counted {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Lane for Counted {
    fn select_positive(condition: Self, yes: Self, no: Self) -> Self {
        if condition.0 > 0.0 { yes } else { no }
    }

    fn positive(self) -> Self {
        Self(self.0.max(0.0))
    }

    fn minimum(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }
}

/// Operations and divisions of one cell's reaction.
fn operations() -> [f64; 2] {
    let healing = Healing { rows: 1 };
    let coefficients = healing.coefficients(0);
    let row = healing.row(0, |at| Counted(coefficients[at]));
    COUNT.with(|counts| counts.iter().for_each(|count| count.set(0)));
    Healing::reaction(&row, array::from_fn(|_| Counted(0.5)), []);
    COUNT.with(|counts| [0, 1].map(|which| f64::from(counts[which].get())))
}

/// Prints which limit binds the reaction, and the share of it that is reached.
fn roofline(_: &mut Criterion) {
    let [plain, divisions] = operations();
    let threads = rayon::current_num_threads();
    let peak = [Operation::MultiplyAndAdd, Operation::Divide].map(arithmetic);
    let bandwidth = memory(setup::quick());
    println!(
        "\nroofline on {} threads: {:.1} GB/s, {:.1} G multiplications and additions/s, {:.2} G divisions/s",
        threads,
        bandwidth / 1e9,
        peak[0] / 1e9,
        peak[1] / 1e9
    );
    println!("reaction of eight species: {plain} operations and {divisions} divisions a cell, 128 bytes");
    for (name, cells) in sizes() {
        let grid = grid(cells, 1.0 / 16.0);
        let start = wounded(&grid);
        let mut rates = start.clone();
        let on = Discretisation::new(InPlace(Healing { rows: cells[2] }), grid);
        let rounds = if setup::quick() { 1 } else { 200 };
        let rounds = if name == "in cache" { rounds } else { 1 };
        let seconds = best(|| (0..rounds).for_each(|_| on.rates(&start, &mut rates)));
        let nanoseconds = 1e9 * seconds / (rounds * start.cells()) as f64;
        let memory = if name == "in cache" { 0.0 } else { 128.0 / bandwidth };
        let limits =
            [("memory", memory), ("multiply and add", plain / peak[0]), ("divide", divisions / peak[1])];
        let (limit, least) = limits.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        println!(
            "{name}, {} cells: {nanoseconds:.2} ns a cell; {limit} binds at {:.2} ns: {:.0} % of the roofline",
            start.cells(),
            1e9 * least,
            1e11 * least / nanoseconds
        );
    }
}

criterion_group!(benches, kernels, roofline);
criterion_main!(benches);
