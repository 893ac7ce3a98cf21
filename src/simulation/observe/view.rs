//! What an observer is shown: one day of a run, read only.

use std::borrow::Cow;
use std::cell::OnceCell;

use ndarray::{Array2, Array3};

use crate::model::{Fields, Layer, Parameters, SurfaceFields};
use crate::numerics::Grid;
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
    state: Cow<'v, SkinState>,
    agents: Vec<AgentInSkin<'v>>,
    snapshot: OnceCell<Snapshot>,
}

impl<'v> View<'v> {
    pub(in crate::simulation) fn new(scene: &'v Scene<'v>, state: &'v SkinState, day: f64) -> Self {
        Self::of(scene, Cow::Borrowed(state), day)
    }

    /// Of a day between steps.
    pub(in crate::simulation) fn between(scene: &'v Scene<'v>, state: SkinState, day: f64) -> Self {
        Self::of(scene, Cow::Owned(state), day)
    }

    fn of(scene: &'v Scene<'v>, state: Cow<'v, SkinState>, day: f64) -> Self {
        Self { day, session: None, scene, state, agents: Vec::new(), snapshot: OnceCell::new() }
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
        let Scene { setup, on, regions, .. } = self.scene;
        self.snapshot.get_or_init(|| regions.snapshot(on, &self.state, setup.rest(), self.day))
    }

    /// A field over the whole patch by its name in `dermis list fields`, (z, y, x) and relative to what that
    /// list says: what symmetry and the active box leave out is filled in. Also `collagen_total`, the sum of
    /// its three types. Nothing where there is no such field.
    pub fn field(&self, name: &str) -> Option<Array3<f64>> {
        let field = Fields::INDEX;
        let sum = |fields: &[usize]| {
            Some(self.unfolded(|i| fields.iter().map(|&field| self.state.field(field)[i]).sum()))
        };
        if name == "collagen_total" {
            return sum(&[field.collagen_i, field.collagen_iii, field.collagen_scar]);
        }
        let at = Fields::TABLE.iter().position(|row| row.name == name)?;
        sum(&[at])
    }

    /// A field of the surface over the whole patch by its name, (y, x). Nothing where there is none.
    pub fn surface_field(&self, name: &str) -> Option<Array2<f64>> {
        let at = SurfaceFields::TABLE.iter().position(|row| row.name == name)?;
        let (_, ny, nx) = self.setup().grid().shape();
        let (values, symmetry) = (self.state.surface_view(at), self.setup().symmetry());
        let value = |(y, x)| values[(symmetry.y.copied(y), symmetry.x.copied(x))];
        Some(Array2::from_shape_fn((ny, nx), value))
    }

    /// A section of the whole patch along z and x, through row `y` of what is solved.
    pub(super) fn section(&self, y: usize, value: fn(&Fields<f64>) -> f64) -> Array2<f64> {
        let (nz, _, nx) = self.setup().grid().shape();
        let at = |(z, x): (usize, usize)| {
            let x = self.setup().symmetry().x.copied(x);
            value(&Fields::INDEX.map(|field| self.state.view(field)[(z, y, x)]))
        };
        Array2::from_shape_fn((nz, nx), at)
    }

    /// Values of all cells of the patch, given those of the cells that are solved by their index.
    fn unfolded(&self, value: impl Fn(usize) -> f64) -> Array3<f64> {
        let (_, ny, nx) = self.state.shape();
        let symmetry = self.setup().symmetry();
        let at = |(z, y, x)| value((z * ny + symmetry.y.copied(y)) * nx + symmetry.x.copied(x));
        Array3::from_shape_fn(self.setup().grid().shape(), at)
    }

    /// A field's sum over the rows where matrix lives, times volume, of what is solved.
    pub(super) fn total(&self, field: usize) -> f64 {
        total(&self.scene.on, &self.state, field)
    }

    /// The row of what is solved, along y, that the first session opened most.
    pub(super) fn richest_section(&self) -> usize {
        self.scene.section
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

/// A field's sum over the rows where matrix lives, times volume, in rest × mm³.
pub(super) fn total(on: &SkinOnGrid, state: &SkinState, field: usize) -> f64 {
    let (grid, plane, nx) = (on.grid(), state.plane(), state.shape().2);
    let volume = |i: usize| grid.volume(i / plane, i / nx % grid.y.len(), i % nx);
    let cells = state.field(field).iter().enumerate().filter(|(i, _)| on.system().is_dermal(i / plane));
    cells.map(|(i, value)| value * volume(i)).sum()
}
