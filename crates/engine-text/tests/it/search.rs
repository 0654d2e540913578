//! Whatever is asked for is found: documents and queries, cut by the same analyzer, meet in a store of a few lines.

use engine_text::{
    MAX_TOKENS, Phrase, document_tokens, fts5_document, fts5_query, query_phrases, snippet, tsquery_literal,
    tsvector_literal,
};
use proptest::prelude::*;

/// Finds as both stores do: all phrases, each at neighbouring places.
fn finds(document: &str, query: &str) -> bool {
    all_stand_in(&terms(document), query)
}

fn terms(document: &str) -> Vec<String> {
    document_tokens(document).into_iter().map(|token| token.term).collect()
}

fn all_stand_in(terms: &[String], query: &str) -> bool {
    let phrases = query_phrases(query);
    !phrases.is_empty() && phrases.iter().all(|phrase| stands_in(terms, phrase))
}

fn stands_in(terms: &[String], Phrase { terms: wanted, open }: &Phrase) -> bool {
    let Some((last, before)) = wanted.split_last() else { return false };
    terms.windows(wanted.len()).any(|window| {
        let end = &window[before.len()];
        window[..before.len()] == *before && if *open { end.starts_with(last.as_str()) } else { end == last }
    })
}

#[test]
fn what_people_look_for_is_found() {
    let text =
        "三季度会议纪要：Q3 发布 GB18030 编码，v2.1 已上线 ＯＫ budget_2026.xlsx me@office.example Café";
    for query in [
        "会",
        "要",
        "线",
        "会议",
        "纪要",
        "三季度会议纪要",
        "会议 编码",
        "编码，会议",
        "q3",
        "Q3 发布",
        "发布Q3",
        "gb18030",
        "GB18",
        "18030",
        "v2.1",
        "v2",
        "ok",
        "ｏｋ",
        "上线",
        "budget",
        "budget_2026",
        "2026.xlsx",
        "xlsx",
        "office.exam",
        "café",
        "CAFE",
        "cafe\u{301}",
    ] {
        assert!(finds(text, query), "{query}");
    }
    for query in ["议会", "纪录", "ql", "会要", "8030", "v2.2", "2.xlsx", "2026 budge ", "", "，"] {
        assert!(!finds(text, query), "{query}");
    }
}

fn a_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[会议纪要，。 a1Q.]{0,24}",
        3 => "[\u{4E00}-\u{9FA5}\u{3041}-\u{3096}\u{AC00}-\u{AC40}𠮷]{0,12}( [A-Za-z]{1,6}[0-9]{0,3}[.,_-]?){0,3}",
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_part_of_a_chinese_text_is_found(text in "[\u{4E00}-\u{9FA5}\u{3041}-\u{3096}\u{AC00}-\u{AC40}𠮷]{1,30}") {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let terms = terms(&text);
        for (nth, from) in starts.iter().enumerate() {
            for to in &starts[nth + 1..] {
                let part = &text[*from..*to];
                prop_assert!(all_stand_in(&terms, part), "{part} in {text}");
            }
            let rest = &text[*from..];
            prop_assert!(rest.is_empty() || !snippet(&text, rest, 1000).ranges.is_empty(), "{rest} marked in {text}");
        }
    }

    #[test]
    fn only_what_stands_in_a_chinese_text_is_found(text in "[会议纪要，a ]{1,16}", part in "[会议纪要]{1,4}") {
        prop_assert_eq!(finds(&text, &part), text.contains(&part));
        prop_assert_eq!(!snippet(&text, &part, 1000).ranges.is_empty(), text.contains(&part));
    }

    #[test]
    fn every_word_is_found_whole_and_while_it_is_typed(
        words in prop::collection::vec("[A-Za-zéÜЯ]{1,12}|[A-Z]{1,3}[0-9]{1,6}|[a-z]{60,140}", 1..8),
        separator in "[ ,/._-]{1,2}",
        pick in 0_usize..8,
    ) {
        let text = words.join(&separator);
        let word = &words[pick % words.len()];
        let terms = terms(&text);
        prop_assert!(all_stand_in(&terms, word) && all_stand_in(&terms, &format!("{word} ")), "{word} in {text}");
        prop_assert!(!snippet(&text, word, 1000).ranges.is_empty());
        for (end, _) in word.char_indices().skip(1) {
            prop_assert!(all_stand_in(&terms, &word[..end]), "{} in {text}", &word[..end]);
        }
        let pair: String = words.iter().skip(pick % words.len()).take(2).cloned().collect::<Vec<_>>().join(&separator);
        prop_assert!(all_stand_in(&terms, &pair), "{pair} in {text}");
    }

    #[test]
    fn a_text_finds_itself(text in a_text()) {
        let query: String = text.chars().take(60).collect();
        prop_assert_eq!(finds(&text, &query), !query_phrases(&query).is_empty());
    }

    #[test]
    fn stores_get_only_what_they_can_keep(text in any::<String>(), query in any::<String>()) {
        let tokens = document_tokens(&text);
        prop_assert!(tokens.len() <= MAX_TOKENS);
        prop_assert!(tokens.iter().zip(1..).all(|(token, position)| token.position == position));
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"'\"\\".contains(c);
        prop_assert!(tokens.iter().all(|token| !token.term.is_empty() && token.term.chars().all(is_plain)));
        prop_assert_eq!(fts5_document(&text).split(' ').filter(|term| !term.is_empty()).count(), tokens.len());
        prop_assert_eq!(tsvector_literal(&text).split("':").count(), tokens.len() + 1);
        let phrases = query_phrases(&query);
        prop_assert_eq!(fts5_query(&query).is_some(), !phrases.is_empty());
        prop_assert_eq!(tsquery_literal(&query).is_some(), !phrases.is_empty());
        prop_assert!(phrases.iter().all(|phrase| !phrase.terms.is_empty()));
    }

    #[test]
    fn snippets_are_in_bounds(text in a_text(), query in a_text(), max in 0_usize..40) {
        let snippet = snippet(&text, &query, max);
        prop_assert!(snippet.text.chars().count() <= max.max(2));
        prop_assert!(!snippet.text.contains('\n'));
        let units: Vec<u16> = snippet.text.encode_utf16().collect();
        let mut before = 0;
        for (nth, [start, end]) in snippet.ranges.into_iter().map(|range| range.map(|at| at as usize)).enumerate() {
            prop_assert!(start < end && end <= units.len() && (nth == 0 || start > before));
            prop_assert!(String::from_utf16(&units[start..end]).is_ok());
            before = end;
        }
    }

    #[test]
    fn a_snippet_shows_the_place(before in "[前 a]{0,80}", after in "[后 b]{0,80}", max in 12_usize..60) {
        let text = format!("{before} 会议 {after}");
        let snippet = snippet(&text, "会议", max);
        prop_assert_eq!(snippet.ranges.len(), 1);
        prop_assert!(snippet.text.contains("会议"));
        // Nothing is cut that there is room for.
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert!(words.chars().count() > max || snippet.text == words);
    }
}
