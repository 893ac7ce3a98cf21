//! A scenario's kinetics, or a calibration, into files of other programs.

use std::path::Path;

use crate::error::{Error, Result};
use crate::exchange::petab::{PROBLEM, write_petab};
use crate::exchange::{Origin, write_omex, write_sbml};
use crate::files;
use crate::output::{ResultFolder, write_text};
use crate::study::calibrate::Calibrate;

/// What a model is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelFormat {
    /// SBML Level 3 Version 2.
    Sbml,
    /// A COMBINE archive: SBML, and SED-ML that simulates and draws it.
    Omex,
}

impl ModelFormat {
    /// What names of its files end in.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Sbml => "xml",
            Self::Omex => "omex",
        }
    }
}

/// Writes the well-mixed kinetics of a scenario, whole or not at all.
///
/// # Errors
/// Every fault of the scenario; [`Error::Usage`] of one without such kinetics; [`Error::Create`] where there is a file
/// and `force` is not given; what the system says.
pub fn export(origin: &Origin, format: ModelFormat, to: &Path, force: bool) -> Result<()> {
    let kinetics = origin.kinetics()?;
    let bytes = match format {
        ModelFormat::Sbml => write_sbml(&kinetics, Some(origin))?.into_bytes(),
        ModelFormat::Omex => write_omex(&kinetics, origin)?,
    };
    let own = Path::new(&origin.base.name).canonicalize();
    if own.is_ok_and(|own| to.canonicalize().is_ok_and(|to| to == own)) {
        let reason = "it is the scenario itself; choose another --out".into();
        return Err(Error::Create { path: to.into(), reason });
    }
    if !force && to.exists() {
        let reason = "it exists; replace it with --force or choose another --out".into();
        return Err(Error::Create { path: to.into(), reason });
    }
    files::replace(to, &bytes)
}

/// Writes a calibration as a PEtab problem, a folder, whole or not at all.
///
/// # Errors
/// [`Error::Usage`] of a study that is no PEtab problem; [`Error::Create`] where the folder cannot be made, or is there
/// and `force` is not given; what the system says.
pub fn export_petab(study: &Calibrate, to: &Path, force: bool) -> Result<()> {
    let files = write_petab(study)?;
    let folder = ResultFolder::known_by(PROBLEM, to, force)?;
    files.iter().try_for_each(|file| write_text(&folder.path().join(file.name), &file.text))?;
    folder.commit()
}
