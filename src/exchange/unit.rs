//! Units of what is written: powers of mm and day.

/// mmᵃ dayᵇ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Unit {
    /// Power of mm.
    pub mm: i32,
    /// Power of day.
    pub day: i32,
}

impl Unit {
    /// A number without a unit.
    pub const ONE: Self = Self { mm: 0, day: 0 };
    /// A day.
    pub const DAY: Self = Self { mm: 0, day: 1 };

    /// The unit of a row of parameters or fields; nothing of one that the kinetics have no use for.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "1" | crate::quantities::WHOLE_NUMBER => Self::ONE,
            "mm" => Self { mm: 1, day: 0 },
            "1/day" => Self { mm: 0, day: -1 },
            "mm²/day" => Self { mm: 2, day: -1 },
            _ => return None,
        })
    }

    /// That of a product.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self { mm: self.mm + other.mm, day: self.day + other.day }
    }

    /// That of a whole power.
    #[must_use]
    pub fn power(self, exponent: i32) -> Self {
        Self { mm: exponent * self.mm, day: exponent * self.day }
    }

    /// Its identifier.
    pub fn id(self) -> String {
        let part = |unit: &str, power: i32| {
            let per = if power < 0 { "per_" } else { "" };
            let size = if power.abs() > 1 { power.abs().to_string() } else { String::new() };
            (power != 0).then(|| format!("{per}{unit}{size}"))
        };
        let parts: Vec<String> = [part("mm", self.mm), part("day", self.day)].into_iter().flatten().collect();
        if parts.is_empty() { "dimensionless".into() } else { parts.join("_") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fields, Parameters, SurfaceFields};

    #[test]
    fn every_row_of_the_model_has_a_unit() {
        let rows = Parameters::TABLE.iter().chain(&Fields::TABLE).chain(&SurfaceFields::TABLE);
        for row in rows {
            assert!(Unit::parse(row.unit).is_some(), "{}: {}", row.name, row.unit);
        }
        let ids = [Unit::ONE, Unit::DAY, Unit { mm: 2, day: -1 }, Unit { mm: 1, day: 0 }].map(Unit::id);
        assert_eq!(ids, ["dimensionless", "day", "mm2_per_day", "mm"]);
    }
}
