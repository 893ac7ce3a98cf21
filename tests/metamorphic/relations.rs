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
use super::{placed, studies};

/// A relation and how far apart its two ways may be: nothing at all, or in tolerances of the run.
pub struct Relation {
    pub name: &'static str,
    pub apart: fn(&Case) -> Option<f64>,
    pub most: f64,
}

const fn relation(name: &'static str, apart: fn(&Case) -> Option<f64>, most: f64) -> Relation {
    Relation { name, apart, most }
}

pub static RELATIONS: [Relation; 18] = [
    relation("other looks, odd stops: bits", other_looks, 0.0),
    relation("other names: bits", other_names, 0.0),
    relation("written and read again: bits", read_again, 0.0),
    relation("days for a count: bits", days_for_a_count, 0.0),
    relation("in lanes beside others: bits", in_lanes, 0.0),
    relation("1, 3 and all threads: bits", threads, 0.0),
    relation("arms in another order: bits", studies::arms_in_another_order, 0.0),
    relation("among other patients: bits", studies::among_other_patients, 0.0),
    relation("a study in parts: bits", studies::in_parts, 0.0),
    relation("slashes and dots behind a folder: bits", studies::other_paths, 0.0),
    // Shifted, steps are the same but for rounding of times, which the error control may turn into another step.
    relation("shifted in time: tolerances", shifted, 50.0),
    relation("all copies of a pattern: tolerances", copies, 1e-3),
    relation("all of the skin for a box: tolerances", boxed, 50.0),
    relation("agent without effect: tolerances", idle_agent, 1.0),
    relation("tighter tolerance: tolerances", tighter, 50.0),
    // Sums run over other cells in another order: rounding, and what the iteration of the solver leaves of it.
    relation("moved by whole cells: tolerances", placed::moved, 1e-6),
    relation("mirrored: tolerances", placed::mirrored, 1e-6),
    relation("doubled: tolerances", placed::doubled, 1e-6),
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
        // Redness fades within hours: days later there is only what an error at its peak leaves.
        let least: f64 = if a.name.starts_with("erythema") { 1.0 } else { 1e-3 };
        let scale = a.values.iter().filter(|v| v.is_finite()).fold(least, |most, v| most.max(v.abs()));
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
    let (plain, watched) = looked_at(case);
    Some(bits(&plain, &watched))
}

/// A run by itself, and one with other rows, another observer and odd days to stop at.
fn looked_at(case: &Case) -> (TimeSeries, TimeSeries) {
    let looks = case.looks();
    let other = case.scenario(&["observe.interval_days=0.7", "observe.dense_days=0"]);
    // Within the first step after each session, too.
    let soon: Vec<f64> = case.sessions.days().iter().flat_map(|day| [day + 1e-3, day + 0.004]).collect();
    let watched = driven(&other, &looks, |run| {
        let extra = Rc::new(RefCell::new(Recorder::new(other.parameters.readout)));
        run.watch(&Schedule::every(0.37), Rc::clone(&extra));
        run.watch(&Schedule::days_at(soon.clone()), extra);
        for share in [0.013, 0.31, 0.31, 0.77] {
            run.advance_to(share * case.days).unwrap();
        }
        run.finish().unwrap();
    });
    (case.plain().clone(), watched)
}

fn other_names(case: &Case) -> Option<f64> {
    let value = 0.15 + f64::from(case.number % 50) / 500.0;
    let other = ["parameters.phagocytosis_rate", "k_D"][case.number as usize % 2];
    let [plain, other] =
        ["phagocytosis_rate", other].map(|name| case.scenario(&[&format!("{name}={value}")]));
    if plain.to_toml() != other.to_toml() {
        return Some(1.0);
    }
    // Runs of one text are held to each other below; of these a few.
    (case.number.is_multiple_of(4))
        .then(|| bits(&seen(&plain, &case.looks()), &seen(&other, &case.looks())))
        .or(Some(0.0))
}

fn read_again(case: &Case) -> Option<f64> {
    let again = read(&case.scenario(&[]).to_toml(), &[]);
    Some(bits(case.plain(), &seen(&again, &case.looks())))
}

fn days_for_a_count(case: &Case) -> Option<f64> {
    let listed = read(&case.text_with(&format!("days = {:?}\n", case.sessions.days())), &[]);
    Some(bits(case.plain(), &seen(&listed, &case.looks())))
}

fn in_lanes(case: &Case) -> Option<f64> {
    // The next scenarios that lanes carry, whatever they are.
    let cases: Vec<Case> = (0..3).map(|n| Case::draw(case.number + n)).collect();
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
    Some(bits(case.plain(), &found?))
}

fn threads(case: &Case) -> Option<f64> {
    if case.geometry == "well_mixed" {
        return None;
    }
    let (scenario, looks) = (case.scenario(&[]), case.looks());
    let [one, three] = [1, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| seen(&scenario, &looks))
    });
    Some(bits(case.plain(), &one).max(bits(&one, &three)))
}

fn shifted(case: &Case) -> Option<f64> {
    let by = 3.0 + f64::from(case.number % 7);
    Some(tolerances(case.plain(), case.later(by).plain(), case.tolerance))
}

/// The same with a switch on and off.
fn switched(case: &Case, switch: &str, changes: &[&str]) -> f64 {
    let [on, off] = ["true", "false"].map(|value| {
        let switch = format!("{switch}={value}");
        seen(&case.scenario(&[changes, &[&switch]].concat()), &case.looks())
    });
    tolerances(&on, &off, case.tolerance)
}

/// A regular stamp is one piece of skin many times over.
fn copies(case: &Case) -> Option<f64> {
    if !matches!(case.geometry, "slab" | "patch") {
        return None;
    }
    // One needle a mm², in whole cells.
    let regular = [
        "device.name=stamp",
        "device.pattern=regular",
        "device.depth_jitter=0",
        "device.tilt_degrees=0",
        "device.density_per_cm2=100",
        "grid.width_mm=2",
        "grid.length_mm=1",
        "grid.spacing_um=125",
        "run.stepper=ros34pw2",
    ];
    let scenario = case.scenario(&regular);
    assert!(Run::new(&scenario).setup().symmetry().copies() > 1, "{}", case.text(&[]));
    Some(switched(case, "run.symmetry", &regular))
}

/// Around one needle on wide skin only a box is solved.
fn boxed(case: &Case) -> Option<f64> {
    if case.geometry != "slab" || case.indication || case.topical {
        return None;
    }
    let wide =
        ["device.name=single_needle", "grid.width_mm=12", "grid.spacing_um=100", "run.stepper=qndf_single"];
    let scenario = case.scenario(&wide);
    let mut run = Run::new(&scenario);
    run.advance_to(case.sessions.first + 1.0).unwrap();
    assert!(run.effort().active_box.is_some_and(|found| found.smallest < 0.8), "{}", case.text(&[]));
    Some(switched(case, "run.active_box", &wide))
}

fn idle_agent(case: &Case) -> Option<f64> {
    if case.topical {
        return None;
    }
    let idle = "treatment.topicals=[{ agent = \"vitamin_c\", hours_after_session = 0.25, contact_hours = 8, \
                effect_strength = 0 }]";
    Some(tolerances(case.plain(), &seen(&case.scenario(&[idle]), &case.looks()), case.tolerance))
}

fn tighter(case: &Case) -> Option<f64> {
    let finer = format!("run.tolerance={}", case.tolerance / 10.0);
    Some(tolerances(case.plain(), &seen(&case.scenario(&[&finer]), &case.looks()), case.tolerance))
}
