//! Links between the pages: the file is there, and has the heading.

use std::path::Path;

use super::{pages, root, text};

/// The page without code, whose brackets are no links.
fn prose(page: &str) -> String {
    let outside = page.split("```").step_by(2).collect::<String>();
    outside.split('`').step_by(2).collect()
}

/// What `[text](target)` and `![text](target)` name.
fn targets(page: &str) -> Vec<String> {
    let prose = prose(page);
    let parts = prose.split("](").skip(1);
    parts.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.trim().to_owned()).collect()
}

/// The names by which headings are linked to: letters, digits, `-` and `_`, in lower case.
fn anchors(page: &str) -> Vec<String> {
    let outside = page.split("```").step_by(2).collect::<String>();
    let headings =
        outside.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let letter = |c: char| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
        _ => None,
    };
    headings.map(|text| text.to_lowercase().chars().filter_map(letter).collect()).collect()
}

/// What a target lacks; nothing for one that is elsewhere.
fn fault(page: &Path, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let place = if file.is_empty() { page.to_owned() } else { page.parent().unwrap().join(file) };
    if !root().join(&place).exists() {
        return Some(format!("{}: {target} leads to no file", page.display()));
    }
    let found = anchor.is_none_or(|anchor| anchors(&text(&place)).iter().any(|known| known == anchor));
    (!found).then(|| format!("{}: {target} leads to no heading", page.display()))
}

#[test]
fn every_link_leads_somewhere() {
    let mut faults = Vec::new();
    for page in pages() {
        let targets = targets(&text(&page));
        faults.extend(targets.iter().filter_map(|target| fault(&page, target)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A page that the site's contents leave out is found by nobody.
#[test]
fn every_page_of_docs_is_in_the_contents() {
    let contents = targets(&text(Path::new("docs/SUMMARY.md")));
    let of_docs = pages().into_iter().filter_map(|page| page.strip_prefix("docs").map(Path::to_owned).ok());
    let left_out: Vec<_> = of_docs
        .filter(|page| page != Path::new("SUMMARY.md"))
        .filter(|page| !contents.iter().any(|target| Path::new(target) == page))
        .collect();
    assert!(left_out.is_empty(), "docs/SUMMARY.md leaves out {left_out:?}");
}
