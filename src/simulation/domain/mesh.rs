//! The grid of a scenario: cell faces on layer boundaries, lateral size by geometry.

use crate::model::Layer;
use crate::numerics::{Axis, Grid};
use crate::scenario::shape::{cell_radius_mm, mean_distance_mm};
use crate::scenario::{Boundary, Geometry, Scenario};

/// A grid with the layer of each row.
#[derive(Debug, Clone)]
pub struct Mesh {
    /// The grid.
    pub grid: Grid,
    /// Layer of each row of cells; empty for a well-mixed run, which has none.
    pub layers: Vec<Layer>,
    /// Depth of the dermo-epidermal junction, mm.
    pub junction_mm: f64,
}

impl Mesh {
    /// The grid that a scenario asks for.
    pub fn new(scenario: &Scenario) -> Self {
        let (settings, sessions, site) = (&scenario.grid, &scenario.sessions, &scenario.site);
        let [length_cells, width_cells] = settings.across(sessions);
        let periodic = settings.boundary == Boundary::Periodic;
        let flat = |length: f64| Axis::uniform(1, length, false);
        let width = Axis::uniform(width_cells, settings.width_mm, periodic);
        let (x, y) = match settings.geometry {
            Geometry::Patch => (width, Axis::uniform(length_cells, settings.length_mm, periodic)),
            Geometry::Slab => (width, flat(mean_distance_mm(sessions))),
            Geometry::Cell | Geometry::WellMixed => {
                (Axis::radial(width_cells, cell_radius_mm(sessions)), flat(1.0))
            }
        };
        let [stratum_corneum, viable, papillary, reticular, _] = site.layers_mm();
        let junction_mm = stratum_corneum + viable;
        let (z, layers) = if settings.geometry == Geometry::WellMixed {
            (flat(papillary + reticular), Vec::new())
        } else {
            depth(site.layers_mm(), settings.rows(site))
        };
        Self { grid: Grid { x, y, z }, layers, junction_mm }
    }

    /// The same in outline: one row of cells a layer.
    pub fn outline(scenario: &Scenario) -> Self {
        let whole = Self::new(scenario);
        if whole.layers.is_empty() {
            return whole;
        }
        let (z, layers) = depth(scenario.site.layers_mm(), [1; 5]);
        Self { grid: Grid { z, ..whole.grid }, layers, ..whole }
    }
}

fn depth(thickness: [f64; 5], rows: [usize; 5]) -> (Axis, Vec<Layer>) {
    let (mut faces, mut layers, mut top) = (vec![0.0], Vec::new(), 0.0);
    for ((layer, thickness), rows) in Layer::ALL.into_iter().zip(thickness).zip(rows) {
        faces.extend((1..rows).map(|row| top + thickness * row as f64 / rows as f64));
        top += thickness;
        faces.push(top);
        layers.extend(std::iter::repeat_n(layer, rows));
    }
    (Axis::from_faces(faces, false), layers)
}
