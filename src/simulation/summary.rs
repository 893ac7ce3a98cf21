//! What a run was, what it cost and how it ended, for `summary.json`.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::SkinOnGrid;
use super::regions::SkinState;
use super::session::SessionReport;
use crate::model::stability::{LOOP_GAIN_WARNING, loop_gain};
use crate::model::{Fields, Parameters};
use crate::numerics::Work;
use crate::scenario::Scenario;
use crate::series::TimeSeries;

/// The note that every result carries.
pub const NOTE: &str = "Research tool, not medical advice. The absolute size of the collagen gain is a calibration choice and the \
     effect of the interval is assumed physiology: no clinical trial compares intervals head to head.";

/// Columns whose course is summed up: last value, extremes and their days.
const HEADLINES: [&str; 14] = [
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
    "scar_risk_index.surface",
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
    /// Parameters that differ from their defaults.
    pub changed_parameters: Map<String, Value>,
    /// Multipliers after the patient's factors, where they are not 1.
    pub multipliers: Map<String, Value>,
    /// Sessions as they were carried out.
    pub sessions: Vec<SessionReport>,
    /// Last value, smallest and largest of headline columns, with their days.
    pub outcomes: Map<String, Value>,
    /// Days with visible redness (erythema index above its threshold).
    pub visible_redness_days: f64,
    /// Collagen content of the unwounded dermis at this age relative to that at 20 years: what the
    /// relative outcomes are relative to.
    pub baseline_collagen: f64,
    /// Collagen over the whole grid: rest + new − lost − cut against what is there.
    pub collagen_budget: Value,
    /// Largest loop gain of inflammation at rest and at doubled vessels; 1 would be chronic.
    pub inflammation_loop_gain: [f64; 2],
    /// What the user should know.
    pub warnings: Vec<String>,
    /// Steps, rejected steps, rate evaluations, threads and seconds.
    pub work: Value,
}

/// Collagen of all types over the whole grid, in rest collagen × mm³.
pub fn collagen(on: &SkinOnGrid, state: &SkinState) -> f64 {
    let field = Fields::INDEX;
    [field.collagen_i, field.collagen_iii, field.collagen_scar]
        .iter()
        .map(|&field| total(on, state, field))
        .sum()
}

/// A field's sum over the rows where matrix lives, times volume.
fn total(on: &SkinOnGrid, state: &SkinState, field: usize) -> f64 {
    let (grid, plane, nx) = (on.grid(), state.plane(), state.shape().2);
    let volume = |i: usize| grid.volume(i / plane, i / nx % grid.y.len(), i % nx);
    let cells = state.field(field).iter().enumerate().filter(|(i, _)| on.system().is_dermal(i / plane));
    cells.map(|(i, value)| value * volume(i)).sum()
}

impl Summary {
    /// Sums up a run; `states` are rest and end.
    #[allow(
        clippy::too_many_arguments,
        reason = "one call, at the end of a run, of everything that it knows"
    )]
    pub fn new(
        scenario: &Scenario,
        on: &SkinOnGrid,
        states: [&SkinState; 2],
        cut: f64,
        series: &TimeSeries,
        sessions: Vec<SessionReport>,
        (stepper, work): (&str, Work),
        seconds: f64,
    ) -> Self {
        let [rest, end] = states;
        let mut parameters = scenario.parameters.biology;
        let set = &scenario.parameters;
        scenario.patient.apply(&set.ageing, &set.modifiers, &mut parameters);
        let gains = [1.0, 2.0].map(|vessels| loop_gain(&parameters, vessels));
        let mut warnings = scenario.warnings();
        for session in sessions.iter().filter(|session| session.punctures == 0) {
            warnings.push(format!(
                "the session on day {} placed no needle: its density is too low for this piece of skin",
                session.day
            ));
        }
        if gains[1] > LOOP_GAIN_WARNING {
            warnings.push(format!(
                "the loop gain of inflammation is {:.2} with doubled vessels (1 is chronic inflammation): these parameters may not let wounds heal",
                gains[1]
            ));
        }
        let (new, lost) =
            (total(on, end, Fields::INDEX.collagen_new), total(on, end, Fields::INDEX.collagen_lost));
        let (at_rest, at_end) = (collagen(on, rest), collagen(on, end));
        let (nz, ny, nx) = on.grid().shape();
        let changed = scenario.changed_parameters.iter();
        Self {
            schema: 1,
            program: concat!("dermis ", env!("CARGO_PKG_VERSION")).into(),
            note: NOTE,
            title: scenario.title.clone(),
            days: scenario.run.days,
            seed: scenario.run.seed,
            grid: json!({
                "geometry": scenario.grid.geometry.name(), "cells_x": nx, "cells_y": ny, "cells_z": nz,
                "cells": nx * ny * nz, "width_mm": on.grid().x.length(), "depth_mm": on.grid().z.length(),
            }),
            changed_parameters: changed
                .filter_map(|name| Some((name.clone(), json!(scenario.parameters.get(name)?))))
                .collect(),
            multipliers: multipliers(&parameters),
            sessions,
            outcomes: HEADLINES
                .iter()
                .filter_map(|name| Some(((*name).into(), headline(series, name)?)))
                .collect(),
            visible_redness_days: days_above(
                series,
                "erythema_index.surface",
                scenario.parameters.readout.erythema_threshold,
            ),
            baseline_collagen: scenario.patient.baseline_collagen(&scenario.parameters.ageing),
            collagen_budget: json!({
                "rest": at_rest, "new": new, "lost": lost, "cut": cut, "end": at_end,
                "relative_residual": (at_rest + new - lost - cut - at_end) / at_rest,
            }),
            inflammation_loop_gain: gains,
            warnings,
            work: json!({
                "stepper": stepper, "steps": work.steps, "rejected": work.rejected,
                "right_hand_sides": work.right_hand_sides, "solves": work.solves,
                "threads": rayon::current_num_threads(), "seconds": seconds,
            }),
        }
    }
}

fn multipliers(p: &Parameters<f64>) -> Map<String, Value> {
    let named = Parameters::TABLE.iter().zip(p.into_array());
    let multiplier = |(row, value): &(&crate::quantities::Quantity, f64)| {
        row.name.ends_with("_multiplier") && *value != 1.0
    };
    named.filter(multiplier).map(|(row, value)| (row.name.into(), json!(value))).collect()
}

/// Time that a column spends above a threshold, in days, with straight lines between its times.
fn days_above(series: &TimeSeries, name: &str, threshold: f64) -> f64 {
    let Some(column) = series.column(name) else { return 0.0 };
    let excess: Vec<f64> = column.values.iter().map(|value| value - threshold).collect();
    let above = |(time, excess): (&[f64], &[f64])| {
        let share = match (excess[0] > 0.0, excess[1] > 0.0) {
            (true, true) => 1.0,
            (false, false) => 0.0,
            _ => excess[0].max(excess[1]) / (excess[0] - excess[1]).abs(),
        };
        share * (time[1] - time[0])
    };
    series.time_day.windows(2).zip(excess.windows(2)).map(above).sum()
}

/// Last value, extremes and their days of one column.
fn headline(series: &TimeSeries, name: &str) -> Option<Value> {
    let column = series.column(name)?;
    let known = || series.time_day.iter().zip(&column.values).filter(|(_, value)| value.is_finite());
    let by = |a: &(&f64, &f64), b: &(&f64, &f64)| a.1.total_cmp(b.1);
    let (last, low, high) = (known().next_back()?, known().min_by(by)?, known().max_by(by)?);
    Some(json!({
        "unit": column.unit, "last": last.1,
        "lowest": low.1, "lowest_day": low.0, "highest": high.1, "highest_day": high.0,
    }))
}
