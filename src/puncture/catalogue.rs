//! The catalogue of devices: where a name of a scenario becomes a device, and the only place.

use std::sync::Arc;

use super::array::OwnArray;
use super::pen::PEN;
use super::roller::{HOME_ROLLER, ROLLER};
use super::single_needle::SINGLE_NEEDLE;
use super::stamp::STAMP;
use super::{Abrasion, Core, Device, Incision, Tool};

/// Every device with needles, in the order of the documentation. To add one, implement [`Device`] and add a
/// line here.
pub fn needle_devices() -> [Arc<dyn Device>; 6] {
    [
        Arc::new(STAMP),
        Arc::new(ROLLER),
        Arc::new(PEN),
        Arc::new(HOME_ROLLER),
        Arc::new(SINGLE_NEEDLE),
        Arc::new(OwnArray::usual()),
    ]
}

/// Every device as it comes on skin of that firmness, in the order of the documentation.
pub fn devices(firmness: f64) -> Vec<Tool> {
    let needled = needle_devices().into_iter().map(|device| Tool::needles(device, firmness));
    let wounds = [Tool::Core(Core::USUAL), Tool::Incision(Incision::USUAL), Tool::Abrasion(Abrasion::USUAL)];
    needled.chain(wounds).collect()
}

/// The device of that name as it comes on skin of that firmness.
pub fn find(name: &str, firmness: f64) -> Option<Tool> {
    devices(firmness).into_iter().find(|device| device.name() == name)
}

/// The device with needles of that name.
pub fn needle_device(name: &str) -> Option<Arc<dyn Device>> {
    needle_devices().into_iter().find(|device| device.preset().name == name)
}
