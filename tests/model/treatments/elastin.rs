//! Published signs: new tropoelastin up, total elastin flat or down.

use super::{column, last, run};

#[test]
fn tropoelastin_rises_and_total_elastin_does_not() {
    for sessions in ["[0]", "[0, 28, 56]", "[0, 14, 28, 42, 56, 70]"] {
        let result = run(&[&format!("treatment.days={sessions}"), "run.days=160"]);
        let newly = column(&result, "tropoelastin.dermis").iter().copied().fold(0.0, f64::max);
        let elastin = last(&result, "elastin.dermis");
        println!("sessions {sessions}: tropoelastin up to {newly:.4}, elastin {elastin:.4}");
        assert!(newly > 0.005, "{newly}");
        // Target T17: 0 to -30 %, never more than 10 % up.
        assert!((0.7..=1.0).contains(&elastin), "{elastin}");
    }
}
