//! Guards of a run: what has to hold whatever is simulated. The steps themselves refuse what is not a number and what
//! errs by more than the tolerance; what they cannot see is watched here, at sessions and at the end.

use super::budget::Budget;
use super::{Days, Observer, View};
use crate::error::{Result, place};
use crate::model::{FIELDS, SURFACE_FIELDS};
use crate::numerics::{Reader, System, Work, Writer};
use crate::simulation::run::setup::Setup;
use crate::units::HOUR;

/// Largest part of collagen that may be unaccounted for; rounding and the solver leave less than a thousandth of it.
const UNACCOUNTED: f64 = 1e-6;
/// Steps shorter than this have collapsed, days; not in the first hour after a session, whose cells react at once.
const COLLAPSED: f64 = 1e-6;
/// Steps that collapsed, and steps that were taken back, which fewer are no sign of anything.
const FEW_SHORT: u64 = 10;
const FEW_REJECTED: u64 = 50;

/// What a guard says of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    NotFinite,
    Negative,
    /// Skin that nothing was done to has moved.
    Drifted,
}

impl Fault {
    const ALL: [Self; 3] = [Self::NotFinite, Self::Negative, Self::Drifted];
}

/// The first value that a guard found.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    field: usize,
    /// Where it lies in the field.
    at: usize,
    day: f64,
    value: f64,
}

/// Watches a run. To be shown sessions, before and after.
#[derive(Debug, Clone, Default)]
pub struct Guards {
    budget: Budget,
    found: [Option<Found>; Fault::ALL.len()],
    /// Whether nothing is done to the skin before the first session.
    at_rest: bool,
    /// Day of the last session.
    treated: Option<f64>,
    /// Day that the last step reached.
    reached: f64,
    /// Day of the first step that had collapsed, and how many did.
    collapsed: Option<f64>,
    short: u64,
    work: Work,
    warnings: Vec<String>,
}

impl Guards {
    /// Collagen over the whole skin.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// What does not hold, for people; known when the run is done.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    fn watch(&mut self, view: &View<'_>) {
        let (state, rest) = (view.state(), view.setup().rest());
        let day = view.day();
        let mut note = |fault: Fault, field, at, value| {
            self.found[fault as usize].get_or_insert(Found { field, at, day, value });
        };
        for field in 0..FIELDS + SURFACE_FIELDS {
            let values = state.any(field);
            // One pass that most often finds nothing, without branches; only then it is asked where.
            let wrong =
                values.iter().fold(false, |wrong, value| wrong | !(*value >= 0.0 && *value < f64::INFINITY));
            if wrong {
                let first = |bad: fn(f64) -> bool| values.iter().position(|value| bad(*value));
                if let Some(at) = first(|value| !value.is_finite()) {
                    note(Fault::NotFinite, field, at, values[at]);
                }
                if let Some(at) = first(|value| value < 0.0) {
                    note(Fault::Negative, field, at, values[at]);
                }
            }
            if self.at_rest
                && let Some(at) = values.iter().zip(rest.any(field)).position(|(value, rest)| value != rest)
            {
                note(Fault::Drifted, field, at, values[at]);
            }
        }
    }

    fn say(&self, view: &View<'_>) -> Vec<String> {
        let setup = view.setup();
        let found = Fault::ALL.iter().zip(&self.found);
        let mut all: Vec<String> =
            found.filter_map(|(fault, found)| found.map(|found| value(setup, *fault, found))).collect();
        let residual = self.budget.relative_residual();
        if residual.is_nan() || residual.abs() > UNACCOUNTED {
            all.push(format!(
                "the budget of collagen does not close: {residual:.1e} of it is unaccounted for on day {}; a smaller \
                 run.tolerance may mend it",
                view.day()
            ));
        }
        for agent in view.agents() {
            let report = agent.report();
            if report.relative_residual.is_nan() || report.relative_residual.abs() > UNACCOUNTED {
                let (name, residual) = (report.agent, report.relative_residual);
                all.push(format!(
                    "the budget of {name} does not close: {residual:.1e} of it is unaccounted for"
                ));
            }
        }
        if let Some(day) = self.collapsed.filter(|_| self.short >= FEW_SHORT) {
            all.push(format!(
                "{} steps were shorter than {COLLAPSED} days, the first on day {day:.4}: something changes faster there \
                 than skin does; look for a parameter far from its default",
                self.short
            ));
        }
        let Work { steps, rejected, .. } = self.work;
        if rejected > FEW_REJECTED && rejected > steps {
            all.push(format!(
                "more steps were taken back ({rejected}) than stood ({steps}): the tolerance was hardly met; compare \
                 with another run.tolerance or run.stepper"
            ));
        }
        all
    }
}

/// A value with field, place and day.
fn value(setup: &Setup<'_>, fault: Fault, Found { field, at, day, value }: Found) -> String {
    let name = setup.on().system().name(field);
    let (_, ny, nx) = setup.rest().shape();
    let place = place(setup.place_mm((at / (ny * nx), at / nx % ny, at % nx)));
    let what = match fault {
        Fault::NotFinite => "is not a number: nothing that follows from it is right",
        Fault::Negative => "is negative",
        Fault::Drifted => "has left rest before anything was done to the skin",
    };
    format!("{name} {what} ({value:e} at {place} on day {day:.4})")
}

impl Observer for Guards {
    fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
        let scenario = setup.scenario();
        // A patient who ages has no rest.
        let still = scenario.topicals.is_empty() && !scenario.patient.ages;
        let untouched = still && setup.begun() == setup.rest();
        self.at_rest = untouched && self.treated.is_none();
        self.budget.begin(setup)
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        if view.session().is_some() {
            self.treated = Some(view.day());
            self.at_rest = false;
        }
        self.watch(view);
        self.budget.look(view)
    }

    fn step(&mut self, day: f64, work: Work) {
        let at_once = self.treated.is_some_and(|treated| day - treated < HOUR);
        if day - self.reached < COLLAPSED && !at_once {
            self.collapsed.get_or_insert(day);
            self.short += 1;
        }
        (self.reached, self.work) = (day, work);
    }

    fn finish(&mut self, view: &View<'_>) -> Result<()> {
        self.watch(view);
        self.budget.finish(view)?;
        self.warnings = self.say(view);
        Ok(())
    }

    fn save(&self, to: &mut Writer) {
        self.budget.save(to);
        for found in &self.found {
            to.put(&found.map(|found| [found.field, found.at]));
            to.put(&found.map(|found| [found.day, found.value]));
        }
        to.put(&self.treated);
        to.put(&self.reached);
        to.put(&self.collapsed);
        to.put(&self.short);
        to.put(&self.work);
    }

    fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
        self.budget.load(from, days)?;
        for found in &mut self.found {
            let (place, seen): (Option<[usize; 2]>, Option<[f64; 2]>) = (from.get()?, from.get()?);
            let read = |([field, at], [day, value]): ([usize; 2], [f64; 2])| Found { field, at, day, value };
            *found = place.zip(seen).map(read);
        }
        (self.treated, self.reached) = (from.get()?, from.get()?);
        (self.collapsed, self.short, self.work) = (from.get()?, from.get()?, from.get()?);
        Ok(())
    }
}
