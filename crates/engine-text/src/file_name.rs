//! Names of files that people send.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::hygiene::one_line;

/// Longest name in bytes: what file systems take.
pub const MAX_FILE_NAME_BYTES: usize = 255;

/// Bytes of what counts as an ending; anything longer is only a dot in a name.
const MAX_ENDING: usize = 32;

/// The safe last part of a file's name: no path, nothing hidden or deceiving, nothing a file system refuses, at most
/// [`MAX_FILE_NAME_BYTES`] with its ending kept. `None` when nothing is left.
///
/// Characters that Windows forbids become `_`; names it keeps for devices get one in front. Leading dots go, because
/// they hide files; trailing dots and spaces go, because Windows drops them.
///
/// ```
/// use engine_text::clean_file_name;
/// assert_eq!(clean_file_name("C:\\temp\\报告?.docx").as_deref(), Some("报告_.docx"));
/// assert_eq!(clean_file_name("../.."), None);
/// ```
#[must_use]
pub fn clean_file_name(input: &str) -> Option<String> {
    let base = input.rsplit(['/', '\\']).next().unwrap_or_default();
    let base = trimmed(base);
    if base.is_empty() {
        return None;
    }
    let name: String = base.chars().map(|c| if is_forbidden(c) { '_' } else { c }).collect();
    let prefix = if is_reserved(&name) { "_" } else { "" };
    let (stem, ending) = split(&name);
    let room = MAX_FILE_NAME_BYTES - prefix.len() - ending.len();
    Some(format!("{prefix}{}{ending}", shortened(stem, room)))
}

/// Cleaned, composed, without dots and spaces at the ends, until nothing of that is left to do: each of these can
/// bring to light what another has to take away. macOS sends names with their accents apart.
fn trimmed(name: &str) -> String {
    let mut name = name.to_owned();
    loop {
        let composed: String = name.nfc().collect();
        let line: String = one_line(&composed).nfc().collect();
        let next = line.trim_matches([' ', '.']);
        if next == name {
            return name;
        }
        name = next.to_owned();
    }
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

/// The name and its ending with the dot, which may be empty.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.').map(|dot| name.split_at(dot)) {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= MAX_ENDING && !ending.contains(' ') => {
            (stem, ending)
        }
        _ => (name, ""),
    }
}

/// As many whole characters as fit.
fn shortened(stem: &str, room: usize) -> &str {
    if stem.len() <= room {
        return stem;
    }
    let fits = stem.grapheme_indices(true).map(|(start, cluster)| start + cluster.len());
    let end = fits.take_while(|end| *end <= room).last().unwrap_or_else(|| stem.floor_char_boundary(room));
    stem[..end].trim_end_matches([' ', '.'])
}

/// Names that Windows keeps for devices, whatever their ending.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).unwrap_or_default();
    let mut digits = number.chars();
    matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder_and_are_taken_everywhere() {
        for (input, expected) in [
            ("报告.docx", Some("报告.docx")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\fakepath\\a.png", Some("a.png")),
            ("a/", None),
            ("..", None),
            (" . . ", None),
            ("", None),
            ("\u{200b}\u{202e}", None),
            (".gitignore", Some("gitignore")),
            (" .. .hidden. . ", Some("hidden")),
            ("...png", Some("png")),
            ("a<b>:c?*.t|xt", Some("a_b__c__.t_xt")),
            ("invoice\u{202e}fdp.exe", Some("invoicefdp.exe")),
            ("a\0b\nc\t d.txt", Some("ab c d.txt")),
            ("cafe\u{301}.txt", Some("café.txt")),
            ("e\u{200b}\u{301}", Some("é")),
            ("con", Some("_con")),
            ("CON.txt", Some("_CON.txt")),
            ("nul .tar.gz", Some("_nul .tar.gz")),
            ("COM1.log", Some("_COM1.log")),
            ("lpt².log", Some("_lpt².log")),
            ("com10.log", Some("com10.log")),
            ("console.log", Some("console.log")),
            ("~$a.docx", Some("~$a.docx")),
            ("👨‍👩‍👧.png", Some("👨‍👩‍👧.png")),
        ] {
            assert_eq!(clean_file_name(input).as_deref(), expected, "{input:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending_and_whole_characters() {
        let name = |input: &str| clean_file_name(input).expect("a name");
        let long = name(&format!("{}.xlsx", "长".repeat(200)));
        assert_eq!(long, format!("{}.xlsx", "长".repeat(83)));
        assert_eq!(name(&"x".repeat(400)).len(), MAX_FILE_NAME_BYTES);
        let families = name(&format!("{}.png", "👨‍👩‍👧".repeat(40)));
        assert!(families.ends_with("👧.png") && families.len() <= MAX_FILE_NAME_BYTES);
        // What is too long for an ending is part of the name.
        assert_eq!(name(&format!("a.{}", "x".repeat(400))).len(), MAX_FILE_NAME_BYTES);
        assert_eq!(name(&format!("con .{}", "x".repeat(400))).len(), MAX_FILE_NAME_BYTES);
    }
}
