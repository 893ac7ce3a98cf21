//! The parsed TOML as a small tree in which every key and value knows its place.
//!
//! The file and each `--set` are parsed apart; the tree is where they meet.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Faults;
use super::keys::{self, Kind};
use super::section::{allowed, shown};
use super::source::Place;

/// A scenario is never nested deeper; what is deeper is unknown anyway and not looked at.
const DEEPEST: usize = 6;

/// A value.
#[derive(Debug)]
pub(super) enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Whole(i128),
    /// Any other number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// What no scenario contains, by its name in messages.
    Other(&'static str),
}

/// A value and its place.
#[derive(Debug)]
pub(super) struct Node {
    /// Where.
    pub place: Place,
    /// What.
    pub value: Value,
}

impl Node {
    /// Its number, where it is one.
    pub(super) fn number(&self) -> Option<f64> {
        match self.value {
            Value::Whole(whole) => Some(whole as f64),
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

/// Keys and values; keys are unique.
#[derive(Debug, Default)]
pub(super) struct Table(pub Vec<Entry>);

impl Table {
    /// The entry of that key.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }

    /// Puts an entry in the place of one of the same key, or at the end.
    pub(super) fn put(&mut self, entry: Entry) {
        match self.0.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.0.push(entry),
        }
    }
}

impl Value {
    /// The name of the type in messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a string",
            Value::Whole(_) | Value::Number(_) => "a number",
            Value::Flag(_) => "a truth value",
            Value::List(_) => "an array",
            Value::Table(_) => "a table",
            Value::Other(kind) => kind,
        }
    }
}

/// Parses the file. Mistakes of syntax become faults; what could be read is returned.
pub(super) fn parse_file(text: &str, faults: &mut Faults) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let place = Place { source: 0, start: span.start, end: span.end };
        match word(text, span.start) {
            Some((word, advice)) => {
                let title =
                    format!("`{word}` is neither a number in digits nor a text in \"quotation marks\"");
                faults.add(place, title, advice);
            }
            None => faults.add(place, format!("not TOML: {}", error.message()), hint(text, span.start)),
        }
    }
    Reader { source: 0, offset: 0 }.table(table.get_ref(), 0)
}

/// Key and value of the line of a mistake, and what is above it.
fn line(text: &str, at: usize) -> Option<(&str, &str, &str)> {
    let begin = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let (key, value) = text.get(begin..)?.lines().next()?.split_once('=')?;
    Some((key.trim(), value.split('#').next().unwrap_or(value).trim(), &text[..begin]))
}

/// A bare word where a value should be, and what the key takes, where the key is known.
fn word(text: &str, at: usize) -> Option<(String, String)> {
    let (key, value, above) = line(text, at)?;
    let bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
    if !value.starts_with(char::is_alphabetic) || !value.chars().all(bare) {
        return None;
    }
    let head = |line: &str| Some(line.trim().strip_prefix('[')?.split(']').next()?.trim().to_owned());
    let table = above.lines().rev().find_map(head).unwrap_or_default();
    let path = if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") };
    let advice = match keys::find(&path)?.kind {
        Kind::Whole(bounds) => format!("write a whole number; {}", allowed(&bounds)),
        Kind::Number(bounds) => format!("write a number; {}", allowed(&bounds)),
        Kind::Flag => "write true or false".into(),
        Kind::Text => format!("write \"{value}\""),
        Kind::Name(names) => format!("write one of \"{}\"", (names.all)().join("\", \"")),
        Kind::Names(_) | Kind::Days(_) | Kind::Lists(..) | Kind::Tables => return None,
    };
    Some((shown(value), advice))
}

/// What was probably meant on the line of a mistake.
fn hint(text: &str, at: usize) -> &'static str {
    let Some((_, value, _)) = line(text, at) else { return "here" };
    let digits = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_digit());
    match value.split_once(',') {
        Some((whole, remainder)) if digits(whole.trim_start_matches('-')) && digits(remainder) => {
            "here; write decimals with a point, as 4.0"
        }
        None if value.starts_with(char::is_alphabetic) => {
            "here; write a number in digits, and a text in \"quotation marks\""
        }
        _ => "here",
    }
}

/// Parses a value that begins at byte `offset` of text number `source`.
pub(super) fn parse_value(text: &str, source: usize, offset: usize) -> Result<Node, String> {
    match DeValue::parse(text) {
        Ok(value) => Ok(Reader { source, offset }.node(&value, 0)),
        Err(error) => Err(error.message().to_owned()),
    }
}

struct Reader {
    source: usize,
    offset: usize,
}

impl Reader {
    fn place<T>(&self, spanned: &Spanned<T>) -> Place {
        let span = spanned.span();
        Place { source: self.source, start: self.offset + span.start, end: self.offset + span.end }
    }

    fn table(&self, table: &DeTable<'_>, depth: usize) -> Table {
        let entry = |(key, value): (&Spanned<_>, &Spanned<_>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            Entry { key: name.to_string(), place: self.place(key), node: self.node(value, depth + 1) }
        };
        Table(table.iter().map(entry).collect())
    }

    fn node(&self, spanned: &Spanned<DeValue<'_>>, depth: usize) -> Node {
        let value = match spanned.get_ref() {
            _ if depth > DEEPEST => Value::Other("nested too deeply"),
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(digits) => match i128::from_str_radix(digits.as_str(), digits.radix()) {
                Ok(whole) => Value::Whole(whole),
                Err(_) => Value::Other("an impossibly large one"),
            },
            DeValue::Float(digits) => match digits.as_str().parse() {
                Ok(number) => Value::Number(number),
                Err(_) => Value::Other("an impossibly large one"),
            },
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(_) => Value::Other("a date"),
            DeValue::Array(items) => {
                Value::List(items.iter().map(|item| self.node(item, depth + 1)).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table, depth)),
        };
        Node { place: self.place(spanned), value }
    }
}
