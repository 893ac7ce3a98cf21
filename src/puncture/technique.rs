//! How a device is moved over the skin, and the density of punctures that follows from it.

use crate::units::SQUARE_CENTIMETRE;

/// What a device does between one print of its needles and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One needle or wound; its density only says how much skin is its share.
    Single,
    /// An array pressed on the skin.
    Pressed,
    /// A drum rolled over it.
    Rolled,
    /// A cartridge that strikes while it glides.
    Glided,
}

impl Motion {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Motion::Single => "single",
            Motion::Pressed => "pressed",
            Motion::Rolled => "rolled",
            Motion::Glided => "glided",
        }
    }
}

/// How a device is moved. Lengths in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Technique {
    /// What it does between two prints.
    pub motion: Motion,
    /// Needles of the array, of the drum or of the cartridge.
    pub needles: u32,
    /// Width of skin that one pass covers.
    pub track_width_mm: f64,
    /// Length of skin on which all needles print once: a turn of the drum. Read where the device is rolled; an
    /// array is square.
    pub print_length_mm: f64,
    /// Strokes of the cartridge per second; read where the device glides.
    pub frequency_hz: f64,
    /// Speed over the skin in mm/s; read where the device glides.
    pub glide_speed_mm_s: f64,
    /// Directions that successive passes cycle through, at most four; read where the device is rolled.
    pub directions: u32,
}

impl Technique {
    /// One wound that stands for a number per cm².
    pub const fn single(per_cm2: u32) -> Self {
        Self::pressed(per_cm2, 10.0).moved(Motion::Single)
    }

    /// A square array of that side.
    pub const fn pressed(needles: u32, side_mm: f64) -> Self {
        Self {
            motion: Motion::Pressed,
            needles,
            track_width_mm: side_mm,
            print_length_mm: side_mm,
            frequency_hz: 0.0,
            glide_speed_mm_s: 0.0,
            directions: 1,
        }
    }

    const fn moved(self, motion: Motion) -> Self {
        Self { motion, ..self }
    }

    /// A drum: its needles, its width and the skin that one turn covers.
    pub const fn rolled(needles: u32, width_mm: f64, turn_mm: f64) -> Self {
        let drum = Self::pressed(needles, width_mm).moved(Motion::Rolled);
        Self { print_length_mm: turn_mm, directions: 4, ..drum }
    }

    /// A cartridge: its needles and width, strokes per second and speed over the skin.
    pub const fn glided(needles: u32, width_mm: f64, frequency_hz: f64, glide_speed_mm_s: f64) -> Self {
        let cartridge = Self::pressed(needles, width_mm).moved(Motion::Glided);
        Self { frequency_hz, glide_speed_mm_s, ..cartridge }
    }

    /// Punctures per cm² of one pass.
    pub const fn density_per_pass(&self) -> f64 {
        let needles = self.needles as f64;
        match self.motion {
            Motion::Glided => {
                needles * self.frequency_hz * SQUARE_CENTIMETRE
                    / (self.glide_speed_mm_s * self.track_width_mm)
            }
            Motion::Pressed | Motion::Single => {
                needles * SQUARE_CENTIMETRE / (self.track_width_mm * self.track_width_mm)
            }
            Motion::Rolled => needles * SQUARE_CENTIMETRE / (self.track_width_mm * self.print_length_mm),
        }
    }
}
