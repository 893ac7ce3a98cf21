//! What a study reads off a run: one number a measure. The catalogue, and any outcome column.

use crate::error::{Error, Result};
use crate::outcome::OUTCOMES;
use crate::scenario::{Geometry, Scenario, suggestion};
use crate::series::curve::Curve;
use crate::simulation::Seen;
use crate::study::readout::times::Times;
use crate::treatment::microday;
use crate::units::WEEK;

/// Inflammation index above which a day counts as inflamed. An assumption: about a fifteenth of the
/// index at the height of one standard session.
pub const INFLAMED: f64 = 0.1;
/// Water loss relative to intact skin above which the barrier counts as open. An assumption.
pub const OPEN_BARRIER: f64 = 1.1;

/// What a measure sees.
pub struct Sight<'a> {
    /// Outcomes of the run.
    pub seen: &'a Seen,
    /// What was run.
    pub scenario: &'a Scenario,
    /// Days on which measures are taken.
    pub times: Times,
}

impl Sight<'_> {
    fn curve(&self, column: &str) -> Curve {
        self.seen.curve(column)
    }

    /// The day of comparison after the last session.
    fn after_last(&self) -> f64 {
        self.times.after_last(self.scenario).unwrap_or(f64::NAN)
    }

    fn fixed(&self) -> f64 {
        self.times.fixed_day(self.scenario)
    }

    fn gain(&self, day: f64) -> f64 {
        let total = self.seen.at("collagen_total.dermis", day);
        total.map_or(f64::NAN, |total| 100.0 * (total - 1.0))
    }

    fn at_after_last(&self, column: &str) -> f64 {
        self.seen.at(column, self.after_last()).unwrap_or(f64::NAN)
    }

    fn sessions(&self) -> f64 {
        self.scenario.carried_out().count() as f64
    }

    fn weeks(&self) -> f64 {
        let first = self.scenario.sessions.first().map_or(f64::NAN, |session| session.day);
        (self.after_last() - first) / WEEK
    }

    /// A well-mixed run has no papillary dermis to redden.
    fn redness(&self) -> Against {
        let mixed = self.scenario.grid.geometry == Geometry::WellMixed;
        let curve = if mixed { Curve::default() } else { self.curve("erythema_index.surface") };
        Against { curve, level: self.scenario.parameters.readout.erythema_threshold }
    }

    fn water_loss(&self) -> Against {
        let level = OPEN_BARRIER * self.scenario.parameters.readout.tewl_rest;
        Against { curve: self.curve("tewl.surface"), level }
    }

    fn swelling(&self) -> Against {
        let level = self.scenario.parameters.readout.oedema_threshold;
        Against { curve: self.curve("oedema_thickness_mm.surface"), level }
    }

    fn inflammation(&self) -> Against {
        Against { curve: self.curve("inflammation_index.dermis"), level: INFLAMED }
    }
}

/// A curve against a level.
struct Against {
    curve: Curve,
    level: f64,
}

impl Against {
    /// How far above its level the higher of two curves is; both are taken at the same times.
    fn or(self, other: Self) -> Self {
        self.joined(other, 0.0, |value, level| value - level)
    }

    /// The same in parts of the levels, for quantities that differ in size.
    fn or_in_parts(self, other: Self) -> Self {
        self.joined(other, 1.0, |value, level| value / level)
    }

    /// The higher of both, each by its level.
    fn joined(self, other: Self, level: f64, by: fn(f64, f64) -> f64) -> Self {
        let points = self.curve.points().zip(other.curve.values);
        let higher = points.map(|((day, a), b)| (day, by(a, self.level).max(by(b, other.level))));
        Self { curve: Curve::new(higher), level }
    }

    /// Days at or above the level; not a number where there is no curve.
    fn days(&self) -> f64 {
        if self.curve.times.is_empty() { f64::NAN } else { self.curve.time_above(self.level) }
    }
}

/// One measure of the catalogue.
pub struct Named {
    /// Name of its column.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// When it is taken.
    pub when: When,
    compute: fn(&Sight<'_>) -> f64,
}

/// When a measure is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// So many days after the last session.
    AfterLast,
    /// On the fixed day.
    FixedDay,
    /// On the run's last day.
    LastDay,
    /// Over the whole run.
    Whole,
    /// On the day that its name says.
    Named,
    /// It hangs on no day.
    Never,
}

const fn named(
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
    when: When,
    compute: fn(&Sight<'_>) -> f64,
) -> Named {
    Named { name, unit, meaning, when, compute }
}

/// The measures of studies. "After the last session" is so many days after it as the study says, "the
/// fixed day" the same calendar day for all.
pub static MEASURES: [Named; 12] = [
    named(
        "gain_after_last",
        "%",
        "change of total collagen in the whole dermis after the last session, % of rest",
        When::AfterLast,
        |run| run.gain(run.after_last()),
    ),
    named(
        "gain_on_day",
        "%",
        "change of total collagen in the whole dermis on the fixed day, % of rest",
        When::FixedDay,
        |run| run.gain(run.fixed()),
    ),
    named(
        "gain_per_session",
        "%",
        "gain_after_last divided by the number of sessions",
        When::AfterLast,
        |run| run.gain(run.after_last()) / run.sessions(),
    ),
    named(
        "gain_per_week",
        "%/week",
        "gain_after_last divided by the weeks from the first session to that day",
        When::AfterLast,
        |run| run.gain(run.after_last()) / run.weeks(),
    ),
    named(
        "scar_like_share",
        "%",
        "scar-like collagen of the dermis in % of its total collagen after the last session",
        When::AfterLast,
        |run| 100.0 * run.at_after_last("collagen_scar.dermis") / run.at_after_last("collagen_total.dermis"),
    ),
    named(
        "scar_matrix_index",
        "1",
        "scar_matrix_index.surface after the last session",
        When::AfterLast,
        |run| run.at_after_last("scar_matrix_index.surface"),
    ),
    named(
        "inflammation_days",
        "days",
        "days of the run with inflammation_index.dermis above 0.1",
        When::Whole,
        |run| run.inflammation().days(),
    ),
    named(
        "redness_days",
        "days",
        "days of the run with visible redness: erythema_index above erythema_threshold",
        When::Whole,
        |run| run.redness().days(),
    ),
    named(
        "barrier_days",
        "days",
        "days of the run with water loss more than a tenth above intact skin",
        When::Whole,
        |run| run.water_loss().days(),
    ),
    named(
        "downtime_days",
        "days",
        "days of the run with visible redness or visible swelling, as in summary.json",
        When::Whole,
        |run| run.redness().or(run.swelling()).days(),
    ),
    named(
        "redness_or_barrier_days",
        "days",
        "days of the run with visible redness or an open barrier, as in redness_days and barrier_days",
        When::Whole,
        |run| run.redness().or_in_parts(run.water_loss()).days(),
    ),
    named("sessions", "1", "sessions carried out, the visits of a course", When::Never, |run| run.sessions()),
];

/// A measure of a study: one of the catalogue, or an outcome column on a day.
#[derive(Clone)]
pub enum Measure {
    /// Of the catalogue.
    Named(&'static Named),
    /// `<outcome>.<region>` on a day, the last one by default.
    Column {
        /// The column.
        column: String,
        /// The day.
        day: Option<f64>,
    },
    /// Largest value of `<outcome>.<region>`.
    Peak {
        /// The column.
        column: String,
    },
}

impl std::fmt::Debug for Measure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.name())
    }
}

impl Measure {
    /// Reads a name of the catalogue, `<outcome>.<region>`, `<outcome>.<region>@<day>` or `…@peak`.
    ///
    /// # Errors
    /// [`Error::Usage`] with the nearest name.
    pub fn parse(text: &str) -> Result<Self> {
        if let Some(named) = MEASURES.iter().find(|named| named.name == text) {
            return Ok(Self::Named(named));
        }
        let (column, day) = text.split_once('@').map_or((text, None), |(column, day)| (column, Some(day)));
        let columns: Vec<String> = columns().map(|(name, _, _)| name).collect();
        if !columns.iter().any(|known| known == column) {
            let known = MEASURES.iter().map(|named| named.name).chain(columns.iter().map(String::as_str));
            let hint = suggestion(column, known);
            // A name that lacks its region is no misspelt one.
            let whole = columns
                .iter()
                .find(|known| known.strip_prefix(column).is_some_and(|remainder| remainder.starts_with('.')));
            let hint = match whole {
                Some(whole) => format!("did you mean `{whole}`?"),
                None if hint.starts_with("one of") => "see `dermis list measures`".into(),
                None => hint,
            };
            return Err(Error::Usage(format!("there is no measure `{text}`: {hint}")));
        }
        if day == Some("peak") {
            return Ok(Self::Peak { column: column.to_owned() });
        }
        let day = match day.map(str::parse) {
            None => None,
            Some(Ok(day)) if (0.0..=7300.0).contains(&day) => Some(microday(day)),
            Some(_) => {
                return Err(Error::Usage(format!("`{text}`: after @ comes a day from 0 to 7300, or peak")));
            }
        };
        Ok(Self::Column { column: column.to_owned(), day })
    }

    /// Reads names, each once: two columns of one name are read by no program.
    ///
    /// # Errors
    /// As for [`parse`](Self::parse).
    pub fn parse_all(names: &[String]) -> Result<Vec<Self>> {
        names.iter().map(|name| Self::parse(name)).collect::<Result<Vec<_>>>().map(Self::once)
    }

    /// The same measures, each once.
    pub fn once(measures: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut seen = std::collections::HashSet::new();
        measures.into_iter().filter(|measure| seen.insert(measure.name())).collect()
    }

    /// Name of its column in tables.
    pub fn name(&self) -> String {
        match self {
            Self::Named(named) => named.name.into(),
            Self::Column { column, day: None } => column.clone(),
            Self::Column { column, day: Some(day) } => format!("{column}@{day}"),
            Self::Peak { column } => format!("{column}@peak"),
        }
    }

    /// The day that it names itself.
    pub fn day(&self) -> Option<f64> {
        match self {
            Self::Column { day, .. } => *day,
            Self::Named(_) | Self::Peak { .. } => None,
        }
    }

    /// When it is taken.
    pub fn when(&self) -> When {
        match self {
            Self::Named(named) => named.when,
            Self::Column { day: None, .. } => When::LastDay,
            Self::Column { day: Some(_), .. } => When::Named,
            Self::Peak { .. } => When::Whole,
        }
    }

    /// Its unit.
    pub fn unit(&self) -> String {
        match self {
            Self::Named(named) => named.unit.into(),
            Self::Column { column, .. } | Self::Peak { column } => described(column).0,
        }
    }

    /// What it is.
    pub fn meaning(&self) -> String {
        match self {
            Self::Named(named) => named.meaning.into(),
            Self::Column { column, day: None } => described(column).1,
            Self::Column { column, day: Some(day) } => format!("{}; on day {day}", described(column).1),
            Self::Peak { column } => format!("{}; its largest value", described(column).1),
        }
    }

    /// Takes it; `NaN` where the run does not have it.
    pub fn take(&self, run: &Sight<'_>) -> f64 {
        match self {
            Self::Named(named) => (named.compute)(run),
            Self::Column { column, day } => {
                run.seen.at(column, day.unwrap_or(run.scenario.run.days)).unwrap_or(f64::NAN)
            }
            Self::Peak { column } => run.curve(column).peak().map_or(f64::NAN, |(_, value)| value),
        }
    }
}

/// Every outcome column: name, unit and meaning.
fn columns() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    OUTCOMES.iter().flat_map(|outcome| {
        let column = |region: &crate::snapshot::Region| {
            (format!("{}.{}", outcome.name, region.name()), outcome.unit, outcome.meaning)
        };
        outcome.regions().iter().map(column)
    })
}

/// Unit and meaning of an outcome column.
pub(in crate::study) fn described(column: &str) -> (String, String) {
    columns()
        .find(|(name, _, _)| name == column)
        .map_or_else(Default::default, |(_, unit, meaning)| (unit.into(), meaning.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_the_nearest_is_told() {
        assert_eq!(Measure::parse("gain_on_day").unwrap().name(), "gain_on_day");
        assert_eq!(Measure::parse("tewl.surface@3").unwrap().name(), "tewl.surface@3");
        assert_eq!(Measure::parse("tewl.surface").unwrap().unit(), "g/m²/h");
        assert_eq!(Measure::parse("tewl.surface@peak").unwrap().name(), "tewl.surface@peak");
        let wrong = |text: &str| Measure::parse(text).unwrap_err().to_string();
        assert!(wrong("gain_on_dya").contains("did you mean `gain_on_day`?"));
        assert!(wrong("tewl.surfase").contains("did you mean `tewl.surface`?"));
        assert!(wrong("tewl.surface@x").contains("0 to 7300"));
        assert_eq!(Measure::parse("tewl.surface@2.9999999999").unwrap().name(), "tewl.surface@3");
        let twice = ["gain_on_day", "sessions", "gain_on_day"].map(str::to_owned);
        assert_eq!(Measure::parse_all(&twice).unwrap().len(), 2);
        assert!(wrong("anything at all").contains("dermis list measures"));
    }
}
