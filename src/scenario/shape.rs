//! How many cells a scenario's grid has, by layer and direction.

use super::{Geometry, GridSettings};
use crate::puncture::Tool;
use crate::site::Site;
use crate::treatment::Session;
use crate::units::{MICROMETRE, SQUARE_CENTIMETRE};

/// Density that an untreated `slab` or `cell` stands for, punctures per cm².
const UNTREATED_DENSITY: f64 = 250.0;
/// Cells of the subcutis are this much taller: it is a buffer, not a result.
const SUBCUTIS_COARSENING: f64 = 2.0;
/// A radius needs a few rings however coarse the spacing.
const FEWEST_RINGS: usize = 4;

/// Punctures per mm² that lateral sizes follow: those of the first of these sessions.
pub fn density_per_mm2(sessions: &[Session]) -> f64 {
    sessions.first().map_or(UNTREATED_DENSITY, |session| session.device.density_per_cm2()) / SQUARE_CENTIMETRE
}

/// Mean distance between needles, mm: the thickness that a slab stands for.
pub fn mean_distance_mm(sessions: &[Session]) -> f64 {
    1.0 / density_per_mm2(sessions).sqrt()
}

/// Radius of the disc that is one needle's share of the skin, mm: that of the first of these sessions.
pub fn cell_radius_mm(sessions: &[Session]) -> f64 {
    1.0 / (density_per_mm2(sessions) * std::f64::consts::PI).sqrt()
}

/// Whether a session injures every place alike, however many per cm² its density says.
fn is_everywhere(session: &Session) -> bool {
    matches!(session.device, Tool::Abrasion(_))
}

/// The session whose needle's share of the skin a `cell` is, the first of those with most punctures per
/// cm²; empty for untreated skin.
pub fn densest(sessions: &[Session]) -> &[Session] {
    let denser = |most: usize, next: usize| {
        let density = |at: usize| sessions[at].device.density_per_cm2();
        if density(next) > density(most) { next } else { most }
    };
    let punctured = (0..sessions.len()).filter(|&at| !is_everywhere(&sessions[at])).reduce(denser);
    punctured.map_or(&sessions[..sessions.len().min(1)], |at| &sessions[at..=at])
}

/// Share of cells like the one of the densest session that another session injures. One injured cell in
/// ten is a tenth of its injury in each.
pub fn share_of_cell(sessions: &[Session], session: &Session) -> f64 {
    if is_everywhere(session) {
        return 1.0;
    }
    densest(sessions)
        .first()
        .map_or(1.0, |most| session.device.density_per_cm2() / most.device.density_per_cm2())
}

impl GridSettings {
    /// Most cells that a scenario may ask for.
    pub const MOST_CELLS: f64 = 4e7;
    /// Fewest cells along a lateral axis: fewer leave no room between needles.
    pub const FEWEST_ACROSS: usize = 4;

    /// Rows of cells in each layer of a site, from the surface down. Faces lie on the boundaries.
    pub fn rows(&self, site: &Site) -> [usize; 5] {
        let (fine, coarse) = (self.surface_spacing_um, self.depth_spacing_um);
        let spacings = [fine, fine, fine, coarse, coarse * SUBCUTIS_COARSENING];
        std::array::from_fn(|layer| cells(site.layers_mm()[layer], spacings[layer]))
    }

    /// Cells along length and width (y, x).
    pub fn across(&self, sessions: &[Session]) -> [usize; 2] {
        let lateral = |length| cells(length, self.spacing_um);
        match self.geometry {
            Geometry::Patch => [lateral(self.length_mm), lateral(self.width_mm)],
            Geometry::Slab => [1, lateral(self.width_mm)],
            Geometry::Cell => [1, lateral(cell_radius_mm(densest(sessions))).max(FEWEST_RINGS)],
            Geometry::WellMixed => [1, 1],
        }
    }

    /// Cells along depth, length and width (z, y, x).
    pub fn shape(&self, site: &Site, sessions: &[Session]) -> [usize; 3] {
        let [y, x] = self.across(sessions);
        let mixed = self.geometry == Geometry::WellMixed;
        [if mixed { 1 } else { self.rows(site).iter().sum() }, y, x]
    }
}

fn cells(length_mm: f64, spacing_um: f64) -> usize {
    (length_mm / (spacing_um * MICROMETRE)).round().max(1.0) as usize
}
