//! dermis for Python: what the library does, without a line of Python's own. The package `dermis` above it, in
//! `python/dermis`, makes tables and arrays of what this gives.
//!
//! A job runs on threads of its own, which know nothing of Python. The thread that called waits without the
//! interpreter's lock, hears of the job, calls observers, and passes on Ctrl-C ([`talk`]).

mod carrying;
mod errors;
mod figures;
mod lists;
mod observe;
mod runs;
mod scenarios;
mod studies;
mod talk;

use pyo3::prelude::*;

/// The compiled part of dermis.
#[pymodule]
mod _dermis {
    #[pymodule_export]
    use crate::figures::plot;
    #[pymodule_export]
    use crate::lists::listed;
    #[pymodule_export]
    use crate::observe::{Grid, View};
    #[pymodule_export]
    use crate::runs::{extend, run};
    #[pymodule_export]
    use crate::scenarios::{changes_of, checked, cost, nearest_key, read, spelt};
    #[pymodule_export]
    use crate::studies::{merge, part, study, validate};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", dermis::provenance::VERSION)
    }
}
