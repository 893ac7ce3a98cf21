//! Flags of `run` and `extend`: how a run is carried out, and what is told of it.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::checkpoint::Origin;
use dermis::job::{self, Outcome};
use dermis::{Result, visible};

use super::gigabytes::{GIGABYTES, gigabytes};
use super::keeping::Keeping;
use super::{terminal, threads};

/// How a run is carried out.
#[derive(clap::Args)]
pub struct Carrying {
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads::parser())]
    threads: Option<u16>,
    /// Memory that the run may take, in GB [default: what is free]
    #[arg(long, value_name = GIGABYTES, value_parser = gigabytes, allow_negative_numbers = true)]
    memory: Option<f64>,
    /// No progress bar, no remarks and no numbers, only errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
    /// Write no index.html, the page that shows the results in a browser
    #[arg(long)]
    no_report: bool,
    /// Replace the whole folder of earlier results, with all that is in it; begin anew beside the checkpoint of an
    /// interrupted run
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    keeping: Keeping,
}

impl Carrying {
    /// As the library asks for it, into this folder.
    pub fn asked(&self, out: PathBuf, origin: Origin, cancel: &Cancel) -> job::Options {
        job::Options {
            force: self.force,
            threads: threads::asked(self.threads),
            memory_bytes: self.memory,
            report: !self.no_report,
            cancel: cancel.clone(),
            keeping: self.keeping.asked(origin),
            ..job::Options::into(out)
        }
    }

    /// What is told of a run that is done; `warnings` were told before.
    pub fn told(&self, outcome: &Outcome, warnings: &[String]) -> Result<String> {
        let Outcome { folder, result } = outcome;
        if !self.quiet {
            // Those that the scenario alone gives were told before it ran.
            let new = result.summary.warnings.iter().filter(|warning| !warnings.contains(warning));
            new.for_each(|warning| terminal::warning(warning));
            terminal::note(&format!("results in {}", visible::path(folder)));
        }
        if self.json {
            return Ok(format!("{:#}\n", result.summary.to_value()));
        }
        let lines = job::headlines(&result.summary).into_iter();
        Ok(if self.quiet {
            String::new()
        } else {
            lines.map(|line| format!("{:<17}{}\n", line.name, line.text)).collect()
        })
    }
}
