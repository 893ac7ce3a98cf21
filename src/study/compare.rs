//! Courses of treatment side by side: several scenarios, or one with a field varied.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ensemble::{Asked, Held, HowMany, Layers};
use crate::error::{Error, Result};
use crate::figure::{Curves, Dot, Figure, Line};
use crate::scenario::Scenario;
use crate::series::curve::Curve;
use crate::simulation::summary::NOTE;
use crate::study::cohort::Arm;
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::findings::tables::{courses_table, runs_table, seen};
use crate::study::findings::unmoved;
use crate::study::journal::record::Record;
use crate::study::plan::Plan;
use crate::study::plan::base::{Base, one_or_many};
use crate::study::plan::combinations::combinations;
use crate::study::plan::confirm;
use crate::study::plan::names::{FOR_ALL, refuse_set, refuse_twice};
use crate::study::plan::vary::Vary;
use crate::study::predictive::courses::{Drawn, Panel};
use crate::study::predictive::{Members, off};
use crate::study::readout::course::session_days;
use crate::study::readout::measure::Measure;
use crate::study::readout::times::Times;
use crate::study::readout::{Readout, TimeCourse};
use crate::study::statistics::noise::{self, Noise};
use crate::tidy::{Prose, Tidy, TidyColumn};

/// What every comparison of intervals says.
pub const NO_TRIAL: &str = "No clinical trial compares treatment intervals head to head; differences between \
    intervals follow from assumed physiology, and no interval is established as the best.";

/// Measures of the table.
const MEASURES: [&str; 11] = [
    "gain_after_last",
    "gain_on_day",
    "gain_per_session",
    "gain_per_week",
    "scar_like_share",
    "scar_matrix_index",
    "inflammation_days",
    "redness_days",
    "barrier_days",
    "downtime_days",
    "sessions",
];

/// What is kept over time, as it is drawn.
const PANELS: [Panel; 3] = [
    Panel {
        column: "collagen_total.dermis",
        title: "Total collagen, whole dermis",
        y_label: "change (% of rest)",
        factor: 100.0,
        offset: -1.0,
        y_floor: 0.1,
    },
    Panel {
        column: "collagen_scar.dermis",
        title: "Scar-like collagen, whole dermis",
        y_label: "% of rest total collagen",
        factor: 100.0,
        offset: 0.0,
        y_floor: 0.1,
    },
    Panel {
        column: "inflammation_index.dermis",
        title: "Inflammation index, whole dermis",
        y_label: "index",
        factor: 1.0,
        offset: 0.0,
        y_floor: 0.01,
    },
];

/// A comparison as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// Version of the format: 1.
    #[cfg_attr(feature = "cli", arg(skip = 1_u32))]
    pub schema: u32,
    /// Always "compare".
    #[cfg_attr(feature = "cli", arg(skip = "compare".to_owned()))]
    pub study: String,
    /// One scenario or several.
    #[serde(alias = "scenario", deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "cli", arg(skip = Vec::new()))]
    pub scenarios: Vec<Base>,
    /// Change a field or a parameter in every run, as run.days=365 (repeatable).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "set", value_name = "NAME=VALUE"))]
    pub changes: Vec<String>,
    /// Vary a field or a parameter: NAME=V1,V2,… or NAME=LOW..HIGH:COUNT (repeatable, combined).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME=VALUES"))]
    pub vary: Vec<String>,
    /// Run every course once more with this change, as grid.geometry=slab (repeatable).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME=VALUE"))]
    pub confirm: Vec<String>,
    /// Days after the last session on which measures are taken.
    #[serde(default = "usual_after_last")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "DAYS", default_value_t = usual_after_last(), allow_negative_numbers = true))]
    pub after_last_days: f64,
    /// The fixed day of measures [default: the run's last day].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "DAY", allow_negative_numbers = true))]
    pub on_day: Option<f64>,
    /// Run every course once more for each of N draws of the ensemble, for bands [default N: 64].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "usual", allow_negative_numbers = true))]
    pub ensemble: Option<HowMany>,
    /// Draws of your own, an ensemble.parquet of `dermis calibrate --posterior`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "FILE"))]
    pub ensemble_file: Option<Held>,
    /// What bands hold, of parameters, discrepancy and people [default: parameters,discrepancy].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "LAYERS"))]
    pub layers: Option<Layers>,
}

/// Four months: collagen has been laid down, and matures.
pub(super) fn usual_after_last() -> f64 {
    120.0
}

impl Compare {
    /// Texts of scenarios that the definition holds.
    pub fn bases(&mut self) -> Vec<&mut Base> {
        self.scenarios.iter_mut().collect()
    }

    /// The runs, in the order of scenarios and values; then those that confirm them, in the same order, and
    /// a few at a tighter tolerance.
    ///
    /// # Errors
    /// What is wrong with the definition or one of the scenarios.
    pub fn plan(&self) -> Result<Plan> {
        let texts = || self.vary.iter().map(String::as_str);
        refuse_twice(texts(), "varied")?;
        refuse_set(&self.changes, texts(), FOR_ALL, "varied")?;
        confirm::refuse_idle(&self.confirm, texts(), "varied")?;
        let varied = texts().map(Vary::parse).collect::<Result<Vec<_>>>()?;
        let arms = self.arms(&varied);
        let scenarios = self.courses(&arms)?;
        let last_days = || scenarios.iter().map(|scenario| scenario.run.days);
        let times = Times::of_all(self.after_last_days, self.on_day, last_days());
        let (last_day, session_days) = (last_days().fold(0.0, f64::max), session_days(&scenarios));
        let course = |panel: &Panel| TimeCourse {
            column: panel.column.into(),
            every_days: 1.0,
            last_day,
            session_days: session_days.clone(),
        };
        let measures = MEASURES.iter().map(|name| Measure::parse(name)).collect::<Result<_>>()?;
        let mut readout = Readout::new(measures, PANELS.iter().map(course).collect(), times);
        let members = self.members(&arms)?;
        if members.as_ref().is_some_and(|members| members.sample.layers.discrepancy) {
            readout.rests = off::rests(&readout);
        }
        let mut plan = Plan::new(readout)?;
        let combined = combinations(&varied.iter().map(|vary| vary.values.len()).collect::<Vec<_>>());
        let words_of: Vec<Vec<String>> = varied.iter().map(Vary::labels).collect();
        let (mut labels, mut names, mut confirming) = (Vec::new(), Vec::new(), Vec::new());
        for base in &self.scenarios {
            for chosen in &combined {
                let pairs = || varied.iter().zip(chosen).map(|(vary, &at)| (vary, vary.values[at].as_str()));
                let own: Vec<String> = pairs().map(|(vary, value)| vary.change(value)).collect();
                let words: Vec<&str> =
                    words_of.iter().zip(chosen).map(|(words, &at)| words[at].as_str()).collect();
                let label = match (words.is_empty(), self.scenarios.len()) {
                    (true, _) => base.stem(),
                    (false, 1) => words.join(", "),
                    (false, _) => format!("{}, {}", base.stem(), words.join(", ")),
                };
                plan.add(base, &[&self.changes[..], &own].concat(), &label)?;
                confirming.push((base, [&self.changes[..], &own, &self.confirm].concat()));
                labels.push(label);
                names.push(base.stem());
            }
        }
        if plan.cases.len() < 2 {
            let how = "name a second scenario, or vary a field: --vary treatment.interval_days=14,28,42";
            return Err(Error::Usage(format!("there is nothing to compare with: {how}")));
        }
        let mut seen = HashSet::with_capacity(labels.len());
        if let Some(label) = labels.iter().find(|label| !seen.insert(label.as_str())) {
            return Err(Error::Usage(format!("two courses are called `{label}`; name their files apart")));
        }
        let probes = probes(&plan, labels.len());
        if !self.confirm.is_empty() {
            for ((base, changes), label) in confirming.iter().zip(&labels) {
                plan.add(base, changes, label)?;
            }
        }
        // A few courses once more at a tighter tolerance: what they move by is noise.
        for at in probes {
            let (base, changes) = &confirming[at];
            let tighter: Vec<String> = noise::tighter(&plan.cases[at].scenario).into_iter().collect();
            let changes = [&changes[..changes.len() - self.confirm.len()], &tighter[..]].concat();
            plan.add(base, &changes, &format!("{}, at a tighter tolerance", labels[at]))?;
        }
        if let Some(members) = &members {
            for nth in 0..members.sample.len() {
                for base in &self.scenarios {
                    let each = members.changes(nth, base, &self.changes, &arms)?;
                    let number = members.sample.number(nth);
                    each.iter().try_for_each(|changes| plan.add(base, changes, &format!("draw {number}")))?;
                }
            }
        }
        plan.words("course", "name of the course", labels);
        plan.words("scenario", "scenario file that the course starts from", names);
        for (at, vary) in varied.iter().enumerate() {
            let chosen = self.scenarios.iter().flat_map(|_| combined.iter().map(move |chosen| chosen[at]));
            plan.label(&vary.name, "value of the field or parameter that is varied", vary.cells(chosen));
        }
        Ok(plan)
    }

    /// What is varied of each scenario, in the order of its courses.
    fn arms(&self, varied: &[Vary]) -> Vec<Arm> {
        let combined = combinations(&varied.iter().map(|vary| vary.values.len()).collect::<Vec<_>>());
        let changes = |chosen: Vec<usize>| {
            varied.iter().zip(chosen).map(|(vary, at)| vary.change(&vary.values[at])).collect()
        };
        combined.into_iter().map(|chosen| Arm { name: "course".into(), changes: changes(chosen) }).collect()
    }

    /// The draws of the ensemble, where one is asked for.
    fn members(&self, arms: &[Arm]) -> Result<Option<Members>> {
        let asked = Asked { ensemble: self.ensemble, file: self.ensemble_file.as_ref(), layers: self.layers };
        Members::new(&asked, &self.scenarios.iter().collect::<Vec<_>>(), &self.changes, arms)
    }

    /// The scenario of each course: when it ends and when its sessions are. Curves of shorter ones end earlier.
    fn courses(&self, arms: &[Arm]) -> Result<Vec<Scenario>> {
        let pairs = self.scenarios.iter().flat_map(|base| arms.iter().map(move |arm| (base, arm)));
        pairs.map(|(base, arm)| base.scenario(&[&self.changes[..], &arm.changes].concat())).collect()
    }

    /// Runs, table and figure.
    ///
    /// # Errors
    /// As [`Evaluator::run`].
    pub fn conclude(&self, plan: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let all = evaluator.run(plan)?;
        let (records, again) = all.split_at(plan.rows());
        let (again, others) = again.split_at(if self.confirm.is_empty() { 0 } else { records.len() });
        let probes = probes(plan, records.len());
        let (tighter, draws) = others.split_at(probes.len());
        let pairs = probes.into_iter().map(|at| &records[at]).zip(tighter);
        let noise = Noise::of(plan.readout.len(), pairs).seen(&plan.readout.measures);
        let mut runs = runs_table(plan, records);
        let shown = ["course"].into_iter().chain(MEASURES);
        let told = seen(&runs, &plan.readout.measures, &noise);
        let columns: Vec<TidyColumn> = shown.filter_map(|name| told.column(name).cloned()).collect();
        let (after, fixed) = (self.after_last_days, plan.readout.times.fixed_day);
        let mut confirmed = Prose::default();
        if !self.confirm.is_empty() {
            let rows: Vec<usize> = (0..records.len()).collect();
            runs.columns.extend(confirm::columns(plan, &self.confirm, records, &rows, again));
            confirmed = confirm::text(&runs, "course", &plan.readout, &self.confirm, &rows);
        }
        let mut text = Prose::from(Tidy { name: "comparison".into(), columns });
        text += confirmed;
        text += format!(
            "\ngain: change of total collagen, whole dermis, % of rest\n{}{}{}\n{NO_TRIAL}\n{NOTE}\n",
            plan.taken().text(&plan.readout.measures),
            noise.remark(&plan.readout.measures),
            unmoved::remark(
                &plan.labels.iter().filter(|column| column.name != "course").collect::<Vec<_>>(),
                records,
                &noise,
            ),
        );
        let summary = json!({
            "no_trial": NO_TRIAL,
            "after_last_days": after,
            "on_day": fixed,
            "courses": records.len(),
            "numerical_noise": noise.by_name(&plan.readout.measures),
            "failed": records.iter().filter(|record| record.has_failed()).count(),
        });
        let labels = labels(&runs);
        let mut found = Findings {
            figures: vec![figure(plan, records, &labels)],
            tables: std::iter::once(runs).chain(courses_table(plan, records)).collect(),
            text,
            summary,
            ..Findings::default()
        };
        let varied = self.vary.iter().map(|text| Vary::parse(text)).collect::<Result<Vec<_>>>()?;
        if let Some(members) = self.members(&self.arms(&varied))? {
            let cases = &plan.cases[plan.cases.len() - draws.len()..];
            Drawn::new(plan, &members, &labels, records, cases, draws).add_to(&mut found, &PANELS, &noise);
        }
        Ok(found)
    }
}

/// Of so many courses those that are run once more for their noise.
fn probes(plan: &Plan, rows: usize) -> Vec<usize> {
    noise::probes(plan.cases[..rows].iter().map(|case| &case.scenario))
}

fn labels(runs: &Tidy) -> Vec<String> {
    match runs.column("course").map(|column| &column.cells) {
        Some(crate::tidy::Cells::Text(words)) => words.clone(),
        _ => Vec::new(),
    }
}

/// All courses over each other, their sessions as spots on the curves.
fn figure(plan: &Plan, records: &[Record], labels: &[String]) -> Figure {
    let panel = |(at, panel): (usize, &Panel)| {
        let Panel { title, y_label, factor, offset, y_floor, .. } = *panel;
        let days = plan.readout.courses[at].days();
        let values = |record: &Record| -> Vec<f64> {
            plan.readout.course(record.values(), at).iter().map(|value| factor * (value + offset)).collect()
        };
        let lines: Vec<Line> = records
            .iter()
            .zip(labels)
            .map(|(record, label)| Line { label: label.clone(), x: days.clone(), y: values(record) })
            .collect();
        let dots = if at == 0 { dots(plan, &lines) } else { Vec::new() };
        Curves {
            title: title.into(),
            x_label: "time (days)".into(),
            y_label: y_label.into(),
            lines,
            dots,
            dot_label: "session".into(),
            y_floor,
            ..Curves::default()
        }
    };
    Figure::Curves { name: "comparison".into(), panels: PANELS.iter().enumerate().map(panel).collect() }
}

/// Where the sessions lie on each curve.
fn dots(plan: &Plan, lines: &[Line]) -> Vec<Dot> {
    let of = |(line, case): (usize, &crate::study::plan::Case)| {
        let curve = Curve::new(lines[line].x.iter().copied().zip(lines[line].y.iter().copied()));
        let days = case.scenario.sessions.iter().map(|session| session.day).collect::<Vec<_>>();
        days.into_iter().filter_map(move |x| Some(Dot { line, x, y: curve.at(x)? }))
    };
    plan.cases.iter().take(lines.len()).enumerate().flat_map(of).collect()
}
