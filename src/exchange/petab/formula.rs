//! Formulas of observables, as far as a calibration has them: scale * outcome + offset.

/// A formula: names, empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Formula {
    /// The outcome, by its name in the model.
    pub outcome: String,
    /// What it is multiplied by.
    pub scale: String,
    /// What is added.
    pub offset: String,
}

impl Formula {
    /// Reads one; `is_outcome` tells which names are of the model.
    ///
    /// # Errors
    /// What is not such a formula.
    pub(super) fn parse(text: &str, is_outcome: impl Fn(&str) -> bool) -> Result<Self, String> {
        let not = || {
            format!(
                "`{text}` is not of the form `scale * outcome + offset`, with scale and offset left out where there are none"
            )
        };
        let name = |text: &str| {
            let fine = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                && !text.starts_with(|c: char| c.is_ascii_digit())
                && !text.is_empty();
            if fine { Ok(text.to_owned()) } else { Err(not()) }
        };
        let mut found = Self::default();
        for term in text.split('+').map(|term| bare(term.trim())) {
            let factors: Vec<String> =
                term.split('*').map(|factor| name(factor.trim())).collect::<Result<_, _>>()?;
            let (outcomes, others): (Vec<String>, Vec<String>) =
                factors.into_iter().partition(|factor| is_outcome(factor));
            match (&outcomes[..], &others[..]) {
                ([outcome], [] | [_]) if found.outcome.is_empty() => {
                    outcome.clone_into(&mut found.outcome);
                    found.scale = others.first().cloned().unwrap_or_default();
                }
                ([], [offset]) if found.offset.is_empty() => offset.clone_into(&mut found.offset),
                _ => return Err(not()),
            }
        }
        if found.outcome.is_empty() {
            return Err(format!("`{text}` reads no outcome of the model"));
        }
        Ok(found)
    }
}

/// A term without brackets around all of it.
fn bare(term: &str) -> &str {
    term.strip_prefix('(').and_then(|term| term.strip_suffix(')')).map_or(term, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_and_offset_are_found_in_any_order() {
        let parse = |text: &str| {
            let found = Formula::parse(text, |name| name == "x")?;
            Ok::<_, String>([found.outcome, found.scale, found.offset])
        };
        for (text, expected) in [
            ("x", ["x", "", ""]),
            (" a * x ", ["x", "a", ""]),
            ("x*a + b", ["x", "a", "b"]),
            ("b + (a * x)", ["x", "a", "b"]),
            ("x + b", ["x", "", "b"]),
        ] {
            assert_eq!(parse(text).unwrap(), expected, "{text}");
        }
        for text in ["a", "2 * x", "x + x", "a * b * x", "log(x)", "x - b", "", "x + a + b", "x / a"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
