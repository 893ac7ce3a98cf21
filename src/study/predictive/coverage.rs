//! Published values against the predictive bands of the validation suite: which lie inside, by what parameters owe to
//! them.

use serde_json::{Value, json};

use super::bands::{OF_THE_ROW, Spread, quantiles};
use crate::ensemble::Sample;
use crate::study::journal::record::Record;
use crate::tidy::{Tidy, TidyColumn};
use crate::validation::predicted::{Reading, Subject};
use crate::validation::report::Report;
use crate::validation::target::Basis;

/// What is said of how a published value counts as inside.
pub const RULE: &str = "A published point, or the middle of a published band with two ends, is inside where the 90 % band of \
    the draws holds it. A band with one end has no middle: it is a bound, and the model agrees with it as far as any part of \
    its own band lies on the accepted side. What published values scatter by themselves is not in the bands.";

/// What a published value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A point.
    Point,
    /// A band with two ends, by its middle.
    Band,
    /// A band with one end.
    Bound,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Point, Self::Band, Self::Bound];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Band => "band",
            Self::Bound => "bound",
        }
    }
}

/// A published value against its predictive band.
#[derive(Debug, Clone)]
pub struct Covered {
    /// The target's id.
    pub target: String,
    /// The check, or the point's label and place.
    pub name: String,
    /// What parameters owe to it.
    pub basis: Basis,
    /// What is published.
    pub kind: Kind,
    /// Its unit; of a point the label of the ordinate.
    pub unit: String,
    /// Its lower end; of a point the value. `NaN` where there is none.
    pub low: f64,
    /// Its upper end; of a point the value. `NaN` where there is none.
    pub high: f64,
    /// With the model's own parameters, where it is known.
    pub own: f64,
    /// Over the draws.
    pub spread: Spread,
    /// Whether the published value is inside; nothing where no draw has a value.
    pub inside: Option<bool>,
}

/// How many published values of a kind and basis are inside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Inside.
    pub inside: usize,
    /// All.
    pub all: usize,
}

/// What the draws say of the whole suite.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// Checks, then points.
    pub all: Vec<Covered>,
    /// Draws that are left out because a run failed, and what the first of them says.
    pub failed: Option<(usize, String)>,
    /// Which draws, and which layers.
    pub about: Value,
    /// The same in a line.
    pub text: String,
}

/// The numbers that are kept of a draw: each reading's value and rest.
pub fn numbers(readings: &[Reading]) -> Vec<f64> {
    readings.iter().flat_map(|reading| [reading.value, reading.rest]).collect()
}

impl Coverage {
    /// Of one record a draw, as [`numbers`] gives them; `report` has what the model's own parameters give.
    pub fn new(
        subjects: &[(usize, Subject<'_>)],
        sample: &Sample,
        records: &[Record],
        report: &Report,
    ) -> Self {
        let mut own = report.checks().map(|(.., finding)| finding.value.unwrap_or(f64::NAN));
        let covered = |(at, (_, subject)): (usize, &(usize, Subject<'_>))| {
            let key = subject.key();
            let value = |(nth, record): (usize, &Record)| {
                let (value, rest) = (record.value(2 * at), record.value(2 * at + 1));
                match &key {
                    Some(key) => rest + (value - rest) * sample.factor(nth, key),
                    None => value,
                }
            };
            let values: Vec<f64> = records.iter().enumerate().map(value).collect();
            let own = own.next().filter(|_| matches!(subject, Subject::Check(..)));
            Covered::new(subject, own.unwrap_or(f64::NAN), Spread::of(&values))
        };
        let all = subjects.iter().enumerate().map(covered).collect();
        let failures: Vec<&Record> = records.iter().filter(|record| record.has_failed()).collect();
        let failed = failures.first().map(|first| (failures.len(), first.problem().to_owned()));
        Self { all, failed, about: sample.about(&[]), text: sample.text(&[]) }
    }

    /// How many of a kind are inside, of the bases that are asked for; those without a value are not.
    pub fn count(&self, kind: Kind, of: impl Fn(Basis) -> bool) -> Count {
        let there = self.all.iter().filter(|one| one.kind == kind && of(one.basis));
        there.fold(Count::default(), |count, one| Count {
            inside: count.inside + usize::from(one.inside == Some(true)),
            all: count.all + 1,
        })
    }

    /// `coverage`: one row a published value.
    pub fn table(&self) -> Tidy {
        let words = |word: &dyn Fn(&Covered) -> String| self.all.iter().map(word).collect();
        let numbers = |number: &dyn Fn(&Covered) -> f64| self.all.iter().map(number).collect();
        let mut columns = vec![
            TidyColumn::words("target", "id of the target", words(&|one| one.target.clone())),
            TidyColumn::words("what", "the check, or the published point", words(&|one| one.name.clone())),
            TidyColumn::words(
                "kind",
                "point, band with two ends, or bound",
                words(&|one| one.kind.name().into()),
            ),
            TidyColumn::words("basis", "what parameters owe to it", words(&|one| one.basis.name().into())),
            TidyColumn::words("unit", "its unit", words(&|one| one.unit.clone())),
            TidyColumn::numbers("low", OF_THE_ROW, "lower end of what is published", numbers(&|one| one.low)),
            TidyColumn::numbers(
                "high",
                OF_THE_ROW,
                "upper end of what is published",
                numbers(&|one| one.high),
            ),
            TidyColumn::numbers(
                "own",
                OF_THE_ROW,
                "with the model's own parameters",
                numbers(&|one| one.own),
            ),
        ];
        columns.extend(quantiles(OF_THE_ROW, &self.all.iter().map(|one| one.spread).collect::<Vec<_>>()));
        let inside = |one: &Covered| match one.inside {
            Some(true) => "yes".into(),
            Some(false) => "no".into(),
            None => "no value".into(),
        };
        columns.push(TidyColumn::words("inside", "whether the published value is inside", words(&inside)));
        Tidy { name: "coverage".into(), columns }
    }

    /// A row a basis, and all that were not fitted: how many of each kind are inside.
    pub fn counts(&self) -> Tidy {
        let mut rows: Vec<(String, [Count; 3])> = Basis::ALL
            .into_iter()
            .map(|basis| (basis.name().to_owned(), Kind::ALL.map(|kind| self.count(kind, |of| of == basis))))
            .collect();
        rows.push((
            "all but fitted".into(),
            Kind::ALL.map(|kind| self.count(kind, |of| of != Basis::Fitted)),
        ));
        let mut columns = vec![TidyColumn::words(
            "basis",
            "what parameters owe to it",
            rows.iter().map(|row| row.0.clone()).collect(),
        )];
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            let cell = |row: &(String, [Count; 3])| match row.1[at] {
                Count { all: 0, .. } => "-".to_owned(),
                Count { inside, all } => format!("{inside} of {all}"),
            };
            let meaning = "published values inside the 90 % band, of all";
            columns.push(TidyColumn::words(
                &format!("{}s_inside", kind.name()),
                meaning,
                rows.iter().map(cell).collect(),
            ));
        }
        Tidy { name: "coverage_by_basis".into(), columns }
    }

    /// For `summary.json`.
    pub fn summary(&self) -> Value {
        let count = |of: &dyn Fn(Basis) -> bool| {
            let each = Kind::ALL.map(|kind| {
                let Count { inside, all } = self.count(kind, of);
                (kind.name().to_owned(), json!({ "inside": inside, "all": all }))
            });
            Value::Object(each.into_iter().collect())
        };
        let bases = Basis::ALL.map(|basis| (basis.key().to_owned(), count(&|of| of == basis)));
        let mut about = self.about.clone();
        if let Some(about) = about.as_object_mut() {
            about.insert("failed_draws".into(), json!(self.failed.as_ref().map_or(0, |failed| failed.0)));
            about.insert("coverage".into(), Value::Object(bases.into_iter().collect()));
            about.insert("not_fitted".into(), count(&|of| of != Basis::Fitted));
            about.insert("rule".into(), json!(RULE));
        }
        about
    }
}

impl Covered {
    fn new(subject: &Subject<'_>, own: f64, spread: Spread) -> Self {
        let known = spread.draws > 0;
        let holds = |value: f64| (spread.low()..=spread.high()).contains(&value);
        match subject {
            Subject::Check(target, check) => {
                let (kind, inside) = match (check.low, check.high) {
                    (Some(low), Some(high)) => (Kind::Band, holds(0.5 * (low + high))),
                    (low, high) => {
                        let reaches = low.is_none_or(|low| spread.high() >= low)
                            && high.is_none_or(|high| spread.low() <= high);
                        (Kind::Bound, reaches)
                    }
                };
                Self {
                    target: target.id.clone(),
                    name: check.name.clone(),
                    basis: target.basis,
                    kind,
                    unit: check.unit.clone(),
                    low: check.low.unwrap_or(f64::NAN),
                    high: check.high.unwrap_or(f64::NAN),
                    own,
                    spread,
                    inside: known.then_some(inside),
                }
            }
            Subject::Point(target, plot, _, datum) => {
                let value = datum.y.unwrap_or(f64::NAN);
                Self {
                    target: target.id.clone(),
                    name: format!("{}, at {}", datum.label, datum.x),
                    basis: target.basis,
                    kind: Kind::Point,
                    unit: plot.y_label.clone(),
                    low: value,
                    high: value,
                    own,
                    spread,
                    inside: known.then(|| holds(value)),
                }
            }
        }
    }
}
