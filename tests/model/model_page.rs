//! Holds docs/model.md and docs/keys.md to the code: tables are generated, and nothing is missing from the text.
//! `UPDATE_DOCS=1` writes the tables again instead of comparing them.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "model_page/keys.rs"]
mod keys;
#[path = "model_page/lists.rs"]
mod lists;
#[path = "model_page/page.rs"]
mod page;
#[path = "model_page/worked.rs"]
mod worked;

use dermis::model::{Fields, SurfaceFields};
use dermis::outcome::OUTCOMES;
use dermis::parameters::ParameterSet;
use page::{code_in, mentions, outside_of_generated, replaced};

/// Every generated part of the page by its name.
fn generated() -> Vec<(String, String)> {
    let mut parts = vec![
        ("sites".to_owned(), lists::sites()),
        ("fields".to_owned(), lists::fields("volume")),
        ("surface fields".to_owned(), lists::fields("surface")),
        ("devices".to_owned(), lists::devices()),
        ("outcomes".to_owned(), lists::outcomes()),
        ("indications".to_owned(), lists::indications()),
        ("agents".to_owned(), lists::agents()),
        ("worked rates".to_owned(), worked::rates()),
        ("worked surface rates".to_owned(), worked::surface_rates()),
        ("worked scenario".to_owned(), worked::scenario()),
    ];
    let mut groups: Vec<&str> = ParameterSet::table().map(|(group, _)| group).collect();
    groups.dedup();
    parts.extend(groups.into_iter().map(|group| (format!("parameters {group}"), lists::parameters(group))));
    parts
}

#[test]
fn tables_are_those_of_the_code() {
    let page = page::read();
    let mut fresh = page.clone();
    let mut stale = Vec::new();
    for (name, text) in generated() {
        let with = replaced(&fresh, &name, &text);
        if with != fresh {
            stale.push(name);
        }
        fresh = with;
    }
    let marks = fresh.matches("<!-- begin generated: ").count();
    assert_eq!(marks, generated().len(), "docs/model.md has a generated part that nothing generates");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        page::write(&fresh);
        return;
    }
    assert!(
        stale.is_empty(),
        "docs/model.md is not what the code says in: {}. Look at what changed, bring the text around the \
         tables up to date, then run UPDATE_DOCS=1 cargo test --release --test model model_page",
        stale.join(", ")
    );
}

#[test]
fn keys_are_those_of_the_code() {
    let page = keys::page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        keys::write(&page);
    }
    assert!(
        keys::read() == page,
        "docs/keys.md is not what the code says: run UPDATE_DOCS=1 cargo test --release --test model model_page"
    );
}

#[test]
fn every_field_has_its_equation() {
    let code = code_in(&outside_of_generated(&page::read()));
    for row in Fields::TABLE.iter().chain(&SurfaceFields::TABLE) {
        let rate = format!("d{}/dt", row.symbol);
        let lines = code.iter().flat_map(|block| block.lines());
        let found = lines.filter(|line| line.trim_start().starts_with(&rate)).count();
        assert_eq!(found, 1, "docs/model.md has no equation `{rate} = …` for the field `{}`", row.name);
        let uses = code.iter().map(|block| page::count(block, row.symbol)).sum::<usize>();
        assert!(uses > 0, "docs/model.md never uses {} ({}) beyond its rate", row.symbol, row.name);
    }
}

#[test]
fn every_parameter_is_in_the_text() {
    let code = code_in(&outside_of_generated(&page::read()));
    for (_, row) in ParameterSet::table() {
        assert!(
            code.iter().any(|block| mentions(block, row.symbol)),
            "docs/model.md has no equation with {}, the parameter `{}`",
            row.symbol,
            row.name
        );
    }
}

#[test]
fn every_outcome_has_its_formula() {
    let code = code_in(&outside_of_generated(&page::read()));
    for outcome in &OUTCOMES {
        let defined = code.iter().flat_map(|block| block.lines()).any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(outcome.name) && words.next().is_some()
        });
        assert!(defined, "docs/model.md does not say how the outcome `{}` is computed", outcome.name);
    }
}

#[test]
fn symbols_mean_one_thing() {
    let mut rows: Vec<(&str, &str)> = ParameterSet::table().map(|(_, row)| (row.symbol, row.name)).collect();
    rows.extend(Fields::TABLE.iter().chain(&SurfaceFields::TABLE).map(|row| (row.symbol, row.name)));
    rows.sort_unstable();
    for pair in rows.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{} and {} have the same symbol", pair[0].1, pair[1].1);
    }
}
