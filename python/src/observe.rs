//! Observers of Python's own. The run asks its caller to look and answers what the caller asks, until it has looked.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use dermis::Error;
use dermis::outcome::OUTCOMES;
use dermis::outcome::on_grid;
use dermis::simulation::{self, Observer, Schedule, Setup};
use pyo3::exceptions::{PyKeyError, PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::talk::Message;

/// Numbers on the grid: their shape, and the bytes of as many `f64`.
type Raw<'py> = (Vec<usize>, Bound<'py, PyBytes>);

/// An observer, and when it looks.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Watching<'py> {
    call: Bound<'py, PyAny>,
    days: Option<Vec<f64>>,
    every_days: Option<f64>,
    after_sessions: bool,
}

/// When an observer looks, as it says.
pub(crate) struct When {
    days: Option<Vec<f64>>,
    every_days: Option<f64>,
    after_sessions: bool,
}

impl<'py> Watching<'py> {
    /// What is called, and when.
    pub(crate) fn parts(self) -> (Bound<'py, PyAny>, When) {
        let Self { call, days, every_days, after_sessions } = self;
        (call, When { days, every_days, after_sessions })
    }
}

impl When {
    /// The rows of the time series where nothing is said.
    pub(crate) fn schedule(self) -> dermis::Result<Schedule> {
        let wrong = |text: String| Err(Error::Usage(format!("an observer's {text}")));
        let schedule = match (self.days, self.every_days) {
            (Some(_), Some(_)) => return wrong("days and every_days exclude each other".into()),
            (Some(days), None) => match days.iter().find(|day| !(**day >= 0.0 && day.is_finite())) {
                Some(day) => return wrong(format!("days hold {day}; they are numbers from 0 on")),
                None => Schedule::days_at(days),
            },
            // Closer than rows of a series may lie there is nothing to see.
            (None, Some(every)) if !(every >= 0.01 && every.is_finite()) => {
                return wrong(format!("every_days is {every}; it is at least 0.01"));
            }
            (None, Some(every)) => Schedule::every(every),
            (None, None) => Schedule::series(),
        };
        Ok(if self.after_sessions { schedule.and_after_sessions() } else { schedule })
    }
}

/// What a run is shown as: one look of one observer.
pub(crate) struct Look {
    at: usize,
    moment: &'static str,
    day: f64,
    session: Option<usize>,
    grid: Arc<Axes>,
    ask: Sender<Ask>,
}

/// What the caller asks of the run while it looks.
enum Ask {
    Field(String, Sender<Option<Values>>),
    Outcome(String, Sender<Option<f64>>),
    /// It has looked; whether the run may go on.
    Done(bool),
}

struct Values {
    shape: Vec<usize>,
    values: Vec<f64>,
}

struct Axes {
    centres: [Vec<f64>; 3],
    layers: Vec<&'static str>,
}

impl Look {
    /// Has the observer look.
    ///
    /// # Errors
    /// What it raises; the run stops then.
    pub(crate) fn call(self, py: Python<'_>, observers: &[Bound<'_, PyAny>]) -> PyResult<()> {
        let Self { at, moment, day, session, grid, ask } = self;
        let done = ask.clone();
        let looked = match observers.get(at) {
            None => Ok(()),
            Some(observer) => observer.call1((moment, View { day, session, grid, ask })).map(drop),
        };
        // At Ctrl-C the run is kept, as at any other time.
        let interrupted = |error: &PyErr| error.is_instance_of::<PyKeyboardInterrupt>(py);
        let goes_on = looked.as_ref().err().is_none_or(interrupted);
        // A run that broke off hears nothing.
        let _ = done.send(Ask::Done(goes_on));
        looked
    }
}

/// An observer in the run: it has the caller look.
pub(crate) struct Remote {
    at: usize,
    to: Sender<Message>,
    grid: Arc<Axes>,
}

impl Remote {
    /// The observer of that number.
    pub(crate) fn new(at: usize, to: Sender<Message>) -> Self {
        let none = Axes { centres: [Vec::new(), Vec::new(), Vec::new()], layers: Vec::new() };
        Self { at, to, grid: Arc::new(none) }
    }

    fn show(
        &self,
        moment: &'static str,
        day: f64,
        session: Option<usize>,
        view: Option<&simulation::View<'_>>,
    ) -> dermis::Result<()> {
        let (ask, asked) = channel();
        let look = Look { at: self.at, moment, day, session, grid: Arc::clone(&self.grid), ask };
        let sent = self.to.send(Message::Look(look));
        match sent.is_ok() && answered(&asked, view) {
            true => Ok(()),
            false => Err(Error::Usage(format!("an observer stopped the run on day {day}"))),
        }
    }
}

/// Answers until the caller has looked; whether the run may go on.
fn answered(asked: &Receiver<Ask>, view: Option<&simulation::View<'_>>) -> bool {
    // Answers that nobody waits for any more are lost.
    for ask in asked {
        match ask {
            Ask::Field(name, answer) => drop(answer.send(view.and_then(|view| field(view, &name)))),
            Ask::Outcome(name, answer) => drop(answer.send(view.and_then(|view| outcome(view, &name)))),
            Ask::Done(goes_on) => return goes_on,
        }
    }
    false
}

fn field(view: &simulation::View<'_>, name: &str) -> Option<Values> {
    let volume = view.field(name).map(|field| {
        let (z, y, x) = field.dim();
        Values { shape: vec![z, y, x], values: field.into_raw_vec_and_offset().0 }
    });
    volume.or_else(|| {
        let field = view.surface_field(name)?;
        let (y, x) = field.dim();
        Some(Values { shape: vec![y, x], values: field.into_raw_vec_and_offset().0 })
    })
}

/// An outcome by its column, `<outcome>.<region>`.
fn outcome(view: &simulation::View<'_>, column: &str) -> Option<f64> {
    let (name, region) = column.split_once('.')?;
    let outcome = OUTCOMES.iter().find(|outcome| outcome.name == name)?;
    let region = outcome.regions().iter().find(|other| other.name() == region)?;
    let readout = &view.setup().scenario().parameters.readout;
    Some(outcome.value(view.snapshot(), *region, readout))
}

impl Observer for Remote {
    /// What it has seen is with whoever called.
    fn goes_along(&self) -> bool {
        false
    }

    fn begin(&mut self, setup: &Setup<'_>) -> dermis::Result<()> {
        let grid = setup.grid();
        let centres = [&grid.z, &grid.y, &grid.x].map(|axis| axis.centres.clone());
        let layers = setup.layers().iter().map(|layer| layer.name()).collect();
        self.grid = Arc::new(Axes { centres, layers });
        self.show("begin", 0.0, None, None)
    }

    fn look(&mut self, view: &simulation::View<'_>) -> dermis::Result<()> {
        self.show("look", view.day(), view.session(), Some(view))
    }

    fn finish(&mut self, view: &simulation::View<'_>) -> dermis::Result<()> {
        self.show("finish", view.day(), view.session(), Some(view))
    }
}

/// Where the cells of a run are.
#[pyclass(frozen)]
pub(crate) struct Grid(Arc<Axes>);

#[pymethods]
impl Grid {
    /// Depth of the rows of cells below the surface, mm.
    #[getter]
    fn z_mm(&self) -> Vec<f64> {
        self.0.centres[0].clone()
    }

    /// Their places along the length, mm.
    #[getter]
    fn y_mm(&self) -> Vec<f64> {
        self.0.centres[1].clone()
    }

    /// Their places along the width, mm; in `cell` the distance from the needle.
    #[getter]
    fn x_mm(&self) -> Vec<f64> {
        self.0.centres[2].clone()
    }

    /// The layer of each row of cells; empty when well mixed.
    #[getter]
    fn layers(&self) -> Vec<&'static str> {
        self.0.layers.clone()
    }
}

/// One day of a run, read only. What it gives are copies; it answers while the observer looks.
#[pyclass(frozen)]
pub(crate) struct View {
    day: f64,
    session: Option<usize>,
    grid: Arc<Axes>,
    ask: Sender<Ask>,
}

impl View {
    fn asked<T: Send>(&self, py: Python<'_>, ask: impl FnOnce(Sender<T>) -> Ask + Send) -> PyResult<T> {
        let (answer, answered) = channel();
        let late =
            || PyRuntimeError::new_err("the look is over: take what you need of a view while you look");
        self.ask.send(ask(answer)).map_err(|_| late())?;
        py.detach(move || answered.recv()).map_err(|_| late())
    }
}

#[pymethods]
impl View {
    /// The day.
    #[getter]
    fn day(&self) -> f64 {
        self.day
    }

    /// The session that has just been carried out, counted from 0; nothing at other looks.
    #[getter]
    fn session(&self) -> Option<usize> {
        self.session
    }

    /// Where the cells are.
    #[getter]
    fn grid(&self) -> Grid {
        Grid(Arc::clone(&self.grid))
    }

    /// Shape and bytes of a field: (z, y, x), of the surface (y, x).
    fn raw_field<'py>(&self, py: Python<'py>, name: String) -> PyResult<Raw<'py>> {
        let unknown = unknown_field(&name);
        let found = self.asked(py, |answer| Ask::Field(name, answer))?;
        let Values { shape, values } = found.ok_or(unknown)?;
        let bytes = PyBytes::new_with(py, size_of::<f64>() * values.len(), |bytes| {
            for (to, value) in bytes.chunks_exact_mut(size_of::<f64>()).zip(&values) {
                to.copy_from_slice(&value.to_ne_bytes());
            }
            Ok(())
        })?;
        Ok((shape, bytes))
    }

    /// An outcome by its column, as `collagen_total.dermis`; NaN where its region does not exist yet.
    fn outcome(&self, py: Python<'_>, column: String) -> PyResult<f64> {
        let text = format!("there is no outcome `{column}`: write OUTCOME.REGION as in `dermis.outcomes()`");
        self.asked(py, |answer| Ask::Outcome(column, answer))?.ok_or_else(|| PyKeyError::new_err(text))
    }

    fn __repr__(&self) -> String {
        format!("<dermis view of day {}>", self.day)
    }
}

fn unknown_field(name: &str) -> PyErr {
    let near = dermis::scenario::nearest(name, on_grid::names());
    let hint = near.map_or_else(|| "see `dermis.fields()`".into(), |near| format!("did you mean `{near}`?"));
    PyKeyError::new_err(format!("there is no field `{name}`: {hint}"))
}
