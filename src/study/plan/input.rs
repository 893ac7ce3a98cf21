//! An uncertain input of a study: a field or parameter and the range that it is drawn from.

use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::quantities::Tag;
use crate::scenario::nearest;
use crate::study::plan::names::{self, is_whole, parameter};

/// A name with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Field of the scenario or parameter, as for `--set`; a parameter by its plain name.
    pub name: String,
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Whether it takes whole numbers alone.
    pub whole: bool,
}

impl Input {
    /// Reads `NAME=LOW..HIGH`, or the name of a parameter for its plausible range.
    ///
    /// # Errors
    /// [`Error::Usage`] where that is not what the text is. Whether the name and the values fit a
    /// scenario is seen when they are put in.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |problem: &str| {
            let (end, write) = if problem.ends_with('?') { ("", "Write") } else { (";", "write") };
            Error::Usage(format!(
                "`{text}`: {problem}{end} {write} NAME=LOW..HIGH, or the name of a parameter for its plausible range"
            ))
        };
        let written = text.split('=').next().unwrap_or(text).trim();
        let row = parameter(written);
        let (name, whole) = (names::canonical(written), is_whole(written));
        let (low, high) = match (text.split_once('='), row) {
            (None, Some(row)) => row.searched(),
            (None, None) => return Err(wrong(&unranged(written))),
            (Some((_, range)), _) => {
                let (low, high) = range.split_once("..").ok_or_else(|| wrong("no range is given"))?;
                let number = |text: &str| text.trim().parse().ok().filter(|value: &f64| value.is_finite());
                number(low).zip(number(high)).ok_or_else(|| wrong("an end of the range is not a number"))?
            }
        };
        if low >= high {
            return Err(wrong("the range must go upwards"));
        }
        if let Some(row) = row.filter(|row| row.tag == Tag::Derived) {
            return Err(wrong(&format!("it cannot be set, it is derived: {}", row.source)));
        }
        if let Some(row) = row.filter(|row| low < row.low || high > row.high) {
            let allowed = format!("allowed: {} to {} {}", row.low, row.high, row.unit);
            return Err(wrong(&format!("the range is beyond the plausible one; {allowed}")));
        }
        if let Some(end) = [low, high].into_iter().find(|end| whole && end.fract() != 0.0) {
            return Err(wrong(&format!("it takes whole numbers, which {end} is not")));
        }
        Ok(Self { name: name.to_owned(), low, high, whole })
    }

    /// Value at a place of [0, 1], both ends exactly; whole numbers from one end to the other are all alike.
    pub fn value(&self, unit: f64) -> f64 {
        match self.whole {
            true => libm::floor(self.low + unit * (self.high - self.low + 1.0)).min(self.high),
            // Rounding must not lead out of the range, nor miss its end.
            false if unit >= 1.0 => self.high,
            false => (self.low + unit * (self.high - self.low)).clamp(self.low, self.high),
        }
    }

    /// The change that sets a value.
    pub fn change(&self, value: f64) -> String {
        format!("{}={value}", self.name)
    }
}

/// Of a name without a range that is no parameter: a field has none, another is a mistake.
fn unranged(name: &str) -> String {
    if name.contains('.') && !name.starts_with("parameters.") {
        return "no range is given".into();
    }
    let bare = name.strip_prefix("parameters.").unwrap_or(name);
    match nearest(bare, ParameterSet::table().map(|(_, row)| row.name)) {
        Some(near) => format!("there is no parameter of this name: did you mean `{near}`?"),
        None => "there is no parameter of this name, see `dermis list parameters`".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_given_or_plausible() {
        let given = Input::parse("device.needle_length_mm=0.5..2").unwrap();
        assert_eq!((given.low, given.high, given.whole), (0.5, 2.0, false));
        assert_eq!(given.value(0.5), 1.25);
        // 0.001 + (0.01 − 0.001) is above 0.01 by a bit.
        assert_eq!(Input::parse("site.a=0.001..0.01").unwrap().value(1.0), 0.01);
        let count = Input::parse("treatment.count=2..5").unwrap();
        assert_eq!([0.0, 0.24, 0.26, 0.999].map(|unit| count.value(unit)), [2.0, 2.0, 3.0, 5.0]);
        let row = ParameterSet::table().find(|(_, row)| row.name == "scar_matrix_half").unwrap().1;
        let plausible = Input::parse("scar_matrix_half").unwrap();
        assert_eq!((plausible.low, plausible.high), (row.low, row.high));
        assert_eq!(Input::parse("parameters.scar_matrix_half").unwrap(), plausible);
        // A billion switches these off: no value that one looks for, but one that can be given.
        for name in ["activation_inhibition", "K_Vc", "elastin_ceiling"] {
            let row = parameter(name).unwrap();
            let own = Input::parse(name).unwrap();
            assert_eq!((own.low, own.high), (row.low, row.default * row.default / row.low));
            assert_eq!(Input::parse(&format!("{name}={}..1e9", row.low)).unwrap().high, 1e9);
        }
        for (_, row) in ParameterSet::table() {
            let (low, high) = row.searched();
            assert!(
                row.low <= low && high <= row.high && high <= 1e3 * row.default.abs().max(1e-3),
                "{row:?}"
            );
        }
        for (text, word) in [
            ("run.days", "no range"),
            ("run.days=1", "no range"),
            ("run.days=2..1", "upwards"),
            ("run.days=a..2", "not a number"),
            ("run.days=1..inf", "not a number"),
            ("chanel_closure", "did you mean `channel_closure`?"),
            ("parameters.chanel_closure", "did you mean `channel_closure`?"),
            ("nothing_like_it_at_all", "dermis list parameters"),
            ("scar_matrix_half=0..1e9", "allowed:"),
            ("treatment.count=0.5..2", "whole numbers, which 0.5 is not"),
            ("differentiation_exponent=2..3.5", "whole numbers, which 3.5 is not"),
        ] {
            let error = Input::parse(text).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("NAME=LOW..HIGH"), "{error}");
        }
    }

    /// Under every name of a parameter: the same input, and no draw beyond the range that is searched.
    #[test]
    fn ends_are_exact_under_every_name() {
        for (_, row) in ParameterSet::table().filter(|(_, row)| row.tag != Tag::Derived) {
            let plain = Input::parse(row.name).unwrap();
            let names = [row.symbol.to_owned(), format!("parameters.{}", row.name)];
            for other in
                names.iter().filter(|name| parameter(name).is_some_and(|found| found.name == row.name))
            {
                assert_eq!(Input::parse(other).unwrap(), plain);
            }
            assert_eq!((plain.value(0.0), plain.value(1.0)), row.searched(), "{}", row.name);
        }
    }

    /// Whole fields are those that the scenario refuses fractions of.
    #[test]
    fn whole_fields_are_those_of_the_scenario() {
        let text = "schema = 1\n[device]\nname = \"roller\"\n[treatment]\ncount = 2\ninterval_days = 7\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 30";
        let base = crate::study::plan::base::Base { name: "a".into(), text: text.into() };
        let refused = |name: &str| {
            let change = format!("{name}=1.5");
            base.scenario(&[change]).is_err_and(|error| error.to_string().contains("must be a whole number"))
        };
        let keys = crate::scenario::keys();
        let numbers = keys.iter().filter(|key| key.low.is_some() && !key.accepts.starts_with("list"));
        let mut whole = 0;
        for key in numbers.filter(|key| key.name.split('.').count() == 2) {
            assert_eq!(is_whole(key.name), key.accepts == "whole number", "{}", key.name);
            whole += usize::from(refused(key.name));
            assert!(is_whole(key.name) || !refused(key.name), "{}", key.name);
        }
        assert_eq!(whole, 7);
    }
}
