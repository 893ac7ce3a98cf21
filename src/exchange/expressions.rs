//! What was recorded, with names and units: which numbers are used more than once, and what stands for what is given.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::unit::Unit;
use crate::numerics::recorded::{Graph, Operation, Place, Recorded};

/// What a given number is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Leaf {
    /// What stands under a name.
    Symbol(String, Unit),
    /// A number without a unit.
    Number(f64),
}

/// A recording: numbers that are given by name or as they are, and what is computed of them.
#[derive(Debug, Default)]
pub(super) struct Recording {
    graph: Graph,
    leaves: RefCell<Vec<Leaf>>,
}

impl Recording {
    /// What stands under a name.
    pub(super) fn symbol(&self, id: &str, unit: Unit) -> Recorded<'_> {
        self.leaf(Leaf::Symbol(id.to_owned(), unit))
    }

    /// A number as it is.
    pub(super) fn number(&self, value: f64) -> Recorded<'_> {
        self.leaf(Leaf::Number(value))
    }

    fn leaf(&self, leaf: Leaf) -> Recorded<'_> {
        let mut leaves = self.leaves.borrow_mut();
        let at = leaves.iter().position(|known| *known == leaf).unwrap_or_else(|| {
            leaves.push(leaf);
            leaves.len() - 1
        });
        self.graph.given(at)
    }

    /// All that was recorded; what `shared` leads to is written once where it is used more than once.
    pub(super) fn finish(self, shared: &[Place]) -> Expressions {
        let (operations, leaves) = (self.graph.operations(), self.leaves.into_inner());
        let mut units: Vec<Unit> = Vec::with_capacity(operations.len());
        for operation in &operations {
            units.push(unit(*operation, &leaves, &units));
        }
        let shared = repeated(&operations, shared);
        Expressions { operations, leaves, units, shared }
    }
}

/// Expressions that may share parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expressions {
    pub(super) operations: Vec<Operation>,
    leaves: Vec<Leaf>,
    units: Vec<Unit>,
    /// Places of what is used more than once, each with its number from 1.
    pub(super) shared: BTreeMap<Place, usize>,
}

impl Expressions {
    /// What a given number is.
    pub(super) fn leaf(&self, number: usize) -> &Leaf {
        &self.leaves[number]
    }

    /// The unit of a number.
    pub(super) fn unit(&self, place: Place) -> Unit {
        self.units[place]
    }

    /// Names that these numbers are computed from.
    pub(super) fn names(&self, of: impl Iterator<Item = Place>) -> BTreeSet<&str> {
        let within = reached(&self.operations, of);
        let name = |place: Place| match self.operations[place] {
            Operation::Given(at) => match &self.leaves[at] {
                Leaf::Symbol(name, _) => Some(name.as_str()),
                Leaf::Number(_) => None,
            },
            _ => None,
        };
        within.into_iter().filter_map(name).collect()
    }
}

/// All that these numbers are computed from, and themselves.
fn reached(operations: &[Operation], from: impl Iterator<Item = Place>) -> BTreeSet<Place> {
    let mut found = BTreeSet::new();
    let mut next: Vec<Place> = from.collect();
    while let Some(place) = next.pop() {
        if found.insert(place) {
            next.extend(operations[place].reads());
        }
    }
    found
}

/// Numbers that are used more than once, each with its number from 1.
fn repeated(operations: &[Operation], from: &[Place]) -> BTreeMap<Place, usize> {
    let mut uses: BTreeMap<Place, usize> = BTreeMap::new();
    for place in from {
        *uses.entry(*place).or_default() += 1;
    }
    for place in reached(operations, from.iter().copied()) {
        for read in operations[place].reads() {
            *uses.entry(read).or_default() += 1;
        }
    }
    let computed = |place: &Place| !matches!(operations[*place], Operation::Given(_));
    let places = uses.into_iter().filter(|(place, uses)| *uses > 1 && computed(place));
    (1..).zip(places).map(|(number, (place, _))| (place, number)).collect()
}

/// The unit of what an operation gives; both sides of a sum have one.
fn unit(operation: Operation, leaves: &[Leaf], units: &[Unit]) -> Unit {
    match operation {
        Operation::Given(at) => match leaves[at] {
            Leaf::Symbol(_, unit) => unit,
            Leaf::Number(_) => Unit::ONE,
        },
        Operation::Multiply(a, b) => units[a].times(units[b]),
        Operation::Divide(a, b) => units[a].times(units[b].power(-1)),
        Operation::Power(a, exponent) => units[a].power(exponent as i32),
        Operation::SelectPositive(_, a, _)
        | Operation::Add(a, _)
        | Operation::Subtract(a, _)
        | Operation::Minimum(a, _)
        | Operation::Negate(a)
        | Operation::Positive(a) => units[a],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::Lane;

    #[test]
    fn what_is_used_twice_is_shared_and_units_follow() {
        let recording = Recording::default();
        let rate = recording.symbol("k", Unit { mm: 0, day: -1 });
        let width = recording.symbol("w", Unit { mm: 1, day: 0 });
        let loss = rate * width;
        let clipped = loss.positive();
        let cube = width.power(3) / (width.power(3) + recording.number(1.0));
        let places = [loss.place(), clipped.place(), cube.place()];
        let found = recording.finish(&places);
        assert_eq!(found.unit(places[0]), Unit { mm: 1, day: -1 });
        assert_eq!(found.unit(places[2]), Unit::ONE);
        // The loss, which a rate and a clipped one use, and the third power.
        assert_eq!(found.shared.len(), 2);
        assert_eq!(found.names(places[1..2].iter().copied()), BTreeSet::from(["k", "w"]));
    }
}
