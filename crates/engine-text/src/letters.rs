//! Text as the analyzer sees it: letters in one form, each knowing its place in the text, in runs of one kind.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// A letter in its one form: compatible characters unified, lower case, Latin letters without accents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    /// The letter.
    pub(crate) c: char,
    /// First byte of the character it came from.
    start: u32,
    /// Byte after that character.
    end: u32,
}

/// Kinds of runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of a script written without spaces: any two neighbours may be a word.
    Unspaced,
    /// A word of letters and digits.
    Word,
}

/// A run of letters of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// What it is.
    pub(crate) kind: Kind,
    /// Which letters it consists of.
    pub(crate) letters: Range<usize>,
    /// Whether it belongs to the word before it, held by a dot, dash or the like (`v2.1`, `budget_2026.xlsx`).
    pub(crate) joined: bool,
}

/// A text in letters and runs.
pub(crate) struct Letters {
    letters: Vec<Letter>,
    /// The runs in order.
    pub(crate) runs: Vec<Run>,
}

/// Letters of a word that stay in one piece. Longer words (hashes, encoded data) are cut into several, so that no
/// store meets a word it cannot keep; they are found whole all the same.
pub(crate) const MAX_WORD: usize = 64;

impl Letters {
    /// Reads the first `max_bytes` bytes of a text, or a little less so as not to cut a character.
    pub(crate) fn new(text: &str, max_bytes: usize) -> Self {
        let text = &text[..text.floor_char_boundary(max_bytes)];
        let mut reader = Reader::default();
        for (start, cluster) in text.grapheme_indices(true) {
            let place = (narrow(start), narrow(start + cluster.len()));
            if let [byte] = cluster.as_bytes() {
                reader.read(char::from(byte.to_ascii_lowercase()), place);
                continue;
            }
            for c in one_form(cluster) {
                for lower in c.to_lowercase() {
                    reader.read(if lower == 'ς' { 'σ' } else { lower }, place);
                }
            }
        }
        reader.end_run();
        Self { letters: reader.letters, runs: reader.runs }
    }

    /// The letters of a range.
    pub(crate) fn chars(&self, range: Range<usize>) -> impl Iterator<Item = char> {
        self.letters[range].iter().map(|letter| letter.c)
    }

    /// The letters of a range as text.
    pub(crate) fn text(&self, range: Range<usize>) -> String {
        self.chars(range).collect()
    }

    /// Bytes of the text that a range of letters, not empty, came from.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        let letters = &self.letters[range];
        let start = letters.first().map_or(0, |letter| letter.start);
        let end = letters.last().map_or(start, |letter| letter.end);
        start as usize..end as usize
    }

    /// Parts of a word that mixes letters and digits, two letters or longer: `GB18030` is also found by `18030`.
    pub(crate) fn parts(&self, word: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = word.start;
        for at in word.clone().skip(1) {
            if self.letters[at - 1].c.is_numeric() != self.letters[at].c.is_numeric() {
                parts.push(start..at);
                start = at;
            }
        }
        if start == word.start {
            return Vec::new();
        }
        parts.push(start..word.end);
        parts.retain(|part| part.len() > 1);
        parts
    }
}

/// Collects letters into runs.
#[derive(Default)]
struct Reader {
    letters: Vec<Letter>,
    runs: Vec<Run>,
    /// Kind and first letter of the run being read.
    open: Option<(Kind, usize)>,
    /// What stands between the last run and here.
    gap: Gap,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    /// Nothing yet, at the beginning or right behind a word.
    #[default]
    Nothing,
    /// One character that holds words together.
    Joint,
    /// Anything else.
    Break,
}

impl Reader {
    fn read(&mut self, c: char, (start, end): (u32, u32)) {
        let kind = match class(c, self.open.map(|(kind, _)| kind)) {
            Class::Ignored => return,
            Class::Letter(kind) => kind,
            Class::Joint | Class::Break => {
                self.end_run();
                self.gap = match self.gap {
                    Gap::Nothing if class(c, None) == Class::Joint => Gap::Joint,
                    _ => Gap::Break,
                };
                return;
            }
        };
        if self.open.is_some_and(|(open, first)| open != kind || self.is_full(open, first)) {
            self.end_run();
        }
        if self.open.is_none() {
            self.open = Some((kind, self.letters.len()));
        }
        self.letters.push(Letter { c, start, end });
    }

    fn is_full(&self, kind: Kind, first: usize) -> bool {
        kind == Kind::Word && self.letters.len() - first >= MAX_WORD
    }

    fn end_run(&mut self) {
        if let Some((kind, first)) = self.open.take() {
            let after_word = self.runs.last().is_some_and(|run| run.kind == Kind::Word);
            let joined = kind == Kind::Word && after_word && self.gap != Gap::Break;
            self.runs.push(Run { kind, letters: first..self.letters.len(), joined });
            self.gap = Gap::Nothing;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter(Kind),
    /// Holds two words together.
    Joint,
    /// Ends a run.
    Break,
    /// Is not there as far as words are concerned.
    Ignored,
}

/// What a normalised character is, given the kind of run before it.
fn class(c: char, open: Option<Kind>) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | '0'..='9' => Class::Letter(Kind::Word),
            '.' | '_' | '-' | '/' | '@' | '\'' => Class::Joint,
            _ => Class::Break,
        };
    }
    if is_invisible(c) {
        return Class::Ignored;
    }
    if c.is_alphanumeric() {
        return Class::Letter(if is_unspaced(c) { Kind::Unspaced } else { Kind::Word });
    }
    match open {
        // Vowel signs and the like are part of the run they stand in.
        Some(kind) if is_combining_mark(c) => Class::Letter(kind),
        _ if c == '’' => Class::Joint,
        _ => Class::Break,
    }
}

/// Joiners, variation selectors and marks of direction, which two people may type differently in the same word.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0x00AD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF
        | 0xE0100..=0xE01EF)
}

/// Letters of scripts written without spaces between words: Chinese, Japanese, Korean, Yi, Thai, Lao, Burmese, Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x3035 | 0x3038..=0x303C // Chinese marks and numerals
        | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF // kana
        | 0x3105..=0x312F | 0x31A0..=0x31BF // bopomofo
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF // Chinese characters
        | 0x1100..=0x11FF | 0xA960..=0xA97F | 0xAC00..=0xD7FF // Korean
        | 0xA000..=0xA48F // Yi
        | 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F)
}

/// A cluster in its one form.
fn one_form(cluster: &str) -> impl Iterator<Item = char> {
    let mut after_latin = false;
    let kept = cluster.nfkd().filter(move |c| {
        let is_accent = matches!(u32::from(*c), 0x0300..=0x036F);
        if !is_accent {
            after_latin = c.is_ascii_alphabetic();
        }
        !(is_accent && after_latin)
    });
    kept.collect::<String>().nfc().collect::<Vec<_>>().into_iter()
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs with `~` before those of unspaced scripts and `+` before words joined to the one before.
    fn runs(text: &str) -> Vec<String> {
        let letters = Letters::new(text, 1000);
        let show = |run: &Run| {
            let sign = match (run.kind, run.joined) {
                (Kind::Unspaced, _) => "~",
                (Kind::Word, true) => "+",
                (Kind::Word, false) => "",
            };
            format!("{sign}{}", letters.text(run.letters.clone()))
        };
        letters.runs.iter().map(show).collect()
    }

    #[test]
    fn text_falls_into_runs() {
        for (text, expected) in [
            ("三季度会议纪要：Q3 发布", &["~三季度会议纪要", "q3", "~发布"][..]),
            ("预算budget_2026.xlsx", &["~预算", "budget", "+2026", "+xlsx"]),
            ("v2.1", &["v2", "+1"]),
            ("a...b a-/b", &["a", "b", "a", "b"]),
            (".a. b", &["a", "b"]),
            ("李.a", &["~李", "a"]),
            ("don't don’t", &["don", "+t", "don", "+t"]),
            ("ＯＫ　Ⅲ ①", &["ok", "iii", "1"]),
            ("Café cafe\u{301} NAÏVE Ångström", &["cafe", "cafe", "naive", "angstrom"]),
            ("Łódź Ярослав ёлка", &["łodz", "ярослав", "ёлка"]),
            ("ΛΟΓΟΣ λογος", &["λογοσ", "λογοσ"]),
            ("ガイド ｶﾞｲﾄﾞ が", &["~ガイド", "~ガイド", "~が"]),
            ("한국어 \u{1112}\u{1161}\u{11ab}", &["~한국어", "~한"]),
            ("ภาษาไทย", &["~ภาษาไทย"]),
            ("हिन्दी", &["हिन्दी"]),
            ("می\u{200c}خواهم", &["میخواهم"]),
            ("会\u{fe00}\u{200b}议", &["~会议"]),
            ("😀会👨‍👩‍👧议❤️", &["~会", "~议"]),
            ("𠮷野家", &["~𠮷野家"]),
            ("\"near\" (not)", &["near", "not"]),
            ("，。", &[]),
            ("", &[]),
        ] {
            assert_eq!(runs(text), expected, "{text}");
        }
        let long = "x".repeat(MAX_WORD + 6);
        assert_eq!(runs(&long), ["x".repeat(MAX_WORD), format!("+{}", "x".repeat(6))]);
    }

    #[test]
    fn letters_know_where_they_came_from() {
        let text = "a ｶﾞ会é";
        let letters = Letters::new(text, 1000);
        let sources: Vec<&str> =
            letters.runs.iter().map(|run| &text[letters.source(run.letters.clone())]).collect();
        assert_eq!(sources, ["a", "ｶﾞ会", "é"]);
    }

    #[test]
    fn mixed_words_have_parts() {
        let parts = |text| {
            let letters = Letters::new(text, 100);
            letters
                .parts(letters.runs[0].letters.clone())
                .into_iter()
                .map(|part| letters.text(part))
                .collect::<Vec<_>>()
        };
        assert_eq!(parts("GB18030"), ["gb", "18030"]);
        assert_eq!(parts("Q3"), [""; 0]);
        assert_eq!(parts("word"), [""; 0]);
    }
}
