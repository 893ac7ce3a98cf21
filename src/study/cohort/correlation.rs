//! Correlation between traits: normal numbers made to go together.

use crate::error::{Error, Result};
use crate::numerics::cholesky::Cholesky;
use crate::scenario::suggestion;
use crate::study::plan::names::canonical;

/// The lower triangle L of a correlation matrix L Lᵀ.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Correlation(Vec<Vec<f64>>);

impl Correlation {
    /// From `A,B=R` for pairs of the names; pairs that are not given are independent.
    ///
    /// # Errors
    /// [`Error::Usage`] with the nearest name, where R is not between −1 and 1, where a pair comes twice, or
    /// where no traits can be correlated so.
    pub(super) fn new(names: &[String], pairs: &[String]) -> Result<Self> {
        let count = names.len();
        let mut matrix = vec![vec![0.0; count]; count];
        (0..count).for_each(|at| matrix[at][at] = 1.0);
        let mut given = vec![vec![false; count]; count];
        for pair in pairs {
            let wrong = |problem: &str| {
                let form = "write A,B=R for two names that are drawn and R from -1 to 1";
                Error::Usage(format!("`{pair}`: {problem}; {form}"))
            };
            let (both, r) = pair.split_once('=').ok_or_else(|| wrong("no correlation is given"))?;
            let (a, b) = both.split_once(',').ok_or_else(|| wrong("two names are needed"))?;
            let place = |name: &str| {
                let known = names.iter().map(String::as_str);
                let found = names.iter().position(|other| other == canonical(name));
                found.ok_or_else(|| {
                    wrong(&format!("`{}` is not drawn: {}", name.trim(), suggestion(name.trim(), known)))
                })
            };
            let (a, b) = (place(a)?, place(b)?);
            let r = r.trim().parse().ok().filter(|r: &f64| r.abs() < 1.0 && a != b);
            let r = r.ok_or_else(|| wrong("R is not between -1 and 1, or the names are the same"))?;
            if std::mem::replace(&mut given[a][b], true) || std::mem::replace(&mut given[b][a], true) {
                return Err(wrong("the two are correlated twice"));
            }
            (matrix[a][b], matrix[b][a]) = (r, r);
        }
        let impossible =
            || Error::Usage("no traits can be correlated like this: the correlations contradict".into());
        let found = Cholesky::new(&matrix, |pivot, _| pivot > 1e-12);
        found.stands.iter().all(|&stands| stands).then_some(Self(found.lower)).ok_or_else(impossible)
    }

    /// Independent standard normal numbers made to correlate.
    pub(super) fn apply(&self, independent: &[f64]) -> Vec<f64> {
        let row = |row: &Vec<f64>| row.iter().zip(independent).map(|(l, z)| l * z).sum();
        self.0.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal::quantile;
    use crate::random::{Purpose, Random};

    fn names() -> Vec<String> {
        ["age", "synthesis", "mmp"].map(str::to_owned).to_vec()
    }

    fn new(pairs: &[&str]) -> Result<Correlation> {
        Correlation::new(&names(), &pairs.iter().map(|pair| (*pair).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_correlate_as_asked() {
        let correlation = new(&["age,mmp=0.6", "synthesis,mmp=-0.3"]).unwrap();
        let mut sums = [[0.0; 3]; 3];
        let mut stream = Random::new(1, Purpose::Patients, 0);
        let count = 40_000;
        for _ in 0..count {
            let independent: Vec<f64> = (0..3).map(|_| quantile(stream.unit().max(1e-16))).collect();
            let z = correlation.apply(&independent);
            for i in 0..3 {
                (0..3).for_each(|j| sums[i][j] += z[i] * z[j] / f64::from(count));
            }
        }
        for (i, j, r) in [(0, 0, 1.0), (2, 2, 1.0), (0, 2, 0.6), (1, 2, -0.3), (0, 1, 0.0)] {
            assert!((sums[i][j] - r).abs() < 0.02, "{i} {j}: {}", sums[i][j]);
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        let told = |pairs: &[&str]| new(pairs).unwrap_err().to_string();
        assert!(told(&["aeg,mmp=0.5"]).contains("did you mean `age`?"));
        assert!(told(&["age,mmp=1.5"]).contains("between -1 and 1"));
        assert!(told(&["age,age=0.5"]).contains("the same"));
        assert!(told(&["age=0.5"]).contains("two names"));
        assert!(told(&["age,mmp=0.5", "mmp,age=0.4"]).contains("correlated twice"));
        assert!(told(&["age,mmp=0.9", "age,synthesis=0.9", "synthesis,mmp=-0.9"]).contains("contradict"));
    }
}
