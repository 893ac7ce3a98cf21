//! A study from code: three intervals compared, into a folder with tables, figures and its definition.
//!
//!     cargo run --release --example study_into_folder [folder]
//!
//! Stopped or killed, it goes on where it was when it is run again.
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use dermis::Result;
use dermis::job::{self, Event};
use dermis::study::Study;
use dermis::study::compare::Compare;
use dermis::study::plan::base::Base;

const SCENARIO: &str = include_str!("scenarios/face_four_sessions.toml");

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).unwrap_or("results/study_into_folder".into());
    let study = Study::Compare(Compare {
        schema: 1,
        study: "compare".into(),
        scenarios: vec![Base { name: "face_four_sessions.toml".into(), text: SCENARIO.into() }],
        changes: vec!["grid.geometry=well_mixed".into()],
        vary: vec!["treatment.interval_days=14,28,42".into()],
        confirm: Vec::new(),
        after_last_days: 120.0,
        on_day: None,
        ensemble: None,
        ensemble_file: None,
        layers: None,
    });
    let options = job::Options { force: true, ..job::Options::into(folder) };
    let carried = job::study(&study, &options, &|event| match event {
        Event::Warning(text) => println!("warning: {text}"),
        Event::Found(runs) => println!("{runs} runs are done already"),
        _ => {}
    })?;
    println!(
        "{}\nresults in {}",
        carried.findings.text.laid_out(dermis::tidy::LINE),
        carried.folder.display()
    );
    Ok(())
}
