//! The part of a text that a query found, with the words marked.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::analyze::MAX_TEXT_BYTES;
use crate::letters::{Kind, Letters, Run};
use crate::query::{Needle, needles};

/// A part of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The part on one line; an ellipsis stands where something was cut.
    pub text: String,
    /// The words found: start and end in UTF-16 units of `text`, in order, not touching.
    pub ranges: Vec<[u32; 2]>,
}

/// Characters shown before the first word found, at most; a third of the snippet if that is less.
const LEAD: usize = 20;

const ELLIPSIS: char = '…';

/// At most `max_chars` characters of `text`, ellipses included, around the first place that `query` finds, with every
/// place in it marked. Without such a place, the beginning. Line breaks and runs of spaces become one space; no
/// character is cut in half. Like the index, looks at the first [`MAX_TEXT_BYTES`] only.
///
/// ```
/// let snippet = engine_text::snippet("今天的会议纪要\n请看附件", "会议", 9);
/// assert_eq!(snippet.text, "今天的会议纪要…");
/// assert_eq!(snippet.ranges, [[3, 5]]);
/// ```
#[must_use]
pub fn snippet(text: &str, query: &str, max_chars: usize) -> Snippet {
    let text = &text[..text.floor_char_boundary(MAX_TEXT_BYTES)];
    let places = places(text, query);
    let cells = cells(text);
    let first = places.first().map_or(0, |place| cells.partition_point(|cell| cell.bytes.end <= place.start));
    let window = window(&cells, first, max_chars);
    let mut shown = String::new();
    if window.start > 0 {
        shown.push(ELLIPSIS);
    }
    let mut unit = u32::from(window.start > 0);
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    let mut places = places.into_iter().peekable();
    for cell in &cells[window.clone()] {
        while places.next_if(|place| place.end <= cell.bytes.start).is_some() {}
        let end = unit + units(cell.shown);
        if places.peek().is_some_and(|place| place.start < cell.bytes.end) {
            match ranges.last_mut() {
                Some(range) if range[1] == unit => range[1] = end,
                _ => ranges.push([unit, end]),
            }
        }
        shown.push_str(cell.shown);
        unit = end;
    }
    if window.end < cells.len() {
        shown.push(ELLIPSIS);
    }
    Snippet { text: shown, ranges }
}

/// What is shown as one: a character with all that belongs to it, or any run of spaces.
struct Cell<'a> {
    bytes: Range<usize>,
    shown: &'a str,
    chars: usize,
}

fn cells(text: &str) -> Vec<Cell<'_>> {
    let mut cells: Vec<Cell<'_>> = Vec::new();
    for (start, cluster) in text.grapheme_indices(true) {
        let bytes = start..start + cluster.len();
        if !cluster.chars().all(char::is_whitespace) {
            cells.push(Cell { bytes, shown: cluster, chars: cluster.chars().count() });
            continue;
        }
        match cells.last_mut() {
            Some(space) if space.shown == " " => space.bytes.end = bytes.end,
            Some(_) => cells.push(Cell { bytes, shown: " ", chars: 1 }),
            None => {}
        }
    }
    if cells.last().is_some_and(|cell| cell.shown == " ") {
        cells.pop();
    }
    cells
}

/// The cells to show: the one at `first`, some before it, and as many behind it as there is room for.
fn window(cells: &[Cell<'_>], first: usize, max_chars: usize) -> Range<usize> {
    let chars = |range: &[Cell<'_>]| range.iter().map(|cell| cell.chars).sum::<usize>();
    if chars(cells) <= max_chars {
        return 0..cells.len();
    }
    let first = first.min(cells.len());
    // Room for the words, when both ends are cut.
    let room = max_chars.saturating_sub(2);
    let mut start = back(cells, first, LEAD.min(room / 3));
    // An ellipsis in the place of two characters gains nothing.
    start = if start <= 2.min(room / 3) { 0 } else { next_word(cells, start, first) };
    let ahead = |start: usize, room: usize| {
        let mut left = room;
        let fits = cells[start..].iter().take_while(|cell| {
            let fits = cell.chars <= left;
            left = left.saturating_sub(cell.chars);
            fits
        });
        start + fits.count()
    };
    let open_end = max_chars.saturating_sub(usize::from(start > 0));
    if ahead(start, open_end) == cells.len() {
        // The end fits: show as much before it as there is room for.
        let start = back(cells, cells.len(), max_chars.saturating_sub(1));
        return next_word(cells, start, first)..cells.len();
    }
    let end = ahead(start, open_end.saturating_sub(1));
    let ends_in_space = end > start && cells[end - 1].shown == " ";
    start..end - usize::from(ends_in_space)
}

/// The cell from which `room` characters reach to the one at `end`.
fn back(cells: &[Cell<'_>], end: usize, room: usize) -> usize {
    let mut left = room;
    let mut start = end;
    while start > 0 && cells[start - 1].chars <= left {
        start -= 1;
        left -= cells[start].chars;
    }
    start
}

/// Where a window may begin, from `start` on but not behind `first`: not with a space, not in a Latin word.
fn next_word(cells: &[Cell<'_>], start: usize, first: usize) -> usize {
    let is_latin = |at: usize| cells[at].shown.starts_with(|c: char| c.is_alphanumeric() && c < '\u{2E80}');
    let mut at = start;
    while at < first && (cells[at].shown == " " || (at > 0 && is_latin(at) && is_latin(at - 1))) {
        at += 1;
    }
    at
}

/// Bytes of the text that the query finds, in order, not overlapping.
fn places(text: &str, query: &str) -> Vec<Range<usize>> {
    let letters = Letters::new(text, text.len());
    let mut found: Vec<Range<usize>> = Vec::new();
    for needle in needles(query) {
        match needle {
            Needle::Run(needle) => find_run(&letters, &needle, &mut found),
            Needle::Words { words, open } => find_words(&letters, &words, open, &mut found),
        }
    }
    let mut places: Vec<Range<usize>> = found.into_iter().map(|range| letters.source(range)).collect();
    places.sort_by_key(|place| (place.start, place.end));
    places.dedup_by(|next, kept| {
        let overlaps = next.start <= kept.end;
        kept.end = if overlaps { kept.end.max(next.end) } else { kept.end };
        overlaps
    });
    places
}

fn find_run(letters: &Letters, needle: &[char], found: &mut Vec<Range<usize>>) {
    for run in letters.runs.iter().filter(|run| run.kind == Kind::Unspaced) {
        let chars: Vec<char> = letters.chars(run.letters.clone()).collect();
        let starts = chars.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle);
        found.extend(starts.map(|(at, _)| run.letters.start + at..run.letters.start + at + needle.len()));
    }
}

fn find_words(letters: &Letters, words: &[Vec<char>], open: bool, found: &mut Vec<Range<usize>>) {
    let Some((last, before)) = words.split_last() else { return };
    let is = |range: Range<usize>, word: &[char]| {
        range.len() == word.len() && letters.chars(range).eq(word.iter().copied())
    };
    // Letters of a word that the last word of the phrase takes, if it fits.
    let ends = |range: Range<usize>| {
        let taken = range.start..range.end.min(range.start + last.len());
        let fits = taken.len() == range.len() || open;
        (fits && is(taken.clone(), last)).then_some(taken)
    };
    for window in letters.runs.windows(words.len()) {
        let Some((end, start)) = window.split_last() else { continue };
        let is_word = |run: &Run| run.kind == Kind::Word;
        if !window.iter().all(is_word)
            || !start.iter().zip(before).all(|(run, word)| is(run.letters.clone(), word))
        {
            continue;
        }
        if let Some(taken) = ends(end.letters.clone()) {
            found.push(window[0].letters.start..taken.end);
        } else if words.len() == 1 {
            found.extend(letters.parts(end.letters.clone()).into_iter().filter_map(ends));
        }
    }
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The snippet with its ranges in brackets.
    fn marked(text: &str, query: &str, max_chars: usize) -> String {
        let snippet = snippet(text, query, max_chars);
        let units: Vec<u16> = snippet.text.encode_utf16().collect();
        let mut shown = String::new();
        let mut at = 0;
        for [start, end] in snippet.ranges {
            let (start, end) = (start as usize, end as usize);
            shown.push_str(&String::from_utf16(&units[at..start]).expect("whole characters"));
            shown.push('[');
            shown.push_str(&String::from_utf16(&units[start..end]).expect("whole characters"));
            shown.push(']');
            at = end;
        }
        shown + &String::from_utf16(&units[at..]).expect("whole characters")
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        for (text, query, expected) in [
            ("今天的会议纪要\n请看 OK，会议改期", "会议 ok", "今天的[会议]纪要 请看 [OK]，[会议]改期"),
            ("开会了，会后议", "会", "开[会]了，[会]后议"),
            ("会会议", "会议", "会[会议]"),
            ("哈哈哈", "哈哈", "[哈哈哈]"),
            ("deployment of Deploy", "deploy", "[deploy]ment of [Deploy]"),
            ("deployment of Deploy", "deploy ", "deployment of [Deploy]"),
            ("redeploy", "deploy", "redeploy"),
            ("v2.1 and v2, 11", "v2.1", "[v2.1] and [v2, 1]1"),
            ("GB18030 编码", "18030", "GB[18030] 编码"),
            ("GB18030 编码", "gb18", "[GB18]030 编码"),
            ("Café ＯＫ ｶﾞｲﾄﾞ", "cafe ok ガイ", "[Café] [ＯＫ] [ｶﾞｲ]ﾄﾞ"),
            ("cafe\u{301}!", "cafe", "[cafe\u{301}]!"),
            ("👨‍👩‍👧会议👨‍👩‍👧", "会议", "👨‍👩‍👧[会议]👨‍👩‍👧"),
            ("  a \n\n  b  ", "b", "a [b]"),
            ("会议", "没有", "会议"),
            ("会议", "", "会议"),
            ("", "会议", ""),
        ] {
            assert_eq!(marked(text, query, 100), expected, "{query} in {text}");
        }
    }

    #[test]
    fn long_texts_are_cut_around_the_first_place() {
        let text = format!("{}😀会议{}", "前".repeat(100), "后".repeat(100));
        let shown = marked(&text, "会议", 20);
        assert_eq!(shown, format!("…{}😀[会议]{}…", "前".repeat(5), "后".repeat(10)));
        assert_eq!(marked(&text, "没有", 6), format!("{}…", "前".repeat(5)));
        // Near the end there is room for more of the beginning.
        assert_eq!(
            marked(&format!("{}会议", "前".repeat(100)), "会议", 10),
            format!("…{}[会议]", "前".repeat(7))
        );
        // Latin words stay whole at the beginning.
        assert_eq!(marked("one twothree four five six seven", "five", 18), "…four [five] six se…");
        // An emoji of five characters is shown or not.
        assert_eq!(marked("会👨‍👩‍👧议议议议", "会", 5), "[会]…");
    }

    #[test]
    fn small_limits_do_no_harm() {
        for max in 0..4 {
            assert!(snippet("前前前会议后后后", "会议", max).text.chars().count() <= max.max(2), "{max}");
        }
    }
}
