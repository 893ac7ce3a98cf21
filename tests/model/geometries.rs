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

/// Gains of the dermis, %, after four sessions in a mode.
fn course(geometry: &str, length: f64, more: &[&str]) -> f64 {
    let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 4\ninterval_days = 28\n[grid]\nspacing_um = 50\n[run]\ndays = 183\n";
    let mut changes = vec![format!("grid.geometry={geometry}"), format!("device.needle_length_mm={length}")];
    changes.extend(more.iter().map(|change| (*change).to_owned()));
    let (scenario, _) = Scenario::parse("course.toml", text, &changes).unwrap();
    let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
    100.0 * (result.series.column("collagen_total.dermis").unwrap().values.last().unwrap() - 1.0)
}

#[test]
fn modes_follow_the_slab_with_depth() {
    for length in [0.5, 1.0, 1.5, 2.0, 2.5] {
        let slab = course("slab", length, &[]);
        let shifted = course("cell", length, &["grid.shifted_sessions=true"]) / slab - 1.0;
        let same = course("cell", length, &[]) / slab - 1.0;
        let mixed = course("well_mixed", length, &[]) / slab - 1.0;
        println!(
            "{length} mm: slab {slab:.2} %, shifted {shifted:+.3}, same hole {same:+.3}, mixed {mixed:+.3}"
        );
        assert!(shifted.abs() < 0.11 && shifted.abs() < same.abs(), "{length}: {shifted}");
        assert!(mixed.abs() < 0.2, "{length}: {mixed}");
    }
}

fn mixed(changes: &[&str]) -> dermis::series::TimeSeries {
    let text = "schema = 1\n[patient]\nage_years = 30\n[device]\nname = \"pen\"\ndepth_efficacy = 1\n[treatment]\ncount = 1\n\
                [grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 400\ntolerance = 1e-6\n";
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    let (scenario, _) = Scenario::parse("mixed.toml", text, &changes).unwrap();
    Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series
}

/// So thick that a short needle reaches hardly any of it.
const THICK: &str = "site.reticular_dermis_mm=2.5";

/// What needles do not reach goes on as untreated skin does: it ages, and a defect stays.
#[test]
fn below_the_needles_skin_is_as_untreated() {
    for change in ["indication.name=photoaged_skin", "patient.ages=true", "patient.sun_exposure=1"] {
        let last = |more: &[&str], column: &str| {
            *mixed(&[&[change], more].concat()).column(column).unwrap().values.last().unwrap()
        };
        for column in [
            "collagen_total.dermis",
            "collagen_i.dermis",
            "collagen_lost.dermis",
            "defect_volume_mm3_per_cm2.surface",
        ] {
            let untreated = last(&["treatment.count=0", THICK], column);
            // Channels that end a tenth of a millimetre below the junction, and act no deeper.
            let shallow = last(&["device.needle_length_mm=0.25", THICK], column);
            println!("{change}: {column} {untreated} untreated, {shallow} shallow");
            assert!(
                (shallow - untreated).abs() < 0.02 * untreated.abs().max(0.05),
                "{change}, {column}: {shallow}"
            );
        }
    }
}

/// A shallow session in a deep course opens the surface as it would by itself.
#[test]
fn a_shallow_session_of_a_mixed_course_opens_the_surface() {
    let open = |lengths: [f64; 2]| {
        let sessions = lengths.map(|length| format!("{{ day = 0, needle_length_mm = {length} }}"));
        let alone = format!("treatment.sessions=[{}]", sessions[0]);
        let both =
            format!("treatment.sessions=[{}, {}]", sessions[0], sessions[1].replace("day = 0", "day = 200"));
        [alone, both].map(|sessions| {
            let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 250\n"
                .replace("[treatment]\n", &format!("[treatment]\n{}\n", sessions.replacen("treatment.", "", 1).replacen('=', " = ", 1)));
            let (scenario, _) = Scenario::parse("sessions.toml", &text, &[]).unwrap();
            let series = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series;
            let row = series.time_day.iter().position(|day| *day > 0.0).unwrap();
            series.column("channel_open_fraction.surface").unwrap().values[row]
        })
    };
    let [alone, both] = open([0.5, 2.5]);
    assert!(alone > 1e-3 && (both / alone - 1.0).abs() < 1e-3, "{alone} alone, {both} in a deeper course");
}

/// What comes later changes nothing before, and a deeper session begins with what the shallow one left.
#[test]
fn a_deeper_session_of_a_mixed_course_changes_no_past() {
    let course = |sessions: &str| {
        let text = format!(
            "schema = 1\n[device]\nname = \"pen\"\n[treatment]\nsessions = [{sessions}]\n[grid]\ngeometry = \"well_mixed\"\n\
             [run]\ndays = 120\n"
        );
        let (scenario, _) = Scenario::parse("growing.toml", &text, &[]).unwrap();
        Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series
    };
    let shallow = "{ day = 0, needle_length_mm = 0.5 }";
    let [alone, both] =
        [course(shallow), course(&format!("{shallow}, {{ day = 50, needle_length_mm = 2.5 }}"))];
    let collagen = |series: &dermis::series::TimeSeries, day: f64| {
        let row = series.time_day.iter().rposition(|time| (time - day).abs() < 1e-9).unwrap();
        series.column("collagen_total.dermis").unwrap().values[row]
    };
    // The last steps before a session are other ones: within the tolerance.
    for day in [7.0, 28.0, 49.0, 50.0] {
        assert!((collagen(&alone, day) - collagen(&both, day)).abs() < 1e-6, "day {day}");
    }
    let cut = collagen(&both, 50.0)
        - both.column("collagen_total.dermis").unwrap().values
            [both.time_day.iter().position(|time| *time > 50.0).unwrap()];
    let own = 1.0 - {
        let series = course("{ day = 0, needle_length_mm = 2.5 }");
        series.column("collagen_total.dermis").unwrap().values
            [series.time_day.iter().position(|time| *time > 0.0).unwrap()]
    };
    assert!((cut / own - 1.0).abs() < 0.02, "a deep session cuts {cut} after a shallow one, {own} by itself");
}

/// The junction is no step, and an abrasion takes from the dermis what lies below it.
#[test]
fn a_mixed_dermis_begins_at_the_junction() {
    let cut = |changes: &[&str]| {
        let series = mixed(&[&["run.days=1"], changes].concat());
        let row = series.time_day.iter().position(|day| *day > 0.0).unwrap();
        1.0 - series.column("collagen_total.dermis").unwrap().values[row]
    };
    let needle = |length: f64| {
        let efficacy = length / 0.25;
        cut(&["device.needle_length_mm=0.25", &format!("device.depth_efficacy={efficacy}")])
    };
    assert!(needle(0.1) == 0.0 && needle(0.101) < 1e-7 && needle(0.25) > 1e-5, "{}", needle(0.25));
    for (depth, expected) in [("0.05", 0.0), ("0.1", 0.0), ("0.27", 0.1)] {
        let text = "schema = 1\n[device]\nname = \"abrasion\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 1\n";
        let (scenario, _) =
            Scenario::parse("graze.toml", text, &[format!("device.depth_mm={depth}")]).unwrap();
        let series = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series;
        let row = series.time_day.iter().position(|day| *day > 0.0).unwrap();
        let found = 1.0 - series.column("collagen_total.dermis").unwrap().values[row];
        assert!((found - expected).abs() < 2e-3, "{depth}: {found}");
    }
}

#[test]
fn what_a_mixed_cell_cannot_say_is_refused_or_warned_of() {
    let with = |changes: &[&str]| {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n";
        let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
        Scenario::parse("mixed.toml", text, &changes)
    };
    let core = with(&["device.name=core"]).unwrap_err().to_string();
    assert!(core.contains("a core does not fit the geometry `well_mixed`"), "{core}");
    assert!(with(&["indication.name=photoaged_skin", "indication.scar_like=0.2"]).is_err());
    let warned = |changes: &[&str]| {
        with(changes)
            .unwrap()
            .1
            .iter()
            .any(|warning| warning.contains("`well_mixed` was held against the slab"))
    };
    assert!(!warned(&[]) && warned(&["device.density_per_cm2=50"]) && warned(&["site.name=eyelid"]));
}

#[test]
fn sessions_that_shift_and_a_defect_with_a_place_do_not_go_together() {
    let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 28\n[grid]\ngeometry = \"cell\"\nshifted_sessions = true\n";
    let with = |name: &str| Scenario::parse("shifted.toml", text, &[format!("indication.name={name}")]);
    assert!(with("photoaged_skin").is_ok());
    let error = with("enlarged_pore").unwrap_err().to_string();
    assert!(error.contains("shifted_sessions would spread"), "{error}");
}
