//! The problem's file: which tables and which model.

use granit_parser::{Event, Parser};

use crate::error::{Error, Result};
use crate::scenario::suggestion;
use crate::study::plan::base::Base;
use crate::visible;

/// Keys of the file that say nothing of a fit.
const IGNORED: [&str; 2] = ["visualization_files", "mapping_files"];

/// Paths as the file gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Files {
    pub models: Vec<String>,
    pub parameters: Vec<String>,
    pub conditions: Vec<String>,
    pub observables: Vec<String>,
    pub measurements: Vec<String>,
}

/// Where something stands, lines and columns from 1.
#[derive(Debug, Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
}

/// A value with its place.
#[derive(Debug)]
struct Node {
    place: Place,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Text(String),
    List(Vec<Node>),
    Table(Vec<(String, Place, Node)>),
}

impl Files {
    /// Reads the file.
    ///
    /// # Errors
    /// [`Error::File`] with file, line and column.
    pub(super) fn read(file: &Base) -> Result<Self> {
        let wrong = |place: Place, problem: String| {
            let Place { line, column } = place;
            Error::File(visible::name(&format!("{}:{line}:{column}: {problem}", file.name)))
        };
        let root = parse(&file.text).map_err(|(place, problem)| wrong(place, problem))?;
        let top = ["format_version", "parameter_file", "problems"];
        let inner = ["sbml_files", "condition_files", "observable_files", "measurement_files"];
        let mut found = Self::default();
        let Value::Table(entries) = &root.value else {
            return Err(wrong(
                root.place,
                format!("this is no PEtab problem, which has the keys {}", top.join(", ")),
            ));
        };
        let list = |node: &Node| paths(node).map_err(|(place, problem)| wrong(place, problem));
        let mut versioned = false;
        for (key, place, node) in entries {
            match (key.as_str(), &node.value) {
                ("format_version", Value::Text(version)) => {
                    versioned = true;
                    if version.split('.').next() != Some("1") {
                        return Err(wrong(
                            node.place,
                            format!("version {version} of PEtab is not read, only version 1"),
                        ));
                    }
                }
                ("parameter_file", _) => found.parameters = list(node)?,
                ("problems", Value::List(problems)) => {
                    let [Node { value: Value::Table(entries), .. }] = &problems[..] else {
                        let problem = format!("there are {} problems; one can be read", problems.len());
                        return Err(wrong(node.place, problem));
                    };
                    for (key, place, node) in entries {
                        let of = match key.as_str() {
                            "sbml_files" => &mut found.models,
                            "condition_files" => &mut found.conditions,
                            "observable_files" => &mut found.observables,
                            "measurement_files" => &mut found.measurements,
                            ignored if IGNORED.contains(&ignored) => continue,
                            other => {
                                let hint = suggestion(other, inner.into_iter());
                                return Err(wrong(*place, format!("there is no key `{other}`: {hint}")));
                            }
                        };
                        *of = list(node)?;
                    }
                }
                (other, _) if top.contains(&other) => {
                    return Err(wrong(node.place, format!("this is no value of {other}")));
                }
                (other, _) => {
                    let hint = suggestion(other, top.into_iter());
                    return Err(wrong(*place, format!("there is no key `{other}`: {hint}")));
                }
            }
        }
        let lacking = [
            ("format_version", versioned),
            ("parameter_file", !found.parameters.is_empty()),
            ("sbml_files", !found.models.is_empty()),
            ("condition_files", !found.conditions.is_empty()),
            ("observable_files", !found.observables.is_empty()),
            ("measurement_files", !found.measurements.is_empty()),
        ];
        match lacking.iter().find(|(_, there)| !there) {
            Some((key, _)) => Err(wrong(root.place, format!("the key {key} is missing or empty"))),
            None => Ok(found),
        }
    }
}

/// Texts of a list, or one alone.
fn paths(node: &Node) -> std::result::Result<Vec<String>, (Place, String)> {
    match &node.value {
        Value::Text(path) => Ok(vec![path.clone()]),
        Value::List(nodes) => {
            nodes.iter().map(paths).collect::<std::result::Result<Vec<_>, _>>().map(|lists| lists.concat())
        }
        Value::Table(_) => Err((node.place, "this must be the path of a file, or a list of them".into())),
    }
}

/// The first document of a text.
fn parse(text: &str) -> std::result::Result<Node, (Place, String)> {
    let start = Place { line: 1, column: 1 };
    // Lists and tables that are open; of a table with the key that waits for its value.
    let mut open: Vec<(Node, Option<(String, Place)>)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let marker = error.marker();
            (Place { line: marker.line(), column: marker.col() + 1 }, error.info().to_owned())
        })?;
        let place = Place { line: span.start.line(), column: span.start.col() + 1 };
        let done = match event {
            Event::Scalar(text, ..) => Node { place, value: Value::Text(text.into_owned()) },
            Event::SequenceStart(..) => {
                open.push((Node { place, value: Value::List(Vec::new()) }, None));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((Node { place, value: Value::Table(Vec::new()) }, None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some((node, _)) => node,
                None => continue,
            },
            Event::Alias(_) => return Err((place, "aliases are not read; write it out".into())),
            _ => continue,
        };
        match open.last_mut() {
            None => return Ok(done),
            Some((Node { value: Value::List(nodes), .. }, _)) => nodes.push(done),
            Some((Node { value: Value::Table(entries), .. }, key)) => match (key.take(), done.value) {
                (Some((key, place)), value) => entries.push((key, place, Node { place: done.place, value })),
                (None, Value::Text(text)) => *key = Some((text, done.place)),
                (None, _) => return Err((done.place, "a key must be a word".into())),
            },
            Some((Node { value: Value::Text(_), .. }, _)) => {}
        }
    }
    Err((start, "the file is empty".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Files> {
        Files::read(&Base { name: "p.yaml".into(), text: text.into() })
    }

    const WHOLE: &str = "# a fit\nformat_version: 1\nparameter_file: p.tsv\nproblems:\n  - sbml_files: [m.xml]\n    \
                         condition_files:\n    - c.tsv\n    observable_files:\n      - \"o.tsv\"\n    measurement_files: [a.tsv, b.tsv]\n";

    #[test]
    fn lists_are_read_in_either_style() {
        let found = read(WHOLE).unwrap();
        assert_eq!((found.models, found.parameters), (vec!["m.xml".to_owned()], vec!["p.tsv".to_owned()]));
        assert_eq!((found.observables, found.measurements.len()), (vec!["o.tsv".to_owned()], 2));
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_column() {
        for (from, to, told) in [
            ("format_version: 1", "format_version: 2.0.0", "p.yaml:2:17: version 2.0.0"),
            (
                "parameter_file",
                "parametr_file",
                "p.yaml:3:1: there is no key `parametr_file`: did you mean `parameter_file`?",
            ),
            ("condition_files", "conditions_files", "p.yaml:6:5: there is no key"),
            ("[m.xml]", "[m.xml", "p.yaml:"),
            ("- \"o.tsv\"", "{}", "p.yaml:9:7: this must be"),
            ("[a.tsv, b.tsv]", "[]", "measurement_files is missing"),
            (WHOLE, "", "p.yaml:1:1: the file is empty"),
            (WHOLE, "schema = 1", "this is no PEtab problem"),
        ] {
            let error = read(&WHOLE.replace(from, to)).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
