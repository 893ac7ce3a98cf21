//! `dermis report`: the page of a folder of results made anew.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::job::{self, CrossSection};
use dermis::{Result, visible};

use super::progress::Progress;
use super::{terminal, threads};

/// Make index.html of a folder of results anew
///
/// Also of one that was run with --no-report. Takes the folder of a run or of any study and reads its files; the
/// cross-section of a run comes from the page that is there, or from restart.dermis, from which the run is ended once
/// more. The page has the same bytes as the one that the run wrote, where all that it shows is in the folder. The
/// fingerprint in ro-crate-metadata.json follows.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  dermis report results/face
  dermis report results/face --run-again        also where nothing has kept the cross-section")]
pub struct Arguments {
    /// The folder of a run or of a study
    result: PathBuf,
    /// Run the scenario or the study once more for what is in no file of the folder
    #[arg(long)]
    run_again: bool,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads::parser())]
    threads: Option<u16>,
    /// No progress bar and no remarks, only errors
    #[arg(long, short)]
    quiet: bool,
}

/// Makes it.
pub fn report(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let how = job::Options {
        threads: threads::asked(options.threads),
        cancel: cancel.clone(),
        ..job::Options::into("")
    };
    let progress = Progress::new(!options.quiet);
    let remade = job::report(&options.result, options.run_again, &how, &|event| progress.hear(event));
    drop(progress);
    let remade = remade?;
    if !options.quiet {
        let cross_section = match remade.cross_section {
            CrossSection::Page => "; its cross-section is that of the page before",
            CrossSection::Restart => "; its cross-section was worked out from restart.dermis",
            CrossSection::Run => "; its cross-section is of another run of scenario.toml",
            _ => "",
        };
        terminal::note(&format!("wrote {}{cross_section}", visible::path(&remade.page)));
        if remade.cross_section == CrossSection::Missing {
            terminal::warning(
                "the cross-section is in no file of the folder; --run-again runs the scenario once more for it",
            );
        }
    }
    Ok(String::new())
}
