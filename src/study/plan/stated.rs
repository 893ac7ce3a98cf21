//! What a scenario's text and changes state, so that nothing else is drawn in its place.

use std::collections::BTreeSet;

use crate::study::plan::base::Base;
use crate::study::plan::names::canonical;

/// Every key that a scenario's text states, with its table; parameters by their own names.
pub(in crate::study) fn in_file(text: &str) -> Vec<String> {
    // A text that is no TOML is refused where it is read as a scenario.
    let tables: toml::Table = text.parse().unwrap_or_default();
    let keys = |(table, value): (&String, &toml::Value)| -> Vec<String> {
        let of = value.as_table().into_iter().flat_map(|inner| inner.keys());
        of.map(|key| canonical(&format!("{table}.{key}")).to_owned()).collect()
    };
    tables.iter().flat_map(keys).collect()
}

/// Names that any of the scenarios or changes states, each change `name=…`.
pub(in crate::study) fn names<'a>(
    bases: impl IntoIterator<Item = &'a Base>,
    changes: impl IntoIterator<Item = &'a str>,
) -> BTreeSet<String> {
    let changed = changes.into_iter().filter_map(|change| change.split('=').next());
    let mut names: BTreeSet<String> = changed.map(|name| canonical(name).to_owned()).collect();
    bases.into_iter().for_each(|base| names.extend(in_file(&base.text)));
    names
}
