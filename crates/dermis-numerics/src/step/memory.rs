//! A stepper's memory as bytes: little endian, every number as it is, so that a stepper that reads what
//! another one wrote goes on to the same bits.
//!
//! Lengths are held against what is left and what is expected before any room is made for them.

use std::io::{self, Read, Write};

use crate::control::Work;
use crate::span::Span;
use crate::state::State;
use crate::window::Window;

/// What begins every memory: the format and its version.
const HEADER: &[u8; 8] = b"dermisS2";
/// Most letters of a name.
const LONGEST_NAME: usize = 64;
/// Bytes that are handed on at once.
const AT_ONCE: usize = 1 << 16;

/// Why bytes are not the memory that is read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong with them.
    pub problem: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "the saved memory cannot be read: {}", self.problem)
    }
}

impl std::error::Error for Unreadable {}

fn unreadable<T>(problem: impl Into<String>) -> Result<T, Unreadable> {
    Err(Unreadable { problem: problem.into() })
}

/// Bytes that are written: kept, or handed on to where they go, so that a large memory is never held twice.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
    to: Option<Box<dyn Write>>,
    failed: Option<io::Error>,
}

impl Writer {
    /// Nothing but the header.
    pub fn new() -> Self {
        Self { bytes: HEADER.to_vec(), to: None, failed: None }
    }

    /// Nothing but the header, and everything goes there.
    pub fn into(to: impl Write + 'static) -> Self {
        Self { to: Some(Box::new(to)), ..Self::new() }
    }

    /// Writes a value.
    pub fn put<V: Saved>(&mut self, value: &V) {
        value.save(self);
    }

    /// Writes a name.
    pub fn name(&mut self, name: &str) {
        self.put(&name.len());
        self.add(name.as_bytes());
    }

    /// What was written; nothing of what went elsewhere.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// Hands on the last of it.
    ///
    /// # Errors
    /// The first that there was on the way.
    pub fn close(mut self) -> io::Result<()> {
        self.hand_on();
        self.failed.map_or(Ok(()), Err)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= AT_ONCE {
            self.hand_on();
        }
    }

    /// After an error nothing more is written, and nothing is kept.
    fn hand_on(&mut self) {
        if let Some(to) = &mut self.to {
            if self.failed.is_none() {
                self.failed = to.write_all(&self.bytes).err();
            }
            self.bytes.clear();
        }
    }
}

/// Bytes that are read.
pub struct Reader<'a> {
    source: Box<dyn Read + 'a>,
    /// How many are left.
    left: u64,
}

impl<'a> Reader<'a> {
    /// Reads what a [`Writer`] wrote.
    ///
    /// # Errors
    /// They begin otherwise.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Self::of(bytes, bytes.len() as u64)
    }

    /// The same from where so many bytes come from; in small pieces, so that it should have a buffer.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of(source: impl Read + 'a, length: u64) -> Result<Self, Unreadable> {
        let mut reader = Self { source: Box::new(source), left: length };
        let mut header = [0; HEADER.len()];
        match reader.fill(&mut header) {
            Ok(()) if header == *HEADER => Ok(reader),
            _ => unreadable("it does not begin as this version writes it"),
        }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// The bytes end too early, or are no such value.
    pub fn get<V: Saved>(&mut self) -> Result<V, Unreadable> {
        V::load(self)
    }

    /// Reads a value that has to be `expected`.
    ///
    /// # Errors
    /// As [`get`](Self::get), or another value.
    pub fn expect<V: Saved + PartialEq + std::fmt::Debug>(
        &mut self,
        what: &str,
        expected: &V,
    ) -> Result<(), Unreadable> {
        let found: V = self.get()?;
        if found == *expected {
            return Ok(());
        }
        unreadable(format!("{what} is {found:?}, here it is {expected:?}"))
    }

    /// Reads a name, which has to be `expected`.
    ///
    /// # Errors
    /// The bytes end too early, or another name.
    pub fn expect_name(&mut self, expected: &str) -> Result<(), Unreadable> {
        let length = self.length(LONGEST_NAME)?;
        let mut found = vec![0; length];
        self.fill(&mut found)?;
        if found == expected.as_bytes() {
            return Ok(());
        }
        unreadable(format!("it is of {}, not of {expected}", String::from_utf8_lossy(&found)))
    }

    /// Reads as many numbers as there have to be.
    ///
    /// # Errors
    /// The bytes end too early, or another number of them.
    pub fn numbers(&mut self, count: usize) -> Result<Vec<f64>, Unreadable> {
        self.expect("the number of fields", &count)?;
        self.many(count)
    }

    /// Reads at most `most` numbers.
    ///
    /// # Errors
    /// The bytes end too early, or more of them.
    pub fn up_to(&mut self, most: usize) -> Result<Vec<f64>, Unreadable> {
        let count = self.length(most)?;
        self.many(count)
    }

    /// Reads a state, which has to be of `shape`.
    ///
    /// # Errors
    /// The bytes end too early, or another shape.
    pub fn state<const N: usize, const M: usize, T>(
        &mut self,
        shape: (usize, usize, usize),
    ) -> Result<State<N, M, T>, Unreadable>
    where
        T: Saved + Copy + Default + Send + Sync,
    {
        self.expect("the shape", &[shape.0, shape.1, shape.2])?;
        self.expect("the number of fields", &[N, M])?;
        let room = N * shape.0 * shape.1 * shape.2 + M * shape.1 * shape.2;
        if self.lacks(room, size_of::<T>()) {
            return unreadable("it ends within a state");
        }
        let mut state = State::zeros(shape);
        for field in 0..N + M {
            for value in state.any_mut(field) {
                *value = self.get()?;
            }
        }
        Ok(state)
    }

    /// Reads a length of at most `most`.
    ///
    /// # Errors
    /// The bytes end too early, or it is more.
    pub fn length(&mut self, most: usize) -> Result<usize, Unreadable> {
        let length: usize = self.get()?;
        if length <= most {
            Ok(length)
        } else {
            unreadable(format!("{length} values, at most {most} can be"))
        }
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// Something is.
    pub fn finish(self) -> Result<(), Unreadable> {
        if self.left == 0 { Ok(()) } else { unreadable(format!("{} bytes too many", self.left)) }
    }

    /// Whether so many values of so many bytes each are not there.
    fn lacks(&self, count: usize, size: usize) -> bool {
        self.left / (size as u64) < count as u64
    }

    fn many(&mut self, count: usize) -> Result<Vec<f64>, Unreadable> {
        if self.lacks(count, size_of::<f64>()) {
            return unreadable("it ends within a list");
        }
        (0..count).map(|_| self.get()).collect()
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Unreadable> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            return unreadable("it ends too early");
        };
        self.left = left;
        self.source.read_exact(bytes).or_else(|error| unreadable(error.to_string()))
    }
}

/// A value that is written and read exactly.
pub trait Saved: Sized {
    /// Writes it.
    fn save(&self, to: &mut Writer);

    /// Reads it.
    ///
    /// # Errors
    /// The bytes end too early, or are no such value.
    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable>;
}

macro_rules! number {
    ($($type:ty),+) => {$(
        impl Saved for $type {
            fn save(&self, to: &mut Writer) {
                to.add(&self.to_le_bytes());
            }

            fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
                let mut bytes = [0; size_of::<Self>()];
                from.fill(&mut bytes)?;
                Ok(Self::from_le_bytes(bytes))
            }
        }
    )+};
}
number!(f64, f32, u64, u32, u8);

impl Saved for usize {
    fn save(&self, to: &mut Writer) {
        to.put(&(*self as u64));
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let value: u64 = from.get()?;
        Self::try_from(value).or_else(|_| unreadable(format!("{value} is too large a number here")))
    }
}

impl Saved for bool {
    fn save(&self, to: &mut Writer) {
        to.put(&u8::from(*self));
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        match from.get::<u8>()? {
            0 => Ok(false),
            1 => Ok(true),
            other => unreadable(format!("{other} is neither yes nor no")),
        }
    }
}

impl<V: Saved> Saved for Option<V> {
    fn save(&self, to: &mut Writer) {
        to.put(&self.is_some());
        if let Some(value) = self {
            to.put(value);
        }
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let some: bool = from.get()?;
        if some { from.get().map(Some) } else { Ok(None) }
    }
}

impl<V: Saved + Copy + Default, const K: usize> Saved for [V; K] {
    fn save(&self, to: &mut Writer) {
        self.iter().for_each(|value| to.put(value));
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let mut all = [V::default(); K];
        for value in &mut all {
            *value = from.get()?;
        }
        Ok(all)
    }
}

impl Writer {
    /// Writes numbers with how many they are.
    pub fn numbers(&mut self, values: &[f64]) {
        self.put(&values.len());
        values.iter().for_each(|value| self.put(value));
    }

    /// Writes a state with its shape.
    pub fn state<const N: usize, const M: usize, T>(&mut self, state: &State<N, M, T>)
    where
        T: Saved + Copy + Default + Send + Sync,
    {
        let (nz, ny, nx) = state.shape();
        self.put(&[nz, ny, nx]);
        self.put(&[N, M]);
        (0..N + M).for_each(|field| state.any(field).iter().for_each(|value| self.put(value)));
    }
}

impl Saved for Work {
    fn save(&self, to: &mut Writer) {
        to.put(&[self.steps, self.rejected, self.right_hand_sides, self.solves]);
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let [steps, rejected, right_hand_sides, solves] = from.get()?;
        Ok(Self { steps, rejected, right_hand_sides, solves })
    }
}

impl Saved for Window {
    fn save(&self, to: &mut Writer) {
        for span in [self.y, self.x] {
            to.put(&[span.first, span.cells, span.of]);
            to.put(&span.periodic);
        }
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let mut span = || {
            let [first, cells, of] = from.get()?;
            let periodic = from.get()?;
            let inside =
                if periodic { first < of && cells <= of } else { cells <= of && first <= of - cells };
            if cells == 0 || !inside {
                return unreadable(format!("{cells} cells from {first} on of {of} are no window"));
            }
            Ok(Span { first, cells, of, periodic })
        };
        let [y, x] = [span()?, span()?];
        Ok(Self { y, x })
    }
}

#[cfg(test)]
mod tests {
    use std::array;

    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        let mut to = Writer::new();
        let mut state: State<1, 1, f32> = State::zeros((2, 1, 3));
        state.field_mut(0).copy_from_slice(&[1.0, -0.0, f32::MIN_POSITIVE, 4.5, 5.0, 6.0]);
        to.name("one");
        to.put(&Some(-0.0_f64));
        to.numbers(&[0.1, f64::INFINITY]);
        to.state(&state);
        let bytes = to.finish();
        let mut from = Reader::new(&bytes).unwrap();
        from.expect_name("one").unwrap();
        assert_eq!(from.get::<Option<f64>>().unwrap().map(f64::to_bits), Some((-0.0_f64).to_bits()));
        assert_eq!(from.up_to(2).unwrap(), [0.1, f64::INFINITY]);
        let back: State<1, 1, f32> = from.state((2, 1, 3)).unwrap();
        let bits = |state: &State<1, 1, f32>| array::from_fn::<_, 6, _>(|i| state.field(0)[i].to_bits());
        assert_eq!(bits(&back), bits(&state));
        from.finish().unwrap();
    }

    #[test]
    fn no_length_is_believed() {
        let mut to = Writer::new();
        to.put(&u64::MAX);
        let bytes = to.finish();
        let reader = || Reader::new(&bytes).unwrap();
        assert!(reader().up_to(usize::MAX).is_err());
        assert!(reader().up_to(10).is_err());
        assert!(reader().state::<1, 0, f64>((1, 1, 1)).is_err());
        assert!(Reader::new(&bytes[1..]).is_err());
        assert!(reader().finish().is_err());
        let mut small = Writer::new();
        small.put(&[1_usize, 1, 1 << 40]);
        small.put(&[1_usize, 0]);
        let bytes = small.finish();
        // The shape is as expected, but there are no values for it: no room is made.
        assert!(Reader::new(&bytes).unwrap().state::<1, 0, f64>((1, 1, 1 << 40)).is_err());
    }
}
