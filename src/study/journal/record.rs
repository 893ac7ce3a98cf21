//! What is left of a run of a study.

/// What is left of one run.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// The numbers that the readout asks for.
    Values(Vec<f64>),
    /// The same of a run whose guards found something.
    Doubtful {
        /// The numbers.
        values: Vec<f64>,
        /// What does not hold of the run.
        doubt: String,
    },
    /// Why there are none: the numbers of the run itself failed.
    Failed(String),
}

impl Record {
    /// Of a run that failed; the problem on one line.
    pub fn failed(problem: &str) -> Self {
        Self::Failed(on_one_line(problem))
    }

    /// Of a run of which this does not hold; where that is nothing, its numbers alone.
    pub fn of(values: Vec<f64>, doubt: &str) -> Self {
        if doubt.is_empty() {
            Self::Values(values)
        } else {
            Self::Doubtful { values, doubt: on_one_line(doubt) }
        }
    }

    /// Whether there are no numbers.
    pub fn has_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }

    /// The numbers; none of a failed run.
    pub fn values(&self) -> &[f64] {
        match self {
            Self::Values(values) | Self::Doubtful { values, .. } => values,
            Self::Failed(_) => &[],
        }
    }

    /// Whether it is the same to the bit.
    pub fn is(&self, other: &Self) -> bool {
        let bits = |record: &Self| record.values().iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        self.has_failed() == other.has_failed()
            && self.problem() == other.problem()
            && bits(self) == bits(other)
    }

    /// One number, `NaN` of a failed run.
    pub fn value(&self, at: usize) -> f64 {
        self.values().get(at).copied().unwrap_or(f64::NAN)
    }

    /// Why the run failed, if it did, or what does not hold of it.
    pub fn problem(&self) -> &str {
        match self {
            Self::Values(_) => "",
            Self::Failed(problem) | Self::Doubtful { doubt: problem, .. } => problem,
        }
    }
}

fn on_one_line(problem: &str) -> String {
    problem.replace(char::is_control, " ")
}
