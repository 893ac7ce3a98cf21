//! The texts a scenario is made of, the file and each `--set`, and places in them.

/// A stretch of one of the texts, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Index into [`Sources`]; 0 is the file.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// One text and what to call it.
#[derive(Debug)]
pub(super) struct Source {
    /// File name, or `--set`.
    pub name: String,
    /// The text itself.
    pub text: String,
}

/// The file first, then every `--set` in order.
#[derive(Debug)]
pub(super) struct Sources(pub Vec<Source>);

/// A place as people look it up.
#[derive(Debug, PartialEq)]
pub(super) struct Position<'a> {
    /// Name of the text.
    pub name: &'a str,
    /// Line number from 1.
    pub line: usize,
    /// Column in characters from 1.
    pub column: usize,
    /// The line, without its end.
    pub text: &'a str,
    /// What to underline, in bytes of the line.
    pub span: std::ops::Range<usize>,
}

impl Sources {
    /// The text at a place, shortened where it is long.
    pub(super) fn excerpt(&self, place: Place) -> String {
        let text = self.0.get(place.source).and_then(|s| s.text.get(place.start..place.end)).unwrap_or("");
        let line = text.lines().next().unwrap_or("");
        let mut short: String = line.chars().take(40).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short
    }

    /// Line, column and text of the line of a place. A place that spans lines is cut to its first.
    pub(super) fn position(&self, place: Place) -> Position<'_> {
        let (name, text) = self.0.get(place.source).map_or(("", ""), |s| (s.name.as_str(), s.text.as_str()));
        let start = floor(text, place.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let from = (start - line_start).min(line.len());
        let to = (floor(text, place.end).max(start) - line_start).clamp(from, line.len());
        Position {
            name,
            line: text[..line_start].matches('\n').count() + 1,
            column: line[..from].chars().count() + 1,
            text: line,
            span: from..to,
        }
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, start: usize, end: usize) -> (usize, usize, String, std::ops::Range<usize>) {
        let sources = Sources(vec![Source { name: "a".to_owned(), text: text.to_owned() }]);
        let position = sources.position(Place { source: 0, start, end });
        (position.line, position.column, position.text.to_owned(), position.span)
    }

    #[test]
    fn places_become_lines_and_columns() {
        assert_eq!(at("ab = 1\ncd = 2", 12, 13), (2, 6, "cd = 2".to_owned(), 5..6));
        assert_eq!(at("é = 1\r\n", 5, 6), (1, 5, "é = 1".to_owned(), 5..6));
    }

    #[test]
    fn places_outside_are_moved_inside() {
        assert_eq!(at("", 5, 9), (1, 1, String::new(), 0..0));
        assert_eq!(at("é", 1, 1), (1, 1, "é".to_owned(), 0..0));
        assert_eq!(at("one\ntwo", 1, 6), (1, 2, "one".to_owned(), 1..3));
    }
}
