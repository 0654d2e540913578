//! Text that people send, made harmless: nothing invisible that deceives, nothing a store cannot keep.

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// More characters than allowed, after cleaning.
    #[error("more than {max} characters")]
    TooLong {
        /// How many are allowed.
        max: usize,
    },
}

/// Combining marks in a row that are kept: no language needs more, and towers of them cover other people's lines.
const MAX_MARKS: usize = 8;

/// Characters of a flag spelled with tags (🏴󠁧󠁢󠁥󠁮󠁧󠁿), its end included: the longest has six.
const MAX_TAGS: usize = 8;

/// A text of several lines, as it is stored: control characters and deceiving invisible ones removed, line ends made
/// `\n`, blank lines before and spaces behind the text cut. Its first line keeps its indentation, which means
/// something in Markdown. The result may be empty.
///
/// Removed are directional overrides and isolates, zero-width spaces, fillers and everything else of Unicode's
/// formatting characters, with these exceptions: joiners inside emoji and between letters of scripts that need them,
/// variation selectors behind a character, tags of flags, and plain marks of direction in a text that holds letters
/// written from right to left. At most eight combining marks in a row are kept.
///
/// # Errors
/// [`TextProblem::TooLong`] if more than `max` characters are left.
///
/// ```
/// assert_eq!(engine_text::clean_text("\0会\u{200B}议\r\n纪要 \n", 100), Ok("会议\n纪要".to_owned()));
/// ```
pub fn clean_text(input: &str, max: usize) -> Result<String, TextProblem> {
    let text = clean(input, Shape::Lines);
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    let first_line = text[..blank].rfind('\n').map_or(0, |newline| newline + 1);
    limited(text[first_line..].to_owned(), max)
}

/// A text of one line, such as a name or a title: as [`clean_text`], and any run of spaces, tabs and line ends
/// becomes one space, none at the ends. Marks of direction and blank symbols are removed too, so that names which
/// look the same are the same. The result may be empty.
///
/// # Errors
/// [`TextProblem::TooLong`] if more than `max` characters are left.
///
/// ```
/// assert_eq!(engine_text::clean_line(" 财务\n　部 ", 100), Ok("财务 部".to_owned()));
/// ```
pub fn clean_line(input: &str, max: usize) -> Result<String, TextProblem> {
    limited(one_line(input), max)
}

/// [`clean_line`] of any length.
pub(crate) fn one_line(input: &str) -> String {
    let text = clean(input, Shape::Line);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn limited(text: String, max: usize) -> Result<String, TextProblem> {
    if text.chars().count() > max { Err(TextProblem::TooLong { max }) } else { Ok(text) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lines,
    Line,
}

fn clean(input: &str, shape: Shape) -> String {
    let right_to_left = shape == Shape::Lines && input.chars().any(is_right_to_left);
    let mut chars: Vec<char> = Vec::with_capacity(input.len() / 2);
    let mut after_return = false;
    for c in input.chars() {
        let line_feed_of_pair = after_return && c == '\n';
        after_return = c == '\r';
        let c = match c {
            '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            other => other,
        };
        match c {
            '\n' if line_feed_of_pair => {}
            '\n' | '\t' => chars.push(if shape == Shape::Line { ' ' } else { c }),
            '\u{200E}' | '\u{200F}' | '\u{061C}' if !right_to_left => {}
            '\u{2800}' if shape == Shape::Line => {}
            _ if is_never_text(c) => {}
            _ => chars.push(c),
        }
    }
    in_context(&chars)
}

/// Characters that no text needs, whatever stands beside them.
fn is_never_text(c: char) -> bool {
    // The fast way for almost all text.
    if matches!(c, ' '..='~' | '\u{3400}'..='\u{9FFF}') {
        return false;
    }
    match c.general_category() {
        GeneralCategory::Control => true,
        GeneralCategory::Format => !matches!(u32::from(c),
            0x200C | 0x200D | 0x200E | 0x200F | 0x061C | 0x180E | 0xE0020..=0xE007F // judged where they stand
            | 0x0600..=0x0605 | 0x06DD | 0x070F | 0x0890 | 0x0891 | 0x08E2 | 0x110BD | 0x110CD // visible signs
            | 0x13430..=0x1343F), // hieroglyphs in their frames
        _ => {
            matches!(
                u32::from(c),
                0x034F | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x3164 | 0xFFA0 | 0xFFFC // fillers: blank letters
            | 0xFDD0..=0xFDEF
            ) || u32::from(c) & 0xFFFE == 0xFFFE
        } // never assigned
    }
}

/// Drops what has no meaning where it stands.
fn in_context(chars: &[char]) -> String {
    let mut kept = String::with_capacity(chars.len() * 3);
    let mut previous: Option<char> = None;
    let mut marks = 0;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        at += 1;
        let keep = match u32::from(c) {
            0x200C => previous.is_some_and(needs_joiners) && next.is_some_and(is_joined_letter),
            0x200D => {
                previous.is_some_and(needs_joiners)
                    || (previous.is_some_and(ends_emoji) && next.is_some_and(is_pictograph))
            }
            0x180B..=0x180F => previous.is_some_and(is_mongolian),
            0xFE00..=0xFE0F | 0xE0100..=0xE01EF => previous.is_some_and(takes_variation),
            0xE0020..=0xE007F => {
                let tags = flag(&chars[at - 1..]).filter(|_| previous == Some('🏴'));
                kept.extend(tags.unwrap_or_default());
                at += tag_run(&chars[at..]);
                previous = tags.and_then(<[char]>::last).copied().or(previous);
                continue;
            }
            _ => true,
        };
        if !keep {
            continue;
        }
        if is_mark(c) {
            marks += 1;
            if marks > MAX_MARKS {
                continue;
            }
        } else if !is_attached(c) {
            marks = 0;
        }
        kept.push(c);
        previous = Some(c);
    }
    kept
}

/// The tags at the beginning that spell a flag.
fn flag(chars: &[char]) -> Option<&[char]> {
    let tags = &chars[..tag_run(chars)];
    let end = tags.iter().position(|tag| *tag == '\u{E007F}')?;
    (end > 0 && end < MAX_TAGS).then_some(&tags[..=end])
}

fn tag_run(chars: &[char]) -> usize {
    chars.iter().take_while(|c| matches!(u32::from(**c), 0xE0020..=0xE007F)).count()
}

fn is_mark(c: char) -> bool {
    !is_attached(c)
        && matches!(c.general_category(), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

/// Joiners and selectors: invisible parts of the character before, which begin no new one.
fn is_attached(c: char) -> bool {
    matches!(u32::from(c), 0x200C | 0x200D | 0x180B..=0x180F | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

fn takes_variation(c: char) -> bool {
    !c.is_whitespace() && !is_attached(c)
}

fn is_pictograph(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char()
}

/// A pictograph, or what may stand at its end: presentation selector, tone of skin (itself a pictograph).
fn ends_emoji(c: char) -> bool {
    is_pictograph(c) || c == '\u{FE0F}'
}

/// Letters and signs of scripts in which joiners change what is read: Arabic and its relatives, those of India and its
/// neighbours, Mongolian.
fn needs_joiners(c: char) -> bool {
    !is_attached(c)
        && matches!(u32::from(c), 0x0600..=0x08FF | 0x0900..=0x0DFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x1800..=0x18AF
        | 0xA840..=0xA87F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC | 0x11000..=0x11FFF)
}

/// Such a letter, which stays whatever stands before it.
fn is_joined_letter(c: char) -> bool {
    needs_joiners(c) && !is_mark(c)
}

fn is_mongolian(c: char) -> bool {
    matches!(u32::from(c), 0x1820..=0x18AF)
}

fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x05D0..=0x060B | 0x060D..=0x061B | 0x061D..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC
        | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: usize = 1000;

    fn text(input: &str) -> String {
        clean_text(input, MANY).expect("short enough")
    }

    fn line(input: &str) -> String {
        clean_line(input, MANY).expect("short enough")
    }

    #[test]
    fn what_deceives_is_removed() {
        for (input, expected) in [
            ("a\0b\u{1}c\u{7f}d\u{9b}e", "abcde"),
            ("\u{202e}fdp.exe\u{202c}", "fdp.exe"),
            ("a\u{2066}b\u{2069}c", "abc"),
            ("王\u{200b}芳\u{feff}", "王芳"),
            ("a\u{ad}b\u{2060}c\u{206a}d", "abcd"),
            ("a\u{200e}b\u{200f}c\u{61c}", "abc"),
            ("\u{3164}\u{ffa0}\u{115f}", ""),
            ("a\u{200d}b\u{200c}c", "abc"),
            ("1\u{200d}2", "12"),
            ("\u{200d}😀\u{200d}", "😀"),
            ("\u{fe0f}a\u{fe0f}\u{fe0f}", "a\u{fe0f}"),
            ("क\u{94d}\u{200c}\u{180e}", "क\u{94d}"),
            ("a\u{e0041}\u{e0042}b", "ab"),
            ("🏴\u{e0067}\u{e0062}", "🏴"),
            ("a\u{fffc}\u{ffff}\u{fdd0}\u{1fffe}b", "ab"),
        ] {
            assert_eq!(text(input), expected, "{input:?}");
            assert_eq!(line(input), expected, "{input:?}");
        }
    }

    #[test]
    fn what_speaks_stays() {
        for input in [
            "👨‍👩‍👧 ok ❤️ 👍🏽 👩🏽‍💻 1️⃣ 🇨🇳 🏳️‍🌈",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "می\u{200c}خواهم",
            "क्\u{200d}ष क\u{94d}\u{200c}ष",
            "\u{182a}\u{180b} \u{1828}\u{180e}\u{1820}",
            "葛\u{e0100}城",
            "Nguyễn Việt é e\u{301}",
            "གྲྭ་ཚང",
            "שלום",
            "𠮷 \u{e000}", // a private character: rare names are written with them
            "\u{fffd}",
        ] {
            assert_eq!(text(input), input);
            assert_eq!(line(input), input);
        }
        // Direction marks keep mixed lines readable, but do not belong in a name.
        assert_eq!(text("שלום\u{200f}!"), "שלום\u{200f}!");
        assert_eq!(line("שלום\u{200f}!"), "שלום!");
        assert_eq!(text("a⠀b"), "a⠀b");
        assert_eq!(line("⠀"), "");
    }

    #[test]
    fn lines_have_one_form() {
        assert_eq!(text("a\r\nb\rc\u{2028}d\u{b}e\n\nf"), "a\nb\nc\nd\ne\n\nf");
        assert_eq!(text("\r\n \n  - 缩进\t \n\n"), "  - 缩进");
        assert_eq!(text("a\tb"), "a\tb");
        assert_eq!(text(" \u{200b}\n\u{3000} "), "");
        assert_eq!(line(" 张\n三\t\u{3000} 丰\r\n"), "张 三 丰");
    }

    #[test]
    fn towers_of_marks_are_cut_down() {
        let tower = format!("e{}f", "\u{301}".repeat(50));
        assert_eq!(text(&tower).chars().count(), 2 + MAX_MARKS);
        let hidden = format!("ا{}", "\u{301}\u{200d}".repeat(50));
        assert!(text(&hidden).chars().filter(|c| *c == '\u{301}').count() <= MAX_MARKS);
    }

    #[test]
    fn length_counts_after_cleaning() {
        assert_eq!(clean_line("四个字符", 4), Ok("四个字符".to_owned()));
        assert_eq!(clean_line("四个字符", 3), Err(TextProblem::TooLong { max: 3 }));
        assert_eq!(clean_text(" a\u{200b}b ", 3), Ok(" ab".to_owned()));
    }
}
