//! What a job leaves on the disk, known before anything is run, and whether there is room for it.

use std::path::Path;

use super::Options;
use super::cost::{PAGES, drawn, pages};
use crate::error::{Error, Result};
use crate::outcome::OUTCOMES;
use crate::scenario::{Geometry, Precision, Scenario};
use crate::simulation::Schedule;
use crate::simulation::estimate::{Estimate, estimate};
use crate::simulation::observe::films::Films;
use crate::study::Study;
use crate::study::plan::Plan;

// Bytes of files, as they were measured.

/// A number in a table as text; where half of a table is empty, as in `well_mixed`.
const CELL: f64 = 19.5;
const CELL_HALF_EMPTY: f64 = 12.3;
/// A page of curves as PNG and SVG, with what each row of the series adds to it and to the report, up to rows beyond
/// which curves are thinned.
const PAGE: f64 = 1.5e5;
const PAGE_ROW: f64 = 20.0;
const REPORT_ROW: f64 = 180.0;
const THINNED: f64 = 4e3;
/// A page of maps, with what a cell of a map adds to it, and takes as text.
const MAP_PAGE: f64 = 1.2e5;
const MAP_CELL: f64 = 7.0;
const MAP_CELL_TEXT: f64 = 12.5;
/// The report without its curves and films; summary, provenance and outcomes.
const REPORT: f64 = 1.4e5;
const SMALL_FILES: f64 = 9e4;
/// What provenance says of one file of fields, and a store of one field.
const FIELD_FILE: f64 = 710.0;
const FIELD_ENTRY: f64 = 2.7e3;
/// Part of films that is left when they are compressed, and how much longer that is as text.
const FILM_PART: f64 = 0.15;
const AS_TEXT: f64 = 4.0 / 3.0;

/// Of a study: its files without runs; of a run, a number of a row as text, as Parquet and in the report; a number of a
/// course in all files; a number in the journal.
const STUDY: f64 = 2.5e5;
const ROW: f64 = 150.0;
const ROW_NUMBER: f64 = 20.0;
const COURSE_NUMBER: f64 = 100.0;
const JOURNAL_NUMBER: f64 = 17.5;

/// Bytes that running a scenario into a folder leaves there.
pub fn run_disk(scenario: &Scenario, options: &Options) -> f64 {
    let cost = estimate(scenario);
    let rows = Schedule::series().days(scenario).len() as f64;
    let columns: usize = OUTCOMES.iter().map(|outcome| outcome.regions().len()).sum();
    let mixed = scenario.grid.geometry == Geometry::WellMixed;
    let table = rows * columns as f64 * if mixed { CELL_HALF_EMPTY } else { CELL };
    let (mapped, curves) = (cost.mapped_cells as f64, rows.min(THINNED));
    let map_pages = if mixed { 0 } else { pages(scenario) - PAGES };
    let of_maps = map_pages as f64 * MAP_PAGE + MAP_CELL * mapped;
    let films = FILM_PART * Films::bytes(scenario);
    let parts = [
        (true, SMALL_FILES + table + MAP_CELL_TEXT * mapped + on_grid(scenario, &cost)),
        (drawn(options), PAGES as f64 * (PAGE + PAGE_ROW * curves) + of_maps),
        (options.report, REPORT + REPORT_ROW * curves + AS_TEXT * films),
        (!options.keeping.no_restart, cost.restart_bytes + films),
    ];
    parts.into_iter().filter(|(is_written, _)| *is_written).map(|(_, bytes)| bytes).sum()
}

/// Bytes of fields when they are compressed, as far as usual ones can be.
fn on_grid(scenario: &Scenario, cost: &Estimate) -> f64 {
    let observe = &scenario.observe;
    let a_format = cost.field_bytes / observe.field_formats.len().max(1) as f64;
    let (fields, days) = (observe.fields.len() as f64, Schedule::fields().days(scenario).len() as f64);
    let written = |format: &&str| match (*format, observe.precision) {
        ("vtk", Precision::Rounded) => 0.5 * a_format + FIELD_FILE * days,
        ("vtk", _) => 0.86 * a_format + FIELD_FILE * days,
        (_, Precision::Rounded) => 0.34 * a_format + fields * (FIELD_ENTRY + FIELD_FILE * days),
        (_, _) => 0.7 * a_format + fields * (FIELD_ENTRY + FIELD_FILE * days),
    };
    observe.field_formats.iter().map(written).sum()
}

/// Bytes that a study leaves, with its journal, which goes when the rest is there; of runs that are known beforehand.
pub(super) fn study_disk(study: &Study, plan: &Plan) -> f64 {
    let readout = &plan.readout;
    let courses = readout.courses.iter().map(|course| course.days().len()).sum::<usize>() as f64;
    let numbers = (readout.measures.len() + plan.labels.len()) as f64;
    let rows = plan.rows() as f64;
    // Others tell courses of all runs together.
    let courses = if matches!(study, Study::Compare(_)) { courses } else { 0.0 };
    let journal = plan.cases.len() as f64 * (ROW + JOURNAL_NUMBER * readout.len() as f64);
    STUDY + rows * (ROW + ROW_NUMBER * numbers + COURSE_NUMBER * courses) + journal
}

/// Bytes that are free for files at a place, or at what there is of the way to it; nothing where the system does not say.
pub fn free_disk(place: &Path) -> Option<f64> {
    let absolute = std::path::absolute(place).ok()?;
    let there = absolute.ancestors().find(|folder| folder.is_dir())?;
    free_in(there)
}

#[cfg(unix)]
fn free_in(folder: &Path) -> Option<f64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    // What has no blocks at all does not count them.
    (about.f_blocks > 0).then_some(about.f_bavail as f64 * about.f_frsize as f64)
}

#[cfg(not(unix))]
fn free_in(_folder: &Path) -> Option<f64> {
    None
}

/// What to try where a run, or a study, leaves too much.
pub(super) const LESS_OF_A_RUN: &str = "write fewer fields or on fewer days (observe.field_days), leave out what a longer run \
    goes on from by --no-restart, or take another disk by --out";
pub(super) const LESS_OF_A_STUDY: &str = "take fewer runs, or another disk by --out";

/// Refuses what the disk has no room for: nobody should wait for results that cannot be kept.
///
/// # Errors
/// [`Error::Plan`] with both numbers.
pub(super) fn refuse_beyond_disk(
    what: &'static str,
    needed: f64,
    free: Option<f64>,
    advice: &'static str,
) -> Result<()> {
    match free {
        Some(free) if needed > free => Err(Error::Plan {
            what,
            bytes_needed: needed,
            bytes_allowed: free,
            whose: "are free on the disk of its results",
            advice,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_asked_of_the_way_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let free = free_disk(&folder.path().join("not/there/yet"));
        assert_eq!(free.is_some(), cfg!(unix));
        assert!(free.is_none_or(|free| free > 0.0));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(refuse_beyond_disk("the run", 1e9, Some(2e9), LESS_OF_A_RUN).is_ok());
        assert!(refuse_beyond_disk("the run", 1e9, None, LESS_OF_A_RUN).is_ok());
        let told = refuse_beyond_disk("the run", 3e9, Some(2e9), LESS_OF_A_RUN).unwrap_err().to_string();
        assert!(
            told.contains("needs about 3.0 GB, more than the 2.0 GB that are free on the disk"),
            "{told}"
        );
    }

    /// Against folders as they are written.
    #[test]
    fn estimates_are_near_what_is_written() {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n";
        let cell = "[grid]\ngeometry = \"cell\"\nspacing_um = 50\n[run]\ndays = 10\n";
        let fields =
            "[observe]\nfields = [\"collagen_total\", \"damage\"]\nfield_formats = [\"zarr\", \"vtk\"]\n";
        let mixed = "[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 60\n";
        let folder = tempfile::tempdir().unwrap();
        let bytes = |place: &Path| -> f64 {
            let size = |path: &Path| path.metadata().map_or(0.0, |file| file.len() as f64);
            fn each(folder: &Path, of: &dyn Fn(&Path) -> f64) -> f64 {
                let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
                entries.map(|path| if path.is_dir() { each(&path, of) } else { of(&path) }).sum()
            }
            each(place, &size)
        };
        for (name, more) in
            [("cell", cell.to_owned()), ("fields", format!("{cell}{fields}")), ("mixed", mixed.to_owned())]
        {
            let (scenario, _) = Scenario::parse("disk.toml", &format!("{text}{more}"), &[]).unwrap();
            let options = Options::into(folder.path().join(name));
            super::super::run(&scenario, &options, &|_| ()).unwrap();
            let (told, written) = (run_disk(&scenario, &options), bytes(&options.out));
            assert!((told / written - 1.0).abs() < 0.25, "{name}: {told} for {written}");
        }
    }
}
