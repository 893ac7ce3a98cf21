//! `dermis calibrate`: fits parameters to measured time courses.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use dermis::cancel::Cancel;
use dermis::exchange::petab::read_petab;
use dermis::study::Study;
use dermis::study::asked::{ONE_STUDY, change};
use dermis::study::calibrate::Calibrate;
use dermis::study::plan::base::Base;
use dermis::{Error, Result};

use super::study::{Carrying, From, asked, carry_out, is_given, refuse_idle};

/// Fit parameters to measured time courses or published targets, and tell which of them these hold
///
/// To data: minimises the squared differences in units of the data's spread by the simplex method from several
/// starts, then holds each parameter at other values and fits the rest anew (profile likelihood): a
/// parameter whose profile stays flat is not held by the data, whatever its best value.
///
/// To targets (--targets): every check of the validation suite that parameters were fitted to is a term of one
/// likelihood, flat inside its band and normal outside, over all their scenarios. Tells each target before and
/// after, what each parameter is fitted to, and which combinations of parameters the targets do not pin.
///
/// What targets leave open (--posterior): draws of all parameters, and of a discrepancy an observable, that agree with the
/// targets, as ensemble.parquet for --ensemble-file of other commands. Points are run for hours: each is kept.
///
/// Interrupted, it goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis calibrate wound.toml --data neutrophils.csv --fit neutrophil_death --fit efferocytosis
  dermis calibrate wound.toml --data all.csv --fit neutrophil_death \\
      --condition \"deep: device.needle_length_mm=2.5\" \\
      --condition \"shallow: device.needle_length_mm=0.5\" \\
      --observable \"neutrophils.halo: scale, spread\"
  dermis calibrate a.toml b.toml --data a=a.csv --data b=b.csv --fit neutrophil_death
  dermis calibrate --targets --quick --starts 1 --fit neutrophil_death --fit efferocytosis
  dermis calibrate examples/studies/refit_targets.toml
  dermis calibrate --posterior --quick
  dermis calibrate petab/problem.yaml --starts 2

Data are CSV tables: outcome,day,value,spread and perhaps condition and of_peak (true: parts of
the course's peak), one row a measured value; or day and a column an outcome, as
neutrophils.halo with neutrophils.halo_sd. An outcome is a column of `dermis list outcomes` with
its region. docs/studies.md tells the rest.")]
pub struct Arguments {
    /// The scenario file or several, each a condition of its name; or a study file; or the .yaml of a PEtab problem,
    /// perhaps with a scenario to take in place of its model
    files: Vec<PathBuf>,
    #[command(flatten)]
    study: Calibrate,
    #[command(flatten)]
    how: Carrying,
}

/// Carries out the calibration.
pub fn calibrate(options: Arguments, flags: &ArgMatches, cancel: &Cancel) -> Result<String> {
    let Arguments { files, study: given, how } = options;
    let Some(first) = files.first() else {
        if given.targets.is_empty() && !given.posterior {
            let problem = "give a scenario with --data, a study file, --targets or --posterior";
            return Err(Error::Usage(problem.into()));
        }
        let study = Study::Calibrate(given);
        refuse_idle(&study, flags)?;
        return carry_out(&study, Path::new("targets"), &how, cancel);
    };
    if first
        .extension()
        .is_some_and(|ending| ["yaml", "yml"].iter().any(|of| ending.eq_ignore_ascii_case(of)))
    {
        let study = Study::Calibrate(of_petab(&files, given, flags)?);
        refuse_idle(&study, flags)?;
        return carry_out(&study, first, &how, cancel);
    }
    let study = match asked::<Calibrate>(first, flags, &[])? {
        From::File(_) if files.len() > 1 => {
            return Err(Error::Usage(ONE_STUDY.into()));
        }
        From::File(mut study) => {
            change(&mut study.changes, given.changes);
            study
        }
        From::Scenario(scenario) => {
            if given.data.is_empty() && given.targets.is_empty() && !given.posterior {
                return Err(Error::Usage("there are no data: --data FILE.csv".into()));
            }
            let others = files[1..].iter().map(|file| Base::read(file));
            let scenarios = std::iter::once(Ok(scenario)).chain(others).collect::<Result<_>>()?;
            Calibrate { scenarios, ..given }
        }
    };
    let mut study = Study::Calibrate(study);
    refuse_idle(&study, flags)?;
    study.bases().into_iter().try_for_each(|base| base.load(Path::new("")))?;
    carry_out(&study, first, &how, cancel)
}

/// What a PEtab problem asks for, searched as the flags say.
fn of_petab(files: &[PathBuf], how: Calibrate, flags: &ArgMatches) -> Result<Calibrate> {
    let said = [
        ("inputs", "--fit"),
        ("data", "--data"),
        ("conditions", "--condition"),
        ("observables", "--observable"),
        ("targets", "--targets"),
        ("posterior", "--posterior"),
    ];
    if let Some((_, flag)) = said.into_iter().find(|(id, _)| is_given(flags, id)) {
        let problem =
            format!("the PEtab problem says what is fitted to what: change it there, not by {flag}");
        return Err(Error::Usage(problem));
    }
    let beside = match files {
        [_] => None,
        [_, scenario] => Some(Base::read(scenario)?),
        _ => return Err(Error::Usage("beside a PEtab problem there can be one scenario".into())),
    };
    read_petab(&files[0], beside, how)
}
