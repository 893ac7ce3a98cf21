//! What numerics asks of a model: transport, taxis and reaction. Nothing else.

use crate::lane::Lane;

/// How one volume field moves. Vectors run over depth.
///
/// The rate of change is (1/c) div(D w grad u) − decay u + …, with c the capacity of the cell and
/// w the weight: `lateral` inside a row, `faces` between rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Transport {
    /// D, mm²/day; 0 for a field that stays in place.
    pub diffusivity: f64,
    /// Capacity c of each row; 0 excludes the row from transport.
    pub capacity: Vec<f64>,
    /// Weight of lateral faces in each row.
    pub lateral: Vec<f64>,
    /// Weight of the face above each row, and of the last face; outer faces are closed whatever
    /// they say.
    pub faces: Vec<f64>,
    /// Linear loss rate that the implicit part may count on, 1/day. Part of the reaction.
    pub decay: Vec<f64>,
}

impl Transport {
    /// A field that does not move.
    pub fn fixed(decay: Vec<f64>) -> Self {
        let rows = decay.len();
        Self {
            diffusivity: 0.0,
            capacity: vec![1.0; rows],
            lateral: vec![0.0; rows],
            faces: vec![0.0; rows + 1],
            decay,
        }
    }

    /// Diffusion weighted with a row weight w: capacity w, lateral weight w, and the smaller of
    /// both weights on a face, so that nothing enters a row of weight 0.
    pub fn weighted(diffusivity: f64, weight: Vec<f64>, decay: Vec<f64>) -> Self {
        let mut faces = vec![0.0];
        faces.extend(weight.windows(2).map(|w| w[0].min(w[1])));
        faces.push(0.0);
        Self { diffusivity, capacity: weight.clone(), lateral: weight, faces, decay }
    }

    /// Diffusivity that changes with depth: capacity 1 and the mean of the two half-cells on a face
    /// (the flux through layers in series). `widths` are the rows' thicknesses.
    pub fn layered(diffusivity: Vec<f64>, widths: &[f64], decay: Vec<f64>) -> Self {
        let mut faces = vec![0.0];
        for row in 1..diffusivity.len() {
            let (above, below) = (widths[row - 1], widths[row]);
            faces.push((above + below) / (above / diffusivity[row - 1] + below / diffusivity[row]));
        }
        faces.push(0.0);
        Self { diffusivity: 1.0, capacity: vec![1.0; widths.len()], lateral: diffusivity, faces, decay }
    }
}

/// Movement of one field up the gradient of another, first-order upwind, through the faces of the
/// moving field's transport.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taxis {
    /// The field that moves.
    pub moving: usize,
    /// The field whose gradient it follows.
    pub signal: usize,
    /// How strongly; what [`System::sensitivity`] makes a velocity of.
    pub coefficient: f64,
}

/// How one surface field moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurfaceTransport {
    /// Lateral diffusivity, mm²/day.
    pub diffusivity: f64,
    /// Linear loss rate that the implicit part may count on, 1/day.
    pub decay: f64,
}

/// A model over `N` volume fields and `M` surface fields.
///
/// ```
/// use dermis_numerics::{Axis, Discretisation, Grid, Lane, System, Transport, integrate, steppers::stepper};
///
/// /// One substance that spreads with 0.1 mm²/day and is lost with 1/day.
/// struct Tracer;
///
/// impl System<1, 0> for Tracer {
///     type Row<L: Lane> = L;
///
///     fn transport(&self, _: usize) -> Transport {
///         Transport::weighted(0.1, vec![1.0], vec![1.0])
///     }
///
///     fn coefficients(&self, _: usize) -> Vec<f64> {
///         vec![1.0]
///     }
///
///     fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> L {
///         coefficient(0)
///     }
///
///     fn reaction<L: Lane>(loss: &L, [u]: [L; 1], _: [L; 0]) -> [L; 1] {
///         [-(*loss * u)]
///     }
///
///     fn name(&self, _: usize) -> &'static str {
///         "tracer"
///     }
/// }
///
/// let line = |cells| Axis::uniform(cells, 0.1 * cells as f64, false);
/// let on = Discretisation::new(Tracer, Grid { x: line(20), y: line(1), z: line(1) });
/// let mut state = on.rest();
/// state.field_mut(0)[10] = 20.0;
/// let mut stepper = stepper("ros34pw2", 1e-6, on.grid().shape()).ok_or("no such stepper")?;
/// integrate(stepper.as_mut(), &on, &mut state, 0.0, 1.0, &mut |_, _| ()).map_err(|(_, failure)| failure.problem)?;
/// // What was there is lost at its rate, wherever it has spread to.
/// let left: f64 = state.field(0).iter().sum::<f64>() / 20.0;
/// assert!((left - (-1.0_f64).exp()).abs() < 1e-5);
/// # Ok::<(), String>(())
/// ```
pub trait System<const N: usize, const M: usize>: Sync {
    /// What the rates read at one depth beside the fields, in a lane's numbers.
    type Row<L: Lane>;

    /// Transport of a volume field.
    fn transport(&self, field: usize) -> Transport;

    /// Transport of a surface field; none by default.
    fn surface_transport(&self, _field: usize) -> SurfaceTransport {
        SurfaceTransport { diffusivity: 0.0, decay: 0.0 }
    }

    /// What moves up which gradient; nothing by default.
    fn taxis(&self) -> Vec<Taxis> {
        Vec::new()
    }

    /// Velocity of a taxis of that coefficient per unit gradient, mm²/day, at the mean signal of a face: the
    /// coefficient itself by default.
    fn sensitivity(coefficient: f64, _signal: f64) -> f64 {
        coefficient
    }

    /// The numbers that the rates read at row `z` beside the fields, each always at the same place: lanes may
    /// stand for several systems.
    fn coefficients(&self, z: usize) -> Vec<f64>;

    /// A row from its coefficients, of which `coefficient` gives that at a place of
    /// [`coefficients`](Self::coefficients).
    fn row<L: Lane>(&self, z: usize, coefficient: impl Fn(usize) -> L) -> Self::Row<L>;

    /// Places of the coefficients that vary within a layer, from depth to depth; none by default.
    const BY_DEPTH: &'static [usize] = &[];

    /// Makes a row that of another depth of its layer, at which `coefficient` gives the coefficient of each of
    /// [`BY_DEPTH`](Self::BY_DEPTH).
    #[inline(always)]
    fn move_row<L: Lane>(_row: &mut Self::Row<L>, _coefficient: impl Fn(usize) -> L) {}

    /// The row of one number a coefficient, to look at a point by itself.
    fn plain_row(&self, z: usize) -> Self::Row<f64> {
        let coefficients = self.coefficients(z);
        self.row(z, |at| coefficients[at])
    }

    /// Whether the rows of both differ in nothing but their coefficients.
    fn shares_rows(&self, _other: &Self) -> bool {
        true
    }

    /// Rates of the volume fields at a point without transport, 1/day; `surface` is what lies above.
    fn reaction<L: Lane>(row: &Self::Row<L>, fields: [L; N], surface: [L; M]) -> [L; N];

    /// Rates of the surface fields without transport, given the volume fields of the source row; by
    /// default they stay as they are.
    #[inline(always)]
    #[allow(clippy::eq_op, reason = "a zero of the lane's type")]
    fn surface_reaction<L: Lane>(_row: &Self::Row<L>, _fields: [L; N], surface: [L; M]) -> [L; M] {
        surface.map(|value| value - value)
    }

    /// Row of cells that the surface fields read.
    fn surface_source(&self) -> usize {
        0
    }

    /// Value at rest, which errors are not measured against: they are relative to the deviation.
    fn rest(&self, _field: usize, _z: usize) -> f64 {
        0.0
    }

    /// Value at rest of a surface field.
    fn surface_rest(&self, _field: usize) -> f64 {
        0.0
    }

    /// Deviation from rest below which a field's error is measured against this instead.
    fn absolute_tolerance(&self, _field: usize) -> f64 {
        1e-3
    }

    /// Name of a field, volume fields first, for messages.
    fn name(&self, field: usize) -> &'static str;
}
