//! How many steps a run takes, roughly. The figures are fitted to the scenarios of `examples/`; the test below holds
//! them to a quarter.

use crate::model::Parameters;
use crate::scenario::{Geometry, Scenario};
use crate::topical::Topical;

/// Tolerance that the figures were fitted at.
const USUAL_TOLERANCE: f64 = 1e-3;
/// Steps at rest, and days to a further one.
const AT_REST: f64 = 10.0;
const DAYS_A_STEP_AT_REST: f64 = 150.0;
/// Steps of the first hours after a session, and what the root of the days to the next adds to them.
const FIRST_HOURS: f64 = 64.0;
const A_ROOT_DAY: f64 = 4.7;
/// Days after which healing is as slow as it gets, and days that a step takes then.
const SLOW_AFTER: f64 = 300.0;
const DAYS_A_STEP: f64 = 35.0;
/// Steps that an application of an agent with an effect adds: parameters change while it is in the skin.
const AN_APPLICATION: f64 = 37.0;
/// Reach of the explicit method along the real axis.
const STABLE: f64 = 2.51;
/// Fastest rate of the model without diffusion at its defaults, 1/day: what the explicit method's steps show of it.
const FASTEST_REACTION: f64 = 24.0;

/// Steps of a run with this stepper.
pub(super) fn steps(scenario: &Scenario, stepper: &str) -> f64 {
    let eventful = healing(scenario) + AN_APPLICATION * applications(scenario);
    // Steps against those of the multistep methods, and what a smaller tolerance costs at the method's order.
    let finer = USUAL_TOLERANCE / scenario.run.tolerance;
    let (against, power) = match stepper {
        // The tighter the more: steps are taken back besides.
        "qndf" | "qndf_single" => (1.0, 0.14 + 0.028 * libm::log10(finer).max(0.0)),
        "ros34pw2" if scenario.grid.geometry == Geometry::WellMixed => (1.0, 1.0 / 3.0),
        "ros34pw2" | "explicit" => (1.9, 1.0 / 3.0),
        _ => (9.5, 0.5),
    };
    let finer = libm::pow(finer, power);
    let accuracy = against * (eventful * finer + quiet(scenario));
    if stepper == "explicit" { accuracy.max(stability(scenario)) } else { accuracy }
}

/// Steps that the time course itself takes at the usual tolerance.
fn healing(scenario: &Scenario) -> f64 {
    let mut days: Vec<f64> = scenario.carried_out().map(|session| session.day).collect();
    days.dedup();
    let end = scenario.run.days;
    let before = days.first().copied().unwrap_or(end);
    let at_rest = if before > 0.0 { AT_REST + before / DAYS_A_STEP_AT_REST } else { 0.0 };
    let ends = days.iter().copied().skip(1).chain([end]);
    let after = days.iter().zip(ends).map(|(day, next)| (next - day).min(SLOW_AFTER));
    at_rest + after.map(|time| FIRST_HOURS + A_ROOT_DAY * time.sqrt()).sum::<f64>()
}

/// Steps long after the last session, whatever the tolerance: they are as long as they may be.
fn quiet(scenario: &Scenario) -> f64 {
    let last = scenario.carried_out().next_back();
    let time = last.map_or(0.0, |session| scenario.run.days - session.day);
    (time - SLOW_AFTER).max(0.0) / DAYS_A_STEP
}

fn applications(scenario: &Scenario) -> f64 {
    let acts = |topical: &&Topical| !topical.agent.effects.is_empty() && topical.agent.effect_strength > 0.0;
    let of = |topical: &Topical| {
        topical.applications().iter().filter(|one| one.day <= scenario.run.days).count() as f64
    };
    scenario.topicals.iter().filter(acts).map(of).sum()
}

/// Steps of an explicit method: each at most its reach over the fastest decay, that of reactions and of diffusion,
/// Σ 4 D/h².
fn stability(scenario: &Scenario) -> f64 {
    let grid = &scenario.grid;
    let axes = match grid.geometry {
        Geometry::WellMixed => return scenario.run.days * FASTEST_REACTION / STABLE,
        Geometry::Patch => 2.0,
        Geometry::Slab | Geometry::Cell => 1.0,
    };
    let square = |spacing_um: f64| {
        let spacing = 1e-3 * spacing_um;
        spacing * spacing
    };
    let deep = square(grid.depth_spacing_um.min(grid.surface_spacing_um));
    let fastest =
        4.0 * fastest_diffusion(&scenario.parameters.biology) * (axes / square(grid.spacing_um) + 1.0 / deep);
    scenario.run.days * (FASTEST_REACTION + fastest) / STABLE
}

fn fastest_diffusion(p: &Parameters<f64>) -> f64 {
    let all = [p.inflammation_diffusivity, p.tgf_beta_diffusivity, p.mitogen_diffusivity, p.mmp_diffusivity];
    all.into_iter().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Run;

    #[test]
    fn steps_are_foreseen_to_a_quarter() {
        let read = |text: &str| {
            let text = format!("schema = 1\n[device]\nname = \"pen\"\n{text}");
            Scenario::parse("steps.toml", &text, &[]).unwrap().0
        };
        let texts = [
            "[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 300\n",
            "[treatment]\ncount = 4\ninterval_days = 28\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 300\n",
            "[treatment]\ncount = 2\ninterval_days = 28\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 3000\ntolerance = 1e-5\n",
            "[treatment]\ncount = 2\ninterval_days = 7\n[grid]\ngeometry = \"cell\"\nspacing_um = 100\n[run]\ndays = 40\n",
            "[treatment]\ncount = 1\nfirst_day = 20\n[grid]\ngeometry = \"slab\"\nspacing_um = 200\n[run]\ndays = 60\n",
            "[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\nspacing_um = 100\n[run]\ndays = 30\ntolerance = 1e-5\n",
            "[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\nspacing_um = 50\n[run]\ndays = 100\ntolerance = 1e-6\n",
            "[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\n[run]\ndays = 60\nstepper = \"ros2_lean\"\n",
            "[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\n[run]\ndays = 100\nstepper = \"ros34pw2\"\n",
            "[treatment]\ncount = 1\n[grid]\ngeometry = \"slab\"\nspacing_um = 100\n[run]\ndays = 60\nstepper = \"ros34pw2\"\n",
            "[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\nspacing_um = 100\n[run]\ndays = 20\nstepper = \"explicit\"\n",
            "[treatment]\ncount = 4\ninterval_days = 28\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 300\nstepper = \"explicit\"\n",
        ];
        for text in texts {
            let scenario = read(text);
            let mut run = Run::new(&scenario);
            run.finish().unwrap();
            let foreseen = steps(&scenario, run.effort().stepper);
            let taken = run.effort().work.steps as f64;
            assert!((foreseen / taken - 1.0).abs() < 0.25, "{foreseen} of {taken}:\n{text}");
        }
    }
}
