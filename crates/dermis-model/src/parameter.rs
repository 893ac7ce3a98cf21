//! One parameter of the healing model, by a name that the compiler checks.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Parameters;
use dermis_quantities::Quantity;

/// One parameter of the healing model. A misspelt one does not compile:
///
/// ```
/// use dermis_model::Parameter;
///
/// const SYNTHESIS: Parameter = Parameter::of(|all| all.synthesis_multiplier);
/// assert_eq!(SYNTHESIS.name(), "synthesis_multiplier");
/// ```
///
/// ```compile_fail
/// const SYNTHESIS: dermis_model::Parameter = dermis_model::Parameter::of(|all| all.synthesis_multiplyer);
/// ```
#[derive(Clone, Copy)]
pub struct Parameter(fn(&Parameters<usize>) -> usize);

impl Parameter {
    /// The one that a member of the table is.
    pub const fn of(member: fn(&Parameters<usize>) -> usize) -> Self {
        Self(member)
    }

    /// Its row in the table.
    pub fn row(self) -> &'static Quantity {
        const ROWS: &[Quantity] = &Parameters::TABLE;
        &ROWS[self.index()]
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Multiplies it.
    pub fn multiply(self, parameters: &mut Parameters<f64>, factor: f64) {
        let mut values = parameters.into_array();
        values[self.index()] *= factor;
        *parameters = Parameters::from_array(values);
    }

    fn index(self) -> usize {
        (self.0)(&Parameters::INDEX)
    }
}

impl PartialEq for Parameter {
    fn eq(&self, other: &Self) -> bool {
        self.index() == other.index()
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

impl Serialize for Parameter {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}
