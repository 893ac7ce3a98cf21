//! Depth–lateral maps of a state.

use ndarray::Array2;

use super::SkinOnGrid;
use super::mesh::Mesh;
use super::regions::SkinState;
use super::symmetry::Symmetry;
use crate::figure::HeatMap;
use crate::model::{Fields, Layer};

/// Maps of one day over the whole width of a patch, in the order of `MAPPED`; `plane` is the section
/// of what is solved.
pub fn maps(
    (patch, symmetry): (&Mesh, &Symmetry),
    on: &SkinOnGrid,
    state: &SkinState,
    plane: usize,
    day: f64,
) -> Vec<HeatMap> {
    MAPPED.iter().map(|mapped| map((patch, symmetry), on, state, plane, day, mapped)).collect()
}

/// What is mapped: title, unit, whether it is found in the dermis and below only, and its value.
type Mapped = (&'static str, &'static str, bool, fn(&Fields<f64>) -> f64);

/// Fields that are mapped.
const MAPPED: [Mapped; 2] = [
    ("Collagen", "relative to rest", true, |u| u.collagen_i + u.collagen_iii + u.collagen_scar),
    ("TGF-β1", "about 10 ng/mL", false, |u| u.tgf_beta_1),
];

fn map(
    (patch, symmetry): (&Mesh, &Symmetry),
    on: &SkinOnGrid,
    state: &SkinState,
    plane: usize,
    day: f64,
    mapped: &Mapped,
) -> HeatMap {
    let (title, unit, dermal, value) = mapped;
    let grid = &patch.grid;
    let (nz, _, nx) = grid.shape();
    let at = |(z, x): (usize, usize)| {
        let absent = *dermal && !on.system().is_dermal(z);
        let x = symmetry.x.copied(x);
        if absent { f64::NAN } else { value(&Fields::INDEX.map(|field| state.view(field)[(z, plane, x)])) }
    };
    HeatMap {
        title: format!("{title}, day\u{a0}{day}"),
        x_label: if grid.x.radial { "distance from the needle (mm)" } else { "lateral position (mm)" }.into(),
        y_label: "depth (mm)".into(),
        value_label: format!("{title} ({unit})"),
        x_faces: grid.x.faces.clone(),
        y_faces: grid.z.faces.clone(),
        values: Array2::from_shape_fn((nz, nx), at),
        layers: boundaries(patch),
    }
}

/// Depth at which each layer begins; the thin stratum corneum is left to the epidermis.
fn boundaries(mesh: &Mesh) -> Vec<(f64, String)> {
    let begins = |layer: &Layer| {
        let row = mesh.layers.iter().position(|other| other == layer)?;
        Some((mesh.grid.z.faces[row], layer.name().to_owned()))
    };
    Layer::ALL[1..].iter().filter_map(begins).collect()
}
