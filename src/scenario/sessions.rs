//! Reads `[device]` and `[treatment]`: the sessions in order.

use super::assemble::open;
use super::deeper::Deepening;
use super::device;
use super::fault::Faults;
use super::keys::{COUNT, DAY, DAYS, DEVICE, FIRST_DAY, INTERVAL_DAYS, Key, SESSIONS};
use super::section::{Section, follows, number};
use super::source::Place;
use super::tree::{Entry, Table, Value};
use crate::site::Site;
use crate::treatment::{Session, microday};

/// Most sessions in a list.
const MOST: usize = 200;

/// The sessions of a scenario.
pub(super) fn read(root: &Table, treatment: &Section<'_>, site: &Site, faults: &mut Faults) -> Vec<Session> {
    let section = open(root, "device", faults);
    let usual = device::read(&section, site, faults);
    let given = || DEVICE.iter().find_map(|row| section.entry(row.key.name()));
    let nameless = || given().filter(|_| section.entry("name").is_none());
    if let Some(entry) = nameless() {
        faults.add(
            entry.place,
            "[device] has no `name`",
            "add a name, as name = \"pen\"; see `dermis list devices`",
        );
    }
    let days: Vec<(f64, Place)> = match ways(treatment, faults) {
        Some(("sessions", _)) => {
            Deepening::refuse(treatment, faults);
            return listed(treatment, &section, site, faults);
        }
        Some(("days", entry)) => listed_days(treatment, entry, faults),
        Some((_, entry)) => regular(treatment, entry, faults),
        None => Vec::new(),
    };
    if let (Some((_, place)), true) = (days.first(), usual.is_none() && section.entry("name").is_none()) {
        faults.add(*place, "there are sessions but no device", "add [device] with a name, as name = \"pen\"");
    }
    let Some(tool) = usual else { return Vec::new() };
    let deepening = Deepening::read(treatment, &tool, faults);
    let session = |(n, (day, _))| Session { day, device: deepening.settings(&tool, n) };
    days.into_iter().enumerate().map(session).collect()
}

/// Which of the ways to say when is used: `count`, `days` or `sessions`. Two at once are a fault.
fn ways<'a>(treatment: &Section<'a>, faults: &mut Faults) -> Option<(&'static str, &'a Entry)> {
    let ways: [&[Key]; 3] = [&[COUNT, INTERVAL_DAYS, FIRST_DAY], &[DAYS], &[SESSIONS]];
    let present = |keys: &[Key]| {
        keys.iter().map(Key::name).find_map(|key| treatment.entry(key).map(|entry| (key, entry)))
    };
    let mut given: Vec<_> = ways.into_iter().filter_map(present).collect();
    // The file comes before the command line, so that the fault points at what was added.
    given.sort_by_key(|(_, entry)| entry.place.source);
    let (first, others) = given.split_first()?;
    for (key, entry) in others {
        let title = format!("`{key}` cannot be combined with `{}`, which this scenario gives", first.0);
        faults.add(entry.place, title, "give count and interval_days, or days, or sessions");
    }
    Some(*first)
}

/// `count` sessions, every `interval_days` from `first_day`.
fn regular(treatment: &Section<'_>, entry: &Entry, faults: &mut Faults) -> Vec<(f64, Place)> {
    let Some(count_entry) = treatment.entry(COUNT.name()) else {
        let title = format!("`{}` without `count`", entry.key);
        faults.add(entry.place, title, "say how many sessions: count = 4");
        return Vec::new();
    };
    let count = treatment.whole(&COUNT, faults).unwrap_or(0);
    let first = treatment.number(&FIRST_DAY, faults);
    let interval = treatment.given(&INTERVAL_DAYS, faults).unwrap_or(INTERVAL_DAYS.bounds().low);
    let place = count_entry.node.place;
    if count > 1 && treatment.entry(INTERVAL_DAYS.name()).is_none() {
        faults.add(place, format!("{count} sessions but no `interval_days`"), "add interval_days = 28");
    }
    // n-th session by multiplication, so that no rounding piles up.
    (0..count).map(|n| (microday(first + n as f64 * interval), place)).collect()
}

fn listed_days(treatment: &Section<'_>, entry: &Entry, faults: &mut Faults) -> Vec<(f64, Place)> {
    let mut days = treatment.increasing(&DAYS, faults).unwrap_or_default();
    limit(days.len(), entry, faults);
    days.truncate(MOST);
    days
}

/// `[[treatment.sessions]]`: each with a day and whatever it does unlike `[device]`.
fn listed(treatment: &Section<'_>, usual: &Section<'_>, site: &Site, faults: &mut Faults) -> Vec<Session> {
    let Some(entry) = treatment.entry(SESSIONS.name()) else { return Vec::new() };
    let items = treatment.list(SESSIONS.name(), faults).unwrap_or_default();
    limit(items.len(), entry, faults);
    let keys: Vec<&str> =
        std::iter::once(DAY.name()).chain(DEVICE.iter().map(|row| row.key.name())).collect();
    let mut sessions = Vec::new();
    let mut last = None;
    for item in items.iter().take(MOST) {
        let Value::Table(table) = &item.value else {
            let title = format!("a session must be a table, not {}", item.value.kind());
            faults.add(item.place, title, "write [[treatment.sessions]] and its keys below");
            continue;
        };
        let own = Section::of(table, "[[treatment.sessions]]", &keys, faults);
        // Another device brings its own needles: nothing of [device] would fit it.
        let same = own.entry("name").is_none_or(|name| {
            usual.entry("name").is_some_and(|usual| {
                matches!((&name.node.value, &usual.node.value),
                (Value::Text(name), Value::Text(usual)) if name == usual)
            })
        });
        let section = if same { own.before(usual) } else { own.clone() };
        let used = device::read(&section, site, faults);
        if section.entry("name").is_none() {
            let title = "this session has no device";
            faults.add(item.place, title, "add [device] with a name, or a name here");
        }
        let Some(at) = own.entry(DAY.name()) else {
            faults.add(item.place, "this session has no `day`", "add day = 0");
            continue;
        };
        let Some(day) = number(&at.node, DAY.name(), &DAY.bounds(), faults).map(microday) else { continue };
        follows(day, last, DAY.name(), at.node.place, faults);
        last = Some(day);
        sessions.extend(used.map(|device| Session { day, device }));
    }
    sessions
}

fn limit(count: usize, entry: &Entry, faults: &mut Faults) {
    if count > MOST {
        faults.add(entry.place, format!("{count} sessions are too many"), format!("allowed: 0 to {MOST}"));
    }
}
