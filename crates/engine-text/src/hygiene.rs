//! Text that people send, made harmless: nothing invisible that deceives, nothing a store cannot keep.

use std::fmt;

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextProblem {
    /// More characters than allowed, after cleaning.
    TooLong {
        /// How many are allowed.
        max: usize,
    },
}

impl fmt::Display for TextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { max } => write!(f, "more than {max} characters"),
        }
    }
}

impl std::error::Error for TextProblem {}

/// Combining marks in a row that are kept: no language needs more, and towers of them cover other people's lines.
const MAX_MARKS: usize = 8;
/// Bytes of a file name: what file systems take.
const MAX_FILE_NAME: usize = 255;

/// Characters that show nothing and change how others read: direction overrides and isolates, zero-width spaces,
/// byte-order marks, tags. Joiners are handled apart: emoji and some scripts need them.
fn deceives(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{061c}' | '\u{180e}' | '\u{00ad}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e001f}')
}

fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{0e31}' | '\u{0e34}'..='\u{0e3a}'
        | '\u{0e47}'..='\u{0e4e}')
}

/// A joiner keeps its meaning between letters of scripts that join, and inside emoji; elsewhere it only hides.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let needs = |c: char| {
        matches!(c, '\u{0600}'..='\u{08ff}' | '\u{0900}'..='\u{0dff}' | '\u{1000}'..='\u{109f}' | '\u{fb50}'..='\u{fdff}')
            || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
    };
    before.is_some_and(needs) && after.is_some_and(needs)
}

fn clean(input: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(input.len());
    let mut marks = 0;
    let mut chars = input.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    continue;
                }
                '\n'
            }
            '\u{2028}' | '\u{2029}' | '\u{0085}' => '\n',
            other => other,
        };
        let c = match c {
            '\n' | '\t' if !keep_lines => ' ',
            other => other,
        };
        let hidden = (c.is_control() && c != '\n' && c != '\t')
            || deceives(c)
            || (matches!(c, '\u{200c}' | '\u{200d}') && !joins(before, chars.peek().copied()));
        if hidden {
            continue;
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            continue;
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn limited(text: String, max: usize) -> Result<String, TextProblem> {
    if text.chars().count() > max { Err(TextProblem::TooLong { max }) } else { Ok(text) }
}

/// A text of several lines: control characters and deceiving invisible ones removed, line ends unified, blank lines
/// at the ends cut; at most `max` characters.
pub fn clean_text(input: &str, max: usize) -> Result<String, TextProblem> {
    let text = clean(input, true);
    let text = text.trim_end().trim_start_matches(['\n', '\t']);
    // A line of nothing but spaces before the first words is no indentation.
    let text = if text.trim_start().is_empty() { "" } else { text };
    limited(text.to_owned(), max)
}

/// A text of one line, such as a name or a title: also line ends and runs of spaces become one space.
pub fn clean_line(input: &str, max: usize) -> Result<String, TextProblem> {
    let text = clean(input, false);
    let words: Vec<&str> = text.split_whitespace().collect();
    limited(words.join(" "), max)
}

/// The safe last part of a file's name: no path, nothing hidden, nothing a file system refuses; at most 255 bytes with
/// its ending kept. `None` when nothing is left.
#[must_use]
pub fn clean_file_name(input: &str) -> Option<String> {
    let text = clean(input, false);
    let base = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String =
        base.chars().map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c }).collect();
    let name = name.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).trim_start();
    if name.is_empty() {
        return None;
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 16 => (stem, Some(ending)),
        _ => (name, None),
    };
    // Names that Windows keeps for devices.
    let device = stem.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let reserved = matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (device.len() == 4
            && (device.starts_with("COM") || device.starts_with("LPT"))
            && device.ends_with(|c: char| c.is_ascii_digit()));
    let prefix = if reserved { "_" } else { "" };
    let room = MAX_FILE_NAME - prefix.len() - ending.map_or(0, |ending| ending.len() + 1);
    let stem = stem[..stem.floor_char_boundary(room)].trim_end();
    Some(match ending {
        Some(ending) => format!("{prefix}{stem}.{ending}"),
        None => format!("{prefix}{stem}"),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_deceives_is_removed_and_what_speaks_stays() {
        assert_eq!(clean_text("a\0b\u{202e}c\u{200b}d\r\ne\u{7}", 100).unwrap(), "abcd\ne");
        assert_eq!(clean_text("👨‍👩‍👧 ok ❤️", 100).unwrap(), "👨‍👩‍👧 ok ❤️");
        assert_eq!(clean_text("  - 缩进\n\n", 100).unwrap(), "  - 缩进");
        assert_eq!(clean_text(" \u{200b} \n ", 100).unwrap(), "");
        assert_eq!(clean_text("a\u{200d}b", 100).unwrap(), "ab");
        assert_eq!(clean_line(" 张\n三\u{2066}  丰 ", 10).unwrap(), "张 三 丰");
        let tower = format!("e{}", "\u{301}".repeat(50));
        assert_eq!(clean_line(&tower, 100).unwrap().chars().count(), 1 + MAX_MARKS);
        assert_eq!(clean_line("四个字符", 3), Err(TextProblem::TooLong { max: 3 }));
    }

    #[test]
    fn file_names_stay_in_their_folder() {
        let name = |text: &str| clean_file_name(text);
        assert_eq!(name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(name("C:\\temp\\报告.docx").as_deref(), Some("报告.docx"));
        assert_eq!(name("..").as_deref(), None);
        assert_eq!(name(" .hidden ").as_deref(), Some("hidden"));
        assert_eq!(name("con.txt").as_deref(), Some("_con.txt"));
        assert_eq!(name("a<b>:c?.txt").as_deref(), Some("a_b__c_.txt"));
        assert_eq!(name("invoice\u{202e}fdp.exe").as_deref(), Some("invoicefdp.exe"));
        let long = name(&format!("{}.xlsx", "长".repeat(200))).unwrap();
        assert!(long.len() <= 255 && long.ends_with(".xlsx"));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean_text(&text, usize::MAX).unwrap();
            prop_assert!(!once.contains('\0'));
            prop_assert_eq!(clean_text(&once, usize::MAX).unwrap(), once.clone());
            if let Some(name) = clean_file_name(&text) {
                prop_assert!(name.len() <= 255 && !name.contains(['/', '\\', '\0']) && name != ".." && name != ".");
            }
        }
    }
}
