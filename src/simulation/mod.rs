//! Joins scenario, numerics and observers. Holds no formula.

pub mod boxes;
pub mod collagen_by_region;
pub mod defect;
pub mod estimate;
pub mod fold;
pub mod maps;
pub mod mesh;
pub mod mixed;
pub mod profile;
pub mod regions;
pub mod schedule;
pub mod session;
pub mod summary;
pub mod symmetry;
pub mod time_scales;
pub mod topicals;

use std::time::Instant;

use crate::error::{Error, Result};
use crate::figure::{Figure, HeatMap};
use crate::model::{FIELDS, Parameters, SURFACE_FIELDS, Skin, SurfaceFields};
use crate::numerics::steppers::{chosen, stepper};
use crate::numerics::{Active, Discretisation, Failure, Observer, System, Work};
use crate::outcome::{Recorder, figures};
use crate::puncture::{Device, Injury};
use crate::scenario::Scenario;
use crate::series::{PlacedNeedle, TimeSeries};

use boxes::Boxes;
use defect::Defect;
use mesh::Mesh;
use profile::Profile;
use regions::{Regions, SkinState};
use schedule::Stop;
use summary::Summary;
use symmetry::{Ready, Symmetry};
use topicals::Course;

/// The healing model on a grid.
pub type SkinOnGrid = Discretisation<Skin, FIELDS, SURFACE_FIELDS>;

/// Everything that a run gives.
pub struct RunResult {
    /// Outcomes over time.
    pub series: TimeSeries,
    /// Every needle of every session, in order.
    pub needles: Vec<PlacedNeedle>,
    /// Figures, ready to draw.
    pub figures: Vec<Figure>,
    /// What was run, what it cost and how it ended.
    pub summary: Summary,
}

/// A scenario set up and ready to move.
pub struct Simulation<'a> {
    scenario: &'a Scenario,
    /// All of the skin.
    patch: Mesh,
    /// What of it is solved.
    symmetry: Symmetry,
    /// Sessions on that part, as far as they are worked out.
    ready: Ready,
    /// That part.
    mesh: Mesh,
    on: SkinOnGrid,
    rest: SkinState,
    state: SkinState,
    regions: Regions,
    /// Collagen that the skin began with, in rest collagen × mm³.
    begun: f64,
    /// Collagen that needles cut, in rest collagen × volume.
    cut: f64,
    /// The user's own devices.
    own: Vec<&'a dyn Device>,
}

/// The model of a scenario on its grid: parameters after the patient's factors.
pub fn discretise(scenario: &Scenario) -> (Mesh, SkinOnGrid) {
    let mesh = Mesh::new(scenario);
    let on = discretise_with(scenario, &mesh, &biology(scenario));
    (mesh, on)
}

/// Parameters of the healing model after the patient's factors.
fn biology(scenario: &Scenario) -> Parameters<f64> {
    let mut parameters = scenario.parameters.biology;
    let set = &scenario.parameters;
    scenario.patient.apply(&set.ageing, &set.modifiers, &mut parameters);
    parameters
}

/// The healing model with these parameters on a mesh.
fn discretise_with(scenario: &Scenario, mesh: &Mesh, parameters: &Parameters<f64>) -> SkinOnGrid {
    let skin = if mesh.layers.is_empty() {
        Skin::uniform(parameters, 1)
    } else {
        let rows = mesh.layers.iter().copied().zip(mesh.grid.z.centres.iter().copied());
        Skin::layered(parameters, &scenario.parameters.layers, rows, mesh.junction_mm)
    };
    Discretisation::new(skin, mesh.grid.clone())
}

impl<'a> Simulation<'a> {
    /// Untreated skin of the scenario: at rest, but for a defect. Of skin that repeats itself it holds
    /// the one part that is solved for all, unless `run.symmetry` is off.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self::with_devices(scenario, Vec::new())
    }

    fn with_devices(scenario: &'a Scenario, own: Vec<&'a dyn Device>) -> Self {
        let patch = Mesh::new(scenario);
        let (symmetry, ready) = Symmetry::find(scenario, &own, &patch);
        let mesh = symmetry.part(&patch);
        let on = discretise_with(scenario, &mesh, &biology(scenario));
        let boxes = Boxes::new(&patch.grid, &symmetry, scenario.parameters.readout.scar_risk_box);
        let regions = Regions::new(&mesh.grid, &mesh.layers, boxes);
        let rest = on.rest();
        let mut state = rest.clone();
        let defect = scenario.indication.map(|indication| Defect::new(indication, &patch, &mesh));
        if let Some(defect) = &defect {
            defect.begin(&mesh, &mut state);
        }
        let begun = summary::collagen(&on, &state);
        let regions = regions.with_defect(defect);
        Self { scenario, patch, symmetry, ready, mesh, on, state, rest, regions, begun, cut: 0.0, own }
    }

    /// Lets sessions name a device that is not in the catalogue.
    #[must_use]
    pub fn with_device(mut self, device: &'a dyn Device) -> Self {
        self.own.push(device);
        Self::with_devices(self.scenario, self.own)
    }

    /// The state as it is.
    pub fn state(&self) -> &SkinState {
        &self.state
    }

    /// The state at rest.
    pub fn rest(&self) -> &SkinState {
        &self.rest
    }

    /// The model on the grid.
    pub fn on(&self) -> &SkinOnGrid {
        &self.on
    }

    /// Carries out a session on the state as it is.
    pub fn treat(&mut self, session: usize) -> Result<(Injury, session::SessionReport)> {
        let before = summary::collagen(&self.on, &self.state);
        let (injury, report) = if let Some(ready) = self.ready.get_mut(session).and_then(Option::take) {
            ready
        } else {
            let (injury, report) = session::carry_out(self.scenario, &self.own, session, &self.patch)?;
            (self.symmetry.fold(injury), report)
        };
        session::apply(&injury, &self.on, &mut self.state);
        self.cut += before - summary::collagen(&self.on, &self.state);
        self.regions.add(&injury);
        Ok((injury, report))
    }

    /// Runs the scenario from its first day to its last. `progress` hears the day and the work.
    pub fn run(mut self, progress: &mut dyn FnMut(f64, Work)) -> Result<RunResult> {
        let started = Instant::now();
        let run = &self.scenario.run;
        let shape = self.mesh.grid.shape();
        let chosen = chosen(&run.stepper, run.tolerance, shape, estimate::states_that_fit(shape));
        let mut stepper = stepper(chosen, run.tolerance, shape).ok_or_else(|| {
            Error::Usage(format!("there is no stepper named {}; see `dermis list steppers`", run.stepper))
        })?;
        let mut recorder = Recorder::new(self.scenario.parameters.readout);
        let (mut reports, mut maps): (Vec<_>, Vec<Vec<HeatMap>>) = (Vec::new(), Vec::new());
        let mut section = 0;
        let mut courses: Vec<Course<'_>> =
            self.scenario.topicals.iter().map(|topical| Course::new(topical, &self.mesh)).collect();
        let usual = biology(self.scenario);
        let mut used = usual;
        let mut between = None;
        let mut from = 0.0;
        let layered = !self.mesh.layers.is_empty();
        // From session to session, which the steps land on; what lies between is only looked at. An
        // agent that acts may change the model at every stop, so then they land on each.
        let acts = courses.iter().any(Course::acts);
        let passes = |stop: &Stop| stop.session.is_none() && !acts;
        // Where the model itself changes there is no rest to leave out.
        let wanted = run.active_box && !acts;
        let mut active = Active::new(&self.on, &self.state, run.tolerance, wanted);
        let mut barrier = mean_barrier(&self.mesh, &self.state);
        let (mut profile, mut treated) = (Profile::default(), 0.0);
        for part in schedule::stops(self.scenario).chunk_by(|stop, _| passes(stop)) {
            let Some(&Stop { day: to, session, map }) = part.last() else { continue };
            let days: Vec<f64> = part.iter().map(|stop| stop.day).collect();
            let mut seen = from;
            let mut look = |day: f64, state: &SkinState| {
                let before = std::mem::replace(&mut barrier, mean_barrier(&self.mesh, state));
                for course in &mut courses {
                    course.advance(seen, day, [before, barrier]);
                    course.record();
                }
                seen = day;
                recorder.record(&self.regions.snapshot(&self.on, state, &self.rest, day));
                if layered && part.iter().any(|stop| stop.day == day && stop.map && stop.session.is_none()) {
                    maps.push(maps::maps((&self.patch, &self.symmetry), &self.on, state, section, day));
                }
            };
            if days[0] == from {
                look(from, &self.state);
            }
            let mut observer = Observer { days: &days, between: &mut between, look: &mut look };
            while from < to {
                from = active
                    .step(&self.on, &mut self.state, stepper.as_mut(), [from, to], &mut observer)
                    .map_err(|failure| self.failed(from, failure))?;
                profile.step(from - treated);
                progress(from, stepper.work());
            }
            active.gather(&self.on, &mut self.state);
            if let Some(session) = session {
                let (injury, report) = self.treat(session)?;
                if reports.is_empty() {
                    section = richest_section(&injury);
                }
                reports.push(report);
                barrier = mean_barrier(&self.mesh, &self.state);
                treated = to;
                stepper.restart();
                active.choose(&self.on, &mut self.state, stepper.as_mut());
                // A map on the day of a session shows what it has just done.
                if map && layered {
                    let skin = (&self.patch, &self.symmetry);
                    maps.push(maps::maps(skin, &self.on, &self.state, section, to));
                }
            }
            let mut acting = usual;
            courses.iter().for_each(|course| course.act(&mut acting));
            if let Some(parameters) = due(&acting, &used, &usual) {
                self.on = discretise_with(self.scenario, &self.mesh, &parameters);
                used = parameters;
                stepper.restart();
            }
        }
        let mut series = recorder.finish();
        courses.iter().for_each(|course| course.columns(&mut series));
        let days: Vec<f64> = reports.iter().map(|report| report.day).collect();
        let mut figures = figures::curves(&series, &days);
        figures.extend(figures::topicals(&series, &days));
        figures.extend(figures::maps(maps));
        let needles = (1..).zip(&reports).flat_map(|(number, report)| report.needles(number)).collect();
        let seconds = started.elapsed().as_secs_f64();
        let summary = Summary::new(
            self.scenario,
            (&self.patch.grid, &self.symmetry),
            &self.on,
            &self.state,
            [self.begun, self.cut],
            &series,
            reports,
            courses.iter().map(Course::report).collect(),
            (chosen, stepper.work(), &profile, active.tally()),
            seconds,
        );
        Ok(RunResult { series, needles, figures, summary })
    }

    fn failed(&self, day: f64, failure: Failure) -> Error {
        let (z, y, x) = self.symmetry.original(failure.cell);
        let field = self.on.system().name(failure.field).into();
        Error::Numerical { field, x, y, z, day, problem: failure.problem }
    }
}

/// Mean barrier over the surface.
fn mean_barrier(mesh: &Mesh, state: &SkinState) -> f64 {
    let barrier = state.surface(SurfaceFields::INDEX.barrier);
    let (x, y) = (&mesh.grid.x.volumes, &mesh.grid.y.volumes);
    let area = |i: usize| x[i % x.len()] * y[i / x.len()];
    let sum: f64 = barrier.iter().enumerate().map(|(i, value)| value * area(i)).sum();
    sum / (0..barrier.len()).map(area).sum::<f64>()
}

/// Change of a parameter by an agent, relative, that the model is made anew for.
const FELT: f64 = 5e-3;
/// Change below which an agent has gone.
const CLEARED: f64 = 5e-4;

/// Parameters that the model is to be made anew with while agents act: not at every stop, because each
/// change makes the stepper start anew; but what has cleared leaves nothing behind.
fn due(acting: &Parameters<f64>, used: &Parameters<f64>, usual: &Parameters<f64>) -> Option<Parameters<f64>> {
    if differ(acting, usual, CLEARED) {
        differ(acting, used, FELT).then_some(*acting)
    } else {
        (used != usual).then_some(*usual)
    }
}

/// Whether any parameter differs by more than this part of itself.
fn differ(a: &Parameters<f64>, b: &Parameters<f64>, part: f64) -> bool {
    let pairs = a.into_array().into_iter().zip(b.into_array());
    pairs.into_iter().any(|(a, b)| (a - b).abs() > part * b.abs())
}

/// The lateral section that a session opened most.
fn richest_section(injury: &Injury) -> usize {
    let opened = |y: usize| injury.opened.index_axis(ndarray::Axis(1), y).sum();
    let sections = 0..injury.opened.shape()[1];
    sections.map(|y| (y, opened(y))).fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best }).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_that_have_cleared_leave_nothing_behind() {
        let usual = Parameters::default();
        let with = |factor: f64| {
            let mut values = usual.into_array();
            values[0] *= factor;
            Parameters::from_array(values)
        };
        assert_eq!(due(&usual, &usual, &usual), None);
        assert_eq!(due(&with(1.1), &usual, &usual), Some(with(1.1)));
        assert_eq!(due(&with(1.102), &with(1.1), &usual), None);
        assert_eq!(due(&with(1.004), &usual, &usual), None);
        assert_eq!(due(&with(1.0001), &with(1.004), &usual), Some(usual));
    }
}
