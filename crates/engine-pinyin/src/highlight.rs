//! Ranges of matched characters, and their form in the units that JavaScript strings count in.

use std::ops::Range;

/// Turns ranges counted in characters of `text` into `[start, end]` pairs counted in UTF-16 units.
/// Ranges that reach past the end of the text are cut there.
///
/// ```
/// assert_eq!(engine_pinyin::highlight::utf16_ranges("𠮷野家", &[0..1, 2..3]), [[0, 2], [3, 4]]);
/// ```
pub fn utf16_ranges(text: &str, ranges: &[Range<usize>]) -> Vec<[u32; 2]> {
    let mut offsets = vec![0_u32];
    let mut offset = 0_u32;
    for c in text.chars() {
        offset += if c.len_utf16() == 2 { 2 } else { 1 };
        offsets.push(offset);
    }
    let at = |place: usize| offsets.get(place).copied().unwrap_or(offset);
    ranges.iter().map(|range| [at(range.start), at(range.end)]).filter(|[start, end]| start < end).collect()
}

/// Sorts ranges and joins those that touch or overlap.
pub(crate) fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_merged_and_counted_in_utf16() {
        assert_eq!(merge(vec![3..5, 0..1, 1..2, 4..6]), [0..2, 3..6]);
        assert_eq!(utf16_ranges("刘竞文", &[0..1, 2..3]), [[0, 1], [2, 3]]);
        assert_eq!(utf16_ranges("a🐼b", &[1..2, 2..9]), [[1, 3], [3, 4]]);
        assert_eq!(utf16_ranges("", &[0..0, 0..4]), Vec::<[u32; 2]>::new());
    }
}
