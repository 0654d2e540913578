//! Whatever is typed is only looked for.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{TEAM, in_an_office, words};
use platform_search::Query;

#[test]
fn quotes_and_operators_are_only_text() {
    in_an_office(async |office| {
        let near = office.post(1, "near or and not").await;
        for text in [
            "near",
            "NEAR OR",
            "AND NOT",
            "\"near\"",
            "near* AND (not)",
            "near:not",
            "'near' & 'not'",
            "-near",
        ] {
            assert_eq!(office.find(words(text)).await, vec![near], "{text}");
        }
        for text in [
            "\"",
            "'",
            "''",
            "\"\"\"",
            "*",
            "near*\"",
            "(",
            ")(",
            "words : near",
            "tags : s20",
            "{words tags} : x",
            "^near",
            "NEAR(near not, 5)",
            "near + or",
            "a OR",
            "NOT",
            "AND AND",
            ";",
            "near'; DROP TABLE search_docs; --",
            "near\\",
            "\\'",
            "near:*",
            "<->",
            "!near",
            "$1",
            "{user}",
            "{for_update}",
            "%_",
            "\u{0}near",
            "near\u{0}",
            "\u{feff}",
            "\u{202e}near",
            "e\u{301}",
            "👨‍👩‍👧",
            "ﷺ",
            "ǅ",
            "İ",
            "ß",
        ] {
            let plain = office.try_page(words(text)).await;
            assert!(plain.is_ok(), "{text:?}: {plain:?}");
            let scoped =
                Query { scope: Some(TEAM), author: Some(TEAM), facet: Some(text.to_owned()), ..words(text) };
            // PostgreSQL holds no NUL in text; the edge strips it from what is a value and not words.
            if !text.contains('\u{0}') {
                assert!(office.try_page(scoped).await.is_ok(), "{text:?}");
            }
        }
        let long = "会 ".repeat(5_000) + &"near ".repeat(5_000);
        assert!(office.try_page(words(&long)).await.is_ok());
        assert!(office.try_page(words(&"会".repeat(10_000))).await.is_ok());
        assert!(office.try_page(words(&"(".repeat(10_000))).await.is_ok());
        let many: String = (0..100).map(|i| format!("w{i} ")).collect();
        assert!(office.try_page(words(&many)).await.is_ok());
        assert_eq!(office.find(words("near")).await, vec![near], "nothing was dropped");
    });
}

#[test]
fn nothing_typed_fails() {
    in_an_office(async |office| {
        let handle = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let config = Config { cases: 128, failure_persistence: None, ..Config::default() };
            let typed = prop_oneof![any::<String>(), "[\"'*:()&|!<> a-c会议^+\\-{}\\\\]{0,24}"];
            TestRunner::new(config)
                .run(&(typed.clone(), typed), |(text, query)| {
                    handle.block_on(async {
                        let doc = office.message(1, &text);
                        office.search.put(vec![doc.clone()]).await.unwrap();
                        let found = office.try_page(words(&query)).await;
                        prop_assert!(found.is_ok(), "{:?}: {:?}", query, found);
                        // A text finds itself, unless it holds nothing to look for or more than is looked at.
                        let own: String = text.chars().take(40).collect();
                        let hits = office.find(Query { limit: 200, ..words(&own) }).await;
                        let blank = !own.chars().any(char::is_alphanumeric);
                        prop_assert!(blank || hits.contains(&doc.id), "{:?}", own);
                        office.search.delete(vec![doc.id]).await.unwrap();
                        Ok(())
                    })
                })
                .unwrap();
        })
        .await
        .unwrap();
    });
}
