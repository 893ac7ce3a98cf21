//! `--set @FILE`: every parameter of a file, as a calibration to targets writes one.

use std::ffi::OsString;
use std::path::Path;

use dermis::Result;
use dermis::scenario::changes_of;

/// The arguments with `NAME=VALUE` in the place of files.
///
/// # Errors
/// What the system says of a file, or that it holds anything but numbers below `[parameters]`.
pub fn expanded(arguments: impl Iterator<Item = OsString>) -> Result<Vec<OsString>> {
    let (mut found, mut value) = (Vec::new(), false);
    for argument in arguments {
        let text = argument.to_str().unwrap_or_default();
        let file = if value { text.strip_prefix('@') } else { text.strip_prefix("--set=@") };
        match file {
            None => {
                value = text == "--set";
                found.push(argument);
                continue;
            }
            Some(file) => {
                let changes = changes_of(Path::new(file))?;
                if value {
                    found.pop();
                }
                found.extend(changes.into_iter().flat_map(|change| ["--set".into(), change.into()]));
            }
        }
        value = false;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded_of(arguments: &[&str]) -> Result<Vec<OsString>> {
        expanded(arguments.iter().map(OsString::from))
    }

    #[test]
    fn files_become_what_they_hold() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fitted.toml");
        std::fs::write(&file, "# fitted\n[parameters]\nmmp_decay = 0.5\nscar_half = 2e-1\n").unwrap();
        let name = file.to_str().unwrap();
        let set = ["--set", "mmp_decay=0.5", "--set", "scar_half=0.2"];
        for given in [vec!["--set".to_owned(), format!("@{name}")], vec![format!("--set=@{name}")]] {
            let given: Vec<&str> =
                ["run", "a.toml"].into_iter().chain(given.iter().map(String::as_str)).collect();
            let all = expanded_of(&[&given[..], &["--set", "run.days=3"]].concat()).unwrap();
            let expected = [&["run", "a.toml"][..], &set, &["--set", "run.days=3"]].concat();
            assert_eq!(all, expected.iter().map(OsString::from).collect::<Vec<_>>());
        }
        let other = ["run", "@fitted.toml", "--out", "@x", "--set"];
        assert_eq!(expanded_of(&other).unwrap(), other.map(OsString::from));
        std::fs::write(&file, "[parameters]\nmmp_decay = 0.5\n[run]\ndays = 3\n").unwrap();
        let told = expanded_of(&["--set", &format!("@{name}")]).unwrap_err().to_string();
        assert!(told.contains("fitted.toml") && told.contains("nothing else"), "{told}");
    }
}
