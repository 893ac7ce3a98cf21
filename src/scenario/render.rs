//! How a fault looks. The only file that knows the library that draws the caret.

use super::fault::Fault;
use super::source::Sources;

/// What stands between two faults.
#[cfg(feature = "cli")]
pub(super) const BETWEEN: &str = "\n\n";
/// What stands between two faults.
#[cfg(not(feature = "cli"))]
pub(super) const BETWEEN: &str = "\n";

/// The fault with its line and a caret.
#[cfg(feature = "cli")]
pub(super) fn fault(sources: &Sources, fault: &Fault) -> String {
    use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
    let position = sources.position(fault.place);
    let caret = AnnotationKind::Primary.span(position.span).label(fault.advice.text.as_str());
    let line = Snippet::source(position.text).line_start(position.line).path(position.name).annotation(caret);
    Renderer::plain().render(&[Level::ERROR.primary_title(fault.title.as_str()).element(line)])
}

/// The fault on one line.
#[cfg(not(feature = "cli"))]
pub(super) fn fault(sources: &Sources, fault: &Fault) -> String {
    let position = sources.position(fault.place);
    let (name, line, column) = (position.name, position.line, position.column);
    if name == "--set" {
        return format!("--set {}: {}: {}", position.text, fault.title, fault.advice.text);
    }
    format!("{name}:{line}:{column}: {}: {}", fault.title, fault.advice.text)
}
