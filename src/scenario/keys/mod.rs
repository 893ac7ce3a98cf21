//! The keys of a scenario, one row each: what a key accepts, what holds where it is left out, its unit and
//! meaning, and the member that it sets. Reading, checking, writing out, `--set`, `--vary`, `dermis list keys` and
//! docs/keys.md all go by these rows.

mod course;
mod device;
mod grid;
mod indication;
mod known;
mod patient;
mod row;
mod run;
mod site;
mod top;
mod value;

pub(super) use course::{
    APPLICATIONS, COUNT, COURSE, DAY, DAYS, DEEPER_BY_MM, DEEPEST_MM, EVERY_DAYS, FIRST_APPLICATION,
    FIRST_DAY, HOURS_AFTER_SESSION, INTERVAL_DAYS, ON_DAYS, SESSIONS, TOPICAL, TOPICALS,
};
pub(super) use device::{DEVICE, POSITIONS, POSITIONS_MM, RINGS, ROWS};
pub(super) use grid::GRID;
pub(super) use indication::INDICATION;
pub use known::{Known, keys};
pub(super) use known::{find, settable};
pub(super) use patient::PATIENT;
pub(super) use row::{Row, fill, write};
pub(super) use run::{OBSERVE, RUN, TIGHTEST_TOLERANCE};
pub(super) use site::SITE;
pub(super) use top::{SCHEMA, TITLE, TOP};
pub(super) use value::{Held, Value};

/// A key and what is to be known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// Tables and name, as `grid.width_mm`.
    pub path: &'static str,
    /// Where its name begins.
    begins: usize,
    /// Another spelling of the path, which is read and never written.
    pub also: Option<&'static str>,
    /// What it accepts.
    pub kind: Kind,
    /// What holds where it is left out.
    pub usual: Usual,
    /// What it says.
    pub meaning: &'static str,
}

/// What a key accepts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A number.
    Number(Bounds),
    /// A number without a fraction.
    Whole(Bounds),
    /// True or false.
    Flag,
    /// Any text.
    Text,
    /// One name.
    Name(Names),
    /// A list of names.
    Names(Names),
    /// A list of days, each later than the one before it.
    Days(Bounds),
    /// A list of lists of so many numbers.
    Lists(usize, Bounds),
    /// A list of tables.
    Tables,
}

/// The range of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// Unit, or what is counted, for messages.
    pub unit: &'static str,
}

/// What names there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    /// What they name, for messages.
    pub what: &'static str,
    /// All of them; the first is the usual one.
    pub all: fn() -> Vec<&'static str>,
}

/// What holds where a key is left out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Usual {
    /// What the setting has already.
    Held,
    /// A number.
    Is(f64),
    /// What these words say.
    Words(&'static str),
}

impl Key {
    /// The last part of the path.
    pub(super) fn name(&self) -> &'static str {
        &self.path[self.begins..]
    }

    /// The tables before it; empty at the top.
    pub(super) fn table(&self) -> &'static str {
        &self.path[..self.begins.saturating_sub(1)]
    }

    /// Its range; everything where it takes no number.
    pub(super) fn bounds(&self) -> Bounds {
        match self.kind {
            Kind::Number(bounds) | Kind::Whole(bounds) | Kind::Days(bounds) | Kind::Lists(_, bounds) => {
                bounds
            }
            _ => Bounds { low: f64::NEG_INFINITY, high: f64::INFINITY, unit: "" },
        }
    }

    /// The same key within other bounds.
    pub(super) fn within(mut self, bounds: Bounds) -> Self {
        if let Kind::Number(now) = &mut self.kind {
            *now = bounds;
        }
        self
    }

    const fn of(path: &'static str, kind: Kind, meaning: &'static str) -> Self {
        // Found once, as every key of every scenario of a study asks for it.
        let (bytes, mut begins) = (path.as_bytes(), path.len());
        while begins > 0 && bytes[begins - 1] != b'.' {
            begins -= 1;
        }
        Self { path, begins, also: None, kind, usual: Usual::Held, meaning }
    }

    const fn is(mut self, usual: f64) -> Self {
        self.usual = Usual::Is(usual);
        self
    }

    const fn by(mut self, words: &'static str) -> Self {
        self.usual = Usual::Words(words);
        self
    }

    const fn also(mut self, path: &'static str) -> Self {
        self.also = Some(path);
        self
    }
}

const fn number(low: f64, high: f64, unit: &'static str) -> Kind {
    Kind::Number(Bounds { low, high, unit })
}

const fn whole(low: f64, high: f64, counted: &'static str) -> Kind {
    Kind::Whole(Bounds { low, high, unit: counted })
}

const fn lists(of: usize, low: f64, high: f64, unit: &'static str) -> Kind {
    Kind::Lists(of, Bounds { low, high, unit })
}

const fn days(high: f64) -> Kind {
    Kind::Days(Bounds { low: 0.0, high, unit: "days" })
}

const fn name(what: &'static str, all: fn() -> Vec<&'static str>) -> Kind {
    Kind::Name(Names { what, all })
}
