//! What can be seen of single cells: the fields of the model, and the outcomes that a cell has by itself.

use std::sync::LazyLock;

use super::{Formula, OUTCOMES, Outcome, ReadoutParameters, sum};
use crate::model::{Fields, SurfaceFields};
use crate::quantities::Quantity;
use crate::snapshot::Means;

/// What stands for every field where names are asked for.
pub const EVERY: &str = "all";
/// The outcome that hangs on parameters of the model, not on the fields alone.
const SYNTHESIS: &str = "collagen_synthesis_rate";

/// Where the values of a field come from.
#[derive(Clone, Copy)]
pub enum Value {
    /// A field of the model over the volume, by its index.
    Volume(usize),
    /// A field of the model over the surface, by its index.
    Surface(usize),
    /// An outcome of one cell.
    Outcome(&'static Outcome),
    /// Collagen made in a cell per day.
    Synthesis,
}

/// One field that can be seen on the grid.
#[derive(Clone)]
pub struct OnGrid {
    /// Name, in full words.
    pub name: &'static str,
    /// Unit as UDUNITS reads it.
    pub unit: &'static str,
    /// What it is, and what it is relative to.
    pub meaning: String,
    /// Whether it says nothing above the dermis, where it is kept for bookkeeping alone.
    pub dermal: bool,
    /// Where its values come from.
    pub value: Value,
}

/// Fields that are found at every depth; others belong to dermis and subcutis.
const EVERYWHERE: [usize; 11] = {
    let field = Fields::INDEX;
    [
        field.damage,
        field.clot,
        field.inflammation,
        field.neutrophils,
        field.macrophages_m1,
        field.macrophages_m2,
        field.tgf_beta_1,
        field.tgf_beta_3,
        field.mitogens,
        field.mmp,
        field.wound_span,
    ]
};

static ALL: LazyLock<Vec<OnGrid>> = LazyLock::new(|| {
    let of = |row: &'static Quantity, dermal: bool, value: Value| OnGrid {
        name: row.name,
        unit: row.unit,
        meaning: row.meaning.to_owned(),
        dermal,
        value,
    };
    let volume = Fields::TABLE.iter().enumerate();
    let volume = volume.map(|(at, row)| of(row, !EVERYWHERE.contains(&at), Value::Volume(at)));
    let surface = SurfaceFields::TABLE.iter().enumerate();
    let surface = surface.map(|(at, row)| of(row, false, Value::Surface(at)));
    // Outcomes that are fields are those already.
    let derived = OUTCOMES.iter().filter(|outcome| {
        let field = Fields::TABLE.iter().any(|row| row.name == outcome.name);
        !field && outcome.measure.of_volume()
    });
    derived.map(derive).chain(volume).chain(surface).collect()
});

fn derive(outcome: &'static Outcome) -> OnGrid {
    let synthesis = outcome.name == SYNTHESIS;
    OnGrid {
        name: outcome.name,
        unit: if synthesis { "day-1" } else { "1" },
        meaning: outcome.meaning.replace(" of the region", " at the same depth"),
        dermal: outcome.name != "inflammation_index",
        value: if synthesis { Value::Synthesis } else { Value::Outcome(outcome) },
    }
}

/// Every field, derived ones first.
pub fn all() -> &'static [OnGrid] {
    &ALL
}

/// The field of that name.
pub fn find(name: &str) -> Option<&'static OnGrid> {
    all().iter().find(|field| field.name == name)
}

/// Names that can be asked for: of every field, and the one that stands for all.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    all().iter().map(|field| field.name).chain([EVERY])
}

/// The fields that outcomes of single cells read.
pub const READ: [usize; 8] = {
    let field = Fields::INDEX;
    [
        field.collagen_i,
        field.collagen_iii,
        field.collagen_scar,
        field.collagen_immature,
        field.elastin,
        field.inflammation,
        field.neutrophils,
        field.macrophages_m1,
    ]
};

impl Outcome {
    /// The outcome of each of some cells, whose values of [`READ`] are given; `rest` holds all fields at rest at their
    /// depth. Not-a-number where a cell alone has no such outcome.
    pub fn of_cells(
        &self,
        read: [&[f64]; READ.len()],
        rest: Fields<f64>,
        p: &ReadoutParameters<f64>,
        outcomes: &mut [f64],
    ) {
        match self.measure {
            Formula::Relative(of) => {
                let whole = sum(&rest.into_array(), of);
                let place = |field: &usize| READ.iter().position(|read| read == field);
                // What leaves the first as it is.
                outcomes.fill(-0.0);
                for values in of.iter().filter_map(place).map(|at| read[at]) {
                    outcomes.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
                }
                outcomes.iter_mut().for_each(|sum| *sum /= whole);
            }
            Formula::Regional(measure) => {
                // An outcome that reads another field is not a number and fails its test.
                let fields = rest.map(|_| f64::NAN);
                let mut means = Means { share: 1.0, fields, rest, collagen_synthesis: f64::NAN };
                let [i, iii, scar, immature, elastin, inflammation, neutrophils, m1] = read;
                for (at, outcome) in outcomes.iter_mut().enumerate() {
                    let of = &mut means.fields;
                    (of.collagen_i, of.collagen_iii, of.collagen_scar) = (i[at], iii[at], scar[at]);
                    (of.collagen_immature, of.elastin) = (immature[at], elastin[at]);
                    (of.inflammation, of.neutrophils, of.macrophages_m1) =
                        (inflammation[at], neutrophils[at], m1[at]);
                    *outcome = measure(&means, p);
                }
            }
            _ => outcomes.fill(f64::NAN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_field_with_a_unit_that_udunits_knows() {
        let mut names: Vec<&str> = names().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), count), (count, 6 + Fields::<()>::COUNT + SurfaceFields::<()>::COUNT + 1));
        assert!(all().iter().all(|field| ["1", "mm", "day-1"].contains(&field.unit)), "another unit");
        assert!(all().iter().all(|field| !field.meaning.contains("region")));
    }

    #[test]
    fn a_cell_has_the_outcomes_of_its_fields() {
        let p = ReadoutParameters::default();
        let rest = Fields { collagen_i: 0.8, collagen_iii: 0.2, ..Fields::default() };
        let fields = Fields { collagen_i: 0.9, collagen_scar: 0.3, inflammation: 2.0, ..rest };
        let read = READ.map(|field| vec![fields.into_array()[field]]);
        let means = Means { share: 1.0, fields, rest, collagen_synthesis: f64::NAN };
        let mut found = 0;
        for field in all() {
            let Value::Outcome(outcome) = field.value else { continue };
            let mut values = [0.0];
            outcome.of_cells(read.each_ref().map(Vec::as_slice), rest, &p, &mut values);
            assert_eq!(Some(values[0]), outcome.measure.over(&means, &p), "{}", field.name);
            found += 1;
        }
        assert_eq!(found, 5);
    }
}
