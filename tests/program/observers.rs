//! Looking into a run: what is seen is right, and looking changes nothing.
#![allow(clippy::unwrap_used)]

use std::cell::RefCell;
use std::rc::Rc;

use dermis::Result;
use dermis::cancel::Cancel;
use dermis::outcome::Recorder;
use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::{Observer, Run, Schedule, Simulation, View};

fn scenario(changes: &[&str]) -> Scenario {
    let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 9\n[grid]\n\
                geometry = \"slab\"\nwidth_mm = 1.5\nspacing_um = 100\ndepth_spacing_um = 150\n\
                surface_spacing_um = 100\n[run]\ndays = 20\n";
    let changes: Vec<String> = changes.iter().map(|&change| change.into()).collect();
    Scenario::parse("observers.toml", text, &changes).unwrap().0
}

fn bits(series: &TimeSeries) -> Vec<u64> {
    let columns = series.columns.iter().map(|column| &column.values);
    std::iter::once(&series.time_day).chain(columns).flatten().map(|value| value.to_bits()).collect()
}

/// Rows of the series of a run that `drive` moves to its end.
fn series(scenario: &Scenario, drive: impl FnOnce(&mut Run<'_>)) -> Vec<u64> {
    let kept = Rc::new(RefCell::new(Recorder::new(scenario.parameters.readout)));
    let mut run = Run::new(scenario);
    run.watch(&Schedule::series(), Rc::clone(&kept));
    drive(&mut run);
    bits(&kept.take().finish())
}

/// Sees days and hears of the end.
#[derive(Default)]
struct Days {
    seen: Vec<(f64, Option<usize>)>,
    begun: bool,
    finished: Option<f64>,
    steps: usize,
}

impl Observer for Days {
    fn begin(&mut self, setup: &dermis::simulation::Setup<'_>) -> Result<()> {
        assert!(setup.grid().x.len() > 1);
        self.begun = true;
        Ok(())
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        self.seen.push((view.day(), view.session()));
        Ok(())
    }

    fn step(&mut self, _day: f64, _work: dermis::numerics::Work) {
        self.steps += 1;
    }

    fn finish(&mut self, view: &View<'_>) -> Result<()> {
        self.finished = Some(view.day());
        Ok(())
    }
}

#[test]
fn looking_and_advancing_change_nothing() {
    for change in ["grid.geometry=slab", "grid.geometry=cell"] {
        let scenario = scenario(&[change]);
        let plain = series(&scenario, |run| run.finish().unwrap());
        assert!(plain == bits(&Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series));
        let other = Rc::new(RefCell::new(Days::default()));
        let watched = series(&scenario, |run| {
            run.watch(&Schedule::every(0.37), Rc::clone(&other));
            for day in [0.0, 0.01, 3.3, 3.3, 8.999, 9.0, 9.2, 17.0] {
                run.advance_to(day).unwrap();
                assert_eq!((run.day(), run.view().day()), (day, day));
            }
            run.finish().unwrap();
        });
        assert!(plain == watched, "{change}");
        assert_eq!(other.borrow().seen.len(), 55);
    }
}

#[test]
fn observers_hear_of_begin_steps_sessions_and_end() {
    let scenario = scenario(&[]);
    let mut days = Days::default();
    let mut run = Run::new(&scenario);
    run.watch(&Schedule::days_at([0.0, 5.0, 9.0]).and_after_sessions(), &mut days);
    run.finish().unwrap();
    let work = run.effort().work;
    drop(run);
    assert!(days.begun && days.steps as u64 == work.steps);
    let expected = [(0.0, None), (0.0, Some(0)), (5.0, None), (9.0, None), (9.0, Some(1))];
    assert_eq!((&days.seen[..], days.finished), (&expected[..], Some(20.0)));
}

#[test]
fn a_session_is_carried_out_when_the_run_moves_on() {
    let scenario = scenario(&["treatment.count=1", "treatment.first_day=4"]);
    let mut run = Run::new(&scenario);
    run.advance_to(4.0).unwrap();
    assert!(run.sessions().is_empty());
    assert_eq!(run.state(), run.rest());
    run.advance_to(4.5).unwrap();
    assert_eq!(run.sessions().len(), 1);
    assert!(run.view().field("damage").unwrap().iter().any(|&damage| damage > 0.1));
    assert_eq!(run.view().field("no_such_field"), None);
}

/// What is solved once for many copies, or in a box only, is seen whole.
#[test]
fn fields_are_those_of_the_whole_patch() {
    let regular =
        ["device.name=stamp", "device.pattern=regular", "device.depth_jitter=0", "grid.width_mm=3.2"];
    let single = ["device.name=single_needle", "grid.width_mm=8", "grid.spacing_um=80"];
    for (changes, switch) in [(&regular[..], "run.symmetry"), (&single[..], "run.active_box")] {
        let fields = ["true", "false"].map(|on| {
            let switch = format!("{switch}={on}");
            let all =
                [&["run.days=3", "run.stepper=ros34pw2", "run.tolerance=1e-5", &switch], changes].concat();
            let scenario = scenario(&all);
            let mut run = Run::new(&scenario);
            run.advance_to(2.2).unwrap();
            let view = run.view();
            let surface = view.surface_field("barrier").unwrap();
            assert_eq!(view.field("tgf_beta_1").unwrap().dim(), view.grid().shape());
            (view.field("collagen_total").unwrap(), view.field("tgf_beta_1").unwrap(), surface)
        });
        let [part, whole] = fields;
        let apart = (&part.1 - &whole.1).mapv(f64::abs).into_iter().fold(0.0, f64::max);
        let largest = whole.1.iter().copied().fold(0.0, f64::max);
        assert!(largest > 0.01 && apart < 2e-4 * largest, "{switch}: {apart} of {largest}");
        assert!((&part.0 - &whole.0).iter().all(|difference| difference.abs() < 1e-4), "{switch}");
        assert!((&part.2 - &whole.2).iter().all(|difference| difference.abs() < 1e-3), "{switch}");
    }
}

#[test]
fn a_run_stops_when_it_is_asked_to() {
    let scenario = scenario(&[]);
    let cancel = Cancel::default();
    let mut run = Run::new(&scenario);
    run.stop_on(&cancel).advance_to(3.0).unwrap();
    cancel.cancel();
    let error = run.advance_to(10.0).unwrap_err();
    assert!(matches!(error, dermis::Error::Cancelled { day } if (3.0..10.0).contains(&day)), "{error}");
}

/// An agent acts by its own course of time: rows of the series are looks and nothing else.
#[test]
fn an_agent_acts_alike_however_one_looks() {
    let run = |interval: &str| {
        let interval = format!("observe.interval_days={interval}");
        let topical = "treatment.topicals=[{ agent = \"retinoid\", days = [2], contact_hours = 8 }]";
        let scenario = scenario(&["grid.geometry=well_mixed", topical, "observe.dense_days=0", &interval]);
        let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
        let last = |name: &str| *result.series.column(name).unwrap().values.last().unwrap();
        (last("collagen_total.dermis"), last("topical_retinoid_cleared.skin"), result.summary.topicals)
    };
    let usual = run("1");
    for interval in ["0.05", "5", "20"] {
        let other = run(interval);
        assert_eq!(usual, other, "looked at every {interval} days");
    }
}
