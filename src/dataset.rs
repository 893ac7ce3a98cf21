//! Fields on a grid over time, as plain data on its way from a run to files.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use crate::error::Result;
use crate::numerics::gather::Kept;

/// Bytes of values that wait for a writer at most, unless one field alone has more.
const MOST_WAITING: usize = 1 << 28;

/// What a store of fields holds: all but the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Title of the run.
    pub title: String,
    /// Shape that stands for the skin.
    pub geometry: &'static str,
    /// Axes along depth, length and width (z, y, x), in mm.
    pub axes: [Axis; 3],
    /// Layers of the whole skin from the surface down, also those of which nothing is written.
    pub layers: Vec<LayerSpan>,
    /// Layer of each row of cells along depth, as an index into `layers`.
    pub row_layers: Vec<u8>,
    /// Days that are written, increasing.
    pub days: Vec<f64>,
    /// Days of sessions.
    pub session_days: Vec<f64>,
    /// The fields.
    pub fields: Vec<FieldEntry>,
    /// Whether values have 64 bits, not 32.
    pub double: bool,
    /// Bits of their fractions that were kept, where the others were rounded away.
    pub kept_bits: Option<u32>,
}

/// One axis in space, in mm.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Short name, as `z`.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Faces of the cells, one more than centres.
    pub faces: Vec<f64>,
    /// Centres of the cells.
    pub centres: Vec<f64>,
    /// Whether the skin goes on as it begins.
    pub periodic: bool,
    /// Whether it is a distance from an axis.
    pub radial: bool,
}

impl Axis {
    /// Cells.
    pub fn len(&self) -> usize {
        self.centres.len()
    }

    /// Whether it is a single cell, so that nothing varies along it.
    pub fn is_flat(&self) -> bool {
        self.len() == 1
    }

    /// Extent of a cell: its width; of a ring its area over 2 π.
    pub fn extent(&self, cell: usize) -> f64 {
        (self.faces[cell + 1] - self.faces[cell]) * if self.radial { self.centres[cell] } else { 1.0 }
    }

    /// From the first face to the last.
    pub fn length(&self) -> f64 {
        self.faces[self.len()] - self.faces[0]
    }

    /// Never true: an axis has at least one cell.
    pub fn is_empty(&self) -> bool {
        self.centres.is_empty()
    }
}

/// A layer of the skin.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerSpan {
    /// Name.
    pub name: &'static str,
    /// Where it begins and ends, in mm below the surface.
    pub span_mm: [f64; 2],
}

/// One field of a store.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldEntry {
    /// Name.
    pub name: &'static str,
    /// What it is, and what it is relative to.
    pub meaning: String,
    /// Unit as UDUNITS reads it.
    pub unit: &'static str,
    /// Whether it lies on the surface, without depth.
    pub surface: bool,
    /// Whether rows above the dermis hold no value.
    pub dermal: bool,
}

/// Values of one field on one day, x fastest, then y, then z.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Index of the day.
    pub day: usize,
    /// Index of the field.
    pub field: usize,
    /// The values.
    pub values: Values,
}

/// Values as they are kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// 32 bits each.
    Single(Vec<f32>),
    /// 64 bits each.
    Double(Vec<f64>),
}

impl Values {
    /// Their bytes, lowest first.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Single(values) => Kept::bytes(values),
            Self::Double(values) => Kept::bytes(values),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Single(values) => values.len(),
            Self::Double(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of each.
    pub fn size(&self) -> usize {
        match self {
            Self::Single(_) => size_of::<f32>(),
            Self::Double(_) => size_of::<f64>(),
        }
    }

    /// Bytes of some of them, the lowest of all first, then all the next; `planes` has room for just these, and there are
    /// as many values.
    pub fn planes(&self, of: Range<usize>, planes: &mut [u8]) {
        match self {
            Self::Single(values) => Kept::planes(&values[of], planes),
            Self::Double(values) => Kept::planes(&values[of], planes),
        }
    }
}

/// Takes a store of fields, frame by frame.
pub trait Sink {
    /// Before the first frame. A run that goes on after an interruption has `written` the frames of so many days.
    ///
    /// # Errors
    /// What the system says of files; [`Error::File`](crate::Error::File) where frames that were written are gone.
    fn begin(&mut self, dataset: Dataset, written: usize) -> Result<()>;

    /// The next frame: days in order, and the fields of a day in order.
    ///
    /// # Errors
    /// As for [`begin`](Self::begin), also of an earlier frame.
    fn put(&mut self, frame: Frame) -> Result<()>;

    /// Values that are done with, whose room the next frame may take.
    fn room(&mut self) -> Option<Values> {
        None
    }

    /// After the last frame; returns when everything is written.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    fn end(&mut self) -> Result<()>;
}

/// A sink that somebody else holds too.
impl<S: Sink> Sink for Rc<RefCell<S>> {
    fn begin(&mut self, dataset: Dataset, written: usize) -> Result<()> {
        self.borrow_mut().begin(dataset, written)
    }

    fn put(&mut self, frame: Frame) -> Result<()> {
        self.borrow_mut().put(frame)
    }

    fn room(&mut self) -> Option<Values> {
        self.borrow_mut().room()
    }

    fn end(&mut self) -> Result<()> {
        self.borrow_mut().end()
    }
}

/// Frames that may wait for a writer: those of one day, fewer where these are large.
pub fn most_waiting(fields: usize, bytes_a_frame: usize) -> usize {
    (MOST_WAITING / bytes_a_frame.max(1)).clamp(1, fields.max(1))
}
