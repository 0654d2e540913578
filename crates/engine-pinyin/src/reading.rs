//! How a name is read: its syllables with every reading in use, and their form on the wire.

use crate::fold::Folded;
use crate::syllable::{Manner, Place, Sound, sounds};
use crate::table;

/// Characters of a name that are read; what follows is only shown. Longer than any name in a register of persons.
pub const MAX_NAME_CHARS: usize = 128;

/// The readings of a name, unit by unit. A unit is one Chinese character with its pinyin syllables, or one word of
/// another script with itself as its only reading. Readings are in small letters without tones, the usual one
/// first; ü is `v`, followed by its other spellings (吕 is `lv`, `lu`, `lyu`). Readings that are only of historical
/// interest are left out.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reading {
    units: Vec<Vec<String>>,
}

impl Reading {
    /// Reads a name. The first Chinese character, or two, are taken for the surname.
    ///
    /// ```
    /// let reading = engine_pinyin::reading::Reading::of("单乐 Kevin");
    /// assert_eq!(reading.wire(), "shan|dan|chan le|yue kevin");
    /// ```
    pub fn of(name: &str) -> Self {
        let folded = Folded::new(name, MAX_NAME_CHARS);
        let units = pieces(&folded).into_iter().map(|piece| piece.readings(&folded)).collect();
        Self { units }
    }

    /// The readings of each unit; no unit is without one.
    pub fn units(&self) -> &[Vec<String>] {
        &self.units
    }

    /// The form for clients and columns: a space between units, `|` between readings of a unit.
    pub fn wire(&self) -> String {
        self.units.iter().map(|unit| unit.join("|")).collect::<Vec<_>>().join(" ")
    }

    /// Reads what [`Reading::wire`] wrote. `None` if a reading is empty.
    pub fn parse(wire: &str) -> Option<Self> {
        let unit = |text: &str| {
            let readings: Vec<String> = text.split('|').map(str::to_owned).collect();
            readings.iter().all(|reading| !reading.is_empty()).then_some(readings)
        };
        Some(Self { units: wire.split_whitespace().map(unit).collect::<Option<_>>()? })
    }
}

/// A unit of a folded name.
pub(crate) struct Piece {
    /// First folded character.
    pub(crate) start: usize,
    /// Folded characters; 1 for a Chinese one.
    pub(crate) len: usize,
    /// Readings of a Chinese character; empty for a word.
    pub(crate) sounds: Vec<Sound>,
    /// Where the character stands.
    pub(crate) place: Place,
}

impl Piece {
    fn readings(&self, folded: &Folded) -> Vec<String> {
        if self.sounds.is_empty() {
            return vec![folded.chars[self.start..self.start + self.len].iter().collect()];
        }
        let in_use = self.sounds.iter().filter(|sound| sound.manner != Manner::Old);
        in_use.map(|sound| sound.syllable.as_str().to_owned()).collect()
    }
}

/// Cuts a folded name into units.
pub(crate) fn pieces(folded: &Folded) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(folded.chars.len());
    let mut places = Places::new(folded);
    let mut in_word = false;
    for (start, &c) in folded.chars.iter().enumerate() {
        let place = places.of(start);
        let sounds = sounds(c, place);
        let is_word = sounds.is_empty() && c.is_alphanumeric();
        match pieces.last_mut() {
            Some(word) if is_word && in_word && !folded.starts[start] => word.len += 1,
            _ => pieces.push(Piece { start, len: 1, sounds, place }),
        }
        in_word = is_word;
    }
    pieces
}

/// Says which characters of a name are its surname.
struct Places {
    first: Option<usize>,
    compound: Option<[crate::syllable::Toned; 2]>,
}

impl Places {
    fn new(folded: &Folded) -> Self {
        let is_chinese = |c: &char| crate::syllable::dictionary(*c).next().is_some();
        let first = folded.chars.iter().position(is_chinese);
        let compound = first.and_then(|at| {
            let run = &folded.chars[at..];
            let pair = table::compound(*run.first()?, *run.get(1)?)?;
            // 单于 alone is a person called 单 with the given name 于; 单于某 has the compound surname.
            (run.len() > 2 || table::surname(run[0]).is_none()).then_some([pair.0, pair.1])
        });
        Self { first, compound }
    }

    fn of(&mut self, at: usize) -> Place {
        match (self.first, self.compound) {
            (Some(first), Some([surname, _])) if at == first => Place::Compound(surname),
            (Some(first), Some([_, second])) if at == first + 1 => Place::Compound(second),
            (Some(first), None) if at == first => Place::Surname,
            _ => Place::Given,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        for (name, wire) in [
            ("刘竞文", "liu jing wen"),
            ("单于", "shan|dan|chan yu"),
            ("单于晓", "chan|dan|shan yu xiao"),
            ("尉迟恭", "yu|wei chi gong"),
            ("万俟洛", "mo|wan qi|si luo"),
            ("长孙无忌", "zhang|chang sun wu ji"),
            ("欧阳修", "ou yang xiu"),
            ("吕绿", "lv|lu|lyu lv|lu|lyu"),
            ("Kevin Zhang", "kevin zhang"),
            ("KevinZhang2", "kevin zhang 2"),
            ("张Kevin", "zhang kevin"),
            ("阿卜杜·拉", "a|e bu|bo du la"),
            ("José 🐼", "jose 🐼"),
            ("劉競文", "liu jing wen"),
            ("  ", ""),
            ("", ""),
        ] {
            assert_eq!(Reading::of(name).wire(), wire, "{name}");
        }
    }

    #[test]
    fn the_wire_form_reads_back() {
        for name in ["刘竞文", "单乐", "Kevin Zhang", "吕🐼x", ""] {
            let reading = Reading::of(name);
            assert_eq!(Reading::parse(&reading.wire()), Some(reading));
        }
        assert_eq!(
            Reading::parse("liu jing|jin").map(|r| r.units),
            Some(vec![vec!["liu".into()], vec!["jing".into(), "jin".into()]])
        );
        assert_eq!(Reading::parse("liu jing||jin"), None);
        assert_eq!(Reading::parse("| x"), None);
    }
}
