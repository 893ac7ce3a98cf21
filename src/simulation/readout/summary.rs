//! What a run was, what it cost and how it ended, for `summary.json`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::collagen_by_region::{CollagenOfRegion, collagen_by_region};
use super::time_scales::TimeScales;
use crate::model::Parameters;
use crate::model::stability::{LOOP_GAIN_WARNING, loop_gain};
use crate::numerics::WindowStatistics;
use crate::patient::Factor;
use crate::scenario::{Geometry, Scenario};
use crate::series::TimeSeries;
use crate::series::curve::Curve;
use crate::simulation::observe::guards::Guards;
use crate::simulation::observe::profile::Profile;
use crate::simulation::run::Effort;
use crate::simulation::run::agents::TopicalReport;
use crate::simulation::run::session::SessionReport;
use crate::simulation::run::setup::Setup;
use crate::version::PROGRAM;

/// The note that every result carries.
pub const NOTE: &str = "Research tool, not medical advice. The absolute size of the collagen gain is a calibration choice and the \
     effect of the interval is assumed physiology: no clinical trial compares intervals head to head.";

/// Columns whose course is summed up: last value, extremes and their days.
const HEADLINES: [&str; 18] = [
    "collagen_total.dermis",
    "collagen_total.papillary",
    "collagen_total.halo",
    "collagen_i.dermis",
    "collagen_iii.dermis",
    "collagen_scar.dermis",
    "collagen_new.dermis",
    "collagen_synthesis_rate.dermis",
    "tgf_beta_1.dermis",
    "inflammation.dermis",
    "myofibroblasts.dermis",
    "tewl.surface",
    "erythema_index.surface",
    "oedema_thickness_mm.surface",
    "collagen_thickness_mm.surface",
    "defect_volume_mm3_per_cm2.surface",
    "defect_contrast.surface",
    "scar_matrix_index.surface",
];

/// Columns whose time scales are given.
const TIMED: [&str; 5] = [
    "collagen_total.dermis",
    "collagen_total.papillary",
    "collagen_total.reticular",
    "collagen_i.dermis",
    "collagen_functional.dermis",
];

/// The summary of a run.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Layout version of this file.
    pub schema: u32,
    /// Program and version.
    pub program: String,
    /// What the result may be used for.
    pub note: &'static str,
    /// Title of the scenario.
    pub title: String,
    /// Days simulated.
    pub days: f64,
    /// Seed of the random streams.
    pub seed: u64,
    /// Geometry, cells along x, y and z, and total.
    pub grid: Value,
    /// Cells that were solved for all of them, and how often these fit in; nothing where all were.
    pub symmetry: Value,
    /// Parameters that differ from their defaults.
    pub changed_parameters: Map<String, Value>,
    /// What is treated, with its source; nothing for normal skin.
    pub indication: Value,
    /// What the patient multiplies and why, where it is not 1.
    pub modifiers: Vec<Factor>,
    /// Multipliers after the patient's factors, where they are not 1.
    pub multipliers: Map<String, Value>,
    /// Sessions as they were carried out.
    pub sessions: Vec<SessionReport>,
    /// What became of each agent that was put on.
    pub topicals: Vec<TopicalReport>,
    /// Last value, smallest and largest of headline columns, with their days.
    pub outcomes: Map<String, Value>,
    /// Synthesis rate, newly made and total collagen side by side, by region.
    pub collagen_by_region: Vec<CollagenOfRegion>,
    /// When collagen measures rise, peak and fade, by column.
    pub time_scales: BTreeMap<&'static str, TimeScales>,
    /// Days with visible redness (erythema index above its threshold); nothing where no papillary dermis reddens.
    pub visible_redness_days: Option<f64>,
    /// Days with visible swelling (oedema above its threshold): fluid, not collagen.
    pub visible_swelling_days: f64,
    /// Days with either; nothing where redness is not known.
    pub downtime_days: Option<f64>,
    /// Collagen content of the unwounded dermis at this age relative to that at 20 years: what the
    /// relative outcomes are relative to.
    pub baseline_collagen: f64,
    /// Collagen over the whole grid: what it began with + new − lost − cut against what is there.
    pub collagen_budget: Value,
    /// Largest loop gain of inflammation at rest and at doubled vessels; 1 would be chronic.
    pub inflammation_loop_gain: [f64; 2],
    /// What the user should know.
    pub warnings: Vec<String>,
    /// What the draws of an ensemble give of the headline numbers, where one was asked for.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub ensemble: Value,
    /// Stepper, steps, rejected steps and rate evaluations. Nothing of the machine: it is the same on any.
    pub work: Value,
}

/// What observers kept of a run.
pub struct Kept<'r> {
    /// Outcomes over time, followed closely enough for peaks and crossings.
    pub followed: &'r TimeSeries,
    /// Sessions as they were carried out.
    pub sessions: Vec<SessionReport>,
    /// What became of agents.
    pub topicals: Vec<TopicalReport>,
    /// What its guards saw.
    pub guards: Guards,
    /// Geometry and cells.
    pub grid: Value,
    /// What was solved for all; nothing where all was.
    pub symmetry: Value,
}

/// What a run took, for the summary.
pub struct Took {
    entries: Map<String, Value>,
    /// Largest departure along the cuts of the active box, in units of the error allowed.
    at_edge: f64,
}

impl Took {
    /// The same with where the steps went.
    #[must_use]
    pub fn with(mut self, profile: &Profile) -> Self {
        self.entries.insert("steps_since_session".into(), profile.to_json());
        self
    }
}

impl Summary {
    /// As it stands in `summary.json`.
    pub fn to_value(&self) -> Value {
        // Numbers and words under names: nothing in it can fail.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What a run took so far.
    pub fn work(effort: &Effort<'_>) -> Took {
        let Effort { stepper, work, active_box: solved } = effort;
        let all = json!({
            "stepper": stepper, "steps": work.steps, "rejected": work.rejected,
            "right_hand_sides": work.right_hand_sides, "solves": work.solves,
            "steps_since_session": null, "active_box": solved.map_or(Value::Null, active_box),
        });
        let entries = if let Value::Object(entries) = all { entries } else { Map::new() };
        Took { entries, at_edge: solved.map_or(0.0, |solved| solved.at_edge) }
    }

    /// The grid of a run, and what of it is solved.
    pub fn grid(setup: &Setup<'_>) -> (Value, Value) {
        let (grid, symmetry) = (setup.grid(), setup.symmetry());
        let (nz, ny, nx) = grid.shape();
        let whole = json!({
            "geometry": setup.scenario().grid.geometry.name(), "cells_x": nx, "cells_y": ny, "cells_z": nz,
            "cells": nx * ny * nz, "width_mm": grid.x.length(), "depth_mm": grid.z.length(),
        });
        let solved = || json!({ "cells_solved": setup.rest().cells(), "copies": symmetry.copies() });
        (whole, if symmetry.is_whole() { Value::Null } else { solved() })
    }

    /// Sums up a run.
    pub fn new(scenario: &Scenario, kept: Kept<'_>, work: Took) -> Self {
        let Kept { followed: series, sessions, topicals, guards, grid, symmetry } = kept;
        let budget = guards.budget();
        let mut parameters = scenario.parameters.biology;
        let set = &scenario.parameters;
        scenario.patient.apply(&set.ageing, &set.modifiers, &mut parameters);
        let gains = [1.0, 2.0].map(|vessels| loop_gain(&parameters, vessels));
        let mut warnings = scenario.warnings();
        warnings.extend(sessions.iter().filter_map(SessionReport::warning));
        warnings.extend_from_slice(guards.warnings());
        if gains[1] > LOOP_GAIN_WARNING {
            warnings.push(format!(
                "the loop gain of inflammation is {:.2} with doubled vessels (1 is chronic inflammation): these parameters may not let wounds heal",
                gains[1]
            ));
        }
        if work.at_edge > 1.0 {
            warnings.push(format!(
                "a front reached the edge of the active box in one step ({:.1} times the error allowed); \
                 run.active_box = false solves all of the skin",
                work.at_edge
            ));
        }
        let changed = scenario.changed_parameters.iter();
        let redness = ("erythema_index.surface", set.readout.erythema_threshold);
        let swelling = ("oedema_thickness_mm.surface", set.readout.oedema_threshold);
        let layered = scenario.grid.geometry != Geometry::WellMixed;
        let session_day = |session: Option<&SessionReport>| session.map_or(0.0, |session| session.day);
        let span = [session_day(sessions.first()), session_day(sessions.last())];
        Self {
            schema: 1,
            program: PROGRAM.into(),
            note: NOTE,
            title: scenario.title.clone(),
            days: scenario.run.days,
            seed: scenario.run.seed,
            grid,
            symmetry,
            changed_parameters: changed
                .filter_map(|name| Some((name.clone(), json!(scenario.parameters.get(name)?))))
                .collect(),
            indication: scenario.indication.map_or(
                Value::Null,
                |of| json!({ "name": of.name, "meaning": of.meaning, "source": of.source }),
            ),
            modifiers: (scenario.patient.factors(&set.ageing, &set.modifiers).into_iter())
                .filter(|factor| factor.factor != 1.0)
                .collect(),
            multipliers: multipliers(&parameters),
            sessions,
            topicals,
            outcomes: HEADLINES
                .iter()
                .filter_map(|name| Some(((*name).into(), headline(series, name, scenario.run.days)?)))
                .collect(),
            collagen_by_region: collagen_by_region(
                series,
                parameters.collagen_mature_turnover,
                scenario.run.days,
            ),
            time_scales: (TIMED.iter())
                .filter_map(|&name| Some((name, TimeScales::of(series, name, span)?)))
                .collect(),
            visible_redness_days: layered.then(|| days_above(series, &[redness])),
            visible_swelling_days: days_above(series, &[swelling]),
            downtime_days: layered.then(|| days_above(series, &[redness, swelling])),
            baseline_collagen: scenario.patient.baseline_collagen(&scenario.parameters.ageing),
            collagen_budget: json!({
                "begun": budget.begun, "new": budget.new, "lost": budget.lost, "cut": budget.cut,
                "end": budget.end, "relative_residual": budget.relative_residual(),
            }),
            inflammation_loop_gain: gains,
            warnings,
            ensemble: Value::Null,
            work: Value::Object(work.entries),
        }
    }
}

/// Shares of the cells that were solved in a step; nothing where it always was all of them.
fn active_box(solved: &WindowStatistics) -> Value {
    if solved.moves == 0 {
        return Value::Null;
    }
    json!({
        "smallest_share": solved.smallest, "largest_share": solved.largest, "mean_share": solved.mean(),
        "last_share": solved.last, "moves": solved.moves, "departure_at_edge_in_tolerances": solved.at_edge,
    })
}

fn multipliers(p: &Parameters<f64>) -> Map<String, Value> {
    let named = Parameters::TABLE.iter().zip(p.into_array());
    let multiplier = |(row, value): &(&crate::quantities::Quantity, f64)| {
        row.name.ends_with("_multiplier") && *value != 1.0
    };
    named.filter(multiplier).map(|(row, value)| (row.name.into(), json!(value))).collect()
}

/// Time in days during which any of the columns is above its threshold.
fn days_above(series: &TimeSeries, columns: &[(&str, f64)]) -> f64 {
    let excess = |&(name, threshold): &(&str, f64)| {
        let curve = series.curve(name)?.smooth();
        Some(curve.points().map(|(day, value)| (day, value - threshold)).collect::<Vec<_>>())
    };
    let all: Vec<_> = columns.iter().filter_map(excess).collect();
    let Some(first) = all.first() else { return 0.0 };
    let highest = |row: usize| all.iter().map(|excess| excess[row].1).fold(f64::NEG_INFINITY, f64::max);
    Curve::new((0..first.len()).map(|row| (first[row].0, highest(row)))).time_above(0.0)
}

/// Last value, extremes and their days of one column. Where a session is on the last day, `end`, that is the skin before
/// it, as in the last row of `timeseries.csv`; what is seen just after it comes later by a moment.
fn headline(series: &TimeSeries, name: &str, end: f64) -> Option<Value> {
    let unit = &series.column(name)?.unit;
    let curve = series.curve(name)?.smooth();
    let by = |a: &(f64, f64), b: &(f64, f64)| a.1.total_cmp(&b.1);
    let points = || curve.points();
    let (low, high) = (points().min_by(by)?, points().max_by(by)?);
    let last = points().rfind(|(day, _)| *day <= end)?;
    Some(json!({
        "unit": unit, "last": last.1,
        "lowest": low.1, "lowest_day": low.0, "highest": high.1, "highest_day": high.0,
    }))
}
