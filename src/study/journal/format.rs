//! The lines of a journal and their checksums.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use twox_hash::XxHash3_64;

use super::record::Record;
use super::{Header, MAGIC, damaged};
use crate::error::Result;

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
    while let Some(length) = bytes[from..].iter().position(|byte| *byte == b'\n') {
        let end = from + length + 1;
        let body = std::str::from_utf8(&bytes[from..end - 1]).ok().and_then(body);
        let good = match (body, &mut found) {
            (Some(body), None) => {
                let json = body.strip_prefix(MAGIC).map(str::trim_start);
                let header = json.and_then(|json| serde_json::from_str(json).ok());
                found = header.map(|header| Found { header, rows: HashMap::new(), whole: end });
                found.is_some()
            }
            (Some(body), Some(found)) => read_row(body).is_some_and(|(fingerprint, record)| {
                found.rows.insert(fingerprint, record);
                found.whole = end;
                true
            }),
            (None, _) => false,
        };
        if !good {
            // Only the last line can have been cut short.
            let last = end == bytes.len();
            return match (last, found) {
                (true, Some(found)) => Ok(Some(found)),
                _ => {
                    Err(damaged(path, "a line in it is damaged or it is no journal; remove it to begin anew"))
                }
            };
        }
        from = end;
    }
    Ok(found)
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
    match record {
        Record::Values(values) => values.iter().for_each(|value| {
            let _ = write!(text, " {:x}", value.to_bits());
        }),
        Record::Failed(problem) => {
            let _ = write!(text, " ! {problem}");
        }
    }
    text
}

fn read_row(body: &str) -> Option<(u128, Record)> {
    let (fingerprint, remainder) = body.split_once(' ').unwrap_or((body, ""));
    let fingerprint = u128::from_str_radix(fingerprint, 16).ok()?;
    let record = match remainder.strip_prefix("! ") {
        Some(problem) => Record::Failed(problem.into()),
        None => {
            let value = |word: &str| u64::from_str_radix(word, 16).ok().map(f64::from_bits);
            Record::Values(remainder.split_ascii_whitespace().map(value).collect::<Option<_>>()?)
        }
    };
    Some((fingerprint, record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any numbers, to the bit, and any problem on one line.
    fn record() -> impl Strategy<Value = Record> {
        let values = prop::collection::vec(any::<u64>().prop_map(f64::from_bits), 0..4);
        prop_oneof![values.prop_map(Record::Values), "[^\n]{0,20}".prop_map(Record::Failed)]
    }

    /// Rows as they read back, which for `NaN` compares bits.
    fn words(rows: impl Iterator<Item = (u128, Record)>) -> HashMap<u128, String> {
        rows.map(|(fingerprint, record)| (fingerprint, row(fingerprint, &record))).collect()
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
