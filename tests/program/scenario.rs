//! Scenario files: what is accepted, what is refused and how, and that nothing makes it panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

use dermis::parameters::ParameterSet;
use dermis::scenario::{Geometry, Scenario, canonical_name, refuse_twice};
use proptest::prelude::*;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn good() -> Vec<PathBuf> {
    files("tests/inputs/good").into_iter().chain(files("examples/scenarios")).collect()
}

fn parse(text: &str, changes: &[&str]) -> Result<Scenario, String> {
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    Scenario::parse("test.toml", text, &changes).map(|(scenario, _)| scenario).map_err(|error| {
        assert_eq!(error.exit_code(), 2);
        error.to_string()
    })
}

const PEN: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 4\ninterval_days = 28\n";

#[test]
fn good_files_are_read_and_written_out_as_the_same_scenario() {
    for path in good() {
        let (scenario, _) = Scenario::read(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
        let written = scenario.to_toml();
        let (again, _) =
            Scenario::parse("again.toml", &written, &[]).unwrap_or_else(|e| panic!("{written}\n{e}"));
        assert_eq!(scenario, again, "{}", path.display());
    }
}

/// A comma for a point, and a name without its unit, are told for what they are, in `--set` and in files.
#[test]
fn commas_and_lacking_units_are_told() {
    let told = |text: &str, changes: &[&str]| parse(text, changes).unwrap_err();
    let comma = told(PEN, &["device.needle_length_mm=1,5"]);
    assert!(comma.contains("decimals take a point: 1.5"), "{comma}");
    let quoted = told(&PEN.replace("\"pen\"", "\"pen\"\nneedle_length_mm = \"-0,25\""), &[]);
    assert!(quoted.contains("decimals take a point: -0.25"), "{quoted}");
    assert!(!told(PEN, &["device.needle_length_mm=1,5,2"]).contains("point"));
    let age = told(PEN, &["patient.age=30"]);
    assert!(age.contains("did you mean `patient.age_years`?"), "{age}");
    let age = told(&format!("{PEN}[patient]\nage = 30\n"), &[]);
    assert!(age.contains("did you mean `age_years`?"), "{age}");
}

#[test]
fn bad_files_are_refused_with_the_message_they_ask_for() {
    for path in files("tests/inputs/bad") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let error = Scenario::parse(name, &text, &[]).expect_err(name);
        assert_eq!(error.exit_code(), 2, "{name}");
        let message = error.to_string();
        let expected: Vec<_> = text.lines().map_while(|line| line.strip_prefix("# line ")).collect();
        assert!(!expected.is_empty(), "{name} does not say what to expect");
        for line in &expected {
            let mut parts = line.split(" | ");
            let place = format!("{name}:{}:", parts.next().unwrap());
            assert!(message.contains(&place), "{place} is not in\n{message}");
            for part in parts.filter(|part| cfg!(feature = "cli") || !part.starts_with('^')) {
                assert!(message.contains(part), "{part} is not in\n{message}");
            }
        }
        let count = format!("{} fault", expected.len());
        assert!(message.contains(&count), "{count} is not in\n{message}");
    }
}

#[test]
fn defaults_are_those_of_the_manual() {
    let scenario = parse("schema = 1", &[]).unwrap();
    assert_eq!(scenario.title, "test");
    assert_eq!((scenario.patient.age_years, scenario.site.name.as_str()), (30.0, "cheek"));
    assert!(scenario.sessions.is_empty());
    let grid = &scenario.grid;
    assert_eq!(grid.geometry, Geometry::Slab);
    assert_eq!([grid.width_mm, grid.length_mm], [4.0, 4.0]);
    assert_eq!([grid.spacing_um, grid.depth_spacing_um, grid.surface_spacing_um], [25.0, 25.0, 25.0]);
    assert_eq!((scenario.run.days, scenario.run.seed, scenario.run.tolerance), (300.0, 1, 1e-3));
    // What `auto` stands for is settled with the scenario, and written down.
    assert_eq!(scenario.run.stepper, "qndf_single");
    let settled = |changes: &[&str]| parse("schema = 1", changes).unwrap().run.stepper;
    assert_eq!(settled(&["run.stepper=auto", "run.tolerance=1e-7"]), "qndf");
    assert_eq!(settled(&["grid.geometry=well_mixed"]), "ros34pw2");
    assert!(scenario.to_toml().contains("stepper = \"qndf_single\""));
    assert_eq!(scenario.parameters, ParameterSet::default());
    assert_eq!(parse(PEN, &[]).unwrap().observe.map_days, [1.0, 7.0, 28.0, 112.0, 300.0]);
}

#[test]
fn sessions_are_counted_from_the_first_day() {
    let days = |scenario: Scenario| scenario.sessions.iter().map(|s| s.day).collect::<Vec<_>>();
    assert_eq!(days(parse(PEN, &[]).unwrap()), [0.0, 28.0, 56.0, 84.0]);
    assert_eq!(days(parse(PEN, &["treatment.first_day=3"]).unwrap()), [3.0, 31.0, 59.0, 87.0]);
    assert!(days(parse(PEN, &["treatment.count=0"]).unwrap()).is_empty());
}

#[test]
fn a_session_overrides_the_device() {
    let text = fs::read_to_string("tests/inputs/good/sessions_with_two_devices.toml").unwrap();
    let sessions = parse(&text, &[]).unwrap().sessions;
    let used = |at: usize| sessions[at].device.needling().unwrap();
    assert_eq!(used(0).needle_length_mm, 2.0);
    assert_eq!((sessions[1].device.name(), used(1).needle_length_mm), ("stamp", 1.0));
    assert_eq!((used(2).needle_length_mm, used(2).depth_jitter), (0.5, 0.0));
    // Twice the passes, twice the punctures.
    assert_eq!(used(2).density_per_cm2, 2.0 * used(0).density_per_cm2);
}

#[test]
fn changes_reach_any_field_or_parameter() {
    let changes =
        ["treatment.interval_days=14", "grid.geometry=cell", "grid.spacing_um = 50", "title=Two words"];
    let scenario = parse(PEN, &changes).unwrap();
    assert_eq!((scenario.sessions[1].day, scenario.grid.spacing_um), (14.0, 50.0));
    assert_eq!((scenario.grid.geometry, scenario.title.as_str()), (Geometry::Cell, "Two words"));
    for name in ["phagocytosis_rate", "k_D", "parameters.phagocytosis_rate"] {
        let scenario = parse(PEN, &[&format!("{name}=0.3")]).unwrap();
        assert_eq!(scenario.parameters.biology.phagocytosis_rate, 0.3);
        assert_eq!(scenario.changed_parameters, ["phagocytosis_rate"]);
    }
    assert_eq!(parse(PEN, &["run.days=90", "run.days=100"]).unwrap().run.days, 100.0);
}

#[test]
fn wrong_changes_are_named() {
    let days = "schema = 1\ndevice.name = \"pen\"\ntreatment.days = [0, 28]\n";
    for (text, change, fragment) in [
        (PEN, "run.dayz=4", "did you mean `run.days`?"),
        (PEN, "phagocitosis_rate=0.3", "did you mean `phagocytosis_rate`?"),
        (PEN, "run.days", "needs a name and a value"),
        (PEN, "run.days=", "gives no value"),
        (PEN, "run.days=long", "`days` must be a number, not a string"),
        (PEN, "k_D=17", "allowed: 0.1 to 0.5 1/day"),
        (PEN, "title=\"open", "not a TOML value"),
        (days, "treatment.interval_days=14", "`interval_days` cannot be combined with `days`"),
    ] {
        let message = parse(text, &[change]).unwrap_err();
        assert!(
            message.contains(fragment) && message.contains("--set") && message.contains(change),
            "{message}"
        );
    }
}

#[test]
fn needles_that_leave_the_dermis_are_a_warning() {
    let warnings = |changes: &[&str]| {
        let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
        Scenario::parse("test.toml", PEN, &changes).unwrap().1
    };
    assert!(warnings(&[]).is_empty());
    let warned = warnings(&["device.depth_efficacy=1", "device.needle_length_mm=2"]);
    assert_eq!(warned, ["needles of 2 mm reach 2.00 mm on cheek, beyond the dermis, which ends at 1.80 mm"]);
    assert!(warnings(&["site.name=eyelid"])[0].contains("beyond the dermis"));
    assert!(warnings(&["k_D=0.3"])[0].contains("phagocytosis_rate"));
}

#[test]
fn files_that_cannot_be_scenarios_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |bytes: &[u8]| {
        let path = folder.path().join("file.toml");
        fs::write(&path, bytes).unwrap();
        Scenario::read(&path, &[]).unwrap_err().to_string()
    };
    assert!(write(b"schema = 1 # \xff").contains("byte 13 is not UTF-8"));
    assert!(write(&vec![b'#'; (1 << 20) + 1]).contains("larger than 1 MiB"));
    assert!(Scenario::read(folder.path(), &[]).unwrap_err().to_string().contains("cannot read"));
    let missing = Scenario::read(&folder.path().join("none.toml"), &[]).unwrap_err();
    assert!(missing.to_string().contains("none.toml"));
}

#[test]
fn deep_nesting_and_floods_of_faults_are_survived() {
    let dotted = |n: usize| format!("{}a = 1", "a.".repeat(n));
    let nested = format!("[{0}]\n{0} = {1}1{2}", ["a"; 79].join("."), "[".repeat(500), "]".repeat(500));
    let header = format!("[{0}]\n{0} = {{ {0} = {{ {0} = 1 }} }}", ["a"; 79].join("."));
    for text in [dotted(70), dotted(200_000), nested, header, "[".repeat(100_000), "[[a]]\n".repeat(50_000)] {
        parse(&text, &[]).unwrap_err();
    }
    let flood: String = (0..60_000).map(|n| format!("key{n} = 1\n")).collect();
    let message = parse(&flood, &[]).unwrap_err();
    assert!(message.contains("60001 faults, the first 30 shown"), "{}", &message[message.len() - 200..]);
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC*", change in "\\PC*") {
        let _ = parse(&text, &[&change]);
    }

    #[test]
    fn any_bytes_in_a_good_file_are_answered(
        file in 0..20usize,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4usize), 1..8),
        change in "(run|grid|treatment|device|k_D|title)(\\.(days|name|count|sessions))?=[-0-9a-z\\[\\]{}.,\"= ]*",
    ) {
        let files = good();
        let mut bytes = fs::read(&files[file % files.len()]).unwrap();
        for (at, byte, kind) in cuts {
            let at = at.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match kind {
                0 => bytes.insert(at, byte),
                1 => { bytes.remove(at); }
                2 => bytes[at] = byte,
                _ => bytes.truncate(at.max(8)),
            }
        }
        let _ = parse(&String::from_utf8_lossy(&bytes), &[&change]);
    }

    #[test]
    fn numbers_survive_being_written(age in 18.0..95.0f64, spacing in 20.0..500.0f64, tolerance in 1e-9..1e-1f64) {
        let changes = [format!("patient.age_years={age:?}"), format!("grid.spacing_um={spacing:?}"),
            format!("run.tolerance={tolerance:?}")];
        let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
        let scenario = parse(PEN, &changes).unwrap();
        prop_assert_eq!(scenario.patient.age_years, age);
        prop_assert_eq!(&parse(&scenario.to_toml(), &[]).unwrap(), &scenario);
    }
}

#[test]
fn sessions_after_the_end_are_warned_of() {
    let parse = |changes: &[&str]| {
        let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
        Scenario::parse("late.toml", PEN, &changes).unwrap()
    };
    let (scenario, warnings) = parse(&["run.days=60"]);
    assert_eq!(scenario.sessions.len(), 4);
    assert!(
        warnings.iter().any(|warning| warning.contains("1 of 4 sessions") && warning.contains("run.days"))
    );
    assert!(parse(&["run.days=300"]).1.is_empty());
}

#[test]
fn density_follows_from_the_technique_unless_it_is_said() {
    let density = |changes: &[&str]| parse(PEN, changes).unwrap().sessions[0].device.density_per_cm2();
    assert_eq!(density(&[]), 250.0);
    assert_eq!(density(&["device.glide_speed_mm_s=108"]), 125.0);
    assert_eq!(density(&["device.needles=36", "device.passes=2"]), 1500.0);
    assert_eq!(density(&["device.frequency_hz=45", "device.density_per_cm2=300"]), 300.0);
    assert_eq!(density(&["device.name=roller", "device.needles=540"]), 540.0 * 100.0 / (20.0 * 57.6) * 15.0);
    for (change, fragment) in [
        ("device.directions=2", "`directions` does not describe the device `pen`"),
        ("device.needles=1.5", "must be a whole number"),
        ("device.pattern=regularr", "did you mean `regular`?"),
        ("device.glide_speed_mm_s=0", "allowed: 1 to 500 mm/s"),
        ("device.glide_speed_mm_s=1", "1 passes make 13500 punctures per cm²"),
    ] {
        let message = parse(PEN, &[change]).unwrap_err();
        assert!(message.contains(fragment), "{message}");
    }
    let single = PEN.replace("pen", "single_needle");
    assert!(parse(&single, &["device.pattern=random"]).unwrap_err().contains("does not describe the device"));
}

#[test]
fn sessions_can_go_deeper_each_time() {
    let lengths = |changes: &[&str]| -> Vec<f64> {
        let sessions = parse(PEN, changes).unwrap().sessions;
        sessions.iter().map(|session| session.device.needling().unwrap().needle_length_mm).collect()
    };
    assert_eq!(lengths(&["treatment.deeper_by_mm=0"]), lengths(&[]));
    assert_eq!(lengths(&["treatment.deeper_by_mm=0.1"]), [1.5, 1.6, 1.7, 1.8]);
    assert_eq!(lengths(&["treatment.deeper_by_mm=0.4", "treatment.deepest_mm=2.2"]), [1.5, 1.9, 2.2, 2.2]);
    // The device's own limit holds without another.
    assert_eq!(lengths(&["treatment.deeper_by_mm=1"]), [1.5, 2.5, 3.0, 3.0]);
    // Only the sessions that leave the dermis are warned of.
    let changes = ["treatment.deeper_by_mm=0.3".to_owned(), "treatment.deepest_mm=2.1".to_owned()];
    let warnings = Scenario::parse("test.toml", PEN, &changes).unwrap().1;
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0].contains("needles of 2.1 mm reach 1.89 mm on cheek, beyond the dermis"),
        "{warnings:?}"
    );
    let listed = "schema = 1\ndevice.name = \"pen\"\n[[treatment.sessions]]\nday = 0\n";
    assert!(parse(listed, &["treatment.deeper_by_mm=0.1"]).unwrap_err().contains("cannot be combined"));
    let incision = "schema = 1\ndevice.name = \"incision\"\n[treatment]\ncount = 2\ninterval_days = 9\n";
    assert!(parse(incision, &["treatment.deeper_by_mm=0.1"]).unwrap_err().contains("does not describe"));
}

#[test]
fn every_device_has_an_example() {
    let mut used: Vec<&str> = Vec::new();
    for path in files("examples/scenarios") {
        let (scenario, _) = Scenario::read(&path, &[]).unwrap();
        used.extend(scenario.sessions.into_iter().map(|session| session.device.name()));
    }
    for device in dermis::puncture::catalogue::devices(0.5) {
        let name = device.name();
        assert!(used.contains(&name), "no scenario in examples/scenarios uses the {name}");
    }
}

fn warnings(text: &str, changes: &[&str]) -> Vec<String> {
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    Scenario::parse("test.toml", text, &changes).unwrap().1
}

#[test]
fn days_are_what_the_user_would_write_and_the_last_is_within_the_run() {
    let last = |changes: &[&str]| {
        let scenario = parse(PEN, changes).unwrap();
        (scenario.carried_out().count(), scenario.sessions.last().unwrap().day)
    };
    assert_eq!(last(&["treatment.interval_days=33.3", "run.days=99.9"]), (4, 99.9));
    assert_eq!(last(&["treatment.count=8", "treatment.interval_days=9.3", "run.days=65.1"]), (8, 65.1));
    assert!(warnings(PEN, &["treatment.count=8", "treatment.interval_days=9.3", "run.days=65.1"]).is_empty());
    let listed = "schema = 1\ndevice.name = \"pen\"\ntreatment.days = [1, 1.0000001]\n";
    assert!(parse(listed, &[]).unwrap_err().contains("given twice"));
}

#[test]
fn looks_are_at_the_days_of_sessions_and_end_with_the_run() {
    let changes = ["treatment.interval_days=33.3", "run.days=99.9", "observe.interval_days=0.1"];
    let scenario = parse(PEN, &changes).unwrap();
    let days = dermis::simulation::Schedule::series().days(&scenario);
    for session in [0.0, 33.3, 66.6, 99.9, 0.3] {
        assert!(days.contains(&session), "{session}");
    }
    assert_eq!(*days.last().unwrap(), 99.9);
    assert!(days.windows(2).all(|pair| pair[1] - pair[0] > 1e-6));
}

#[test]
fn keys_that_change_nothing_are_warned_of() {
    for (changes, expected) in [
        (&["device.passes=10", "device.density_per_cm2=250"][..], "passes of the pen do not change"),
        (&["device.needles=24", "device.density_per_cm2=250"], "needles of the pen do not change"),
        (&["grid.length_mm=2"], "length_mm has no effect in `slab`"),
        (&["grid.geometry=cell", "device.depth_jitter=0.2"], "depth_jitter has no effect in `cell`"),
        (&["grid.geometry=cell", "device.tilt_degrees=5"], "tilt_degrees has no effect in `cell`"),
        (&["grid.geometry=cell", "device.pattern=random"], "pattern has no effect in `cell`"),
        (&["grid.geometry=cell", "grid.width_mm=2"], "width_mm has no effect in `cell`"),
        (&["grid.geometry=cell", "grid.boundary=no_flux"], "boundary has no effect in `cell`"),
        (&["grid.geometry=well_mixed", "grid.spacing_um=50"], "spacing_um has no effect in `well_mixed`"),
        (&["grid.geometry=well_mixed", "device.tip_length_mm=0.2"], "tip_length_mm has no effect"),
        (
            &["device.name=roller", "device.pattern=regular", "device.directions=2"],
            "directions has no effect",
        ),
        (&["patient.sunscreen=0.5"], "sunscreen has no effect"),
        (&["observe.dense_days=0", "observe.dense_interval_days=1"], "dense_interval_days has no effect"),
        (
            &["device.name=single_needle", "grid.geometry=patch", "device.density_per_cm2=100"],
            "density_per_cm2 has",
        ),
        (&["grid.boundary=no_flux"], "beyond a closed side"),
    ] {
        let told = warnings(PEN, changes);
        let count = told.iter().filter(|warning| warning.contains(expected)).count();
        assert_eq!(count, 1, "{changes:?}: {told:?}");
        // Written out in full, it is warned of alike.
        let scenario = parse(PEN, changes).unwrap();
        assert_eq!(warnings(&scenario.to_toml(), &[]), told, "{changes:?}");
    }
    for changes in [
        &["device.passes=3"][..],
        &["device.density_per_cm2=300"],
        &["grid.geometry=patch", "grid.length_mm=2"],
        &["grid.geometry=well_mixed"],
        &["grid.geometry=cell"],
        &["patient.sunscreen=0.5", "patient.sun_exposure=0.5"],
    ] {
        let told = warnings(PEN, changes);
        assert!(
            !told.iter().any(|one| one.contains("no effect") || one.contains("do not change")),
            "{told:?}"
        );
    }
    assert!(
        parse(PEN, &["treatment.deepest_mm=2"]).unwrap_err().contains("no effect without `deeper_by_mm`")
    );
}

#[test]
fn a_cell_takes_the_densest_session_or_refuses() {
    let text = |first: &str, second: &str| {
        format!(
            "schema = 1\n[[treatment.sessions]]\nday = 0\n{first}\n[[treatment.sessions]]\nday = 28\n{second}\n\
             [grid]\ngeometry = \"cell\"\n"
        )
    };
    let pen = |density: u32| format!("name = \"pen\"\ndensity_per_cm2 = {density}");
    let told = warnings(&text(&pen(100), &pen(1000)), &[]);
    assert!(told.iter().any(|one| one.contains("day 0") && one.contains("counts 0.100 times")), "{told:?}");
    assert!(warnings(&text(&pen(100), &pen(100)), &[]).is_empty());
    let refused = parse(&text(&pen(10), &pen(1000)), &[]).unwrap_err();
    assert!(refused.contains("10 (pen) and 1000 (pen) per cm²") && refused.contains("slab"), "{refused}");
    let core = "name = \"core\"\ndiameter_mm = 0.5\ndensity_per_cm2 = 100";
    assert!(parse(&text(core, &pen(250)), &[]).unwrap_err().contains("100 (core) and 250 (pen)"));
    // The surface that an abrasion removes is whole whatever a needle's share.
    let abraded = text("name = \"abrasion\"", &pen(250));
    assert!(warnings(&abraded, &[]).is_empty());
    let scenario = parse(&abraded, &[]).unwrap();
    assert_eq!(dermis::scenario::shape::share_of_cell(&scenario.sessions, &scenario.sessions[0]), 1.0);
    // Other geometries have room for any densities.
    assert!(parse(&text(core, &pen(250)), &["grid.geometry=slab"]).is_ok());
}

#[test]
fn one_thing_has_one_name_and_is_set_once() {
    for name in ["k_D", "phagocytosis_rate", "parameters.phagocytosis_rate", "parameters.k_D"] {
        assert_eq!(canonical_name(name), Some("phagocytosis_rate"), "{name}");
    }
    assert_eq!(canonical_name("run.days"), Some("run.days"));
    assert_eq!(canonical_name("device.width_mm"), Some("device.blade_mm"));
    assert_eq!(canonical_name("run.dayz"), None);
    let changes = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    for pair in [
        ["k_D=0.3", "phagocytosis_rate=0.2"],
        ["run.days=1", "run.days = 2"],
        ["k_D=0.3", "parameters.k_D=0.3"],
        ["device.width_mm=0.1", "device.blade_mm=0.2"],
    ] {
        let message = refuse_twice(&changes(&pair)).unwrap_err();
        assert_eq!(message.exit_code(), 2);
        assert!(message.to_string().contains("set the same thing"), "{message}");
    }
    assert!(refuse_twice(&changes(&["run.days=1", "run.seed=1", "run.dayz=1", "run.dayz=2"])).is_ok());
}

#[test]
fn mistakes_say_what_was_meant() {
    for (change, fragment) in [
        ("device.needle_length_mm=1500", "1500 looks like µm: 1500 µm are 1.5 mm"),
        ("interval_days=14", "did you mean `treatment.interval_days`?"),
        ("run.seed=-1", "allowed: 0 to 9007199254740991"),
    ] {
        let message = parse(PEN, &[change]).unwrap_err();
        assert!(message.contains(fragment), "{message}");
    }
    for (line, fragment) in [
        ("count = four", "write a whole number; allowed: 0 to 200"),
        ("count = 4,0", "write decimals with a point"),
    ] {
        let message = parse(&PEN.replace("count = 4", line), &[]).unwrap_err();
        assert!(message.contains(fragment), "{message}");
    }
    assert_eq!(parse(PEN, &["treatment.count=2.0"]).unwrap().sessions.len(), 2);
    assert!(parse(PEN, &["treatment.count=2.5"]).unwrap_err().contains("must be a whole number"));
}

#[test]
fn files_of_any_name_give_a_title_that_can_be_read_again() {
    for name in [format!("{}.toml", "long".repeat(80)), "two\nlines.toml".to_owned()] {
        let (scenario, _) = Scenario::parse(&name, "schema = 1", &[]).unwrap();
        assert_eq!(parse(&scenario.to_toml(), &[]).unwrap(), scenario, "{name:?}");
    }
}

/// What a program can go by: each fault with its place, key, range and the name that was meant.
#[test]
fn faults_are_data() {
    let text = "schema = 1\n[device]\nname = \"pne\"\n[patient]\nage_years = 17\nsmokr = true\n";
    let error = Scenario::parse("face.toml", text, &["run.dayz=3".into()]).unwrap_err();
    let told = error.to_string();
    let dermis::Error::Scenario(faults) = error else { panic!("{error}") };
    assert_eq!((faults.count, faults.faults.len()), (4, 4));
    let found = |file: &str, line: usize| {
        let fault = faults.faults.iter().find(|fault| fault.file == file && fault.line == line);
        fault.unwrap_or_else(|| panic!("{file}:{line}: {faults:?}"))
    };
    let name = found("face.toml", 3);
    assert_eq!((name.key.as_deref(), name.suggestion.as_deref()), (Some("name"), Some("pen")));
    let age = found("face.toml", 5);
    let range = age.range.as_ref().unwrap();
    assert_eq!((age.key.as_deref(), age.column, range.low, range.high), (Some("age_years"), 13, 18.0, 95.0));
    assert_eq!(found("face.toml", 6).suggestion.as_deref(), Some("smoker"));
    assert_eq!(found("--set", 1).suggestion.as_deref(), Some("run.days"));
    for fault in &faults.faults {
        assert!(told.contains(&fault.problem) && told.contains(&fault.advice), "{told}");
    }
}

const INCISION: &str = "schema = 1\n[device]\nname = \"incision\"\ndepth_mm = 0.5\n[treatment]\ndays = [0]\n";

/// The blade of an incision was `width_mm` in 0.1.0: read as `blade_mm`, written as that, never both.
#[test]
fn the_old_spelling_of_the_blade_is_read() {
    use dermis::puncture::{Incision, Tool};
    let blade = |text: &str, changes: &[&str]| {
        let scenario = parse(text, changes).unwrap();
        let Tool::Incision(Incision { depth_mm, blade_mm }) = scenario.sessions[0].device else { panic!() };
        assert_eq!(depth_mm, 0.5);
        assert!(scenario.to_toml().contains("\nblade_mm = ") && !scenario.to_toml().contains("tip_length"));
        blade_mm
    };
    let old = INCISION.replace("depth_mm", "width_mm = 0.2\ndepth_mm");
    let new = INCISION.replace("depth_mm", "blade_mm = 0.2\ndepth_mm");
    assert_eq!([blade(INCISION, &[]), blade(&old, &[]), blade(&new, &[])], [0.1, 0.2, 0.2]);
    for (text, change) in
        [(&old, "device.width_mm=0.3"), (&old, "device.blade_mm=0.3"), (&new, "device.width_mm=0.3")]
    {
        assert_eq!(blade(text, &[change]), 0.3, "{change}");
    }
    let listed =
        "schema = 1\n[[treatment.sessions]]\nday = 0\nname = \"incision\"\nwidth_mm = 0.4\ndepth_mm = 0.5\n";
    assert_eq!(blade(listed, &[]), 0.4);
    let both = old.replace("width_mm", "blade_mm = 0.1\nwidth_mm");
    assert!(parse(&both, &[]).unwrap_err().contains("`width_mm` and `blade_mm` are the same key"));
    // A grid has a width of its own.
    assert_eq!(parse(&old, &["grid.width_mm=2"]).unwrap().grid.width_mm, 2.0);
}

/// What the table of keys says of each is what reading a scenario does.
#[test]
fn keys_keep_to_their_rows() {
    let keys = dermis::scenario::keys();
    let named = |name: &str| keys.iter().find(|key| key.name == name).unwrap_or_else(|| panic!("no {name}"));
    let mut names: Vec<&str> = keys.iter().flat_map(|key| [Some(key.name), key.also]).flatten().collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "each name once");
    for key in &keys {
        assert!(!key.meaning.is_empty() && !key.default.is_empty(), "{}", key.name);
        let settable =
            !key.name.starts_with("treatment.sessions.") && !key.name.starts_with("treatment.topicals.");
        assert_eq!(canonical_name(key.name), settable.then_some(key.name));
    }
    // Every key of the format is in the file that has every key, and the other way around.
    let every = fs::read_to_string("tests/inputs/good/every_key.toml").unwrap();
    let table: toml::Table = every.parse().unwrap();
    let mut given: Vec<String> = Vec::new();
    for (name, value) in &table {
        match value.as_table().filter(|_| name != "parameters") {
            Some(table) => given.extend(table.keys().map(|key| format!("{name}.{key}"))),
            None => given.push(name.clone()),
        }
    }
    for topical in table["treatment"]["topicals"].as_array().unwrap() {
        given.extend(topical.as_table().unwrap().keys().map(|key| format!("treatment.topicals.{key}")));
    }
    for name in given.iter().filter(|name| *name != "parameters") {
        named(name);
    }
    // What only other devices and other ways to say when have.
    let others = [
        "device.depth_mm",
        "device.diameter_mm",
        "device.blade_mm",
        "device.frequency_hz",
        "device.glide_speed_mm_s",
        "device.positions_mm",
        "device.positions",
        "device.rings",
        "device.rows",
        "treatment.days",
        "treatment.sessions",
        "treatment.sessions.day",
    ];
    for key in &keys {
        assert!(given.iter().any(|name| name == key.name) || others.contains(&key.name), "{}", key.name);
    }
    // What is beyond a range is refused by its name.
    let base = "schema = 1\n[device]\nname = \"NAME\"\n[indication]\nname = \"stretch_mark\"\n[treatment]\ncount = 1\n";
    for key in keys.iter().filter(|key| canonical_name(key.name).is_some()) {
        let (Some(low), Some(high)) = (key.low, key.high) else { continue };
        let name = key.name.rsplit('.').next().unwrap();
        for beyond in [low - 1.0, high * 2.0 + 1.0] {
            let list = key.accepts == "list of days";
            let value = match key.accepts {
                "list of days" => format!("[{beyond:?}]"),
                "list of pairs" => format!("[[{beyond:?}, 1]]"),
                "list of threes" => format!("[[{beyond:?}, 1, 1]]"),
                _ => format!("{beyond:?}"),
            };
            let change = format!("{}={value}", key.name);
            let base = if list { base.replace("count = 1", "") } else { base.to_owned() };
            let refused = |device: &str| parse(&base.replace("NAME", device), &[&change]).unwrap_err();
            let told = format!("`{name}` is {beyond:?}, which is out of range");
            let found = ["pen", "roller", "array", "core", "incision"]
                .into_iter()
                .any(|device| refused(device).contains(&told));
            assert!(found, "{change}: {}", refused("pen"));
        }
    }
}
