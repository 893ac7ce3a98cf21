//! Faults of a scenario: all are collected, then told in one go.

use super::render;
use super::source::{Place, Source, Sources};
use crate::error::{self, Range};
use crate::{Error, Result, visible};

/// A file of nonsense should not fill the terminal.
const MOST_SHOWN: usize = 30;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    /// The offending key or value.
    pub place: Place,
    /// What is wrong, with the value.
    pub title: String,
    /// What is allowed there; stands beside the caret.
    pub advice: Advice,
}

/// What to write instead, in words, and as data where it is more than words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Advice {
    /// For people.
    pub text: String,
    /// What a number may be.
    pub range: Option<Range>,
    /// The name that was perhaps meant.
    pub suggestion: Option<String>,
}

impl Advice {
    /// "did you mean …?".
    pub(super) fn meant(name: &str) -> Self {
        let text = format!("did you mean `{name}`?");
        Self { text, suggestion: Some(name.to_owned()), range: None }
    }

    /// "did you mean …?" when a name is near, the names otherwise.
    pub(super) fn names<'a>(word: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Self {
        let others = || format!("one of {}", candidates.clone().collect::<Vec<_>>().join(", "));
        nearest(word, candidates.clone()).map_or_else(|| others().into(), Self::meant)
    }

    /// The same about a number that may be from `low` to `high`.
    #[must_use]
    pub(super) fn within(self, low: f64, high: f64, unit: &str) -> Self {
        Self { range: Some(Range { low, high, unit: unit.to_owned() }), ..self }
    }
}

impl<T: Into<String>> From<T> for Advice {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// The faults found so far and the texts they point into.
#[derive(Debug)]
pub(super) struct Faults {
    /// The texts.
    pub sources: Sources,
    found: Vec<Fault>,
    unshown: usize,
}

impl Faults {
    /// No faults yet in a file and its overrides.
    pub(super) fn new(name: &str, text: &str, overrides: &[String]) -> Self {
        let file = Source { name: visible::name(name), text: text.to_owned() };
        let sets = overrides.iter().map(|text| Source { name: "--set".to_owned(), text: text.clone() });
        Self { sources: Sources(std::iter::once(file).chain(sets).collect()), found: Vec::new(), unshown: 0 }
    }

    /// Adds a fault. The same one found twice (a device read for several sessions) is told once.
    pub(super) fn add(&mut self, place: Place, title: impl Into<String>, advice: impl Into<Advice>) {
        let fault = Fault { place, title: title.into(), advice: advice.into() };
        match (self.found.contains(&fault), self.is_full()) {
            (true, _) => {}
            (false, true) => self.unshown += 1,
            (false, false) => self.found.push(fault),
        }
    }

    /// Whether further faults will only be counted.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= MOST_SHOWN
    }

    /// An error that tells every fault in the order of the text, if there is any.
    ///
    /// # Errors
    /// [`Error::Scenario`] where there is.
    pub(super) fn check(&mut self) -> Result<()> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by_key(|fault| fault.place);
        let mut text: Vec<_> = self.found.iter().map(|fault| render::fault(&self.sources, fault)).collect();
        let count = self.found.len() + self.unshown;
        let name = self.sources.0.first().map_or("", |file| file.name.as_str());
        let plural = if count == 1 { "" } else { "s" };
        let more = if self.unshown > 0 { format!(", the first {MOST_SHOWN} shown") } else { String::new() };
        text.push(format!("{name}: {count} fault{plural}{more}; nothing was run or written"));
        let faults = self.found.iter().map(|fault| self.told(fault)).collect();
        Err(Error::Scenario(error::Faults { faults, count, text: text.join(render::BETWEEN) }))
    }

    /// A fault as data.
    fn told(&self, fault: &Fault) -> error::Fault {
        let position = self.sources.position(fault.place);
        let Fault { title, advice, .. } = fault;
        error::Fault {
            file: position.name.to_owned(),
            line: position.line,
            column: position.column,
            key: key(position.text),
            problem: title.clone(),
            advice: advice.text.clone(),
            range: advice.range.clone(),
            suggestion: advice.suggestion.clone(),
        }
    }
}

/// The key of a line `key = value`.
fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!key.is_empty() && key.chars().all(plain)).then(|| key.to_owned())
}

/// What names of earlier versions are called now.
const RENAMED: [(&str, &str); 6] = [
    ("scar_risk", "scar_matrix_index"),
    ("scar_risk_index", "scar_matrix_index"),
    ("scar_risk_half", "scar_matrix_half"),
    ("scar_risk_box", "scar_matrix_box"),
    ("tension_per_span", "tension_across"),
    ("k_s", "tension_across"),
];

/// A name of an earlier version by its name of today; a column keeps its region.
fn renamed(word: &str) -> Option<String> {
    let (name, region) = word.split_once('.').map_or((word, None), |(name, region)| (name, Some(region)));
    let (_, now) = RENAMED.iter().find(|(before, _)| *before == name)?;
    Some(region.map_or_else(|| (*now).to_owned(), |region| format!("{now}.{region}")))
}

/// The candidate most like `word`, if any is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    // The distance costs length squared; a name of a page is no slip of the finger.
    if length > 64 {
        return None;
    }
    let word = word.to_lowercase();
    let now = renamed(&word);
    let candidates: Vec<&str> = candidates.into_iter().collect();
    if let Some(found) = candidates.iter().find(|name| Some(**name) == now.as_deref()) {
        return Some(found);
    }
    // A name that lacks its unit, or the end of it, is more likely meant than another that looks like it.
    let goes_on =
        |name: &&&str| name.to_lowercase().strip_prefix(&word).is_some_and(|end| end.starts_with('_'));
    let mut whole = candidates.iter().filter(goes_on);
    if let (Some(only), None) = (whole.next(), whole.next()) {
        return Some(only);
    }
    candidates
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), name))
        .min_by_key(|(distance, _)| *distance)
        // As many slips as letters would make any word of any other.
        .filter(|(distance, _)| *distance <= (length / 3).max(2) && *distance < length)
        .map(|(_, name)| name)
}

/// "did you mean …?" when a name is near, the names otherwise.
pub(crate) fn suggestion<'a>(word: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> String {
    Advice::names(word, candidates).text
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_a_name_that_could_be_meant_is_suggested() {
        let names = ["cheek", "forehead", "eyelid"];
        assert_eq!(nearest("chek", names), Some("cheek"));
        assert_eq!(nearest("Eyelid", names), Some("eyelid"));
        assert_eq!(nearest("forhaed", names), Some("forehead"));
        assert_eq!(nearest("knee cap", names), None);
        let keys = ["patient.age_years", "patient.ages", "site.a_mm", "site.a_deg"];
        assert_eq!(nearest("patient.age", keys), Some("patient.age_years"));
        assert_eq!(nearest("site.a_m", keys), Some("site.a_mm"));
        assert_eq!(nearest("a", ["day", "ab"]), None);
        assert_eq!(nearest(&"cheek".repeat(20), names), None);
    }
}
