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
