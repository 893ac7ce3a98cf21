//! Orders of convergence against exact solutions: each axis, layers, reaction, and every stepper.
#![allow(clippy::disallowed_methods, reason = "exact solutions are compared within a tolerance")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::f64::consts::PI;

use dermis::numerics::explicit::Explicit;
use dermis::numerics::lane::Lane;
use dermis::numerics::rosenbrock::{Rosenbrock, ros2, ros34pw2};
use dermis::numerics::steppers::stepper;
use dermis::numerics::{
    Axis, Controlled, Discretisation, Grid, OneStep, State, System, Transport, integrate,
};

/// Two fields: u diffuses, decays and reacts logistically with a source that makes
/// a + cos(π z/H) s an exact solution; s = e^(−t) carries the time.
struct Toy {
    /// Diffusivity of u in each row, mm²/day.
    diffusivity: Vec<f64>,
    widths: Vec<f64>,
    decay: f64,
    growth: f64,
    /// cos(π z/H) at each row for the manufactured source; empty without.
    shape: Vec<f64>,
    height: f64,
}

const BASE: f64 = 2.0;

struct Row<L> {
    decay: L,
    growth: L,
    shape: L,
    curvature: L,
    base: L,
    one: L,
    forced: L,
}

impl System<2, 0> for Toy {
    type Row<L: Lane> = Row<L>;

    fn transport(&self, field: usize) -> Transport {
        let rows = self.widths.len();
        match field {
            0 => Transport::layered(self.diffusivity.clone(), &self.widths, vec![self.decay; rows]),
            _ => Transport::fixed(vec![0.0; rows]),
        }
    }

    fn coefficients(&self, z: usize) -> Vec<f64> {
        let forced = if self.shape.is_empty() { 0.0 } else { 1.0 };
        let wave = PI / self.height;
        let shape = self.shape.get(z).copied().unwrap_or(0.0);
        vec![self.decay, self.growth, shape, self.diffusivity[z] * wave * wave, BASE, 1.0, forced]
    }

    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> Row<L> {
        let [decay, growth, shape, curvature, base, one, forced] = std::array::from_fn(coefficient);
        Row { decay, growth, shape, curvature, base, one, forced }
    }

    fn reaction<L: Lane>(row: &Row<L>, [u, s]: [L; 2], _: [L; 0]) -> [L; 2] {
        let kinetics = |u: L| row.growth * u * (row.one - u) - row.decay * u;
        let exact = row.base + row.shape * s;
        let source = row.curvature * row.shape * s - row.shape * s - kinetics(exact);
        [kinetics(u) + row.forced * source, -s]
    }

    fn name(&self, field: usize) -> &'static str {
        ["u", "s"][field]
    }
}

fn plain(diffusivity: Vec<f64>, grid: &Grid) -> Toy {
    let widths: Vec<f64> = (0..grid.z.len()).map(|z| grid.z.width(z)).collect();
    Toy { diffusivity, widths, decay: 0.3, growth: 0.0, shape: Vec::new(), height: grid.z.length() }
}

/// Largest error at `time` after starting from `exact(0, ·)`.
fn error(toy: Toy, grid: Grid, tolerance: f64, time: f64, exact: impl Fn(f64, [f64; 3]) -> f64) -> f64 {
    let on = Discretisation::new(toy, grid);
    let mut state = on.rest();
    let (nz, ny, nx) = state.shape();
    let grid = on.grid().clone();
    let place =
        |i: usize| [grid.x.centres[i % nx], grid.y.centres[i / nx % ny], grid.z.centres[i / (nx * ny)]];
    state.field_mut(0).iter_mut().enumerate().for_each(|(i, u)| *u = exact(0.0, place(i)));
    state.field_mut(1).fill(1.0);
    let mut stepper = stepper("ros34pw2", tolerance, (nz, ny, nx)).unwrap();
    integrate(stepper.as_mut(), &on, &mut state, 0.0, time, &mut |_, _| ()).unwrap();
    let errors = state.field(0).iter().enumerate().map(|(i, u)| (u - exact(time, place(i))).abs());
    errors.fold(0.0, f64::max)
}

fn single() -> Axis {
    Axis::uniform(1, 1.0, false)
}

/// Error for n cells and for 2 n cells, and the order between them.
fn order(label: &str, error: impl Fn(usize) -> f64, n: usize) -> f64 {
    let (coarse, fine) = (error(n), error(2 * n));
    let order = (coarse / fine).log2();
    println!("{label}: {coarse:.2e} with {n}, {fine:.2e} with {}, order {order:.2}", 2 * n);
    order
}

#[test]
fn diffusion_is_of_second_order_along_every_axis() {
    let (d, k, length, time) = (0.2, 0.3, 2.0, 0.7);
    // 1.5 keeps the solution positive; the mode decays with its own rate.
    let mode =
        move |wave: f64, shape: f64, t: f64| (1.5 + shape * (-d * wave * wave * t).exp()) * (-k * t).exp();
    let closed =
        move |at: usize| move |t: f64, place: [f64; 3]| mode(PI / length, (PI * place[at] / length).cos(), t);
    let around =
        move |t: f64, place: [f64; 3]| mode(2.0 * PI / length, (2.0 * PI * place[0] / length).cos(), t);
    let run = |grid: Grid, exact: &dyn Fn(f64, [f64; 3]) -> f64| {
        error(plain(vec![d; grid.z.len()], &grid), grid, 1e-8, time, exact)
    };
    let axis = |n| Axis::uniform(n, length, false);
    let x = |n| run(Grid { x: axis(n), y: single(), z: single() }, &closed(0));
    let y = |n| run(Grid { x: Axis::uniform(2, 1.0, true), y: axis(n), z: single() }, &closed(1));
    let z = |n| run(Grid { x: single(), y: single(), z: axis(n) }, &closed(2));
    let periodic = |n| run(Grid { x: Axis::uniform(n, length, true), y: single(), z: single() }, &around);
    // J0 with a flat end: the first zero of J1 over the radius.
    let wave = 3.831_705_970_207_512 / length;
    let bessel = move |t: f64, place: [f64; 3]| mode(wave, libm::j0(wave * place[0]), t);
    let radial = |n| run(Grid { x: Axis::radial(n, length), y: single(), z: single() }, &bessel);
    assert!(order("x", x, 16) > 1.9);
    assert!(order("y", y, 16) > 1.9);
    assert!(order("z", z, 16) > 1.9);
    assert!(order("x, periodic", periodic, 16) > 1.9);
    assert!(order("r", radial, 16) > 1.9);
}

#[test]
fn a_graded_axis_keeps_second_order() {
    let (d, length) = (0.2, 2.0);
    let mode = |t: f64, place: [f64; 3]| {
        (1.5 + (PI * place[2] / length).cos() * (-d * (PI / length) * (PI / length) * t).exp())
            * (-0.3 * t).exp()
    };
    let run = |n: usize| {
        // Smoothly graded: twice as fine at the top as on average.
        let faces = (0..=n).map(|i| i as f64 / n as f64).map(|s| length * (0.5 * s + 0.5 * s * s)).collect();
        let grid = Grid { x: single(), y: single(), z: Axis::from_faces(faces, false) };
        error(plain(vec![d; n], &grid), grid, 1e-8, 0.7, mode)
    };
    assert!(order("graded z", run, 32) > 1.8);
}

#[test]
fn layered_diffusion_is_of_second_order() {
    // cos(a z) above h, B cos(b (H − z)) below, with D₁ a² = D₂ b² = λ and equal values and fluxes at h.
    let (d1, d2, h, height) = (0.5_f64, 0.05_f64, 0.5_f64, 1.5_f64);
    let waves = |rate: f64| ((rate / d1).sqrt(), (rate / d2).sqrt());
    let mismatch = |rate: f64| {
        let (a, b) = waves(rate);
        d1 * a * (a * h).sin() * (b * (height - h)).cos() + d2 * b * (a * h).cos() * (b * (height - h)).sin()
    };
    let (mut low, mut high) = (1e-3, 0.6);
    assert!(mismatch(low) * mismatch(high) < 0.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if mismatch(low) * mismatch(middle) <= 0.0 { high = middle } else { low = middle }
    }
    let rate = low;
    let (a, b) = waves(rate);
    let below = (a * h).cos() / (b * (height - h)).cos();
    let exact = move |t: f64, place: [f64; 3]| {
        let z = place[2];
        let shape = if z < h { (a * z).cos() } else { below * (b * (height - z)).cos() };
        (3.0 + shape * (-rate * t).exp()) * (-0.3 * t).exp()
    };
    let run = |n: usize| {
        let grid = Grid { x: single(), y: single(), z: Axis::uniform(n, height, false) };
        let diffusivity = grid.z.centres.iter().map(|&z| if z < h { d1 } else { d2 }).collect();
        error(plain(diffusivity, &grid), grid, 1e-8, 1.0, exact)
    };
    assert!(order("layers", run, 24) > 1.9);
}

fn manufactured(n: usize) -> (Toy, Grid) {
    let grid = Grid { x: single(), y: single(), z: Axis::uniform(n, 1.0, false) };
    let shape = grid.z.centres.iter().map(|z| (PI * z).cos()).collect();
    (Toy { shape, growth: 0.8, ..plain(vec![0.1; n], &grid) }, grid)
}

#[test]
fn reaction_with_diffusion_is_of_second_order_in_space() {
    let exact = |t: f64, place: [f64; 3]| BASE + (PI * place[2]).cos() * (-t).exp();
    let run = |n: usize| {
        let (toy, grid) = manufactured(n);
        error(toy, grid, 1e-8, 1.0, exact)
    };
    assert!(order("manufactured reaction", run, 16) > 1.9);
}

/// Error of `steps` equal steps against a fine run on the same grid.
fn temporal<O: OneStep<Toy, 2, 0>>(method: impl Fn() -> O, steps: usize) -> f64 {
    let run = |steps: usize| -> State<2, 0> {
        let (toy, grid) = manufactured(12);
        let on = Discretisation::new(toy, grid);
        let mut state = on.rest();
        for (z, u) in state.field_mut(0).iter_mut().enumerate() {
            *u = BASE + (PI * on.grid().z.centres[z]).cos();
        }
        state.field_mut(1).fill(1.0);
        let mut stepper = Controlled::fixed(method(), 1.0 / steps as f64, state.shape());
        integrate(&mut stepper, &on, &mut state, 0.0, 1.0, &mut |_, _| ()).unwrap();
        state
    };
    let (found, fine) = (run(steps), run(64 * steps));
    found.field(0).iter().zip(fine.field(0)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn steppers_keep_their_order_in_time() {
    let shape = (12, 1, 1);
    let third = order("ros34pw2", |n| temporal(|| Rosenbrock::<2, 0, 4>::new(ros34pw2(), shape), n), 32);
    let second = order("ros2", |n| temporal(|| Rosenbrock::<2, 0, 2>::new(ros2(), shape), n), 32);
    let explicit = order("explicit", |n| temporal(|| Explicit::<2, 0>::new(shape), n), 64);
    assert!(third > 2.85, "{third}");
    assert!((1.85..2.6).contains(&second), "{second}");
    assert!(explicit > 2.85, "{explicit}");
}
