//! The part of a text that a query found, with the words marked.

use crate::analyze::{Term, is_cjk, query_terms};

/// A part of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The part; an ellipsis stands where something was cut. Line breaks are spaces.
    pub text: String,
    /// The words found: start and end in UTF-16 units of `text`, in order, not overlapping.
    pub ranges: Vec<(u32, u32)>,
}

/// Characters before the first word found.
const LEAD: usize = 20;

/// At most `max_chars` characters of `text` around the first word of `query`.
#[must_use]
pub fn snippet(text: &str, query: &str, max_chars: usize) -> Snippet {
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let folded: Vec<char> = chars.iter().map(|c| fold(*c)).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for needle in needles(query) {
        let mut at = 0;
        while let Some(start) = find(&folded, &needle, at) {
            found.push((start, start + needle.len()));
            at = start + needle.len();
        }
    }
    found.sort_unstable();
    let mut marked: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        match marked.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => marked.push((start, end)),
        }
    }
    let first = marked.first().map_or(0, |range| range.0);
    let from = if chars.len() <= max_chars { 0 } else { first.saturating_sub(LEAD) };
    let to = chars.len().min(from + max_chars);
    let mut out = String::new();
    if from > 0 {
        out.push('…');
    }
    let mut unit = out.encode_utf16().count() as u32;
    let mut ranges = Vec::new();
    let mut open = None;
    for (i, c) in chars.iter().enumerate().take(to).skip(from) {
        if marked.iter().any(|(start, end)| (*start..*end).contains(&i)) {
            open.get_or_insert(unit);
        } else if let Some(start) = open.take() {
            ranges.push((start, unit));
        }
        out.push(*c);
        unit += c.len_utf16() as u32;
    }
    if let Some(start) = open {
        ranges.push((start, unit));
    }
    if to < chars.len() {
        out.push('…');
    }
    Snippet { text: out, ranges }
}

/// One character in the form of the query's; characters that become several stay as they are.
fn fold(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn needles(query: &str) -> Vec<Vec<char>> {
    query_terms(query)
        .into_iter()
        .map(|term| match term {
            Term::Phrase(pairs) => {
                // Overlapping pairs back into the run they came from.
                let mut run: Vec<char> = pairs.first().map(|pair| pair.chars().collect()).unwrap_or_default();
                run.extend(pairs.iter().skip(1).filter_map(|pair| pair.chars().last()));
                run
            }
            Term::Prefix(text) | Term::Word(text) => text.chars().collect(),
        })
        .filter(|needle: &Vec<char>| !needle.is_empty())
        .collect()
}

/// The next place of `needle`; a Latin word begins where a word begins.
fn find(text: &[char], needle: &[char], from: usize) -> Option<usize> {
    let word = !is_cjk(needle[0]);
    (from..text.len().checked_sub(needle.len())? + 1).find(|&i| {
        let part_of_word = word && i > 0 && {
            let (before, first) = (text[i - 1], needle[0]);
            before.is_alphanumeric() && !is_cjk(before) && before.is_numeric() == first.is_numeric()
        };
        !part_of_word && text[i..i + needle.len()] == *needle
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_marked_where_they_stand() {
        let found = snippet("今天的会议纪要\n请看 OK，会议改期", "会议 ok", 50);
        assert_eq!(found.text, "今天的会议纪要 请看 OK，会议改期");
        assert_eq!(found.ranges, [(3, 5), (11, 13), (14, 16)]);
    }

    #[test]
    fn a_long_text_is_cut_around_the_word() {
        let text = format!("{}😀会议{}", "前".repeat(100), "后".repeat(100));
        let found = snippet(&text, "会议", 40);
        assert_eq!(found.text.chars().count(), 42);
        let units: Vec<u16> = found.text.encode_utf16().collect();
        let (start, end) = found.ranges[0];
        assert_eq!(String::from_utf16(&units[start as usize..end as usize]).unwrap(), "会议");
    }

    proptest! {
        #[test]
        fn ranges_lie_within_the_text(text in any::<String>(), query in any::<String>(), max in 1_usize..80) {
            let found = snippet(&text, &query, max);
            let units: Vec<u16> = found.text.encode_utf16().collect();
            for (start, end) in found.ranges {
                prop_assert!(start < end && end as usize <= units.len());
                prop_assert!(String::from_utf16(&units[start as usize..end as usize]).is_ok());
            }
        }
    }
}
