//! Slices of the skin over the days of a run, for whoever wants to scrub through them.

use super::slices::Slice;
use super::{Days, Observer, Schedule, View};
use crate::error::{Error, Result};
use crate::figure::{Film, Frame};
use crate::model::Fields;
use crate::numerics::{Reader, Writer};
use crate::scenario::{Geometry, GridSettings, Scenario};
use crate::simulation::run::setup::Setup;

/// Days after a session on which the skin is filmed. With the days below they are among those on which outcomes are
/// followed anyway, so that a film brings no look of its own, and hang on no later session nor on the run's end.
const AFTER_SESSION: [f64; 8] = [0.0, 0.25, 1.0, 2.0, 4.0, 7.0, 14.0, 21.0];
/// Until when in days, every so many days beside that.
const EVERY: [(f64, f64); 3] = [(180.0, 7.0), (730.0, 28.0), (f64::INFINITY, 182.0)];
/// Cells of all slices above which only the last of these are filmed.
const FINE: usize = 200_000;
/// Most films that a run can have, whatever a file says.
const MOST_FILMS: usize = 100;
/// Most frames that a film can have, whatever a file says.
const MOST_FRAMES: usize = 10_000;
/// Least range of a colour bar, in the units of the fields: less is what the tolerance of a run leaves.
const LEAST_RANGE: f64 = 1e-3;

/// What is filmed: in words, its unit, whether it is found in the dermis and below only, and the fields that it is the sum of.
struct Filmed {
    field: &'static str,
    unit: &'static str,
    dermal: bool,
    sum_of: &'static [usize],
}

const FIELD: Fields<usize> = Fields::INDEX;

const FILMED: [Filmed; 6] = [
    filmed(
        "total collagen",
        "relative to rest",
        true,
        &[FIELD.collagen_i, FIELD.collagen_iii, FIELD.collagen_scar],
    ),
    filmed("new collagen", "of rest total collagen", true, &[FIELD.collagen_new]),
    filmed("TGF-β1", "about 10 ng/mL", false, &[FIELD.tgf_beta_1]),
    filmed("inflammation", "about 1 ng/mL of TNF", false, &[FIELD.inflammation]),
    filmed("fibroblasts", "relative to rest", true, &[FIELD.fibroblasts]),
    filmed("myofibroblasts", "of resting fibroblasts", true, &[FIELD.myofibroblasts]),
];

const fn filmed(field: &'static str, unit: &'static str, dermal: bool, sum_of: &'static [usize]) -> Filmed {
    Filmed { field, unit, dermal, sum_of }
}

/// Films of a run: each field in each slice.
#[derive(Debug, Default)]
pub struct Films {
    films: Vec<Film>,
    slices: Vec<Slice>,
    days: Vec<f64>,
    /// Of each film: the fields of the first slice, then those of the next.
    frames: Vec<Vec<Frame>>,
}

impl Films {
    /// Days on which a scenario is filmed; never where there is no section.
    pub fn schedule(scenario: &Scenario) -> Schedule {
        if scenario.grid.geometry == Geometry::WellMixed {
            return Schedule::never();
        }
        let mut days: Vec<f64> = Vec::new();
        let mut day = 0.0;
        while day <= scenario.run.days {
            days.push(day);
            let every = EVERY.iter().find(|(until, _)| day < *until).map_or(EVERY[2].1, |(_, every)| *every);
            day += if is_fine(scenario) { EVERY[2].1 } else { every };
        }
        if !is_fine(scenario) {
            let sessions = scenario.sessions.iter();
            days.extend(sessions.flat_map(|session| AFTER_SESSION.map(|after| session.day + after)));
        }
        Schedule::days_at(days)
    }

    /// Bytes that the films of a scenario may hold.
    pub fn bytes(scenario: &Scenario) -> f64 {
        let days = Self::schedule(scenario).days(scenario).len();
        (days * FILMED.len() * Slice::cells(scenario)) as f64
    }

    /// What was filmed.
    pub fn finish(self) -> Vec<Film> {
        let Self { films, days, frames, .. } = self;
        let films = films.into_iter().zip(frames);
        films.map(|(film, frames)| Film { days: days.clone(), frames, ..film }).collect()
    }
}

/// Whether slices are so large that they are filmed on few days.
fn is_fine(scenario: &Scenario) -> bool {
    Slice::cells(scenario) > FINE
}

impl Observer for Films {
    fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
        self.slices = Slice::of(setup);
        let slices = self.slices.iter().flat_map(|slice| FILMED.iter().map(move |filmed| (slice, filmed)));
        let film = |(slice, filmed): (&Slice, &Filmed)| Film {
            field: filmed.field.into(),
            unit: filmed.unit.into(),
            value_floor: LEAST_RANGE,
            sparse: is_fine(setup.scenario()),
            ..slice.empty(setup)
        };
        self.films = slices.map(film).collect();
        if !self.frames.is_empty() && self.frames.len() != self.films.len() {
            return Err(Error::File("the films that were kept are of other slices".into()));
        }
        self.frames.resize(self.films.len(), Vec::new());
        Ok(())
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        self.days.push(view.day());
        let slices = self.slices.iter().flat_map(|slice| FILMED.iter().map(move |filmed| (slice, filmed)));
        for (frames, (slice, filmed)) in self.frames.iter_mut().zip(slices) {
            let hidden = |z: usize| filmed.dermal && !view.is_dermal(z);
            frames.push(Frame::new(&slice.values(view, filmed.sum_of, hidden)));
        }
        Ok(())
    }

    fn save(&self, to: &mut Writer) {
        to.put(&self.frames.len());
        to.put(&self.days.len());
        for (look, day) in self.days.iter().enumerate() {
            to.put(day);
            for frame in self.frames.iter().map(|frames| &frames[look]) {
                to.put(&frame.low);
                to.put(&frame.high);
                to.put(&frame.bytes.len());
                frame.bytes.iter().for_each(|byte| to.put(byte));
            }
        }
    }

    fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
        *self = Self { frames: vec![Vec::new(); from.length(MOST_FILMS)?], ..Self::default() };
        for _ in 0..from.length(MOST_FRAMES)? {
            let day = from.get()?;
            let kept = days.have(day);
            for frames in &mut self.frames {
                let (low, high) = (from.get()?, from.get()?);
                let mut bytes = Vec::new();
                for _ in 0..from.length(2 * GridSettings::MOST_CELLS as usize)? {
                    bytes.push(from.get()?);
                }
                frames.extend(kept.then_some(Frame { low, high, bytes }));
            }
            self.days.extend(kept.then_some(day));
        }
        Ok(())
    }
}
