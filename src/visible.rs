//! Texts of users as a terminal may show them: what would break lines, move the cursor, or read in another
//! order than it is written, is spelled out.

use std::fmt::Write;
use std::path::Path;

/// A name on one line. Signs that nobody sees are written as in JSON, a line break as `\n`, ESC as `\u001b`.
pub fn name(text: &str) -> String {
    spelled(text, |_| false)
}

/// A path on one line.
pub fn path(path: &Path) -> String {
    name(&path.to_string_lossy())
}

/// A text that may have lines. JSON stays the same value: what is spelled out is spelled as JSON does.
pub fn lines(text: &str) -> String {
    spelled(text, |c| c == '\n')
}

fn spelled(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if kept(c) || !hidden(c) => shown.push(c),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                // Writing to a `String` cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }),
        }
    }
    shown
}

/// Control characters, and Unicode's signs of format: they have no width, or turn the direction of reading.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_and_nothing_breaks_lines() {
        assert_eq!(name("a\u{1b}[31mb\nc\u{202e}d\u{200b}e\tf"), "a\\u001b[31mb\\nc\\u202ed\\u200be\\tf");
        assert_eq!(lines("one\ntwo\u{1b}"), "one\ntwo\\u001b");
        assert_eq!(name("\u{e0041}"), "\\udb40\\udc41");
        assert_eq!(name("Müller 4 µm 皮膚"), "Müller 4 µm 皮膚");
    }

    #[test]
    fn json_keeps_its_value() {
        let value = serde_json::json!({ "arm\u{202e}": "a\nb\u{200b}\u{e0041}" });
        let text = format!("{value:#}\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&lines(&text)).unwrap(), value);
    }
}
