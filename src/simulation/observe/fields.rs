//! Fields on the whole grid, handed on day by day to whoever keeps them.

use std::ops::Range;

use super::view::Keep;
use super::{Days, Observer, Schedule, View, schedule};
use crate::dataset::{Axis, Dataset, FieldEntry, Frame, LayerSpan, Sink, Values};
use crate::error::{Error, Result};
use crate::model::Layer;
use crate::numerics::gather::Kept;
use crate::numerics::{self, Reader, Writer};
use crate::outcome::on_grid::{self, OnGrid, Value};
use crate::scenario::{FieldRegion, Geometry, Precision, Scenario};
use crate::simulation::run::setup::Setup;

/// Hands on the fields that a scenario asks for. To be shown the days of [`Schedule::fields`].
pub struct FieldsOnGrid<S> {
    sink: S,
    fields: Vec<&'static OnGrid>,
    rows: Range<usize>,
    /// Days that are handed on.
    days: Vec<f64>,
    double: bool,
    /// Bits of the fraction that are kept of 32-bit values, where the others are rounded away.
    kept_bits: Option<u32>,
}

impl<S: Sink> FieldsOnGrid<S> {
    /// Of a scenario, to `sink`.
    pub fn new(scenario: &Scenario, sink: S) -> Self {
        let fields = scenario.observe.fields.iter().filter_map(|name| on_grid::find(name)).collect();
        let precision = scenario.observe.precision;
        let double = precision == Precision::Double;
        let kept_bits = (precision == Precision::Rounded).then(|| kept_bits(scenario.run.tolerance));
        Self { sink, fields, rows: 0..0, days: Vec::new(), double, kept_bits }
    }

    fn values(&mut self, view: &View<'_>, field: &OnGrid) -> Values {
        let hidden = (0..view.layers().len()).map(|z| field.dermal && !view.is_dermal(z)).collect();
        let keep = Keep { rows: self.rows.clone(), hidden, kept_bits: self.kept_bits };
        match (self.double, self.sink.room()) {
            (true, Some(Values::Double(room))) => Values::Double(view.values(field, &keep, room)),
            (true, _) => Values::Double(view.values(field, &keep, Vec::new())),
            (false, Some(Values::Single(room))) => Values::Single(view.values(field, &keep, room)),
            (false, _) => Values::Single(view.values(field, &keep, Vec::new())),
        }
    }
}

/// Bits of the fraction that hold a number to an eighth of a tolerance.
fn kept_bits(tolerance: f64) -> u32 {
    let holds = |bits: &u32| 0.5 / f64::from(1_u32 << bits) <= tolerance / 8.0;
    (1..f32::FRACTION).find(holds).unwrap_or(f32::FRACTION)
}

impl<S: Sink> Observer for FieldsOnGrid<S> {
    fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
        self.rows = rows(setup.scenario().observe.field_region, setup.layers());
        let entry = |field: &&OnGrid| FieldEntry {
            name: field.name,
            meaning: field.meaning.clone(),
            unit: field.unit,
            surface: matches!(field.value, Value::Surface(_)),
            dermal: field.dermal,
        };
        let fields = self.fields.iter().map(entry).collect();
        let (double, kept_bits) = (self.double, self.kept_bits);
        let dataset = Dataset { fields, double, kept_bits, ..dataset(setup, self.rows.clone()) };
        let same = |(was, is): (&f64, &f64)| schedule::near(*was, *is);
        if self.days.len() > dataset.days.len() || !self.days.iter().zip(&dataset.days).all(same) {
            return Err(Error::File("the fields that were written so far are of other days".into()));
        }
        self.sink.begin(dataset, self.days.len())
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        if view.session().is_some() {
            return Ok(());
        }
        for at in 0..self.fields.len() {
            let values = self.values(view, self.fields[at]);
            self.sink.put(Frame { day: self.days.len(), field: at, values })?;
        }
        self.days.push(view.day());
        Ok(())
    }

    fn finish(&mut self, _view: &View<'_>) -> Result<()> {
        self.sink.end()
    }

    fn save(&self, to: &mut Writer) {
        to.numbers(&self.days);
    }

    fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
        self.days = from.up_to(days.looks())?;
        self.days.retain(|day| days.have(*day));
        Ok(())
    }
}

/// Rows of cells along depth that a region has.
pub(in crate::simulation) fn rows(region: FieldRegion, layers: &[Layer]) -> Range<usize> {
    let within = |layer: &Layer| match region {
        FieldRegion::Whole => true,
        FieldRegion::Epidermis => !layer.is_dermal(),
        FieldRegion::Dermis => layer.is_dermis(),
        FieldRegion::Papillary => *layer == Layer::PapillaryDermis,
        FieldRegion::Reticular => *layer == Layer::ReticularDermis,
        FieldRegion::Subcutis => *layer == Layer::Subcutis,
    };
    let first = layers.iter().position(within).unwrap_or(0);
    first..first + layers.iter().filter(|layer| within(layer)).count()
}

/// Grid, days and layers of a run; no fields yet.
fn dataset(setup: &Setup<'_>, rows: Range<usize>) -> Dataset {
    let (scenario, grid) = (setup.scenario(), setup.grid());
    let cell = scenario.grid.geometry == Geometry::Cell;
    let across =
        if cell { ("r", "distance from the needle's axis") } else { ("x", "position along the width") };
    let axis =
        |(name, meaning): (&'static str, &'static str), axis: &numerics::Axis, cells: Range<usize>| Axis {
            name,
            meaning,
            faces: axis.faces[cells.start..=cells.end].to_vec(),
            centres: axis.centres[cells].to_vec(),
            periodic: axis.periodic,
            radial: axis.radial,
        };
    let mut end = 0.0;
    let layer = |(layer, thickness): (Layer, f64)| {
        let top = end;
        end += thickness;
        LayerSpan { name: layer.name(), span_mm: [top, end] }
    };
    let layers = Layer::ALL.into_iter().zip(scenario.site.layers_mm()).map(layer).collect();
    let number = |layer: &Layer| Layer::ALL.iter().position(|other| other == layer).unwrap_or(0) as u8;
    Dataset {
        title: scenario.title.clone(),
        geometry: scenario.grid.geometry.name(),
        axes: [
            axis(("z", "depth below the surface"), &grid.z, rows.clone()),
            axis(("y", "position along the length"), &grid.y, 0..grid.y.len()),
            axis(across, &grid.x, 0..grid.x.len()),
        ],
        layers,
        row_layers: setup.layers()[rows].iter().map(number).collect(),
        days: Schedule::fields().days(scenario),
        session_days: scenario.carried_out().map(|session| session.day).collect(),
        fields: Vec::new(),
        double: false,
        kept_bits: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_keeps_an_eighth_of_the_tolerance() {
        for tolerance in [1e-2, 1e-3, 1e-5] {
            let bits = kept_bits(tolerance);
            let values: Vec<f32> = (1..20_000).map(|n| 1e-3 * (n as f32) * 1.000_123).collect();
            let mut rounded = values.clone();
            f32::round_to(&mut rounded, bits);
            let worst = rounded
                .iter()
                .zip(&values)
                .map(|(rounded, value)| (f64::from(*rounded) / f64::from(*value) - 1.0).abs());
            let worst = worst.fold(0.0, f64::max);
            assert!(
                worst <= tolerance / 8.0 && worst > tolerance / 64.0,
                "{tolerance}: {worst} by {bits} bits"
            );
        }
        assert_eq!(kept_bits(1e-9), f32::FRACTION);
    }
}
