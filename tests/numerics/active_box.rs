//! Skin that is at rest is not solved: the same answer as of all of it, whatever the injuries do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::sync::Arc;

use dermis::figure::HeatMap;
use dermis::numerics::bounds::SHARE;
use dermis::numerics::steppers::stepper;
use dermis::numerics::{
    Active, Axis, Discretisation, Grid, Lane, Looks, State, System, Transport, WindowStatistics,
};
use dermis::puncture::{Device, Needling, Preset, Technique, Tool, TreatedArea};
use dermis::random::Random;
use dermis::scenario::Scenario;
use dermis::simulation::{RunResult, Simulation};
use dermis::treatment::Session;
use serde_json::Value;

/// One needle in the middle of a wide slab.
const SLAB: &str = "schema = 1\n[device]\nname = \"single_needle\"\nneedle_length_mm = 1.5\n\
                    density_per_cm2 = 250\ndepth_jitter = 0\n[treatment]\ndays = [0]\n[grid]\n\
                    geometry = \"slab\"\nwidth_mm = 16\nspacing_um = 100\ndepth_spacing_um = 100\n\
                    surface_spacing_um = 50\n[run]\ndays = 14\nstepper = \"ros34pw2\"\ntolerance = 1e-3\n[observe]\n\
                    dense_days = 2\ndense_interval_days = 0.25\ninterval_days = 1\nmap_days = [0, 3, 14]\n";
/// The same in a wide patch, off its middle: no mirror.
const PATCH: [&str; 7] = [
    "grid.geometry=patch",
    "grid.width_mm=8",
    "grid.length_mm=6",
    "grid.depth_spacing_um=200",
    "grid.surface_spacing_um=100",
    "run.symmetry=false",
    "run.days=1",
];

/// Outcomes that move by less than this are nothing but zeros: scar-like collagen is a steep power.
const NOTHING: f64 = 1e-9;

fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
    Scenario::parse("active_box.toml", SLAB, &changes).unwrap_or_else(|error| panic!("{error}")).0
}

fn run(scenario: &Scenario) -> RunResult {
    Simulation::new(scenario).run(&mut |_, _| ()).unwrap()
}

/// The same scenario with the box and without.
fn both(scenario: &Scenario) -> [RunResult; 2] {
    [true, false].map(|active_box| {
        let mut scenario = scenario.clone();
        scenario.run.active_box = active_box;
        run(&scenario)
    })
}

fn bits(result: &RunResult) -> Vec<Vec<u64>> {
    let columns = result.series.columns.iter();
    columns.map(|column| column.values.iter().map(|value| value.to_bits()).collect()).collect()
}

fn maps(result: &RunResult) -> Vec<&HeatMap> {
    result.maps.iter().flatten().collect()
}

fn range<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let known = values.filter(|value| value.is_finite());
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    high - low
}

/// Largest difference relative to the range of the values, or to `least` where that is more.
fn apart<'a>(
    boxed: impl Iterator<Item = &'a f64>,
    whole: impl Iterator<Item = &'a f64> + Clone,
    least: f64,
) -> f64 {
    let scale = range(whole.clone()).max(least);
    let difference = |(a, b): (&f64, &f64)| {
        assert_eq!(a.is_nan(), b.is_nan());
        if a.is_nan() { 0.0 } else { (a - b).abs() / scale }
    };
    boxed.zip(whole).map(difference).fold(0.0, f64::max)
}

/// How far apart outcomes, budget and maps are, each relative to its range.
fn compare([boxed, whole]: &[RunResult; 2]) -> f64 {
    assert!(whole.summary.work["active_box"].is_null());
    assert_eq!(boxed.needles, whole.needles);
    assert_eq!(boxed.summary.sessions, whole.summary.sessions);
    assert_eq!(boxed.summary.grid, whole.summary.grid);
    assert_eq!(boxed.summary.warnings, whole.summary.warnings);
    assert_eq!(boxed.series.time_day, whole.series.time_day);
    let mut worst = ("", 0.0);
    for (a, b) in boxed.series.columns.iter().zip(&whole.series.columns) {
        assert_eq!(a.name, b.name);
        let apart = apart(a.values.iter(), b.values.iter(), NOTHING);
        worst = if apart > worst.1 { (&a.name, apart) } else { worst };
    }
    let (a, b) = (maps(boxed), maps(whole));
    assert_eq!(a.len(), b.len());
    // A map shows one day: what its field did on all of them is its range.
    let of = |map: &HeatMap| map.title.split(',').next().map(str::to_owned);
    let range = |map: &HeatMap| {
        let alike = b.iter().filter(|other| of(other) == of(map));
        alike.map(|other| range(other.values.iter())).fold(NOTHING, f64::max)
    };
    for (a, b) in a.into_iter().zip(b.iter().copied()) {
        assert_eq!((&a.title, &a.x_faces, a.values.dim()), (&b.title, &b.x_faces, b.values.dim()));
        let apart = apart(a.values.iter(), b.values.iter(), range(b));
        worst = if apart > worst.1 { (&a.title, apart) } else { worst };
    }
    for result in [boxed, whole] {
        let residual = result.summary.collagen_budget["relative_residual"].as_f64().unwrap();
        assert!(residual.abs() < 1e-10, "{residual:.1e}");
    }
    let work = |result: &RunResult| result.summary.work.clone();
    println!("{:.1e} in {}; {} against {}", worst.1, worst.0, work(boxed), work(whole)["steps"]);
    worst.1
}

/// A number of the summary on the box.
fn of_box(result: &RunResult, key: &str) -> f64 {
    let found = &result.summary.work["active_box"];
    found[key].as_f64().unwrap_or_else(|| panic!("no {key} in {found}"))
}

/// Needles where the user says, in shares of the region.
#[derive(Debug, Clone)]
struct Placed(&'static Preset, Vec<[f64; 2]>);

const fn preset(name: &'static str) -> Preset {
    Preset {
        name,
        meaning: "",
        source: "",
        needle_length_mm: 1.0,
        needle_lengths_mm: (0.2, 3.0),
        needle_diameter_mm: 0.25,
        tip_length_mm: 0.35,
        technique: Technique::single(250),
        passes: 1,
        depth_efficacies: (0.8, 0.8),
        depth_jitter: 0.0,
    }
}
static FIRST: Preset = preset("first");
static SECOND: Preset = preset("second");

impl Device for Placed {
    fn preset(&self) -> &Preset {
        self.0
    }

    fn positions(&self, _: &Needling, area: TreatedArea, _: &mut Random) -> Vec<[f64; 2]> {
        self.1.iter().map(|[x, y]| [x * area.width, y * area.length]).collect()
    }
}

/// A scenario whose sessions put these needles where they are, on these days.
fn placed(changes: &[&str], sessions: &[(&Placed, f64)]) -> Scenario {
    let mut scenario = scenario(changes);
    let settings = scenario.sessions.remove(0).device.needling().unwrap().clone();
    scenario.sessions = sessions
        .iter()
        .map(|&(device, day)| {
            let device = Tool::Needles { device: Arc::new(device.clone()), settings: settings.clone() };
            Session { day, device }
        })
        .collect();
    scenario
}

/// A one-step method takes the same steps, so that what is left is what the box leaves out: a part of
/// what it may leave open anywhere, and less in a mean.
#[test]
fn one_needle_needs_a_box_only() {
    let off = Placed(&FIRST, vec![[0.3, 0.6]]);
    let long = &["run.days=60", "observe.map_days=[]"];
    for changes in [&[][..], &["grid.boundary=no_flux"], &["run.stepper=ros2"], &PATCH, long] {
        for tolerance in [1e-2, 1e-3] {
            let text = format!("run.tolerance={tolerance}");
            let scenario = placed(&[changes, &[&text]].concat(), &[(&off, 0.0)]);
            let runs = both(&scenario);
            assert!(compare(&runs) < 0.1 * SHARE * tolerance, "{changes:?} {tolerance}");
            assert_eq!(runs[0].summary.work["steps"], runs[1].summary.work["steps"]);
            assert!(of_box(&runs[0], "smallest_share") < 0.4 && of_box(&runs[0], "mean_share") < 0.9);
            assert!(of_box(&runs[0], "departure_at_edge_in_tolerances") < 1.0);
        }
    }
}

/// The iteration of the multistep method is in single precision, and Krylov vectors are lost when the
/// box moves: it agrees to a few times its tolerance, as it does with itself.
#[test]
fn the_multistep_method_agrees_within_its_tolerance() {
    let off = Placed(&FIRST, vec![[0.3, 0.6]]);
    for stepper in ["run.stepper=qndf", "run.stepper=qndf_single"] {
        for (changes, tolerance) in [(&[][..], 1e-3), (&[], 1e-5), (&PATCH, 1e-3)] {
            let text = format!("run.tolerance={tolerance}");
            let scenario = placed(&[changes, &[stepper, &text]].concat(), &[(&off, 0.0)]);
            let runs = both(&scenario);
            assert!(compare(&runs) < 5.0 * tolerance, "{stepper} {changes:?} {tolerance}");
            assert!(of_box(&runs[0], "mean_share") < 0.8);
            let [boxed, whole] = runs.map(|run| run.summary.work["steps"].as_f64().unwrap());
            assert!((boxed / whole - 1.0).abs() < 0.1, "{boxed} against {whole} steps");
        }
    }
}

#[test]
fn a_box_goes_round_the_end_and_stops_at_walls() {
    let edge = Placed(&FIRST, vec![[0.01, 0.98]]);
    for boundary in ["grid.boundary=periodic", "grid.boundary=no_flux"] {
        for changes in [&["run.symmetry=false"][..], &PATCH] {
            let scenario = placed(&[changes, &[boundary]].concat(), &[(&edge, 0.0)]);
            let runs = both(&scenario);
            assert!(compare(&runs) < 0.1 * SHARE * 1e-3, "{boundary} {changes:?}");
            assert!(of_box(&runs[0], "smallest_share") < 0.36);
        }
    }
}

#[test]
fn a_box_that_covers_most_becomes_all() {
    let off = Placed(&FIRST, vec![[0.3, 0.6]]);
    for changes in [&["grid.width_mm=8", "run.symmetry=false"][..], &[&PATCH[..], &["run.days=5"]].concat()] {
        let scenario = placed(changes, &[(&off, 0.0)]);
        let runs = both(&scenario);
        assert!(compare(&runs) < 1e-5, "{changes:?}");
        assert_eq!(of_box(&runs[0], "largest_share"), 1.0);
    }
}

#[test]
fn sessions_at_different_places_are_all_inside() {
    let (one, other) = (Placed(&FIRST, vec![[0.2, 0.2]]), Placed(&SECOND, vec![[0.5, 0.7]]));
    // The second inside of the box of the first, and outside.
    for (changes, day) in [(&[][..], 2.0), (&[][..], 0.02), (&PATCH, 0.02)] {
        for sessions in [[(&one, 0.5), (&other, 0.5 + day)], [(&one, 0.5), (&one, 0.5 + day)]] {
            let mut scenario = placed(&[changes, &["run.symmetry=false"]].concat(), &sessions);
            scenario.run.days = if changes.is_empty() { 4.0 } else { 2.0 };
            let runs = both(&scenario);
            assert!(compare(&runs) < 1e-5, "{changes:?} {day}");
            assert!(of_box(&runs[0], "mean_share") < 1.0);
        }
    }
}

/// Something that spreads and fades beside something that stays: u' = ∇²u − u, v' = 0.
#[derive(Clone)]
struct Fading;

impl System<2, 0> for Fading {
    type Row<L: Lane> = L;

    fn transport(&self, field: usize) -> Transport {
        let [lateral, faces] = [vec![1.0; 2], vec![1.0; 3]];
        let spreads =
            Transport { diffusivity: 1.0, capacity: vec![1.0; 2], lateral, faces, decay: vec![1.0; 2] };
        if field == 0 { spreads } else { Transport::fixed(vec![0.0; 2]) }
    }

    fn coefficients(&self, _: usize) -> Vec<f64> {
        vec![0.0]
    }

    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> L {
        coefficient(0)
    }

    fn reaction<L: Lane>(nought: &L, [u, _]: [L; 2], _: [L; 0]) -> [L; 2] {
        [*nought - u, *nought]
    }

    fn name(&self, field: usize) -> &'static str {
        ["u", "v"][field]
    }
}

/// The state on some days, and what was solved, of a spot in the middle of a line or a square.
fn faded(name: &str, tolerance: f64, rows: usize, wanted: bool) -> (Vec<State<2, 0>>, WindowStatistics) {
    let axis = |cells: usize| Axis::uniform(cells, 0.1 * cells as f64, true);
    let on =
        Discretisation::new(Fading, Grid { x: axis(300), y: axis(rows), z: Axis::uniform(2, 0.2, false) });
    let mut whole = on.rest();
    let mut active = Active::new(&on, &whole, tolerance, wanted);
    let mut stepper = stepper(name, tolerance, whole.shape()).unwrap();
    let plane = whole.plane();
    for (field, cell) in [(0, 150), (0, 151), (1, 150)] {
        whole.field_mut(field)[rows / 2 * 300 + cell] = 1.0;
        whole.field_mut(field)[plane + rows / 2 * 300 + cell] = 1.0;
    }
    active.choose(&on, &mut whole, stepper.as_mut());
    let (days, mut between, mut seen) = ([0.1, 1.0, 4.0, 20.0], None, Vec::new());
    let mut look = |_: f64, state: &State<2, 0>| seen.push(state.clone());
    let mut observer = Looks { days: &days, landing: &[], between: &mut between, look: &mut look };
    let mut time = 0.0_f64;
    while time < 20.0 {
        // Steps enough to be looked at now and then.
        let to = (time + 0.5).min(20.0);
        time = active.step(&on, &mut whole, stepper.as_mut(), [time, to], &mut observer).unwrap();
    }
    active.gather(&on, &mut whole);
    assert!(seen.len() == 4 && whole == seen[3]);
    (seen, active.statistics().copied().unwrap_or_default())
}

#[test]
fn a_box_shrinks_when_what_spread_has_faded() {
    for (name, rows) in [("ros34pw2", 1), ("qndf", 1), ("ros34pw2", 200)] {
        for tolerance in [1e-3, 1e-4] {
            let [(boxed, statistics), (whole, _)] =
                [true, false].map(|wanted| faded(name, tolerance, rows, wanted));
            println!("{name} at {tolerance:.0e}: {statistics:?}");
            assert!(
                statistics.smallest < 0.2 && statistics.largest > 1.8 * statistics.smallest,
                "{name}: {statistics:?}"
            );
            assert!(statistics.last < 0.6 * statistics.largest, "{name}: {statistics:?}");
            assert!(statistics.at_edge < 1.0, "{name}: {statistics:?}");
            for (boxed, whole) in boxed.iter().zip(&whole) {
                let differences = boxed.values().iter().zip(whole.values()).map(|(a, b)| (a - b).abs());
                let worst = differences.fold(0.0, f64::max);
                // Both began with a departure of 1.
                assert!(worst < SHARE * tolerance, "{name} at {tolerance:.0e}: {worst:.1e}");
            }
            // What is cut off is at rest, not just small.
            let away = boxed[3].field(0).iter().filter(|value| **value != 0.0).count();
            assert!(away as f64 <= statistics.last * boxed[3].cells() as f64, "{away} cells");
        }
    }
}

#[test]
fn dense_needles_leave_no_box() {
    for changes in
        [&["device.name=pen"][..], &["device.name=pen", "grid.geometry=patch", "grid.width_mm=3.5"]]
    {
        let [boxed, whole] = both(&scenario(&[changes, &["run.days=3", "run.stepper=auto"]].concat()));
        assert!(boxed.summary.work["active_box"].is_null());
        assert!(bits(&boxed) == bits(&whole), "{changes:?}");
    }
}

#[test]
fn where_rest_is_not_known_there_is_no_box() {
    let mut untreated = scenario(&["run.days=3"]);
    untreated.sessions.clear();
    assert!(run(&untreated).summary.work["active_box"].is_null());
    let cases: [&[&str]; 4] = [
        &["indication.name=atrophic_acne_scar"],
        &["indication.name=photoaged_skin"],
        &["treatment.topicals=[{ agent = \"retinoid\", days = [1] }]"],
        &["grid.geometry=cell"],
    ];
    for changes in cases {
        let [boxed, whole] = both(&scenario(&[changes, &["run.days=3"]].concat()));
        assert_eq!(boxed.summary.work["active_box"], Value::Null, "{changes:?}");
        assert!(bits(&boxed) == bits(&whole), "{changes:?}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let off = Placed(&FIRST, vec![[0.3, 0.6]]);
    for changes in [&["run.stepper=ros34pw2"][..], &["run.stepper=qndf_single"]] {
        let scenario = placed(&[&PATCH, changes, &["run.days=1"]].concat(), &[(&off, 0.0)]);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| run(&scenario))
        };
        let one = on(1);
        assert!(of_box(&one, "moves") > 1.0);
        for threads in [2, 3] {
            let more = on(threads);
            assert!(bits(&one) == bits(&more), "{changes:?} on {threads} threads");
            assert_eq!(one.summary.work["active_box"], more.summary.work["active_box"]);
        }
    }
}
