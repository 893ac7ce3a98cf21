//! The figures of the model's prototype: repeats, intervals, age and dose well mixed; the course of
//! one session around one needle; depth in layered skin. They were made by other programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::Simulation;

/// Skin of 25 years (no ageing), full true depth without scatter.
const BASE: &str = "schema = 1\n[patient]\nage_years = 25\n[device]\nname = \"pen\"\nneedle_length_mm = 1.5\n\
                    depth_efficacy = 1.0\ndepth_jitter = 0.0\n[treatment]\ncount = 1\ninterval_days = 28\n[grid]\n";

/// Its equations, without what was added to them since.
const PROTOTYPE: [&str; 10] = [
    "clot_shielding=0",
    "collagen_iii_share_early=0.5",
    "collagen_mature_turnover=0.00095",
    "differentiation_staging=0",
    "differentiation_rate=0.86",
    "tension_per_span=0",
    "epidermal_margin_share=0",
    "channel_leak=0",
    "myofibroblast_reversion=0",
    "elastin_crosslinking=0.02",
];

fn run(changes: &[&str]) -> TimeSeries {
    let changes: Vec<String> = PROTOTYPE.iter().chain(changes).map(|change| (*change).into()).collect();
    let (scenario, _) = Scenario::parse("published.toml", BASE, &changes).unwrap();
    Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series
}

fn at(series: &TimeSeries, column: &str, day: f64) -> f64 {
    let row = series.time_day.iter().position(|time| (time - day).abs() < 1e-6).expect("an observed day");
    series.column(column).unwrap().values[row]
}

/// Mean gain of the dermis in percent.
fn gain(series: &TimeSeries, day: f64) -> f64 {
    100.0 * (at(series, "collagen_total.dermis", day) - 1.0)
}

/// Largest value and its day.
fn peak(series: &TimeSeries, column: &str) -> (f64, f64) {
    let values = &series.column(column).unwrap().values;
    let known = series.time_day.iter().zip(values).filter(|(_, value)| value.is_finite());
    known.fold((f64::MIN, 0.0), |best, (day, value)| if *value > best.0 { (*value, *day) } else { best })
}

fn near(label: &str, found: f64, expected: f64, allowed: f64) {
    println!("{label}: {found:.4} for {expected}");
    assert!((found - expected).abs() <= allowed, "{label}: {found} for {expected} ± {allowed}");
}

/// A unit cell of radius 0.46 mm with a hole of 0.055 mm, as the prototype's.
const MIXED: [&str; 4] =
    ["grid.geometry=well_mixed", "device.density_per_cm2=150.4282", "recoil=0.44", "observe.dense_days=7"];

fn mixed(changes: &[&str]) -> TimeSeries {
    run(&[&MIXED[..], changes].concat())
}

#[test]
fn well_mixed_repeats_add_less_and_less() {
    let series = mixed(&["treatment.count=8", "run.days=320"]);
    let before = |session: f64| gain(&series, 28.0 * session);
    // Gains four weeks after each session; the prototype reads 120 days after the last one.
    let after_last = |count: usize| {
        let last = 28.0 * (count - 1) as f64;
        let series = mixed(&[&format!("treatment.count={count}"), &format!("run.days={}", last + 120.0)]);
        gain(&series, last + 120.0)
    };
    let totals: Vec<f64> = (1..=4).map(after_last).collect();
    let steps = [totals[0], totals[1] - totals[0], totals[2] - totals[1], totals[3] - totals[2]];
    for (step, expected) in steps.iter().zip([6.1, 4.4, 3.5, 3.0]) {
        near("gain of a session", *step, expected, 0.15);
    }
    assert!((1..8).all(|n| before(f64::from(n) + 1.0) > before(f64::from(n))));
}

#[test]
fn well_mixed_intervals_and_scar_share() {
    for (interval, expected, share) in
        [(3.0, 9.8, 15.6), (7.0, 11.7, 10.8), (14.0, 14.9, 6.0), (28.0, 17.0, 0.69), (42.0, 17.6, 0.2)]
    {
        let end = 3.0 * interval + 120.0;
        let series = mixed(&[
            "treatment.count=4",
            &format!("treatment.interval_days={interval}"),
            &format!("run.days={end}"),
        ]);
        near(
            &format!("gain at {interval} days between sessions"),
            gain(&series, end),
            expected,
            0.02 * expected,
        );
        let scar = 100.0 * at(&series, "collagen_scar.dermis", end) / (0.01 * gain(&series, end));
        near(&format!("scar-like share at {interval} days"), scar, share, 0.05 * share + 0.05);
    }
}

#[test]
fn well_mixed_age() {
    for (age, expected) in [(25, 5.9), (40, 4.6), (55, 3.3), (70, 2.0)] {
        let series = mixed(&[&format!("patient.age_years={age}"), "run.days=84"]);
        near(&format!("gain at {age} years"), gain(&series, 84.0), expected, 0.1);
    }
}

#[test]
fn well_mixed_dose_turns_gain_into_scar() {
    let scar = |density: f64| {
        let series = mixed(&[&format!("device.density_per_cm2={density}"), "run.days=120"]);
        (at(&series, "collagen_scar.dermis", 120.0), gain(&series, 120.0))
    };
    let (low, standard, high, extreme) = (scar(150.0), scar(250.0), scar(400.0), scar(1000.0));
    near("scar at 150/cm²", low.0, 2e-5, 0.5e-5);
    near("scar at 250/cm²", standard.0, 2e-3, 0.3e-3);
    near("scar at 400/cm²", high.0, 1.1e-2, 0.1e-2);
    near("scar at 1000/cm²", extreme.0, 2.8e-2, 0.3e-2);
    assert!(high.1 > low.1 && high.1 > extreme.1, "gain is largest at a middle dose");
}

/// One needle's unit cell in layered skin, 250 punctures per cm².
fn layered(changes: &[&str]) -> TimeSeries {
    run(&[
        &[
            "grid.geometry=cell",
            "grid.spacing_um=12",
            "grid.depth_spacing_um=25",
            "device.density_per_cm2=250",
        ][..],
        changes,
    ]
    .concat())
}

#[test]
fn layered_cell_follows_the_prototype() {
    let series = layered(&["run.days=120"]);
    near("gain, dermis", gain(&series, 100.0), 5.6, 0.03 * 5.6);
    near("gain, papillary", 100.0 * (at(&series, "collagen_total.papillary", 100.0) - 1.0), 6.2, 0.03 * 6.2);
    near("gain, reticular", 100.0 * (at(&series, "collagen_total.reticular", 100.0) - 1.0), 5.5, 0.03 * 5.5);
    let (tgf, tgf_day) = peak(&series, "tgf_beta_1.dermis");
    near("TGF-beta 1", tgf, 0.58, 0.03 * 0.58);
    near("its day", tgf_day, 5.8, 0.3);
    let (inflammation, inflammation_day) = peak(&series, "inflammation.dermis");
    near("inflammation", inflammation, 0.98, 0.03 * 0.98);
    near("its day", inflammation_day, 0.7, 0.1);
    near("mouths closed after 6 h", at(&series, "epidermal_closure.surface", 0.25), 0.74, 0.03 * 0.74);
    near("mouths closed after 24 h", at(&series, "epidermal_closure.surface", 1.0), 0.98, 0.03 * 0.98);
    near("M1", peak(&series, "macrophages_m1.dermis").1, 2.2, 0.2);
    near("scar-like, 1e-5", 1e5 * at(&series, "collagen_scar.dermis", 100.0), 4.0, 0.4);
}

#[test]
fn layered_cell_depth() {
    for (length, expected) in [(0.5, 0.7), (1.0, 3.6), (2.0, 7.2), (2.5, 8.9)] {
        let series = layered(&[
            &format!("device.needle_length_mm={length}"),
            "run.days=100",
            "grid.depth_spacing_um=50",
        ]);
        near(&format!("gain at {length} mm"), gain(&series, 100.0), expected, 0.05 * expected + 0.05);
    }
    // A short needle may not be told apart from none.
    let shallow = layered(&["device.needle_length_mm=0.25", "run.days=100", "grid.depth_spacing_um=50"]);
    near("gain at 0.25 mm", gain(&shallow, 100.0), 0.0, 0.05);
}

#[test]
fn events_come_in_order() {
    for geometry in ["cell", "slab"] {
        let series = run(&[
            &format!("grid.geometry={geometry}"),
            "device.density_per_cm2=250",
            "grid.spacing_um=50",
            "run.days=84",
        ]);
        let day = |column: &str| peak(&series, &format!("{column}.dermis")).1;
        assert!(
            (0.5..1.6).contains(&day("neutrophils")),
            "{geometry}: neutrophils on day {}",
            day("neutrophils")
        );
        assert!(day("inflammation") < day("neutrophils") && day("neutrophils") < day("macrophages_m1"));
        assert!(day("macrophages_m1") < day("macrophages_m2") && (2.0..3.0).contains(&day("macrophages_m1")));
        assert!((3.0..7.0).contains(&day("tgf_beta_1")), "{geometry}: TGF-beta on day {}", day("tgf_beta_1"));
        assert!((7.0..14.0).contains(&day("fibroblasts")) && (8.0..13.0).contains(&day("myofibroblasts")));
        let late = at(&series, "tgf_beta_1.dermis", 28.0) / peak(&series, "tgf_beta_1.dermis").0;
        assert!(late < 0.04, "{geometry}: {late} of TGF-beta is left after four weeks");
        assert!(gain(&series, 84.0) > gain(&series, 56.0) && gain(&series, 56.0) > gain(&series, 28.0));
        let (tewl, closure) = ("tewl.surface", "epidermal_closure.surface");
        assert!(
            at(&series, tewl, 0.25) > at(&series, tewl, 1.0)
                && at(&series, tewl, 1.0) > at(&series, tewl, 2.0)
        );
        let [soon, later] = [0.25, 1.0].map(|day| at(&series, closure, day));
        println!("{geometry}: mouths closed to {soon:.2} after 6 h, {later:.2} after 24 h");
        assert!((0.3..0.85).contains(&soon) && later > 0.85);
    }
}
