//! One name for one thing: what a field or parameter is called in every study, and its unit.

use crate::error::{Error, Result};
pub(in crate::study) use crate::scenario::parameter_named as parameter;
use crate::scenario::settable_named;

/// The name that everything knows: a parameter's own for its symbol and for `parameters.NAME`, a key's own for
/// its other spelling.
pub(in crate::study) fn canonical(name: &str) -> &str {
    let name = name.trim();
    settable_named(name).map_or(name, |known| known.name)
}

/// The unit of a field or parameter, 1 where it has none.
pub(in crate::study) fn unit(name: &str) -> &'static str {
    settable_named(name).map_or("1", |known| known.unit)
}

/// Whether a field or parameter takes whole numbers alone.
pub(in crate::study) fn is_whole(name: &str) -> bool {
    settable_named(name).is_some_and(|known| known.whole)
}

/// Refuses texts, each `NAME` or `NAME=…`, of which two stand for the same thing; `done` is what is done
/// to it, as "varied".
///
/// # Errors
/// [`Error::Usage`] with both names as they were written.
pub(in crate::study) fn refuse_twice<'a>(texts: impl IntoIterator<Item = &'a str>, done: &str) -> Result<()> {
    let mut seen: Vec<&str> = Vec::new();
    for text in texts {
        let written = named(text);
        if let Some(first) = seen.iter().find(|first| canonical(first) == canonical(written)) {
            let also = if *first == written { String::new() } else { format!(", once as `{first}`") };
            return Err(Error::Usage(format!("`{written}` is {done} twice{also}")));
        }
        seen.push(written);
    }
    Ok(())
}

/// Refuses changes, by `whom`, that what is `done` in each run would overwrite or that would overwrite it.
///
/// # Errors
/// [`Error::Usage`] with the name.
pub(in crate::study) fn refuse_set<'a>(
    changes: &[String],
    texts: impl IntoIterator<Item = &'a str>,
    whom: &str,
    done: &str,
) -> Result<()> {
    let set = |text: &&str| changes.iter().any(|change| canonical(named(change)) == canonical(named(text)));
    texts.into_iter().find(set).map_or(Ok(()), |text| {
        let name = named(text);
        Err(Error::Usage(format!("`{name}` is set {whom} and {done} as well; leave one out")))
    })
}

/// By whom changes to every run are made.
pub(in crate::study) const FOR_ALL: &str = "for all runs";

/// The name of `NAME=…`.
fn named(text: &str) -> &str {
    text.split('=').next().unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_sections_are_one_name() {
        for name in ["m_syn", "parameters.m_syn", "parameters.synthesis_multiplier", " synthesis_multiplier"]
        {
            assert_eq!(canonical(name), "synthesis_multiplier");
        }
        assert_eq!(canonical("patient.sex"), "patient.sex");
        assert_eq!([canonical("device.width_mm"), canonical("device.blade_mm")], ["device.blade_mm"; 2]);
    }

    #[test]
    fn one_thing_under_two_names_is_refused() {
        let twice = |texts: [&str; 2]| refuse_twice(texts, "varied");
        assert!(twice(["m_syn=1,2", "mmp_multiplier=1,2"]).is_ok());
        let error = twice(["synthesis_multiplier=0.9,1", "m_syn=1,1.1"]).unwrap_err().to_string();
        assert_eq!(error, "`m_syn` is varied twice, once as `synthesis_multiplier`");
        let changes = ["m_syn=2".to_owned()];
        assert!(refuse_set(&changes, ["run.days=1,2"], FOR_ALL, "varied").is_ok());
        assert!(refuse_set(&changes, ["parameters.synthesis_multiplier=1..2"], FOR_ALL, "varied").is_err());
    }

    #[test]
    fn fields_have_units() {
        for (name, expected) in [
            ("run.days", "days"),
            ("patient.age_years", "years"),
            ("site.reticular_dermis_mm", "mm"),
            ("device.glide_speed_mm_s", "mm/s"),
            ("site.reticular_dermis_mm_factor", "1"),
            ("device.density_per_cm2", "1/cm²"),
            ("treatment.count", "1"),
        ] {
            assert_eq!(unit(name), expected, "{name}");
        }
    }
}
