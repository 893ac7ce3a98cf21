//! Who is usually not treated, and what should be kept in mind: warnings with their sources, never a
//! diagnosis. Nothing here changes a number of the model.

/// How a scenario states a precaution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// Named in `patient.conditions`.
    Condition,
    /// Follows from another key of the scenario.
    Key(&'static str),
}

/// One precaution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precaution {
    /// Name in scenarios and lists.
    pub name: &'static str,
    /// How a scenario states it.
    pub stated: Stated,
    /// What the warning says.
    pub warning: &'static str,
    /// Where it comes from, and how strong that is; keys of `docs/references.bib` in brackets.
    pub source: &'static str,
}

const fn condition(name: &'static str, warning: &'static str, source: &'static str) -> Precaution {
    Precaution { name, stated: Stated::Condition, warning, source }
}

/// Every precaution, in the order of the documentation.
pub const PRECAUTIONS: [Precaution; 13] = [
    condition(
        "pregnancy",
        "treatment is usually put off; no study of needling in pregnancy is known to us",
        "convention (strength D); the reviews of adverse events [chu2021] and [gowda2021] are not about it",
    ),
    condition(
        "eczema",
        "skin with a chronic inflammatory disease is usually not needled, and the model knows only healthy skin",
        "convention, listed in [doddaballapur2009] (recalled; strength D)",
    ),
    condition(
        "open_wounds",
        "an open or infected wound in the field lets germs into every channel",
        "active infection raises the risk of adverse events [chu2021] (review of 85 articles)",
    ),
    condition(
        "active_infection",
        "needles carry an infection (herpes, bacteria, warts) along their tracks",
        "active infection raises the risk of adverse events [chu2021] (review of 85 articles)",
    ),
    condition(
        "active_acne",
        "inflamed lesions are usually treated first: needles carry their content along",
        "convention, listed in [doddaballapur2009] (recalled; strength D); active infection [chu2021]",
    ),
    condition(
        "recent_radiation",
        "irradiated skin heals otherwise than the model assumes",
        "convention, listed in [doddaballapur2009] (recalled; strength D)",
    ),
    condition(
        "isotretinoin",
        "package inserts advise to wait six months after oral isotretinoin; a consensus found no sufficient evidence \
         for putting off superficial procedures",
        "[spring2017] (systematic review with consensus)",
    ),
    condition(
        "anticoagulants",
        "bleeding is longer than the model assumes",
        "convention, listed in [doddaballapur2009] (recalled; strength D)",
    ),
    condition(
        "metal_allergy",
        "needles of steel hold nickel; granulomas were reported",
        "metal allergy raises the risk of adverse events [chu2021] (review of 85 articles)",
    ),
    condition(
        "topicals_not_for_injection",
        "what is put on needled skin enters it: granulomas were reported with products not made for that",
        "[chu2021] (review of 85 articles)",
    ),
    Precaution {
        name: "keloid_tendency",
        stated: Stated::Key("patient.keloid_tendency"),
        warning: "a tendency to keloids is usually a reason not to treat; how often keloids follow needling is unknown",
        source: "convention (strength D); treated scars in 58 studies [juhasz2020]",
    },
    Precaution {
        name: "dark_skin",
        stated: Stated::Key("patient.fitzpatrick_type"),
        warning: "pigment has no size in the model: hyperpigmentation after needling was seen in 5 of 30 people of phototypes IV and V",
        source: "[dogra2014]; darker skin raises the risk of adverse events [chu2021]",
    },
    Precaution {
        name: "home_treatment",
        stated: Stated::Key("device.name"),
        warning: "needles that are not sterile infect; infection is not modelled",
        source: "active infection raises the risk of adverse events [chu2021]; use at home is growing [gowda2021]",
    },
];

/// Names that `patient.conditions` may hold.
pub fn conditions() -> impl Iterator<Item = &'static str> + Clone {
    PRECAUTIONS.iter().filter(|row| row.stated == Stated::Condition).map(|row| row.name)
}

/// The warning of a precaution as a sentence; nothing for a name that is none.
pub fn warning(name: &str) -> Option<String> {
    let row = PRECAUTIONS.iter().find(|row| row.name == name)?;
    Some(format!("{}: {}. Source: {}. A warning, never a diagnosis", row.name, row.warning, row.source))
}
