//! Random small scenarios and what is seen of them.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;

use dermis::outcome::Recorder;
use dermis::random::{Purpose, Random};
use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::{Run, Schedule};

/// When sessions are: all in half days, so that sums of them are exact.
#[derive(Clone)]
pub struct Sessions {
    pub first: f64,
    pub interval: f64,
    pub count: u32,
}

impl Sessions {
    pub fn days(&self) -> Vec<f64> {
        (0..self.count).map(|n| self.first + f64::from(n) * self.interval).collect()
    }
}

/// A scenario in parts, so that relations can put one of them another way.
#[derive(Clone)]
pub struct Case {
    pub number: u32,
    pub geometry: &'static str,
    pub sessions: Sessions,
    pub days: f64,
    pub tolerance: f64,
    pub stepper: &'static str,
    pub topical: bool,
    pub indication: bool,
    skin: String,
    device: String,
    /// What is seen of it as it is, once it was asked for.
    plain: OnceLock<TimeSeries>,
}

impl Case {
    pub fn draw(number: u32) -> Self {
        let mut random = Random::new(2026, Purpose::Positions, number);
        let mut up_to = |most: u32| (random.unit() * f64::from(most)) as u32;
        // What takes a grid takes most of the time.
        let geometry = match up_to(1000) {
            0..950 => "well_mixed",
            950..978 => "cell",
            978..995 => "slab",
            _ => "patch",
        };
        let mixed = geometry == "well_mixed";
        let sessions = Sessions {
            first: f64::from(up_to(20)) / 2.0,
            interval: 4.0 + f64::from(up_to(40)) / 2.0,
            count: if mixed { 1 + up_to(4) } else { 1 },
        };
        let last = sessions.first + sessions.interval * f64::from(sessions.count - 1);
        let after = if mixed { 15 + up_to(30) } else { 3 + up_to(4) };
        let device = ["pen", "roller", "stamp"][up_to(3) as usize];
        let device = format!(
            "name = \"{device}\"\nneedle_length_mm = {}\ndensity_per_cm2 = {}\n",
            0.5 + f64::from(up_to(11)) / 10.0,
            100 + up_to(300)
        );
        let age = 18 + up_to(70);
        let (site, seed) = (["cheek", "neck"][up_to(2) as usize], up_to(10_000));
        let skin = format!("[patient]\nage_years = {age}\n[site]\nname = \"{site}\"\n");
        let stepper = ["ros34pw2", "ros34pw2", "ros2", "qndf"][up_to(4) as usize];
        let tolerance = if mixed && stepper == "ros34pw2" {
            [1e-3, 1e-3, 1e-3, 1e-4, 1e-4, 1e-5][up_to(6) as usize]
        } else {
            1e-3
        };
        let skin = format!("{skin}[run]\nseed = {seed}\n");
        let (topical, indication) = (up_to(6) == 0, up_to(6) == 0);
        let days = last + f64::from(after);
        Self {
            number,
            geometry,
            sessions,
            days,
            tolerance,
            stepper,
            topical,
            indication,
            skin,
            device,
            plain: OnceLock::new(),
        }
    }

    /// The sessions as a count.
    pub fn counted(&self) -> String {
        let Sessions { first, interval, count } = self.sessions;
        format!("count = {count}\ninterval_days = {interval}\nfirst_day = {first}\n")
    }

    pub fn text_with(&self, treatment: &str) -> String {
        let topicals = if self.topical {
            "topicals = [{ agent = \"vitamin_c\", hours_after_session = 0.25, contact_hours = 8 }]\n"
        } else {
            ""
        };
        let indication = if self.indication { "[indication]\nname = \"photoaged_skin\"\n" } else { "" };
        format!(
            "schema = 1\n{}days = {}\ntolerance = {}\nstepper = \"{}\"\n[device]\n{}[treatment]\n{treatment}\
             {topicals}{indication}[grid]\ngeometry = \"{}\"\nwidth_mm = 1.2\nspacing_um = 150\n\
             depth_spacing_um = 200\nsurface_spacing_um = 150\n",
            self.skin, self.days, self.tolerance, self.stepper, self.device, self.geometry
        )
    }

    pub fn text(&self, changes: &[String]) -> String {
        format!("{}# {changes:?}\n", self.text_with(&self.counted()))
    }

    pub fn scenario(&self, changes: &[&str]) -> Scenario {
        read(&self.text(&[]), changes)
    }

    /// The same with everything so many days later.
    pub fn later(&self, by: f64) -> Self {
        let Self { sessions, .. } = self;
        let sessions = Sessions { first: sessions.first + by, ..sessions.clone() };
        Self { sessions, days: self.days + by, plain: OnceLock::new(), ..self.clone() }
    }

    /// What is seen of it as it is.
    pub fn plain(&self) -> &TimeSeries {
        self.plain.get_or_init(|| seen(&self.scenario(&[]), &self.looks()))
    }

    /// Days on which scenarios are compared: away from sessions, which are on half days.
    pub fn looks(&self) -> Vec<f64> {
        let mut day = self.sessions.first + 0.75;
        std::iter::from_fn(|| {
            day += 1.5;
            (day < self.days).then_some(day)
        })
        .collect()
    }
}

pub fn read(text: &str, changes: &[&str]) -> Scenario {
    let changes: Vec<String> = changes.iter().map(|&change| change.into()).collect();
    Scenario::parse("random.toml", text, &changes).unwrap_or_else(|error| panic!("{error}\n{text}")).0
}

/// What a run that `drive` moves to its end shows on these days.
pub fn driven(scenario: &Scenario, days: &[f64], drive: impl FnOnce(&mut Run<'_>)) -> TimeSeries {
    let kept = Rc::new(RefCell::new(Recorder::new(scenario.parameters.readout)));
    let mut run = Run::new(scenario);
    run.watch(&Schedule::days_at(days.iter().copied()), Rc::clone(&kept));
    drive(&mut run);
    kept.take().finish()
}

pub fn seen(scenario: &Scenario, days: &[f64]) -> TimeSeries {
    driven(scenario, days, |run| run.finish().unwrap())
}
