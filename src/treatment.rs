//! Sessions: on which days, with which device settings.

use crate::puncture::DeviceSettings;

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Day of the session from the start of the run.
    pub day: f64,
    /// How the device is used.
    pub device: DeviceSettings,
}
