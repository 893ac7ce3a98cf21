//! The catalogue of outcome measures.

use super::{Formula, Outcome, ReadoutParameters};
use crate::model::{Fields, SurfaceFields};
use crate::snapshot::{Means, Region, Snapshot};

/// Ratio to unwounded skin of the same region.
macro_rules! relative {
    ($name:literal, $field:ident, $meaning:literal) => {
        Outcome {
            name: $name,
            unit: "1",
            meaning: concat!($meaning, ", relative to unwounded skin of the region (1 is unwounded)"),
            measure: Formula::Relative(&[Fields::INDEX.$field]),
        }
    };
}

/// Excess over unwounded skin, where it is 0.
macro_rules! excess {
    ($name:literal, $field:ident, $unit:literal, $meaning:literal) => {
        Outcome {
            name: $name,
            unit: $unit,
            meaning: concat!($meaning, ", excess over unwounded skin (0 is unwounded)"),
            measure: Formula::Excess(Fields::INDEX.$field),
        }
    };
}

const fn regional(
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
    measure: Formula,
) -> Outcome {
    Outcome { name, unit, meaning, measure }
}

fn total(fields: &Fields<f64>) -> f64 {
    fields.collagen_i + fields.collagen_iii + fields.collagen_scar
}

fn functional(fields: &Fields<f64>, readout: &ReadoutParameters<f64>) -> f64 {
    let content = fields.collagen_i
        + readout.functional_weight_iii * fields.collagen_iii
        + readout.functional_weight_scar * fields.collagen_scar;
    let immature = fields.collagen_immature / total(fields).max(EMPTY);
    content * (1.0 - readout.functional_loss_immature * immature)
}

/// Fibres side by side share a stretch: stiffnesses add up by their shares (Voigt).
fn elastic_modulus(means: &Means, readout: &ReadoutParameters<f64>) -> f64 {
    let collagen = functional(&means.fields, readout) / functional(&means.rest, readout);
    let elastin = means.fields.elastin / means.rest.elastin;
    collagen + readout.elastin_stiffness * (elastin - collagen)
}

fn erythema(snapshot: &Snapshot, readout: &ReadoutParameters<f64>) -> f64 {
    let papillary = &snapshot.means(Region::Papillary).fields;
    let flare = snapshot.surface.flare.max(0.0);
    papillary.inflammation
        + readout.erythema_vessel_weight * (papillary.vessels - 1.0).max(0.0)
        + readout.flare_weight * flare / (readout.flare_half + flare)
}

/// Grade of five, 0 to 4: 1 where the index is just visible, halfway up at three times as much.
fn grade(index: f64, visible: f64) -> f64 {
    4.0 * index.max(0.0) / (3.0 * visible + index.max(0.0))
}

/// Keeps shares defined where there is no collagen at all.
const EMPTY: f64 = 1e-9;

fn gain(means: &Means) -> f64 {
    total(&means.fields) / total(&means.rest) - 1.0
}

fn dermis(snapshot: &Snapshot) -> &Means {
    snapshot.means(Region::Dermis)
}

fn oedema(snapshot: &Snapshot, readout: &ReadoutParameters<f64>) -> f64 {
    let inflammation = dermis(snapshot).fields.inflammation;
    snapshot.dermis_mm * readout.oedema_gain * inflammation / (1.0 + inflammation)
}

fn by_collagen(snapshot: &Snapshot, readout: &ReadoutParameters<f64>) -> f64 {
    let gained = readout.thickness_gain * gain(dermis(snapshot));
    snapshot.dermis_mm * (1.0 + gained)
}

/// Every outcome measure, in the order of the columns.
pub const OUTCOMES: [Outcome; 42] = [
    regional(
        "collagen_total",
        "1",
        "collagen of all types (I, III and scar-like), relative to unwounded skin of the region (1 is unwounded)",
        Formula::Relative(&[
            Fields::INDEX.collagen_i,
            Fields::INDEX.collagen_iii,
            Fields::INDEX.collagen_scar,
        ]),
    ),
    relative!("collagen_i", collagen_i, "normal type I collagen"),
    relative!("collagen_iii", collagen_iii, "type III collagen"),
    excess!(
        "collagen_scar",
        collagen_scar,
        "rest total collagen",
        "scar-like (aligned, dense) type I collagen as a fraction of total collagen at rest"
    ),
    excess!(
        "collagen_new",
        collagen_new,
        "rest total collagen",
        "collagen of all types deposited since day 0 as a fraction of total collagen at rest, a running sum that later loss does not lower"
    ),
    excess!(
        "collagen_lost",
        collagen_lost,
        "rest total collagen",
        "collagen removed since day 0 by proteases, maturation and turnover as a fraction of total collagen at rest (what needles cut is not in it)"
    ),
    regional(
        "collagen_synthesis_rate",
        "rest total collagen/day",
        "collagen made per day by activated fibroblasts and myofibroblasts, as a fraction of total collagen at rest (0 is unwounded)",
        Formula::Synthesis,
    ),
    regional(
        "collagen_functional",
        "1",
        "load-bearing collagen, I + 0.7 III + 0.4 scar-like, less for what is not yet cross-linked, relative to unwounded skin of the region (1 is unwounded)",
        Formula::Regional(|means, readout| {
            functional(&means.fields, readout) / functional(&means.rest, readout)
        }),
    ),
    regional(
        "elastic_modulus",
        "1",
        "stiffness of the tissue by a rule of mixture, (1 - w_el) functional collagen + w_el elastin, relative to unwounded skin of the region (1 is unwounded)",
        Formula::Regional(elastic_modulus),
    ),
    excess!(
        "collagen_immature",
        collagen_immature,
        "rest total collagen",
        "new collagen that is not yet cross-linked as a fraction of total collagen at rest"
    ),
    regional(
        "collagen_iii_to_i",
        "1",
        "ratio of type III to all type I collagen (scar-like included)",
        Formula::Regional(|means, _| {
            means.fields.collagen_iii / (means.fields.collagen_i + means.fields.collagen_scar)
        }),
    ),
    relative!("elastin", elastin, "functional elastin"),
    excess!("tropoelastin", tropoelastin, "rest elastin", "tropoelastin, the precursor of elastin"),
    relative!("fibroblasts", fibroblasts, "fibroblasts"),
    excess!("activation", activation, "1", "mean synthetic activation of fibroblasts (1 is fully active)"),
    excess!("myofibroblasts", myofibroblasts, "rest fibroblasts", "myofibroblasts"),
    excess!("neutrophils", neutrophils, "about 500 cells/mm³", "neutrophils"),
    excess!("macrophages_m1", macrophages_m1, "about 500 cells/mm³", "inflammatory macrophages"),
    excess!("macrophages_m2", macrophages_m2, "about 500 cells/mm³", "repair macrophages"),
    excess!("tgf_beta_1", tgf_beta_1, "about 10 ng/mL", "active TGF-beta 1 and 2"),
    excess!("tgf_beta_3", tgf_beta_3, "about 10 ng/mL", "TGF-beta 3"),
    excess!("mitogens", mitogens, "about 10 ng/mL", "mitogens (PDGF, FGF)"),
    excess!("inflammation", inflammation, "about 1 ng/mL", "pro-inflammatory mediators"),
    regional(
        "inflammation_index",
        "1",
        "mediators + 0.5 (neutrophils + inflammatory macrophages) (0 is unwounded)",
        Formula::Regional(|means, readout| {
            let cells = means.fields.neutrophils + means.fields.macrophages_m1;
            means.fields.inflammation + readout.inflammation_cell_weight * cells
        }),
    ),
    excess!("mmp", mmp, "1", "matrix metalloproteinase activity"),
    relative!("vessels", vessels, "capillary density"),
    excess!("damage", damage, "1", "fraction of tissue destroyed and not yet cleared"),
    excess!("clot", clot, "1", "volume fraction of clot"),
    regional(
        "tewl",
        "g/m²/h",
        "transepidermal water loss, x J/(J - TEWL0 + x) with x = TEWL0 (1 + a_W (1 - mean barrier)) and J that of open water",
        Formula::Surface(|snapshot, readout| {
            let skin = readout.tewl_rest * (1.0 + readout.tewl_gain * (1.0 - snapshot.surface.barrier));
            skin * (readout.tewl_open / (readout.tewl_open - readout.tewl_rest + skin))
        }),
    ),
    regional(
        "barrier",
        "1",
        "function of the permeability barrier, mean over the surface (1 is intact)",
        Formula::OfSurface(SurfaceFields::INDEX.barrier),
    ),
    regional(
        "epidermal_closure",
        "1",
        "closure of the epidermis over the mouths of the last session's channels (0 just after it, 1 closed or never opened)",
        Formula::Surface(|snapshot, _| snapshot.mouth_closure),
    ),
    regional(
        "channel_open_fraction",
        "1",
        "share of the skin's surface over channels that are open below the epidermis, which may have closed (0 is unwounded)",
        Formula::OfSurface(SurfaceFields::INDEX.channel_open),
    ),
    regional(
        "erythema_index",
        "1",
        "redness: papillary mediators + 0.2 extra papillary vessels + the immediate flare; visible above about 0.5 (0 is unwounded)",
        Formula::Surface(erythema),
    ),
    regional(
        "erythema_grade",
        "grade 0 to 4",
        "redness on the five grades of a clinician: 4 EI/(3 EI_v + EI) of the erythema index EI, 1 where it is just visible (0 is unwounded)",
        Formula::Surface(|snapshot, readout| grade(erythema(snapshot, readout), readout.erythema_threshold)),
    ),
    regional(
        "oedema_grade",
        "grade 0 to 4",
        "swelling on the five grades of a clinician: 4 h/(3 h_v + h) of oedema_thickness_mm h, 1 where it is just visible (0 is unwounded)",
        Formula::Surface(|snapshot, readout| grade(oedema(snapshot, readout), readout.oedema_threshold)),
    ),
    regional(
        "pigmentation",
        "1",
        "melanin beyond that of unwounded skin, relative to it: off unless melanogenesis is set, and then a direction, no size (0 is unwounded)",
        Formula::OfSurface(SurfaceFields::INDEX.melanin),
    ),
    regional(
        "oedema_thickness_mm",
        "mm",
        "swelling of the dermis by inflammation; fluid, not collagen (0 is unwounded)",
        Formula::Surface(oedema),
    ),
    regional(
        "collagen_thickness_mm",
        "mm",
        "thickness of the dermis by its collagen alone, without oedema_thickness_mm",
        Formula::Surface(by_collagen),
    ),
    regional(
        "dermal_thickness_mm",
        "mm",
        "thickness of the dermis as ultrasound would see it: collagen_thickness_mm and oedema_thickness_mm together",
        Formula::Surface(|snapshot, readout| by_collagen(snapshot, readout) + oedema(snapshot, readout)),
    ),
    regional(
        "defect_volume_mm3_per_cm2",
        "mm³/cm²",
        "collagen that the treated defect lacks, or has too much of, as a volume of normal matrix (0 is unwounded)",
        Formula::Surface(|snapshot, _| snapshot.defect_volume_mm3_per_cm2),
    ),
    regional(
        "defect_contrast",
        "1",
        "how much less (of an excess: more) collagen the defect has on average than the dermis around it, relative to the latter; where the defect is everywhere, than normal skin (0 is unwounded)",
        Formula::Surface(|snapshot, _| snapshot.defect_contrast),
    ),
    regional(
        "scar_matrix_index",
        "1",
        "s/(s + 0.01) of the largest scar-like collagen s over a box of 0.5 mm: an index, no risk of a scar (0 is unwounded)",
        Formula::Surface(|snapshot, readout| {
            snapshot.scar_peak / (snapshot.scar_peak + readout.scar_matrix_half)
        }),
    ),
];
