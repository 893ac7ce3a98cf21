//! What reads what somebody else wrote, and what has to hold of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use dermis::checkpoint::{Checkpoints, Header, Opened};
#[cfg(feature = "parquet")]
use dermis::ensemble::{DRAW, Ensemble, PROVENANCE, Provenance, parameters_hash};
use dermis::exchange::petab::{File, PROBLEM, read_petab, write_petab};
use dermis::numerics::Reader;
use dermis::output::read_punctures;
use dermis::results::{RunFolder, summary};
use dermis::scenario::Scenario;
use dermis::simulation::Run;
use dermis::study::Study;
use dermis::study::calibrate::Calibrate;
use dermis::study::journal::record::Record;
use dermis::study::journal::{self, Journal};
use dermis::study::plan::MOST_RUNS;
use dermis::study::plan::vary::Vary;
use dermis::study::read::{Given, read};
#[cfg(feature = "parquet")]
use dermis::{
    output::write_parquet_with,
    tidy::{Tidy, TidyColumn},
};
use twox_hash::XxHash3_64;

/// A reader with what it is given at first.
pub struct Target {
    pub name: &'static str,
    pub seeds: Vec<Vec<u8>>,
    /// Reads one input; a place for files is lent.
    pub read: fn(&[u8], &Path),
}

const MIXED: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = [1]\n[grid]\n\
                     geometry = \"well_mixed\"\n[run]\ndays = 3\n";
const STUDY: &str = "schema = 1\nstudy = \"sweep\"\nscenario = \"x.toml\"\nvary = [\"run.seed=1,2\"]\n";
const FIT: &str = "schema = 1\nstudy = \"calibrate\"\nscenario = \"x.toml\"\ndata = \"x.csv\"\n\
                   inputs = [\"neutrophil_death\"]\nobservables = [\"neutrophils.dermis: scale, spread\"]\n\
                   conditions = [\"one:\", \"fast: mmp_decay=2\"]\n";
const DATA: &str =
    "condition,outcome,day,value,spread\none,neutrophils.dermis,2,1,0.1\nfast,mmp.dermis,3,0.5,0.2\n";
const CHANGES: &str = "run.days=3\ndevice.needle_length_mm=0.5\ntreatment.days=[0, 3]\nmmp_decay=2\nrun.seed=1\n\
                       observe.fields=[\"collagen_total\"]";
const VARIED: &str =
    "run.seed=1,2\ndevice.needle_length_mm=0.5..2:7\ntreatment.count=2,4,6\ngrid.geometry=slab,cell";

/// Files of a folder of the repository; none where it is not there.
fn texts(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let chosen = paths.iter().filter(|path| path.to_string_lossy().ends_with(ending));
    chosen.map(|path| fs::read(path).unwrap()).collect()
}

pub fn all() -> Vec<Target> {
    let lines = |text: &str| text.lines().map(|line| line.as_bytes().to_vec()).collect::<Vec<_>>();
    let scenario = mixed();
    let mut run = Run::new(&scenario);
    run.advance_to(2.0).unwrap();
    let place = tempfile::tempdir().unwrap();
    let checkpoints = Checkpoints::of(&place.path().join("out"));
    checkpoints.write(&Header::new(MIXED.into(), None), false, &mut |to| run.save_into(to)).unwrap();
    let path = place.path().join("x.journal");
    let header = journal::Header::new(serde_json::json!({ "study": "sweep" }), String::new());
    let mut journal = Journal::open(&path, &header, false).unwrap();
    journal.add(7, Record::Values(vec![1.0, f64::NAN])).unwrap();
    journal.add(8, Record::failed("it did")).unwrap();
    journal.add(9, Record::of(vec![1.0], "a doubt")).unwrap();
    let target = |name: &'static str, mut seeds: Vec<Vec<u8>>, read: fn(&[u8], &Path)| {
        seeds.extend(texts(&format!("tests/fuzz/corpus/{name}"), ""));
        Target { name, seeds, read }
    };
    vec![
        target("scenario", texts("examples/scenarios", ".toml"), read_scenario),
        target("change", lines(CHANGES), read_change),
        target("vary", lines(VARIED), read_vary),
        target("study", [texts("examples/studies", ".toml"), vec![STUDY.into()]].concat(), read_study),
        target("table", texts("examples/studies", ".csv"), read_table),
        target("journal", vec![fs::read(path).unwrap()], read_journal),
        target("checkpoint", vec![fs::read(checkpoints.path()).unwrap()], read_checkpoint),
        target("memory", vec![run.save()], read_memory),
        target("petab", petab(), read_problem),
        #[cfg(feature = "parquet")]
        target("ensemble", vec![ensemble()], read_ensemble),
    ]
}

fn fit(place: &Path) -> Study {
    for (name, text) in [("x.toml", MIXED), ("x.csv", DATA), ("fit.toml", FIT)] {
        fs::write(place.join(name), text).unwrap();
    }
    match read(&place.join("fit.toml")) {
        Ok(Given::Study(study)) => study,
        other => panic!("{:?}", other.err()),
    }
}

/// A problem, and how it is searched.
struct Fit {
    files: Vec<File>,
    how: Calibrate,
}

fn fitted() -> &'static Fit {
    static FIT: OnceLock<Fit> = OnceLock::new();
    FIT.get_or_init(|| {
        let place = tempfile::tempdir().unwrap();
        let Study::Calibrate(study) = fit(place.path()) else { panic!("it is a fit") };
        let files = write_petab(&study).unwrap();
        let (scenarios, data, inputs) = (Vec::new(), Vec::new(), Vec::new());
        let (observables, conditions) = (Vec::new(), Vec::new());
        Fit { files, how: Calibrate { scenarios, data, inputs, observables, conditions, ..study } }
    })
}

/// The files of a problem, the number of each before its text.
fn petab() -> Vec<Vec<u8>> {
    let numbered = |(file, at): (&File, u8)| [&[at], file.text.as_bytes()].concat();
    fitted().files.iter().zip(b'0'..).map(numbered).collect()
}

/// A problem one of whose files is the input.
fn read_problem(bytes: &[u8], place: &Path) {
    let (which, text) = bytes.split_first().unwrap_or((&b'0', &[]));
    for (file, at) in fitted().files.iter().zip(b'0'..) {
        fs::write(place.join(file.name), if at == *which { text } else { file.text.as_bytes() }).unwrap();
    }
    match read_petab(&place.join(PROBLEM), None, fitted().how.clone()) {
        Ok(read) => assert!(!read.inputs.is_empty() && !read.data.is_empty()),
        Err(error) => assert!(matches!(error.exit_code(), 2 | 74), "{error}"),
    }
}

#[cfg(feature = "parquet")]
fn ensemble() -> Vec<u8> {
    let column = |name: &str, values: &[f64]| TidyColumn::numbers(name, "", "", values.to_vec());
    let columns = vec![
        column(DRAW, &[1.0, 2.0]),
        column("neutrophil_death", &[1.1, 1.2]),
        column("discrepancy.collagen_total", &[0.1, -0.1]),
        column("check.T7.peak", &[24.0, f64::NAN]),
    ];
    let provenance = Provenance { parameters: parameters_hash(), ..Provenance::default() };
    let text = serde_json::to_string(&provenance).unwrap();
    let place = tempfile::tempdir().unwrap();
    let table = Tidy { name: "ensemble".into(), columns };
    write_parquet_with(&table, place.path(), &[(PROVENANCE, &text)]).unwrap();
    fs::read(place.path().join("ensemble.parquet")).unwrap()
}

#[cfg(feature = "parquet")]
fn read_ensemble(bytes: &[u8], _place: &Path) {
    match Ensemble::parse(bytes, "x.parquet") {
        Ok(ensemble) => assert!(!ensemble.draws.is_empty()),
        Err(error) => assert!(error.exit_code() == 2 && error.to_string().contains("x.parquet"), "{error}"),
    }
}

fn mixed() -> Scenario {
    Scenario::parse("mixed.toml", MIXED, &[]).unwrap().0
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What is valid is written out and reads back to the same.
fn read_scenario(bytes: &[u8], _place: &Path) {
    match Scenario::parse("x.toml", &text(bytes), &[]) {
        Ok((scenario, _)) => {
            let written = scenario.to_toml();
            let again = Scenario::parse("y.toml", &written, &[]);
            let (again, _) = again.unwrap_or_else(|error| panic!("{error}:\n{written}"));
            assert_eq!(again.to_toml(), written);
        }
        Err(error) => {
            let told = error.to_string();
            assert!(told.contains("x.toml") && told.len() < 1 << 16, "{told}");
        }
    }
}

fn read_change(bytes: &[u8], _place: &Path) {
    if let Err(error) = Scenario::parse("x.toml", MIXED, &[text(bytes)]) {
        assert!(error.exit_code() == 2 && !error.to_string().is_empty());
    }
}

fn read_vary(bytes: &[u8], _place: &Path) {
    if let Ok(vary) = Vary::parse(&text(bytes)) {
        assert!(vary.values.len() <= MOST_RUNS);
    }
}

fn read_study(bytes: &[u8], place: &Path) {
    let file = place.join("study.toml");
    fs::write(&file, bytes).unwrap();
    match read(&file) {
        Ok(Given::Study(study)) => drop(study.to_toml().unwrap()),
        Ok(Given::Scenario(_)) => {}
        Err(error) => assert!(matches!(error.exit_code(), 2 | 74), "{error}"),
    }
}

fn read_table(bytes: &[u8], place: &Path) {
    for name in ["timeseries.csv", "punctures.csv", "maps.json", "outcomes.json", "summary.json"] {
        fs::write(place.join(name), bytes).unwrap();
    }
    let refused = |code: Option<u8>| assert!(matches!(code, None | Some(2 | 74)), "{code:?}");
    refused(read_punctures(place).err().map(|error| error.exit_code()));
    refused(RunFolder::read(place).err().map(|error| error.exit_code()));
    refused(summary(place).err().map(|error| error.exit_code()));
    fs::write(place.join("summary.json"), "{}").unwrap();
    refused(RunFolder::read(place).err().map(|error| error.exit_code()));
}

/// As it is, and with checksums that are right, as a program might have written it.
fn read_journal(bytes: &[u8], place: &Path) {
    let path = place.join("x.journal");
    let sealed = |line: &[u8]| {
        let body = line.iter().rposition(|byte| *byte == b' ').map_or(line, |at| &line[..at]);
        [body, format!(" {:016x}\n", XxHash3_64::oneshot(body)).as_bytes()].concat()
    };
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let resealed: Vec<u8> = lines.flat_map(sealed).collect();
    for bytes in [bytes, &resealed] {
        fs::write(&path, bytes).unwrap();
        if let Err(error) = Journal::join(std::slice::from_ref(&path)) {
            assert!(error.exit_code() == 74 && error.to_string().contains("x.journal"), "{error}");
        }
    }
}

fn read_checkpoint(bytes: &[u8], place: &Path) {
    let path = place.join("x.checkpoint");
    fs::write(&path, bytes).unwrap();
    if let Ok(opened) = Opened::read(&path) {
        let scenario = mixed();
        let reader = Reader::of(opened.memory().unwrap(), opened.bytes);
        // The checksums are right: it is what was written.
        let mut run = Run::new(&scenario);
        run.go_on_from(reader.unwrap(), &scenario).unwrap();
        assert_eq!(run.day(), 2.0);
    }
}

/// The memory of a run without its checksums.
fn read_memory(bytes: &[u8], _place: &Path) {
    let scenario = mixed();
    if let Ok(run) = Run::load(&scenario, bytes) {
        assert_eq!(run.save().len(), bytes.len());
    }
}
