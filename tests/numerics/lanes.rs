//! Well-mixed runs in vector lanes: each to the bit what it is by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::cell::RefCell;
use std::convert::Infallible;
use std::path::Path;
use std::rc::Rc;

use dermis::outcome::Recorder;
use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::mixed::{MixedRun, carry, kind};
use dermis::simulation::{Run, Schedule, Simulation};

fn scenario(name: &str, changes: &[&str]) -> Scenario {
    let changes: Vec<String> =
        ["grid.geometry=well_mixed"].iter().chain(changes).map(|&c| c.into()).collect();
    let path = format!("{}/examples/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    Scenario::read(Path::new(&path), &changes).unwrap().0
}

/// Sessions at all times and none, old skin and a defect, every device that has needles, steps that are
/// taken back, other exponents, another end.
fn scenarios() -> Vec<Scenario> {
    let face = |changes: &[&str]| scenario("face_four_sessions", changes);
    let of = |name: &str| scenario(name, &["run.days=120"]);
    let mut all = vec![
        face(&["run.days=150"]),
        face(&["run.days=60", "run.tolerance=1e-7"]),
        face(&["run.days=90", "treatment.first_day=3.7", "treatment.interval_days=9.1"]),
        face(&["run.days=90", "differentiation_exponent=2", "patient.age_years=71"]),
        face(&[
            "run.days=90",
            "synthesis_multiplier=1.7",
            "inflammation_multiplier=1.4",
            "mmp_multiplier=0.6",
        ]),
        face(&["run.days=90", "scar_exponent=4", "tension=2", "observe.interval_days=0.3"]),
        face(&["run.days=80", "run.stepper=ros34pw2", "device.name=roller", "patient.smoker=true"]),
        // A look two thousandths of a day after a session, when no step lies behind it.
        face(&["run.days=90", "treatment.first_day=3.998"]),
        face(&["run.days=2", "treatment.count=1"]),
        face(&["run.days=28", "treatment.count=2"]),
    ];
    all.extend(
        [
            "untreated_control",
            "photoaged_skin",
            "home_roller",
            "abrasion",
            "roller_deeper_each_time",
            "stamp",
        ]
        .map(of),
    );
    all
}

fn bits(series: &TimeSeries) -> Vec<u64> {
    let columns = series.columns.iter().map(|column| &column.values);
    std::iter::once(&series.time_day).chain(columns).flatten().map(|value| value.to_bits()).collect()
}

fn alone(scenario: &Scenario) -> Vec<u64> {
    bits(&Simulation::new(scenario).run(&mut |_, _| ()).unwrap().series)
}

type Kept = Rc<RefCell<Recorder>>;

fn mixed(number: usize, scenario: &Scenario) -> MixedRun<'_, Kept> {
    let mut run = Run::new(scenario);
    let kept = Rc::new(RefCell::new(Recorder::new(scenario.parameters.readout)));
    run.watch(&Schedule::series(), Rc::clone(&kept));
    MixedRun::new(number, run, kept)
}

/// Chosen runs in lanes, in this order; nothing of one that failed.
fn in_lanes(all: &[Scenario], order: &[usize]) -> Vec<Option<Vec<u64>>> {
    let mut found: Vec<_> = order.iter().map(|_| None).collect();
    let mut ahead = order.iter().enumerate().map(|(at, &which)| mixed(at, &all[which]));
    let mut given = 0;
    let done = |run: MixedRun<'_, Kept>| {
        given += 1;
        let at = run.number;
        found[at] = run.finish().map(|kept| bits(&kept.take().finish()));
        Ok::<(), Infallible>(())
    };
    carry(|| Ok(ahead.next()), done).unwrap();
    assert_eq!(given, order.len(), "every run comes back once");
    found
}

#[test]
fn a_run_in_a_lane_is_the_plain_run() {
    let all = scenarios();
    assert!(all.iter().all(|scenario| kind(scenario).is_some()));
    let work = Simulation::new(&all[1]).run(&mut |_, _| ()).unwrap().summary.work;
    assert!(work["rejected"].as_u64().unwrap() > 0, "{work}: steps are taken back");
    let order: Vec<usize> = (0..all.len()).collect();
    for (at, found) in in_lanes(&all, &order).into_iter().enumerate() {
        assert!(found == Some(alone(&all[at])), "scenario {at}");
    }
}

/// Alone, in every lane, beside itself, beside any others and after any others.
#[test]
fn lanes_share_nothing() {
    let all = scenarios();
    let n = all.len();
    let expected: Vec<Vec<u64>> = (0..n).map(|which| in_lanes(&all, &[which]).remove(0).unwrap()).collect();
    let mut orders = vec![(0..n).rev().collect::<Vec<_>>()];
    orders.extend((1..8).map(|before| [vec![0; before], vec![2, 1, 4, 6]].concat()));
    orders.push((0..3 * n).map(|at| at * at % n).collect());
    for order in orders {
        for (found, &which) in in_lanes(&all, &order).into_iter().zip(&order) {
            assert!(found.as_ref() == Some(&expected[which]), "scenario {which} of {order:?}");
        }
    }
}

/// Numbers that fail in one lane, at once or on the way, leave the others as they are.
#[test]
fn a_failure_stays_in_its_lane() {
    let mut all = scenarios();
    all.truncate(4);
    let good = all.len();
    for spoil in [f64::NAN, f64::INFINITY] {
        let mut bad = all[0].clone();
        bad.parameters.biology.mmp_decay = spoil;
        all.push(bad);
    }
    let order = [4, 0, 1, 5, 2, 3, 4, 1, 5, 0];
    for (found, which) in in_lanes(&all, &order).into_iter().zip(order) {
        let plain = Simulation::new(&all[which]).run(&mut |_, _| ());
        assert_eq!(plain.is_ok(), which < good, "scenario {which}");
        assert!(found == plain.ok().map(|result| bits(&result.series)), "scenario {which}");
    }
}

#[test]
fn what_lanes_do_not_carry_has_no_kind() {
    let face = |changes: &[&str]| kind(&scenario("face_four_sessions", changes));
    assert_eq!(face(&[]), face(&["run.stepper=ros34pw2"]));
    assert_ne!(face(&[]), face(&["scar_exponent=2"]));
    for stepper in ["ros2", "ros2_lean", "qndf", "explicit"] {
        assert_eq!(face(&[&format!("run.stepper={stepper}")]), None, "{stepper}");
    }
    assert_eq!(face(&["grid.geometry=cell"]), None);
    assert_eq!(kind(&scenario("topicals", &[])), None);
}
