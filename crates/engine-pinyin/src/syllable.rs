//! Syllables and the readings of one character.

use pinyin::ToPinyinMulti;

use crate::table;

/// Letters of the longest syllable (`zhuang`).
pub(crate) const LONGEST: usize = 6;

/// A syllable without its tone: small letters, ü written `v`. Kept inline, because an index compares millions.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Syllable {
    letters: [u8; LONGEST],
    len: u8,
}

impl Syllable {
    /// Takes one to six letters a–z.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > LONGEST || !text.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let mut letters = [0; LONGEST];
        letters[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self { letters, len: u8::try_from(text.len()).ok()? })
    }

    /// The letters.
    pub(crate) fn letters(&self) -> &[u8] {
        &self.letters[..usize::from(self.len)]
    }

    /// The letters as text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.letters()).unwrap_or_default()
    }

    /// Letters of the initial when it is written with two (`zh`, `ch`, `sh`).
    pub(crate) fn has_double_initial(&self) -> bool {
        matches!(self.letters(), [b'z' | b'c' | b's', b'h', ..])
    }

    /// Other spellings of a syllable with ü: without the dots, and as in passports.
    fn spellings(&self) -> Option<(Self, Self)> {
        let (head, tail) = match self.letters() {
            [head @ (b'l' | b'n'), b'v', tail @ ..] => (char::from(*head), std::str::from_utf8(tail).ok()?),
            _ => return None,
        };
        Some((Self::parse(&format!("{head}u{tail}"))?, Self::parse(&format!("{head}yu{tail}"))?))
    }
}

/// A syllable with its tone, 1 to 4, or 5 for none.
#[derive(Clone, Copy)]
pub(crate) struct Toned {
    /// The syllable.
    pub(crate) syllable: Syllable,
    /// Tone, 1 to 5.
    pub(crate) tone: u8,
}

impl Toned {
    /// Reads `zhang1`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (letters, tone) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let tone = tone.parse().ok().filter(|tone| (1..=5).contains(tone))?;
        Some(Self { syllable: Syllable::parse(letters)?, tone })
    }
}

/// How much a reading is to be trusted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Manner {
    /// In use today; the number is its place among such readings, 0 for the usual one.
    Living(u8),
    /// `lu` for lü.
    Dotless,
    /// `lyu` for lü, as passports write it.
    Passport,
    /// In the dictionary but not in use.
    Old,
}

/// One reading of one character.
#[derive(Clone, Copy)]
pub(crate) struct Sound {
    /// Its letters.
    pub(crate) syllable: Syllable,
    /// How much it is to be trusted.
    pub(crate) manner: Manner,
}

/// Where in a name a character stands.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// First: it is, or begins, the surname.
    Surname,
    /// In a compound surname that is read like this.
    Compound(Toned),
    /// Anywhere else.
    Given,
}

/// Readings of a character as the dictionary lists them.
pub(crate) fn dictionary(c: char) -> impl Iterator<Item = Toned> {
    c.to_pinyin_multi().into_iter().flatten().filter_map(|reading| {
        let plain: String = reading
            .plain()
            .chars()
            .map(|letter| match letter {
                'ü' => 'v',
                'ê' => 'e',
                other => other,
            })
            .collect();
        let tone =
            reading.with_tone_num_end().bytes().last().filter(u8::is_ascii_digit).map_or(5, |b| b - b'0');
        Some(Toned { syllable: Syllable::parse(&plain)?, tone })
    })
}

/// All readings of a character at its place, the usual one first, none twice. Empty if it has none.
pub(crate) fn sounds(c: char, place: Place) -> Vec<Sound> {
    let mut sounds: Vec<Sound> = Vec::new();
    let mut living = 0;
    for toned in in_use(c, place) {
        if add(&mut sounds, toned.syllable, Manner::Living(living)) {
            living += 1;
        }
    }
    for toned in dictionary(c) {
        add(&mut sounds, toned.syllable, Manner::Old);
    }
    sounds
}

/// The usual reading of a character at its place.
pub(crate) fn usual(c: char, place: Place) -> Option<Toned> {
    let first = in_use(c, place).into_iter().next()?;
    // The dictionary puts the unstressed 子 and 头 before the full ones; a name is spoken in full.
    let full = dictionary(c).find(|toned| toned.syllable == first.syllable && toned.tone != 5);
    if first.tone == 5 { full.or(Some(first)) } else { Some(first) }
}

fn in_use(c: char, place: Place) -> Vec<Toned> {
    let mut readings = match place {
        Place::Surname => table::surname(c).unwrap_or_default().to_vec(),
        Place::Compound(toned) => vec![toned],
        Place::Given => Vec::new(),
    };
    match table::living(c) {
        Some(living) => readings.extend_from_slice(living),
        None => readings.extend(dictionary(c).next()),
    }
    readings
}

fn add(sounds: &mut Vec<Sound>, syllable: Syllable, manner: Manner) -> bool {
    if sounds.iter().any(|sound| sound.syllable == syllable) {
        return false;
    }
    sounds.push(Sound { syllable, manner });
    if let Some((dotless, passport)) = syllable.spellings() {
        let old = manner == Manner::Old;
        add(sounds, dotless, if old { Manner::Old } else { Manner::Dotless });
        add(sounds, passport, if old { Manner::Old } else { Manner::Passport });
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(c: char, place: Place) -> String {
        let in_use = sounds(c, place).into_iter().filter(|sound| sound.manner != Manner::Old);
        in_use.map(|sound| sound.syllable.as_str().to_owned()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn surnames_are_read_as_surnames() {
        for (c, surname, given) in [
            ('单', "shan|dan|chan", "dan|shan|chan"),
            ('曾', "zeng|ceng", "zeng|ceng"),
            ('乐', "yue|le", "le|yue"),
            ('重', "chong|zhong", "chong|zhong"),
            ('行', "xing|hang", "xing|hang"),
            ('仇', "qiu|chou", "chou|qiu"),
            ('区', "ou|qu", "qu|ou"),
            ('解', "xie|jie", "jie|xie"),
            ('查', "zha|cha", "cha|zha"),
            ('盖', "ge|gai", "gai|ge"),
            ('朴', "piao|pu", "piao|pu"),
            ('吕', "lv|lu|lyu", "lv|lu|lyu"),
            ('王', "wang", "wang"),
            ('阚', "kan", "kan"),
            ('略', "lve|lue|lyue", "lve|lue|lyue"),
        ] {
            assert_eq!(spoken(c, Place::Surname), surname, "{c} as a surname");
            assert_eq!(spoken(c, Place::Given), given, "{c} in a given name");
        }
    }

    #[test]
    fn old_readings_are_kept_apart() {
        let old = sounds('王', Place::Surname).into_iter().filter(|sound| sound.manner == Manner::Old);
        assert_eq!(old.map(|sound| sound.syllable.as_str().to_owned()).collect::<Vec<_>>(), ["yu"]);
    }

    #[test]
    fn tones_come_with_the_usual_reading() {
        let tone = |c, place| usual(c, place).map(|t| format!("{}{}", t.syllable.as_str(), t.tone));
        assert_eq!(tone('任', Place::Surname).as_deref(), Some("ren2"));
        assert_eq!(tone('任', Place::Given).as_deref(), Some("ren4"));
        assert_eq!(tone('子', Place::Given).as_deref(), Some("zi3"));
        assert_eq!(tone('吕', Place::Given).as_deref(), Some("lv3"));
        assert_eq!(tone('x', Place::Given), None);
    }

    #[test]
    fn every_syllable_of_the_dictionary_is_understood() {
        for c in '\u{3400}'..='\u{9FFF}' {
            let listed = c.to_pinyin_multi().map_or(0, pinyin::PinyinMulti::count);
            assert_eq!(dictionary(c).count(), listed, "{c}");
        }
    }
}
