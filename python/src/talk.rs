//! A job on threads of its own, and the thread that called it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use dermis::Error;
use dermis::cancel::Cancel;
use dermis::job::{Event, Hear};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use crate::errors::raised;
use crate::observe::Look;

/// How often the caller looks for Ctrl-C and shows how far the job is.
const TICK: Duration = Duration::from_millis(100);

/// What a job tells its caller.
pub(crate) enum Message {
    /// Something that is told once: what, and the text or number.
    Note(&'static str, String),
    /// The caller's observer is to look.
    Look(Look),
}

/// How far a job is: of a step day, end and steps, of runs part, done and all.
#[derive(Clone, Copy)]
struct Far {
    what: &'static str,
    numbers: (f64, f64, u64),
}

/// Carries a job out. `hear` is called with what the job tells, `observers` when they are to look, all on this thread.
///
/// # Errors
/// What the job returns; what `hear` or an observer raises, and Ctrl-C, which stop the job first.
pub(crate) fn carried<T: Send>(
    hear: &Bound<'_, PyAny>,
    observers: &[Bound<'_, PyAny>],
    cancel: &Cancel,
    job: impl FnOnce(&Hear<'_>, Sender<Message>) -> dermis::Result<T> + Send,
) -> PyResult<T> {
    let py = hear.py();
    let far = Mutex::new(None);
    let (to, from) = channel();
    let from = Mutex::new(from);
    let mut stop: Option<PyErr> = None;
    let ended = thread::scope(|scope| {
        let far = &far;
        let work = move || {
            let tell = to.clone();
            let hear = |event: Event<'_>| told(event, far, &to);
            catch_unwind(AssertUnwindSafe(|| job(&hear, tell)))
                .unwrap_or_else(|_| Err(Error::Internal("the job broke off".into())))
        };
        let worker = thread::Builder::new().name("dermis".into()).spawn_scoped(scope, work);
        let worker = worker.map_err(|error| Error::Usage(format!("cannot start a thread: {error}")))?;
        let mut heed = |done: PyResult<()>| {
            if let Err(error) = done {
                cancel.cancel();
                stop.get_or_insert(error);
            }
        };
        loop {
            let message =
                py.detach(|| from.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(TICK));
            match message {
                Ok(Message::Note(what, text)) => heed(hear.call1((what, text)).map(drop)),
                Ok(Message::Look(look)) => heed(look.call(py, observers)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if let Some(Far { what, numbers }) = far.lock().unwrap_or_else(PoisonError::into_inner).take() {
                heed(hear.call1((what, numbers)).map(drop));
            }
            heed(py.check_signals());
        }
        worker.join().unwrap_or_else(|_| Err(Error::Internal("the job broke off".into())))
    });
    match (ended, stop) {
        (ended, None) => ended.map_err(|error| raised(py, &error)),
        // Of Ctrl-C it matters what is kept; of anything else what was raised.
        (Err(error), Some(stop)) if stop.is_instance_of::<PyKeyboardInterrupt>(py) => {
            let error = raised(py, &error);
            error.set_cause(py, Some(stop));
            Err(error)
        }
        (_, Some(stop)) => Err(stop),
    }
}

/// Passes on what a job tells. Of steps only the last is kept until the caller asks.
fn told(event: Event<'_>, far: &Mutex<Option<Far>>, to: &Sender<Message>) {
    let note = |what, text: String| {
        // A caller that is gone need not know.
        let _ = to.send(Message::Note(what, text));
    };
    let now = |what, numbers| {
        *far.lock().unwrap_or_else(PoisonError::into_inner) = Some(Far { what, numbers });
    };
    match event {
        Event::Planning => note("planning", String::new()),
        Event::Step { day, end_day, steps } => now("step", (day, end_day, steps)),
        Event::Runs { part, done, runs } => now("runs", (part, runs as f64, done as u64)),
        Event::Found(runs) => note("found", runs.to_string()),
        Event::Resumed { day } => note("resumed", day.map(|day| day.to_string()).unwrap_or_default()),
        Event::Warning(text) => note("warning", text.to_owned()),
        _ => {}
    }
}
