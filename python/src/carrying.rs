//! How a job is carried out, as the package asks for it.

use std::path::PathBuf;
use std::time::Duration;

use dermis::Error;
use dermis::cancel::Cancel;
use dermis::checkpoint::Origin;
use dermis::job::{Keeping, MOST_THREADS, Options, Period, Threads};
use pyo3::prelude::*;

/// Where results go, and what may be used for them.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Carrying {
    out: PathBuf,
    force: bool,
    threads: Option<i64>,
    memory_gb: Option<f64>,
    figures: bool,
    report: bool,
    /// Seconds.
    checkpoint_every: Option<f64>,
    time_limit: Option<f64>,
}

impl Carrying {
    /// As the library asks for it.
    pub(crate) fn options(self, cancel: &Cancel) -> dermis::Result<Options> {
        let threads = match self.threads {
            None => Threads::Usual,
            Some(number) => Threads::Number(usize::try_from(number).map_err(|_| {
                Error::Usage(format!("the number of threads is {number}; allowed: 1 to {MOST_THREADS}"))
            })?),
        };
        if let Some(memory) = self.memory_gb.filter(|memory| !(*memory > 0.0 && memory.is_finite())) {
            return Err(Error::Usage(format!("memory_gb is {memory}; it takes a number of GB above 0")));
        }
        let period = match self.checkpoint_every {
            None => Period::Usual,
            Some(f64::INFINITY) => Period::Never,
            Some(given) => Period::Every(seconds("checkpoint_every", given)?),
        };
        let time_limit = self.time_limit.map(|given| seconds("time_limit", given)).transpose()?;
        Ok(Options {
            keeping: Keeping { period, time_limit, ..Keeping::default() },
            force: self.force,
            threads,
            memory_bytes: self.memory_gb.map(|memory| 1e9 * memory),
            figures: self.figures,
            report: self.report,
            cancel: cancel.clone(),
            ..Options::into(self.out)
        })
    }
}

fn seconds(name: &str, given: f64) -> dermis::Result<Duration> {
    Duration::try_from_secs_f64(given)
        .map_err(|_| Error::Usage(format!("{name} is {given}; it takes a number of seconds from 0 on")))
}

/// What a single run goes on from, and leaves for another.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Kept {
    resume: bool,
    restart: bool,
}

impl Kept {
    /// With how the run is carried out.
    pub(crate) fn keeping(&self, keeping: Keeping, origin: Origin) -> Keeping {
        Keeping { resume: self.resume, no_restart: !self.restart, origin: Some(origin), ..keeping }
    }
}

/// A file, or a name and text.
#[derive(FromPyObject)]
pub(crate) enum Source {
    /// Name and text.
    Text(String, String),
    /// The path of a file.
    File(PathBuf),
}
