//! The titles, departments and numbers of everybody, one after another in one piece of memory: a search that reads
//! them all is as fast as memory is in order.

use memchr::memmem::Finder;

use crate::field::{Field, Stand};
use crate::fold::fold;

/// Unused bytes that are tolerated before the rest is moved together.
const SLACK: usize = 64 * 1024;

/// Characters of a text that are searched: no title or address is longer, and a text that matches at every character
/// must not slow down the search for everybody.
const MAX_TEXT_CHARS: usize = 512;

/// Fields by the tag that stands before their text. Tags are control characters, which folding removes from texts
/// and queries alike, so that no match reaches from one text into the next.
const TAGS: [Field; 7] = [
    Field::Name,
    Field::Pinyin,
    Field::Title,
    Field::Department,
    Field::Phone,
    Field::EmployeeNo,
    Field::Email,
];

/// The texts of one person as they were written, in one piece: several short ones would cost more than they hold.
pub(crate) struct Written(Box<str>);

impl Written {
    pub(crate) fn new(texts: &[(Field, String)]) -> Self {
        let mut all = String::with_capacity(texts.iter().map(|(_, text)| text.len() + 1).sum());
        for (field, text) in texts {
            all.push(char::from(tag(*field)));
            all.extend(text.chars().filter(|char| !char.is_ascii_control()));
        }
        Self(all.into())
    }

    /// Field and text at a place; nothing at a place beyond the last.
    pub(crate) fn get(&self, at: usize) -> (Field, &str) {
        let bytes = self.0.as_bytes();
        let mut tags = (0..bytes.len()).filter(|at| is_tag(bytes[*at])).skip(at);
        match tags.next() {
            Some(start) => {
                let end = tags.next().unwrap_or(bytes.len());
                (TAGS[usize::from(bytes[start] - 1)], &self.0[start + 1..end])
            }
            None => (Field::Name, ""),
        }
    }
}

/// Folded texts of a list of people, by place in the list.
#[derive(Default)]
pub(crate) struct Texts {
    all: Vec<u8>,
    /// Where the texts of each person are.
    spans: Vec<(usize, usize)>,
    unused: usize,
}

/// Where a pattern was found in the texts of one person.
#[derive(Clone, Copy)]
pub(crate) struct Match {
    /// Worth of the find.
    pub(crate) score: i32,
    /// Which of the texts it is.
    pub(crate) text: usize,
}

impl Texts {
    /// Adds a person at the end of the list.
    pub(crate) fn push(&mut self, texts: &[(Field, String)]) {
        let span = self.append(texts);
        self.spans.push(span);
    }

    /// Replaces the texts of a person.
    pub(crate) fn set(&mut self, place: usize, texts: &[(Field, String)]) {
        self.forget(place);
        self.spans[place] = self.append(texts);
        self.compact();
    }

    /// Removes a person; the last one of the list takes the place.
    pub(crate) fn swap_remove(&mut self, place: usize) {
        self.forget(place);
        self.spans.swap_remove(place);
        self.compact();
    }

    /// The best find in those texts of a person whose field `admits` it.
    pub(crate) fn find(
        &self,
        place: usize,
        finder: &Finder<'_>,
        admits: impl Fn(Field) -> bool,
    ) -> Option<Match> {
        let (from, to) = self.spans[place];
        let texts = &self.all[from..to];
        let len = finder.needle().len();
        let mut best: Option<Match> = None;
        let mut from = 0;
        while let Some(found) = finder.find(&texts[from..]) {
            let (start, end) = (from + found, from + found + len);
            from = start + 1;
            let Some(tag) = texts[..start].iter().rposition(|byte| is_tag(*byte)) else { continue };
            let field = TAGS[usize::from(texts[tag] - 1)];
            if !admits(field) {
                continue;
            }
            let stand = match (tag + 1 == start, texts.get(end).is_none_or(|byte| is_tag(*byte))) {
                (true, true) => Stand::Whole,
                (true, false) => Stand::Start,
                (false, true) => Stand::End,
                (false, false) => Stand::Inside,
            };
            let score = field.score(stand, len);
            if best.is_none_or(|best| score > best.score) {
                let text = texts[..tag].iter().filter(|byte| is_tag(**byte)).count();
                best = Some(Match { score, text });
            }
        }
        best
    }

    fn append(&mut self, texts: &[(Field, String)]) -> (usize, usize) {
        let from = self.all.len();
        for (field, text) in texts {
            self.all.push(tag(*field));
            let end = text.char_indices().nth(MAX_TEXT_CHARS).map_or(text.len(), |(end, _)| end);
            self.all.extend_from_slice(fold(&text[..end]).as_bytes());
        }
        (from, self.all.len())
    }

    fn forget(&mut self, place: usize) {
        let (from, to) = self.spans[place];
        self.unused += to - from;
    }

    fn compact(&mut self) {
        if self.unused <= SLACK.max(self.all.len() / 2) {
            return;
        }
        let mut packed = Vec::with_capacity(self.all.len() - self.unused);
        for span in &mut self.spans {
            let from = packed.len();
            packed.extend_from_slice(&self.all[span.0..span.1]);
            *span = (from, packed.len());
        }
        self.all = packed;
        self.unused = 0;
    }
}

fn tag(field: Field) -> u8 {
    let place = TAGS.iter().position(|tagged| *tagged == field).unwrap_or(0);
    u8::try_from(place + 1).unwrap_or(1)
}

fn is_tag(byte: u8) -> bool {
    byte < b' '
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &Texts, place: usize, query: &str) -> Option<(i32, usize)> {
        texts.find(place, &Finder::new(query), |_| true).map(|found| (found.score, found.text))
    }

    #[test]
    fn texts_are_found_where_they_are() {
        let mut texts = Texts::default();
        texts.push(&[(Field::Title, "主任".into()), (Field::Department, "主任办公室".into())]);
        texts.push(&[(Field::Phone, "1111".into())]);
        assert_eq!(found(&texts, 0, "主任"), Some((Field::Title.score(Stand::Whole, 6), 0)));
        assert_eq!(found(&texts, 0, "办公室"), Some((Field::Department.score(Stand::End, 9), 1)));
        assert_eq!(found(&texts, 0, "任主"), None);
        // The end of a number counts even when the same digits stand a little earlier too.
        assert_eq!(found(&texts, 1, "111"), Some((Field::Phone.score(Stand::Start, 3), 0)));
    }

    #[test]
    fn what_was_written_is_given_back_without_control_characters() {
        let written =
            Written::new(&[(Field::Title, "副\u{1}主任".into()), (Field::Phone, "138 0000".into())]);
        assert_eq!(written.get(0), (Field::Title, "副主任"));
        assert_eq!(written.get(1), (Field::Phone, "138 0000"));
        assert_eq!(written.get(2), (Field::Name, ""));
    }

    #[test]
    fn texts_survive_changes_and_compaction() {
        let mut texts = Texts::default();
        let text = |n: usize| [(Field::Title, format!("t{n}x"))];
        for n in 0..50 {
            texts.push(&text(n));
        }
        for _ in 0..2_000 {
            for n in 0..50 {
                texts.set(n, &text(n));
            }
        }
        assert!(texts.all.len() < SLACK * 4, "{}", texts.all.len());
        texts.swap_remove(0);
        assert!(found(&texts, 0, "t49x").is_some());
        assert!((1..49).all(|n| found(&texts, n, &format!("t{n}x")).is_some()));
    }
}
