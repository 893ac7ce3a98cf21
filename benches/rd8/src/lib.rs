//! The problems: eight species that react and diffuse in a box after a lattice of punctures, and
//! the decay of a single one.
//!
//! A crate of its own, as kernels are compiled where they are first built for a problem: examples and benches would
//! have them as little optimised as what lies above the model.

use dermis_numerics::{Axis, Grid, Lane, State, Stepper, System, Transport, steppers};

/// A problem of `N` species whose steppers are built here: each says so itself, as what a trait has for all of them is
/// compiled where it is called.
pub trait Problem<const N: usize>: System<N, 0> + Sized + 'static {
    /// The stepper of that name for fields of `shape` (z, y, x); see [`steppers::STEPPERS`].
    fn stepper(
        name: &str,
        tolerance: f64,
        shape: (usize, usize, usize),
    ) -> Option<Box<dyn Stepper<Self, N, 0>>>;
}

/// Species in the order of the fields.
const NAMES: [&str; 8] = ["P", "I", "M", "B", "V", "F", "C", "O"];
/// D, mm²/day.
const DIFFUSIVITY: [f64; 8] = [0.05, 0.3, 0.02, 0.2, 0.25, 0.01, 0.0, 30.0];
/// Linear loss that the implicit part counts on, 1/day: the diagonal of the Jacobian where the
/// species are plentiful.
const LOSS: [f64; 8] = [0.6, 8.0, 0.5, 15.0, 20.0, 0.3, 0.2, 60.0];

/// P damage signal, I inflammatory cytokine, M macrophages, B transforming growth factor β, V
/// vascular endothelial growth factor, F fibroblasts, C perfused matrix, O oxygen.
pub struct Healing {
    /// Cells over depth.
    pub rows: usize,
}

/// A coefficient for every number of the rates.
pub struct Row<L> {
    number: [L; 24],
}

/// Coefficients in the order in which the rates name them.
const NUMBERS: [f64; 24] = [
    0.1, 0.5, 20.0, 0.09, 10.0, 0.25, 6.25, 8.0, 0.01, 2.0, 0.04, 0.15, 5.0, 0.3, 15.0, 40.0, 0.2, 0.0256,
    0.05, 0.4, 0.0625, 50.0, 25.0, 1.0,
];

impl System<8, 0> for Healing {
    type Row<L: Lane> = Row<L>;

    fn transport(&self, field: usize) -> Transport {
        let loss = vec![LOSS[field]; self.rows];
        if DIFFUSIVITY[field] == 0.0 {
            return Transport::fixed(loss);
        }
        Transport::weighted(DIFFUSIVITY[field], vec![1.0; self.rows], loss)
    }

    fn coefficients(&self, _: usize) -> Vec<f64> {
        NUMBERS.to_vec()
    }

    #[inline(always)]
    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> Row<L> {
        Row { number: std::array::from_fn(coefficient) }
    }

    #[inline(always)]
    fn reaction<L: Lane>(row: &Row<L>, [p, i, m, b, v, f, c, o]: [L; 8], _: [L; 0]) -> [L; 8] {
        let [
            c01,
            c05,
            c20,
            c009,
            c10,
            c025,
            c625,
            c8,
            c001,
            c2,
            c004,
            c015,
            c5,
            c03,
            c15,
            c40,
            c02,
            c00256,
            c005,
            c04,
            c00625,
            c50,
            c25,
            one,
        ] = row.number;
        let (p2, i2, b2, o2) = (p * p, i * i, b * b, o * o);
        let users = m + c02 * f;
        [
            -(c01 * p) - c05 * m * p,
            c20 * p2 / (c009 + p2) + c10 * m * i2 / ((c025 + i2) * (one + b2 * c625)) - c8 * i,
            c001 + c2 * (one - c05 * m) * i2 / (c004 + i2) - c015 * m,
            c10 * m + c5 * f * i / (c03 + i) - c15 * b,
            c40 * users * c00256 / (c00256 + o2 * o2) - c20 * v,
            f * (one - f) * (c005 + c04 * b2 / (c00625 + b2)) + c005 * (one - f) * v / (c02 + v),
            (one - c) * (c001 + c015 * f * b / (c02 + b)) - c01 * i * c,
            c50 * c * (one - o) - c25 * users * o / (c01 + o),
        ]
    }

    fn name(&self, field: usize) -> &'static str {
        NAMES[field]
    }
}

impl Problem<8> for Healing {
    #[inline(never)]
    fn stepper(
        name: &str,
        tolerance: f64,
        shape: (usize, usize, usize),
    ) -> Option<Box<dyn Stepper<Self, 8, 0>>> {
        steppers::stepper(name, tolerance, shape)
    }
}

/// One species with D = 0.3 mm²/day and decay 1/day.
pub struct Decay {
    /// Cells over depth.
    pub rows: usize,
}

impl System<1, 0> for Decay {
    type Row<L: Lane> = L;

    fn transport(&self, _: usize) -> Transport {
        Transport::weighted(0.3, vec![1.0; self.rows], vec![1.0; self.rows])
    }

    fn coefficients(&self, _: usize) -> Vec<f64> {
        vec![1.0]
    }

    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> L {
        coefficient(0)
    }

    #[inline(always)]
    fn reaction<L: Lane>(rate: &L, [u]: [L; 1], _: [L; 0]) -> [L; 1] {
        [-(*rate * u)]
    }

    fn name(&self, _: usize) -> &'static str {
        "u"
    }
}

impl Problem<1> for Decay {
    #[inline(never)]
    fn stepper(
        name: &str,
        tolerance: f64,
        shape: (usize, usize, usize),
    ) -> Option<Box<dyn Stepper<Self, 1, 0>>> {
        steppers::stepper(name, tolerance, shape)
    }
}

/// Closed box of cubic cells: `cells` along x, y and z, `h` mm wide; a flat axis has a single cell.
pub fn grid(cells: [usize; 3], h: f64) -> Grid {
    let [x, y, z] = cells.map(|n| Axis::uniform(n, n as f64 * h, false));
    Grid { x, y, z }
}

/// Columns of Gaussian profile on a lattice of 1 mm, each cut off smoothly at its own depth, by cell
/// in the order (z, y, x).
pub fn punctures(grid: &Grid) -> Vec<f64> {
    let flat = grid.y.len() == 1;
    let needles = |axis: &Axis| axis.length().round() as usize;
    let (nx, ny) = (needles(&grid.x), if flat { 1 } else { needles(&grid.y) });
    let value = |x: f64, y: f64, z: f64| -> f64 {
        let column = |a: usize, b: usize| {
            let depth = 0.8 + 0.1 * ((a + 2 * b) % 4) as f64;
            let (dx, dy) = (x - a as f64 - 0.5, if flat { 0.0 } else { y - b as f64 - 0.5 });
            libm::exp(-(dx * dx + dy * dy) / (2.0 * 0.12 * 0.12))
                * 0.5
                * (1.0 - libm::tanh((z - depth) / 0.1))
        };
        (0..nx).flat_map(|a| (0..ny).map(move |b| (a, b))).map(|(a, b)| column(a, b)).sum()
    };
    let mut out = Vec::with_capacity(grid.cells());
    for &z in &grid.z.centres {
        for &y in &grid.y.centres {
            out.extend(grid.x.centres.iter().map(|&x| value(x, y, z)));
        }
    }
    out
}

/// The wounded state at the start.
pub fn wounded(grid: &Grid) -> State<8, 0> {
    let mut state = State::zeros(grid.shape());
    for (i, w) in punctures(grid).into_iter().enumerate() {
        let w = w.min(1.0);
        let values = [w, 0.0, 0.04, 0.0, 0.0, 1.0 - 0.9 * w, 1.0 - w, 1.0 - 0.5 * w];
        values.into_iter().enumerate().for_each(|(field, value)| state.field_mut(field)[i] = value);
    }
    state
}
