//! Fields of runs that are interrupted or go on after their end: those of a run that was left alone.

use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use dermis::Error;
use dermis::cancel::Cancel;
use dermis::job::{self, Finished, Keeping, Options};
use tempfile::tempdir;

use super::{CASES, files, run, scenario};

/// Runs a scenario from where it is until a step reaches this day.
fn until(day: f64, changes: &[&str], out: &Path, resume: bool) -> dermis::Result<()> {
    let cancel = Cancel::default();
    let keeping = Keeping { resume, ..Keeping::default() };
    let options = Options { cancel: cancel.clone(), keeping, figures: false, ..Options::into(out) };
    let stop = |event: job::Event<'_>| {
        if matches!(event, job::Event::Step { day: reached, .. } if reached > day) {
            cancel.cancel();
        }
    };
    job::run(&scenario(changes), &options, &stop).map(drop)
}

/// All but what tells of the clock.
fn lasting(folder: &Path) -> Vec<(String, Vec<u8>)> {
    files(folder).into_iter().filter(|(name, _)| name != "ro-crate-metadata.json").collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    all
}

#[test]
fn a_stopped_run_goes_on_with_its_fields() {
    for (name, changes) in CASES {
        let place = tempdir().unwrap();
        let (alone, out) = (place.path().join("alone"), place.path().join("run"));
        run(&scenario(changes), &alone, 2);
        for (day, resume) in [(0.4, false), (2.0, true), (4.4, true)] {
            let stopped = until(day, changes, &out, resume);
            assert!(matches!(stopped, Err(Error::Paused { .. })), "{name} on day {day}");
            let beside = names(place.path());
            assert!(!out.exists() && beside.contains(&"run.checkpoint.fields".to_owned()), "{beside:?}");
        }
        // What was written after the last checkpoint is written again.
        until(f64::INFINITY, changes, &out, true).unwrap();
        let (alone, resumed) = (lasting(&alone), lasting(&out));
        assert!(alone.len() > 20 && alone == resumed, "{name}");
        assert_eq!(names(place.path()), ["alone", "run"], "nothing left over");
    }
}

#[test]
fn a_run_is_extended_with_its_fields() {
    for (name, changes) in &CASES[..2] {
        let place = tempdir().unwrap();
        let (short, long) = (place.path().join("short"), place.path().join("long"));
        // The short run ends on a day of fields of its own.
        let of = |days: &'static str| scenario(&[changes, &[days][..]].concat());
        run(&of("run.days=5.2"), &short, 2);
        let before = files(&short);
        let planned = of("run.days=8.5");
        run(&planned, &place.path().join("planned"), 2);
        let finished = Finished::read(&short).unwrap();
        let options = Options { figures: false, ..Options::into(&long) };
        job::extend(&finished, &planned, &options, &|_| ()).unwrap();
        let without = |folder: &Path| -> Vec<_> {
            lasting(folder).into_iter().filter(|(name, _)| name != "restart.dermis").collect()
        };
        let (planned, extended) = (without(&place.path().join("planned")), without(&long));
        let differ: Vec<&String> = planned
            .iter()
            .filter(|file| !extended.contains(file))
            .chain(extended.iter().filter(|file| !planned.contains(file)))
            .map(|(name, _)| name)
            .collect();
        assert!(planned.len() > 100 && differ.is_empty(), "{name}: {differ:?}");
        assert!(files(&short) == before, "{name}: the finished run is as it was");
    }
}

/// A run goes on from all of its fields or not at all.
#[test]
fn fields_that_are_gone_are_told() {
    for (format, victim) in [("zarr", "fields.zarr/damage/c.1.0.0"), ("vtk", "vtk/volume_00001.vtr")] {
        let formats = format!("observe.field_formats=[\"{format}\"]");
        let changes = ["observe.fields=[\"damage\"]", &formats];
        let place = tempdir().unwrap();
        let out = place.path().join("run");
        assert!(matches!(until(3.5, &changes, &out, false), Err(Error::Paused { .. })));
        let file = place.path().join("run.checkpoint.fields").join(victim);
        let bytes = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        let told = until(f64::INFINITY, &changes, &out, true).unwrap_err().to_string();
        assert!(told.contains(victim) && told.contains("run it from its first day"), "{told}");
        assert!(!out.exists() && place.path().join("run.checkpoint").is_file(), "it may be put back");
        fs::write(&file, bytes).unwrap();
        until(f64::INFINITY, &changes, &out, true).unwrap();
        assert_eq!(names(place.path()), ["run"]);
    }
}

#[cfg(unix)]
#[test]
fn two_runs_do_not_write_into_one_folder() {
    let place = tempdir().unwrap();
    let folder = place.path().join("run.checkpoint.fields");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("theirs"), "").unwrap();
    let held = File::open(&folder).unwrap();
    held.try_lock().unwrap();
    let changes = ["observe.fields=[\"damage\"]"];
    let refused = until(f64::INFINITY, &changes, &place.path().join("run"), false).unwrap_err();
    assert!(refused.to_string().contains("another run writes its fields there"), "{refused}");
    assert!(folder.join("theirs").is_file());
    drop(held);
    // What a run that was killed before its first checkpoint has left is nobody's.
    until(f64::INFINITY, &changes, &place.path().join("run"), false).unwrap();
    assert!(!place.path().join("run/theirs").exists());
    assert_eq!(names(place.path()), ["run"]);
}

/// Results that could not be written whole leave their fields for --resume.
#[test]
fn fields_wait_for_room() {
    let place = tempdir().unwrap();
    let (alone, out) = (place.path().join("alone"), place.path().join("run"));
    let changes = CASES[0].1;
    run(&scenario(changes), &alone, 2);
    // Somebody takes the place of the results when all is computed.
    let taken = |event: job::Event<'_>| {
        if matches!(event, job::Event::Step { day, .. } if day > 5.9) && !out.exists() {
            fs::create_dir(&out).unwrap();
            fs::write(out.join("theirs"), "").unwrap();
        }
    };
    let options = Options { figures: false, ..Options::into(&out) };
    let Err(error) = job::run(&scenario(changes), &options, &taken) else { panic!("it was written") };
    assert!(error.to_string().contains("it exists"), "{error}");
    fs::remove_dir_all(&out).unwrap();
    let steps = AtomicUsize::new(0);
    let options = Options { keeping: Keeping { resume: true, ..Keeping::default() }, ..options };
    job::run(&scenario(changes), &options, &|event| {
        steps.fetch_add(usize::from(matches!(event, job::Event::Step { .. })), Ordering::Relaxed);
    })
    .unwrap();
    let steps = steps.into_inner();
    assert!(steps < 30, "{steps}");
    assert!(lasting(&alone) == lasting(&out));
    assert_eq!(names(place.path()), ["alone", "run"]);
}
