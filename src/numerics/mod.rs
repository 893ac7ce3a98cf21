//! Grid, transport, line solves and steppers. Knows nothing of skin.

pub mod grid;
