//! Skin as a system: which layer each depth lies in, how each field moves, and what rest is.

use dermis_numerics::{Lane, SurfaceTransport, System, Taxis, Transport};

use super::wound_healing::{Reach, Row, coefficients, exponents, in_epidermis, rates, surface_rates};
use super::{FIELDS, Fields, LayerParameters, Parameters, SURFACE_FIELDS, SurfaceFields};

/// Layers of the skin from the surface down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Dead outermost layer.
    StratumCorneum,
    /// Living epidermis.
    ViableEpidermis,
    /// Upper, loose dermis.
    PapillaryDermis,
    /// Lower, dense dermis.
    ReticularDermis,
    /// Fat below the dermis.
    Subcutis,
}

impl Layer {
    /// Every layer from the surface down.
    pub const ALL: [Layer; 5] = [
        Layer::StratumCorneum,
        Layer::ViableEpidermis,
        Layer::PapillaryDermis,
        Layer::ReticularDermis,
        Layer::Subcutis,
    ];

    /// Name in plots and tables.
    pub fn name(self) -> &'static str {
        match self {
            Layer::StratumCorneum => "stratum corneum",
            Layer::ViableEpidermis => "epidermis",
            Layer::PapillaryDermis => "papillary dermis",
            Layer::ReticularDermis => "reticular dermis",
            Layer::Subcutis => "subcutis",
        }
    }

    /// Whether fibroblasts, immune cells, vessels and matrix live here.
    pub fn is_dermal(self) -> bool {
        self >= Layer::PapillaryDermis
    }

    /// Whether this is dermis proper.
    pub fn is_dermis(self) -> bool {
        matches!(self, Layer::PapillaryDermis | Layer::ReticularDermis)
    }
}

/// One row of cells at a depth.
#[derive(Debug, Clone)]
struct Depth {
    parameters: Parameters<f64>,
    /// epi(z) and b(z).
    reach: Reach,
    /// Cells per volume against dermis, which sets how much debris killed tissue leaves.
    cellularity: f64,
    /// F0: fibroblasts relative to the reticular dermis, 0 where there are none.
    fibroblasts: f64,
    dermal: bool,
}

/// The healing model on the layers of one site.
#[derive(Debug, Clone)]
pub struct Skin {
    parameters: Parameters<f64>,
    depths: Vec<Depth>,
    surface_source: usize,
}

const FIELD: Fields<usize> = Fields::INDEX;

/// Neutrophils and inflammatory macrophages follow inflammation, fibroblasts follow mitogens.
fn taxis(p: &Parameters<f64>) -> [Taxis; 3] {
    let follows = |moving, signal, coefficient| Taxis { moving, signal, coefficient };
    [
        follows(FIELD.neutrophils, FIELD.inflammation, p.neutrophil_chemotaxis),
        follows(FIELD.macrophages_m1, FIELD.inflammation, p.macrophage_chemotaxis),
        follows(FIELD.fibroblasts, FIELD.mitogens, p.fibroblast_chemotaxis),
    ]
}

/// Diffusivity of each field, mm²/day; none for those that stay in place.
pub(super) fn diffusivities<T: Copy>(p: &Parameters<T>) -> Fields<Option<T>> {
    Fields {
        inflammation: Some(p.inflammation_diffusivity),
        neutrophils: Some(p.neutrophil_motility),
        macrophages_m1: Some(p.macrophage_motility),
        macrophages_m2: Some(p.macrophage_motility),
        tgf_beta_1: Some(p.tgf_beta_diffusivity),
        tgf_beta_3: Some(p.tgf_beta_diffusivity),
        mitogens: Some(p.mitogen_diffusivity),
        mmp: Some(p.mmp_diffusivity),
        vessels: Some(p.vessel_ingrowth),
        fibroblasts: Some(p.fibroblast_motility),
        myofibroblasts: Some(p.myofibroblast_motility),
        ..FIELD.map(|_| None)
    }
}

/// Type I is what type III leaves: both shares of rest add up to 1 in every layer.
fn balanced(p: Parameters<f64>, collagen_iii_rest: f64) -> Parameters<f64> {
    Parameters { collagen_iii_rest, collagen_i_rest: 1.0 - collagen_iii_rest, ..p }
}

impl Skin {
    /// Dermis without layers: one set of parameters at all of `rows` depths, and no epidermis
    /// beyond the surface fields. For well-mixed and single-layer runs.
    pub fn uniform(parameters: &Parameters<f64>, rows: usize) -> Self {
        let parameters = balanced(*parameters, parameters.collagen_iii_rest);
        let reach = Reach { tgf_beta_3: 1.0, epidermal: 0.0 };
        let depth = Depth { parameters, reach, cellularity: 1.0, fibroblasts: 1.0, dermal: true };
        Self { parameters, depths: vec![depth; rows], surface_source: 0 }
    }

    /// Layered skin: `rows` gives layer and depth (mm, cell centre) of each row of cells,
    /// `junction` the depth of the dermo-epidermal junction in mm.
    pub fn layered(
        parameters: &Parameters<f64>,
        layers: &LayerParameters<f64>,
        rows: impl IntoIterator<Item = (Layer, f64)>,
        junction: f64,
    ) -> Self {
        let base = balanced(*parameters, parameters.collagen_iii_rest);
        let mut surface_source = 0;
        let mut depths = Vec::new();
        for (layer, z) in rows {
            if layer == Layer::StratumCorneum {
                surface_source = depths.len() + 1;
            }
            let dermal = |iii: f64, tension: f64| Parameters {
                tension: base.tension * tension,
                ..balanced(base, iii)
            };
            let papillary = dermal(layers.collagen_iii_papillary, layers.tension_papillary);
            let (parameters, fibroblasts) = match layer {
                Layer::StratumCorneum | Layer::ViableEpidermis => (in_epidermis(base), 0.0),
                Layer::PapillaryDermis => (
                    Parameters {
                        synthesis_multiplier: base.synthesis_multiplier * base.papillary_synthesis_multiplier,
                        ..papillary
                    },
                    layers.fibroblasts_papillary,
                ),
                Layer::ReticularDermis => (
                    dermal(layers.collagen_iii_reticular, layers.tension_reticular),
                    layers.fibroblasts_reticular,
                ),
                Layer::Subcutis => (
                    dermal(layers.collagen_iii_subcutis, layers.tension_subcutis),
                    layers.fibroblasts_subcutis,
                ),
            };
            // epi(z) = exp(−max(0, z − z_DEJ)/l_3), b(z) the same over l_B
            let below = (z - junction).max(0.0);
            let reach = Reach {
                tgf_beta_3: libm::exp(-below / base.tgf_beta_3_depth),
                epidermal: libm::exp(-below / base.epidermal_signal_depth),
            };
            // Dead cells of the stratum corneum call nobody; fat holds few.
            let cellularity = match layer {
                Layer::StratumCorneum => 0.0,
                Layer::ViableEpidermis => 1.0,
                _ => fibroblasts.min(1.0),
            };
            depths.push(Depth { parameters, reach, cellularity, fibroblasts, dermal: layer.is_dermal() });
        }
        Self { parameters: base, depths, surface_source }
    }

    /// Values at rest at row `z`.
    pub fn rest_fields(&self, z: usize) -> Fields<f64> {
        let p = &self.depths[z].parameters;
        Fields { collagen_i: p.collagen_i_rest, collagen_iii: p.collagen_iii_rest, ..Fields::default() }
    }

    /// Debris per killed volume at row `z`: 0 in the dead stratum corneum, min(1, F0) below the junction.
    pub fn cellularity(&self, z: usize) -> f64 {
        self.depths[z].cellularity
    }

    /// Whether matrix and dermal cells live at row `z`.
    pub fn is_dermal(&self, z: usize) -> bool {
        self.depths[z].dermal
    }

    /// Linear loss of each field at row `z`, 1/day.
    fn decays(&self, z: usize) -> Fields<f64> {
        let p = &self.depths[z].parameters;
        Fields {
            damage: p.damage_clearance,
            clot: p.fibrinolysis_basal,
            inflammation: p.inflammation_decay,
            neutrophils: p.neutrophil_death,
            macrophages_m1: p.macrophage_m1_loss,
            macrophages_m2: p.macrophage_m2_loss,
            tgf_beta_1: p.tgf_beta_1_decay,
            tgf_beta_3: p.tgf_beta_3_decay,
            mitogens: p.mitogen_decay,
            mmp: p.mmp_decay,
            vessels: p.vessel_regression,
            activation: p.deactivation_rate,
            myofibroblasts: p.myofibroblast_apoptosis,
            tropoelastin: p.elastin_crosslinking,
            wound_span: p.tension_relief,
            collagen_immature: p.crosslinking,
            ..Fields::default().map(|_| 0.0)
        }
    }

    /// Where a field may move: signals everywhere, cells and vessels below the junction, fibroblasts
    /// and myofibroblasts weighted by F0 because they are ratios to it.
    fn weight(&self, field: usize, depth: &Depth) -> f64 {
        let ratio = [FIELD.fibroblasts, FIELD.myofibroblasts].contains(&field);
        let cell =
            [FIELD.neutrophils, FIELD.macrophages_m1, FIELD.macrophages_m2, FIELD.vessels].contains(&field);
        if ratio {
            depth.fibroblasts
        } else if cell && !depth.dermal {
            0.0
        } else {
            1.0
        }
    }
}

impl System<FIELDS, SURFACE_FIELDS> for Skin {
    type Row<L: Lane> = Row<L>;

    fn transport(&self, field: usize) -> Transport {
        let decay = (0..self.depths.len()).map(|z| self.decays(z).into_array()[field]).collect();
        let diffusivity = diffusivities(&self.parameters).into_array()[field].unwrap_or(0.0);
        if diffusivity == 0.0 {
            return Transport::fixed(decay);
        }
        let weight = self.depths.iter().map(|depth| self.weight(field, depth)).collect();
        Transport::weighted(diffusivity, weight, decay)
    }

    fn surface_transport(&self, field: usize) -> SurfaceTransport {
        let p = &self.parameters;
        let closure = SurfaceTransport { diffusivity: p.epidermal_motility, decay: p.epidermal_closure_rate };
        // (1/k_Ē) dĒ/dt = E − Ē + l_E² ∇²Ē: at once the mean of E with the weight of a screened source.
        let reach = p.epidermal_margin_reach;
        let margin = SurfaceTransport {
            diffusivity: p.epidermal_margin_rate * reach * reach,
            decay: p.epidermal_margin_rate,
        };
        // Under closed epidermis, of a channel as deep as halves it: deeper ones close more slowly.
        let closing = 0.5 * p.channel_multiplier * p.channel_closure;
        let channel = SurfaceTransport { diffusivity: 0.0, decay: closing };
        let recovery = p.barrier_multiplier * p.barrier_recovery;
        let barrier = SurfaceTransport { diffusivity: 0.0, decay: recovery };
        SurfaceFields {
            epidermal_closure: closure,
            epidermal_margin: margin,
            channel_open: channel,
            channel_length: channel,
            flare: SurfaceTransport { diffusivity: 0.0, decay: p.flare_decay },
            melanin: SurfaceTransport { diffusivity: 0.0, decay: p.melanin_loss },
            barrier,
        }
        .into_array()[field]
    }

    fn taxis(&self) -> Vec<Taxis> {
        taxis(&self.parameters).to_vec()
    }

    /// χ/(1 + g⁺)², the receptor law of the signal g.
    #[inline(always)]
    fn sensitivity(coefficient: f64, signal: f64) -> f64 {
        let bound = 1.0 + signal.positive();
        coefficient / (bound * bound)
    }

    fn coefficients(&self, z: usize) -> Vec<f64> {
        coefficients(&self.depths[z].parameters, self.depths[z].reach)
    }

    #[inline(always)]
    fn row<L: Lane>(&self, z: usize, coefficient: impl Fn(usize) -> L) -> Row<L> {
        Row::new(exponents(&self.depths[z].parameters), coefficient)
    }

    /// Both reaches, which stand behind the parameters.
    const BY_DEPTH: &'static [usize] = &[Parameters::COUNT, Parameters::COUNT + 1];

    #[inline(always)]
    fn move_row<L: Lane>(row: &mut Row<L>, coefficient: impl Fn(usize) -> L) {
        (row.tgf_beta_3_reach, row.epidermal_reach) = (coefficient(0), coefficient(1));
    }

    /// Exponents are no lane's numbers.
    fn shares_rows(&self, other: &Self) -> bool {
        let all =
            |skin: &Self| skin.depths.iter().map(|depth| exponents(&depth.parameters)).collect::<Vec<_>>();
        all(self) == all(other)
    }

    #[inline(always)]
    fn reaction<L: Lane>(row: &Row<L>, fields: [L; FIELDS], surface: [L; SURFACE_FIELDS]) -> [L; FIELDS] {
        rates(row, &Fields::from_array(fields), &SurfaceFields::from_array(surface)).into_array()
    }

    #[inline(always)]
    fn surface_reaction<L: Lane>(
        row: &Row<L>,
        fields: [L; FIELDS],
        surface: [L; SURFACE_FIELDS],
    ) -> [L; SURFACE_FIELDS] {
        surface_rates(row, &Fields::from_array(fields), &SurfaceFields::from_array(surface)).into_array()
    }

    fn surface_source(&self) -> usize {
        self.surface_source
    }

    fn rest(&self, field: usize, z: usize) -> f64 {
        self.rest_fields(z).into_array()[field]
    }

    fn surface_rest(&self, field: usize) -> f64 {
        SurfaceFields::default().into_array()[field]
    }

    fn absolute_tolerance(&self, field: usize) -> f64 {
        // Scar-like collagen matters from about 1e-4 on; every other field is of order one.
        if field == FIELD.collagen_scar { 1e-4 } else { 1e-3 }
    }

    fn name(&self, field: usize) -> &'static str {
        let rows = Fields::TABLE.iter().chain(&SurfaceFields::TABLE);
        rows.map(|row| row.name).nth(field).unwrap_or("unknown")
    }
}
