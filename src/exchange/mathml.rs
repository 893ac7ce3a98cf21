//! Expressions as MathML. Clipped numbers are `max` and `min`, not piecewise: programs that look for the roots of each
//! comparison do not leave skin at rest, where many of them are.

use super::expressions::{Expressions, Leaf};
use super::unit::Unit;
use crate::numerics::recorded::{Operation, Place};

/// The name of a part that several expressions share.
pub(super) fn shared_id(number: usize) -> String {
    format!("shared_{number}")
}

/// What stands under a name.
pub(super) fn name(id: &str) -> String {
    format!("<ci>{id}</ci>")
}

/// An operator and what it is applied to.
pub(super) fn apply(operator: &str, operands: &[String]) -> String {
    format!("<apply><{operator}/>{}</apply>", operands.concat())
}

/// The time.
pub(super) fn time() -> String {
    "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/time\">time</csymbol>".into()
}

/// A number with its unit.
pub(super) fn constant(value: f64, unit: Unit) -> String {
    format!("<cn sbml:units=\"{}\">{value}</cn>", unit.id())
}

/// The first where the condition holds, else the other.
fn piecewise(value: &str, condition: &str, otherwise: &str) -> String {
    format!("<piecewise><piece>{value}{condition}</piece><otherwise>{otherwise}</otherwise></piecewise>")
}

impl Expressions {
    /// The number at a place, by its name where it is shared.
    pub(super) fn mathml(&self, place: Place) -> String {
        match self.shared.get(&place) {
            Some(number) => name(&shared_id(*number)),
            None => self.definition(place),
        }
    }

    /// The same, spelled out even where it is shared.
    pub(super) fn definition(&self, place: Place) -> String {
        let number = |place: Place| self.mathml(place);
        let zero = |of: Place| constant(0.0, self.unit(of));
        match self.operations[place] {
            Operation::Given(at) => match self.leaf(at) {
                Leaf::Symbol(id, _) => name(id),
                Leaf::Number(value) => constant(*value, Unit::ONE),
            },
            Operation::Add(..) => apply("plus", &self.chain(place)),
            Operation::Multiply(..) => apply("times", &self.chain(place)),
            Operation::Subtract(a, b) => apply("minus", &[number(a), number(b)]),
            Operation::Divide(a, b) => apply("divide", &[number(a), number(b)]),
            Operation::Negate(a) => apply("minus", &[number(a)]),
            Operation::Power(a, exponent) => {
                let exponent =
                    format!("<cn type=\"integer\" sbml:units=\"{}\">{exponent}</cn>", Unit::ONE.id());
                apply("power", &[number(a), exponent])
            }
            Operation::Positive(a) => apply("max", &[number(a), zero(a)]),
            Operation::Minimum(a, b) => apply("min", &[number(a), number(b)]),
            Operation::SelectPositive(condition, yes, no) => {
                let above = apply("gt", &[number(condition), zero(condition)]);
                piecewise(&number(yes), &above, &number(no))
            }
        }
    }

    /// Terms of a sum or factors of a product, which is evaluated from the left.
    fn chain(&self, place: Place) -> Vec<String> {
        let operation = self.operations[place];
        let alike = |other: Place| {
            let other = self.operations[other];
            std::mem::discriminant(&other) == std::mem::discriminant(&operation)
        };
        let mut operands: Vec<Place> = operation.reads().collect();
        while let Some(first) = operands.first().copied().filter(|first| alike(*first)) {
            if self.shared.contains_key(&first) {
                break;
            }
            operands.splice(..1, self.operations[first].reads());
        }
        operands.into_iter().map(|operand| self.mathml(operand)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::expressions::Recording;
    use crate::numerics::Lane;

    #[test]
    fn operations_are_written_as_they_were_recorded() {
        let recording = Recording::default();
        let symbol = |id: &str| recording.symbol(id, Unit::ONE);
        let (a, b, c) = (symbol("a"), symbol("b"), symbol("c"));
        let places = [a + b + c, a - (b - c), (a / b).power(3), a.minimum(b), Lane::select_positive(a, b, c)]
            .map(|number| number.place());
        let found = recording.finish(&places);
        let written = places.map(|place| found.mathml(place).replace(" sbml:units=\"dimensionless\"", ""));
        let expected = [
            "<apply><plus/><ci>a</ci><ci>b</ci><ci>c</ci></apply>",
            "<apply><minus/><ci>a</ci><apply><minus/><ci>b</ci><ci>c</ci></apply></apply>",
            "<apply><power/><apply><divide/><ci>a</ci><ci>b</ci></apply><cn type=\"integer\">3</cn></apply>",
            "<apply><min/><ci>a</ci><ci>b</ci></apply>",
            "<piecewise><piece><ci>b</ci><apply><gt/><ci>a</ci><cn>0</cn></apply></piece><otherwise><ci>c</ci></otherwise></piecewise>",
        ];
        assert_eq!(written, expected);
    }
}
