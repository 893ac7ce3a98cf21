//! A tidy table: named columns, one row a thing. Plain data between studies, outputs and people.

use crate::visible;

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

    /// The table for people: aligned, numbers with four digits and to the right, a row a line whatever the
    /// words hold.
    pub fn text(&self) -> String {
        let shown = |column: &TidyColumn| -> Vec<String> {
            let head = std::iter::once(visible::name(&column.name));
            match &column.cells {
                Cells::Text(words) => head.chain(words.iter().map(|word| visible::name(word))).collect(),
                Cells::Number(values) => head.chain(values.iter().map(|value| short(*value))).collect(),
            }
        };
        let columns: Vec<Vec<String>> = self.columns.iter().map(shown).collect();
        let widths: Vec<usize> = columns
            .iter()
            .map(|cells| cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0))
            .collect();
        let line = |row: usize| {
            let cells = self.columns.iter().zip(&columns).zip(&widths).map(|((column, cells), width)| {
                let cell = &cells[row];
                match column.cells {
                    Cells::Text(_) => format!("{cell:<width$}"),
                    Cells::Number(_) => format!("{cell:>width$}"),
                }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        (0..=self.rows()).map(line).collect()
    }
}

/// A number for people: four digits, without needless zeros; `-` for none.
pub fn short(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        return "-".into();
    }
    if value == 0.0 {
        return "0".into();
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.3e}");
    }
    let places = (3 - libm::floor(libm::log10(size)) as i32).max(0) as usize;
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
        assert_eq!(table.text(), "arm   gain\na        5\nlong  12.5\n");
    }
}
