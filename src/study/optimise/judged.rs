//! Courses that were tried, held against aims and constraints. What the numerical noise does not tell apart is alike,
//! and a value that is missing keeps nothing and breaks nothing.

use std::cmp::Ordering;

use super::goal::{Constraint, Objective};
use super::nsga::{Candidate, Floors, front};
use crate::study::journal::record::Record;
use crate::study::readout::measure::Measure;
use crate::study::statistics::noise::Noise;

/// What a course is to the constraints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It keeps all.
    Keeps,
    /// It breaks one.
    Breaks,
    /// It breaks none that it has a value for, and lacks that of another, or of an aim.
    Missing,
    /// Its run failed.
    Failed,
}

/// A course that was tried.
pub(super) struct Tried {
    pub generation: usize,
    pub candidate: Candidate,
    /// How far each constraint is broken; 0 where it is kept, not a number without a value.
    pub broken: Vec<f64>,
    pub verdict: Verdict,
    pub record: Record,
}

/// What courses are held against.
pub(super) struct Yardstick {
    objectives: Vec<(usize, Objective)>,
    constraints: Vec<Held>,
    /// Names of the measures of the readout.
    measures: Vec<String>,
    /// Below which differences are ties.
    pub floors: Floors,
}

/// A constraint, where its measure stands, what its violations are measured by, and the noise of it.
struct Held {
    constraint: Constraint,
    at: usize,
    scale: f64,
    noise: f64,
}

impl Yardstick {
    /// For the `measures` of a readout, of which the search began with the records of `first`.
    pub(super) fn new(
        measures: &[Measure],
        objectives: Vec<Objective>,
        constraints: Vec<Constraint>,
        first: &[Record],
        noise: &Noise,
    ) -> Self {
        let place = |measure: &Measure| {
            measures.iter().position(|other| other.name() == measure.name()).unwrap_or(measures.len())
        };
        let values = |at: usize| first.iter().map(|record| record.value(at)).collect::<Vec<_>>();
        let held = |constraint: Constraint| {
            let at = place(&constraint.measure);
            let (scale, noise) = (constraint.scale(values(at).into_iter()), noise.among(at, &values(at)));
            Held { constraint, at, scale, noise }
        };
        let objectives: Vec<(usize, Objective)> =
            objectives.into_iter().map(|objective| (place(&objective.measure), objective)).collect();
        let constraints: Vec<Held> = constraints.into_iter().map(held).collect();
        let floors = Floors {
            objectives: objectives.iter().map(|(at, _)| noise.among(*at, &values(*at))).collect(),
            violation: constraints.iter().map(|held| held.noise / held.scale).sum(),
        };
        Self { objectives, constraints, measures: measures.iter().map(Measure::name).collect(), floors }
    }

    /// Courses on the front, by their aims; of those that tie in every aim the first.
    pub(super) fn front(&self, tried: &[Tried]) -> Vec<usize> {
        let candidates: Vec<Candidate> = tried.iter().map(|tried| tried.candidate.clone()).collect();
        let kept = |at: &usize| tried[*at].verdict == Verdict::Keeps;
        let mut best: Vec<usize> = front(&candidates, &self.floors).into_iter().filter(kept).collect();
        best.sort_by(|a, b| {
            let pairs = candidates[*a].objectives.iter().zip(&candidates[*b].objectives);
            pairs.fold(Ordering::Equal, |so_far, (a, b)| so_far.then(a.total_cmp(b)))
        });
        let mut apart: Vec<usize> = Vec::new();
        for at in best {
            if !apart.iter().any(|&other| candidates[at].ties(&candidates[other], &self.floors)) {
                apart.push(at);
            }
        }
        apart
    }

    /// Of every course the one on the front that it ties with, itself on the front.
    pub(super) fn ties(&self, tried: &[Tried], front: &[usize]) -> Vec<Option<usize>> {
        let tied = |at: usize| {
            let kept = tried[at].verdict == Verdict::Keeps;
            let ties = |other: &&usize| tried[at].candidate.ties(&tried[**other].candidate, &self.floors);
            let own = front.iter().find(|other| **other == at);
            own.or_else(|| front.iter().find(ties).filter(|_| kept)).copied()
        };
        (0..tried.len()).map(tied).collect()
    }

    /// How many courses there are of each kind, in words; of missing values which.
    pub(super) fn counted(&self, tried: &[Tried]) -> String {
        let mut words = vec![format!("{} courses tried", tried.len())];
        let mut add = |verdict: Verdict, what: &str| {
            let count = counted(tried, verdict);
            if count > 0 {
                words.push(format!("{count} {what}"));
            }
        };
        if !self.constraints.is_empty() {
            add(Verdict::Keeps, "keep the constraints");
            add(Verdict::Breaks, "break one");
        }
        let missing = self.missing(tried);
        let lack = format!("lack a value, which neither keeps nor breaks anything ({missing})");
        add(Verdict::Missing, &lack);
        add(Verdict::Failed, "failed");
        words.join(", ")
    }

    /// The aims and constraints that courses lack, and how many do.
    fn missing(&self, tried: &[Tried]) -> String {
        let places =
            self.objectives.iter().map(|(at, _)| *at).chain(self.constraints.iter().map(|held| held.at));
        let mut found: Vec<(usize, usize)> = Vec::new();
        for at in places {
            let lacks = |tried: &&Tried| tried.verdict == Verdict::Missing && tried.record.value(at).is_nan();
            let count = tried.iter().filter(lacks).count();
            if count > 0 && !found.iter().any(|(other, _)| *other == at) {
                found.push((at, count));
            }
        }
        let name = |at: usize| self.measures.get(at).map_or("", String::as_str);
        let words: Vec<String> = found.iter().map(|&(at, count)| format!("{}: {count}", name(at))).collect();
        words.join(", ")
    }
}

impl Tried {
    /// What a course of a generation gave, judged.
    pub(super) fn new(generation: usize, point: &[f64], record: Record, by: &Yardstick) -> Self {
        let candidate = Candidate { point: point.to_vec(), objectives: Vec::new(), violation: 0.0 };
        Self { generation, candidate, broken: Vec::new(), verdict: Verdict::Failed, record }.judged(by)
    }

    /// The same, judged anew.
    #[must_use]
    pub(super) fn judged(mut self, by: &Yardstick) -> Self {
        let aims = by.objectives.iter().map(|(at, objective)| objective.sign * self.record.value(*at));
        self.candidate.objectives = aims.collect();
        let broken =
            |held: &Held| held.constraint.violation(self.record.value(held.at), held.noise, held.scale);
        self.broken = by.constraints.iter().map(broken).collect();
        let whole = self.candidate.objectives.iter().chain(&self.broken).all(|value| value.is_finite());
        self.verdict = match &self.record {
            Record::Failed(_) => Verdict::Failed,
            _ if self.broken.iter().any(|broken| *broken > 0.0) => Verdict::Breaks,
            _ if whole => Verdict::Keeps,
            _ => Verdict::Missing,
        };
        self.candidate.violation = if whole { self.broken.iter().sum() } else { f64::INFINITY };
        self
    }
}

/// How many courses are of a kind.
pub(super) fn counted(tried: &[Tried], verdict: Verdict) -> usize {
    tried.iter().filter(|tried| tried.verdict == verdict).count()
}
