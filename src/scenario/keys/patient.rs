//! Keys of `[patient]`.

use super::row::row;
use super::{Kind, Names, Row, name, number, whole};
use crate::patient::{Patient, Sex};
use crate::precaution;

pub(in crate::scenario) static PATIENT: [Row<Patient>; 12] = [
    row!(Patient, "patient", age_years, number(18.0, 95.0, "years"), "age"),
    row!(
        Patient,
        "patient",
        sex,
        name("sex", || Sex::ALL.map(Sex::name).to_vec()),
        "sex, which decides thicknesses where sources tell them apart"
    ),
    row!(
        Patient,
        "patient",
        fitzpatrick_type,
        whole(1.0, 6.0, ""),
        "Fitzpatrick type of the skin, 1 (always burns) to 6 (never)"
    ),
    row!(Patient, "patient", photoageing_grade, whole(0.0, 4.0, ""), "photo-ageing, 0 (none) to 4 (severe)"),
    row!(Patient, "patient", smoker, Kind::Flag, "smokes"),
    row!(Patient, "patient", diabetes, Kind::Flag, "has diabetes of type 2"),
    row!(Patient, "patient", keloid_tendency, Kind::Flag, "has had keloids, or they run in the family"),
    row!(Patient, "patient", occluded, Kind::Flag, "the treated skin is kept under an occlusive film"),
    row!(Patient, "patient", ages, Kind::Flag, "collagen is lost with age while the run goes on"),
    row!(
        Patient,
        "patient",
        sun_exposure,
        number(0.0, 1.0, ""),
        "exposure of the treated skin to the sun, 0 (none) to 1 (full)"
    ),
    row!(
        Patient,
        "patient",
        sunscreen,
        number(0.0, 1.0, ""),
        "share of that time under sunscreen, 0 (never) to 1 (always)"
    )
    .idle_when(|_, of| (of.sun_exposure == 0.0 && of.sunscreen > 0.0).then_some("sun_exposure is 0")),
    row!(
        Patient,
        "patient",
        conditions,
        Kind::Names(Names { what: "condition", all: || precaution::conditions().collect() }),
        "what else is known; warnings, which change no number (`dermis list precautions`)"
    ),
];
