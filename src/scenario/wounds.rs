//! Refuses wounds that take more skin than there is: no number that came of them would mean anything.

use std::f64::consts::PI;

use super::assemble::START;
use super::fault::Faults;
use super::section::show;
use super::source::Place;
use super::tree::{Table, Value};
use super::{Geometry, GridSettings};
use crate::puncture::Tool;
use crate::treatment::Session;
use crate::units::SQUARE_CENTIMETRE;

/// Adds a fault for each wound that leaves no skin beside it; `gaping` is the parameter of incisions.
pub(super) fn check(
    root: &Table,
    grid: &GridSettings,
    sessions: &[Session],
    gaping: f64,
    faults: &mut Faults,
) {
    // A cut runs along y: only the width has to hold it.
    let (width, side) = match grid.geometry {
        Geometry::Slab => (grid.width_mm, grid.width_mm),
        Geometry::Patch => (grid.width_mm, grid.width_mm.min(grid.length_mm)),
        // The share of one wound decides.
        Geometry::Cell | Geometry::WellMixed => (f64::INFINITY, f64::INFINITY),
    };
    for session in sessions {
        match &session.device {
            Tool::Core(core) => {
                let (diameter, radius) = (core.diameter_mm, 0.5 * core.diameter_mm);
                let share = PI * radius * radius * core.density_per_cm2 / SQUARE_CENTIMETRE;
                let place = place(root, "diameter_mm");
                if side.is_finite() && diameter >= side {
                    let title = format!(
                        "a core of {} mm leaves nothing of a piece {} mm wide",
                        show(diameter),
                        show(side)
                    );
                    faults.add(place, title, "take wider skin, as grid.width_mm, or a smaller core");
                } else if side.is_infinite() && share >= 1.0 {
                    let title = format!(
                        "{} cores of {} mm per cm² take {share:.2} times the skin there is",
                        show(core.density_per_cm2),
                        show(diameter)
                    );
                    faults.add(place, title, "take fewer, by density_per_cm2, or smaller ones");
                }
            }
            Tool::Incision(incision) => {
                let mouth = incision.blade_mm + gaping * incision.depth_mm;
                if mouth >= width {
                    let title = format!(
                        "an incision that gapes {mouth:.2} mm leaves nothing of a piece {} mm wide",
                        show(width)
                    );
                    faults.add(
                        place(root, "blade_mm"),
                        title,
                        "take wider skin, as grid.width_mm, or a smaller cut",
                    );
                }
            }
            Tool::Needles { .. } | Tool::Abrasion(_) => {}
        }
    }
}

/// Where a key of the device stands, or the device.
fn place(root: &Table, key: &str) -> Place {
    let Some(device) = root.get("device") else { return START };
    match &device.node.value {
        Value::Table(table) => table.get(key).map_or(device.place, |entry| entry.node.place),
        _ => device.place,
    }
}
