//! Every call that writes, made to fail once: the right exit code, nothing lost, nothing left over.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{Event, Keeping, Options, Period, run, study};
use crate::checkpoint::RESTART;
use crate::error::Result;
use crate::files::seam::faults::failing;
use crate::scenario::Scenario;
use crate::study::read::read;

const SCENARIO: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\n\
                        geometry = \"well_mixed\"\n[run]\ndays = 2\nstepper = \"qndf\"\n";
/// More calls than any job here makes.
const MOST: usize = 2000;

/// Files below a folder with their bytes, but for what tells of the clock.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            found.extend(
                files(&entry.path()).into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)),
            );
        } else if name != "ro-crate-metadata.json" {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// What lies beside the results.
fn beside(place: &Path) -> Vec<String> {
    let names = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "out").collect()
}

/// Makes one in so many calls of a job fail that replaces earlier results; then the job is done again. The number of
/// calls.
fn each_call(one_in: usize, job: impl Fn(&Options, bool) -> Result<()>) -> usize {
    let options = |place: &Path| {
        let out = place.join("out");
        Options { figures: false, report: false, force: true, ..Options::into(out) }
    };
    let whole = tempfile::tempdir().unwrap();
    job(&options(whole.path()), false).unwrap();
    assert_eq!(beside(whole.path()), [""; 0]);
    let good = files(&whole.path().join("out"));
    let earlier = BTreeMap::from([("summary.json".to_owned(), b"earlier".to_vec())]);
    for after in (0..MOST).step_by(one_in) {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("summary.json"), "earlier").unwrap();
        let options = options(place.path());
        let (came, failed) = failing(place.path(), after, || job(&options, false));
        let Some(failed) = failed else {
            came.unwrap();
            return after;
        };
        let found = files(&out);
        match came {
            // A checkpoint that cannot be written is a warning; then there is none to extend the run from either.
            Ok(()) => {
                let but_for = |files: &BTreeMap<String, Vec<u8>>| {
                    let mut files = files.clone();
                    files.remove(RESTART);
                    files
                };
                assert!(but_for(&found) == but_for(&good), "{failed:?}");
            }
            Err(error) => {
                assert!(matches!(error.exit_code(), 73 | 74), "{failed:?}: {error}");
                let told = error.to_string();
                assert!(told.contains(place.path().to_str().unwrap()), "{failed:?}: {told}");
                assert!(found == earlier || found == good, "{failed:?}: {told}");
            }
        }
        job(&options, true).unwrap();
        assert!(files(&out) == good, "{failed:?}: other bytes the second time");
        assert_eq!(beside(place.path()), [""; 0], "{failed:?}");
    }
    MOST
}

#[test]
fn a_run_bears_every_failure() {
    let (scenario, _) = Scenario::parse("short.toml", SCENARIO, &[]).unwrap();
    let calls = each_call(1, |options, resume| {
        let period = Period::Every(Duration::from_secs(3600));
        let keeping = Keeping { period, resume, ..Keeping::default() };
        run(&scenario, &Options { keeping, ..options.clone() }, &|_| ()).map(drop)
    });
    assert!((30..MOST).contains(&calls), "{calls}");
}

#[cfg(feature = "zarr")]
fn with_fields() -> Scenario {
    let coarse = "[grid]\ngeometry = \"cell\"\nspacing_um = 250\ndepth_spacing_um = 500\nsurface_spacing_um = 250\n\
                  [observe]\nfields = [\"collagen_total\"]\nfield_days = [0, 1]\nfield_formats = [\"zarr\", \"vtk\"]\n";
    let text = SCENARIO.replace("[grid]\ngeometry = \"well_mixed\"\n", coarse);
    Scenario::parse("fields.toml", &text, &["run.days=1".to_owned(), "run.tolerance=1e-2".to_owned()])
        .unwrap()
        .0
}

/// Fields are written on a thread of their own, beside the checkpoint.
#[cfg(feature = "zarr")]
#[test]
fn a_run_with_fields_bears_failures() {
    let scenario = with_fields();
    let calls = each_call(7, |options, resume| {
        let keeping =
            Keeping { period: Period::Every(Duration::from_secs(3600)), resume, ..Keeping::default() };
        run(&scenario, &Options { keeping, ..options.clone() }, &|_| ()).map(drop)
    });
    assert!((60..MOST).contains(&calls), "{calls}");
}

#[test]
fn a_study_bears_every_failure() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("short.toml"), SCENARIO).unwrap();
    let file = place.path().join("study.toml");
    let text = "schema = 1\nstudy = \"compare\"\nscenarios = [\"short.toml\"]\nvary = [\"run.seed=1,2\"]\nafter_last_days = 1\n";
    fs::write(&file, text).unwrap();
    let asked = read(&file).unwrap().study().unwrap();
    let calls = each_call(1, |options, _| {
        let keeping = Keeping { period: Period::Every(Duration::from_secs(3600)), ..Keeping::default() };
        study(&asked, &Options { keeping, ..options.clone() }, &|_| ()).map(drop)
    });
    assert!((30..MOST).contains(&calls), "{calls}");
}

/// Somebody removes the folder in which the results are to be, again and again while they are calculated: it is made
/// anew. Fields that were written there are gone, and this is told.
#[test]
fn a_folder_that_vanishes_costs_what_was_in_it_and_no_more() {
    let place = tempfile::tempdir().unwrap();
    let (whole, below) = (place.path().join("whole"), place.path().join("below"));
    let options = |out: &Path| Options { figures: false, report: false, ..Options::into(out) };
    let vanish = |event: Event<'_>| {
        if matches!(event, Event::Step { day, end_day, .. } if day < 0.5 * end_day) {
            let _ = fs::remove_dir_all(&below);
        }
    };
    let (scenario, _) = Scenario::parse("short.toml", SCENARIO, &[]).unwrap();
    run(&scenario, &options(&whole), &|_| ()).unwrap();
    let period = Period::Every(Duration::ZERO);
    let keeping = Keeping { period, ..Keeping::default() };
    let out = below.join("out");
    run(&scenario, &Options { keeping, ..options(&out) }, &vanish).unwrap();
    assert!(files(&out) == files(&whole));
    assert_eq!(beside(&below), [""; 0]);

    #[cfg(feature = "zarr")]
    {
        fs::remove_dir_all(&below).unwrap();
        let Err(error) = run(&with_fields(), &options(&out), &vanish) else { panic!("fields that are gone") };
        assert_eq!(error.exit_code(), 74, "{error}");
        assert!(error.to_string().contains(below.to_str().unwrap()), "{error}");
        run(&with_fields(), &Options { force: true, ..options(&out) }, &|_| ()).unwrap();
        assert_eq!(beside(&below), [""; 0]);
    }
}
