//! A scenario in motion: from session to session, and in between as far as it is asked.

pub mod agents;
mod clock;
mod extension;
#[cfg(test)]
mod guarded;
mod kept;
pub mod mixed;
mod motion;
mod passed;
mod saved;
pub mod session;
pub mod setup;

use ndarray::Axis;

use super::domain::mesh::Mesh;
use super::domain::regions::SkinState;
use super::domain::symmetry::Ready;
use super::observe::maps::richest;
use super::observe::schedule::{SAME, Schedule, landing_days, near};
use super::observe::{Observer, View, Watch};
use crate::cancel::Cancel;
use crate::error::{Error, Result};
use crate::model::SurfaceFields;
use crate::numerics::{Failure, System, WindowStatistics, Work};
use crate::puncture::Injury;
use crate::scenario::{Geometry, Scenario};
use agents::{Agents, TopicalReport};
use clock::{Clock, Leg, joined};
use motion::Motion;
use session::SessionReport;
use setup::{Scene, Setup};

pub use kept::{Between, Keep};

use super::SkinOnGrid;

/// A scenario in motion. It moves by steps that look at nobody: neither the days that it is advanced to nor
/// what observers look at changes what happens.
///
/// ```
/// use dermis::scenario::Scenario;
/// use dermis::simulation::{Run, Schedule};
/// # let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 8";
/// # let (scenario, _) = Scenario::parse("one session", text, &[])?;
/// let mut run = Run::new(&scenario);
/// run.advance_to(7.0)?;
/// let view = run.view();
/// assert_eq!(view.day(), 7.0);
/// assert!(view.field("collagen_total").is_some_and(|field| field.iter().all(|&value| value > 0.9)));
/// # dermis::Result::Ok(())
/// ```
pub struct Run<'a> {
    scene: Scene<'a>,
    /// Sessions that are worked out already.
    ready: Ready,
    state: SkinState,
    agents: Agents<'a>,
    watches: Vec<Watch<'a>>,
    /// Numbers of the sessions that were carried out, and how.
    treated: Vec<usize>,
    sessions: Vec<SessionReport>,
    clock: Clock,
    motion: Option<Motion>,
    cancel: Cancel,
}

/// What a run took.
pub struct Effort<'r> {
    /// Name of the stepper.
    pub stepper: &'r str,
    /// Steps and what they took.
    pub work: Work,
    /// What of the patch was solved; nothing where all of it always is.
    pub active_box: Option<&'r WindowStatistics>,
}

impl<'a> Run<'a> {
    /// Untreated skin of the scenario on day 0: at rest, but for a defect. Of skin that repeats itself it
    /// holds the one part that is solved for all, unless `run.symmetry` is off.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self::in_parts(scenario, 1)
    }

    /// The same with agents' pieces of time cut into so many parts.
    fn in_parts(scenario: &'a Scenario, parts: u32) -> Self {
        let (setup, ready) = Setup::new(scenario);
        let state = setup.begun().clone();
        let agents = Agents::new(scenario, &setup.mesh, mean_barrier(&setup.mesh, &state), parts);
        Self {
            scene: Scene::new(setup),
            ready,
            state,
            agents,
            watches: Vec::new(),
            treated: Vec::new(),
            sessions: Vec::new(),
            clock: Clock::default(),
            motion: None,
            cancel: Cancel::default(),
        }
    }

    /// Shows the run to an observer on these days. To be called before the run moves.
    pub fn watch(&mut self, schedule: &Schedule, what: impl Observer + 'a) -> &mut Self {
        self.watches.push(Watch::new(schedule, Box::new(what), &self.scene.setup));
        self
    }

    /// Stops the run after the step in which `cancel` asks for it, with [`Error::Cancelled`].
    pub fn stop_on(&mut self, cancel: &Cancel) -> &mut Self {
        self.cancel = cancel.clone();
        self
    }

    /// What does not change.
    pub fn setup(&self) -> &Setup<'a> {
        &self.scene.setup
    }

    /// The part that is solved, as it is where the steps are.
    pub fn state(&self) -> &SkinState {
        &self.state
    }

    /// The same at rest.
    pub fn rest(&self) -> &SkinState {
        self.scene.setup.rest()
    }

    /// The model on the grid.
    pub fn on(&self) -> &SkinOnGrid {
        &self.scene.on
    }

    /// The day that the run was advanced to.
    pub fn day(&self) -> f64 {
        self.clock.day
    }

    /// The day that its steps have reached.
    pub fn reached(&self) -> f64 {
        self.clock.time
    }

    /// Sessions as they were carried out.
    pub fn sessions(&self) -> &[SessionReport] {
        &self.sessions
    }

    /// What became of the agents put on.
    pub fn topicals(&self) -> Vec<TopicalReport> {
        self.agents.reports()
    }

    /// What the run took so far.
    pub fn effort(&self) -> Effort<'_> {
        let motion = self.motion.as_ref();
        Effort {
            stepper: motion.map_or("", |motion| motion.stepper.name()),
            work: motion.map_or(Work::default(), |motion| motion.stepper.work()),
            active_box: motion.and_then(|motion| motion.active.statistics()),
        }
    }

    /// Moves on to `day`, or to the end of the run if that comes before; sessions on the way are carried
    /// out, one on `day` itself when the run moves on from there. Steps may reach beyond `day`, but nothing
    /// is seen of that: the steps are the same whatever days a run is advanced to. (With `ros2_lean`, which has nothing to
    /// see between, a step ends on `day`.)
    ///
    /// # Errors
    /// [`Error::Numerical`] where the numbers fail, [`Error::Cancelled`] where a stop was asked for, and
    /// what observers return.
    pub fn advance_to(&mut self, day: f64) -> Result<()> {
        let day = day.min(self.scene.setup.scenario().run.days);
        while self.clock.time < day - SAME {
            if !self.step(day)? {
                break;
            }
        }
        self.clock.day = self.clock.day.max(day);
        Ok(())
    }

    /// Moves on to the end, carries out a session that is due there, and lets observers finish.
    ///
    /// # Errors
    /// As for [`advance_to`](Self::advance_to).
    pub fn finish(&mut self) -> Result<()> {
        let end = self.scene.setup.scenario().run.days;
        while self.step(end)? {}
        self.end()
    }

    /// Lets observers finish.
    fn end(&mut self) -> Result<()> {
        self.clock.day = self.scene.setup.scenario().run.days;
        let mut watches = std::mem::take(&mut self.watches);
        let view = self.view();
        watches.iter_mut().try_for_each(|watch| watch.what().finish(&view))
    }

    /// The skin on the day that the run was advanced to.
    pub fn view(&self) -> View<'_> {
        let Clock { day, time, .. } = self.clock;
        let agents = || self.agents.on(day, mean_barrier(&self.scene.setup.mesh, &self.state));
        let Some(Motion { stepper, active, passed, .. }) = self.motion.as_ref().filter(|_| day < time) else {
            return View::new(&self.scene, &self.state, day).with(agents());
        };
        let make = move || {
            let mut state = self.state.clone();
            active.observe(&self.scene.on, &self.state, stepper.as_ref(), day, &mut state);
            state
        };
        View::between(&self.scene, make, day).known(passed.on(day, &stepper.blend(day))).with(agents())
    }

    /// Carries out a session of the scenario on the state as it is.
    ///
    /// # Errors
    /// [`Error::Usage`] where the scenario has no such session.
    pub fn treat(&mut self, session: usize) -> Result<(Injury, SessionReport)> {
        let (injury, report) = self.work_out(session)?;
        let Self { scene, state, motion, agents, treated, clock, .. } = self;
        let scenario = scene.setup.scenario();
        let grid = &scenario.grid;
        if grid.geometry == Geometry::Cell && grid.shifted_sessions && treated.len() > 1 {
            session::shift(&scene.setup.mesh, state);
        }
        let share = session::treated_share(scenario, session + 1);
        if let Some(grown) = scene.regions.grown(state, share, clock.time) {
            *state = grown;
        }
        session::apply(&injury, &scene.on, state);
        agents.jump(mean_barrier(&scene.setup.mesh, state));
        if let Some(Motion { stepper, active, .. }) = motion {
            stepper.restart();
            active.choose(&scene.on, state, stepper.as_mut());
        }
        Ok((injury, report))
    }

    /// What a session does to the part that is solved, which is noted; the state is left as it is.
    fn work_out(&mut self, session: usize) -> Result<(Injury, SessionReport)> {
        let sessions = self.scene.setup.scenario().sessions.len();
        if session >= sessions {
            return Err(Error::Usage(format!("there is no session {session}: the scenario has {sessions}")));
        }
        let Self { scene, .. } = self;
        let (injury, report) = if let Some(ready) = self.ready.get_mut(session).and_then(Option::take) {
            ready
        } else {
            let setup = &scene.setup;
            let (injury, report) = session::carry_out(setup.scenario(), session, &setup.patch);
            if !setup.symmetry().holds(&injury) {
                let problem = format!("session {session} breaks the symmetry by which the skin is solved");
                return Err(Error::Internal(problem));
            }
            (setup.symmetry().fold(injury), report)
        };
        scene.regions.add(&injury);
        if self.sessions.is_empty() {
            (scene.section, scene.column) = (richest(&injury, Axis(1)), richest(&injury, Axis(2)));
        }
        self.treated.push(session);
        self.sessions.push(report.clone());
        Ok((injury, report))
    }

    /// One step towards `day`; false where the end of the run is reached.
    fn step(&mut self, day: f64) -> Result<bool> {
        self.set_in_motion()?;
        if std::mem::take(&mut self.clock.loaded) {
            self.go_on()?;
        }
        if self.clock.leg.is_none() {
            self.clock.leg = self.depart()?;
        }
        let Self { scene, state, agents, watches, motion: Some(motion), clock, .. } = self else {
            return Ok(false);
        };
        let Some(leg) = &clock.leg else { return Ok(false) };
        // What has no state between its steps lands on the day that is asked for.
        let until = if motion.stepper.shows() { leg.to } else { day.max(clock.time + SAME).min(leg.to) };
        let reached = motion.step(scene, state, leg, [clock.time, until], (agents, watches))?;
        clock.time = reached;
        let work = motion.stepper.work();
        watches.iter_mut().for_each(|watch| watch.what().step(reached, work));
        if reached >= leg.to {
            motion.active.gather(&scene.on, state);
            self.arrive();
        }
        match self.cancel.is_cancelled() {
            true => Err(Error::Cancelled { day: self.clock.time }),
            false => Ok(true),
        }
    }

    /// Makes the stepper and what it works on, once.
    fn set_in_motion(&mut self) -> Result<()> {
        if self.motion.is_some() {
            return Ok(());
        }
        // Where the model itself changes there is no rest to leave out.
        let all = self.agents.act();
        self.motion = Some(Motion::new(&self.scene, &self.state, all)?);
        Ok(())
    }

    /// Begins the next leg: carries out what is due, changes the parameters as agents have it. Nothing where
    /// the run is at its end.
    fn depart(&mut self) -> Result<Option<Leg>> {
        let scenario = self.scene.setup.scenario();
        let (from, end) = (self.clock.time, scenario.run.days);
        if !self.clock.begun {
            self.clock.begun = true;
            let Self { scene, watches, agents, state, .. } = self;
            watches.iter_mut().try_for_each(|watch| watch.what().begin(&scene.setup))?;
            show(agents, watches, View::new(scene, state, from))?;
            self.clock.due = scenario.sessions.iter().position(|session| near(session.day, from));
        }
        if let Some(session) = self.clock.due.take() {
            self.treat(session)?;
            let Self { scene, watches, state, .. } = self;
            let view = View::new(scene, state, from).after(Some(session));
            watches.iter_mut().try_for_each(|watch| watch.show(&view))?;
        }
        if let Some(parameters) =
            self.agents.change(from, &self.scene.parameters, self.scene.setup.parameters())
        {
            self.scene.set(parameters);
            if let Some(motion) = &mut self.motion {
                motion.stepper.restart();
            }
        }
        Ok((from < end).then(|| self.leg(from)))
    }

    /// The leg that begins on a day.
    fn leg(&self, from: f64) -> Leg {
        let scenario = self.scene.setup.scenario();
        let end = scenario.run.days;
        let later = |day: &f64| *day > from + SAME;
        let sessions = scenario.sessions.iter().map(|session| session.day).filter(later);
        let to = sessions.chain(self.agents.next_change(from)).chain([end]).fold(end, f64::min);
        let session = scenario.sessions.iter().position(|session| near(session.day, to));
        Leg { from, to, days: self.days(from, to), landing: self.landing(from, to), session }
    }

    /// Days to be looked at between two, and the second.
    fn days(&self, from: f64, to: f64) -> Vec<f64> {
        joined(self.watches.iter().map(Watch::days).chain([self.agents.days()]), from, to)
    }

    /// Days that the first steps of a leg land on: the same whatever is looked at, and close together after sessions, when
    /// most happens.
    fn landing(&self, from: f64, to: f64) -> Vec<f64> {
        let followed = landing_days(self.scene.setup.scenario());
        joined([&followed[..], self.agents.days()].into_iter(), from, to)
    }

    /// The leg is done.
    fn arrive(&mut self) {
        if let Some(motion) = &mut self.motion {
            motion.passed.forget();
        }
        if let Some(leg) = self.clock.leg.take() {
            (self.clock.time, self.clock.due) = (leg.to, leg.session);
        }
    }
}

/// Shows a day to whom it is due, and tells agents of the barrier.
fn show<'v, 'a: 'v>(
    agents: &mut Agents<'a>,
    watches: &mut [Watch<'a>],
    mut view: View<'v>,
) -> Result<View<'v>> {
    if !agents.days().is_empty() {
        let (day, barrier) = (view.day(), mean_barrier(&view.setup().mesh, view.state()));
        view = view.with(agents.on(day, barrier));
        if agents.days().iter().any(|&piece| near(piece, day)) {
            agents.advance(day, barrier);
        }
    }
    watches.iter_mut().try_for_each(|watch| watch.show(&view))?;
    Ok(view)
}

fn failed(scene: &Scene<'_>, day: f64, failure: Failure) -> Error {
    let (z, y, x) = scene.setup.symmetry().original(failure.cell);
    let field = scene.on.system().name(failure.field).into();
    let place_mm = scene.setup.place_mm(failure.cell);
    Error::Numerical { field, x, y, z, place_mm, day, problem: failure.problem }
}

/// Mean barrier over the surface.
fn mean_barrier(mesh: &Mesh, state: &SkinState) -> f64 {
    let barrier = state.surface(SurfaceFields::INDEX.barrier);
    let (x, y) = (&mesh.grid.x.volumes, &mesh.grid.y.volumes);
    let area = |i: usize| x[i % x.len()] * y[i / x.len()];
    let sum: f64 = barrier.iter().enumerate().map(|(i, value)| value * area(i)).sum();
    sum / (0..barrier.len()).map(area).sum::<f64>()
}

#[cfg(test)]
mod tests;
