//! Names of files as people see them, without what could deceive or break.

/// Longest extension that tells a type.
const MAX_EXTENSION: usize = 12;

/// The name as it is kept; a name of which nothing is left is `file`.
pub(crate) fn clean(name: &str) -> String {
    engine_text::clean_file_name(name).unwrap_or_else(|| "file".to_owned())
}

/// The extension in lower case, without the dot.
pub(crate) fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let fits = !stem.is_empty()
        && (1..=MAX_EXTENSION).contains(&extension.len())
        && extension.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-');
    fits.then(|| extension.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_which_nothing_is_left_is_still_a_name() {
        for (given, kept) in [
            ("年度预算.xlsx", "年度预算.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("...", "file"),
            ("", "file"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
    }

    #[test]
    fn extensions() {
        for (name, expected) in [
            ("a.TXT", Some("txt")),
            ("a.tar.gz", Some("gz")),
            ("a", None),
            (".bashrc", None),
            ("a.", None),
            ("v1.2 final", None),
        ] {
            assert_eq!(extension(name).as_deref(), expected, "{name}");
        }
    }
}
