//! Slices of the skin over the days of a run, for whoever wants to scrub through them.

use ndarray::Array2;

use super::maps::boundaries;
use super::{Observer, Schedule, View};
use crate::error::Result;
use crate::figure::Film;
use crate::model::Fields;
use crate::scenario::{Geometry, Scenario};

/// Most days of a film.
const MOST_DAYS: usize = 60;
/// Most values of all films together; of larger grids fewer days are kept.
const MOST_VALUES: usize = 24_000_000;
/// Least range of a colour bar, in the units of the fields: less is what the tolerance of a run leaves.
const LEAST_RANGE: f64 = 1e-3;

/// What is filmed: in words, its unit, whether it is found in the dermis and below only, and its value.
struct Filmed {
    field: &'static str,
    unit: &'static str,
    dermal: bool,
    value: fn(&Fields<f64>) -> f64,
}

const FILMED: [Filmed; 6] = [
    filmed("total collagen", "relative to rest", true, |u| u.collagen_i + u.collagen_iii + u.collagen_scar),
    filmed("new collagen", "of rest total collagen", true, |u| u.collagen_new),
    filmed("TGF-β1", "about 10 ng/mL", false, |u| u.tgf_beta_1),
    filmed("inflammation", "about 1 ng/mL of TNF", false, |u| u.inflammation),
    filmed("fibroblasts", "relative to rest", true, |u| u.fibroblasts),
    filmed("myofibroblasts", "of resting fibroblasts", true, |u| u.myofibroblasts),
];

const fn filmed(
    field: &'static str,
    unit: &'static str,
    dermal: bool,
    value: fn(&Fields<f64>) -> f64,
) -> Filmed {
    Filmed { field, unit, dermal, value }
}

/// Films of a run: the section that the first session opened most.
#[derive(Debug, Default)]
pub struct Films {
    films: Vec<Film>,
}

impl Films {
    /// Days on which a scenario is filmed: at most so many of the days of its time series, so that a film
    /// brings no look of its own. They lie closer where those do, after sessions.
    pub fn schedule(scenario: &Scenario) -> Schedule {
        let days = Schedule::series().days(scenario);
        let most = MOST_DAYS.min(MOST_VALUES / (FILMED.len() * section(scenario)).max(1)).max(2);
        if scenario.grid.geometry == Geometry::WellMixed {
            return Schedule::never();
        }
        let last = days.len().saturating_sub(1);
        let kept = days.len().min(most);
        Schedule::days_at((0..kept).map(|at| days[at * last / (kept - 1).max(1)]))
    }

    /// Bytes that the films of a scenario hold.
    pub fn bytes(scenario: &Scenario) -> f64 {
        let days = Self::schedule(scenario).days(scenario).len();
        4.0 * (days * FILMED.len() * section(scenario)) as f64
    }

    /// What was filmed.
    pub fn finish(self) -> Vec<Film> {
        self.films
    }
}

/// Cells of a section along z and x.
fn section(scenario: &Scenario) -> usize {
    let [z, _, x] = scenario.grid.shape(&scenario.site, &scenario.sessions);
    z * x
}

impl Observer for Films {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        if self.films.is_empty() {
            self.films = FILMED.iter().map(|filmed| empty(view, filmed)).collect();
        }
        for (film, filmed) in self.films.iter_mut().zip(&FILMED) {
            film.days.push(view.day());
            film.frames.push(frame(view, filmed));
        }
        Ok(())
    }
}

fn empty(view: &View<'_>, filmed: &Filmed) -> Film {
    let grid = view.grid();
    let across = if grid.x.radial { "distance from the axis (mm)" } else { "lateral position (mm)" };
    Film {
        field: filmed.field.into(),
        unit: filmed.unit.into(),
        slice: "the section that the first session opened most".into(),
        x_label: across.into(),
        y_label: "depth (mm)".into(),
        x_faces: grid.x.faces.clone(),
        y_faces: grid.z.faces.clone(),
        layers: boundaries(view),
        value_floor: LEAST_RANGE,
        days: Vec::new(),
        frames: Vec::new(),
    }
}

fn frame(view: &View<'_>, filmed: &Filmed) -> Array2<f32> {
    let values = view.section(view.richest_section(), filmed.value);
    let mut frame = values.mapv(|value| value as f32);
    for (z, mut row) in frame.outer_iter_mut().enumerate() {
        if filmed.dermal && !view.is_dermal(z) {
            row.fill(f32::NAN);
        }
    }
    frame
}
