//! Each term of the model by itself: against the equations in the paper's symbols, at random and
//! at odd points, and by its limits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use dermis::model::injury::{Cut, wounded, wounded_surface};
use dermis::model::wound_healing::{Reach, Row, coefficients, exponents, in_epidermis, rates, surface_rates};
use dermis::model::{Fields, Parameters, SurfaceFields};
use proptest::prelude::*;

fn row(p: &Parameters<f64>, reach: f64) -> Row<f64> {
    let coefficients = coefficients(p, Reach { tgf_beta_3: reach, epidermal: reach });
    Row::new(exponents(p), |at| coefficients[at])
}

fn at_rest() -> Fields<f64> {
    Fields::default()
}

const CLOSED: SurfaceFields<f64> = SurfaceFields {
    epidermal_closure: 1.0,
    epidermal_margin: 1.0,
    channel_open: 0.0,
    channel_length: 0.0,
    flare: 0.0,
    melanin: 0.0,
    barrier: 1.0,
};

fn default_rates(u: &Fields<f64>) -> Fields<f64> {
    rates(&row(&Parameters::default(), 1.0), u, &CLOSED)
}

/// The right-hand side once more, in the symbols and the order of the paper.
#[allow(non_snake_case, reason = "symbols of the paper")]
fn in_symbols(p: &Parameters<f64>, u: &Fields<f64>, [E, B]: [f64; 2], epi: f64) -> Vec<(&'static str, f64)> {
    let [D, C, I, N, M1, M2, T1, T3, G, P, V, F, Q, Y, c3, c1, s, te, e, span, _, _, U, _] = u.into_array();
    let H2 = |x: f64, K: f64| x.max(0.0).powi(2) / (K * K + x.max(0.0).powi(2));
    let plus = |x: f64| x.max(0.0);
    let M = M1 + M2;
    let ct = c1 + c3 + s;
    let lys = p.fibrinolysis_basal + p.fibrinolysis_by_macrophages * M + p.fibrinolysis_by_mmp * P;
    let (hN, hM) = (H2(I, p.neutrophil_recruitment_half), H2(I, p.monocyte_recruitment_half));
    let k12 = p.polarisation_multiplier
        * p.polarisation_m1_to_m2
        * (p.polarisation_floor
            + (1.0 - p.polarisation_floor) / (1.0 + (plus(I) / p.polarisation_inflammation_half).powi(2)));
    let helped = p.monocyte_recruitment_basal
        + (1.0 - p.monocyte_recruitment_basal) * N / (p.monocyte_recruitment_neutrophil_half + N);
    let om = plus(G) + plus(M2);
    let (tot, ex) = (F + Y, F + Y - 1.0);
    let rho = if ex > 0.0 { p.fibroblast_apoptosis } else { p.fibroblast_regrowth };
    let sF =
        plus(G) / (p.proliferation_mitogen_half + plus(G)) / (1.0 + plus(I) / p.proliferation_inhibition);
    let Te = plus(T1) / (1.0 + plus(T3) / p.differentiation_tgf_beta_3_half);
    let hY = Te.powi(3) / (p.differentiation_half.powi(3) + Te.powi(3));
    let across = span.powi(3) / (p.tension_span_half.powi(3) + span.powi(3));
    let tau = p.tension * (p.tension_intact + p.tension_across * across);
    // b(z) is taken to be epi(z) here.
    let (open, broken) = (epi * plus(1.0 - E), epi * plus(1.0 - B));
    let dif = p.differentiation_rate * tau * hY * F * Q * (1.0 - p.differentiation_staging * (1.0 - Q));
    let def = plus(1.0 - ct - U - 1e-12);
    let Tq = plus(T1) + p.deficit_activation_weight * def;
    let room = plus(1.0 - ct / p.collagen_ceiling);
    let S = p.synthesis_multiplier
        * (p.fibroblast_synthesis * F * Q + p.myofibroblast_synthesis * plus(Y))
        * room
        * (1.0 + p.deficit_synthesis_gain * def)
        / (1.0 + plus(I) / p.synthesis_inhibition);
    let fs =
        plus(Y).powi(3) / (p.scar_half.powi(3) + plus(Y).powi(3)) / (1.0 + plus(T3) / p.scar_tgf_beta_3_half);
    let exc3 = plus(c3 - p.collagen_iii_rest / p.collagen_i_rest * (c1 + p.scar_in_balance * s) - 1e-12);
    let phs = plus(s / (s + c1 + 1e-9));
    let f3 = p.collagen_iii_share
        + (p.collagen_iii_share_early - p.collagen_iii_share) * p.collagen_iii_switch
            / (p.collagen_iii_switch + plus(Q));
    let (m, y) = (p.mmp_multiplier, p.collagen_maturation_yield * p.collagen_maturation);
    let back = |c: f64, rest: f64| {
        if c < rest { p.collagen_mature_turnover * (rest - c) } else { p.collagen_relaxation * (rest - c) }
    };
    vec![
        (
            "damage",
            -(p.damage_clearance + p.phagocytosis_rate * (N + M) / (p.phagocytosis_saturation + D)) * D,
        ),
        ("clot", -lys * C),
        (
            "inflammation",
            p.inflammation_multiplier
                * (p.inflammation_from_damage * D
                    + p.inflammation_from_neutrophils * N
                    + p.inflammation_from_macrophages_m1 * M1
                    + p.inflammation_from_barrier * broken)
                / (1.0 + plus(M2) / p.inflammation_suppression)
                - p.inflammation_decay * I,
        ),
        ("neutrophils", p.neutrophil_recruitment * V * hN - (p.neutrophil_death + p.efferocytosis * M) * N),
        (
            "macrophages_m1",
            p.recruitment_multiplier
                * p.monocyte_recruitment
                * V
                * hM
                * helped
                * (1.0 - M / p.macrophage_capacity)
                + p.polarisation_m2_to_m1 * hM * M2
                - (k12 + p.macrophage_m1_loss) * M1,
        ),
        ("macrophages_m2", k12 * M1 - (p.macrophage_m2_loss + p.polarisation_m2_to_m1 * hM) * M2),
        (
            "tgf_beta_1",
            p.tgf_beta_from_clot * lys * C
                + p.tgf_beta_from_macrophages_m1 * M1
                + p.tgf_beta_from_macrophages_m2 * M2
                + p.tgf_beta_from_myofibroblasts * Y
                + p.tgf_beta_from_epidermis * open
                - p.tgf_beta_1_decay * T1,
        ),
        ("tgf_beta_3", p.tgf_beta_3_production * F * Q * E * epi - p.tgf_beta_3_decay * T3),
        (
            "mitogens",
            p.mitogens_from_clot * C
                + p.mitogens_from_macrophages_m1 * M1
                + p.mitogens_from_macrophages_m2 * M2
                + p.mitogens_from_barrier * broken
                - p.mitogen_decay * G,
        ),
        (
            "mmp",
            m * (p.mmp_from_neutrophils * N
                + p.mmp_from_macrophages_m1 * M1
                + p.mmp_from_fibroblasts * F * plus(I) / (p.mmp_inflammation_half + plus(I)))
                - (p.mmp_decay + p.mmp_inhibition_by_tgf_beta * plus(T1)) * P,
        ),
        (
            "vessels",
            p.angiogenesis_rate * om / (p.angiogenesis_half + om) * V * (1.0 - V / p.vessel_capacity)
                - p.vessel_regression
                    * (V - 1.0 / (1.0 + plus(c1 + c3 - 1.0 - 1e-12) / p.vessel_pruning_half)),
        ),
        (
            "fibroblasts",
            p.proliferation_multiplier
                * p.fibroblast_proliferation
                * sF
                * F
                * (1.0 - tot / p.fibroblast_capacity)
                - rho * F * ex
                - dif
                + p.myofibroblast_reversion * p.myofibroblast_apoptosis * Y,
        ),
        (
            "activation",
            p.activation_rate * Tq / (p.activation_half + Tq) * (1.0 - Q)
                / (1.0 + plus(I) / p.activation_inhibition)
                - p.deactivation_rate * Q,
        ),
        ("myofibroblasts", dif - p.myofibroblast_apoptosis * Y),
        (
            "collagen_iii",
            f3 * S - p.collagen_maturation * exc3 - p.collagen_iii_degradation * P * c3
                + back(c3, p.collagen_iii_rest * (1.0 - U))
                - p.collagen_loss * c3,
        ),
        (
            "collagen_i",
            (1.0 - f3) * (1.0 - fs) * S + (1.0 - phs) * y * exc3 - p.collagen_i_degradation * P * c1
                + back(c1, p.collagen_i_rest * (1.0 - U))
                - p.collagen_loss * c1,
        ),
        (
            "collagen_scar",
            (1.0 - f3) * fs * S + phs * y * exc3 - p.scar_degradation * P * s - p.scar_relaxation * s,
        ),
        (
            "tropoelastin",
            p.tropoelastin_synthesis
                * F
                * Q
                * (plus(p.elastin_ceiling - e) / (p.elastin_ceiling - 1.0)).min(1.0)
                - (p.elastin_crosslinking + p.tropoelastin_loss) * te,
        ),
        (
            "elastin",
            p.elastin_crosslinking * te - p.elastin_degradation * P * e + p.elastin_relaxation * (1.0 - e),
        ),
        ("wound_span", -(p.tension_relief + p.contraction * plus(Y)) * span),
    ]
}

fn point() -> impl Strategy<Value = (Fields<f64>, f64, f64)> {
    let small = proptest::array::uniform10(0.0..3.0_f64);
    let matrix = proptest::array::uniform10(0.0..1.5_f64);
    (small, matrix, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..0.6_f64).prop_map(|(a, b, closure, reach, settled)| {
        let mut values = [0.0; dermis::model::FIELDS];
        values[..10].copy_from_slice(&a);
        values[10..20].copy_from_slice(&b);
        values[Fields::INDEX.settled_deficit] = settled;
        (Fields::from_array(values), closure, reach)
    })
}

proptest! {
    #[test]
    fn rates_are_the_equations((u, closure, reach) in point(), young in 0.3..1.0_f64) {
        let base = Parameters::default();
        let aged = Parameters {
            synthesis_multiplier: young, proliferation_multiplier: young, polarisation_multiplier: young,
            mmp_multiplier: 2.0 - young, recruitment_multiplier: young, inflammation_multiplier: young,
            collagen_loss: 1e-3 * young, ..base
        };
        for p in [base, aged, in_epidermis(base)] {
            let barrier = 0.9 * closure;
            let above = SurfaceFields { epidermal_closure: closure, barrier, ..CLOSED };
            let found = rates(&row(&p, reach), &u, &above).into_array();
            for (at, (name, expected)) in in_symbols(&p, &u, [closure, barrier], reach).into_iter().enumerate() {
                prop_assert_eq!(Fields::TABLE[at].name, name);
                let difference = (found[at] - expected).abs();
                prop_assert!(difference <= 1e-11 * (1.0 + expected.abs()), "{}: {} for {}", name, found[at], expected);
            }
            let settling = p.collagen_loss * (1.0 - u.settled_deficit)
                - p.settled_release * u.activation * u.settled_deficit;
            prop_assert!((found[Fields::INDEX.settled_deficit] - settling).abs() < 1e-15);
        }
    }

    #[test]
    fn collagen_is_accounted_for((u, _, _) in point()) {
        let r = default_rates(&u);
        let change = r.collagen_i + r.collagen_iii + r.collagen_scar;
        prop_assert!((change - (r.collagen_new - r.collagen_lost)).abs() < 1e-14);
        prop_assert!(r.collagen_new >= 0.0 && r.collagen_lost >= 0.0);
    }

    #[test]
    fn nothing_falls_below_zero((u, _, _) in point(), field in 0..dermis::model::FIELDS) {
        let mut values = u.into_array();
        values[field] = 0.0;
        let rate = default_rates(&Fields::from_array(values)).into_array()[field];
        prop_assert!(rate >= 0.0, "{} falls at {rate} from zero", Fields::TABLE[field].name);
    }
}

#[test]
fn rest_is_an_exact_equilibrium() {
    let p = Parameters::default();
    for p in [p, in_epidermis(p)] {
        assert_eq!(rates(&row(&p, 0.3), &at_rest(), &CLOSED).into_array(), [0.0; dermis::model::FIELDS]);
        assert_eq!(
            surface_rates(&row(&p, 0.3), &at_rest(), &CLOSED).into_array(),
            [0.0; dermis::model::SURFACE_FIELDS]
        );
    }
}

/// Each mechanism added for wide wounds and for the order of events, by itself and switched off.
#[test]
fn mechanisms_of_wounds() {
    let p = Parameters::default();
    let healing = Fields { tgf_beta_1: 1.0, activation: 0.5, ..at_rest() };
    let with = |p: &Parameters<f64>, u: Fields<f64>| rates(&row(p, 1.0), &u, &CLOSED);
    // A gap across which tension pulls makes more myofibroblasts, half of the most at S_h.
    let across = |span: f64| with(&p, Fields { wound_span: span, ..healing }).myofibroblasts;
    let half = 1.0 + 0.5 * p.tension_across / p.tension_intact;
    assert!((across(p.tension_span_half) / across(0.0) - half).abs() < 1e-9);
    // Myofibroblasts draw the opening together.
    let relief = |y: f64| with(&p, Fields { wound_span: 1.0, myofibroblasts: y, ..at_rest() }).wound_span;
    assert!((relief(0.0) + p.tension_relief).abs() < 1e-15);
    assert!((relief(2.0) - relief(0.0) + 2.0 * p.contraction).abs() < 1e-15);
    // New collagen is made unlinked, links at k_x, and goes with what is lost in its share.
    let made = with(&p, healing);
    assert!(made.collagen_immature > 0.0 && made.collagen_immature == made.collagen_new);
    let linking = with(&p, Fields { collagen_immature: 0.3, ..at_rest() });
    assert!((linking.collagen_immature + 0.3 * p.crosslinking).abs() < 1e-15);
    let eaten = with(&p, Fields { collagen_immature: 0.3, mmp: 1.0, ..at_rest() });
    assert!((eaten.collagen_immature - linking.collagen_immature + 0.3 * eaten.collagen_lost).abs() < 1e-9);
    // Elastin has a ceiling, which never adds to what is made.
    let full = Fields { activation: 1.0, elastin: p.elastin_ceiling, ..at_rest() };
    assert_eq!(with(&p, full).tropoelastin, 0.0);
    let most = with(&p, Fields { elastin: 1.0, ..full }).tropoelastin;
    assert!(most > 0.0 && with(&p, Fields { elastin: 0.2, ..full }).tropoelastin == most);
    // Dense new matrix keeps fewer vessels; rest keeps all.
    assert!(with(&p, Fields { collagen_i: 1.0, ..at_rest() }).vessels < 0.0);
    assert_eq!(with(&p, Fields { collagen_i: 0.7, ..at_rest() }).vessels, 0.0);
    // An activated fibroblast differentiates sooner than in proportion.
    let staged = |q: f64| with(&p, Fields { activation: q, ..healing }).myofibroblasts / q;
    assert!(staged(1.0) > 2.0 * staged(0.2));
    // Half of the myofibroblasts that leave turn back.
    let leaving = with(&p, Fields { myofibroblasts: 0.1, ..at_rest() });
    let alone =
        with(&Parameters { myofibroblast_reversion: 0.0, ..p }, Fields { myofibroblasts: 0.1, ..at_rest() });
    let back = leaving.fibroblasts - alone.fibroblasts;
    assert!((back + p.myofibroblast_reversion * leaving.myofibroblasts).abs() < 1e-12);
    // A gap calls for repair, also while fibrin fills it; inflammation holds cells back.
    let gap = Fields { collagen_i: 0.4, ..at_rest() };
    assert!(with(&p, gap).activation > 0.0);
    assert_eq!(with(&p, Fields { clot: 0.5, ..gap }).activation, with(&p, gap).activation);
    assert!(with(&p, Fields { inflammation: 1.0, ..gap }).activation < with(&p, gap).activation);
    // New fibroblasts make mostly type III.
    let share = |q: f64| {
        let fresh = with(&p, Fields { activation: q, ..at_rest() });
        fresh.collagen_iii / (fresh.collagen_iii + fresh.collagen_i)
    };
    assert!(share(0.01) > 0.5 && share(1.0) < 0.45);
    // What is missing regrows with a half-life of fifteen years, what is in excess fades in two.
    let still = Parameters { synthesis_multiplier: 0.0, collagen_maturation: 0.0, ..p };
    let missing = with(&still, Fields { collagen_i: 0.7, ..at_rest() }).collagen_i / 0.1;
    let excess = with(&still, Fields { collagen_i: 0.9, ..at_rest() }).collagen_i / -0.1;
    assert!((missing - p.collagen_mature_turnover).abs() < 1e-12);
    assert!((excess - p.collagen_relaxation).abs() < 1e-12);
    // Three clocks: the epidermis closes from its margin, deep channels close later, occlusion delays.
    let above = |s: SurfaceFields<f64>, p: &Parameters<f64>| surface_rates(&row(p, 1.0), &at_rest(), &s);
    let open = SurfaceFields { epidermal_closure: 0.0, epidermal_margin: 0.5, channel_open: 0.5, ..CLOSED };
    assert!((above(open, &p).epidermal_closure - 0.5 * p.epidermal_closure_rate).abs() < 1e-12);
    let closing = |depth: f64, p: &Parameters<f64>| {
        above(SurfaceFields { channel_length: 0.5 * depth, ..open }, p).channel_open
    };
    assert!((closing(p.channel_closure_depth, &p) / closing(0.0, &p) - 0.5).abs() < 1e-6);
    let film = Parameters { channel_multiplier: 0.25, ..p };
    assert!((closing(1.0, &film) / closing(1.0, &p) - 0.25).abs() < 1e-12);
    let leaking = SurfaceFields { channel_open: 0.5, ..CLOSED };
    assert!((above(leaking, &p).barrier + 0.5 * p.channel_leak * p.barrier_recovery).abs() < 1e-12);
}

/// What an injured epidermis says to the skin below, as far as it reaches, and nothing where it is whole.
#[test]
fn the_epidermis_calls_what_lies_below() {
    let p = Parameters::default();
    let under = |s: SurfaceFields<f64>, reach: f64| rates(&row(&p, reach), &at_rest(), &s);
    let broken = SurfaceFields { barrier: 0.6, ..CLOSED };
    let near = under(broken, 1.0);
    assert!((near.inflammation - 0.4 * p.inflammation_from_barrier).abs() < 1e-12);
    assert!((near.mitogens - 0.4 * p.mitogens_from_barrier).abs() < 1e-12);
    assert_eq!(near.tgf_beta_1, 0.0);
    let open = SurfaceFields { epidermal_closure: 0.7, ..CLOSED };
    assert!((under(open, 0.5).tgf_beta_1 - 0.15 * p.tgf_beta_from_epidermis).abs() < 1e-12);
    for (surface, reach) in [(broken, 0.0), (open, 0.0), (CLOSED, 1.0)] {
        assert_eq!(under(surface, reach).into_array(), [0.0; dermis::model::FIELDS]);
    }
    // A barrier better than rest, as rounding may leave it, calls nobody.
    let better = SurfaceFields { barrier: 1.1, epidermal_closure: 1.1, ..CLOSED };
    assert_eq!(under(better, 1.0).into_array(), [0.0; dermis::model::FIELDS]);
}

/// A cell that a hole takes a part of has that part of the barrier that the hole has: whatever the cell's size.
#[test]
fn the_barrier_of_a_cell_is_that_of_its_parts() {
    let p = Parameters::default();
    let rate = |part: f64, clot: f64, closed: f64| {
        let open = part * (1.0 - closed);
        let surface = SurfaceFields { epidermal_closure: 1.0 - open, channel_open: part, ..CLOSED };
        let u = Fields { clot: part * clot, ..at_rest() };
        surface_rates(&row(&p, 1.0), &u, &surface).barrier
    };
    for (clot, closed) in [(0.0, 0.0), (0.02, 0.0), (0.5, 0.0), (0.5, 0.4), (0.02, 0.9), (0.0, 1.0)] {
        let whole = rate(1.0, clot, closed);
        for part in [0.5, 0.1, 1e-3] {
            assert!((rate(part, clot, closed) - part * whole).abs() < 1e-13, "{part} {clot} {closed}");
        }
    }
    // An open hole counts once: as deep as the barrier goes, and no deeper.
    assert!((rate(1.0, 0.0, 0.0) + p.barrier_recovery).abs() < 1e-12);
}

#[test]
fn redness_fades_and_pigment_is_off_unless_it_is_set() {
    let p = Parameters::default();
    let with =
        |p: &Parameters<f64>, u: Fields<f64>, s: SurfaceFields<f64>| surface_rates(&row(p, 1.0), &u, &s);
    let red = SurfaceFields { flare: 0.2, ..CLOSED };
    assert!((with(&p, at_rest(), red).flare + 0.2 * p.flare_decay).abs() < 1e-12);
    assert_eq!(wounded_surface(CLOSED, 0.25, 0.5, 1.0).flare, 0.25);
    let inflamed = Fields { inflammation: 1.0, ..at_rest() };
    assert_eq!(with(&p, inflamed, CLOSED).melanin, 0.0);
    let on = Parameters { melanogenesis: 0.2, ..p };
    assert!((with(&on, inflamed, CLOSED).melanin - 0.1).abs() < 1e-12);
    assert_eq!(with(&on, at_rest(), CLOSED).melanin, 0.0);
    let dark = SurfaceFields { melanin: 0.5, ..CLOSED };
    assert!((with(&p, at_rest(), dark).melanin + 0.5 * p.melanin_loss).abs() < 1e-15);
}

/// One excess at a time drives what it should and nothing else.
#[test]
fn each_signal_drives_its_own_targets() {
    let driven = |u: Fields<f64>| -> Vec<&str> {
        let r = default_rates(&u).into_array();
        Fields::TABLE.iter().zip(r).filter(|(_, rate)| *rate != 0.0).map(|(row, _)| row.name).collect()
    };
    assert_eq!(driven(Fields { damage: 0.1, ..at_rest() }), ["damage", "inflammation"]);
    assert_eq!(driven(Fields { clot: 0.1, ..at_rest() }), ["clot", "tgf_beta_1", "mitogens"]);
    assert_eq!(
        driven(Fields { inflammation: 0.1, ..at_rest() }),
        ["inflammation", "neutrophils", "macrophages_m1", "mmp"]
    );
    assert_eq!(driven(Fields { tgf_beta_1: 1.0, ..at_rest() }), ["tgf_beta_1", "activation"]);
    assert_eq!(driven(Fields { mitogens: 1.0, ..at_rest() }), ["mitogens", "vessels", "fibroblasts"]);
    assert_eq!(
        driven(Fields { mmp: 1.0, ..at_rest() }),
        ["mmp", "collagen_iii", "collagen_i", "elastin", "collagen_lost"]
    );
    assert_eq!(
        driven(Fields { collagen_i: 0.7, ..at_rest() }),
        ["activation", "collagen_iii", "collagen_i", "collagen_new", "collagen_lost"]
    );
}

#[test]
fn an_old_deficit_is_quiet_and_a_new_one_is_not() {
    let p = Parameters::default();
    let left = |missing: f64| Fields {
        collagen_i: p.collagen_i_rest * (1.0 - missing),
        collagen_iii: p.collagen_iii_rest * (1.0 - missing),
        ..at_rest()
    };
    for missing in [0.1, 0.3, 0.123_456_789, 0.9] {
        let settled = Fields { settled_deficit: missing, ..left(missing) };
        assert!(default_rates(&settled).into_array().iter().all(|rate| *rate == 0.0), "{missing}");
        assert!(default_rates(&left(missing)).activation > 0.0, "{missing}");
        // Loss with the years is settled with as it goes: what is missing stays what cells know of.
        let fading = Parameters { collagen_loss: 1e-3, ..p };
        let r = rates(&row(&fading, 1.0), &settled, &CLOSED);
        assert_eq!(r.activation, 0.0);
        assert!((r.collagen_i + r.collagen_iii + r.settled_deficit).abs() < 1e-18);
        assert_eq!(r.collagen_lost, -(r.collagen_i + r.collagen_iii));
    }
    let active = Fields { settled_deficit: 0.3, activation: 0.5, ..left(0.3) };
    assert!((default_rates(&active).settled_deficit + p.settled_release * 0.15).abs() < 1e-15);
}

#[test]
fn limits_of_saturating_terms() {
    let p = Parameters::default();
    let huge = 1e9;
    let r = default_rates(&Fields { inflammation: huge, ..at_rest() });
    assert!((r.neutrophils - p.neutrophil_recruitment).abs() < 1e-6, "recruitment saturates");
    let none = default_rates(&Fields { activation: 1.0, collagen_i: p.collagen_ceiling - 0.2, ..at_rest() });
    assert_eq!(none.collagen_new, 0.0, "no synthesis at the ceiling");
    let calm = default_rates(&Fields { macrophages_m1: 1.0, ..at_rest() });
    let hot = default_rates(&Fields { macrophages_m1: 1.0, inflammation: huge, ..at_rest() });
    assert!((calm.macrophages_m2 - p.polarisation_m1_to_m2).abs() < 1e-12);
    assert!((hot.macrophages_m2 / calm.macrophages_m2 - p.polarisation_floor).abs() < 1e-6);
    let open = SurfaceFields { epidermal_closure: 0.0, barrier: 0.0, ..CLOSED };
    let clotted = surface_rates(&row(&p, 1.0), &Fields { clot: 1.0, ..at_rest() }, &open);
    assert!((clotted.barrier - p.barrier_recovery * p.clot_sealing).abs() < 1e-12, "a clot seals half");
    assert!((clotted.epidermal_closure - p.epidermal_closure_rate).abs() < 1e-12);
}

#[test]
fn a_puncture_changes_what_it_should() {
    let cut = Cut { killed: 0.4, debris: 0.4, opened: 0.2, matrix: 0.1, bled: 0.1, span: 0.05 };
    let dermis = wounded(at_rest(), cut, true, 1.0);
    assert_eq!((dermis.damage, dermis.clot, dermis.vessels), (0.4, 0.1, 0.8));
    assert_eq!((dermis.fibroblasts, dermis.collagen_i, dermis.elastin), (0.6, 0.8 * 0.9, 0.9));
    assert_eq!(dermis.wound_span, 0.05);
    assert_eq!((dermis.tgf_beta_1, dermis.inflammation, dermis.activation), (0.0, 0.0, 0.0));
    let epidermis = wounded(at_rest(), cut, false, 1.0);
    assert_eq!(epidermis, Fields { damage: 0.4, clot: 0.1, ..at_rest() });
    // Twice the same needle saturates instead of adding up.
    let twice = wounded(dermis, cut, true, 1.0);
    assert!((twice.damage - (1.0 - 0.6 * 0.6)).abs() < 1e-15);
    let surface = wounded_surface(CLOSED, 0.25, 0.5, 1.0);
    assert_eq!((surface.epidermal_closure, surface.epidermal_margin, surface.barrier), (0.75, 1.0, 0.75));
    assert_eq!((surface.channel_open, surface.channel_length), (0.25, 0.5));
    assert_eq!(wounded(at_rest(), Cut::default(), true, 1.0), at_rest());
}
