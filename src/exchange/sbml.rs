//! The kinetics as SBML Level 3 Version 2: rate rules on parameters, sessions as events, outcomes as assignment rules.

use std::collections::BTreeSet;
use std::path::Path;

use askama::Template;

use super::kinetics::{Kinetics, LOSS};
use super::mathml::{apply, name, shared_id, time};
use super::recorder::{KEPT, SHARE};
use super::unit::Unit;
use crate::error::{Error, Result};
use crate::study::plan::base::Base;
use crate::version::PROGRAM;

/// Names the elements that hold the scenario.
const NAMESPACE: &str = "urn:dermis:origin";

/// What kinetics are of: it stands in the file, so that dermis reads it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The scenario's file.
    pub base: Base,
    /// Changes of it.
    pub changes: Vec<String>,
}

impl Origin {
    /// Of a scenario file, whose folder is nobody else's business.
    pub fn new(base: &Base, changes: &[String]) -> Self {
        let name =
            Path::new(&base.name).file_name().map_or(base.name.clone(), |name| name.to_string_lossy().into());
        Self { base: Base { name, text: base.text.clone() }, changes: changes.to_vec() }
    }

    /// The kinetics.
    ///
    /// # Errors
    /// Every fault of the scenario; as [`Kinetics::new`].
    pub fn kinetics(&self) -> Result<Kinetics> {
        Kinetics::new(&self.base.scenario(&self.changes)?)
    }
}

#[derive(Template)]
#[template(path = "sbml.xml", config = "src/exchange/askama.toml")]
struct Document<'a> {
    title: String,
    program: &'a str,
    namespace: &'a str,
    id: &'a str,
    origin: Option<Origin>,
    units: Vec<Unit>,
    parameters: Vec<Parameter>,
    rules: Vec<Rule>,
    events: Vec<Event>,
}

/// A parameter of the document: of the model, a field or what follows from them.
struct Parameter {
    id: String,
    value: Option<f64>,
    unit: String,
    constant: bool,
    meaning: String,
}

struct Rule {
    kind: &'static str,
    variable: String,
    math: String,
}

struct Event {
    number: usize,
    trigger: String,
    assigned: Vec<Rule>,
}

/// The kinetics as the text of an SBML file. The scenario that they are of stands in it whole, for [`origin_of`].
///
/// # Errors
/// [`Error::Internal`] where the document cannot be filled in.
pub fn write_sbml(kinetics: &Kinetics, origin: Option<&Origin>) -> Result<String> {
    let expressions = &kinetics.expressions;
    let mut parameters = Vec::new();
    let mut units = BTreeSet::from([Unit::DAY]);
    let mut add = |id: String, value: Option<f64>, unit: Unit, constant: bool, meaning: &str| {
        units.insert(unit);
        parameters.push(Parameter { id, value, unit: unit.id(), constant, meaning: plain(meaning) });
    };
    for (symbols, constant) in [(&kinetics.fields, false), (&kinetics.parameters, true)] {
        for symbol in symbols {
            add(symbol.id.clone(), Some(symbol.value), symbol.unit, constant, &symbol.meaning);
        }
    }
    let mut rules = Vec::new();
    let mut rule = |kind, variable: String, math| rules.push(Rule { kind, variable, math });
    for (field, rate) in kinetics.fields.iter().zip(&kinetics.rates) {
        rule("rateRule", field.id.clone(), expressions.mathml(*rate));
    }
    if kinetics.beside {
        let meaning = "share of the dermis that the cell stands for; before the first session all of it";
        add(SHARE.into(), Some(1.0), Unit::ONE, false, meaning);
        let meaning = "collagen of skin that nobody treats, relative to that on day 0";
        add(KEPT.into(), None, Unit::ONE, false, meaning);
        let loss = apply("times", &[apply("minus", &[name(LOSS)]), time()]);
        rule("assignmentRule", KEPT.into(), apply("exp", &[loss]));
    }
    for outcome in &kinetics.outcomes {
        add(outcome.id.clone(), None, outcome.unit, false, &outcome.meaning);
        rule("assignmentRule", outcome.id.clone(), expressions.mathml(outcome.place));
    }
    for (place, number) in &expressions.shared {
        add(shared_id(*number), None, expressions.unit(*place), false, "");
        rule("assignmentRule", shared_id(*number), expressions.definition(*place));
    }
    let event = |session: &super::kinetics::Session| Event {
        number: session.number,
        trigger: apply("geq", &[time(), name(&format!("session_{}_day", session.number))]),
        assigned: (session.assigned.iter())
            .map(|(variable, place)| Rule {
                kind: "eventAssignment",
                variable: variable.clone(),
                math: expressions.mathml(*place),
            })
            .collect(),
    };
    let events = kinetics.sessions.iter().map(event).collect();
    // What is no unit needs no definition.
    units.remove(&Unit::ONE);
    let document = Document {
        title: plain(&kinetics.title),
        program: PROGRAM,
        namespace: NAMESPACE,
        id: if origin.is_some() { "dermis_well_mixed" } else { "model" },
        origin: origin.map(|origin| Origin {
            base: Base { name: plain(&origin.base.name), text: plain(&origin.base.text) },
            changes: origin.changes.iter().map(|change| plain(change)).collect(),
        }),
        units: units.into_iter().collect(),
        parameters,
        rules,
        events,
    };
    document.render().map_err(|error| Error::Internal(format!("SBML: {error}")))
}

/// A text without the signs that XML has no place for; its lines end as XML has them end.
pub(super) fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        '\t' | '\n' => c,
        '\r' => '\n',
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(sign).collect()
}

/// What a file by [`write_sbml`] is of; nothing where it does not say so.
pub fn origin_of(sbml: &str) -> Option<Origin> {
    let (_, inner) = sbml.split_once("<dermis:origin")?;
    let (inner, _) = inner.split_once("</dermis:origin>")?;
    let all = |element: &str| -> Option<Vec<String>> {
        let (start, end) = (format!("<dermis:{element}>"), format!("</dermis:{element}>"));
        inner.split(&start).skip(1).map(|text| unescaped(text.split_once(&end)?.0)).collect()
    };
    let first = |element: &str| all(element)?.into_iter().next();
    let base = Base { name: first("name")?, text: first("scenario")? };
    Some(Origin { base, changes: all("change")? })
}

/// The text that stands in an element.
fn unescaped(text: &str) -> Option<String> {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (entity, after) = after.split_once(';')?;
        found.push_str(before);
        found.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => char::from_u32(number.strip_prefix('#')?.parse().ok()?)?,
        });
        rest = after;
    }
    found.push_str(rest);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "schema = 1\ntitle = \"a < b & 'c' \u{1f43e}\"\n[device]\nname = \"pen\"\n[treatment]\ndays = [0, 28]\n\
                        [grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 84\n";

    fn origin(changes: &[&str]) -> Origin {
        let changes = changes.iter().map(|change| (*change).to_owned()).collect();
        Origin { base: Base { name: "a.toml".into(), text: TEXT.into() }, changes }
    }

    #[test]
    fn the_scenario_stands_in_the_file() {
        let origin = origin(&["device.needle_length_mm=1.0", "title=\"> & <\""]);
        let text = write_sbml(&origin.kinetics().unwrap(), Some(&origin)).unwrap();
        assert_eq!(origin_of(&text).unwrap(), origin);
        assert!(origin_of("<sbml/>").is_none());
        // Twice the same text.
        assert_eq!(write_sbml(&origin.kinetics().unwrap(), Some(&origin)).unwrap(), text);
    }

    #[test]
    fn names_are_told_once() {
        let kinetics = origin(&["treatment.days=[0, 28, 56]"]).kinetics().unwrap();
        let mut names: Vec<&str> = kinetics.values().map(|symbol| symbol.id.as_str()).collect();
        names.extend(kinetics.outcomes.iter().map(|outcome| outcome.id.as_str()));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')));
        // Exponents and what moves fields are no part of it.
        assert!(names.contains(&"neutrophil_death") && names.contains(&"session_3_killed"));
        assert!(!names.contains(&"scar_exponent") && !names.contains(&"tgf_beta_diffusivity"));
    }

    #[test]
    fn what_has_no_such_kinetics_is_refused() {
        for (changes, word) in [
            (vec!["grid.geometry=slab"], "--set grid.geometry=well_mixed"),
            (vec!["treatment.topicals=[{agent=\"peptide\", hours_after_session=0}]"], "topical"),
        ] {
            let told = origin(&changes).kinetics().unwrap_err().to_string();
            assert!(told.contains(word), "{told}");
        }
    }
}
