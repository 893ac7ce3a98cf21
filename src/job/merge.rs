//! Parts of a study, joined.

use std::path::{Path, PathBuf};

use super::study::write;
use super::{Carried, Options};
use crate::error::{Error, Result};
use crate::output::ResultFolder;
use crate::provenance::Clock;
use crate::study::Study;
use crate::study::execute::evaluator::Evaluator;
use crate::study::journal::Journal;
use crate::version::Build;

/// Joins the parts of a study into the results of the whole, to the bit what one piece gives.
///
/// # Errors
/// [`Error::Usage`] where parts are missing, unfinished, or of other studies or another version; [`Error::Create`]
/// where results cannot be kept; what the system says of files.
pub fn merge(parts: &[PathBuf], options: &Options) -> Result<Carried> {
    let clock = Clock::start();
    let (header, journal) = Journal::join(parts)?;
    if !header.build.is_this() {
        let (parts, this) = (&header.build, Build::this());
        return Err(Error::Usage(format!(
            "the parts are of {parts}, and this is {this}, which may give other numbers: merge with that build, or run \
             the parts again with this one"
        )));
    }
    let study = Study::from_value(&header.study)
        .ok_or_else(|| Error::Usage("the parts hold no study that this program knows".into()))?;
    drop(ResultFolder::create(&options.out, options.force)?);
    options.threads.pool()?.install(|| {
        let findings = study.conclude(&study.plan()?, &Evaluator::joined(journal))?;
        let folder = write(&study, &findings, options, clock)?;
        Ok(Carried { folder, findings })
    })
}

/// The folder of the whole, `DIR` of `DIR.part-I-of-N.journal`; nothing of a file that is named otherwise.
pub fn whole(part: &Path) -> Option<PathBuf> {
    let name = part.file_name()?.to_str()?;
    let (stem, _) = name.strip_suffix(".journal")?.rsplit_once(".part-")?;
    Some(part.with_file_name(stem))
}
