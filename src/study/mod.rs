//! Studies: many simulations that answer one question.
//!
//! A study is data ([`Study`], written in TOML or made from flags). It turns into a
//! [`Plan`], numbered cases and what is kept of each; a [`Evaluator`] runs what its
//! [`Journal`](journal::Journal) does not have yet; the study concludes with
//! [`Findings`]: tidy tables, figures and text. A killed study resumes from its
//! journal to the same bits, and parts that were run on several machines are joined the same way.

pub mod asked;
pub mod calibrate;
pub mod cohort;
pub mod compare;
pub mod execute;
pub mod findings;
pub mod journal;
pub mod optimise;
pub mod plan;
pub mod predictive;
pub mod read;
pub mod readout;
pub mod sensitivity;
pub mod statistics;
pub mod sweep;

use std::path::Path;

use serde_json::Value;

use crate::error::Result;
use crate::scenario::refuse_twice;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::plan::Plan;
use crate::study::plan::base::Base;
use calibrate::Calibrate;
use cohort::Cohort;
use compare::Compare;
use optimise::Optimise;
use sensitivity::Sensitivity;
use sweep::Sweep;

/// Gives the list of studies: each is a definition with `plan`, `conclude` and `bases`.
macro_rules! studies {
    ($($(#[$doc:meta])* $kind:ident: $name:literal;)+) => {
        /// Any study.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Study {
            $($(#[$doc])* $kind($kind),)+
        }

        impl Study {
            /// Names of the studies, as in the `study` key of their files.
            pub const NAMES: [&str; [$($name),+].len()] = [$($name),+];

            /// Which it is.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$kind(_) => $name),+ }
            }

            /// The runs that are known before any is done.
            ///
            /// # Errors
            /// What is wrong with the study.
            pub fn plan(&self) -> Result<Plan> {
                match self {
                    $(Self::$kind(study) => {
                        refuse_twice(&study.changes)?;
                        study.plan()
                    })+
                }
            }

            /// Gets the plan run, and what follows from it, and says what came of it.
            ///
            /// # Errors
            /// What is wrong with the study, or what stops a run.
            pub fn conclude(&self, plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
                match self { $(Self::$kind(study) => study.conclude(plan, evaluator)),+ }
            }

            /// Scenarios that it starts from.
            pub fn bases(&mut self) -> Vec<&mut Base> {
                match self { $(Self::$kind(study) => study.bases()),+ }
            }

            /// The definition as a value, for files.
            ///
            /// # Errors
            /// What the writer says; nothing that a study can hold makes it fail.
            pub fn to_value(&self) -> std::result::Result<Value, serde_json::Error> {
                match self { $(Self::$kind(study) => serde_json::to_value(study)),+ }
            }

            /// The definition as TOML, whole in itself; reading it gives the same study.
            ///
            /// # Errors
            /// What the writer says; nothing that a study can hold makes it fail.
            pub fn to_toml(&self) -> std::result::Result<String, toml::ser::Error> {
                match self { $(Self::$kind(study) => toml::to_string(study)),+ }
            }

            /// Changes of every run, each `name=value`.
            pub fn changes(&mut self) -> &mut Vec<String> {
                match self { $(Self::$kind(study) => &mut study.changes),+ }
            }

            /// From the value of a journal; nothing where it is no study.
            pub fn from_value(value: &Value) -> Option<Self> {
                Self::read_value(value.get("study")?.as_str()?, value.clone()).ok()?
            }

            /// The study of that name; nothing where there is none.
            pub(super) fn read_value(name: &str, value: Value) -> std::result::Result<Option<Self>, serde_json::Error> {
                match name {
                    $($name => serde_json::from_value(value).map(|study| Some(Self::$kind(study))),)+
                    _ => Ok(None),
                }
            }

            /// From the text of a study's file.
            pub(super) fn from_toml(name: &str, text: &str) -> std::result::Result<Option<Self>, toml::de::Error> {
                match name {
                    $($name => toml::from_str(text).map(|study| Some(Self::$kind(study))),)+
                    _ => Ok(None),
                }
            }
        }
    };
}

/// Each study out of any; what is another stays what it is.
macro_rules! each {
    ($($kind:ident)+) => {
        $(impl TryFrom<Study> for $kind {
            type Error = Study;

            fn try_from(study: Study) -> std::result::Result<Self, Study> {
                if let Study::$kind(study) = study { Ok(study) } else { Err(study) }
            }
        })+
    };
}
each! { Compare Sweep Cohort Sensitivity Calibrate Optimise }

studies! {
    /// Courses side by side.
    Compare: "compare";
    /// Fields over many values.
    Sweep: "sweep";
    /// Virtual patients under several arms.
    Cohort: "cohort";
    /// What an outcome hangs on.
    Sensitivity: "sensitivity";
    /// Parameters fitted to data.
    Calibrate: "calibrate";
    /// Protocols searched for several aims.
    Optimise: "optimise";
}

impl Study {
    /// Reads the files that it names and does not hold; their paths count from `folder`.
    ///
    /// # Errors
    /// What the system says of a file, or that an ensemble is none of this program.
    pub fn load(&mut self, folder: &Path) -> Result<()> {
        self.bases().into_iter().try_for_each(|base| base.load(folder))?;
        match self {
            Self::Compare(Compare { ensemble_file: Some(file), .. })
            | Self::Cohort(Cohort { ensemble_file: Some(file), .. }) => file.load(folder),
            _ => Ok(()),
        }
    }

    /// Searches that go on side by side, each on a thread of its own.
    pub fn searches(&self) -> usize {
        if let Self::Calibrate(study) = self { study.starts.max(2 * study.inputs.len()) } else { 0 }
    }

    /// Runs that there are in all, at most, where `first` are known beforehand; nothing where a search decides.
    pub fn most_runs(&self, first: usize) -> Option<usize> {
        match self {
            Self::Calibrate(study) => study.posterior.then(|| first * study.points),
            Self::Optimise(study) => Some(study.population * (study.generations + 1)),
            _ => self.splits().then_some(first),
        }
    }

    /// Runs that a search usually takes in all, where `first` are known beforehand; nothing where they are known, or where
    /// nobody can say.
    pub fn usual_runs(&self, first: usize) -> Option<usize> {
        if let Self::Calibrate(study) = self { study.usual_runs(first) } else { None }
    }

    /// Whether all runs are known beforehand, so that they can be dealt out in parts.
    pub fn splits(&self) -> bool {
        match self {
            Self::Compare(_) | Self::Sweep(_) | Self::Cohort(_) => true,
            Self::Sensitivity(study) => study.splits(),
            Self::Calibrate(_) | Self::Optimise(_) => false,
        }
    }
}
