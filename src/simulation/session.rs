//! One session: the device's punctures become an injury, the injury changes the fields.

use super::SkinOnGrid;
use super::mesh::Mesh;
use super::regions::SkinState;
use crate::model::wound_healing::{Cut, wounded, wounded_surface};
use crate::model::{Fields, SurfaceFields};
use crate::puncture::{Injury, Lateral, Puncture, Region, injure, punctures, slab_thickness};
use crate::scenario::{Geometry, Scenario};
use crate::units::SQUARE_CENTIMETRE;

/// What a session did, for the summary.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SessionReport {
    /// Day.
    pub day: f64,
    /// Device.
    pub device: String,
    /// Nominal needle length, mm.
    pub needle_length_mm: f64,
    /// Mean true depth of the channels, mm.
    pub true_depth_mm: f64,
    /// Channels on the grid.
    pub punctures: usize,
    /// Punctures per cm² that they stand for.
    pub density_per_cm2: f64,
    /// Opened volume per cm² of skin, mm³.
    pub opened_mm3_per_cm2: f64,
    /// Volume of killed cells per cm² of skin, mm³.
    pub killed_mm3_per_cm2: f64,
}

/// Carries out session `index` on the state.
pub fn treat(scenario: &Scenario, index: usize, mesh: &Mesh, on: &SkinOnGrid, state: &mut SkinState) -> (Injury, SessionReport) {
    let session = &scenario.sessions[index];
    let grid = &mesh.grid;
    let settings = &session.device;
    let density = settings.density_per_cm2 / SQUARE_CENTIMETRE;
    let (width, length) = (grid.x.length(), grid.y.length());
    let single = Region { width_mm: 1.0, length_mm: 1.0, periodic: false };
    let region = match scenario.grid.geometry {
        Geometry::Patch => Region { width_mm: width, length_mm: length, periodic: grid.x.periodic },
        Geometry::Slab => Region { width_mm: width, length_mm: 1.0 / density.sqrt(), periodic: grid.x.periodic },
        Geometry::Cell | Geometry::WellMixed => single,
    };
    let mut channels = punctures(settings, region, scenario.run.seed, index as u32);
    let lateral = match scenario.grid.geometry {
        Geometry::Patch => Lateral::Patch,
        Geometry::Slab => Lateral::Slab { thickness_mm: slab_thickness(channels.len(), density, width) },
        Geometry::Cell | Geometry::WellMixed => {
            // One needle stands for all: no scatter of depth, no tilt.
            let depth = settings.depth_efficacy * settings.needle_length_mm;
            channels = vec![Puncture::straight(depth, settings)];
            if scenario.grid.geometry == Geometry::Cell { Lateral::Cell } else { Lateral::WellMixed }
        }
    };
    let injury = injure(grid, &channels, &scenario.parameters.channel, lateral, mesh.junction_mm);
    apply(&injury, on, state);
    let area = width * length * if grid.x.radial { 0.5 * width } else { 1.0 };
    let per_cm2 = |part: &ndarray::Array3<f64>| {
        let volume: f64 = part.indexed_iter().map(|((z, y, x), share)| share * grid.volume(z, y, x)).sum();
        volume / area * SQUARE_CENTIMETRE
    };
    let stands_for = match lateral {
        Lateral::Patch => channels.len() as f64 / (width * length) * SQUARE_CENTIMETRE,
        _ => settings.density_per_cm2,
    };
    let report = SessionReport {
        day: session.day,
        device: settings.device.clone(),
        needle_length_mm: settings.needle_length_mm,
        true_depth_mm: channels.iter().map(|channel| channel.depth).sum::<f64>() / channels.len().max(1) as f64,
        punctures: channels.len(),
        density_per_cm2: stands_for,
        opened_mm3_per_cm2: per_cm2(&injury.opened),
        killed_mm3_per_cm2: per_cm2(&injury.killed),
    };
    (injury, report)
}

/// Changes every field as the injury says.
fn apply(injury: &Injury, on: &SkinOnGrid, state: &mut SkinState) {
    let plane = state.plane();
    let parts = [&injury.killed, &injury.opened, &injury.cut, &injury.bled].map(|part| part.iter());
    let [killed, opened, matrix, bled] = parts;
    for (i, (((&killed, &opened), &matrix), &bled)) in killed.zip(opened).zip(matrix).zip(bled).enumerate() {
        let cut = Cut { killed, opened, matrix, bled };
        if cut != Cut::default() {
            let before = Fields::INDEX.map(|field| state.field(field)[i]);
            let after = wounded(before, cut, on.system().is_dermal(i / plane)).into_array();
            after.into_iter().enumerate().for_each(|(field, value)| state.field_mut(field)[i] = value);
        }
    }
    for (i, &opened) in injury.opened_surface.iter().enumerate().filter(|(_, opened)| **opened > 0.0) {
        let before = SurfaceFields::INDEX.map(|field| state.surface(field)[i]);
        let after = wounded_surface(before, opened).into_array();
        after.into_iter().enumerate().for_each(|(field, value)| state.surface_mut(field)[i] = value);
    }
}
