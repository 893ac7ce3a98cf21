//! The lines of a journal and their checksums.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use twox_hash::XxHash3_64;

use super::record::Record;
use super::{Header, MAGIC, damaged};
use crate::error::{Error, Result};

/// The good part of a journal.
pub(super) struct Found {
    pub(super) header: Header,
    pub(super) rows: HashMap<u128, Record>,
    /// Bytes up to the end of the last good line.
    pub(super) whole: usize,
}

/// Reads a journal; nothing where there is not even a first line.
pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Option<Found>> {
    let head = bytes.len().min(MAGIC.len());
    if bytes[..head] != MAGIC.as_bytes()[..head] {
        return Err(damaged(path, "it is not the journal of a study"));
    }
    let (mut found, mut from): (Option<Found>, usize) = (None, 0);
    let mut lines = 0;
    while let Some(length) = bytes[from..].iter().position(|byte| *byte == b'\n') {
        let end = from + length + 1;
        lines += 1;
        let body = std::str::from_utf8(&bytes[from..end - 1]).ok().and_then(body);
        let good = match (body, &mut found) {
            (Some(body), None) => {
                let json = body.strip_prefix(MAGIC).map(str::trim_start);
                let header = json.and_then(|json| serde_json::from_str(json).ok());
                found = header.map(|header| Found { header, rows: HashMap::new(), whole: end });
                found.is_some()
            }
            (Some(body), Some(found)) => match read_row(body) {
                Ok((fingerprint, record)) => {
                    if found.rows.get(&fingerprint).is_some_and(|other| !other.is(&record)) {
                        return Err(wrong(path, lines, "it has other numbers of a run than an earlier line"));
                    }
                    found.rows.insert(fingerprint, record);
                    found.whole = end;
                    true
                }
                // Its checksum is right: it was written so.
                Err(problem) => return Err(wrong(path, lines, problem)),
            },
            (None, _) => false,
        };
        if !good {
            // Only the last line can have been cut short.
            let last = end == bytes.len();
            return match (last, found) {
                (true, Some(found)) => Ok(Some(found)),
                _ => Err(wrong(path, lines, "it is damaged, or this is no journal")),
            };
        }
        from = end;
    }
    Ok(found)
}

fn wrong(path: &Path, line: usize, problem: &str) -> Error {
    damaged(path, &format!("line {line} of this journal: {problem}; remove the file to begin anew"))
}

/// A line with its checksum.
pub(super) fn line(body: &str) -> String {
    format!("{body} {:016x}\n", XxHash3_64::oneshot(body.as_bytes()))
}

/// The line without its checksum, if that is right.
fn body(line: &str) -> Option<&str> {
    let (body, sum) = line.rsplit_once(' ')?;
    let sum = u64::from_str_radix(sum, 16).ok()?;
    (sum == XxHash3_64::oneshot(body.as_bytes())).then_some(body)
}

/// What is written of a run.
pub(super) fn row(fingerprint: u128, record: &Record) -> String {
    let mut text = format!("{fingerprint:032x}");
    // Writing to a `String` cannot fail.
    for value in record.values() {
        let _ = write!(text, " {:x}", value.to_bits());
    }
    let _ = match record {
        Record::Values(_) => Ok(()),
        Record::Doubtful { doubt, .. } => write!(text, " ? {doubt}"),
        Record::Failed(problem) => write!(text, " ! {problem}"),
    };
    text
}

/// A row, if it is one that a run can give.
fn read_row(body: &str) -> std::result::Result<(u128, Record), &'static str> {
    let (fingerprint, remainder) = body.split_once(' ').unwrap_or((body, ""));
    let fingerprint = u128::from_str_radix(fingerprint, 16).map_err(|_| "it does not begin with a run")?;
    if let Some(problem) = remainder.strip_prefix("! ") {
        return Ok((fingerprint, Record::Failed(problem.into())));
    }
    let (words, doubt) = remainder.split_once("? ").unwrap_or((remainder, ""));
    let value = |word: &str| u64::from_str_radix(word, 16).ok().map(f64::from_bits);
    let values: Option<Vec<f64>> = words.split_ascii_whitespace().map(value).collect();
    let values = values.ok_or("a word of it is no number")?;
    // What a run has not is no number; nothing in it is without bounds.
    if values.iter().any(|value| value.is_infinite()) {
        return Err("a number of it is infinite");
    }
    Ok((fingerprint, Record::of(values, doubt)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any numbers, to the bit, and any problem on one line.
    fn record() -> impl Strategy<Value = Record> {
        let number =
            any::<u64>().prop_map(f64::from_bits).prop_filter("finite or none", |value| !value.is_infinite());
        let values = prop::collection::vec(number, 0..4);
        prop_oneof![
            (values, "[a-z:? ]{0,20}").prop_map(|(values, doubt)| Record::of(values, doubt.trim())),
            "[^\n]{0,20}".prop_map(Record::Failed),
        ]
    }

    /// Rows as they read back, which for `NaN` compares bits.
    fn words(rows: impl Iterator<Item = (u128, Record)>) -> HashMap<u128, String> {
        rows.map(|(fingerprint, record)| (fingerprint, row(fingerprint, &record))).collect()
    }

    /// What has a right checksum is held against what a run can give, and said with its line.
    #[test]
    fn rows_are_checked_for_meaning() {
        let header = serde_json::to_string(&Header::new(serde_json::json!({}), String::new())).unwrap();
        let text = |rows: &[&str]| {
            let head = line(&format!("{MAGIC} {header}"));
            rows.iter().fold(head, |text, row| text + &line(row))
        };
        let read =
            |rows: &[&str]| parse(text(rows).as_bytes(), Path::new("x.journal")).map(|found| found.unwrap());
        let values = |number: f64| row(7, &Record::Values(vec![1.0, number]));
        let (one, same, other) = (values(2.0), values(2.0), values(3.0));
        assert_eq!(read(&[&one, &same]).unwrap().rows.len(), 1);
        let doubtful = Record::of(vec![f64::NAN], "left rest? on day 3");
        let found = read(&[&row(9, &doubtful)]).unwrap();
        assert!(found.rows[&9].is(&doubtful));
        for (rows, told) in [
            (vec![one.as_str(), &other], "line 3 of this journal: it has other numbers"),
            (vec![&values(f64::INFINITY), &one], "line 2 of this journal: a number of it is infinite"),
            (vec!["07 no"], "line 2 of this journal: a word of it is no number"),
            (vec!["run 3ff0000000000000"], "line 2 of this journal: it does not begin with a run"),
        ] {
            let error = read(&rows).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(told) && error.contains("x.journal"), "{error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// A journal cut anywhere gives the runs whose lines are whole; one with a changed byte gives no
        /// number that was not written.
        #[test]
        fn what_is_read_was_written(
            rows in prop::collection::vec((any::<u128>(), record()), 0..6),
            place in any::<prop::sample::Index>(),
            bit in 0_u32..8,
        ) {
            let header = Header::new(serde_json::json!({ "kind": "sweep" }), String::new());
            let first = line(&format!("{MAGIC} {}", serde_json::to_string(&header).unwrap()));
            let lines = rows.iter().map(|(fingerprint, record)| line(&row(*fingerprint, record)));
            let lines: Vec<String> = std::iter::once(first).chain(lines).collect();
            let mut bytes = lines.concat().into_bytes();
            let path = Path::new("x.journal");

            let cut = place.index(bytes.len() + 1);
            let mut ends = lines.iter().scan(0, |end, line| { *end += line.len(); Some(*end) });
            let whole = ends.by_ref().take_while(|end| *end <= cut).count();
            let found = parse(&bytes[..cut], path).unwrap();
            let read = found.map(|found| words(found.rows.into_iter()));
            let written = |whole: usize| words(rows[..whole].iter().cloned());
            prop_assert_eq!(read, whole.checked_sub(1).map(written));

            let at = place.index(bytes.len());
            bytes[at] ^= 1_u8 << bit;
            if let Ok(Some(found)) = parse(&bytes, path) {
                let all = written(rows.len());
                let read = words(found.rows.into_iter());
                prop_assert!(read.iter().all(|(fingerprint, row)| all.get(fingerprint) == Some(row)));
            }
        }
    }
}
