//! The equations of healing skin, point by point. Each term is one function with its equation; each
//! field is one visible sum. Composite of published wound-healing models, written as excess over
//! unwounded skin so that rest is an exact equilibrium: every production is a product that holds
//! an excess, and what returns to rest is written as a difference from it.
//!
//! Symbols in the comments are those of `dermis list parameters`; x⁺ = max(x, 0).

use dermis_numerics::Lane;

use super::{Fields, Parameters, SurfaceFields};

/// Excess below which a deviation from rest counts as rounding.
const ROUNDING: f64 = 1e-12;
/// Keeps the share of scar-like collagen defined where there is no collagen at all.
const EMPTY: f64 = 1e-9;

/// Coefficients at one depth.
pub struct Row<L> {
    /// Parameters of the layer.
    pub p: Parameters<L>,
    /// epi(z): how far the TGF-beta3 benefit of a closed epidermis reaches, 0 to 1.
    pub tgf_beta_3_reach: L,
    /// Whole-number Hill exponents n_Y and n_s.
    pub exponents: [u32; 2],
    one: L,
    rounding: L,
    empty: L,
}

impl<L: Lane> Row<L> {
    /// A row of a layer from its [`coefficients`].
    #[inline(always)]
    #[allow(clippy::redundant_closure, reason = "only what is written as a closure is inlined by force")]
    pub fn new(exponents: [u32; 2], coefficient: impl Fn(usize) -> L) -> Self {
        // Behind the parameters, in the order of `coefficients`.
        let other = |at: usize| coefficient(Parameters::COUNT + at);
        Self {
            // Inlined by force: as a call each number would pass through memory.
            p: Parameters::INDEX.map(
                #[inline(always)]
                |at| coefficient(at),
            ),
            tgf_beta_3_reach: other(0),
            exponents,
            one: other(1),
            rounding: other(2),
            empty: other(3),
        }
    }
}

/// Coefficients of a row: a layer's parameters in the order of their table, then epi(z) and constants.
pub fn coefficients(p: &Parameters<f64>, tgf_beta_3_reach: f64) -> Vec<f64> {
    let others = [tgf_beta_3_reach, 1.0, ROUNDING, EMPTY];
    p.into_array().into_iter().chain(others).collect()
}

/// Hill exponents n_Y and n_s of a layer.
pub fn exponents(p: &Parameters<f64>) -> [u32; 2] {
    [p.differentiation_exponent as u32, p.scar_exponent as u32]
}

/// Parameters in the epidermis, where the dermal cells and the matrix do not react:
/// r_N = r_M = sig_F = sig_Y = k_on = p_3 = k_FY = r_F = sig_e = g_V = p_PF = 0 and d_D = d_D,epi.
pub fn in_epidermis(p: Parameters<f64>) -> Parameters<f64> {
    Parameters {
        neutrophil_recruitment: 0.0,
        monocyte_recruitment: 0.0,
        fibroblast_synthesis: 0.0,
        myofibroblast_synthesis: 0.0,
        activation_rate: 0.0,
        tgf_beta_3_production: 0.0,
        differentiation_rate: 0.0,
        fibroblast_proliferation: 0.0,
        tropoelastin_synthesis: 0.0,
        angiogenesis_rate: 0.0,
        mmp_from_fibroblasts: 0.0,
        damage_clearance: p.damage_clearance_epidermis,
        ..p
    }
}

/// Saturation x / (K + x).
#[inline(always)]
fn saturation<L: Lane>(x: L, half: L) -> L {
    x / (half + x)
}

/// Hill function of exponent n, x⁺ⁿ / (Kⁿ + x⁺ⁿ).
#[inline(always)]
fn hill<L: Lane>(x: L, half: L, exponent: u32) -> L {
    saturation(x.positive().power(exponent), half.power(exponent))
}

/// Inhibition 1/(1 + x⁺/K), as K/(K + x⁺): one division.
#[inline(always)]
fn inhibition<L: Lane>(x: L, half: L) -> L {
    half / (half + x.positive())
}

/// Clearance of debris, (d_D + k_D (N + M)/(K_D + D)) D, saturating as in `trejo2019`.
#[inline(always)]
fn phagocytosis<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    let phagocytes = u.neutrophils + u.macrophages_m1 + u.macrophages_m2;
    (p.damage_clearance + p.phagocytosis_rate * phagocytes / (p.phagocytosis_saturation + u.damage))
        * u.damage
}

/// Lysis of the clot, (d_C + k_CM M + k_CP P) C.
#[inline(always)]
fn fibrinolysis<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    let macrophages = u.macrophages_m1 + u.macrophages_m2;
    (p.fibrinolysis_basal + p.fibrinolysis_by_macrophages * macrophages + p.fibrinolysis_by_mmp * u.mmp)
        * u.clot
}

/// Release of mediators, m_infl (p_ID D + p_IN N + p_I1 M1) / (1 + M2⁺/K_2I).
#[inline(always)]
fn mediator_release<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let sources = p.inflammation_from_damage * u.damage
        + p.inflammation_from_neutrophils * u.neutrophils
        + p.inflammation_from_macrophages_m1 * u.macrophages_m1;
    p.inflammation_multiplier * sources * inhibition(u.macrophages_m2, p.inflammation_suppression)
}

/// Recruitment of neutrophils from vessels, r_N V H₂(I, K_N).
#[inline(always)]
fn neutrophil_recruitment<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    p.neutrophil_recruitment * u.vessels * hill(u.inflammation, p.neutrophil_recruitment_half, 2)
}

/// Loss of neutrophils by death and efferocytosis, (d_N + k_NM M) N.
#[inline(always)]
fn neutrophil_loss<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    (p.neutrophil_death + p.efferocytosis * (u.macrophages_m1 + u.macrophages_m2)) * u.neutrophils
}

/// Recruitment of monocytes, m_M r_M V H₂(I, K_M) (a_M + (1 − a_M) N/(K_NM + N)) (1 − M/M_max);
/// the neutrophil factor makes them lag neutrophils by about a day.
#[inline(always)]
fn monocyte_recruitment<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let helped = saturation(u.neutrophils, p.monocyte_recruitment_neutrophil_half);
    let called = p.monocyte_recruitment_basal + (row.one - p.monocyte_recruitment_basal) * helped;
    let crowding = row.one - (u.macrophages_m1 + u.macrophages_m2) / p.macrophage_capacity;
    p.recruitment_multiplier
        * p.monocyte_recruitment
        * u.vessels
        * hill(u.inflammation, p.monocyte_recruitment_half, 2)
        * called
        * crowding
}

/// Switch to repair, k₁₂ M1 with k₁₂ = m_12 k_12 (k12min + (1 − k12min)/(1 + (I⁺/K_12)²)): high
/// inflammation keeps macrophages inflammatory.
#[inline(always)]
fn polarisation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let relative = u.inflammation.positive() / p.polarisation_inflammation_half;
    let calm = row.one / (row.one + relative * relative);
    let rate = p.polarisation_floor + (row.one - p.polarisation_floor) * calm;
    p.polarisation_multiplier * p.polarisation_m1_to_m2 * rate * u.macrophages_m1
}

/// Switch back under inflammation, k_21 H₂(I, K_M) M2: re-injury flips repair macrophages.
#[inline(always)]
fn repolarisation<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    p.polarisation_m2_to_m1 * hill(u.inflammation, p.monocyte_recruitment_half, 2) * u.macrophages_m2
}

/// Release of TGF-beta 1, p_TC lysis + p_T1 M1 + p_T2 M2 + p_TY Y.
#[inline(always)]
fn tgf_beta_1_release<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    p.tgf_beta_from_clot * fibrinolysis(row, u)
        + p.tgf_beta_from_macrophages_m1 * u.macrophages_m1
        + p.tgf_beta_from_macrophages_m2 * u.macrophages_m2
        + p.tgf_beta_from_myofibroblasts * u.myofibroblasts
}

/// Release of TGF-beta 3 by activated fibroblasts under a closed epidermis, p_3 F Q E epi(z).
#[inline(always)]
fn tgf_beta_3_release<L: Lane>(row: &Row<L>, u: &Fields<L>, above: &SurfaceFields<L>) -> L {
    row.p.tgf_beta_3_production
        * u.fibroblasts
        * u.activation
        * above.epidermal_closure
        * row.tgf_beta_3_reach
}

/// Release of mitogens, p_GC C + p_G1 M1 + p_G2 M2.
#[inline(always)]
fn mitogen_release<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    p.mitogens_from_clot * u.clot
        + p.mitogens_from_macrophages_m1 * u.macrophages_m1
        + p.mitogens_from_macrophages_m2 * u.macrophages_m2
}

/// Release of MMP, m_mmp (p_PN N + p_P1 M1 + p_PF F I⁺/(K_PI + I⁺)).
#[inline(always)]
fn mmp_release<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    let stimulus = saturation(u.inflammation.positive(), p.mmp_inflammation_half);
    p.mmp_multiplier
        * (p.mmp_from_neutrophils * u.neutrophils
            + p.mmp_from_macrophages_m1 * u.macrophages_m1
            + p.mmp_from_fibroblasts * u.fibroblasts * stimulus)
}

/// Loss of MMP by decay and TIMP, (d_P + k_PT T1⁺) P.
#[inline(always)]
fn mmp_loss<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    (p.mmp_decay + p.mmp_inhibition_by_tgf_beta * u.tgf_beta_1.positive()) * u.mmp
}

/// Angiogenesis, g_V ω/(K_V + ω) V (1 − V/V_max) with ω = G⁺ + M2⁺.
#[inline(always)]
fn angiogenesis<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let drive = saturation(u.mitogens.positive() + u.macrophages_m2.positive(), p.angiogenesis_half);
    p.angiogenesis_rate * drive * u.vessels * (row.one - u.vessels / p.vessel_capacity)
}

/// Proliferation of fibroblasts, m_prolif r_F s_F F (1 − (F + Y)/F_max) with
/// s_F = G⁺/(K_G + G⁺) / (1 + I⁺/K_IF).
#[inline(always)]
fn proliferation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let stimulus = saturation(u.mitogens.positive(), p.proliferation_mitogen_half)
        * inhibition(u.inflammation, p.proliferation_inhibition);
    let crowding = row.one - (u.fibroblasts + u.myofibroblasts) / p.fibroblast_capacity;
    p.proliferation_multiplier * p.fibroblast_proliferation * stimulus * u.fibroblasts * crowding
}

/// Return of the cell number to rest, ρ F (F + Y − 1), slow from below and faster from above.
#[inline(always)]
fn cell_turnover<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let excess = u.fibroblasts + u.myofibroblasts - row.one;
    L::select_positive(excess, row.p.fibroblast_apoptosis, row.p.fibroblast_regrowth) * u.fibroblasts * excess
}

/// Differentiation into myofibroblasts, k_FY τ (1 + k_S S) h_Y F Q, under the tension of the layer and
/// of the opening S that new tissue bridges (`aarabi2007`); h_Y of the effective TGF-beta
/// T_e = T1⁺/(1 + T3⁺/K_3Y) (antagonism of the isoforms after `dale1996`), a threshold of order n_Y;
/// staged by 1 − w_Q (1 − Q), because a fibroblast is activated before it contracts (`tomasek2002`).
#[inline(always)]
fn differentiation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let effective = u.tgf_beta_1.positive() * inhibition(u.tgf_beta_3, p.differentiation_tgf_beta_3_half);
    let threshold = hill(effective, p.differentiation_half, row.exponents[0]);
    let staged = row.one - p.differentiation_staging * (row.one - u.activation);
    let tension = p.tension * (row.one + p.tension_per_span * u.wound_span);
    p.differentiation_rate * tension * threshold * u.fibroblasts * u.activation * staged
}

/// Total collagen, c_t = c1 + c3 + s.
#[inline(always)]
fn collagen_total<L: Lane>(u: &Fields<L>) -> L {
    u.collagen_i + u.collagen_iii + u.collagen_scar
}

/// Matrix deficit that fibroblasts meet, max(0, 1 − c_t − U − σ_C C − ε): where fibrin still fills the
/// gap there is a provisional matrix, and with an old deficit U cells have settled.
#[inline(always)]
fn deficit<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let missing = row.one - collagen_total(u) - u.settled_deficit;
    (missing - row.p.clot_shielding * u.clot - row.rounding).positive()
}

/// Activation of fibroblasts by TGF-beta and by missing matrix, k_on T_q/(K_Q + T_q) (1 − Q) with
/// T_q = T1⁺ + w_def · deficit (negative feedback of the matrix, `rognoni2018`).
#[inline(always)]
fn activation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let stimulus = u.tgf_beta_1.positive() + p.deficit_activation_weight * deficit(row, u);
    p.activation_rate * saturation(stimulus, p.activation_half) * (row.one - u.activation)
}

/// Synthesis of collagen of all types, in rest collagen per day,
/// S = m_syn (σ_F F Q + σ_Y Y⁺) max(0, 1 − c_t/c_max) (1 + a_def · deficit)/(1 + I⁺/K_IS).
#[inline(always)]
pub fn collagen_synthesis<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let makers = p.fibroblast_synthesis * u.fibroblasts * u.activation
        + p.myofibroblast_synthesis * u.myofibroblasts.positive();
    let room = (row.one - collagen_total(u) / p.collagen_ceiling).positive();
    let filling = row.one + p.deficit_synthesis_gain * deficit(row, u);
    p.synthesis_multiplier * makers * room * filling * inhibition(u.inflammation, p.synthesis_inhibition)
}

/// Type III share of new collagen, f3 + (f3e − f3) K_f/(K_f + Q⁺): fibroblasts just activated make
/// mostly type III.
#[inline(always)]
fn collagen_iii_share<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    let early = p.collagen_iii_switch / (p.collagen_iii_switch + u.activation.positive());
    p.collagen_iii_share + (p.collagen_iii_share_early - p.collagen_iii_share) * early
}

/// Scar-like share of new type I, f_s = H(Y, K_s, n_s)/(1 + T3⁺/K_3s).
#[inline(always)]
fn scar_share<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    hill(u.myofibroblasts, p.scar_half, row.exponents[1]) * inhibition(u.tgf_beta_3, p.scar_tgf_beta_3_half)
}

/// Replacement of excess type III by type I, κ_m max(0, c3 − (c3h/c1h) c1 − ε).
#[inline(always)]
fn maturation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let balanced = p.collagen_iii_rest / p.collagen_i_rest * u.collagen_i;
    p.collagen_maturation * (u.collagen_iii - balanced - row.rounding).positive()
}

/// Slow return of a collagen to rest, as what regrows, δ_m (c_h − c)⁺ at the turnover of mature
/// collagen, and what fades, δ_c (c − c_h)⁺: new collagen is less cross-linked and more labile.
#[inline(always)]
fn turnover<L: Lane>(Row { p, .. }: &Row<L>, collagen: L, rest: L) -> (L, L) {
    (
        p.collagen_mature_turnover * (rest - collagen).positive(),
        p.collagen_relaxation * (collagen - rest).positive(),
    )
}

/// Scar-like share of the collagen I that is there, s/(s + c1 + 10⁻⁹): remodelling follows the
/// architecture it finds.
#[inline(always)]
fn scar_architecture<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    (u.collagen_scar / (u.collagen_scar + u.collagen_i + row.empty)).positive()
}

/// Closure of the epidermis, m_epi k_E (1 + a_EG G⁺/(1 + G⁺))/(1 + I⁺/K_IE) (1 − E) (1 − w_E (1 − Ē)).
/// Epidermis within reach, Ē, is near 1 over needle holes; a wide wound closes from its margin.
#[inline(always)]
fn epidermal_closure<L: Lane>(row: &Row<L>, u: &Fields<L>, surface: &SurfaceFields<L>) -> L {
    let p = &row.p;
    let mitogens = u.mitogens.positive();
    let pace = row.one + p.epidermal_mitogen_gain * mitogens / (row.one + mitogens);
    let calm = inhibition(u.inflammation, p.epidermal_inhibition);
    let margin = row.one - p.epidermal_margin_share * (row.one - surface.epidermal_margin);
    p.epidermal_multiplier
        * p.epidermal_closure_rate
        * pace
        * calm
        * margin
        * (row.one - surface.epidermal_closure)
}

/// Rate at which open channels close, m_A k_A Ē⁺/(1 + (Λ/A)/l_A), 1/day: deep ones later, wide ones
/// as the epidermis comes within reach.
#[inline(always)]
fn channel_closure<L: Lane>(row: &Row<L>, surface: &SurfaceFields<L>) -> L {
    let p = &row.p;
    let depth = surface.channel_length.positive() / (surface.channel_open.positive() + row.empty);
    p.channel_multiplier * p.channel_closure * surface.epidermal_margin.positive()
        / (row.one + depth / p.channel_closure_depth)
}

/// Barrier that the cover can give, B* = (E + (1 − E) b_C min(1, C/0.05)) (1 − b_A A).
#[inline(always)]
fn barrier_cover<L: Lane>(row: &Row<L>, u: &Fields<L>, surface: &SurfaceFields<L>) -> L {
    let p = &row.p;
    let sealed = p.clot_sealing * (u.clot / p.clot_scale).minimum(row.one);
    (surface.epidermal_closure + (row.one - surface.epidermal_closure) * sealed)
        * (row.one - p.channel_leak * surface.channel_open)
}

/// Rates of the volume fields at a point, 1/day, without transport.
#[inline(always)]
pub fn rates<L: Lane>(row: &Row<L>, u: &Fields<L>, above: &SurfaceFields<L>) -> Fields<L> {
    let p = &row.p;
    let (switch, switch_back) = (polarisation(row, u), repolarisation(row, u));
    let differentiation = differentiation(row, u);
    let leaving = p.myofibroblast_apoptosis * u.myofibroblasts;
    let synthesis = collagen_synthesis(row, u);
    let scar = scar_share(row, u);
    let maturation = maturation(row, u);
    let architecture = scar_architecture(row, u);
    let matured = p.collagen_maturation_yield * maturation;
    let share_iii = collagen_iii_share(row, u);
    let new_iii = share_iii * synthesis;
    let new_i = (row.one - share_iii) * synthesis;
    let settled = row.one - u.settled_deficit;
    let (regrown_iii, faded_iii) = turnover(row, u.collagen_iii, p.collagen_iii_rest * settled);
    let (regrown_i, faded_i) = turnover(row, u.collagen_i, p.collagen_i_rest * settled);
    let lost_iii = p.mmp_multiplier * p.collagen_iii_degradation * u.mmp * u.collagen_iii
        + faded_iii
        + p.collagen_loss * u.collagen_iii;
    let lost_i = p.mmp_multiplier * p.collagen_i_degradation * u.mmp * u.collagen_i
        + faded_i
        + p.collagen_loss * u.collagen_i;
    let lost_scar = p.scar_degradation * u.mmp * u.collagen_scar + p.scar_relaxation * u.collagen_scar;
    Fields {
        damage: -phagocytosis(row, u),
        clot: -fibrinolysis(row, u),
        inflammation: mediator_release(row, u) - p.inflammation_decay * u.inflammation,
        neutrophils: neutrophil_recruitment(row, u) - neutrophil_loss(row, u),
        macrophages_m1: monocyte_recruitment(row, u) + switch_back
            - switch
            - p.macrophage_m1_loss * u.macrophages_m1,
        macrophages_m2: switch - switch_back - p.macrophage_m2_loss * u.macrophages_m2,
        tgf_beta_1: tgf_beta_1_release(row, u) - p.tgf_beta_1_decay * u.tgf_beta_1,
        tgf_beta_3: tgf_beta_3_release(row, u, above) - p.tgf_beta_3_decay * u.tgf_beta_3,
        mitogens: mitogen_release(row, u) - p.mitogen_decay * u.mitogens,
        mmp: mmp_release(row, u) - mmp_loss(row, u),
        vessels: angiogenesis(row, u) - p.vessel_regression * (u.vessels - row.one),
        fibroblasts: proliferation(row, u) - cell_turnover(row, u) - differentiation
            + p.myofibroblast_reversion * leaving,
        activation: activation(row, u) - p.deactivation_rate * u.activation,
        myofibroblasts: differentiation - leaving,
        collagen_iii: new_iii + regrown_iii - maturation - lost_iii,
        collagen_i: new_i * (row.one - scar) + regrown_i + (row.one - architecture) * matured - lost_i,
        collagen_scar: new_i * scar + architecture * matured - lost_scar,
        tropoelastin: p.tropoelastin_synthesis * u.fibroblasts * u.activation
            - (p.elastin_crosslinking + p.tropoelastin_loss) * u.tropoelastin,
        elastin: p.elastin_crosslinking * u.tropoelastin - p.elastin_degradation * u.mmp * u.elastin
            + p.elastin_relaxation * (row.one - u.elastin),
        wound_span: -p.tension_relief * u.wound_span,
        collagen_new: synthesis + regrown_iii + regrown_i,
        collagen_lost: lost_iii + lost_i + lost_scar + (maturation - matured),
        settled_deficit: p.collagen_loss * settled - p.settled_release * u.activation * u.settled_deficit,
    }
}

/// Rates of the surface fields, 1/day, given the volume fields of the first viable row.
#[inline(always)]
pub fn surface_rates<L: Lane>(row: &Row<L>, u: &Fields<L>, surface: &SurfaceFields<L>) -> SurfaceFields<L> {
    let p = &row.p;
    let closing = channel_closure(row, surface);
    SurfaceFields {
        epidermal_closure: epidermal_closure(row, u, surface),
        epidermal_margin: p.epidermal_margin_rate * (surface.epidermal_closure - surface.epidermal_margin),
        channel_open: -closing * surface.channel_open,
        channel_length: -closing * surface.channel_length,
        barrier: p.barrier_multiplier
            * p.barrier_recovery
            * (barrier_cover(row, u, surface) - surface.barrier),
    }
}

/// What a needle took at a point: averages over the cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cut {
    /// Killed-cell fraction K.
    pub killed: f64,
    /// Opened fraction W.
    pub opened: f64,
    /// Cut matrix fraction f_cut W.
    pub matrix: f64,
    /// Clot-filled fraction.
    pub bled: f64,
    /// Opened fraction times the width of the opening, mm.
    pub span: f64,
}

/// Fields just after a puncture. Debris and clot rise everywhere along the channel; cells, vessels
/// and matrix fall where there is dermis; signals are left as they are.
pub fn wounded(u: Fields<f64>, cut: Cut, dermal: bool) -> Fields<f64> {
    let added = |value: f64, part: f64| value + part * (1.0 - value);
    let left = |value: f64, part: f64| value * (1.0 - part);
    let u = Fields { damage: added(u.damage, cut.killed), clot: added(u.clot, cut.bled), ..u };
    if !dermal {
        return u;
    }
    Fields {
        fibroblasts: left(u.fibroblasts, cut.killed),
        myofibroblasts: left(u.myofibroblasts, cut.killed),
        macrophages_m1: left(u.macrophages_m1, cut.killed),
        macrophages_m2: left(u.macrophages_m2, cut.killed),
        neutrophils: left(u.neutrophils, cut.killed),
        vessels: left(u.vessels, cut.opened),
        collagen_i: left(u.collagen_i, cut.matrix),
        collagen_iii: left(u.collagen_iii, cut.matrix),
        collagen_scar: left(u.collagen_scar, cut.matrix),
        elastin: left(u.elastin, cut.matrix),
        tropoelastin: left(u.tropoelastin, cut.matrix),
        wound_span: left(u.wound_span, cut.opened) + cut.span,
        ..u
    }
}

/// Surface just after punctures that opened a fraction of it; `length` is that fraction times their
/// depth in mm.
pub fn wounded_surface(surface: SurfaceFields<f64>, opened: f64, length: f64) -> SurfaceFields<f64> {
    let left = 1.0 - opened;
    SurfaceFields {
        epidermal_closure: surface.epidermal_closure * left,
        epidermal_margin: surface.epidermal_margin,
        channel_open: surface.channel_open * left + opened,
        channel_length: surface.channel_length * left + length,
        barrier: surface.barrier * left,
    }
}
