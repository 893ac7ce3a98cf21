//! A run as bytes, and the run that goes on from them to the same bits.

use std::io;

use twox_hash::XxHash3_64;

use super::passed::Passed;
use super::session::treated_share;
use super::{Clock, Leg, Motion, Run, extension};
use crate::error::{Error, Result};
use crate::model::Parameters;
use crate::numerics::{Reader, Unreadable, Writer};
use crate::scenario::Scenario;

impl<'a> Run<'a> {
    /// All that the run remembers, for [`load`](Self::load): the skin, the agents in it and what the steps hang
    /// on, every number to the bit. Observers are no part of it.
    pub fn save(&self) -> Vec<u8> {
        let mut to = Writer::new();
        self.write(&mut to);
        to.finish()
    }

    /// The same and all that its observers have kept, for [`go_on_from`](Self::go_on_from).
    ///
    /// # Errors
    /// What comes of writing there.
    pub fn save_into(&self, to: impl io::Write + 'static) -> io::Result<()> {
        let mut to = Writer::into(to);
        self.write(&mut to);
        let kept: Vec<_> = self.watches.iter().filter(|watch| watch.goes_along()).collect();
        to.put(&kept.len());
        kept.iter().for_each(|watch| watch.save(&mut to));
        to.close()
    }

    fn write(&self, to: &mut Writer) {
        to.name("run");
        to.put(&fingerprint(self.setup().scenario()));
        let Clock { time, day, leg, due, begun, .. } = &self.clock;
        to.put(&[*time, *day]);
        to.put(&leg.as_ref().map(|leg| [leg.from, leg.to]));
        to.put(&leg.as_ref().and_then(|leg| leg.session));
        to.put(due);
        to.put(begun);
        to.put(&self.treated.len());
        self.treated.iter().for_each(|session| to.put(session));
        to.numbers(&self.scene.parameters.into_array());
        to.state(&self.state);
        self.agents.save(to);
        to.put(&self.motion.is_some());
        if let Some(Motion { stepper, active, passed, .. }) = &self.motion {
            active.save(to);
            stepper.save(to);
            passed.save(to);
        }
    }

    /// The run of the same scenario that was saved: it goes on to the same bits. Observers watch it anew; they
    /// are shown the days to come.
    ///
    /// ```
    /// use dermis::scenario::Scenario;
    /// use dermis::simulation::Run;
    /// # let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 8";
    /// # let (scenario, _) = Scenario::parse("one session", text, &[])?;
    /// let mut run = Run::new(&scenario);
    /// run.advance_to(3.0)?;
    /// let mut other = Run::load(&scenario, &run.save())?;
    /// run.finish()?;
    /// other.finish()?;
    /// assert!(other.state() == run.state());
    /// # dermis::Result::Ok(())
    /// ```
    ///
    /// # Errors
    /// [`Error::File`] where the bytes are of another scenario or version, or no memory of a run.
    pub fn load(scenario: &'a Scenario, bytes: &[u8]) -> Result<Self> {
        let mut run = Self::new(scenario);
        let mut from = Reader::new(bytes)?;
        run.read(&mut from, scenario)?;
        from.finish()?;
        Ok(run)
    }

    /// Goes on from where a run was kept, to the same bits, and its observers with it. To be called before the run
    /// moves, with the observers of that run in their order. `planned` is the scenario of that run: this one is the
    /// same, or goes on after its end, from what was kept [near it](super::Between::NearEnd), as if it had been
    /// planned so from the first day.
    ///
    /// # Errors
    /// [`Error::File`] where the bytes are of another scenario or version, or no memory of a run; [`Error::Usage`]
    /// where the past would have been another one in this scenario.
    pub fn go_on_from(&mut self, mut from: Reader<'_>, planned: &Scenario) -> Result<()> {
        let same = planned == self.setup().scenario();
        if !same {
            extension::allowed(planned, self.setup())?;
        }
        self.read(&mut from, planned)?;
        if !same {
            self.looked_alike(planned)?;
            let leg = self.clock.leg.take();
            let to_end = |leg: &Leg| leg.to >= planned.run.days;
            self.clock.leg = leg.map(|leg| if to_end(&leg) { self.leg(leg.from) } else { leg });
        }
        let kept = self.watches.iter_mut().filter(|watch| watch.goes_along());
        let kept: Vec<_> = kept.collect();
        from.expect("the number of observers", &kept.len())?;
        kept.into_iter().try_for_each(|watch| watch.load(&mut from))?;
        from.finish()?;
        // Now, and not with the next step: the run may be kept again before it.
        if std::mem::take(&mut self.clock.loaded) { self.go_on() } else { Ok(()) }
    }

    fn read(&mut self, from: &mut Reader<'_>, planned: &Scenario) -> Result<()> {
        let scenario = self.setup().scenario();
        from.expect_name("run")?;
        from.expect("the fingerprint of the scenario", &fingerprint(planned))?;
        let [time, day] = from.get()?;
        let ends: Option<[f64; 2]> = from.get()?;
        let session = from.get()?;
        let leg = ends.map(|[from, to]| Leg { from, to, days: Vec::new(), landing: Vec::new(), session });
        let (due, begun) = (from.get()?, from.get()?);
        let count: usize = from.get()?;
        for _ in 0..count {
            let session: usize = from.get()?;
            if session >= scenario.sessions.len() {
                let count = scenario.sessions.len();
                return Err(Error::File(format!("the saved run treats session {session} of {count}")));
            }
            self.work_out(session)?;
            let share = treated_share(scenario, session + 1);
            self.scene.regions.grown(&self.state, share, 0.0);
        }
        let parameters: [f64; Parameters::COUNT] = from
            .numbers(Parameters::COUNT)?
            .try_into()
            .map_err(|_| Error::Internal("as many numbers as were asked for".into()))?;
        let parameters = Parameters::from_array(parameters);
        if parameters != self.scene.parameters {
            self.scene.set(parameters);
        }
        self.state = from.state(self.state.shape())?;
        self.agents.load(from)?;
        if from.get()? {
            self.set_in_motion()?;
        }
        if let Some(Motion { stepper, active, passed, .. }) = &mut self.motion {
            active.load(&self.scene.on, from)?;
            stepper.load(active.solved(&self.scene.on), from)?;
            *passed = Passed::load(from, || self.scene.snapshot(&self.state, time))?;
        }
        self.clock = Clock { time, day, leg, due, begun, loaded: begun };
        Ok(())
    }

    /// Observers of a run that was read begin here.
    pub(super) fn go_on(&mut self) -> Result<()> {
        let Self { scene, watches, .. } = self;
        watches.iter_mut().try_for_each(|watch| watch.what().begin(&scene.setup))?;
        if let Some(leg) = &self.clock.leg {
            let (days, landing) = (self.days(leg.from, leg.to), self.landing(leg.from, leg.to));
            self.clock.leg = self.clock.leg.take().map(|leg| Leg { days, landing, ..leg });
        }
        Ok(())
    }
}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        Error::File(unreadable.to_string())
    }
}

/// Everything that a scenario says, and every parameter to the bit.
fn fingerprint(scenario: &Scenario) -> u64 {
    let mut text = scenario.to_toml().into_bytes();
    let biology = scenario.parameters.biology.into_array();
    text.extend(biology.iter().flat_map(|value| value.to_le_bytes()));
    XxHash3_64::oneshot(&text)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;
    use crate::numerics::Work;
    use crate::simulation::{Observer, Schedule, SkinState, View};

    /// Days and total collagen on them.
    #[derive(Default, Clone, PartialEq)]
    struct Looked(Vec<(f64, Vec<f64>)>);

    impl Observer for Looked {
        fn look(&mut self, view: &View<'_>) -> Result<()> {
            let agents = view.agents().iter().map(|agent| agent.amounts().in_skin);
            let collagen = view.field("collagen_total").into_iter().flatten();
            self.0.push((view.day(), collagen.chain(agents).collect()));
            Ok(())
        }
    }

    fn scenario(lines: &str) -> Scenario {
        let text = format!("schema = 1\n{lines}");
        Scenario::parse("saved.toml", &text, &[]).unwrap().0
    }

    /// What is seen of a run that is advanced to these days, and saved and read there where `saved`; how it
    /// ends and what it took.
    fn carried(scenario: &Scenario, stops: &[f64], saved: bool) -> (Looked, SkinState, Work) {
        let seen = Rc::new(RefCell::new(Looked::default()));
        let watch = |run: &mut Run<'_>, seen: &Rc<RefCell<Looked>>| {
            run.watch(&Schedule::every(0.7), Rc::clone(seen));
        };
        let mut run = Run::new(scenario);
        watch(&mut run, &seen);
        for &stop in stops {
            run.advance_to(stop).unwrap();
            if !saved {
                continue;
            }
            let bytes = run.save();
            run = Run::load(scenario, &bytes).unwrap();
            assert!(run.save() == bytes);
            assert_eq!(run.day(), stop);
            watch(&mut run, &seen);
        }
        run.finish().unwrap();
        let (state, work) = (run.state().clone(), run.effort().work);
        drop(run);
        (seen.take(), state, work)
    }

    fn goes_on(lines: &str, stops: &[f64]) {
        let scenario = scenario(lines);
        let [whole, stopped] = [false, true].map(|saved| carried(&scenario, stops, saved));
        assert!(whole.0 == stopped.0, "{lines}: what was seen");
        assert!(whole.1 == stopped.1, "{lines}: how it ended");
        assert_eq!(whole.2, stopped.2, "{lines}");
    }

    const MIXED: &str = "[device]\nname = \"pen\"\n[treatment]\ndays = [2, 9]\n[grid]\n\
                         geometry = \"well_mixed\"\n[run]\ndays = 14\n";

    #[test]
    fn every_stepper_goes_on_where_it_was() {
        for (name, _) in crate::numerics::steppers::STEPPERS {
            // Before, on and after sessions, between steps and on their ends.
            goes_on(&format!("{MIXED}stepper = \"{name}\"\n"), &[0.0, 1.0, 2.0, 2.01, 5.5, 9.0, 13.9]);
        }
    }

    #[test]
    fn agents_and_grids_go_on_where_they_were() {
        let agent = "[[treatment.topicals]]\nagent = \"retinoid\"\ndays = [3, 5]\ncontact_hours = 8\n";
        let treated = MIXED.replace("[grid]", &format!("{agent}[grid]"));
        goes_on(&treated, &[2.5, 3.1, 3.5, 6.0, 12.0]);
        let slab = "[device]\nname = \"single_needle\"\n[treatment]\ndays = [0, 3]\n[grid]\n\
                    geometry = \"slab\"\nwidth_mm = 6\nspacing_um = 100\n[run]\ndays = 5\n\
                    symmetry = false\nactive_box = true\n";
        goes_on(slab, &[0.05, 1.0, 3.0, 3.2]);
    }

    #[test]
    fn a_run_reads_nothing_but_its_own() {
        let (mine, other) = (scenario(MIXED), scenario(&MIXED.replace("[2, 9]", "[2, 10]")));
        let mut run = Run::new(&mine);
        run.advance_to(4.0).unwrap();
        let bytes = run.save();
        assert!(matches!(Run::load(&other, &bytes), Err(Error::File(text)) if text.contains("scenario")));
        for length in (0..bytes.len()).step_by(bytes.len() / 40) {
            assert!(matches!(Run::load(&mine, &bytes[..length]), Err(Error::File(_))), "{length}");
        }
    }
}
