//! What a name stands for: a parameter's symbol, `parameters.NAME` and its plain name are one thing.

use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::quantities::Quantity;

/// The parameter of that name or symbol, with or without its section.
pub fn parameter(name: &str) -> Option<&'static Quantity> {
    let bare = name.trim();
    let bare = bare.strip_prefix("parameters.").unwrap_or(bare);
    ParameterSet::table().map(|(_, row)| row).find(|row| row.name == bare || row.symbol == bare)
}

/// The one name of what a text names: a parameter's plain name, anything else as it stands.
pub fn canonical(name: &str) -> &str {
    parameter(name).map_or(name.trim(), |row| row.name)
}

/// Refuses texts, each `NAME` or `NAME=…`, of which two stand for the same thing; `done` is what is done
/// to it, as "varied".
///
/// # Errors
/// [`Error::Usage`] with both names as they were written.
pub fn refuse_twice<'a>(texts: impl IntoIterator<Item = &'a str>, done: &str) -> Result<()> {
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

/// Refuses changes to all runs that what is `done` in each would overwrite.
///
/// # Errors
/// [`Error::Usage`] with the name.
pub fn refuse_set<'a>(
    changes: &[String],
    texts: impl IntoIterator<Item = &'a str>,
    done: &str,
) -> Result<()> {
    let set = |text: &&str| changes.iter().any(|change| canonical(named(change)) == canonical(named(text)));
    texts.into_iter().find(set).map_or(Ok(()), |text| {
        let name = named(text);
        Err(Error::Usage(format!("`{name}` is set for all runs and {done} as well; leave one out")))
    })
}

/// The name of `NAME=…`.
fn named(text: &str) -> &str {
    text.split('=').next().unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_write_one_name() {
        for name in ["synthesis_multiplier", "m_syn", "parameters.synthesis_multiplier", " parameters.m_syn "]
        {
            assert_eq!(canonical(name), "synthesis_multiplier", "{name}");
        }
        assert_eq!(canonical("run.days"), "run.days");
        let twice = |texts: [&str; 2]| refuse_twice(texts, "varied");
        assert!(twice(["m_syn=1,2", "mmp_multiplier=1,2"]).is_ok());
        let error = twice(["synthesis_multiplier=0.9,1", "m_syn=1,1.1"]).unwrap_err().to_string();
        assert_eq!(error, "`m_syn` is varied twice, once as `synthesis_multiplier`");
        let changes = ["m_syn=2".to_owned()];
        assert!(refuse_set(&changes, ["run.days=1,2"], "varied").is_ok());
        assert!(refuse_set(&changes, ["parameters.synthesis_multiplier=1..2"], "varied").is_err());
    }
}
