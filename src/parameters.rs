//! All parameters of a run, by group, with access by name for the edge (`--set`, scenario, tables).

use crate::model::{LayerParameters, Parameters};
use crate::outcome::ReadoutParameters;
use crate::patient::{AgeingParameters, ModifierParameters};
use crate::puncture::ChannelParameters;
use crate::quantities::Quantity;

macro_rules! parameter_set {
    ($($(#[$doc:meta])* $group:ident: $table:ident;)+) => {
        /// Every parameter of a run. The groups are plain structs; names are unique across them.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct ParameterSet {
            $($(#[$doc])* pub $group: $table<f64>,)+
        }

        impl ParameterSet {
            /// Every parameter with the name of its group, in order.
            pub fn table() -> impl Iterator<Item = (&'static str, &'static Quantity)> {
                std::iter::empty()
                    $(.chain({
                        const ROWS: &[Quantity] = &$table::TABLE;
                        ROWS.iter().map(|row| (stringify!($group), row))
                    }))+
            }

            /// Value of every parameter, in the order of the table.
            pub fn values(&self) -> impl Iterator<Item = f64> {
                std::iter::empty()$(.chain(self.$group.into_array()))+
            }

            /// Value of a parameter by name.
            pub fn get(&self, name: &str) -> Option<f64> {
                $(if let Some(at) = $table::TABLE.iter().position(|row| row.name == name) {
                    return Some(self.$group.into_array()[at]);
                })+
                None
            }

            /// Sets a parameter by name; false if there is none of that name. Ranges are the caller's.
            pub fn set(&mut self, name: &str, value: f64) -> bool {
                $(if let Some(at) = $table::TABLE.iter().position(|row| row.name == name) {
                    let mut values = self.$group.into_array();
                    values[at] = value;
                    self.$group = $table::from_array(values);
                    return true;
                })+
                false
            }
        }
    };
}

parameter_set! {
    /// Rates and transport of the healing model.
    biology: Parameters;
    /// How the layers of the skin differ.
    layers: LayerParameters;
    /// The puncture operator.
    channel: ChannelParameters;
    /// How age changes the healing model.
    ageing: AgeingParameters;
    /// How smoking and occlusion change it.
    modifiers: ModifierParameters;
    /// Constants of the outcome measures.
    readout: ReadoutParameters;
}
