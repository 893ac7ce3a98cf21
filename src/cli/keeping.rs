//! Flags of runs and studies that take long: checkpoints, resuming and a limit of time.

use std::time::Duration;

use dermis::checkpoint::Origin;
use dermis::job::{self, Period};

/// Checkpoints, and how to go on from them.
#[derive(clap::Args)]
pub struct Keeping {
    /// Keep the run so often, and at each session: a time as 10min, or never [default: 10min of a run that is
    /// estimated to take longer]
    #[arg(long, value_name = "TIME", value_parser = period)]
    checkpoint_every: Option<Period>,
    /// Go on from the last checkpoint of the same run, if there is one
    #[arg(long)]
    resume: bool,
    /// Keep the run after so long, as 3h50m, and leave with exit code 75
    #[arg(long, value_name = "TIME", value_parser = time)]
    time_limit: Option<Duration>,
    /// Leave out restart.dermis, from which `dermis extend` goes on: about as large as the memory of the run
    #[arg(long)]
    no_restart: bool,
}

impl Keeping {
    /// As it was asked for.
    pub fn asked(&self, origin: Origin) -> job::Keeping {
        job::Keeping {
            period: self.checkpoint_every.unwrap_or_default(),
            resume: self.resume,
            time_limit: self.time_limit,
            no_restart: self.no_restart,
            origin: Some(origin),
        }
    }
}

/// Checkpoints of the runs of a study, and its limit of time.
#[derive(clap::Args)]
pub struct KeepingRuns {
    /// Keep each run so often, and at each session: a time as 10min, or never [default: 10min of runs that are
    /// estimated to take longer]
    #[arg(long, value_name = "TIME", value_parser = period)]
    checkpoint_every: Option<Period>,
    /// Stop after so long, as 3h50m, and leave with exit code 75: the same command goes on
    #[arg(long, value_name = "TIME", value_parser = time)]
    time_limit: Option<Duration>,
}

impl KeepingRuns {
    /// As it was asked for.
    pub fn asked(&self) -> job::Keeping {
        let period = self.checkpoint_every.unwrap_or_default();
        job::Keeping { period, time_limit: self.time_limit, ..job::Keeping::default() }
    }
}

fn period(text: &str) -> Result<Period, String> {
    if text == "never" { Ok(Period::Never) } else { time(text).map(Period::Every) }
}

/// A span of time on the clock.
fn time(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text).map_err(|error| format!("{error}; write a time as 90s, 10min or 3h50m"))
}
