//! A run that is saved, and another one that goes on from there to the same bits.
//!
//! ```sh
//! cargo run --release --example saved_run -- FILE
//! ```
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use std::path::PathBuf;
use std::{env, fs};

use dermis::scenario::Scenario;
use dermis::simulation::Run;
use dermis::{Error, Result};

/// Four monthly sessions on the face.
const SCENARIO: &str = include_str!("scenarios/face_four_sessions.toml");

fn main() -> Result<()> {
    let path = env::args().nth(1).map_or_else(|| env::temp_dir().join("dermis_day_10.run"), PathBuf::from);
    let failed = |doing| {
        let path = path.clone();
        move |source| Error::Io { doing, path, source }
    };
    let (scenario, _) = Scenario::parse("face_four_sessions.toml", SCENARIO, &["run.days=40".into()])?;

    let mut run = Run::new(&scenario);
    run.advance_to(10.0)?;
    fs::write(&path, run.save()).map_err(failed("write"))?;
    run.finish()?;

    let bytes = fs::read(&path).map_err(failed("read"))?;
    let mut other = Run::load(&scenario, &bytes)?;
    other.finish()?;

    let same = other.state() == run.state() && other.effort().work == run.effort().work;
    println!("saved on day 10 into {}; the same bits on day 40: {same}", path.display());
    Ok(())
}
