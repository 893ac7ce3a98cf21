//! Reads `[[treatment.topicals]]`: agents and when they are put on.

use super::fault::{Advice, Faults};
use super::field::{
    AGENT, APPLICATIONS, CONTACT_HOURS, DAYS, DOSE, EVERY_DAYS, FILM_UM, FIRST_DAY, HOURS_AFTER_SESSION,
    TOPICAL,
};
use super::section::{Section, shown};
use super::tree::Value;
use crate::topical::{AGENTS, Topical};
use crate::treatment::{Session, microday};

/// Most applications of one agent.
const MOST: usize = 4000;

/// The topicals of a scenario.
pub(super) fn read(treatment: &Section<'_>, sessions: &[Session], faults: &mut Faults) -> Vec<Topical> {
    let mut found: Vec<Topical> = Vec::new();
    for item in treatment.list("topicals", faults).unwrap_or_default() {
        let Value::Table(table) = &item.value else {
            let title = format!("a topical must be a table, not {}", item.value.kind());
            faults.add(item.place, title, "write [[treatment.topicals]] and its keys below");
            continue;
        };
        let section = Section::of(table, "[[treatment.topicals]]", TOPICAL, faults);
        let Some((name, place)) = section.text("agent", faults) else {
            faults.add(item.place, "this topical has no `agent`", "add agent = \"vitamin_c\"");
            continue;
        };
        let Some(mut agent) = AGENTS.into_iter().find(|agent| agent.name == name) else {
            let title = format!("there is no agent `{}`", shown(name));
            faults.add(place, title, Advice::names(name, AGENTS.iter().map(|agent| agent.name)));
            continue;
        };
        if found.iter().any(|other| other.agent.name == name) {
            faults.add(place, format!("`{name}` is given twice"), "give all its days at once");
        }
        for member in &AGENT {
            let default = (member.get)(&agent);
            *(member.slot)(&mut agent) = section.number(&member.number, default, faults);
        }
        found.push(Topical {
            agent,
            dose_ug_per_cm2: section.number(&DOSE, 100.0, faults),
            film_um: section.number(&FILM_UM, 20.0, faults),
            contact_hours: section.number(&CONTACT_HOURS, 8.0, faults),
            days: days(&section, sessions, faults),
        });
    }
    found
}

/// When it is put on: on given days, some time after each session, or regularly.
fn days(section: &Section<'_>, sessions: &[Session], faults: &mut Faults) -> Vec<f64> {
    let ways = [DAYS.key, HOURS_AFTER_SESSION.key, APPLICATIONS.key];
    let given: Vec<_> = ways.iter().filter_map(|key| section.entry(key)).collect();
    for entry in given.iter().skip(1) {
        let title = format!("`{}` cannot be combined with `{}`", entry.key, given[0].key);
        faults.add(entry.place, title, "give days, or hours_after_session, or count and every_days");
    }
    let mut days: Vec<f64> = match given.first().map(|entry| entry.key.as_str()) {
        Some("days") => {
            section.increasing(&DAYS, faults).unwrap_or_default().into_iter().map(|(day, _)| day).collect()
        }
        Some("count") => {
            let first = section.number(&FIRST_DAY, 0.0, faults);
            let every = section.number(&EVERY_DAYS, 1.0, faults);
            (0..section.whole(&APPLICATIONS, 1, faults)).map(|n| microday(first + n as f64 * every)).collect()
        }
        _ => {
            let hours = section.number(&HOURS_AFTER_SESSION, 0.0, faults);
            sessions.iter().map(|session| microday(session.day + hours / 24.0)).collect()
        }
    };
    days.truncate(MOST);
    days
}
