//! The one way in which text is made comparable: applied to what is searched and to what is typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Makes text comparable: lower case, full-width and other compatible forms replaced, accents, spaces and
/// punctuation dropped. `fold(a).contains(&fold(b))` says whether `b` can be read in `a`.
///
/// ```
/// assert_eq!(engine_pinyin::fold::fold("Ｋevin O’Ñeill（市场）"), "kevinoneill市场");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for source in text.chars() {
        fold_char(source, |c| folded.push(c));
    }
    folded
}

/// Folded text that remembers where each character came from and where words begin.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    /// The folded characters.
    pub(crate) chars: Vec<char>,
    /// For each of them, its range in characters of the source, including accents that follow it.
    pub(crate) spans: Vec<(u32, u32)>,
    /// For each of them, whether a word begins there: after a separator, at a change between letters and digits,
    /// and at a capital after a small letter (`KevinZhang`).
    pub(crate) starts: Vec<bool>,
}

impl Folded {
    /// Folds at most the first `limit` characters of the text.
    pub(crate) fn new(text: &str, limit: usize) -> Self {
        let mut folded = Self::default();
        let mut previous = ' ';
        for (place, source) in text.chars().take(limit).enumerate() {
            let place = u32::try_from(place).unwrap_or(u32::MAX - 1);
            let before = folded.chars.len();
            fold_char(source, |c| {
                folded.chars.push(c);
                folded.spans.push((place, place + 1));
                folded.starts.push(false);
            });
            if folded.chars.len() > before {
                folded.starts[before] = word_begins(previous, source);
                previous = source;
            } else if !is_combining_mark(source) {
                previous = ' ';
            } else if let Some(span) = folded.spans.last_mut()
                && span.1 == place
            {
                span.1 = place + 1;
            }
        }
        folded
    }
}

/// Gives the characters that stand for `source` in folded text: none for separators.
fn fold_char(source: char, mut push: impl FnMut(char)) {
    if source.is_ascii() {
        if source.is_ascii_alphanumeric() {
            push(source.to_ascii_lowercase());
        }
        return;
    }
    for part in std::iter::once(source).nfkd() {
        for lower in part.to_lowercase() {
            if !is_dropped(lower) {
                push(if lower == 'ς' { 'σ' } else { lower });
            }
        }
    }
}

/// Characters that carry nothing a person would look for: space, punctuation, accents, variation selectors.
/// Letters and digits of every script stay, and so do symbols such as emoji.
fn is_dropped(c: char) -> bool {
    if c.is_alphanumeric() {
        return false;
    }
    c.is_whitespace()
        || c.is_control()
        || c.is_ascii()
        || matches!(u32::from(c),
            0x00A1..=0x00BF // Latin punctuation and the middle dot of transcribed names
            | 0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F // accents
            | 0x2000..=0x206F // general punctuation, joiners, direction marks
            | 0x3000..=0x303F | 0x30FB | 0xFE30..=0xFE4F // Chinese and Japanese punctuation
            | 0xFE00..=0xFE0F | 0xFEFF | 0xE0100..=0xE01EF) // variation selectors, byte order mark
}

fn word_begins(previous: char, here: char) -> bool {
    !previous.is_alphanumeric()
        || previous.is_numeric() != here.is_numeric()
        || (previous.is_lowercase() && here.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_is_the_same_for_every_way_of_typing() {
        for (text, expected) in [
            ("Liu JingWen", "liujingwen"),
            ("ＬＪＷ　１３８", "ljw138"),
            ("+86 138-0013-8000", "8613800138000"),
            ("阿卜杜·拉赫曼", "阿卜杜拉赫曼"),
            ("José", "jose"),
            ("Jose\u{301}", "jose"),
            ("ß ſ ﬁ ㈱", "ßsfi株"),
            ("İstanbul", "istanbul"),
            ("ΛΌΓΟΣ λόγος", "λογοσλογοσ"),
            ("《财务》、（部）", "财务部"),
            ("〇々", "〇々"),
            ("🐼", "🐼"),
            ("…", ""),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_lead_back_to_the_source() {
        let folded = Folded::new("Jose\u{301} Ng", 100);
        assert_eq!(folded.chars, ['j', 'o', 's', 'e', 'n', 'g']);
        assert_eq!(folded.spans, [(0, 1), (1, 2), (2, 3), (3, 5), (6, 7), (7, 8)]);
        assert_eq!(folded.starts, [true, false, false, false, true, false]);
    }

    #[test]
    fn words_begin_at_separators_capitals_and_digits() {
        let starts = |text| {
            let folded = Folded::new(text, 100);
            folded.starts.iter().enumerate().filter(|(_, s)| **s).map(|(i, _)| i).collect::<Vec<_>>()
        };
        assert_eq!(starts("KevinZhang2"), [0, 5, 10]);
        assert_eq!(starts("McDonald’s"), [0, 2, 8]);
        assert_eq!(starts("KEVIN"), [0]);
    }

    #[test]
    fn only_the_first_characters_are_read() {
        assert_eq!(Folded::new("abc", 2).chars, ['a', 'b']);
    }
}
