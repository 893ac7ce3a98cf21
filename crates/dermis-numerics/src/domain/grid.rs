//! The grid: three axes of finite-volume cells, each with face areas and cell volumes.
//!
//! A cell's volume is the product of its three axis volumes. A Cartesian axis has face areas 1 and
//! volumes equal to widths; a radial axis has areas r and volumes (r₂² − r₁²)/2, so that one kernel
//! serves 2D, 3D and axisymmetric problems. A flat axis is a single cell.

/// One axis of the grid. Lengths in mm.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Face positions, n + 1, increasing.
    pub faces: Vec<f64>,
    /// Cell centres, n.
    pub centres: Vec<f64>,
    /// Distance between the centres on the two sides of a face, n + 1; the outer two are the wrap
    /// distance on a periodic axis and unused otherwise.
    pub distances: Vec<f64>,
    /// Face areas, n + 1 (1 on a Cartesian axis, r on a radial one).
    pub areas: Vec<f64>,
    /// Cell volumes, n (width, or (r₂² − r₁²)/2).
    pub volumes: Vec<f64>,
    /// Whether the last cell is the first one's neighbour.
    pub periodic: bool,
    /// Whether this is a radius.
    pub radial: bool,
}

impl Axis {
    /// Cartesian axis from increasing face positions.
    pub fn from_faces(faces: Vec<f64>, periodic: bool) -> Self {
        Self::build(faces, periodic, false)
    }

    /// Cartesian axis of `cells` equal cells over `length` mm.
    pub fn uniform(cells: usize, length: f64, periodic: bool) -> Self {
        Self::from_faces(equal_faces(cells, length), periodic)
    }

    /// Radial axis of `cells` equal cells from 0 to `radius` mm.
    pub fn radial(cells: usize, radius: f64) -> Self {
        Self::build(equal_faces(cells, radius), false, true)
    }

    fn build(faces: Vec<f64>, periodic: bool, radial: bool) -> Self {
        let cells = faces.len() - 1;
        let centres: Vec<f64> = faces.windows(2).map(|f| 0.5 * (f[0] + f[1])).collect();
        let width = |i: usize| faces[i + 1] - faces[i];
        let wrap = 0.5 * (width(0) + width(cells - 1));
        let mut distances = vec![wrap];
        distances.extend(centres.windows(2).map(|c| c[1] - c[0]));
        distances.push(wrap);
        let areas = faces.iter().map(|&f| if radial { f } else { 1.0 }).collect();
        let volumes = (0..cells).map(|i| width(i) * if radial { centres[i] } else { 1.0 }).collect();
        // A single periodic cell is its own neighbour: no flux, like a closed one.
        let periodic = periodic && cells > 1;
        Self { faces, centres, distances, areas, volumes, periodic, radial }
    }

    /// The part of a Cartesian axis between two of its marks: mark 2 i is the face before cell i, mark
    /// 2 i + 1 the middle of that cell. A cell cut in half keeps its centre, which is then its end:
    /// flux to its neighbour over its volume is what the whole cell gets from two equal neighbours.
    pub fn part(&self, [from, to]: [usize; 2], periodic: bool) -> Self {
        let cells = from / 2..to.div_ceil(2);
        let mut faces = self.faces[cells.start..=cells.end].to_vec();
        let centres = self.centres[cells.clone()].to_vec();
        if from % 2 == 1 {
            faces[0] = centres[0];
        }
        if to % 2 == 1 {
            faces[cells.len()] = centres[cells.len() - 1];
        }
        Self {
            distances: self.distances[cells.start..=cells.end].to_vec(),
            areas: self.areas[cells.start..=cells.end].to_vec(),
            volumes: faces.windows(2).map(|face| face[1] - face[0]).collect(),
            periodic: periodic && cells.len() > 1,
            radial: false,
            faces,
            centres,
        }
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.centres.len()
    }

    /// Never true: an axis has at least one cell.
    pub fn is_empty(&self) -> bool {
        self.centres.is_empty()
    }

    /// Width of a cell in mm.
    pub fn width(&self, cell: usize) -> f64 {
        self.faces[cell + 1] - self.faces[cell]
    }

    /// Length from the first face to the last in mm.
    pub fn length(&self) -> f64 {
        self.faces[self.len()] - self.faces[0]
    }
}

fn equal_faces(cells: usize, length: f64) -> Vec<f64> {
    (0..=cells).map(|i| length * i as f64 / cells as f64).collect()
}

/// Three axes; index order of fields is (z, y, x), x fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// First lateral axis (or the radius).
    pub x: Axis,
    /// Second lateral axis; a single cell in two dimensions.
    pub y: Axis,
    /// Depth from the surface.
    pub z: Axis,
}

impl Grid {
    /// Shape of a field: (z, y, x).
    pub fn shape(&self) -> (usize, usize, usize) {
        (self.z.len(), self.y.len(), self.x.len())
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.z.len() * self.y.len() * self.x.len()
    }

    /// Volume of a cell in mm³ (per 2π on a radial grid).
    pub fn volume(&self, z: usize, y: usize, x: usize) -> f64 {
        self.z.volumes[z] * self.y.volumes[y] * self.x.volumes[x]
    }
}
