//! Reads `[[treatment.topicals]]`: agents and when they are put on.

use super::fault::{Advice, Faults};
use super::keys::{
    APPLICATIONS, EVERY_DAYS, FIRST_APPLICATION, HOURS_AFTER_SESSION, ON_DAYS, TOPICAL, TOPICALS, fill,
};
use super::section::{Section, shown};
use super::tree::Value;
use crate::topical::{AGENTS, Topical};
use crate::treatment::{Session, microday};

/// Most applications of one agent.
const MOST: usize = 4000;

/// The topicals of a scenario.
pub(super) fn read(treatment: &Section<'_>, sessions: &[Session], faults: &mut Faults) -> Vec<Topical> {
    let keys: Vec<&str> = TOPICAL.iter().map(|row| row.key.name()).collect();
    let mut found: Vec<Topical> = Vec::new();
    for item in treatment.list(TOPICALS.name(), faults).unwrap_or_default() {
        let Value::Table(table) = &item.value else {
            let title = format!("a topical must be a table, not {}", item.value.kind());
            faults.add(item.place, title, "write [[treatment.topicals]] and its keys below");
            continue;
        };
        let section = Section::of(table, "[[treatment.topicals]]", &keys, faults);
        let Some((name, place)) = section.text("agent", faults) else {
            faults.add(item.place, "this topical has no `agent`", "add agent = \"vitamin_c\"");
            continue;
        };
        let Some(agent) = AGENTS.into_iter().find(|agent| agent.name == name) else {
            let title = format!("there is no agent `{}`", shown(name));
            faults.add(place, title, Advice::names(name, AGENTS.iter().map(|agent| agent.name)));
            continue;
        };
        if found.iter().any(|other| other.agent.name == name) {
            faults.add(place, format!("`{name}` is given twice"), "give all its days at once");
        }
        let mut topical = Topical { days: days(&section, sessions, faults), ..Topical::usual(agent) };
        fill(&TOPICAL, &section, &mut topical, faults);
        found.push(topical);
    }
    found
}

/// When it is put on: on given days, some time after each session, or regularly.
fn days(section: &Section<'_>, sessions: &[Session], faults: &mut Faults) -> Vec<f64> {
    let ways = [ON_DAYS, HOURS_AFTER_SESSION, APPLICATIONS];
    let given: Vec<_> = ways.iter().filter_map(|key| section.entry(key.name())).collect();
    for entry in given.iter().skip(1) {
        let title = format!("`{}` cannot be combined with `{}`", entry.key, given[0].key);
        faults.add(entry.place, title, "give days, or hours_after_session, or count and every_days");
    }
    let mut days: Vec<f64> = match given.first().map(|entry| entry.key.as_str()) {
        Some("days") => {
            section.increasing(&ON_DAYS, faults).unwrap_or_default().into_iter().map(|(day, _)| day).collect()
        }
        Some("count") => {
            let first = section.number(&FIRST_APPLICATION, faults);
            let every = section.number(&EVERY_DAYS, faults);
            (0..section.whole(&APPLICATIONS, faults).unwrap_or(1))
                .map(|n| microday(first + n as f64 * every))
                .collect()
        }
        _ => {
            let hours = section.number(&HOURS_AFTER_SESSION, faults);
            sessions.iter().map(|session| microday(session.day + hours / 24.0)).collect()
        }
    };
    days.truncate(MOST);
    days
}
