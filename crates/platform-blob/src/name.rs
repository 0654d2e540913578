//! Names of files as people see them, without what could deceive or break.

/// Most characters of a name: what common file systems hold (255 bytes) for mostly Chinese names.
const MAX: usize = 120;
/// Longest extension that is kept when a name is shortened.
const MAX_EXTENSION: usize = 12;

/// The name without folders, control characters and marks that turn the direction of writing (`gpj.exe` shown as
/// `exe.jpg`), neither empty nor too long.
pub(crate) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.trim_matches(['.', ' ']).is_empty()).unwrap_or("");
    // What cannot be seen goes first: the rest is judged as it will be read.
    let kept = engine_text::clean_line(last, usize::MAX).unwrap_or_default();
    let kept = kept.trim_end_matches(['.', ' ']);
    if kept.is_empty() {
        return "file".to_owned();
    }
    if kept.chars().count() <= MAX {
        return kept.to_owned();
    }
    let end = extension(kept).map(|extension| format!(".{extension}")).unwrap_or_default();
    let stem: String = kept.chars().take(MAX - end.chars().count()).collect();
    format!("{}{end}", stem.trim_end())
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
    fn names_lose_what_deceives() {
        for (given, kept) in [
            ("年度预算.xlsx", "年度预算.xlsx"),
            ("  a b.txt  ", "a b.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\报告.docx", "报告.docx"),
            ("a\0b\r\n.txt", "ab .txt"),
            ("a\u{200b}\u{2060}\u{ad}b.txt", "ab.txt"),
            ("invoice_\u{202e}gpj.exe", "invoice_gpj.exe"),
            ("name.", "name"),
            ("...", "file"),
            ("", "file"),
            ("dir/", "dir"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
    }

    #[test]
    fn long_names_keep_their_extension() {
        let name = clean(&format!("{}.tar.GZ", "长".repeat(500)));
        assert_eq!(name.chars().count(), MAX);
        assert!(name.ends_with("长.GZ") || name.ends_with("长.gz"), "{name}");
        assert_eq!(clean(&"长".repeat(500)).chars().count(), MAX);
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
