//! Sentences with tables between them, for people.

use std::ops::AddAssign;

use super::Tidy;

/// Letters of a line of a table where nobody says how many there are, as in files.
pub const LINE: usize = 110;

/// Sentences and tables in their order: laid out where it is known how wide they may be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose(Vec<Part>);

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Words(String),
    Table(Tidy),
}

impl Prose {
    /// The text, its tables within so many letters a line where one column does not take more.
    pub fn laid_out(&self, letters: usize) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Table(table) => table.text(letters),
        };
        self.0.iter().map(part).collect()
    }
}

impl From<Tidy> for Prose {
    fn from(table: Tidy) -> Self {
        Self(vec![Part::Table(table)])
    }
}

impl From<String> for Prose {
    fn from(words: String) -> Self {
        Self(vec![Part::Words(words)])
    }
}

impl AddAssign<&str> for Prose {
    fn add_assign(&mut self, words: &str) {
        self.0.push(Part::Words(words.to_owned()));
    }
}

impl AddAssign<String> for Prose {
    fn add_assign(&mut self, words: String) {
        self.0.push(Part::Words(words));
    }
}

impl AddAssign<Tidy> for Prose {
    fn add_assign(&mut self, table: Tidy) {
        self.0.push(Part::Table(table));
    }
}

impl AddAssign<Self> for Prose {
    fn add_assign(&mut self, more: Self) {
        self.0.extend(more.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::TidyColumn;

    #[test]
    fn only_tables_hang_on_the_width() {
        let column = |name: &str| TidyColumn::numbers(name, "", "", vec![1.5]);
        let columns =
            vec![TidyColumn::words("arm", "", vec!["a".into()]), column("gain_on_day"), column("downtime")];
        let mut prose = Prose::from("before\n".to_owned());
        prose += Tidy { name: "t".into(), columns };
        prose += "after, however long the sentence is that stands here\n";
        let [narrow, wide] = [20, LINE].map(|letters| prose.laid_out(letters));
        assert_eq!(
            wide,
            "before\narm  gain_on_day  downtime\na            1.5       1.5\nafter, however long the sentence is that stands here\n"
        );
        assert!(
            narrow.lines().filter(|line| !line.starts_with("after")).all(|line| line.len() <= 20),
            "{narrow}"
        );
        assert!(narrow.ends_with("after, however long the sentence is that stands here\n"));
    }
}
