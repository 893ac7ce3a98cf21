//! What an observer is shown: one day of a run, read only.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use ndarray::{Array2, Array3};
use rayon::prelude::*;

use crate::model::{Fields, Layer, Parameters, synthesis};
use crate::numerics::Grid;
use crate::numerics::gather::Kept;
use crate::outcome::Outcome;
use crate::outcome::on_grid::{self, OnGrid, Value};
use crate::simulation::SkinOnGrid;
use crate::simulation::domain::regions::SkinState;
use crate::simulation::run::agents::AgentInSkin;
use crate::simulation::run::setup::{Scene, Setup};
use crate::snapshot::Snapshot;

/// One day of a run.
pub struct View<'v> {
    day: f64,
    session: Option<usize>,
    scene: &'v Scene<'v>,
    skin: Skin<'v>,
    agents: Vec<AgentInSkin<'v>>,
    snapshot: OnceCell<Snapshot>,
}

/// The part that is solved.
enum Skin<'v> {
    /// Where a step ended.
    There(&'v SkinState),
    /// Between steps: made when somebody asks for it.
    Between { made: OnceCell<SkinState>, make: Box<dyn Fn() -> SkinState + 'v> },
}

impl<'v> View<'v> {
    pub(in crate::simulation) fn new(scene: &'v Scene<'v>, state: &'v SkinState, day: f64) -> Self {
        Self::of(scene, Skin::There(state), day)
    }

    /// Of a day between steps.
    pub(in crate::simulation) fn between(
        scene: &'v Scene<'v>,
        make: impl Fn() -> SkinState + 'v,
        day: f64,
    ) -> Self {
        Self::of(scene, Skin::Between { made: OnceCell::new(), make: Box::new(make) }, day)
    }

    fn of(scene: &'v Scene<'v>, skin: Skin<'v>, day: f64) -> Self {
        Self { day, session: None, scene, skin, agents: Vec::new(), snapshot: OnceCell::new() }
    }

    /// The same where its snapshot is known, if it is.
    pub(in crate::simulation) fn known(self, snapshot: Option<Snapshot>) -> Self {
        Self { snapshot: snapshot.map_or_else(OnceCell::new, OnceCell::from), ..self }
    }

    /// The skin between steps, where somebody asked for it.
    pub(in crate::simulation) fn into_made(self) -> Option<SkinState> {
        match self.skin {
            Skin::There(_) => None,
            Skin::Between { made, .. } => made.into_inner(),
        }
    }

    /// The same just after a session.
    pub(in crate::simulation) fn after(self, session: Option<usize>) -> Self {
        Self { session, ..self }
    }

    /// The same with the agents that are in the skin on that day.
    pub(in crate::simulation) fn with(self, agents: Vec<AgentInSkin<'v>>) -> Self {
        Self { agents, ..self }
    }

    /// The day.
    pub fn day(&self) -> f64 {
        self.day
    }

    /// The session that has just been carried out, counted from 0; nothing at other looks.
    pub fn session(&self) -> Option<usize> {
        self.session
    }

    /// What does not change during the run.
    pub fn setup(&self) -> &Setup<'v> {
        &self.scene.setup
    }

    /// Parameters of the healing model on this day: the patient's, and what agents make of them.
    pub fn parameters(&self) -> &Parameters<f64> {
        &self.scene.parameters
    }

    /// Means over regions and the surface, worked out when they are first asked for.
    pub fn snapshot(&self) -> &Snapshot {
        self.snapshot.get_or_init(|| self.scene.snapshot(self.state(), self.day))
    }

    /// A field over the whole patch by its name in `dermis list fields`, (z, y, x) and relative to what that
    /// list says: what symmetry and the active box leave out is filled in. Also outcomes of single cells, as
    /// `collagen_total`; see [`on_grid`]. Nothing where there is no such field.
    pub fn field(&self, name: &str) -> Option<Array3<f64>> {
        let field = on_grid::find(name).filter(|field| !matches!(field.value, Value::Surface(_)))?;
        let shape = self.setup().grid().shape();
        Array3::from_shape_vec(shape, self.values(field, &Keep::every(0..shape.0), Vec::new())).ok()
    }

    /// A field of the surface over the whole patch by its name, (y, x). Nothing where there is none.
    pub fn surface_field(&self, name: &str) -> Option<Array2<f64>> {
        let field = on_grid::find(name).filter(|field| matches!(field.value, Value::Surface(_)))?;
        let (_, ny, nx) = self.setup().grid().shape();
        Array2::from_shape_vec((ny, nx), self.values(field, &Keep::every(0..1), Vec::new())).ok()
    }

    /// Values of a field over the whole patch, x fastest; of a field of the surface its one row. They take the room of
    /// `room`.
    pub(super) fn values<T: Kept>(&self, field: &OnGrid, keep: &Keep, mut room: Vec<T>) -> Vec<T> {
        let (_, ny, nx) = self.setup().grid().shape();
        let (state, width) = (self.state(), self.state().shape().2);
        let (plane, symmetry) = (state.plane(), self.setup().symmetry());
        let surface = matches!(field.value, Value::Surface(_));
        let rows = if surface { 0..1 } else { keep.rows.clone() };
        let solved = match field.value {
            Value::Volume(at) => Solved::All(Cow::Borrowed(state.field(at))),
            Value::Surface(at) => Solved::All(Cow::Borrowed(state.surface(at))),
            Value::Synthesis => Solved::All(Cow::Owned(synthesis(&self.scene.on, state, &|_| true))),
            Value::Outcome(outcome) => Solved::ByRow(self.outcome(outcome)),
        };
        let along: Vec<usize> = (0..nx).map(|x| symmetry.x.copied(x)).collect();
        let as_solved = nx == width && along.iter().enumerate().all(|(x, at)| x == *at);
        room.resize(rows.len() * ny * nx, T::default());
        let fill = |scratch: &mut Vec<f64>, (row, z): (&mut [T], usize)| {
            if keep.hidden.get(z) == Some(&true) {
                return row.fill(T::NOTHING);
            }
            let solved = match &solved {
                Solved::All(values) => &values[z * plane..][..plane],
                Solved::ByRow(of) => {
                    scratch.resize(plane, 0.0);
                    of(z, scratch);
                    scratch
                }
            };
            for (y, line) in row.chunks_exact_mut(nx).enumerate() {
                let from = &solved[symmetry.y.copied(y) * width..][..width];
                if as_solved { T::line(from, line) } else { T::gather(from, &along, line) }
            }
            if let Some(bits) = keep.kept_bits {
                T::round_to(row, bits);
            }
        };
        room.par_chunks_exact_mut(ny * nx).zip(rows).for_each_init(Vec::new, fill);
        room
    }

    /// An outcome of every cell that is solved at one depth.
    fn outcome(&self, outcome: &'static Outcome) -> impl Fn(usize, &mut [f64]) + Sync {
        let (state, at_rest) = (self.state(), self.setup().rest());
        let (plane, readout) = (state.plane(), &self.setup().scenario().parameters.readout);
        move |z, values| {
            // Rest hangs on depth alone.
            let rest = Fields::INDEX.map(|field| at_rest.field(field)[z * plane]);
            let read = on_grid::READ.map(|field| &state.field(field)[z * plane..][..plane]);
            outcome.of_cells(read, rest, readout, values);
        }
    }

    /// A section of the sum of some fields over the whole patch along z and x, through row `y` of what is solved.
    pub(super) fn section(&self, y: usize, sum_of: &[usize]) -> Array2<f64> {
        let (nz, _, nx) = self.setup().grid().shape();
        let at = |(z, x): (usize, usize)| {
            let x = self.setup().symmetry().x.copied(x);
            self.sum_at(sum_of, [z, y, x])
        };
        Array2::from_shape_fn((nz, nx), at)
    }

    /// The sum of some fields in a cell of what is solved.
    fn sum_at(&self, fields: &[usize], [z, y, x]: [usize; 3]) -> f64 {
        let state = self.state();
        let (_, ny, nx) = state.shape();
        fields.iter().map(|field| state.field(*field)[(z * ny + y) * nx + x]).sum()
    }

    /// The part that is solved.
    pub(in crate::simulation) fn state(&self) -> &SkinState {
        match &self.skin {
            Skin::There(state) => state,
            Skin::Between { made, make } => made.get_or_init(make),
        }
    }

    /// A section of the whole patch along z and y, through column `x` of what is solved.
    pub(super) fn section_across(&self, x: usize, sum_of: &[usize]) -> Array2<f64> {
        let (nz, ny, _) = self.setup().grid().shape();
        let at = |(z, y): (usize, usize)| {
            let y = self.setup().symmetry().y.copied(y);
            self.sum_at(sum_of, [z, y, x])
        };
        Array2::from_shape_fn((nz, ny), at)
    }

    /// A row of cells of the whole patch along y and x.
    pub(super) fn level(&self, z: usize, sum_of: &[usize]) -> Array2<f64> {
        let (_, ny, nx) = self.setup().grid().shape();
        let symmetry = self.setup().symmetry();
        let at =
            |(y, x): (usize, usize)| self.sum_at(sum_of, [z, symmetry.y.copied(y), symmetry.x.copied(x)]);
        Array2::from_shape_fn((ny, nx), at)
    }

    /// A field's sum over the rows where matrix lives, times volume, of what is solved.
    pub(super) fn total(&self, field: usize) -> f64 {
        total(&self.scene.on, self.state(), field)
    }

    /// The row of what is solved, along y, that the first session opened most.
    pub(super) fn richest_section(&self) -> usize {
        self.scene.section
    }

    /// The column of what is solved, along x, that the first session opened most.
    pub(super) fn richest_column(&self) -> usize {
        self.scene.column
    }

    /// Whether matrix lives in a row.
    pub(super) fn is_dermal(&self, z: usize) -> bool {
        self.scene.on.system().is_dermal(z)
    }

    /// The agents that are in the skin, in the order of the scenario.
    pub fn agents(&self) -> &[AgentInSkin<'v>] {
        &self.agents
    }

    /// The grid of the whole patch.
    pub fn grid(&self) -> &Grid {
        self.setup().grid()
    }

    /// Layer of each row of cells; none when well mixed.
    pub fn layers(&self) -> &[Layer] {
        self.setup().layers()
    }
}

/// What is kept of a field, and how.
#[derive(Debug, Clone, Default)]
pub(super) struct Keep {
    /// Rows of cells along depth.
    pub rows: Range<usize>,
    /// Rows of the whole patch in which it is no number; none where the list is short.
    pub hidden: Vec<bool>,
    /// Bits of the fraction that are kept, where the others are rounded away.
    pub kept_bits: Option<u32>,
}

impl Keep {
    fn every(rows: Range<usize>) -> Self {
        Self { rows, ..Self::default() }
    }
}

/// Where values of what is solved come from.
enum Solved<'a, F> {
    /// They are there.
    All(Cow<'a, [f64]>),
    /// They are worked out depth by depth.
    ByRow(F),
}

/// A field's sum over the rows where matrix lives, times volume, in rest × mm³.
pub(super) fn total(on: &SkinOnGrid, state: &SkinState, field: usize) -> f64 {
    let (grid, plane, nx) = (on.grid(), state.plane(), state.shape().2);
    let volume = |i: usize| grid.volume(i / plane, i / nx % grid.y.len(), i % nx);
    let cells = state.field(field).iter().enumerate().filter(|(i, _)| on.system().is_dermal(i / plane));
    cells.map(|(i, value)| value * volume(i)).sum()
}
