//! Which ratio can exceed five, and which cannot.

use dermis::scenario::Scenario;
use dermis::simulation::Simulation;

#[test]
fn a_rate_can_exceed_five_times_rest_and_content_cannot() {
    let text = std::fs::read_to_string("examples/scenarios/four_hundred_percent.toml").unwrap();
    let coarse = ["grid.spacing_um=50", "grid.depth_spacing_um=100", "grid.width_mm=2"].map(String::from);
    let (scenario, _) = Scenario::parse("four_hundred_percent.toml", &text, &coarse).unwrap();
    let ceiling = scenario.parameters.biology.collagen_ceiling;
    let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
    let regions = &result.summary.collagen_by_region;
    let names: Vec<&str> = regions.iter().map(|region| region.region).collect();
    assert_eq!(names, ["dermis", "papillary", "reticular", "halo", "channel"]);
    for region in regions {
        println!("{region:?}");
        assert!(region.synthesis_rate_over_rest > 5.0, "{}", region.region);
        // No region comes near five times its collagen: the ceiling forbids it.
        assert!(region.total_highest < ceiling && region.total_highest < 2.0, "{}", region.region);
        let column = |outcome: &str| {
            let name = format!("{outcome}.{}", region.region);
            *result.series.column(&name).unwrap().values.last().unwrap()
        };
        assert_eq!(region.total, column("collagen_total"));
        assert_eq!(region.newly_made, column("collagen_new"));
        // What is there at the end cannot be more than rest and all that was made.
        assert!(region.total <= 1.0 + region.newly_made);
    }
}

#[test]
fn untreated_skin_makes_nothing_beyond_rest() {
    let result = super::run(&["treatment.days=[]", "run.days=30"]);
    let dermis = result.summary.collagen_by_region[0];
    assert_eq!((dermis.synthesis_rate_over_rest, dermis.newly_made_over_rest), (1.0, 1.0));
    assert_eq!((dermis.newly_made, dermis.total), (0.0, 1.0));
}
