//! A scenario's kinetics into a file of another program.

use std::path::Path;

use crate::error::{Error, Result};
use crate::exchange::{Kinetics, write_omex, write_sbml};
use crate::files;
use crate::scenario::Scenario;

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
/// [`Error::Usage`] of a scenario without such kinetics; [`Error::Create`] where there is a file and `force` is not
/// given; what the system says.
pub fn export(scenario: &Scenario, format: ModelFormat, to: &Path, force: bool) -> Result<()> {
    let kinetics = Kinetics::new(scenario)?;
    let bytes = match format {
        ModelFormat::Sbml => write_sbml(&kinetics)?.into_bytes(),
        ModelFormat::Omex => write_omex(&kinetics)?,
    };
    if !force && to.exists() {
        let reason = "it exists; replace it with --force or choose another --out".into();
        return Err(Error::Create { path: to.into(), reason });
    }
    files::replace(to, &bytes)
}
