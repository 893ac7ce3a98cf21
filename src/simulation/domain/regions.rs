//! Regions on the grid: which cells count for which outcome, and the means over them.

use std::sync::OnceLock;

use ndarray::{Array2, Array3};
use rayon::prelude::*;

use super::boxes::Boxes;
use super::defect::{Defect, Remains};
use super::untreated::Untreated;
use super::weighted::{Cells, Dermis};
use crate::model::{FIELDS, Fields, Layer, SURFACE_FIELDS, SurfaceFields, synthesis};
use crate::numerics::{Grid, State};
use crate::puncture::Injury;
use crate::simulation::SkinOnGrid;
use crate::snapshot::{Means, Region, Snapshot};

/// State of the healing model.
pub type SkinState = State<FIELDS, SURFACE_FIELDS>;

/// Values of a field that are not worth spreading over threads.
const FEW: usize = 1 << 13;

/// Cells of the regions with their volumes.
pub struct Regions {
    /// Layer of each row; empty when well mixed (all is dermis).
    layers: Vec<Layer>,
    /// Lateral cell area (x and y volumes) over the plane.
    areas: Vec<f64>,
    /// Height of each row, mm.
    heights: Vec<f64>,
    dermis: Dermis,
    /// Fraction of each cell in the halo of any channel so far, and opened by any channel.
    halo: Array3<f64>,
    channel: Array3<f64>,
    /// Share of each surface cell that the last session opened.
    mouths: Array2<f64>,
    /// Volumes of cells in halo and channel.
    sparse: [Cells; 2],
    boxes: Boxes,
    /// Volumes of the regions and means of the fields at rest over them, until the regions change.
    at_rest: OnceLock<([f64; 5], Vec<[f64; 5]>)>,
    dermis_mm: f64,
    /// What a mixed cell leaves out of the dermis, and the share that it stands for; 0 before any session.
    untreated: Option<Untreated>,
    treated_share: f64,
    /// What is treated, where it is not normal skin.
    defect: Option<Defect>,
}

impl Regions {
    /// Regions of skin without channels.
    pub fn new(grid: &Grid, layers: &[Layer], boxes: Boxes) -> Self {
        let (nz, ny, nx) = grid.shape();
        let areas: Vec<f64> = (0..ny * nx).map(|i| grid.y.volumes[i / nx] * grid.x.volumes[i % nx]).collect();
        let dermis = |z: &usize| layers.is_empty() || layers[*z].is_dermis();
        Self {
            layers: layers.to_vec(),
            dermis: Dermis::new(&areas, &grid.z.volumes, layers),
            areas,
            heights: grid.z.volumes.clone(),
            halo: Array3::zeros((nz, ny, nx)),
            channel: Array3::zeros((nz, ny, nx)),
            mouths: Array2::zeros((ny, nx)),
            sparse: [Cells::default(), Cells::default()],
            boxes,
            at_rest: OnceLock::new(),
            dermis_mm: (0..nz).filter(dermis).map(|z| grid.z.volumes[z]).sum(),
            untreated: None,
            treated_share: 0.0,
            defect: None,
        }
    }

    /// The same where the cells stand for a share of the dermis alone.
    pub fn beside(self, untreated: Option<Untreated>) -> Self {
        Self { untreated, ..self }
    }

    /// The state with which a session begins that treats the dermis down to another share: a mixed cell takes
    /// in what was left alone so far. Nothing where it is as it was.
    pub fn grown(&mut self, state: &SkinState, share: f64, day: f64) -> Option<SkinState> {
        let before = std::mem::replace(&mut self.treated_share, share);
        let untreated = self.untreated.as_ref().filter(|_| before > 0.0 && share > before)?;
        Some(untreated.joined(state, before / share, day))
    }

    /// The same with a defect to be measured.
    pub fn with_defect(self, defect: Option<Defect>) -> Self {
        Self { defect, ..self }
    }

    /// Adds the channels of a session; overlap saturates.
    pub fn add(&mut self, injury: &Injury) {
        let join = |old: &mut f64, new: &f64| *old = 1.0 - (1.0 - *old) * (1.0 - new);
        self.halo.zip_mut_with(&injury.halo, join);
        self.channel.zip_mut_with(&injury.opened, join);
        self.mouths.assign(&injury.opened_surface);
        let plane = self.areas.len();
        let cells = |part: &Array3<f64>| {
            let volume = |i: usize| self.areas[i % plane] * self.heights[i / plane];
            let inside = |(i, &share): (usize, &f64)| {
                (share > 0.0 && self.is_dermis(i / plane)).then(|| (i, share * volume(i)))
            };
            Cells::of(part.iter().enumerate().filter_map(inside))
        };
        self.sparse = [cells(&self.halo), cells(&self.channel)];
        self.at_rest = OnceLock::new();
    }

    fn is_dermis(&self, z: usize) -> bool {
        self.layers.is_empty() || self.layers[z].is_dermis()
    }

    /// Sums of one field times volume over every region. Bands in order, cells in order: the same
    /// bits for any number of threads.
    fn sums(&self, fields: &[&[f64]]) -> Vec<[f64; 5]> {
        let [halo, channel] = self.sparse.each_ref().map(|cells| cells.sums(fields));
        let sparse = halo.into_iter().zip(channel);
        let joined = |(layers, (halo, channel)): ([f64; 3], (f64, f64))| {
            let [all, papillary, reticular] = layers;
            [all, papillary, reticular, halo, channel]
        };
        self.dermis.sums(fields).into_iter().zip(sparse).map(joined).collect()
    }

    /// How far the mouths of the last session have closed: 1 − Σ m (1 − E)/Σ m², with m the share of a
    /// surface cell that was opened. Just after the session 1 − E = m, whatever the cell's size.
    fn mouth_closure(&self, closure: &[f64]) -> f64 {
        let (mut open, mut opened) = (0.0, 0.0);
        for ((mouth, area), closure) in self.mouths.iter().zip(&self.areas).zip(closure) {
            open += area * mouth * (1.0 - closure);
            opened += area * mouth * mouth;
        }
        if opened > 0.0 { (1.0 - open / opened).clamp(0.0, 1.0) } else { 1.0 }
    }

    /// Means of fields over the regions of these volumes.
    fn means(&self, fields: &[&[f64]], volumes: &[f64; 5]) -> Vec<[f64; 5]> {
        let mean = |sums: [f64; 5]| {
            std::array::from_fn(
                |region| {
                    if volumes[region] > 0.0 { sums[region] / volumes[region] } else { 0.0 }
                },
            )
        };
        self.sums(fields).into_iter().map(mean).collect()
    }

    /// The same of every field of a state.
    fn field_means(&self, state: &SkinState, volumes: &[f64; 5]) -> Vec<[f64; 5]> {
        let fields: [&[f64]; FIELDS] = std::array::from_fn(|field| state.field(field));
        if state.cells() < FEW {
            self.means(&fields, volumes)
        } else {
            fields.par_iter().flat_map_iter(|field| self.means(&[field], volumes)).collect()
        }
    }

    /// Takes the snapshot of a state; `rest` is the same at all times.
    pub fn snapshot(&self, on: &SkinOnGrid, state: &SkinState, rest: &SkinState, time_day: f64) -> Snapshot {
        let (volumes, at_rest) = self.at_rest.get_or_init(|| {
            let volumes = self.sums(&[&vec![1.0; state.cells()]])[0];
            (volumes, self.field_means(rest, &volumes))
        });
        let fields = self.field_means(state, volumes);
        let synthesis = self.means(&[&synthesis(on, state, &|z| self.is_dermis(z))], volumes)[0];
        let whole: f64 = self.areas.iter().sum::<f64>() * self.heights.iter().sum::<f64>();
        // Halo and channels lie in what is treated; only the whole dermis has a part that is not.
        let share = self.treated_share;
        let beside = self.untreated.as_ref().filter(|_| share > 0.0 && share < 1.0);
        let whole_dermis = beside.map(|untreated| untreated.joined(state, share, time_day));
        let of_dermis = whole_dermis.as_ref().map(|state| self.field_means(state, volumes));
        let regions = std::array::from_fn(|region| {
            let dermis = of_dermis.as_ref().filter(|_| Region::VOLUME[region] == Region::Dermis);
            let part = if dermis.is_some() { share } else { 1.0 };
            let fields = dermis.unwrap_or(&fields);
            Means {
                share: volumes[region] / whole,
                fields: Fields::from_array(std::array::from_fn(|field| fields[field][region])),
                rest: Fields::from_array(std::array::from_fn(|field| at_rest[field][region])),
                collagen_synthesis: part * synthesis[region],
            }
        });
        let area: f64 = self.areas.iter().sum();
        let average =
            |values: &[f64]| values.iter().zip(&self.areas).map(|(value, a)| value * a).sum::<f64>() / area;
        let surface = SurfaceFields::INDEX.map(|field| average(state.surface(field)));
        let mouth_closure = self.mouth_closure(state.surface(SurfaceFields::INDEX.epidermal_closure));
        let scar = state.field(Fields::INDEX.collagen_scar);
        let scar_peak = self.boxes.largest_mean(scar);
        let seen = whole_dermis.as_ref().unwrap_or(state);
        let remains = self.defect.as_ref().map_or(Remains::default(), |defect| defect.remains(on, seen));
        Snapshot {
            time_day,
            regions,
            surface,
            mouth_closure,
            scar_peak,
            dermis_mm: self.dermis_mm,
            defect_volume_mm3_per_cm2: remains.volume_mm3_per_cm2,
            defect_contrast: remains.contrast,
        }
    }
}
