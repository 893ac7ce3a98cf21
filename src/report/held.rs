//! Targets that a model is held against, as a page shows them.

use serde_json::Value;

/// One target.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Held {
    /// Its number, as `T7`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What parameters owe to it, in a word or three: a page picks targets by it.
    pub basis: String,
    /// The same in a sentence.
    pub basis_meaning: String,
    /// Strength of the evidence.
    pub strength: String,
    /// Where the evidence stands.
    pub sources: String,
    /// What is said whatever the verdict is; may be empty.
    pub note: String,
    /// How far the published finding and the model's value are the same thing.
    pub comparability: String,
    /// What is held against it.
    pub checks: Vec<Verdict>,
    /// The model's curves, published points and accepted bands, as panels.
    pub panels: Vec<Value>,
}

/// One check of a target.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// What is checked.
    pub name: String,
    /// The band in which the evidence wants the value, with its unit.
    pub band: String,
    /// The model's value.
    pub value: String,
    /// Whether the band holds it.
    pub passed: bool,
    /// `hard` or `soft`.
    pub weight: String,
    /// Why it is missed; may be empty.
    pub explanation: String,
}

impl Held {
    /// How many checks are missed.
    pub fn misses(&self) -> usize {
        self.checks.iter().filter(|check| !check.passed).count()
    }
}
