//! Who moves the runs of a study to their ends, and may keep them on the way.

use crate::error::Result;
use crate::simulation::Run;
use crate::study::plan::Case;

/// Moves runs that have a core to themselves.
pub trait Carrier: Sync {
    /// Moves a run that has not moved yet to its end, from where it was kept if it was.
    ///
    /// # Errors
    /// As [`Run::finish`], and [`Error::Paused`](crate::Error::Paused) of a run that was kept.
    fn finish(&self, case: &Case, run: &mut Run<'_>) -> Result<()>;

    /// The numbers of a run are in the journal: what was kept of it may go.
    fn done(&self, case: &Case);
}

/// Keeps nothing.
pub struct Straight;

impl Carrier for Straight {
    fn finish(&self, _case: &Case, run: &mut Run<'_>) -> Result<()> {
        run.finish()
    }

    fn done(&self, _case: &Case) {}
}
