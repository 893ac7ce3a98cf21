//! A part of a study for one of several machines.

use std::str::FromStr;

/// Part `index` of `count`; every case falls into exactly one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub index: usize,
    /// How many parts there are.
    pub count: usize,
}

impl Shard {
    /// Whether a case, counted from 0, is in this part: cases are dealt out like cards, so that
    /// neighbours, which cost about the same, go to different parts.
    pub fn holds(self, case: usize) -> bool {
        case % self.count == self.index - 1
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.index, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((index, count)) if (1..=count).contains(&index) && count <= 1_000_000 => {
                Ok(Self { index, count })
            }
            _ => Err("write I/N, part I of N, as 1/4; I counts from 1".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_in_one_part() {
        for count in 1..9 {
            for case in 0..50 {
                let parts = (1..=count).filter(|&index| Shard { index, count }.holds(case));
                assert_eq!(parts.count(), 1);
            }
        }
    }

    #[test]
    fn only_parts_that_exist() {
        assert_eq!("2/4".parse(), Ok(Shard { index: 2, count: 4 }));
        for text in ["0/4", "5/4", "1", "1/0", "a/b", "-1/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
