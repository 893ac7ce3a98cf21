//! Depth–lateral maps over the whole width of a patch.

use ndarray::{Array2, Axis};

use crate::error::{Error, Result};
use crate::figure::HeatMap;
use crate::model::{Fields, Layer};
use crate::numerics::{Reader, Writer};
use crate::puncture::Injury;
use crate::scenario::GridSettings;
use crate::simulation::run::setup::Setup;

use super::{Days, Observer, View};

/// Maps by day. To be shown sessions' days after them: a map there shows what the session has just done.
#[derive(Debug, Default)]
pub struct Maps {
    /// Maps of each day, in the order of `MAPPED`.
    pub days: Vec<Vec<HeatMap>>,
    /// When each of them was looked at.
    looks: Vec<Look>,
    /// What was read, until the run goes on.
    read: Vec<(Look, Vec<Vec<f64>>)>,
}

/// When a map shows the skin.
#[derive(Debug, Clone, Copy)]
struct Look {
    day: f64,
    after_session: bool,
}

/// What is mapped: title, unit, whether it is found in the dermis and below only, and its value.
pub(in crate::simulation) type Mapped = (&'static str, &'static str, bool, &'static [usize]);

const FIELD: Fields<usize> = Fields::INDEX;

/// Fields that are mapped.
pub(in crate::simulation) const MAPPED: [Mapped; 2] = [
    ("Collagen", "relative to rest", true, &[FIELD.collagen_i, FIELD.collagen_iii, FIELD.collagen_scar]),
    ("TGF-β1", "1 stands for about 10 ng/mL", false, &[FIELD.tgf_beta_1]),
];

/// Least range of a colour bar, in the units of the fields: less is what the tolerance of a run leaves.
const LEAST_RANGE: f64 = 1e-3;

impl Maps {
    /// Those days.
    pub fn on(&self) -> Vec<f64> {
        self.looks.iter().map(|look| look.day).collect()
    }
}

impl Observer for Maps {
    fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
        let (nz, _, nx) = setup.grid().shape();
        for (look, fields) in self.read.drain(..) {
            let maps = MAPPED.iter().zip(fields).map(|(mapped, values)| {
                let values = Array2::from_shape_vec((nz, nx), values);
                let wrong = |_| Error::File("the maps that were kept are of another grid".into());
                Ok(map(setup, mapped, look, values.map_err(wrong)?))
            });
            self.days.push(maps.collect::<Result<_>>()?);
            self.looks.push(look);
        }
        Ok(())
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        let treated_today = || {
            let mut sessions = view.setup().scenario().sessions.iter();
            sessions.any(|session| super::schedule::near(session.day, view.day()))
        };
        if !view.layers().is_empty() && (view.session().is_some() || !treated_today()) {
            let look = Look { day: view.day(), after_session: view.session().is_some() };
            let setup = view.setup();
            let maps = MAPPED.iter().map(|mapped| map(setup, mapped, look, values(view, mapped)));
            self.days.push(maps.collect());
            self.looks.push(look);
        }
        Ok(())
    }

    fn save(&self, to: &mut Writer) {
        to.put(&self.looks.len());
        for (look, maps) in self.looks.iter().zip(&self.days) {
            to.put(&look.day);
            to.put(&look.after_session);
            for map in maps {
                to.numbers(&map.values.iter().copied().collect::<Vec<f64>>());
            }
        }
    }

    fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
        self.read.clear();
        for _ in 0..from.length(days.looks())? {
            let look = Look { day: from.get()?, after_session: from.get()? };
            let mut fields = Vec::new();
            for _ in MAPPED {
                fields.push(from.up_to(GridSettings::MOST_CELLS as usize)?);
            }
            if days.have(look.day) {
                self.read.push((look, fields));
            }
        }
        Ok(())
    }
}

/// The section that is mapped.
fn values(view: &View<'_>, (_, _, dermal, sum_of): &Mapped) -> Array2<f64> {
    let mut values = view.section(view.richest_section(), sum_of);
    for (z, mut row) in values.outer_iter_mut().enumerate() {
        if *dermal && !view.is_dermal(z) {
            row.fill(f64::NAN);
        }
    }
    values
}

fn map(setup: &Setup<'_>, mapped: &Mapped, look: Look, values: Array2<f64>) -> HeatMap {
    let (title, unit, ..) = mapped;
    let grid = setup.grid();
    // A row of the time series of that day shows the skin before.
    let when = if look.after_session { ", just after the session" } else { "" };
    HeatMap {
        title: format!("{title}, day\u{a0}{}{when}", look.day),
        x_label: if grid.x.radial { "distance from the axis (mm)" } else { "lateral position (mm)" }.into(),
        y_label: "depth (mm)".into(),
        value_label: format!("{title} ({unit})"),
        x_faces: grid.x.faces.clone(),
        y_faces: grid.z.faces.clone(),
        values,
        layers: boundaries(setup),
        value_floor: LEAST_RANGE,
        value_reach: None,
    }
}

/// Depth at which each layer begins; the thin stratum corneum is left to the epidermis.
pub(super) fn boundaries(setup: &Setup<'_>) -> Vec<(f64, String)> {
    let begins = |layer: &Layer| {
        let row = setup.layers().iter().position(|other| other == layer)?;
        Some((setup.grid().z.faces[row], layer.name().to_owned()))
    };
    Layer::ALL[1..].iter().filter_map(begins).collect()
}

/// The section, of those that follow each other along an axis, that a session opened most.
pub(in crate::simulation) fn richest(injury: &Injury, along: Axis) -> usize {
    let opened = |at: usize| injury.opened.index_axis(along, at).sum();
    let sections = 0..injury.opened.len_of(along);
    sections
        .map(|at| (at, opened(at)))
        .fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
        .0
}
