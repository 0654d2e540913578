//! What holds for every name and every query.

use engine_pinyin::field::Field;
use engine_pinyin::fold::fold;
use engine_pinyin::highlight::utf16_ranges;
use engine_pinyin::index::{Entry, Index};
use engine_pinyin::name::Name;
use engine_pinyin::reading::Reading;
use engine_pinyin::sort::{MAX_KEY_BYTES, sort_key};
use proptest::prelude::*;

/// Names as people have them: Chinese, transcribed, Latin, mixed.
fn a_name() -> impl Strategy<Value = String> {
    let chinese =
        "[王李张刘单曾乐重行仇区解查盖朴吕绿阚缪尉迟长孙欧阳竞文子轩安娥嗯哦阿卜杜拉\u{4E00}-\u{9FA5}]{1,5}";
    let latin = "[A-Z][a-zéü]{0,8}( [A-Z][a-z]{0,8}){0,2}";
    prop_oneof![
        6 => chinese,
        2 => latin,
        1 => (chinese, latin).prop_map(|(chinese, latin)| format!("{chinese} {latin}")),
        1 => (chinese, chinese).prop_map(|(a, b)| format!("{a}·{b}")),
        1 => "[a-zA-Z0-9刘吕行\u{3041}-\u{3096}\u{AC00}-\u{AC20}🐼👩‍👩‍👧 '.·-]{0,12}",
    ]
}

/// Every run of characters of a text.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    ends.push(text.len());
    let pairs: Vec<(usize, usize)> =
        ends.iter().enumerate().flat_map(|(at, from)| ends[at + 1..].iter().map(|to| (*from, *to))).collect();
    pairs.into_iter().map(|(from, to)| &text[from..to])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics_and_highlights_stay_inside(name in any::<String>(), query in any::<String>()) {
        let found = Name::new(&name).find(&query);
        let chars = name.chars().count();
        for range in found.iter().flat_map(|found| &found.ranges) {
            prop_assert!(range.start < range.end && range.end <= chars);
        }
        let reading = Reading::of(&name);
        prop_assert_eq!(Reading::parse(&reading.wire()), Some(reading));
        prop_assert!(sort_key(&name).len() <= MAX_KEY_BYTES);
        prop_assert_eq!(fold(&fold(&name)), fold(&name));
    }

    #[test]
    fn highlights_stay_inside_real_names(name in a_name(), query in a_name()) {
        if let Some(found) = Name::new(&name).find(&query) {
            let chars = name.chars().count();
            prop_assert!(!found.ranges.is_empty());
            prop_assert!(found.ranges.iter().all(|r| r.start < r.end && r.end <= chars));
            prop_assert!(found.ranges.windows(2).all(|pair| pair[0].end < pair[1].start));
            let units = u32::try_from(name.encode_utf16().count()).unwrap_or(u32::MAX);
            prop_assert!(utf16_ranges(&name, &found.ranges).iter().all(|[start, end]| start < end && *end <= units));
        }
    }

    #[test]
    fn a_name_is_found_by_every_part_of_it(name in a_name()) {
        let compiled = Name::new(&name);
        for part in parts(&name).filter(|part| !fold(part).is_empty()) {
            prop_assert!(compiled.find(part).is_some(), "{part} in {name}");
        }
    }

    #[test]
    fn a_name_is_found_as_it_is_read(name in a_name(), choices in prop::collection::vec((0_usize..6, 0_usize..4), 40)) {
        let reading = Reading::of(&name);
        if reading.units().is_empty() {
            return Ok(());
        }
        let compiled = Name::new(&name);
        let chosen: Vec<&String> =
            reading.units().iter().zip(&choices).map(|(unit, (at, _))| &unit[at % unit.len()]).collect();
        let full: String = chosen.iter().map(|reading| reading.as_str()).collect();
        prop_assert!(compiled.find(&full).is_some(), "{full} for {name}");
        let initials: String = chosen.iter().filter_map(|reading| reading.chars().next()).collect();
        prop_assert!(compiled.find(&initials).is_some(), "{initials} for {name}");
        let mixed: String = chosen
            .iter()
            .zip(&choices)
            .map(|(reading, (_, how))| match how {
                0 => reading.chars().take(1).collect(),
                _ => (*reading).clone(),
            })
            .collect();
        let found = compiled.find(&mixed);
        prop_assert!(found.is_some(), "{mixed} for {name}");
        // Typed letter by letter, the name is never lost on the way, but for the passport's `ly`.
        let is_plain = chosen.iter().all(|reading| !matches!(reading.as_bytes(), [b'l' | b'n', b'y', ..]));
        let steps = full.char_indices().skip(1).map(|(at, _)| &full[..at]);
        for typed in steps.filter(|_| is_plain) {
            prop_assert!(compiled.find(typed).is_some(), "{typed} for {name}");
        }
    }

    #[test]
    fn the_index_finds_exactly_what_the_names_say(
        names in prop::collection::vec(a_name(), 1..12),
        at in 0_usize..12,
        from in 0_usize..6,
        len in 1_usize..8,
    ) {
        let reading = Reading::of(&names[at % names.len()]).units().concat().concat();
        let query: String = reading.chars().skip(from).take(len).collect();
        let mut index = Index::new();
        for (id, name) in names.iter().enumerate() {
            index.upsert(Entry { id, name: name.clone(), reading: None, extra: Vec::new() });
        }
        let mut hits: Vec<_> = index.search(&query, |_| true, |_| 0, 100).into_iter().map(|h| (h.id, h.score, h.ranges)).collect();
        hits.sort_by_key(|hit| hit.0);
        let alone: Vec<_> = names
            .iter()
            .enumerate()
            .filter_map(|(id, name)| Name::new(name).find(&query).map(|found| (id, found.score, found.ranges)))
            .collect();
        prop_assert_eq!(hits, alone);
    }

    #[test]
    fn a_person_is_found_by_every_part_of_every_text(
        texts in prop::collection::vec("[a-z@.财务部工程师 -]{1,10}|[0-9+ -]{3,14}", 1..4),
        changes in prop::collection::vec((0_u8..4, any::<bool>()), 0..8),
    ) {
        let fields = [Field::Title, Field::Email, Field::Phone, Field::Department];
        let extra: Vec<_> = fields.into_iter().zip(texts).collect();
        let entry = |id| Entry { id, name: "某某".to_owned(), reading: None, extra: extra.clone() };
        let mut index = Index::new();
        for (id, stays) in changes {
            index.upsert(entry(id));
            if !stays {
                index.remove(id);
            }
        }
        index.upsert(entry(9));
        for (field, text) in &extra {
            for part in parts(text) {
                let folded = fold(part);
                let is_number = folded.bytes().all(|b| b.is_ascii_digit());
                if folded.chars().count() < 3 || (*field == Field::Phone && !is_number) {
                    continue;
                }
                let hits = index.search(part, |id| id == 9, |_| 0, 5);
                prop_assert_eq!(hits.len(), 1, "{} in {:?}", part, extra);
                let chars = hits[0].text.chars().count();
                prop_assert!(!hits[0].ranges.is_empty());
                prop_assert!(hits[0].ranges.iter().all(|range| range.start < range.end && range.end <= chars));
            }
        }
    }

    #[test]
    fn keys_sort_beginnings_first(name in "[\u{4E00}-\u{9FA5}]{4,7}") {
        let shorter: String = name.chars().take(name.chars().count() - 1).collect();
        prop_assert!(sort_key(&shorter) < sort_key(&name));
    }
}
