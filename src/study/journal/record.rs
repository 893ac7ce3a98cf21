//! What is left of a run of a study.

/// What is left of one run.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// The numbers that the readout asks for.
    Values(Vec<f64>),
    /// Why there are none: the numbers of the run itself failed.
    Failed(String),
}

impl Record {
    /// Of a run that failed; the problem on one line.
    pub fn failed(problem: &str) -> Self {
        Self::Failed(problem.replace(char::is_control, " "))
    }

    /// The numbers; none of a failed run.
    pub fn values(&self) -> &[f64] {
        match self {
            Self::Values(values) => values,
            Self::Failed(_) => &[],
        }
    }

    /// One number, `NaN` of a failed run.
    pub fn value(&self, at: usize) -> f64 {
        self.values().get(at).copied().unwrap_or(f64::NAN)
    }

    /// Why the run failed, if it did.
    pub fn problem(&self) -> &str {
        match self {
            Self::Values(_) => "",
            Self::Failed(problem) => problem,
        }
    }
}
