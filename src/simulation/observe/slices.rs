//! Planes through the skin that are filmed.

use ndarray::Array2;

use super::View;
use super::maps::boundaries;
use crate::figure::Film;
use crate::model::Layer;
use crate::scenario::{Geometry, Scenario};
use crate::simulation::run::setup::Setup;

/// How deep into the reticular dermis it is seen from above, as a part of its rows.
const INTO_RETICULAR: f64 = 0.3;

/// A plane through the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slice {
    /// Depth and width, where the first session opened most.
    Along,
    /// Depth and length, likewise.
    Across,
    /// Length and width in a row of cells, seen from above.
    Level(usize),
}

impl Slice {
    /// Those of a run: of a patch four, and otherwise the only one there is.
    pub(super) fn of(setup: &Setup<'_>) -> Vec<Self> {
        let mut all = vec![Self::Along];
        if setup.scenario().grid.geometry == Geometry::Patch {
            let row = |(layer, part): (Layer, f64)| {
                let rows: Vec<usize> =
                    (0..setup.layers().len()).filter(|row| setup.layers()[*row] == layer).collect();
                rows.get((part * rows.len() as f64) as usize).copied()
            };
            let levels = [(Layer::PapillaryDermis, 0.5), (Layer::ReticularDermis, INTO_RETICULAR)];
            all.push(Self::Across);
            all.extend(levels.into_iter().filter_map(row).map(Self::Level));
        }
        all
    }

    /// Cells of all of them.
    pub(super) fn cells(scenario: &Scenario) -> usize {
        let [z, y, x] = scenario.grid.shape(&scenario.site, &scenario.sessions);
        let more = if scenario.grid.geometry == Geometry::Patch { z * y + 2 * y * x } else { 0 };
        z * x + more
    }

    /// What it shows, without field and days.
    pub(super) fn empty(self, setup: &Setup<'_>) -> Film {
        let grid = setup.grid();
        let across = if grid.x.radial { "distance from the axis (mm)" } else { "lateral position (mm)" };
        let depth = "depth (mm)";
        let (slice, x_label, y_label, x_faces, y_faces) = match self {
            Self::Along => {
                let slice = "the section that the first session opened most".to_owned();
                (slice, across, depth, &grid.x.faces, &grid.z.faces)
            }
            Self::Across => {
                let slice = "across it, the section that the first session opened most".to_owned();
                (slice, "position along the length (mm)", depth, &grid.y.faces, &grid.z.faces)
            }
            Self::Level(row) => {
                let (depth, layer) = (grid.z.centres[row], setup.layers()[row].name());
                let slice = format!("from above, {depth:.2} mm deep ({layer})");
                (slice, across, "position along the length (mm)", &grid.x.faces, &grid.y.faces)
            }
        };
        Film {
            slice,
            x_label: x_label.into(),
            y_label: y_label.into(),
            x_faces: x_faces.clone(),
            y_faces: y_faces.clone(),
            layers: if matches!(self, Self::Level(_)) { Vec::new() } else { boundaries(setup) },
            ..Film::default()
        }
    }

    /// The sum of some fields in it, one row of cells after the other; nothing (`NaN`) where `hidden` says so of their depth.
    pub(super) fn values(
        self,
        view: &View<'_>,
        sum_of: &[usize],
        hidden: impl Fn(usize) -> bool,
    ) -> Array2<f64> {
        let mut values = match self {
            Self::Along => view.section(view.richest_section(), sum_of),
            Self::Across => view.section_across(view.richest_column(), sum_of),
            Self::Level(row) => return view.level(row, sum_of),
        };
        for (z, mut row) in values.outer_iter_mut().enumerate() {
            if hidden(z) {
                row.fill(f64::NAN);
            }
        }
        values
    }
}
