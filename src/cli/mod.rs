//! The command line: the only place that reads arguments or writes to a terminal.
//!
//! One file a subcommand. Each takes its options and returns the text for standard output; what
//! fails returns the crate's error, told and turned into an exit code here.

mod calibrate;
mod carrying;
mod check;
mod cohort;
mod compare;
mod diff;
mod export;
mod extend;
mod gigabytes;
mod hints;
mod keeping;
mod list;
mod merge;
mod new;
mod optimise;
mod plot;
mod profile;
mod progress;
mod references;
mod report;
mod run;
mod sensitivity;
mod sets;
mod shell;
mod stop;
mod study;
mod sweep;
mod terminal;
mod threads;
mod validate;

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use dermis::provenance::VERSION;
use dermis::visible;

const ABOUT: &str = "Simulates how skin heals after microneedling: inflammation, new collagen and \
    the barrier, from hours to years, for a course of sessions that you describe in a scenario file.";

const EXAMPLE: &str = "\
Example:
  dermis new face.toml          write a commented scenario
  dermis check face.toml        validate it and see what it will cost
  dermis run face.toml          simulate; results in results/face
  dermis run face.toml --set treatment.interval_days=14 --out results/face_14
  dermis compare face.toml --vary device.needle_length_mm=0.5,1,1.5
  dermis validate               hold the model against published findings

dermis is a research tool, not medical advice: its parameters are one plausible set, not
measurements of needled skin. `dermis list parameters --markdown` gives the source of each.";

/// Simulates how skin heals after microneedling.
#[derive(Parser)]
#[command(name = "dermis", version = VERSION, about, long_about = ABOUT, after_help = EXAMPLE)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::Arguments),
    Extend(extend::Arguments),
    Check(check::Arguments),
    New(new::Arguments),
    List(list::Arguments),
    Validate(validate::Arguments),
    Compare(compare::Arguments),
    Sweep(sweep::Arguments),
    Cohort(cohort::Arguments),
    Sensitivity(sensitivity::Arguments),
    Calibrate(calibrate::Arguments),
    Optimise(optimise::Arguments),
    Merge(merge::Arguments),
    Plot(plot::Arguments),
    Diff(diff::Arguments),
    Rerun(diff::Rerun),
    Report(report::Arguments),
    Completions(shell::Completions),
    Man(shell::Manual),
    Profile(profile::Arguments),
    Export(export::Arguments),
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let given = match sets::expanded(std::env::args_os()) {
        Ok(given) => given,
        Err(error) => {
            terminal::error(&error);
            return ExitCode::from(error.exit_code());
        }
    };
    let parsed = Arguments::command().try_get_matches_from(given).and_then(|mut matches| {
        // The study commands ask which flags were given, which their values do not tell.
        let flags = matches.subcommand().map(|(_, flags)| flags.clone()).unwrap_or_default();
        Arguments::from_arg_matches_mut(&mut matches).map(|arguments| (arguments, flags))
    });
    let (arguments, flags): (Arguments, ArgMatches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let given: Vec<String> = std::env::args().skip(1).collect();
            let error = hints::advise(error, &given, &mut Arguments::command());
            let plain = error.render().to_string();
            if error.use_stderr() && visible::lines(&plain) != plain {
                // What would turn or hide text is spelled out, without colours, which are such signs themselves.
                terminal::note(plain.trim_end());
            } else {
                // Help for a closed pipe is not worth an error.
                let _ = error.print();
            }
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    // What hears of no stop ends with the signal, as ever.
    let cancel = stop::on_signals;
    let computes = !matches!(
        arguments.command,
        Command::New(_) | Command::List(_) | Command::Completions(_) | Command::Man(_)
    );
    let asks = flags.try_contains_id("threads").unwrap_or(false);
    if computes
        && !asks
        && let Err(error) = threads::refuse_wrong_variable()
    {
        terminal::error(&error);
        return ExitCode::from(error.exit_code());
    }
    let result = match arguments.command {
        Command::Run(options) => run::run(&options, &cancel()),
        Command::Extend(options) => extend::extend(&options, &cancel()),
        Command::Check(options) => check::check(&options),
        Command::New(options) => new::new(&options),
        Command::List(options) => list::list(&options),
        Command::Validate(options) => validate::validate(&options, &cancel()),
        Command::Compare(options) => compare::compare(options, &flags, &cancel()),
        Command::Sweep(options) => sweep::sweep(options, &flags, &cancel()),
        Command::Cohort(options) => cohort::cohort(options, &flags, &cancel()),
        Command::Sensitivity(options) => sensitivity::sensitivity(options, &flags, &cancel()),
        Command::Calibrate(options) => calibrate::calibrate(options, &flags, &cancel()),
        Command::Optimise(options) => optimise::optimise(options, &flags, &cancel()),
        Command::Merge(options) => merge::merge(&options),
        Command::Diff(options) => diff::diff(&options),
        Command::Rerun(options) => diff::rerun(&options, &cancel()),
        Command::Report(options) => report::report(&options, &cancel()),
        Command::Completions(options) => shell::completions(&options, Arguments::command()),
        Command::Man(options) => shell::manual(&options, Arguments::command()),
        Command::Plot(options) => {
            let given = flags.value_source("what") == Some(clap::parser::ValueSource::CommandLine);
            plot::plot(options, given)
        }
        Command::Profile(options) => profile::profile(&options),
        Command::Export(options) => export::export(&options),
    };
    match result.and_then(|text| terminal::output(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::error(&error);
            ExitCode::from(error.exit_code())
        }
    }
}
