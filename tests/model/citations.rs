//! The literature: every key resolves, every entry can be found and is used, every tag keeps its
//! promise, and the program itself can be cited.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use biblatex::{Bibliography, Entry};
use dermis::indication::INDICATIONS;
use dermis::model::{Fields, SurfaceFields};
use dermis::parameters::ParameterSet;
use dermis::patient::Sex;
use dermis::precaution::PRECAUTIONS;
use dermis::puncture::{Tool, catalogue};
use dermis::quantities::{Quantity, Tag};
use dermis::site::sites;
use dermis::topical::AGENTS;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn bibliography() -> Bibliography {
    Bibliography::parse(&read(&root().join("docs/references.bib"))).unwrap()
}

/// Every file below a folder with that ending.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found
}

/// Letters, a year and at most one letter more: `verzijl2000`, `betz1993b`.
fn is_key(text: &str) -> bool {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let name = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    text.len() - stem.len() <= 1
        && stem.len() - name.len() == 4
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// What stands between two marks.
fn between(text: &str, open: char, close: char) -> Vec<&str> {
    let inside = |rest: &'_ str| rest.find(close).map(|end| end + open.len_utf8());
    text.match_indices(open)
        .filter_map(|(at, _)| {
            let rest = &text[at + open.len_utf8()..];
            inside(rest).map(|end| &rest[..end - open.len_utf8()])
        })
        .collect()
}

/// Keys in brackets or backticks.
fn keys(text: &str) -> Vec<&str> {
    let marked = [between(text, '[', ']'), between(text, '`', '`')].concat();
    marked.into_iter().filter(|inside| is_key(inside)).collect()
}

/// Source texts: of parameters, sites, devices, indications, agents and precautions, each with a name to report.
fn sources() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> =
        ParameterSet::table().map(|(_, row)| (row.name.to_owned(), row.source.to_owned())).collect();
    found.extend(Sex::ALL.into_iter().flat_map(sites).map(|site| (site.name, site.source)));
    let devices = catalogue::devices(0.5).into_iter().map(|device| device.about());
    found.extend(devices.map(|about| (about.name.to_owned(), about.source.to_owned())));
    found.extend(INDICATIONS.iter().map(|of| (of.name.to_owned(), of.source.to_owned())));
    for agent in &AGENTS {
        found.push((agent.name.to_owned(), agent.source.to_owned()));
        found.extend(agent.effects.iter().map(|effect| (agent.name.to_owned(), effect.source.to_owned())));
    }
    found.extend(PRECAUTIONS.iter().map(|row| (row.name.to_owned(), row.source.to_owned())));
    found
}

/// `source` and `sources` of a validation target, at any depth.
fn target_sources(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match (key.as_str(), value) {
                    ("source", toml::Value::String(source)) => found.push(source.clone()),
                    ("sources", toml::Value::Array(sources)) => {
                        found.extend(sources.iter().map(|source| source.as_str().unwrap().to_owned()));
                    }
                    _ => target_sources(value, found),
                }
            }
        }
        toml::Value::Array(values) => values.iter().for_each(|value| target_sources(value, found)),
        _ => {}
    }
}

fn targets() -> Vec<(PathBuf, toml::Value)> {
    let files = files("validation", "toml").into_iter();
    files
        .map(|path| {
            let value = toml::Value::Table(read(&path).parse().unwrap());
            (path, value)
        })
        .collect()
}

/// Where a key is used, by key.
fn uses() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let mut texts = [files("src", "rs"), files("crates", "rs"), files("docs", "md")].concat();
    texts.push(root().join("README.md"));
    for path in texts {
        let text = read(&path);
        found.extend(keys(&text).into_iter().map(|key| (key.to_owned(), path.clone())));
    }
    for (path, value) in targets() {
        let mut keys = Vec::new();
        target_sources(&value, &mut keys);
        found.extend(keys.into_iter().map(|key| (key, path.clone())));
    }
    found
}

#[test]
fn keys_are_told_from_other_words() {
    assert!(["verzijl2000", "betz1993b", "serum_peptides1995"].into_iter().all(is_key));
    assert!(
        !["2000", "verzijl", "verzijl20", "Verzijl2000", "betz1993bc", "x 2000", "u12345"]
            .into_iter()
            .any(is_key)
    );
    assert_eq!(keys("from [verzijl2000] and `betz1993b`, a[0], `f64`"), ["verzijl2000", "betz1993b"]);
}

#[test]
fn every_key_resolves_and_every_entry_is_used() {
    let bibliography = bibliography();
    let uses = uses();
    for (key, path) in &uses {
        assert!(is_key(key), "{}: {key} is no key", path.display());
        assert!(bibliography.get(key).is_some(), "{}: {key} is not in docs/references.bib", path.display());
    }
    for key in bibliography.keys() {
        assert!(uses.contains_key(key), "{key} is used nowhere");
    }
}

/// A DOI as registered: prefix with registrant, slash, suffix.
fn is_doi(text: &str) -> bool {
    let Some((prefix, suffix)) = text.split_once('/') else { return false };
    let registrant = prefix.strip_prefix("10.").unwrap_or("");
    (4..=9).contains(&registrant.len())
        && registrant.chars().all(|c| c.is_ascii_digit())
        && !suffix.is_empty()
        && text.chars().all(|c| c.is_ascii_graphic())
}

fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").and_then(|rest| rest.split('/').next()).unwrap_or("");
    host.contains('.') && !host.starts_with('.') && text.chars().all(|c| c.is_ascii_graphic())
}

#[test]
fn every_entry_can_be_found() {
    assert!(is_doi("10.1074/jbc.M006700200") && !is_doi("https://doi.org/10.1074/x") && !is_doi("10.10/x"));
    assert!(is_url("https://pubmed.ncbi.nlm.nih.gov/1/") && !is_url("pubmed") && !is_url("https://x y.z"));
    let bibliography = bibliography();
    let mut places = BTreeSet::new();
    for entry in bibliography.iter() {
        let key = &entry.key;
        assert!(is_key(key), "{key}");
        let place = match entry.doi() {
            Ok(doi) => {
                assert!(is_doi(&doi), "{key}: {doi}");
                doi
            }
            Err(_) => {
                let url = entry.url().unwrap_or_else(|_| panic!("{key} has neither DOI nor URL"));
                assert!(is_url(&url), "{key}: {url}");
                url
            }
        };
        assert!(places.insert(place.to_lowercase()), "{key}: {place} is there twice");
        described(entry);
    }
    let order: Vec<&str> = bibliography.iter().map(|entry| entry.key.as_str()).collect();
    assert!(order.is_sorted(), "entries in the order of their keys");
}

/// Title and year, which the key repeats; authors, or a note that says why there are none.
fn described(entry: &Entry) {
    let key = &entry.key;
    assert!(entry.get("title").is_some(), "{key} has no title");
    assert!(entry.author().is_ok() || entry.get("note").is_some(), "{key}: by whom?");
    let year = format!("{:?}", entry.date().unwrap_or_else(|_| panic!("{key} has no year")));
    let digits: String = key.chars().filter(char::is_ascii_digit).collect();
    assert!(year.contains(&digits), "{key}: {year}");
}

#[test]
fn sources_cite_by_key_alone() {
    let bibliography = bibliography();
    for (name, source) in sources() {
        for inside in between(&source, '[', ']') {
            assert!(bibliography.get(inside).is_some(), "{name}: [{inside}] is not in docs/references.bib");
        }
        assert!(!source.contains("PMC") && !source.contains("PMID"), "{name}: {source}");
        let words: Vec<&str> = source.split(|c: char| !c.is_alphanumeric()).collect();
        for pair in words.windows(2) {
            let year = pair[1].parse().is_ok_and(|year: u16| (1900..2100).contains(&year));
            let author = pair[0].len() > 2
                && pair[0].starts_with(char::is_uppercase)
                && pair[0][1..].chars().all(char::is_lowercase);
            assert!(!(author && year), "{name}: {} {} wants a key", pair[0], pair[1]);
        }
    }
    for about in catalogue::devices(0.5).iter().map(Tool::about) {
        assert!(!keys(about.source).is_empty(), "{} cites nothing", about.name);
    }
    for site in sites(Sex::Female) {
        assert!(!keys(&site.source).is_empty(), "{} cites nothing", site.name);
    }
    for effect in AGENTS.iter().flat_map(|agent| agent.effects) {
        assert!(!keys(effect.source).is_empty(), "{} cites nothing", effect.parameter);
    }
    for agent in &AGENTS {
        assert!(
            !keys(agent.source).is_empty() || agent.source.starts_with("assumed throughout"),
            "{}",
            agent.name
        );
    }
    for of in &INDICATIONS {
        assert!(!keys(of.source).is_empty(), "{} cites nothing", of.name);
    }
    for row in &PRECAUTIONS {
        assert!(!keys(row.source).is_empty(), "{} cites nothing", row.name);
    }
}

const FITTED: &str = "fitted to ";
const BY_HAND: &str = "set by hand within the published recovery times of ";
const ASSUMED: &str = "assumption, fitted to nothing: ";

/// Validation targets by name, and whether parameters were fitted to them.
fn fitted() -> BTreeMap<String, bool> {
    let named = |(_, value): (PathBuf, toml::Value)| {
        Some((value.get("id")?.as_str()?.to_owned(), value.get("basis")?.as_str()? == "fitted"))
    };
    targets().into_iter().filter_map(named).collect()
}

/// The targets named up to a bracket or colon.
fn named(list: &str) -> Vec<&str> {
    list.split([':', '(']).next().unwrap().trim_end().split(", ").collect()
}

/// What is wrong with the source of a row, given what its tag promises.
fn broken(row: &Quantity, fitted: &BTreeMap<String, bool>) -> Option<String> {
    let bare = keys(row.source).is_empty();
    let reason = row.source.split_once(": ").is_none_or(|(_, reason)| reason.is_empty());
    let wrong = |list: &str, fit: bool| {
        named(list).into_iter().find(|id| fitted.get(*id) != Some(&fit)).map(|id| format!("target {id}?"))
    };
    match row.tag {
        Tag::Literature | Tag::Derived => bare.then(|| "cites nothing".to_owned()),
        Tag::Tuned if reason => Some("gives no reason".to_owned()),
        Tag::Tuned => {
            if let Some(list) = row.source.strip_prefix(FITTED) {
                wrong(list, true)
            } else if let Some(list) = row.source.strip_prefix(BY_HAND) {
                wrong(list, false).or(bare.then(|| "published where?".to_owned()))
            } else {
                (!row.source.starts_with(ASSUMED)).then(|| "does not say what it was fitted to".to_owned())
            }
        }
    }
}

#[test]
fn tags_keep_their_promise() {
    let fitted = fitted();
    for (_, row) in ParameterSet::table() {
        assert_eq!(broken(row, &fitted), None, "{}: {}", row.name, row.source);
    }
    for row in Fields::TABLE.iter().chain(&SurfaceFields::TABLE) {
        assert_eq!((row.tag, row.source), (Tag::Derived, "state variable of the model"), "{}", row.name);
    }
}

#[test]
fn every_fit_is_owned_by_parameters() {
    let claimed: BTreeSet<&str> = ParameterSet::table()
        .filter_map(|(_, row)| row.source.strip_prefix(FITTED))
        .flat_map(named)
        .collect();
    let fitted = fitted();
    let expected: BTreeSet<&str> =
        fitted.iter().filter(|(_, fit)| **fit).map(|(id, _)| id.as_str()).collect();
    assert_eq!(claimed, expected);
}

#[test]
fn broken_promises_are_seen() {
    let fitted = fitted();
    let row = |tag, source| Quantity { tag, source, ..*ParameterSet::table().next().unwrap().1 };
    for (tag, source) in [
        (Tag::Literature, "common knowledge"),
        (Tag::Derived, "1 - x"),
        (Tag::Tuned, "design choice: it looked right"),
        (Tag::Tuned, "fitted to T7"),
        (Tag::Tuned, "fitted to T18: the collagen gain of needling"),
        (Tag::Tuned, "fitted to T7, T99: no such target"),
        (Tag::Tuned, "set by hand within the published recovery times of T4: somewhere"),
        (Tag::Tuned, "set by hand within the published recovery times of T7: [gupta2011] is a fit"),
        (Tag::Tuned, "assumption, fitted to nothing: "),
    ] {
        assert!(broken(&row(tag, source), &fitted).is_some(), "{source}");
    }
    assert_eq!(broken(&row(Tag::Tuned, "fitted to T7, T8 (with the rest): as seen"), &fitted), None);
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Software {
    cff_version: String,
    message: String,
    title: String,
    version: String,
    date_released: String,
    license: Vec<String>,
    authors: Vec<BTreeMap<String, String>>,
}

#[test]
fn the_program_can_be_cited() {
    let software: Software = serde_saphyr::from_str(&read(&root().join("CITATION.cff"))).unwrap();
    assert_eq!(software.cff_version, "1.2.0");
    assert_eq!(software.version, env!("CARGO_PKG_VERSION"));
    assert_eq!(software.license.join(" OR "), env!("CARGO_PKG_LICENSE"));
    assert!(software.title.starts_with(env!("CARGO_PKG_NAME")) && !software.message.is_empty());
    assert!(software.authors.iter().any(|author| !author.values().all(String::is_empty)));
    let date: Vec<&str> = software.date_released.split('-').collect();
    assert_eq!(date.iter().map(|part| part.len()).collect::<Vec<_>>(), [4, 2, 2]);
}
