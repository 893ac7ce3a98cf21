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

/// How far signals of the epidermis reach down to a depth, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// epi(z), of the TGF-beta3 benefit under a closed epidermis.
    pub tgf_beta_3: f64,
    /// b(z), of what an injured epidermis releases.
    pub epidermal: f64,
}

/// Coefficients at one depth.
pub struct Row<L> {
    /// Parameters of the layer.
    pub p: Parameters<L>,
    /// epi(z): how far the TGF-beta3 benefit of a closed epidermis reaches, 0 to 1.
    pub tgf_beta_3_reach: L,
    /// b(z): how far signals of an injured epidermis reach, 0 to 1.
    pub epidermal_reach: L,
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
            epidermal_reach: other(1),
            exponents,
            one: other(2),
            rounding: other(3),
            empty: other(4),
        }
    }
}

/// Coefficients of a row: a layer's parameters in the order of their table, then [`BEHIND_PARAMETERS`](super::BEHIND_PARAMETERS).
pub fn coefficients(p: &Parameters<f64>, reach: Reach) -> Vec<f64> {
    let others: [f64; super::BEHIND_PARAMETERS.len()] =
        [reach.tgf_beta_3, reach.epidermal, 1.0, ROUNDING, EMPTY];
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

/// Release of mediators, m_infl (p_ID D + p_IN N + p_I1 M1 + p_IB b(z) (1 − B)⁺) / (1 + M2⁺/K_2I);
/// keratinocytes release IL-1 and TNF wherever the barrier is broken (`wood1992`).
#[inline(always)]
fn mediator_release<L: Lane>(row: &Row<L>, u: &Fields<L>, above: &SurfaceFields<L>) -> L {
    let p = &row.p;
    let sources = p.inflammation_from_damage * u.damage
        + p.inflammation_from_neutrophils * u.neutrophils
        + p.inflammation_from_macrophages_m1 * u.macrophages_m1
        + p.inflammation_from_barrier * row.epidermal_reach * (row.one - above.barrier).positive();
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

/// Release of TGF-beta 1, p_TC lysis + p_T1 M1 + p_T2 M2 + p_TY Y + p_TE b(z) (1 − E)⁺; keratinocytes that
/// migrate over a wound activate what is latent (`munger1999`).
#[inline(always)]
fn tgf_beta_1_release<L: Lane>(row: &Row<L>, u: &Fields<L>, above: &SurfaceFields<L>) -> L {
    let p = &row.p;
    p.tgf_beta_from_clot * fibrinolysis(row, u)
        + p.tgf_beta_from_macrophages_m1 * u.macrophages_m1
        + p.tgf_beta_from_macrophages_m2 * u.macrophages_m2
        + p.tgf_beta_from_myofibroblasts * u.myofibroblasts
        + p.tgf_beta_from_epidermis * row.epidermal_reach * (row.one - above.epidermal_closure).positive()
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

/// Release of mitogens, p_GC C + p_G1 M1 + p_G2 M2 + p_GB b(z) (1 − B)⁺: fibroblasts near keratinocytes
/// answer their IL-1 with growth factors (`werner2003`).
#[inline(always)]
fn mitogen_release<L: Lane>(row: &Row<L>, u: &Fields<L>, above: &SurfaceFields<L>) -> L {
    let p = &row.p;
    p.mitogens_from_clot * u.clot
        + p.mitogens_from_macrophages_m1 * u.macrophages_m1
        + p.mitogens_from_macrophages_m2 * u.macrophages_m2
        + p.mitogens_from_barrier * row.epidermal_reach * (row.one - above.barrier).positive()
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

/// Return of vessels to what the matrix leaves room for, ρ_V (V − V*) with
/// V* = 1/(1 + (c1 + c3 − 1 − ε)⁺/K_Vc): dense new matrix keeps fewer vessels.
#[inline(always)]
fn vessel_return<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let excess = u.collagen_i + u.collagen_iii - row.one - row.rounding;
    row.p.vessel_regression * (u.vessels - inhibition(excess, row.p.vessel_pruning_half))
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

/// Differentiation into myofibroblasts, k_FY τ (t_0 + t_S S³/(S_h³ + S³)) h_Y F Q, under the little tension
/// t_0 that intact matrix leaves to its cells (`tomasek2002`) and that of the opening S that new tissue
/// bridges (`aarabi2007`); h_Y of the effective TGF-beta
/// T_e = T1⁺/(1 + T3⁺/K_3Y) (antagonism of the isoforms after `dale1996`), a threshold of order n_Y;
/// staged by 1 − w_Q (1 − Q), because a fibroblast is activated before it contracts (`tomasek2002`).
#[inline(always)]
fn differentiation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let effective = u.tgf_beta_1.positive() * inhibition(u.tgf_beta_3, p.differentiation_tgf_beta_3_half);
    let threshold = hill(effective, p.differentiation_half, row.exponents[0]);
    let staged = row.one - p.differentiation_staging * (row.one - u.activation);
    let across = hill(u.wound_span, p.tension_span_half, 3);
    let tension = p.tension * (p.tension_intact + p.tension_across * across);
    p.differentiation_rate * tension * threshold * u.fibroblasts * u.activation * staged
}

/// Total collagen, c_t = c1 + c3 + s.
#[inline(always)]
fn collagen_total<L: Lane>(u: &Fields<L>) -> L {
    u.collagen_i + u.collagen_iii + u.collagen_scar
}

/// Matrix deficit that fibroblasts meet, max(0, 1 − c_t − U − ε), also while fibrin fills the gap: in
/// fibrin they make more collagen than in a collagen lattice (`clark1995`). With an old deficit U cells
/// have settled.
#[inline(always)]
fn deficit<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    (row.one - collagen_total(u) - u.settled_deficit - row.rounding).positive()
}

/// Activation of fibroblasts by TGF-beta and by missing matrix, k_on T_q/(K_Q + T_q) (1 − Q)/(1 + I⁺/K_IQ)
/// with T_q = T1⁺ + w_def · deficit (negative feedback of the matrix, `rognoni2018`); inflammation holds it
/// back as it does division.
#[inline(always)]
fn activation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let stimulus = u.tgf_beta_1.positive() + p.deficit_activation_weight * deficit(row, u);
    p.activation_rate
        * saturation(stimulus, p.activation_half)
        * inhibition(u.inflammation, p.activation_inhibition)
        * (row.one - u.activation)
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

/// Replacement of excess type III by type I, κ_m max(0, c3 − (c3h/c1h) (c1 + w_3s s) − ε): scar-like
/// collagen is type I too.
#[inline(always)]
fn maturation<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let p = &row.p;
    let type_i = u.collagen_i + p.scar_in_balance * u.collagen_scar;
    let balanced = p.collagen_iii_rest / p.collagen_i_rest * type_i;
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

/// Relief of the tension across an opening, (d_S + k_SY Y⁺) S: as the wound gains strength, and as
/// myofibroblasts draw it together (`tomasek2002`).
#[inline(always)]
fn tension_relief<L: Lane>(Row { p, .. }: &Row<L>, u: &Fields<L>) -> L {
    (p.tension_relief + p.contraction * u.myofibroblasts.positive()) * u.wound_span
}

/// Synthesis of tropoelastin by activated fibroblasts, σ_e F Q min(1, (e_max − e)⁺/(e_max − 1)).
#[inline(always)]
fn tropoelastin_synthesis<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let ceiling = row.p.elastin_ceiling;
    let room = ((ceiling - u.elastin).positive() / (ceiling - row.one)).minimum(row.one);
    row.p.tropoelastin_synthesis * u.fibroblasts * u.activation * room
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

/// Barrier that the cover can give, B* = E + b_C min(1 − E, C/C_B) − b_A (A − (1 − E))⁺: an open hole counts
/// as open, one that the epidermis has closed over counts as a leak. Linear in what part of a cell a hole
/// takes, so that it does not depend on the size of cells.
#[inline(always)]
fn barrier_cover<L: Lane>(row: &Row<L>, u: &Fields<L>, surface: &SurfaceFields<L>) -> L {
    let p = &row.p;
    let open = row.one - surface.epidermal_closure;
    let sealed = p.clot_sealing * (u.clot / p.clot_scale).minimum(open);
    surface.epidermal_closure + sealed - p.channel_leak * (surface.channel_open - open).positive()
}

/// Melanin made under inflammation, p_m I⁺/(1 + I⁺); off while p_m is 0.
#[inline(always)]
fn melanogenesis<L: Lane>(row: &Row<L>, u: &Fields<L>) -> L {
    let inflammation = u.inflammation.positive();
    row.p.melanogenesis * saturation(inflammation, row.one)
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
    let lost_iii =
        p.collagen_iii_degradation * u.mmp * u.collagen_iii + faded_iii + p.collagen_loss * u.collagen_iii;
    let lost_i = p.collagen_i_degradation * u.mmp * u.collagen_i + faded_i + p.collagen_loss * u.collagen_i;
    let lost_scar = p.scar_degradation * u.mmp * u.collagen_scar + p.scar_relaxation * u.collagen_scar;
    let removed = lost_iii + lost_i + lost_scar;
    Fields {
        damage: -phagocytosis(row, u),
        clot: -fibrinolysis(row, u),
        inflammation: mediator_release(row, u, above) - p.inflammation_decay * u.inflammation,
        neutrophils: neutrophil_recruitment(row, u) - neutrophil_loss(row, u),
        macrophages_m1: monocyte_recruitment(row, u) + switch_back
            - switch
            - p.macrophage_m1_loss * u.macrophages_m1,
        macrophages_m2: switch - switch_back - p.macrophage_m2_loss * u.macrophages_m2,
        tgf_beta_1: tgf_beta_1_release(row, u, above) - p.tgf_beta_1_decay * u.tgf_beta_1,
        tgf_beta_3: tgf_beta_3_release(row, u, above) - p.tgf_beta_3_decay * u.tgf_beta_3,
        mitogens: mitogen_release(row, u, above) - p.mitogen_decay * u.mitogens,
        mmp: mmp_release(row, u) - mmp_loss(row, u),
        vessels: angiogenesis(row, u) - vessel_return(row, u),
        fibroblasts: proliferation(row, u) - cell_turnover(row, u) - differentiation
            + p.myofibroblast_reversion * leaving,
        activation: activation(row, u) - p.deactivation_rate * u.activation,
        myofibroblasts: differentiation - leaving,
        collagen_iii: new_iii + regrown_iii - maturation - lost_iii,
        collagen_i: new_i * (row.one - scar) + regrown_i + (row.one - architecture) * matured - lost_i,
        collagen_scar: new_i * scar + architecture * matured - lost_scar,
        tropoelastin: tropoelastin_synthesis(row, u)
            - (p.elastin_crosslinking + p.tropoelastin_loss) * u.tropoelastin,
        elastin: p.elastin_crosslinking * u.tropoelastin - p.elastin_degradation * u.mmp * u.elastin
            + p.elastin_relaxation * (row.one - u.elastin),
        wound_span: -tension_relief(row, u),
        collagen_new: synthesis + regrown_iii + regrown_i,
        collagen_lost: removed + (maturation - matured),
        settled_deficit: p.collagen_loss * settled - p.settled_release * u.activation * u.settled_deficit,
        collagen_immature: synthesis
            - (p.crosslinking + removed / (collagen_total(u) + row.empty)) * u.collagen_immature,
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
        flare: -p.flare_decay * surface.flare,
        melanin: melanogenesis(row, u) - p.melanin_loss * surface.melanin,
        barrier: p.barrier_multiplier
            * p.barrier_recovery
            * (barrier_cover(row, u, surface) - surface.barrier),
    }
}
