//! The state: every field in one allocation, structure of arrays.

use ndarray::{ArrayView2, ArrayView3, ArrayViewMut3, ShapeBuilder};
use rayon::prelude::*;

/// Values in one cache line.
const LINE: usize = 8;
/// Cache lines in a page.
const PAGE_LINES: usize = 64;
/// Lines past a page at which the next field starts: fields a multiple of 4096 bytes apart would
/// evict each other from the first-level cache.
const OFFSET_LINES: usize = 5;

/// `N` fields over the volume, index (z, y, x) with x fastest, then `M` fields over the surface.
#[derive(Debug, Clone, PartialEq)]
pub struct State<const N: usize, const M: usize, T = f64> {
    values: Vec<T>,
    shape: (usize, usize, usize),
    stride: usize,
    surface_stride: usize,
}

fn padded(cells: usize) -> usize {
    let lines = cells.div_ceil(LINE);
    if lines < PAGE_LINES {
        return lines * LINE;
    }
    let extra = (OFFSET_LINES + PAGE_LINES - lines % PAGE_LINES) % PAGE_LINES;
    (lines + extra) * LINE
}

/// Values that one part holds at most, in whole rows of constant depth where one fits.
const PART: usize = 1 << 14;

/// A part of one field: which, from which cell on, and its values.
pub struct Part<V> {
    /// Field, volume fields first.
    pub field: usize,
    /// First cell.
    pub first: usize,
    /// Values.
    pub values: V,
}

impl<const N: usize, const M: usize> State<N, M> {
    /// Bytes that a state of this shape takes.
    pub fn bytes(shape: (usize, usize, usize)) -> usize {
        (N * padded(shape.0 * shape.1 * shape.2) + M * padded(shape.1 * shape.2)) * size_of::<f64>()
    }
}

impl<const N: usize, const M: usize, T: Copy + Default + Send + Sync> State<N, M, T> {
    /// All zeros. `shape` is (z, y, x).
    pub fn zeros(shape: (usize, usize, usize)) -> Self {
        let stride = padded(shape.0 * shape.1 * shape.2);
        let surface_stride = padded(shape.1 * shape.2);
        Self { values: vec![T::default(); N * stride + M * surface_stride], shape, stride, surface_stride }
    }

    /// Shape (z, y, x).
    pub fn shape(&self) -> (usize, usize, usize) {
        self.shape
    }

    /// Cells of a field.
    pub fn cells(&self) -> usize {
        self.shape.0 * self.plane()
    }

    /// Cells of a plane of constant depth.
    pub fn plane(&self) -> usize {
        self.shape.1 * self.shape.2
    }

    /// Values of a volume field.
    pub fn field(&self, field: usize) -> &[T] {
        &self.values[field * self.stride..][..self.cells()]
    }

    /// Values of a volume field.
    pub fn field_mut(&mut self, field: usize) -> &mut [T] {
        let cells = self.cells();
        &mut self.values[field * self.stride..][..cells]
    }

    /// Values of a surface field.
    pub fn surface(&self, field: usize) -> &[T] {
        &self.values[N * self.stride + field * self.surface_stride..][..self.plane()]
    }

    /// Values of a surface field.
    pub fn surface_mut(&mut self, field: usize) -> &mut [T] {
        let plane = self.plane();
        &mut self.values[N * self.stride + field * self.surface_stride..][..plane]
    }

    /// A volume field as an array (z, y, x).
    pub fn view(&self, field: usize) -> ArrayView3<'_, T> {
        let (z, y, x) = self.shape;
        shaped(ArrayView3::from_shape((z, y, x), self.field(field)))
    }

    /// A surface field as an array (y, x).
    pub fn surface_view(&self, field: usize) -> ArrayView2<'_, T> {
        shaped(ArrayView2::from_shape((self.shape.1, self.shape.2), self.surface(field)))
    }

    /// All volume fields as one array (field, z, cell of the plane), for parallel work on parts, and the
    /// surface fields.
    pub fn split_mut(&mut self) -> (ArrayViewMut3<'_, T>, [&mut [T]; M]) {
        let (planes, plane, stride) = (self.shape.0, self.plane(), self.stride);
        let layout = (N, planes, plane).strides((stride, plane, 1));
        let (volume, surface) = self.values.split_at_mut(N * stride);
        let mut surfaces = surface.chunks_exact_mut(self.surface_stride.max(1));
        let surfaces = std::array::from_fn(|_| &mut surfaces.next().unwrap_or_default()[..plane]);
        (shaped(ArrayViewMut3::from_shape(layout, volume)), surfaces)
    }

    /// Volume fields one after another.
    pub fn fields_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        let (cells, stride) = (self.cells(), self.stride);
        self.values[..N * stride].chunks_exact_mut(stride).map(move |field| &mut field[..cells])
    }

    /// Volume fields in parallel.
    pub fn par_fields_mut(&mut self) -> impl IndexedParallelIterator<Item = &mut [T]> {
        let (cells, stride) = (self.cells(), self.stride);
        self.values[..N * stride].par_chunks_exact_mut(stride).map(move |field| &mut field[..cells])
    }

    /// Surface fields one after another.
    pub fn surfaces_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        let (plane, stride) = (self.plane(), self.surface_stride);
        self.values[N * self.stride..].chunks_exact_mut(stride.max(1)).map(move |field| &mut field[..plane])
    }

    /// Values of a volume field, or of a surface field behind them.
    pub fn any(&self, field: usize) -> &[T] {
        if field < N { self.field(field) } else { self.surface(field - N) }
    }

    /// Values of a volume field, or of a surface field behind them.
    pub fn any_mut(&mut self, field: usize) -> &mut [T] {
        if field < N { self.field_mut(field) } else { self.surface_mut(field - N) }
    }

    fn rows_per_part(&self) -> usize {
        (PART / self.plane()).max(1)
    }

    /// Field, first cell and number of cells of every part of [`parts_mut`](Self::parts_mut).
    pub fn parts(&self) -> Vec<Part<usize>> {
        let size = self.rows_per_part() * self.plane();
        let split = |field: usize| {
            let cells = self.any(field).len();
            (0..cells).step_by(size).map(move |first| Part { field, first, values: size.min(cells - first) })
        };
        (0..N + M).flat_map(split).collect()
    }

    /// Every field in parts, for parallel work: the same parts for every state of a shape.
    pub fn parts_mut(&mut self) -> Vec<Part<&mut [T]>> {
        let size = self.rows_per_part() * self.plane();
        let (cells, plane, stride, surface_stride) =
            (self.cells(), self.plane(), self.stride, self.surface_stride);
        let (volume, surface) = self.values.split_at_mut(N * stride);
        let volume = volume.chunks_exact_mut(stride).map(|field| &mut field[..cells]);
        let surface = surface.chunks_exact_mut(surface_stride.max(1)).map(|field| &mut field[..plane]);
        let mut parts = Vec::new();
        for (field, values) in volume.chain(surface).enumerate() {
            let split = values.chunks_mut(size).enumerate();
            parts.extend(split.map(|(index, values)| Part { field, first: index * size, values }));
        }
        parts
    }

    /// Every value of every field, padding included (padding is and stays 0).
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Every value of every field, padding included.
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }
}

/// The view that the slice was cut for.
fn shaped<V>(view: Result<V, ndarray::ShapeError>) -> V {
    #[allow(clippy::expect_used, reason = "slices are cut to the shape's length just above")]
    view.expect("a field's slice has the length of its shape")
}
