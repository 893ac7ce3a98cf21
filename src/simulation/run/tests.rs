//! Pieces of time between changes of parameters.

use super::*;
use crate::outcome::Recorder;

/// Total collagen on the last day, with agents' pieces of time cut into so many parts.
fn collagen(agent: &str, parts: u32) -> f64 {
    let text = format!(
        "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = [0]\n[[treatment.topicals]]\n{agent}\n\
         [grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 60\ntolerance = 1e-6\n"
    );
    let (scenario, _) = Scenario::parse("agent.toml", &text, &[]).unwrap();
    let mut recorder = Recorder::new(scenario.parameters.readout);
    let mut run = Run::in_parts(&scenario, parts);
    run.watch(&Schedule::days_at([60.0]), &mut recorder);
    run.finish().unwrap();
    drop(run);
    *recorder.finish().column("collagen_total.dermis").unwrap().values.last().unwrap()
}

#[test]
fn pieces_of_time_are_short_enough() {
    for agent in ["agent = \"retinoid\"\ndays = [10]\ncontact_hours = 8", "agent = \"retinoid\"\ncount = 5"] {
        let [whole, halved, quartered] = [1, 2, 4].map(|parts| collagen(agent, parts));
        // Changes of parameters below half a percent are not felt, which leaves some jitter.
        assert!((whole - halved).abs() < 3e-5, "{agent}: {whole} {halved} {quartered}");
        assert!((whole - quartered).abs() < 4e-5, "{agent}: {whole} {halved} {quartered}");
    }
}

/// Between steps means follow the polynomials of the steps: what is linear in the skin is that of the skin as it is shown,
/// and the rest near it.
#[test]
fn means_between_steps_are_those_of_the_skin_there() {
    for geometry in ["slab\"\nwidth_mm = 2", "cell\"\n"] {
        let text = format!(
            "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = [0, 9]\n[grid]\n\
             geometry = \"{geometry}\nspacing_um = 50\n[run]\ndays = 20\nactive_box = false\n"
        );
        let (scenario, _) = Scenario::parse("means.toml", &text, &[]).unwrap();
        let mut run = Run::new(&scenario);
        let (mut least, mut between) = ([f64::INFINITY; 2], 0);
        for day in
            [1e-5, 3e-4, 0.004, 0.05, 0.3, 1.1, 2.5, 5.0, 8.9, 9.0, 9.00007, 9.01, 9.4, 12.0, 19.0, 20.0]
        {
            run.advance_to(day).unwrap();
            between += u32::from(run.reached() > day);
            let view = run.view();
            let (shown, of_skin) = (view.snapshot(), run.scene.snapshot(view.state(), day));
            for (nth, (shown, of_skin)) in shown.regions.iter().zip(&of_skin.regions).enumerate() {
                let pairs = shown.fields.into_array().into_iter().zip(of_skin.fields.into_array());
                for (field, (shown, of_skin)) in pairs.enumerate() {
                    // The past is kept in single precision.
                    let near = (shown - of_skin).abs() < 1e-6 * of_skin.abs().max(1e-2);
                    assert!(near, "day {day}, region {nth}, field {field}: {shown} {of_skin}");
                }
                let (shown, of_skin) = (shown.collagen_synthesis, of_skin.collagen_synthesis);
                let near = (shown - of_skin).abs() < 1e-2 * of_skin.abs().max(1e-5);
                assert!(near, "day {day}, region {nth}: {shown} {of_skin}");
                least[0] = least[0].min(shown);
            }
            least[1] = least[1].min(shown.mouth_closure);
        }
        assert!(between > 8 && least[0] >= 0.0 && least[1] >= 0.0, "{between} {least:?}");
    }
}

#[test]
fn numbers_that_change_come_back_in_their_places() {
    let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = [0]\n[grid]\ngeometry = \"cell\"\n\
                spacing_um = 100\n[run]\ndays = 2\n";
    let (scenario, _) = Scenario::parse("places.toml", text, &[]).unwrap();
    let mut run = Run::new(&scenario);
    run.finish().unwrap();
    let view = run.view();
    let seen = view.snapshot();
    assert_eq!(seen.on(2.0, &seen.changing()), *seen);
    // Below nothing is nothing; no number is no number, wherever it stands.
    let of = |value: f64| seen.on(2.0, &vec![value; seen.changing().len()]).changing();
    assert!(of(-1.0).iter().all(|value| *value == 0.0));
    assert!(of(f64::NAN).iter().all(|value| value.is_nan()));
    assert!(of(0.5).iter().all(|value| *value == 0.5));
}
