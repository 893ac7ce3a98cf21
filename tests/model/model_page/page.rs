//! The page as text: its generated parts, its code and the symbols in it.

use std::fs;
use std::path::{Path, PathBuf};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md")
}

pub fn read() -> String {
    fs::read_to_string(path()).unwrap()
}

pub fn write(page: &str) {
    fs::write(path(), page).unwrap();
}

/// The page with one generated part replaced.
pub fn replaced(page: &str, name: &str, text: &str) -> String {
    let (begin, end) =
        (format!("<!-- begin generated: {name} -->\n"), format!("<!-- end generated: {name} -->"));
    let Some((head, rest)) = page.split_once(&begin) else { panic!("docs/model.md lacks the mark {begin}") };
    let Some((_, tail)) = rest.split_once(&end) else { panic!("docs/model.md lacks the mark {end}") };
    format!("{head}{begin}\n{}\n\n{end}{tail}", text.trim_end())
}

/// What people wrote.
pub fn outside_of_generated(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- begin generated: ") {
        text.push_str(before);
        let (_, after) = after.split_once("<!-- end generated: ").expect("an end mark for every begin mark");
        rest = after.split_once("-->").expect("a closed mark").1;
    }
    text + rest
}

/// Fenced blocks and inline code.
pub fn code_in(text: &str) -> Vec<String> {
    let mut code = Vec::new();
    for (at, part) in text.split("```").enumerate() {
        if at % 2 == 1 {
            code.push(part.to_owned());
        } else {
            code.extend(part.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    code
}

/// How often a symbol stands in a text by itself, not as part of a longer one (`d_D` in `d_D,epi`).
pub fn count(text: &str, symbol: &str) -> usize {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let alone = |at: usize| {
        let (before, mut after) = (&text[..at], text[at + symbol.len()..].chars());
        let first = after.next();
        let joined = first == Some(',') && part(after.next());
        !part(before.chars().next_back()) && !part(first) && !joined
    };
    text.match_indices(symbol).filter(|&(at, _)| alone(at)).count()
}

pub fn mentions(text: &str, symbol: &str) -> bool {
    count(text, symbol) > 0
}
