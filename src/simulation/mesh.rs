//! The grid of a scenario: cell faces on layer boundaries, lateral size by geometry.

use crate::model::Layer;
use crate::numerics::{Axis, Grid};
use crate::scenario::{Boundary, Geometry, GridSettings, Scenario};
use crate::site::Site;
use crate::units::{MICROMETRE, SQUARE_CENTIMETRE};

/// Density that an untreated `slab` or `cell` stands for, punctures per cm².
const UNTREATED_DENSITY: f64 = 250.0;
/// Cells of the subcutis are this much taller: it is a buffer, not a result.
const SUBCUTIS_COARSENING: f64 = 2.0;
/// A radius needs a few rings however coarse the spacing.
const FEWEST_RINGS: usize = 4;

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

/// Layers of a site with the depth of their lower boundary in mm.
pub fn profile(site: &Site) -> [(Layer, f64); 5] {
    let mut bottom = 0.0;
    let thickness = [
        site.stratum_corneum_mm,
        site.viable_epidermis_mm,
        site.papillary_dermis_mm,
        site.reticular_dermis_mm,
        site.subcutis_mm,
    ];
    let mut boundaries = Layer::ALL.map(|layer| (layer, 0.0));
    for (boundary, thickness) in boundaries.iter_mut().zip(thickness) {
        bottom += thickness;
        boundary.1 = bottom;
    }
    boundaries
}

/// Punctures per mm² that lateral sizes follow: those of the first session.
pub fn density_per_mm2(scenario: &Scenario) -> f64 {
    let density = scenario.sessions.first().map_or(UNTREATED_DENSITY, |session| session.device.density_per_cm2);
    density / SQUARE_CENTIMETRE
}

impl Mesh {
    /// The grid that a scenario asks for.
    pub fn new(scenario: &Scenario) -> Self {
        let settings = &scenario.grid;
        let density = density_per_mm2(scenario);
        let profile = profile(&scenario.site);
        let periodic = settings.boundary == Boundary::Periodic;
        let lateral = |length: f64| Axis::uniform(cells(length, settings.spacing_um), length, periodic);
        // Mean distance between needles, and the radius of a needle's share of the skin.
        let (distance, radius) = (1.0 / density.sqrt(), 1.0 / (std::f64::consts::PI * density).sqrt());
        let single = |length: f64| Axis::uniform(1, length, false);
        let (x, y) = match settings.geometry {
            Geometry::Patch => (lateral(settings.width_mm), lateral(settings.length_mm)),
            Geometry::Slab => (lateral(settings.width_mm), single(distance)),
            Geometry::Cell => {
                (Axis::radial(cells(radius, settings.spacing_um).max(FEWEST_RINGS), radius), single(1.0))
            }
            Geometry::WellMixed => (Axis::radial(1, radius), single(1.0)),
        };
        let (z, layers) = if settings.geometry == Geometry::WellMixed {
            (single(scenario.site.dermis_mm()), Vec::new())
        } else {
            depth(&profile, settings)
        };
        Self { grid: Grid { x, y, z }, layers, junction_mm: profile[1].1 }
    }
}

fn cells(length: f64, spacing_um: f64) -> usize {
    (length / (spacing_um * MICROMETRE)).round().max(1.0) as usize
}

fn depth(profile: &[(Layer, f64)], settings: &GridSettings) -> (Axis, Vec<Layer>) {
    let (mut faces, mut layers, mut top) = (vec![0.0], Vec::new(), 0.0);
    for &(layer, bottom) in profile {
        let spacing = match layer {
            Layer::StratumCorneum | Layer::ViableEpidermis | Layer::PapillaryDermis => settings.surface_spacing_um,
            Layer::ReticularDermis => settings.depth_spacing_um,
            Layer::Subcutis => settings.depth_spacing_um * SUBCUTIS_COARSENING,
        };
        let rows = cells(bottom - top, spacing);
        faces.extend((1..=rows).map(|row| if row == rows { bottom } else { top + (bottom - top) * row as f64 / rows as f64 }));
        layers.extend(std::iter::repeat_n(layer, rows));
        top = bottom;
    }
    (Axis::from_faces(faces, false), layers)
}
