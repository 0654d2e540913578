//! Cleaning is safe for any input, and done once is done.

use engine_text::{MAX_FILE_NAME_BYTES, clean_file_name, clean_line, clean_text};
use proptest::prelude::*;

/// Texts made of what cleaning is about.
fn a_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c会议 1.]{1,3}",
        2 => "[\u{0}\t\r\n\u{b}\u{85}\u{2028}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}\u{ad}\u{3164}]{1,2}",
        2 => "[\u{300}-\u{304}\u{fe0e}\u{fe0f}\u{e0100}\u{180b}\u{180e}\u{e0067}\u{e007f}]{1,9}",
        2 => "[😀👨👩🏽🏴❤#1©]{1,2}",
        1 => "[\u{5d0}\u{627}\u{915}\u{94d}\u{1820}]{1,2}",
        1 => "[/\\\\.:*?]{1,3}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn cleaning_twice_changes_nothing(input in a_text()) {
        let text = clean_text(&input, usize::MAX).unwrap();
        prop_assert_eq!(clean_text(&text, usize::MAX).unwrap(), text.clone());
        let line = clean_line(&input, usize::MAX).unwrap();
        prop_assert_eq!(clean_line(&line, usize::MAX).unwrap(), line.clone());
        if let Some(name) = clean_file_name(&input) {
            prop_assert_eq!(clean_file_name(&name), Some(name.clone()));
        }
    }

    #[test]
    fn nothing_dangerous_is_left(input in a_text()) {
        let is_dangerous = |c: char| {
            (c.is_control() && c != '\n' && c != '\t')
                || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        let text = clean_text(&input, usize::MAX).unwrap();
        prop_assert!(!text.contains(is_dangerous));
        prop_assert!(!text.ends_with(char::is_whitespace) && !text.starts_with('\n'));
        let line = clean_line(&input, usize::MAX).unwrap();
        prop_assert!(!line.contains(is_dangerous) && !line.contains(['\n', '\t']) && !line.contains("  "));
        prop_assert_eq!(line.trim(), line.as_str());
        for cleaned in [&text, &line] {
            let mut marks = 0;
            for c in cleaned.chars() {
                marks = if ('\u{300}'..='\u{304}').contains(&c) { marks + 1 } else { 0 };
                prop_assert!(marks <= 8);
            }
        }
    }

    #[test]
    fn file_names_are_safe(input in a_text()) {
        if let Some(name) = clean_file_name(&input) {
            prop_assert!(!name.is_empty() && name.len() <= MAX_FILE_NAME_BYTES);
            prop_assert!(!name.contains(['/', '\\', '\0', '<', '>', ':', '"', '|', '?', '*']));
            prop_assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']));
            prop_assert!(!name.chars().any(char::is_control));
        }
    }

    #[test]
    fn limits_are_kept(input in a_text(), max in 0_usize..30) {
        for cleaned in [clean_text(&input, max), clean_line(&input, max)].into_iter().flatten() {
            prop_assert!(cleaned.chars().count() <= max);
        }
    }
}
