//! `--threads`, as every command has it.

use dermis::job::{MOST_THREADS, THREADS_VARIABLE, Threads};
use dermis::{Error, Result, visible};

/// What the flag takes.
pub fn parser() -> clap::builder::RangedI64ValueParser<u16> {
    clap::value_parser!(u16).range(1..=MOST_THREADS as i64)
}

/// The threads that the flag asks for.
pub fn asked(threads: Option<u16>) -> Threads {
    threads.map_or(Threads::Usual, |number| Threads::Number(number.into()))
}

/// Refuses a variable that says no number of threads; 0 and nothing are as if it were not there.
pub fn refuse_wrong_variable() -> Result<()> {
    let Some(given) = std::env::var_os(THREADS_VARIABLE) else { return Ok(()) };
    let text = given.to_string_lossy();
    match text.trim() {
        "" => Ok(()),
        digits if digits.parse::<u64>().is_ok() => Ok(()),
        _ => Err(Error::Usage(format!(
            "{THREADS_VARIABLE} is `{}`, which is no number of threads; allowed: 1 to {MOST_THREADS}, or unset it",
            visible::name(&text)
        ))),
    }
}
