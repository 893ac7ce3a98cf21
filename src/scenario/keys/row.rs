//! A key with the member of some settings that it sets: read into it, written from it.

use std::fmt::Write;

use super::{Bounds, Key, Value};
use crate::scenario::Scenario;
use crate::scenario::fault::Faults;
use crate::scenario::section::Section;

/// Why a key changes nothing although it is given; nothing where it acts.
pub(in crate::scenario) type Idle<T> = fn(&Scenario, &T) -> Option<&'static str>;

/// One key of settings `T`.
pub(in crate::scenario) struct Row<T: 'static> {
    /// The key.
    pub key: Key,
    /// What the settings hold under it; nothing where it does not describe them.
    pub get: fn(&T) -> Option<Value>,
    /// Sets it; none of a key that is read otherwise, because the others depend on it.
    pub put: Option<fn(&mut T, Value)>,
    /// What follows from other keys where it is left out.
    pub follows: Option<fn(&T) -> Option<Value>>,
    /// A range narrower than the key's own.
    pub narrowed: Option<fn(&T) -> Bounds>,
    /// When it changes nothing.
    pub idle: Option<Idle<T>>,
    /// Whether punctures per cm² follow from it unless they are said.
    pub makes_density: bool,
}

impl<T> Row<T> {
    /// A key that is read otherwise and not written out.
    pub(crate) const fn apart(key: Key) -> Self {
        Self::told(key, |_| None)
    }

    /// A key that is read otherwise.
    pub(crate) const fn told(key: Key, get: fn(&T) -> Option<Value>) -> Self {
        Self { key, get, put: None, follows: None, narrowed: None, idle: None, makes_density: false }
    }

    /// A key with its member.
    pub(crate) const fn set(key: Key, get: fn(&T) -> Option<Value>, put: fn(&mut T, Value)) -> Self {
        let mut row = Self::told(key, get);
        row.put = Some(put);
        row
    }

    /// What it is where it is left out, of settings whose other keys are read; `usual` came before any was.
    pub(crate) fn left_out(&self, of: &T, usual: &T) -> Option<Value> {
        self.follows.and_then(|follows| follows(of)).or_else(|| (self.get)(usual))
    }

    /// Whether settings hold what they would not hold if it were left out.
    pub(crate) fn is_given(&self, of: &T, usual: &T) -> bool {
        (self.get)(of) != self.left_out(of, usual)
    }

    pub(super) const fn following(mut self, follows: fn(&T) -> Option<Value>) -> Self {
        self.follows = Some(follows);
        self
    }

    pub(super) const fn narrowed(mut self, narrowed: fn(&T) -> Bounds) -> Self {
        self.narrowed = Some(narrowed);
        self
    }

    pub(super) const fn idle_when(mut self, idle: Idle<T>) -> Self {
        self.idle = Some(idle);
        self
    }

    pub(super) const fn making_density(mut self) -> Self {
        self.makes_density = true;
        self
    }
}

/// Reads keys into settings that hold what is usual.
pub(in crate::scenario) fn fill<T>(rows: &[Row<T>], section: &Section<'_>, of: &mut T, faults: &mut Faults) {
    for row in rows {
        let Some(put) = row.put.filter(|_| (row.get)(of).is_some()) else { continue };
        let key = row.narrowed.map_or(row.key, |narrowed| row.key.within(narrowed(of)));
        let given = section.value(&key, faults);
        if let Some(value) = given.or_else(|| row.follows.and_then(|follows| follows(of))) {
            put(of, value);
        }
    }
}

/// Writes settings out as TOML, a line a key.
pub(in crate::scenario) fn write<T>(rows: &[Row<T>], of: &T, out: &mut String) {
    for row in rows {
        if let Some(value) = (row.get)(of) {
            // Writing to a `String` cannot fail.
            let _ = writeln!(out, "{} = {value}", row.key.name());
        }
    }
}

/// The row of a member under its own name: settings, table, member, what the key accepts, its meaning. Members of
/// a part of the settings come with the way there.
macro_rules! row {
    ($of:ty, $table:literal, $key:ident, $kind:expr, $meaning:literal $(, $change:ident($to:expr))*) => {
        row!($of, $table, [] $key, $kind, $meaning $(, $change($to))*)
    };
    ($of:ty, $table:literal, [$($part:ident).*] $key:ident, $kind:expr, $meaning:literal $(, $change:ident($to:expr))*) => {
        $crate::scenario::keys::Row::<$of>::set(
            $crate::scenario::keys::Key::of(concat!($table, ".", stringify!($key)), $kind, $meaning)
                $(.$change($to))*,
            |of| Some($crate::scenario::keys::Held::told(&of.$($part.)*$key)),
            |of, value| $crate::scenario::keys::Held::hold(&mut of.$($part.)*$key, value),
        )
    };
}
pub(super) use row;
