//! An observer of one's own: writes a field as `.npy` once a week.
//!
//! ```sh
//! cargo run --release --example own_observer -- FOLDER
//! ```

use std::path::PathBuf;

use dermis::scenario::Scenario;
use dermis::simulation::{Observer, Run, Schedule, View};
use dermis::{Error, Result};

/// Four monthly sessions on the face.
const SCENARIO: &str = include_str!("scenarios/face_four_sessions.toml");

/// Writes total collagen over depth, length and width.
struct Weekly(PathBuf);

impl Observer for Weekly {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        let path = self.0.join(format!("collagen_day_{:03}.npy", view.day()));
        let Some(collagen) = view.field("collagen_total") else { return Ok(()) };
        ndarray_npy::write_npy(&path, &collagen).map_err(|error| Error::Io {
            doing: "write",
            path,
            source: std::io::Error::other(error),
        })
    }
}

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let (scenario, _) = Scenario::parse("face_four_sessions.toml", SCENARIO, &["run.days=56".into()])?;
    let mut run = Run::new(&scenario);
    run.watch(&Schedule::every(7.0), Weekly(folder));
    run.finish()
}
