//! A run that goes on after its end: what may be otherwise in it, so that its past is what it would have been.

use super::Run;
use super::setup::Setup;
use crate::error::{Error, Result};
use crate::scenario::{ObservationSettings, RunSettings, Scenario};
use crate::simulation::domain::mesh::Mesh;
use crate::simulation::domain::symmetry::Symmetry;
use crate::simulation::observe::schedule::{SAME, near};
use crate::topical::Topical;

/// Whether a run that was planned so can go on as another.
pub(super) fn allowed(planned: &Scenario, setup: &Setup<'_>) -> Result<()> {
    let (scenario, end) = (setup.scenario(), planned.run.days);
    if scenario.run.days <= end + SAME {
        return refused(format!("it has {end} days already; give more (--days {})", end + 300.0));
    }
    let before =
        |of: &Scenario| of.sessions.iter().filter(|session| session.day < end).cloned().collect::<Vec<_>>();
    let (past, asked) = (before(planned), before(scenario));
    if past != asked {
        let at = past.iter().zip(&asked).position(|(a, b)| a != b).unwrap_or(past.len().min(asked.len()));
        let day = [&past, &asked].into_iter().filter_map(|all| all.get(at)).map(|session| session.day);
        let day = day.fold(end, f64::min);
        return refused(format!(
            "the session on day {day} would be another one, and the run has come to day {end}: only what begins on \
             that day or later can be changed"
        ));
    }
    let applied = |of: &Topical| {
        of.applications().iter().map(|one| one.day).filter(|day| *day < end).collect::<Vec<_>>()
    };
    let otherwise = |(a, b): (&Topical, &Topical)| {
        let same = Topical { days: b.days.clone(), ..a.clone() } == *b;
        !same || applied(a) != applied(b)
    };
    let (before, after) = (&planned.topicals, &scenario.topicals);
    if before.len() != after.len() || before.iter().zip(after).any(otherwise) {
        return refused(format!("what is put on the skin before day {end} would be something else"));
    }
    if let Some((was, is)) = difference(planned, scenario) {
        return refused(format!(
            "`{was}` of the run would be `{is}`; only its days, later sessions and maps can be changed"
        ));
    }
    let (patch, mesh) = (Mesh::new(planned), &setup.patch);
    let faces = |mesh: &Mesh| [&mesh.grid.x, &mesh.grid.y, &mesh.grid.z].map(|axis| axis.faces.clone());
    if faces(&patch) != faces(mesh) {
        return refused(
            "the later sessions have another density, which the size of this geometry follows (see grid.geometry in \
             docs/keys.md)"
                .into(),
        );
    }
    if Symmetry::find(planned, &patch).0 != *setup.symmetry() {
        return refused(
            "the later sessions break the symmetry that the run was solved with (run.symmetry)".into(),
        );
    }
    Ok(())
}

/// The first line of two scenarios that may not differ and does; nothing of what may.
fn difference(planned: &Scenario, scenario: &Scenario) -> Option<(String, String)> {
    let alike = Scenario {
        title: scenario.title.clone(),
        run: RunSettings { days: scenario.run.days, ..planned.run.clone() },
        observe: ObservationSettings {
            map_days: scenario.observe.map_days.clone(),
            ..planned.observe.clone()
        },
        sessions: scenario.sessions.clone(),
        topicals: scenario.topicals.clone(),
        ..planned.clone()
    };
    if alike == *scenario {
        return None;
    }
    let (was, is) = (alike.to_toml(), scenario.to_toml());
    let (was, is): (Vec<&str>, Vec<&str>) = (was.lines().collect(), is.lines().collect());
    let at = was.iter().zip(&is).position(|(a, b)| a != b).unwrap_or(was.len().min(is.len()));
    let line = |of: &[&str]| of.get(at).map_or("nothing", |line| line).to_owned();
    Some((line(&was), line(&is)))
}

fn refused<T>(why: String) -> Result<T> {
    Err(Error::Usage(format!(
        "the run cannot go on as asked: {why}; run the longer scenario from its first day"
    )))
}

impl Run<'_> {
    /// Whether every day that this scenario looks at up to now was looked at in the run as it was planned, and
    /// whether that made its steps what they would be here.
    pub(super) fn looked_alike(&self, planned: &Scenario) -> Result<()> {
        let now = self.clock.time;
        let past = |days: &[f64]| days.iter().copied().filter(|day| *day <= now + SAME).collect::<Vec<f64>>();
        let lacks = |days: &[f64], all: &[f64]| {
            days.iter().copied().find(|day| {
                let at = all.partition_point(|other| *other < day - SAME);
                !all.get(at).is_some_and(|other| near(*other, *day))
            })
        };
        let (mut before, mut after): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for watch in &self.watches {
            let (was, is) = (past(&watch.planned(planned)), past(watch.days()));
            if let Some(day) = lacks(&is, &was) {
                return refused(format!(
                    "day {day} would be looked at or mapped, and the run has passed it; say by observe.map_days which maps \
                     there are"
                ));
            }
            before.extend(was);
            after.extend(is);
        }
        for all in [&mut before, &mut after] {
            all.sort_by(f64::total_cmp);
        }
        let lands = self.motion.as_ref().is_some_and(|motion| !motion.stepper.name().starts_with("qndf"));
        match lacks(&before, &after).filter(|_| lands) {
            Some(day) => refused(format!(
                "day {day} would not be looked at, and the steps of {} hang on that; say by observe.map_days that it is",
                self.effort().stepper
            )),
            None => Ok(()),
        }
    }
}
