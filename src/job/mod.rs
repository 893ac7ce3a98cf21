//! What the program does, for whoever wants it done: scenarios and studies into folders of results.
//!
//! Nothing here reads arguments or prints. A job gets [`Options`], tells of itself by [`Event`]s, stops where its
//! [`Cancel`] token asks for it, and leaves a folder that is whole, or none. A study that was stopped, or
//! killed, goes on where it was when it is begun again with the same folder; a run from its last checkpoint, where
//! [`Keeping`] says so.
//!
//! ```no_run
//! use dermis::{job, scenario::Scenario};
//!
//! let (scenario, _warnings) = Scenario::read("face.toml".as_ref(), &[])?;
//! let options = job::Options { force: true, ..job::Options::into("results/face") };
//! let outcome = job::run(&scenario, &options, &|_event| ())?;
//! println!("{}", job::headlines(&outcome.result.summary)[0].text);
//! # dermis::Result::Ok(())
//! ```

mod bands;
mod cost;
mod diff;
mod disk;
mod export;
#[cfg(test)]
mod faulted;
mod finished;
mod headlines;
mod keeping;
mod kept_runs;
mod merge;
mod on_grid;
#[cfg(feature = "plots")]
mod plot;
#[cfg(feature = "zarr")]
mod profile;
mod report;
mod run;
mod study;
mod template;
mod threads;
#[cfg(feature = "plots")]
mod validate;

use std::path::PathBuf;

use crate::cancel::Cancel;
#[cfg(feature = "plots")]
use {
    crate::{error::Result, figure::Figure, plot::draw},
    rayon::prelude::*,
    std::path::Path,
};

pub use cost::run_cost;
pub use diff::{Again, difference, rerun};
pub use disk::{free_disk, run_disk};
pub use export::{ModelFormat, export, export_petab};
pub use finished::Finished;
pub use headlines::{Headline, headlines};
pub use keeping::{Keeping, Period, USUAL_PERIOD};
pub use merge::{merge, whole};
#[cfg(feature = "plots")]
pub use plot::{Days, Plot, plot};
#[cfg(feature = "zarr")]
pub use profile::{Asked, Profile, profile, write_profile};
pub use report::{CrossSection, Remade, report};
pub use run::{Outcome, Watcher, extend, run, run_watched, run_with_ensemble};
pub use study::{Carried, Cost, cost, part, study};
pub use template::{TEMPLATES, Template, new_scenario};
pub use threads::{MOST_THREADS, Threads, VARIABLE as THREADS_VARIABLE};
#[cfg(feature = "plots")]
pub use validate::{Validated, validate, validate_with_ensemble, validation_page};

/// Where a job leaves its results, and what it may use.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of results, by any path: [`target`](crate::output::target) says what is meant.
    pub out: PathBuf,
    /// Whether the whole folder of earlier results is replaced.
    pub force: bool,
    /// Threads.
    pub threads: Threads,
    /// Bytes that may be held, by the estimates; nothing for what is free (a study takes four fifths of it).
    pub memory_bytes: Option<f64>,
    /// Whether figures are drawn, where the crate's feature `plots` is on.
    pub figures: bool,
    /// Whether a page is written that shows it all.
    pub report: bool,
    /// Asks for the stop.
    pub cancel: Cancel,
    /// What is kept of a run on the way. A study has its journal, and of this how often its long runs are kept and
    /// the limit of time.
    pub keeping: Keeping,
}

impl Options {
    /// Whether slices of the skin are kept: a page that is made later has them from what a longer run goes on from.
    fn filmed(&self) -> bool {
        self.report || !self.keeping.no_restart
    }

    /// The usual ones, into this folder.
    pub fn into(out: impl Into<PathBuf>) -> Self {
        Self {
            out: out.into(),
            force: false,
            threads: Threads::default(),
            memory_bytes: None,
            figures: true,
            report: true,
            cancel: Cancel::default(),
            keeping: Keeping::default(),
        }
    }
}

/// What a job tells of itself while it goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Event<'e> {
    /// The runs of a study are being laid out, which takes a while where there are many.
    Planning,
    /// A step of a run.
    Step {
        /// Day that it reached.
        day: f64,
        /// Last day of the run.
        end_day: f64,
        /// Steps so far.
        steps: u64,
    },
    /// How far the runs of a study or a suite are.
    Runs {
        /// Part of the work that is done, 0 to 1.
        part: f64,
        /// Runs that are done.
        done: usize,
        /// All runs.
        runs: usize,
    },
    /// An interrupted study goes on with so many runs that are done.
    Found(usize),
    /// A run that is to go on from its checkpoint does so.
    Resumed {
        /// Day of the checkpoint; nothing where there is none, and the run begins.
        day: Option<f64>,
    },
    /// What the user should know.
    Warning(&'e str),
}

/// Hears of a job, from any of its threads.
pub type Hear<'h> = dyn Fn(Event<'_>) + Sync + 'h;

/// Draws figures, so many side by side: to paint one takes as long as hundreds of small runs, and a lot of memory.
#[cfg(feature = "plots")]
fn draw_all(figures: &[Figure], folder: &Path, at_once: usize) -> Result<()> {
    let some = |figures: &[Figure]| figures.par_iter().try_for_each(|figure| draw(figure, folder).map(drop));
    figures.chunks(at_once).try_for_each(some)
}
