//! Outcomes over time.

use super::schedule::SAME;
use super::{Observer, View};
use crate::error::Result;
use crate::outcome::Recorder;
use crate::snapshot::Snapshot;

/// How much later the skin just after a session is kept than the skin just before, days: what jumps up with the
/// needles is there from the first.
const MOMENT: f64 = 2.0 * SAME;

impl Observer for Recorder {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        let snapshot = view.snapshot();
        match view.session() {
            None => self.record(snapshot),
            Some(_) => {
                let time_day = snapshot.time_day + MOMENT;
                self.record(&Snapshot { time_day, ..snapshot.clone() });
            }
        }
        Ok(())
    }
}
