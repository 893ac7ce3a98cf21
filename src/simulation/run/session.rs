//! One session: the device's punctures become an injury, the injury changes the fields.

use crate::model::wound_healing::{Cut, wounded, wounded_surface};
use crate::model::{Fields, SurfaceFields};
use crate::puncture::{Injury, Lateral, Needling, Puncture, Region};
use crate::scenario::shape::{cell_radius_mm, mean_distance_mm, share_of_cell};
use crate::scenario::{Geometry, Scenario};
use crate::series::PlacedNeedle;
use crate::simulation::SkinOnGrid;
use crate::simulation::domain::mesh::Mesh;
use crate::simulation::domain::regions::SkinState;
use crate::units::SQUARE_CENTIMETRE;

/// What a session did, for the summary.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SessionReport {
    /// Day.
    pub day: f64,
    /// Device.
    pub device: String,
    /// Nominal needle length, mm; only needles have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needle_length_mm: Option<f64>,
    /// True depth divided by needle length, before scatter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth_efficacy: Option<f64>,
    /// Mean true depth of the channels, mm.
    pub true_depth_mm: f64,
    /// Channels on the grid.
    pub punctures: usize,
    /// Passes over the same skin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passes: Option<u32>,
    /// Punctures per cm² that follow from the technique: needles, passes, strokes and speed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique_density_per_cm2: Option<f64>,
    /// How punctures lie: as the device lays them, or otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
    /// Punctures per cm² that the channels stand for.
    pub density_per_cm2: f64,
    /// Opened volume per cm² of skin, mm³.
    pub opened_mm3_per_cm2: f64,
    /// Volume of killed cells per cm² of skin, mm³.
    pub killed_mm3_per_cm2: f64,
    /// The channels themselves, in the order of the device.
    #[serde(skip)]
    pub channels: Vec<Puncture>,
}

impl SessionReport {
    /// What the user should know of it.
    pub fn warning(&self) -> Option<String> {
        let none = self.punctures == 0;
        none.then(|| {
            let day = self.day;
            format!(
                "the session on day {day} placed no needle: its density is too low for this piece of skin"
            )
        })
    }

    /// The needles of this session, which is number `session` of the run, counted from 1.
    pub fn needles(&self, session: usize) -> impl Iterator<Item = PlacedNeedle> {
        self.channels.iter().map(move |puncture| PlacedNeedle {
            session,
            day: self.day,
            x_mm: puncture.x,
            y_mm: puncture.y,
            depth_mm: puncture.depth,
            radius_mm: puncture.radius,
            tip_length_mm: puncture.tip_length,
            axis_x: puncture.axis[0],
            axis_y: puncture.axis[1],
            axis_z: puncture.axis[2],
        })
    }
}

/// Carries out session `index` on the state.
pub fn treat(
    scenario: &Scenario,
    index: usize,
    mesh: &Mesh,
    on: &SkinOnGrid,
    state: &mut SkinState,
) -> (Injury, SessionReport) {
    let (injury, report) = carry_out(scenario, index, mesh);
    apply(&injury, on, state);
    (injury, report)
}

/// What session `index` does to the cells of a mesh.
pub fn carry_out(scenario: &Scenario, index: usize, mesh: &Mesh) -> (Injury, SessionReport) {
    let session = &scenario.sessions[index];
    let grid = &mesh.grid;
    let device = &session.device;
    let (width, length) = (grid.x.length(), grid.y.length());
    let region = match scenario.grid.geometry {
        Geometry::Slab => Region { width, length: mean_distance_mm(std::slice::from_ref(session)) },
        _ => Region { width, length },
    };
    let radial = grid.x.radial;
    let channels = if radial {
        vec![device.standing_for_all()]
    } else {
        device.punctures(region, scenario.run.seed, index as u32)
    };
    let lateral = match scenario.grid.geometry {
        Geometry::Patch => Lateral::Patch,
        Geometry::Slab => Lateral::Slab { thickness_mm: device.slab_thickness_mm(width, channels.len()) },
        Geometry::Cell => Lateral::Cell,
        Geometry::WellMixed => {
            Lateral::WellMixed { cell_radius_mm: cell_radius_mm(std::slice::from_ref(session)) }
        }
    };
    let parameters = &scenario.parameters.channel;
    let mut injury = device.injure(grid, &channels, parameters, lateral, mesh.junction_mm);
    let share = match scenario.grid.geometry {
        Geometry::Cell => share_of_cell(&scenario.sessions, session),
        _ => 1.0,
    };
    if share < 1.0 {
        injury = injury.scaled(share);
    }
    let area = grid.x.volumes.iter().sum::<f64>() * grid.y.volumes.iter().sum::<f64>();
    let per_cm2 = |part: &ndarray::Array3<f64>| {
        let volume: f64 = part.indexed_iter().map(|((z, y, x), share)| share * grid.volume(z, y, x)).sum();
        volume / area * SQUARE_CENTIMETRE
    };
    let stands_for = match lateral {
        Lateral::Patch => channels.len() as f64 / (width * length) * SQUARE_CENTIMETRE,
        _ => device.density_per_cm2(),
    };
    let needling = device.needling();
    let report = SessionReport {
        day: session.day,
        device: device.name().to_owned(),
        needle_length_mm: needling.map(|used| used.needle_length_mm),
        depth_efficacy: needling.map(|used| used.depth_efficacy),
        true_depth_mm: channels.iter().map(|channel| channel.depth).sum::<f64>()
            / channels.len().max(1) as f64,
        punctures: channels.len(),
        passes: needling.map(|used| used.passes),
        technique_density_per_cm2: needling.map(Needling::density_from_technique),
        pattern: needling.map(|used| used.pattern.name()),
        density_per_cm2: stands_for,
        opened_mm3_per_cm2: per_cm2(&injury.opened),
        killed_mm3_per_cm2: per_cm2(&injury.killed),
        channels,
    };
    (injury, report)
}

/// Changes every field as the injury says.
pub fn apply(injury: &Injury, on: &SkinOnGrid, state: &mut SkinState) {
    let plane = state.plane();
    let parts = [&injury.killed, &injury.opened, &injury.cut, &injury.bled, &injury.span];
    for i in 0..injury.killed.len() {
        let [killed, opened, matrix, bled, span] =
            parts.map(|part| part.as_slice().map_or(0.0, |part| part[i]));
        let cut = Cut { killed, opened, matrix, bled, span };
        if cut != Cut::default() {
            let before = Fields::INDEX.map(|field| state.field(field)[i]);
            let after = wounded(before, cut, on.system().is_dermal(i / plane)).into_array();
            after.into_iter().enumerate().for_each(|(field, value)| state.field_mut(field)[i] = value);
        }
    }
    let mouths = injury.opened_surface.iter().zip(&injury.mouth_length);
    for (i, (&opened, &length)) in mouths.enumerate().filter(|(_, (opened, _))| **opened > 0.0) {
        let before = SurfaceFields::INDEX.map(|field| state.surface(field)[i]);
        let after = wounded_surface(before, opened, length).into_array();
        after.into_iter().enumerate().for_each(|(field, value)| state.surface_mut(field)[i] = value);
    }
}
