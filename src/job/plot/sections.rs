//! Maps of fields that a run kept: one section through the skin, on the days asked for.

use std::path::Path;

use ndarray::{Array2, ArrayView3, Axis as Dimension};

use crate::error::{Error, Result};
use crate::figure::HeatMap;
use crate::job::profile::field;
use crate::output::fields::StoredFields;

/// Colours of a field begin at differences of this part of its largest value: less is rounding of single precision.
const LEAST_PART: f64 = 1e-5;

/// Fields of a folder that maps are made of.
pub(super) struct Sections {
    store: StoredFields,
    fields: Vec<String>,
}

impl Sections {
    /// Opens the fields of a folder of results.
    ///
    /// # Errors
    /// [`Error::Usage`] where it has no fields, not these, or none with depth; [`Error::File`] where they are damaged.
    pub(super) fn open(folder: &Path, fields: &[String]) -> Result<Self> {
        let store = StoredFields::open(folder)?;
        fields.iter().try_for_each(|name| field(&store, name).map(drop))?;
        if store.axes.len() < 2 {
            return Err(Error::Usage(
                "fields over depth alone have no maps; `dermis profile` draws them".into(),
            ));
        }
        Ok(Self { store, fields: fields.to_vec() })
    }

    /// Days that are written.
    pub(super) fn days(&self) -> &[f64] {
        &self.store.days
    }

    /// The maps of these days, by their places among all; all of one section.
    pub(super) fn maps(&self, days: &[usize]) -> Result<Vec<Vec<HeatMap>>> {
        let section = self.most_varied(days)?;
        let of_day = |day: &usize| self.fields.iter().map(|field| self.map(field, *day, section)).collect();
        days.iter().map(of_day).collect()
    }

    fn shape(&self) -> (usize, usize, usize) {
        let cells: Vec<usize> = self.store.axes.iter().map(|axis| axis.centres.len()).collect();
        let across = cells[cells.len() - 1];
        (cells[0], if cells.len() > 2 { cells[1] } else { 1 }, across)
    }

    fn values(&self, field: &str, day: usize) -> Result<Vec<f64>> {
        let values = self.store.values(field, day)?;
        let (z, y, x) = self.shape();
        match values.len() == z * y * x {
            true => Ok(values),
            false => Err(Error::File(format!(
                "field `{field}` has another number of values than the grid has cells"
            ))),
        }
    }

    /// The section, of those that follow each other, in which the first field differs most on these days.
    fn most_varied(&self, days: &[usize]) -> Result<usize> {
        let shape = self.shape();
        let mut span = vec![0.0_f64; shape.1];
        for day in days.iter().filter(|_| shape.1 > 1) {
            let values = self.values(&self.fields[0], *day)?;
            let Ok(values) = ArrayView3::from_shape(shape, &values) else { continue };
            for (span, section) in span.iter_mut().zip(values.axis_iter(Dimension(1))) {
                let numbers = section.iter().filter(|value| value.is_finite());
                let reach = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                    (low.min(*value), high.max(*value))
                });
                *span = span.max(reach.1 - reach.0);
            }
        }
        let most = span.iter().enumerate().fold(
            (0, 0.0),
            |most, (at, span)| {
                if *span > most.1 { (at, *span) } else { most }
            },
        );
        Ok(most.0)
    }

    fn map(&self, name: &str, day: usize, section: usize) -> Result<HeatMap> {
        let (store, shape) = (&self.store, self.shape());
        let values = self.values(name, day)?;
        let section_of: Vec<f64> = values
            .chunks(shape.1 * shape.2)
            .flat_map(|row| &row[section * shape.2..][..shape.2])
            .copied()
            .collect();
        let largest = section_of
            .iter()
            .filter(|value| value.is_finite())
            .fold(0.0_f64, |most, value| most.max(value.abs()));
        let across = &store.axes[store.axes.len() - 1];
        let described = self::field(store, name)?;
        let place = match store.axes.len() {
            3.. => format!(", at {} = {:.3} mm", store.axes[1].name, store.axes[1].centres[section]),
            _ => String::new(),
        };
        Ok(HeatMap {
            title: format!("{}, day\u{a0}{}{place}", described.words, store.days[day]),
            x_label: if across.radial { "distance from the axis (mm)" } else { "lateral position (mm)" }
                .into(),
            y_label: "depth (mm)".into(),
            value_label: described.label,
            x_faces: across.faces.clone(),
            y_faces: store.axes[0].faces.clone(),
            values: Array2::from_shape_vec((shape.0, shape.2), section_of)
                .map_err(|error| Error::Internal(error.to_string()))?,
            layers: store.boundaries(),
            value_floor: LEAST_PART * largest,
            value_reach: None,
        })
    }
}
