//! What does not change while a scenario runs: its grid, the part that is solved, and rest.

use crate::model::{Layer, Parameters, Skin};
use crate::numerics::{Discretisation, Grid};
use crate::scenario::{Geometry, Scenario};
use crate::simulation::SkinOnGrid;
use crate::simulation::domain::boxes::Boxes;
use crate::simulation::domain::defect::Defect;
use crate::simulation::domain::mesh::Mesh;
use crate::simulation::domain::regions::{Regions, SkinState};
use crate::simulation::domain::symmetry::{Ready, Symmetry};
use crate::simulation::domain::untreated::Untreated;
use crate::snapshot::Snapshot;

/// A scenario on its grid.
pub struct Setup<'a> {
    scenario: &'a Scenario,
    /// All of the skin.
    pub(in crate::simulation) patch: Mesh,
    /// What of it is solved.
    symmetry: Symmetry,
    /// That part.
    pub(in crate::simulation) mesh: Mesh,
    /// Parameters after the patient's factors, without agents.
    usual: Parameters<f64>,
    rest: SkinState,
    /// The skin before the first day: at rest, but for a defect.
    begun: SkinState,
    on: SkinOnGrid,
}

impl<'a> Setup<'a> {
    /// The scenario on its grid, with the sessions that were worked out to see its symmetry.
    pub(in crate::simulation) fn new(scenario: &'a Scenario) -> (Self, Ready) {
        let patch = Mesh::new(scenario);
        let (symmetry, ready) = Symmetry::find(scenario, &patch);
        let mesh = symmetry.part(&patch);
        let usual = biology(scenario);
        let on = discretise_with(scenario, &mesh, &usual);
        let rest = on.rest();
        let mut begun = rest.clone();
        if let Some(indication) = scenario.indication {
            Defect::new(indication, &patch, &mesh).begin(&mesh, &mut begun);
        }
        (Self { scenario, patch, symmetry, mesh, usual, rest, begun, on }, ready)
    }

    /// What is run.
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// The grid of the whole patch.
    pub fn grid(&self) -> &Grid {
        &self.patch.grid
    }

    /// Layer of each row of cells; none when well mixed.
    pub fn layers(&self) -> &[Layer] {
        &self.patch.layers
    }

    /// Depth of the dermo-epidermal junction, mm.
    pub fn junction_mm(&self) -> f64 {
        self.patch.junction_mm
    }

    /// What of the patch is solved for all of it.
    pub fn symmetry(&self) -> &Symmetry {
        &self.symmetry
    }

    /// Parameters of the healing model after the patient's factors, without agents.
    pub fn parameters(&self) -> &Parameters<f64> {
        &self.usual
    }

    /// The part that is solved, at rest.
    pub fn rest(&self) -> &SkinState {
        &self.rest
    }

    /// The same before the first day: at rest, but for a defect.
    pub fn begun(&self) -> &SkinState {
        &self.begun
    }

    /// The model on the part that is solved, without agents.
    pub fn on(&self) -> &SkinOnGrid {
        &self.on
    }

    /// Middle of a cell (z, y, x) of the part that is solved, on the whole patch: x, y and depth, mm.
    pub fn place_mm(&self, cell: (usize, usize, usize)) -> [f64; 3] {
        let (z, y, x) = self.symmetry.original(cell);
        let Grid { x: along_x, y: along_y, z: depth } = &self.patch.grid;
        [(along_x, x), (along_y, y), (depth, z)]
            .map(|(axis, cell)| axis.centres.get(cell).copied().unwrap_or_default())
    }

    /// The model with other parameters.
    pub(in crate::simulation) fn with(&self, parameters: &Parameters<f64>) -> SkinOnGrid {
        discretise_with(self.scenario, &self.mesh, parameters)
    }

    /// Regions of skin without channels.
    pub(in crate::simulation) fn regions(&self) -> Regions {
        let size = self.scenario.parameters.readout.scar_matrix_box;
        let layers = &self.mesh.layers;
        let dermis = |z: usize| layers.is_empty() || layers[z].is_dermis();
        let boxes = Boxes::new(&self.patch.grid, &self.symmetry, size, dermis);
        let defect = |indication| Defect::new(indication, &self.patch, &self.mesh);
        let mixed = self.scenario.grid.geometry == Geometry::WellMixed;
        let untreated = mixed.then(|| Untreated::new(self.begun.clone(), &self.usual));
        Regions::new(&self.mesh.grid, layers, boxes)
            .beside(untreated)
            .with_defect(self.scenario.indication.map(defect))
    }
}

/// What observers look at: the skin as it is set up, with what sessions and agents change.
pub struct Scene<'a> {
    /// What does not change.
    pub setup: Setup<'a>,
    /// The model, with what agents make of it.
    pub on: SkinOnGrid,
    /// Its parameters.
    pub parameters: Parameters<f64>,
    /// Regions, with the channels so far.
    pub regions: Regions,
    /// The lateral section that the first session opened most.
    pub section: usize,
    /// The section across it, likewise.
    pub column: usize,
}

impl<'a> Scene<'a> {
    /// Before the first session.
    pub(in crate::simulation) fn new(setup: Setup<'a>) -> Self {
        let (on, regions) = (setup.with(&setup.usual), setup.regions());
        let parameters = setup.usual;
        Self { setup, on, parameters, regions, section: 0, column: 0 }
    }

    /// Gives the model other parameters.
    pub(in crate::simulation) fn set(&mut self, parameters: Parameters<f64>) {
        self.on = self.setup.with(&parameters);
        self.parameters = parameters;
    }

    /// Means over regions and the surface of a state on a day.
    pub(in crate::simulation) fn snapshot(&self, state: &SkinState, day: f64) -> Snapshot {
        self.regions.snapshot(&self.on, state, self.setup.rest(), day)
    }
}

/// The model of a scenario on its grid: parameters after the patient's factors.
pub fn discretise(scenario: &Scenario) -> (Mesh, SkinOnGrid) {
    let mesh = Mesh::new(scenario);
    let on = discretise_with(scenario, &mesh, &biology(scenario));
    (mesh, on)
}

/// Parameters of the healing model after the patient's factors.
fn biology(scenario: &Scenario) -> Parameters<f64> {
    let mut parameters = scenario.parameters.biology;
    let set = &scenario.parameters;
    scenario.patient.apply(&set.ageing, &set.modifiers, &mut parameters);
    parameters
}

/// Parameters of a mixed dermis: what the papillary dermis has of its own counts at its share.
fn mixed(scenario: &Scenario, p: &Parameters<f64>) -> Parameters<f64> {
    let [_, _, papillary, reticular, _] = scenario.site.layers_mm();
    let own = (p.papillary_synthesis_multiplier - 1.0) * papillary / (papillary + reticular);
    Parameters { synthesis_multiplier: p.synthesis_multiplier * (1.0 + own), ..*p }
}

/// The healing model with these parameters on a mesh.
fn discretise_with(scenario: &Scenario, mesh: &Mesh, parameters: &Parameters<f64>) -> SkinOnGrid {
    let skin = if mesh.layers.is_empty() {
        Skin::uniform(&mixed(scenario, parameters), 1)
    } else {
        let rows = mesh.layers.iter().copied().zip(mesh.grid.z.centres.iter().copied());
        Skin::layered(parameters, &scenario.parameters.layers, rows, mesh.junction_mm)
    };
    Discretisation::new(skin, mesh.grid.clone())
}
