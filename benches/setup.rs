//! What the benches share.
#![allow(dead_code, reason = "each bench is a program of its own and uses its part of this")]

use std::path::Path;

use dermis::scenario::Scenario;
use dermis::simulation::{RunResult, Simulation};

/// Whether benches only prove that they run (`cargo bench -- --test`): then they should be small.
pub fn quick() -> bool {
    // As criterion has it: without `--bench`, which `cargo bench` adds, it only tests.
    let given = |option: &str| std::env::args().any(|argument| argument == option);
    given("--test") || !given("--bench")
}

/// A scenario of `examples/scenarios` with changes.
pub fn scenario(name: &str, changes: &[&str]) -> Scenario {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios").join(name);
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    Scenario::read(&file, &changes).unwrap_or_else(|error| panic!("{error}")).0
}

/// Runs a scenario from its first day to its last.
pub fn run(scenario: &Scenario) -> RunResult {
    Simulation::new(scenario).run(&mut |_, _| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// Cells times accepted steps of a run, from its own count of its work. Runs repeat themselves
/// exactly, so the count of one holds for all.
pub fn cell_steps(result: &RunResult) -> u64 {
    let summary = &result.summary;
    let count = |value: &serde_json::Value| value.as_u64().unwrap_or_else(|| panic!("not a count: {value}"));
    count(&summary.grid["cells"]) * count(&summary.work["steps"])
}
