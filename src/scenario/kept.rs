//! What of the skin stays as the file states it, although a change says that it is other skin.

use super::keys::SITE;
use super::source::Sources;
use super::tree::{Entry, Table, Value};
use crate::site;

/// The site that a tree names, or leaves to the default.
#[derive(Debug, PartialEq)]
pub(super) struct Named(String);

impl Named {
    /// What a tree says.
    pub(super) fn by(root: &Table) -> Self {
        let [name, ..] = &SITE;
        match entry(root, name.key.table(), name.key.name()).map(|entry| &entry.node.value) {
            Some(Value::Text(text)) => Self(text.clone()),
            _ => Self(site::names().next().unwrap_or_default().to_owned()),
        }
    }

    /// Layers that the file of a tree states, with their thicknesses, where changes have named another site since.
    pub(super) fn kept(&self, root: &Table, sources: &Sources) -> Vec<String> {
        if *self == Self::by(root) {
            return Vec::new();
        }
        let stated = SITE.iter().filter_map(|row| {
            let entry = entry(root, row.key.table(), row.key.name())?;
            let of_file = entry.node.place.source == 0
                && matches!(entry.node.value, Value::Whole(_) | Value::Number(_));
            of_file.then(|| format!("{} = {}", row.key.name(), sources.excerpt(entry.node.place)))
        });
        stated.collect()
    }
}

fn entry<'t>(root: &'t Table, table: &str, key: &str) -> Option<&'t Entry> {
    match &root.get(table)?.node.value {
        Value::Table(table) => table.get(key),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Scenario;

    #[test]
    fn other_skin_keeps_a_stated_layer_with_a_word() {
        let text = "schema = 1\n[site]\nname = \"cheek\"\nreticular_dermis_mm = 1.4\n";
        let kept = |changes: &[&str]| {
            let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
            Scenario::parse("a.toml", text, &changes).unwrap().0.kept_layers
        };
        let other = "site.name=eyelid";
        assert_eq!(kept(&[other]), ["reticular_dermis_mm = 1.4"]);
        assert!(kept(&[other, "site.reticular_dermis_mm=1.2"]).is_empty());
        assert!(kept(&[]).is_empty() && kept(&["site.name=cheek"]).is_empty());
        let (scenario, warnings) = Scenario::parse("a.toml", text, &["site.name=eyelid".to_owned()]).unwrap();
        assert!(warnings.iter().any(|warning| warning.contains("whose reticular_dermis_mm = 1.4 stays")));
        assert_eq!(scenario.site.reticular_dermis_mm, 1.4);
    }
}
