//! The same study put another way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dermis::job::{self, Options};
use dermis::study::findings::Findings;
use dermis::study::plan::shard::Shard;
use dermis::study::read;
use dermis::tidy::Cells;

use super::case::Case;

/// What was found of each patient under each arm.
type Found = BTreeMap<(u64, String), u64>;

const ARMS: [&str; 2] = ["plain:", "slow: phagocytosis_rate=0.15"];

/// A folder with a small cohort on the case, which has no defect: its steps are seldom so hard that a patient fails.
struct Cohort(tempfile::TempDir);

impl Cohort {
    /// The cohort, of one case in so many, as studies cost tens of runs.
    fn of(case: &Case, at: u32) -> Option<Self> {
        if case.geometry != "well_mixed" || case.topical || case.indication || case.number % 40 != 10 * at {
            return None;
        }
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("case.toml"), case.text(&[])).unwrap();
        Some(Self(place))
    }

    fn out(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn study(&self, arms: [&str; 2], patients: u32) -> dermis::study::Study {
        let file = self.0.path().join("study.toml");
        let text = format!(
            "schema = 1\nstudy = \"cohort\"\nscenario = \"case.toml\"\npatients = {patients}\narms = {arms:?}\n\
             after_last_days = 10\nmeasures = [\"gain_after_last\"]\n"
        );
        fs::write(&file, text).unwrap();
        read::read(&file).unwrap().study().unwrap()
    }

    fn found(&self, arms: [&str; 2], patients: u32, out: &Path) -> Found {
        let options = Options { figures: false, ..Options::into(out) };
        found(&job::study(&self.study(arms, patients), &options, &|_| ()).unwrap().findings)
    }
}

fn found(findings: &Findings) -> Found {
    let runs = findings.tables.iter().find(|table| table.name == "runs").unwrap();
    let column = |name: &str| &runs.columns.iter().find(|column| column.name == name).unwrap().cells;
    let numbers = |name: &str| match column(name) {
        Cells::Number(values) => values.clone(),
        Cells::Text(_) => panic!("{name} is no number"),
    };
    let Cells::Text(arms) = column("arm") else { panic!("arms are words") };
    let (patients, gains) = (numbers("patient"), numbers("gain_after_last"));
    let rows = patients.iter().zip(arms).zip(gains);
    rows.map(|((patient, arm), gain)| ((*patient as u64, arm.clone()), gain.to_bits())).collect()
}

fn same(a: &Found, b: &Found) -> f64 {
    f64::from(u8::from(a != b || a.is_empty()))
}

pub fn arms_in_another_order(case: &Case) -> Option<f64> {
    let cohort = Cohort::of(case, 0)?;
    let [one, other] = [ARMS, [ARMS[1], ARMS[0]]].map(|arms| cohort.found(arms, 3, &cohort.out(arms[0])));
    Some(same(&one, &other))
}

/// A patient is the same whoever else is looked at.
pub fn among_other_patients(case: &Case) -> Option<f64> {
    let cohort = Cohort::of(case, 1)?;
    let few = cohort.found(ARMS, 2, &cohort.out("few"));
    let mut many = cohort.found(ARMS, 5, &cohort.out("many"));
    many.retain(|(patient, _), _| *patient <= 2);
    Some(same(&few, &many))
}

pub fn in_parts(case: &Case) -> Option<f64> {
    let cohort = Cohort::of(case, 2)?;
    let whole = cohort.found(ARMS, 3, &cohort.out("whole"));
    let (study, options) =
        (cohort.study(ARMS, 3), Options { figures: false, ..Options::into(cohort.out("parts")) });
    let part = |index| job::part(&study, Shard { index, count: 2 }, &options, &|_| ()).unwrap();
    let joined = job::merge(&[part(1), part(2)], &options).unwrap();
    Some(same(&whole, &found(&joined.findings)))
}

/// The folder's name with a slash or a dot behind it.
pub fn other_paths(case: &Case) -> Option<f64> {
    let cohort = Cohort::of(case, 3)?;
    let plain = cohort.found(ARMS, 2, &cohort.out("plain"));
    let tail = ["/", "/.", "//"][(case.number / 40) as usize % 3];
    let other = cohort.found(ARMS, 2, Path::new(&format!("{}{tail}", cohort.out("other").display())));
    let folder = cohort.out("other").join("runs.csv").exists();
    Some(same(&plain, &other).max(f64::from(u8::from(!folder))))
}
