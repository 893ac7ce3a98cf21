//! The smallest run: a scenario as text, its simulation, one number at the end.
//!
//!     cargo run --release --example smallest_run
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use dermis::scenario::Scenario;
use dermis::simulation::Simulation;

const SCENARIO: &str = r#"
schema = 1
device = { name = "pen", needle_length_mm = 1.5 }
treatment = { count = 1 }
grid = { spacing_um = 50 }
run = { days = 180 }
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (scenario, _warnings) = Scenario::parse("smallest.toml", SCENARIO, &[])?;
    let result = Simulation::new(&scenario).run(&mut |_, _| ())?;
    let collagen = result.series.column("collagen_total.dermis").ok_or("no such outcome")?;
    let last = collagen.values.last().ok_or("nothing was observed")?;
    println!("Collagen of the dermis on day {}: {:+.2} % of rest", scenario.run.days, 100.0 * (last - 1.0));
    Ok(())
}
