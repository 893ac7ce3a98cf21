//! Skin that repeats itself is solved once: the same answer as of the whole patch, found from what was
//! done to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::sync::Arc;

use dermis::figure::HeatMap;
use dermis::puncture::{Device, Needling, Pattern, Preset, Technique, Tool, TreatedArea, catalogue};
use dermis::random::Random;
use dermis::scenario::Scenario;
use dermis::simulation::estimate::estimate;
use dermis::simulation::{RunResult, Simulation};
use dermis::treatment::Session;
use serde_json::{Value, json};

/// Four needles of a stamp, twice, on layered skin; pitch 1 mm, ten cells.
const STAMP: &str = "schema = 1\n[device]\nname = \"stamp\"\nneedle_length_mm = 1.0\ndensity_per_cm2 = 100\npasses = 1\n\
                     pattern = \"regular\"\ndepth_jitter = 0\n[treatment]\ncount = 2\ninterval_days = 5\n[grid]\n\
                     geometry = \"patch\"\nwidth_mm = 2\nspacing_um = 100\ndepth_spacing_um = 150\n\
                     surface_spacing_um = 50\n[run]\ndays = 8\nstepper = \"ros34pw2\"\n[observe]\ndense_days = 1\n\
                     dense_interval_days = 0.5\nmap_days = [0, 3, 8]\n";

/// Relative to the range of an outcome.
const SAME: f64 = 1e-10;
/// Relative to its value: what is lost in a sum over thousands of equal cells.
const SUMS: f64 = 1e-12;

fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
    Scenario::parse("symmetry.toml", STAMP, &changes).unwrap_or_else(|error| panic!("{error}")).0
}

/// The same scenario with symmetry and without.
fn both(scenario: &Scenario) -> [RunResult; 2] {
    [true, false].map(|symmetry| {
        let mut scenario = scenario.clone();
        scenario.run.symmetry = symmetry;
        Simulation::new(&scenario).run(&mut |_, _| ()).unwrap()
    })
}

fn maps(result: &RunResult) -> Vec<&HeatMap> {
    result.maps.iter().flatten().collect()
}

/// Largest difference relative to the range of the values, beyond what sums lose.
fn apart(part: impl Iterator<Item = f64>, whole: &[f64]) -> f64 {
    let known = || whole.iter().copied().filter(|value| value.is_finite());
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let lost = SUMS * low.abs().max(high.abs());
    let scale = (high - low).max(f64::MIN_POSITIVE);
    let difference = |(part, whole): (f64, &f64)| {
        assert_eq!(part.is_nan(), whole.is_nan());
        if part.is_nan() { 0.0 } else { ((part - whole).abs() - lost).max(0.0) / scale }
    };
    part.zip(whole).map(difference).fold(0.0, f64::max)
}

/// Holds a run of the part against that of the whole; how far apart the curves are.
fn compare([part, whole]: &[RunResult; 2]) -> f64 {
    assert!(whole.summary.symmetry.is_null());
    assert_eq!(part.needles, whole.needles);
    assert_eq!(part.summary.sessions, whole.summary.sessions);
    assert_eq!(part.summary.grid, whole.summary.grid);
    assert_eq!(part.summary.warnings, whole.summary.warnings);
    assert_eq!(part.series.time_day, whole.series.time_day);
    let mut worst = ("", 0.0);
    for (a, b) in part.series.columns.iter().zip(&whole.series.columns) {
        assert_eq!(a.name, b.name);
        let apart = apart(a.values.iter().copied(), &b.values);
        worst = if apart > worst.1 { (&a.name, apart) } else { worst };
    }
    let begun = whole.summary.collagen_budget["begun"].as_f64().unwrap();
    for amount in ["begun", "new", "lost", "cut", "end"] {
        let [a, b] = [part, whole].map(|run| run.summary.collagen_budget[amount].as_f64().unwrap());
        worst = if (a - b).abs() / begun > worst.1 { (amount, (a - b).abs() / begun) } else { worst };
    }
    let (a, b) = (maps(part), maps(whole));
    assert_eq!(a.len(), b.len());
    for (a, b) in a.into_iter().zip(b) {
        assert_eq!(
            (&a.title, &a.x_faces, &a.y_faces, &a.layers),
            (&b.title, &b.x_faces, &b.y_faces, &b.layers)
        );
        assert_eq!(a.values.dim(), b.values.dim());
        let values: Vec<f64> = b.values.iter().copied().collect();
        let apart = apart(a.values.iter().copied(), &values);
        worst = if apart > worst.1 { (&a.title, apart) } else { worst };
    }
    let steps = |run: &RunResult| run.summary.work["steps"].as_u64();
    println!("{}: {:.1e} in {}; steps {:?}", part.summary.symmetry, worst.1, worst.0, steps(part));
    assert_eq!(steps(part), steps(whole));
    worst.1
}

/// Needles where the user says, in shares of the area.
#[derive(Debug, Clone)]
struct Placed(Vec<[f64; 2]>);

static PRESET: Preset = Preset {
    name: "placed",
    meaning: "",
    source: "",
    needle_length_mm: 1.0,
    needle_lengths_mm: (0.2, 3.0),
    needle_diameter_mm: 0.25,
    tip_length_mm: 0.35,
    technique: Technique::pressed(4, 2.0),
    passes: 1,
    depth_efficacies: (0.8, 0.8),
    depth_jitter: 0.0,
};

impl Device for Placed {
    fn preset(&self) -> &Preset {
        &PRESET
    }

    fn positions(&self, _: &Needling, area: TreatedArea, _: &mut Random) -> Vec<[f64; 2]> {
        self.0.iter().map(|[x, y]| [x * area.width, y * area.length]).collect()
    }
}

#[test]
fn the_part_gives_the_answer_of_the_whole() {
    let cases: [(&[&str], Value); 10] = [
        // A quarter of the skin around one needle, by mirrors on faces.
        (&[], json!([5, 5, 16])),
        // A pitch of nine cells: mirrors in the middle of cells.
        (&["grid.width_mm=1.8", "device.density_per_cm2=123"], json!([5, 5, 16])),
        // The box of the risk of scarring ends in the middle of cells.
        (&["grid.spacing_um=125"], json!([4, 4, 16])),
        // Walls are mirrors.
        (&["grid.boundary=no_flux"], json!([5, 5, 16])),
        // A scar in the middle leaves the mirrors through it.
        (&["indication.name=atrophic_acne_scar", "indication.width_mm=1.2"], json!([10, 10, 4])),
        // A band leaves the period along it.
        (&["indication.name=stretch_mark", "indication.width_mm=0.6"], json!([5, 10, 8])),
        // More rows than columns.
        (&["grid.length_mm=3", "device.density_per_cm2=100"], json!([5, 5, 24])),
        // Needles deeper from session to session.
        (&["treatment.deeper_by_mm=0.2", "run.stepper=ros2"], json!([5, 5, 16])),
        // One row of needles.
        (&["grid.geometry=slab"], json!([1, 5, 4])),
        // The same everywhere.
        (&["treatment.count=0", "indication.name=photoaged_skin"], json!([1, 1, 400])),
    ];
    for (changes, solved) in cases {
        let scenario = scenario(changes);
        let cost = estimate(&scenario);
        assert_eq!(json!([cost.solved[1], cost.solved[2], cost.copies]), solved, "{changes:?}");
        let runs = both(&scenario);
        let cells = cost.solved.iter().product::<usize>();
        assert_eq!(runs[0].summary.symmetry, json!({ "cells_solved": cells, "copies": cost.copies }));
        assert!(compare(&runs) < SAME, "{changes:?}");
    }
}

#[test]
fn wounds_and_agents_too() {
    let incision = "schema = 1\n[device]\nname = \"incision\"\n[treatment]\ncount = 1\n[[treatment.topicals]]\n\
                    agent = \"retinoid\"\ndays = [1, 2]\n[grid]\ngeometry = \"patch\"\nwidth_mm = 2\nlength_mm = 1\n\
                    spacing_um = 100\n[run]\ndays = 5\nstepper = \"ros34pw2\"\n";
    for (device, copies) in [("incision", 20), ("abrasion", 200)] {
        let (scenario, _) =
            Scenario::parse("wound.toml", &incision.replace("incision", device), &[]).unwrap();
        let runs = both(&scenario);
        assert_eq!(runs[0].summary.symmetry["copies"], copies);
        assert!(compare(&runs) < SAME, "{device}");
    }
}

#[test]
fn needles_off_the_marks_of_cells_only_repeat() {
    let at = [0.18, 0.68];
    let needles = at.iter().flat_map(|&x| at.map(|y| [x, y])).collect();
    let stamp = catalogue::needle_device("stamp").unwrap();
    let settings = Needling { depth_jitter: 0.0, ..stamp.settings(0.5) };
    let device = Tool::Needles { device: Arc::new(Placed(needles)), settings };
    let mut scenario = scenario(&["treatment.count=0"]);
    scenario.sessions.extend([0.0, 4.0].map(|day| Session { day, device: device.clone() }));
    let runs = both(&scenario);
    assert_eq!(runs[0].summary.symmetry["copies"], 4);
    // What is planned is what is done, with a device of one's own too.
    assert_eq!(estimate(&scenario).copies, 4);
    assert!(compare(&runs) < SAME);
}

#[test]
fn what_is_not_symmetric_is_solved_whole() {
    let whole = |scenario: &Scenario| estimate(scenario).copies == 1;
    // Three by three: of two by two needles each is its own mirror image, whatever the others are.
    for change in ["device.depth_jitter=0.1", "device.tilt_degrees=5", "device.pattern=random"] {
        assert!(whole(&scenario(&[change, "grid.width_mm=3"])), "{change}");
    }
    assert!(whole(&scenario(&["run.symmetry=false"])));
    assert!(!whole(&scenario(&["grid.width_mm=3"])));
    let mut scenario = scenario(&["run.days=1", "treatment.count=1", "grid.width_mm=3"]);
    let used = scenario.sessions[0].device.needling().unwrap();
    let settings = Needling { pattern: Pattern::Device, ..used.clone() };
    let mut copies = |needles: &[[f64; 2]]| {
        let device = Tool::Needles { device: Arc::new(Placed(needles.to_vec())), settings: settings.clone() };
        scenario.sessions.truncate(1);
        scenario.sessions.push(Session { day: 0.5, device });
        let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
        let copies = result.summary.symmetry["copies"].as_u64();
        assert_eq!(estimate(&scenario).copies as u64, copies.unwrap_or(1));
        copies
    };
    let at = [1.0, 3.0, 5.0].map(|sixth| sixth / 6.0);
    let mut needles: Vec<[f64; 2]> = at.iter().flat_map(|&x| at.map(|y| [x, y])).collect();
    assert_eq!(copies(&needles), Some(36));
    // Of the second session one needle is missing: mirrors through it remain.
    let corner = needles.pop();
    assert_eq!(copies(&needles), Some(4));
    // And one that is not its image.
    assert!(corner.is_some() && needles.remove(1) == [at[0], at[1]]);
    assert_eq!(copies(&needles), None);
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Simulation::new(&scenario(&["run.stepper=auto"])).run(&mut |_, _| ()).unwrap().series)
    };
    let one = run(1);
    for threads in [2, 3] {
        let more = run(threads);
        for (a, b) in one.columns.iter().zip(&more.columns) {
            let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&a.values), bits(&b.values), "{} on {threads} threads", a.name);
        }
    }
}

/// Single precision in its iteration, whose rounding decides how many of them a step takes: two runs of
/// the multistep method agree to a few times its tolerance.
#[test]
fn the_multistep_method_agrees_within_its_tolerance() {
    // The second with cells cut in half, whose modes are worked out, not known.
    let halved = &["grid.width_mm=1.8", "device.density_per_cm2=123"][..];
    for (tolerance, bound, changes) in [("1e-3", 5e-3, &[][..]), ("1e-5", 5e-5, &[]), ("1e-3", 5e-3, halved)]
    {
        let tolerance = format!("run.tolerance={tolerance}");
        let scenario = scenario(&[&["run.stepper=qndf", &tolerance], changes].concat());
        let [part, whole] = both(&scenario);
        let columns = part.series.columns.iter().zip(&whole.series.columns);
        let apart = |(a, b): (&dermis::series::Column, &dermis::series::Column)| {
            (apart(a.values.iter().copied(), &b.values), a.name.clone())
        };
        let worst = columns.map(apart).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        println!("{tolerance} {changes:?}: {worst:?}; {} {}", part.summary.work, whole.summary.work);
        assert!(worst.0 < bound, "{worst:?}");
    }
}
