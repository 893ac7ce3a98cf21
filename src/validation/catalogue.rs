//! The targets and base scenarios that come with the program.

/// Files by name, from the folder `validation`.
macro_rules! files {
    ($folder:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../validation/", $folder, $name)))),+]
    };
}

/// One file a target, in order.
pub const TARGETS: &[(&str, &str)] = files! { "":
    "T01_short_needles_barrier.toml"
    "T02_half_millimetre_barrier.toml"
    "T03_barrier_by_length.toml"
    "T04_closure_order.toml"
    "T06_epidermal_continuity.toml"
    "T07_neutrophils.toml"
    "T08_macrophages.toml"
    "T09_first_collagen.toml"
    "T10_myofibroblasts.toml"
    "T11_synthesis.toml"
    "T13_mmp.toml"
    "T14_type_iii_share.toml"
    "T15_incision_strength.toml"
    "T17_six_sessions.toml"
    "T18_collagen_gain.toml"
    "T19_halo_and_bulk.toml"
    "T20_depth.toml"
    "T22_interval.toml"
    "T23_scar_threshold.toml"
    "T24_rest_and_modifiers.toml"
    "T25_depth_by_type.toml"
    "T26_course_of_sessions.toml"
    "T27_density_and_depth.toml"
    "T28_refilling.toml"
    "T29_vessels.toml"
    "T30_early_protease.toml"
    "T31_redness.toml"
    "T32_short_needles_water_loss.toml"
    "T33_published_courses.toml"
    "T34_age_and_sun.toml"
    "T35_open_water.toml"
    "T36_needles_into_fat.toml"
    "T37_elastin.toml"
};

/// Scenarios that the targets change.
pub const SCENARIOS: &[(&str, &str)] = files! { "scenarios/":
    "abrasion.toml"
    "barrier.toml"
    "core.toml"
    "incision.toml"
    "isolated_needle.toml"
    "monthly_sessions.toml"
    "session.toml"
    "surgical_wound.toml"
    "untreated.toml"
};
