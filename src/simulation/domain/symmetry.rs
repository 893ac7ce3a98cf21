//! What of a patch has to be solved: a regular array of needles is one piece of skin many times over.
//!
//! Found from the injuries themselves and from what is treated, not from a device's name. A mirror
//! plane is a face without flux, so that the part is a grid like any other.

use ndarray::{Array2, Array3, Axis as ArrayAxis, Slice};

use super::defect::Defect;
use super::fold::Fold;
use super::mesh::Mesh;
use crate::numerics::Grid;
use crate::puncture::Injury;
use crate::scenario::Scenario;
use crate::simulation::run::session::{SessionReport, carry_out};

/// Shares and lengths (mm) closer than this are the same: what rounding leaves between the needles of
/// an array.
const ALIKE: f64 = 1e-12;

/// How both lateral axes repeat themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symmetry {
    /// First lateral axis.
    pub x: Fold,
    /// Second lateral axis.
    pub y: Fold,
}

/// Sessions worked out on the part that is solved; none where it has to be done again.
pub type Ready = Vec<Option<(Injury, SessionReport)>>;

impl Symmetry {
    /// Every cell stands for itself.
    pub fn none(grid: &Grid) -> Self {
        Self { x: Fold::whole(&grid.x), y: Fold::whole(&grid.y) }
    }

    /// The symmetry that a scenario has on `patch`, with the sessions that were worked out to see it.
    pub fn find(scenario: &Scenario, patch: &Mesh) -> (Self, Ready) {
        let grid = &patch.grid;
        if !scenario.run.symmetry {
            return (Self::none(grid), Vec::new());
        }
        let mut found = Self { x: Fold::finest(&grid.x), y: Fold::finest(&grid.y) };
        if let Some(indication) = scenario.indication.filter(|_| !found.is_whole()) {
            found.keep(&[&Defect::new(indication, patch, patch).weights(grid.shape())], &[]);
        }
        let mut seen = Vec::new();
        for session in 0..scenario.sessions.len() {
            if found.is_whole() {
                break;
            }
            let (injury, report) = carry_out(scenario, session, patch);
            found.keep_of(&injury);
            seen.push((found.clone(), (found.fold(injury), report)));
        }
        let ready = seen.into_iter().map(|(at, session)| (at == found).then_some(session)).collect();
        (found, ready)
    }

    /// Whether an injury of the patch has this symmetry.
    pub fn holds(&self, injury: &Injury) -> bool {
        let mut left = self.clone();
        if !self.is_whole() {
            left.keep_of(injury);
        }
        left == *self
    }

    fn keep_of(&mut self, injury: &Injury) {
        let Injury { killed, opened, cut, bled, span, opened_surface, mouth_length, halo, .. } = injury;
        self.keep(&[killed, opened, cut, bled, span, halo], &[opened_surface, mouth_length]);
    }

    /// Keeps only the symmetry that these fields have too: over the volume (z, y, x), on the surface
    /// (y, x).
    fn keep(&mut self, volume: &[&Array3<f64>], surface: &[&Array2<f64>]) {
        let alike = |axis: usize, a: usize, b: usize| {
            let near = |(a, b): (&f64, &f64)| (a - b).abs() <= ALIKE;
            let slices = |field: &&Array3<f64>| {
                let at = |cell| field.index_axis(ArrayAxis(axis + 1), cell);
                at(a).iter().zip(&at(b)).all(near)
            };
            let lines = |field: &&Array2<f64>| {
                let at = |cell| field.index_axis(ArrayAxis(axis), cell);
                at(a).iter().zip(&at(b)).all(near)
            };
            surface.iter().all(lines) && volume.iter().all(slices)
        };
        self.y = self.y.coarsened(|a, b| alike(0, a, b));
        self.x = self.x.coarsened(|a, b| alike(1, a, b));
    }

    /// Whether everything is solved.
    pub fn is_whole(&self) -> bool {
        self.x.is_whole() && self.y.is_whole()
    }

    /// How often the part fits into the patch.
    pub fn copies(&self) -> usize {
        self.x.copies() * self.y.copies()
    }

    /// Shape (z, y, x) of the part of a patch `depth` cells deep.
    pub fn shape(&self, depth: usize) -> (usize, usize, usize) {
        (depth, self.y.part_cells(), self.x.part_cells())
    }

    /// The cell (z, y, x) of the patch that a cell of the part is.
    pub fn original(&self, (z, y, x): (usize, usize, usize)) -> (usize, usize, usize) {
        (z, self.y.first() + y, self.x.first() + x)
    }

    /// The part of a patch that is solved.
    pub fn part(&self, patch: &Mesh) -> Mesh {
        let Grid { x, y, z } = &patch.grid;
        let grid = Grid { x: self.x.part(x), y: self.y.part(y), z: z.clone() };
        Mesh { grid, layers: patch.layers.clone(), junction_mm: patch.junction_mm }
    }

    /// The part of an injury of the patch. Averages over half of a mirrored cell are those over all.
    pub fn fold(&self, injury: Injury) -> Injury {
        if self.is_whole() {
            return injury;
        }
        let along = |fold: &Fold| Slice::from(fold.first()..fold.first() + fold.part_cells());
        let (x, y) = (along(&self.x), along(&self.y));
        let volume = |field: &Array3<f64>| {
            let rows = field.slice_axis(ArrayAxis(1), y);
            rows.slice_axis(ArrayAxis(2), x).as_standard_layout().into_owned()
        };
        let surface = |field: &Array2<f64>| {
            let rows = field.slice_axis(ArrayAxis(0), y);
            rows.slice_axis(ArrayAxis(1), x).as_standard_layout().into_owned()
        };
        Injury {
            killed: volume(&injury.killed),
            opened: volume(&injury.opened),
            cut: volume(&injury.cut),
            bled: volume(&injury.bled),
            span: volume(&injury.span),
            opened_surface: surface(&injury.opened_surface),
            mouth_length: surface(&injury.mouth_length),
            halo: volume(&injury.halo),
            debris: injury.debris,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_breaks_the_symmetry_is_seen() {
        let text = include_str!("../../../examples/scenarios/regular_stamp.toml");
        let changes = ["grid.spacing_um=250".to_owned()];
        let (scenario, _) = Scenario::parse("stamp.toml", text, &changes).unwrap();
        let patch = Mesh::new(&scenario);
        let (symmetry, _) = Symmetry::find(&scenario, &patch);
        assert!(!symmetry.is_whole());
        let (mut injury, _) = carry_out(&scenario, 0, &patch);
        assert!(symmetry.holds(&injury));
        injury.killed[[8, 1, 2]] += 1e-6;
        assert!(!symmetry.holds(&injury));
    }
}
