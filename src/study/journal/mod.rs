//! The journal of a study: what each finished run gave, so that a killed study goes on where it was.
//!
//! A text file: the first line names the study, then one line a run with its fingerprint, its numbers
//! to the bit, and a checksum. Lines are written whole; of a line that was cut short by a crash the
//! checksum fails, and its run is simply done again.

mod format;
pub mod record;

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::files::seam::{self, Writing};
use crate::files::{self, Lock, lock};
use crate::version::Build;
use crate::visible;
use format::{Found, line, parse, row};
use record::Record;

const MAGIC: &str = "dermis-journal 2";
/// Time between two waits for the disk. A killed process loses nothing; a power cut loses this much.
const SYNC: Duration = Duration::from_secs(1);
/// Most bytes of a journal: the most runs with a thousand numbers each, several times over.
const MOST_BYTES: u64 = 1 << 33;
/// Most bytes of a line: a study with all its scenarios, or the numbers of one run.
const MOST_OF_LINE: u64 = 1 << 28;

/// What a journal is of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// What wrote it.
    pub build: Build,
    /// The study as it is defined.
    pub study: serde_json::Value,
    /// The part of it, as `1/4`; empty for the whole.
    pub shard: String,
}

impl Header {
    /// Of this program.
    pub fn new(study: serde_json::Value, shard: String) -> Self {
        Self { build: Build::this(), study, shard }
    }

    /// Whether both are of the same study, and of builds that give the same numbers.
    fn joins(&self, other: &Self) -> bool {
        self.build.sources == other.build.sources && self.study == other.study
    }
}

/// The runs that are done.
#[derive(Debug, Default)]
pub struct Journal {
    rows: HashMap<u128, Record>,
    file: Option<Open>,
}

/// The file that rows are added to.
#[derive(Debug)]
struct Open {
    file: Writing,
    path: PathBuf,
    synced: Instant,
    lock: Lock,
}

impl Journal {
    /// Opens the journal of a study, new or as an interrupted one left it. With `force` the journal of
    /// another study is begun anew.
    ///
    /// # Errors
    /// [`Error::Create`] where it belongs to another study or another process; [`Error::Io`] where it is
    /// damaged or cannot be written.
    pub fn open(path: &Path, header: &Header, force: bool) -> Result<Self> {
        let refuse = |reason: &str| Error::Create { path: path.into(), reason: reason.into() };
        seam::create_folder(files::parent(path)).map_err(|error| refuse(&error.to_string()))?;
        if path.exists() {
            // A pipe is refused before it is opened, which would wait for its other end.
            files::open(path)?;
        }
        let file = seam::open_to_go_on(path).map_err(|error| refuse(&error.to_string()))?;
        let lock = lock(&file, path);
        if lock == Lock::Others {
            return Err(refuse("another process works on this study; wait for it or choose another --out"));
        }
        let bytes = bytes(path)?;
        let found = parse(&bytes, path)?;
        let (rows, whole) = match found {
            Some(Found { header: ref other, rows, whole })
                if other.joins(header) && other.shard == header.shard =>
            {
                (rows, whole)
            }
            Some(Found { header: other, .. }) if !force => {
                return Err(refuse(&if other.build.sources == header.build.sources {
                    "it is of another study; take another --out, or --force to begin anew".to_owned()
                } else {
                    format!(
                        "it is of {}, and this is {}, which may give other numbers: go on with that build, take another \
                         --out, or --force to begin anew",
                        other.build, header.build
                    )
                }));
            }
            _ => (HashMap::new(), 0),
        };
        let mut file = Writing::of(file, path);
        let cut = |file: &mut Writing| -> io::Result<()> {
            file.file().set_len(whole as u64)?;
            if whole == 0 {
                let json = serde_json::to_string(header)?;
                file.write_all(line(&format!("{MAGIC} {json}")).as_bytes())?;
            }
            file.sync()
        };
        cut(&mut file).map_err(|source| failed("write", path, source))?;
        let (path, synced) = (path.into(), Instant::now());
        Ok(Self { rows, file: Some(Open { file, path, synced, lock }) })
    }

    /// Why two processes could work on this study without noticing, if they could.
    pub fn warning(&self) -> Option<String> {
        let Open { path, .. } = self.file.as_ref().filter(|open| open.lock == Lock::Unknown)?;
        Some(format!(
            "{} is on a file system without locks: take care that no other process works on this study",
            visible::path(path)
        ))
    }

    /// Runs that are done.
    pub fn runs(&self) -> usize {
        self.rows.len()
    }

    /// Reads journals that are finished or not: parts of a study, to be joined.
    ///
    /// # Errors
    /// [`Error::Io`] where one cannot be read or is no journal; [`Error::Usage`] where they are not of
    /// the same study.
    pub fn join(paths: &[PathBuf]) -> Result<(Header, Self)> {
        let mut joined: Option<(Header, HashMap<u128, Record>)> = None;
        for path in paths {
            let Some(Found { header, rows, .. }) = parse(&bytes(path)?, path)? else {
                return Err(damaged(path, "it is not the journal of a study"));
            };
            match &mut joined {
                None => joined = Some((header, rows)),
                Some((first, all)) if first.joins(&header) => {
                    for (fingerprint, record) in rows {
                        if all.get(&fingerprint).is_some_and(|other| !other.is(&record)) {
                            return Err(damaged(
                                path,
                                "a run in it has other numbers in another part; run one of them again",
                            ));
                        }
                        all.insert(fingerprint, record);
                    }
                }
                Some((other, _)) => {
                    let (path, first) = (visible::path(path), visible::path(&paths[0]));
                    let what = if other.build.sources == header.build.sources { "study" } else { "build" };
                    return Err(Error::Usage(format!(
                        "{path} is not of the same {what} as {first}: join parts that one build ran of one study"
                    )));
                }
            }
        }
        let none = || Error::Usage("name the parts to join, as results/x.part-*.journal".into());
        let (header, rows) = joined.ok_or_else(none)?;
        Ok((header, Self { rows, file: None }))
    }

    /// What a run gave, if it is done.
    pub fn get(&self, fingerprint: u128) -> Option<&Record> {
        self.rows.get(&fingerprint)
    }

    /// Whether a run that is done gave as many numbers as are kept of it.
    ///
    /// # Errors
    /// [`Error::Io`] where it did not: the journal was not written by this study.
    pub fn check(&self, fingerprint: u128, numbers: usize) -> Result<()> {
        match self.get(fingerprint) {
            Some(record) if !record.has_failed() && record.values().len() != numbers => {
                let path = self.file.as_ref().map_or(Path::new("the journals"), |open| open.path.as_path());
                let found = record.values().len();
                let problem = format!(
                    "a run in it has {found} numbers where this study keeps {numbers}; remove it to begin anew"
                );
                Err(damaged(path, &problem))
            }
            _ => Ok(()),
        }
    }

    /// Keeps what a run gave.
    ///
    /// # Errors
    /// What the system says of the file.
    pub fn add(&mut self, fingerprint: u128, record: Record) -> Result<()> {
        if let Some(Open { file, path, synced, .. }) = &mut self.file {
            let text = line(&row(fingerprint, &record));
            file.write_all(text.as_bytes()).map_err(|source| failed("write", path, source))?;
            if synced.elapsed() > SYNC {
                file.sync().map_err(|source| failed("save", path, source))?;
                *synced = Instant::now();
            }
        }
        self.rows.insert(fingerprint, record);
        Ok(())
    }

    /// Waits until all is on the disk.
    ///
    /// # Errors
    /// What the system says of the file.
    pub fn save(&self) -> Result<()> {
        let Some(Open { file, path, .. }) = &self.file else { return Ok(()) };
        file.sync().map_err(|source| failed("save", path, source))
    }

    /// Removes the file: the results are written.
    ///
    /// # Errors
    /// What the system says of the file.
    pub fn remove(self) -> Result<()> {
        let Some(Open { path, .. }) = &self.file else { return Ok(()) };
        seam::remove_file(path).map_err(|source| failed("remove", path, source))
    }
}

/// The bytes of a journal; of a file that does not begin as one no more than its beginning, and nothing after a line
/// that is longer than any of a journal.
fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = BufReader::new(files::open(path)?.take(MOST_BYTES));
    let mut from = 0;
    let mut most = MAGIC.len() as u64;
    loop {
        let read = (&mut file).take(most).read_until(b'\n', &mut bytes);
        let read = read.map_err(|source| failed("read", path, source))?;
        if from == 0 && !MAGIC.as_bytes().starts_with(&bytes[..bytes.len().min(MAGIC.len())]) {
            return Ok(bytes);
        }
        most = MOST_OF_LINE;
        match bytes.last() {
            _ if read == 0 => return Ok(bytes),
            Some(b'\n') => from = bytes.len(),
            _ if (bytes.len() - from) as u64 >= MOST_OF_LINE => {
                return Err(damaged(
                    path,
                    "a line in it is longer than any of a journal; remove it to begin anew",
                ));
            }
            _ => {}
        }
    }
}

fn failed(doing: &'static str, path: &Path, source: io::Error) -> Error {
    Error::io(doing, path, source)
}

fn damaged(path: &Path, problem: &str) -> Error {
    failed("read", path, io::Error::new(io::ErrorKind::InvalidData, problem.to_owned()))
}
