//! Errors of the library as exceptions.

use dermis::Error;
use pyo3::prelude::*;
use serde_json::{Value, json};

/// The exception that says the same: its class and members are those of `dermis._errors`.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    let (kind, members) = members(error);
    let made = py.import("dermis._errors").and_then(|module| {
        module.call_method1("made", (kind, error.to_string(), error.exit_code(), members.to_string()))
    });
    made.map_or_else(|error| error, PyErr::from_value)
}

fn members(error: &Error) -> (&'static str, Value) {
    match error {
        Error::Scenario(faults) => {
            let faults: Vec<Value> = faults
                .faults
                .iter()
                .map(|fault| {
                    let range = fault.range.as_ref().map(|range| json!([range.low, range.high, range.unit]));
                    json!({
                        "file": fault.file,
                        "line": fault.line,
                        "column": fault.column,
                        "key": fault.key,
                        "problem": fault.problem,
                        "advice": fault.advice,
                        "range": range,
                        "suggestion": fault.suggestion,
                    })
                })
                .collect();
            ("ScenarioError", json!({ "faults": faults }))
        }
        Error::File(_) => ("FileError", json!({})),
        Error::Plan { bytes_needed, bytes_allowed, .. } => {
            ("PlanError", json!({ "bytes_needed": bytes_needed, "bytes_allowed": bytes_allowed }))
        }
        Error::Numerical { field, day, .. } => ("NumericalError", json!({ "field": field, "day": day })),
        Error::Create { path, .. } => ("CreateError", json!({ "path": path.to_string_lossy() })),
        Error::Io { path, source, .. } => {
            let number = source.raw_os_error();
            ("InputOutputError", json!({ "path": path.to_string_lossy(), "errno": number }))
        }
        Error::Figure { path, .. } => ("InputOutputError", json!({ "path": path.to_string_lossy() })),
        Error::Cancelled { day } => ("Interrupted", json!({ "day": day })),
        Error::Paused { day, kept } => ("Interrupted", json!({ "day": day, "kept": kept.to_string_lossy() })),
        Error::Interrupted { done, runs, .. } => ("Interrupted", json!({ "done": done, "runs": runs })),
        Error::Unfinished { left, resumes, .. } => {
            let left = left.as_ref().map(|path| path.to_string_lossy());
            ("UnfinishedError", json!({ "left": left, "resumes": resumes }))
        }
        Error::Missed(_) | Error::Differs(_) => ("DifferenceError", json!({})),
        Error::Internal(_) => ("InternalError", json!({})),
        _ => ("UsageError", json!({})),
    }
}
