//! How far the outcomes of a real course depend on grid, tolerance and reduced mode: the tables of
//! docs/verification.md. `cargo test --release --test numerics verification -- --nocapture` prints them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::Simulation;

/// One session of the README's course on a strip of it, so that the finest grid is affordable.
const COURSE: &str = "schema = 1\n[device]\nname = \"pen\"\nneedle_length_mm = 1.5\ndensity_per_cm2 = 250\n\
                      [treatment]\ncount = 1\n[grid]\nwidth_mm = 2\n[run]\ndays = 84\n[observe]\n\
                      dense_days = 7\ndense_interval_days = 0.25\nmap_days = []\n";
const OUTCOMES: usize = 12;

fn run(changes: &[&str]) -> TimeSeries {
    let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
    let (scenario, _) = Scenario::parse("verification.toml", COURSE, &changes).unwrap();
    Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series
}

/// Headline outcomes of a course: name and value.
fn headlines(series: &TimeSeries) -> [(&'static str, f64); OUTCOMES] {
    let column = |name: &str| series.column(name).unwrap().values.as_slice();
    let end = |name: &str| *column(name).last().unwrap();
    let peak = |name: &str| column(name).iter().copied().filter(|v| v.is_finite()).fold(f64::MIN, f64::max);
    let gain = |region: &str| 100.0 * (end(&format!("collagen_total.{region}")) - 1.0);
    let on_day = |day: f64| series.time_day.iter().position(|time| *time >= day - 1e-9).unwrap();
    [
        ("collagen gain, dermis, day 84 (%)", gain("dermis")),
        ("collagen gain, papillary (%)", gain("papillary")),
        ("collagen gain, reticular (%)", gain("reticular")),
        ("new collagen, dermis", end("collagen_new.dermis")),
        ("type III collagen, dermis", end("collagen_iii.dermis")),
        ("peak of inflammation", peak("inflammation.dermis")),
        ("peak of TGF-beta 1", peak("tgf_beta_1.dermis")),
        ("peak of myofibroblasts", peak("myofibroblasts.dermis")),
        ("peak of fibroblasts", peak("fibroblasts.dermis")),
        ("peak of water loss", peak("tewl.surface")),
        ("barrier deficit after a day", 1.0 - column("barrier.surface")[on_day(1.0)]),
        ("open channels after a day", column("channel_open_fraction.surface")[on_day(1.0)]),
    ]
}

/// Relative differences in percent of the second course from the first.
fn differences(a: &TimeSeries, b: &TimeSeries) -> [f64; OUTCOMES] {
    let (a, b) = (headlines(a), headlines(b));
    std::array::from_fn(|i| 100.0 * (b[i].1 / a[i].1 - 1.0))
}

#[test]
fn grid_and_tolerance() {
    for geometry in ["slab", "cell"] {
        let set = format!("grid.geometry={geometry}");
        let at = |spacing: &str, tolerance: &str| {
            run(&[&set, &format!("grid.spacing_um={spacing}"), &format!("run.tolerance={tolerance}")])
        };
        let [usual, fine, tight] = [at("25", "1e-3"), at("12.5", "1e-3"), at("25", "1e-5")];
        let (space, time) = (differences(&fine, &usual), differences(&tight, &usual));
        println!(
            "\n| {geometry} | value at 25 µm | 25 against 12.5 µm | tolerance 1e-3 against 1e-5 |\n|---|---|---|---|"
        );
        for (i, (name, value)) in headlines(&usual).into_iter().enumerate() {
            println!("| {name} | {value:.4} | {:+.2} % | {:+.3} % |", space[i], time[i]);
        }
        for (i, (name, _)) in headlines(&usual).into_iter().enumerate() {
            assert!(space[i].abs() < 2.0, "{geometry}: {name} changes by {:.2} % with the grid", space[i]);
            // Where both are below a quarter of a percent, the order between them says nothing.
            let allowed = space[i].abs().max(0.25);
            assert!(time[i].abs() <= allowed, "{geometry}: {name} {:.3} % by tolerance", time[i]);
        }
    }
}

#[test]
fn reduced_modes() {
    let spacing = "grid.spacing_um=50";
    let patch = run(&[spacing, "grid.geometry=patch"]);
    let others = ["slab", "cell"].map(|name| run(&[spacing, &format!("grid.geometry={name}")]));
    let [slab, cell] = others.each_ref().map(|other| differences(&patch, other));
    println!("\n| outcome | patch | slab | cell |\n|---|---|---|---|");
    for (i, (name, value)) in headlines(&patch).into_iter().enumerate() {
        println!("| {name} | {value:.4} | {:+.1} % | {:+.1} % |", slab[i], cell[i]);
    }
    assert!(slab[0].abs() < 15.0 && cell[0].abs() < 15.0, "{} {}", slab[0], cell[0]);
}

/// Steps are weeks long by then: what they leave must not set healing off once more, nor move what has come to rest.
#[test]
fn what_has_long_relaxed_stays_so() {
    let usual = "grid.spacing_um=100 treatment.count=4 treatment.interval_days=28";
    let often = "grid.spacing_um=50 treatment.count=4 treatment.interval_days=14";
    let slowly = "grid.spacing_um=100 grid.depth_spacing_um=20 patient.age_years=24 patient.diabetes=true \
                  device.name=single_needle device.needle_diameter_mm=0.25 device.depth_jitter=0";
    for course in [usual, often, slowly] {
        let years = |stepper: &str, tolerance: &str| {
            let run_as = [
                "grid.geometry=cell",
                "run.days=5475",
                "observe.interval_days=30",
                &format!("run.stepper={stepper}"),
                &format!("run.tolerance={tolerance}"),
            ];
            run(&course.split_whitespace().chain(run_as).collect::<Vec<_>>())
        };
        let (usual, reference) = (years("qndf_single", "1e-3"), years("ros34pw2", "1e-4"));
        let late = reference.time_day.iter().position(|day| *day > 600.0).unwrap();
        let bounds = [("collagen_total.dermis", 2e-4), ("activation.dermis", 2e-4), ("tewl.surface", 1e-3)];
        for (name, allowed) in bounds {
            let [usual, exact] = [&usual, &reference].map(|series| &series.column(name).unwrap().values);
            let error = usual.iter().zip(exact).skip(late).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            println!("{course}: {name} is off by {error:.1e} at most after day 600");
            assert!(error < allowed, "{course}: {name} is off by {error:.1e}");
        }
    }
}
