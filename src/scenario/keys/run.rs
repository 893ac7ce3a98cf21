//! Keys of `[run]` and `[observe]`.

use super::row::row;
use super::{Kind, Names, Row, days, name, number, whole};
use crate::outcome::on_grid;
use crate::scenario::{
    FIELD_FORMATS, FieldRegion, ObservationSettings, Precision, RunSettings, STEPPERS, Scenario,
};

/// Why what is said of fields changes nothing where none are asked for.
fn fieldless(_: &Scenario, of: &ObservationSettings) -> Option<&'static str> {
    of.fields.is_empty().then_some("fields names none")
}

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

pub(in crate::scenario) static OBSERVE: [Row<ObservationSettings>; 9] = [
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
    row!(
        ObservationSettings,
        "observe",
        fields,
        Kind::Names(Names { what: "field", all: || on_grid::names().collect() }),
        "fields that are written on the grid, over time (`dermis list fields`, and outcomes of each cell), or `all`",
        by("[]")
    ),
    row!(
        ObservationSettings,
        "observe",
        field_days,
        days(7300.0),
        "days on which fields are written; on a session's day as just before it",
        by("every interval_days, and the end")
    )
    .idle_when(fieldless),
    row!(
        ObservationSettings,
        "observe",
        field_region,
        name("region", || FieldRegion::ALL.map(FieldRegion::name).to_vec()),
        "depths of which fields are written"
    )
    .idle_when(fieldless),
    row!(
        ObservationSettings,
        "observe",
        field_formats,
        Kind::Names(Names { what: "format", all: || FIELD_FORMATS.to_vec() }),
        "formats of fields: `zarr` for xarray (fields.zarr), `vtk` for ParaView (fields.pvd)",
        by("[\"zarr\"]")
    ),
    row!(
        ObservationSettings,
        "observe",
        precision,
        name("precision", || Precision::ALL.map(Precision::name).to_vec()),
        "how values of fields are kept: 32 bits, 64, or 32 rounded to an eighth of the tolerance, which compress to half"
    )
    .idle_when(fieldless),
];
