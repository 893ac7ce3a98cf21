//! A tidy table: named columns, one row a thing. Plain data between studies, outputs and people.

mod prose;

use crate::visible;

pub use prose::{LINE, Prose};

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Words.
    Text(Vec<String>),
    /// Numbers; `NaN` is an empty cell.
    Number(Vec<f64>),
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct TidyColumn {
    /// Name, unique in the table.
    pub name: String,
    /// Unit of numbers, empty for words.
    pub unit: String,
    /// What it holds.
    pub meaning: String,
    /// One cell a row.
    pub cells: Cells,
}

impl TidyColumn {
    /// A column of numbers.
    pub fn numbers(name: &str, unit: &str, meaning: &str, values: Vec<f64>) -> Self {
        Self::new(name, unit, meaning, Cells::Number(values))
    }

    /// A column of words.
    pub fn words(name: &str, meaning: &str, words: Vec<String>) -> Self {
        Self::new(name, "", meaning, Cells::Text(words))
    }

    /// A column.
    pub fn new(name: &str, unit: &str, meaning: &str, cells: Cells) -> Self {
        Self { name: name.into(), unit: unit.into(), meaning: meaning.into(), cells }
    }

    /// The same column of chosen rows.
    #[must_use]
    pub fn only(&self, rows: &[usize]) -> Self {
        let cells = match &self.cells {
            Cells::Text(words) => Cells::Text(rows.iter().map(|&row| words[row].clone()).collect()),
            Cells::Number(values) => Cells::Number(rows.iter().map(|&row| values[row]).collect()),
        };
        Self { cells, ..self.clone() }
    }
}

/// A table whose columns have the same length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tidy {
    /// File name without extension.
    pub name: String,
    /// The columns in order.
    pub columns: Vec<TidyColumn>,
}

impl Tidy {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| match &column.cells {
            Cells::Text(words) => words.len(),
            Cells::Number(values) => values.len(),
        })
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&TidyColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Its first rows.
    #[must_use]
    pub fn first(&self, rows: usize) -> Self {
        let rows: Vec<usize> = (0..self.rows().min(rows)).collect();
        let columns = self.columns.iter().map(|column| column.only(&rows)).collect();
        Self { name: self.name.clone(), columns }
    }

    /// Its first rows, or all of them where only a few more would be left out: a remark on them takes room too.
    #[must_use]
    pub fn shortened(&self, rows: usize) -> Self {
        if self.rows() <= rows + FEW { self.clone() } else { self.first(rows) }
    }

    /// The table for people: aligned, numbers with four digits and to the right, a row a line whatever the
    /// words hold. Columns that do not fit on a line of so many letters follow below, beside those that say what a row is.
    pub fn text(&self, letters: usize) -> String {
        let columns: Vec<Shown> = self.columns.iter().map(Shown::new).collect();
        let width = |block: &[&Shown]| block.iter().map(|column| column.width + GAP.len()).sum::<usize>();
        // Words at the beginning say what a row is.
        let keys = columns.iter().take_while(|column| !column.right).count().max(1);
        let keys: Vec<&Shown> = columns.iter().take(keys).collect();
        let mut blocks = vec![keys.clone()];
        for column in &columns[keys.len()..] {
            match blocks.last_mut() {
                Some(block) if block.len() == keys.len() || width(block) + column.width <= letters => {
                    block.push(column);
                }
                _ => blocks.push(keys.iter().copied().chain([column]).collect()),
            }
        }
        let line = |block: &Vec<&Shown>, row: usize| {
            let cells = block.iter().map(|column| column.aligned(row));
            cells.collect::<Vec<_>>().join(GAP).trim_end().to_owned() + "\n"
        };
        let block = |block| (0..=self.rows()).map(|row| line(block, row)).collect::<String>();
        blocks.iter().map(block).collect::<Vec<_>>().join("\n")
    }
}

/// What stands between columns.
/// Rows that are shown although they are more than asked for.
const FEW: usize = 5;
const GAP: &str = "  ";

/// A column as people read it, its heading first.
struct Shown {
    cells: Vec<String>,
    width: usize,
    right: bool,
}

impl Shown {
    fn new(column: &TidyColumn) -> Self {
        let head = std::iter::once(visible::name(&column.name));
        let cells: Vec<String> = match &column.cells {
            Cells::Text(words) => head.chain(words.iter().map(|word| visible::name(word))).collect(),
            Cells::Number(values) => head.chain(values.iter().map(|value| short(*value))).collect(),
        };
        let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
        Self { cells, width, right: matches!(column.cells, Cells::Number(_)) }
    }

    fn aligned(&self, row: usize) -> String {
        let (cell, width) = (&self.cells[row], self.width);
        if self.right { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
    }
}

/// A number for people: four digits, without needless zeros; `-` for none.
pub fn short(value: f64) -> String {
    rounded(value, 4)
}

/// The same with so many digits.
pub fn rounded(value: f64, digits: usize) -> String {
    let size = value.abs();
    if value.is_nan() {
        return "-".into();
    }
    if value == 0.0 {
        return "0".into();
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.*e}", digits - 1);
    }
    let places = (digits as i32 - 1 - libm::floor(libm::log10(size)) as i32).max(0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let shown = [0.0, 28.0, 5.04267, 0.012, 123456.0, 1e-5, -7.126, f64::NAN].map(short);
        assert_eq!(shown, ["0", "28", "5.043", "0.012", "123456", "1.000e-5", "-7.126", "-"]);
        let shown = [1.0, 30.04, 0.123456, 12345.6, 0.00012, -7.126].map(|value| rounded(value, 3));
        assert_eq!(shown, ["1", "30", "0.123", "12346", "1.20e-4", "-7.13"]);
        assert_eq!([5, 6].map(|digits| rounded(1.000024, digits)), ["1", "1.00002"]);
    }

    #[test]
    fn text_is_aligned() {
        let table = Tidy {
            name: "t".into(),
            columns: vec![
                TidyColumn::words("arm", "", vec!["a".into(), "long".into()]),
                TidyColumn::numbers("gain", "%", "", vec![5.0, 12.5]),
            ],
        };
        assert_eq!(table.text(LINE), "arm   gain\na        5\nlong  12.5\n");
        assert_eq!(table.first(1).text(LINE), "arm  gain\na       5\n");
    }

    #[test]
    fn wide_tables_go_on_below() {
        let column = |at: usize| TidyColumn::numbers(&format!("measure_{at:02}"), "", "", vec![at as f64]);
        let columns = std::iter::once(TidyColumn::words("arm", "", vec!["cheek".into()]));
        let table = Tidy { name: "t".into(), columns: columns.chain((0..20).map(column)).collect() };
        let text = table.text(LINE);
        assert!(text.lines().all(|line| line.chars().count() <= LINE), "{text}");
        let blocks: Vec<&str> = text.split("\n\n").collect();
        assert_eq!(blocks.len(), 3, "{text}");
        assert!(blocks.iter().all(|block| block.starts_with("arm ") && block.contains("\ncheek ")), "{text}");
        assert_eq!(text.matches("measure_").count(), 20);
    }
}
