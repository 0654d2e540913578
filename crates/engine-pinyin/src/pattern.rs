//! What somebody typed, made ready to be compared with many names.

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;

use crate::field::MIN_LONG_CHARS;
use crate::fold::Folded;

/// Characters of a query that are compared. A longer one is a pasted text, not a name: it finds nothing.
pub(crate) const MAX_QUERY_CHARS: usize = 128;

/// Words of a query that are looked for one by one; a longer query is only compared as a whole.
pub(crate) const MAX_WORDS: usize = 8;

/// Letters, digits and other characters that occur in a text, as bits: 26 for a–z, 10 for digits, the rest shared
/// by all other characters. A text can hold a pattern only if its mask has every bit of the pattern's.
pub(crate) type Mask = u128;

/// The bit of one folded character.
pub(crate) fn bit(c: char) -> Mask {
    const SHARED: u32 = 128 - 36;
    let place = match c {
        'a'..='z' => u32::from(c) - u32::from('a'),
        '0'..='9' => u32::from(c) - u32::from('0') + 26,
        _ => 36 + (u32::from(c).wrapping_mul(0x9E37_79B1) >> 12) % SHARED,
    };
    1 << place
}

/// The bits of a folded text.
pub(crate) fn mask(chars: impl IntoIterator<Item = char>) -> Mask {
    chars.into_iter().fold(0, |mask, c| mask | bit(c))
}

/// One folded run of characters to find.
pub(crate) struct Pattern {
    /// Its characters.
    pub(crate) chars: Vec<char>,
    /// For each, the letter it stands for in a syllable (ü is `v`), or 0.
    pub(crate) keys: Vec<u8>,
    /// Bits that a text must have to hold it.
    pub(crate) mask: Mask,
    /// Whether it is too short for telephone numbers and e-mail addresses.
    pub(crate) is_short: bool,
    /// Finds it in folded text.
    pub(crate) finder: Finder<'static>,
    /// Whether it is all digits.
    pub(crate) is_number: bool,
    /// A telephone number without the country's prefix, if it is one with it.
    pub(crate) national: Option<National>,
}

/// Digits to find in a telephone number.
pub(crate) struct National {
    /// Bits that a number must have to hold them.
    pub(crate) mask: Mask,
    /// Finds them.
    pub(crate) finder: Finder<'static>,
}

impl National {
    /// How many digits there are.
    pub(crate) fn digits(&self) -> usize {
        self.finder.needle().len()
    }
}

impl Pattern {
    /// `None` if nothing is left after folding, or too much.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let folded = Folded::new(text, MAX_QUERY_CHARS + 1);
        if folded.chars.is_empty() || text.chars().nth(MAX_QUERY_CHARS).is_some() {
            return None;
        }
        let source: Vec<char> = text.chars().collect();
        let key = |(c, span): (&char, &(u32, u32))| match c {
            'u' if has_diaeresis(&source[span.0 as usize..span.1 as usize]) => b'v',
            'a'..='z' => u8::try_from(*c).unwrap_or(0),
            _ => 0,
        };
        let keys = folded.chars.iter().zip(&folded.spans).map(key).collect();
        let text: String = folded.chars.iter().collect();
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        let national = without_prefix(&text).filter(|_| is_number);
        let national = national
            .map(|digits| National { mask: mask(digits.chars()), finder: Finder::new(digits).into_owned() });
        Some(Self {
            is_short: folded.chars.len() < MIN_LONG_CHARS,
            mask: mask(folded.chars.iter().copied()),
            finder: Finder::new(&text).into_owned(),
            is_number,
            national,
            keys,
            chars: folded.chars,
        })
    }
}

fn has_diaeresis(source: &[char]) -> bool {
    source.iter().copied().nfkd().any(|c| c == '\u{308}')
}

/// `+86 138…` must find a number stored without the country's prefix; no number in China is so long that 86 could be
/// its own beginning.
fn without_prefix(digits: &str) -> Option<&str> {
    let national = digits.strip_prefix("00").unwrap_or(digits).strip_prefix("86")?;
    (national.len() >= 10).then_some(national)
}

/// A query: the whole of it as one pattern, and its words if there are several.
pub(crate) struct Query {
    /// All of it, spaces ignored.
    pub(crate) whole: Pattern,
    /// Its words, each of which must be found; empty unless there are two to [`MAX_WORDS`].
    pub(crate) words: Vec<Pattern>,
}

impl Query {
    pub(crate) fn new(text: &str) -> Option<Self> {
        let whole = Pattern::new(text)?;
        let words: Vec<Pattern> = text.split_whitespace().filter_map(Pattern::new).collect();
        let words = if (2..=MAX_WORDS).contains(&words.len()) { words } else { Vec::new() };
        Some(Self { whole, words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_u_with_dots() {
        let keys = |text| Pattern::new(text).map(|p| String::from_utf8(p.keys).unwrap_or_default());
        assert_eq!(keys("LÜ bu").as_deref(), Some("lvbu"));
        assert_eq!(keys("nu\u{308}").as_deref(), Some("nv"));
        assert_eq!(keys("lǚ").as_deref(), Some("lv"));
        assert_eq!(keys("刘jw").as_deref(), Some("\0jw"));
    }

    #[test]
    fn phones_lose_their_prefix() {
        let national = |text| {
            let national = Pattern::new(text)?.national?;
            String::from_utf8(national.finder.needle().to_vec()).ok()
        };
        assert_eq!(national("+86 138 0013 8000").as_deref(), Some("13800138000"));
        assert_eq!(national("0086-138-0013-8000").as_deref(), Some("13800138000"));
        assert_eq!(national("13800138000"), None);
        assert_eq!(national("8613"), None);
        assert_eq!(national("86abcdefghijk"), None);
    }

    #[test]
    fn words_are_looked_for_when_there_are_a_few() {
        let words = |text: &str| Query::new(text).map(|q| q.words.len());
        assert_eq!(words("王 财务"), Some(2));
        assert_eq!(words("王 -"), Some(0));
        assert_eq!(words("a b c d e f g h i"), Some(0));
        assert_eq!(words(" ' "), None);
        assert_eq!(words(&"a".repeat(MAX_QUERY_CHARS)), Some(0));
        assert_eq!(words(&"a".repeat(MAX_QUERY_CHARS + 1)), None);
    }

    #[test]
    fn masks_hold_what_they_were_made_of() {
        let text = mask("liu竞文138".chars());
        assert_eq!(mask("文3u".chars()) & !text, 0);
        assert_ne!(mask("x".chars()) & !text, 0);
    }
}
