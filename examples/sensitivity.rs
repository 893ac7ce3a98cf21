//! How far the headline outcomes follow each parameter: elasticities, one parameter at a time.
//!
//! One session (250 punctures/cm², 1.5 mm) around one needle, 180 days. An elasticity of 2 means that
//! 1 % more of the parameter gives 2 % more of the outcome.
//!
//! cargo run --release --example sensitivity

#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use std::error::Error;

use dermis::parameters::ParameterSet;
use dermis::quantities::{Tag, WHOLE_NUMBER};
use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::Simulation;
use rayon::prelude::*;

const SCENARIO: &str = "schema = 1\n[patient]\nage_years = 25\n[device]\nname = \"single_needle\"\n\
                        [treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\nspacing_um = 40\n[run]\ndays = 180\n\
                        tolerance = 1e-4\n";
/// Relative change of a parameter, up and down.
const CHANGE: f64 = 0.05;
/// Parameters that are shown for each outcome.
const SHOWN: usize = 8;

/// Name and value of each headline outcome.
fn headlines(series: &TimeSeries) -> [(&'static str, f64); 6] {
    let column = |name: &str| series.column(name).map_or(&[][..], |column| &column.values);
    let end = |name: &str| column(name).last().copied().unwrap_or(f64::NAN);
    let peak = |name: &str| column(name).iter().copied().fold(f64::MIN, f64::max);
    let risk = end("scar_matrix_index.surface");
    let after_two_days = series.time_day.iter().position(|day| *day >= 2.0).unwrap_or(0);
    [
        ("collagen gain of the dermis, day 180", end("collagen_total.dermis") - 1.0),
        ("newly made collagen, day 180", end("collagen_new.dermis")),
        ("scar-like collagen (peak in space), day 180", risk / (1.0 - risk)),
        ("peak of TGF-beta 1", peak("tgf_beta_1.dermis")),
        ("peak of inflammation", peak("inflammation_index.dermis")),
        ("barrier deficit after 48 h", 1.0 - column("barrier.surface")[after_two_days]),
    ]
}

fn run(changes: &[String]) -> Result<[(&'static str, f64); 6], String> {
    let (scenario, _) =
        Scenario::parse("sensitivity", SCENARIO, changes).map_err(|error| error.to_string())?;
    let result = Simulation::new(&scenario).run(&mut |_, _| ()).map_err(|error| error.to_string())?;
    Ok(headlines(&result.series))
}

fn main() -> Result<(), Box<dyn Error>> {
    let base = run(&[])?;
    let free = |(_, row): &(_, &dermis::quantities::Quantity)| {
        row.tag != Tag::Derived && row.unit != WHOLE_NUMBER && row.default != 0.0
    };
    let parameters: Vec<_> = ParameterSet::table().filter(free).map(|(_, row)| row).collect();
    let elasticities: Vec<(&str, [f64; 6])> = parameters
        .par_iter()
        .filter_map(|row| {
            let at = |factor: f64| {
                let value = (row.default * factor).clamp(row.low, row.high);
                run(&[format!("{}={value:e}", row.name)]).ok().map(|outcomes| (value, outcomes))
            };
            let ((low, less), (high, more)) = (at(1.0 - CHANGE)?, at(1.0 + CHANGE)?);
            let relative = (high - low) / row.default;
            let slope = |i: usize| (more[i].1 - less[i].1) / base[i].1 / relative;
            Some((row.name, std::array::from_fn(slope)))
        })
        .collect();
    for (i, (outcome, value)) in base.iter().enumerate() {
        println!("\n**{outcome}** ({value:.3e})\n\n| parameter | elasticity |\n|---|---|");
        let mut ranked: Vec<_> = elasticities.iter().map(|(name, all)| (*name, all[i])).collect();
        ranked.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        for (name, elasticity) in ranked.iter().take(SHOWN) {
            println!("| `{name}` | {elasticity:+.2} |");
        }
    }
    Ok(())
}
