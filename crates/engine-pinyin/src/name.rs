//! A name made ready to be searched, and how well it answers what was typed.

use std::ops::Range;

use crate::field::Field;
use crate::fold::Folded;
use crate::highlight::merge;
use crate::pattern::{Mask, Pattern, bit, mask};
use crate::reading::{MAX_NAME_CHARS, Piece, Reading, pieces};
use crate::syllable::{Manner, Sound, Syllable};
use crate::walk::{Ground, Scratch, Unit, Way, steps, walk};

/// A name with all its readings, compact enough to keep for everybody.
pub struct Name {
    chars: Box<[char]>,
    /// Range of each folded character in the name as written.
    spans: Box<[(u16, u16)]>,
    units: Box<[Unit]>,
    sounds: Box<[Sound]>,
    masks: NameMasks,
}

/// What a pattern must fit to be found in a name.
#[derive(Clone, Copy)]
pub(crate) struct NameMasks {
    /// Characters of the name and letters of its readings: all of the pattern's must be among them.
    all: Mask,
    /// Characters of the name and first letters of its readings: the pattern's first must be among them.
    first: Mask,
}

impl NameMasks {
    pub(crate) fn may_hold(self, pattern: &Pattern) -> bool {
        pattern.mask & !self.all == 0 && bit(pattern.chars[0]) & self.first != 0
    }
}

/// How a name answers a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Rank: see [`score`].
    pub score: i32,
    /// [`Field::Name`] if the name was matched as written, [`Field::Pinyin`] if as read.
    pub field: Field,
    /// What to highlight, in characters of the name.
    pub ranges: Vec<Range<usize>>,
}

/// Ranks of finds, a hundred apart, so that a caller can lift a person by part of a step (a colleague) or over one.
pub mod score {
    /// The query is the whole name.
    pub const WHOLE: i32 = 1000;
    /// The name begins with the query.
    pub const PREFIX: i32 = 900;
    /// Whole syllables, or the last one begun, from the first character.
    pub const SYLLABLES: i32 = 800;
    /// The beginning of a word of another script, from the first.
    pub const WORD_BEGUN: i32 = 780;
    /// Syllables and initials mixed, from the first character.
    pub const MIXED: i32 = 750;
    /// Initials, from the first character.
    pub const INITIALS: i32 = 700;
    /// The name holds the query as written, at the beginning of a character or word.
    pub const INSIDE: i32 = 600;
    /// As [`SYLLABLES`], from a later character.
    pub const SYLLABLES_INSIDE: i32 = 560;
    /// As [`MIXED`], from a later character.
    pub const MIXED_INSIDE: i32 = 530;
    /// The name holds the query in the middle of a word.
    pub const INSIDE_WORD: i32 = 520;
    /// As [`INITIALS`], from a later character.
    pub const INITIALS_INSIDE: i32 = 500;
    /// By a reading that is out of use.
    pub const OLD_READING: i32 = 360;
}

/// Most that covering the whole name adds.
const COVER: usize = 40;

/// How a pattern was found in a name.
#[derive(Clone, Copy)]
pub(crate) enum How {
    /// As written, from this folded character on.
    Written(usize),
    /// As read, from this unit on.
    Read(usize),
}

impl Name {
    /// Prepares a name. Characters beyond [`MAX_NAME_CHARS`] are not searched.
    pub fn new(name: &str) -> Self {
        let folded = Folded::new(name, MAX_NAME_CHARS);
        let pieces = pieces(&folded);
        Self::build(&folded, &pieces)
    }

    /// Prepares a name that is read in its own way, for instance because its owner says so. A reading that does not
    /// have as many units as the name is ignored.
    pub fn with_reading(name: &str, reading: &Reading) -> Self {
        let folded = Folded::new(name, MAX_NAME_CHARS);
        let mut pieces = pieces(&folded);
        if reading.units().len() == pieces.len() {
            for (piece, unit) in pieces.iter_mut().zip(reading.units()) {
                let own: Vec<Sound> =
                    (0_u8..).zip(unit).filter_map(|(at, text)| own_sound(at, text)).collect();
                if !piece.sounds.is_empty() && !own.is_empty() {
                    piece.sounds = own;
                }
            }
        }
        Self::build(&folded, &pieces)
    }

    fn build(folded: &Folded, pieces: &[Piece]) -> Self {
        let mut units = Vec::with_capacity(pieces.len());
        let mut sounds = Vec::with_capacity(pieces.len());
        for piece in pieces {
            units.push(Unit {
                start: narrow(piece.start),
                len: narrow(piece.len),
                first: narrow(sounds.len()),
                sounds: narrow(piece.sounds.len()),
            });
            sounds.extend_from_slice(&piece.sounds);
        }
        let written = mask(folded.chars.iter().copied());
        let mut masks = NameMasks { all: written, first: written };
        for sound in &sounds {
            let letters = sound.syllable.letters();
            masks.all |= mask(letters.iter().copied().map(char::from));
            masks.first |= bit(char::from(letters[0]));
        }
        let narrow = |span: &(u32, u32)| (narrow(span.0 as usize), narrow(span.1 as usize));
        Self {
            chars: folded.chars.clone().into(),
            spans: folded.spans.iter().map(narrow).collect(),
            units: units.into(),
            sounds: sounds.into(),
            masks,
        }
    }

    /// How well this name answers a query; `None` if it does not, or if the query holds nothing to look for.
    /// Spaces and punctuation count for nothing on either side.
    ///
    /// ```
    /// use engine_pinyin::name::Name;
    /// let name = Name::new("刘竞文");
    /// assert_eq!(name.find("liujw").map(|found| found.ranges), Some(vec![0..3]));
    /// assert_eq!(name.find("jingwen").map(|found| found.ranges), Some(vec![1..3]));
    /// assert_eq!(name.find("wang"), None);
    /// ```
    pub fn find(&self, query: &str) -> Option<Found> {
        let pattern = Pattern::new(query)?;
        if !self.masks.may_hold(&pattern) {
            return None;
        }
        let mut scratch = Scratch::default();
        let (score, how) = self.rank(&pattern, &mut scratch)?;
        Some(Found { score, field: how.field(), ranges: self.ranges(&pattern, how, &mut scratch) })
    }

    /// What a pattern must fit to be found here.
    pub(crate) fn masks(&self) -> NameMasks {
        self.masks
    }

    /// The best find of a pattern.
    pub(crate) fn rank(&self, pattern: &Pattern, scratch: &mut Scratch) -> Option<(i32, How)> {
        let written = self.find_written(pattern).map(|(score, at)| (score, How::Written(at)));
        if written.is_some_and(|(score, _)| score >= score::WORD_BEGUN) {
            return written;
        }
        let read = self.find_read(pattern, scratch).map(|(score, start)| (score, How::Read(start)));
        match (written, read) {
            (Some(written), Some(read)) => Some(if read.0 > written.0 { read } else { written }),
            (found, None) | (None, found) => found,
        }
    }

    /// What to highlight for a find of [`Name::rank`], in characters of the name as written.
    pub(crate) fn ranges(&self, pattern: &Pattern, how: How, scratch: &mut Scratch) -> Vec<Range<usize>> {
        let start = match how {
            How::Written(at) => return vec![self.source(at, at + pattern.chars.len())],
            How::Read(start) => start,
        };
        let Some(way) = walk(self.ground(), start, pattern, scratch) else { return Vec::new() };
        let taken = steps(way, pattern, scratch);
        let ranges = self.units[start..].iter().zip(taken).map(|(unit, taken)| {
            // A character read by its syllable is marked whole; of a word, as much as was typed.
            let len = if unit.sounds == 0 { taken } else { usize::from(unit.len) };
            self.source(usize::from(unit.start), usize::from(unit.start) + len)
        });
        merge(ranges.collect())
    }

    fn find_written(&self, pattern: &Pattern) -> Option<(i32, usize)> {
        let len = pattern.chars.len();
        let mut inside_word = None;
        for (at, window) in self.chars.windows(len).enumerate() {
            if window != pattern.chars {
                continue;
            }
            if len == self.chars.len() {
                return Some((score::WHOLE, at));
            }
            let ends_unit = self.unit_at(at + len).is_some() || at + len == self.chars.len();
            if let Some(unit) = self.unit_at(at) {
                let base = match (at, ends_unit) {
                    (0, true) => score::PREFIX,
                    (0, false) => score::WORD_BEGUN,
                    _ => score::INSIDE - later(unit),
                };
                return Some((base + cover(len, self.chars.len()), at));
            }
            inside_word = inside_word.or(Some((score::INSIDE_WORD, at)));
        }
        inside_word
    }

    fn find_read(&self, pattern: &Pattern, scratch: &mut Scratch) -> Option<(i32, usize)> {
        let mut best: Option<(i32, usize)> = None;
        for start in 0..self.units.len() {
            if !self.can_begin(start, pattern) {
                continue;
            }
            let Some(way) = walk(self.ground(), start, pattern, scratch) else { continue };
            let score = self.score(start, way);
            if best.is_none_or(|(best, _)| score > best) {
                best = Some((score, start));
            }
            if score >= score::INSIDE {
                break;
            }
        }
        best
    }

    fn score(&self, start: usize, way: Way) -> i32 {
        if way.cost.is_old() {
            return score::OLD_READING + cover(way.units, self.units.len()) / 2;
        }
        let base = match (start, way.cost.initials()) {
            (0, 0) => score::SYLLABLES,
            (0, initials) if initials < way.units => score::MIXED,
            (0, _) => score::INITIALS,
            (_, 0) => score::SYLLABLES_INSIDE,
            (_, initials) if initials < way.units => score::MIXED_INSIDE,
            _ => score::INITIALS_INSIDE,
        };
        base + cover(way.units, self.units.len()) - way.cost.rest() - later(start)
    }

    fn ground(&self) -> Ground<'_> {
        Ground { chars: &self.chars, units: &self.units, sounds: &self.sounds }
    }

    /// A quick answer to whether a walk from this unit can take a first step.
    fn can_begin(&self, start: usize, pattern: &Pattern) -> bool {
        let unit = self.units[start];
        let first = usize::from(unit.first);
        self.chars[usize::from(unit.start)] == pattern.chars[0]
            || self.sounds[first..first + usize::from(unit.sounds)]
                .iter()
                .any(|sound| sound.syllable.letters()[0] == pattern.keys[0])
    }

    /// The unit that begins at a folded character, if one does.
    fn unit_at(&self, at: usize) -> Option<usize> {
        self.units.binary_search_by_key(&at, |unit| usize::from(unit.start)).ok()
    }

    /// Range in the name as written of folded characters `start..end`.
    fn source(&self, start: usize, end: usize) -> Range<usize> {
        usize::from(self.spans[start].0)..usize::from(self.spans[end - 1].1)
    }
}

impl How {
    pub(crate) fn field(self) -> Field {
        match self {
            Self::Written(_) => Field::Name,
            Self::Read(_) => Field::Pinyin,
        }
    }
}

fn own_sound(at: u8, text: &str) -> Option<Sound> {
    let syllable = Syllable::parse(text)?;
    let manner = match (at, syllable.letters()) {
        (1.., [b'l' | b'n', b'y', ..]) => Manner::Passport,
        _ => Manner::Living(at),
    };
    Some(Sound { syllable, manner })
}

fn cover(part: usize, whole: usize) -> i32 {
    i32::try_from(COVER * part / whole.max(1)).unwrap_or(0)
}

/// What a find loses for beginning at a later unit.
fn later(unit: usize) -> i32 {
    i32::try_from(unit.min(8) * 5).unwrap_or(40)
}

/// Places in a name of [`MAX_NAME_CHARS`] fit 16 bits even when folding makes eighteen characters of one.
fn narrow(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
