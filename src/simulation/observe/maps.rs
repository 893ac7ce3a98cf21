//! Depth–lateral maps over the whole width of a patch.

use crate::error::Result;
use crate::figure::HeatMap;
use crate::model::{Fields, Layer};
use crate::puncture::Injury;

use super::{Observer, View};

/// Maps by day. To be shown sessions' days after them: a map there shows what the session has just done.
#[derive(Debug, Default)]
pub struct Maps {
    /// Maps of each day, in the order of `MAPPED`.
    pub days: Vec<Vec<HeatMap>>,
}

/// What is mapped: title, unit, whether it is found in the dermis and below only, and its value.
pub(in crate::simulation) type Mapped = (&'static str, &'static str, bool, fn(&Fields<f64>) -> f64);

/// Fields that are mapped.
pub(in crate::simulation) const MAPPED: [Mapped; 2] = [
    ("Collagen", "relative to rest", true, |u| u.collagen_i + u.collagen_iii + u.collagen_scar),
    ("TGF-β1", "1 stands for about 10 ng/mL", false, |u| u.tgf_beta_1),
];

/// Least range of a colour bar, in the units of the fields: less is what the tolerance of a run leaves.
const LEAST_RANGE: f64 = 1e-3;

impl Observer for Maps {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        let treated_today = || {
            let mut sessions = view.setup().scenario().sessions.iter();
            sessions.any(|session| super::schedule::near(session.day, view.day()))
        };
        if !view.layers().is_empty() && (view.session().is_some() || !treated_today()) {
            self.days.push(MAPPED.iter().map(|mapped| map(view, mapped)).collect());
        }
        Ok(())
    }
}

fn map(view: &View<'_>, mapped: &Mapped) -> HeatMap {
    let (title, unit, dermal, value) = mapped;
    let grid = view.grid();
    let mut values = view.section(view.richest_section(), *value);
    for (z, mut row) in values.outer_iter_mut().enumerate() {
        if *dermal && !view.is_dermal(z) {
            row.fill(f64::NAN);
        }
    }
    // A row of the time series of that day shows the skin before.
    let when = if view.session().is_some() { ", just after the session" } else { "" };
    HeatMap {
        title: format!("{title}, day\u{a0}{}{when}", view.day()),
        x_label: if grid.x.radial { "distance from the axis (mm)" } else { "lateral position (mm)" }.into(),
        y_label: "depth (mm)".into(),
        value_label: format!("{title} ({unit})"),
        x_faces: grid.x.faces.clone(),
        y_faces: grid.z.faces.clone(),
        values,
        layers: boundaries(view),
        value_floor: LEAST_RANGE,
        value_reach: None,
    }
}

/// Depth at which each layer begins; the thin stratum corneum is left to the epidermis.
pub(super) fn boundaries(view: &View<'_>) -> Vec<(f64, String)> {
    let begins = |layer: &Layer| {
        let row = view.layers().iter().position(|other| other == layer)?;
        Some((view.grid().z.faces[row], layer.name().to_owned()))
    };
    Layer::ALL[1..].iter().filter_map(begins).collect()
}

/// The lateral section that a session opened most.
pub(in crate::simulation) fn richest_section(injury: &Injury) -> usize {
    let opened = |y: usize| injury.opened.index_axis(ndarray::Axis(1), y).sum();
    let sections = 0..injury.opened.shape()[1];
    sections.map(|y| (y, opened(y))).fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best }).0
}
