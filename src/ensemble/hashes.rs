//! What an ensemble hangs on, as hashes (BLAKE3, in hexadecimal digits).

use crate::parameters::ParameterSet;

/// Of the table of parameters: names, groups, defaults and ranges. Draws of one table are no draws of another.
pub fn parameters_hash() -> String {
    let mut hasher = blake3::Hasher::new();
    for (group, row) in ParameterSet::table() {
        hasher.update(format!("{group}.{}\n", row.name).as_bytes());
        for value in [row.default, row.low, row.high] {
            hasher.update(&value.to_le_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// Of the files of targets, by name and text, in the order they are given; line ends are as a checkout has them.
pub fn evidence_hash<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in files {
        let text = text.replace('\r', "");
        // Lengths keep the end of one file and the beginning of the next apart.
        for part in [name, &text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_follow_what_they_are_of() {
        assert_eq!(parameters_hash().len(), 64);
        let files = [("a.toml", "x = 1\n"), ("b.toml", "y = 2\n")];
        let hash = evidence_hash(files);
        assert_eq!(hash, evidence_hash([("a.toml", "x = 1\r\n"), ("b.toml", "y = 2\n")]));
        assert_ne!(hash, evidence_hash([("a.toml", "x = 1\n"), ("b.toml", "y = 3\n")]));
        assert_ne!(hash, evidence_hash([("a.tom", "lx = 1\n"), ("b.toml", "y = 2\n")]));
        assert_ne!(hash, evidence_hash([files[0]]));
    }
}
