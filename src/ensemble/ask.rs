//! How an ensemble is asked for: how many draws, of which file, and which layers of what is not known.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Ensemble, Sample};
use crate::error::{Error, Result};
use crate::scenario::suggestion;

/// Draws that are taken where no number is given, if there are as many.
pub const USUAL_DRAWS: usize = 64;
/// The same where each is a run of the whole validation suite.
pub const USUAL_SUITES: usize = 32;
/// What asks for the usual number.
const USUAL: &str = "usual";

/// How many draws: a number, or as many as are usual, which a study's file writes as `true`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HowMany(
    /// The number; nothing for the usual one.
    pub Option<u32>,
);

impl FromStr for HowMany {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.parse() {
            _ if text == USUAL => Ok(Self(None)),
            Ok(0) => Err("an ensemble has at least 1 draw".into()),
            Ok(number) => Ok(Self(Some(number))),
            Err(_) => {
                Err("it takes a number of draws, or nothing for the usual one; put other words before it"
                    .into())
            }
        }
    }
}

impl fmt::Display for HowMany {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => number.fmt(out),
            None => out.write_str(USUAL),
        }
    }
}

impl Serialize for HowMany {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Some(number) => to.serialize_u32(number),
            None => to.serialize_bool(true),
        }
    }
}

impl<'de> Deserialize<'de> for HowMany {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "`ensemble` takes a number of draws from 1 on, or true for the usual one"
        )]
        enum Given {
            Usual(bool),
            Number(u32),
        }
        match Given::deserialize(from)? {
            Given::Usual(true) => Ok(Self(None)),
            Given::Number(number) if number > 0 => Ok(Self(Some(number))),
            _ => Err(D::Error::custom(
                "`ensemble` takes a number of draws from 1 on, or true; leave it out for none",
            )),
        }
    }
}

/// A layer of what is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Parameters that the evidence allows.
    Parameters,
    /// How far the model is off where they are right.
    Discrepancy,
    /// How people differ.
    People,
}

impl Layer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Parameters, Self::Discrepancy, Self::People];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parameters => "parameters",
            Self::Discrepancy => "discrepancy",
            Self::People => "people",
        }
    }
}

/// The layers that are in, in the order of [`Layer::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layers {
    /// Parameters.
    pub parameters: bool,
    /// Discrepancy.
    pub discrepancy: bool,
    /// People.
    pub people: bool,
}

impl Layers {
    /// What is not known of the model.
    pub const OF_MODEL: Self = Self { parameters: true, discrepancy: true, people: false };
    /// All three.
    pub const ALL: Self = Self { parameters: true, discrepancy: true, people: true };

    /// Whether a layer is in.
    pub fn has(self, layer: Layer) -> bool {
        match layer {
            Layer::Parameters => self.parameters,
            Layer::Discrepancy => self.discrepancy,
            Layer::People => self.people,
        }
    }

    /// Words of those that are in.
    pub fn names(self) -> Vec<&'static str> {
        Layer::ALL.into_iter().filter(|layer| self.has(*layer)).map(Layer::name).collect()
    }

    fn of<'a>(words: impl Iterator<Item = &'a str>) -> std::result::Result<Self, String> {
        let mut layers = Self { parameters: false, discrepancy: false, people: false };
        for word in words.map(str::trim) {
            let place = match word {
                "parameters" => &mut layers.parameters,
                "discrepancy" => &mut layers.discrepancy,
                "people" => &mut layers.people,
                _ => {
                    let hint = suggestion(word, Layer::ALL.into_iter().map(Layer::name));
                    return Err(format!("there is no layer `{word}`: {hint}"));
                }
            };
            if std::mem::replace(place, true) {
                return Err(format!("the layer `{word}` is named twice"));
            }
        }
        if layers.names().is_empty() { Err("name at least one layer".into()) } else { Ok(layers) }
    }
}

impl FromStr for Layers {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        Self::of(text.split(','))
    }
}

impl fmt::Display for Layers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.names().join(", "))
    }
}

impl Serialize for Layers {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        self.names().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Layers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "`layers` takes a list of parameters, discrepancy and people")]
        enum Given {
            List(Vec<String>),
            Text(String),
        }
        let layers = match Given::deserialize(from)? {
            Given::List(words) => Self::of(words.iter().map(String::as_str)),
            Given::Text(text) => text.parse(),
        };
        layers.map_err(D::Error::custom)
    }
}

/// A user's own ensemble as a study holds it: in a study's file its path, or name and draws, so that a study is whole in
/// itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct Held {
    /// Name of the file.
    pub name: String,
    /// What is in it; nothing until [`Held::load`] has read it.
    pub ensemble: Option<Box<Ensemble>>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "an ensemble must be the path of its file, as \"results/posterior/ensemble.parquet\""
)]
enum Given {
    Path(String),
    Whole { name: String, ensemble: Option<Box<Ensemble>> },
}

impl From<Given> for Held {
    fn from(given: Given) -> Self {
        match given {
            Given::Path(name) => Self { name, ensemble: None },
            Given::Whole { name, ensemble } => Self { name, ensemble },
        }
    }
}

impl FromStr for Held {
    type Err = std::convert::Infallible;

    fn from_str(path: &str) -> std::result::Result<Self, Self::Err> {
        Ok(Self { name: path.to_owned(), ensemble: None })
    }
}

impl Held {
    /// Reads the file if only its path is known; paths count from `folder`.
    ///
    /// # Errors
    /// As for [`Ensemble::read`].
    pub fn load(&mut self, folder: &Path) -> Result<()> {
        match &self.ensemble {
            Some(ensemble) => ensemble.check(&self.name),
            None => {
                self.ensemble = Some(Box::new(Ensemble::read(&folder.join(&self.name))?));
                Ok(())
            }
        }
    }
}

/// What a run, or the validation, asks of an ensemble.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wanted {
    /// How many draws.
    pub ensemble: Option<HowMany>,
    /// Draws of one's own.
    pub ensemble_file: Option<Held>,
    /// What bands hold.
    pub layers: Option<Layers>,
}

impl Wanted {
    /// The same by its keys.
    pub fn asked(&self) -> Asked<'_> {
        Asked { ensemble: self.ensemble, file: self.ensemble_file.as_ref(), layers: self.layers }
    }
}

/// What is asked for, by its keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// `ensemble`.
    pub ensemble: Option<HowMany>,
    /// `ensemble_file`.
    pub file: Option<&'a Held>,
    /// `layers`.
    pub layers: Option<Layers>,
}

impl Asked<'_> {
    /// The draws that are taken and the layers that are in; nothing where no ensemble is asked for. Where no number is
    /// given it is `usual`, or all that there are.
    ///
    /// # Errors
    /// As for [`Ensemble::read`]; [`Error::Usage`] where more draws are asked for than there are, and of layers without
    /// an ensemble.
    pub fn sample(&self, usual: usize, layers: Layers) -> Result<Option<Sample>> {
        if self.ensemble.is_none() && self.file.is_none() {
            return match self.layers {
                None => Ok(None),
                Some(_) => Err(Error::Usage(
                    "--layers says what the bands of an ensemble hold: give --ensemble too, or leave it out"
                        .into(),
                )),
            };
        }
        let ensemble = match self.file {
            None => Ensemble::shipped()?,
            Some(file) => {
                let mut file = file.clone();
                file.load(Path::new(""))?;
                *file.ensemble.ok_or_else(|| Error::Internal("an ensemble was not read".into()))?
            }
        };
        let count =
            self.ensemble.and_then(|many| many.0).map_or(usual.min(ensemble.draws.len()), |n| n as usize);
        Sample::new(ensemble, count, self.layers.unwrap_or(layers)).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::small;
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct File {
        ensemble: HowMany,
        layers: Layers,
        ensemble_file: Held,
    }

    #[test]
    fn a_study_file_says_it_and_is_read_back() {
        let text = "ensemble = 7\nlayers = \"people, parameters\"\nensemble_file = \"own.parquet\"\n";
        let mut file: File = toml::from_str(text).unwrap();
        assert_eq!((file.ensemble, file.layers.names()), (HowMany(Some(7)), vec!["parameters", "people"]));
        assert_eq!(file.ensemble_file, Held { name: "own.parquet".into(), ensemble: None });
        file.ensemble_file.ensemble = Some(Box::new(small(5)));
        assert_eq!(toml::from_str::<File>(&toml::to_string(&file).unwrap()).unwrap(), file);
        let wrong = |text: &str| toml::from_str::<File>(text).unwrap_err().to_string();
        assert!(wrong("ensemble = 0").contains("from 1 on"));
        assert!(wrong("ensemble = true\nlayers = [\"peple\"]").contains("did you mean `people`?"));
        assert!(wrong("ensemble = true\nlayers = [\"people\", \"people\"]").contains("twice"));
        assert!("".parse::<Layers>().is_err());
    }

    #[test]
    fn no_more_draws_than_there_are() {
        let held = Held { name: "own.parquet".into(), ensemble: Some(Box::new(small(5))) };
        let asked = |many: Option<u32>| {
            let asked = Asked { ensemble: Some(HowMany(many)), file: Some(&held), layers: None };
            asked.sample(64, Layers::OF_MODEL)
        };
        assert_eq!(asked(None).unwrap().unwrap().len(), 5);
        assert_eq!(asked(Some(3)).unwrap().unwrap().len(), 3);
        let told = asked(Some(6)).unwrap_err().to_string();
        assert!(told.contains("6 draws") && told.contains('5'), "{told}");
        let layers = Asked { layers: Some(Layers::ALL), ..Asked::default() };
        assert!(layers.sample(64, Layers::ALL).unwrap_err().to_string().contains("--ensemble"));
        assert!(Asked::default().sample(64, Layers::ALL).unwrap().is_none());
    }
}
