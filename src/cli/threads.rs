//! `--threads`, as every command has it.

use dermis::job::{MOST_THREADS, Threads};

/// What the flag takes.
pub fn parser() -> clap::builder::RangedI64ValueParser<u16> {
    clap::value_parser!(u16).range(1..=MOST_THREADS as i64)
}

/// The threads that the flag asks for.
pub fn asked(threads: Option<u16>) -> Threads {
    threads.map_or(Threads::Usual, |number| Threads::Number(number.into()))
}
