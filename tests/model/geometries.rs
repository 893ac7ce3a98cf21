//! The same protocol on the three geometries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use dermis::scenario::Scenario;
use dermis::simulation::Simulation;

const PROTOCOL: &str = "schema = 1\n[device]\nname = \"pen\"\nneedle_length_mm = 1.5\ndensity_per_cm2 = 250\n\
                        [treatment]\ncount = 2\ninterval_days = 28\n[grid]\nspacing_um = 50\nwidth_mm = 1.9\n\
                        [run]\ndays = 112\n[observe]\ninterval_days = 7\n";

/// Mean collagen gain of the dermis in percent at the end, and the opened volume of the sessions.
fn run(geometry: &str, width: &str) -> (f64, Vec<f64>) {
    let changes = [format!("grid.geometry={geometry}"), format!("grid.width_mm={width}")];
    let (scenario, _) = Scenario::parse("geometries.toml", PROTOCOL, &changes).unwrap();
    let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
    let gain = 100.0 * (result.series.column("collagen_total.dermis").unwrap().values.last().unwrap() - 1.0);
    (gain, result.summary.sessions.iter().map(|session| session.opened_mm3_per_cm2).collect())
}

#[test]
fn patch_slab_and_cell_agree() {
    let runs = [("patch", run("patch", "1.9")), ("slab", run("slab", "4")), ("cell", run("cell", "4"))];
    let patch = runs[0].1.0;
    for (name, (gain, opened)) in &runs {
        let difference = 100.0 * (gain / patch - 1.0);
        println!(
            "{name}: gain {gain:.2} %, {difference:+.1} % against the patch, opened {opened:.2?} mm³/cm²"
        );
    }
    for (name, (gain, _)) in &runs {
        for (other, (gain_other, _)) in &runs {
            let difference = (gain / gain_other - 1.0).abs();
            assert!(difference < 0.15, "{name} and {other} differ by {:.1} %", 100.0 * difference);
        }
    }
    // The same injured volume per cm², up to the scatter of depth between needles.
    for (name, (_, opened)) in &runs[1..] {
        for (a, b) in opened.iter().zip(&runs[0].1.1) {
            assert!((a / b - 1.0).abs() < 0.06, "{name} opens {a} mm³/cm², the patch {b}");
        }
    }
}

#[test]
fn a_cell_opens_what_each_session_asks_for() {
    let text = "schema = 1\n[device]\nname = \"pen\"\n[grid]\nspacing_um = 50\ndepth_spacing_um = 100\nwidth_mm = 2\n\
                surface_spacing_um = 50\n[[treatment.sessions]]\nday = 0\ndensity_per_cm2 = 100\n\
                [[treatment.sessions]]\nday = 28\ndensity_per_cm2 = 1000\n[run]\ndays = 60\n";
    let run = |geometry: &str| {
        let (scenario, _) =
            Scenario::parse("densities.toml", text, &[format!("grid.geometry={geometry}")]).unwrap();
        let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
        let gain = result.series.column("collagen_total.dermis").unwrap().values.last().unwrap() - 1.0;
        (gain, result.summary.sessions.iter().map(|one| one.opened_mm3_per_cm2).collect::<Vec<_>>())
    };
    let ((cell, opened), (slab, in_slab)) = (run("cell"), run("slab"));
    for (a, b) in opened.iter().zip(&in_slab) {
        assert!((a / b - 1.0).abs() < 0.05, "the cell opens {opened:?}, the slab {in_slab:?}");
    }
    assert!((cell / slab - 1.0).abs() < 0.1, "gain {cell} in the cell, {slab} in the slab");
}
