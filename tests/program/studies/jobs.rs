//! Jobs from code: what the program does, without the program.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dermis::cancel::Cancel;
use dermis::job::{self, Event, Options, Threads};
use dermis::scenario::Scenario;
use dermis::study::Study;
use dermis::study::plan::memory;
use dermis::study::read::read;
use dermis::{Error, Result};

use super::program::{FACE, files, stdout};

fn study(folder: &Path, seeds: u32) -> Study {
    let face = Path::new(env!("CARGO_MANIFEST_DIR")).join(FACE);
    let text = format!(
        "schema = 1\nstudy = \"compare\"\nscenarios = [{:?}]\nchanges = [\"grid.geometry=well_mixed\"]\nvary = [\"run.seed=1..{seeds}:{seeds}\"]\n",
        face.display().to_string()
    );
    let file = folder.join("study.toml");
    fs::write(&file, text).unwrap();
    read(&file).unwrap().study().unwrap()
}

fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    Scenario::read(FACE.as_ref(), &changes).unwrap().0
}

/// From code, on a pool of the caller's, without figures: the tables of the program.
#[test]
fn a_study_from_code_gives_what_the_program_gives() {
    let place = tempfile::tempdir().unwrap();
    let study = study(place.path(), 3);
    let pool = Arc::new(rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap());
    let options = Options { threads: Threads::Pool(pool), ..Options::into(place.path().join("code")) };
    let carried = job::study(&study, &options, &|_| ()).unwrap();
    let program = place.path().join("program");
    let file = place.path().join("study.toml");
    let text = stdout(&["compare", file.to_str().unwrap(), "--out", program.to_str().unwrap()]);
    assert_eq!(carried.findings.text.laid_out(dermis::tidy::LINE), text);
    assert_eq!(files(&carried.folder), files(&program));
    let bare = Options { figures: false, ..Options::into(place.path().join("bare")) };
    let bare = files(&job::study(&study, &bare, &|_| ()).unwrap().folder);
    assert!(bare.keys().all(|name| !name.ends_with(".png") && !name.ends_with(".svg")), "{:?}", bare.keys());
    // The page of a folder without figures names none.
    let mut tables = bare.iter().filter(|(name, _)| *name != "index.html");
    assert!(tables.all(|(name, bytes)| files(&program)[name] == *bytes));
}

/// Stopped after some runs it says how many, leaves only its journal, and goes on to the same bits.
#[test]
fn a_stopped_study_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let study = study(place.path(), 20);
    let whole = job::study(&study, &Options::into(place.path().join("whole")), &|_| ()).unwrap();
    let out = place.path().join("stopped");
    let cancel = Cancel::default();
    let options = Options { cancel: cancel.clone(), threads: Threads::Number(1), ..Options::into(&out) };
    let stopped = job::study(&study, &options, &|event| {
        if matches!(event, Event::Runs { done: 3.., .. }) {
            cancel.cancel();
        }
    });
    // The last three runs measure the numerical noise.
    let Err(Error::Interrupted { done, runs: 23, kept: true }) = stopped.map(drop) else {
        panic!("it was not stopped")
    };
    assert!((3..23).contains(&done), "{done}");
    assert!(!out.exists() && place.path().join("stopped.journal").is_file());
    let found = AtomicUsize::new(0);
    let again = job::study(&study, &Options::into(&out), &|event| {
        if let Event::Found(runs) = event {
            found.store(runs, Ordering::Relaxed);
        }
    });
    assert_eq!(files(&again.unwrap().folder), files(&whole.folder));
    assert_eq!(found.into_inner(), done);
    assert!(!place.path().join("stopped.journal").exists());
}

#[test]
fn a_stopped_run_leaves_its_checkpoint() {
    let place = tempfile::tempdir().unwrap();
    let cancel = Cancel::default();
    let options = Options { cancel: cancel.clone(), ..Options::into(place.path().join("run")) };
    let stopped = job::run(&scenario(&["grid.geometry=well_mixed"]), &options, &|event| {
        if let Event::Step { day, .. } = event
            && day > 30.0
        {
            cancel.cancel();
        }
    });
    let Err(error) = stopped else { panic!("it was not stopped") };
    assert_eq!(error.exit_code(), 75);
    let Error::Paused { day, kept } = error else { panic!("it was not kept: {error}") };
    assert!((30.0..300.0).contains(&day), "{day}");
    assert_eq!(kept, place.path().join("run.checkpoint"));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

/// What cannot fit is refused before anything is run, with both numbers as data.
#[test]
fn what_cannot_fit_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let events = Mutex::new(0);
    let count = |_: Event<'_>| *events.lock().unwrap() += 1;
    let run = |options: &Options| -> Result<()> {
        job::run(&scenario(&["grid.geometry=well_mixed"]), options, &count).map(drop)
    };
    let options = Options { memory_bytes: Some(1000.0), ..Options::into(place.path().join("run")) };
    let error = run(&options).unwrap_err();
    assert!(
        matches!(error, Error::Plan { bytes_needed, bytes_allowed: 1000.0, .. } if bytes_needed > 1000.0),
        "{error}"
    );
    assert!(error.to_string().contains("--memory") && error.exit_code() == 2, "{error}");
    // Without a limit of one's own it is what is free: this takes 85 GB.
    let fine =
        scenario(&["grid.geometry=patch", "grid.width_mm=11.6", "grid.length_mm=11.6", "grid.spacing_um=20"]);
    let needed = job::run_cost(&fine, &Options::into("")).unwrap().memory_bytes;
    if memory::free().is_some_and(|free| needed > free) {
        let error = job::run(&fine, &Options::into(place.path().join("run")), &count).map(drop).unwrap_err();
        assert!(matches!(error, Error::Plan { whose: "are free", .. }), "{error}");
    }
    assert_eq!(*events.lock().unwrap(), 0);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

/// A session without a needle is told where people look: once for all runs that had it, the one that measures the
/// numerical noise too.
#[test]
fn a_study_tells_of_sessions_without_needles() {
    let place = tempfile::tempdir().unwrap();
    let face = Path::new(env!("CARGO_MANIFEST_DIR")).join(FACE);
    let text = format!(
        "schema = 1\nstudy = \"compare\"\nscenarios = [{:?}]\nchanges = [\"grid.geometry=slab\", \"grid.spacing_um=100\", \"grid.width_mm=1\", \"device.density_per_cm2=1\", \"treatment.count=1\", \"run.days=2\"]\nvary = [\"run.seed=1,2\"]\nafter_last_days = 1\n",
        face.display().to_string()
    );
    let file = place.path().join("study.toml");
    fs::write(&file, text).unwrap();
    let study = read(&file).unwrap().study().unwrap();
    let told = Mutex::new(Vec::new());
    job::study(&study, &Options::into(place.path().join("out")), &|event| {
        if let Event::Warning(text) = event {
            told.lock().unwrap().push(text.to_owned());
        }
    })
    .unwrap();
    let told = told.into_inner().unwrap();
    assert!(
        told.iter().any(|text| text.contains("placed no needle") && text.contains("(in 3 runs)")),
        "{told:?}"
    );
}
