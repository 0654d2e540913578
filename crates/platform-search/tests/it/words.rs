//! Which words find what.

use kernel::Id;
use platform_search::Query;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{Office, in_an_office, words};

#[test]
fn what_people_look_for_is_found() {
    in_an_office(async |office| {
        let minutes = office.post(1, "三季度会议纪要：Q3 发布 GB18030 编码，v2.1 已上线").await;
        let meeting = office.post(2, "明天开会，请议一议预算 budget_2026.xlsx").await;
        let english = office.post(3, "Deployment finished: ＯＫ, see https://office.example/o/42").await;
        let table: &[(&str, &[Id])] = &[
            // one character, two, more
            ("会", &[meeting, minutes]),
            ("议", &[meeting, minutes]),
            ("会议", &[minutes]),
            ("预算", &[meeting]),
            ("纪要", &[minutes]),
            ("会议纪要", &[minutes]),
            ("议会", &[]),
            ("会纪", &[]),
            ("开议", &[]),
            // words of letters and digits, whole or being typed
            ("deployment", &[english]),
            ("Deploy", &[english]),
            ("deploy finished", &[]),
            ("deployment fin", &[english]),
            ("ok", &[english]),
            ("gb18030", &[minutes]),
            ("18030", &[minutes]),
            ("xlsx", &[meeting]),
            ("42", &[english]),
            // mixed, in any order
            ("q3 发布", &[minutes]),
            ("纪要 v2", &[minutes]),
            // words that a dot or a dash holds together stand together
            ("v2.1", &[minutes]),
            ("v2.2", &[]),
            ("2026.xl", &[meeting]),
            ("office.example/o", &[english]),
            ("example.office", &[]),
            ("预算budget", &[meeting]),
            ("发布 ok", &[]),
            // nothing to look for
            ("", &[]),
            (" \t", &[]),
            ("，。！", &[]),
            ("😀", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(office.find(words(text)).await, *expected, "{text:?}");
        }
    });
}

#[test]
fn rare_characters_and_long_texts_are_found() {
    in_an_office(async |office| {
        // Extension B, E and G: names hold them.
        let name = office.post(1, "𠮷野家 𫠜工 𰻝𰻝面").await;
        for text in ["𠮷", "𠮷野", "𫠜工", "𫠜", "𰻝面"] {
            assert_eq!(office.find(words(text)).await, vec![name], "{text}");
        }
        // More than is indexed: what stands in the beginning is found, and nothing fails.
        let long = format!("开头暗号 {} {} 结尾暗号", "x".repeat(5_000), "长文".repeat(40_000));
        let long = office.post(2, &long).await;
        assert_eq!(office.find(words("开头暗号")).await, vec![long]);
        assert_eq!(office.find(words("长文长文长文长")).await, vec![long]);
        // As many different words as count are no trouble to a store either.
        let distinct: String = (0..20_000).map(|i| format!("w{i} ")).collect();
        let distinct = office.post(4, &distinct).await;
        assert_eq!(office.find(words("w1 w77 w500 ")).await, vec![distinct]);
    });
}

/// Texts of a few characters collide often: every hit must hold the words, and every text that holds them be hit.
#[test]
fn chinese_is_found_exactly_where_it_stands() {
    in_an_office(async |office| {
        let handle = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let config = Config { cases: 12, failure_persistence: None, ..Config::default() };
            let case = (vec("[会议纪要，a ]{1,12}", 40), vec("[会议纪要]{1,4}", 12));
            TestRunner::new(config)
                .run(&case, |(texts, asked)| {
                    handle.block_on(compare(&office, &texts, &asked))?;
                    Ok(())
                })
                .unwrap();
        })
        .await
        .unwrap();
    });
}

async fn compare(office: &Office, texts: &[String], asked: &[String]) -> Result<(), TestCaseError> {
    office.search.clear_kind("message").await.unwrap();
    let docs: Vec<_> = texts.iter().map(|text| office.message(1, text)).collect();
    office.search.put(docs.clone()).await.unwrap();
    for text in asked {
        let mut expected: Vec<Id> =
            docs.iter().filter(|doc| doc.text.contains(text.as_str())).map(|doc| doc.id).collect();
        expected.reverse();
        prop_assert_eq!(office.find(Query { limit: 200, ..words(text) }).await, expected, "{}", text);
    }
    Ok(())
}
