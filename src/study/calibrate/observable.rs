//! How measured values hang on an outcome of the model: scale, offset, and the law of their errors.

use crate::error::{Error, Result};
use crate::scenario::suggestion;
use crate::study::readout::measure::Measure;

/// What may be said of an observable.
const WORDS: [&str; 4] = ["scale", "offset", "spread", "lognormal"];

/// What is measured of an outcome: scale × outcome + offset, with an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observable {
    /// Outcome column.
    pub outcome: String,
    /// Whether the scale is estimated; 1 otherwise.
    pub scale: bool,
    /// Whether the offset is estimated; 0 otherwise.
    pub offset: bool,
    /// Whether one spread of all values is estimated, instead of those that the data give.
    pub spread: bool,
    /// Whether errors are normal in the logarithm.
    pub lognormal: bool,
}

impl Observable {
    /// As data give it: no scale, no offset, normal errors of the spread that stands beside each value.
    pub(super) fn plain(outcome: &str) -> Self {
        Self { outcome: outcome.to_owned(), ..Self::default() }
    }

    /// Whether something of it is estimated.
    pub(super) fn estimated(&self) -> bool {
        self.scale || self.offset || self.spread
    }

    fn parse(text: &str) -> Result<Self> {
        let wrong = |problem: &str| {
            let form = "write OUTCOME: WORD, WORD, … of scale, offset, spread, lognormal";
            Error::Usage(format!("observable `{text}`: {problem}; {form}"))
        };
        let (outcome, words) = text.split_once(':').ok_or_else(|| wrong("there is no `:`"))?;
        let outcome = outcome.trim();
        is_outcome(outcome).map_err(|problem| wrong(&problem))?;
        let mut found = Self::plain(outcome);
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let member = match word {
                "scale" => &mut found.scale,
                "offset" => &mut found.offset,
                "spread" => &mut found.spread,
                "lognormal" => &mut found.lognormal,
                other => {
                    return Err(wrong(&format!(
                        "`{other}` is none of its words, {}",
                        suggestion(other, WORDS.into_iter())
                    )));
                }
            };
            *member = true;
        }
        match found.lognormal && found.offset {
            true => Err(wrong("an offset has no estimate with log-normal errors; leave one of them out")),
            false => Ok(found),
        }
    }
}

/// Every observable that is given, each outcome once.
///
/// # Errors
/// [`Error::Usage`] with what is wrong.
pub(super) fn observables(texts: &[String]) -> Result<Vec<Observable>> {
    let found = texts.iter().map(|text| Observable::parse(text)).collect::<Result<Vec<_>>>()?;
    let twice =
        (1..found.len()).find(|&at| found[..at].iter().any(|other| other.outcome == found[at].outcome));
    match twice {
        Some(at) => Err(Error::Usage(format!("the observable `{}` is given twice", found[at].outcome))),
        None => Ok(found),
    }
}

/// Whether a name is that of an outcome column.
///
/// # Errors
/// What it is instead, with the nearest name.
pub(super) fn is_outcome(name: &str) -> std::result::Result<(), String> {
    let asked = format!("{name}@0");
    match Measure::parse(&asked) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string().replace(&asked, name).replace("measure", "outcome")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_the_nearest_is_told() {
        let one = |text: &str| observables(&[text.to_owned()]).map(|mut all| all.remove(0));
        let found = one("tewl.surface: scale, spread").unwrap();
        assert!(found.scale && found.spread && !found.offset && !found.lognormal);
        for (text, word) in [
            ("tewl.surface", "no `:`"),
            ("tewl.surfase: scale", "did you mean `tewl.surface`?"),
            ("tewl.surface: scael", "did you mean `scale`?"),
            ("tewl.surface: lognormal, offset", "no estimate"),
        ] {
            let told = one(text).unwrap_err().to_string();
            assert!(told.contains(word), "{told}");
        }
        let twice = ["tewl.surface: scale", "tewl.surface: spread"].map(str::to_owned);
        assert!(observables(&twice).unwrap_err().to_string().contains("twice"));
    }
}
