//! How each field moves, in the symbols of the parameters: for tables, read off the model itself.

use super::skin::diffusivities;
use super::{Fields, Layer, LayerParameters, Parameters, Skin, SurfaceFields};
use dermis_numerics::System;

/// How one field moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Diffusivity in symbols of parameters; empty for a field that stays in place.
    pub diffusivity: String,
    /// Where it moves; empty for a field that stays in place.
    pub place: &'static str,
    /// Symbol of the field whose gradient it follows; empty for none.
    pub follows: &'static str,
}

impl Skin {
    /// How the volume fields move.
    pub fn movements() -> Fields<Movement> {
        let diffusivities = diffusivities(&Parameters::INDEX).into_array();
        let moves = Self::uniform(&Parameters::default(), 1);
        let taxis = moves.taxis();
        let rows = [(Layer::ViableEpidermis, 0.05), (Layer::PapillaryDermis, 0.2)];
        let layered = Self::layered(&Parameters::default(), &LayerParameters::default(), rows, 0.1);
        let of = |field: usize| {
            let still = moves.transport(field).diffusivity == 0.0;
            let weights = layered.transport(field).capacity;
            let place = match (weights[0] == 0.0, weights[1] == 1.0) {
                _ if still => "",
                (false, _) => "everywhere",
                (true, true) => "dermis and subcutis",
                (true, false) => "dermis and subcutis, weighted by F0",
            };
            let symbol = diffusivities[field].map_or("", |parameter| Parameters::TABLE[parameter].symbol);
            let followed = taxis.iter().find(|taxis| taxis.moving == field);
            Movement {
                diffusivity: if still { String::new() } else { symbol.to_owned() },
                place,
                follows: followed.map_or("", |taxis| Fields::TABLE[taxis.signal].symbol),
            }
        };
        Fields::INDEX.map(of)
    }

    /// How the surface fields move: along the surface.
    pub fn surface_movements() -> SurfaceFields<Movement> {
        let named = |symbols: &str| Movement {
            diffusivity: symbols.to_owned(),
            place: if symbols.is_empty() { "" } else { "surface" },
            follows: "",
        };
        SurfaceFields {
            epidermal_closure: named("D_E"),
            epidermal_margin: named("k_Ē l_E²"),
            channel_open: named(""),
            channel_length: named(""),
            flare: named(""),
            melanin: named(""),
            barrier: named(""),
        }
    }
}
