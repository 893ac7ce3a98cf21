//! The relations: each puts a scenario another way and says how far apart the two are.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use dermis::outcome::Recorder;
use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::mixed::{MixedRun, carry, kind};
use dermis::simulation::{Run, Schedule};

use super::case::{Case, driven, read, seen};
use super::placed;

/// A relation and how far apart its two ways may be: nothing at all, or in tolerances of the run.
pub struct Relation {
    pub name: &'static str,
    pub apart: fn(&Case) -> Option<f64>,
    pub most: f64,
}

const fn relation(name: &'static str, apart: fn(&Case) -> Option<f64>, most: f64) -> Relation {
    Relation { name, apart, most }
}

pub static RELATIONS: [Relation; 13] = [
    relation("other looks, odd stops: bits", other_looks, 0.0),
    relation("other names: bits", other_names, 0.0),
    relation("written and read again: bits", read_again, 0.0),
    relation("days for a count: bits", days_for_a_count, 0.0),
    relation("in lanes beside others: bits", in_lanes, 0.0),
    relation("1, 2 and 3 threads: bits", threads, 0.0),
    // Shifted, steps are the same but for rounding of times, which the error control may turn into another step.
    relation("shifted in time: tolerances", shifted, 50.0),
    relation("whole skin for a part: tolerances", whole_skin, 50.0),
    // Not held to bits yet, though the first twelve scenarios agree to the bit.
    relation("agent without effect: tolerances", idle_agent, 50.0),
    relation("tighter tolerance: tolerances", tighter, 50.0),
    // Sums run over other cells in another order: rounding, and what the iteration of the solver leaves of it.
    relation("moved by whole cells: tolerances", placed::moved, 1.0),
    relation("mirrored: tolerances", placed::mirrored, 1.0),
    relation("doubled: tolerances", placed::doubled, 1.0),
];

/// Nothing where all bits are the same, else one.
fn bits(a: &TimeSeries, b: &TimeSeries) -> f64 {
    let of = |series: &TimeSeries| -> Vec<u64> {
        let columns = series.columns.iter().map(|column| &column.values);
        std::iter::once(&series.time_day).chain(columns).flatten().map(|value| value.to_bits()).collect()
    };
    if of(a) == of(b) { 0.0 } else { 1.0 }
}

/// Largest difference in tolerances, relative to the largest value of each column. Outcomes below a thousandth
/// are steep powers of nearly nothing: they are compared with a thousandth.
pub fn tolerances(a: &TimeSeries, b: &TimeSeries, tolerance: f64) -> f64 {
    let mut worst: f64 = 0.0;
    for a in &a.columns {
        let Some(b) = b.column(&a.name) else { return f64::INFINITY };
        if a.values.len() != b.values.len() {
            return f64::INFINITY;
        }
        let scale = a.values.iter().filter(|v| v.is_finite()).fold(1e-3_f64, |most, v| most.max(v.abs()));
        for (a, b) in a.values.iter().zip(&b.values) {
            if a.is_nan() != b.is_nan() {
                return f64::INFINITY;
            }
            if !a.is_nan() {
                worst = worst.max((a - b).abs() / scale / tolerance);
            }
        }
    }
    worst
}

fn other_looks(case: &Case) -> Option<f64> {
    let looks = case.looks();
    let plain = seen(&case.scenario(&[]), &looks);
    let other = case.scenario(&["observe.interval_days=0.7", "observe.dense_days=0"]);
    let watched = driven(&other, &looks, |run| {
        let extra = Rc::new(RefCell::new(Recorder::new(other.parameters.readout)));
        run.watch(&Schedule::every(0.37), extra);
        for share in [0.013, 0.31, 0.31, 0.77] {
            run.advance_to(share * case.days).unwrap();
        }
        run.finish().unwrap();
    });
    Some(bits(&plain, &watched))
}

fn other_names(case: &Case) -> Option<f64> {
    let value = 0.15 + f64::from(case.number % 50) / 500.0;
    let all = ["phagocytosis_rate", "parameters.phagocytosis_rate", "k_D"]
        .map(|name| seen(&case.scenario(&[&format!("{name}={value}")]), &case.looks()));
    Some(bits(&all[0], &all[1]).max(bits(&all[0], &all[2])))
}

fn read_again(case: &Case) -> Option<f64> {
    let scenario = case.scenario(&[]);
    let again = read(&scenario.to_toml(), &[]);
    Some(bits(&seen(&scenario, &case.looks()), &seen(&again, &case.looks())))
}

fn days_for_a_count(case: &Case) -> Option<f64> {
    let listed = read(&case.text_with(&format!("days = {:?}\n", case.sessions.days())), &[]);
    Some(bits(&seen(&case.scenario(&[]), &case.looks()), &seen(&listed, &case.looks())))
}

fn in_lanes(case: &Case) -> Option<f64> {
    // The next scenarios that lanes carry, whatever they are.
    let cases: Vec<Case> = (0..6).map(|n| Case::draw(case.number + n)).collect();
    let all: Vec<Scenario> = cases.iter().map(|case| case.scenario(&[])).collect();
    kind(&all[0])?;
    let looks = case.looks();
    let mut ahead =
        all.iter().enumerate().filter(|(_, scenario)| kind(scenario).is_some()).map(|(n, scenario)| {
            let mut run = Run::new(scenario);
            let kept = Rc::new(RefCell::new(Recorder::new(scenario.parameters.readout)));
            run.watch(&Schedule::days_at(looks.iter().copied()), Rc::clone(&kept));
            MixedRun::new(n, run, kept)
        });
    let mut found = None;
    let done = |run: MixedRun<'_, Rc<RefCell<Recorder>>>| {
        if run.number == 0 {
            found = run.finish().map(|kept| kept.take().finish());
        }
        Ok::<(), Infallible>(())
    };
    carry(|| Ok(ahead.next()), done).unwrap();
    Some(bits(&seen(&all[0], &looks), &found?))
}

fn threads(case: &Case) -> Option<f64> {
    if case.geometry == "well_mixed" {
        return None;
    }
    let scenario = case.scenario(&[]);
    let [one, two, three] = [1, 2, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| seen(&scenario, &case.looks()))
    });
    Some(bits(&one, &two).max(bits(&one, &three)))
}

fn shifted(case: &Case) -> Option<f64> {
    let by = 3.0 + f64::from(case.number % 7);
    let mut later = case.clone();
    later.sessions.first += by;
    later.days += by;
    let plain = seen(&case.scenario(&[]), &case.looks());
    Some(tolerances(&plain, &seen(&later.scenario(&[]), &later.looks()), case.tolerance))
}

fn whole_skin(case: &Case) -> Option<f64> {
    if case.geometry == "well_mixed" {
        return None;
    }
    let [part, whole] = ["true", "false"].map(|on| {
        let switches = [format!("run.symmetry={on}"), format!("run.active_box={on}")];
        seen(&case.scenario(&[&switches[0], &switches[1]]), &case.looks())
    });
    Some(tolerances(&part, &whole, case.tolerance))
}

fn idle_agent(case: &Case) -> Option<f64> {
    if case.topical {
        return None;
    }
    let idle = "treatment.topicals=[{ agent = \"vitamin_c\", hours_after_session = 0.25, contact_hours = 8, \
                effect_strength = 0 }]";
    let plain = seen(&case.scenario(&[]), &case.looks());
    Some(tolerances(&plain, &seen(&case.scenario(&[idle]), &case.looks()), case.tolerance))
}

fn tighter(case: &Case) -> Option<f64> {
    let finer = format!("run.tolerance={}", case.tolerance / 10.0);
    let plain = seen(&case.scenario(&[]), &case.looks());
    Some(tolerances(&plain, &seen(&case.scenario(&[&finer]), &case.looks()), case.tolerance))
}
