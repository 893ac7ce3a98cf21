//! What the treatment literature describes: each modifier changes the outcome in its documented
//! direction and by no more than its evidence, and at its neutral value not by a bit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "treatments/elastin.rs"]
mod elastin;
#[path = "treatments/four_hundred_percent.rs"]
mod four_hundred_percent;
#[path = "treatments/indications.rs"]
mod indications;
#[path = "treatments/modifiers.rs"]
mod modifiers;
#[path = "treatments/precautions.rs"]
mod precautions;
#[path = "treatments/readouts.rs"]
mod readouts;
#[path = "treatments/sun.rs"]
mod sun;
#[path = "treatments/swelling.rs"]
mod swelling;
#[path = "treatments/time_scales.rs"]
mod time_scales;
#[path = "treatments/topicals.rs"]
mod topicals;

use dermis::scenario::Scenario;
use dermis::simulation::{RunResult, Simulation};

/// One session around one needle on a coarse grid.
const NEEDLE: &str = "schema = 1\n[patient]\nage_years = 25\n[device]\nname = \"pen\"\n[treatment]\n\
                      days = [0]\n[grid]\ngeometry = \"cell\"\nspacing_um = 60\ndepth_spacing_um = 100\n\
                      [run]\ndays = 84\n";

fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
    Scenario::parse("treatments.toml", NEEDLE, &changes).unwrap().0
}

fn run(changes: &[&str]) -> RunResult {
    Simulation::new(&scenario(changes)).run(&mut |_, _| ()).unwrap()
}

fn column<'a>(result: &'a RunResult, name: &str) -> &'a [f64] {
    &result.series.column(name).unwrap().values
}

fn last(result: &RunResult, name: &str) -> f64 {
    *column(result, name).last().unwrap()
}

/// Area under a column.
fn integral(result: &RunResult, name: &str) -> f64 {
    let times = result.series.time_day.windows(2);
    let values = column(result, name).windows(2);
    times.zip(values).map(|(time, value)| 0.5 * (value[0] + value[1]) * (time[1] - time[0])).sum()
}

/// First day after the largest value on which a column is down to a share of it.
fn falls_to(result: &RunResult, name: &str, share: f64) -> f64 {
    let values = column(result, name);
    let (peak, largest) = values
        .iter()
        .enumerate()
        .fold((0, 0.0), |best, (i, &value)| if value > best.1 { (i, value) } else { best });
    let after = values.iter().zip(&result.series.time_day).skip(peak);
    let mut pairs = after.clone().zip(after.skip(1));
    let level = share * largest;
    let crossed = pairs.find(|((_, _), (next, _))| **next <= level).unwrap();
    let ((a, from), (b, to)) = crossed;
    from + (to - from) * (a - level) / (a - b)
}

/// Whether every value of two runs has the same bits.
fn same_bits(a: &RunResult, b: &RunResult) -> bool {
    let bits = |result: &RunResult| -> Vec<u64> {
        result
            .series
            .columns
            .iter()
            .flat_map(|column| column.values.iter().map(|value| value.to_bits()))
            .collect()
    };
    a.series.time_day == b.series.time_day && bits(a) == bits(b)
}
