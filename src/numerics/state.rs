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
pub struct State<const N: usize, const M: usize> {
    values: Vec<f64>,
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

impl<const N: usize, const M: usize> State<N, M> {
    /// All zeros. `shape` is (z, y, x).
    pub fn zeros(shape: (usize, usize, usize)) -> Self {
        let stride = padded(shape.0 * shape.1 * shape.2);
        let surface_stride = padded(shape.1 * shape.2);
        Self { values: vec![0.0; N * stride + M * surface_stride], shape, stride, surface_stride }
    }

    /// Bytes that a state of this shape takes.
    pub fn bytes(shape: (usize, usize, usize)) -> usize {
        (N * padded(shape.0 * shape.1 * shape.2) + M * padded(shape.1 * shape.2)) * size_of::<f64>()
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
    pub fn field(&self, field: usize) -> &[f64] {
        &self.values[field * self.stride..][..self.cells()]
    }

    /// Values of a volume field.
    pub fn field_mut(&mut self, field: usize) -> &mut [f64] {
        let cells = self.cells();
        &mut self.values[field * self.stride..][..cells]
    }

    /// Values of a surface field.
    pub fn surface(&self, field: usize) -> &[f64] {
        &self.values[N * self.stride + field * self.surface_stride..][..self.plane()]
    }

    /// Values of a surface field.
    pub fn surface_mut(&mut self, field: usize) -> &mut [f64] {
        let plane = self.plane();
        &mut self.values[N * self.stride + field * self.surface_stride..][..plane]
    }

    /// A volume field as an array (z, y, x).
    pub fn view(&self, field: usize) -> ArrayView3<'_, f64> {
        let (z, y, x) = self.shape;
        shaped(ArrayView3::from_shape((z, y, x), self.field(field)))
    }

    /// A surface field as an array (y, x).
    pub fn surface_view(&self, field: usize) -> ArrayView2<'_, f64> {
        shaped(ArrayView2::from_shape((self.shape.1, self.shape.2), self.surface(field)))
    }

    /// All volume fields as one array (field, z, cell of the plane), for parallel work on parts.
    pub fn volume_mut(&mut self) -> ArrayViewMut3<'_, f64> {
        let (planes, plane, stride) = (self.shape.0, self.plane(), self.stride);
        let layout = (N, planes, plane).strides((stride, plane, 1));
        shaped(ArrayViewMut3::from_shape(layout, &mut self.values[..N * stride]))
    }

    /// Volume fields one after another.
    pub fn fields_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        let (cells, stride) = (self.cells(), self.stride);
        self.values[..N * stride].chunks_exact_mut(stride).map(move |field| &mut field[..cells])
    }

    /// Volume fields in parallel.
    pub fn par_fields_mut(&mut self) -> impl IndexedParallelIterator<Item = &mut [f64]> {
        let (cells, stride) = (self.cells(), self.stride);
        self.values[..N * stride].par_chunks_exact_mut(stride).map(move |field| &mut field[..cells])
    }

    /// Surface fields one after another.
    pub fn surfaces_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        let (plane, stride) = (self.plane(), self.surface_stride);
        self.values[N * self.stride..].chunks_exact_mut(stride.max(1)).map(move |field| &mut field[..plane])
    }

    /// Every value of every field, padding included (padding is and stays 0).
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Every value of every field, padding included.
    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }
}

/// The view that the slice was cut for.
fn shaped<V>(view: Result<V, ndarray::ShapeError>) -> V {
    #[allow(clippy::expect_used, reason = "slices are cut to the shape's length just above")]
    view.expect("a field's slice has the length of its shape")
}
