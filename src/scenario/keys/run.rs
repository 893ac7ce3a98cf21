//! Keys of `[run]` and `[observe]`.

use super::row::row;
use super::{Kind, Row, days, name, number, whole};
use crate::scenario::{ObservationSettings, RunSettings, STEPPERS};

/// The tightest tolerance that a run may ask for.
pub(in crate::scenario) const TIGHTEST_TOLERANCE: f64 = 1e-9;

pub(in crate::scenario) static RUN: [Row<RunSettings>; 6] = [
    row!(RunSettings, "run", days, number(0.01, 7300.0, "days"), "simulated time"),
    // Every seed up to here survives a trip through JSON.
    row!(
        RunSettings,
        "run",
        seed,
        whole(0.0, 9_007_199_254_740_991.0, ""),
        "seed of everything that is drawn: where needles go, how deep, how tilted"
    ),
    row!(
        RunSettings,
        "run",
        tolerance,
        number(TIGHTEST_TOLERANCE, 1e-1, ""),
        "error that a step may make, relative to each field's largest value"
    ),
    row!(
        RunSettings,
        "run",
        stepper,
        name("time stepper", || STEPPERS.to_vec()),
        "how time is stepped (`dermis list steppers`)"
    ),
    row!(
        RunSettings,
        "run",
        symmetry,
        Kind::Flag,
        "skin that repeats itself is solved once for all its copies"
    ),
    row!(
        RunSettings,
        "run",
        active_box,
        Kind::Flag,
        "only a box around what has departed from rest is solved"
    ),
];

pub(in crate::scenario) static OBSERVE: [Row<ObservationSettings>; 4] = [
    row!(
        ObservationSettings,
        "observe",
        dense_days,
        number(0.0, 365.0, "days"),
        "time after each session during which outcomes are written often"
    ),
    row!(
        ObservationSettings,
        "observe",
        dense_interval_days,
        number(0.01, 30.0, "days"),
        "time between rows of the series during it; the very first are closer still"
    )
    .idle_when(|_, of| (of.dense_days == 0.0).then_some("dense_days is 0")),
    row!(
        ObservationSettings,
        "observe",
        interval_days,
        number(0.05, 365.0, "days"),
        "time between rows of the series otherwise"
    ),
    row!(
        ObservationSettings,
        "observe",
        map_days,
        days(7300.0),
        "days on which maps over depth are drawn",
        by("1, 7 and 28 days after the first session, 28 after the last, and the end")
    ),
];
