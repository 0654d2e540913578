//! Everybody of an organisation, held in memory and searched at every keystroke.
//!
//! A search looks at each person, but most are ruled out by one operation on a mask of the characters that their
//! name, its readings and their other texts hold. No inverted index is needed at tens of thousands of people, and
//! every kind of match (from the middle of a name, initials, a mixture) is found without being indexed on its own.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use crate::field::Field;
use crate::fold::{Folded, fold};
use crate::highlight::{merge, utf16_ranges};
use crate::name::{How, Name, NameMasks};
use crate::pattern::{Mask, Pattern, Query, mask};
use crate::reading::Reading;
use crate::sort::sort_key;
use crate::texts::{Texts, Written};
use crate::walk::Scratch;

/// A person to be found.
#[derive(Clone, Debug)]
pub struct Entry<K> {
    /// Who it is.
    pub id: K,
    /// Name as shown.
    pub name: String,
    /// How the name is read, if not as its characters say.
    pub reading: Option<Reading>,
    /// Other texts by which the person is found; several of one field are fine.
    pub extra: Vec<(Field, String)>,
}

/// A person found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<K> {
    /// Who it is.
    pub id: K,
    /// Rank: see [`crate::name::score`] for finds by name, always above finds in other fields; the caller's boost is
    /// included.
    pub score: i32,
    /// What was matched; of several words, the one with the best rank.
    pub field: Field,
    /// The text that was matched as it was given: the name for [`Field::Name`] and [`Field::Pinyin`].
    pub text: String,
    /// What to highlight, in characters of `text`.
    pub ranges: Vec<Range<usize>>,
}

impl<K> Hit<K> {
    /// What to highlight, in UTF-16 units of `text`.
    pub fn utf16_ranges(&self) -> Vec<[u32; 2]> {
        utf16_ranges(&self.text, &self.ranges)
    }
}

/// People that can be searched. Not synchronised: put it behind a lock and let many read.
pub struct Index<K> {
    /// Masks of name and other texts, apart from the rest so that a scan reads little memory.
    masks: Vec<Masks>,
    people: Vec<Person<K>>,
    /// Folded texts other than the name.
    texts: Texts,
    places: HashMap<K, usize>,
}

#[derive(Clone, Copy)]
struct Masks {
    name: NameMasks,
    /// Of all other texts.
    extra: Mask,
    /// Of those in which short patterns are looked for.
    short: Mask,
}

struct Person<K> {
    id: K,
    written: Box<str>,
    name: Name,
    sort_key: Box<str>,
    /// The first bytes of the key as a number, which settles almost every comparison.
    sort_head: u128,
    extra: Written,
}

/// A person found, before the best are chosen.
#[derive(Clone, Copy)]
struct Ranked {
    score: i32,
    sort_head: u128,
    place: usize,
}

/// How many times the limit is gathered before the best are kept: a single letter finds half of everybody.
const ROOM: usize = 4;

/// Where a pattern was found.
#[derive(Clone, Copy)]
enum Spot {
    Name(How),
    Extra(usize),
}

impl<K: Copy + Eq + Hash + Ord> Index<K> {
    /// An index of nobody.
    pub fn new() -> Self {
        Self { masks: Vec::new(), people: Vec::new(), texts: Texts::default(), places: HashMap::new() }
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whether this person is here.
    pub fn contains(&self, id: K) -> bool {
        self.places.contains_key(&id)
    }

    /// Adds a person, or replaces what was known of one.
    pub fn upsert(&mut self, entry: Entry<K>) {
        let (masks, person, extra) = prepare(entry);
        match self.places.get(&person.id) {
            Some(&place) => {
                self.masks[place] = masks;
                self.texts.set(place, &extra);
                self.people[place] = person;
            }
            None => {
                self.places.insert(person.id, self.people.len());
                self.masks.push(masks);
                self.texts.push(&extra);
                self.people.push(person);
            }
        }
    }

    /// Removes a person; says whether there was one.
    pub fn remove(&mut self, id: K) -> bool {
        let Some(place) = self.places.remove(&id) else { return false };
        self.masks.swap_remove(place);
        self.texts.swap_remove(place);
        self.people.swap_remove(place);
        if let Some(moved) = self.people.get(place) {
            self.places.insert(moved.id, place);
        }
        true
    }

    /// Finds people, best first, at most `limit`.
    ///
    /// A query is compared as a whole with names and other texts, spaces ignored; several words also find those who
    /// match every word anywhere (`王 财务`). Only people for whom `filter` is true are returned. `boost` is added
    /// to the rank of those found: steps of rank are a hundred apart, so 50 puts a colleague before others of the
    /// same step. Equal ranks are in alphabetical order, then by id. A query with nothing to look for finds nobody.
    pub fn search(
        &self,
        query: &str,
        filter: impl Fn(K) -> bool,
        boost: impl Fn(K) -> i32,
        limit: usize,
    ) -> Vec<Hit<K>> {
        let Some(query) = Query::new(query).filter(|_| limit > 0) else { return Vec::new() };
        let mut scratch = Scratch::default();
        let mut found: Vec<Ranked> = Vec::new();
        let mut worst: Option<Ranked> = None;
        for (place, masks) in self.masks.iter().enumerate() {
            if !masks.admit(&query) {
                continue;
            }
            let person = &self.people[place];
            if let Some(score) = self.rank(place, &query, &mut scratch)
                && filter(person.id)
            {
                let score = score.saturating_add(boost(person.id));
                let ranked = Ranked { score, sort_head: person.sort_head, place };
                if worst.is_some_and(|worst| self.order(&ranked, &worst) == Ordering::Greater) {
                    continue;
                }
                found.push(ranked);
                if found.len() >= limit.saturating_mul(ROOM) {
                    worst = self.keep_best(&mut found, limit);
                }
            }
        }
        self.keep_best(&mut found, limit);
        found.sort_unstable_by(|a, b| self.order(a, b));
        found.into_iter().map(|ranked| self.hit(ranked, &query, &mut scratch)).collect()
    }

    /// Drops all but the best `limit` and returns the worst of these, if there are so many.
    fn keep_best(&self, found: &mut Vec<Ranked>, limit: usize) -> Option<Ranked> {
        if found.len() < limit {
            return None;
        }
        let (_, worst, _) = found.select_nth_unstable_by(limit - 1, |a, b| self.order(a, b));
        let worst = *worst;
        found.truncate(limit);
        Some(worst)
    }

    /// Best first; equals in alphabetical order, then by id, so that the order is always the same.
    fn order(&self, a: &Ranked, b: &Ranked) -> Ordering {
        let by_head = b.score.cmp(&a.score).then(a.sort_head.cmp(&b.sort_head));
        by_head.then_with(|| {
            let (a, b) = (&self.people[a.place], &self.people[b.place]);
            a.sort_key.cmp(&b.sort_key).then(a.id.cmp(&b.id))
        })
    }

    fn hit(&self, Ranked { score, place, .. }: Ranked, query: &Query, scratch: &mut Scratch) -> Hit<K> {
        let person = &self.people[place];
        let spots: Vec<(&Pattern, i32, Spot)> = match self.choose(place, query, scratch) {
            Some(Choice::Whole(score, spot)) => vec![(&query.whole, score, spot)],
            Some(Choice::Words(words)) => {
                query.words.iter().zip(words).map(|(word, (score, spot))| (word, score, spot)).collect()
            }
            None => Vec::new(),
        };
        // The best word names the field; every word found in the same text is highlighted there.
        let best = spots.iter().max_by_key(|(_, score, _)| *score).map(|(_, _, spot)| *spot);
        let best = best.unwrap_or(Spot::Name(How::Written(0)));
        let same_text = |spot: &Spot| match (spot, &best) {
            (Spot::Name(_), Spot::Name(_)) => true,
            (Spot::Extra(a), Spot::Extra(b)) => a == b,
            _ => false,
        };
        let in_text = spots.iter().filter(|(_, _, spot)| same_text(spot));
        let ranges =
            merge(in_text.flat_map(|(pattern, _, spot)| person.ranges(pattern, *spot, scratch)).collect());
        let (field, text) = match best {
            Spot::Name(how) => (how.field(), &*person.written),
            Spot::Extra(at) => person.extra.get(at),
        };
        Hit { id: person.id, score, field, text: text.to_owned(), ranges }
    }

    fn rank(&self, place: usize, query: &Query, scratch: &mut Scratch) -> Option<i32> {
        if query.words.is_empty() {
            return self.find(place, &query.whole, scratch).map(|(score, _)| score);
        }
        self.choose(place, query, scratch).map(|choice| choice.score())
    }

    /// Compares a person with the query as a whole and word by word.
    fn choose(&self, place: usize, query: &Query, scratch: &mut Scratch) -> Option<Choice> {
        let whole = self.find(place, &query.whole, scratch).map(|(score, spot)| Choice::Whole(score, spot));
        if query.words.is_empty() {
            return whole;
        }
        let words: Option<Vec<_>> = query.words.iter().map(|word| self.find(place, word, scratch)).collect();
        let words = words.map(Choice::Words);
        match (whole, words) {
            (Some(whole), Some(words)) => Some(if words.score() > whole.score() { words } else { whole }),
            (found, None) | (None, found) => found,
        }
    }

    /// The best find of a pattern in the name, or else in the other texts.
    fn find(&self, place: usize, pattern: &Pattern, scratch: &mut Scratch) -> Option<(i32, Spot)> {
        let masks = &self.masks[place];
        if masks.name.may_hold(pattern)
            && let Some((score, how)) = self.people[place].name.rank(pattern, scratch)
        {
            return Some((score, Spot::Name(how)));
        }
        let written = masks.may_hold_elsewhere(pattern).then(|| {
            self.texts.find(place, &pattern.finder, |field| match field {
                Field::Phone => pattern.is_number && !pattern.is_short,
                _ => !(pattern.is_short && field.is_long()),
            })
        });
        let national = pattern.national.as_ref().filter(|national| national.mask & !masks.extra == 0);
        let national =
            national.map(|national| self.texts.find(place, &national.finder, |field| field == Field::Phone));
        let best = written.into_iter().chain(national).flatten().max_by_key(|found| found.score)?;
        Some((best.score, Spot::Extra(best.text)))
    }
}

impl<K: Copy + Eq + Hash + Ord> Default for Index<K> {
    fn default() -> Self {
        Self::new()
    }
}

/// A person made ready, and the texts other than the name.
fn prepare<K>(entry: Entry<K>) -> (Masks, Person<K>, Vec<(Field, String)>) {
    let name = match &entry.reading {
        Some(reading) => Name::with_reading(&entry.name, reading),
        None => Name::new(&entry.name),
    };
    let mut masks = Masks { name: name.masks(), extra: 0, short: 0 };
    for (field, text) in &entry.extra {
        let mask = mask(fold(text).chars());
        masks.extra |= mask;
        masks.short |= if field.is_long() { 0 } else { mask };
    }
    let sort_key = sort_key(&entry.name);
    let mut head = [0; size_of::<u128>()];
    for (byte, from) in head.iter_mut().zip(sort_key.bytes()) {
        *byte = from;
    }
    let person = Person {
        id: entry.id,
        sort_key: sort_key.into(),
        sort_head: u128::from_be_bytes(head),
        written: entry.name.into(),
        name,
        extra: Written::new(&entry.extra),
    };
    (masks, person, entry.extra)
}

impl Masks {
    /// Whether a pattern could be found here at all.
    fn may_hold(self, pattern: &Pattern) -> bool {
        self.name.may_hold(pattern)
            || self.may_hold_elsewhere(pattern)
            || pattern.national.as_ref().is_some_and(|national| national.mask & !self.extra == 0)
    }

    fn may_hold_elsewhere(self, pattern: &Pattern) -> bool {
        let mask = if pattern.is_short { self.short } else { self.extra };
        pattern.mask & !mask == 0
    }

    fn admit(self, query: &Query) -> bool {
        self.may_hold(&query.whole)
            || (!query.words.is_empty() && query.words.iter().all(|word| self.may_hold(word)))
    }
}

/// Which reading of a query answers best.
enum Choice {
    Whole(i32, Spot),
    Words(Vec<(i32, Spot)>),
}

impl Choice {
    fn score(&self) -> i32 {
        match self {
            Self::Whole(score, _) => *score,
            Self::Words(words) => {
                let sum: i32 = words.iter().map(|(score, _)| score).sum();
                sum / i32::try_from(words.len()).unwrap_or(i32::MAX).max(1)
            }
        }
    }
}

impl<K> Person<K> {
    fn ranges(&self, pattern: &Pattern, spot: Spot, scratch: &mut Scratch) -> Vec<Range<usize>> {
        let at = match spot {
            Spot::Name(how) => return self.name.ranges(pattern, how, scratch),
            Spot::Extra(at) => at,
        };
        let (field, text) = self.extra.get(at);
        let folded = Folded::new(text, usize::MAX);
        let needle: &[char] = match (&pattern.national, field) {
            (Some(national), Field::Phone) => &pattern.chars[pattern.chars.len() - national.digits()..],
            _ => &pattern.chars,
        };
        let places = folded.chars.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle);
        let places: Vec<usize> = places.map(|(place, _)| place).collect();
        // The end of a number is what ranked it, so that is what is shown.
        let place = if field == Field::Phone { places.last() } else { places.first() };
        let Some(&place) = place else { return Vec::new() };
        let (first, last) = (folded.spans[place], folded.spans[place + needle.len() - 1]);
        std::iter::once(first.0 as usize..last.1 as usize).collect()
    }
}
