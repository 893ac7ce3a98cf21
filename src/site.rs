//! Sites of the body: layer thicknesses and how firmly the skin meets a needle.

use crate::patient::Sex;

/// Layers of the skin at one site. Thicknesses in mm.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Name in the catalogue of sites.
    pub name: String,
    /// Stratum corneum.
    pub stratum_corneum_mm: f64,
    /// Viable epidermis below it.
    pub viable_epidermis_mm: f64,
    /// Papillary dermis.
    pub papillary_dermis_mm: f64,
    /// Reticular dermis.
    pub reticular_dermis_mm: f64,
    /// Upper subcutis kept as a buffer.
    pub subcutis_mm: f64,
    /// 0 soft to 1 firm: where in a device's range of true depth this site lies. Nobody measured
    /// it; the catalogue's values are assumptions, high over bone and low where skin is loose.
    pub firmness: f64,
    /// Where the thicknesses come from.
    pub source: String,
}

/// The site of a scenario that names none; the first of the catalogue.
pub const DEFAULT: &str = "cheek";

/// One site of the catalogue: total dermis by sex, and living epidermis; the rest is common.
struct Row {
    name: &'static str,
    dermis_female_mm: f64,
    dermis_male_mm: f64,
    viable_epidermis_mm: f64,
    firmness: f64,
    source: &'static str,
    assumed: &'static str,
}

const ULTRASOUND: &str = "dermis by ultrasound, mean of 118 people by sex [meng2022]";
const REFERENCE: &str = "dermis 1.7 mm as in the reference model, inside the 0.76 to 1.97 mm of facial \
    histology [chopra2015]; not told apart by sex";
/// What no source gives for a site of the face: said with every site.
const ASSUMED: &str = "assumed: epidermis 0.10 mm (meta-analysis over the body 0.083 to 0.116 mm [xu2017]) with \
    0.015 mm of stratum corneum, 0.2 mm of papillary dermis (0.1 to 0.25 mm is usual), 0.8 mm of subcutis, firmness";

/// The same for the hand, whose epidermis is thicker.
const ASSUMED_HAND: &str = "assumed: epidermis 0.15 mm (0.138 to 0.189 mm there in Korean adults [lee2002]) with \
    0.015 mm of stratum corneum, 0.2 mm of papillary dermis, 0.8 mm of subcutis, firmness";

const fn measured(name: &'static str, female: f64, male: f64, firmness: f64) -> Row {
    Row {
        name,
        dermis_female_mm: female,
        dermis_male_mm: male,
        viable_epidermis_mm: 0.085,
        firmness,
        source: ULTRASOUND,
        assumed: ASSUMED,
    }
}

/// A site whose sources do not tell the sexes apart, or that lies between measured ones.
const fn inferred(name: &'static str, female: f64, male: f64, firmness: f64, source: &'static str) -> Row {
    Row { source, ..measured(name, female, male, firmness) }
}

const CATALOGUE: [Row; 17] = [
    inferred(DEFAULT, 1.7, 1.7, 0.5, REFERENCE),
    measured("forehead", 0.86, 1.17, 0.8),
    measured("glabella", 0.90, 1.14, 0.8),
    measured("temple", 0.80, 1.06, 0.6),
    measured("eyelid", 0.58, 0.67, 0.2),
    inferred(
        "periorbital",
        0.69,
        0.86,
        0.3,
        "assumed: dermis halfway between eyelid and temple, which were measured by ultrasound in 118 people by sex \
         [meng2022]",
    ),
    measured("nose", 0.93, 1.03, 0.8),
    measured("zygoma", 0.87, 1.14, 0.7),
    inferred(
        "perioral",
        0.89,
        1.08,
        0.4,
        "assumed: dermis halfway between zygoma and submandibular region, which were measured by ultrasound in 118 \
         people by sex [meng2022]",
    ),
    inferred(
        "chin",
        0.91,
        1.02,
        0.7,
        "assumed: dermis of the submandibular region below it, measured by ultrasound in 118 people by sex [meng2022]",
    ),
    measured("submandibular", 0.91, 1.02, 0.4),
    measured("neck", 0.99, 0.98, 0.3),
    inferred(
        "chest",
        1.45,
        1.45,
        0.6,
        "dermis in the middle of the 1.32 to 1.59 mm of chest, buttock and anterior neck in biopsies of Korean adults \
         [lee2002]; not told apart by sex",
    ),
    inferred(
        "back",
        2.44,
        2.44,
        0.7,
        "skin of 2.54 mm at the shoulder blade by ultrasound in 342 people [laurent2007], less 0.1 mm of epidermis; \
         biopsies of the back 1.94 mm [lee2002]; not told apart by sex",
    ),
    inferred(
        "abdomen",
        1.81,
        1.81,
        0.3,
        "skin of 1.91 mm at the waist by ultrasound in 342 people [laurent2007], less 0.1 mm of epidermis; 2.2 mm of skin \
         in 388 people with diabetes [gibney2010]; not told apart by sex",
    ),
    inferred(
        "thigh",
        1.45,
        1.45,
        0.3,
        "skin of 1.55 mm by ultrasound in 342 people [laurent2007], less 0.1 mm of epidermis; 1.9 mm of skin in 388 \
         people with diabetes [gibney2010]; not told apart by sex",
    ),
    Row {
        viable_epidermis_mm: 0.135,
        assumed: ASSUMED_HAND,
        ..inferred(
            "dorsal_hand",
            1.2,
            1.2,
            0.5,
            "assumed: dermis 1.2 mm; histology gives 2.1 mm in women, the thinnest of six regions in a series whose skin \
             is thicker than in others [oltulu2018]; not told apart by sex",
        )
    },
];

/// Papillary dermis everywhere; see [`ASSUMED`].
const PAPILLARY_MM: f64 = 0.2;

impl Row {
    fn site(&self, sex: Sex) -> Site {
        let dermis = match sex {
            Sex::Female => self.dermis_female_mm,
            Sex::Male => self.dermis_male_mm,
        };
        // To the micrometre, so that 1.7 − 0.2 is 1.5 in a scenario written out.
        let reticular_dermis_mm = ((dermis - PAPILLARY_MM) * 1000.0).round() / 1000.0;
        Site {
            name: self.name.to_owned(),
            stratum_corneum_mm: 0.015,
            viable_epidermis_mm: self.viable_epidermis_mm,
            papillary_dermis_mm: PAPILLARY_MM,
            reticular_dermis_mm,
            subcutis_mm: 0.8,
            firmness: self.firmness,
            source: format!("{}; {}", self.source, self.assumed),
        }
    }
}

impl Site {
    /// Thicknesses from the surface down.
    pub fn layers_mm(&self) -> [f64; 5] {
        [
            self.stratum_corneum_mm,
            self.viable_epidermis_mm,
            self.papillary_dermis_mm,
            self.reticular_dermis_mm,
            self.subcutis_mm,
        ]
    }
}

/// Names in the catalogue.
pub fn names() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().map(|row| row.name)
}

/// Every site of the catalogue, for one sex.
pub fn sites(sex: Sex) -> Vec<Site> {
    CATALOGUE.iter().map(|row| row.site(sex)).collect()
}

/// The site of that name.
pub fn find(name: &str, sex: Sex) -> Option<Site> {
    CATALOGUE.iter().find(|row| row.name == name).map(|row| row.site(sex))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_site_has_the_layers_of_the_reference_model() {
        let cheek = find(DEFAULT, Sex::Female).unwrap();
        let bottoms: Vec<f64> = cheek
            .layers_mm()
            .iter()
            .scan(0.0, |z, d| {
                *z += d;
                Some(*z)
            })
            .collect();
        for (found, expected) in bottoms.iter().zip([0.015, 0.10, 0.30, 1.80, 2.60]) {
            assert!((found - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn the_default_comes_first() {
        assert_eq!(names().next(), Some(DEFAULT));
    }

    #[test]
    fn the_dermis_is_as_measured() {
        let dermis = |name, sex| {
            let site = find(name, sex).unwrap();
            site.papillary_dermis_mm + site.reticular_dermis_mm
        };
        for (name, female, male) in [("eyelid", 0.58, 0.67), ("forehead", 0.86, 1.17), ("back", 2.44, 2.44)] {
            assert!((dermis(name, Sex::Female) - female).abs() < 1e-12, "{name}");
            assert!((dermis(name, Sex::Male) - male).abs() < 1e-12, "{name}");
        }
        // The thinnest skin of the face is that of the lid, and the trunk is thicker than any of it.
        for sex in Sex::ALL {
            assert!(names().all(|name| dermis(name, sex) >= dermis("eyelid", sex)));
            assert!(names().all(|name| dermis(name, sex) <= dermis("back", sex)));
        }
    }

    #[test]
    fn names_are_unique_and_every_site_is_possible() {
        for sex in Sex::ALL {
            for site in sites(sex) {
                assert_eq!(names().filter(|name| *name == site.name).count(), 1);
                assert!(site.layers_mm().iter().all(|thickness| *thickness > 0.0), "{}", site.name);
                assert!((0.0..=1.0).contains(&site.firmness));
                assert!(site.source.contains("assumed"));
            }
        }
    }
}
