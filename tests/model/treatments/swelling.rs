//! What people see: redness and swelling in days, and that early plumpness is not collagen.

use super::{column, last, run, same_bits};

#[test]
fn early_plumpness_is_fluid_and_late_thickness_is_collagen() {
    let result = run(&[]);
    let at = |name: &str, day: f64| {
        let row = result.series.time_day.iter().position(|time| *time >= day).unwrap();
        column(&result, name)[row]
    };
    let rest = at("dermal_thickness_mm.surface", 0.0);
    for (day, fluid) in [(1.0, true), (84.0, false)] {
        let swollen = at("oedema_thickness_mm.surface", day);
        let grown = at("collagen_thickness_mm.surface", day) - rest;
        println!("day {day}: {swollen:.4} mm of fluid, {grown:.4} mm of collagen");
        let whole = at("dermal_thickness_mm.surface", day) - rest;
        assert!((swollen + grown - whole).abs() < 1e-12, "the whole is the sum of both");
        // On the first day there is even less collagen than at rest; months later there is no fluid.
        assert_eq!(swollen > 0.02 && grown < 0.0, fluid, "day {day}");
        assert_eq!(grown > 10.0 * swollen, !fluid, "day {day}");
    }
}

#[test]
fn fluid_is_in_no_collagen_outcome() {
    let (usual, dry) = (run(&[]), run(&["oedema_gain=0"]));
    assert!(!same_bits(&usual, &dry));
    for (a, b) in usual.series.columns.iter().zip(&dry.series.columns) {
        let swells =
            ["oedema_thickness_mm", "oedema_grade", "dermal_thickness_mm"].contains(&a.outcome.as_str());
        let same = a.values.iter().zip(&b.values).all(|(a, b)| a.to_bits() == b.to_bits());
        assert_eq!(same, !swells, "{}", a.name);
    }
}

#[test]
fn downtime_is_days_and_grows_with_depth_and_density() {
    let summary = |changes: &[&str]| run(changes).summary;
    let usual = summary(&[]);
    println!(
        "redness {:.2}, swelling {:.2}, downtime {:.2} days",
        usual.visible_redness_days.unwrap(),
        usual.visible_swelling_days,
        usual.downtime_days.unwrap()
    );
    // Transient redness and swelling last up to 7 days.
    assert!((1.0..7.0).contains(&usual.downtime_days.unwrap()));
    let longest = usual.visible_redness_days.unwrap().max(usual.visible_swelling_days);
    assert!(usual.downtime_days.unwrap() >= longest && usual.visible_swelling_days > 0.0);
    assert!(summary(&["device.density_per_cm2=500"]).downtime_days.unwrap() > usual.downtime_days.unwrap());
    assert!(summary(&["device.needle_length_mm=0.5"]).downtime_days.unwrap() < usual.downtime_days.unwrap());
    // Half of it for each session apart, and none where nothing is done.
    let twice = summary(&["treatment.days=[0, 28]"]).downtime_days.unwrap();
    assert!((1.9..2.3).contains(&(twice / usual.downtime_days.unwrap())), "{twice}");
    assert_eq!(summary(&["treatment.days=[]"]).downtime_days.unwrap(), 0.0);
    assert!(last(&run(&[]), "erythema_index.surface") < 0.05);
}
