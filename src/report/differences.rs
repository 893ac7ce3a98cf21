//! What of a scenario is not as it comes.

use toml::{Table, Value};

/// A key that is not as it comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Its whole name.
    pub key: String,
    /// What it is here.
    pub here: String,
    /// What it is where nothing is said; empty where there is no such key then.
    pub usual: String,
}

/// Keys of a resolved scenario whose values are not those of another one, in order, but for lists of tables.
pub fn differences(scenario: &str, usual: &str) -> Vec<Difference> {
    let flat = |text: &str| {
        let mut all = Vec::new();
        flatten("", &text.parse::<Table>().unwrap_or_default(), &mut all);
        all
    };
    let usual = flat(usual);
    let mut found = Vec::new();
    for (key, here) in flat(scenario) {
        let was = usual.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
        if was.as_ref() != Some(&here) {
            found.push(Difference { key, here, usual: was.unwrap_or_default() });
        }
    }
    found
}

fn flatten(prefix: &str, table: &Table, into: &mut Vec<(String, String)>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::Table(inner) => flatten(&name, inner, into),
            // Sessions and agents, which a report shows as they were carried out.
            Value::Array(all) if all.iter().any(Value::is_table) => {}
            value => into.push((name, value.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let found =
            differences("a = 1\n[run]\ndays = 30.0\nseed = 1", "a = 1\n[run]\ndays = 300.0\nseed = 1");
        let one = Difference { key: "run.days".into(), here: "30.0".into(), usual: "300.0".into() };
        assert_eq!(found, [one]);
    }
}
