//! A defect on the grid: its starting state, and how much of it is left.

use ndarray::Array3;

use super::mesh::Mesh;
use super::regions::SkinState;
use crate::indication::Indication;
use crate::model::{Fields, Layer};
use crate::simulation::SkinOnGrid;
use crate::units::SQUARE_CENTIMETRE;

/// How much of a defect is left.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Remains {
    /// Volume of collagen that is missing (or in excess) in the defect, as normal matrix: mm³ per cm².
    pub volume_mm3_per_cm2: f64,
    /// How much less (or, of an excess, more) collagen the defect has on average than the skin around it,
    /// relative to the latter; 0 where it has caught up.
    pub contrast: f64,
}

/// The cells of the dermis, inside and outside of a defect.
pub struct Defect {
    indication: Indication,
    /// Index, volume and weight of every cell of the dermis.
    cells: Vec<(usize, f64, f64)>,
    area_mm2: f64,
}

impl Defect {
    /// The defect in the middle of a patch, on the part of it that `mesh` covers.
    pub fn new(indication: Indication, patch: &Mesh, mesh: &Mesh) -> Self {
        let grid = &mesh.grid;
        let (nz, ny, nx) = grid.shape();
        // A radial axis begins in the middle.
        let middle = |length: f64| if grid.x.radial { 0.0 } else { 0.5 * length };
        let (mx, my) = (middle(patch.grid.x.length()), middle(patch.grid.y.length()));
        let resolved = patch.grid.y.len() > 1;
        let is_dermis = |z: usize| mesh.layers.get(z).is_none_or(|layer: &Layer| layer.is_dermis());
        let cell = |z: usize, y: usize, x: usize| {
            let across = grid.x.centres[x] - mx;
            // A slab has no place along y: its section goes through the middle.
            let along = if resolved { grid.y.centres[y] - my } else { 0.0 };
            let below = grid.z.centres[z] - if mesh.layers.is_empty() { 0.0 } else { mesh.junction_mm };
            let distance = (across * across + along * along).sqrt();
            ((z * ny + y) * nx + x, grid.volume(z, y, x), indication.weight(across, distance, below))
        };
        let rows = (0..nz).filter(|&z| is_dermis(z));
        let cells = rows.flat_map(|z| (0..ny).flat_map(move |y| (0..nx).map(move |x| (z, y, x))));
        Self {
            indication,
            cells: cells.map(|(z, y, x)| cell(z, y, x)).collect(),
            area_mm2: grid.x.volumes.iter().sum::<f64>() * grid.y.volumes.iter().sum::<f64>(),
        }
    }

    /// How much of each cell's tissue it is, for fields of `shape` (z, y, x).
    pub fn weights(&self, shape: (usize, usize, usize)) -> Array3<f64> {
        let mut weights = Array3::zeros(shape);
        let (_, ny, nx) = shape;
        for &(at, _, weight) in &self.cells {
            weights[(at / (ny * nx), at / nx % ny, at % nx)] = weight;
        }
        weights
    }

    /// Puts the defect into a state at rest. Cells have settled with what is missing: untreated, it stays.
    pub fn begin(&self, mesh: &Mesh, state: &mut SkinState) {
        let field = Fields::INDEX;
        let plane = state.plane();
        for &(at, _, weight) in &self.cells {
            let papillary = mesh.layers.get(at / plane) == Some(&Layer::PapillaryDermis);
            let of = &self.indication;
            let missing = weight * if papillary { of.missing_papillary } else { of.missing_reticular };
            let (left, normal) = (1.0 - missing, 1.0 - weight * of.scar_like);
            state.field_mut(field.settled_deficit)[at] = missing;
            for collagen in [field.collagen_i, field.collagen_iii] {
                // In this order the product is that of the model's own rest, to the bit.
                let value = state.field(collagen)[at] * left;
                state.field_mut(collagen)[at] = value * normal;
            }
            state.field_mut(field.collagen_scar)[at] = left * weight * of.scar_like + weight * of.excess;
        }
    }

    /// How much of it is left.
    pub fn remains(&self, on: &SkinOnGrid, state: &SkinState) -> Remains {
        let field = Fields::INDEX;
        let plane = state.plane();
        let (mut wrong, mut inside, mut around) = (0.0, [0.0; 2], [0.0; 2]);
        let sign = if self.indication.excess > 0.0 { -1.0 } else { 1.0 };
        for &(at, volume, weight) in &self.cells {
            let rest = on.system().rest_fields(at / plane);
            let normal = rest.collagen_i + rest.collagen_iii + rest.collagen_scar;
            let there = [field.collagen_i, field.collagen_iii, field.collagen_scar];
            let relative = there.iter().map(|&field| state.field(field)[at]).sum::<f64>() / normal;
            let deviation = sign * (1.0 - relative);
            let sums = if weight > 0.0 { &mut inside } else { &mut around };
            sums[0] += volume * relative;
            sums[1] += volume;
            if weight > 0.0 {
                wrong += volume * deviation.max(0.0);
            }
        }
        let mean = |[sum, volume]: [f64; 2]| if volume > 0.0 { sum / volume } else { 1.0 };
        let (inside, around) = (mean(inside), mean(around));
        Remains {
            volume_mm3_per_cm2: wrong / self.area_mm2 * SQUARE_CENTIMETRE,
            contrast: (sign * (around - inside) / around).max(0.0),
        }
    }
}
