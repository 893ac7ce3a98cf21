//! Outcomes over time.

use super::{Observer, View};
use crate::error::Result;
use crate::outcome::Recorder;

impl Observer for Recorder {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        self.record(view.snapshot());
        Ok(())
    }
}
