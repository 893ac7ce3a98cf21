//! `dermis check`: is the scenario valid, and what will it cost?

use std::path::{Path, PathBuf};

use dermis::puncture::{Motion, Pattern, Tool};
use dermis::scenario::{Geometry, Scenario, refuse_twice};
use dermis::simulation::estimate::Estimate;
use dermis::simulation::session;
use dermis::study::plan::memory;
use dermis::treatment::Session;
use dermis::{Result, job, visible};
use serde_json::json;

use super::terminal;

/// Validate a scenario and estimate what it will cost; runs nothing
#[derive(clap::Args)]
pub struct Arguments {
    /// The scenario file
    scenario: PathBuf,
    /// Change a field or a parameter, as run.days=365 (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// Validates and estimates.
pub fn check(options: &Arguments) -> Result<String> {
    refuse_twice(&options.changes)?;
    let (scenario, mut warnings) = Scenario::read(&options.scenario, &options.changes)?;
    warnings.extend(session::foreseen(&scenario));
    terminal::warn(&warnings);
    let cost = job::run_cost(&scenario, &job::Options::into(""))?;
    let threads = job::Options::into("").threads.number()?;
    if let Some(left) = memory::address_space(threads + 1).filter(|left| cost.memory_bytes > *left) {
        let (needed, left) = (terminal::bytes(cost.memory_bytes), terminal::bytes(left.max(0.0)));
        terminal::warning(&format!(
            "a run needs about {needed}, more than the {left} that the limit on address space (ulimit -v) leaves beside \
             {threads} threads; it would be refused"
        ));
    }
    if let Some(free) = memory::free().filter(|free| cost.memory_bytes > *free) {
        let (needed, free) = (terminal::bytes(cost.memory_bytes), terminal::bytes(free));
        terminal::warning(&format!(
            "a run needs about {needed}, of which {free} are free; it would be refused"
        ));
    }
    let disk = job::run_disk(&scenario, &job::Options::into(""));
    terminal::warn_of_disk("a run", disk, job::free_disk(Path::new(".")));
    let [z, y, x] = cost.shape;
    if options.json {
        let all = json!({
            "title": scenario.title, "geometry": scenario.grid.geometry.name(), "days": scenario.run.days,
            "sessions": scenario.sessions.iter().map(|session| session.day).collect::<Vec<_>>(),
            "cells_z": z, "cells_y": y, "cells_x": x, "copies": cost.copies, "stepper": cost.stepper,
            "memory_bytes": cost.memory_bytes, "disk_bytes": disk, "steps": cost.steps, "seconds": cost.seconds,
            "warnings": warnings,
        });
        return Ok(format!("{all:#}\n"));
    }
    let rows = [
        ("scenario", format!("{} is valid", visible::path(&options.scenario))),
        ("title", scenario.title.clone()),
        (
            "skin",
            format!(
                "{}, {} at {} years",
                scenario.site.name,
                scenario.patient.sex.name(),
                scenario.patient.age_years
            ),
        ),
        ("treats", scenario.indication.map_or("normal skin", |indication| indication.name).to_owned()),
        ("sessions", sessions(&scenario)),
        ("depth", depths(&scenario)),
        ("days", scenario.run.days.to_string()),
        ("grid", format!("{}, {z} deep × {y} long × {x} wide", scenario.grid.geometry.name())),
        ("cells", (z * y * x).to_string()),
        ("symmetry", symmetry(&scenario, &cost)),
        ("stepper", cost.stepper.clone()),
        ("fields", fields(&scenario, &cost)),
        ("memory", terminal::bytes(cost.memory_bytes)),
        ("disk", format!("about {}", terminal::bytes(disk))),
        ("steps", format!("about {:.0}", cost.steps)),
        ("time", format!("about {} on one core", terminal::duration(cost.seconds))),
    ];
    Ok(rows.iter().map(|(name, value)| format!("{name:<10}{value}\n")).collect())
}

/// What is solved for all; of a stamp that is not symmetric what would make it so.
fn symmetry(scenario: &Scenario, cost: &Estimate) -> String {
    let [z, y, x] = cost.solved;
    let regular = |session: &Session| {
        let used = session.device.needling();
        used.is_some_and(|used| used.pattern == Pattern::Regular || used.technique.motion == Motion::Pressed)
    };
    let lateral = matches!(scenario.grid.geometry, Geometry::Patch | Geometry::Slab);
    if cost.copies > 1 {
        format!("{} copies of {y} long × {x} wide: {} cells are solved", cost.copies, z * y * x)
    } else if !scenario.run.symmetry {
        "not looked for".to_owned()
    } else if lateral && scenario.sessions.iter().any(regular) {
        "none; it takes pattern = \"regular\", depth_jitter = 0, tilt_degrees = 0 and whole cells from needle \
         to needle"
            .to_owned()
    } else {
        "none".to_owned()
    }
}

/// How much is written of fields on the grid.
fn fields(scenario: &Scenario, cost: &Estimate) -> String {
    if cost.field_days == 0 {
        return "none written".to_owned();
    }
    let (count, days, formats) = (cost.fields, cost.field_days, scenario.observe.field_formats.join(" and "));
    let some = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    format!(
        "{} on {} as {formats}: at most {} on disk",
        some(count, "field"),
        some(days, "day"),
        terminal::bytes(cost.field_bytes)
    )
}

/// True against nominal depth, and density, of each kind of session.
fn depths(scenario: &Scenario) -> String {
    let mut found: Vec<String> = Vec::new();
    for session in &scenario.sessions {
        found.push(match &session.device {
            Tool::Needles { settings, .. } => format!(
                "{:.2} of {} mm at {:.0} per cm²",
                settings.true_depth_mm(),
                settings.needle_length_mm,
                settings.density_per_cm2
            ),
            Tool::Core(core) => {
                format!("{} mm at {:.0} per cm²", core.depth_mm, core.density_per_cm2)
            }
            other => format!("{} mm", other.true_depth_mm()),
        });
    }
    found.dedup();
    if found.is_empty() { "none".to_owned() } else { found.join(", then ") }
}

fn sessions(scenario: &Scenario) -> String {
    if scenario.sessions.is_empty() {
        return "none, untreated".to_owned();
    }
    let mut devices: Vec<&str> = scenario.sessions.iter().map(|session| session.device.name()).collect();
    devices.dedup();
    let days: Vec<String> = scenario.sessions.iter().map(|session| session.day.to_string()).collect();
    let on = if days.len() == 1 { "day" } else { "days" };
    format!("{} with {} on {on} {}", days.len(), devices.join(", then "), days.join(", "))
}
