//! The threads of a job: a number, or a pool of the caller's.

use std::sync::Arc;
use std::{env, thread};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, Result};
use crate::study::plan::memory;
use crate::units::bytes;

/// Most threads of a job. More have no use on any machine, and asking the system for a million takes it down.
pub const MOST_THREADS: usize = 1024;
/// The variable by which rayon, and so this program, is told how many threads to take.
pub const VARIABLE: &str = "RAYON_NUM_THREADS";

/// How many threads, or which.
#[derive(Debug, Clone, Default)]
pub enum Threads {
    /// As many as `RAYON_NUM_THREADS` says, else one a core.
    #[default]
    Usual,
    /// So many.
    Number(usize),
    /// These. The simulations of a study have threads of their own, as many as there are here.
    Pool(Arc<ThreadPool>),
}

impl Threads {
    /// How many there are, or will be.
    ///
    /// # Errors
    /// [`Error::Usage`] where the number is not from 1 to [`MOST_THREADS`].
    pub fn number(&self) -> Result<usize> {
        match self {
            Self::Pool(pool) => Ok(pool.current_num_threads()),
            Self::Number(number) => allowed("the number of threads", *number),
            Self::Usual => usual(),
        }
    }

    /// The pool to work in; all its threads are started, or none.
    ///
    /// # Errors
    /// [`Error::Usage`] where the number is not from 1 to [`MOST_THREADS`], or the system gives no more threads.
    pub(super) fn pool(&self) -> Result<Arc<ThreadPool>> {
        if let Self::Pool(pool) = self {
            return Ok(Arc::clone(pool));
        }
        let number = self.number()?;
        // Beyond a limit on address space threads end the program without a word.
        if memory::address_space(number + 1).is_some_and(|left| left < super::cost::PROGRAM_BYTES) {
            return Err(Error::Usage(format!(
                "cannot start {number} threads: the limit on address space (ulimit -v) has no room for them, each takes about \
                 {}; raise it, or take fewer by --threads or {VARIABLE}",
                bytes(memory::THREAD_BYTES)
            )));
        }
        let pool = ThreadPoolBuilder::new().num_threads(number).build();
        let none = |error| {
            Error::Usage(format!(
                "cannot start {number} threads: {error}; take fewer, by --threads or {VARIABLE}"
            ))
        };
        pool.map(Arc::new).map_err(none)
    }
}

fn usual() -> Result<usize> {
    // As rayon reads it: what is no number, or 0, is as if it were not there.
    match env::var(VARIABLE).ok().and_then(|text| text.trim().parse().ok()).filter(|number| *number > 0) {
        Some(number) => allowed(VARIABLE, number),
        None => Ok(thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS)),
    }
}

fn allowed(what: &str, number: usize) -> Result<usize> {
    match number {
        1..=MOST_THREADS => Ok(number),
        _ => Err(Error::Usage(format!("{what} is {number}; allowed: 1 to {MOST_THREADS}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_limits_and_a_pool_is_taken_as_it_is() {
        assert_eq!(Threads::Number(2).pool().unwrap().current_num_threads(), 2);
        for number in [0, MOST_THREADS + 1, 1_000_000] {
            let error = Threads::Number(number).pool().unwrap_err();
            assert!(error.to_string().contains("1 to 1024"), "{error}");
        }
        let pool = Arc::new(ThreadPoolBuilder::new().num_threads(3).build().unwrap());
        assert!(Arc::ptr_eq(&Threads::Pool(Arc::clone(&pool)).pool().unwrap(), &pool));
    }
}
