//! A lane that computes nothing: it records what is computed, as a graph of operations.
//!
//! What a model writes once, generic over [`Lane`], is thereby at hand as an expression, to be written down in
//! another language.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::lane::Lane;

/// Place of a number in a [`Graph`].
pub type Place = usize;

/// How a number comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// It is given, under this number.
    Given(usize),
    /// Sum.
    Add(Place, Place),
    /// Difference.
    Subtract(Place, Place),
    /// Product.
    Multiply(Place, Place),
    /// Quotient.
    Divide(Place, Place),
    /// The same with the other sign.
    Negate(Place),
    /// max(x, 0).
    Positive(Place),
    /// The smaller of both.
    Minimum(Place, Place),
    /// The second where the first is above 0, else the third.
    SelectPositive(Place, Place, Place),
    /// A whole power of at least 1.
    Power(Place, u32),
}

impl Operation {
    /// Places of what it reads.
    pub fn reads(self) -> impl Iterator<Item = Place> {
        let read = match self {
            Self::Given(_) => [None; 3],
            Self::Negate(a) | Self::Positive(a) | Self::Power(a, _) => [Some(a), None, None],
            Self::Add(a, b)
            | Self::Subtract(a, b)
            | Self::Multiply(a, b)
            | Self::Divide(a, b)
            | Self::Minimum(a, b) => [Some(a), Some(b), None],
            Self::SelectPositive(a, b, c) => [Some(a), Some(b), Some(c)],
        };
        read.into_iter().flatten()
    }
}

/// What was recorded: each number stands behind all that it reads, and what is computed twice alike is one number.
///
/// ```
/// use dermis_numerics::recorded::{Graph, Operation};
///
/// let graph = Graph::default();
/// let (u, k) = (graph.given(0), graph.given(1));
/// let saturation = u / (k + u);
/// let again = u / (k + u);
/// assert_eq!(saturation.place(), again.place());
/// let (sum, quotient) = (Operation::Add(1, 0), Operation::Divide(0, 2));
/// assert_eq!(graph.operations(), [Operation::Given(0), Operation::Given(1), sum, quotient]);
/// ```
#[derive(Debug, Default)]
pub struct Graph(RefCell<Known>);

#[derive(Debug, Default)]
struct Known {
    operations: Vec<Operation>,
    places: HashMap<Operation, Place>,
}

impl Graph {
    /// A number that is given from outside.
    pub fn given(&self, number: usize) -> Recorded<'_> {
        self.number(Operation::Given(number))
    }

    /// All operations so far, in order.
    pub fn operations(&self) -> Vec<Operation> {
        self.0.borrow().operations.clone()
    }

    fn number(&self, operation: Operation) -> Recorded<'_> {
        let Known { operations, places } = &mut *self.0.borrow_mut();
        let place = *places.entry(operation).or_insert_with(|| {
            operations.push(operation);
            operations.len() - 1
        });
        Recorded { graph: self, place }
    }
}

/// A number in a graph. Only numbers of one graph may meet.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'g> {
    graph: &'g Graph,
    place: Place,
}

impl Recorded<'_> {
    /// Where it stands.
    pub fn place(self) -> Place {
        self.place
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $operation:ident) => {
        impl $trait for Recorded<'_> {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                self.graph.number(Operation::$operation(self.place, other.place))
            }
        }
    };
}
operator!(Add, add, Add);
operator!(Sub, sub, Subtract);
operator!(Mul, mul, Multiply);
operator!(Div, div, Divide);

impl Neg for Recorded<'_> {
    type Output = Self;

    fn neg(self) -> Self {
        self.graph.number(Operation::Negate(self.place))
    }
}

impl Lane for Recorded<'_> {
    fn select_positive(condition: Self, yes: Self, no: Self) -> Self {
        let operation = Operation::SelectPositive(condition.place, yes.place, no.place);
        condition.graph.number(operation)
    }

    fn positive(self) -> Self {
        self.graph.number(Operation::Positive(self.place))
    }

    fn minimum(self, other: Self) -> Self {
        self.graph.number(Operation::Minimum(self.place, other.place))
    }

    fn power(self, exponent: u32) -> Self {
        self.graph.number(Operation::Power(self.place, exponent))
    }
}
