//! VTK XML for ParaView: one file a day, and the list of times that holds them together.
//!
//! A grid whose cells are all alike is image data (`.vti`), any other a rectilinear grid (`.vtr`). ParaView's z
//! points up: here z = −depth, so that the surface is on top.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::vtk_blocks::Appended;
use super::{Format, PVD, VTK, there};
use crate::dataset::{Axis, Dataset, FieldEntry, Frame, Values};
use crate::error::{Error, Result};
use crate::files::seam;

/// List of times of the surface.
const SURFACE_PVD: &str = "surface.pvd";
/// Widths that differ by less, relative to the first, are the same.
const ALIKE: f64 = 1e-9;

/// Files of a run.
pub(super) struct Series {
    folder: PathBuf,
    days: Vec<f64>,
    /// The volume, and the surface where fields lie on it.
    grids: Vec<Grid>,
    /// For each field its grid.
    of: Vec<usize>,
    double: bool,
}

/// Fields on one grid.
struct Grid {
    list: &'static str,
    stem: &'static str,
    /// Faces along x, y and z; a single number where there is no extent.
    faces: [Vec<f64>; 3],
    /// Names of the fields that are still to come on a day, and of all.
    fields: Vec<(usize, FieldEntry)>,
    layers: Vec<u8>,
    body: Appended,
    arrays: String,
    came: usize,
}

impl Series {
    /// Begins the files of a run in `folder`, which has those of so many days already.
    pub(super) fn create(dataset: &Dataset, folder: &Path, written: usize) -> Result<Self> {
        let place = folder.join(VTK);
        seam::create_folder(&place).map_err(|source| Error::io("write", &place, source))?;
        let [z, y, x] = &dataset.axes;
        let up: Vec<f64> = z.faces.iter().rev().map(|depth| 0.0 - depth).collect();
        // A cell around one needle is a half plane.
        let across = |axis: &Axis| {
            if dataset.geometry == "cell" && axis.is_flat() { vec![0.0] } else { axis.faces.clone() }
        };
        let rows = dataset.row_layers.iter().rev();
        let plane = x.len() * y.len();
        let layers = rows.flat_map(|layer| std::iter::repeat_n(*layer, plane)).collect();
        let grid = |surface: bool, faces: Vec<f64>, layers| Grid {
            list: if surface { SURFACE_PVD } else { PVD },
            stem: if surface { "surface" } else { "volume" },
            faces: [across(x), across(y), faces],
            fields: dataset
                .fields
                .iter()
                .cloned()
                .enumerate()
                .filter(|(_, field)| field.surface == surface)
                .collect(),
            layers,
            body: Appended::default(),
            arrays: String::new(),
            came: 0,
        };
        let grids = vec![grid(false, up, layers), grid(true, vec![0.0], Vec::new())];
        for grid in grids.iter().filter(|grid| !grid.fields.is_empty()) {
            (0..written).try_for_each(|day| there(&place.join(grid.name(day))))?;
        }
        let of = dataset.fields.iter().map(|field| usize::from(field.surface)).collect();
        Ok(Self { folder: folder.into(), days: dataset.days.clone(), grids, of, double: dataset.double })
    }
}

impl Format for Series {
    fn put(&mut self, frame: &Frame) -> Result<()> {
        let Some(day) = self.days.get(frame.day).copied() else { return Ok(()) };
        let grid = &mut self.grids[self.of[frame.field]];
        let added = grid.add(frame, self.double);
        added.map_err(|source| Error::io("compress for", &self.folder, source))?;
        if grid.came < grid.fields.len() {
            return Ok(());
        }
        let path = self.folder.join(VTK).join(grid.name(frame.day));
        seam::write(&path, grid.file(day)?).map_err(|source| Error::io("write", &path, source))
    }

    fn end(&mut self) -> Result<()> {
        for grid in self.grids.iter().filter(|grid| !grid.fields.is_empty()) {
            let file = |(number, day): (usize, &f64)| {
                let name = grid.name(number);
                format!("    <DataSet timestep=\"{day}\" part=\"0\" file=\"{VTK}/{name}\"/>\n")
            };
            let text = format!(
                "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"1.0\" byte_order=\"LittleEndian\">\n  \
                 <Collection>\n{}  </Collection>\n</VTKFile>\n",
                self.days.iter().enumerate().map(file).collect::<String>()
            );
            let path = self.folder.join(grid.list);
            seam::write(&path, text).map_err(|source| Error::io("write", &path, source))?;
        }
        Ok(())
    }
}

impl Grid {
    /// Adds a field to the day's file.
    fn add(&mut self, frame: &Frame, double: bool) -> std::io::Result<()> {
        let Some((_, field)) = self.fields.get(self.came) else { return Ok(()) };
        let kind = if double { "Float64" } else { "Float32" };
        let (name, rows) = (field.name, self.faces[2].len().max(2) - 1);
        let offset = self.body.add(&upwards(&frame.values, rows))?;
        self.array(name, kind, offset);
        self.came += 1;
        Ok(())
    }

    fn array(&mut self, name: &str, kind: &str, offset: usize) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            self.arrays,
            "        <DataArray type=\"{kind}\" Name=\"{name}\" format=\"appended\" offset=\"{offset}\"/>"
        );
    }

    /// What the grid is in VTK's words, and the ending of its files.
    fn kind(&self) -> (&'static str, &'static str) {
        let even = self.faces.iter().all(|faces| is_even(faces));
        if even { ("ImageData", "vti") } else { ("RectilinearGrid", "vtr") }
    }

    /// Name of the file of the day with that number.
    fn name(&self, number: usize) -> String {
        format!("{}_{number:05}.{}", self.stem, self.kind().1)
    }

    /// The day's file; the next day begins.
    fn file(&mut self, day: f64) -> Result<Vec<u8>> {
        if !self.layers.is_empty() {
            let offset = self.body.add(&self.layers.clone());
            let offset = offset.map_err(|source| Error::io("compress for", Path::new(VTK), source))?;
            self.array("layer", "UInt8", offset);
        }
        let kind = self.kind().0;
        let cells =
            self.faces.iter().map(|faces| format!("0 {}", faces.len() - 1)).collect::<Vec<_>>().join(" ");
        let (outline, coordinates) = if kind == "ImageData" {
            (self.spacing(), String::new())
        } else {
            (String::new(), self.coordinates())
        };
        let head = format!(
            "<?xml version=\"1.0\"?>\n<VTKFile type=\"{kind}\" version=\"1.0\" byte_order=\"LittleEndian\" \
             header_type=\"UInt64\" compressor=\"vtkZLibDataCompressor\">\n  <{kind} WholeExtent=\"{cells}\"{outline}>\n    \
             <FieldData>\n      <DataArray type=\"Float64\" Name=\"TimeValue\" NumberOfTuples=\"1\" format=\"ascii\">{day}\
             </DataArray>\n    </FieldData>\n    <Piece Extent=\"{cells}\">\n      <CellData>\n{}      </CellData>\n\
             {coordinates}    </Piece>\n  </{kind}>\n  <AppendedData encoding=\"raw\">\n_",
            self.arrays
        );
        let body = std::mem::take(&mut self.body);
        let bytes = [head.as_bytes(), body.bytes(), b"\n  </AppendedData>\n</VTKFile>\n"].concat();
        (self.arrays, self.came) = (String::new(), 0);
        Ok(bytes)
    }

    /// Origin and spacing of image data.
    fn spacing(&self) -> String {
        let of = |value: fn(&[f64]) -> f64| {
            self.faces.iter().map(|faces| value(faces).to_string()).collect::<Vec<_>>().join(" ")
        };
        let width = |faces: &[f64]| {
            if faces.len() > 1 { (faces[faces.len() - 1] - faces[0]) / (faces.len() - 1) as f64 } else { 1.0 }
        };
        format!(" Origin=\"{}\" Spacing=\"{}\"", of(|faces| faces[0]), of(width))
    }

    /// Faces of a rectilinear grid.
    fn coordinates(&self) -> String {
        let axis = |(name, faces): (&str, &Vec<f64>)| {
            let numbers = faces.iter().map(f64::to_string).collect::<Vec<_>>().join(" ");
            format!(
                "        <DataArray type=\"Float64\" Name=\"{name}\" format=\"ascii\">{numbers}</DataArray>\n"
            )
        };
        let axes: String = ["x", "y", "z"].into_iter().zip(&self.faces).map(axis).collect();
        format!("      <Coordinates>\n{axes}      </Coordinates>\n")
    }
}

/// Bytes of values with the deepest of so many rows first.
fn upwards(values: &Values, rows: usize) -> Vec<u8> {
    let bytes = values.bytes();
    let row = (bytes.len() / rows).max(1);
    bytes.chunks(row).rev().flatten().copied().collect()
}

/// Whether all cells along an axis are alike.
fn is_even(faces: &[f64]) -> bool {
    let width = |pair: &[f64]| pair[1] - pair[0];
    let first = faces.windows(2).next().map_or(1.0, width);
    faces.windows(2).all(|pair| (width(pair) - first).abs() <= ALIKE * first)
}
