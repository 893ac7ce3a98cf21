//! Reads `[grid]` and refuses a grid that is too large or too coarse to mean anything.

use super::assemble::{START, open};
use super::fault::Faults;
use super::keys::{GRID, fill};
use super::section::{Section, show};
use super::shape::{densest, share_of_cell};
use super::tree::Table;
use super::{Geometry, GridSettings};
use crate::puncture::Tool;
use crate::site::Site;
use crate::treatment::Session;

/// The grid of a scenario.
pub(super) fn read(root: &Table, site: &Site, sessions: &[Session], faults: &mut Faults) -> GridSettings {
    let section = open(root, "grid", faults);
    let mut grid = GridSettings::USUAL;
    fill(&GRID, &section, &mut grid, faults);
    let geometry = grid.geometry;
    let [z, y, x] = grid.shape(site, sessions);
    let cells = z as f64 * y as f64 * x as f64;
    if cells > GridSettings::MOST_CELLS {
        let keys = ["spacing_um", "width_mm", "length_mm", "geometry"];
        let place = keys.iter().find_map(|key| section.entry(key)).map(|entry| entry.node.place);
        faults.add(
            place.unwrap_or(START),
            format!("the grid has {z} × {y} × {x} = {cells:.1e} cells (depth × length × width)"),
            format!(
                "allowed: up to {:.0e}; take a wider spacing or a smaller piece",
                GridSettings::MOST_CELLS
            ),
        );
    }
    let linear = |session: &Session| matches!(session.device, Tool::Incision(_));
    if matches!(geometry, Geometry::Cell | Geometry::WellMixed) && sessions.iter().any(linear) {
        let place = section.entry("geometry").map_or(START, |entry| entry.node.place);
        let title = format!("an incision does not fit the geometry `{}`, which is round", geometry.name());
        faults.add(place, title, "take geometry = \"slab\" or \"patch\"");
    }
    let is_core = |session: &Session| matches!(session.device, Tool::Core(_));
    if geometry == Geometry::WellMixed && sessions.iter().any(is_core) {
        let place = section.entry("geometry").map_or(START, |entry| entry.node.place);
        let title =
            "a core does not fit the geometry `well_mixed`, which would spread it over its share of the skin";
        faults.add(place, title, "take geometry = \"cell\", \"slab\" or \"patch\"");
    }
    if geometry == Geometry::Cell {
        shares(&section, sessions, faults);
    }
    let narrow = if geometry == Geometry::Patch { x.min(y) } else { x };
    if matches!(geometry, Geometry::Patch | Geometry::Slab) && narrow < GridSettings::FEWEST_ACROSS {
        let place = ["spacing_um", "width_mm", "length_mm"].iter().find_map(|key| section.entry(key));
        faults.add(
            place.map_or(START, |entry| entry.node.place),
            format!("the grid is only {narrow} cells across"),
            format!(
                "allowed: at least {}; take a finer spacing or a larger piece",
                GridSettings::FEWEST_ACROSS
            ),
        );
    }
    grid
}

/// Smallest share of a `cell` that a session was held against the slab with.
const SMALLEST_SHARE: f64 = 0.1;

/// Refuses sessions in a `cell` that are no share of the densest one's.
fn shares(section: &Section<'_>, sessions: &[Session], faults: &mut Faults) {
    let place = section.entry("geometry").map_or(START, |entry| entry.node.place);
    let is_core = |session: &Session| matches!(session.device, Tool::Core(_));
    let spread = sessions.iter().find(|session| {
        let share = share_of_cell(sessions, session);
        share < SMALLEST_SHARE || (share < 1.0 && sessions.iter().any(is_core))
    });
    if let (Some(session), [most]) = (spread, densest(sessions)) {
        let [few, many] = [session, most].map(|session| show(session.device.density_per_cm2()));
        let title = format!(
            "a `cell` is the share of one needle, but the densities of the sessions are {few} ({}) and {many} ({}) per cm²",
            session.device.name(),
            most.device.name(),
        );
        faults.add(place, title, "take geometry = \"slab\" or \"patch\", or one density");
    }
}
