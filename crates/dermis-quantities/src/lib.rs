//! A quantity with its unit, range, source and tag, and the one macro that makes tables of them.
//!
//! `quantities!` turns one table into a struct with a named member per row and the metadata beside
//! it, so that nothing inside is looked up by string while `--set`, the documentation and the
//! column names all come from the same rows.

#![warn(missing_docs)]
#![deny(unreachable_pub)]
#![forbid(unsafe_code)]

use serde::Serialize;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tag {
    /// Agrees with a cited source within about a factor of two, or lies between sources.
    Literature,
    /// Follows by arithmetic from cited values.
    Derived,
    /// Fitted or chosen by us: the source begins with "fitted to" and targets of `validation/`, with
    /// "set by hand within the published recovery times of" and targets, or with "assumption, fitted
    /// to nothing:".
    Tuned,
}

impl Tag {
    /// The word used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Tag::Literature => "literature",
            Tag::Derived => "derived",
            Tag::Tuned => "tuned",
        }
    }
}

/// Unit of quantities that take no fraction.
pub const WHOLE_NUMBER: &str = "whole number";

/// One row of a table: everything that is known of a named value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantity {
    /// Name in the interface, in full words.
    pub name: &'static str,
    /// Symbol in the equations.
    pub symbol: &'static str,
    /// Default value (for a field: its value in unwounded skin).
    pub default: f64,
    /// Unit of the value.
    pub unit: &'static str,
    /// Smallest plausible value.
    pub low: f64,
    /// Largest plausible value.
    pub high: f64,
    /// How the value is supported.
    pub tag: Tag,
    /// What it is.
    pub meaning: &'static str,
    /// Where it comes from; keys of `docs/references.bib` in brackets.
    pub source: &'static str,
}

/// An end so many times the default switches a mechanism off, and is no value that it plausibly has.
const OFF: f64 = 1e3;

impl Quantity {
    /// The range that studies search and draw from where none is given: the plausible one; where its upper end switches a
    /// mechanism off, as far up as down, by factors.
    pub fn searched(&self) -> (f64, f64) {
        let off = self.default > 0.0 && self.low > 0.0 && self.high > OFF * self.default;
        (self.low, if off { self.default * self.default / self.low } else { self.high })
    }
}

/// Makes a struct `Name<T>` with one member per row and its table of [`Quantity`].
///
/// Row: `name: "symbol", default, "unit", low..=high, Tag, "meaning", "source";`
#[macro_export]
macro_rules! quantities {
    ($(#[$doc:meta])* $name:ident {
        $($field:ident: $symbol:literal, $default:literal, $unit:literal, $low:literal..=$high:literal,
          $tag:ident, $meaning:literal, $source:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name<T> {
            $(#[doc = concat!($meaning, " (", $symbol, ", ", $unit, ")")] pub $field: T,)+
        }

        impl $name<()> {
            /// Number of rows.
            pub const COUNT: usize = [$(stringify!($field)),+].len();
            /// The rows in order.
            pub const TABLE: [$crate::Quantity; Self::COUNT] = [$(
                $crate::Quantity {
                    name: stringify!($field),
                    symbol: $symbol,
                    default: $default,
                    unit: $unit,
                    low: $low,
                    high: $high,
                    tag: $crate::Tag::$tag,
                    meaning: $meaning,
                    source: $source,
                },
            )+];
        }

        impl $name<usize> {
            /// Position of each member in the table.
            #[allow(unused_assignments)]
            pub const INDEX: Self = {
                let mut next = 0;
                Self { $($field: { let at = next; next += 1; at }),+ }
            };
        }

        impl<T> $name<T> {
            /// Members in table order.
            #[inline(always)]
            pub fn into_array(self) -> [T; $name::<()>::COUNT] {
                [$(self.$field),+]
            }

            /// From members in table order.
            #[inline(always)]
            pub fn from_array(values: [T; $name::<()>::COUNT]) -> Self {
                let [$($field),+] = values;
                Self { $($field),+ }
            }

            /// The same table with every member converted.
            #[inline(always)]
            pub fn map<U>(self, mut convert: impl FnMut(T) -> U) -> $name<U> {
                $name { $($field: convert(self.$field)),+ }
            }
        }

        impl Default for $name<f64> {
            fn default() -> Self {
                Self { $($field: $default),+ }
            }
        }
    };
}
