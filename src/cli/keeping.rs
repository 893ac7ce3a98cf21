//! Flags of runs that take long: checkpoints, resuming and a limit of time.

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

fn period(text: &str) -> Result<Period, String> {
    if text == "never" { Ok(Period::Never) } else { time(text).map(Period::Every) }
}

/// A span of time on the clock.
fn time(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text).map_err(|error| format!("{error}; write a time as 90s, 10min or 3h50m"))
}
