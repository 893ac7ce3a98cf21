//! What a key holds, and the members of settings that can hold it.

use std::fmt::{Display, Formatter, Result};

use crate::patient::Sex;
use crate::puncture::Pattern;
use crate::scenario::{Boundary, FieldRegion, Geometry, Precision};

/// A value of a scenario that was checked.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scenario) enum Value {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(u64),
    /// True or false.
    Flag(bool),
    /// Any text.
    Text(String),
    /// One of a list of names.
    Name(&'static str),
    /// Several of a list of names.
    Names(Vec<&'static str>),
    /// Days in order.
    Days(Vec<f64>),
    /// Lists of numbers.
    Lists(Vec<Vec<f64>>),
}

/// As TOML.
impl Display for Value {
    fn fmt(&self, to: &mut Formatter<'_>) -> Result {
        match self {
            // Rust's shortest exact form is also TOML: it has a point or an exponent.
            Self::Number(number) => write!(to, "{number:?}"),
            Self::Whole(whole) => write!(to, "{whole}"),
            Self::Flag(flag) => write!(to, "{flag}"),
            Self::Text(text) => write!(to, "{}", toml::Value::String(text.clone())),
            Self::Name(name) => write!(to, "\"{name}\""),
            Self::Names(names) => write!(to, "{names:?}"),
            Self::Days(days) => write!(to, "{days:?}"),
            Self::Lists(lists) => write!(to, "{lists:?}"),
        }
    }
}

/// A member of settings that a key sets.
pub(in crate::scenario) trait Held {
    /// What it holds.
    fn told(&self) -> Value;

    /// Holds a value of its own kind from now on; one of another kind never comes, and changes nothing.
    fn hold(&mut self, value: Value);
}

macro_rules! held {
    ($type:ty, $kind:ident, $told:expr, $held:expr) => {
        impl Held for $type {
            fn told(&self) -> Value {
                let told: fn(&Self) -> _ = $told;
                Value::$kind(told(self))
            }

            fn hold(&mut self, value: Value) {
                if let Value::$kind(value) = value {
                    let held: fn(_) -> Option<Self> = $held;
                    if let Some(held) = held(value) {
                        *self = held;
                    }
                }
            }
        }
    };
}

held!(f64, Number, |of| *of, Some);
held!(u64, Whole, |of| *of, Some);
held!(u32, Whole, |of| u64::from(*of), |of| Self::try_from(of).ok());
held!(u8, Whole, |of| u64::from(*of), |of| Self::try_from(of).ok());
held!(bool, Flag, |of| *of, Some);
held!(&'static str, Name, |of| *of, Some);
held!(Vec<&'static str>, Names, Clone::clone, Some);
held!(Vec<f64>, Days, Clone::clone, Some);
held!(Sex, Name, |of| of.name(), |of| Self::ALL.into_iter().find(|known| known.name() == of));
held!(Pattern, Name, |of| of.name(), |of| Self::ALL.into_iter().find(|known| known.name() == of));
held!(Geometry, Name, |of| of.name(), |of| Self::ALL.into_iter().find(|known| known.name() == of));
held!(Boundary, Name, |of| of.name(), |of| Self::ALL.into_iter().find(|known| known.name() == of));
held!(FieldRegion, Name, |of| of.name(), |of| Self::ALL.into_iter().find(|known| known.name() == of));
held!(Precision, Name, |of| of.name(), |of| Self::ALL.into_iter().find(|known| known.name() == of));
