//! The numerics carry a model that is not skin: the front of examples/own_model.rs has its speed.
#![allow(clippy::unwrap_used)]

#[path = "../../examples/own_model.rs"]
#[allow(dead_code, reason = "its main")]
mod own_model;

#[test]
fn a_fisher_front_has_the_exact_speed() {
    let [simulated, exact] = own_model::speeds().unwrap();
    let difference = simulated / exact - 1.0;
    assert!(difference.abs() < 0.02, "{simulated} for {exact}");
}
